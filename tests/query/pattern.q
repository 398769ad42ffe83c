% Masks by hand; counts and ratios by python3.
== data
{"eventTime":"2023-07-10T12:00:00Z","i":1,"m":"User: arn:aws:iam::123456789012:user/al is not authorized","errorMessage":"x"}
{"eventTime":"2023-07-10T12:01:00Z","i":2,"m":"User: arn:aws:iam::123456789012:role/r+q/s-1 is not authorized"}
{"eventTime":"2023-07-10T12:02:00Z","i":3,"m":"The routeTable ID 'rtb-0a1b2c3d' does not exist"}
{"eventTime":"2023-07-10T12:03:00Z","i":4,"m":"The routeTable ID 'rtb-0123456789abcdef0' does not exist"}
{"eventTime":"2023-07-10T12:04:00Z","i":5,"m":"User: arn:aws:sts::1:assumed-role/a/b is not authorized"}
{"eventTime":"2023-07-10T12:05:00Z","i":6,"m":"2023-01-01 19:00:01 [ERROR] took 327 ms from 192.0.2.7:443 and 2001:db8::1, warning"}
{"eventTime":"2023-07-10T12:06:00Z","i":7,"m":"2023-01-01T19:00:02.123Z [ERROR] took 1.5 ms from 198.51.100.9:80 and ::1, warning"}
{"eventTime":"2023-07-10T12:07:00Z","i":8,"m":"Warn: key AKIAIOSFODNN7EXAMPLE of al.b@example.com, 550e8400-e29b-41d4-a716-446655440000, see https://example.com/a?b=1."}
{"eventTime":"2023-07-10T12:08:00Z","i":9,"m":"us-east-1 t2.micro v1 step2 0xdeadbeef terraform-20230710 EncodedPart: -YB0t018A8td4dK1XH0k1Qju1rMUd3Ls-t7y4w4zZ_a+/b=="}
{"eventTime":"2023-07-10T12:09:00Z","i":10}

== what varies by its kind; events without the text are left out
pattern m
--
@sampleCount | @ratio | @first | @last | @severityLabel | @pattern
3 | 0.3333 | 2023-07-10 12:00:00.000 | 2023-07-10 12:04:00.000 | INFO | User: <arn> is not authorized
2 | 0.2222 | 2023-07-10 12:05:00.000 | 2023-07-10 12:06:00.000 | ERROR | <time> [ERROR] took <number> ms from <ip>:<number> and <ip>, warning
2 | 0.2222 | 2023-07-10 12:02:00.000 | 2023-07-10 12:03:00.000 | INFO | The routeTable ID 'rtb-<id>' does not exist
1 | 0.1111 | 2023-07-10 12:07:00.000 | 2023-07-10 12:07:00.000 | WARN | Warn: key <id> of <email>, <uuid>, see <url>.
1 | 0.1111 | 2023-07-10 12:08:00.000 | 2023-07-10 12:08:00.000 | INFO | us-east-1 t2.micro v1 step2 <hex> terraform-<id> EncodedPart: <token>
matched 9 failed 0
== sorted, as AWS writes it, behind parse
parse m "* is not authorized" as who | pattern who | sort @sampleCount asc | display @pattern, @sampleCount
--
@pattern | @sampleCount
User: <arn> | 3
== filters on its columns
pattern m | filter @sampleCount = 2 and @severityLabel = "INFO" | display @pattern, @ratio
--
@pattern | @ratio
The routeTable ID 'rtb-<id>' does not exist | 0.2222
== of columns of stats
stats count(*) as c by substr(m, 0, 5) as head | pattern head | filter @sampleCount > 1
--
@sampleCount | @ratio | @severityLabel | @pattern
== of nothing
filter i = 10 | pattern m
--
@sampleCount | @ratio | @first | @last | @severityLabel | @pattern
== of the whole record
filter i = 10 | pattern @message | display @pattern
--
@pattern
{"eventTime":"<time>","i":<number>}
== a field is wanted
pattern
--
error 7: found the end of the query, expected a field, a text in quotes, a number, a function or "("
== data
{"eventTime":"2023-06-09T10:00:00Z","k":"june","n":"a"}
{"eventTime":"2023-07-03T10:00:00Z","k":"week","n":"a"}
{"eventTime":"2023-07-03T10:01:00Z","k":"week","n":"b"}
{"eventTime":"2023-07-09T10:00:00Z","k":"day","n":"a"}
{"eventTime":"2023-07-09T10:01:00Z","k":"day","n":"a"}
{"eventTime":"2023-07-09T23:30:00Z","k":"before","n":"c"}
{"eventTime":"2023-07-10T10:00:00Z","k":"now","n":"a"}
{"eventTime":"2023-07-10T10:01:00Z","k":"now","n":"b"}
{"eventTime":"2023-07-10T10:02:00Z","k":"now","n":"b"}

== all times: nothing is earlier
filter k = "now" | pattern n | diff
--
@sampleCount | @difference | @description | @first | @last | @severityLabel | @pattern
2 | 2 | new | 2023-07-10 10:01:00.000 | 2023-07-10 10:02:00.000 | INFO | b
1 | 1 | new | 2023-07-10 10:00:00.000 | 2023-07-10 10:00:00.000 | INFO | a
notice 31: all times are looked at, so that nothing is earlier: choose a range, or previousDay, previousWeek, previousMonth
== the range before, a day, a week, a month, a time earlier
range 2023-07-10 2023-07-11
pattern n | diff | display @pattern, @sampleCount, @difference, @description
--
@pattern | @sampleCount | @difference | @description
b | 2 | 2 | new
a | 1 | -1 | -50 %
c | 0 | -1 | gone
== a day
range 2023-07-10 2023-07-11
pattern n | diff previousDay | display @pattern, @difference, @description
--
@pattern | @difference | @description
b | 2 | new
a | -1 | -50 %
c | -1 | gone
== a week
range 2023-07-10 2023-07-11
pattern n | diff previousWeek | display @pattern, @difference, @description
--
@pattern | @difference | @description
b | 1 | +100 %
a | 0 | unchanged
== a month: the same days of June
range 2023-07-09 2023-07-11
filter n = "a" | pattern n | diff previousMonth | display @pattern, @sampleCount, @difference, @description
--
@pattern | @sampleCount | @difference | @description
a | 3 | 2 | +200 %
== a time
range 2023-07-10 2023-07-11
pattern n | logcompare timeshift 31d | display @pattern, @difference, @description
--
@pattern | @difference | @description
b | 2 | new
a | 0 | unchanged
== without pattern, of @message
range 2023-07-10 2023-07-11
filter k = "now" and n = "b" | diff | display @sampleCount, @difference, @pattern
--
@sampleCount | @difference | @pattern
2 | 2 | {"eventTime":"<time>","k":"now","n":"b"}
== not of groups
stats count(*) as c by n | diff
--
error 27: diff compares patterns: it stands behind pattern x, or where rows are events
== there are these
diff previousYear
--
error 5: found "previousYear", expected previousDay, previousWeek, previousMonth, "|" or the end
== a period is wanted
pattern n | logcompare 7d
--
error 23: found "7d", expected "timeshift": logcompare timeshift 7d
== anomaly stands behind pattern
fields n | anomaly
--
error 11: anomaly looks at patterns over time: it stands right behind pattern x of events
== anomaly: new ones in the last tenth; five in a window are needed for a burst
range 2023-07-10T09:00 2023-07-10T10:05
pattern n | anomaly | display @pattern, @anomaly, @anomalyTime
--
@pattern | @anomaly | @anomalyTime
b | new | 2023-07-10 10:01:00.000
a | new | 2023-07-10 10:00:00.000
notice 12: 2 of 2 patterns are unusual
== data
{"eventTime":"2023-07-10T10:00:00Z","m":"red-team_11a6ef34-e130-4579-a1d3-79c915cee6ec exec/0.17.3"}
{"eventTime":"2023-07-10T10:01:00Z","m":"red-team_561fe49b-e6b4-44da-a587-f2c718eb578a exec/0.17.4"}
{"eventTime":"2023-07-10T10:02:00Z","m":"_11a6ef34-e130-4579-a1d3-79c915cee6ecc"}
== a UUID behind an underscore is one; not with more behind it
pattern m | display @pattern, @sampleCount
--
@pattern | @sampleCount
red-team_<uuid> exec/<number>.<number> | 2
_11a6ef34-e130-<number>-a1d3-<id> | 1
== data
{"eventTime":"2023-07-10T10:00:00Z","m":"at ::1x and ::2g:"}
== what only begins as an address is text
pattern m | display @pattern
--
@pattern
at ::1x and ::2g:
