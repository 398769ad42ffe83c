% Scores by python3: of words sum(abs(p - q)) / 2, missing being one of them;
% of numbers scipy.stats.ks_2samp(a, b).statistic.
== data
{"eventTime":"2023-07-10T12:00:00Z","t":500,"svc":"a","size":1,"ok":true}
{"eventTime":"2023-07-10T12:00:01Z","t":600,"svc":"a","size":2,"ok":true}
{"eventTime":"2023-07-10T12:00:02Z","t":700,"svc":"a","size":9,"ok":true}
{"eventTime":"2023-07-10T12:00:03Z","t":800,"svc":"b","size":8,"ok":true}
{"eventTime":"2023-07-10T12:00:04Z","t":10,"svc":"b","size":8,"ok":true}
{"eventTime":"2023-07-10T12:00:05Z","t":20,"svc":"b","size":9,"ok":true,"x":"y"}
{"eventTime":"2023-07-10T12:00:06Z","t":30,"svc":"c","size":"10","ok":true}
{"eventTime":"2023-07-10T12:00:07Z","t":40,"size":11,"ok":true}

== all fields but those of the condition, the most telling first
filter ispresent(t) | relevantfields where t > 400 | filter @fieldName != "eventTime"
--
@fieldName | @relevanceScore | @topRelevanceContributors | @conditionalMedian | @baselineMedian
svc | 0.75 | a 0 % to 75 % | ~ | ~
size | 0.5 | ~ | 8 | 10
x | 0.25 | (missing) 75 % to 100 % | ~ | ~
== these fields
relevantfields ok, svc where t > 400 | display @fieldName, @relevanceScore
--
@fieldName | @relevanceScore
svc | 0.75
ok | 0
== sorted and cut
relevantfields where t > 400 | sort @relevanceScore asc | limit 1 | display @fieldName
--
@fieldName
x
== a condition that always holds tells nothing
relevantfields where t > 0
--
@fieldName | @relevanceScore | @topRelevanceContributors | @conditionalMedian | @baselineMedian
== of events only
stats count(*) by svc | relevantfields where svc = "a"
--
error 24: relevantfields compares events: it stands before stats and its like
== a condition is wanted
relevantfields svc
--
error 18: found the end of the query, expected fields, or "where" and a condition
