#include "ingest/found.h"

#include <stdio.h>

#include "base/utf8.h"

void
found_show(char *out, size_t size, struct str text)
{
	struct buf b = { 0 };
	struct str shown;

	text_visible(str_head(text, size), &b);
	shown = str_head(buf_str(&b), size - 1);
	snprintf(out, size, "%.*s", (int)text_fit(shown, size - 1), shown.p);
	buf_free(&b);
}

static void
note_times(struct reader_file *file, int64_t us)
{
	if (us == TIME_NONE)
		return;
	if (file->first_us == TIME_NONE || us < file->first_us)
		file->first_us = us;
	if (file->last_us == TIME_NONE || us > file->last_us)
		file->last_us = us;
}

static void
note_place(struct first_place *first, uint64_t record, uint64_t offset,
    uint64_t length, struct str text)
{
	first->record = record;
	first->offset = offset;
	first->length = length;
	found_show(first->text, sizeof(first->text), text);
}

static void
note_account(struct reader_file *file, struct str account)
{
	if (file->account.n == 0 || account.n == 0)
		return;
	if (str_equal(file->account, account))
		file->account_seen = true;
	else if (!file->other_account[0])
		found_show(
		    file->other_account, sizeof(file->other_account), account);
}

void
found_event(struct reader_file *file, const struct log_format *format,
    const struct event *e, enum builder_verdict verdict)
{
	const struct place *p = &e->record.place;

	if (e->record.time_us == TIME_NONE && file->untimed++ == 0)
		note_place(&file->first_untimed, p->record, p->offset,
		    p->length, e->time_found);
	note_times(file, e->record.time_us);
	note_account(file, e->account);
	file->records++;
	if (verdict == BUILDER_COPY)
		file->copies++;
	else
		file->events++;
	if (!file->format || !file->format->events)
		file->format = format;
}

void
found_other(struct reader_file *file, const struct log_format *format,
    const struct look *l, uint64_t offset, uint64_t length)
{
	struct buf keys = { 0 };

	file->whole++;
	if (format) {
		if (!file->format)
			file->format = format;
		return;
	}
	if (file->others++ > 0)
		return;
	for (uint32_t i = 0; i < l->n_keys && i < LOOK_KEYS; i++) {
		buf_add(&keys, i ? STR(", ") : STR(""));
		buf_add(&keys, str_head(l->keys[i], 24));
	}
	if (l->n_keys > LOOK_KEYS)
		buf_add(&keys, STR(" ..."));
	note_place(&file->first_other, file->whole, offset, length,
	    buf_str(&keys));
	buf_free(&keys);
}

void
found_container(struct reader_file *file, const char *name)
{
	if (!file->container[0])
		snprintf(file->container, sizeof(file->container), "%s", name);
}

void
found_documents(struct reader_file *file, uint64_t n, bool lines)
{
	size_t used;

	if (file->from > 0 && lines &&
	    strcmp(file->container, "one object") == 0)
		file->container[0] = '\0';
	if (file->container[0] && (file->from > 0 || file->skip > 0))
		return; /* it was said */
	used = strlen(file->container);
	if (file->from > 0)
		found_container(file, lines ? "NDJSON" : "back to back");
	else if (n == 1)
		found_container(file, "one object");
	else if (n > 1)
		snprintf(file->container + used,
		    sizeof(file->container) - used, "%s%s", used ? ", " : "",
		    lines ? "NDJSON" : "back to back");
}

void
found_remark(const struct reader_file *file, enum remark_kind kind,
    uint64_t record, uint64_t offset, uint64_t length, struct str text)
{
	struct remark m = {
		.kind = kind,
		.record = record,
		.offset = offset,
		.length = length,
		.text = text,
	};

	file->remark(file->ctx, &m);
}

void
found_end(const struct reader_file *file, enum remark_kind kind,
    uint64_t record, uint64_t offset, uint64_t length, struct str text)
{
	struct remark m = {
		.kind = kind,
		.provisional = true,
		.record = record,
		.offset = offset,
		.length = length,
		.text = text,
	};

	file->remark(file->ctx, &m);
}

static void
remark_first(const struct reader_file *file, enum remark_kind kind,
    const struct first_place *first, uint64_t n, const char *what)
{
	char text[240];

	if (n == 0)
		return;
	snprintf(text, sizeof(text), what, (unsigned long long)n,
	    n == 1 ? "" : "s", first->text);
	found_end(file, kind, first->record, first->offset, first->length,
	    str_of(text));
}

void
found_remark_counts(const struct reader_file *file)
{
	remark_first(file, REMARK_UNTIMED, &file->first_untimed, file->untimed,
	    "%llu record%s without a usable time; the first has \"%s\"");
	remark_first(file, REMARK_SKIPPED, &file->first_other, file->others,
	    "%llu JSON value%s of a kind that is not read; "
	    "the first has the keys %s");
}
