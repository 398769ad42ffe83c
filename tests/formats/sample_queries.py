"""AWS's sample queries for VPC flow, Route 53 and Lambda logs: data that has
something to find for each, and the rows that are right, by plain Python.

    sample_queries.py make DIR   writes flow.log, dns.log, lambda.json
    sample_queries.py rows ID    the rows of the query with that id, as TSV
"""
import collections
import datetime
import ipaddress
import json
import sys

START = 1700000000  # 2023-11-14 22:13:20


def random_numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed >> 8


def flows():
    r = random_numbers(1)
    for i in range(400):
        skipped = next(r) % 20 == 0
        f = {"version": 2, "accountId": "123456789012",
             "interfaceId": "eni-0123456789abcdef%d" % (next(r) % 3),
             "startTime": START + i * 60, "endTime": START + i * 60 + 59,
             "logStatus": "SKIPDATA" if skipped else "OK"}
        if not skipped:
            f.update({
                "srcAddr": "192.0.2.%d" % (next(r) % 40) if next(r) % 2
                else "10.0.0.%d" % (next(r) % 40),
                "dstAddr": "203.0.113.%d" % (next(r) % 30),
                "srcPort": 1024 + next(r) % 60000, "dstPort": 443,
                "protocol": (6, 17)[next(r) % 3 == 0],
                "packets": 1 + next(r) % 1000003,
                "bytes": 40 + next(r) % 100000007,
                "action": ("ACCEPT", "REJECT")[next(r) % 5 == 0]})
        yield f


def flow_line(f):
    names = ("version accountId interfaceId srcAddr dstAddr srcPort dstPort "
             "protocol packets bytes startTime endTime action logStatus")
    return " ".join(str(f.get(n, "-")) for n in names.split())


def queries():
    r = random_numbers(2)
    for i in range(300):
        yield {"time": START * 1000 + i * 47123,
               "name": "host%d.example.com" % (next(r) % 12),
               "type": ("A", "AAAA", "MX")[next(r) % 3],
               "code": ("NOERROR", "SERVFAIL", "NXDOMAIN")[next(r) % 3],
               "resolver": "198.51.100.%d" % int((next(r) % 400) ** 0.5)}


def query_line(q):
    return "1.0 %sZ Z0123456789 %s %s %s UDP FRA6 %s -" % (
        time_text(q["time"]).replace(" ", "T"), q["name"], q["type"],
        q["code"], q["resolver"])


def requests():
    r = random_numbers(3)
    for i in range(60):
        duration = next(r) % 300000 / 100
        yield {"time": START * 1000 + i * 31000,
               "id": "00000000-0000-4000-8000-%012d" % i,
               "duration": duration, "billed": int(duration) + 1,
               "size": 512, "used": 60 + next(r) % 300}


def request_lines(q):
    yield q["time"], "START RequestId: %s Version: $LATEST\n" % q["id"]
    yield q["time"] + 1, "%sZ\t%s\tINFO\tdone\n" % (
        time_text(q["time"] + 1).replace(" ", "T"), q["id"])
    yield q["time"] + 2, "END RequestId: %s\n" % q["id"]
    yield q["time"] + 2, (
        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\t"
        "Memory Size: %d MB\tMax Memory Used: %d MB\t\n" % (
            q["id"], q["duration"], q["billed"], q["size"], q["used"]))


def time_text(ms):
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)
    return t.strftime("%Y-%m-%d %H:%M:%S.") + "%03d" % (ms % 1000)


def make(where):
    with open(where + "/flow.log", "w") as out:
        for f in flows():
            out.write(flow_line(f) + "\n")
    # One of AWS's samples asks for a field logStream, without its @.
    with open(where + "/flow.ndjson", "w") as out:
        for f in list(flows())[:50]:
            out.write(json.dumps(dict(f, logStream="vpc-flow-logs")) + "\n")
    with open(where + "/dns.log", "w") as out:
        for q in queries():
            out.write(query_line(q) + "\n")
    entries = [{"logStreamName": "2023/11/14/[$LATEST]0", "timestamp": t,
                "message": m, "ingestionTime": t + 5, "eventId": "0"}
               for q in requests() for t, m in request_lines(q)]
    with open(where + "/lambda.json", "w") as out:
        json.dump({"events": entries}, out)


# ---- rows -----------------------------------------------------------------


def number(x):
    return ("%.4f" % x).rstrip("0").rstrip(".")


# A flow without data is a group of its own, without a key.


def mean(values):
    return sum(values) / len(values)


def groups(rows, *keys):
    found = collections.defaultdict(list)
    for row in rows:
        found[tuple(row.get(k) for k in keys)].append(row)
    return found


def bin_of(ms, width):
    return time_text(ms - ms % width)


MINUTE = 60 * 1000


def all_flows():
    return list(flows()) + list(flows())[:50]


def rows(query):
    flow, hour = all_flows(), 60 * MINUTE
    dns, lam = list(queries()), list(requests())
    if query == "a011":
        used = [q["used"] for q in lam]
        yield [512, min(used), mean(used), max(used), 512 - max(used)]
    elif query == "a012":
        for (t,), g in groups([dict(q, t=bin_of(q["time"] + 2, 5 * MINUTE))
                               for q in lam], "t").items():
            d = [q["duration"] for q in g]
            yield [t, mean(d), "%.2f" % max(d), "%.2f" % min(d)]
    elif query == "a013":
        slow = [q for q in lam if q["duration"] > 1000]
        for q in sorted(slow, key=lambda q: -q["time"])[:20]:
            yield [time_text(q["time"] + 2), q["id"]]
    elif query == "a014":
        sums = [(sum(f["packets"] for f in g), k) for k, g in groups(
            [f for f in flow if "srcAddr" in f],
            "srcAddr", "dstAddr").items()]
        for total, (src, dst) in sorted(sums, reverse=True)[:15]:
            yield [src, dst, total]
    elif query == "a015":
        net = ipaddress.ip_network("192.0.2.0/24")
        sums = [(sum(f["bytes"] for f in g), k) for k, g in groups(
            [f for f in flow if "srcAddr" in f and
             ipaddress.ip_address(f["srcAddr"]) in net], "dstAddr").items()]
        for total, (dst,) in sorted(sums, reverse=True)[:15]:
            yield [dst, total]
    elif query == "a016":
        for (src,), g in groups([f for f in flow if f.get("protocol") == 17],
                                "srcAddr").items():
            yield [src, len(g)]
    elif query == "a017":
        for (t,), g in groups(
                [{"t": bin_of(f["startTime"] * 1000, hour)} for f in flow
                 if f["logStatus"] == "SKIPDATA"], "t").items():
            yield [t, len(g)]
    elif query == "a018":
        seen = set()
        for f in sorted(list(flows())[:50], key=lambda f: -f["startTime"]):
            key = [f.get(n) for n in ("srcAddr", "dstAddr", "srcPort",
                                      "dstPort", "protocol")]
            if f["interfaceId"] == "eni-0123456789abcdef0" and \
                    None not in key and tuple(key) not in seen and \
                    len(seen) < 20:
                seen.add(tuple(key))
                yield [time_text(f["startTime"] * 1000)] + key + [f["bytes"]]
    elif query in ("a019", "a020"):
        for (dst,), g in groups(flow, "dstAddr").items():
            b = [f["bytes"] for f in g if "bytes" in f]
            yield [dst or "", mean(b) if b else ""] + (
                [max(b) if b else ""] if query == "a020" else [])
    elif query in ("a021", "a024"):
        for (kind, t), g in groups(
                [dict(q, t=bin_of(q["time"], hour) if query == "a021"
                      else None) for q in dns], "type", "t").items():
            yield [kind] + ([t] if t else []) + [len(g)]
    elif query == "a022":
        counts = [(len(g), k) for (k,), g in groups(dns, "resolver").items()]
        for n, resolver in sorted(counts, reverse=True)[:10]:
            yield [resolver, n]
    elif query == "a023":
        for (name,), g in groups([q for q in dns if q["code"] == "SERVFAIL"],
                                 "name").items():
            yield [name, len(g)]


def main():
    if sys.argv[1] == "make":
        make(sys.argv[2])
        return
    for row in rows(sys.argv[2]):
        print("\t".join(number(x) if isinstance(x, (int, float)) else x
                        for x in row))


main()
