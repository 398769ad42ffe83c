% Quartiles: element min(n - 1, floor(p / 100 * n)) of the sorted numbers, as
% pct has it.  By python3: v = sorted([1,2,3,4,5,6,7,100]); v[2] = 3, v[6] = 7;
% borders 3 - 2.5 * 4 = -7 and 7 + 2.5 * 4 = 17; with param=1: -1 and 11.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"n":1}
{"eventTime":"2023-07-10T12:00:01Z","i":2,"n":2}
{"eventTime":"2023-07-10T12:00:02Z","i":3,"n":"3"}
{"eventTime":"2023-07-10T12:00:03Z","i":4,"n":4}
{"eventTime":"2023-07-10T12:00:04Z","i":5,"n":5,"m":-50}
{"eventTime":"2023-07-10T12:00:05Z","i":6,"n":6,"m":1}
{"eventTime":"2023-07-10T12:00:06Z","i":7,"n":7,"m":1}
{"eventTime":"2023-07-10T12:00:07Z","i":8,"n":100,"m":1}
{"eventTime":"2023-07-10T12:00:08Z","i":9,"n":"none","m":1}
{"eventTime":"2023-07-10T12:00:09Z","i":10}

== moved to the border
fields i, n | sort i desc | outlier n | limit 4
--
i | n
10 | ~
9 | none
8 | 17
7 | 7
== left out
fields i, n | sort i desc | outlier action=remove n | limit 3
--
i | n
10 | ~
9 | none
7 | 7
== another border
fields i, n | outlier param=1 n | filter i = 8
--
i | n
8 | 11
== a wide border
fields i, n | outlier action=remove param=100 n | stats count(*)
--
count(*)
10
== below only when asked for: of -50, 1, 1, 1, 1 both borders are 1
filter ispresent(m) | fields i, m | sort i | outlier m | limit 2
--
i | m
5 | -50
6 | 1
== below
filter ispresent(m) | fields i, m | sort i | outlier uselower=true mark=true m | limit 2
--
i | m | m_outlier
5 | 1 | 1
6 | 1 | 0
== several fields, as AWS writes it
fields i | sort i | outlier action=remove param=3.0 uselower=true mark=true n m | stats count(*) as c, max(n_outlier) as o
--
c | o
8 | 0
== a value is wanted
outlier action=drop n
--
error 15: found "drop", expected remove or transform
== a field is wanted
outlier param=2
--
error 15: found the end of the query, expected a field
