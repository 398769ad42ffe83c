# Questions of an incident, answered on a real terminal over a real trail,
# with as many keys as the design counts.  What is typed or pasted counts as
# nothing.  The answers were computed with jq.
. "$srcdir/tests/cli/terminal.sh"
needs "questions are answered with few keys"
logs=$(cd "$srcdir" && cd ../shared/data/real/cloudtrail/invictus-awslogs \
    2>/dev/null && pwd)
if [ -z "$logs" ]; then
	skip "questions are answered with few keys" "no real logs"
	done_testing
fi

cd "$try" || exit 1
pressed=0
press() { # one key
	pressed=$((pressed + 1))
	keys "$1"
}
paste() {
	t set-buffer "$1"
	t paste-buffer -p
}
begin() {
	open 80 24
	line "$SPOOR $logs"
	wait_for '2,900 events  300 failed' >/dev/null
	pressed=0
}

# ---- who made the user malicious-iam-user, and from where?

begin
press '&'
ok "& asks for a regex" row 24 '^& '
paste malicious-iam-user
ok "what it would leave is counted" row 24 '7 events'
press Enter
ok "seven events" row 4 '7 of 2,900'
ok "the newest is its end" row 7 '^>.12:28:24 bert-jan +iam:DeleteUser'
press G
ok "who, what, from where" \
    row 13 '^>.12:24:49 bert-jan +iam:CreateUser +192\.168\.10\.20'
is "with three keys" "$pressed" 3
keys q

# ---- what is unusual in this hour?

begin
press T
ok "T explains ranges" wait_for 'time range'
paste '12:22 12:28'
ok "what is typed is explained, with its count" \
    wait_for '= 2023-07-10 12:22:00 to 12:28:00 +187 events'
press Enter
ok "187 events" row 4 '187 of 2,900'
ok "the range is a step" row 5 '\[12:22–12:28 187\]'
press D
ok "against the others" \
    wait_for '187 events, 12:22–12:28, against the other 2,713'
ok "lambda is first, 25 times as frequent" \
    row 5 '^> .* lambda\.amazonaws\.com +17 +9\.1 % +10 +0\.4 % +25 x'
ok "iam:CreateUser is only here" \
    wait_for '@what +iam:CreateUser +4 +2\.1 % .* only here'
press Enter
ok "exactly its 17 events" row 4 ' 17 of 2,900'
is "with four keys and the range" "$pressed" 4
keys Escape
ok "Esc brings the ranking back" wait_for 'against the other 2,713'
keys Q

# ---- is it still going on?

begin
keys '\;'
paste 'filter userIdentity.userName = "bert-jan"'
keys Enter
ok "a filtered list" row 4 '2,642 of 2,900  239 failed'
pressed=0
press F
ok "the age of the newest match, and how many come" \
    row 24 'newest match is [0-9]+d [0-9]+h old +LIVE 0/min'
is "with one key" "$pressed" 1
keys Q

# ---- collect evidence, hand it on: marks and export

begin
keys j j
pressed=0
press m
press m
ok "two are marked, the cursor is on the third" row 11 '^> '
ok "they have the sign in the gutter" row 9 '^ \*'
mkdir out
keys S
ok "S offers what can be written" wait_for 'into a file'
keys e M
ok "a name is offered" wait_for 'marked-2023-07-10\.md'
keys C-u
paste "$try/out/evidence.md"
keys Enter
ok "what was written is said" row 24 'evidence\.md: 2 events, .*written'
is "it has the events that were marked" \
    "$(awk -F' *[|] *' 'NR > 2 { print $2, $4 }' out/evidence.md)" \
    "2023-07-10 12:32:49.000 health:DescribeEventAggregates
2023-07-10 12:32:49.000 health:DescribeEventAggregates"
keys Q
done_testing
