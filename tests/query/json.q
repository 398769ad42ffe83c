% Documents inside of values, lists.  Expected values: python3's json.
== data
{"eventTime":"2023-07-10T12:00:00Z","doc":"{\"a\": [1, {\"b\": \"x\"}], \"user.id\": \"123\", \"t\": true, \"n\": null, \"s\": \"\\u00e4\\n\", \"o\": {}}","list":"[\"admin\", 7, [1], {\"k\":2}]","bad":"{\"a\":","num":"12","real":{"a":"field"},"d":{"x":"of the record"}}

== a document in a value, its parts by name and position
fields jsonParse(doc) as j | display j.a[0], j.a[1].b, j.`user.id`, j.t, j.s, j.o, j.n, j.q, j.a[2]
--
j.a.0 | j.a.1.b | j.user.id | j.t | j.s | j.o | j.n | j.q | j.a.2
1 | x | 123 | true | ä\n | {} | ~ | ~ | ~
== behind a call without a name in between
fields jsonParse(doc).a[1].b as x, jsonParse(list)[0] as y, jsonParse(list)[3].k as z, jsonPath(doc, "a.1.b") as p
--
x | y | z | p
x | admin | 2 | x
== a document prints without blanks
fields jsonParse(doc).a as a, jsonParse(doc).a[1] as b
--
a | b
[1,{"b":"x"}] | {"b":"x"}
== what is no object and no list is missing
fields jsonParse(bad) as a, jsonParse(num) as b, jsonParse(q) as c, jsonParse("[]") as d, jsonParse("{} x") as f
--
a | b | c | d | f
~ | ~ | ~ | [] | ~
== the name of a document goes before a field of the record, any other name does not
fields jsonParse(doc) as real, num as d | display real.a, d.x
--
real.a | d.x
[1,{"b":"x"}] | of the record
== documents are missing to text, number and time functions and to operators
fields jsonParse(doc) as j | display toupper(j), strlen(j), abs(j), fromMillis(j), j = j, j != "x", j + 1, j like "a", concat("<", j, ">")
--
toupper(j) | strlen(j) | abs(j) | fromMillis(j) | j = j | j != "x" | j + 1 | j like "a" | concat("<", j, ">")
~ | ~ | ~ | ~ | 0 | 1 | ~ | 0 | <>
== they are there, and pass through choices
fields jsonParse(doc) as j | display ispresent(j), isempty(j), isblank(j), coalesce(q, j).t, if(1, j, q).t
--
ispresent(j) | isempty(j) | isblank(j) | coalesce(q, j).t | if(1, j, q).t
1 | 0 | 0 | true | true
== back to text
fields jsonStringify(jsonParse(list)) as a, jsonStringify("x\"y") as b, jsonStringify(7) as c, jsonStringify(q) as d, strlen(jsonStringify(jsonParse(list))) as n
--
a | b | c | d | n
["admin",7,[1],{"k":2}] | "x\"y" | 7 | ~ | 23
== the size of a list
fields jsonArraySize(list) as a, jsonArraySize("[]") as b, jsonArraySize(doc) as c, jsonArraySize(bad) as d, jsonArraySize(jsonParse(doc).a) as f
--
a | b | c | d | f
4 | 0 | ~ | ~ | 2
== a member of a list, case counts
fields jsonArrayContains(list, "admin") as a, jsonArrayContains(list, "Admin") as b, jsonArrayContains(list, 7) as c, jsonArrayContains(list, "7") as d, jsonArrayContains(bad, 1) as f, jsonArrayContains("[]", 1) as g, jsonArrayContains(q, 1) as h, jsonArrayContains(doc, 1) as i
--
a | b | c | d | f | g | h | i
1 | 0 | 1 | 1 | 0 | 0 | 0 | 0
== parts of a text
fields split("a,b,,c", ",") as a, a[1] as b, a[2] as c, split("abc", "") as d, split("a--b", "--")[1] as f, split(q, ",") as g, jsonArraySize(a) as n
--
a | b | c | d | f | g | n
["a","b","","c"] | b |  | ["abc"] | b | ~ | 4
== grouped by a part, and by a path of a column
fields jsonParse(doc) as j | stats count(*) as n by j.t, j.`user.id`
--
j.t | j.user.id | n
true | 123 | 1
== a part of what stats made
stats values(num) as v | display v[0]
--
v.0
12
== a step is missing
fields jsonParse(doc).
--
error 22: found the end of the query, expected a name behind the point
== a position is no number
fields jsonParse(doc)[x]
--
error 22: found "x", expected a position such as [0]
