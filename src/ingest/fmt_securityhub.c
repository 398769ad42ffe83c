/*
 * Security Hub findings in the AWS Security Finding Format.  (Security Hub User
 * Guide, "AWS Security Finding Format (ASFF)".)
 *
 * @what  securityhub:<control, or type, or title>
 * @result  ok, or the status of a failed control; - of others
 * @resource  the first one
 */
#include <stdio.h>

#include "ingest/formats.h"
#include "ingest/leaves.h"

#define MORE_MAX 16 /* resources that are counted */

enum {
	ROOT,
	UPDATED,
	CREATED,
	OBSERVED,
	REGION,
	ACCOUNT,
	TITLE,
	TYPES,
	TYPE,
	COMPLIANCE,
	STATUS,
	CONTROL,
	NETWORK,
	ADDRESS,
	RESOURCES,
	RESOURCE,
	RESOURCE_TYPE,
	RESOURCE_ID,
	RESOURCE_REGION,
	PATHS,
};

static const struct known_path paths[PATHS] = {
	[UPDATED] = { ROOT, STR_INIT("UpdatedAt"), 0 },
	[CREATED] = { ROOT, STR_INIT("CreatedAt"), 0 },
	[OBSERVED] = { ROOT, STR_INIT("LastObservedAt"), 0 },
	[REGION] = { ROOT, STR_INIT("Region"), 0 },
	[ACCOUNT] = { ROOT, STR_INIT("AwsAccountId"), 0 },
	[TITLE] = { ROOT, STR_INIT("Title"), 0 },
	[TYPES] = { ROOT, STR_INIT("Types"), 0 },
	[TYPE] = { TYPES, { 0 }, 0 },
	[COMPLIANCE] = { ROOT, STR_INIT("Compliance"), 0 },
	[STATUS] = { COMPLIANCE, STR_INIT("Status"), 0 },
	[CONTROL] = { COMPLIANCE, STR_INIT("SecurityControlId"), 0 },
	[NETWORK] = { ROOT, STR_INIT("Network"), 0 },
	[ADDRESS] = { NETWORK, STR_INIT("SourceIpV4"), 0 },
	[RESOURCES] = { ROOT, STR_INIT("Resources"), 0 },
	[RESOURCE] = { RESOURCES, { 0 }, 0 },
	[RESOURCE_TYPE] = { RESOURCE, STR_INIT("Type"), 0 },
	[RESOURCE_ID] = { RESOURCE, STR_INIT("Id"), 0 },
	[RESOURCE_REGION] = { RESOURCE, STR_INIT("Region"), 0 },
};

struct findings {
	struct leaves l;
	uint32_t more[MORE_MAX]; /* Id of the resources after the first */
};

bool
securityhub_is(const struct look *l)
{
	return (l->signs & SIGN_ASFF && l->signs & SIGN_PRODUCT) ||
	    look_is_labelled(l, STR("AWS.SecurityFindingFormat"));
}

static void *
state_new(struct builder *b, const struct reader_options *options)
{
	struct findings *s = mem_zero(1, sizeof(*s));

	(void)options;
	leaves_init(&s->l, b, paths, PATHS);
	for (uint32_t i = 0; i < MORE_MAX; i++)
		s->more[i] = builder_key(b,
		    builder_position(b, s->l.path[RESOURCES], i + 1),
		    STR("Id"));
	return s;
}

static struct str
resource(struct findings *s)
{
	struct builder *b = s->l.builder;
	struct str type = leaf(&s->l, RESOURCE_TYPE);
	struct str name = arn_name(leaf(&s->l, RESOURCE_ID));
	unsigned n = 0;
	char more[16];

	if (str_starts(type, STR("Aws")))
		type = str_from(type, 3);
	if (type.n > 0 && name.n > 0)
		name = text_join(b, type, STR(" "), name);
	else if (name.n == 0)
		name = type;
	while (n < MORE_MAX && leaf_at(b, s->more[n]).n > 0)
		n++;
	if (n == 0)
		return name;
	snprintf(more, sizeof(more), " +%u", n);
	return text_join(b, name, str_of(more), STR(""));
}

static void
finish(void *state, struct event *e)
{
	struct findings *s = state;
	struct leaves *l = &s->l;
	struct builder *b = l->builder;
	struct str status = leaf(l, STATUS), what = leaf(l, CONTROL);

	e->account = leaf(l, ACCOUNT);
	e->time_found = leaf_or(l, UPDATED, OBSERVED);
	if (e->time_found.n == 0)
		e->time_found = leaf(l, CREATED);
	time_of_text(e->time_found, &e->record.time_us);
	if (what.n == 0)
		what = leaf(l, TITLE);
	if (what.n == 0)
		what = text_behind(leaf(l, TYPE), '/');
	own_text(b, OWN_WHO, e->account);
	own_text(b, OWN_WHAT,
	    text_join(b, STR("securityhub:"), what, STR("")));
	own_text(b, OWN_WHERE, leaf_or(l, REGION, RESOURCE_REGION));
	own_text(b, OWN_FROM, leaf(l, ADDRESS));
	own_text(b, OWN_RESULT,
	    str_equal(status, STR("PASSED")) ? STR("ok")
	        : status.n                   ? status
	                                     : STR("-"));
	own_text(b, OWN_RESOURCE, resource(s));
}

const struct format_events securityhub_events = {
	.new = state_new,
	.finish = finish,
};
