/*
 * Query logs of a public hosted zone: ten columns of text, with the names that
 * Logs Insights discovers.  (Route 53 Developer Guide, "Values that appear in
 * DNS query logs".)
 *
 * @what  dns:A   @where  the edge location   @from  the resolver
 * @result  ok or the response code   @resource  the name asked for
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

enum {
	ROOT,
	LOG_VERSION,
	TIME,
	ZONE,
	NAME,
	TYPE,
	CODE,
	PROTOCOL,
	EDGE,
	RESOLVER,
	SUBNET,
	PATHS,
};

#define COLUMNS (PATHS - 1)

static const struct known_path paths[PATHS] = {
	[LOG_VERSION] = { ROOT, STR_INIT("version"), 0 },
	[TIME] = { ROOT, STR_INIT("queryTimestamp"), 0 },
	[ZONE] = { ROOT, STR_INIT("hostZoneId"), 0 },
	[NAME] = { ROOT, STR_INIT("queryName"), 0 },
	[TYPE] = { ROOT, STR_INIT("queryType"), 0 },
	[CODE] = { ROOT, STR_INIT("responseCode"), 0 },
	[PROTOCOL] = { ROOT, STR_INIT("protocol"), 0 },
	[EDGE] = { ROOT, STR_INIT("edgeLocation"), 0 },
	[RESOLVER] = { ROOT, STR_INIT("resolverIp"), 0 },
	[SUBNET] = { ROOT, STR_INIT("ednsClientSubnet"), 0 },
};

/* 1.0 2017-12-13T08:16:02.130Z Z123412341234 example.com A NOERROR ... */
static bool
begins(const void *state, struct str line)
{
	struct str word[COLUMNS + 1];
	int64_t us;

	(void)state;
	if (line.n < 40 || line.n > 2048 || line.p[0] < '0' ||
	    line.p[0] > '9')
		return false;
	for (size_t i = 0; i <= COLUMNS; i++) {
		word[i] = text_word(&line);
		if (i == 1 && !time_parse(word[i], &us))
			return false;
	}
	return word[COLUMNS].n == 0 && word[COLUMNS - 2].n > 0 &&
	    text_is_number(word[0]) && word[2].p[0] == 'Z' &&
	    text_is_address(word[8]);
}

static enum text_verdict
read_line(void *state, struct str line)
{
	struct leaves *l = state;

	for (unsigned i = LOG_VERSION; i < PATHS; i++) {
		struct str word = text_word(&line);

		if (word.n > 0 && !str_equal(word, STR("-")))
			builder_leaf(l->builder, l->path[i],
			    i == LOG_VERSION && text_is_number(word)
			        ? VALUE_NUMBER
			        : VALUE_STRING,
			    word);
	}
	return leaf(l, TYPE).n > 0 ? TEXT_RECORD : TEXT_OTHER;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str code = leaf(l, CODE);

	e->time_found = leaf(l, TIME);
	time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_WHAT, text_join(b, STR("dns:"), leaf(l, TYPE),
	    STR("")));
	own_text(b, OWN_WHERE, leaf(l, EDGE));
	own_text(b, OWN_FROM, leaf(l, RESOLVER));
	own_text(b, OWN_RESULT,
	    str_equal(code, STR("NOERROR")) ? STR("ok") : code);
	own_text(b, OWN_RESOURCE, text_named(b, "domain", leaf(l, NAME)));
}

const struct format_events route53_events = {
	.paths = paths,
	.n_paths = PATHS,
	.finish = finish,
};
const struct format_text route53_text = {
	.begins = begins,
	.read = read_line,
};
