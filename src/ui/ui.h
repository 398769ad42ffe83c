/*
 * The terminal face of an investigation: draws explore, takes keys.
 *
 *	terminal ──input──▶ key ──▶ explore ──▶ view (panes, grid) ──▶ term
 *
 * The only room that knows a screen; batch commands do without it.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "explore/explore.h"
#include "ui/theme.h"

struct ui_options {
	const char *theme; /* theme_find()'s names; NULL: by the environment */
	enum colour_when colour;
	bool ascii; /* also where the locale is not UTF-8 */
	int (*zone)(int64_t us); /* as explore's; NULL: UTC */
};

/*
 * Shows x until the user quits.  Returns 0 then; -1 when there is no terminal
 * to show it on (err says why); the number of the signal that ended it.  The
 * terminal is restored in each case.  setlocale(LC_CTYPE, "") must have been
 * called, and every other thread must block SIGWINCH, SIGTSTP, SIGCONT,
 * SIGINT, SIGTERM and SIGHUP.
 */
int ui_run(struct explore *x, const struct ui_options *o, struct err *err);

/* True if --theme may have that name; the names with blanks between. */
bool ui_has_theme(const char *name);
const char *ui_themes(void);
#endif
