/*
 * Configuration items of AWS Config.  (AWS Config Developer Guide, "Components
 * of a configuration item".)
 *
 * @what  config:<status of the item>   @result  -   @resource  what changed
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

enum { ROOT, TIME, STATUS, TYPE, ID, NAME, ACCOUNT, REGION, PATHS };

static const struct known_path paths[PATHS] = {
	[TIME] = { ROOT, STR_INIT("configurationItemCaptureTime"), 0 },
	[STATUS] = { ROOT, STR_INIT("configurationItemStatus"), 0 },
	[TYPE] = { ROOT, STR_INIT("resourceType"), 0 },
	[ID] = { ROOT, STR_INIT("resourceId"), 0 },
	[NAME] = { ROOT, STR_INIT("resourceName"), 0 },
	[ACCOUNT] = { ROOT, STR_INIT("awsAccountId"), 0 },
	[REGION] = { ROOT, STR_INIT("awsRegion"), 0 },
};

bool
config_is(const struct look *l)
{
	return l->signs & SIGN_CONFIG_ITEM;
}

static bool
sure(const void *state)
{
	const struct leaves *l = state;

	return leaf(l, STATUS).n > 0 && leaf(l, TIME).n > 0;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str type = leaf(l, TYPE), name = leaf_or(l, NAME, ID);

	e->account = leaf(l, ACCOUNT);
	e->time_found = leaf(l, TIME);
	time_of_text(e->time_found, &e->record.time_us);
	if (str_starts(type, STR("AWS::")))
		type = str_from(type, 5);
	own_text(b, OWN_WHAT,
	    text_join(b, STR("config:"), leaf(l, STATUS), STR("")));
	own_text(b, OWN_WHERE, leaf(l, REGION));
	own_text(b, OWN_RESULT, STR("-"));
	own_text(b, OWN_RESOURCE,
	    type.n && name.n ? text_join(b, type, STR(" "), arn_name(name))
	                     : name);
}

const struct format_events config_events = {
	.paths = paths,
	.n_paths = PATHS,
	.sure = sure,
	.finish = finish,
};
