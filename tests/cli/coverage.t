# What time is covered, missing or empty, and what digest files say.  The trail
# is made by python3, which also hashes what it writes.
. "$srcdir/tests/cli/cli.sh"

python3 - <<'END' || exit 1
import gzip, hashlib, json, os
account, region = '111122223333', 'eu-west-1'
def record(n, day, hour):
    return {'eventVersion': '1.08', 'eventTime': '2024-05-%02dT%02d:00:00Z'
            % (day, hour), 'eventSource': 's3.amazonaws.com',
            'eventName': 'GetObject', 'awsRegion': region,
            'recipientAccountId': account,
            'eventID': '00000000-0000-4000-8000-%012d' % n}
def write(path, document):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    plain = json.dumps(document).encode()
    with open(path, 'wb') as f:
        f.write(gzip.compress(plain))
    return hashlib.sha256(plain).hexdigest()
base = 'AWSLogs/%s/' % account
n, logs = 0, []
for day in (1, 2, 5, 6):
    for hour in (3, 9, 15, 21):
        name = base + 'CloudTrail/%s/2024/05/%02d/%s_CloudTrail_%s_202405' \
            '%02dT%02d05Z_%016d.json.gz' % (region, day, account, region,
                                            day, hour, n)
        sha = write('trail/' + name, {'Records': [record(n, day, hour)]})
        logs.append((name, sha, day, hour))
        n += 1
def digest(day, hour, named, before=None):
    name = base + 'CloudTrail-Digest/%s/2024/05/%02d/%s_CloudTrail-Digest_' \
        '%s_t_%s_202405%02dT%02d0000Z.json.gz' % (region, day, account,
                                            region, region, day, hour)
    d = {'awsAccountId': account,
         'digestStartTime': '2024-05-%02dT%02d:00:00Z' % (day, hour - 1),
         'digestEndTime': '2024-05-%02dT%02d:00:00Z' % (day, hour),
         'digestS3Bucket': 'b', 'digestS3Object': name,
         'logFiles': [{'s3Bucket': 'b', 's3Object': f, 'hashValue': sha,
                       'hashAlgorithm': 'SHA-256',
                       'newestEventTime': '2024-05-%02dT%02d:00:00Z' % (d_, h),
                       'oldestEventTime': '2024-05-%02dT%02d:00:00Z' % (d_, h)}
                      for f, sha, d_, h in named]}
    if before:
        d['previousDigestS3Object'], d['previousDigestHashValue'] = before
        d['previousDigestHashAlgorithm'] = 'SHA-256'
    return name, write('trail/' + name, d)
first = digest(1, 4, logs[0:1])
second = digest(1, 10, logs[1:2], first)
third = digest(1, 16, logs[2:3], second)
open('second', 'w').write(first[0])
open('absent', 'w').write(logs[1][0])
open('altered', 'w').write(logs[2][0])
END

ledger() { # SECTION JQ
	"$SPOOR" ledger -o ndjson trail 2>err |
	    jq -r "select(.section == \"$1\") | $2"
}

is "an account's time is covered from its first to its last event" \
    "$(ledger coverage 'select(.state == "covered") |
        "\(.account) \(.region) \(.kind) \(.events) \(.first) \(.last)"')" \
    "111122223333 eu-west-1 cloudtrail 16 2024-05-01 03:00:00.000\
 2024-05-06 21:00:00.000"
is "whole days without files between days with files are missing" \
    "$(ledger coverage 'select(.state == "missing") |
        "\(.first) \(.last)"')" \
    "2024-05-03 00:00:00.000 2024-05-05 00:00:00.000"
is "six hours without events are a fifth of a day: not worth a line" \
    "$(ledger coverage 'select(.state == "empty") | .first' | wc -l)" 0
is "the digests agree, and their signatures are not checked" \
    "$(ledger digest .text)" "3 digest files: 5 of 5 files are as they say; \
their signatures are not checked offline"
is "nothing is remarked" "$(ledger remark .kind)" ""

absent=$(cat absent)
rm "trail/$absent"
altered=$(cat altered)
gunzip -c "trail/$altered" | sed s/GetObject/PutObject/ | gzip >changed
mv changed "trail/$altered"
is "a file that is named and not there is absent" \
    "$(ledger remark 'select(.kind == "absent") | .file')" "$absent"
is "its time is missing" \
    "$(ledger coverage 'select(.state == "missing" and .file != null) |
        "\(.first) \(.file)"')" "2024-05-01 09:00:00.000 $absent"
is "one with other content is altered" \
    "$(ledger remark 'select(.kind == "altered") | .file' | xargs basename)" \
    "$(basename "$altered")"
is "the totals say so" "$(ledger total '"\(.digestFiles) \(.digestNamed)" +
    " \(.digestSame) \(.digestAltered) \(.digestAbsent)"')" "3 5 3 1 1"
gives "evidence that was altered" 3 "$SPOOR" ledger trail
says "is said" "^spoor: altered: "

digest=$(cat second)
gunzip -c "trail/$digest" | sed 's/"b"/"c"/' | gzip >changed
mv changed "trail/$digest"
is "a digest that the next one does not know is altered" \
    "$(ledger remark 'select(.kind == "altered") | .file' | grep -c Digest)" 1

# The same content compressed otherwise is the same.
for f in $(find trail -name '*_CloudTrail_*'); do
	gunzip -c "$f" | gzip -1 >packed
	mv packed "$f"
done
is "what counts is the content" \
    "$(ledger total '"\(.digestSame) \(.digestAltered)"')" "2 2"

done_testing
