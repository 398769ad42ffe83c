== data
{"eventTime":"2023-07-10T12:00:00Z","i":1}
{"eventTime":"2023-07-10T12:01:00Z","i":2}

== a log by its name
SOURCE 'logs' | stats count(*)
--
count(*)
2
matched 2 failed 0
== by its file, with a star, in any case of the word, without the bar
source "rec*.json"
stats count(*)
--
count(*)
2
== nothing has that name: all is looked at, and that is said
SOURCE '/aws/lambda/x' | fields i | sort i
--
i
1
2
notice 0: SOURCE: no event in the range is of /aws/lambda/x, so all are looked at; there are: logs
== several add up, as dashboards write them
SOURCE 'a' | SOURCE 'logs' | fields i | sort i
--
i
1
2
== all groups
SOURCE logGroups() | fields i | sort i
--
i
1
2
== groups by prefix
SOURCE logGroups(namePrefix: ['lo', 'x']) | fields i | sort i | limit 1
--
i
1
== accounts and classes are not known
SOURCE logGroups(accountIdentifiers:['111122223333'], class: ['STANDARD']) | fields i | sort i | limit 1
--
i
1
notice 0: SOURCE: accounts, classes and data sources are not known here, and are passed over
== data sources neither
SOURCE dataSource(['amazon_vpc.flow']) logGroups(namePrefix: ['logs']) | fields i | sort i | limit 1
--
i
1
notice 0: SOURCE: accounts, classes and data sources are not known here, and are passed over
== a range of time neither
SOURCE logs start=-1d end=now | stats count(*)
--
count(*)
2
notice 0: SOURCE: start and end are passed over; the range of time is chosen outside of the query
== filters may stand before it
filter i = 2 | SOURCE 'logs' | fields i
--
i
2
== it stands first
fields i | SOURCE 'logs'
--
error 11: SOURCE stands before all other commands but filters
== a call that is not closed, as one of AWS's samples has it
SOURCE logGroups(accountIdentifiers:['111122223333'], namePrefix: ['namePrefix1', 'namePrefix2']
--
error 96: found the end of the query, expected namePrefix: ['a'], another option or ")"
