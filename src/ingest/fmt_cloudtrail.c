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

#include "ingest/formats.h"
#include "ingest/leaves.h"

bool
cloudtrail_is(const struct look *l)
{
	uint64_t any = SIGN_EVENT_SOURCE | SIGN_EVENT_VERSION |
	    SIGN_USER_IDENTITY;

	return l->signs & SIGN_INSIGHT_DETAILS ||
	    (l->signs & SIGN_EVENT_NAME && l->signs & any);
}

/* ---- the paths that are looked at --------------------------------------- */

enum known {
	ROOT,
	EVENT_TIME,
	OTHER_TIME, /* what Logstash leaves of it */
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

static const struct known_path known_paths[KNOWN] = {
	[EVENT_TIME] = { ROOT, STR_INIT("eventTime"), 0 },
	[OTHER_TIME] = { ROOT, STR_INIT("@timestamp"), 0 },
	[EVENT_NAME] = { ROOT, STR_INIT("eventName"), 0 },
	[EVENT_SOURCE] = { ROOT, STR_INIT("eventSource"), 0 },
	[EVENT_ID] = { ROOT, STR_INIT("eventID"), 0 },
	[EVENT_TYPE] = { ROOT, STR_INIT("eventType"), 0 },
	[REGION] = { ROOT, STR_INIT("awsRegion"), 0 },
	[ADDRESS] = { ROOT, STR_INIT("sourceIPAddress"), 0 },
	[ERROR_CODE] = { ROOT, STR_INIT("errorCode"), 0 },
	[RECIPIENT] = { ROOT, STR_INIT("recipientAccountId"), 0 },
	[IDENTITY] = { ROOT, STR_INIT("userIdentity"), 0 },
	[IDENTITY_TYPE] = { IDENTITY, STR_INIT("type"), 0 },
	[IDENTITY_PRINCIPAL] = { IDENTITY, STR_INIT("principalId"), 0 },
	[IDENTITY_ARN] = { IDENTITY, STR_INIT("arn"), 0 },
	[IDENTITY_ACCOUNT] = { IDENTITY, STR_INIT("accountId"), 0 },
	[IDENTITY_USER] = { IDENTITY, STR_INIT("userName"), 0 },
	[IDENTITY_SERVICE] = { IDENTITY, STR_INIT("invokedBy"), 0 },
	[SESSION] = { IDENTITY, STR_INIT("sessionContext"), 0 },
	[ISSUER] = { SESSION, STR_INIT("sessionIssuer"), 0 },
	[ISSUER_USER] = { ISSUER, STR_INIT("userName"), 0 },
	[BEHALF] = { IDENTITY, STR_INIT("onBehalfOf"), 0 },
	[BEHALF_USER] = { BEHALF, STR_INIT("userId"), 0 },
	[RESPONSE] = { ROOT, STR_INIT("responseElements"), 0 },
	[RESPONSE_LOGIN] = { RESPONSE, STR_INIT("ConsoleLogin"), 0 },
	[INSIGHT] = { ROOT, STR_INIT("insightDetails"), 0 },
	[INSIGHT_NAME] = { INSIGHT, STR_INIT("eventName"), 0 },
	[INSIGHT_SOURCE] = { INSIGHT, STR_INIT("eventSource"), 0 },
	[RESOURCES] = { ROOT, STR_INIT("resources"), 0 },
	[REQUEST] = { ROOT, STR_INIT("requestParameters"), 0 },
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
	uint32_t name; /* both as the console's download has them */
	uint32_t kind;
};

struct cloudtrail {
	struct leaves l;
	uint32_t named[N_NAMED];
	struct resource_paths resources[RESOURCES_MAX];
};

static void *
state_new(struct builder *b, const struct reader_options *options)
{
	struct cloudtrail *ct = mem_zero(1, sizeof(*ct));

	(void)options;
	leaves_init(&ct->l, b, known_paths, KNOWN);
	for (size_t i = 0; i < N_NAMED; i++)
		ct->named[i] =
		    builder_key(b, ct->l.path[REQUEST], named[i].key);
	return ct;
}

static const struct resource_paths *
resource_paths(struct cloudtrail *ct, uint32_t i)
{
	struct resource_paths *r = &ct->resources[i];
	struct builder *b = ct->l.builder;
	uint32_t at;

	if (r->arn == 0) {
		at = builder_position(b, ct->l.path[RESOURCES], i);
		r->arn = builder_key(b, at, STR("ARN"));
		r->prefix = builder_key(b, at, STR("ARNPrefix"));
		r->type = builder_key(b, at, STR("type"));
		r->name = builder_key(b, at, STR("resourceName"));
		r->kind = builder_key(b, at, STR("resourceType"));
	}
	return r;
}

static inline struct str
text_at(const struct cloudtrail *ct, uint32_t path)
{
	return leaf_at(ct->l.builder, path);
}

static inline struct str
get(const struct cloudtrail *ct, enum known k)
{
	return leaf(&ct->l, k);
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

static struct str
join(struct cloudtrail *ct, struct str a, struct str b, struct str c)
{
	return text_join(ct->l.builder, a, b, c);
}

static void
own(struct cloudtrail *ct, enum own_path field, struct str text)
{
	own_text(ct->l.builder, field, text);
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
	return text_in_account(ct->l.builder, account, name);
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
	return text_behind(arn.resource, '/');
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
	if (date.n == 8 && text_is_digits(date))
		return str_head(name, n - 8);
	date = str_from(str_head(name, n), n > 10 ? n - 10 : n);
	if (date.n == 10 && date.p[4] == '_' && date.p[7] == '_' &&
	    text_is_digits(str_head(date, 4)))
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

/* How many resources follow the first one. */
static uint32_t
more_resources(struct cloudtrail *ct)
{
	uint32_t n = 0;

	while (n + 1 < RESOURCES_MAX) {
		const struct resource_paths *r = resource_paths(ct, n + 1);

		if (text_at(ct, r->arn).n == 0 && text_at(ct, r->type).n == 0 &&
		    text_at(ct, r->prefix).n == 0 &&
		    text_at(ct, r->name).n == 0)
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
			    arn_name(name));
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
	if (name.n == 0)
		name = text_at(ct, first->name);
	if (type.n == 0)
		type = text_at(ct, first->kind);
	if (name.n == 0 && type.n == 0)
		return named_parameter(ct);
	if (str_starts(type, aws))
		type = str_from(type, aws.n);
	if (type.n == 0 && arn_split(name, &arn))
		type = arn.service;
	name = arn_name(name);
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
	if (e->time_found.n == 0)
		e->time_found = get(ct, OTHER_TIME);
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
	.sure = sure,
	.finish = finish,
};
