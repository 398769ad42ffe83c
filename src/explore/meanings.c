#include "explore/meanings.h"

#include "base/buf.h"

/* CloudTrail: AWS, "CloudTrail record contents" and "CloudTrail userIdentity
 * element" of the CloudTrail user guide. */
/* clang-format off */
static const struct meaning {
	const char *name, *meaning;
} meanings[] = {
	{ "eventVersion", "version of the record's form" },
	{ "userIdentity", "who made the call" },
	{ "userIdentity.type",
	    "kind of caller: Root, IAMUser, AssumedRole, Role, FederatedUser, "
	    "AWSAccount, AWSService, IdentityCenterUser, SAMLUser, "
	    "WebIdentityUser, Unknown" },
	{ "userIdentity.principalId",
	    "unique id of the caller; of a role session the id of the role, a "
	    "colon, and the session's name. It outlives renaming" },
	{ "userIdentity.arn",
	    "ARN of the caller; of a role session that of the session, not of "
	    "the role" },
	{ "userIdentity.accountId", "account that the caller belongs to" },
	{ "userIdentity.accessKeyId",
	    "access key that signed the call: AKIA is long-lived, ASIA is of a "
	    "session; absent for console sign-in and some services" },
	{ "userIdentity.userName", "friendly name of the IAM user" },
	{ "userIdentity.sessionContext",
	    "about the session whose temporary credentials signed the call" },
	{ "userIdentity.sessionContext.sessionIssuer",
	    "role or user that the session's credentials were made for" },
	{ "userIdentity.sessionContext.sessionIssuer.arn",
	    "ARN of the role, or user, behind the session" },
	{ "userIdentity.sessionContext.attributes.creationDate",
	    "when the session's credentials were made" },
	{ "userIdentity.sessionContext.attributes.mfaAuthenticated",
	    "true when the credentials were got with a second factor" },
	{ "userIdentity.sessionContext.ec2RoleDelivery",
	    "version of the instance metadata service that gave the "
	    "credentials: 1.0 needs no token, 2.0 does" },
	{ "userIdentity.sessionContext.webIdFederationData",
	    "provider and attributes of a web identity" },
	{ "userIdentity.invokedBy",
	    "AWS service that made the call for the caller, as with forward "
	    "access sessions or a service-linked role" },
	{ "userIdentity.identityProvider",
	    "SAML or web identity provider of a federated caller" },
	{ "userIdentity.credentialId", "bearer token of the call" },
	{ "eventTime", "when the request was completed, UTC, by the clock of "
	    "the service's endpoint" },
	{ "eventSource", "service that was called: its name before "
	    ".amazonaws.com" },
	{ "eventName", "action of the service's API that was called" },
	{ "awsRegion", "region that the request was made to; of global "
	    "services us-east-1" },
	{ "sourceIPAddress",
	    "address that the request came from; a service's host name when a "
	    "service called; of console actions that of the person's browser" },
	{ "userAgent",
	    "program that made the request, as it names itself: anyone may "
	    "write what he likes here" },
	{ "errorCode", "error of the service; absent when the call succeeded" },
	{ "errorMessage", "words to the error; of AccessDenied often who "
	    "lacked what on what" },
	{ "requestParameters",
	    "what the request asked for; null when it has no parameters; long "
	    "ones may be left out" },
	{ "responseElements",
	    "what the service answered to a call that changes something; null "
	    "for reads" },
	{ "additionalEventData", "about the event beyond request and answer" },
	{ "additionalEventData.MFAUsed",
	    "of a console sign-in: Yes when a second factor was given" },
	{ "additionalEventData.LoginTo", "address that was signed in to" },
	{ "requestID", "id of the request, made by the service" },
	{ "eventID", "id of the event, made by CloudTrail: unique, equal in "
	    "every delivery of it" },
	{ "eventType",
	    "AwsApiCall, AwsServiceEvent, AwsConsoleAction, AwsConsoleSignIn, "
	    "AwsVpceEvent, AwsCloudTrailInsight" },
	{ "apiVersion", "version of the service's API that was called" },
	{ "managementEvent", "true for a management event" },
	{ "readOnly", "true when the call changes nothing" },
	{ "resources", "resources that the event is about" },
	{ "resources.ARN", "ARN of the resource" },
	{ "resources.accountId", "account that owns the resource" },
	{ "resources.type", "type of the resource: AWS::service::type" },
	{ "recipientAccountId",
	    "account whose trail has this event; differs from the caller's "
	    "when a resource is used across accounts" },
	{ "serviceEventDetails", "what started a service event" },
	{ "sharedEventID",
	    "equal in the events of one action in different accounts" },
	{ "vpcEndpointId", "VPC endpoint that the request came through" },
	{ "vpcEndpointAccountId", "account of that VPC endpoint" },
	{ "eventCategory", "Management, Data, NetworkActivity or Insight" },
	{ "sessionCredentialFromConsole",
	    "true when the session was started in the AWS console" },
	{ "edgeDeviceDetails", "edge devices that the request was for" },
	{ "addendum", "why the event was delivered late or again" },
	{ "tlsDetails", "TLS version, cipher, and host name that the client "
	    "used in the request" },
	{ "insightDetails", "what was unusual, from when to when" },
};
/* clang-format on */
#define MEANINGS (sizeof(meanings) / sizeof(*meanings))

/* Without steps that are positions. */
static void
without_positions(struct str name, struct buf *out)
{
	while (name.n > 0) {
		struct str step = str_head(name, str_index(name, '.'));
		size_t digits = 0;

		while (digits < step.n && ((step.p[digits] >= '0' &&
		                               step.p[digits] <= '9') ||
		                              step.p[digits] == '*'))
			digits++;
		if (digits < step.n || step.n == 0) {
			if (out->n > 0)
				buf_byte(out, '.');
			buf_add(out, step);
		}
		name = str_from(name, step.n);
		if (name.n > 0)
			name = str_from(name, 1);
	}
}

const char *
field_meaning(struct str name)
{
	struct buf b = { 0 };
	const char *found = NULL;

	without_positions(name, &b);
	for (name = buf_str(&b); name.n > 0 && !found;) {
		for (size_t i = 0; i < MEANINGS && !found; i++)
			if (str_equal(name, str_of(meanings[i].name)))
				found = meanings[i].meaning;
		while (name.n > 0 && name.p[name.n - 1] != '.')
			name.n--;
		if (name.n > 0)
			name.n--;
	}
	buf_free(&b);
	return found;
}
