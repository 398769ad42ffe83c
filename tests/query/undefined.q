% What AWS's pages leave open, and what we make of it: one statement for each
% point of the list at the end of doc/query-language.md, in its order.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"a":"10","b":"9","code":"Denied","t":true,"m":"path C:\\new \"x\"","type":"k","by":"v","u":"2023-07-09T00:00:00Z"}
{"eventTime":"2023-07-10T12:04:59Z","i":2,"a":"007","b":7,"code":"Ok","t":false,"n":null,"m":"user=al id=7"}
{"eventTime":"2023-07-10T12:05:00Z","i":3,"a":"abc","b":5,"m":""}
{"eventTime":"2023-08-01T00:00:00Z","i":4,"a":1.005,"t":"true"}

== precedence: not, and, or; power from the right; minus binds more
fields 2 + 3 * 4 as a, 2 ^ 3 ^ 2 as b, -2 ^ 2 as c, 10 - 4 - 3 as d, not 0 or 1 and 0 as f, 1 + 1 = 2 as g | limit 1
--
a | b | c | d | f | g
14 | 512 | 4 | 3 | 1 | 1
== null: the opposite of a test holds where there is no value
filter code != "Denied" and code not like "D" and code not in ["Denied"] | fields i | sort i
--
i
2
3
4
== null: a test does not
filter not (code = "Denied") | filter not (code < "Z") | fields i | sort i
--
i
3
4
== coercion: as numbers if both read as numbers, else as texts
filter a > b or a = 7 | fields i | sort i
--
i
1
2
3
== escapes in texts
fields strlen("\\ \" \' \n \t \/") as a, "C:\dir\.x" as b, '\'' as c, strcontains(m, "C:\\new \"x\"") as d | filter i = 1
--
a | b | c | d
11 | C:\dir\.x | ' | 1
== parse: as many names as stars
parse m "user=* id=*" as who
--
error 8: the text has 2 stars and 1 name: each * needs one
== parse: names behind a pattern are for its groups without one
parse m /user=(\w+) id=(\d+)/ as who, id | filter ispresent(who) | fields who, id
--
who | id
al | 7
== sort: ascending without a word
fields i | sort i | limit 2
--
i
1
2
== stats: by the first aggregate, greatest first; by time where there are buckets
stats count(*) as c by isNumeric(a) as x
--
x | c
1 | 3
0 | 1
== stats: by time where there are buckets
stats count(*) as c by bin(5m)
--
bin(5m) | c
2023-07-10 12:00:00.000 | 2
2023-07-10 12:05:00.000 | 1
2023-08-01 00:00:00.000 | 1
== sort: missing values last, either way
fields i | sort code | limit 4
--
i
1
2
4
3
== sort: missing values last, descending too
fields i | sort code desc | limit 4
--
i
2
1
4
3
== buckets: UTC, weeks begin on Monday, months by the calendar
fields datefloor(@timestamp, 1w) as w, datefloor(@timestamp, 1mo) as m, datefloor(@timestamp, 1q) as q, datefloor(u, 1w) as v | filter i = 1
--
w | m | q | v
2023-07-10 00:00:00.000 | 2023-07-01 00:00:00.000 | 2023-07-01 00:00:00.000 | 2023-07-03 00:00:00.000
== periods are not capped
stats count(*) as c by bin(300s), bin(48h) as d | limit 1
--
bin(300s) | d | c
2023-07-10 12:00:00.000 | 2023-07-10 00:00:00.000 | 2
== dateceil leaves a border alone
fields dateceil(@timestamp, 5m) as c | filter i < 4 | sort i
--
c
2023-07-10 12:00:00.000
2023-07-10 12:05:00.000
2023-07-10 12:05:00.000
== pct is one of the values
stats pct(i, 50) as a, pct(i, 25) as b, pct(i, 100) as c
--
a | b | c
3 | 2 | 4
== stddev is of a population
stats stddev(i) as a, variance(i) as b
--
a | b
1.118 | 1.25
== a missing key is a group
stats count(*) as c by code
--
code | c
~ | 2
Denied | 1
Ok | 1
== a name given twice: the later one counts
fields i as x | fields x * 10 as x | stats max(x)
--
max(x)
40
== limit before sort: sorted first
fields i | limit 2 | sort i desc
--
i
4
3
notice 21: limit stands before sort: sorted first, then cut
== in with parentheses
filter code in ("Ok", "x") | fields i
--
i
2
notice 15: lists stand in brackets: read as in [...]
== two equal signs
filter code == "Ok" | fields i
--
i
2
== words of the language as names
filter type = "k" and by = "v" | stats count(*) as limit by type
--
type | limit
k | 1
== a pattern in quotes is a text
filter m like "(?i)USER" | fields i
--
i
notice 14: "(?i)USER" is searched for as it stands; a pattern is written between slashes
== sums and means leave out what is no number
stats sum(a) as s, avg(a) as m, min(a) as l, max(a) as g
--
s | m | l | g
18.005 | 6.0017 | abc | 10
== true and false
filter t = true and t = 1 and t = "true" | fields i | sort i
--
i
1
== null of a record is missing
fields ispresent(n) as p, isempty(n) as e | filter i = 2
--
p | e
0 | 1
== values by the order of sort, topk by how often
stats values(t) as v, topk(1, t) as k, values(a) as a
--
v | k | a
[false,"true"] | ["true"] | ["abc",1.005,"007","10"]
== concat: nothing for what is missing
fields concat("<", code, ">") as c | filter i = 3
--
c
<>
== computed numbers have four decimals at most, those of records their spelling
fields 1 / 3 as x, a, a * 1 as y, 2.50 as z | filter i = 4
--
x | a | y | z
0.3333 | 1.005 | 1.005 | 2.50
