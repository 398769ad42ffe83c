# Damaged, cut, hostile and unreadable input: every whole record is kept, and
# one remark says what was not read, with its place.
. "$srcdir/tests/tap.sh"
dump=$builddir/tests/formats/dump
try=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$try"; rm -rf "$try"' EXIT
cd "$try" || exit 1

e() { # NAME: an event of that name
	printf '{"eventVersion":"1.08","eventTime":"2024-01-01T00:00:00Z","eventName":"%s","eventSource":"x.amazonaws.com"}' "$1"
}
length=$(e A | wc -c)

names() { # LOG...: in order of file and record
	"$dump" @file,@record,eventName "$@" | sort -t '	' -k 1,1 -k 2,2n |
	    cut -f 3 | tr '\n' ' '
}

# kind, file, record, offset, length, text
remarks() {
	"$dump" -l x "$@" | sed -n 's/^remark	//p' | cut -f 1,3-
}
t() { # to tabs
	printf '%s' "$1" | tr '|' '\t'
}

# ---- damage inside Records
{ printf '{"Records":['; e A; printf ',{"eventVersion":"1.08","eventName":Bad},'
  e B; printf ']}'; } >word.json
is "a bad word costs its record only" "$(names word.json)" "A B "
start=$((12 + length))
is "... and is remarked with record, place and what was wanted" \
    "$(remarks word.json)" \
    "$(t "damaged|word.json|2|$((start + 1))|40|byte $((start + 36)): found Bad},{\"event, want a value")"

{ printf '{"Records":['; e A; printf ',{"eventVersion":"1.08","eventName":"C"'
  printf ',"x":{"y":1},'; e B; printf ']}'; } >brace.json
is "a missing brace costs its record only" "$(names brace.json)" "A B "
{ printf '{"Records":['; e A; printf '}},'; e B; printf ','; e C
  printf ']}'; } >stray.json
is "stray braces cost nothing" "$(names stray.json)" "A B C "
is "... and are one remark" "$(remarks stray.json | cut -f 1,2,3,5)" \
    "$(t 'damaged|stray.json|2|3')"
{ printf '{"Records":['; e A; printf ',{"eventVersion":"1.08","eventName":"C}'
  printf ','; e B; printf ','; e C; printf ']}'; } >quote.json
is "a missing quote costs its record only" "$(names quote.json)" "A B C "
{ printf '{"Records":['; e A; printf ',{eventVersion:"1.08"},'; e B
  printf ']}{"Records":['; e C; printf ']}'; } >unquoted.json
is "an unquoted key costs its record only" "$(names unquoted.json)" "A B C "
{ printf '{"Records":['; e A; printf ',]}'; } >comma.json
is "a trailing comma costs nothing" "$(names comma.json)" "A "
{ printf '{"Records":['; e A; printf ',{"eventVersion":"1","x":"},{\\"eventName'
  printf '\\":\\"Z\\"}" bad},'; e B; printf ']}'; } >string.json
is "a border inside a string is not taken for one" "$(names string.json)" \
    "A B "
{ printf '{"Records":['; e A; printf ',{"p":[{"a":1},{"b":2}],"bad",'
  printf '"z":1},'; e B; printf ']}'; } >inner.json
is "objects inside a damaged record are not taken for records" \
    "$(names inner.json)" "A B "
{ e A; printf ',\n'; e B; printf '\n]}'; } >headless.json
is "a file without its beginning gives its records" "$(names headless.json)" \
    "A B "
{ printf '{"Records" ['; e A; printf ','; e B; printf ']}'; } >colon.json
is "damage in front of the records costs none" "$(names colon.json)" "A B "

# ---- lines
{ e A; printf '\nnot json\n{"cut":\n'; e B; printf '\n{"a" 1}\n'; e C
  printf '\n'; } >lines.ndjson
is "bad lines cost themselves only" "$(names lines.ndjson)" "A B C "
is "... and are remarked each" "$(remarks lines.ndjson | cut -f 1-5)" \
    "$(t "damaged|lines.ndjson|2|$((length + 1))|9
damaged|lines.ndjson|2|$((length + 10))|8
damaged|lines.ndjson|3|$((2 * length + 19))|8")"
{ printf 'ame":"x"}\n'; e A; printf '\n'; } >tail.ndjson
is "half a line at the beginning is damage" \
    "$(names tail.ndjson) $(remarks tail.ndjson | cut -f 1,3,4,5)" \
    "$(t 'A  damaged|1|0|10')"
yes '{"a' 2>/dev/null | head -n 1000 >many.ndjson
e A >>many.ndjson
is "of a thousand bad lines the first 64 are remarked" \
    "$(remarks many.ndjson | grep -c damaged)" 64
is "... all are counted" \
    "$("$dump" -l x many.ndjson | sed -n 's/.*damaged \([0-9]*\).*/\1/p')" 1000
is "... and the record behind them is kept" "$(names many.ndjson)" "A "

# ---- cuts
{ printf '{"Records":['; e A; printf ','; e B; } >whole.json
for cut in 1 20 $((length - 1)); do
	head -c $((13 + length + cut)) whole.json >cut.json
	is "cut $cut bytes into record 2, record 1 is kept" \
	    "$(names cut.json)" "A "
	is "... and the cut remarked" "$(remarks cut.json)" \
	    "$(t "truncated|cut.json|2|$((13 + length))|$cut|ends inside record 2; 1 before it kept")"
done
is "cut behind a record, all are kept, and it is remarked" \
    "$(names whole.json) $(remarks whole.json | cut -f 1,3,6)" \
    "$(t 'A B  truncated|0|ends behind record 2, before the end of what holds it')"
printf '{"Rec' >start.json
is "cut in front of the records" "$(remarks start.json | cut -f 1,3,4,5)" \
    "$(t 'truncated|1|0|5')"
{ e A; e B; } | gzip >both.gz
head -c $(($(wc -c <both.gz) - 9)) both.gz >nosum.gz
is "a gzip file without its end" \
    "$(names nosum.gz) $(remarks nosum.gz | cut -f 1)" "A B  truncated"
{ cat both.gz; printf 'garbage'; } >garbage.gz
is "garbage behind a gzip stream" \
    "$(names garbage.gz) $(remarks garbage.gz | cut -f 1)" "A B  damaged"
{ head -c 30 both.gz; yes '~' | head -c 60; } >noise.gz
is "noise in a gzip stream is remarked" "$(remarks noise.gz | cut -f 1 | uniq)" \
    damaged

# ---- nothing
: >empty.json
printf '\357\273\277 \n\r\n' >blank.json
printf '[]' >array.json
printf '{"Records":[]}' >records.json
printf '' | gzip >empty.gz
for f in empty.json blank.json array.json records.json empty.gz; do
	is "$f is read without error" \
	    "$("$dump" -l x $f | cut -f 1,2,3,4 | sed 's/	holds.*//')" \
	    "$(t "total|files 1|events 0|copies 0
file|$f|read|empty
remark|empty|-|$f")"
done
printf '\211PNG\r\n\032\n' >picture.png
printf 'PAR1' >lake.parquet
printf 'a log of some kind\n' >other.txt
printf '\001\002\003' >binary
is "what is no log is skipped by content" \
    "$("$dump" -l x picture.png lake.parquet other.txt binary |
        sed -n 's/^file	//p' | cut -f 1,2,3)" \
    "$(t 'binary|skipped|binary
lake.parquet|skipped|Parquet
other.txt|read|text
picture.png|skipped|PNG picture')"

# ---- limits
{ printf '{"Records":['; e A; printf ',{"eventVersion":"1","eventName":"'
  head -c 20000 /dev/zero | tr '\0' x; printf '"},'; e B; printf ']}'; } >long.json
is "a record over the limit costs itself only" \
    "$("$dump" -s 5000 eventName long.json | sort | tr '\n' ' ')" "A B "
is "... and is remarked" \
    "$(remarks -s 5000 long.json | cut -f 1,3,4,5,6)" \
    "$(t "limit|2|$((13 + length))|20036|a record of more than 5000 bytes")"
is "... under the limit it is an event" \
    "$("$dump" @record long.json | sort | tr '\n' ' ')" "1 2 3 "
deep() { # N levels
	printf '{"eventName":"D","eventSource":"x","eventTime":"2024-01-01T00:00:00Z","d":'
	yes '[' | head -n "$1" | tr -d '\n'
	yes ']' | head -n "$1" | tr -d '\n'
	printf '}'
}
{ e A; printf '\n'; deep 511; printf '\n'; e B; printf '\n'; } >deep.ndjson
is "512 levels are read" "$(names deep.ndjson)$(remarks deep.ndjson)" "A D B "
{ e A; printf '\n'; deep 512; printf '\n'; e B; printf '\n'; } >deeper.ndjson
is "one more is not, and the rest is" \
    "$(names deeper.ndjson)$(remarks deeper.ndjson | cut -f 1,3)" \
    "A B $(t 'limit|2')"
{ printf '{"Records":['; e A; printf ','
  yes '[' | head -n 100000 | tr -d '\n'; printf ','; e B; printf ']}'; } >open.json
is "a hundred thousand open brackets end nothing" "$(names open.json)" "A B "
{ e A; head -c 40000000 /dev/zero | tr '\0' ' '; e B; } | gzip -9 >bomb.gz
is "a gzip bomb is stopped, and what was read stays" \
    "$(names bomb.gz)$(remarks bomb.gz | cut -f 1)" "A limit"
{ e A; head -c 100000 /dev/zero | tr '\0' ' '; e B; } | gzip -9 >big.gz
is "so is a file over --file-bytes" \
    "$("$dump" -o 50000 eventName big.gz) $(remarks -o 50000 big.gz | cut -f 1)" \
    "A limit"
is "over the memory budget nothing is read, and that is said" \
    "$(remarks -m 1 lines.ndjson | cut -f 1)" limit

# ---- directories
mkdir -p tree/a/b 'tree/odd'
e A >tree/a/one.json
e B >tree/a/b/two.json
ln -s .. tree/a/b/loop
ln -s ../a/one.json tree/odd/link.json
ln -s nowhere tree/odd/dangling
ln -s ../a tree/odd/again
mkfifo tree/odd/pipe
e C >"tree/odd/$(printf 'n\033[1m\nx\377')"
is "each directory is read once, each file by each of its names" \
    "$(names tree)" "B A A C "
is "loops, special files and links to nothing are remarked" \
    "$(remarks tree | cut -f 1,2,6)" \
    "$(t 'vanished|odd/dangling|a symbolic link to nothing
skipped|odd/again/|a directory that was read by another name
skipped|odd/pipe|a pipe inside a directory
loop|a/b/loop/|leads back to a directory above it')"
ok "names with control characters are kept as bytes and shown" \
    test "$("$dump" @file tree | grep -cF 'odd/n\x1b[1m\nx\xff')" = 1
is "a named log that is not there is remarked" \
    "$(remarks absent tree/a/one.json | cut -f 1,2)" "$(t 'missing|absent')"
is "an argument that was a directory already" \
    "$(remarks tree/a tree/a | grep -c another)" 1
mkfifo named
{ e A; e B; } >named &
is "a named pipe is read" "$(names named)" "A B "
is "standard input is read" "$({ e A; e B; } | names -)" "A B "
is "... and read back" "$({ e A; } | "$dump" @message -)" "$(e A)"
is "... also gzip" "$(gzip -c lines.ndjson | names -)" "A B C "

if test "$(id -u)" = 0; then
	set -- setpriv --reuid=65534 --regid=65534 --clear-groups
else
	set --
fi
chmod 755 "$try"
mkdir -p closed/dir
e A >closed/open.json
e B >closed/shut.json
e C >closed/dir/inside.json
chmod 755 closed
chmod 000 closed/shut.json closed/dir
if test $# = 0 || "$@" true 2>/dev/null &&
    "$@" test -x "$dump" 2>/dev/null; then
	is "what may not be read is remarked, the rest is read" \
	    "$("$@" "$dump" -l x closed | sed -n 's/^remark	//p' |
	        cut -f 1,3,7)" \
	    "$(t 'unreadable|dir/|Permission denied; what is in it is unknown
unreadable|shut.json|Permission denied')"
	is "... " "$("$@" "$dump" eventName closed)" A
else
	skip "what may not be read is remarked" "no other user to be"
fi
done_testing
