"""The rows of AWS's general and CloudTrail samples, computed a second time.

    sample_rows.py SPOOR SAMPLES LOG...     prints TAP

SAMPLES is the table of sample queries: id, group, query.  Each is computed
here from the same records, which Python's json reads.
"""
import gzip
import json
import os
import subprocess
import sys
from collections import defaultdict
from datetime import datetime, timezone

SPOOR, SAMPLES, LOGS = sys.argv[1], sys.argv[2], sys.argv[3:]
run = failed = 0


def ok(holds, what, why=""):
    global run, failed
    run += 1
    failed += not holds
    print(f"{'' if holds else 'not '}ok {run} - {what}")
    for line in why.splitlines() if not holds else []:
        print(f"# {line}")


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None or isinstance(value, str) else None


def get(event, path):
    """A leaf by its dotted path; the keys of these paths have no dots."""
    for step in path.split("."):
        if isinstance(event, list) and step.isdigit():
            event = event[int(step)] if int(step) < len(event) else None
        elif isinstance(event, dict):
            event = event.get(step)
        else:
            return None
    return text(event)


def time(event):
    t = datetime.strptime(event["eventTime"], "%Y-%m-%dT%H:%M:%SZ")
    return t.replace(tzinfo=timezone.utc)


def stamp(t):
    return t.strftime("%Y-%m-%d %H:%M:%S.000")


def files():
    for log in LOGS:
        if not os.path.isdir(log):
            yield log
        for top, _, names in os.walk(log):
            yield from (os.path.join(top, name) for name in names)


def load():
    """Each event once; numbers keep their spelling."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    found = {}
    for path in files():
        with open(path, "rb") as log:
            data = log.read()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        body, at = data.decode(), 0
        while at < len(body):
            if body[at].isspace():
                at += 1
                continue
            value, at = decoder.raw_decode(body, at)
            for event in value.get("Records", [value]):
                found[event["eventID"]] = event
    return list(found.values())


def spoor(query):
    got = subprocess.run([SPOOR, "query", "-o", "json", query, *LOGS],
                         capture_output=True, text=True)
    if got.returncode > 1:
        return got.stderr
    return json.loads(got.stdout or "[]", parse_int=str, parse_float=str)


EVENTS = load()


def shown(events, *columns):
    """@message is compared by the eventID in it."""
    rows = []
    for e in events:
        row = {c: stamp(time(e)) if c == "@timestamp"
               else e["eventID"] if c == "@message" else get(e, c)
               for c in columns or ("@timestamp", "@message")}
        rows.append({k: v for k, v in row.items() if v is not None})
    return rows


def counted(events, keys, name="count(*)"):
    groups = defaultdict(int)
    for e in events:
        groups[tuple(k(e) if callable(k) else get(e, k)
                     for _, k in keys)] += 1
    return [{**{n: v for (n, _), v in zip(keys, values) if v is not None},
             name: str(count)} for values, count in groups.items()]


def paths(*names):
    return [(n, n) for n in names]


def floor(seconds):
    return lambda e: stamp(datetime.fromtimestamp(
        time(e).timestamp() // seconds * seconds, timezone.utc))


def newest(events, n=None):
    return sorted(events, key=time, reverse=True)[:n]


def where(**wanted):
    return [e for e in EVENTS
            if all(get(e, k) == v for k, v in wanted.items())]


OLD_TLS = [e for e in EVENTS
           if get(e, "tlsDetails.tlsVersion") in ("TLSv1", "TLSv1.1")]
WITH_EXCEPTION = [e for e in EVENTS if "Exception" in json.dumps(e)]
TLS_KEYS = ("userIdentity.accountId", "recipientAccountId", "eventSource",
            "eventName", "awsRegion", "tlsDetails.tlsVersion",
            "tlsDetails.cipherSuite", "userAgent")

# Of each sample its rows, and the column by whose order they come.
EXPECTED = {
    "a001": (shown(newest(EVENTS, 25)), "@timestamp"),
    "a002": (counted(WITH_EXCEPTION, [("bin(1h)", floor(3600))],
                     "exceptionCount"), "exceptionCount"),
    "a003": (shown([e for e in EVENTS if e not in WITH_EXCEPTION],
                   "@message"), None),
    "a004": (shown(EVENTS, "@timestamp"), "@timestamp"),
    "a005": (shown(EVENTS, "@timestamp"), "@timestamp"),
    "a006": (shown(newest(EVENTS, 20)), "@timestamp"),
    "a007": (shown(EVENTS), "@timestamp"),
    "a008": (counted(EVENTS, paths("fieldName")), None),
    "a009": (counted(EVENTS, [("bin(30s)", floor(30))]), None),
    "a025": (counted(EVENTS, paths("eventSource", "eventName",
                                   "awsRegion")), None),
    "a026": (shown([e for e in where(awsRegion="us-east-2")
                    if get(e, "eventName") in ("StartInstances",
                                               "StopInstances")]), None),
    "a027": (shown(where(eventName="CreateUser"), "awsRegion",
                   "requestParameters.userName",
                   "responseElements.user.arn"), None),
    "a028": (counted([e for e in where(eventName="UpdateTrail")
                      if get(e, "errorCode")],
                     paths("errorCode", "errorMessage")), None),
    "a029": (counted(OLD_TLS, paths(*TLS_KEYS), "numOutdatedTlsCalls"),
             "eventSource"),
    "a030": (counted(OLD_TLS, paths("eventSource"), "numOutdatedTlsCalls"),
             "numOutdatedTlsCalls"),
    "a031": (shown([e for e in EVENTS if get(
        e, "requestParameters.instancesSet.items.0.instanceId")
        == "i-abcde123"]), "@timestamp"),
}

# Where these records have nothing of what a sample asks for: the sample with
# other values, and its rows.
TLS_NOW = [e for e in EVENTS if get(e, "tlsDetails.tlsVersion") == "TLSv1.2"]
INSTANCE = "requestParameters.instancesSet.items.0.instanceId"
SOME_INSTANCE = sorted(filter(None, (get(e, INSTANCE) for e in EVENTS)))[0]
VARIED = {
    "a026": ([("StartInstances", "DescribeInstances"),
              ("StopInstances", "RunInstances"), ("us-east-2", "us-east-1")],
             shown([e for e in where(awsRegion="us-east-1")
                    if get(e, "eventName") in ("DescribeInstances",
                                               "RunInstances")]), None),
    "a028": ([("UpdateTrail", "GetBucketPolicy")],
             counted([e for e in where(eventName="GetBucketPolicy")
                      if get(e, "errorCode")],
                     paths("errorCode", "errorMessage")), None),
    "a029": ([('"TLSv1", ', '"TLSv1.2", ')],
             counted(TLS_NOW, paths(*TLS_KEYS), "numOutdatedTlsCalls"),
             "eventSource"),
    "a030": ([('"TLSv1", ', '"TLSv1.2", ')],
             counted(TLS_NOW, paths("eventSource"), "numOutdatedTlsCalls"),
             "numOutdatedTlsCalls"),
    "a031": ([("i-abcde123", SOME_INSTANCE)],
             shown(where(**{INSTANCE: SOME_INSTANCE})), "@timestamp"),
}


def elements(event, path):
    """All that a path with * stands for."""
    if not path:
        return [event] if event is not None else []
    step, _, rest = path.partition(".")
    if step == "*":
        below = event if isinstance(event, list) else []
    elif isinstance(event, dict):
        below = [event.get(step)]
    else:
        below = []
    return [x for b in below for x in elements(b, rest)]


def by_elements(path):
    groups = defaultdict(int)
    for e in EVENTS:
        for value in set(elements(e, path)) or {None}:
            groups[value] += 1
    return [{**({path: v} if v is not None else {}), "count(*)": str(n)}
            for v, n in groups.items()]


ITEMS = "requestParameters.instancesSet.items.*.instanceId"
OWN = {
    "stats count(*) by resources.*.ARN":
        by_elements("resources.*.ARN"),
    f"stats count(*) by {ITEMS}":
        by_elements(ITEMS),
    'filter resources.*.type = "AWS::IAM::Role" | display eventID':
        shown([e for e in EVENTS if "AWS::IAM::Role" in
               elements(e, "resources.*.type")], "eventID"),
    'filter resources.*.type != "AWS::IAM::Role" | display eventID':
        shown([e for e in EVENTS if "AWS::IAM::Role" not in
               elements(e, "resources.*.type")], "eventID"),
    "stats count_distinct(sourceIPAddress) as n by eventSource":
        [{"eventSource": s, "n": str(len({
            get(e, "sourceIPAddress") for e in where(eventSource=s)}))}
         for s in {get(e, "eventSource") for e in EVENTS}],
}


def plain(rows):
    """Rows as they are compared."""
    out = []
    for row in rows:
        row = {k: text(v) if not isinstance(v, (list, dict)) else str(v)
               for k, v in row.items()}
        if row.get("@message", "").startswith("{"):
            row["@message"] = json.loads(row["@message"])["eventID"]
        out.append(row)
    return out


def same(query, want, order, what):
    got = spoor(query)
    if isinstance(got, str):
        ok(False, what, got)
        return
    got = plain(got)
    columns = {c for row in want for c in row}
    got = [{c: v for c, v in row.items() if c in columns} for row in got]
    # Of events of one time any may be the last that a limit takes.
    if " limit " in query.replace("\n", " "):
        want, got = ([{order: r[order]} for r in rows]
                     for rows in (want, got))
    key = lambda row: sorted(row.items())  # noqa: E731
    ok(sorted(got, key=key) == sorted(want, key=key),
       f"{what}: {len(want)} rows",
       f"{len(got)} rows, not {len(want)}\n{got[:3]}\n{want[:3]}")
    if order and got:
        values = [r[order] for r in got]
        if all(v.isdigit() for v in values):
            values = [int(v) for v in values]
        down = "desc" in query
        ok(values == sorted(values, reverse=down), f"{what}: their order")


ok(len(EVENTS) > 3000, f"there are records: {len(EVENTS)}")
with open(SAMPLES) as table:
    for line in table:
        number, _, query = line.rstrip("\n").split("\t")
        if number in EXPECTED:
            query = query.replace("\\n", "\n")
            same(query, *EXPECTED[number], number)
        if number in VARIED:
            changes, *want = VARIED[number]
            for old, new in changes:
                query = query.replace(old, new)
            same(query, *want, f"{number} with other values")
for query, want in OWN.items():
    same(query, want, None, query)
print(f"1..{run}")
sys.exit(failed > 0)
