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

# Logs for those that are not about CloudTrail.
mkdir flow dns lambda
{
	for port in $(seq 12); do
		echo "2 123456789012 eni-1 198.51.100.9 10.0.0.1 4000 $port 6 1 40 1700000000 1700000060 REJECT OK"
	done
	echo "2 123456789012 eni-1 10.0.0.1 203.0.113.5 5000 443 6 7 9000 1700000000 1700000060 ACCEPT OK"
	echo "2 123456789012 eni-1 - - - - - - - 1700000000 1700000060 - NODATA"
} >flow/flow.log
long=$(printf '%060d' 7).example.net
{
	echo "1.0 2023-11-14T22:13:20.130Z Z123 $long TXT NOERROR UDP FRA6 192.0.2.7 -"
	echo '1.0 2023-11-14T22:13:21.130Z Z123 gone.example.com A NXDOMAIN UDP FRA6 192.0.2.7 -'
} >dns/zone.log
id=00000000-0000-4000-8000-000000000009
printf '%s\n' "START RequestId: $id Version: \$LATEST" \
    "2023-11-14T22:13:20.562Z	$id	ERROR	no such key" \
    "END RequestId: $id" \
    "REPORT RequestId: $id	Duration: 3000.25 ms	Billed Duration: 3001 ms	Memory Size: 128 MB	Max Memory Used: 74 MB	Init Duration: 12.5 ms" \
    >lambda/lambda.log

for file in query-*; do
	name=$(sed -n 1p "$file")
	sed 1d "$file" >text
	logs=$demo
	[ -d "${name%/*}" ] && logs=${name%/*}
	run "$SPOOR" query -o csv "$(cat text)" "$logs"
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
finds "bytes by pair" flow/talkers 10.0.0.1,203.0.113.5,9000,7,1
finds "a rejected source" flow/rejected '198.51.100.9,12,1,1'
finds "a scanner" flow/scanners '198.51.100.9,12,1,12'
finds "accepted bytes by port" flow/ports '443,6,9000,1'
finds "bytes by hour" flow/over-time 'REJECT,2023-11-14 22:00:00.000,480'
finds "records without data" flow/gaps 'eni-1,NODATA,1'
finds "a name" dns/names 'domain gone.example.com,1,1'
finds "a name that is not there" dns/failed 'gone.example.com,NXDOMAIN,1'
finds "a type" dns/types 'dns:TXT,1'
finds "a long name" dns/long-names "$long"
finds "a duration in ms" lambda/slowest ',3000.25,3000.25,1'
finds "a cold start" lambda/cold-starts ',1,12.5,12.5'
finds "memory" lambda/memory ',128,74'
finds "a line of trouble" lambda/trouble 'no such key'
is "access/root: the root user" "$(rows access/root)" "$(find "$demo" \
    -path '*CloudTrail/*' -name '*.json.gz' -exec zcat {} + |
    jq -r '.Records[]? | select(.userIdentity.type? == "Root") | .eventID' |
    sort -u | wc -l | tr -d ' ')"
done_testing
