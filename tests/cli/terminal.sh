# What tests on a real terminal share: tmux plays the terminal.
#	. "$srcdir/tests/cli/terminal.sh"
#	needs STATEMENT    skips the whole test where a tool is missing
# Each works in a folder of its own, $try.
. "$srcdir/tests/tap.sh"

demo=$builddir/data/demo
try=$(mktemp -d) || exit 1
window=0
t() { tmux -L "spoor-test-$$-$window" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null; rm -rf "$try"' EXIT
XDG_STATE_HOME=$try/state
export XDG_STATE_HOME

needs() { # statement
	missing=
	for tool in tmux script python3; do
		command -v "$tool" >/dev/null || missing="$missing $tool"
	done
	[ -z "$missing" ] && return
	skip "$1" "no$missing here"
	done_testing
}

prompt='^[#$]$' # of sh; tmux leaves out blanks at the end of a line

open() { # columns, rows, environment and command
	columns=$1 rows=$2
	shift 2
	t kill-server 2>/dev/null
	window=$((window + 1))
	t new-session -d -x "$columns" -y "$rows" "env $* sh" \; \
	    set -g default-terminal tmux-256color
	wait_for "$prompt"
}

# The tmux server ends with its last window.
keys() { t send-keys "$@"; }
line() { t send-keys -l "$1"; t send-keys Enter; }
screen() { t capture-pane -p; }

wait_for() { # pattern
	for _ in $(seq 100); do
		screen 2>/dev/null | grep -Eq -e "$1" && return
		sleep 0.1
	done
	echo "never seen: $1"
	screen
	return 1
}

gone() { # pattern
	for _ in $(seq 100); do
		screen | grep -Eq -e "$1" || return 0
		sleep 0.1
	done
	echo "still there: $1"
	screen
	return 1
}

row() { # number, pattern
	for _ in $(seq 50); do
		screen | sed -n "$1p" | grep -Eq -e "$2" && return
		sleep 0.1
	done
	echo "line $1 is not $2"
	screen
	return 1
}

cursor_on() { # 0-based row
	for _ in $(seq 50); do
		[ "$(t display -p '#{cursor_y}')" = "$1" ] && return
		sleep 0.1
	done
	echo "the cursor is on $(t display -p '#{cursor_y}'), not $1"
	return 1
}

# What stty says of the terminal is what it said before.
is_restored() {
	line 'stty -a >after; echo don''e'
	wait_for '^done' && cmp before after
}


# No file of a query is left for an editor.
is_gone() {
	! ls "${TMPDIR:-/tmp}"/spoor-query-* 2>/dev/null
}
