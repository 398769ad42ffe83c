# A real trail against jq and gzip: no event lost, none misdated.
. "$srcdir/tests/cli/cli.sh"
logs=$real/cloudtrail/invictus-awslogs
if [ ! -d "$logs" ]; then
	skip "a real trail gives what jq gives" "no real logs"
	done_testing
fi
find "$logs" -name '*.json.gz' -exec zcat {} + |
    jq -c '.Records[]' >records
is "the trail has 2900 events" "$(wc -l <records)" 2900

# ---- counts

jq -r .eventName records | sort | uniq -c |
    awk '{ print $2 "," $1 }' | sort >wanted
run "$SPOOR" query -o csv \
    'stats count(*) as n by eventName | sort n desc' "$logs"
is "counts: exit status" "$status" 0
quiet "counts: standard error is silent"
is "counts: header" "$(sed -n '1s/\r$//p' out)" 'eventName,n'
sed '1d;s/\r$//' out >got
sort got >sorted
ok "counts by eventName are jq's" cmp sorted wanted
ok "... most first" sh -c 'cut -d, -f2 got | sort -c -rn'
jq -r '[.eventSource, .errorCode // ""] | @tsv' records | sort | uniq -c |
    sed 's/^ *\([0-9]*\) \(.*\)/\2\t\1/' | sort >wanted
"$SPOOR" query -o tsv 'stats count(*) as n by eventSource, errorCode' "$logs" |
    sed 1d | sort >got
ok "counts by eventSource and errorCode are jq's" cmp got wanted

# ---- every event, with its time

jq -r '[.eventID, .eventTime] | @tsv' records | sort >wanted
"$SPOOR" query -o tsv 'fields eventID, eventTime | display eventID, eventTime' \
    "$logs" | sed 1d | sort >got
ok "each eventID with its eventTime is there once" cmp got wanted
jq -r '[.eventID, (.eventTime | sub("T"; " ") | sub("Z"; ".000"))] | @tsv' \
    records | sort >wanted
"$SPOOR" query -o tsv 'fields eventID | display eventID, @timestamp' "$logs" |
    sed 1d | sort >got
ok "@timestamp is its eventTime" cmp got wanted
"$SPOOR" query -o tsv 'display @timestamp' "$logs" | sed 1d >got
ok "rows come newest first" sort -c -r got
"$SPOOR" query -o ndjson 'fields @message' "$logs" | jq -r '."@message"' |
    jq -cS . | sort >got
jq -cS . records | sort >wanted
ok "@message is each record, whole" cmp got wanted

# ---- the same at any width

for query in 'stats count(*) as n by eventName, awsRegion' 'fields eventID' \
    'filter @message like /Denied.*iam/ | display eventID, @file'; do
	"$SPOOR" query -j1 -o csv "$query" "$logs" >one
	"$SPOOR" query -j5 -o csv "$query" "$logs" >five
	ok "threads do not change: $query" sh -c 'test -s one && cmp one five'
done

# ---- fields, ledger

jq -r '[paths(type != "object" and type != "array") |
    map(if type == "number" then "*" else . end) | join(".")] |
    unique[]' records | sort | uniq -c |
    awk '{ print $2 "\t" $1 }' | sort >wanted
"$SPOOR" fields -o tsv "$logs" | sed 1d | awk -F'\t' '$2 != "empty" {
    print $1 "\t" $3 }' | sort >got
"$SPOOR" fields -o tsv "$logs" | sed 1d | awk -F'\t' '{
    print $1 "\t" $3 }' | sort >all
ok "fields: each leaf that jq finds, any position, with its number of events" \
    sh -c 'test "$(comm -13 all wanted | head -c 300 | tee /dev/stderr)" = ""'
"$SPOOR" ledger -o json "$logs" >out
is "ledger: files, records, events, span" "$(jq -c '.[] |
    select(.section == "total") | [.files, .filesRead, .records, .events,
    .copies, .damaged, .first, .last]' out)" \
    '[55,55,2900,2900,0,0,"2023-07-10 11:42:18.000","2023-07-10 12:37:50.000"]'
is "ledger: bytes" "$(jq -c '.[] | select(.section == "total") |
    [.packedBytes, .plainBytes]' out)" "$(find "$logs" -name '*.gz' -printf '%s\n' |
    awk '{ n += $1 } END { printf "[%d,", n }')$(find "$logs" -name '*.gz' \
    -exec zcat {} + | wc -c)]"
is "ledger: the events of all files" "$(jq -s '.[] |
    [.[] | select(.section == "file").events] | [length, add]' -c out)" \
    '[55,2900]'
done_testing
