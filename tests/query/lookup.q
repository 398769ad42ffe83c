% Expected values by python3's csv module and ipaddress.ip_network.
== table users
id,name,dept,"long, name"
u1,Ann,Eng,"says ""hi"", twice"
u2,"Bob
Two",Ops,x
u1,Second,None,y
7,Seven,,z
u9

== table nets
cidr,owner,region
10.0.0.0/8,corp,all
10.1.0.0/16,lab,eu
10.1.2.3,host,eu
2001:db8::/32,six,us
not a range,bad,bad
10.1.77.0/16,again,eu

== table other
net,who
192.0.2.0/24,doc

== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"user_id":"u1","ip":"10.1.9.9","name":"own"}
{"eventTime":"2023-07-10T12:01:00Z","i":2,"user_id":"u2","ip":"10.1.2.3"}
{"eventTime":"2023-07-10T12:02:00Z","i":3,"user_id":"U1","ip":"10.200.0.1","name":"kept"}
{"eventTime":"2023-07-10T12:03:00Z","i":4,"user_id":7,"ip":"2001:db8::5","org":"Eng"}
{"eventTime":"2023-07-10T12:04:00Z","i":5,"user_id":"u9","ip":"s3.amazonaws.com"}
{"eventTime":"2023-07-10T12:05:00Z","i":6,"ip":"192.0.2.9"}

== the first row that is equal, case counts; the field is overwritten
fields i | lookup users id as user_id OUTPUT name, dept as d | sort i
--
i | name | d
1 | Ann | Eng
2 | Bob\nTwo | Ops
3 | ~ | ~
4 | Seven | 
5 | ~ | ~
6 | ~ | ~
== quoted cells, names with blanks
filter i = 1 | lookup users id as user_id output `long, name` as l | display l
--
l
says "hi", twice
== in filter and stats, as AWS writes it
lookup users id as user_id OUTPUT name, dept | filter dept in ["Eng", "Ops"] | stats count(*) as n by dept
--
dept | n
Eng | 1
Ops | 1
== two columns to compare
filter i in [1, 4] | fields i | lookup users id as user_id, dept as org OUTPUT name | sort i
--
i | name
1 | ~
4 | ~
== OUTPUTNEW fills what is missing
fields i | lookup users id as user_id OUTPUTNEW name | filter i < 5 | sort i
--
i | name
1 | own
2 | Bob\nTwo
3 | kept
4 | Seven
== the narrowest range
fields i | cidrlookup nets ip OUTPUT owner, region as r | sort i
--
i | owner | r
1 | lab | eu
2 | host | eu
3 | corp | all
4 | six | us
5 | ~ | ~
6 | ~ | ~
notice 11: cidrlookup: 1 row of the table nets hold no range such as 192.0.2.0/24
== the column of ranges by name
filter i = 6 | cidrlookup other ip as net OUTPUT who | display who
--
who
doc
== the first column if none is named cidr
filter i = 6 | cidrlookup other ip OUTPUT who | display who
--
who
doc
== on columns of stats
stats count(*) as n by user_id | lookup users id as user_id OUTPUT name | filter ispresent(name) | sort name
--
user_id | n | name
u1 | 1 | Ann
u2 | 1 | Bob\nTwo
7 | 1 | Seven
== of a text that parse found
parse @message "\"user_id\":\"*\"" as u | lookup users id as u OUTPUT name | filter ispresent(name) | fields u, name | sort u
--
u | name
u1 | Ann
u2 | Bob\nTwo
== a column that the table does not have
lookup users id as user_id OUTPUT email
--
error 34: the table users has no column email; there are: id, name, dept, long, name
== and one to compare
lookup users user_id OUTPUT name
--
error 13: the table users has no column user_id; there are: id, name, dept, long, name
== a name that leads elsewhere
lookup "../users" id OUTPUT name
--
error 0: lookup: ../users is no name of a table
== OUTPUT is wanted
lookup users id as user_id name
--
error 27: found "name", expected OUTPUT and columns of the table
