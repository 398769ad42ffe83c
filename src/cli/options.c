#include "cli/options.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/timefmt.h"

/* ---- values ------------------------------------------------------------- */

static bool
wrong(struct err *err, const char *option, const char *value, const char *want)
{
	return err_set(err, ERR_USAGE, "--%s is \"%s\", want %s", option, value,
	    want);
}

static bool
set_output(struct options *o, const char *value, struct err *err)
{
	struct buf names = { 0 };
	bool known = out_format_named(str_of(value), &o->output);

	for (int i = 0; i < OUT_FORMATS; i++)
		buf_printf(&names, "%s%s", out_rows[i].name,
		    i + 2 < OUT_FORMATS ? ", "
		        : i + 1 < OUT_FORMATS ? " or " : "");
	buf_byte(&names, '\0');
	if (!known)
		wrong(err, "output", value, names.p);
	buf_free(&names);
	return known;
}

static bool
set_time(struct str *to, const char *option, const char *value,
    struct err *err)
{
	int64_t us;

	*to = str_of(value);
	return time_parse_user(*to, 0, &us) ||
	    wrong(err, option, value,
	        "a time such as 2023-07-10T12:05:31Z, 2023-07-10 or -3h");
}

static bool
set_from(struct options *o, const char *value, struct err *err)
{
	return set_time(&o->from, "from", value, err);
}

static bool
set_to(struct options *o, const char *value, struct err *err)
{
	return set_time(&o->to, "to", value, err);
}

static bool
set_last(struct options *o, const char *value, struct err *err)
{
	return duration_parse(str_of(value), &o->last_us) ||
	    wrong(err, "last", value, "a duration such as 15m, 3h or 1w");
}

static bool
set_format(struct options *o, const char *value, struct err *err)
{
	size_t n;
	const struct log_format *f = log_formats(&n);

	o->load.format = str_of(value);
	for (size_t i = 0; i < n; i++)
		if (str_equal(o->load.format, str_of(f[i].name)))
			return true;
	return wrong(err, "format", value,
	    "a log format that `spoor help formats` lists");
}

static bool
set_vpc_format(struct options *o, const char *value, struct err *err)
{
	o->load.vpc_format = str_of(value);
	return vpc_format_known(o->load.vpc_format) > 0 ||
	    wrong(err, "vpc-format", value,
	        "names of flow log fields, such as \"srcaddr dstaddr "
	        "action\"");
}

static bool
set_time_field(struct options *o, const char *value, struct err *err)
{
	o->load.time_field = str_of(value);
	return value[0] ||
	    wrong(err, "time-field", value, "the key of a record's time");
}

static bool
set_threads(struct options *o, const char *value, struct err *err)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (*end || end == value || n < 1 || n > 1024)
		return wrong(err, "threads", value, "a number from 1 to 1024");
	o->load.threads = (unsigned)n;
	return true;
}

static bool
set_keep(struct options *o, const char *value, struct err *err)
{
	char *end;
	unsigned long long n = strtoull(value, &end, 10);

	if (*end || value[0] < '0' || value[0] > '9' || n < 1000 ||
	    n > UINT32_MAX)
		return wrong(err, "keep", value,
		    "a number of events, 1000 or more");
	o->load.keep_events = n;
	return true;
}

/* "500MB", "8G", "8GiB": the power of the unit, and behind it. */
static const char *
read_unit(const char *p, double *scale)
{
	static const char units[] = "kMGT";
	const char *unit = *p ? strchr(units, *p) : NULL;
	double step = 1000;

	*scale = 1;
	if (unit && *++p == 'i') {
		step = 1024;
		p++;
	}
	for (const char *u = units; unit && u <= unit; u++)
		*scale *= step;
	return *p == 'B' ? p + 1 : p;
}

static bool
set_memory(struct options *o, const char *value, struct err *err)
{
	char *end;
	double scale, n = strtod(value, &end);
	const char *rest = read_unit(end, &scale);

	if (*rest || value[0] < '0' || value[0] > '9' ||
	    !(n * scale >= 1e6 && n * scale <= 1e18))
		return wrong(err, "memory", value,
		    "a size of 1MB or more, such as 500MB or 8GiB");
	o->load.memory_bytes = (uint64_t)(n * scale);
	return true;
}

/* One of always, never, auto. */
static bool
set_when(const char **to, const char *option, const char *value,
    struct err *err)
{
	*to = value;
	return strcmp(value, "always") == 0 || strcmp(value, "never") == 0 ||
	    strcmp(value, "auto") == 0 ||
	    wrong(err, option, value, "always, never or auto");
}

static bool
set_color(struct options *o, const char *value, struct err *err)
{
	return set_when(&o->look.color, "color", value, err);
}

static bool
set_progress(struct options *o, const char *value, struct err *err)
{
	return set_when(&o->progress, "progress", value, err);
}

static bool
set_theme(struct options *o, const char *value, struct err *err)
{
	o->look.theme = value;
	return o->face->has_theme(value) ||
	    wrong(err, "theme", value, o->face->themes());
}

int
local_zone(int64_t us)
{
	time_t t = (time_t)(us / US_PER_SECOND);
	struct tm tm;

	return localtime_r(&t, &tm) ? (int)tm.tm_gmtoff : 0;
}

/* Switches: no value. */
#define SWITCH(name, statement)                                          \
	static bool name(                                                \
	    struct options *o, const char *value, struct err *err)       \
	{                                                                \
		(void)value;                                             \
		(void)err;                                               \
		statement;                                               \
		return true;                                             \
	}
SWITCH(set_help, o->help = true)
SWITCH(set_version, o->version = true)
SWITCH(set_paths, o->paths = true)
SWITCH(set_check, o->check = true)
SWITCH(set_strict, o->strict = true)
SWITCH(set_lenient, o->lenient = true)
SWITCH(set_ascii, o->look.ascii = true)
SWITCH(set_follow, o->load.follow = true)
SWITCH(set_raw_csv, o->raw_csv = true)
SWITCH(set_utc, o->look.zone = NULL)
SWITCH(set_local, o->look.zone = local_zone)

/* ---- the table ---------------------------------------------------------- */

/* clang-format off */
static const struct option_row rows[] = {
	{ "output", 'o', "FORMAT", CMD_BATCH, set_output,
	  "how rows are written, one of the formats below" },
	{ "check", 'n', NULL, CMD_QUERY, set_check,
	  "parse and check the query only; reads no log" },
	{ "from", 0, "TIME", CMD_RANGE, set_from,
	  "only events from TIME on: 2023-07-10T12:05:31Z, 2023-07-10 "
	  "(midnight UTC), or -3h, counted back from the newest event" },
	{ "to", 0, "TIME", CMD_RANGE, set_to, "only events before TIME" },
	{ "last", 0, "DURATION", CMD_RANGE, set_last,
	  "only the last 15m, 3h, 1w ... counted back from the newest event" },
	{ "follow", 'f', NULL, CMD_FOLLOW, set_follow,
	  "keep reading: what is written to the files, new files, rotated and "
	  "truncated ones; --last and relative times count back from now" },
	{ "keep", 0, "N", CMD_FOLLOW, set_keep,
	  "with --follow: keep about the newest N events, by arrival, and let "
	  "older ones go" },
	{ "format", 0, "NAME", CMD_READS, set_format,
	  "take every file for this log format, one of `spoor help formats`, "
	  "instead of detecting it" },
	{ "vpc-format", 0, "FIELDS", CMD_READS, set_vpc_format,
	  "the fields of flow logs without a header, in their order: "
	  "'version srcaddr dstaddr action ...'" },
	{ "time-field", 0, "KEY", CMD_READS, set_time_field,
	  "where other JSON and comma-separated values have their time "
	  "(default: found by name and shape)" },
	{ "strict", 0, NULL, CMD_BATCH, set_strict,
	  "fail when any evidence could not be read" },
	{ "lenient", 0, NULL, CMD_BATCH, set_lenient,
	  "evidence that could not be read is no reason for exit status 3" },
	{ "threads", 'j', "N", CMD_LOADS, set_threads,
	  "worker threads (default: cores)" },
	{ "memory", 0, "SIZE", CMD_LOADS, set_memory,
	  "stop loading at this much memory: 500MB, 8GiB (default: half of "
	  "the machine's)" },
	{ "color", 0, "WHEN", CMD_SCREEN, set_color,
	  "colours: always, never, or auto (not with NO_COLOR or TERM=vt100)" },
	{ "theme", 0, "NAME", CMD_SCREEN, set_theme,
	  "colours of the explorer, one of the themes below (default: as the "
	  "terminal's background asks for)" },
	{ "ascii", 0, NULL, CMD_LOADS, set_ascii,
	  "draw with ASCII only; other characters are <U+00E9>" },
	{ "utc", 0, NULL, CMD_SCREEN, set_utc, "show times in UTC (default)" },
	{ "local", 0, NULL, CMD_SCREEN, set_local,
	  "show times in the machine's time zone" },
	{ "progress", 0, "WHEN", CMD_READS, set_progress,
	  "progress on standard error: always, never, or auto (on a terminal)" },
	{ "raw-csv", 0, NULL, CMD_BATCH, set_raw_csv,
	  "no apostrophe before csv cells that a spreadsheet would run" },
	{ "paths", 0, NULL, CMD_LOADS, set_paths,
	  "print the files that spoor uses and end" },
	{ "help", 'h', NULL, CMD_ALL, set_help, "print help and end" },
	{ "version", 'V', NULL, CMD_LOADS, set_version,
	  "print the version and end" },
};
/* clang-format on */

const struct option_row *
option_rows(size_t *n)
{
	*n = sizeof(rows) / sizeof(*rows);
	return rows;
}

static const struct option_row *
find_long(struct str name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_equal(name, str_of(rows[i].name)))
			return &rows[i];
	return NULL;
}

static const struct option_row *
find_letter(char letter)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].letter && rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

/* ---- reading ------------------------------------------------------------ */

/* The option in argv[*i]; value: what follows in the same word, or NULL. */
static bool
read_one(struct options *o, const struct option_row *row, const char *word,
    const char *value, int argc, char **argv, int *i, unsigned command,
    struct err *err)
{
	if (!row)
		return err_set(err, ERR_USAGE,
		    "unknown option %s; --help lists them", word);
	if (!(row->commands & command))
		return err_set(err, ERR_USAGE,
		    "--%s does not belong to this command; --help lists its "
		    "options", row->name);
	if (!row->argument && value)
		return err_set(err, ERR_USAGE, "--%s takes no value",
		    row->name);
	if (row->argument && !value) {
		if (*i + 1 >= argc)
			return err_set(err, ERR_USAGE, "--%s wants %s",
			    row->name, row->argument);
		value = argv[++*i];
	}
	return row->set(o, value, err);
}

static bool
read_letters(struct options *o, int argc, char **argv, int *i,
    unsigned command, struct err *err)
{
	const char *word = argv[*i];

	for (const char *p = word + 1; *p; p++) {
		const struct option_row *row = find_letter(*p);
		const char *value =
		    row && row->argument && p[1] ? p + 1 : NULL;

		if (!read_one(o, row, word, value, argc, argv, i, command,
		        err))
			return false;
		if (row->argument)
			break;
	}
	return true;
}

/* Any other option is a word that help is asked about. */
static bool
asks_for_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

bool
options_read(struct options *o, int argc, char **argv, unsigned command,
    struct err *err)
{
	bool only_arguments = false;
	int64_t from_us, to_us;

	o->arguments = mem_zero((size_t)argc + 1, sizeof(*o->arguments));
	o->output = isatty(STDOUT_FILENO) ? OUT_TABLE : OUT_CSV;
	o->progress = o->look.color = "auto";
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];

		if (only_arguments || word[0] != '-' || !word[1] ||
		    (command == CMD_HELP && !asks_for_help(word))) {
			o->arguments[o->n_arguments++] = word;
		} else if (strcmp(word, "--") == 0) {
			only_arguments = true;
		} else if (word[1] == '-') {
			struct str name = str_of(word + 2);
			size_t n = str_index(name, '=');
			const char *value =
			    n < name.n ? name.p + n + 1 : NULL;

			if (!read_one(o, find_long(str_head(name, n)), word,
			        value, argc, argv, &i, command, err))
				return false;
		} else if (!read_letters(o, argc, argv, &i, command, err)) {
			return false;
		}
	}
	if (o->load.keep_events && !o->load.follow)
		return err_set(err, ERR_USAGE, "--keep belongs to --follow");
	if (o->output == OUT_CHART &&
	    (command != CMD_QUERY || o->load.follow))
		return err_set(err, ERR_USAGE,
		    "-o chart belongs to query, without --follow");
	if (o->strict && o->lenient)
		return err_set(err, ERR_USAGE,
		    "--strict and --lenient exclude each other");
	return options_range(o, TIME_NONE, &from_us, &to_us, err);
}

void
options_release(struct options *o)
{
	free(o->arguments);
	o->arguments = NULL;
}

/* As long as no event is known, a relative time bounds nothing. */
static void
read_bound(struct str text, int64_t newest_us, int64_t *us)
{
	int64_t t;

	if (text.n && (newest_us != TIME_NONE || !options_relative(text)) &&
	    time_parse_user(text, newest_us, &t))
		*us = t;
}

bool
options_relative(struct str time)
{
	time = str_trim(time);
	return time.n && time.p[0] == '-';
}

bool
options_range(const struct options *o, int64_t newest_us, int64_t *from_us,
    int64_t *to_us, struct err *err)
{
	int64_t last_from;

	*from_us = INT64_MIN;
	*to_us = INT64_MAX;
	read_bound(o->from, newest_us, from_us);
	read_bound(o->to, newest_us, to_us);
	if (o->last_us && newest_us != TIME_NONE &&
	    !__builtin_sub_overflow(newest_us, o->last_us, &last_from) &&
	    last_from > *from_us)
		*from_us = last_from;
	if (*from_us >= *to_us)
		return err_set(err, ERR_USAGE,
		    "the time range ends before it begins");
	return true;
}

bool
options_shows_progress(const struct options *o)
{
	return strcmp(o->progress, "always") == 0 ||
	    (strcmp(o->progress, "auto") == 0 && isatty(STDERR_FILENO));
}
