#!/bin/sh
# The page about the query language: its examples give rows of the
# demonstration, and it names every word of the language.
. "$srcdir/tests/cli/cli.sh"
page=$srcdir/doc/query-language.md

gives_rows() { # FILE
	run "$SPOOR" query "$(cat "$1")" "$builddir/data/demo"
	[ "$status" = 0 ] && [ -s out ] || { cat err; false; }
}

# Lines set in by four blanks, up to a line that is not.
awk '/^    / { if (!on) n++; on = 1; print substr($0, 5) >("example." n); next }
	{ on = 0 }' "$page"
for file in example.*; do
	ok "example: $(head -n 1 "$file")" gives_rows "$file"
done
ok "there are examples" test -f example.5

set -f
for word in $("$SPOOR" help |
    sed -n '/^Query commands:$/,/^Fields:$/s/^  //p'); do
	ok "it names $word" grep -qiF -e "$word" "$page"
done
done_testing
