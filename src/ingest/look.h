/*
 * A first look at an object: its top-level keys, and what they say about what
 * it is, without touching the store.  Values inside are checked and skipped.
 */
#ifndef INGEST_LOOK_H
#define INGEST_LOOK_H

#include "base/arena.h"
#include "base/json.h"

/* Top-level keys that tell formats apart. */
enum {
	SIGN_EVENT_NAME = 1,
	SIGN_EVENT_SOURCE = 2,
	SIGN_EVENT_VERSION = 4,
	SIGN_USER_IDENTITY = 8,
	SIGN_INSIGHT_DETAILS = 16,
	SIGN_DIGEST = 32,       /* digestS3Object */
	SIGN_BUCKET = 64,       /* bucket, in an EventBridge detail */
	SIGN_OBJECT = 128,      /* object, likewise */
	SIGN_DETAIL_TYPE = 256, /* detail-type */
};

#define LOOK_KEYS 4

struct container;

struct look {
	uint32_t signs;
	struct str source;      /* eventSource or EventSource, if a string */
	struct str detail_type; /* of an EventBridge envelope */
	struct str time;        /* "time", if a string */
	/* The container that it is, or NULL; its inner value as text, or, of
	 * one that is streamed, nothing: j then stands behind its [. */
	const struct container *container;
	struct str inner;
	uint32_t n_keys;
	struct str keys[LOOK_KEYS]; /* the first ones */
};

/* Reads the object that j was initialised with.  JSON_END: whole; JSON_ARRAY:
 * a streamed container begins; else JSON_MORE, JSON_ERROR.  Texts are borrowed
 * from the input or from a. */
enum json_token look_at(struct look *l, struct json *j, struct arena *a);
#endif
