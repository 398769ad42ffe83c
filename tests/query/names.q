% Names that no event has, and other spellings of names.
== data
{"eventTime":"2023-07-10T12:00:00Z","eventName":"Get","userIdentity":{"userName":"al"},"requestParameters":{"userName":"bo","Bucket":"x"},"srcAddr":"10.0.0.1","dstPort":22,"accountId":"1","interfaceId":"eni-1","startTime":5,"logStatus":"OK"}

== another case of letters
fields eventname
--
eventname
~
notice 7: no event has eventname; there is eventName
== a letter too few
stats count(*) by evenName
--
evenName | count(*)
~ | 1
notice 18: no event has evenName; the nearest is eventName
== two letters swapped, in a filter
filter evnetName = "Get" | fields userName
--
userName
notice 7: no event has evnetName; the nearest is eventName
notice 34: no event has userName; there is userIdentity.userName
== the last part of a path in another case
fields bucket
--
bucket
~
notice 7: no event has bucket; there is requestParameters.Bucket
== nothing is near
fields errorCode
--
errorCode
~
== fields of VPC flow logs under the names of the log format and of the console
fields srcaddr, dstport, `account-id`, `interface-id`, start, `log-status` | filter srcaddr = srcAddr
--
srcaddr | dstport | account-id | interface-id | start | log-status
10.0.0.1 | 22 | 1 | eni-1 | 5 | OK
== a hyphen without backticks
fields interface-id
--
interface-id
~
notice 7: read as a difference; the field is written `interface-id`
