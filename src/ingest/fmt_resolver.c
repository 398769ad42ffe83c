/*
 * Route 53 Resolver query logs.  (Route 53 Developer Guide, "Values that
 * appear in VPC Resolver query logs".)
 *
 * @who  the instance that asked   @what  dns:A   @from  its address
 * @result  ok, the response code, or what DNS Firewall did
 * @resource  the name asked for
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

enum {
	ROOT,
	TIME,
	NAME,
	TYPE,
	CODE,
	SOURCE,
	REGION,
	ACCOUNT,
	IDS,
	INSTANCE,
	FIREWALL,
	PATHS,
};

static const struct known_path paths[PATHS] = {
	[TIME] = { ROOT, STR_INIT("query_timestamp"), 0 },
	[NAME] = { ROOT, STR_INIT("query_name"), 0 },
	[TYPE] = { ROOT, STR_INIT("query_type"), 0 },
	[CODE] = { ROOT, STR_INIT("rcode"), 0 },
	[SOURCE] = { ROOT, STR_INIT("srcaddr"), 0 },
	[REGION] = { ROOT, STR_INIT("region"), 0 },
	[ACCOUNT] = { ROOT, STR_INIT("account_id"), 0 },
	[IDS] = { ROOT, STR_INIT("srcids"), 0 },
	[INSTANCE] = { IDS, STR_INIT("instance"), 0 },
	[FIREWALL] = { ROOT, STR_INIT("firewall_rule_action"), 0 },
};

bool
resolver_is(const struct look *l)
{
	uint64_t both = SIGN_QUERY_NAME | SIGN_QUERY_TYPE;

	return (l->signs & both) == both;
}

static bool
sure(const void *state)
{
	const struct leaves *l = state;

	return leaf(l, NAME).n > 0 && leaf(l, TYPE).n > 0 &&
	    leaf(l, TIME).n > 0;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str code = leaf(l, CODE), firewall = leaf(l, FIREWALL);

	e->time_found = leaf(l, TIME);
	time_of_text(e->time_found, &e->record.time_us);
	e->account = leaf(l, ACCOUNT);
	own_text(b, OWN_WHO, leaf(l, INSTANCE));
	own_text(b, OWN_WHAT, text_join(b, STR("dns:"), leaf(l, TYPE),
	    STR("")));
	own_text(b, OWN_WHERE, leaf(l, REGION));
	own_text(b, OWN_FROM, leaf(l, SOURCE));
	own_text(b, OWN_RESULT,
	    str_equal(firewall, STR("BLOCK"))     ? firewall
	        : str_equal(code, STR("NOERROR")) ? STR("ok")
	        : code.n                          ? code
	                                          : STR("-"));
	own_text(b, OWN_RESOURCE, text_named(b, "domain", leaf(l, NAME)));
}

const struct format_events resolver_events = {
	.paths = paths,
	.n_paths = PATHS,
	.sure = sure,
	.finish = finish,
};
