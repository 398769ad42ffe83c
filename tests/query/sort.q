% The order of AWS's own example: CWL_QuerySyntax-Sort.
== data
{"k":"!:"}
{"k":"3"}
{"k":"A"}
{"k":"2345_"}
{"k":"01"}
{"k":"#"}
{"k":"a12345hfh"}
{"k":"@_"}
{"k":"5A"}
{"k":"2"}
{"k":"0"}
{"k":"*%04"}
{"k":"111A"}
{"k":"A9876fghj"}
{"k":"1"}
{"k":"@"}
{"k":"0#"}
{"z":1}

== natural order: what is no number first, missing values last
fields k | sort k
--
k
!:
#
*%04
0#
5A
111A
2345_
@
@_
A
A9876fghj
a12345hfh
0
01
1
2
3
~
== descending is the exact reverse, missing values last again
fields k | sort k desc
--
k
3
2
1
01
0
a12345hfh
A9876fghj
A
@_
@
2345_
111A
5A
0#
*%04
#
!:
~
== the first of an order
fields k | sort k | limit 3
--
k
!:
#
*%04
== the last of an order
fields k | sort k | tail 3
--
k
2
3
~
== rows of stats are sorted alike
stats count(*) as n by k | sort k desc | limit 2
--
k | n
3 | 1
2 | 1
== equal rows of stats go by their keys
stats count(*) as n by k | limit 4
--
k | n
!: | 1
# | 1
*%04 | 1
0# | 1

== data
{"eventTime":"2023-07-10T12:00:00Z","id":1,"a":2,"b":"x","v":-1.5}
{"eventTime":"2023-07-10T12:01:00Z","id":2,"a":10,"b":"y","v":"-10"}
{"eventTime":"2023-07-10T12:02:00Z","id":3,"a":2,"b":"y","v":0.25}
{"id":4,"a":10,"b":"x","v":1e3}
{"eventTime":"2023-07-10T12:04:00Z","id":5,"a":"2","b":"x","v":"1e3"}
{"eventTime":"2023-07-10T12:04:00Z","id":6,"b":"y","v":true}

== without sort newest first, of one time the later record first, no time last
fields id
--
id
6
5
3
2
1
4
== oldest first, no time last
fields id | sort @timestamp
--
id
1
2
3
5
6
4
== newest first when asked for
fields id | sort @timestamp desc
--
id
6
5
3
2
1
4
== two keys, numbers by size
fields id | sort a desc, b
--
id
4
2
5
1
3
6
== sorting is stable: equal rows stay newest first
fields id | sort a
--
id
5
3
1
2
4
6
== sort by, order, and the last sort counts most
fields id | sort by b desc | order a
--
id
3
5
1
2
4
6
== the time as a second key
fields id | sort b, @timestamp
--
id
1
5
4
2
3
6
== signs, decimals and exponents of numbers
fields v | sort v
--
v
1e3
1e3
true
-10
-1.5
0.25
% a text is no number with an exponent; equal spellings are one value, with
% the kind of the text
== an expression as a key
fields id | sort a * -1 | limit 2
--
id
2
4
% the one without a time comes last among equals
== a cut of an order, then another order
fields id | sort @timestamp | limit 3 | sort id desc
--
id
3
2
1
== limit stands before sort
fields id | limit 2 | sort a
--
id
5
3
notice 22: limit stands before sort: sorted first, then cut
== limit then filter: in the order as written
fields id | limit 3 | filter b = "y"
--
id
6
3
== head is limit, tail are the latest
fields id | head 2
--
id
6
5
== tail without an order
fields id | tail 2
--
id
6
5
== tail of an order are its last rows
fields id | sort id | tail 2
--
id
5
6
== limit any
fields id | sort id | LIMIT ANY 1
--
id
1
== dedup keeps the first in order, and rows without the field
fields id | dedup a
--
id
6
5
2
== dedup of an order
fields id | sort id | dedup a, b
--
id
1
2
3
4
6
% 2 and "2" are one value
== dedup, then limit
fields id | sort id | dedup b | limit 1
--
id
1
== behind dedup others are accepted
fields id | sort id | dedup b | filter a > 5
--
id
2
notice 32: behind dedup AWS accepts limit only
== a cut that is deduplicated
fields id | limit 3 | dedup b
--
id
6
5
== the message as a key
fields id | sort strlen(@message) desc, id desc | limit 2
--
id
5
2
