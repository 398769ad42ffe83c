/*
 * GuardDuty findings: bare, as in EventBridge and S3 exports, and with the
 * capital keys of the API.  (GuardDuty User Guide, "Finding details"; GuardDuty
 * API Reference, "Finding".)
 *
 * @who  the caller that the finding is about, or the instance
 * @what  guardduty:<type>   @from  the other end's address
 * @result  - : a finding is no call   @resource  what it is about
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

/* Each path twice: as it is in a finding, and in an answer of the API. */
enum {
	ROOT,
	TYPE,
	UPDATED,
	CREATED,
	REGION,
	ACCOUNT,
	RESOURCE,
	RESOURCE_TYPE,
	KEY,
	KEY_USER,
	KEY_ID,
	INSTANCE,
	INSTANCE_ID,
	BUCKETS,
	BUCKET,
	BUCKET_NAME,
	SERVICE,
	LAST_SEEN,
	ACTION,
	API,
	API_REMOTE,
	API_ADDRESS,
	NETWORK,
	NETWORK_REMOTE,
	NETWORK_ADDRESS,
	KUBERNETES,
	KUBERNETES_REMOTE,
	KUBERNETES_ADDRESS,
	DNS,
	DNS_DOMAIN,
	SPELLINGS,
};
#define CAPITAL (SPELLINGS - 1) /* behind the other spelling */

#define BOTH(row, parent, low, high)                                          \
	[row] = { parent, STR_INIT(low), 0 },                                 \
	[(row) + CAPITAL] = { (parent) ? (parent) + CAPITAL : 0,              \
		STR_INIT(high), 0 }

static const struct known_path paths[SPELLINGS + CAPITAL] = {
	BOTH(TYPE, ROOT, "type", "Type"),
	BOTH(UPDATED, ROOT, "updatedAt", "UpdatedAt"),
	BOTH(CREATED, ROOT, "createdAt", "CreatedAt"),
	BOTH(REGION, ROOT, "region", "Region"),
	BOTH(ACCOUNT, ROOT, "accountId", "AccountId"),
	BOTH(RESOURCE, ROOT, "resource", "Resource"),
	BOTH(RESOURCE_TYPE, RESOURCE, "resourceType", "ResourceType"),
	BOTH(KEY, RESOURCE, "accessKeyDetails", "AccessKeyDetails"),
	BOTH(KEY_USER, KEY, "userName", "UserName"),
	BOTH(KEY_ID, KEY, "accessKeyId", "AccessKeyId"),
	BOTH(INSTANCE, RESOURCE, "instanceDetails", "InstanceDetails"),
	BOTH(INSTANCE_ID, INSTANCE, "instanceId", "InstanceId"),
	BOTH(BUCKETS, RESOURCE, "s3BucketDetails", "S3BucketDetails"),
	BOTH(BUCKET, BUCKETS, "", ""),
	BOTH(BUCKET_NAME, BUCKET, "name", "Name"),
	BOTH(SERVICE, ROOT, "service", "Service"),
	BOTH(LAST_SEEN, SERVICE, "eventLastSeen", "EventLastSeen"),
	BOTH(ACTION, SERVICE, "action", "Action"),
	BOTH(API, ACTION, "awsApiCallAction", "AwsApiCallAction"),
	BOTH(API_REMOTE, API, "remoteIpDetails", "RemoteIpDetails"),
	BOTH(API_ADDRESS, API_REMOTE, "ipAddressV4", "IpAddressV4"),
	BOTH(NETWORK, ACTION, "networkConnectionAction",
	    "NetworkConnectionAction"),
	BOTH(NETWORK_REMOTE, NETWORK, "remoteIpDetails", "RemoteIpDetails"),
	BOTH(NETWORK_ADDRESS, NETWORK_REMOTE, "ipAddressV4", "IpAddressV4"),
	BOTH(KUBERNETES, ACTION, "kubernetesApiCallAction",
	    "KubernetesApiCallAction"),
	BOTH(KUBERNETES_REMOTE, KUBERNETES, "remoteIpDetails",
	    "RemoteIpDetails"),
	BOTH(KUBERNETES_ADDRESS, KUBERNETES_REMOTE, "ipAddressV4",
	    "IpAddressV4"),
	BOTH(DNS, ACTION, "dnsRequestAction", "DnsRequestAction"),
	BOTH(DNS_DOMAIN, DNS, "domain", "Domain"),
};

_Static_assert(SPELLINGS + CAPITAL <= LEAVES_MAX, "room for each path");

/* ThreatPurpose:ResourceType/ThreatFamily */
static bool
is_type(struct str type)
{
	size_t colon = str_index(type, ':');

	return colon > 0 && colon < type.n &&
	    str_index(str_from(type, colon), '/') < type.n - colon;
}

bool
guardduty_is(const struct look *l)
{
	return is_type(l->text[NOTED_TYPE]) && !(l->signs & SIGN_PRODUCT) &&
	    (l->signs & (SIGN_SERVICE | SIGN_FINDING | SIGN_ACCOUNT));
}

static struct str
get(const struct leaves *l, unsigned row)
{
	return leaf_or(l, row, row + CAPITAL);
}

static struct str
first(struct str a, struct str b)
{
	return a.n > 0 ? a : b;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str account = get(l, ACCOUNT), instance = get(l, INSTANCE_ID);
	struct str name;

	e->account = account;
	e->time_found = first(get(l, UPDATED), get(l, LAST_SEEN));
	e->time_found = first(e->time_found, get(l, CREATED));
	e->time_found = first(e->time_found, e->seen->text[NOTED_TIME]);
	time_of_text(e->time_found, &e->record.time_us);
	if (get(l, KEY_USER).n > 0)
		own_text(b, OWN_WHO,
		    text_in_account(b, account, get(l, KEY_USER)));
	else
		own_text(b, OWN_WHO, first(instance, account));
	own_text(b, OWN_WHAT,
	    text_join(b, STR("guardduty:"), get(l, TYPE), STR("")));
	own_text(b, OWN_WHERE, get(l, REGION));
	own_text(b, OWN_FROM,
	    first(first(get(l, API_ADDRESS), get(l, NETWORK_ADDRESS)),
	        get(l, KUBERNETES_ADDRESS)));
	own_text(b, OWN_RESULT, STR("-"));
	name = first(instance, first(get(l, KEY_ID), get(l, BUCKET_NAME)));
	own_text(b, OWN_RESOURCE,
	    name.n ? text_join(b, get(l, RESOURCE_TYPE), STR(" "), name)
	           : get(l, RESOURCE_TYPE));
}

const struct format_events guardduty_events = {
	.paths = paths,
	.n_paths = SPELLINGS + CAPITAL,
	.finish = finish,
};
