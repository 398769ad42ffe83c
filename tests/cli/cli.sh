# What our tests of the command line share:  . "$srcdir/tests/cli/cli.sh"
# Each works in a folder of its own, $try.
. "$srcdir/tests/tap.sh"
try=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$try"; rm -rf "$try"' EXIT
cd "$try" || exit 1
real=$srcdir/../shared/data/real

# run COMMAND...: standard output in out, standard error in err, $status.
run() {
	"$@" </dev/null >out 2>err
	status=$?
}

# gives STATEMENT STATUS COMMAND...
gives() {
	gives_what=$1 gives_status=$2
	shift 2
	run "$@"
	is "$gives_what: exit status $gives_status" "$status" "$gives_status"
}

says() { # STATEMENT PATTERN: standard error has such a line
	ok "$1" grep -q -- "$2" err
}

quiet() { # STATEMENT: nothing is on standard error
	is "$1" "$(cat err)" ""
}

# terminal COMMAND: runs a shell command with a terminal, 80x24; what it
# shows is in screen, without carriage returns.
terminal() {
	script -qefc "stty cols 80 rows 24; $1" screen.raw </dev/null >/dev/null
	status=$?
	# The first line and the last two are script's.
	sed 1d screen.raw | head -n -2 | tr -d '\r' >screen
}

# event ID TIME NAME [MORE]: one CloudTrail record; ID is a number.
event() {
	printf '{"eventVersion":"1.08","eventTime":"%s",' "$2"
	printf '"eventSource":"iam.amazonaws.com","eventName":"%s",' "$3"
	printf '"awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1",'
	printf '"userIdentity":{"type":"IAMUser","userName":"alice"},'
	printf '"eventID":"00000000-0000-4000-8000-%012d"%s}\n' "$1" "$4"
}

# Three events, an hour apart.
three_events() {
	event 1 2024-05-01T10:00:00Z ListUsers
	event 2 2024-05-01T11:00:00Z CreateUser
	event 3 2024-05-01T12:00:00Z ListUsers
}
