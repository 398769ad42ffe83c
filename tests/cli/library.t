# The saved queries that come with the program: each is right, each runs on the
# sample incident, and those that look for its traces find them.
. "$srcdir/tests/cli/cli.sh"

library=$srcdir/data/queries
demo=$builddir/data/demo

# One file for each query; its first line is its name.
awk '/^= / { n++; name = $2; file = sprintf("query-%02d", n)
	print name >file; next }
n { print >file }' "$library"
ok "there are queries" [ -f query-30 ]
grep '^= ' "$library" | cut -d' ' -f2 | sort >names
is "their names are unique" "$(uniq -d names)" ""
ok "they stand in folders" sh -c '! grep -v "^[a-z]*/[a-z-]*$" names'
ok "each says what it answers" \
    sh -c '! grep "^= " "$1" | grep -v "  [A-Z]"' sh "$library"
for file in query-*; do
	name=$(sed -n 1p "$file")
	sed 1d "$file" >text
	run "$SPOOR" query -o csv "$(cat text)" "$demo"
	ok "$name runs" [ "$status" -le 1 ]
	quiet "$name: nothing is wrong with it"
	mkdir -p "found/${name%/*}" && mv out "found/$name"
done

rows() { # NAME: without the header
	sed 1d "found/$1" | grep -c .
}

# The steps of doc/incident.md.
finds() { # STATEMENT NAME TEXT
	ok "$2: $1" grep -q -- "$3" "found/$2"
}
finds "the stopped trail" trail/stopped StopLogging
finds "the new user" iam/new-users-and-keys svc-backup-sync
finds "its administrator policy" iam/administrators AdministratorAccess
finds "the new version of the policy" iam/permissions-given \
    CreatePolicyVersion
finds "the sign-in" access/console-logins svc-backup-sync
finds "who asked who it is" access/who-am-i 203.0.113.66
finds "the role of the second account" access/assumed-roles data-lake-admin
finds "the bucket" data/bucket-access example-customer-exports
finds "the refused calls" access/denied ci-deploy
is "access/root: the root user" "$(rows access/root)" "$(find "$demo" \
    -path '*CloudTrail/*' -name '*.json.gz' -exec zcat {} + |
    jq -r '.Records[]? | select(.userIdentity.type? == "Root") | .eventID' |
    sort -u | wc -l | tr -d ' ')"
done_testing
