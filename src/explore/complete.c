#include "explore/complete.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "query/query.h"

/* ---- where the cursor is ----------------------------------------------- */

#define TOKENS 4 /* that are remembered */

struct scan {
	struct str text;
	size_t cursor, i;
	struct str last[TOKENS]; /* of the stage, the newest first */
	struct str list_field;   /* field in [ ... */
	struct complete_place *out;
};

static bool
name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '@' || c == '.' ||
	    c == '*' || (unsigned char)c >= 0x80;
}

static void
token_add(struct scan *s, struct str token)
{
	memmove(s->last + 1, s->last, (TOKENS - 1) * sizeof(*s->last));
	s->last[0] = token;
	if (s->out->stage.n == 0)
		s->out->stage = token;
}

static void
stage_begin(struct scan *s)
{
	memset(s->last, 0, sizeof(s->last));
	s->list_field = s->out->stage = (struct str){ 0 };
}

static bool
is_word(struct str token, const char *word)
{
	return str_equal_fold(token, str_of(word));
}

static bool
is_sign(struct str token, const char *sign)
{
	return str_equal(token, str_of(sign));
}

/* A pattern begins where no operand stands before. */
static bool
regex_may_begin(const struct scan *s)
{
	struct str t = s->last[0];

	return t.n == 0 || is_word(t, "like") || is_word(t, "parse") ||
	    is_sign(t, "=~") || is_sign(t, "(") || is_sign(t, ",") ||
	    is_sign(t, "[") || is_word(s->last[1], "parse");
}

static struct str
without_backticks(struct str name)
{
	if (name.n >= 2 && name.p[0] == '`')
		return (struct str){ name.p + 1, name.n - 2 };
	return name;
}

/* The field that a value at the cursor would be compared with. */
static struct str
compared_field(const struct scan *s)
{
	const struct str *t = s->last;

	if (s->list_field.n > 0 && (is_sign(t[0], "[") || is_sign(t[0], ",")))
		return s->list_field;
	if (is_sign(t[0], "=") || is_sign(t[0], "!="))
		return without_backticks(t[1]);
	if (is_word(t[0], "like"))
		return without_backticks(is_word(t[1], "not") ? t[2] : t[1]);
	return (struct str){ 0 };
}

/* What a word, or none, at the cursor may become. */
static void
word_here(struct scan *s, size_t from, size_t to)
{
	struct complete_place *out = s->out;
	struct str field = compared_field(s);

	out->from = from;
	out->to = to;
	out->word = (struct str){ s->text.p + from, s->cursor - from };
	if (s->last[0].n == 0)
		out->what = COMPLETE_COMMAND;
	else if (field.n > 0 && name_byte(field.p[0])) {
		out->what = COMPLETE_VALUE;
		out->field = field;
	} else if (out->word.n > 0 && out->word.p[0] >= '0' &&
	    out->word.p[0] <= '9')
		out->what = COMPLETE_NOTHING;
	else
		out->what = COMPLETE_NAME;
}

/* Where the quoted thing that begins at i ends: on its closing quote, or
 * text.n. */
static size_t
quote_end(struct str text, size_t i)
{
	char quote = text.p[i];

	for (i++; i < text.n && text.p[i] != quote; i++)
		if (text.p[i] == '\\' && quote != '`' && i + 1 < text.n)
			i++;
	return i;
}

/* True: the cursor is in it. */
static bool
quoted(struct scan *s)
{
	struct complete_place *out = s->out;
	size_t from = s->i, end = quote_end(s->text, from);
	char quote = s->text.p[from];

	if (end < s->cursor) {
		s->i = end + 1;
		token_add(s, (struct str){ s->text.p + from, s->i - from });
		return false;
	}
	/* The rest of the line may be another's: only what stands right
	 * behind the cursor belongs to it. */
	out->to = s->cursor +
	    (s->cursor < s->text.n && s->text.p[s->cursor] == quote);
	out->from = from;
	out->word = (struct str){ s->text.p + from + 1, s->cursor - from - 1 };
	out->quoted = true;
	if (quote == '"' || quote == '\'')
		out->field = compared_field(s);
	out->what = quote == '/'       ? COMPLETE_NOTHING
	    : quote == '`'             ? COMPLETE_NAME
	    : out->field.n > 0         ? COMPLETE_VALUE
	                               : COMPLETE_NOTHING;
	return true;
}

static void
sign(struct scan *s)
{
	static const char *const two[] = { "!=", ">=", "<=", "=~", "&&",
		"||" };
	struct str t = { s->text.p + s->i, 1 };

	for (size_t k = 0; k < sizeof(two) / sizeof(*two); k++)
		if (s->i + 1 < s->cursor &&
		    memcmp(s->text.p + s->i, two[k], 2) == 0)
			t.n = 2;
	s->i += t.n;
	if (is_sign(t, "|")) {
		stage_begin(s);
		return;
	}
	if (is_sign(t, "[") && is_word(s->last[0], "in"))
		s->list_field = without_backticks(
		    is_word(s->last[1], "not") ? s->last[2] : s->last[1]);
	if (is_sign(t, "]"))
		s->list_field = (struct str){ 0 };
	token_add(s, t);
}

void
complete_place(struct str text, size_t cursor, struct complete_place *out)
{
	struct scan s = { .text = text, .cursor = cursor, .out = out };

	*out = (struct complete_place){ .from = cursor, .to = cursor };
	while (s.i < cursor) {
		char c = text.p[s.i];
		size_t from = s.i;

		if (c == '#') {
			s.i += str_index(str_from(text, s.i), '\n');
			if (s.i >= cursor) {
				out->what = COMPLETE_NOTHING;
				return;
			}
		} else if (c == '"' || c == '\'' || c == '`' ||
		    (c == '/' && regex_may_begin(&s))) {
			if (quoted(&s))
				return;
		} else if (name_byte(c)) {
			while (s.i < text.n && name_byte(text.p[s.i]))
				s.i++;
			if (s.i >= cursor) {
				word_here(&s, from, s.i);
				return;
			}
			token_add(&s,
			    (struct str){ text.p + from, s.i - from });
		} else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			s.i++;
		} else {
			sign(&s);
		}
	}
	word_here(&s, cursor, cursor);
}

/* ---- what is known ----------------------------------------------------- */

struct known_fields *
known_fields_hold(struct known_fields *f)
{
	atomic_fetch_add(&f->holders, 1);
	return f;
}

void
known_fields_release(struct known_fields *f)
{
	if (!f || atomic_fetch_sub(&f->holders, 1) != 1)
		return;
	arena_free(&f->arena);
	free(f);
}

static int
by_name(const void *a, const void *b)
{
	const struct known_field *x = a, *y = b;
	int c = str_compare(x->name, y->name);

	return c ? c : (x->events < y->events) - (x->events > y->events);
}

/* Paths with one printed name are one field; the larger count stands. */
static void
drop_doubles(struct known_fields *f)
{
	size_t n = 0;

	qsort(f->field, f->n, sizeof(*f->field), by_name);
	for (size_t i = 0; i < f->n; i++)
		if (n == 0 ||
		    !str_equal(f->field[n - 1].name, f->field[i].name))
			f->field[n++] = f->field[i];
	f->n = n;
}

static bool
find_fields(struct ask_words *k)
{
	struct known_fields *f = mem_zero(1, sizeof(*f));
	struct store *st = snapshot_store(k->snapshot);
	struct arena tmp = { 0 };
	struct buf name = { 0 };
	const struct query_word *w;
	struct path_count *paths;
	struct field_count *any; /* of them those with `*` are taken */
	size_t n = 0, n_any = 0, own = 0;

	paths = discover_paths(k->snapshot, NULL, k->pool, &k->work.stop, &tmp,
	    &n);
	any = discover_fields(k->snapshot, NULL, k->pool, &k->work.stop, &tmp,
	    &n_any);
	for (size_t i = 0; (w = query_word_at(i)) != NULL; i++)
		own += w->kind == WORD_FIELD;
	atomic_init(&f->holders, 1);
	f->generation = snapshot_generation(k->snapshot);
	f->events = snapshot_events(k->snapshot);
	f->field = arena_array(&f->arena, n + n_any + own + 1,
	    sizeof(*f->field));
	for (size_t i = 0; paths && i < n; i++) {
		buf_reset(&name);
		path_print(st, paths[i].path, &name);
		f->field[f->n++] = (struct known_field){
			arena_copy(&f->arena, buf_str(&name)), paths[i].events
		};
	}
	for (size_t i = 0; any && i < n_any; i++)
		if (any_position(any[i].name))
			f->field[f->n++] = (struct known_field){
				arena_copy(&f->arena, any[i].name),
				any[i].events
			};
	for (size_t i = 0; (w = query_word_at(i)) != NULL; i++)
		if (w->kind == WORD_FIELD)
			f->field[f->n++] = (struct known_field){
				str_of(w->name), 0
			};
	drop_doubles(f);
	arena_free(&tmp);
	buf_free(&name);
	if ((!paths || !any) && atomic_load(&k->work.stop)) {
		known_fields_release(f);
		return false;
	}
	k->known = f;
	return true;
}

/* ---- candidates -------------------------------------------------------- */

#define NO_MATCH 9

/* ASCII letters folded; O(n m) on short texts. */
static size_t
find_fold(struct str text, struct str word)
{
	for (size_t i = 0; i + word.n <= text.n; i++)
		if (str_equal_fold((struct str){ text.p + i, word.n }, word))
			return i;
	return text.n;
}

/* Each step of what was typed is part of a later step of the name: user.us
 * finds userIdentity.userName. */
static bool
steps_found(struct str name, struct str word)
{
	while (word.n > 0) {
		struct str step = str_head(word, str_index(word, '.'));
		size_t at = find_fold(name, step);

		if (at == name.n && step.n > 0)
			return false;
		name = str_from(name, at + step.n);
		word = str_from(word, step.n);
		if (word.n > 0) {
			word = str_from(word, 1);
			name = str_from(name, str_index(name, '.'));
		}
	}
	return true;
}

/* How well a name fits what was typed; 0 is best. */
static int
match_rank(struct str name, struct str word)
{
	size_t at;

	if (str_starts(name, word))
		return 0;
	at = find_fold(name, word);
	if (at == name.n)
		return str_index(word, '.') < word.n && steps_found(name, word)
		    ? 4
		    : NO_MATCH;
	return at == 0 ? 1 : name.p[at - 1] == '.' ? 2 : 3;
}

struct ranked {
	struct candidate c;
	int rank;
};

static int
by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank - y->rank;
	if (x->c.events != y->c.events)
		return x->c.events < y->c.events ? 1 : -1;
	return str_compare(x->c.shown, y->c.shown);
}

static void
keep_best(struct ask_words *k, struct ranked *r, size_t n)
{
	qsort(r, n, sizeof(*r), by_rank);
	k->n = n < CANDIDATES_MAX ? n : CANDIDATES_MAX;
	k->candidate = arena_array(&k->arena, k->n + 1,
	    sizeof(*k->candidate));
	for (size_t i = 0; i < k->n; i++)
		k->candidate[i] = r[i].c;
}

static bool
word_fits(const struct ask_words *k, const struct query_word *w)
{
	struct str stage = k->place.stage;

	if (k->place.what == COMPLETE_COMMAND)
		return w->kind == WORD_COMMAND;
	if (k->place.quoted || k->place.word.n == 0)
		return false;
	if (w->kind == WORD_AGGREGATE)
		return str_equal_fold(stage, STR("stats"));
	return w->kind == WORD_FUNCTION;
}

/* Commands and functions are found by how they begin. */
static size_t
add_words(struct ask_words *k, struct ranked *r)
{
	const struct query_word *w;
	size_t n = 0;

	for (size_t i = 0; (w = query_word_at(i)) != NULL; i++) {
		struct str name = str_of(w->name);

		if (!word_fits(k, w) ||
		    !str_equal_fold(str_head(name, k->place.word.n),
		        k->place.word))
			continue;
		if (r)
			r[n] = (struct ranked){ .rank = 1,
				.c = { .text = arena_printf(&k->arena,
				           w->kind == WORD_COMMAND ? "%s "
				                                   : "%s(",
				           w->name),
				    .shown = name, .help = w->help } };
		n++;
	}
	return n;
}

static struct str
quoted_name(struct ask_words *k, struct str name)
{
	struct buf b = { 0 };
	struct str s;

	query_quote_name(name, &b);
	s = arena_copy(&k->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

/* Different values of the fields that are seen at first. */
#define COUNTED 12

static void
count_values(struct ask_words *k)
{
	struct arena tmp = { 0 };

	for (size_t i = 0; i < k->n && i < COUNTED; i++) {
		struct candidate *c = &k->candidate[i];
		const struct field *f = field_bind_any(k->snapshot,
		    c->shown, &tmp);
		uint64_t present = 0;
		size_t n = 0;

		if (atomic_load(&k->work.stop))
			break;
		if (c->help || field_kind(f) == FIELD_TIMESTAMP ||
		    field_kind(f) == FIELD_MESSAGE)
			continue;
		if (!discover_values(f, NULL, 1, k->pool, &k->work.stop, &tmp,
		        &n, &c->values, &present))
			c->values = 0;
		if (c->events == 0)
			c->events = present;
	}
	arena_free(&tmp);
}

static void
find_names(struct ask_words *k)
{
	struct known_fields *f;
	size_t n = add_words(k, NULL), words;
	struct ranked *r;

	if (k->place.what == COMPLETE_NAME && !k->known && !find_fields(k))
		return;
	f = k->known;
	r = mem_zero(n + (f ? f->n : 0) + 1, sizeof(*r));
	words = add_words(k, r);
	n = words;
	for (size_t i = 0; k->place.what == COMPLETE_NAME && i < f->n; i++) {
		int rank = match_rank(f->field[i].name, k->place.word);

		if (rank != NO_MATCH)
			r[n++] = (struct ranked){ .rank = rank,
				.c = { .shown = f->field[i].name,
				    .events = f->field[i].events } };
	}
	k->total = n;
	keep_best(k, r, n);
	free(r);
	for (size_t i = 0; i < k->n; i++)
		if (!k->candidate[i].help)
			k->candidate[i].text = quoted_name(k,
			    k->candidate[i].shown);
	if (k->place.what == COMPLETE_NAME)
		count_values(k);
}

#define VALUES_SEEN 5000 /* the most frequent ones */

static void
find_values(struct ask_words *k)
{
	const struct field *f = field_bind_any(k->snapshot, k->place.field,
	    &k->arena);
	struct value_count *v;
	struct ranked *r;
	uint64_t present = 0;
	size_t seen = 0, n = 0;

	if (field_kind(f) == FIELD_TIMESTAMP ||
	    field_kind(f) == FIELD_MESSAGE || field_kind(f) == FIELD_UNKNOWN)
		return;
	v = discover_values(f, NULL, VALUES_SEEN, k->pool, &k->work.stop,
	    &k->arena, &seen, &k->total, &present);
	if (!v)
		return;
	r = mem_zero(seen + 1, sizeof(*r));
	for (size_t i = 0; i < seen; i++) {
		int rank = match_rank(v[i].value.text, k->place.word);

		if (rank != NO_MATCH)
			r[n++] = (struct ranked){ .rank = rank ? 1 : 0,
				.c = { .shown = v[i].value.text,
				    .events = v[i].events } };
	}
	keep_best(k, r, n);
	free(r);
	for (size_t i = 0; i < k->n; i++) {
		struct candidate *c = &k->candidate[i];
		struct buf b = { 0 };
		size_t at = 0;

		while (at < seen && v[at].value.text.p != c->shown.p)
			at++;
		query_quote_value((struct value){
		                      at < seen && !k->place.quoted
		                          ? v[at].value.type
		                          : VALUE_STRING,
		                      c->shown },
		    &b);
		c->text = arena_copy(&k->arena, buf_str(&b));
		buf_free(&b);
	}
}

/* ---- work -------------------------------------------------------------- */

static void
ask_words_run(struct work *w)
{
	struct ask_words *k = (struct ask_words *)w;

	switch (k->place.what) {
	case COMPLETE_COMMAND:
	case COMPLETE_NAME:
		find_names(k);
		break;
	case COMPLETE_VALUE:
		find_values(k);
		break;
	case COMPLETE_NOTHING:
		break;
	}
}

static void
ask_words_free(struct work *w)
{
	struct ask_words *k = (struct ask_words *)w;

	known_fields_release(k->known);
	snapshot_release(k->snapshot);
	arena_free(&k->arena);
	free((char *)k->text.p);
	free(k);
}

struct ask_words *
ask_words_new(struct snapshot *s, struct pool *pool, struct str text,
    size_t cursor, struct known_fields *known)
{
	struct ask_words *k = mem_zero(1, sizeof(*k));
	char *p = mem_alloc(text.n + 1);

	if (text.n)
		memcpy(p, text.p, text.n);
	k->work.run = ask_words_run;
	k->work.free = ask_words_free;
	k->snapshot = snapshot_hold(s);
	k->pool = pool;
	k->text = (struct str){ p, text.n };
	complete_place(k->text, cursor, &k->place);
	if (known && known->generation == snapshot_generation(s))
		k->known = known_fields_hold(known);
	return k;
}
