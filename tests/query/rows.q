% Commands that look at rows next to each other; expected values by python3.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"n":10,"host":"a","cpu_user":1,"cpu_system":7}
{"eventTime":"2023-07-10T12:01:00Z","i":2,"n":"x","cpu_user":2}
{"eventTime":"2023-07-10T12:02:00Z","i":3,"n":2.5,"host":"b"}
{"eventTime":"2023-07-10T12:03:00Z","i":4,"cpu_user":4,"cpu_system":9}
{"eventTime":"2023-07-10T12:04:00Z","i":5,"n":"7","host":null}

== accum sums the rows so far, those without a number get none
fields i, n | sort i | accum n as total
--
i | n | total
1 | 10 | 10
2 | x | ~
3 | 2.5 | 12.5
4 | ~ | ~
5 | 7 | 19.5
== accum without a name takes the place of its field
fields i, n | sort i | accum n
--
i | n
1 | 10
2 | ~
3 | 12.5
4 | ~
5 | 19.5
== events come newest first, and so they are summed
fields i | accum i as s
--
i | s
5 | 5
4 | 9
3 | 12
2 | 14
1 | 15
== accum behind stats, a filter on it, the events of the record still known
stats count(*) as n by bin(2m) as t | accum n as total | filter total > 2 | display t, total
--
t | total
2023-07-10 12:02:00.000 | 4
2023-07-10 12:04:00.000 | 5
== fields of the event behind accum
sort i | accum i as s | filter s > 3 and host = "b" | fields host, s, s * 2 as twice
--
host | s | twice
b | 6 | 12
== autoregress
fields i, n | sort i | autoregress n p=1-2
--
i | n | n_p1 | n_p2
1 | 10 | ~ | ~
2 | x | 10 | ~
3 | 2.5 | x | 10
4 | ~ | 2.5 | x
5 | 7 | ~ | 2.5
== autoregress with a name
fields i | sort i | autoregress i as before | filter i - before != 1
--
i | before
1 | ~
== autoregress of more rows than there are
filter i < 3 | fields i | sort i | autoregress i p=5
--
i | i_p5
1 | ~
2 | ~
== autoregress needs a number of rows
autoregress i p=0
--
error 16: autoregress: expected a number of rows from 1 to 1000, as in p=1 or p=1-4
== autoregress from less to more
autoregress i p=4-2
--
error 18: autoregress: a range of rows goes from less to more: p=2-4
== filldown by names and stars
fields i, host, cpu_user, cpu_system | sort i | filldown host cpu*
--
i | host | cpu_user | cpu_system
1 | a | 1 | 7
2 | a | 2 | 7
3 | b | 2 | 7
4 | b | 4 | 9
5 | b | 4 | 9
== filldown without names
fields i, cpu_user | sort i | filldown
--
i | cpu_user
1 | 1
2 | 2
3 | 2
4 | 4
5 | 4
== filldown leaves what stands before the first value
fields i, cpu_system | sort i desc | filldown cpu_system
--
i | cpu_system
5 | ~
4 | 9
3 | 9
2 | 9
1 | 7
== filldown of a star that no column has
fields i | filldown cpu*
--
error 20: filldown: no column before it has such a name: list them with fields
== addtotals of all columns, texts and times left out
fields i, @timestamp, host, cpu_user | sort i | addtotals
--
i | @timestamp | host | cpu_user | Total
1 | 2023-07-10 12:00:00.000 | a | 1 | 2
2 | 2023-07-10 12:01:00.000 | ~ | 2 | 4
3 | 2023-07-10 12:02:00.000 | b | ~ | 3
4 | 2023-07-10 12:03:00.000 | ~ | 4 | 8
5 | 2023-07-10 12:04:00.000 | ~ | ~ | 5
== addtotals of some, with a name
fields i | sort i | addtotals fieldname=Sum cpu_user, cpu_system
--
i | Sum
1 | 8
2 | 2
3 | ~
4 | 13
5 | ~
== addtotals with a row of sums
fields host, cpu_user | sort i | addtotals col=true cpu_user, n
--
host | cpu_user | n | Total
a | 1 | 10 | 11
~ | 2 | x | 2
b | ~ | 2.5 | 2.5
~ | 4 | ~ | 4
~ | ~ | 7 | 7
~ | 7 | 19.5 | 26.5
== addtotals of columns only
filter i < 3 | fields i, cpu_user | sort i | addtotals row=false col=true
--
i | cpu_user
1 | 1
2 | 2
3 | 3
== addtotals has these options
fields i | addtotals name=x
--
error 21: there is no option "name" here, but: fieldname=Total, row=true, col=false
== addtotals and what it sums
addtotals
--
error 0: addtotals: there are no columns before it: name fields, or list them with fields
== sort and limit behind
fields i | accum i as s | sort s desc | limit 2
--
i | s
1 | 15
2 | 14
== stats of rows with columns
sort i | accum i as s | stats max(s) as m, count(*) as c by ispresent(host) as h | sort h
--
h | m | c
0 | 15 | 3
1 | 6 | 2
== dedup and tail of rows with columns
sort i | filldown host | dedup host | fields i, host
--
i | host
1 | a
3 | b
notice 38: behind dedup AWS accepts limit only
== @message of rows with columns
sort i | accum i as s | parse @message "\"n\":\"*\"" as q | filter q like /[a-z]/ or s = 15 | fields s, q | sort s
--
s | q
3 | x
15 | 7
== unmask is fields
fields i | unmask n | sort i | limit 1
--
i | n
1 | 10
notice 11: unmask: nothing is masked here; it is read as fields
== countFrequent
countFrequent cpu_user, host
--
cpu_user | host | _approxcount
1 | a | 1
2 | ~ | 1
4 | ~ | 1
~ | b | 1
~ | ~ | 1
== search is no command that is documented
search "x"
--
error 0: search: AWS documents no such command; write filter @message like "text"
