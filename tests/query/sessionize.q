% Sessions by hand: a pause longer than maxspan begins a new one; they are
% numbered by their first event.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"who":"al","dev":"x"}
{"eventTime":"2023-07-10T12:10:00Z","i":2,"who":"bo","dev":"x"}
{"eventTime":"2023-07-10T12:30:00Z","i":3,"who":"al","dev":"y"}
{"eventTime":"2023-07-10T12:40:01Z","i":4,"who":"bo","dev":"x"}
{"eventTime":"2023-07-10T12:50:00Z","i":5,"who":"al","dev":"x"}
{"eventTime":"2023-07-10T14:00:00Z","i":6,"who":"al","dev":"x"}
{"eventTime":"2023-07-10T14:10:00Z","i":7}
{"i":8,"who":"al"}

== thirty minutes
fields i, who | sort i | sessionize who
--
i | who | session_id
1 | al | 1
2 | bo | 2
3 | al | 1
4 | bo | 3
5 | al | 1
6 | al | 4
7 | ~ | ~
8 | al | ~
== with a name and another pause, in any order of rows
fields i | sort i desc | sessionize who maxspan 1h as s | filter ispresent(s)
--
i | s
6 | 3
5 | 1
4 | 2
3 | 1
2 | 2
1 | 1
== several fields
fields i | sort i | sessionize who, dev maxspan 1h as s | limit 6
--
i | s
1 | 1
2 | 2
3 | 3
4 | 2
5 | 1
6 | 4
== sessions as groups
sessionize who maxspan 1h as s | filter ispresent(s) | stats count(*) as n, min(@timestamp) as first, max(@timestamp) as last by who, s | sort s
--
who | s | n | first | last
al | 1 | 3 | 2023-07-10 12:00:00.000 | 2023-07-10 12:50:00.000
bo | 2 | 2 | 2023-07-10 12:10:00.000 | 2023-07-10 12:40:01.000
al | 3 | 1 | 2023-07-10 14:00:00.000 | 2023-07-10 14:00:00.000
== it needs the time
stats count(*) as n by who | sessionize who
--
error 29: stats did not keep @timestamp: keep it with max(@timestamp) as t or by bin(5m) as t, and use datefloor(t, 1h)
== a period is wanted
sessionize who maxspan 3
--
error 23: found "3", expected the longest pause within a session, as in maxspan 30m
