# The Test Anything Protocol for our shell tests:  . "$srcdir/tests/tap.sh"
tap_run=0
tap_failed=0

# ok STATEMENT COMMAND...: the statement holds when the command succeeds.  What
# the command prints is shown when it does not.
ok() {
	tap_what=$1
	shift
	tap_run=$((tap_run + 1))
	if tap_said=$("$@" 2>&1); then
		echo "ok $tap_run - $tap_what"
	else
		tap_failed=1
		echo "not ok $tap_run - $tap_what"
		printf '%s\n' "$tap_said" | sed 's/^/# /'
	fi
}

# is STATEMENT GOT WANTED: the two texts are the same.
is() {
	ok "$1" same_text "$2" "$3"
}

same_text() {
	[ "$1" = "$2" ] && return
	printf 'got:\n%s\nwanted:\n%s\n' "$1" "$2"
	return 1
}

fails() {
	! "$@"
}

skip() { # STATEMENT REASON
	tap_run=$((tap_run + 1))
	echo "ok $tap_run - $1 # SKIP $2"
}

# The last command of a test.
done_testing() {
	echo "1..$tap_run"
	exit $tap_failed
}
