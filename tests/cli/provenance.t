# The SHA-256 of each file that was read, as it lies on disk, in the ledger.
. "$srcdir/tests/cli/cli.sh"

mkdir logs
three_events >logs/plain.ndjson
three_events | gzip >logs/whole.gz
(three_events | gzip; three_events | gzip; printf '\0\0\0') >logs/members.gz
three_events | gzip | head -c 150 >logs/cut.gz
(three_events | gzip; printf 'garbage behind the stream') >logs/garbage.gz
(three_events | gzip | head -c 60; head -c 700000 /dev/zero) >logs/damaged.gz
(three_events; printf '{"eventVersion":"1.0') >logs/cut.ndjson
: >logs/empty
seq 200000 | sed 's/.*/{"eventVersion":"1.08","n":&}/' >logs/long.ndjson
gzip -c logs/long.ndjson >logs/long.gz

run "$SPOOR" ledger -o ndjson logs
jq -r 'select(.section == "file") | "\(.sha256)  \(.path)"' out >sums
is "every file has one" "$(wc -l <sums)" "$(ls logs | wc -l)"
ok "all are those of sha256sum" sha256sum -c --quiet sums

"$SPOOR" ledger -j 1 -o ndjson logs 2>err |
    jq -r 'select(.section == "file") | "\(.sha256)  \(.path)"' >sums.1
ok "with one thread too" cmp sums sums.1

(printf "\\211PNG\\r\\n"; head -c 300000 /dev/urandom) >picture
run "$SPOOR" ledger -o ndjson picture
is "what is no log is not read for it" \
    "$(jq -c 'select(.section == "file") | .sha256' out)" null

three_events >in
"$SPOOR" ledger -o ndjson - <in >out
is "standard input has that of what came" \
    "$(jq -r 'select(.section == "file") | .sha256' out)" \
    "$(sha256sum <in | cut -d' ' -f1)"

is "path and size stand beside it" "$("$SPOOR" ledger -o ndjson logs/whole.gz |
    jq -r 'select(.section == "file") | "\(.path) \(.packedBytes)"')" \
    "logs/whole.gz $(stat -c %s logs/whole.gz)"

done_testing
