/*
 * Info (i): where an event comes from, and what a field means.  Subject: the
 * printed name of the field, or nothing.
 *
 * The file's SHA-256 is that of the bytes as they were read; a lane reads the
 * file again and says whether it is still the same.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/meanings.h"
#include "explore/state.h"

#define BOX_COLUMNS 77 /* NAME_COLUMNS, a blank, a digest, margins */
#define NAME_COLUMNS 9
#define READ_BYTES ((size_t)256 << 10)

enum { NAME, TEXT, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[NAME] = { STR_INIT(""), NAME_COLUMNS, NAME_COLUMNS, .cut = CUT_END },
	[TEXT] = { STR_INIT(""), 16, 200, .cut = CUT_END },
};
/* clang-format on */

/* Columns for the text of a pair. */
static int
text_room_of(const struct explore *x)
{
	int box = x->room.screen_columns - 2;

	box = box < BOX_COLUMNS ? box : BOX_COLUMNS;
	return box - NAME_COLUMNS - 4;
}

static void
say_pair(const struct explore *x, struct sheet_lines *l, const char *name,
    struct str text)
{
	int room = text_room_of(x) > 20 ? text_room_of(x) : 20;
	size_t least = (size_t)room / 2; /* of a line that ends with a word */
	struct buf shown = { 0 };
	struct str left;
	bool first = true;

	text_visible(str_head(text, 4096), &shown);
	for (left = buf_str(&shown); left.n > 0 || first; first = false) {
		size_t n = text_fit(left, room), cut = n;

		/* between words, where there are any */
		while (n < left.n && cut > least && left.p[cut] != ' ')
			cut--;
		if (n < left.n && cut > least)
			n = cut;
		if (n == 0)
			n = left.n;
		sheet_say(l, "%-*s %.*s", NAME_COLUMNS, first ? name : "",
		    STR_ARG(str_head(left, n)));
		left = str_trim(str_from(left, n));
	}
	buf_free(&shown);
}

/* The digest that the ledger has, and a line for what the lane finds. */
static void
say_digest(const struct explore *x, struct sheet_lines *l,
    const struct source *src)
{
	const struct ledger_file *f = ledger_file_of(x, src->name);
	struct sheet_line *line;

	if (!f || f->sha256.n == 0)
		say_pair(x, l, "SHA-256",
		    STR("not taken: the file has not been read to its end"));
	else
		say_pair(x, l, "SHA-256", f->sha256);
	if (src->path.n == 0 || !f || f->sha256.n == 0)
		return;
	line = sheet_add(l, STAND_NOTHING);
	line->partial = true;
	line->field = arena_copy(&l->arena, src->path);
	line->value = (struct value){ VALUE_STRING,
		arena_copy(&l->arena, f->sha256) };
	line->cell[NAME].text = STR("now");
	line->cell[TEXT].text = STR("it is being read again ...");
}

/* False: stopped, or err. */
static bool
digest_file(const char *path, const atomic_bool *stop, char out[SHA_HEX + 1],
    struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *bytes = mem_alloc(READ_BYTES);
	struct sha *sha = sha_new();
	uint8_t digest[SHA_BYTES];
	struct stat st;
	ssize_t n = -1;

	if (fd < 0 || fstat(fd, &st) < 0)
		err_system(err, "it cannot be read");
	else if (!S_ISREG(st.st_mode))
		err_set(err, ERR_CHANGED, "it is no file any more");
	while (err->code == ERR_NONE && !atomic_load(stop) &&
	    (n = read(fd, bytes, READ_BYTES)) != 0) {
		if (n > 0)
			sha_add(sha, bytes, (size_t)n);
		else if (errno != EINTR)
			err_system(err, "it cannot be read");
	}
	sha_digest(sha, digest);
	sha_print(digest, out);
	sha_free(sha);
	free(bytes);
	if (fd >= 0)
		close(fd);
	return n == 0;
}

static bool
info_detail(struct ask_sheet *k, struct sheet_line *line, struct arena *a)
{
	const char *path = arena_printf(a, "%.*s", STR_ARG(line->field)).p;
	char digest[SHA_HEX + 1];
	struct err err = { 0 };

	if (digest_file(path, &k->work.stop, digest, &err)) {
		bool same = str_equal(str_of(digest), line->value.text);

		line->cell[NAME].text = same ? STR("now") : STR("changed");
		line->cell[TEXT].text = same
		    ? STR("the same: the file is as it was when it was read")
		    : arena_copy(a, str_of(digest));
	} else if (err.code != ERR_NONE) {
		line->cell[TEXT].text = arena_copy(a, str_of(err.message));
	}
	return !atomic_load(&k->work.stop);
}

static void
say_place(struct explore *x, struct sheet_lines *l)
{
	struct snapshot *s = result_snapshot(x->answer->result);
	struct place p = snapshot_place(s, x->place.event);
	uint32_t copies = snapshot_copies(s, x->place.event);
	const struct source *src = store_source(snapshot_store(s), p.source);
	struct buf b = { 0 };

	say_pair(x, l, "file", src->name);
	count_print(p.record, &b);
	buf_add(&b, STR(", offset "));
	count_print(p.offset, &b);
	buf_add(&b, STR(", "));
	count_of(p.length, "byte", &b);
	say_pair(x, l, "record", buf_str(&b));
	buf_reset(&b);
	time_print_iso(snapshot_time(s, x->place.event), &b);
	say_pair(x, l, "time", buf_str(&b));
	if (copies > 1) {
		buf_reset(&b);
		count_print(copies, &b);
		buf_add(&b, STR(" times"));
		say_pair(x, l, "delivered", buf_str(&b));
	}
	if (snapshot_conflict(s, x->place.event))
		say_pair(x, l, "conflict",
		    STR("another event has its id and other content"));
	if (x->opened.doc && x->opened.doc->event == x->place.event &&
	    x->opened.doc->rebuilt)
		say_pair(x, l, "rebuilt", x->opened.doc->remark);
	say_digest(x, l, src);
	buf_free(&b);
}

/* A computed column, or one that has an own field's name, has its meaning in
 * the words of the query language. */
static struct str
meaning_of(struct str field)
{
	const struct query_word *w;
	const char *meaning = field_meaning(field);

	for (size_t i = 0; !meaning && (w = query_word_at(i)) != NULL; i++)
		if (w->kind == WORD_FIELD &&
		    str_equal(str_of(w->name), field))
			meaning = w->help;
	return meaning ? str_of(meaning)
	               : STR("not in spoor's list of fields: its name is all "
	                     "that is known");
}

static bool
info_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	bool event = x->answer && x->place.event != EVENT_NONE &&
	    x->place.row < list_rows(x);

	if (!event && s->subject.n == 0) {
		tell(x, "nothing is selected that info is about");
		return false;
	}
	l->title = STR("info");
	l->footer = STR("Esc close");
	if (s->subject.n > 0) {
		say_pair(x, l, "field", s->subject);
		say_pair(x, l, "meaning", meaning_of(s->subject));
	}
	if (event && s->subject.n > 0)
		sheet_say(l, "%s", "");
	if (event)
		say_place(x, l);
	return true;
}

const struct sheet_kind sheet_info = {
	.name = "info",
	.about = "what the field means, where the event comes from, and "
	         "whether its file is still the same",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = BOX_COLUMNS,
	.passes = true,
	.columns = columns,
	.n_columns = COLUMNS,
	.make = info_make,
	.detail = info_detail,
};

unsigned
act_info(struct explore *x)
{
	struct picked p = { 0 };
	struct buf subject = { 0 };

	if (has_value(x) && pick(x, &p))
		buf_add(&subject, buf_str(&p.field));
	buf_reset(&x->message); /* a record without a field is one too */
	sheet_open(x, &sheet_info, buf_str(&subject));
	picked_free(&p);
	buf_free(&subject);
	return DRAW_ALL;
}
