# What bootstrap does where something is missing: it runs here with nothing
# but a shell, and with an apt-get and a sudo that only write down their call.
. "$srcdir/tests/tap.sh"
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
mkdir "$try/bin" "$try/tree"
cp "$srcdir/bootstrap" "$try/tree"
for tool in cat chmod dirname env grep paste sed sh tail; do
	ln -s "$(command -v $tool)" "$try/bin"
done

fake() { # command, script
	printf '#!/bin/sh\n%s\n' "$2" >"$try/bin/$1"
	chmod +x "$try/bin/$1"
}

# Without a terminal, in a tree that holds bootstrap alone.
run() { # argument...
	(cd "$try/tree" && PATH="$try/bin" sh ./bootstrap "$@" </dev/null 2>&1)
	echo "status $?"
}

fake id 'echo 1000'
build="gcc libc6-dev make autoconf automake pkg-config libncurses-dev"
build="$build libpcre2-dev libcjson-dev zlib1g-dev libdeflate-dev nettle-dev"
check="$build python3 jq tmux procps util-linux bsdutils"

is "without apt it names what is missing" "$(run)" \
    "bootstrap: missing, by Debian's names: $build
status 1"
is "the check needs more than the build" "$(run check)" \
    "bootstrap: missing, by Debian's names: $check
status 1"
is "it changes nothing then" "$(cd "$try/tree" && echo *)" bootstrap
is "a word that it does not know is a wrong use" \
    "$(run everything | tail -n 1)" "status 2"
is "help is none" "$(run --help | tail -n 1)" "status 0"

if ! grep -q '^ID=debian' /etc/os-release; then
	skip "apt is asked" "this is no Debian"
	done_testing
fi

calls=$try/calls
fake apt-get "echo apt-get \"\$@\" >>$calls; exit 1"
is "without root and sudo it says what root would do" \
    "$(run | tail -n 2)" \
    "bootstrap: could not install; as root: apt-get install $build
status 1"
ok "apt is not tried then" [ ! -e "$calls" ]

fake sudo "echo sudo \"\$1\" >>$calls; shift; exec \"\$@\""
run >/dev/null
is "sudo is asked once, and asks nothing; apt does the rest" \
    "$(cat "$calls")" \
    "sudo -n
apt-get -qq update
apt-get -qq -y --no-install-recommends install $build"

fake id 'echo 0'
fake jq ''
fake tmux ''
rm "$calls"
run check >/dev/null
is "root needs no sudo, and only what is missing is installed" \
    "$(cat "$calls")" \
    "apt-get -qq update
apt-get -qq -y --no-install-recommends install $(echo "$check" |
    sed 's/ jq tmux//')"

# All is there: tools that work and do nothing.
fake autoreconf 'echo "#!/bin/sh" >configure; chmod +x configure'
for tool in cc make automake pkg-config nproc python3 ps setpriv \
    script; do
	fake $tool 'exit 0'
done
rm "$calls"
is "when all is there it builds" "$(run | tail -n 2)" \
    "bootstrap: done: ./spoor
status 0"
ok "and installs nothing" [ ! -e "$calls" ]
done_testing
