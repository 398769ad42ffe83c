== data
{"eventTime":"2023-07-10T12:05:31Z","eventName":"Get","a-b":"hyphen","n":1.50,"big":12345678901234567890,"t":true,"x":null,"e":{},"user":{"name":"al","tags":[{"k":"v"},"w"]},"u.v":"dots","@own":"at"}

== without fields, time and message
filter n = 1.5
--
@timestamp | @message
2023-07-10 12:05:31.000 | {"eventTime":"2023-07-10T12:05:31Z","eventName":"Get","a-b":"hyphen","n":1.50,"big":12345678901234567890,"t":true,"x":null,"e":{},"user":{"name":"al","tags":[{"k":"v"},"w"]},"u.v":"dots","@own":"at"}
== an empty query gives every event
# nothing but this
--
@timestamp | @message
2023-07-10 12:05:31.000 | {"eventTime":"2023-07-10T12:05:31Z","eventName":"Get","a-b":"hyphen","n":1.50,"big":12345678901234567890,"t":true,"x":null,"e":{},"user":{"name":"al","tags":[{"k":"v"},"w"]},"u.v":"dots","@own":"at"}
== a field prints as its record spells it
fields n, big, t, x, e, missing
--
n | big | t | x | e | missing
1.50 | 12345678901234567890 | true | ~ | ~ | ~
== paths, positions, backticks
fields user.name, user.tags.0.k, user.tags[1], `u.v`, user.`name`, `a-b`, @@own
--
user.name | user.tags.0.k | user.tags.1 | u.v | a-b | @@own
al | v | w | dots | hyphen | at
== computed numbers have up to four decimals
fields 2 / 3 as a, 10 / 4 as b, 1 / 8000 as c, 7 * 1 as d, -1 / 100000 as e, 2 ^ 53 as f
--
a | b | c | d | e | f
0.6667 | 2.5 | 0.0001 | 7 | 0 | 9007199254740992
== the name of a column is its text, blanks collapsed
fields n  *   2,  concat( "a  b" ,eventName )  # remark
--
n * 2 | concat( "a  b" ,eventName )
3 | a  bGet
== precedence
fields 2 + 3 * 4 as a, (2 + 3) * 4 as b, 2 ^ 3 ^ 2 as c, -2 ^ 2 as d, 7 % 4 * 2 as e, 10 - 4 - 3 as f
--
a | b | c | d | e | f
14 | 20 | 512 | 4 | 6 | 3
== what cannot be computed is missing
fields 1 / 0 as a, 5 % 0 as b, sqrt(-1) as c, log(0) as d, n + eventName as e, n + missing as f
--
a | b | c | d | e | f
~ | ~ | ~ | ~ | ~ | ~
== conditions are 1 and 0
fields n > 1 as a, n = 2 as b, eventName like /e/ as c, not t as d, missing = 1 as e
--
a | b | c | d | e
1 | 0 | 1 | 0 | 0
== fields add up
fields n | fields eventName, n | fields t
--
n | eventName | t
1.50 | Get | true
== a later definition shadows the earlier
fields n | fields n + 1 as n | fields n * 10 as m
--
n | m
2.5 | 25
== items use names given before them
fields n as a, a + 1 as b, b * 2 as c
--
a | b | c
1.50 | 2.5 | 5
== only the last display counts
fields n | display n | display t, eventName as e | fields big
--
t | e
true | Get
== a hyphen is a minus, with a hint
fields a-b
--
a-b
~
notice 7: read as a difference; the field is written `a-b`
== a name in another case, with a hint
fields EVENTNAME, eventname
--
EVENTNAME | eventname
~ | ~
notice 7: no event has EVENTNAME; there is eventName
notice 18: no event has eventname; there is eventName
== null as a word
fields n | filter x = null
--
n
notice 22: null is read as the name of a field; whether x is there is asked by ispresent(x)
== keywords are names where a name is expected
fields by, in, like as limit, and, `not`, desc as asc, count
--
by | in | limit | and | not | asc | count
~ | ~ | ~ | ~ | ~ | ~ | ~
== texts with escapes
fields "a\"b" as a, 'it\'s' as b, "t\tn\n" as c, "\d\\" as d, 'say "x"' as e
--
a | b | c | d | e
a"b | it's | t\tn\n | \d\ | say "x"
== own fields
fields @log, @logStream, @record, @file, @copies, @ingestionTime
--
@log | @logStream | @record | @file | @copies | @ingestionTime
logs | records.json | 1 | records.json | 1 | ~
== many names that build on each other cost no more than few
fields n + n as a0 | fields a0 + a0 as a1 | fields a1 + a1 as a2 | fields a2 + a2 as a3 | fields a3 + a3 as a4 | fields a4 + a4 as a5 | fields a5 + a5 as a6 | fields a6 + a6 as a7 | fields a7 + a7 as a8 | fields a8 + a8 as a9 | fields a9 + a9 as b0 | fields b0 + b0 as b1 | fields b1 + b1 as b2 | fields b2 + b2 as b3 | fields b3 + b3 as b4 | fields b4 + b4 as b5 | fields b5 + b5 as b6 | fields b6 + b6 as b7 | fields b7 + b7 as b8 | fields b8 + b8 as b9 | fields b9 + b9 as c0 | fields c0 + c0 as c1 | fields c1 + c1 as c2 | fields c2 + c2 as c3 | fields c3 + c3 as c4 | fields c4 + c4 as c5 | fields c5 + c5 as c6 | fields c6 + c6 as c7 | fields c7 + c7 as c8 | fields c8 + c8 as c9 | fields c9 + c9 as d0 | display d0
--
d0
3221225472
