% One line or more for each function.
== data
{"eventTime":"2023-07-10T12:05:31.250Z","s":"xyZfooxyZ","n":-2.5,"u":"Äöü€","e":"","w":" \t ","t":true,"ms":1642195111000,"v":"007"}

== presence
fields ispresent(s) as a, ispresent(q) as b, isempty(e) as c, isempty(q) as d, isempty(s) as f, isblank(w) as g, isblank(s) as h
--
a | b | c | d | f | g | h
1 | 0 | 1 | 1 | 0 | 1 | 0
== choice
fields coalesce(q, e, s) as a, coalesce(q, r) as b, if(n < 0, "neg", "pos") as c, case(n > 0, 1, t, 2, 3) as d, case(q, 1) as f, case(q, 1, "else") as g
--
a | b | c | d | f | g
 | ~ | neg | 2 | ~ | else
== numbers
fields abs(n) as a, ceil(n) as b, floor(n) as c, sqrt(16) as d, log(1) as f, abs(s) as g
--
a | b | c | d | f | g
2.5 | -2 | -3 | 4 | 0 | ~
== rounding, halves away from zero
fields round(n) as a, round(2.5) as b, round(2.345, 2) as c, round(1234, -2) as d
--
a | b | c | d
-3 | 3 | 2.35 | 1200
== the greatest and the least, missing ones do not count
fields greatest(1, q, n, 3) as a, least(1, q, n, 3) as b, greatest(q) as c
--
a | b | c
3 | -2.5 | ~
== conversions
fields toNumber(v) as a, toInt(7.9) as b, toLong(n) as c, toDouble("1.50") as d, toNumber(s) as f, toInt(3000000000) as g
--
a | b | c | d | f | g
7 | 7 | -2 | 1.5 | ~ | ~
== a distance on the earth
fields round(haversine(52.52, 13.405, 48.1351, 11.582)) as km
--
km
504
== reading as a number
fields isNumeric(v) as a, isNumeric(n) as b, isNumeric(s) as c, isNumeric(q) as d, isNumeric(t) as f
--
a | b | c | d | f
1 | 1 | 0 | 0 | 0
== joining texts
fields concat(s, "-", n, q, t) as a, concat(q) as b
--
a | b
xyZfooxyZ--2.5true | 
== characters, not bytes
fields strlen(u) as a, strlen(e) as b, strlen(q) as c, substr(u, 1, 2) as d, messageSize(u) as f
--
a | b | c | d | f
4 | 0 | ~ | öü | 9
== case of letters
fields toupper(s) as a, tolower(s) as b, toupper(u) as c, toupper(q) as d
--
a | b | c | d
XYZFOOXYZ | xyzfooxyz | Äöü€ | ~
== parts of texts
fields substr("xyZfooxyZ", 3, 3) as a, substr(s, 6) as b, substr(s, 99) as c, substr(s, -1) as d, substr(s, 7, 99) as f, substr(s, 0, -1) as g
--
a | b | c | d | f | g
foo | xyZ |  | ~ | yZ | ~
== trimming of a set of characters
fields ltrim("xyZxyfooxyZ", "xyZ") as a, rtrim("xyZfooxyxyZ", "xyZ") as b, trim("xyZxyfooxyxyZ", "xyZ") as c, trim("  a b ") as d, trim("éaé", "é") as f
--
a | b | c | d | f
fooxyZ | xyZfoo | foo | a b | a
== replacing
fields replace(s, "xyZ", "_") as a, replace(s, "", "_") as b, replace(s, "foo", "") as c, replace(q, "a", "b") as d
--
a | b | c | d
_foo_ | xyZfooxyZ | xyZxyZ | ~
== searching
fields strcontains(s, "foo") as a, strcontains(s, "FOO") as b, strcontains(s, "FOO", true) as c, strcontains(q, "a") as d, startsWith(s, "xy") as f, endsWith(s, "xy") as g, ends_with(s, "Z") as h
--
a | b | c | d | f | g | h
1 | 0 | 1 | 0 | 1 | 0 | 1
== buckets of time
fields bin(1h) as a, datefloor(@timestamp, 1m) as b, dateceil(@timestamp, 1m) as c, bin(100ms) as d
--
a | b | c | d
2023-07-10 12:00:00.000 | 2023-07-10 12:05:00.000 | 2023-07-10 12:06:00.000 | 2023-07-10 12:05:31.200
== days, weeks from Monday, months, quarters, years
fields bin(1d) as a, bin(1w) as b, bin(1mo) as c, bin(1q) as d, bin(1y) as f, bin(2weeks) as g
--
a | b | c | d | f | g
2023-07-10 00:00:00.000 | 2023-07-10 00:00:00.000 | 2023-07-01 00:00:00.000 | 2023-07-01 00:00:00.000 | 2023-01-01 00:00:00.000 | 2023-07-10 00:00:00.000
== other spellings of periods
fields bin(5min) as a, bin(2hours) as b, bin(90Seconds) as c, bin(250msec) as d
--
a | b | c | d
2023-07-10 12:05:00.000 | 2023-07-10 12:00:00.000 | 2023-07-10 12:04:30.000 | 2023-07-10 12:05:31.250
== the border of a bucket
fields dateceil(datefloor(@timestamp, 1h), 1h) as a
--
a
2023-07-10 12:00:00.000
== milliseconds
fields toMillis(@timestamp) as a, fromMillis(ms) as b, fromMillis(s) as c, datefloor(ms, 1d) as d
--
a | b | c | d
1688990731250 | 2022-01-14 21:18:31.000 | ~ | 2022-01-14 00:00:00.000
== the clock
fields now() as a, fromMillis(now() * 1000) as b
--
a | b
1689033600 | 2023-07-11 00:00:00.000
== the range, where it is open, is that of the events
fields queryStartTime() as a, queryEndTime() as b, queryTimeRange() as c
--
a | b | c
1688990731250 | 1688990731250 | 0
== times are compared with times, milliseconds and texts
fields @timestamp > "2023-07-10" as a, @timestamp = 1688990731250 as b, @timestamp < "2023-07-10T14:05:31.251+02:00" as c, bin(1h) = "2023-07-10 12:00:00" as d
--
a | b | c | d
1 | 1 | 1 | 1
== names fold case and underscores
fields TO_UPPER(s) as a, IsPresent(s) as b, strLen(s) as c
--
a | b | c
XYZFOOXYZ | 1 | 9
== texts that would grow without bound are missing
fields concat(s,s,s,s,s,s,s,s,s,s) as a | fields concat(a,a,a,a,a,a,a,a,a,a) as b | fields concat(b,b,b,b,b,b,b,b,b,b) as c | fields concat(c,c,c,c,c,c,c,c,c,c) as d | fields concat(d,d,d,d,d,d,d,d,d,d) as f | fields concat(f,f,f,f,f,f,f,f,f,f) as g | filter isempty(g) | display strlen(f), strlen(g)
--
strlen(f) | strlen(g)
900000 | ~
notice 0: 1 computed text of more than 1 MiB left out

== addresses
fields isValidIp("10.1.2.3") as a, isValidIp("::1") as b, isValidIpV4("::1") as c, isValidIpV6("1:2:3:4:5:6:7:8") as d, isValidIp("iam.amazonaws.com") as f, isValidIp(q) as g
--
a | b | c | d | f | g
1 | 1 | 0 | 1 | 0 | 0
== what is no address
fields isValidIp("256.1.1.1") as a, isValidIp("1.2.3") as b, isValidIp("01.2.3.4") as c, isValidIp("1::2::3") as d, isValidIp("1:2:3") as f, isValidIp("1:2:3:4:5:6:7:8:9") as g, isValidIp("12345::") as h, isValidIp("1.2.3.4.") as i, isValidIp("1:") as j
--
a | b | c | d | f | g | h | i | j
0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0
== other spellings of IPv6
fields isValidIp("::") as a, isValidIp("2001:DB8::ff") as b, isValidIp("::ffff:10.0.0.1") as c, isValidIp("fe80::") as d, isValidIp("1:2:3:4:5:6:1.2.3.4") as f
--
a | b | c | d | f
1 | 1 | 1 | 1 | 1
== networks
fields isIpInSubnet("10.1.2.3", "10.0.0.0/8") as a, isIpv4InSubnet("11.1.2.3", "10.0.0.0/8") as b, isIpv4InSubnet("10.0.0.129", "10.0.0.200/25") as c, isIpv6InSubnet("2001:db8::1", "2001:db8::/33") as d, isIpv6InSubnet("2001:db8:8000::", "2001:db8::/33") as f, isIpInSubnet("1.2.3.4", "0.0.0.0/0") as g, isIpInSubnet("s3.amazonaws.com", "0.0.0.0/0") as h, isIpInSubnet("1.2.3.4", "1.2.3.4") as i, isIpInSubnet("1.2.3.4", "1.2.3.4/33") as j
--
a | b | c | d | f | g | h | i | j
1 | 0 | 1 | 1 | 0 | 1 | 0 | 0 | 0
== kinds of addresses
fields isPrivateIP("172.31.0.1") as a, isPrivateIP("172.32.0.1") as b, isPublicIP("172.32.0.1") as c, isReservedIP("127.0.0.1") as d, isPublicIP("127.0.0.1") as f, isReservedIP("fe80::1") as g, isPrivateIP("fd00::1") as h, isPublicIP("2600::1") as i, isPublicIP("x") as j
--
a | b | c | d | f | g | h | i | j
1 | 0 | 1 | 1 | 0 | 1 | 1 | 1 | 0
== an address as a number
fields ipv4ToNumber("10.0.0.1") as a, ipv4ToNumber("255.255.255.255") as b, ipv4ToNumber("::1") as c
--
a | b | c
167772161 | 4294967295 | ~
== base 64
fields base64encode("Hello") as a, base64encode("Hello!") as b, base64decode("SGVsbG8=") as c, base64decode("SGVsbG8") as d, base64decode("a") as f, base64decode("?!") as g, base64encode("") as h, base64decode("_-8=") as i
--
a | b | c | d | f | g | h | i
SGVsbG8= | SGVsbG8h | Hello | Hello | ~ | ~ |  | \xff\xef
== percent signs
fields urlencode("a b/ü") as a, urldecode("a%20b%2Fc+%zz%") as b, urldecode(urlencode(u)) as c
--
a | b | c
a%20b%2F%C3%BC | a b/c+%zz% | Äöü€
== hexadecimal
fields hexToAscii("48656c6c6f") as a, hexToDec("0xff") as b, decToHex(255) as c, decToHex(-255.9) as d, hexToDec("-0x10") as f, hexToDec("xyz") as g, hexToAscii("4") as h
--
a | b | c | d | f | g | h
Hello | 255 | 0xff | -0xff | -16 | ~ | ~
== hashes, as python3's hashlib
fields md5("abc") as a, md5(u) as b, sha256("") as c, md5(q) as d, sha256(q) as f
--
a | b | c | d | f
900150983cd24fb0d6963f7d28e17f72 | 320e7bfe3e6f227cc662cf0b741893fe | e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 | ~ | ~
== a pattern replaced everywhere, as python3's re.sub
fields regexReplace(s, /[xy]+/, "-") as a, regexReplace("a1b22", /([a-z])([0-9]+)/, "$2\\1") as b, regexReplace("aub", "[a-z]", ".") as c, regexReplace("ab", /x*/, "-") as d, regexReplace(u, /x?/, ".") as f, regexReplace("a", /a/, "$$1 $x") as g
--
a | b | c | d | f | g
-Zfoo-Z | 1a22b | ... | -a-b- | .Ä.ö.ü.€. | $1 $x
== a pattern that takes part of a text, none, or is missing
fields regexReplace(q, /a/, "b") as a, regexReplace("abc", /x/, "b") as b, regexReplace("abc", /b/, q) as c, regexReplace("ABC", /(?i)b/, "") as d
--
a | b | c | d
~ | abc | ~ | AC
== a pattern that is wrong
fields regexReplace(s, /(/, "")
--
error 25: in the regular expression: missing closing parenthesis
