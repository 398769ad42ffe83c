# Commands, options, help: what is wrong is said, what is there is explained.
. "$srcdir/tests/cli/cli.sh"
three_events >three.ndjson

# ---- help of commands

for command in '' query fields ledger demo help; do
	name=${command:-spoor}
	gives "$name --help" 0 "$SPOOR" $command --help
	quiet "$name --help says nothing else"
	ok "$name --help begins with its usage" \
	    grep -q "^usage: spoor${command:+ $command} \[OPTION\]" out
	ok "$name --help is 80 columns wide at most" \
	    awk 'length > 80 { print; bad = 1 } END { exit bad }' out
	cp out long
	run "$SPOOR" $command -h
	ok "$name -h is the same" cmp out long
done
"$SPOOR" --help >commands
for command in query fields ledger demo help; do
	ok "--help names $command" grep -q "^  $command" commands
done
gives "--version" 0 "$SPOOR" --version
ok "--version is a name and a version" grep -qx 'spoor [0-9][0-9.]*' out

# ---- mistakes on the command line: status 2, one line that says which

wrong() { # WHAT PATTERN ARGUMENT...
	what=$1 pattern=$2
	shift 2
	gives "$what" 2 "$SPOOR" "$@"
	says "$what is said" "^spoor: $pattern"
	is "$what: nothing is on standard output" "$(cat out)" ""
}
wrong "an unknown option" 'unknown option --colour' query --colour '' x
wrong "an unknown letter" 'unknown option -z' query -z '' x
wrong "an option of another command" '--check does not belong' \
    fields --check three.ndjson
wrong "an option without its value" '--output wants FORMAT' query '' x -o
wrong "a value where none is taken" '--check takes no value' \
    query --check=yes ''
wrong "an unknown output format" \
    '--output is "xml", want table, csv, tsv, json, ndjson, md or chart' \
    query -o xml '' x
wrong "a bad time" '--from is "yesterday", want a time' \
    query --from yesterday '' x
wrong "a bad duration" '--last is "3 h", want a duration' \
    query --last '3 h' '' x
wrong "a range that ends before it begins" 'the time range ends' \
    query --from 2024-01-02 --to 2024-01-01 '' x
wrong "an empty range" 'the time range ends' \
    query --from 2024-01-01 --to 2024-01-01 '' x
wrong "--threads 0" '--threads is "0"' query --threads 0 '' x
wrong "--threads x" '--threads is "x"' query --threads x '' x
wrong "--memory 1" '--memory is "1"' query --memory 1 '' x
wrong "--memory nan" '--memory is "nan"' query --memory nan '' x
wrong "--memory 5XB" '--memory is "5XB"' query --memory 5XB '' x
wrong "an unknown log format" '--format is "syslog"' \
    query --format syslog '' x
wrong "an unknown theme" '--theme is "pink"' --theme pink x
wrong "--color sometimes" '--color is "sometimes"' --color sometimes x
wrong "--progress sometimes" '--progress is "sometimes"' \
    query --progress sometimes '' x
wrong "--strict and --lenient" '--strict and --lenient exclude' \
    ledger --strict --lenient x
wrong "no query" 'no query is given' query
wrong "a log for demo" 'demo takes no LOG' demo x
wrong "no such log to explore" 'nowhere: No such file' nowhere
wrong "a command behind its options" 'query: No such file.*a command stands' \
    --ascii query
printf 'spoor: unknown option --\\x1b[31m; --help lists them\n' >wanted
run "$SPOOR" query "$(printf -- '--\033[31m')"
ok "an escape sequence on the command line is visible" cmp err wanted

# ---- how options may be written

count='stats count(*) as n'
run "$SPOOR" query -o csv "$count" three.ndjson
cp out wanted
for written in '-ocsv' '--output csv' '--output=csv' '-j2 -o csv' \
    '--memory 500MB -ocsv' '--memory=1GiB --threads=1 -ocsv'; do
	run "$SPOOR" query $written "$count" three.ndjson
	ok "options may be written $written" cmp out wanted
done
run "$SPOOR" query "$count" three.ndjson -ocsv
ok "an option may stand at the end" cmp out wanted
run "$SPOOR" query -o csv -- "$count" three.ndjson
ok "-- ends the options" cmp out wanted
mkdir names
cp three.ndjson names/query
cp three.ndjson ./-o
(cd names && "$SPOOR" query -ocsv "$count" ./query) >out
ok "a file with the name of a command is written ./query" cmp out wanted
run "$SPOOR" query -ocsv "$count" -- -o
ok "behind -- a file may begin with -" cmp out wanted
"$SPOOR" query -ocsv "$count" - <three.ndjson >out
ok "- is standard input" cmp out wanted
"$SPOOR" query -ocsv "$count" <three.ndjson >out
ok "without a LOG standard input is read" cmp out wanted

# ---- help of words

"$SPOOR" help >words 2>err
is "help: exit status 0" "$?" 0
ok "help is 80 columns wide at most" \
    awk 'length > 80 { print; bad = 1 } END { exit bad }' words
section() { # TITLE: its lines in words
	sed -n "/^$1:\$/,/^\$/p" words | sed -e 1d -e '/^$/d'
}
explained() { # WORD...
	for word in "$@"; do
		"$SPOOR" help "$word" >one 2>err && [ -s one ] || {
			echo "$word"
			return 1
		}
	done
}
set -f
for title in 'Query commands' 'Query functions' 'Query aggregates' \
    'Query operators' Fields; do
	ok "$title: there are some" test -n "$(section "$title")"
	ok "$title: each is explained" explained $(section "$title")
done
for title in 'Log formats' 'Remarks of the ledger' 'Output formats'; do
	ok "$title: there are some" test -n "$(section "$title")"
	ok "$title: each is explained" \
	    explained $(section "$title" | awk '/^  [^ ]/ { print $1 }')
done
ok "each key is explained" explained $(section 'Keys of the explorer' |
    awk '/^  [^ ]/ { print substr($0, 3, 26) }')
for command in query fields ledger demo help; do
	ok "the command $command is explained" explained $command
done
for command in '' query fields ledger demo help; do
	"$SPOOR" $command --help
done | awk '/^Options:$/ { on = 1; next } /^$/ { on = 0 }
    on && match($0, /--[a-z-]+/) { print substr($0, RSTART, RLENGTH) }' |
    sort -u >options
ok "each option is explained" explained $(cat options)
set +f
gives "help of a word that is none" 1 "$SPOOR" help nosuchword
says "a word that is none is said" 'nothing is called "nosuchword"'
run "$SPOOR" help count_distinct
cp out wanted
run "$SPOOR" help COUNTDISTINCT
ok "names are folded as the language folds them" cmp out wanted

# ---- places

XDG_CONFIG_HOME=/nowhere/c XDG_STATE_HOME=/nowhere/s HOME=/nowhere \
    "$SPOOR" --paths >out
is "XDG variables say where files are" \
    "$(sed -n '/nowhere/s/  */ /gp' out)" \
    "$(printf 'config /nowhere/c/spoor\nstate /nowhere/s/spoor')"
env -u XDG_CONFIG_HOME -u XDG_STATE_HOME HOME=/nowhere "$SPOOR" --paths >out
is "without them they are below HOME" \
    "$(sed -n '/nowhere/s/  */ /gp' out)" \
    "$(printf 'config /nowhere/.config/spoor\nstate /nowhere/.local/state/spoor')"
XDG_CONFIG_HOME=c XDG_STATE_HOME=s HOME=/nowhere "$SPOOR" --paths >out
is "a relative one counts as unset" \
    "$(sed -n '/nowhere/s/  */ /gp' out)" \
    "$(printf 'config /nowhere/.config/spoor\nstate /nowhere/.local/state/spoor')"
ok "the sample incident is named" grep -q '^demo *[^ ]*/demo$' out
done_testing
