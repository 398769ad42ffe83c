# Real logs of AWS accounts, compared with what Python's json finds in them.
. "$srcdir/tests/tap.sh"
dump=$builddir/tests/formats/dump
real=$srcdir/../shared/data/real
python=$srcdir/tests/formats/find_events.py
if ! test -d "$real"; then
	skip "real logs" "they are not here"
	done_testing
fi
if ! python3 -c '' 2>/dev/null; then
	skip "real logs" "there is no python3 to compare with"
	done_testing
fi
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT

# same_events WANTED FILE...: the file gives the events that Python finds in
# WANTED, each once.
same_events() {
	python3 "$python" events "$1" | sort >"$try/wanted"
	shift
	"$dump" eventID,eventTime,eventName "$@" | sort >"$try/got"
	diff "$try/wanted" "$try/got"
}

v=$real/variants
for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 \
    24 25 26 27 28 29 30 34 35 36 37 40 41 42
do
	ok "variant $n gives the 50 events" same_events "$v/01-records-min.json" \
	    "$v/$n"-*
done
is "... whose number is 50" \
    "$("$dump" eventID "$v/01-records-min.json" | sort -u | wc -l)" 50
counts() { # FILE: events and copies
	"$dump" -l x "$1" | sed -n 's/^total	[^	]*	events \([0-9]*\)	copies \([0-9]*\).*/\1 \2/p'
}
is "variant 31 gives the 50 events between its bad lines" \
    "$(counts "$v"/31-*)" "50 0"
is "variant 32 gives the 49 whole records" "$(counts "$v"/32-*)" "49 0"
is "variant 33 gives the 29 whole records" "$(counts "$v"/33-*)" "29 0"
is "variant 38 gives none" "$(counts "$v"/38-*)" "0 0"
is "variant 39 gives none" "$(counts "$v"/39-*)" "0 0"
is "variant 41 gives 50 and 5 copies" "$(counts "$v"/41-*)" "50 5"

# The event's own text, whatever it travels in.
messages() { # FILE
	"$dump" eventID,@message "$1" | sort
}
for n in 11 12 13 16 17 18 19 20 21 24 26; do
	ok "variant $n gives each event's own text" same_text \
	    "$(messages "$v"/$n-*)" "$(messages "$v/07-events.ndjson")"
done
is "in CSV it is the line" \
    "$("$dump" @message "$v"/15-*.csv | sort | head -n 1)" \
    "$(sed 1d "$v"/15-*.csv | sort | head -n 1)"
is "a subscription names the log and its stream" \
    "$("$dump" @log,@logStream "$v"/19-* | sort -u)" \
    "218007301253:CloudTrail/logs	218007301253_CloudTrail_us-east-1"
is "entries have the time they were taken in" \
    "$("$dump" @ingestionTime "$v"/16-* | head -n 1)" 1688989339000

ct=$real/cloudtrail
ok "the 55 files of a trail give what Python finds" \
    same_events "$ct/invictus-awslogs" "$ct/invictus-awslogs"
is "... 2,900 events, none a copy" "$(counts "$ct/invictus-awslogs")" "2900 0"
is "the same trail twice gives each event once" \
    "$("$dump" @copies "$ct/invictus-awslogs" "$ct/invictus-stratus" |
        sort | uniq -c | tr -s ' ')" " 2900 2"
ok "the broken array gives the events of its repaired copy" \
    same_events "$ct/opensearch/samples-large.repaired.ndjson" \
    "$ct/opensearch/samples-large.json"
for f in clo-cloudtrail.log suzaku-test.json promtail-cloudtrail.json.gz \
    streamalert/records-pretty streamalert/eventbridge opensearch/raw-sample.json; do
	ok "$f gives what Python finds" same_events "$ct/$f" "$ct/$f"
done

# Every leaf: the record rebuilt from its columns is the record.
same_leaves() {
	"$dump" @message "$1" >"$try/raw"
	"$dump" @rebuilt "$1" >"$try/rebuilt"
	python3 "$python" leaves "$try/raw" "$try/rebuilt"
}
for f in invictus-awslogs suzaku-test.json opensearch/samples-large.json \
    otrf/ec2_proxy_s3_exfiltration.ndjson; do
	ok "$f: columns hold every leaf" same_leaves "$ct/$f"
done
done_testing
