# Random keys, pastes, pointers and sizes: spoor goes on, answers, ends when it
# is told to, and gives the terminal back.  Longer: tests/live/storm.
. "$srcdir/tests/tap.sh"
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
storm=$(cd "$builddir" && pwd)/tests/live/storm
demo=$(cd "$builddir" && pwd)/data/demo
case $SPOOR in
/*) ;;
*) SPOOR=$PWD/$SPOOR ;;
esac
export SPOOR
mkdir "$try/home" "$try/work"
cp -R "$demo" "$try/logs"
cd "$try/work" || exit 1
for seed in 1 2 3; do
	ok "4,000 keys of seed $seed" env HOME="$try/home" \
	    XDG_STATE_HOME="$try/home/state" XDG_CONFIG_HOME="$try/home/config" \
	    LC_ALL=C.UTF-8 "$storm" 4000 $seed "$try/logs"
done
ok "nothing was written among the logs" diff -r "$demo" "$try/logs"
done_testing
