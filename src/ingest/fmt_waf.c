/*
 * AWS WAF logs.  (AWS WAF Developer Guide, "Log fields for web ACL traffic";
 * timestamp is epoch milliseconds.)
 *
 * @what  waf:<rule that decided>   @result  ok for ALLOW, else the action
 * @resource  the path asked for
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

enum { ROOT, TIME, ACL, ACTION, RULE, REQUEST, CLIENT, PATH, PATHS };

static const struct known_path paths[PATHS] = {
	[TIME] = { ROOT, STR_INIT("timestamp"), 0 },
	[ACL] = { ROOT, STR_INIT("webaclId"), 0 },
	[ACTION] = { ROOT, STR_INIT("action"), 0 },
	[RULE] = { ROOT, STR_INIT("terminatingRuleId"), 0 },
	[REQUEST] = { ROOT, STR_INIT("httpRequest"), 0 },
	[CLIENT] = { REQUEST, STR_INIT("clientIp"), 0 },
	[PATH] = { REQUEST, STR_INIT("uri"), 0 },
};

bool
waf_is(const struct look *l)
{
	return l->signs & SIGN_WEB_ACL;
}

static bool
sure(const void *state)
{
	const struct leaves *l = state;

	return leaf(l, ACL).n > 0 && leaf(l, ACTION).n > 0;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str action = leaf(l, ACTION);
	struct arn arn = { 0 };

	arn_split(leaf(l, ACL), &arn);
	e->account = arn.account;
	e->time_found = leaf(l, TIME);
	time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_WHAT,
	    text_join(b, STR("waf:"), leaf_or(l, RULE, ACTION), STR("")));
	own_text(b, OWN_WHERE, arn.region);
	own_text(b, OWN_FROM, leaf(l, CLIENT));
	own_text(b, OWN_RESULT,
	    str_equal(action, STR("ALLOW")) ? STR("ok")
	        : action.n                  ? action
	                                    : STR("-"));
	own_text(b, OWN_RESOURCE, text_named(b, "uri", leaf(l, PATH)));
}

const struct format_events waf_events = {
	.paths = paths,
	.n_paths = PATHS,
	.sure = sure,
	.finish = finish,
};
