# Pictures of results, measured against numbers that python3 counts.
. "$srcdir/tests/cli/cli.sh"
demo=$builddir/data/demo

# 1,000 events: 12 five-minute bins from 10:00, one of them empty, five users.
python3 - >calls.ndjson <<'END'
import json
users = ["ann"] * 5 + ["bob"] * 3 + ["cat"] * 2 + ["dan", "eve"]
n = 0
for b in range(12):
    for i in range(0 if b == 4 else 10 + 15 * (b * 7 % 12)):
        n += 1
        print(json.dumps({"eventVersion": "1.08",
            "eventTime": "2024-05-01T%02d:%02d:%02dZ"
                % (10, 5 * b + i % 5, i % 60),
            "eventSource": "iam.amazonaws.com", "eventName": "ListUsers",
            "awsRegion": "us-east-1", "sourceIPAddress": "192.0.2.1",
            "userIdentity": {"type": "IAMUser",
                "userName": users[(n * 7 + b) % len(users)]},
            "eventID": "00000000-0000-4000-8000-%012d" % n}))
END

# picture QUERY: in out; what the log says is in calls.ndjson.
picture() {
	run "$SPOOR" query --ascii -o chart "$1" calls.ndjson
}

cat >measure.py <<'END'
import collections, json, re, sys
log = [json.loads(l) for l in open("calls.ndjson")]
lines = open("out").read().split("\n")
bin_of = lambda e: int(e["eventTime"][14:16]) // 5
total = collections.Counter(bin_of(e) for e in log)
user = collections.Counter(e["userIdentity"]["userName"] for e in log)
rows = [l for l in lines if re.match(r"^ *[0-9,]* [|+]", l)]
top = int(rows[0].split()[0].replace(",", "")) if rows else 0
first = rows[0].index("+") + 1 if rows else 0
plain = [r.ljust(first + 60)[first:] for r in rows]

def columns(b):  # the five columns of a bin, each from the bottom up
    return ["".join(r[5 * b + k] for r in reversed(plain)).rstrip()
        for k in range(5)]

def stacked(gap):
    names = [n for n, c in sorted(user.items(), key=lambda x: (-x[1], x[0]))]
    for b in range(12):
        by = collections.Counter(e["userIdentity"]["userName"] for e in log
            if bin_of(e) == b)
        parts = [by[n] for n in names[:3]]
        parts.append(sum(by.values()) - sum(parts))
        want, level, sofar = "", 0, 0
        for fill, part in zip("#%:.", parts):
            sofar += part
            to = int(sofar * len(rows) / top + 0.5)
            want += fill * (to - level)
            level = max(level, to)
        if total[b] and not want:
            want = "#%:."[parts.index(max(parts))]
        got = columns(b)
        assert got[0] == ("" if gap else want), (b, got, want)
        assert got[1:] == [want] * 4, (b, got, want)
    legend = lines[0]
    for name, c in user.most_common(3):
        assert "%s %s" % (name, format(c, ",")) in legend, legend
    rest = sum(user.values()) - sum(c for _, c in user.most_common(3))
    assert "%d others %s" % (len(user) - 3, format(rest, ",")) in legend

def lined():
    for b in range(12):
        column = columns(b)[2]
        if not total[b]:
            assert "1" not in column, column
            continue
        at = len(rows) - 1 - column.rindex("1")
        want = (top - total[b]) / top * (len(rows) - 1)
        assert abs(at - want) <= 0.5001, (b, at, want)

def bars():
    most = max(user.values())
    for name, c in user.most_common():
        line = next(l for l in lines if l.startswith("  " + name))
        assert format(c, ",") in line.split(), line
        assert line.count("#") == int(c / most * 24 + 0.5), (line, c)
    order = [l.split()[0] for l in lines[1:6]]
    assert order == [n for n, _ in user.most_common()], order

{"stacked": lambda: stacked(True), "lined": lined, "bars": bars}[sys.argv[1]]()
END

picture 'stats count(*) as calls by userIdentity.userName, bin(5m)'
is "stacked columns over time: exit status" "$status" 0
ok "each column is as high as its counts" python3 measure.py stacked
ok "times stand below" grep -q '^ *10:00     10:10     10:20' out
ok "the width of a bin is named" grep -q 'per 5m, stacked$' out

picture 'stats count(*) as calls, count_distinct(@who) by bin(5m)'
ok "what does not add up is lines" python3 measure.py lined
ok "... and it is said why" grep -q 'no bars or area: the series do not' out

picture 'stats count(*) as calls by userIdentity.userName | sort calls desc'
ok "bars are as long as their counts" python3 measure.py bars
ok "no bin, no line, and it is said" \
    grep -q 'no line or area: the result has no bin() over time' out

picture 'fields @timestamp'
is "events are no picture" "$(cat out)" "  no picture: only a query with stats \
can be drawn, such as stats count(*) by bin(5m)"
picture 'stats max(eventName) as n by eventSource'
is "texts are no picture" "$(cat out)" \
    "  no picture: there is no number to draw"
picture 'filter eventName = "Nothing" | stats count(*) by eventName'
is "no rows are no picture" "$(cat out)" "  no picture: there are no rows"
picture 'stats count(*) by bin(1ms)'
ok "too many bins are no picture" grep -q 'more than 10000 bins' out
picture 'stats count(*) * -1 as less by bin(5m)'
ok "values below zero are a line" grep -q 'no bars or area: values below' out
ok "... its axis goes below zero" grep -q '^ *-[0-9,]* [+`]' out
picture 'stats count(*) as n by concat(eventID, "x")'
ok "a hundred bars at most" test "$(grep -c '^  0000' out)" -eq 100
ok "... and it is said" grep -q 'the first 100 rows are drawn' out

gives "fields have no picture" 2 "$SPOOR" fields -o chart calls.ndjson
says "... and it is said" 'chart belongs to query'
event 1 2024-05-01T10:00:00Z "$(printf '\\u001b[31mA\\nB')" >evil.ndjson
run "$SPOOR" query -o chart 'stats count(*) as n by eventName' evil.ndjson
ok "what is in a log is made visible" grep -qF '\x1b[31mA\nB' out
ok "... in a label of a series too" sh -c '"$SPOOR" query -o chart \
    "stats count(*) as n by eventName, bin(1h)" evil.ndjson |
    grep -qF "\x1b[31mA"'
run "$SPOOR" query -o chart 'stats count(*) as n by bin(1h)' "$demo"
is "the demo has a picture" "$status" 0
done_testing
