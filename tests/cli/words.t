#!/bin/sh
# Each word of the query language: help shows its syntax, meaning and example,
# and the example gives rows of the demonstration, which has no Lambda of its
# own.
. "$srcdir/tests/cli/cli.sh"

id=3f1e5e1c-0a0a-4f5e-9d3c-000000000001
cat >lambda.log <<END
START RequestId: $id Version: \$LATEST
END RequestId: $id
REPORT RequestId: $id	Duration: 12.50 ms	Billed Duration: 13 ms	Memory Size: 128 MB	Max Memory Used: 60 MB	Init Duration: 110.25 ms	XRAY TraceId: 1-5f0f8a1b-000000000000000000000001	SegmentId: 00000000000000aa	Sampled: true
END

gives_rows() { # QUERY
	run "$SPOOR" query "$1" "$builddir/data/demo" lambda.log
	[ "$status" = 0 ] && [ -s out ] || { cat err; false; }
}

# Tables that lookup and cidrlookup may be asked for.
mkdir -p config/spoor/lookup
XDG_CONFIG_HOME=$try/config
export XDG_CONFIG_HOME
printf 'accountId,name\n111122223333,production\n' \
	>config/spoor/lookup/accounts.csv
printf 'network,owner\n10.0.0.0/8,office\n203.0.113.0/24,partner\n' \
	>config/spoor/lookup/networks.csv

set -f
words=$("$SPOOR" help | sed -n '/^Query commands:$/,/^Log formats:/s/^  //p')
"$SPOOR" help $words | awk '
	/^(query (command|function|aggregate|operator)|field) / {
		head = $0
		getline help
		getline example
		if (!sub(/^  example: /, "", example) || help !~ /^  [^ ]/)
			print head "\t"
		else if (!(head in seen))
			print head "\t" example
		seen[head] = 1
	}' >words
while IFS='	' read -r head example; do
	ok "$head" gives_rows "$example"
done <words
ok "all words were there" test "$(wc -l <words)" -gt 130
done_testing
