/*
 * $VISUAL or $EDITOR on a text: the one child process of the explorer, run
 * only when the user has said so.
 */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* Writes text to a file of its own (mode 0600, below $TMPDIR or /tmp), runs the
 * editor on it in the terminal, which must have been left, reads it back into
 * out without the line end at its end, and removes the file.  Waits for the
 * editor.  False: it could not be run, or did not end with success. */
bool editor_run(struct str text, struct buf *out, struct err *err);
#endif
