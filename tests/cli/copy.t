# What y copies arrives in the clipboard of the terminal, and the batch command
# gives the rows of the screen: so does what S e writes.
. "$srcdir/tests/tap.sh"

try=$(mktemp -d) || exit 1
socket=spoor-copy-$$
t() { tmux -L "$socket" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null; rm -rf "$try"' EXIT

missing=
for tool in tmux jq python3; do
	command -v "$tool" >/dev/null || missing="$missing $tool"
done
if [ -n "$missing" ]; then
	skip "the batch command gives the rows of the screen" "no$missing here"
	done_testing
fi

HOME=$try/home
XDG_STATE_HOME=$try/state
XDG_CONFIG_HOME=$try/config
export HOME XDG_STATE_HOME XDG_CONFIG_HOME
mkdir "$try/home" "$try/bin" "$try/work" || exit 1
ln -s "$SPOOR" "$try/bin/spoor"
PATH=$try/bin:$PATH
demo=$builddir/data/demo

sees() { # pattern
	for _ in $(seq 100); do
		t capture-pane -p | grep -Eq -e "$1" && return
		sleep 0.1
	done
	echo "never seen: $1"
	t capture-pane -p
	return 1
}

loaded() { # all files are read
	sees '^> ' && for _ in $(seq 100); do
		t capture-pane -p | grep -q '^loading' || return 0
		sleep 0.1
	done
}

press() {
	for key; do
		t send-keys "$key"
	done
}

copied() { # what is in the clipboard, once it is another text
	for _ in $(seq 50); do
		t show-buffer >copy 2>/dev/null && [ -s copy ] && break
		sleep 0.1
	done
	t delete-buffer 2>/dev/null
	cat copy
}

cd "$try/work" || exit 1
t new-session -d -x 80 -y 24 "env PS1='$ ' sh" \; \
    set -g default-terminal tmux-256color \; set -g set-clipboard on
sees '^\$'
t send-keys -l "spoor --from=2024-11-12T13:00:00Z --to=2024-11-12T14:00:00Z '$demo'"
press Enter
ok "the explorer opens with a range" sees '^> 13:'
[ "$tap_failed" = 0 ] || done_testing
loaded
press W E
ok "two steps are on the path" sees '\[failed [0-9]+\]'
press l y v
sees 'copied value'
copied >value
ok "y v copies the value under the cursor" \
    grep -Eq '^[0-9]{12}/' value
press y q
sees 'copied query'
is "y q copies the path" "$(copied)" \
    'filter readOnly = 0 | filter @result not in ["ok", "-"]'
press y b
sees 'copied batch'
copied >batch
ok "y b copies a command with the range" \
    grep -q '^spoor query --from=2024-11-12T13:00:00' batch

# The rows of the command, and what was expected from jq.
sh ./batch >rows.csv
python3 - <<'END' >ids
import csv, json
for row in csv.DictReader(open("rows.csv", newline="")):
    print(json.loads(row["@message"])["eventID"])
END
find "$demo" -path '*CloudTrail/*' -name '*.json.gz' -exec zcat {} + |
    jq -r '.Records[]? | select(.eventTime >= "2024-11-12T13:00:00Z" and
	.eventTime < "2024-11-12T14:00:00Z" and .readOnly == false and
	(.errorCode or .responseElements.ConsoleLogin? == "Failure")) |
	.eventID' | sort -u >wanted
sort ids >sorted
ok "there are rows" [ -s wanted ]
ok "the command gives the rows that jq finds" cmp sorted wanted

press S e c
sees 'export to'
press Enter
ok "S e c writes them" sees 'written'
ok "in the directory where spoor was started" \
    [ -f events-2024-11-12.csv ]
python3 - <<'END' >exported
import csv
for row in csv.DictReader(open("events-2024-11-12.csv", newline="")):
    print(row["eventID"])
END
ok "in the same order, the same events" cmp exported ids
press S e n
sees 'export to'
press Enter
sees 'ndjson.*written'
jq -r .eventID events-2024-11-12.ndjson >exported
ok "as JSON, one a line" cmp exported ids
press S e j
sees 'export to'
press Enter
sees '[.]json:.*written'
"$SPOOR" query 'stats count(*) as n' events-2024-11-12.json >again
is "what is exported as JSON is read again" "$(sed -n 2p again | tr -d '\r')" \
    "$(wc -l <ids | tr -d ' ')"
press S e c
sees 'a file is there'
press Escape
press Q
sees '^\$'
is "nothing else is left behind" "$(ls)" "$(printf '%s\n' again batch copy \
    events-2024-11-12.csv events-2024-11-12.json events-2024-11-12.ndjson \
    exported ids rows.csv sorted value wanted)"

# Inside the evidence nothing is written.
cp -r "$demo" "$try/case" && cd "$try/case" || exit 1
t send-keys -l "cd '$try/case'; spoor ."
press Enter
sees '^> 23:'
loaded
press S e c
ok "by default an export goes elsewhere" sees "to $try/home/events"
press C-u
t send-keys -l "$try/case/out.csv"
ok "a name inside the evidence is told" sees 'inside the evidence'
press Enter
sleep 0.3
ok "and refused: the box stays" sees 'inside the evidence'
press Escape
press Q
sees '^\$'
ok "the evidence is as it was" diff -r "$demo" "$try/case"

# Keys by file.
mkdir -p "$XDG_CONFIG_HOME/spoor"
printf '# mine\nquit B\n' >"$XDG_CONFIG_HOME/spoor/keys"
t send-keys -l "clear; spoor '$demo'"
press Enter
sees '^> 23:'
press B
ok "a key of the file does what it says" sees '^\$'
printf 'quit B\nonly j\n' >"$XDG_CONFIG_HOME/spoor/keys"
t send-keys -l "clear; spoor '$demo'"
press Enter
ok "what is wrong with it is told with its line" \
    sees 'keys:2: j is the key of down'
press Q
ok "and then the keys are as they were" sees '^\$'
done_testing
