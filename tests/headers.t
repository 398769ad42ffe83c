# Every header compiles alone, as the first thing that a file includes.
. "$srcdir/tests/tap.sh"

compiles() { # C text
	printf '%s\n' "$1" | eval "$COMPILE -Werror -fsyntax-only -x c -"
}

for header in "$srcdir"/src/*/*.h; do
	name=${header#"$srcdir"/src/}
	ok "$name compiles alone" compiles "#include \"$name\""
done
ok "a header that needs another one would be seen" \
    fails compiles 'int f(struct unknown s);'
done_testing
