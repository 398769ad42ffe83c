# Exit statuses: 0 rows, 1 none, 2 failed, 3 evidence was not read.
. "$srcdir/tests/cli/cli.sh"
mkdir logs mixed none
three_events >logs/good.ndjson
three_events | gzip >good.json.gz
cp logs/good.ndjson mixed
cp logs/good.ndjson good.ndjson
head -c 300 good.json.gz >/dev/null
: >empty
echo '[]' >array
echo '{"Records":[]}' >records
(cat good.ndjson; printf '{"eventVersion":"1.08","eventTi') >cut.ndjson
size=$(wc -c <good.json.gz)
head -c $((size - 20)) good.json.gz >cut.json.gz
(head -1 good.ndjson; echo '{"eventVersion": oops}'; tail -2 good.ndjson) \
    >damaged.ndjson
head -c 2000 /dev/urandom | tr -d '{[\0' >noise.png
printf '\211PNG\r\n\032\n' | cat - noise.png >picture.png

q='stats count(*) as n'
none='filter eventName = "Nothing"'

gives "rows" 0 "$SPOOR" query "$q" logs
quiet "rows: standard error is silent"
gives "no rows" 1 "$SPOOR" query "$none" logs
quiet "no rows: standard error is silent"
gives "fields of events" 0 "$SPOOR" fields logs
gives "the ledger of events" 0 "$SPOOR" ledger logs

# ---- 1: read without error, but nothing there

for file in empty array records none; do
	gives "query of $file" 1 "$SPOOR" query '' $file
	quiet "query of $file: standard error is silent"
	gives "fields of $file" 1 "$SPOOR" fields $file
	gives "ledger of $file" 1 "$SPOOR" ledger $file
done
gives "empty standard input" 1 "$SPOOR" query ''

# ---- 2

gives "a wrong query" 2 "$SPOOR" query 'filter =' logs
says "a wrong query is shown with a caret" '^ *^'
ok "a wrong query gives no rows" test ! -s out
gives "a log that is not there" 2 "$SPOOR" query "$q" nowhere
says "a log that is not there is named" 'nowhere'
gives "only logs that are not there" 2 "$SPOOR" query "$q" nowhere neither
gives "the ledger of what is not there" 2 "$SPOOR" ledger -ojson nowhere
ok "... is printed all the same" \
    jq -e '.[] | select(.section == "remark" and .unread)' out
gives "a check of a wrong query" 2 "$SPOOR" query --check 'filter =' logs
gives "--strict and damage" 2 "$SPOOR" query --strict "$q" damaged.ndjson
says "--strict names the place" 'damaged.ndjson:2:'
ok "--strict and damage: no rows" test ! -s out
gives "--strict without damage" 0 "$SPOOR" query --strict "$q" logs
gives "--strict, a log that is not there" 2 "$SPOOR" query --strict "$q" \
    logs nowhere
"$SPOOR" query '' logs >/dev/full 2>err
is "a full disk: exit status 2" "$?" 2
says "a full disk is said" 'standard output: No space'
"$SPOOR" --help >/dev/full 2>err
is "a full disk for help: exit status 2" "$?" 2
"$SPOOR" ledger -o table logs >/dev/full 2>err
is "a full disk for the ledger: exit status 2" "$?" 2

# ---- 3: each with its place; it goes before 1

unread() { # WHAT PLACE LOG...
	what=$1 place=$2
	shift 2
	gives "$what" 3 "$SPOOR" query "$q" "$@"
	says "$what: the place is on standard error" "$place"
	ok "$what: there are rows" test -s out
	gives "$what, no rows" 3 "$SPOOR" query "$none" "$@"
	gives "$what, fields" 3 "$SPOOR" fields "$@"
	gives "$what, ledger" 3 "$SPOOR" ledger "$@"
	gives "$what, --lenient" 0 "$SPOOR" query --lenient "$q" "$@"
	says "$what, --lenient: the place is said all the same" "$place"
	gives "$what, --lenient, no rows" 1 "$SPOOR" query --lenient \
	    "$none" "$@"
}
unread "a damaged record" 'damaged.ndjson:2:' damaged.ndjson
is "... and the others are counted" \
    "$("$SPOOR" query -ocsv "$q" damaged.ndjson 2>/dev/null | sed -n 2p |
        tr -d '\r')" 3
unread "a file that is cut" 'cut.ndjson:' cut.ndjson
unread "a gzip stream that is cut" 'cut.json.gz' cut.json.gz good.ndjson
unread "one log that is not there" 'nowhere' logs nowhere
unread "a named log of unknown kind" 'picture.png' picture.png logs
gives "only a named log of unknown kind" 3 "$SPOOR" query "$q" picture.png
gives "standard input of unknown kind" 3 \
    sh -c '"$SPOOR" query "stats count(*)" <picture.png'

# A budget a little above what is in use without any event.
base=$("$SPOOR" ledger -ojson empty | jq '.[0].memoryBytes')
event 0 2024-05-01T10:00:00Z ListUsers | awk '{ for (i = 1; i <= 60000; i++) {
    s = $0; sub(/-000000000000/, sprintf("-%012d", i), s); print s } }' >many.ndjson
gives "memory that does not suffice" 3 "$SPOOR" query \
    --memory $((base + 6000000)) "$q" many.ndjson
says "memory that does not suffice is said" 'limit: memory budget reached'
read_events=$(sed -n '2s/\r//p' out)
ok "... and what was read until then is there" \
    test "$read_events" -gt 0 -a "$read_events" -lt 60000
rm many.ndjson

# Of a user who may not read it; root may read everything.
deny() {
	cp good.ndjson mixed/secret.ndjson
	chmod 000 mixed/secret.ndjson
	if [ "$(id -u)" -ne 0 ]; then
		as=
	elif command -v setpriv >/dev/null; then
		chmod 755 "$try" mixed logs
		as='setpriv --reuid=65534 --regid=65534 --clear-groups'
	else
		return 1
	fi
}
if deny && $as test -r logs/good.ndjson && $as test -x "$SPOOR"; then
	gives "a file that may not be read" 3 $as "$SPOOR" query "$q" mixed
	says "... is named" 'mixed/*secret.ndjson\|secret.ndjson'
	gives "only a file that may not be read" 2 \
	    $as "$SPOOR" query "$q" mixed/secret.ndjson
else
	skip "a file that may not be read: exit status 3" "no other user"
fi
rm -f mixed/secret.ndjson

# ---- what is no log inside a directory does not matter

cp picture.png mixed/picture.png
gives "a picture inside a directory" 0 "$SPOOR" query "$q" mixed
quiet "... and nothing is said"
gives "the ledger of it" 0 "$SPOOR" ledger -o json mixed
is "... counts it as skipped" \
    "$(jq '.[] | select(.section == "total") | .filesSkipped' out)" 1
is "... and names it" "$(jq -r '.[] | select(.section == "file" and
    .state == "skipped") | .file' out)" picture.png
rm mixed/good.ndjson
gives "nothing but a picture inside a directory" 1 "$SPOOR" query '' mixed

# ---- --check reads nothing

gives "--check" 0 "$SPOOR" query --check "$q"
ok "--check prints nothing" test ! -s out
gives "--check of a log that is not there" 0 \
    "$SPOOR" query --check "$q" nowhere
mkfifo never
gives "--check of a log that never ends" 0 \
    timeout 5 "$SPOOR" query -n "$q" never
gives "--check does not read standard input" 0 \
    timeout 5 sh -c '"$SPOOR" query --check "stats count(*)" <>never'
done_testing
