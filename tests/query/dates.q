% Times to texts and back.  Expected values: python3's datetime and zoneinfo.
== data
{"eventTime":"2023-07-10T12:05:31.250Z","w":"2023-01-01","x":"2024-12-30","y":"2021-01-03","z":"2020-12-31"}

== the letters of strftime
fields formatDate(@timestamp, "%Y-%m-%d %H:%M:%S %y %j %U %W %V %G %u %w %a %A %b %B %p %I %e %D %F %T %R %C %s %Z %z %%") as t
--
t
2023-07-10 12:05:31 23 191 28 28 28 2023 1 1 Mon Monday Jul July PM 12 10 07/10/23 2023-07-10 12:05:31 12:05 20 1688990731 UTC +0000 %
== parts of a second; what is no letter stays
fields formatDate(@timestamp, "%L %f %Q %") as t, strftime(@timestamp, "") as e
--
t | e
250 250000 %Q % | 
== weeks at the turn of the year
fields formatDate(w, "%G-%V %U %W %j") as a, formatDate(x, "%G-%V %U %W %j") as b, formatDate(y, "%G-%V %U %W %j") as c, formatDate(z, "%G-%V %U %W %j") as d
--
a | b | c | d
2022-52 01 00 001 | 2025-01 52 53 365 | 2020-53 01 00 003 | 2020-53 52 52 366
== time zones by name and by offset
fields formatDate(@timestamp, "%F %T %Z %z", "America/New_York") as a, formatDate(@timestamp, "%T %z", "+05:30") as b, formatDate(@timestamp, "%T", "UTC-02:00") as c, formatDate(@timestamp, "%T", "Mars/Olympus") as d, formatDate(@timestamp, "%T", "../../etc/passwd") as f
--
a | b | c | d | f
2023-07-10 08:05:31 EDT -0400 | 17:35:31 +0530 | 10:05:31 | ~ | ~
== summer time begins
fields formatDate(1711846800000, "%H:%M", "Europe/Berlin") as a, formatDate(1711848600000, "%H:%M", "Europe/Berlin") as b
--
a | b
03:00 | 03:30
== a missing time, format or zone
fields formatDate(q, "%F") as a, formatDate(@timestamp, q) as b, formatDate(@timestamp, "%F", q) as c, formatDate("x", "%F") as d
--
a | b | c | d
~ | ~ | ~ | ~
== a text by a pattern
fields parseDate("2024-02-29", "yyyy-MM-dd") as a, parseDate("2024-07-01 12:00 PM", "yyyy-MM-dd hh:mm a", "Europe/Berlin") as b, parseDate("10/Jul/2023:12:05:31", "dd/MMM/yyyy:HH:mm:ss") as c, parseDate("2024-01-15 08:00", "yyyy-MM-dd HH:mm", "America/New_York") as d
--
a | b | c | d
1709164800000 | 1719828000000 | 1688990731000 | 1705323600000
== the example of AWS's page: an offset in the text
fields parseDate("2022-01-14T13:18:31.000-08:00", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX") as a, toMillis("2022-01-14T13:18:31-08:00") as b
--
a | b
1642195111000 | 1642195111000
== other spellings
fields parseDate("20230710120531", "yyyyMMddHHmmss") as a, parseDate("7/1/23", "M/d/yy") as b, parseDate("Monday, July 10 2023", "EEEE, MMMM d yyyy") as c, parseDate("2023-191", "yyyy-DDD") as d, parseDate("12 o'clock 2023", "H 'o''clock' yyyy") as f
--
a | b | c | d | f
1688990731000 | 1688169600000 | 1688947200000 | 1688947200000 | 1672574400000
== parts that may be missing
fields parseDate("2023-07-10", "yyyy-MM-dd[ HH:mm]") as a, parseDate("2023-07-10 12:05", "yyyy-MM-dd[ HH:mm]") as b
--
a | b
1688947200000 | 1688990700000
== an hour that there are two of is the earlier
fields parseDate("2024-10-27 02:30", "yyyy-MM-dd HH:mm", "Europe/Berlin") as a
--
a
1729989000000
== what does not match
fields parseDate("2023-02-30", "yyyy-MM-dd") as a, parseDate("2023-02-03x", "yyyy-MM-dd") as b, parseDate("x", "yyyy") as c, parseDate(q, "yyyy") as d, parseDate("2023", "yyyy", "Nowhere") as f, parseDate("2023-13-01", "yyyy-MM-dd") as g, parseDate("25", "HH") as h
--
a | b | c | d | f | g | h
~ | ~ | ~ | ~ | ~ | ~ | ~
