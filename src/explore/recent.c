#include "explore/recent.h"

#include <string.h>

#include "base/buf.h"
#include "base/doc.h"
#include "base/timefmt.h"
#include "explore/files.h"

#define FILE_BYTES_MAX ((size_t)1 << 18)
#define LOGS_MAX 100 /* of one place */

static void
place_path(const char *dir, struct buf *out)
{
	buf_printf(out, "%s/places", dir);
	buf_byte(out, '\0');
}

static bool
read_line(struct str line, struct arena *a, struct recent_place *out)
{
	struct err why = { 0 };
	struct doc *d = doc_parse(line, &why), *logs = d ? doc_get(d, "logs")
	                                                 : NULL;
	double time_s = 0;

	*out = (struct recent_place){ .logs = arena_array(a, LOGS_MAX,
		                          sizeof(*out->logs)) };
	if (logs)
		for (struct doc *l = doc_first(logs);
		    l && out->n_logs < LOGS_MAX; l = doc_next(l)) {
			struct str s;

			if (doc_string(l, &s) && s.n > 0 && s.p[0] == '/')
				out->logs[out->n_logs++] = arena_copy(a, s);
		}
	if (d && doc_get(d, "time") &&
	    doc_number(doc_get(d, "time"), &time_s) && time_s > 0 &&
	    time_s < 1e12)
		out->time_us = (int64_t)time_s * US_PER_SECOND;
	doc_free(d);
	return out->n_logs > 0;
}

size_t
recent_read(const char *state_dir, struct arena *a,
    struct recent_place out[RECENT_MAX])
{
	struct buf path = { 0 }, text = { 0 };
	struct err why = { 0 };
	struct str left;
	size_t n = 0;

	place_path(state_dir, &path);
	file_read(path.p, FILE_BYTES_MAX, &text, &why);
	for (left = buf_str(&text); left.n > 0;) {
		size_t end = str_index(left, '\n');
		struct recent_place p;

		if (read_line(str_head(left, end), a, &p)) {
			memmove(out + 1, out,
			    (n < RECENT_MAX ? n : RECENT_MAX - 1) *
			        sizeof(*out));
			out[0] = p;
			n += n < RECENT_MAX;
		}
		left = str_from(left, end < left.n ? end + 1 : end);
	}
	buf_free(&path);
	buf_free(&text);
	return n;
}

static bool
same_logs(const struct recent_place *p, const char *const *logs, size_t n)
{
	bool same = p->n_logs == n;

	for (size_t i = 0; same && i < n; i++)
		same = str_equal(p->logs[i], str_of(logs[i]));
	return same;
}

static void
print_place(const struct recent_place *p, struct buf *out)
{
	struct doc *d = doc_object(), *logs = doc_array();

	for (size_t i = 0; i < p->n_logs; i++)
		doc_add(logs, doc_new_string(p->logs[i]));
	doc_set(d, "logs", logs);
	doc_set(d, "time",
	    doc_new_number((double)(p->time_us / US_PER_SECOND)));
	doc_print(d, out);
	buf_byte(out, '\n');
	doc_free(d);
}

bool
recent_add(const char *state_dir, const char *const *logs, size_t n_logs,
    int64_t now_us, struct err *err)
{
	struct recent_place old[RECENT_MAX], fresh = { .n_logs = n_logs,
		.time_us = now_us };
	struct arena a = { 0 };
	struct buf path = { 0 }, text = { 0 };
	size_t n = recent_read(state_dir, &a, old);
	bool added;

	for (size_t i = n; i-- > 0;)
		if (i + 1 < RECENT_MAX && !same_logs(&old[i], logs, n_logs))
			print_place(&old[i], &text);
	fresh.logs = arena_array(&a, n_logs + 1, sizeof(*fresh.logs));
	for (size_t i = 0; i < n_logs; i++)
		fresh.logs[i] = str_of(logs[i]);
	print_place(&fresh, &text);
	place_path(state_dir, &path);
	added = file_make_dir(state_dir, err) &&
	    file_replace(path.p, buf_str(&text), err);
	arena_free(&a);
	buf_free(&path);
	buf_free(&text);
	return added;
}
