# doc/tutorial.md, followed key by key in a terminal of 80x24: each line of its
# blocks is keys, blanks, and a text that has to be seen then.
. "$srcdir/tests/tap.sh"

try=$(mktemp -d) || exit 1
socket=spoor-tutorial-$$
t() { tmux -L "$socket" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null; rm -rf "$try"' EXIT

if ! command -v tmux >/dev/null; then
	skip "the tutorial can be followed" "no tmux here"
	done_testing
fi

HOME=$try
XDG_STATE_HOME=$try/state
XDG_CONFIG_HOME=$try/config
export HOME XDG_STATE_HOME XDG_CONFIG_HOME

sees() { # text
	for _ in $(seq 100); do
		t capture-pane -p | grep -Fq -e "$1" && return
		sleep 0.1
	done
	echo "never seen: $1"
	t capture-pane -p
	return 1
}

# One word of the tutorial is one key, or a text in quotes.
press() {
	while [ -n "$1" ]; do
		case $1 in
		'"'*)
			text=${1#?}
			t send-keys -l "${text%%\"*}"
			set -- "${text#*\"}"
			;;
		*)
			key=${1%% *}
			case $key in
			Esc) t send-keys Escape; sleep 0.2 ;;
			';') t send-keys '\;' ;;
			Enter | Tab | Space) t send-keys "$key" ;;
			'^'?) t send-keys "C-$(echo "${key#^}" |
			    tr A-Z a-z)" ;;
			*) t send-keys -l "$key" ;;
			esac
			case $1 in
			*' '*) set -- "${1#* }" ;;
			*) set -- "" ;;
			esac
			;;
		esac
		set -- "${1#"${1%%[! ]*}"}"
	done
}

cd "$try" || exit 1
t new-session -d -x 80 -y 24 "env PS1='$ ' sh" \; \
    set -g default-terminal tmux-256color
sees '$'
t send-keys -l "$SPOOR demo"
t send-keys Enter
ok "spoor demo opens" sees '1 of 3,887'

# The first line of a block names the columns.
sed -n '/^    keys  /,/^$/p' "$srcdir/doc/tutorial.md" |
    grep -v '^    keys  \|^$' >steps
steps=$(wc -l <steps)
ok "the tutorial has steps" [ "$steps" -gt 20 ]
while IFS= read -r line; do
	line=${line#    }
	seen=$(printf '%s\n' "$line" | awk '{
		i = match($0, /   +/)
		text = substr($0, i)
		sub(/^ +/, "", text)
		print text
	}')
	keys=$(printf '%s\n' "$line" | awk '{
		i = match($0, /   +/)
		print substr($0, 1, i - 1)
	}')
	press "$keys"
	ok "$keys: $seen" sees "$seen"
	[ "$tap_failed" = 0 ] || break # what follows would be of no use
done <steps
done_testing
