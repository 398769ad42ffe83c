# A log full of escape sequences, bidi marks, NULs and bytes that are no
# UTF-8, in every field and key: visible in every format, and unchanged in
# json.
. "$srcdir/tests/cli/cli.sh"
cat >make.py <<'END'
"""Writes log.ndjson, and wanted.json: the cells as json must give them."""
import json
evil = ("\x1b[2J\x1b]0;title\x07\x1bP1;1|17/ab\x1b\\", "\x00\x01\x08\x0e\x7f",
    "\x9b31m\x90\x9d", "\u202eabc\u202d\u2066\u2069\u200f",
    "\u200b\ufeff\u2028", "\U000e0041\ue000\ufffe", "a\nb\tc\rd",
    "\ud800 alone", "=cmd|' /C calc'!A0",
    '","x', "`|<script>", "ok")
names = ["eventName", "eventSource", "awsRegion", "sourceIPAddress",
    "userAgent", "errorCode", "errorMessage", "recipientAccountId"]
lines, wanted = [], []
for i, text in enumerate(evil):
    record = {"eventVersion": "1.08", "eventTime": f"2024-05-01T10:00:{i:02}Z",
        "eventID": f"00000000-0000-4000-8000-{i:012}",
        "userIdentity": {"type": text, "userName": text, "arn": text},
        "requestParameters": {text: text, "list": [text, {"k": text}]}}
    record.update({name: text for name in names})
    lines.append(json.dumps(record, ensure_ascii=True).encode())
    wanted.append([text] * len(names))
# The same again in raw bytes where JSON allows it, with bytes that are none.
raw = (b'\xff\xfe\x80 \xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 '
    b'\xc2\x9b31m \xe2\x80\xae')
lines.append(json.dumps({"eventVersion": "1.08", "eventTime":
    "2024-05-01T10:01:00Z", "eventID": "00000000-0000-4000-8000-000000000099",
    "userIdentity": {"type": "@", "userName": "@", "arn": "@"}, **{name: "@"
    for name in names}}).encode().replace(b'"@"', b'"' + raw + b'"'))
visible = ("\\xff\\xfe\\x80 \\xc0\\xaf \ud800 \\xf4\\x90\\x80\\x80 "
    "\x9b31m \u202e")
wanted.append([visible] * len(names))
open("log.ndjson", "wb").write(b"\n".join(lines) + b"\n")
json.dump(wanted, open("wanted.json", "w"))
END
python3 make.py
columns='eventName, eventSource, awsRegion, sourceIPAddress, userAgent,
    errorCode, errorMessage, recipientAccountId'
query="fields eventID | sort eventID | display $columns"
mkdir folder
cp log.ndjson "folder/$(printf 'name\033[31m\n\342\200\256.ndjson')"

cat >clean.py <<'END'
"""Fails if a file holds a byte that could act on a terminal."""
import sys, unicodedata
path, allowed = sys.argv[1], sys.argv[2].encode().decode("unicode_escape")
text = open(path, "rb").read().decode("utf-8")  # strict
assert text, "empty"
for at, c in enumerate(text):
    hidden = unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") \
        or c == "\ufffe"
    assert not hidden or c in allowed, (at, c, text[max(0, at - 40):at + 20])
assert "\r" not in text.replace("\r\n", ""), "a lone carriage return"
END
clean() { # FORMAT FILE
	case $1 in
	csv) python3 clean.py "$2" '\r\n' ;;
	tsv) python3 clean.py "$2" '\t\n' ;;
	*) python3 clean.py "$2" '\n' ;;
	esac
}
for format in csv tsv json ndjson md table; do
	gives "query in $format" 0 "$SPOOR" query -o $format "$query" log.ndjson
	ok "query in $format: no byte that acts" clean $format out
	case $format in
	csv | tsv | table)
		ok "query in $format: an escape sequence is seen" \
		    grep -q '\\x1b\[2J\\x1b\]0;title\\x07' out
		ok "query in $format: a NUL is seen" grep -q '\\x00\\x01' out
		ok "query in $format: a bidi mark is seen" \
		    grep -q '<U+202E>abc' out
		ok "query in $format: C1 is seen" grep -q '<U+009B>31m' out
		ok "query in $format: a bad byte is seen" \
		    grep -q '\\xff\\xfe\\x80' out
		;;
	esac
	run "$SPOOR" query -o $format '' log.ndjson
	ok "records in $format: no byte that acts" clean $format out
	run "$SPOOR" query -o $format 'stats count(*) as n by errorCode, @who,
	    @what, @where, @from, @result, @resource' log.ndjson
	ok "own fields in $format: no byte that acts" clean $format out
	for command in fields ledger; do
		run "$SPOOR" $command -o $format folder
		ok "$command in $format: no byte that acts" clean $format out
	done
	ok "ledger in $format: the file's name is seen" \
	    grep -qE 'name[\]*(x1b|u001b)' out
	(cat log.ndjson; echo '{"eventVersion": "1.08", oops') >bad.ndjson
	cp bad.ndjson "$(printf 'bad\033[31m.ndjson')"
	run "$SPOOR" query -o $format '' bad*
	ok "standard error, $format: no byte that acts" clean err err
done
for format in json ndjson; do
	run "$SPOOR" query -o $format "$query" log.ndjson
	ok "$format: a reader gets every value back" python3 - $format <<'END'
import json, sys
text = open("out", encoding="utf-8").read()
rows = json.loads(text) if sys.argv[1] == "json" else [
    json.loads(line) for line in text.splitlines()]
got = [list(row.values()) for row in rows]
assert got == json.load(open("wanted.json")), got
END
done
run "$SPOOR" query -o csv "$query" log.ndjson
ok "csv: python3 reads as many rows and cells as there are" python3 - <<'END'
import csv
rows = list(csv.reader(open("out", newline="", encoding="utf-8"), strict=True))
assert len(rows) == 14 and all(len(row) == 8 for row in rows), rows
END
run "$SPOOR" query "$(printf 'filter \033[31m\342\200\256x =')" log.ndjson
is "a wrong query with hidden characters: exit status 2" "$status" 2
ok "... is shown without them" clean err err
terminal '"$SPOOR" query "" log.ndjson; "$SPOOR" fields log.ndjson
    "$SPOOR" ledger folder'
ok "on a terminal: no byte that acts" clean screen screen
done_testing
