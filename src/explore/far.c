#include "explore/far.h"

#include <stdlib.h>

size_t
far_column(const struct answer *a)
{
	size_t n = result_columns(a->result), i = 0;

	if (a->plain)
		return n;
	while (i < n && !str_equal(result_column_field(a->result, i),
	                    STR("@message")))
		i++;
	return i;
}

static void
ask_far_run(struct work *w)
{
	struct ask_far *k = (struct ask_far *)w;
	struct cell_reader *cells = cell_reader_new(k->answer->result);
	struct str *text = arena_array(&k->arena, k->n + 1, sizeof(*text));

	cell_reader_prepare(cells, k->from, (uint32_t)k->n, k->pool,
	    &w->stop);
	for (uint64_t i = 0; i < k->n && !atomic_load(&w->stop); i++) {
		struct value v = cell_read(cells, k->from + i, k->column);

		text[i] = arena_copy(&k->arena,
		    str_head(value_absent(v) ? STR("") : v.text,
		        FAR_BYTES_MAX));
	}
	if (!atomic_load(&w->stop))
		k->text = text;
	cell_reader_free(cells);
}

static void
ask_far_free(struct work *w)
{
	struct ask_far *k = (struct ask_far *)w;

	answer_release(k->answer);
	arena_free(&k->arena);
	free(k);
}

struct ask_far *
ask_far_new(struct answer *a, struct pool *pool, size_t column, uint64_t from,
    uint64_t n)
{
	struct ask_far *k = mem_zero(1, sizeof(*k));
	uint64_t rows = result_rows(a->result);

	k->work.run = ask_far_run;
	k->work.free = ask_far_free;
	k->answer = answer_hold(a);
	k->pool = pool;
	k->column = column;
	k->from = from < rows ? from : rows;
	k->n = n < rows - k->from ? n : rows - k->from;
	return k;
}
