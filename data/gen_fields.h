/*
 * The top-level fields of a CloudTrail record, in the order in which the
 * service writes them (CloudTrail user guide, "CloudTrail record contents").
 * The last two are never written: other fields refer to them.
 */
#ifndef GEN_FIELDS_H
#define GEN_FIELDS_H

enum field {
	EVENT_VERSION,
	USER_IDENTITY,
	EVENT_TIME,
	EVENT_SOURCE,
	EVENT_NAME,
	AWS_REGION,
	SOURCE_IP_ADDRESS,
	USER_AGENT,
	ERROR_CODE,
	ERROR_MESSAGE,
	REQUEST_PARAMETERS,
	RESPONSE_ELEMENTS,
	ADDITIONAL_EVENT_DATA,
	REQUEST_ID,
	EVENT_ID,
	READ_ONLY,
	RESOURCES,
	EVENT_TYPE,
	API_VERSION,
	MANAGEMENT_EVENT,
	RECIPIENT_ACCOUNT_ID,
	SERVICE_EVENT_DETAILS,
	SHARED_EVENT_ID,
	VPC_ENDPOINT_ID,
	VPC_ENDPOINT_ACCOUNT_ID,
	INSIGHT_DETAILS,
	ADDENDUM,
	EVENT_CONTEXT,
	EVENT_CATEGORY,
	TLS_DETAILS,
	SESSION_CREDENTIAL_FROM_CONSOLE,
	FIELD_WRITTEN, /* how many are written */
	FIELD_ARN = FIELD_WRITTEN, /* the caller's */
	FIELD_HOST,    /* the host that was called */
	FIELD_COUNT
};

extern const char *const field_names[FIELD_COUNT];

#endif
