% Aggregates that keep more of a group than one value.  Expected values:
% python3's statistics; pct: element min(n-1, floor(p/100*n)) of the sorted.
== data
{"eventTime":"2023-07-10T12:00:00Z","k":"a","x":12,"s":"b"}
{"eventTime":"2023-07-10T12:01:00Z","k":"a","x":7,"s":"a10"}
{"eventTime":"2023-07-10T12:02:00Z","k":"a","x":"3","s":"a9"}
{"eventTime":"2023-07-10T12:03:00Z","k":"a","x":3,"s":"7"}
{"eventTime":"2023-07-10T12:04:00Z","k":"a","x":40.5,"s":"b"}
{"eventTime":"2023-07-10T12:05:00Z","k":"a","x":8}
{"eventTime":"2023-07-10T12:06:00Z","k":"a","x":-2,"s":"b"}
{"eventTime":"2023-07-10T12:07:00Z","k":"a","x":100,"s":7}
{"eventTime":"2023-07-10T12:08:00Z","k":"b","x":"text","s":true}
{"k":"c","x":5,"s":"no time"}

== percentiles are values, not interpolated
stats pct(x, 0) as a, pct(x, 50) as b, pct(x, 90) as c, pct(x, 99) as d, pct(x, 100) as f, median(x) as m, percentile(x, 25) as p by k
--
k | a | b | c | d | f | m | p
c | 5 | 5 | 5 | 5 | 5 | 5 | 5
a | -2 | 8 | 100 | 100 | 100 | 8 | 3
b | ~ | ~ | ~ | ~ | ~ | ~ | ~
== the spread of a population
stats variance(x) as v, stddev(x) as s by k | sort k
--
k | v | s
a | 1030.3398 | 32.0989
b | ~ | ~
c | 0 | 0
== large numbers that are close to each other keep their spread
stats variance(toMillis(@timestamp)) as v by k | filter k = "a" | display round(v / 1000000, 0)
--
round(v / 1000000, 0)
18900
== different values in the order of sort
stats values(s) as v, count_distinct(s) as n by k | sort k
--
k | v | n
a | ["a9","a10","b","7"] | 4
b | [true] | 1
c | ["no time"] | 1
== the most frequent; equally frequent ones in the order of sort
stats topk(1, s) as a, topk(3, s) as b, topk(100, q) as c
--
a | b | c
["b"] | ["b","7","a9"] | []
== by time; events without the field or without a time do not count
stats earliest(s) as a, latest(s) as b, latest(q) as c by k | sort k
--
k | a | b | c
a | b | 7 | ~
b | true | true | ~
c | ~ | ~ | ~
== by the order of sort
stats sortsFirst(s) as a, sortsLast(s) as b by k | sort k
--
k | a | b
a | a9 | 7
b | true | true
c | no time | no time
== growth, by the first and the last value
stats rate(x, 1m) as m, rate(x, 1h) as h, rate(s, 1m) as s by k | sort k
--
k | m | h | s
a | 12.5714 | 754.2857 | 0
b | ~ | ~ | ~
c | ~ | ~ | ~
== over time
stats countOverTime(x) as n, count_over_time(s) as m, sumOverTime(x) as t by bin(4m)
--
bin(4m) | n | m | t
2023-07-10 12:00:00.000 | 4 | 4 | 25
2023-07-10 12:04:00.000 | 4 | 3 | 146.5
2023-07-10 12:08:00.000 | 1 | 1 | ~
~ | 1 | 1 | 5
== ranges of equal width
filter k = "a" | stats histogram(x, 3) as h, histogram(q, 3) as q, histogram(1, 4) as o
--
h | q | o
{"-2 - 32":6,"32 - 66":1,"66 - 100":1} | ~ | {"1 - 1":8}
== of the rows of an earlier stats
stats count(*) as n by k | stats values(k) as ks, pct(n, 50) as p, topk(1, n) as t, stddev(n) as s
--
ks | p | t | s
["a","b","c"] | 1 | [1] | 3.2998
== time is needed for earliest
stats count(*) as n by k | stats latest(n)
--
error 33: stats did not keep @timestamp: keep it with max(@timestamp) as t or by bin(5m) as t, and use datefloor(t, 1h)
== and can be kept
stats max(@timestamp) as @timestamp, count(*) as n by k | stats latest(n) as l
--
l
1
== a number that is none
stats pct(x, y)
--
error 13: expected a number from 0 to 100 here: pct(x, 95)
== a percentage above 100
stats pct(x, 101)
--
error 13: expected a number from 0 to 100 here: pct(x, 95)
== the number comes first
stats topk(x, 3)
--
error 11: expected a number from 1 to 10000 here: topk(3, x)
== a period is missing
stats rate(x, 5)
--
error 14: found "5", expected a period such as 5m or 1h: rate(x, 1m)
== one argument too few
stats pct(x)
--
error 6: pct cannot take 1 argument: pct(x, 95)
== data
{"eventTime":"2023-07-10T12:00:00Z","a":true,"b":1e1}
{"eventTime":"2023-07-10T12:01:00Z","a":"true","b":"1e1"}

== values of one text are one group, whatever their type
stats count(*) as c by a, b
--
a | b | c
true | 1e1 | 2
== an expression tells their types apart
stats count(*) as c by a * 1 as x, b * 1 as y
--
x | y | c
1 | 10 | 1
~ | ~ | 1
