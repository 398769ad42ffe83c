/*
 * Undo and redo of what the user wrote: marks and columns.  Steps have back
 * and forward.
 */
#include <stdlib.h>
#include <string.h>

#include "explore/actions.h"
#include "explore/state.h"

/* What a change took the place of. */
struct change {
	char what[32]; /* "mark", "columns" */
	uint32_t *marked;
	size_t n_marked;
	struct column_set *set;
};

static void
change_take(const struct explore *x, const char *what, struct change *c)
{
	strncpy(c->what, what, sizeof(c->what) - 1);
	c->what[sizeof(c->what) - 1] = '\0';
	c->n_marked = x->n_marked;
	c->marked = mem_zero(x->n_marked + 1, sizeof(*c->marked));
	if (x->n_marked)
		memcpy(c->marked, x->marked, x->n_marked * sizeof(*c->marked));
	c->set = column_set_hold(x->set);
}

static void
change_free(struct change *c)
{
	free(c->marked);
	column_set_release(c->set);
}

static void
stack_push(const struct explore *x, struct changes *s, const char *what)
{
	if (s->n == CHANGES_MAX) {
		change_free(&s->change[0]);
		memmove(s->change, s->change + 1,
		    --s->n * sizeof(*s->change));
	}
	s->change = mem_grow(s->change, s->n + 1, sizeof(*s->change));
	change_take(x, what, &s->change[s->n++]);
}

static void
stack_free(struct changes *s)
{
	for (size_t i = 0; i < s->n; i++)
		change_free(&s->change[i]);
	free(s->change);
	*s = (struct changes){ 0 };
}

void
change_begin(struct explore *x, const char *what)
{
	stack_push(x, &x->undone, what);
	stack_free(&x->redone);
}

void
changes_free(struct explore *x)
{
	stack_free(&x->undone);
	stack_free(&x->redone);
}

/* The newest of `from` is put back; what was is kept in `to`. */
static bool
travel(struct explore *x, struct changes *from, struct changes *to,
    const char *word)
{
	struct change *c;

	if (from->n == 0)
		return false;
	c = &from->change[from->n - 1];
	stack_push(x, to, c->what);
	free(x->marked);
	x->marked = c->marked;
	x->n_marked = c->n_marked;
	columns_use(x, c->set);
	tell(x, "%s: %s", word, c->what);
	from->n--;
	return true;
}

unsigned
act_undo(struct explore *x)
{
	if (!travel(x, &x->undone, &x->redone, "undone"))
		tell(x, "nothing is to be undone: [ goes back on the path");
	return DRAW_ALL;
}

unsigned
act_redo(struct explore *x)
{
	if (!travel(x, &x->redone, &x->undone, "done again"))
		tell(x, "nothing was undone");
	return DRAW_ALL;
}
