#!/bin/sh
# The sample queries of AWS's documentation: all parse and check, but for
# those that are marked as broken or invalid, which are refused with a place
# and a reason.
. "$srcdir/tests/cli/cli.sh"
samples=$srcdir/../shared/data/queries/aws-doc-samples.tsv

if [ ! -f "$samples" ]; then
	skip "the samples are checked" "there are no samples"
	done_testing
fi

accepted() { # QUERY
	run "$SPOOR" query --check "$1"
	[ "$status" = 0 ] || { cat err; false; }
}

# Three lines: the query's line, a caret below it, a reason of some words.
refused() {
	run "$SPOOR" query --check "$1"
	[ "$status" = 2 ] || { echo "exit status $status"; return 1; }
	sed -n 2p err | grep -q '^ *^$' && [ "$(sed -n 3p err | wc -w)" -ge 4 ] ||
		{ cat err; false; }
}

# \n and \\ stand for a line end and a backslash.
while IFS='	' read -r id group text; do
	query=$(printf '%s' "$text" |
	    sed 's/\\\\/\x01/g; s/\\n/\n/g; s/\x01/\\/g')
	case $group in
	*-broken | *-invalid) ok "$id ($group) is refused" refused "$query" ;;
	*) ok "$id ($group) is accepted" accepted "$query" ;;
	esac
done <"$samples"
is "all samples were there" "$((tap_run > 180))" 1

done_testing
