# The engine is one library that knows no screen: all of it links with its own
# libraries only, so that no member can need curses, ui or cli.
. "$srcdir/tests/tap.sh"
cd "$builddir" || exit 1
out=tests/engine.out
trap 'rm -f "$out" "$out.c"' EXIT

links() { # C text
	printf '%s\n' "$1" >"$out.c"
	$LINK -o "$out" "$out.c" -Wl,--whole-archive libspoor.a \
	    -Wl,--no-whole-archive $ENGINE_LIBS
}

ok "all of libspoor.a links without curses, ui and cli" \
    links 'int main(void) { return 0; }'
ok "a call of curses would be seen" \
    fails links 'int endwin(void); int main(void) { return endwin(); }'
done_testing
