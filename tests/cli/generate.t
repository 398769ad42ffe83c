# The sample incident and the benchmark corpora: the same every time, shaped
# as CloudTrail's, and with the story that doc/incident.md tells.
. "$srcdir/tests/tap.sh"
generate=$builddir/data/spoor-generate
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT

cat >"$try/check.py" <<'END'
import collections, glob, gzip, hashlib, json, os, re, sys

root, what = sys.argv[1:3]
objects, logs, raw = {}, {}, {}
deliveries = collections.defaultdict(list)

def no_repeated_key(pairs):
    keys = [key for key, value in pairs]
    assert len(keys) == len(set(keys)), keys
    return dict(pairs)

for path in sorted(glob.glob(root + '/**/*.gz', recursive=True)):
    text = gzip.open(path).read()
    assert b'\n' not in text, path
    objects[os.path.relpath(path, root)] = text
def split(text):
    """The texts of the records of an object."""
    reader, at, text = json.JSONDecoder(), len('{"Records":['), text.decode()
    while text[at - 1] != ']':
        end = reader.raw_decode(text, at)[1]
        yield text[at:end]
        at = end + 1
    assert text[at:] == '}'

for key, text in objects.items():
    content = json.loads(text, object_pairs_hook=no_repeated_key)
    if 'Records' not in content:
        continue
    logs[key] = content['Records']
    raw[key] = list(split(text))
    for record, own in zip(logs[key], raw[key], strict=True):
        assert json.loads(own) == record
        deliveries[record['eventID']].append((key, record, own))
events = {id: found[0][1] for id, found in deliveries.items()}

def keys():
    name = (r'AWSLogs/(\d{12})/(CloudTrail(?:-Insight)?)/([a-z0-9-]+)/'
            r'(\d{4})/(\d\d)/(\d\d)/\1_\2_\3_\4\5\6T\d\d(\d\d)Z_\w{16}'
            r'\.json\.gz$')
    for key, records in logs.items():
        m = re.match(name, key)
        assert m and int(m[7]) % 5 == 0, key
        for record in records:
            assert record['recipientAccountId'] == m[1], key
            assert record['awsRegion'] == m[3], key
            assert (record['eventCategory'] == 'Insight') == \
                (m[2] == 'CloudTrail-Insight') or what == 'corpus', key

def digests():
    named, before = set(), {}
    for key in sorted(set(objects) - set(logs)):
        digest = json.loads(objects[key])
        place = key.split('/')[1], key.split('/')[3]
        assert digest['digestS3Object'] == key
        last = before.get(place)
        assert digest['previousDigestS3Object'] == last
        assert digest['previousDigestHashValue'] == \
            (last and hashlib.sha256(objects[last]).hexdigest())
        before[place] = key
        for file in digest['logFiles']:
            text = objects[file['s3Object']]
            assert file['hashValue'] == hashlib.sha256(text).hexdigest()
            times = [r['eventTime'] for r in logs[file['s3Object']]]
            assert file['newestEventTime'] == max(times)
            assert file['oldestEventTime'] == min(times)
            named.add(file['s3Object'])
    assert named == {k for k in logs if '/CloudTrail/' in k}

def types():
    print(*sorted({e.get('userIdentity', {}).get('type', '-')
                   for e in events.values()}))

def copies():
    again = [found for found in deliveries.values() if len(found) > 1]
    for found in again:
        assert len({key for key, record, own in found}) == len(found)
        assert len({own for key, record, own in found}) == 1
    assert again
    print(len(events), len(again), len(logs))

def order():
    mixed = [r for r in logs.values()
             if [e['eventTime'] for e in r] != sorted(e['eventTime']
                                                      for e in r)]
    assert len(mixed) > len(logs) / 4

def sizes():
    sizes = sorted(len(records) for records in logs.values())
    print(len(sizes), sizes[0], sizes[len(sizes) // 2], sizes[-1] >= 500)

def lines():
    given = sorted(open(sys.argv[4], encoding='utf-8'))
    assert given == sorted(own + '\n' for all in raw.values() for own in all)

def kinds():
    def some(**want):
        return [e for e in events.values()
                if all(e.get(k) == v for k, v in want.items())]
    for insight in some(eventCategory='Insight'):
        pair = some(sharedEventID=insight['sharedEventID'])
        assert sorted(e['insightDetails']['state'] for e in pair) == \
            ['End', 'Start']
        assert 'eventName' in insight['insightDetails']
        assert 'userIdentity' not in insight
    for want in ({'eventCategory': 'Insight'},
                 {'eventCategory': 'Data', 'eventName': 'GetObject'},
                 {'eventCategory': 'Data', 'eventName': 'Invoke'},
                 {'eventType': 'AwsVpceEvent',
                  'errorCode': 'VpceAccessDenied'},
                 {'eventType': 'AwsServiceEvent'},
                 {'errorCode': 'ThrottlingException'},
                 {'sessionCredentialFromConsole': 'true'},
                 {'sessionCredentialFromConsole': True},
                 {'eventVersion': '1.08'}, {'eventVersion': '1.09'},
                 {'eventVersion': '1.10'}, {'eventVersion': '1.11'}):
        assert some(**want), want
    assert any(e.get('userIdentity', {}).get('accountId') ==
               'ANONYMOUS_PRINCIPAL' for e in events.values())

def who(event):
    user = event['userIdentity']
    if user['type'] != 'AssumedRole':
        return user.get('userName') or user['accountId']
    role = user['sessionContext']['sessionIssuer']['userName']
    if role.startswith('AWSReservedSSO_'):
        role = '...'
    return role + '/' + user['arn'].split('/')[-1]

def result(event):
    if (event.get('responseElements') or {}).get('ConsoleLogin') == 'Failure':
        return 'Failure'
    return event.get('errorCode', 'ok')

def story():
    page, rows = open(sys.argv[4], encoding='utf-8').read(), 0
    for line in page.split('\n'):
        cells = [cell.strip() for cell in line.strip('|').split('|')]
        if not re.match(r'\d\d:\d\d:\d\d$', cells[0]):
            continue
        time, account, name, source, call, outcome, id = cells
        event, rows = events[id], rows + 1
        service, call, *region = call.split()
        got = (event['eventTime'], event['recipientAccountId'], who(event),
               event['sourceIPAddress'], event['eventSource'],
               event['eventName'], '(' + event['awsRegion'] + ')',
               result(event))
        want = ('2024-11-12T' + time + 'Z', account, name, source,
                service + '.amazonaws.com', call,
                region[0] if region else '(us-east-1)', outcome)
        assert got == want, (got, want)
    assert rows > 50
    taken = [e for e in events.values() if e.get('eventName') == 'GetObject'
             and e['userIdentity'].get('accessKeyId') ==
             'ASIAIOSFODNN7EXAMPLE' and result(e) == 'ok']
    total = sum(e['additionalEventData']['bytesTransferredOut']
                for e in taken)
    for fact in (f'reads {len(taken)} objects', f'{total:,} bytes',
                 'From %s to %s' % (min(e['eventTime'] for e in taken)[11:19],
                                    max(e['eventTime']
                                        for e in taken)[11:19])):
        assert fact in page, fact
    denied = [e for e in events.values() if result(e) not in ('ok', 'Failure')
              and e.get('sourceIPAddress') == '203.0.113.66']
    assert len(denied) == 8
    assert min(e['eventTime'] for e in events.values()
               if e.get('sourceIPAddress') == '203.0.113.66') == \
        '2024-11-12T13:02:11Z'

globals()[sys.argv[3]]()
END

check() { # folder, demo or corpus, what, file
	python3 "$try/check.py" "$try/$1" "$2" "$3" ${4:+"$4"}
}

sums() {
	(cd "$try/$1" && find . -type f | sort | xargs sha256sum)
}

"$generate" demo "$try/one"
"$generate" demo "$try/two"
ok "the incident is the same every time" diff -r "$try/one" "$try/two"
ok "it is the one that was built" diff -r "$try/one" "$builddir/data/demo"
ok "it says how many files there are" [ "$(sums one | wc -l)" -gt 500 ]
ok "records lie where account, region and delivery say" check one demo keys
ok "digests name every log file, with its hash and times" \
    check one demo digests
is "identities of every type" "$(check one demo types)" \
    "- AWSAccount AWSService AssumedRole Directory FederatedUser IAMUser \
IdentityCenterUser Role Root SAMLUser Unknown WebIdentityUser"
set -- $(check one demo copies)
ok "the document counts events, copies and files" grep -q \
    "$(echo "$1" | sed 's/...$/,&/') events, $2 of them .* in $3 files" \
    "$srcdir/doc/incident.md"
ok "three to four thousand" [ "$1" -ge 3000 -a "$1" -le 4000 ]
ok "records of a file are not in time order" check one demo order
ok "insights, data, network, service and sign-in events" check one demo kinds
ok "the story is what the document tells" \
    check one demo story "$srcdir/doc/incident.md"

"$generate" corpus "$try/big" 1800 --jobs 1 >"$try/said"
"$generate" corpus "$try/big3" 1800 big --jobs 3 --ndjson "$try/lines" \
    >/dev/null
ok "a corpus is the same for any number of processes" \
    diff -r "$try/big" "$try/big3"
is "files of about 180 records" "$(cut -d, -f1 "$try/said")" "10 files"
is "as many events as asked for" \
    "$(check big corpus copies | cut -d' ' -f1)" 1800
ok "a corpus lies as a trail does" check big corpus keys
ok "its records are not in time order" check big corpus order
ok "the lines are the records" check big corpus lines "$try/lines"
ok "no part of the lines is left" [ ! -e "$try/lines.1" ]

"$generate" corpus "$try/small" 5000 small >/dev/null
is "small files: how many, least, median, whether one is large" \
    "$(check small corpus sizes)" "1000 1 5 True"
is "as many events in small files" \
    "$(check small corpus copies | cut -d' ' -f1)" 5000

wrong() {
	"$generate" "$@" >/dev/null 2>&1
	echo $?
}
is "no word is a wrong use" "$(wrong)" 2
is "so is a word that it does not know" "$(wrong corpus "$try/x" 9 middle)" 2
is "no event is none" "$(wrong corpus "$try/x" 0)" 1
is "a folder that cannot be is an error" "$(wrong demo /dev/null/x)" 1
done_testing
