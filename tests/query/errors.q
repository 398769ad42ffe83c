% What is wrong, where, and how it is probably meant.
== data
{"a":1}

== two ampersands
filter errorCode = "AccessDenied" && readOnly = 0
--
error 34: "&&" is not an operator here: write "and"
== two bars
filter a = 1 || b = 2
--
error 13: "||" is not an operator here: write "or"
== slashes are no comment
fields a // all of them
--
error 9: // begins no comment here: write #
== a semicolon
fields a;
--
error 8: a query has no ";": commands are joined by "|"
== SQL
select * from events where a = 1
--
error 0: this looks like SQL; a query here is commands joined by "|": fields a, b | filter c = 1 | stats count(*) by a
== PPL
source = events | where a = 1
--
error 0: this looks like PPL; a query here is commands joined by "|": filter a = 1 | fields b
== a misspelt command
filtr a = 1
--
error 0: "filtr" is no command; the nearest is filter
== a misspelt command further on
fields a | srot a
--
error 11: "srot" is no command; the nearest is sort
== no command at all
a = 1
--
error 0: "a" is no command: a query begins with fields, filter, stats, sort, limit, display or dedup
== a misspelt function
filter ispressent(a)
--
error 7: "ispressent" is no function; the nearest is ispresent
== a misspelt aggregate
stats coutn(*) by a
--
error 6: "coutn" is no function; the nearest is count
== a function alone
count(*) by a
--
error 0: count is a function: write stats count(...) or fields count(...)
== a command of the language that is not there yet
fields a | search "x"
--
error 11: search: AWS documents no such command; write filter @message like "text"
== a subquery
filter a in (source "x" | fields a)
--
error 13: SOURCE: no event in the range is of x; there are: logs
== a double quote that is not closed
filter a = "AccessDenied
--
error 11: this double quote is never closed: the text after it needs another one at its end
== a single quote that is not closed
filter a = 'AccessDenied" and b = 1
--
error 11: this single quote is never closed: the text after it needs another one at its end
== a backtick that is not closed
fields `a-b
--
error 7: this backtick is never closed
== a pattern that is not closed
filter a like /abc and b = 1
--
error 14: this regular expression is not closed: it needs another / on the same line
== a pattern with flags
filter a like /abc/i
--
error 19: a pattern has no flags behind it: write /(?i).../ to ignore case
== a pattern that is wrong
filter a like /a(b/
--
error 18: in the regular expression: missing closing parenthesis
== a pattern behind =
filter a = /abc/
--
error 11: a pattern stands behind like or =~ only: write x like /pattern/
== a parenthesis that is not closed
filter (a = 1 and b = 2
--
error 23: found the end of the query, expected an operator, or ")" for the "(" at byte 8
== a bracket that is not closed
filter a in [1, 2
--
error 17: found the end of the query, expected a comma, or "]" for the "[" at byte 13
== a call that is not closed
stats count(* by a
--
error 14: found "by", expected ")"
== a parenthesis too many
filter (a = 1))
--
error 14: found ")", expected an operator, a comma, "|" or the end
== nothing behind the bar
fields a |
--
error 10: found the end of the query, expected a command behind "|"
== two bars with a command missing
fields a | | limit 1
--
error 11: found "|", expected a command: fields, filter, stats, sort, limit, display or dedup
== a bar is missing
filter a = 1 stats count(*)
--
error 13: found "stats", expected an operator, a comma, "|" or the end: a command begins behind "|"
== a value is missing
filter a =
--
error 10: found the end of the query, expected a field, a text in quotes, a number, a function or "("
== a comma too many
fields a, b,
--
error 12: found the end of the query, expected a field, a text in quotes, a number, a function or "("
== a hyphen in a name for a column
fields a as host-name
--
error 16: found "-", expected an operator, a comma, "|" or the end: a name with a hyphen needs backticks: `a-b`
== a quoted name for a column
fields a as "b"
--
error 12: a name stands in backticks, not in quotes: "b"
== a colon in a name
stats count(*) by a:b
--
error 19: found ":", expected an operator, "as", a comma, "|" or the end: a name with a colon needs backticks: `a:b`
== a bare address
filter a = 10.0.0.1
--
error 11: "10.0.0.1" is neither a number nor a name: write text in quotes, and a name that begins with a digit in backticks
== hex
filter a = 0xff
--
error 11: "0xff": numbers are written in decimal
== a period where none can be
filter a > 5m
--
error 11: "5m" is a period, for bin and its relatives; text stands in quotes
== no period where one must be
stats count(*) by bin(5)
--
error 22: found "5", expected a period such as 5m or 1h: bin(5m), bin()
== an unknown period
stats count(*) by bin(5parsec)
--
error 22: 5parsec is no period: units are ms s m h d w mo q y, as in 5m
== between
filter a between 1 and 5
--
error 9: found "between", expected an operator, a comma, "|" or the end: write x >= 1 and x <= 5
== is null
filter a is null
--
error 9: found "is", expected an operator, a comma, "|" or the end: write ispresent(x) or not ispresent(x)
== count distinct
stats count(distinct a) by b
--
error 12: different values are counted by count_distinct(x)
== a function without parentheses
filter ispresent a
--
error 17: a function's arguments stand in parentheses: ispresent(field)
== too many arguments
filter ispresent(a, b)
--
error 7: ispresent cannot take 2 arguments: ispresent(field)
== too few arguments
fields substr(a)
--
error 7: substr cannot take 1 argument: substr(x, start), substr(x, start, length)
== a chain of comparisons
filter a = b = c
--
error 13: a comparison of a comparison needs parentheses: (a = b) = c
== like without a text
filter a like b
--
error 14: found "b", expected a text in quotes or a /pattern/
== not without like or in
filter a not = 1
--
error 13: found "=", expected "like" or "in" behind "not"
== a list that is none
filter a in 1
--
error 12: found "1", expected a list: x in [1, "a"]
== a list where none can be
filter a = [1]
--
error 11: a list stands behind in only: write x in [1, 2]
== limit without a number
fields a | limit ten
--
error 17: found "ten", expected a number of rows, as in limit 20
== limit of nothing
fields a | limit 0
--
error 17: expected a whole number of rows, at least 1
== fields of everything
fields *
--
error 7: found "*", expected names of fields, as in fields @timestamp, eventName
== an unnamed part
fields a..b
--
error 8: expected the next part of the name behind this point
== a typographic quote
filter a = “x”
--
error 11: this is a typographic quote: write "
== a byte without meaning
fields a ? b
--
error 9: "?" has no meaning here: text stands in quotes, an unusual name in backticks
== parameters
filter a = {{name}}
--
error 11: parameters like {{name}} must be filled in first
== an order of stats
stats count(*) by a order by b
--
error 20: found "order", expected an operator, "as", a comma, "|" or the end: a command begins behind "|"
== a sort with a wrong word
sort a down
--
error 7: found "down", expected "asc", "desc", a comma, "|" or the end
== eleven stats
stats count(*) as a | stats max(a) as b | stats max(b) as a | stats max(a) as b | stats max(b) as a | stats max(a) as b | stats max(b) as a | stats max(a) as b | stats max(b) as a | stats max(a) as b | stats max(b) as a
--
error 202: a query has at most 10 stats
== a command of another language
fields x | table x
--
error 11: "table" is no command: write display x, y
== a function of another language
stats p95(x)
--
error 6: "p95" is no function: write pct(x, 95)
== SQL's case
stats count(*) by case when x = 1 then 2 end
--
error 23: found "when", expected an operator, "as", a comma, "|" or the end: conditions are values here: if(c, a, b), or case(c, a, d, b, else)
== exists behind a name
filter x exists
--
error 9: found "exists", expected an operator, a comma, "|" or the end: write ispresent(x)
