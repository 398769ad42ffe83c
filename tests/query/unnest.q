% Expected rows by python3: for e in json.loads(...)[...]: print(...)
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"items":[{"id":"a","n":1},{"id":"b","n":2.50}],"h":"x"}
{"eventTime":"2023-07-10T12:01:00Z","i":2,"items":["s",7,true,null,[1,2]],"h":"y"}
{"eventTime":"2023-07-10T12:02:00Z","i":3,"items":[],"h":"y"}
{"eventTime":"2023-07-10T12:03:00Z","i":4,"items":{"id":"o"},"h":"z"}
{"eventTime":"2023-07-10T12:04:00Z","i":5,"items":"one"}
{"eventTime":"2023-07-10T12:05:00Z","i":6,"req":{"set":{"list":[{"k":{"v":"deep"}},{"k":1}]}},"js":"{\"accounts\":[{\"type\":\"internal\",\"d\":3},{\"type\":\"ext\",\"d\":4}]}","arr":"[{\"q\":1},{\"q\":2}]"}

== a list of the record; other fields are copied
filter i = 1 | unnest items into item | fields i, item.id, item.n, h
--
i | item.id | item.n | h
1 | a | 1 | x
1 | b | 2.50 | x
== elements of any kind; null is missing
filter i = 2 | unnest items into item | fields i, item, item[1]
--
i | item | item.1
2 | s | ~
2 | 7 | ~
2 | true | ~
2 | ~ | ~
2 | [1,2] | 2
== an empty list is one row without element, what is no list is one element
filter i in [3, 4, 5, 6] | unnest items into item | fields i, item | sort i
--
i | item
3 | ~
4 | {"id":"o"}
5 | one
6 | ~
== deep in the record
filter i = 6 | unnest req.set.list into e | display e.k.v, e.k
--
e.k.v | e.k
deep | {"v":"deep"}
~ | 1
== of a document in a text, as AWS writes it
fields jsonParse(js) as d | unnest d.accounts into account | filter account.type = "internal" | display account.d
--
account.d
3
== groups of elements
fields jsonParse(js) as accounts | unnest accounts.accounts into account | stats sum(account.d) as n by account.type | sort n desc | limit 10
--
account.type | n
ext | 4
internal | 3
~ | ~
== expand: the field is the element
filter i = 1 | expand items | fields items.id, items.n, i
--
items.id | items.n | i
a | 1 | 1
b | 2.50 | 1
== expand reads a text that is a list
filter i = 6 | expand arr | stats sum(arr.q) as s, count(*) as c by i
--
i | s | c
6 | 3 | 2
== rows keep their order
unnest items into item | filter ispresent(item) | fields i, item.id | sort i desc, item.id
--
i | item.id
5 | ~
4 | o
2 | ~
2 | ~
2 | ~
2 | ~
1 | a
1 | b
== two, one in the other
filter i = 2 | unnest items into a | unnest a into b | fields b
--
b
s
7
true
~
1
2
== an empty list in a text
filter i = 3 | fields jsonParse("[]") as l | unnest l into e | display i, e
--
i | e
3 | ~
== into is wanted
unnest items
--
error 12: found the end of the query, expected "into" and a name: unnest list into element
