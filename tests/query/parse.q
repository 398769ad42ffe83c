% Values of the first records are those of AWS's page on parse, and of
% python3's re.search for the others.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"m":"25 May 2019 10:24:39,474 [ERROR] {foo=2, bar=data} The error was: DataIntegrityException"}
{"eventTime":"2023-07-10T12:01:00Z","i":2,"m":"user=mary, method:GET, latency := 45"}
{"eventTime":"2023-07-10T12:02:00Z","i":3,"m":"user=bob, method:PUT, latency := 7"}
{"eventTime":"2023-07-10T12:03:00Z","i":4,"m":"user=mary, method:PUT, latency := slow"}
{"eventTime":"2023-07-10T12:04:00Z","i":5,"m":"a*b.c+[x] (1,2)\nsecond line"}
{"eventTime":"2023-07-10T12:05:00Z","i":6,"m":7250}
{"eventTime":"2023-07-10T12:06:00Z","i":7}

== a glob
filter i = 1 | parse m "* [*] *" as loggingTime, loggingType, loggingMessage | display loggingTime, loggingType, loggingMessage
--
loggingTime | loggingType | loggingMessage
25 May 2019 10:24:39,474 | ERROR | {foo=2, bar=data} The error was: DataIntegrityException
== what does not match is kept, its names are missing
parse m "user=*, method:*, latency := *" as @user, @method, @latency | display i, @user, @method, @latency | sort i
--
i | @user | @method | @latency
1 | ~ | ~ | ~
2 | mary | GET | 45
3 | bob | PUT | 7
4 | mary | PUT | slow
5 | ~ | ~ | ~
6 | ~ | ~ | ~
7 | ~ | ~ | ~
== named groups of a pattern
parse m /user=(?<user2>.*?), method:(?<method2>.*?), latency := (?<latency2>.*)/ | filter ispresent(user2) | stats avg(latency2) as a, count(*) as c by method2, user2
--
method2 | user2 | a | c
GET | mary | 45 | 1
PUT | bob | 7 | 1
PUT | mary | ~ | 1
== x is not @x
parse m /user=(?<u>\w+)/ | filter ispresent(u) | fields u, @u | sort i
--
u | @u
mary | ~
bob | ~
mary | ~
== @ in the name of a group
parse m /user=(?<@u>\w+)/ | stats count(*) as n by @u
--
@u | n
~ | 4
mary | 2
bob | 1
== unnamed groups are left out
parse m /(user)=(?<u>\w+), (method)/ | filter ispresent(u) | limit 1 | fields u
--
u
mary
== unnamed groups get the names behind as
parse m /(\w+)=(?<v>\w+), (\w+):/ as k, l | filter ispresent(k) and i = 3 | fields k, v, l
--
k | v | l
user | bob | method
== a group that takes no part is missing, an empty one is empty
filter i < 4 | parse m /^(?<day>\d+)?\s?(?<rest>\S*)/ | fields i, ispresent(day) as d, day, isempty(rest) as e, rest | sort i
--
i | d | day | e | rest
1 | 1 | 25 | 0 | May
2 | 0 | ~ | 0 | user=mary,
3 | 0 | ~ | 0 | user=bob,
== a star may be empty, the last takes the rest with its lines
filter i = 5 | parse m "a*c+[*] (*,*" as a, b, c, d | display a, b, c, d
--
a | b | c | d
*b. | x | 1 | 2)\nsecond line
== other signs of patterns stand for themselves
filter i = 5 | parse m "b.c+[*" as a | parse m "b?c*" as b | display a, b
--
a | b
x] (1,2)\nsecond line | ~
== a star in front takes all that stands before
filter i = 3 | parse m "*, method:*" as a, b | display a, b
--
a | b
user=bob | PUT, latency := 7
== a number is read as its text
filter i = 6 | parse m "72*" as rest | display rest, rest + 1
--
rest | rest + 1
50 | 51
== several, one on what another found
filter i = 2 | parse m "user=*, method:*" as who, tail | parse tail "*, latency := *" as method, latency | parse who /(?<first>.)/ | display first, method, latency * 2
--
first | method | latency * 2
m | GET | 90
== without a field it is @message, which is the record
filter i = 3 | parse "\"m\":\"user=*, " as who | parse /"i":(?<n>\d+)/ | display who, n
--
who | n
bob | 3
== names of @message in filter, stats and sort
parse @message "latency := *\"" as l | filter l > 6 | stats count(*) as c, max(l) as m by strlen(l) as s | sort s
--
s | c | m
1 | 1 | 7
2 | 1 | 45
4 | 1 | slow
== names are columns behind those of fields
fields i | parse m "user=*," as who | filter i = 3
--
i | who
3 | bob
== without fields they stand behind the usual ones
filter i = 6 | parse m "7*" as a
--
@timestamp | @message | a
2023-07-10 12:05:00.000 | {"eventTime":"2023-07-10T12:05:00Z","i":6,"m":7250} | 250
== the later parse of a name counts
filter i = 3 | parse m "user=*," as x | parse m "method:*," as x | display x
--
x
PUT
== columns of stats can be parsed too
parse m "user=*," as who | stats count(*) as n by who | parse who "*a*" as before, after | sort who
--
who | n | before | after
bob | 1 | ~ | ~
mary | 2 | m | ry
~ | 4 | ~ | ~
== as many names as stars
parse m "user=*, *" as who
--
error 8: the text has 2 stars and 1 name: each * needs one
== a glob without names
parse m "user=*"
--
error 16: found the end of the query, expected "as" and a name for each * of the text
== a pattern that names nothing
parse m /user=\w+/
--
error 8: the pattern names nothing to keep: write (?<name>...) around a part of it
== more names than groups
parse m /user=(\w+)/ as a, b
--
error 8: the pattern has 1 group without a name, and "as" gives 2
== no pattern at all
parse m as x
--
error 8: found "as", expected a text with stars or a /pattern/ behind the field
== a hyphen in a name
parse m "*=*" as host-name, b
--
error 21: found "-", expected an operator, a comma, "|" or the end: a name with a hyphen needs backticks: `a-b`
== a pattern over several lines
filter i = 5 | parse m /2\)
second (?<w>\w+)/ | display w
--
w
line
