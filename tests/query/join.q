% Expected rows by sqlite3, tables api(i, id, status) and db(id, ms, note):
% select ... from api join db on api.id = db.id order by ...
== data
{"eventTime":"2023-07-10T12:00:00Z","kind":"api","i":1,"id":"a","status":500}
{"eventTime":"2023-07-10T12:01:00Z","kind":"api","i":2,"id":"b","status":200}
{"eventTime":"2023-07-10T12:02:00Z","kind":"api","i":3,"id":"c","status":503}
{"eventTime":"2023-07-10T12:03:00Z","kind":"api","i":4,"status":502}
{"eventTime":"2023-07-10T12:04:00Z","kind":"db","id":"a","ms":10,"note":{"x":"p"}}
{"eventTime":"2023-07-10T12:05:00Z","kind":"db","id":"a","ms":20}
{"eventTime":"2023-07-10T12:06:00Z","kind":"db","id":"c","ms":30}
{"eventTime":"2023-07-10T12:07:00Z","kind":"db","ms":40}

== inner: fields of both sides by their prefix
filter kind = "api" | join type=inner left=api right=db
    where api.id = db.id
    (SOURCE 'logs' | filter kind = "db" | sort ms)
| fields api.i, api.id, api.status, db.ms, db.note.x
| sort api.i desc, db.ms
--
api.i | api.id | api.status | db.ms | db.note.x
3 | c | 503 | 30 | ~
1 | a | 500 | 10 | p
1 | a | 500 | 20 | ~
== left: rows that meet none are kept, a missing key meets none
filter kind = "api" | join type=left left=l right=r where l.id = r.id (filter kind = "db") | fields i, r.ms | sort i, r.ms
--
i | r.ms
1 | 10
1 | 20
2 | ~
3 | 30
4 | ~
== a filter on both, with ! as AWS writes it
filter kind = "api" | join type=left left=l right=r where l.id = r.id (filter kind = "db") | filter r.ms > 15 or !ispresent(r.ms) | fields l.i, r.ms | sort l.i
--
l.i | r.ms
1 | 20
2 | ~
3 | 30
4 | ~
== the other way round in the condition, no type, no names
filter kind = "api" | join where right.id = left.id (filter kind = "db" and ms > 15) | fields i, right.ms | sort i
--
i | right.ms
1 | 20
3 | 30
== columns that the query names are shown
filter kind = "api" | fields i | join left=a right=d where a.id = d.id (filter kind = "db" | stats sum(ms) as total, count(*) by id) | sort i
--
i | d.id | d.total | d.count(*)
1 | a | 30 | 2
3 | c | 30 | 1
== two keys
filter kind = "api" | join left=a right=b where a.id = b.id and a.status = b.status (filter status > 500) | fields a.i | sort a.i
--
a.i
3
== groups of what was joined
filter kind = "api" | join left=a right=d where a.id = d.id (filter kind = "db") | stats sum(d.ms) as ms, count(*) as n by a.id as id
--
id | ms | n
a | 30 | 2
c | 30 | 1
== rows of stats can be joined
filter kind = "db" | stats sum(ms) as total by id | join left=t right=a where t.id = a.id (filter kind = "api") | display t.id, total, a.status | sort id
--
t.id | total | a.status
a | 30 | 500
c | 30 | 503
== a name that the query does not have
filter kind = "api" | join left=a right=d where a.id = d.id (stats count(*) as n by id) | fields d.ms
--
error 97: "ms" is no column of the stats before it; there are: id, n
== both sides of the condition
join left=a right=b where a.id = a.id (fields id)
--
error 26: join: expected a field of each side: where a.id = b.id
== names in the condition
join left=a right=b where id = b.id (fields id)
--
error 26: join: found "id", expected a field of a or of b, as in where a.id = b.id
== a condition is wanted
join left=a right=b (fields id)
--
error 20: found "(", expected "where", as in join left=a right=b where a.id = b.id (SOURCE 'x')
== an unknown type
join type=outer left=a right=b where a.id = b.id (fields id)
--
error 10: join: there is no type "outer", but: inner, left
== one only
join left=a right=b where a.id = b.id (fields id) | join left=c right=d where c.id = d.id (fields id)
--
error 52: join: there is one before it already
== columns side by side
filter kind = "api" | fields i | sort i | appendcols (filter kind = "db" | sort ms | fields ms)
--
i | ms
1 | 10
2 | 20
3 | 30
4 | 40
== fewer rows beside more, and a name that is there
filter kind = "api" | fields i, status | sort i | appendcols (filter kind = "db" and ms < 30 | sort ms desc | fields ms as status, ms * 2 as twice)
--
i | status | twice
1 | 500 | 40
2 | 200 | 20
3 | 503 | ~
4 | 502 | ~
== overridden, and rows that have no place
filter kind = "api" and i < 3 | fields i, status | sort i | appendcols override=true (filter kind = "db" | sort ms desc | fields ms as status)
--
i | status
1 | 40
2 | 30
notice 60: appendcols: 2 of 4 rows of the subquery have no place beside a row
== at most so many
filter kind = "api" | fields i | sort i | appendcols max=1 (filter kind = "db" | sort ms | fields ms)
--
i | ms
1 | 10
2 | ~
3 | ~
4 | ~
notice 42: appendcols: 3 of 4 rows of the subquery have no place beside a row (max)
