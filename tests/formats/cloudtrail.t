# CloudTrail events in each container: the columns that make_cloudtrail.py says.
. "$srcdir/tests/tap.sh"
dump=$builddir/tests/formats/dump
samples=$srcdir/tests/formats/cloudtrail
fields=eventID,@timestamp,@timeSource,@who,@what,@where,@from,@result,@resource
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT

# gives WANTED FILE
gives() {
	"$dump" $fields "$2" >"$try/got" && diff -u "$samples/$1" "$try/got"
}

silent() { # FILE
	"$dump" -l x "$1" >"$try/got" && grep '^remark' "$try/got" |
	    grep -v 'untimed' && return 1
	return 0
}

for f in records.json records-pretty.json records-first.json \
    records-last.json two-documents.json lines.ndjson lines-crlf.ndjson \
    back-to-back.json array.json array-pretty.json array-lines.json \
    pretty-events.json wrapped.ndjson; do
	ok "$f gives the events" gives wanted.tsv "$samples/$f"
	ok "$f is read without a remark" silent "$samples/$f"
	gzip -c "$samples/$f" >"$try/named.log"
	ok "$f does so in gzip, whatever its name" gives wanted.tsv \
	    "$try/named.log"
done
for f in eventbridge.ndjson eventbridge-array.json; do
	ok "$f gives the events, with the envelope's time where one has none" \
	    gives wanted-eventbridge.tsv "$samples/$f"
done

head -c 3000 "$samples/records.json" | gzip >"$try/members.gz"
tail -c +3001 "$samples/records.json" | gzip >>"$try/members.gz"
ok "members of a gzip file are one stream" gives wanted.tsv "$try/members.gz"
head -c 1000 /dev/zero >>"$try/members.gz"
ok "zeros behind the last member are no damage" silent "$try/members.gz"
ok "... and change nothing" gives wanted.tsv "$try/members.gz"

is "a single event is an event" "$("$dump" eventName "$samples/single.json")" \
    CreateUser
for threads in 1 2 5; do
	ok "nothing depends on the number of threads: $threads" \
	    test "$("$dump" -t $threads -l x "$samples" | cksum)" = \
	    "$("$dump" -t 3 -l x "$samples" | cksum)"
done

mkdir "$try/all" && cp "$samples"/*json "$try/all" || exit 1
# All in one: each event once, the others are copies.  The record that has no
# time of its own is another event where an envelope gives it one: else the
# order of reading would decide when it was.
is "all files together give each event once, that without a time twice" \
    "$("$dump" eventID,@timestamp "$try/all" | sort -u | wc -l)" \
    "$("$dump" eventID "$try/all" | wc -l)"
is "... and it is the only one" \
    "$("$dump" eventID "$try/all" | sort | uniq -d)" \
    00000000-0000-4000-8000-000000000018
is "copies are counted" \
    "$("$dump" @copies "$try/all" | sort -u | tr '\n' ' ')" "13 15 16 2 "

# The way back.
is "@message is the record as it stands in the file" \
    "$("$dump" @message "$samples/lines.ndjson" | sort)" \
    "$(sort "$samples/lines.ndjson")"
is "... in gzip too" \
    "$(gzip -c "$samples/lines.ndjson" >"$try/l.gz" &&
        "$dump" @message "$try/l.gz" | sort)" \
    "$(sort "$samples/lines.ndjson")"
is "... and inside an envelope" \
    "$("$dump" @message "$samples/eventbridge.ndjson" | sort)" \
    "$(sort "$samples/lines.ndjson")"
is "records are numbered from 1, offsets count bytes of the plain file" \
    "$(gzip -c "$samples/lines.ndjson" >"$try/l.gz" &&
        "$dump" @record,@offset "$try/l.gz" | sort -n)" \
    "$(LC_ALL=C awk '{ printf "%d\t%d\n", NR, at; at += length($0) + 1 }' \
        "$samples/lines.ndjson")"

# Values as they were.
odd() { # FIELD
	"$dump" "$1" "$samples/records.json" | sed -n 18p
}
is "a key with a dot is found by its name" "$(odd 'a.b.')" "empty key"
is "an array gives its parts" "$(odd 'userAgent.0,userAgent.1')" "one	two"
is "empty arrays and objects are kept" \
    "$(odd 'with space.0,with space.1,with space.2.1.0')" "[]	{}	2"
is "a scalar stands where an object is usual" "$(odd requestParameters)" text
is "null is kept" "$(odd userIdentity)" null

# Names.
dir=$try/AWSLogs/o-abc/111122223333/CloudTrail/eu-north-1/2024/02/29
mkdir -p "$dir"
name=111122223333_CloudTrail_eu-north-1_20240229T1005Z_abcdefghijklmnop.json.gz
gzip -c "$samples/records.json" >"$dir/$name"
is "the delivery time is the ingestion time" \
    "$("$dump" @ingestionTime "$try/AWSLogs" | sort -u)" \
    "$(date -u -d 2024-02-29T10:05:00Z +%s)000"
is "@file is the path below the argument" \
    "$(cd "$try" && "$dump" @file,@log,@logStream AWSLogs | sort -u)" \
    "o-abc/111122223333/CloudTrail/eu-north-1/2024/02/29/$name	\
o-abc/111122223333/CloudTrail/eu-north-1/2024/02/29	$name"
is "a folder of another account is remarked" \
    "$("$dump" -l x "$try/AWSLogs" | grep account | cut -f 2,4,8)" \
    "account	AWSLogs/o-abc/111122223333/	folder name; its records say 123456789012"
mv "$try/AWSLogs/o-abc/111122223333" "$try/AWSLogs/o-abc/123456789012"
ok "... and one of its own is not" fails grep -q account <<END
$("$dump" -l x "$try/AWSLogs" | grep remark)
END

# What is no log.
printf '{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"x","eventTime":"2024-02-29T10:00:00Z","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"p"},"s3":{"bucket":{"name":"b"}}}]}' >"$try/note.json"
printf '{"awsAccountId":"1","digestStartTime":"2024-02-29T10:00:00Z","digestS3Bucket":"b","digestS3Object":"o","logFiles":[{"s3Object":"x"}]}' |
    gzip >"$try/digest.json.gz"
mkdir "$try/others" && cp "$try/note.json" "$try/digest.json.gz" "$try/others"
is "digests and notifications are recognised and give no events" \
    "$("$dump" -l x "$try/others" | cut -f 1,2,3,4,6)" "$(printf '%s\n' \
    'total	files 2	events 0	copies 0	damaged 0' \
    'file	digest.json.gz	skipped	digest	0' \
    'file	note.json	skipped	notification	0' \
    'remark	absent	-	x	0' \
    'format	notification	1	0' 'format	digest	1	0')"
is "another JSON object is remarked with its keys" \
    "$(printf '{"a":1,"b":[{}]}' | "$dump" -l x - | grep remark | cut -f 2,3,8)" \
    "skipped	unread	1 JSON value of a kind that is not read; the first has the keys a, b"
is "--format makes events of other objects" \
    "$(printf '{"eventName":"X"}' | "$dump" -f cloudtrail @what - )" X
done_testing
