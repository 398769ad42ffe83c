# Real logs of every kind: what each file is, how many records it holds, and
# their times and fields, compared with what Python finds.
. "$srcdir/tests/tap.sh"
dump=$builddir/tests/formats/dump
real=$srcdir/../shared/data/real
python=$srcdir/tests/formats/read_logs.py
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

"$dump" -l x "$real" >"$try/ledger"
is "each file has the records that the index says" \
    "$(python3 "$python" counts "$real/INDEX.tsv" "$try/ledger")" ""

# All files of one kind, but for those that other tests read.
files_of() { # FORMAT
	awk -F '\t' -v kind="$1" -v real="$real/" '
		$1 == "file" && $4 == kind && $2 ~ /\// && $2 !~ /^variants/ &&
		    $2 !~ /invictus/ && $2 !~ /samples-large.json/ {
			print real $2
		}' "$try/ledger"
}

same_events() { # FORMAT
	files_of "$1" >"$try/files"
	[ -s "$try/files" ] || return 1
	xargs python3 "$python" events "$1" <"$try/files" | sort >"$try/wanted"
	fields=$(python3 "$python" fields "$1")
	while read -r file; do
		"$dump" "@format,@timestamp$fields" "$file"
	done <"$try/files" | sort >"$try/got"
	diff "$try/wanted" "$try/got"
}

for format in vpcflow resolver route53 lambda guardduty securityhub ocsf waf \
    config s3access elb cloudfront json text; do
	ok "$format: times and fields are those that Python finds" \
	    same_events $format
done

# Copies are one event in the store, and several in Python.
same_cloudtrail() {
	files_of cloudtrail >"$try/files"
	xargs python3 "$python" events cloudtrail <"$try/files" |
	    sort -u >"$try/wanted"
	fields=$(python3 "$python" fields cloudtrail)
	while read -r file; do
		"$dump" "@format,@timestamp$fields" "$file"
	done <"$try/files" | sort -u >"$try/got"
	diff "$try/wanted" "$try/got"
}
ok "cloudtrail: times and fields are those that Python finds" same_cloudtrail
done_testing
