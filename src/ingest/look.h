/*
 * A first look at an object: its top-level keys, and what they say about what
 * it is, without touching the store.  Values inside are checked and skipped.
 */
#ifndef INGEST_LOOK_H
#define INGEST_LOOK_H

#include "base/arena.h"
#include "base/json.h"

/* What top-level keys say.  Several spellings of a key have one sign. */
#define SIGN(n) (UINT64_C(1) << (n))
#define SIGN_EVENT_NAME SIGN(0)
#define SIGN_EVENT_SOURCE SIGN(1)
#define SIGN_EVENT_VERSION SIGN(2)
#define SIGN_USER_IDENTITY SIGN(3)
#define SIGN_INSIGHT_DETAILS SIGN(4)
#define SIGN_DIGEST SIGN(5)       /* digestS3Object */
#define SIGN_BUCKET SIGN(6)
#define SIGN_OBJECT SIGN(7)
#define SIGN_DETAIL_TYPE SIGN(8)  /* detail-type */
#define SIGN_MESSAGE_TYPE SIGN(9) /* messageType */
#define SIGN_STATUS_CODE SIGN(10)
#define SIGN_TRIGGER_RULES SIGN(11)
#define SIGN_LOG_ENTRY SIGN(12)   /* ingestionTime, logStreamName */
#define SIGN_SOURCE_ADDRESS SIGN(13)
#define SIGN_TARGET_ADDRESS SIGN(14)
#define SIGN_QUERY_NAME SIGN(15)
#define SIGN_QUERY_TYPE SIGN(16)
#define SIGN_ASFF SIGN(17)        /* SchemaVersion with ... */
#define SIGN_PRODUCT SIGN(18)     /* ... ProductArn or AwsAccountId */
#define SIGN_SERVICE SIGN(19)     /* service, Service */
#define SIGN_FINDING SIGN(20)     /* severity, Severity */
#define SIGN_CLASS_UID SIGN(21)
#define SIGN_WEB_ACL SIGN(22)
#define SIGN_REMOTE_IP SIGN(23)
#define SIGN_CONFIG_ITEM SIGN(24)
#define SIGN_RECORD SIGN(25)
#define SIGN_LEVEL SIGN(26)
#define SIGN_REQUEST_ID SIGN(27)  /* requestId, AWSRequestId */
#define SIGN_MESSAGE SIGN(28)
#define SIGN_ACCOUNT SIGN(29)     /* accountId, AccountId */
#define SIGN_REQUESTER SIGN(30)

/* Texts of scalars at the top that say something. */
enum noted {
	NOTED_NOTHING,
	NOTED_SOURCE,      /* eventSource or EventSource */
	NOTED_DETAIL_TYPE, /* of an EventBridge envelope */
	NOTED_TYPE,
	NOTED_LABEL,       /* p_log_type: what a pipeline took it for */
	NOTED_MESSAGE_TYPE,
	NOTED_OWNER, /* account of a log group */
	NOTED_GROUP,
	NOTED_STREAM,
	NOTED_INGESTION,
	NOTED_TIME,  /* the first key by preference that holds a time */
	NOTED,
};

#define LOOK_KEYS 4
#define LOOK_CONTAINERS 24

struct container;

struct look {
	uint64_t signs;
	struct str text[NOTED];
	uint8_t time_rank; /* of NOTED_TIME; 0: there is none */
	struct str time_key; /* a key that was asked for, or empty */

	/* The containers that it may be, and their inner values as text, by
	 * row; of one that is streamed nothing: j then stands behind its [. */
	struct str inner[LOOK_CONTAINERS];
	const struct container *streamed;
	uint32_t n_keys;
	struct str keys[LOOK_KEYS]; /* the first ones */
};

/* Reads the object that j was initialised with.  JSON_END: whole; JSON_ARRAY:
 * l->streamed begins; else JSON_MORE, JSON_ERROR.  Texts are borrowed from the
 * input or from a.  time_key: the key of the time, or empty to find it. */
enum json_token look_at(struct look *l, struct json *j, struct str time_key,
    struct arena *a);

/* A key at the top, with the text of its value. */
void look_note(struct look *l, struct str key, struct str text);

/* Before look_note. */
void look_start(struct look *l, struct str time_key);
#endif
