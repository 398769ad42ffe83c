# --from, --to, --last: from inclusive, to exclusive.
. "$srcdir/tests/cli/cli.sh"
(
	event 1 2024-04-30T23:59:59Z A
	event 2 2024-05-01T00:00:00Z B
	event 3 2024-05-01T10:00:00Z C
	event 4 2024-05-01T11:59:59Z D
	event 5 2024-05-01T12:00:00Z E
	event 6 "no time at all" F
) >log.ndjson

# in_range STATEMENT NAMES OPTION...
in_range() {
	what=$1 wanted=$2
	shift 2
	run "$SPOOR" query -otsv "$@" 'fields eventName | display eventName' \
	    log.ndjson
	is "$what" "$(sed 1d out | sort | tr -d '\n')" "$wanted"
	run "$SPOOR" fields -ojson "$@" log.ndjson
	is "$what: fields" "$(jq '.[] | select(.field == "eventName").events' \
	    out)" "${#wanted}"
}
in_range "without a range all events, also one without a time" ABCDEF
in_range "--from is inclusive" BCDE --from 2024-05-01T00:00:00Z
in_range "--to is exclusive" ABCD --to 2024-05-01T12:00:00Z
in_range "a bare date is midnight UTC" BCDE --from 2024-05-01
in_range "from and to" BC --from 2024-05-01 --to 2024-05-01T11:59:59Z
in_range "an offset is taken into account" CDE \
    --from 2024-05-01T12:00:00+02:00
in_range "a blank in place of T" DE --from '2024-05-01 11:00'
in_range "a relative --from counts back from the newest event" CDE --from -2h
in_range "it is inclusive" DE --from -1s
in_range "a relative --to" AB --to -2h
in_range "both relative" C --from -2h --to=-1s
in_range "--last counts back from the newest event" DE --last 1h
in_range "--last in seconds" E --last 900ms
in_range "--last in minutes" CDE --last 120m
in_range "--last in weeks" ABCDE --last 1w
in_range "--last without an end" ABCDE --last 106751w
in_range "--last and --from: the later one" DE --last 1h --from 2024-05-01
in_range "--last and --to" CD --last 2h --to 2024-05-01T12:00:00Z
TZ=America/New_York
export TZ
in_range "the machine's zone does not matter" BCDE --from 2024-05-01

gives "a range without events" 1 "$SPOOR" query --from 2030-01-01 '' \
    log.ndjson
gives "fields of a range without events" 1 "$SPOOR" fields --from 2030-01-01 \
    log.ndjson
gives "a relative range that ends before it begins" 2 "$SPOOR" query \
    --last 1h --to 2020-01-01 '' log.ndjson
: >empty
gives "a relative range of no events" 1 "$SPOOR" query --last 1h '' empty
done_testing
