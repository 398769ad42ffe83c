== data
{"eventTime":"2023-07-10T12:00:10Z","who":"al","n":1}
{"eventTime":"2023-07-10T12:00:50Z","who":"bo","n":2}
{"eventTime":"2023-07-10T12:03:10Z","who":"al","n":4}
{"eventTime":"2023-07-10T12:05:00Z","who":"al","n":"x"}
{"eventTime":"2023-07-10T13:00:00Z","n":99}
{"who":"bo","n":8}

== rows for empty buckets, other columns missing
filter n != 99 | stats count(*) as c, sum(n) as s by bin(1m) as t | fillmissing
--
t | c | s
2023-07-10 12:00:00.000 | 2 | 3
2023-07-10 12:01:00.000 | ~ | ~
2023-07-10 12:02:00.000 | ~ | ~
2023-07-10 12:03:00.000 | 1 | 4
2023-07-10 12:04:00.000 | ~ | ~
2023-07-10 12:05:00.000 | 1 | ~
~ | 1 | 8
== filled with constants, in new rows only
filter ispresent(@timestamp) and n != 99 | stats count(*), sum(n) as s by bin(1m) | fillmissing with 0 for count(*), "none" for s
--
bin(1m) | count(*) | s
2023-07-10 12:00:00.000 | 2 | 3
2023-07-10 12:01:00.000 | 0 | none
2023-07-10 12:02:00.000 | 0 | none
2023-07-10 12:03:00.000 | 1 | 4
2023-07-10 12:04:00.000 | 0 | none
2023-07-10 12:05:00.000 | 1 | ~
== each combination of other keys
filter ispresent(@timestamp) and n < 4 | stats count(*) as c by who, bin(20s) as t | fillmissing with 0 for c
--
who | t | c
al | 2023-07-10 12:00:00.000 | 1
bo | 2023-07-10 12:00:00.000 | 0
al | 2023-07-10 12:00:20.000 | 0
bo | 2023-07-10 12:00:20.000 | 0
al | 2023-07-10 12:00:40.000 | 0
bo | 2023-07-10 12:00:40.000 | 1
== it needs buckets
stats count(*) by who | fillmissing
--
error 24: fillmissing stands behind stats ... by bin(5m): there are no buckets of time here
== and constants
stats count(*) as c by bin(1m) | fillmissing with c for c
--
error 50: fillmissing: expected a constant, such as 0
== not too many
stats count(*) as c by bin(1ms) | filter ispresent(c) | fillmissing
--
error 0: fillmissing: more than 1000000 rows: choose longer buckets, or a range of time
== no rows stay none
filter n = 98 | stats count(*) as c by bin(1m) | fillmissing with 0 for c
--
bin(1m) | c
