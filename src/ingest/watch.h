/*
 * What happens in directories, as the system tells it (inotify(7)).
 *
 * A directory that cannot be watched has to be looked at again and again by
 * the caller: the system allows no more watches, has none at all, or the
 * directory lies on a file system that other machines write to.
 */
#ifndef INGEST_WATCH_H
#define INGEST_WATCH_H

#include <stdbool.h>

#include "base/str.h"

struct watch;

enum {
	WATCH_NAME = 1,     /* a name has come: made or renamed */
	WATCH_BYTES = 2,    /* its bytes or rights have changed */
	WATCH_WHOLE = 4,    /* written and closed, or renamed into place */
	WATCH_GONE = 8,     /* a name has gone: removed */
	WATCH_AWAY = 16,    /* a name has gone: renamed */
	WATCH_SELF = 32,    /* the directory itself has gone or moved */
	WATCH_MISSED = 64,  /* more happened than was kept */
};

struct watch_event {
	int id;          /* of the directory */
	unsigned what;   /* WATCH_ bits */
	struct str name; /* in it; borrowed until the next event */
};

enum watch_answer {
	WATCH_ADDED,
	WATCH_REMOTE, /* other machines write to it */
	WATCH_FULL,   /* no more watches */
	WATCH_FAILED, /* errno says why: it is gone, it must not be read */
};

/* most: directories; 0: as many as the system allows.  Never fails: what the
 * system refuses shows in watch_add. */
struct watch *watch_new(unsigned most);
void watch_free(struct watch *w);
/* To poll for reading; -1: there is none. */
int watch_fd(const struct watch *w);
/* The same directory gets the same id, by whatever name. */
enum watch_answer watch_add(struct watch *w, const char *path, int *id);
void watch_remove(struct watch *w, int id);
/* False: nothing has happened.  Never waits. */
bool watch_next(struct watch *w, struct watch_event *e);

/* Whether a file system (f_type of statfs(2)) is written to by other machines
 * or programs without this one being told. */
bool watch_is_remote(long type);
#endif
