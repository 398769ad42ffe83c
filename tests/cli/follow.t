# query --follow as a user meets it: what is said, when it ends, other users,
# few watches.
. "$srcdir/tests/cli/cli.sh"

# follow ARGUMENT...: in the background, into out and err, as $pid.
follow() {
	: >out
	: >err
	"$SPOOR" query --follow -o ndjson "$@" >out 2>err &
	pid=$!
	(sleep 60; kill $pid) 2>/dev/null >&2 & # so that nothing hangs
	guard=$!
}

# Waits until a file has so many lines, at most five seconds.
wait_lines() { # FILE LINES
	n=0
	while [ "$(wc -l <"$1")" -lt "$2" ] && [ $n -lt 100 ]; do
		sleep 0.05
		n=$((n + 1))
	done
	[ "$(wc -l <"$1")" -ge "$2" ]
}

wait_said() { # PATTERN
	n=0
	while ! grep -q -- "$1" err && [ $n -lt 100 ]; do
		sleep 0.05
		n=$((n + 1))
	done
	grep -q -- "$1" err
}

end() {
	kill "$pid" "$guard" 2>/dev/null
	wait "$pid"
	status=$?
}

mkdir logs
three_events >logs/a.log
follow 'fields eventName' logs
ok "what is there is printed" wait_lines out 3
is "oldest first" "$(jq -r .eventName out | paste -sd' ')" \
    "ListUsers CreateUser ListUsers"
event 4 2024-05-01T13:00:00Z DeleteUser >>logs/a.log
ok "what comes is printed" wait_lines out 4
mkdir -p logs/deep/down
event 5 2024-05-01T13:00:00Z PutUserPolicy | gzip >logs/deep/down/b.gz
ok "new files in new directories too" wait_lines out 5
event 5 2024-05-01T13:00:00Z PutUserPolicy >>logs/a.log
event 6 2024-05-01T14:00:00Z GetUser >>logs/a.log
ok "an event that is delivered again is printed once" wait_lines out 6
end
is "it ends well" "$status $(wc -l <out)" "0 6"
is "nothing is said" "$(cat err)" ""

follow 'filter eventName = "GetUser"' logs/a.log
ok "a filter, and a file as argument" wait_lines out 1
mv logs/a.log logs/a.log.1
event 7 2024-05-01T15:00:00Z GetUser >logs/a.log
ok "rotated, the new file of the name is followed" wait_lines out 2
end

(three_events; sleep 0.5; event 8 2024-05-01T15:00:00Z GetUser) |
    timeout 20 "$SPOOR" query --follow -o csv 'fields eventName' - \
        >out 2>err
is "standard input is followed to its end" "$? $(wc -l <out)" "0 5"

gives "a query that needs all events" 2 \
    "$SPOOR" query --follow 'stats count(*)' logs
says "is refused" "only fields, display, filter and parse"
gives "--keep alone" 2 "$SPOOR" query --keep 5000 '' logs
says "is a wrong use" "--keep belongs to --follow"

follow 'fields eventName' logs
wait_lines out 1
rm -r logs
sleep 0.3
mkdir logs
event 9 2024-05-01T15:00:00Z Again >logs/c.log
ok "the directory is removed and made again" grep -q . out
wait_lines out 10
n=0
while ! grep -q Again out && [ $n -lt 100 ]; do sleep 0.05; n=$((n + 1)); done
ok "what is in it then is printed" grep -q Again out
end

# A limit that holds for this process and its children alone.
if unshare -Ur sh -c 'echo 1 >/proc/sys/user/max_inotify_watches' 2>/dev/null
then
	mkdir -p few/1 few/2 few/3
	: >out
	: >err
	unshare -Ur sh -c 'echo 2 >/proc/sys/user/max_inotify_watches
	    exec timeout 60 "$0" query --follow -o ndjson "fields eventName" few' \
	    "$SPOOR" >out 2>err &
	pid=$!
	ok "a limit of watches is said" wait_said "no more watches"
	for i in 1 2 3; do
		event 1$i 2024-05-01T10:00:00Z ListUsers >few/$i/a.log
	done
	ok "what comes is found all the same" wait_lines out 3
	kill "$pid"
	wait "$pid"
else
	skip "a limit of watches is said" "no user namespaces here"
fi

if setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
	chmod 755 "$try"
	mkdir -p other/dir
	event 21 2024-05-01T10:00:00Z ListUsers >other/a.log
	event 22 2024-05-01T10:00:00Z ListUsers >other/dir/b.log
	chmod -R a+rX other
	: >out
	: >err
	setpriv --reuid=65534 --clear-groups timeout 60 "$SPOOR" query --follow \
	    -o ndjson 'fields eventName' other >out 2>err &
	pid=$!
	ok "another user reads what it may" wait_lines out 2
	chmod 0 other/a.log other/dir
	event 23 2024-05-01T10:00:00Z ListUsers >>other/a.log
	event 24 2024-05-01T10:00:00Z ListUsers >>other/dir/b.log
	ok "permissions that are taken away are said" \
	    wait_said "ermission denied"
	event 25 2024-05-01T10:00:00Z CreateUser >other/c.log
	chmod a+r other/c.log
	ok "other files are read on" wait_lines out 3
	chmod 755 other/dir
	chmod 644 other/a.log
	ok "when they are given back, what came meanwhile is read" \
	    wait_lines out 5
	kill "$pid"
	wait "$pid"
else
	skip "permissions that are taken away are said" "not root"
fi

done_testing
