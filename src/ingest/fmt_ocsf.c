/*
 * Events in the Open Cybersecurity Schema Framework, as Security Lake and the
 * new Security Hub write them, in JSON.  (OCSF schema, versions 1.0 to 1.5;
 * time is epoch milliseconds.)
 *
 * @what  service:Operation of a call, dns:A, flow:443/tcp, else ocsf:<class>
 * @result  ok, or what is said about the failure
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

enum {
	ROOT,
	TIME,
	TIME_TEXT,
	CLASS,
	CLASS_ID,
	STATUS,
	STATUS_CODE,
	STATUS_DETAIL,
	API,
	OPERATION,
	API_SERVICE,
	SERVICE,
	API_RESPONSE,
	API_ERROR,
	ACTOR,
	ACTOR_USER,
	USER_NAME,
	USER_UID,
	ACTOR_SESSION,
	SESSION_ISSUER,
	ACTOR_INVOKED,
	CLOUD,
	REGION,
	CLOUD_ACCOUNT,
	ACCOUNT,
	CLOUD_ACCOUNT_UID,
	SOURCE,
	SOURCE_IP,
	TARGET,
	TARGET_IP,
	TARGET_PORT,
	CONNECTION,
	PROTOCOL,
	QUERY,
	QUERY_TYPE,
	QUERY_NAME,
	FINDING_INFO,
	FINDING_TITLE,
	FINDING_OLD,
	FINDING_OLD_TITLE,
	RESOURCES,
	RESOURCE,
	RESOURCE_TYPE,
	RESOURCE_NAME,
	RESOURCE_UID,
	DISPOSITION,
	USER_ARN,
	PATHS,
};

static const struct known_path paths[PATHS] = {
	[TIME] = { ROOT, STR_INIT("time"), 0 },
	[TIME_TEXT] = { ROOT, STR_INIT("time_dt"), 0 },
	[CLASS] = { ROOT, STR_INIT("class_name"), 0 },
	[CLASS_ID] = { ROOT, STR_INIT("class_uid"), 0 },
	[STATUS] = { ROOT, STR_INIT("status"), 0 },
	[STATUS_CODE] = { ROOT, STR_INIT("status_code"), 0 },
	[STATUS_DETAIL] = { ROOT, STR_INIT("status_detail"), 0 },
	[API] = { ROOT, STR_INIT("api"), 0 },
	[OPERATION] = { API, STR_INIT("operation"), 0 },
	[API_SERVICE] = { API, STR_INIT("service"), 0 },
	[SERVICE] = { API_SERVICE, STR_INIT("name"), 0 },
	[API_RESPONSE] = { API, STR_INIT("response"), 0 },
	[API_ERROR] = { API_RESPONSE, STR_INIT("error"), 0 },
	[ACTOR] = { ROOT, STR_INIT("actor"), 0 },
	[ACTOR_USER] = { ACTOR, STR_INIT("user"), 0 },
	[USER_NAME] = { ACTOR_USER, STR_INIT("name"), 0 },
	[USER_UID] = { ACTOR_USER, STR_INIT("uid"), 0 },
	[ACTOR_SESSION] = { ACTOR, STR_INIT("session"), 0 },
	[SESSION_ISSUER] = { ACTOR_SESSION, STR_INIT("issuer"), 0 },
	[ACTOR_INVOKED] = { ACTOR, STR_INIT("invoked_by"), 0 },
	[CLOUD] = { ROOT, STR_INIT("cloud"), 0 },
	[REGION] = { CLOUD, STR_INIT("region"), 0 },
	[CLOUD_ACCOUNT] = { CLOUD, STR_INIT("account"), 0 },
	[ACCOUNT] = { CLOUD_ACCOUNT, STR_INIT("uid"), 0 },
	[CLOUD_ACCOUNT_UID] = { CLOUD, STR_INIT("account_uid"), 0 },
	[SOURCE] = { ROOT, STR_INIT("src_endpoint"), 0 },
	[SOURCE_IP] = { SOURCE, STR_INIT("ip"), 0 },
	[TARGET] = { ROOT, STR_INIT("dst_endpoint"), 0 },
	[TARGET_IP] = { TARGET, STR_INIT("ip"), 0 },
	[TARGET_PORT] = { TARGET, STR_INIT("port"), 0 },
	[CONNECTION] = { ROOT, STR_INIT("connection_info"), 0 },
	[PROTOCOL] = { CONNECTION, STR_INIT("protocol_name"), 0 },
	[QUERY] = { ROOT, STR_INIT("query"), 0 },
	[QUERY_TYPE] = { QUERY, STR_INIT("type"), 0 },
	[QUERY_NAME] = { QUERY, STR_INIT("hostname"), 0 },
	[FINDING_INFO] = { ROOT, STR_INIT("finding_info"), 0 },
	[FINDING_TITLE] = { FINDING_INFO, STR_INIT("title"), 0 },
	[FINDING_OLD] = { ROOT, STR_INIT("finding"), 0 },
	[FINDING_OLD_TITLE] = { FINDING_OLD, STR_INIT("title"), 0 },
	[RESOURCES] = { ROOT, STR_INIT("resources"), 0 },
	[RESOURCE] = { RESOURCES, { 0 }, 0 },
	[RESOURCE_TYPE] = { RESOURCE, STR_INIT("type"), 0 },
	[RESOURCE_NAME] = { RESOURCE, STR_INIT("name"), 0 },
	[RESOURCE_UID] = { RESOURCE, STR_INIT("uid"), 0 },
	[DISPOSITION] = { ROOT, STR_INIT("disposition"), 0 },
	[USER_ARN] = { ACTOR_USER, STR_INIT("uid_alt"), 0 },
};

bool
ocsf_is(const struct look *l)
{
	return l->signs & SIGN_CLASS_UID ||
	    look_is_labelled(l, STR("OCSF."));
}

static bool
sure(const void *state)
{
	const struct leaves *l = state;

	return leaf(l, CLASS_ID).n > 0;
}

static struct str
what(struct leaves *l)
{
	struct builder *b = l->builder;
	struct str service = leaf(l, SERVICE), colon = STR(":");
	struct str port = leaf(l, TARGET_PORT);

	service = str_head(service, str_index(service, '.'));
	if (leaf(l, OPERATION).n > 0)
		return service.n
		    ? text_join(b, service, colon, leaf(l, OPERATION))
		    : leaf(l, OPERATION);
	if (leaf(l, QUERY_TYPE).n > 0)
		return text_join(
		    b, STR("dns:"), leaf(l, QUERY_TYPE), STR(""));
	if (port.n > 0 && leaf(l, PROTOCOL).n > 0)
		port = text_join(b, port, STR("/"), leaf(l, PROTOCOL));
	if (port.n > 0)
		return text_join(b, STR("flow:"), port, STR(""));
	if (leaf_or(l, FINDING_TITLE, FINDING_OLD_TITLE).n > 0)
		return text_join(b, STR("ocsf:"),
		    leaf_or(l, FINDING_TITLE, FINDING_OLD_TITLE), STR(""));
	return text_join(b, STR("ocsf:"), leaf_or(l, CLASS, CLASS_ID),
	    STR(""));
}

static struct str
who(struct leaves *l, struct str account)
{
	struct builder *b = l->builder;
	struct str name = leaf_or(l, USER_UID, USER_NAME);
	struct arn arn;

	if (arn_split(leaf(l, USER_ARN), &arn))
		return arn_caller(b, leaf(l, USER_ARN));
	if (arn_split(leaf(l, USER_UID), &arn))
		return arn_caller(b, leaf(l, USER_UID));
	if (leaf(l, USER_NAME).n > 0)
		name = leaf(l, USER_NAME);
	if (name.n == 0)
		return leaf(l, ACTOR_INVOKED);
	return text_in_account(b, account, name);
}

static struct str
result(const struct leaves *l)
{
	struct str error = leaf(l, API_ERROR), status = leaf(l, STATUS);

	if (error.n > 0)
		return error;
	if (str_equal(status, STR("Failure")))
		return leaf_or(l, STATUS_DETAIL, STATUS);
	if (str_equal(status, STR("Success")))
		return STR("ok");
	if (str_equal(leaf(l, DISPOSITION), STR("Blocked")))
		return leaf(l, DISPOSITION);
	return STR("-");
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str name = leaf_or(l, RESOURCE_NAME, RESOURCE_UID);

	e->account = leaf_or(l, ACCOUNT, CLOUD_ACCOUNT_UID);
	e->time_found = leaf_or(l, TIME, TIME_TEXT);
	time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_WHO, who(l, e->account));
	own_text(b, OWN_WHAT, what(l));
	own_text(b, OWN_WHERE, leaf(l, REGION));
	own_text(b, OWN_FROM, leaf(l, SOURCE_IP));
	own_text(b, OWN_RESULT, result(l));
	if (name.n > 0 && leaf(l, RESOURCE_TYPE).n > 0)
		own_text(b, OWN_RESOURCE,
		    text_join(b, leaf(l, RESOURCE_TYPE), STR(" "),
		        arn_name(name)));
	else if (name.n > 0)
		own_text(b, OWN_RESOURCE, arn_name(name));
	else if (leaf(l, QUERY_NAME).n > 0)
		own_text(b, OWN_RESOURCE,
		    text_named(b, "domain", leaf(l, QUERY_NAME)));
	else
		own_text(b, OWN_RESOURCE,
		    text_named(b, "address", leaf(l, TARGET_IP)));
}

const struct format_events ocsf_events = {
	.paths = paths,
	.n_paths = PATHS,
	.sure = sure,
	.finish = finish,
};
