% Paths with * for a position.  Expected rows: python3 over the same records,
% any() and all() of the elements.
== data
{"eventTime":"2023-07-10T12:00:00Z","e":"A","items":[{"id":"a","n":1},{"id":"b","n":5},{"id":"a"}],"tags":["x","y"],"q":[{"r":[{"s":1},{"s":2}]},{"r":[{"s":3}]}]}
{"eventTime":"2023-07-10T12:01:00Z","e":"B","items":[{"id":"c","n":"2"}],"tags":[7,"7"]}
{"eventTime":"2023-07-10T12:02:00Z","e":"C","items":[{"id":null}]}
{"eventTime":"2023-07-10T12:03:00Z","e":"D"}

== all elements, as a list
fields e, items.*.id, tags.*, q.*.r.*.s | sort e
--
e | items.*.id | tags.* | q.*.r.*.s
A | ["a","b","a"] | ["x","y"] | [1,2,3]
B | ["c"] | [7,"7"] | ~
C | ~ | ~ | ~
D | ~ | ~ | ~
== a comparison holds if it does for any element
filter items.*.n > 1 | fields e | sort e
--
e
A
B
== what is negated holds for all, and where there is none
filter items.*.id != "a" | fields e | sort e
--
e
B
C
D
== in, like, patterns, and their opposites
fields items.*.id in ["b", "c"] as a, items.*.id not in ["b", "c"] as b, items.*.id like "a" as c, items.*.id not like /a|c/ as d, items.*.id =~ /^c/ as f | display e, a, b, c, d, f | sort e
--
e | a | b | c | d | f
A | 1 | 0 | 1 | 0 | 0
B | 1 | 0 | 0 | 0 | 1
C | 0 | 1 | 0 | 1 | 0
D | 0 | 1 | 0 | 1 | 0
== functions that ask
fields ispresent(items.*.id) as a, strcontains(items.*.id, "b") as b, isempty(items.*.id) as c, isNumeric(tags.*) as d | display e, a, b, c, d | sort e
--
e | a | b | c | d
A | 1 | 1 | 0 | 0
B | 1 | 0 | 0 | 1
C | 0 | 0 | 1 | 0
D | 0 | 0 | 1 | 0
== other functions give a list
fields toupper(items.*.id) as x, items.*.n * 2 as y | display e, x, y | sort e | limit 2
--
e | x | y
A | ["A","B","A"] | [2,10]
B | ["C"] | [4]
== an event is counted once for each different element
stats count(*) as c, sum(items.*.n) as s by items.*.id
--
items.*.id | c | s
~ | 2 | ~
a | 1 | 6
b | 1 | 6
c | 1 | 2
== by a function of them, and another key
stats count(*) as c by toupper(items.*.id) as x, e | sort e, x
--
x | e | c
A | A | 1
B | A | 1
C | B | 1
~ | C | 1
~ | D | 1
== aggregates see all elements; count counts events
stats count(items.*.id) as a, count_distinct(items.*.id) as b, max(items.*.n) as c, values(tags.*) as d, avg(items.*.n) as f
--
a | b | c | d | f
2 | 3 | 5 | ["x","y","7"] | 2.6667
== a name for them
fields items.*.id as x | filter x = "b" | stats count(*) as c by x
--
x | c
a | 1
b | 1
== a choice by one list among another
fields if(tags.* = "y", items.*.id, "none") as x | display e, x | sort e | limit 1
--
e | x
A | ["a","b","a"]
== and, or, not
filter not items.*.id = "a" and (tags.* = 7 or e = "D") | fields e | sort e
--
e
B
D
== a path that no event has
filter nothing.*.id = 1
--
@timestamp | @message
== two lists in one comparison
filter items.*.id = tags.*
--
error 7: two different paths with * cannot be compared or joined here
== a star that is no step
fields items.*id
--
error 12: expected the next part of the name behind this point
