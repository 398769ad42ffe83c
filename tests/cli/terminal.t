# The explorer on a real terminal: tmux plays the terminal, script(1) hears
# every byte that is sent to it.
. "$srcdir/tests/cli/terminal.sh"
needs "the explorer on a real terminal"

cd "$try" || exit 1

open 80 24
line 'stty -a >before'
line "$SPOOR $demo"
ok "the first screen shows events" wait_for '^> [0-9][0-9]:'
ok "the tabs are in line 1" row 1 '^\[1 Events\]'
ok "the keys are in line 24" row 24 '(open|stop).*UTC$'
ok "all is loaded" gone '^loading'
ok "the cursor stands on the first event" cursor_on 6
keys j j
ok "j goes down" row 9 '^> '
ok "the terminal's cursor goes with it" cursor_on 8
keys l l +
ok "+ on a cell makes a step" row 5 '\[.*\] \[.* [0-9,]+\]'
ok "which is query text" row 4 '^; filter '
keys '['
ok "[ goes back" row 4 '^; every event'
keys Enter
ok "Enter opens the record" row 14 '^─ .*─$'
ok "with its tree" wait_for '^[ ·] +userAgent +"'
keys Escape
ok "Esc closes it" gone 'userAgent  *"'
keys '\;'
keys -l 'filter errorCode = "AccessDenied" && readOnly = 0'
ok "a query error names its place" row 5 '^ {36}\^$'
ok "and what was expected" row 6 'and'
keys Escape
ok "Esc leaves the query" row 4 '^; every event'
t resize-window -x 140 -y 45
ok "a larger terminal is used at once" row 45 'UTC$'
t resize-window -x 40 -y 10
ok "a small one shows one pane" row 10 'UTC$'
t resize-window -x 18 -y 4
ok "one that is too small says so" row 2 'needs 20x5'
t resize-window -x 80 -y 24
ok "and nothing is lost" row 4 '^; every event'
keys C-c
ok "^C with nothing running says how to quit" row 24 'q quits'
keys C-z
ok "^Z suspends" wait_for '(Stopped|Suspended)'
line 'fg'
ok "fg comes back" row 1 '^\[1 Events\]'
keys q
ok "q quits" wait_for "$prompt"
ok "the terminal is as it was" is_restored
line "$SPOOR $demo; echo ended \$?"
wait_for '^> ' >/dev/null
pid=$(t list-panes -F '#{pane_pid}' | head -n 1)
kill -TERM "$(ps -o pid= --ppid "$pid" | tr -d ' ')"
ok "a signal ends it" wait_for '^ended 143'
ok "and the terminal is as it was" is_restored

line "$SPOOR $demo; echo ended \$?"
wait_for '^> ' >/dev/null
kill -SEGV "$(ps -o pid= --ppid "$pid" | tr -d ' ')"
ok "so does a crash" wait_for '^ended [1-9]'
ok "which leaves the terminal as it was too" is_restored

# Standard input that does not end; keys come from the terminal all the same.
open 80 24
small=$srcdir/tests/screen/data/small.ndjson
line "{ head -n 9 $small; sleep 60; } | $SPOOR -"
ok "events can be used while loading goes on" wait_for '^> 00:10:00 web'
ok "and that is said" row 3 '^loading .* \^C stop$'
keys j j
ok "keys act meanwhile" row 10 '^> '
keys C-c
ok "^C keeps what is loaded, and says so" row 3 '^stopped'
keys Q
ok "Q quits at once" gone '^\[1 Events'

# Bytes that are sent: nothing when nothing changes, little for a step.
open 80 24
line "script -qfc '$SPOOR $demo' heard"
wait_for '^> ' >/dev/null
gone '^loading' >/dev/null
size() { wc -c <heard | tr -d ' '; }
heard() { # number of bytes at most, keys
	most=$1
	shift
	before=$(size)
	[ $# -eq 0 ] || keys "$@"
	sleep 1
	after=$(size)
	[ $((after - before)) -le "$most" ] &&
	    [ $# -eq 0 -o "$after" -gt "$before" ] && return
	echo "$((after - before)) bytes"
	return 1
}
sleep 1
ok "no byte is sent when nothing changes" heard 0
ok "ten steps of the cursor take 3,000 bytes at most" \
    heard 3000 j j j j j j j j j j
ok "five pages take 10,000 at most" \
    heard 10000 Space Space Space Space Space
keys Enter
sleep 1
ok "a step with the detail following takes 1,000 at most" heard 1000 j
keys Q

open 80 24 TERM=vt100
line "$SPOOR $demo"
ok "a vt100 shows events" wait_for '^> [0-9][0-9]:'
wait_for '3,887 events  [0-9]+ failed' # all are loaded: the last one stays
keys G
ok "keys act there" row 23 '^> [0-9][0-9]:'
keys Q

open 80 24 LC_ALL=C
line "$SPOOR $demo"
ok "without UTF-8 events are shown" wait_for '^> [0-9][0-9]:'
keys Enter
ok "and every sign is ASCII" row 14 '^- '
is "nothing else is on the screen" "$(screen | LC_ALL=C tr -d '\n -~')" ""
keys Q

# A hostile file: what it holds must be seen, and never be sent.  The marker
# shows which sequence came from the file: no sequence of ours has a 7777.
python3 - <<'END'
import json
evil = ('\x1b[7777m\x1b]0;7777\x07\x1bP7777\x1b\\\x9b7777m\x9d7777\x9c'
        '\u202e\u2066\u200b\u200f\ufeff\x00\x08\x0e\x7f\x85')
event = {
    'eventVersion': '1.08', 'userIdentity': {'type': 'IAMUser',
    'userName': 'mallory' + evil, 'accountId': '111122223333' + evil,
    'arn': evil, 'principalId': evil},
    'eventTime': '2024-01-01T00:00:00Z', 'eventSource': 'iam' + evil,
    'eventName': 'CreateUser' + evil, 'awsRegion': evil + 'us-east-1',
    'sourceIPAddress': evil, 'userAgent': evil, 'errorCode': evil,
    'errorMessage': evil, 'requestParameters': {evil: evil,
    'list': [evil, evil]}, 'eventID': evil, 'recipientAccountId': evil}
text = json.dumps(event, ensure_ascii=False)
raw = bytearray(text.encode('utf-8', 'surrogatepass'))
with open('evil\x1b[7777m.json', 'wb') as f:
    for i in range(30):
        f.write(raw.replace(b'mallory', b'mallory\xff\xfe\xc0\x80'))
        f.write(b'\n')
    f.write(json.dumps(event).encode() + b'\n')
    f.write(text.encode() [:200])
END
open 80 24
line "script -q -c '$SPOOR .' heard"
ok "a hostile file is shown" wait_for '^> '
keys Enter
ok "its record too" row 14 '^─ '
keys Tab j j j j j j j v
keys Tab
keys '?' Escape '\;' Escape / 'CreateUser' Enter Escape '+' '[' 6
wait_for '^\[?.*6 Ledger' >/dev/null
keys j j Q
wait_for "$prompt" >/dev/null
sleep 0.3
strange() {
	python3 - <<'END'
import re
heard = open('heard', 'rb').read()
# What a terminal is sent by us: CSI sequences with numbers, character sets,
# keypad modes, cursor movement.
ours = re.sub(rb'\x1b\[\??[0-9;]*[@A-Za-z`]|\x1b[()][0AB]|\x1b[=>78M]', b'', heard)
for name, bad in (
        ('an escape sequence', rb'\x1b.{0,12}'),
        ('a control byte', rb'[\x00-\x06\x07\x0b\x0c\x0e\x10-\x1a\x1c-\x1f\x7f]'),
        ('a C1 control', rb'\xc2[\x80-\x9f]'),
        ('a hidden character', '\u202e|\u2066|\u200b|\u200f|\ufeff'.encode())):
    found = re.search(bad, ours)
    if found:
        print(name, found.group())
if re.search(rb'\x1b[^\x1b]{0,2}7777', heard):
    print('a sequence of the file')
try:
    heard.decode()
except UnicodeDecodeError as e:
    print('bytes that are no UTF-8', e)
if rb'\x1b[7777m' not in heard:
    print('nothing was shown')
END
}
is "nothing of the file acts on the terminal" "$(strange)" ""
ok "what is hidden in it is seen" grep -aqF '\x1b[7777m' heard
done_testing
