% Conditions.  Newest first is the order of what is not sorted.
== data
{"eventTime":"2023-07-10T12:00:00Z","id":"a","n":1,"s":"alpha","f":true,"o":{"x":1},"r":["p","q"]}
{"eventTime":"2023-07-10T12:01:00Z","id":"b","n":"2","s":"beta","f":false,"errorCode":"AccessDenied","e":""}
{"eventTime":"2023-07-10T12:02:00Z","id":"c","n":10,"s":"gamma/delta","o":{}}
{"eventTime":"2023-07-10T12:03:00Z","id":"d","n":"abc","s":"Alpha","o":null,"errorCode":"Throttled"}
{"eventTime":"2023-07-10T12:04:00Z","id":"e","s":"007","n":null}

== equal compares as numbers when both are numbers
fields id | filter s = 7
--
id
e
== a number and its text are equal
fields id | filter n = "2" or n = 1.0
--
id
b
a
== == is =
fields id | filter s == "beta"
--
id
b
== texts are compared byte by byte, case counts
fields id | filter s = "alpha"
--
id
a
== less compares numbers as numbers
fields id | filter n < 9
--
id
b
a
== a text that is no number is compared as text
fields id | filter n >= "abc"
--
id
d
== a missing field equals nothing
fields id | filter errorCode = "AccessDenied"
--
id
b
== a missing field is unequal to everything
fields id | filter errorCode != "AccessDenied"
--
id
e
d
c
a
== <> is !=
fields id | filter errorCode <> "AccessDenied"
--
id
e
d
c
a
== not is true where the field is missing
fields id | filter not errorCode = "AccessDenied"
--
id
e
d
c
a
== less and greater are false where the field is missing
fields id | filter errorCode < "Z" or errorCode >= "A"
--
id
d
b
== null is missing
fields id | filter ispresent(n)
--
id
d
c
b
a
== an object is present when a leaf is in it
fields id | filter ispresent(o)
--
id
a
== an empty text is present
fields id | filter ispresent(e)
--
id
b
== ! is not
fields id | filter !ispresent(errorCode) and !f
--
id
e
c
== and binds tighter than or
fields id | filter id = "a" or id = "b" and id = "c"
--
id
a
== parentheses
fields id | filter (id = "a" or id = "b") and s like "et"
--
id
b
== in takes values of any type
fields id | filter n in ["abc", 2, "1"]
--
id
d
b
a
== a long list is the same as a short one
fields id | filter n in ["x01", "x02", "x03", "x04", "x05", "x06", "x07", "x08", "x09", "x10", "x11", "x12", "x13", 2.0, "abc", "1", 99, 98, "97"]
--
id
d
b
a
== also negated
fields id | filter n not in ["x01", "x02", "x03", "x04", "x05", "x06", "x07", "x08", "x09", "x10", "x11", "x12", "x13", 2.0, "abc", "1", 99, 98, "97"]
--
id
e
c
== times in a long list
fields id | filter @timestamp in ["x01", "x02", "x03", "x04", "x05", "x06", "x07", "x08", "x09", "x10", "x11", "x12", "x13", "2023-07-10T12:04:00Z", 1688990400000, "", "1"]
--
id
e
a
== not in is true where the field is missing
fields id | filter errorCode not in ["AccessDenied", "Throttled"]
--
id
e
c
a
== in with round brackets
fields id | filter id in ("a", 'b')
--
id
b
a
notice 25: lists stand in brackets: read as in [...]
== like finds a text anywhere, case counts
fields id | filter s like "lpha"
--
id
d
a
== like takes % as it is
fields id | filter s like "%lpha%"
--
id
notice 26: % is an ordinary character here; like finds the text anywhere without it
== like takes a pattern
fields id | filter s like /^[a-z]+$/
--
id
b
a
== =~ and !~
fields id | filter s =~ /(?i)ALPHA/ and id !~ /d/
--
id
a
== a slash in a pattern
fields id | filter s like /a\/d/
--
id
c
== not like is true where the field is missing
fields id | filter errorCode not like /Denied/
--
id
e
d
c
a
== like on a number looks at its spelling
fields id | filter n like "1"
--
id
c
a
== true equals the word, the text and 1
fields id | filter f = true and f = "true" and f = 1
--
id
a
== false equals 0
fields id | filter f = 0
--
id
b
== a field can stand alone
fields id | filter f
--
id
a
== a comparison of two fields
fields id | filter s > n
--
id
c
b
a
== arithmetic in conditions
fields id | filter n * 2 + 1 > 4 and n % 2 = 0
--
id
c
b
== arithmetic with what is no number is missing
fields id | filter n + 1 > 0 or n + 1 <= 0
--
id
c
b
a
== a position of an array
fields id | filter r.1 = "q" and r[0] = "p"
--
id
a
== a constant condition that does not hold
fields id | filter 1 > 2
--
id
== a constant condition that holds
fields id | filter "a" < "b" | limit 1
--
id
e
== where is filter
fields id | WHERE id = "c"
--
id
c
== several filters all count
fields id | filter n > 1 | filter s like "a"
--
id
d
c
b
% d: "abc" > 1 as texts
== an alias in a condition
fields id, n * 10 as ten | filter ten = 100
--
id | ten
c | 100
== a plain alias is the field
fields id, s as name | filter name = "beta"
--
id | name
b | beta
== presence inside a larger expression
fields id | filter ispresent(o) + ispresent(errorCode) = 1
--
id
d
b
a
== matched and failed are counted
filter ispresent(errorCode) | fields id | limit 1
--
id
d
matched 2 failed 2
== the whole record is searched
fields id | filter @message like "Denied"
--
id
b
== and not found
fields id | filter @message not like /(?i)alpha|beta/
--
id
e
c
== keys are part of the record
fields id | filter @message like "errorCode"
--
id
d
b
== the message in another condition
fields id | filter strlen(@message) < 70
--
id
e
== a missing time
fields id | filter @timestamp > "2023-07-10T12:02:30Z"
--
id
e
d
== time as milliseconds
fields id | filter @timestamp = 1688990400000
--
id
a
