# AWS's sample queries for VPC flow, Route 53 and Lambda logs give the rows
# that plain Python finds in the same data, and some.
. "$srcdir/tests/tap.sh"
samples=$srcdir/../shared/data/queries/aws-doc-samples.tsv
python=$srcdir/tests/formats/sample_queries.py
if ! test -f "$samples"; then
	skip "sample queries" "they are not here"
	done_testing
fi
if ! python3 -c '' 2>/dev/null; then
	skip "sample queries" "there is no python3 to compare with"
	done_testing
fi
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
python3 "$python" make "$try"

query() { # ID: its text
	awk -F '\t' -v id="$1" '$1 == id { print $3 }' "$samples" |
	    sed 's/\\n/ /g; s/\\"/"/g'
}

same_rows() { # ID FIELDS FILE...
	id=$1 cut=$2
	shift 2
	python3 "$python" rows "$id" | sort >"$try/wanted"
	"$SPOOR" query -o tsv "$(query "$id")" "$@" 2>"$try/said" |
	    sed 1d | cut -f "$cut" | sort >"$try/got"
	[ -s "$try/got" ] || { cat "$try/said"; return 1; }
	diff "$try/wanted" "$try/got"
}

cd "$try" || exit 1
for id in a011 a012; do
	ok "Lambda, $id" same_rows $id 1- lambda.json
done
ok "Lambda, a013" same_rows a013 1,2 lambda.json
for id in a014 a015 a016 a017 a018 a019 a020; do
	ok "VPC flow, $id" same_rows $id 1- flow.log flow.ndjson
done
for id in a021 a022 a023 a024; do
	ok "Route 53, $id" same_rows $id 1- dns.log
done
ok "all logs in one directory change nothing" same_rows a023 1- .
done_testing
