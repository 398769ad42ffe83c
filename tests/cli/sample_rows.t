#!/bin/sh
# AWS's general and CloudTrail samples, over real logs, give the rows that
# python3 computes from the same records.
. "$srcdir/tests/cli/cli.sh"
samples=$srcdir/../shared/data/queries/aws-doc-samples.tsv
logs=$real/cloudtrail

if [ ! -f "$samples" ] || [ ! -d "$logs" ]; then
	skip "samples give the rows of python3" "there are no real logs"
	done_testing
elif ! command -v python3 >/dev/null; then
	skip "samples give the rows of python3" "there is no python3"
	done_testing
fi
python3 "$srcdir/tests/cli/sample_rows.py" "$SPOOR" "$samples" \
	"$logs/invictus-awslogs" "$logs/opensearch/samples-large.repaired.ndjson"
exit $?
