# Text, strings inside documents, and comma-separated values: how lines become
# records, what is told of each, and how their own text is had again.
. "$srcdir/tests/tap.sh"
dump=$builddir/tests/formats/dump
try=$(mktemp -d) || exit 1
trap 'rm -rf "$try"' EXIT
cd "$try" || exit 1

gives() { # FIELDS FILE WANTED
	same_text "$("$dump" "$1" "$2" | tr '\t' '|')" "$3"
}
kind() { # FILE: its kind and container
	"$dump" -l x "$1" | awk -F '\t' '$1 == "file" { print $4 ", " $5 }'
}

# ---- flow logs --------------------------------------------------------------

flow='123456789012 eni-0a 192.0.2.1 203.0.113.9 40000 443 6 10 840 1700000000 1700000060'
echo "2 $flow ACCEPT OK" >v2.log
ok "fields have the names of Logs Insights" gives \
    accountId,interfaceId,srcAddr,dstAddr,srcPort,dstPort,protocol,packets,bytes,startTime,endTime,action,logStatus,version \
    v2.log "123456789012|eni-0a|192.0.2.1|203.0.113.9|40000|443|6|10|840|1700000000|1700000060|ACCEPT|OK|2"
ok "those of the log format are the same fields" gives \
    account-id,interface-id,srcaddr,dstaddr,srcport,dstport,start,end,log-status \
    v2.log "123456789012|eni-0a|192.0.2.1|203.0.113.9|40000|443|1700000000|1700000060|OK"
ok "the list has port, protocol, source, result and target" gives \
    @timestamp,@what,@from,@result,@resource v2.log \
    "2023-11-14 22:13:20.000|flow:443/tcp|192.0.2.1|ok|address 203.0.113.9"
ok "the line is the event's own text" gives @message v2.log \
    "2 $flow ACCEPT OK"
printf '2 a eni-1 - - - - - - - 1700000000 1700000060 - NODATA\n' >nodata.log
ok "a dash is no value" gives srcAddr,dstPort,action,logStatus,@what,@result \
    nodata.log "-|-|-|NODATA|flow:NODATA|-"
fields="version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
v3="vpc-1 subnet-1 i-1 19 IPv4 192.0.2.1 203.0.113.9"
v4="eu-north-1 eun1-az1 - -"
v5="S3 - egress 7"
v7="arn:c c arn:ci ci id 2nd svc arn:td arn:t t"
v11="it it2 nt nt2 at at2 eni n-eni n-sub n-az n-vpc n-type"
line="2 $flow ACCEPT OK"
n=14
for more in "$v3" "$v4" "$v5" "$v7" BPA eni-r 1 "$v11"; do
	line="$line $more"
	n=$((n + $(echo "$more" | wc -w)))
	echo "$line" >"v-$n.log"
	is "$n fields without a header are those up to a version" \
	    "$("$dump" @what "v-$n.log")" flow:443/tcp
done
ok "... the last are next hops" gives \
    vpcId,tcpFlags,region,flowDirection,ecsTaskId,rejectReason,resourceId,encryptionStatus,instanceTag2,nextHopInterfaceType,@where \
    "v-$n.log" "vpc-1|19|eu-north-1|egress|t|BPA|eni-r|1|it2|n-type|eu-north-1"
printf '%s\n' "action srcaddr dstaddr start x-new" \
    "REJECT 192.0.2.1 203.0.113.9 1700000000 7 8 9" \
    "srcaddr dstaddr action" "192.0.2.3 192.0.2.4 ACCEPT" >headers.log
ok "a header says what stands where, each time" gives \
    @record,srcAddr,dstAddr,action,x-new,extra1,extra2 headers.log \
    "1|192.0.2.1|203.0.113.9|REJECT|7|8|9
2|192.0.2.3|192.0.2.4|ACCEPT|-|-|-"
echo "3 vpc-9 192.0.2.1 203.0.113.9 REJECT 1700000000 OK 17" >odd.log
ok "an unknown order gives numbered fields and what can be told" gives \
    f1,f2,f8,srcAddr,dstAddr,action,logStatus,@timestamp,@result odd.log \
    "3|vpc-9|17|192.0.2.1|203.0.113.9|REJECT|OK|2023-11-14 22:13:20.000|REJECT"
is "--vpc-format says the order" "$("$SPOOR" query -o tsv --vpc-format \
    'version vpc-id srcaddr dstaddr action start log-status protocol' \
    'display vpcId, protocol, @what' odd.log | sed 1d | tr '\t' '|')" \
    "vpc-9|17|flow:udp"
ok "... of names that exist" fails "$SPOOR" query --vpc-format 'a b' 'limit 1' \
    odd.log
echo "6 TransitGateway 123456789012 tgw-0a tgw-attach-0b - - vpc-1 vpc-2 - - eni-1 eni-2 a b c 192.0.2.1 2001:db8::1 1 22 6 49 8947 1700000000 1700000060 OK IPv4 1 0 0 0 2 eu-north-1 ingress - -" >gateway.log
ok "Transit Gateway flow logs have fields of their own" gives \
    tgwId,tgwDstVpcId,tgwPairAttachmentId,dstAddr,packetsLostNoRoute,region,@what,@result \
    gateway.log "tgw-0a|vpc-2|c|2001:db8::1|1|eu-north-1|flow:22/tcp|-"
printf '{"version":5,"srcaddr":"192.0.2.1","dstaddr":"192.0.2.2","dstport":53,"protocol":17,"start":1700000000,"action":"REJECT","log_status":"OK"}\n' >flow.json
ok "objects with the same fields are flow logs too" gives \
    @format,dstAddr,dstPort,logStatus,@what,@timestamp flow.json \
    "vpcflow|192.0.2.2|53|OK|flow:53/udp|2023-11-14 22:13:20.000"

# ---- DNS, requests ------------------------------------------------------------

echo '1.0 2017-12-13T08:16:02.130Z Z123 example.com A NXDOMAIN UDP FRA6 192.0.2.7 192.0.2.0/24' >zone.log
ok "queries of a hosted zone" gives \
    @format,@timestamp,queryName,responseCode,ednsClientSubnet,@what,@where,@from,@result,@resource \
    zone.log "route53|2017-12-13 08:16:02.130|example.com|NXDOMAIN|192.0.2.0/24|dns:A|FRA6|192.0.2.7|NXDOMAIN|domain example.com"
printf '%s\n' 'o b [06/Feb/2019:00:00:38 +0100] 192.0.2.3 arn:aws:iam::123456789012:user/x/alice R REST.GET.OBJECT a/b "GET /a?q=\"x\" HTTP/1.1" 403 AccessDenied 243 - 7 - "-" "an agent" - h SigV4 C A e TLSv1.2 - - more' >s3.log
ok "S3 server access" gives \
    @format,@timestamp,@who,@what,@from,@result,@resource,request_uri,useragent,tlsversion,extra1 \
    s3.log 's3access|2019-02-05 23:00:38.000|123456789012/alice|s3:REST.GET.OBJECT|192.0.2.3|AccessDenied|bucket b/a/b|GET /a?q=\"x\" HTTP/1.1|an agent|TLSv1.2|more'
echo '2015-05-13T23:39:43.945958Z lb 192.0.2.1:2817 10.0.0.1:80 0.000073 0.001048 0.000057 502 - 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -' >elb.log
ok "classic load balancers have no type" gives \
    @format,@timestamp,client_ip,client_port,target_port,request_verb,elb_status_code,@what,@result \
    elb.log "elb|2015-05-13 23:39:43.945|192.0.2.1|2817|80|GET|502|elb:GET|502"
printf '#Version: 1.0\n#Fields: date time c-ip cs-method x-host-header cs-uri-stem sc-status\n2022-03-24\t22:14:09\t192.0.2.1\tGET\texample.com\t/a\t200\n' >cf.log
ok "CloudFront names its columns itself" gives \
    @format,@timestamp,c-ip,sc-status,@what,@result,@resource cf.log \
    "cloudfront|2022-03-24 22:14:09.000|192.0.2.1|200|cloudfront:GET|ok|url example.com/a"

# ---- Lambda ---------------------------------------------------------------------

id=00000000-0000-4000-8000-000000000009
printf '%s\n' "START RequestId: $id Version: \$LATEST" \
    "2019-06-07T19:11:20.562Z	$id	ERROR	failed {" '  "code": {"n": 7}' '}' \
    "END RequestId: $id" \
    "REPORT RequestId: $id	Duration: 3000.25 ms	Billed Duration: 3001 ms	Memory Size: 128 MB	Max Memory Used: 74 MB	Init Duration: 12.5 ms	Status: timeout" \
    "XRAY TraceId: 1-2	SegmentId: 3	Sampled: true" >lambda.log
ok "a message goes over lines; times are those of lines before" gives \
    @record,@timestamp,@timeSource,@what,@result,@type,code.n lambda.log \
    "1|-|none|lambda:START|-|START|-
2|2019-06-07 19:11:20.562|record|lambda:ERROR|-|-|7
3|2019-06-07 19:11:20.562|previous|lambda:END|-|END|-
4|2019-06-07 19:11:20.562|previous|lambda:REPORT|timeout|REPORT|-"
ok "numbers are milliseconds and bytes" gives \
    @requestId,@duration,@billedDuration,@initDuration,@memorySize,@maxMemoryUsed,@xrayTraceId,@xraySegmentId \
    lambda.log "$id|-|-|-|-|-|-|-
$id|-|-|-|-|-|-|-
$id|-|-|-|-|-|-|-
$id|3000.25|3001|12.5|128000000|74000000|1-2|3"
is "its own text has all lines" "$("$dump" @message lambda.log | sed -n 2p)" \
    "2019-06-07T19:11:20.562Z\\t$id\\tERROR\\tfailed {\\n  \"code\": {\"n\": 7}\\n}"

# ---- strings in documents -----------------------------------------------------

event='{"eventVersion":"1.08","eventTime":"2024-02-29T10:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","eventID":"00000000-0000-4000-8000-00000000000'
python() { python3 -c "$1" "$event"; }
if python3 -c '' 2>/dev/null; then
	python 'import json, sys
e = sys.argv[1]
print(json.dumps({"messageType": "DATA_MESSAGE", "owner": "123456789012",
    "logGroup": "/aws/lambda/hello", "logStream": "s",
    "logEvents": [{"id": "0", "timestamp": 1700000000000, "message": m}
        for m in (e + "1\"}", "START RequestId: 7 Version: 1\n", "a print\n",
            json.dumps({"Records": [json.loads(e + "2\"}")]}))]}))' >sub.json
	ok "a message is read as what it is" gives \
	    @format,@what,@log,@logStream,@timeSource sub.json \
	    "lambda|lambda:START|123456789012:/aws/lambda/hello|s|container
lambda|lambda|123456789012:/aws/lambda/hello|s|container
cloudtrail|iam:CreateUser|123456789012:/aws/lambda/hello|s|record
cloudtrail|iam:CreateUser|123456789012:/aws/lambda/hello|s|record"
	ok "its own text is the string; a part of it is made from its fields" \
	    gives @message sub.json "START RequestId: 7 Version: 1\\n
a print\\n
${event}1\"}
rebuilt"
	ok "a lambda's log group tells the function" gives @resource sub.json \
	    "function hello
function hello
-
-"
	python 'import base64, gzip, json
print(json.dumps({"awslogs": {"data": base64.b64encode(
    gzip.compress(open("sub.json", "rb").read())).decode()}}))' >packed.json
	is "base64 of gzip gives the same" \
	    "$("$dump" @format,@what,@message packed.json)" \
	    "$("$dump" @format,@what,@message sub.json)"
	sed 's/eyJ/e\&J/; s/H4s/H4!/' packed.json >bad.json
	is "what cannot be unpacked is remarked" \
	    "$("$dump" -l x bad.json | grep remark | cut -f 2,8)" \
	    "damaged	base64 of gzip that cannot be unpacked"
fi
printf '%s\n' '2023-11-14T22:13:20.000Z START RequestId: 7 Version: 1' \
    '2023-11-14T22:13:21.000Z printed' '  and more' \
    "2023-11-14T22:13:22.000Z ${event}3\"}" >export.log
ok "an export of CloudWatch Logs has messages behind times" gives \
    @format,@timestamp,@message export.log \
    "lambda|2023-11-14 22:13:20.000|START RequestId: 7 Version: 1
lambda|2023-11-14 22:13:21.000|printed\\n  and more
cloudtrail|2024-02-29 10:00:00.000|${event}3\"}"
is "... and is called so" "$(kind export.log)" "lambda, CloudWatch export"
printf '%s\n' '{"message":"2 '"$flow"' REJECT OK"}' \
    '{"level":"info","time":"2024-02-29T10:00:00Z","message":"hello"}' >wrapped.json
ok "a line in an object is read; a message that is none is a field" gives \
    @format,@message,message wrapped.json \
    "vpcflow|2 $flow REJECT OK|-
json|{\"level\":\"info\",\"time\":\"2024-02-29T10:00:00Z\",\"message\":\"hello\"}|hello"

# ---- comma-separated values, other text ------------------------------------------

printf '%s\r\n' 'User name,Event time,Event source,Event name,Resources,Event ID' \
    'alice,2024-02-29T10:00:00Z,iam.amazonaws.com,CreateUser,"[{""resourceType"":""AWS::IAM::User"",""resourceName"":""bob""}]",00000000-0000-4000-8000-000000000001' >console.csv
ok "columns of the console have CloudTrail's names" gives \
    @format,@timestamp,@who,@what,@resource,eventID,userIdentity.userName \
    console.csv "cloudtrail|2024-02-29 10:00:00.000|alice|iam:CreateUser|IAM::User bob|00000000-0000-4000-8000-000000000001|alice"
printf 'name,when\n"a, ""b""\nc",2024-02-29 10:00:00\nd,\n,,x\n' >other.csv
ok "cells may hold quotes, commas and line ends" gives \
    @record,@format,name,extra1 other.csv \
    '1|json|a, "b"\nc|-
2|json|d|-
3|json|-|x'
is "--time-field says where the time is" "$("$SPOOR" query -o tsv --time-field when \
    'display @timestamp | sort @timestamp desc | limit 1' other.csv | sed 1d)" \
    "2024-02-29 10:00:00.000"
printf '%s\n' '2024-02-29 10:00:00,123 ERROR x' '	at a' \
    '2024-02-29T10:00:01Z y' >timed.log
ok "text with times: what has none goes on" gives @format,@timestamp,@message \
    timed.log "text|2024-02-29 10:00:00.123|2024-02-29 10:00:00,123 ERROR x\\n\\tat a
text|2024-02-29 10:00:01.000|2024-02-29T10:00:01Z y"
printf 'one\ntwo\n\nthree' >plain.log
ok "without times each line is one, in the file's order" gives \
    @record,@timestamp,@what plain.log "1|-|one
2|-|two
3|-|three"
mkdir mixed && cp v2.log zone.log s3.log lambda.log console.csv plain.log mixed
is "each event of a directory knows its kind" \
    "$("$dump" @format mixed | sort | uniq -c | sed 's/^ *//' | tr '\n' ' ')" \
    "1 cloudtrail 4 lambda 1 route53 1 s3access 3 text 1 vpcflow "
printf 'PAR1\0\0\0' >lake.parquet
is "Parquet is refused, and it says what to do" \
    "$("$dump" -l x lake.parquet | grep remark | cut -f 8)" \
    "Parquet, not read: write it as JSON or CSV first, as with UNLOAD in Athena or COPY in DuckDB"
done_testing
