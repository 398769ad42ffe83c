# Which colours a terminal is sent: as many as it has, those of the theme that
# was asked for, or none.  Heard at a pseudo-terminal.
. "$srcdir/tests/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "colours on a terminal" "no python3 here"
	done_testing
fi
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
XDG_STATE_HOME=$try/state
LC_ALL=C.UTF-8
export XDG_STATE_HOME LC_ALL

# The colours that stand on the screen of `spoor ARGUMENTS small.ndjson` where
# the environment is changed by the words with =: numbers of the palette, +bold
# where the text is, /number for a background.  Its events are an hour of calls,
# of which some failed: bars, red results, quiet words.
colours() {
	python3 - "$SPOOR" "$srcdir/tests/screen/data/small.ndjson" "$@" \
	    <<'END'
import fcntl, os, pty, re, select, struct, sys, termios

program, data = sys.argv[1:3]
words = sys.argv[3:]
for name in ('NO_COLOR', 'COLORFGBG', 'COLORTERM', 'CLICOLOR_FORCE'):
    os.environ.pop(name, None)
while words and '=' in words[0] and not words[0].startswith('-'):
    name, value = words.pop(0).split('=', 1)
    os.environ[name] = value
pid, fd = pty.fork()
if pid == 0:
    os.execv(program, [program] + words + [data])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))

def heard(quiet):
    got = b''
    try:
        while select.select([fd], [], [], quiet)[0]:
            got += os.read(fd, 65536)
    except OSError:
        pass
    return got

shown = b''
for _ in range(30):
    shown += heard(0.3)
    if b'10 events' in shown:
        break
os.write(fd, b'Q')
heard(1)
os.waitpid(pid, 0)

# ECMA-48, 8.3.117 SGR; 38 and 48 as in ITU-T T.416 with xterm's semicolons.
seen, fg, bg, bold = set(), None, None, False
for part in re.findall(rb'\x1b\[([0-9;]*)m|\x1b[\[\]()][^A-Za-z]*[A-Za-z]'
                       rb'|\x1b.|([^\x00-\x20\x1b])', shown):
    codes, text = part
    if text:
        if fg is not None or bg is not None:
            seen.add(('%s' % ('' if fg is None else fg))
                     + ('+bold' if bold else '')
                     + ('' if bg is None else '/%s' % bg))
        continue
    numbers = [int(n or 0) for n in codes.split(b';')]
    while numbers:
        n = numbers.pop(0)
        if n == 0:
            fg = bg = None
            bold = False
        elif n in (1, 22):
            bold = n == 1
        elif 30 <= n <= 37 or 90 <= n <= 97:
            fg = n - 30 if n < 90 else n - 82
        elif 40 <= n <= 47 or 100 <= n <= 107:
            bg = n - 40 if n < 100 else n - 92
        elif n in (38, 48) and numbers[:1] == [5]:
            fg, bg = (numbers[1], bg) if n == 38 else (fg, numbers[1])
            del numbers[:2]
        elif n == 39:
            fg = None
        elif n == 49:
            bg = None
print(' '.join(sorted(seen)) if b'10 events' in shown else 'no screen')
END
}

# A terminal of 16 colours, and one where a number is red, green and blue.
if command -v tic >/dev/null; then
	cat >"$try/source" <<'END'
spoor-16|a terminal of 16 colours,
	colors#16, pairs#256,
	setaf=\E[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m,
	setab=\E[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m,
	use=xterm,
spoor-direct|a terminal of direct colour,
	RGB, colors#0x1000000, pairs#0x7fff,
	setaf=\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
	setab=\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
	use=xterm,
END
	tic -x -o "$try/terminfo" "$try/source" 2>/dev/null
fi
own() { # statement, name of a terminal, colours
	if [ -n "$(find "$try/terminfo" -name "$2" 2>/dev/null)" ]; then
		is "$1" "$(colours TERMINFO="$try/terminfo" TERM="$2")" "$3"
	else
		skip "$1" "tic cannot make it here"
	fi
}

TERM=xterm-256color
export TERM
is "256 colours: shades for bars, failed calls, quiet words" \
    "$(colours)" "111 203 245"
own "16 colours: bright blue and red" spoor-16 "12 9"
is "8 colours: blue and red, bold" "$(colours TERM=xterm)" "1+bold 4+bold"
own "direct colour: as 8" spoor-direct "1+bold 4+bold"
is "a vt100 has none" "$(colours TERM=vt100)" ""
is "NO_COLOR asks for none" "$(colours NO_COLOR=1)" ""
is "an empty one does not" "$(colours NO_COLOR=)" "111 203 245"
is "--color never gives none" "$(colours --color never)" ""
is "--color always goes before NO_COLOR" \
    "$(colours NO_COLOR=1 --color always)" "111 203 245"
is "a light background is heard of from COLORFGBG" \
    "$(colours 'COLORFGBG=0;15')" "124 241 26"
is "a dark one too" "$(colours 'COLORFGBG=15;0')" "111 203 245"
is "--theme goes before it" \
    "$(colours 'COLORFGBG=0;15' --theme dark)" "111 203 245"
is "--theme light" "$(colours --theme light)" "124 241 26"
is "--theme contrast: bold, the cursor black on white" \
    "$(colours --theme contrast)" "111+bold 16/231 203+bold 231+bold"
is "with 8 colours too" "$(colours TERM=xterm --theme contrast)" \
    "0/7 1+bold 4+bold 7+bold"
script -qefc "TERM=dumb $SPOOR $builddir/data/demo" /dev/null \
    </dev/null >"$try/dumb"
is "--theme mono: none" "$(colours --theme mono)" ""
ok "a terminal that cannot place its cursor is told so" \
    grep -q "TERM is dumb, a terminal that cannot place its cursor" "$try/dumb"
done_testing
