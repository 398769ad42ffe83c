# The manual's lists are those of the tables, and its examples and README's
# run on the sample incident.
. "$srcdir/tests/cli/cli.sh"
manual=$srcdir/doc/spoor.1

for list in $(sed -n 's/^\.\\" begin //p' "$manual"); do
	sh "$srcdir/doc/lists" "$SPOOR" $list >wanted
	sed -n "/^\.\\\\\" begin $list\$/,/^\.\\\\\" end $list\$/p" "$manual" |
	    sed -e 1d -e '$d' >got
	ok "the manual's list of $list is there" test -s wanted
	# If not:  sh doc/lists ./spoor -u doc/spoor.1
	ok "... and is what the program says" cmp got wanted
done
for name in options themes exits outputs formats words keys remarks; do
	ok "the manual has a list of $name" \
	    grep -qx '\.\\" begin '$name "$manual"
done
ok "the manual names each command" sh -c '
	for name in query fields ledger demo help; do
		grep -q "^.B spoor $name\$" "$1" || exit 1
	done' sh "$manual"
ok "what a key acts on has a name" sh -c '! grep -q "(null)" "$1"' sh "$manual"
is "the manual's version is the program's" \
    "$(sed -n 's/^\.TH .*"\(spoor [0-9.]*\)".*/\1/p' "$manual")" \
    "$("$SPOOR" --version)"
if command -v groff >/dev/null; then
	is "groff has nothing to say about the manual" \
	    "$(groff -man -Tutf8 -ww -z "$manual" 2>&1)" ""
else
	skip "groff has nothing to say about the manual" "no groff"
fi

# ---- examples

mkdir bin
ln -s "$SPOOR" bin/spoor
PATH=$try/bin:$PATH
ln -s "$builddir/data/demo" AWSLogs
ln -s "$builddir/data/demo" trail
ln -s "$SPOOR" spoor
cp "$(find -L AWSLogs -name '*_CloudTrail_*.json.gz' | sort | head -1)" \
    one.json.gz

# examples: splits commands, one after the other, into files example.N; a line
# that begins with a blank goes on.
examples() {
	rm -f example.*
	awk '/^[^ \t]/ { n++ } n { print >("example." n) }'
}
run_examples() { # WHERE
	for file in example.*; do
		run sh -e "$file"
		ok "$1: $(head -1 "$file")" \
		    sh -c '[ "$1" -eq 0 ] || { cat err; exit 1; }' sh $status
		case $(cat "$file") in
		*--check*) ;;
		*'>calls.csv') ok "... writes its file" test -s calls.csv ;;
		*) ok "... prints something" test -s out ;;
		esac
	done
}
sed -n '/^\.EX$/,/^\.EE$/p' "$manual" | grep -v '^\.E[EX]$' |
    sed -e "s/\\\\(aq/'/g" -e 's/\\-/-/g' -e 's/\\e/\\/g' | examples
ok "the manual has examples" test -f example.6
run_examples "spoor(1)"
sed -n 's/^    \(\.\/spoor [qfl].*\)/\1/p; s/^     *|/ |/p' "$srcdir/README" |
    examples
ok "README has examples" test -f example.4
run_examples README
done_testing
