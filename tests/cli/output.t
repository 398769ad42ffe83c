# Rows in each format, as other programs read them.
. "$srcdir/tests/cli/cli.sh"
three_events >three.ndjson
(
	event 1 2024-05-01T10:00:00Z A ',"v":1.50,"s":"1.50","t":true,"e":""'
	event 2 2024-05-01T10:00:01Z B ',"v":7,"s":"a,\"b\"\n|c\\","n":null'
	event 3 2024-05-01T10:00:02Z C ',"v":1e3,"s":"=1+1","o":{},"t":false'
) >values.ndjson
values='fields eventName, v, s, t, e, n, o | sort eventName
    | display eventName, v, s, t, e, n, o'

# ---- defaults

run "$SPOOR" query "$values" values.ndjson
cp out wanted
run "$SPOOR" query -o csv "$values" values.ndjson
ok "csv is the default into a pipe or file" cmp out wanted
terminal '"$SPOOR" query --progress never "stats count(*) as n by eventName |
    sort eventName" three.ndjson'
is "a table is the default on a terminal" "$(cat screen)" \
    "$(printf '%s\n' 'eventName   n' '──────────  ─' 'CreateUser  1' \
        'ListUsers   2')"

# ---- query

python3 - >wanted <<'END'
import csv, sys
w = csv.writer(sys.stdout)
w.writerow("eventName v s t e n o".split())
w.writerow(["A", "1.50", "1.50", "true", "", "", ""])
w.writerow(["B", "7", 'a,"b"\\n|c\\', "", "", "", ""])
w.writerow(["C", "1e3", "'=1+1", "false", "", "", ""])
END
run "$SPOOR" query -o csv "$values" values.ndjson
ok "csv is what python3's csv writes" cmp out wanted
is "a guarded cell is told on standard error" "$(cut -c1-27 err)" \
    "spoor: 1 cell got an apostr"
run "$SPOOR" query -o csv --raw-csv "$values" values.ndjson
is "--raw-csv: no apostrophe" "$(sed -n '4s/\r//p' out)" 'C,1e3,=1+1,false,,,'
quiet "--raw-csv: nothing is told"
run "$SPOOR" query -o tsv "$values" values.ndjson
printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' eventName v s t e n o A 1.50 1.50 true \
    '' '' '' B 7 'a,"b"\n|c\' '' '' '' '' C 1e3 =1+1 false '' '' '' >wanted
ok "tsv" cmp out wanted
cat >wanted <<'END'
{"eventName":"A","v":1.50,"s":"1.50","t":true,"e":""}
{"eventName":"B","v":7,"s":"a,\"b\"\u000a|c\\"}
{"eventName":"C","v":1e3,"s":"=1+1","t":false}
END
run "$SPOOR" query -o ndjson "$values" values.ndjson
ok "ndjson keeps types and spelling; what is missing is absent" cmp out wanted
(echo '['; sed '$!s/$/,/' wanted; echo ']') >wanted.json
run "$SPOOR" query -o json "$values" values.ndjson
ok "json is the same in one array" cmp out wanted.json
cat >wanted <<'END'
| eventName | v | s | t | e | n | o |
| --- | --- | --- | --- | --- | --- | --- |
| A | 1.50 | 1.50 | true |  |  |  |
| B | 7 | a,"b"\\n\|c\\ |  |  |  |  |
| C | 1e3 | =1+1 | false |  |  |  |
END
run "$SPOOR" query -o md "$values" values.ndjson
ok "md" cmp out wanted
run "$SPOOR" query -o json 'filter eventName = "Nothing"' values.ndjson
is "json without rows is an empty array" "$(cat out)" '[]'
run "$SPOOR" query -o ndjson 'filter eventName = "Nothing"' values.ndjson
is "ndjson without rows is empty" "$(cat out)" ''
run "$SPOOR" query -o ndjson 'fields @message' values.ndjson
ok "@message is the record's own text" same_text \
    "$(jq -r '."@message"' out | sort)" "$(sort values.ndjson)"
run "$SPOOR" query -o csv '' three.ndjson
is "an empty query gives time and message, newest first" \
    "$(python3 -c 'import csv, json, sys
for r in csv.reader(open("out", newline="")):
    print(r[0], r[1] if r[1][0] == "@" else json.loads(r[1])["eventTime"])')" \
    "$(printf '%s\n' '@timestamp @message' \
        '2024-05-01 12:00:00.000 2024-05-01T12:00:00Z' \
        '2024-05-01 11:00:00.000 2024-05-01T11:00:00Z' \
        '2024-05-01 10:00:00.000 2024-05-01T10:00:00Z')"

# ---- fields and ledger: the same rows in each format

cat >rows.py <<'END'
"""Prints rows as lists of cells, whatever the format; absent is empty."""
import csv, json, sys
form, path = sys.argv[1:]
text = open(path, newline="", encoding="utf-8").read()
if form == "csv":
    rows = list(csv.reader(text.splitlines(True), strict=True))
elif form == "tsv":
    rows = [line.split("\t") for line in text.splitlines()]
else:
    objects = (json.loads(text, parse_float=str, parse_int=str)
        if form == "json" else [json.loads(line, parse_float=str,
            parse_int=str) for line in text.splitlines()])
    names = sys.stdin.read().split()
    rows = [names] + [[o.get(n, "") for n in names] for o in objects]
    rows = [[str(c).lower() if isinstance(c, bool) else
        c.replace("\n", "\\n") for c in r] for r in rows]
for row in rows:
    print(row)
END
same_rows() { # COMMAND LOG
	"$SPOOR" "$1" --raw-csv -ocsv "$2" >csv || return
	sed -n '1s/\r//;1s/,/ /gp' csv >names
	python3 rows.py csv csv >wanted && [ -s wanted ] || return
	for format in tsv json ndjson; do
		"$SPOOR" "$1" -o $format "$2" >$format || return
		python3 rows.py $format $format <names >got || return
		# Memory is another one each time.
		sed -E 's/, .[0-9]+., .[0-9]+.]$/]/' got >got.$format
		sed -E 's/, .[0-9]+., .[0-9]+.]$/]/' wanted |
		    diff - got.$format || return
	done
}
ok "fields: csv, tsv, json and ndjson agree" same_rows fields values.ndjson
ok "ledger: csv, tsv, json and ndjson agree" same_rows ledger values.ndjson
"$SPOOR" fields -ocsv values.ndjson | tr -d '\r' >out
is "fields: type, events, percent, values, top" "$(grep -E '^(v|s|t|e|n),' out)" \
    "$(cat <<'END'
s,text,3,100.0,3,"1.50 (1), =1+1 (1), a,""b""\n|c\ (1)"
v,number,3,100.0,3,"1.50 (1), 1e3 (1), 7 (1)"
t,yes/no,2,66.7,2,"false (1), true (1)"
e,text,1,33.3,1,""""" (1)"
n,empty,1,33.3,0,
END
)"
echo '{"eventVersion":"1.08","eventName":"A","a.b":1,"a":{"b":"x"}}' >same.ndjson
(cat same.ndjson; echo '{"eventVersion":"1.08","eventName":"B","a":{"b":"y"}}') \
    >twice.ndjson
is "fields: paths that print the same are one field" \
    "$("$SPOOR" fields -otsv twice.ndjson | grep '^a\.b')" \
    "$(printf 'a.b\tmixed\t2\t100.0\t2\t1 (1), y (1)')"
for format in table md; do
	gives "fields in $format" 0 "$SPOOR" fields -o $format values.ndjson
	ok "fields in $format: a field is there" \
	    grep -q 'userIdentity.userName.*alice (3)' out
	gives "ledger in $format" 0 "$SPOOR" ledger -o $format values.ndjson
	ok "ledger in $format: totals stand one below the other" \
	    grep -qE '^(\| )?events +(\| )?3' out
	ok "ledger in $format: files are there" grep -q 'values.ndjson' out
done

# ---- who reads only the beginning

for i in 1 2 3 4 5 6 7 8 9; do
	awk -v i=$i '{ for (n = 0; n < 400; n++) { s = $0;
	    sub(/-8000-/, sprintf("-8%d%02d-", i, n % 100), s);
	    sub(/-4000-/, sprintf("-4%03d-", n), s); print s } }' three.ndjson
done >many.ndjson
for format in csv tsv json ndjson md table; do
	{ "$SPOOR" query -o $format '' many.ndjson 2>err
	    echo $? >code; } | head -1 >out
	ok "$format | head -1: a line" test -s out
	quiet "$format | head -1: no complaint"
	is "$format | head -1: exit status" "$(cat code)" 0
done
"$SPOOR" help 2>err | head -1 >out
quiet "help | head -1: no complaint"

# ---- terminals

terminal '"$SPOOR" query --progress never "" three.ndjson'
is "on a terminal a row is a line of its width" \
    "$(wc -lL <screen | tr -s ' ')" ' 5 80'
ok "... and what is cut ends in a sign" grep -q '…$' screen
terminal '"$SPOOR" query --progress never --ascii "" three.ndjson'
ok "--ascii: no other character" \
    sh -c 'test -s screen && ! LC_ALL=C grep -q "[^ -~]" screen'
ok "... and what is cut ends in ~" grep -q '~$' screen
terminal 'LC_ALL=C "$SPOOR" query --progress never "" three.ndjson'
ok "a locale that is not UTF-8: no other character" \
    sh -c 'test -s screen && ! LC_ALL=C grep -q "[^ -~]" screen'
LC_ALL=C "$SPOOR" query -o table "stats count(*) as n" three.ndjson >out
is "the same for a table in a file" "$(cat out)" "$(printf 'n\n-\n3')"
terminal '"$SPOOR" query "stats count(*) as n" three.ndjson'
ok "on a terminal the numbers of a query are told" \
    grep -q '3 of 3 events matched' screen

# ---- lists

event 4 2024-05-01T13:00:00Z GetKey \
    ',"resources":[{"ARN":"=a"},{"ARN":"b"},{"ARN":7}]' >lists.ndjson
query='display resources.*.ARN as x, jsonParse("{\"k\":[1]}") as y'
run "$SPOOR" query -o csv "$query" lists.ndjson
is "a list is its members joined by commas, anything else JSON" "$(cat out)" \
    "$(printf 'x,y\r\n"'\''=a,b,7","{""k"":[1]}"\r\n')"
run "$SPOOR" query -o tsv "$query" lists.ndjson
is "... in tsv too" "$(cat out)" "$(printf 'x\ty\n=a,b,7\t{"k":[1]}')"
run "$SPOOR" query -o ndjson "$query" lists.ndjson
is "in JSON it is an array" "$(cat out)" '{"x":["=a","b",7],"y":{"k":[1]}}'

# ---- no LOG

terminal '"$SPOOR" query "" </dev/tty'
is "query without LOG on a terminal: exit status 2" "$status" 2
ok "query without LOG on a terminal: it says why" \
    grep -q 'no LOG is named, and standard input is a terminal' screen
terminal '"$SPOOR" </dev/tty'
is "spoor without LOG on a terminal: exit status 0" "$status" 0
ok "spoor without LOG on a terminal: it says what it can do" \
    grep -q '^    spoor demo  ' screen
gives "exploring without a terminal" 2 "$SPOOR" three.ndjson
says "exploring without a terminal is refused in words" '^spoor: '
done_testing
