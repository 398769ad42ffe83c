/*
 * CloudFront standard logs: text whose second line names the columns, in W3C's
 * extended format.  (Amazon CloudFront Developer Guide, "Standard log file
 * format".)  Columns keep their names.
 *
 * @what  cloudfront:GET   @where  the edge location   @from  the viewer
 * @result  ok, or the status from 400 on   @resource  host and path
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

enum {
	ROOT,
	DATE,
	TIME,
	EDGE,
	VIEWER,
	METHOD,
	HOST,
	PATH,
	STATUS,
	PATHS,
};

static const struct known_path paths[PATHS] = {
	[DATE] = { ROOT, STR_INIT("date"), 0 },
	[TIME] = { ROOT, STR_INIT("time"), 0 },
	[EDGE] = { ROOT, STR_INIT("x-edge-location"), 0 },
	[VIEWER] = { ROOT, STR_INIT("c-ip"), 0 },
	[METHOD] = { ROOT, STR_INIT("cs-method"), 0 },
	[HOST] = { ROOT, STR_INIT("x-host-header"), 0 },
	[PATH] = { ROOT, STR_INIT("cs-uri-stem"), 0 },
	[STATUS] = { ROOT, STR_INIT("sc-status"), 0 },
};

#define COLUMNS_MAX 128

struct cloudfront {
	struct leaves l;
	size_t n; /* 0: no header yet */
	uint32_t column[COLUMNS_MAX];
	bool number[COLUMNS_MAX];
};

static void *
state_new(struct builder *b, const struct reader_options *options)
{
	struct cloudfront *s = mem_zero(1, sizeof(*s));

	(void)options;
	leaves_init(&s->l, b, paths, PATHS);
	return s;
}

static void
start(void *state)
{
	((struct cloudfront *)state)->n = 0;
}

/* date tab time tab ... */
static bool
begins(const void *state, struct str line)
{
	const struct cloudfront *s = state;

	if (str_starts(line, STR("#Version:")) ||
	    str_starts(line, STR("#Fields:")))
		return true;
	return s->n > 0 && line.n > 20 && line.p[4] == '-' &&
	    line.p[7] == '-' && line.p[10] == '\t' && line.p[13] == ':';
}

static bool
is_number(struct str name)
{
	static const struct str names[] = { STR_INIT("sc-bytes"),
		STR_INIT("sc-status"), STR_INIT("cs-bytes"),
		STR_INIT("time-taken"), STR_INIT("c-port"),
		STR_INIT("time-to-first-byte"), STR_INIT("sc-content-len"),
		STR_INIT("sc-range-start"), STR_INIT("sc-range-end") };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_equal(names[i], name))
			return true;
	return false;
}

static void
read_header(struct cloudfront *s, struct str names)
{
	s->n = 0;
	while (s->n < COLUMNS_MAX) {
		struct str word = text_word(&names);

		if (word.n == 0)
			break;
		s->number[s->n] = is_number(word);
		s->column[s->n++] =
		    builder_key(s->l.builder, PATH_ROOT, word);
	}
}

static enum text_verdict
read_line(void *state, struct str line)
{
	struct cloudfront *s = state;
	struct str fields = STR("#Fields:");

	if (str_starts(line, fields))
		read_header(s, str_from(line, fields.n));
	if (line.n > 0 && line.p[0] == '#')
		return TEXT_HEADER;
	for (size_t i = 0; i < s->n; i++) {
		size_t tab = str_index(line, '\t');

		leaf_field(s->l.builder, s->column[i], s->number[i],
		    str_head(line, tab));
		if (tab == line.n)
			break;
		line = str_from(line, tab + 1);
	}
	return leaf(&s->l, DATE).n > 0 ? TEXT_RECORD : TEXT_OTHER;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = &((struct cloudfront *)state)->l;
	struct builder *b = l->builder;

	e->time_found = text_join(b, leaf(l, DATE), STR("T"), leaf(l, TIME));
	time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_WHAT,
	    text_join(b, STR("cloudfront:"), leaf(l, METHOD), STR("")));
	own_text(b, OWN_WHERE, leaf(l, EDGE));
	own_text(b, OWN_FROM, leaf(l, VIEWER));
	own_text(b, OWN_RESULT, status_result(leaf(l, STATUS)));
	own_text(b, OWN_RESOURCE,
	    text_named(b, "url",
	        text_join(b, leaf(l, HOST), leaf(l, PATH), STR(""))));
}

const struct format_events cloudfront_events = {
	.new = state_new,
	.finish = finish,
};
const struct format_text cloudfront_text = {
	.start = start,
	.begins = begins,
	.read = read_line,
};
