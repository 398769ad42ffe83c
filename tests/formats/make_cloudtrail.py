#!/usr/bin/env python3
"""Makes tests/formats/cloudtrail/: one set of events in each container, and the
columns that they must give.

    tests/formats/make_cloudtrail.py        (writes beside itself)

What AWS documents about userIdentity and the record decides what is wanted;
the own fields are written down here by hand.  Values and times come from
Python's json, not from spoor.
"""
import json
import os

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cloudtrail")
ACCOUNT = "123456789012"


def uid(n):
    return "00000000-0000-4000-8000-%012d" % n


def identity(kind, **more):
    return dict({"type": kind}, **more)


def event(n, name, source, who, **more):
    e = {"eventVersion": "1.09"}
    if who is not None:
        e["userIdentity"] = who
    e["eventTime"] = "2024-02-29T10:00:%02dZ" % n
    e["eventSource"] = source
    e["eventName"] = name
    e["awsRegion"] = "eu-north-1"
    e["sourceIPAddress"] = "198.51.100.7"
    e["userAgent"] = "aws-cli/2.15"
    e.update(more)
    e["eventID"] = uid(n)
    e["eventType"] = e.get("eventType", "AwsApiCall")
    e["recipientAccountId"] = ACCOUNT
    return {k: v for k, v in e.items() if v is not ...}


USER = identity("IAMUser", principalId="AIDAEXAMPLE1", accountId=ACCOUNT,
                arn="arn:aws:iam::%s:user/ops/alice" % ACCOUNT,
                accessKeyId="AKIAEXAMPLE1", userName="alice")
ROLE = identity(
    "AssumedRole", principalId="AROAEXAMPLE2:i-0abc", accountId=ACCOUNT,
    arn="arn:aws:sts::%s:assumed-role/web/i-0abc" % ACCOUNT,
    sessionContext={"sessionIssuer": {
        "type": "Role", "principalId": "AROAEXAMPLE2", "userName": "web",
        "arn": "arn:aws:iam::%s:role/app/web" % ACCOUNT,
        "accountId": ACCOUNT}})

# Each: the event, then who, what, from, result, resource.
IP = "198.51.100.7"
EVENTS = [
    (event(1, "CreateUser", "iam.amazonaws.com", USER,
           requestParameters={"userName": "mallory"}),
     ACCOUNT + "/alice", "iam:CreateUser", IP, "ok", "user mallory"),
    (event(2, "ConsoleLogin", "signin.amazonaws.com",
           identity("Root", principalId=ACCOUNT, accountId=ACCOUNT,
                    arn="arn:aws:iam::%s:root" % ACCOUNT),
           responseElements={"ConsoleLogin": "Failure"},
           eventType="AwsConsoleSignIn"),
     ACCOUNT + "/root", "signin:ConsoleLogin", IP, "Failure", "-"),
    (event(3, "GetObject", "s3.amazonaws.com", ROLE,
           requestParameters={"bucketName": "plans", "key": "a/b.txt"},
           resources=[{"type": "AWS::S3::Object",
                       "ARN": "arn:aws:s3:::plans/a/b.txt"},
                      {"type": "AWS::S3::Bucket", "accountId": ACCOUNT,
                       "ARN": "arn:aws:s3:::plans"}]),
     ACCOUNT + "/web/i-0abc", "s3:GetObject", IP, "ok",
     "S3::Object plans/a/b.txt +1"),
    (event(4, "Decrypt", "kms.amazonaws.com",
           identity("AWSService", invokedBy="secretsmanager.amazonaws.com"),
           sourceIPAddress="secretsmanager.amazonaws.com",
           resources=[{"type": "AWS::KMS::Key", "accountId": ACCOUNT,
                       "ARN": "arn:aws:kms:eu-north-1:%s:key/%s" %
                       (ACCOUNT, uid(99))}]),
     "aws:secretsmanager", "kms:Decrypt", "aws:secretsmanager", "ok",
     "KMS::Key " + uid(99)),
    (event(5, "AssumeRole", "sts.amazonaws.com",
           identity("AWSAccount", principalId="AIDAOTHER",
                    accountId="999988887777"),
           requestParameters={"roleArn":
                              "arn:aws:iam::%s:role/app/web" % ACCOUNT}),
     "999988887777", "sts:AssumeRole", IP, "ok", "role web"),
    (event(6, "GetObject", "s3.amazonaws.com",
           identity("AWSAccount", principalId="",
                    accountId="ANONYMOUS_PRINCIPAL"),
           errorCode="AccessDenied", errorMessage="Access Denied",
           requestParameters={"bucketName": "plans"}),
     "anonymous", "s3:GetObject", IP, "AccessDenied", "bucket plans"),
    (event(7, "ListBuckets", "s3.amazonaws.com",
           identity("FederatedUser", accountId=ACCOUNT,
                    principalId=ACCOUNT + ":guest",
                    arn="arn:aws:sts::%s:federated-user/guest" % ACCOUNT,
                    sessionContext={"sessionIssuer": {
                        "type": "IAMUser", "userName": "alice"}}),
           requestParameters=None, resources=None),
     ACCOUNT + "/alice/guest", "s3:ListBuckets", IP, "ok", "-"),
    (event(8, "ListAccounts", "sso.amazonaws.com",
           identity("IdentityCenterUser", accountId=ACCOUNT,
                    onBehalfOf={"userId": "u-42",
                                "identityStoreArn": "arn:aws:identitystore::"
                                + ACCOUNT + ":identitystore/d-1"},
                    credentialId="c")),
     ACCOUNT + "/sso/u-42", "sso:ListAccounts", IP, "ok", "-"),
    (event(9, "AssumeRoleWithSAML", "sts.amazonaws.com",
           identity("SAMLUser", principalId="x:dora", userName="dora",
                    identityProvider="x")),
     "saml/dora", "sts:AssumeRoleWithSAML", IP, "ok", "-"),
    (event(10, "AssumeRoleWithWebIdentity", "sts.amazonaws.com",
           identity("WebIdentityUser", principalId="p:app:emil",
                    userName="emil", identityProvider="idp.example")),
     "oidc/emil", "sts:AssumeRoleWithWebIdentity", IP, "ok", "-"),
    (event(11, "Probe", "example.amazonaws.com",
           identity("Unknown", principalId="who-knows")),
     "who-knows", "example:Probe", IP, "ok", "-"),
    (event(12, ..., ..., None, eventType="AwsCloudTrailInsight",
           eventCategory="Insight", sourceIPAddress=..., userAgent=...,
           insightDetails={
               "state": "Start", "eventSource": "ec2.amazonaws.com",
               "eventName": "RunInstances",
               "insightType": "ApiCallRateInsight",
               "insightContext": {"statistics": {
                   "baseline": {"average": 0.0000882145},
                   "insight": {"average": 0.6}}}}),
     "-", "ec2:RunInstances", "-", "-", "-"),
    (event(13, "ListKeys", "kms.amazonaws.com", USER,
           eventType="AwsVpceEvent", eventCategory="NetworkActivity",
           errorCode="VpceAccessDenied", requestParameters=None,
           vpcEndpointId="vpce-1", vpcEndpointAccountId=ACCOUNT),
     ACCOUNT + "/alice", "kms:ListKeys", IP, "VpceAccessDenied", "-"),
    (event(14, "RotateKey", "kms.amazonaws.com",
           {"accountId": ACCOUNT, "invokedBy": "AWS Internal"},
           eventType="AwsServiceEvent", sourceIPAddress="AWS Internal",
           serviceEventDetails={"keyId": uid(98)}),
     "AWS Internal", "kms:RotateKey", "AWS Internal", "ok", "-"),
    (event(15, "UpdateFunctionCode20150331v2", "lambda.amazonaws.com", USER,
           requestParameters={"functionName":
                              "arn:aws:lambda:eu-north-1:%s:function:f" %
                              ACCOUNT}),
     ACCOUNT + "/alice", "lambda:UpdateFunctionCode", IP, "ok", "function f"),
    (event(16, "UpdateDistribution2020_05_31", "cloudfront.amazonaws.com",
           dict(USER, userName="HIDDEN_DUE_TO_SECURITY_REASONS"),
           sourceIPAddress="2001:db8::1"),
     ACCOUNT + "/HIDDEN_DUE_TO_SECURITY_REASONS",
     "cloudfront:UpdateDistribution", "2001:db8::1", "ok", "-"),
    (event(17, "Odd", "odd", None, userIdentity=None,
           userAgent=["one", "two"], errorCode=17, sourceIPAddress=True,
           requestParameters="text", resources={}, awsRegion=["r"],
           **{"a.b": {"": "empty key"}, "with space": [[], {}, [1, [2]]]}),
     "-", "odd:Odd", "true", "17", "-"),
    (event(18, "Untimed", "iam.amazonaws.com", USER, eventTime="redacted"),
     ACCOUNT + "/alice", "iam:Untimed", IP, "ok", "-"),
    (event(19, "Late", "iam.amazonaws.com",
           identity("IAMUser", accountId=ACCOUNT,
                    arn="arn:aws:iam::%s:user/ops/bob" % ACCOUNT),
           eventTime="2024-02-29T12:00:19.250+02:00"),
     ACCOUNT + "/bob", "iam:Late", IP, "ok", "-"),
]


def stamp(e, container=None):
    """As AWS prints @timestamp, and where it is from."""
    from datetime import datetime, timezone
    for text, source in ((e.get("eventTime"), "record"),
                         (container, "container")):
        try:
            t = datetime.fromisoformat(text.replace("Z", "+00:00"))
        except (AttributeError, ValueError):
            continue
        t = t.astimezone(timezone.utc)
        return (t.strftime("%Y-%m-%d %H:%M:%S.") +
                "%03d" % (t.microsecond // 1000), source)
    return "-", "none"


def rows(container=None):
    out = []
    for i, (e, who, what, come, result, resource) in enumerate(EVENTS):
        at, source = stamp(e, container)
        region = e.get("awsRegion", "-")
        out.append((at if at != "-" else "", i, "\t".join(
            [e["eventID"], at, source, who, what,
             region if isinstance(region, str) else "-", come, result,
             resource])))
    return "".join(r[2] + "\n" for r in sorted(out))


def write(name, text):
    with open(os.path.join(HERE, name), "w", newline="") as f:
        f.write(text)


def envelope(e):
    return {"version": "0", "id": e["eventID"],
            "detail-type": "AWS API Call via CloudTrail",
            "source": "aws.x", "account": ACCOUNT,
            "time": "2024-02-29T09:59:00Z", "region": "eu-north-1",
            "resources": [], "detail": e}


def main():
    events = [row[0] for row in EVENTS]
    half = len(events) // 2

    def text(v, **k):
        return json.dumps(v, separators=(",", ":"), **k)

    lines = [text(e) for e in events]
    write("wanted.tsv", rows())
    write("records.json", '{"Records":[%s]}' % ",".join(lines))
    write("records-pretty.json",
          json.dumps({"Records": events}, indent=4) + "\n")
    write("records-last.json", json.dumps(
        {"meta": {"Records": [1, {"a": "]}"}]}, "next": None,
         "Records": events}) + "\n")
    write("records-first.json", json.dumps(
        {"Records": events, "Records ": 1, "tail": [{"x": "}"}]}))
    write("two-documents.json", '{"Records":[%s]}{"Records":[%s]}' %
          (",".join(lines[:half]), ",".join(lines[half:])))
    write("lines.ndjson", "".join(l + "\n" for l in lines))
    write("lines-crlf.ndjson", "\ufeff" + "\r\n\r\n".join(lines))
    write("back-to-back.json", "".join(lines))
    write("array.json", text(events))
    write("array-pretty.json", json.dumps(events, indent=2, ensure_ascii=True))
    write("array-lines.json", "[\n" + ",\n".join(lines) + "\n]\n")
    write("pretty-events.json",
          "\n".join(json.dumps(e, indent=1) for e in events))
    write("wrapped.ndjson", "".join(
        text({"@timestamp": "2020-01-01T00:00:00Z",
              "aws": {"cloudtrail": e}}) + "\n" for e in events))
    write("eventbridge.ndjson",
          "".join(text(envelope(e)) + "\n" for e in events))
    write("eventbridge-array.json", json.dumps(
        [envelope(e) for e in events], indent=2))
    write("wanted-eventbridge.tsv", rows("2024-02-29T09:59:00Z"))
    write("single.json", json.dumps(events[0], indent=2))


main()
