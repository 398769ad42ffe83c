# Commands of the query language that reach beyond the query: tables, logs,
# ranges of time; what is told beside their rows.
. "$srcdir/tests/cli/cli.sh"
mkdir -p logs/first logs/second config/spoor/lookup
event 1 2024-05-01T10:00:00Z A ',"who":"u1","sourceIPAddress":"10.1.2.3"' \
    >logs/first/one.ndjson
event 2 2024-05-02T10:00:00Z B ',"who":"u2","sourceIPAddress":"192.0.2.9"' \
    >logs/second/two.ndjson
printf 'id,name\r\nu1,Ann\r\nu2,"Bo, b"\r\n' >config/spoor/lookup/people.csv
printf 'cidr,owner\n10.0.0.0/8,corp\n' >config/spoor/lookup/nets.csv
XDG_CONFIG_HOME=$PWD/config
export XDG_CONFIG_HOME

# ---- tables

run "$SPOOR" query -o tsv 'lookup people id as who OUTPUT name | cidrlookup
    nets sourceIPAddress OUTPUT owner | sort who | display name, owner' \
    logs
is "tables are read from the configuration" "$(cat out)" \
    "$(printf 'name\towner\nAnn\tcorp\nBo, b\t')"
run "$SPOOR" query 'lookup nobody id as who OUTPUT name' logs
is "a table that is not there fails" "$status" 2
is "and says which file is expected" "$(cat err)" "spoor: lookup:\
 there is no such table: expected the file $PWD/config/spoor/lookup/nobody.csv"
run "$SPOOR" query --check 'lookup nobody id as who OUTPUT name'
is "what is only checked needs no table" "$status" 0

# ---- logs

run "$SPOOR" query -o tsv "SOURCE '*one*' | stats count(*) as n" logs
is "a log by its file" "$(cat out)" "$(printf 'n\n1')"
run "$SPOOR" query -o tsv "SOURCE 'first' | SOURCE '*two.ndjson' | stats
    count(*) as n" logs
is "several add up" "$(cat out)" "$(printf 'n\n2')"
run "$SPOOR" query -o tsv "SOURCE '/aws/lambda/x' | stats count(*) as n" logs
is "one that is not there is passed over" "$(cat out)" "$(printf 'n\n2')"
is "with a notice" "$(cut -c1-47 err)" \
    "spoor: notice: SOURCE: no event in the range is"
run "$SPOOR" query "filter who in (SOURCE 'x' | fields who)" logs
is "in a subquery it fails" "$status" 2
run "$SPOOR" query -o tsv "fields who | filter who in (SOURCE '*two*' |
    fields who)" logs
is "a subquery sees all logs" "$(cat out)" "$(printf 'who\nu2')"

# ---- ranges

run "$SPOOR" query -o tsv --from 2024-05-02 --to 2024-05-03 'pattern eventName |
    diff | display @pattern, @description' logs
is "diff looks at the range before" "$(cat out)" \
    "$(printf '@pattern\t@description\nA\tgone\nB\tnew')"
run "$SPOOR" query -o tsv --from 2024-05-02 --to 2024-05-03 'stats count(*) as n
    by bin(1d) offset 1d' logs
is "offset counts earlier events in the buckets of the range" "$(cat out)" \
    "$(printf 'bin(1d)\tn\n2024-05-02 00:00:00.000\t1')"

# ---- what is told

run "$SPOOR" query --progress always -o tsv 'filter who = "u1" | stats count(*)
    by who' logs
is "rows, events that matched, events that were looked at" \
    "$(tr '\r' '\n' <err | grep -o '1 row, 1 of 2 events matched' |
    tail -n 1)" "1 row, 1 of 2 events matched"

# ---- a real trail, against python3

logs=$real/cloudtrail/invictus-stratus
if [ ! -d "$logs" ]; then
	skip "a real trail gives what python3 gives" "no real logs"
	done_testing
	exit
fi
cat >count.py <<'END'
import collections, glob, json, re, sys
events = {}
for name in glob.glob(sys.argv[1] + "/*.json"):
    for event in json.load(open(name)).get("Records", []):
        events[event["eventID"]] = event
def say(title, values):
    print(title, "n", sep="\t")
    for value, n in sorted(collections.Counter(values).items()):
        print(value, n, sep="\t")
if sys.argv[2] == "unnest":
    say("type", [r.get("type") or "" for e in events.values()
        for r in e.get("resources") or []])
elif sys.argv[2] == "parse":
    say("call", [m[1] for m in (re.search(r"perform: (\S+) on",
        e.get("errorMessage") or "") for e in events.values()) if m])
elif sys.argv[2] == "subquery":
    failed = {e.get("sourceIPAddress") for e in events.values()
        if e.get("errorCode") == "AccessDenied"}
    say("eventName", [e["eventName"] for e in events.values()
        if e.get("sourceIPAddress") in failed])
elif sys.argv[2] == "join":
    ends = collections.Counter(e["eventName"] for e in events.values()
        if "errorCode" in e)
    say("name", [e["eventName"] for e in events.values()
        if e.get("readOnly") is False for i in range(ends[e["eventName"]])
        if i == 0])
END
same() { # NAME QUERY
	python3 count.py "$logs" "$1" >wanted
	run "$SPOOR" query -o tsv "$2" "$logs"
	ok "$1 gives what python3 gives" cmp out wanted
}
same unnest 'unnest resources into r | filter ispresent(r) | stats count(*) as n
    by coalesce(r.type, "") as type | sort type'
same parse 'parse errorMessage "perform: * on" as call | filter
    ispresent(call) | stats count(*) as n by call | sort call'
same subquery 'filter sourceIPAddress in (filter errorCode = "AccessDenied" |
    fields sourceIPAddress) | stats count(*) as n by eventName |
    sort eventName'
same join 'filter readOnly = false | join left=a right=b where a.eventName =
    b.eventName (filter ispresent(errorCode) | stats count(*) by eventName) |
    stats count(*) as n by a.eventName as name | sort name'

# The counts are those that sorting the messages by hand gave.
run "$SPOOR" query -o tsv 'pattern errorMessage | fields @sampleCount |
    display @sampleCount' "$logs"
is "36 patterns of 296 messages" "$(sed 1d out | awk '{ n += $1 }
    END { print NR, n }')" "36 296"
is "the most frequent ones" "$(sed -n 2,8p out | tr '\n' ' ')" \
    "102 44 14 13 13 12 10 "
done_testing
