# Bytes that a slow link has to carry, counted at a pseudo-terminal of 80x24:
# nothing when nothing changes, little for a step of the cursor.
. "$srcdir/tests/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "bytes on a slow link" "no python3 here"
	done_testing
fi
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
XDG_STATE_HOME=$try/state
export XDG_STATE_HOME

# Prints one number a line: bytes while nothing happens; mean of a step, of a
# page; mean and most of a step with the detail following.
measure() {
	python3 - "$SPOOR" "$builddir/data/demo" <<'END'
import fcntl, os, pty, select, struct, sys, termios

pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM='xterm-256color', LC_ALL='C.UTF-8')
    os.execv(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))

def heard(quiet):
    """What comes until it has been quiet for that many seconds."""
    got = b''
    try:
        while select.select([fd], [], [], quiet)[0]:
            got += os.read(fd, 65536)
    except OSError: # it has ended
        pass
    return got

def press(key, times):
    sizes = []
    for _ in range(times):
        os.write(fd, key)
        sizes.append(len(heard(0.15)))
    return sizes

shown = b''
while b'3,887 events' not in shown:
    shown += heard(1)
heard(1)
print(len(heard(2)))
steps = press(b'j', 40)
print(sum(steps) // len(steps))
pages = press(b' ', 10)
print(sum(pages) // len(pages))
os.write(fd, b'g\r')
heard(1)
steps = press(b'j', 40)
print(sum(steps) // len(steps))
print(max(steps))
os.write(fd, b'Q')
heard(1)
END
}

measure >"$try/numbers"
number() { sed -n "$1p" "$try/numbers"; }
most() { # statement, line, bytes
	ok "$1: $(number "$2") bytes, at most $3" \
	    [ "$(number "$2")" -le "$3" ]
}
most "nothing changes" 1 0
most "a step of the cursor, on the mean" 2 300
most "a page, on the mean" 3 2000
# The characters alone that differ are 413: both cursor rows, and the lines of
# another record.
most "a step with the detail following, on the mean" 4 600
most "a step with the detail following" 5 1000
done_testing
