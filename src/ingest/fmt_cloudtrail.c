/*
 * CloudTrail events: management, data, network activity, insights, whatever
 * version.  (CloudTrail User Guide, "CloudTrail record contents" and
 * "CloudTrail userIdentity element".)  No type of a value is relied on: a
 * field that is not what it should be only tells less.
 *
 * Own fields, uncut and unique, so that a filter on one means one thing:
 *
 * @who
 *	123837392027/bert-jan           a user, in its account
 *	123837392027/root
 *	123837392027/role/session       a role's session
 *	123837392027/issuer/name        a federated user and who made it
 *	123837392027/sso/user           Identity Center
 *	123837392027/saml/user  123837392027/oidc/user
 *	123837392027                    another account, no more is known
 *	aws:rds                         a service: host less .amazonaws.com
 *	anonymous
 *	(otherwise)                     principalId, else type, else absent
 * @what      service:Action: first label of eventSource, and eventName without
 *	      the version of the API behind it
 * @where     awsRegion
 * @from      an address, a service as in @who, or AWS Internal
 * @result    ok, errorCode, Failure (of a sign-in); - for insights
 * @resource  "S3::Bucket name +1": type, short name, and how many more (at most
 *	      255); without resources a name among the request parameters:
 *	      "user bert-jan"
 */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/formats.h"

bool
cloudtrail_is(const struct look *l)
{
	uint32_t any = SIGN_EVENT_SOURCE | SIGN_EVENT_VERSION |
	    SIGN_USER_IDENTITY;

	return l->signs & SIGN_INSIGHT_DETAILS ||
	    (l->signs & SIGN_EVENT_NAME && l->signs & any);
}

/* ---- the paths that are looked at --------------------------------------- */

enum known {
	ROOT,
	EVENT_TIME,
	EVENT_NAME,
	EVENT_SOURCE,
	EVENT_ID,
	EVENT_TYPE,
	REGION,
	ADDRESS,
	ERROR_CODE,
	RECIPIENT,
	IDENTITY,
	IDENTITY_TYPE,
	IDENTITY_PRINCIPAL,
	IDENTITY_ARN,
	IDENTITY_ACCOUNT,
	IDENTITY_USER,
	IDENTITY_SERVICE,
	SESSION,
	ISSUER,
	ISSUER_USER,
	BEHALF,
	BEHALF_USER,
	RESPONSE,
	RESPONSE_LOGIN,
	INSIGHT,
	INSIGHT_NAME,
	INSIGHT_SOURCE,
	RESOURCES,
	REQUEST,
	KNOWN,
};

static const struct known_path {
	enum known parent;
	struct str key;
} known_paths[KNOWN] = {
	[EVENT_TIME] = { ROOT, STR_INIT("eventTime") },
	[EVENT_NAME] = { ROOT, STR_INIT("eventName") },
	[EVENT_SOURCE] = { ROOT, STR_INIT("eventSource") },
	[EVENT_ID] = { ROOT, STR_INIT("eventID") },
	[EVENT_TYPE] = { ROOT, STR_INIT("eventType") },
	[REGION] = { ROOT, STR_INIT("awsRegion") },
	[ADDRESS] = { ROOT, STR_INIT("sourceIPAddress") },
	[ERROR_CODE] = { ROOT, STR_INIT("errorCode") },
	[RECIPIENT] = { ROOT, STR_INIT("recipientAccountId") },
	[IDENTITY] = { ROOT, STR_INIT("userIdentity") },
	[IDENTITY_TYPE] = { IDENTITY, STR_INIT("type") },
	[IDENTITY_PRINCIPAL] = { IDENTITY, STR_INIT("principalId") },
	[IDENTITY_ARN] = { IDENTITY, STR_INIT("arn") },
	[IDENTITY_ACCOUNT] = { IDENTITY, STR_INIT("accountId") },
	[IDENTITY_USER] = { IDENTITY, STR_INIT("userName") },
	[IDENTITY_SERVICE] = { IDENTITY, STR_INIT("invokedBy") },
	[SESSION] = { IDENTITY, STR_INIT("sessionContext") },
	[ISSUER] = { SESSION, STR_INIT("sessionIssuer") },
	[ISSUER_USER] = { ISSUER, STR_INIT("userName") },
	[BEHALF] = { IDENTITY, STR_INIT("onBehalfOf") },
	[BEHALF_USER] = { BEHALF, STR_INIT("userId") },
	[RESPONSE] = { ROOT, STR_INIT("responseElements") },
	[RESPONSE_LOGIN] = { RESPONSE, STR_INIT("ConsoleLogin") },
	[INSIGHT] = { ROOT, STR_INIT("insightDetails") },
	[INSIGHT_NAME] = { INSIGHT, STR_INIT("eventName") },
	[INSIGHT_SOURCE] = { INSIGHT, STR_INIT("eventSource") },
	[RESOURCES] = { ROOT, STR_INIT("resources") },
	[REQUEST] = { ROOT, STR_INIT("requestParameters") },
};

/* Request parameters that name what a call is about, most telling first. */
static const struct named {
	struct str key;
	struct str word;
} named[] = {
	{ STR_INIT("bucketName"), STR_INIT("bucket") },
	{ STR_INIT("userName"), STR_INIT("user") },
	{ STR_INIT("roleName"), STR_INIT("role") },
	{ STR_INIT("roleArn"), STR_INIT("role") },
	{ STR_INIT("functionName"), STR_INIT("function") },
	{ STR_INIT("instanceId"), STR_INIT("instance") },
	{ STR_INIT("secretId"), STR_INIT("secret") },
	{ STR_INIT("keyId"), STR_INIT("key") },
	{ STR_INIT("groupName"), STR_INIT("group") },
	{ STR_INIT("groupId"), STR_INIT("group") },
	{ STR_INIT("policyArn"), STR_INIT("policy") },
	{ STR_INIT("policyName"), STR_INIT("policy") },
	{ STR_INIT("trailName"), STR_INIT("trail") },
	{ STR_INIT("tableName"), STR_INIT("table") },
	{ STR_INIT("dBInstanceIdentifier"), STR_INIT("database") },
	{ STR_INIT("dBSnapshotIdentifier"), STR_INIT("snapshot") },
	{ STR_INIT("snapshotId"), STR_INIT("snapshot") },
	{ STR_INIT("volumeId"), STR_INIT("volume") },
	{ STR_INIT("imageId"), STR_INIT("image") },
	{ STR_INIT("logGroupName"), STR_INIT("log-group") },
	{ STR_INIT("topicArn"), STR_INIT("topic") },
	{ STR_INIT("queueUrl"), STR_INIT("queue") },
	{ STR_INIT("stackName"), STR_INIT("stack") },
	{ STR_INIT("clusterName"), STR_INIT("cluster") },
	{ STR_INIT("detectorId"), STR_INIT("detector") },
	{ STR_INIT("vpcId"), STR_INIT("vpc") },
	{ STR_INIT("name"), STR_INIT("name") },
};

#define N_NAMED (sizeof(named) / sizeof(*named))
#define RESOURCES_MAX 256

struct resource_paths {
	uint32_t arn; /* 0: not asked for yet */
	uint32_t prefix;
	uint32_t type;
};

struct cloudtrail {
	struct builder *builder;
	uint32_t path[KNOWN];
	uint32_t named[N_NAMED];
	struct resource_paths resources[RESOURCES_MAX];
};

static void *
state_new(struct builder *b)
{
	struct cloudtrail *ct = mem_zero(1, sizeof(*ct));

	ct->builder = b;
	builder_begin(b);
	ct->path[ROOT] = PATH_ROOT;
	for (int i = 1; i < KNOWN; i++)
		ct->path[i] = builder_key(b, ct->path[known_paths[i].parent],
		    known_paths[i].key);
	for (size_t i = 0; i < N_NAMED; i++)
		ct->named[i] =
		    builder_key(b, ct->path[REQUEST], named[i].key);
	return ct;
}

static const struct resource_paths *
resource_paths(struct cloudtrail *ct, uint32_t i)
{
	struct resource_paths *r = &ct->resources[i];
	struct builder *b = ct->builder;
	uint32_t at;

	if (r->arn == 0) {
		at = builder_position(b, ct->path[RESOURCES], i);
		r->arn = builder_key(b, at, STR("ARN"));
		r->prefix = builder_key(b, at, STR("ARNPrefix"));
		r->type = builder_key(b, at, STR("type"));
	}
	return r;
}

/* The text of a leaf, empty if it is absent. */
static inline struct str
text_at(const struct cloudtrail *ct, uint32_t path)
{
	struct value v = builder_get(ct->builder, path);

	return value_absent(v) ? (struct str){ 0 } : v.text;
}

static inline struct str
get(const struct cloudtrail *ct, enum known k)
{
	return text_at(ct, ct->path[k]);
}

static bool
sure(const void *state)
{
	const struct cloudtrail *ct = state;
	struct str source = get(ct, EVENT_SOURCE);

	return source.n > 0 && get(ct, EVENT_NAME).n > 0 &&
	    !str_starts(source, STR("aws:"));
}

/* ---- making texts ------------------------------------------------------- */

/* a, b and c in a row, in memory of the record. */
static struct str
join(struct cloudtrail *ct, struct str a, struct str b, struct str c)
{
	char *p = arena_raw(builder_scratch(ct->builder), a.n + b.n + c.n);
	struct str whole = { p, a.n + b.n + c.n };

	if (a.n)
		memcpy(p, a.p, a.n);
	if (b.n)
		memcpy(p + a.n, b.p, b.n);
	if (c.n)
		memcpy(p + a.n + b.n, c.p, c.n);
	return whole;
}

static void
own(struct cloudtrail *ct, enum own_path field, struct str text)
{
	if (text.n > 0)
		builder_own(ct->builder, field, VALUE_STRING, text);
}

/* An Amazon Resource Name: arn:partition:service:region:account:resource. */
struct arn {
	struct str service;
	struct str account;
	struct str resource;
};

static bool
arn_split(struct str s, struct arn *out)
{
	struct str part[5];

	if (!str_starts(s, STR("arn:")))
		return false;
	for (int i = 0; i < 5; i++) {
		size_t n = str_index(s, ':');

		if (n == s.n)
			return false;
		part[i] = str_head(s, n);
		s = str_from(s, n + 1);
	}
	out->service = part[2];
	out->account = part[4];
	out->resource = s;
	return true;
}

/* Behind the last c, or all of it. */
static struct str
behind_last(struct str s, char c)
{
	const char *p = s.n ? memrchr(s.p, c, s.n) : NULL;

	return p ? str_from(s, (size_t)(p + 1 - s.p)) : s;
}

/* A service host: aws:rds.  Anything else stays as it is. */
static struct str
host_text(struct cloudtrail *ct, struct str host)
{
	struct str domain = STR(".amazonaws.com");

	if (!str_ends(host, domain) || host.n == domain.n)
		return host;
	return join(ct, STR("aws:"), str_head(host, host.n - domain.n),
	    (struct str){ 0 });
}

/* ---- @who --------------------------------------------------------------- */

static struct str
in_account(struct cloudtrail *ct, struct str account, struct str name)
{
	if (account.n == 0 || name.n == 0)
		return name.n ? name : account;
	return join(ct, account, STR("/"), name);
}

static struct str
with_prefix(struct cloudtrail *ct, struct str account, struct str prefix,
    struct str name)
{
	if (name.n == 0)
		return name;
	return in_account(ct, account, join(ct, prefix, STR("/"), name));
}

/* Of a principalId: AROAEXAMPLE:session. */
static struct str
session_of(struct str principal)
{
	size_t colon = str_index(principal, ':');

	return colon < principal.n ? str_from(principal, colon + 1)
	                           : (struct str){ 0 };
}

/* What stands behind the last slash of the caller's ARN, or empty. */
static struct str
name_in_arn(struct cloudtrail *ct)
{
	struct arn arn = { 0 };

	arn_split(get(ct, IDENTITY_ARN), &arn);
	return behind_last(arn.resource, '/');
}

/* arn:aws:sts::123837392027:assumed-role/role/session, else its parts. */
static struct str
role_session(struct cloudtrail *ct, struct str account)
{
	struct str kind = STR("assumed-role/"), role, session;
	struct arn arn;

	if (arn_split(get(ct, IDENTITY_ARN), &arn) &&
	    str_starts(arn.resource, kind))
		return in_account(ct, account.n ? account : arn.account,
		    str_from(arn.resource, kind.n));
	role = get(ct, ISSUER_USER);
	session = session_of(get(ct, IDENTITY_PRINCIPAL));
	if (role.n == 0 || session.n == 0)
		return in_account(ct, account, role.n ? role : session);
	return with_prefix(ct, account, role, session);
}

static struct str
federated_user(struct cloudtrail *ct, struct str account)
{
	struct str issuer = get(ct, ISSUER_USER);
	struct str name = name_in_arn(ct);

	if (name.n == 0)
		name = session_of(get(ct, IDENTITY_PRINCIPAL));
	return issuer.n ? with_prefix(ct, account, issuer, name)
	                : in_account(ct, account, name);
}

static struct str
identity_center_user(struct cloudtrail *ct)
{
	struct str name = get(ct, IDENTITY_USER);

	return name.n ? name : get(ct, BEHALF_USER);
}

static struct str
who(struct cloudtrail *ct)
{
	struct str type = get(ct, IDENTITY_TYPE);
	struct str account = get(ct, IDENTITY_ACCOUNT), name;
	struct str service = get(ct, IDENTITY_SERVICE);
	struct str none = { 0 };
	struct arn arn;

	if (account.n == 0 && arn_split(get(ct, IDENTITY_ARN), &arn))
		account = arn.account;
	if (str_equal(type, STR("AssumedRole"))) {
		name = role_session(ct, account);
	} else if (str_equal(type, STR("AWSService"))) {
		name = host_text(ct, service);
	} else if (str_equal(type, STR("IAMUser"))) {
		name = get(ct, IDENTITY_USER);
		if (name.n == 0)
			name = name_in_arn(ct);
		name = name.n ? in_account(ct, account, name) : none;
	} else if (str_equal(type, STR("Root"))) {
		name = in_account(ct, account, STR("root"));
	} else if (str_equal(type, STR("AWSAccount"))) {
		name = str_equal(account, STR("ANONYMOUS_PRINCIPAL")) ||
		        str_equal(get(ct, IDENTITY_PRINCIPAL),
		            STR("ANONYMOUS_PRINCIPAL"))
		    ? STR("anonymous")
		    : account;
	} else if (str_equal(type, STR("FederatedUser"))) {
		name = federated_user(ct, account);
	} else if (str_equal(type, STR("IdentityCenterUser"))) {
		name = with_prefix(
		    ct, account, STR("sso"), identity_center_user(ct));
	} else if (str_equal(type, STR("SAMLUser"))) {
		name = with_prefix(
		    ct, account, STR("saml"), get(ct, IDENTITY_USER));
	} else if (str_equal(type, STR("WebIdentityUser"))) {
		name = with_prefix(
		    ct, account, STR("oidc"), get(ct, IDENTITY_USER));
	} else {
		name = get(ct, IDENTITY_USER);
		name = name.n ? in_account(ct, account, name) : none;
	}
	if (name.n == 0)
		name = get(ct, IDENTITY_PRINCIPAL);
	if (name.n == 0)
		name = host_text(ct, service);
	return name.n ? name : type;
}

/* ---- @what -------------------------------------------------------------- */

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Without a version behind the name: 20150331, 20150331v2, 2020_05_31. */
static struct str
action(struct str name)
{
	size_t n = name.n;
	struct str date;

	if (n == 0 || !is_digit(name.p[n - 1]))
		return name;
	while (n > 0 && is_digit(name.p[n - 1]))
		n--;
	if (n > 0 && n < name.n && name.p[n - 1] == 'v')
		n--;
	else
		n = name.n;
	date = str_from(str_head(name, n), n > 8 ? n - 8 : n);
	if (date.n == 8 && all_digits(date))
		return str_head(name, n - 8);
	date = str_from(str_head(name, n), n > 10 ? n - 10 : n);
	if (date.n == 10 && date.p[4] == '_' && date.p[7] == '_' &&
	    all_digits(str_head(date, 4)))
		return str_head(name, n - 10);
	return name;
}

static struct str
what(struct cloudtrail *ct, bool insight)
{
	struct str name = get(ct, EVENT_NAME), source = get(ct, EVENT_SOURCE);

	if (insight && get(ct, INSIGHT_NAME).n > 0) {
		name = get(ct, INSIGHT_NAME);
		source = get(ct, INSIGHT_SOURCE);
	}
	name = action(name);
	source = str_head(source, str_index(source, '.'));
	if (source.n == 0)
		return name;
	return join(ct, source, STR(":"), name);
}

/* ---- @result ------------------------------------------------------------ */

static struct str
result(struct cloudtrail *ct, bool insight)
{
	struct str code = get(ct, ERROR_CODE);

	if (code.n > 0)
		return code;
	if (insight)
		return STR("-");
	if (str_equal(get(ct, RESPONSE_LOGIN), STR("Failure")))
		return STR("Failure");
	return STR("ok");
}

/* ---- @resource ---------------------------------------------------------- */

/* The name that a person would use: of an object in S3 bucket and key, else
 * what stands behind the kind of resource and, in IAM, behind the path. */
static struct str
short_name(struct str name)
{
	struct arn arn;
	size_t kind;

	if (!arn_split(name, &arn))
		return name;
	if (str_equal(arn.service, STR("s3")))
		return arn.resource;
	if (str_equal(arn.service, STR("iam")))
		return behind_last(arn.resource, '/');
	kind = str_index(arn.resource, ':');
	if (kind == arn.resource.n)
		kind = str_index(arn.resource, '/');
	return kind + 1 < arn.resource.n ? str_from(arn.resource, kind + 1)
	                                 : arn.resource;
}

/* How many resources follow the first one. */
static uint32_t
more_resources(struct cloudtrail *ct)
{
	uint32_t n = 0;

	while (n + 1 < RESOURCES_MAX) {
		const struct resource_paths *r = resource_paths(ct, n + 1);

		if (text_at(ct, r->arn).n == 0 && text_at(ct, r->type).n == 0 &&
		    text_at(ct, r->prefix).n == 0)
			break;
		n++;
	}
	return n;
}

static struct str
named_parameter(struct cloudtrail *ct)
{
	for (size_t i = 0; i < N_NAMED; i++) {
		struct str name = text_at(ct, ct->named[i]);

		if (name.n > 0)
			return join(ct, named[i].word, STR(" "),
			    short_name(name));
	}
	return (struct str){ 0 };
}

static struct str
resource(struct cloudtrail *ct)
{
	const struct resource_paths *first = resource_paths(ct, 0);
	struct str name = text_at(ct, first->arn);
	struct str type = text_at(ct, first->type), aws = STR("AWS::");
	struct arn arn;
	char count[16];
	uint32_t more;

	if (name.n == 0)
		name = text_at(ct, first->prefix);
	if (name.n == 0 && type.n == 0)
		return named_parameter(ct);
	if (str_starts(type, aws))
		type = str_from(type, aws.n);
	if (type.n == 0 && arn_split(name, &arn))
		type = arn.service;
	name = short_name(name);
	name = type.n && name.n ? join(ct, type, STR(" "), name)
	    : type.n            ? type
	                        : name;
	more = more_resources(ct);
	if (more == 0)
		return name;
	snprintf(count, sizeof(count), " +%u", more);
	return join(ct, name, str_of(count), (struct str){ 0 });
}

/* ---- all of it ---------------------------------------------------------- */

static void
finish(void *state, struct event *e)
{
	struct cloudtrail *ct = state;
	bool insight = str_equal(get(ct, EVENT_TYPE),
	                   STR("AwsCloudTrailInsight")) ||
	    get(ct, INSIGHT_NAME).n > 0;

	e->time_found = get(ct, EVENT_TIME);
	if (!time_parse(e->time_found, &e->record.time_us))
		e->record.time_us = TIME_NONE;
	e->record.fold_id = get(ct, EVENT_ID);
	e->record.fold_scope = e->account = get(ct, RECIPIENT);
	own(ct, OWN_WHO, who(ct));
	own(ct, OWN_WHAT, what(ct, insight));
	own(ct, OWN_WHERE, get(ct, REGION));
	own(ct, OWN_FROM, host_text(ct, get(ct, ADDRESS)));
	own(ct, OWN_RESULT, result(ct, insight));
	own(ct, OWN_RESOURCE, resource(ct));
}

const struct format_events cloudtrail_events = {
	.new = state_new,
	.free = free,
	.sure = sure,
	.finish = finish,
};
