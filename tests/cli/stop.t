# ^C: the program ends at once, says so, and what is printed is whole lines.
. "$srcdir/tests/cli/cli.sh"

# interrupted COMMAND...: runs it, with a log that never ends in the fifo
# slow, and interrupts it once it waits.  Standard input, if it is read, is
# that log too.
interrupted() {
	rm -f slow
	mkfifo slow
	sh -c 'three_events_file=$1; exec 3>slow; cat "$three_events_file" >&3
	    exec sleep 60' sh "$try/three" &
	writer=$!
	env --default-signal=INT "$@" <slow >out 2>err &
	reader=$!
	sleep 1
	start=$(date +%s)
	kill -INT $reader
	wait $reader
	status=$?
	seconds=$(($(date +%s) - start))
	kill $writer
	wait $writer 2>/dev/null
}
three_events >three
cp three done.ndjson

interrupted "$SPOOR" query 'stats count(*)' -
is "^C while standard input is read: exit status 2" "$status" 2
ok "... at once" test "$seconds" -le 2
says "... it is said" '^spoor: stopped'
ok "... and there are no rows" test ! -s out
interrupted "$SPOOR" query 'stats count(*)' done.ndjson slow
is "^C while a fifo is read: exit status 2" "$status" 2
ok "... at once" test "$seconds" -le 2
says "... it is said" '^spoor: stopped'
interrupted "$SPOOR" fields -
is "^C of fields: exit status 2" "$status" 2
interrupted "$SPOOR" ledger -o json done.ndjson -
is "^C of ledger: exit status 2" "$status" 2
is "... what was read until then is printed" "$(jq -r '.[] |
    select(.section == "file" and .file == "done.ndjson").records' out)" 3

# The explorer, which has to know the newest event first, shows what there is.
rm -f slow
mkfifo slow
sh -c 'exec 3>slow; cat three >&3; exec sleep 60' &
writer=$!
# shown PATTERN: waits until the terminal shows it, ten seconds at most.
shown() {
	for i in $(seq 200); do
		grep -q "$1" screen 2>/dev/null && return
		sleep 0.05
	done
}
# exec: a shell in between would take the interrupt too.
(shown 'reading: 0 of 1'; printf '\003'; shown CreateUser; printf Q) |
    env --default-signal=INT \
    script -qefc 'stty cols 80 rows 24; TERM=xterm exec "$SPOOR" --last 1h slow' \
        screen >/dev/null
is "^C while the explorer waits for the newest event: it goes on" "$?" 0
ok "... it had shown progress" grep -q 'reading: 0 of 1 files' screen
ok "... it says that loading was stopped" grep -q 'stopped: ' screen
ok "... it shows the last hour of what there is" grep -q 'CreateUser' screen
kill $writer
wait $writer 2>/dev/null

# Jobs in the background ignore the interrupt of their terminal.
mkfifo pipe
sh -c '"$SPOOR" query -ocsv "stats count(*) as n" pipe >out & echo $! >pid
    sleep 1; kill -INT $(cat pid); cat three >pipe; wait $(cat pid)'
is "an ignored interrupt stays ignored" "$(tr -d '\r' <out | sed -n 2p)" 3

# Progress is a line that goes away again.
rm -f slow
mkfifo slow
(cat three; sleep 2) >slow &
"$SPOOR" query --progress always -ocsv 'stats count(*) as n' slow >out 2>err
wait
is "the rows do not mind progress" "$(tr -d '\r' <out | sed -n 2p)" 3
says "progress tells files and records" 'reading: [01] of 1 files, [03] records'
says "... and the numbers at the end" '3 of 3 events matched'
"$SPOOR" query --progress auto -ocsv 'stats count(*) as n' three >out 2>err
quiet "no progress where standard error is no terminal"
done_testing
