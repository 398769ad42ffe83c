# The mouse, the editor, and a hand on the window's border, on a real
# terminal.
. "$srcdir/tests/cli/terminal.sh"
needs "mouse, editor and resizing on a real terminal"
cd "$try" || exit 1

# button, column, row (from 1), M or m: as xterm reports it (SGR, 1006)
mouse() {
	t send-keys -H $(printf '\033[<%d;%d;%d%s' "$@" | od -An -v -tx1)
}

open 80 24
line 'stty -a >before'
line "$SPOOR $demo"
wait_for '3,887 events  [0-9]+ failed' >/dev/null
row 7 '^> ' >/dev/null
mouse 0 20 10 M
sleep 0.3
ok "the mouse is off at first" row 7 '^> '
keys F2
ok "F2 switches it on" row 24 '^mouse on'
mouse 0 20 10 M; mouse 0 20 10 m
ok "a click goes to the row" row 10 '^> '
ok "and to the cell" row 6 '\[who\]'
mouse 0 20 10 M; mouse 0 20 10 m
ok "a second click opens it" row 14 '^─ '
mouse 0 20 20 M; mouse 0 20 20 m
ok "a click goes to the line of the record" row 20 '^> '
mouse 64 20 20 M
ok "the wheel turns three lines" row 17 '^> '
keys Escape Escape
mouse 0 14 1 M; mouse 0 14 1 m
ok "a click on a tab opens it" row 1 '^ 1 Events *\[2 Fields'
mouse 0 3 1 M; mouse 0 3 1 m
ok "and back" row 1 '^\[1 Events\]'
mouse 0 20 2 M; mouse 32 24 2 M; mouse 0 24 2 m
ok "dragging on the histogram chooses bars" row 3 '\[=====\]'
keys Enter
ok "Enter zooms into them" row 5 '\[demo 3,887\] \[.*–.* [0-9,]+\]'
mouse 0 18 5 M; mouse 0 18 5 m
ok "a click on a step switches it off" row 5 '\((.*–.*)\)'
mouse 2 20 10 M; mouse 2 20 10 m
ok "the right button opens the menu" wait_for 'only this'
mouse 0 5 20 M; mouse 0 5 20 m
ok "a click beside it closes it" gone 'only this'
mouse 0 22 6 M; mouse 0 22 6 m
ok "a click on the head of a column sorts by it" row 5 '\[sort @who desc\]'
mouse 0 22 6 M; mouse 0 22 6 m
ok "again: the other way round" row 5 '\[sort @who asc\]'
mouse 0 22 6 M; mouse 0 22 6 m
ok "again: as it was" gone '\[sort @who'
mouse 0 2 24 M; mouse 0 2 24 m
ok "a click on a word of the last line is its key" row 14 '^─ '
mouse 0 40 14 M; mouse 32 40 11 M; mouse 0 40 11 m
ok "the border between the panes goes where it is dragged" row 11 '^─ '
keys Escape : ; t send-keys -l zoom
wait_for '> zoom-in' >/dev/null
mouse 0 20 22 M; mouse 0 20 22 m
ok "a click chooses a line of the palette" row 22 '> zoom-out'
keys Escape Escape
keys F2
ok "F2 switches it off" row 24 '^mouse off'
keys Q
wait_for "$prompt" >/dev/null
ok "the terminal is as it was" is_restored

# ^X: $EDITOR on the query, after a y.
cat >edit <<'END'
#!/bin/sh
printf 'filter eventName = "CreateUser"\n| limit 2\n' >"$1"
END
chmod +x edit
open 80 24 EDITOR=./edit VISUAL=
line "$SPOOR $demo"
wait_for '3,887 events  [0-9]+ failed' >/dev/null
keys '\;' C-x
ok "^X asks before it runs a program" row 24 '\? y n'
keys n
ok "anything but y leaves the query" row 24 'the query stays'
keys C-x y
ok "y runs the editor on it" row 4 '^; filter eventName = "CreateUser"'
ok "with all of its lines" row 5 '^  \| limit 2'
keys Enter
ok "it is run as any other" row 5 '\[eventName = CreateUser [0-9]+\] \[limit 2\]'
ok "no file of it is left" is_gone
keys Q

# A file that changes under the explorer: said once; r looks again.
cp "$srcdir/tests/screen/data/small.ndjson" trail.ndjson
cp -p trail.ndjson whole
open 80 24
line "$SPOOR trail.ndjson"
wait_for '10 events' >/dev/null
head -c 12 whole >trail.ndjson
keys Enter
ok "a changed file is said" row 23 '^! trail.ndjson.*: changed on disk: [0-9]+ bytes when read'
ok "and what becomes of its events" row 24 '10 events stay; their JSON is rebuilt'
ok "the record says so too" row 14 'rebuilt'
keys j
ok "once" gone '^! trail'
keys Q

# A storm of sizes: the last one counts, and nothing is lost.
open 80 24
line "$SPOOR $demo; echo ended \$?"
wait_for '3,887 events  [0-9]+ failed' >/dev/null
keys W j j Enter
for i in $(seq 60); do
	t resize-window -x $((20 + i * 37 % 180)) -y $((5 + i * 23 % 50))
	[ $((i % 7)) -eq 0 ] && keys j
done
t resize-window -x 12 -y 3
t resize-window -x 80 -y 24
ok "after a storm of sizes the screen is whole" row 24 'UTC$'
ok "with its path" row 5 '\[writes 281\]'
ok "and its record" row 14 '^─ '
keys Q
ok "and it ends well" wait_for '^ended 0'
done_testing
