% Expected rows by sqlite3: select ... where who in (select who from t where
% ...), on the same rows.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"who":"al","code":"x","n":7}
{"eventTime":"2023-07-10T12:01:00Z","i":2,"who":"bo","n":"007"}
{"eventTime":"2023-07-10T12:02:00Z","i":3,"who":"al","n":8}
{"eventTime":"2023-07-10T12:03:00Z","i":4,"who":"cy","code":"y","n":"eight"}
{"eventTime":"2023-07-10T12:04:00Z","i":5,"code":"x"}

== those who have one that is so
fields i | filter who in (SOURCE 'logs' | filter ispresent(code) | fields who) | sort i
--
i
1
3
4
== those who have none
fields i | filter who not in (filter ispresent(code) | fields who) | sort i
--
i
2
5
== of groups, with a filter on them
fields i | filter who in (
    SOURCE 'logs'
    | stats count(*) as c by who
    | filter c > 1
    | display who
) and code = "x"
--
i
1
== equality is that of in: as numbers where both read as numbers
fields i | filter n in (filter i = 1 | fields n) | sort i
--
i
1
2
== a set of nothing
fields i | filter who in (filter i = 99 | fields who)
--
i
== one within another
fields i | filter who in (filter code in (filter i = 5 | fields code) | fields who) | sort i
--
i
1
3
== as a value, and on columns of stats
stats count(*) as c by who | filter who in (filter code = "y" | fields who) or c in (fields i | filter i = 2)
--
who | c
al | 2
cy | 1
== names of the query around it are not known in it
fields i as k | filter k in (fields k) | sort k
--
k
== more than one column
filter who in (fields who, code)
--
error 14: the query behind "in" gives 2 columns, expected one: end it with | fields x
== without fields there are two
filter who in (filter i = 1)
--
error 14: the query behind "in" gives 2 columns, expected one: end it with | fields x
== fields at the end of a subquery behind stats says which column is meant
fields i | filter who in (stats count(*) as c by who | filter c > 1 | fields who) | sort i
--
i
1
3
== a name in parentheses is still a list
fields i | filter who in (code, "al", fields) | sort i
--
i
1
3
notice 25: lists stand in brackets: read as in [...]
== its errors have their place
filter who in (filter x = | fields who)
--
error 26: found "|", expected a field, a text in quotes, a number, a function or "("
== a source that is not there
filter who in (SOURCE 'payments' | fields who)
--
error 15: SOURCE: no event in the range is of payments; there are: logs
== not closed
filter who in (filter i = 1 | fields who
--
error 40: found the end of the query, expected "|", or ")" for the "(" at byte 15
