== data
{"eventTime":"2023-07-10T12:00:00Z","eventName":"Get","who":"al","n":1,"m":"x"}
{"eventTime":"2023-07-10T12:01:00Z","eventName":"Get","who":"bo","n":2.5,"m":"7"}
{"eventTime":"2023-07-10T12:02:00Z","eventName":"Put","who":"al","n":"3","errorCode":"Denied","m":7}
{"eventTime":"2023-07-10T12:03:00Z","eventName":"Get","who":"al","n":"none","m":"7"}
{"eventTime":"2023-07-10T13:00:00Z","eventName":"Del","n":-4,"m":"x10"}
{"eventName":"Put","who":"bo","n":0.1,"errorCode":"Denied","m":"x9"}

== one row without by
stats count(*)
--
count(*)
6
== one row of no events
filter n = 99 | stats count(*) as c, sum(n), max(n)
--
c | sum(n) | max(n)
0 | ~ | ~
== no groups of no events
filter n = 99 | stats count(*) by who
--
who | count(*)
== count is all, count of a field those that have it
stats count() as all, count(errorCode) as failed, count(who) by eventName
--
eventName | all | failed | count(who)
Get | 3 | 0 | 3
Put | 2 | 2 | 2
Del | 1 | 0 | 0
== most first, equal ones by their key in natural order
stats count(*) by who
--
who | count(*)
al | 3
bo | 2
~ | 1
== a missing key is a group of its own, last among equals
stats max(n) as x by who | filter x < 3
--
who | x
bo | 2.5
~ | -4
== sum and avg see only numbers
stats sum(n), avg(n), count(n)
--
sum(n) | avg(n) | count(n)
2.6 | 0.52 | 6
== min and max of numbers
filter n != "none" | stats min(n), max(n)
--
min(n) | max(n)
-4 | 3
== min and max of mixed values go by the order of sort
stats min(n), max(n), min(m), max(m)
--
min(n) | max(n) | min(m) | max(m)
none | 3 | x | 7
== 7 and "7" are one value and one group
stats count_distinct(m) as d
--
d
4
== groups go by text
stats count(*) by m | filter m = 7
--
m | count(*)
7 | 3
== count_distinct by its three names
stats count_distinct(who), countDistinct(who) as b, COUNT_DISTINCT(eventName) as c
--
count_distinct(who) | b | c
2 | 2 | 3
== a condition counts where it holds
stats sum(n > 0) as p, sum(!ispresent(errorCode)) as q by eventName
--
eventName | p | q
Get | 3 | 3
Put | 2 | 0
Del | 0 | 1
% "none" > 0 as texts
== arithmetic on aggregates, and items that use items before them
stats sum(n) as s, count(*) as c, s / c as mean, round(mean * 10) as ten by eventName
--
eventName | s | c | mean | ten
Get | 3.5 | 3 | 1.1667 | 12
Put | 3.1 | 2 | 1.55 | 16
Del | -4 | 1 | -4 | -40
== two keys, in the order as written
stats count(*) as c by who, eventName
--
who | eventName | c
al | Get | 2
al | Put | 1
bo | Get | 1
bo | Put | 1
~ | Del | 1
== an expression as a key
stats count(*) as c by toupper(eventName) as name, n > 2
--
name | n > 2 | c
GET | 1 | 2
DEL | 0 | 1
GET | 0 | 1
PUT | 0 | 1
PUT | 1 | 1
== three keys
stats count(*) as c by eventName, who, errorCode | sort eventName, who
--
eventName | who | errorCode | c
Del | ~ | ~ | 1
Get | al | ~ | 2
Get | bo | ~ | 1
Put | al | Denied | 1
Put | bo | Denied | 1
== buckets go by time, what has no time comes last
stats count(*) as c by bin(1h)
--
bin(1h) | c
2023-07-10 12:00:00.000 | 4
2023-07-10 13:00:00.000 | 1
~ | 1
== buckets and another key
stats count(*) as c by eventName, bin(2m) as t
--
eventName | t | c
Get | 2023-07-10 12:00:00.000 | 2
Get | 2023-07-10 12:02:00.000 | 1
Put | 2023-07-10 12:02:00.000 | 1
Del | 2023-07-10 13:00:00.000 | 1
Put | ~ | 1
== a period is not cut to sixty
stats count(*) as c by bin(300s)
--
bin(300s) | c
2023-07-10 12:00:00.000 | 4
2023-07-10 13:00:00.000 | 1
~ | 1
== datefloor and dateceil
filter ispresent(@timestamp) | stats count(*) as c by datefloor(@timestamp, 2m) as f, dateceil(@timestamp, 2m) as g
--
f | g | c
2023-07-10 12:00:00.000 | 2023-07-10 12:00:00.000 | 1
2023-07-10 12:00:00.000 | 2023-07-10 12:02:00.000 | 1
2023-07-10 12:02:00.000 | 2023-07-10 12:02:00.000 | 1
2023-07-10 12:02:00.000 | 2023-07-10 12:04:00.000 | 1
2023-07-10 13:00:00.000 | 2023-07-10 13:00:00.000 | 1
== first and last time
stats min(@timestamp) as first, max(@timestamp) as last by who
--
who | first | last
~ | 2023-07-10 13:00:00.000 | 2023-07-10 13:00:00.000
bo | 2023-07-10 12:01:00.000 | 2023-07-10 12:01:00.000
al | 2023-07-10 12:00:00.000 | 2023-07-10 12:03:00.000
== a difference of times is in milliseconds
stats max(@timestamp) - min(@timestamp) as ms
--
ms
3600000
== having
stats count(*) as c by eventName | filter c > 1
--
eventName | c
Get | 3
Put | 2
== having by the text of the column
stats count(*) by eventName | filter count(*) >= 2 | sort COUNT( * )
--
eventName | count(*)
Put | 2
Get | 3
== a column by its text in backticks
stats sum(n) by eventName | sort `sum(n)` desc | display eventName
--
eventName
Get
Put
Del
== a filter on fields behind stats is applied before it
stats count(*) as c by eventName | filter who = "al"
--
eventName | c
Get | 2
Put | 1
notice 35: this filter names no column of stats: it is applied before it
matched 3 failed 1
== such a filter sees names that were given before stats
fields ispresent(errorCode) as bad | stats count(*) as c by who | filter bad
--
who | c
al | 1
bo | 1
notice 66: this filter names no column of stats: it is applied before it
== columns and fields in one filter
stats count(*) as c by eventName | filter c > 1 or who = "al"
--
error 51: "who" is no column of the stats before it, but others here are: write one filter before stats and one behind it
== a filter joined by and is taken apart: what names columns stays behind stats
stats count(*) as c by eventName | filter c > 1 and who = "al"
--
eventName | c
Get | 2
notice 35: this filter names no column of stats: it is applied before it
== limit before sort
stats count(*) as c by eventName | limit 1 | sort c
--
eventName | c
Del | 1
notice 45: limit stands before sort: sorted first, then cut
== sort by what is no column
stats count(*) as c by eventName | sort @timestamp desc
--
eventName | c
Get | 3
Put | 2
Del | 1
notice 40: sort: @timestamp is no column of the stats before it, and is left out
== a limit before stats cuts what is grouped
limit 2 | stats count(*) as c by eventName
--
eventName | c
Del | 1
Get | 1
== stats of stats
stats count(*) as c by who, eventName | stats max(c) as m, count(*) as k, sum(c) / count(*) as mean by who
--
who | m | k | mean
al | 2 | 2 | 1.5
bo | 1 | 2 | 1
~ | 1 | 1 | 1
== stats of stats over time
stats count(*) as c by bin(1m) as t, eventName | stats sum(c) as s by dateceil(t, 30m) | limit 2
--
dateceil(t, 30m) | s
2023-07-10 12:00:00.000 | 1
2023-07-10 12:30:00.000 | 3
== a stats behind stats knows its columns only
stats count(*) as c by who | stats max(n)
--
error 39: "n" is no column of the stats before it; there are: who, c
== no buckets without a time
stats count(*) as c by who | stats count(*) by bin(5m)
--
error 47: stats did not keep @timestamp: keep it with max(@timestamp) as t or by bin(5m) as t, and use datefloor(t, 1h)
== fields behind stats add columns
stats sum(n) as s, count(*) as c by eventName | fields s / c as mean | limit 1
--
eventName | s | c | mean
Get | 3.5 | 3 | 1.1667
== display behind stats
stats sum(n) as s by eventName | display s, eventName
--
s | eventName
3.5 | Get
3.1 | Put
-4 | Del
== a field that is no column
stats count(*) by eventName | fields who
--
error 37: "who" is no column of the stats before it; there are: eventName, count(*)
== a field that is not in an aggregate
stats count(*), who by eventName
--
error 16: "who" is not one value for a group of events: put it into an aggregate such as max(...), or behind "by"
== an aggregate outside stats
filter count(*) > 1
--
error 7: "count" is an aggregate: it stands in stats, and is named after it
== an item without an aggregate
stats 1 + 2
--
error 6: stats makes one value of many events: expected an aggregate such as count(*), sum(x) or max(x)
== an aggregate within another
stats max(sum(n))
--
error 10: "sum" is an aggregate: it stands in stats, and is named after it
== dedup of rows of stats
stats count(*) as c by who, eventName | dedup who
--
who | eventName | c
al | Get | 2
bo | Get | 1
~ | Del | 1
== tail of rows of stats
stats count(*) as c by who, eventName | tail 2
--
who | eventName | c
bo | Put | 1
~ | Del | 1
== sums do not depend on the order of their terms
stats sum(n + 0.1) as a, sum(n - 0.3) as b
--
a | b
3.1 | 1.1
== the text of the message in stats
stats max(strlen(@message)) as longest, sum(strlen(@message)) as all by eventName
--
eventName | longest | all
Put | 100 | 168
Get | 84 | 244
Del | 71 | 71
== offset: the events of an hour earlier in the buckets of now
range 2023-07-10T13:00 2023-07-10T14:00
stats count(*) as c, min(n) as least by bin(30m) offset 1h
--
bin(30m) | c | least
2023-07-10 13:00:00.000 | 4 | none
notice 0: offset: these are events of a time so much earlier, in the buckets of the range
== offset without a range moves the buckets only
stats count(*) as c by bin(1h) offset 1d
--
bin(1h) | c
2023-07-11 12:00:00.000 | 4
2023-07-11 13:00:00.000 | 1
~ | 1
notice 0: offset: these are events of a time so much earlier, in the buckets of the range
== offset needs buckets
stats count(*) by who offset 1h
--
error 0: stats: offset needs buckets of time: by bin(5m) offset 1h
== offset is of the first stats
stats count(*) as c by bin(1h) as t | stats max(c) by datefloor(t, 1d) offset 1h
--
error 38: stats: offset is about events: it can stand in the first stats of a query only
== offset and a period
stats count(*) by bin(1h) offset 1mo
--
error 33: found "1mo", expected a period of weeks or less, as in offset 1h
