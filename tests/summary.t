# The last line of a run.
. "$srcdir/tests/tap.sh"
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
cd "$try" || exit 1

counts() { # result...: of one test
	printf ':test-result: %s\n' "$@" >one.trs
	sh "$srcdir/tests/summary" one.trs
}

is "assertions are counted" \
    "$(counts 'PASS 1 - a' 'PASS 2 - b' 'FAIL 3 - c' 'SKIP 4 - d # SKIP e')" \
    "2 passed, 1 failed, 1 skipped"
is "an expected failure has passed, an unexpected success has not" \
    "$(counts 'XFAIL 1' 'XPASS 2')" "1 passed, 1 failed, 0 skipped"
is "a test that ends badly has failed once" \
    "$(counts 'PASS 1 - a' 'ERROR - missing test plan' \
        'ERROR - exited with status 1')" "1 passed, 1 failed, 0 skipped"
is "a failure and the bad status after it are one" \
    "$(counts 'FAIL 1 - a' 'ERROR - exited with status 1')" \
    "0 passed, 1 failed, 0 skipped"
counts 'FAIL 1' 'ERROR - exited with status 1' >/dev/null
cp one.trs two.trs
: >empty.trs
is "a test without a result has failed" \
    "$(sh "$srcdir/tests/summary" one.trs absent.trs two.trs empty.trs)" \
    "0 passed, 4 failed, 0 skipped"
done_testing
