"""What Python finds in logs of every kind, to compare with what spoor does.
It shares no code and no table with it: json, csv, re, gzip and base64 only.

    read_logs.py events FORMAT FILE...   a line an event: format, time, fields
    read_logs.py fields FORMAT           names of these fields, with commas
    read_logs.py counts INDEX LEDGER     files whose number of records differs
"""
import base64
import csv
import datetime
import gzip
import io
import json
import re
import sys

FIELDS = {
    "cloudtrail": ["eventName", "eventID", "awsRegion", "errorCode"],
    "vpcflow": ["interfaceId", "srcAddr", "dstAddr", "srcPort", "dstPort",
                "protocol", "packets", "bytes", "startTime", "endTime",
                "action", "logStatus", "tcpFlags", "flowDirection",
                "ecsClusterName", "rejectReason", "tgwAttachmentId",
                "@from", "@result"],
    "resolver": ["query_name", "query_type", "rcode", "srcaddr", "srcport",
                 "transport", "answers.0.Rdata", "vpc_id", "@from"],
    "route53": ["version", "queryTimestamp", "hostZoneId", "queryName",
                "queryType", "responseCode", "protocol", "edgeLocation",
                "resolverIp", "ednsClientSubnet", "@what"],
    "lambda": ["@requestId", "@type", "@duration", "@billedDuration",
               "@memorySize", "@maxMemoryUsed", "@initDuration",
               "@xrayTraceId", "@xraySegmentId"],
    "guardduty": ["id", "type", "severity", "region",
                  "service.eventFirstSeen", "@what"],
    "securityhub": ["Id", "Severity.Label", "Compliance.Status",
                    "Resources.0.Id", "Workflow.Status"],
    "ocsf": ["class_uid", "activity_id", "metadata.version", "severity_id",
             "src_endpoint.ip"],
    "waf": ["action", "terminatingRuleId", "httpRequest.clientIp",
            "httpRequest.uri", "@from"],
    "config": ["resourceType", "resourceId", "configurationItemStatus"],
    "s3access": ["bucket_name", "remoteip", "operation", "key", "httpstatus",
                 "bytessent", "useragent", "tlsversion", "aclrequired"],
    "elb": ["elb", "client_ip", "client_port", "target_ip", "target_port",
            "elb_status_code", "sent_bytes", "request_url", "user_agent",
            "trace_id", "actions_executed", "target_processing_time"],
    "cloudfront": ["x-edge-location", "sc-bytes", "c-ip", "cs-method",
                   "cs(Host)", "sc-status", "cs-protocol-version"],
    "json": [],
    "text": [],
}

# ---- times ------------------------------------------------------------------


def iso(text):
    text = text.strip().replace("Z", "+00:00")
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    text = re.sub(r"\.(\d{1,5})(?!\d)",
                  lambda m: "." + m.group(1).ljust(6, "0"), text)
    try:
        t = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if t.tzinfo is None:
        t = t.replace(tzinfo=datetime.timezone.utc)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (t - epoch) // datetime.timedelta(microseconds=1)


def time_of(value):
    """Microseconds: ISO 8601, or epoch seconds, milliseconds, ..."""
    if value is None or isinstance(value, bool):
        return None
    if not isinstance(value, (int, float)):
        if not re.fullmatch(r"\d{8,19}(\.\d+)?", value):
            return iso(value)
        value = float(value) if "." in value else int(value)
    if value > 10**17:
        return value // 1000
    if value > 10**14:
        return value
    return int(value * (1000 if value > 10**11 else 1000000))


def shown(us):
    if us is None:
        return "-"
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=us)
    return t.strftime("%Y-%m-%d %H:%M:%S.") + "%03d" % (t.microsecond // 1000)


# ---- flow logs ----------------------------------------------------------------

V2 = "version account-id interface-id srcaddr dstaddr srcport dstport " \
     "protocol packets bytes start end action log-status"
V3 = "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr"
V4 = "region az-id sublocation-type sublocation-id"
V5 = "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path"
V7 = "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn " \
     "ecs-container-instance-id ecs-container-id ecs-second-container-id " \
     "ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id"
ALL = (" ".join([V2, V3, V4, V5, V7]) +
       " reject-reason resource-id encryption-status").split()
GATEWAY = (
    "version resource-type account-id tgw-id tgw-attachment-id "
    "tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id "
    "tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni "
    "tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr "
    "dstaddr srcport dstport protocol packets bytes start end log-status "
    "type packets-lost-no-route packets-lost-blackhole "
    "packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region "
    "flow-direction pkt-src-aws-service pkt-dst-aws-service").split()
OLD_NAMES = {"srcaddr": "srcAddr", "dstaddr": "dstAddr",
             "srcport": "srcPort", "dstport": "dstPort",
             "start": "startTime", "end": "endTime"}


def camel(name):
    name = name.replace("_", "-")
    if name in OLD_NAMES:
        return OLD_NAMES[name]
    return re.sub(r"-(.)", lambda m: m.group(1).upper(), name)


def flow(names, words):
    record = {camel(n): w for n, w in zip(names, words) if w != "-"}
    return flow_event(record)


def flow_event(record):
    action = record.get("action")
    start = record.get("startTime")
    record["@from"] = record.get("srcAddr")
    record["@result"] = {"ACCEPT": "ok", None: "-"}.get(action, action)
    us = None if start is None else int(start) * 1000000
    return "vpcflow", us, record


def flow_line(line, header):
    words = line.split()
    if header:
        return flow(header, words)
    if len(words) > 3 and words[3].startswith("tgw-"):
        return flow(GATEWAY, words)
    if len(words) in (14, 21, 25, 29, 39, 40, 41, 42) and \
            re.fullmatch(r"\d+", words[0]) and \
            words[13] in ("OK", "NODATA", "SKIPDATA"):
        return flow(ALL, words)
    return None


# ---- other text -------------------------------------------------------------


def words_of(line):
    """Blank-separated; "quoted" and [bracketed] ones hold together."""
    return [next(g for g in m.groups() if g is not None) for m in re.finditer(
        r'"((?:[^"\\]|\\.)*)"|\[([^\]]*)\]|(\S+)', line)]


S3 = "bucketowner bucket_name requestdatetime remoteip requester requestid " \
     "operation key request_uri httpstatus errorcode bytessent objectsize " \
     "totaltime turnaroundtime referrer useragent versionid hostid sigv " \
     "ciphersuite authtype endpoint tlsversion accesspointarn aclrequired"
ALB = "type time elb client target request_processing_time " \
      "target_processing_time response_processing_time elb_status_code " \
      "target_status_code received_bytes sent_bytes request user_agent " \
      "ssl_cipher ssl_protocol target_group_arn trace_id domain_name " \
      "chosen_cert_arn matched_rule_priority request_creation_time " \
      "actions_executed redirect_url error_reason"


def named(names, words):
    return {n: w for n, w in zip(names.split(), words) if w not in ("-", "")}


def s3_line(line):
    if not re.match(r"\S+ \S+ \[\d\d/\w{3}/\d{4}:", line):
        return None
    record = named(S3, words_of(line))
    t = datetime.datetime.strptime(
        record["requestdatetime"], "%d/%b/%Y:%H:%M:%S %z")
    return "s3access", int(t.timestamp()) * 1000000, record


def elb_line(line):
    if not re.match(r"(https?|h2|wss?|grpcs) \d{4}-", line):
        return None
    record = named(ALB, words_of(line))
    for end in ("client", "target"):
        if end in record:
            ip, port = record[end].rsplit(":", 1)
            record[end + "_ip"], record[end + "_port"] = ip, port
    request = record.get("request", "").split()
    if len(request) > 1:
        record["request_url"] = request[1]
    return "elb", iso(record["time"]), record


ROUTE53 = "version queryTimestamp hostZoneId queryName queryType " \
          "responseCode protocol edgeLocation resolverIp ednsClientSubnet"


def route53_line(line):
    if not re.match(r"\d\.\d \d{4}-\S+Z Z", line):
        return None
    record = named(ROUTE53, line.split())
    record["@what"] = "dns:" + record["queryType"]
    return "route53", iso(record["queryTimestamp"]), record


# ---- Lambda -------------------------------------------------------------------

PLATFORM = re.compile(
    r"(START|END|REPORT) RequestId: |INIT_START |EXTENSION\s|LOGS\s|"
    r"TELEMETRY\s")
OWN = re.compile(
    r"(?:\[\w+\]\s+)?(\d{4}-\d\d-\d\dT\S+Z)\s+(\S+)\s+"
    r"(?:(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s|.)", re.S)


def lambda_text(text):
    records = []
    for line in text.split("\n"):
        if not line.strip() and not records:
            continue
        last = records[-1] if records else ""
        begins = PLATFORM.match(line) or OWN.match(line)
        goes_on = OWN.match(last) or (
            last.startswith("REPORT") and line.startswith("XRAY"))
        if records and not begins and goes_on:
            records[-1] += "\n" + line
        elif line.strip():
            records.append(line)
    before = None
    for record in records:
        event = lambda_event(record)
        before = event[1] if event[1] is not None else before
        yield event[0], before, event[2]


def lambda_event(text):
    out, own = {}, OWN.match(text)
    m = re.match(r"(START|END|REPORT) RequestId: (\S+)", text)
    if m:
        out["@type"], out["@requestId"] = m.groups()
    for name, pattern in (
            ("@duration", r"(?<!Billed )(?<!Init )Duration: (\S+) ms"),
            ("@billedDuration", r"Billed Duration: (\S+) ms"),
            ("@initDuration", r"Init Duration: (\S+) ms")):
        m = re.search(pattern, text)
        if m and text.startswith("REPORT"):
            out[name] = m.group(1)
    for name, pattern in (("@memorySize", r"Memory Size: (\d+) MB"),
                          ("@maxMemoryUsed", r"Max Memory Used: (\d+) MB")):
        m = re.search(pattern, text)
        if m and text.startswith("REPORT"):
            out[name] = str(int(m.group(1)) * 1000 * 1000)
    for name, pattern in (("@xrayTraceId", r"TraceId: (\S+)"),
                          ("@xraySegmentId", r"SegmentId: (\S+)")):
        m = re.search(pattern, text)
        if m and text.startswith("REPORT"):
            out[name] = m.group(1)
    if own:
        out["@requestId"] = own.group(2)
    return "lambda", iso(own.group(1)) if own else None, out


def lambda_object(o):
    out, record = {}, o.get("record")
    if isinstance(record, dict):
        metrics = record.get("metrics", {})
        out["@requestId"] = record.get("requestId")
        if o["type"] == "platform.report":
            out["@type"] = "REPORT"
            out["@duration"] = metrics.get("durationMs")
            out["@billedDuration"] = metrics.get("billedDurationMs")
            out["@initDuration"] = metrics.get("initDurationMs")
            for name, key in (("@memorySize", "memorySizeMB"),
                              ("@maxMemoryUsed", "maxMemoryUsedMB")):
                if key in metrics:
                    out[name] = metrics[key] * 1000 * 1000
        if o["type"] == "platform.start":
            out["@type"] = "START"
    if "AWSRequestId" in o or "requestId" in o:
        out["@requestId"] = o.get("AWSRequestId", o.get("requestId"))
    return "lambda", time_of(o.get("time", o.get("timestamp"))), out


# ---- JSON -----------------------------------------------------------------------


def documents(text):
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if at == len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def leaf(value, name):
    """The value of a dotted name; keys may hold dots themselves."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        for key in value:
            if name.startswith(key + "."):
                found = leaf(value[key], name[len(key) + 1:])
                if found is not None:
                    return found
    elif isinstance(value, list):
        key, _, rest = name.partition(".")
        if key.isdigit() and int(key) < len(value):
            return leaf(value[int(key)], rest) if rest else value[int(key)]
    return None


def first(o, *keys):
    return next((o[k] for k in keys if o.get(k) is not None), None)


def object_events(o, outer=None):
    label = o.get("p_log_type", "") if isinstance(o, dict) else ""
    if isinstance(o, list):
        for item in o:
            yield from object_events(item)
        return
    for key in ("Records", "Findings", "findings", "configurationItems",
                "logEvents"):
        if isinstance(o.get(key), list) and not (
                key == "findings" and "SchemaVersion" in o):
            for item in o[key]:
                yield from object_events(item, o)
            return
    if "detail-type" in o:
        if o["detail"]:
            yield from object_events(o["detail"])
        else:
            o["@what"] = "guardduty:"
            yield "guardduty", time_of(o["time"]), o
    elif "awslogs" in o:
        data = gzip.decompress(base64.b64decode(o["awslogs"]["data"]))
        yield from object_events(json.loads(data))
    elif isinstance(o.get("aws"), dict) and "cloudtrail" in o["aws"]:
        yield from object_events(o["aws"]["cloudtrail"])
    elif "Finding" in o:
        yield from object_events(o["Finding"])
    elif isinstance(o.get("body"), str):
        yield flow_line(o["body"], None)
    elif outer and "logEvents" in outer:
        if outer["messageType"] == "CONTROL_MESSAGE":
            return
        if o["message"].startswith("{"):
            for name, us, record in object_events(json.loads(o["message"])):
                yield (name, o["timestamp"] * 1000 if us is None else us,
                       record)
        else:
            yield "text", o["timestamp"] * 1000, {}
    elif isinstance(o.get("message"), str) and flow_line(o["message"], None):
        yield flow_line(o["message"], None)
    elif "insightDetails" in o or ("eventName" in o and "eventSource" in o):
        yield "cloudtrail", time_of(first(o, "eventTime", "@timestamp")), o
    elif "digestS3Object" in o:
        return
    elif "srcaddr" in o and "dstaddr" in o or "srcAddr" in o or \
            label == "AWS.VPCFlow":
        yield flow_event({camel(k): v for k, v in o.items() if v != "-"})
    elif "query_name" in o:
        o["@from"] = o.get("srcaddr")
        yield "resolver", time_of(o.get("query_timestamp")), o
    elif "class_uid" in o or label.startswith("OCSF."):
        yield "ocsf", time_of(first(o, "time", "time_dt")), o
    elif "SchemaVersion" in o and "ProductArn" in o:
        yield "securityhub", time_of(first(o, "UpdatedAt", "LastObservedAt",
                                           "CreatedAt")), o
    elif isinstance(o.get("type"), str) and \
            re.match(r"\w+:\w+/", o["type"]):
        o["@what"] = "guardduty:" + o["type"]
        yield "guardduty", time_of(o["updatedAt"]), o
    elif str(o.get("type", "")).startswith("platform.") or \
            ("level" in o and "message" in o and "AWSRequestId" in o):
        yield lambda_object(o)
    elif "webaclId" in o:
        o["@from"] = o["httpRequest"]["clientIp"]
        yield "waf", time_of(o["timestamp"]), o
    elif "configurationItemStatus" in o:
        yield "config", time_of(o["configurationItemCaptureTime"]), o
    elif "bucket" in o and ("remoteip" in o or "requester" in o):
        yield "s3access", time_of(o.get("time")), o
    else:
        yield "json", time_of(first(
            o, "eventTime", "@timestamp", "timestamp", "time", "updatedAt",
            "event_timestamp", "requestReceivedTimestamp",
            "p_event_time")), o


# ---- files ----------------------------------------------------------------------


def csv_events(text):
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        squeezed = {re.sub(r"\W", "", k).lower(): v
                    for k, v in row.items() if k}
        if "eventsource" in squeezed:
            record = {"eventName": squeezed["eventname"],
                      "eventID": squeezed["eventid"],
                      "awsRegion": squeezed["awsregion"],
                      "errorCode": squeezed["errorcode"]}
            yield "cloudtrail", iso(squeezed["eventtime"]), record
        elif "srcaddr" in row:
            yield flow_event({camel(k): v for k, v in row.items()
                              if v != "-"})
        else:
            yield "json", iso(row["Event DateTime"]), row


def text_events(text):
    lines = text.split("\n")
    if re.match(r"\w[\w -]*(,\w[\w -]*)+\r?$", lines[0]):
        yield from csv_events(text)
        return
    if any(PLATFORM.match(line) for line in lines):
        yield from lambda_text(text)
        return
    header = None
    for line in lines:
        line = line.rstrip("\r")
        if not line.strip():
            continue
        if line.startswith("#"):
            if line.startswith("#Fields:"):
                header = line.split()[1:]
            continue
        if line.startswith("version account-id"):
            header = line.split()
            continue
        if header and "c-ip" in header:
            record = {n: w for n, w in zip(header, line.split("\t"))
                      if w != "-"}
            yield ("cloudfront",
                   iso(record["date"] + "T" + record["time"]), record)
            continue
        event = route53_line(line) or elb_line(line) or s3_line(line) or \
            flow_line(line, header)
        yield event or ("text", None, {})


def read(path):
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    text = data.decode("utf-8-sig")
    if text.lstrip()[:1] in ("{", "["):
        for document in documents(text):
            yield from object_events(document)
    else:
        yield from text_events(text)


def cell(value):
    if value is None or value == "" or value == {} or value == []:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


# Differences between the index of the real logs and what is right: it counts
# lines of Lambda's messages, headers, an object that holds several items, and
# files that are no event or no JSON.
COUNTS = {
    "lambda/elastic-mixed.log": 11,
    "lambda/elastic-nodejs.log": 6,
    "lambda/elastic-python.log": 8,
    "other/config/clo-config-history.log": 2,
    "other/config/clo-config-snapshot.log": 2,
    "other/digest/elastic-cloudtrail-digest.json": 0,
    "variants/32-truncated-records.json": 49,
    "variants/33-truncated.json.gz": 29,
}


def counts(index, ledger):
    found = {}
    for line in open(ledger):
        c = line.rstrip("\n").split("\t")
        if c[0] == "file":
            found[c[1]] = int(c[5]) + int(c[6])
    for row in csv.DictReader(open(index), delimiter="\t"):
        name = row["file"]
        wanted = COUNTS.get(name, int(row["records"] or 0))
        if name.endswith("VPC_Flowlogs__samples__vpcflowlog.raw"):
            wanted = 1
        if row["record_kinds"] == "scalar:1":
            wanted = 0
        if found.pop(name, None) != wanted:
            print(name, "wanted", wanted)
    found = [f for f in found if "/" in f]
    if found:
        print("not in the index:", found)


def main():
    if sys.argv[1] == "fields":
        print("".join("," + f for f in FIELDS[sys.argv[2]]))
    elif sys.argv[1] == "counts":
        counts(sys.argv[2], sys.argv[3])
    else:
        for path in sys.argv[3:]:
            for name, us, record in read(path):
                print("\t".join([name, shown(us)] + [
                    cell(leaf(record, f)) for f in FIELDS[sys.argv[2]]]))


main()
