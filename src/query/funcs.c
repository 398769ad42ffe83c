/*
 * The functions: one row each.  They stand in func_*.c.
 */
#include <math.h>

#include "query/func.h"
#include "query/tables.h"

#define WORD(name, syntax, help, example) \
	.word = { name, WORD_FUNCTION, syntax, help, example }
#define ARGS(min, max) .args_min = min, .args_max = max
#define ANY FUNCTION_ARGS_MAX

static const struct function functions[] = {
	/* ---- presence, choice ---- */
	{ WORD("ispresent", "ispresent(field)",
	      "1 if the event has the field; null is not there, \"\" is",
	      "filter ispresent(errorCode)"),
	    ARGS(1, 1), .tests = true, .field = true, .documents = true,
	    .call = call_ispresent },
	{ WORD("isempty", "isempty(x)", "1 if x is missing or \"\"",
	      "filter isempty(errorMessage)"),
	    ARGS(1, 1), .tests = true, .documents = true,
	    .call = call_isempty },
	{ WORD("isblank", "isblank(x)",
	      "1 if x is missing, \"\" or only blanks",
	      "filter isblank(userAgent)"),
	    ARGS(1, 1), .tests = true, .documents = true,
	    .call = call_isblank },
	{ WORD("coalesce", "coalesce(a, b, ...)",
	      "the first that is not missing",
	      "fields coalesce(errorCode, \"ok\") as outcome"),
	    ARGS(1, ANY), .documents = true, .call = call_coalesce },
	{ WORD("if", "if(condition, a, b)", "a where it holds, else b",
	      "stats count(*) by if(readOnly, \"reads\", \"writes\") as kind"),
	    ARGS(3, 3), .documents = true, .call = call_if },
	{ WORD("case", "case(condition, a, condition, b, ..., else)",
	      "the value behind the first condition that holds",
	      "fields case(eventName like /^Delete/, \"delete\", readOnly, "
	      "\"read\", \"other\") as kind"),
	    ARGS(2, 21), .documents = true, .call = call_case },
	{ WORD("isNumeric", "isNumeric(x)", "1 if x reads as a number",
	      "filter isNumeric(requestParameters.maxResults)"),
	    ARGS(1, 1), .tests = true, .call = call_isnumeric },
	{ WORD("messageSize", "messageSize(@message)", "length in bytes",
	      "stats max(messageSize(@message)) as longest"),
	    ARGS(1, 1), .call = call_messagesize },

	/* ---- numbers ---- */
	{ WORD("abs", "abs(n)", "without its sign", "fields abs(3 - 5) as n"),
	    ARGS(1, 1), .number = fabs },
	{ WORD("ceil", "ceil(n)", "the next whole number above",
	      "fields ceil(strlen(eventName) / 2) as n"),
	    ARGS(1, 1), .number = ceil },
	{ WORD("floor", "floor(n)", "the next whole number below",
	      "fields floor(strlen(eventName) / 2) as n"),
	    ARGS(1, 1), .number = floor },
	{ WORD("round", "round(n), round(n, decimals)",
	      "to the nearest; halves away from zero",
	      "stats round(avg(strlen(eventName)), 1) as mean"),
	    ARGS(1, 2), .call = call_round },
	{ WORD("sqrt", "sqrt(n)", "square root; missing below 0",
	      "fields sqrt(2) as n"),
	    ARGS(1, 1), .number = sqrt },
	{ WORD("log", "log(n)", "natural logarithm; missing below or at 0",
	      "fields log(10) as n"),
	    ARGS(1, 1), .number = log },
	{ WORD("greatest", "greatest(a, b, ...)",
	      "the greatest number; missing ones do not count",
	      "fields greatest(strlen(eventName), 20) as n"),
	    ARGS(1, ANY), .call = call_greatest },
	{ WORD("least", "least(a, b, ...)",
	      "the least number; missing ones do not count",
	      "fields least(strlen(eventName), 20) as n"),
	    ARGS(1, ANY), .call = call_least },
	{ WORD("haversine", "haversine(lat1, lon1, lat2, lon2)",
	      "distance on the earth in kilometres, of degrees",
	      "fields haversine(52.5, 13.4, 48.1, 11.6) as km"),
	    ARGS(4, 4), .call = call_haversine },
	{ WORD("toNumber", "toNumber(x)", "missing if it is none",
	      "fields toNumber(\"007\") as n"),
	    .other = "todouble", ARGS(1, 1), .call = call_tonumber },
	{ WORD("toInt", "toInt(x)", "whole number of 32 bits, cut off",
	      "fields toInt(7.9) as n"),
	    ARGS(1, 1), .call = call_toint },
	{ WORD("toLong", "toLong(x)", "whole number of 64 bits, cut off",
	      "fields toLong(7.9) as n"),
	    ARGS(1, 1), .call = call_tolong },

	/* ---- texts ---- */
	{ WORD("concat", "concat(a, b, ...)",
	      "one text; what is missing adds nothing",
	      "fields concat(eventSource, \":\", eventName) as call"),
	    ARGS(1, ANY), .call = call_concat },
	{ WORD("strlen", "strlen(x)", "length in characters",
	      "filter strlen(userAgent) > 200"),
	    ARGS(1, 1), .call = call_strlen },
	{ WORD("toupper", "toupper(x)", "A-Z for a-z",
	      "fields toupper(awsRegion) as region"),
	    ARGS(1, 1), .call = call_toupper },
	{ WORD("tolower", "tolower(x)", "a-z for A-Z",
	      "stats count(*) by tolower(eventName)"),
	    ARGS(1, 1), .call = call_tolower },
	{ WORD("substr", "substr(x, start), substr(x, start, length)",
	      "part of a text; the first character is 0",
	      "stats count(*) by substr(eventTime, 0, 13) as hour"),
	    ARGS(2, 3), .call = call_substr },
	{ WORD("replace", "replace(x, find, with)", "all places, as it stands",
	      "fields replace(eventSource, \".amazonaws.com\", \"\") as "
	      "service"),
	    ARGS(3, 3), .call = call_replace },
	{ WORD("strcontains", "strcontains(x, find), strcontains(x, find, "
	                      "true)",
	      "1 if found; true ignores case",
	      "stats sum(strcontains(userAgent, \"boto\", true)) as boto"),
	    ARGS(2, 3), .tests = true, .call = call_strcontains },
	{ WORD("startsWith", "startsWith(x, start)", "1 if it begins with it",
	      "filter startsWith(eventName, \"Create\")"),
	    ARGS(2, 2), .tests = true, .call = call_startswith },
	{ WORD("endsWith", "endsWith(x, end)", "1 if it ends with it",
	      "filter endsWith(eventName, \"Policy\")"),
	    ARGS(2, 2), .tests = true, .call = call_endswith },
	{ WORD("trim", "trim(x), trim(x, characters)",
	      "without blanks, or these characters, at both ends",
	      "fields trim(userAgent, \"[]\") as agent"),
	    ARGS(1, 2), .call = call_trim },
	{ WORD("pattern", "pattern(x)",
	      "what the text shares with its kind: numbers, ids, times ... are "
	      "replaced by what they are, as the command pattern does",
	      "filter pattern(errorMessage) like \"<arn>\""),
	    ARGS(1, 1), .call = call_pattern },
	{ WORD("ltrim", "ltrim(x), ltrim(x, characters)",
	      "the same at the start", "fields ltrim(\"007\", \"0\") as n"),
	    ARGS(1, 2), .call = call_ltrim },
	{ WORD("rtrim", "rtrim(x), rtrim(x, characters)",
	      "the same at the end", "fields rtrim(\"a..\", \".\") as x"),
	    ARGS(1, 2), .call = call_rtrim },

	{ WORD("regexReplace", "regexReplace(x, /pattern/, with)",
	      "all matches replaced; \\\\1 or $1 is a group",
	      "fields regexReplace(sourceIPAddress, /[0-9]+$/, \"x\") as net"),
	    ARGS(3, 3), .pattern = 2, .call = call_regexreplace },
	{ WORD("split", "split(x, delimiter)",
	      "a list of the parts; split(x, \",\")[0] is the first",
	      "stats count(*) by split(eventSource, \".\")[0] as service"),
	    ARGS(2, 2), .makes_documents = true, .call = call_split },

	/* ---- documents ---- */
	{ WORD("jsonParse", "jsonParse(x), jsonParse(x).name[0]",
	      "the object or list that a text is; missing if it is none",
	      "fields jsonParse(requestParameters.policyDocument)"
	      ".Statement[0].Effect as effect"),
	    ARGS(1, 1), .documents = true, .makes_documents = true,
	    .call = call_jsonparse },
	{ WORD("jsonPath", "jsonPath(x, \"name.0\")",
	      "a part of a document; written behind a call as .name[0]",
	      "fields jsonPath(requestParameters.policyDocument, "
	      "\"Statement.0.Action\") as action"),
	    ARGS(2, 2), .documents = true, .makes_documents = true,
	    .call = call_jsonpath },
	{ WORD("jsonStringify", "jsonStringify(x)",
	      "an object, a list or a value as JSON text",
	      "fields jsonStringify(jsonParse(@message).userIdentity) as who"),
	    ARGS(1, 1), .documents = true, .call = call_jsonstringify },
	{ WORD("jsonArraySize", "jsonArraySize(x)",
	      "how many members a list has; missing if it is none",
	      "fields jsonArraySize(jsonParse(requestParameters."
	      "policyDocument).Statement) as n"),
	    ARGS(1, 1), .documents = true, .call = call_jsonarraysize },
	{ WORD("jsonArrayContains", "jsonArrayContains(x, value)",
	      "1 if the list has such a member",
	      "filter jsonArrayContains(split(eventSource, \".\"), \"iam\")"),
	    ARGS(2, 2), .tests = true, .documents = true,
	    .call = call_jsonarraycontains },

	/* ---- addresses ---- */
	{ WORD("isValidIp", "isValidIp(x)",
	      "1 if x is an address, IPv4 or IPv6",
	      "filter not isValidIp(sourceIPAddress)"),
	    ARGS(1, 1), .tests = true, .call = call_isvalidip },
	{ WORD("isValidIpV4", "isValidIpV4(x)", "1 if x is an IPv4 address",
	      "filter isValidIpV4(sourceIPAddress)"),
	    ARGS(1, 1), .tests = true, .call = call_isvalidipv4 },
	{ WORD("isValidIpV6", "isValidIpV6(x)", "1 if x is an IPv6 address",
	      "stats count(*) by isValidIpV6(sourceIPAddress) as v6"),
	    ARGS(1, 1), .tests = true, .call = call_isvalidipv6 },
	{ WORD("isIpInSubnet", "isIpInSubnet(x, \"network/length\")",
	      "1 if the address lies in it",
	      "filter isIpInSubnet(sourceIPAddress, \"10.0.0.0/8\")"),
	    ARGS(2, 2), .tests = true, .call = call_isipinsubnet },
	{ WORD("isIpv4InSubnet", "isIpv4InSubnet(x, \"network/length\")",
	      "1 if the IPv4 address lies in it",
	      "filter isIpv4InSubnet(sourceIPAddress, \"10.0.0.0/8\")"),
	    ARGS(2, 2), .tests = true, .call = call_isipv4insubnet },
	{ WORD("isIpv6InSubnet", "isIpv6InSubnet(x, \"network/length\")",
	      "1 if the IPv6 address lies in it",
	      "stats sum(isIpv6InSubnet(sourceIPAddress, \"2001:db8::/32\")) "
	      "as n"),
	    ARGS(2, 2), .tests = true, .call = call_isipv6insubnet },
	{ WORD("isPrivateIP", "isPrivateIP(x)",
	      "1 if the address is of a private network",
	      "stats count(*) by isPrivateIP(sourceIPAddress) as private"),
	    ARGS(1, 1), .tests = true, .call = call_isprivateip },
	{ WORD("isPublicIP", "isPublicIP(x)",
	      "1 if the address is neither private nor reserved",
	      "stats count(*) by isPublicIP(sourceIPAddress) as public"),
	    ARGS(1, 1), .tests = true, .call = call_ispublicip },
	{ WORD("isReservedIP", "isReservedIP(x)",
	      "1 if the address is set apart: loopback, link, documentation",
	      "filter isReservedIP(sourceIPAddress)"),
	    ARGS(1, 1), .tests = true, .call = call_isreservedip },
	{ WORD("ipv4ToNumber", "ipv4ToNumber(x)", "the address as a number",
	      "sort ipv4ToNumber(sourceIPAddress)"),
	    ARGS(1, 1), .call = call_ipv4tonumber },

	/* ---- encodings ---- */
	{ WORD("base64encode", "base64encode(x)", "in base 64",
	      "fields base64encode(userAgent) as code"),
	    ARGS(1, 1), .call = call_base64encode },
	{ WORD("base64decode", "base64decode(x)",
	      "out of base 64; missing if it is none",
	      "fields base64decode(requestParameters.userData) as script"),
	    ARGS(1, 1), .call = call_base64decode },
	{ WORD("urlencode", "urlencode(x)", "unusual bytes as %20",
	      "fields urlencode(requestParameters.key) as key"),
	    ARGS(1, 1), .call = call_urlencode },
	{ WORD("urldecode", "urldecode(x)", "%20 as a byte; + stays",
	      "fields urldecode(requestParameters.policyDocument) as policy"),
	    ARGS(1, 1), .call = call_urldecode },
	{ WORD("hexToAscii", "hexToAscii(x)", "bytes of hexadecimal digits",
	      "fields hexToAscii(\"48656c6c6f\") as x"),
	    ARGS(1, 1), .call = call_hextoascii },
	{ WORD("hexToDec", "hexToDec(x)", "number of hexadecimal digits",
	      "fields hexToDec(\"0xff\") as n"),
	    ARGS(1, 1), .call = call_hextodec },
	{ WORD("decToHex", "decToHex(n)", "as 0xff; fractions cut off",
	      "fields decToHex(255) as x"),
	    ARGS(1, 1), .call = call_dectohex },

	{ WORD("md5", "md5(x)", "MD5 in hexadecimal digits",
	      "fields md5(userIdentity.accessKeyId) as key"),
	    ARGS(1, 1), .call = call_md5 },
	{ WORD("sha256", "sha256(x)", "SHA-256 in hexadecimal digits",
	      "fields sha256(userIdentity.accessKeyId) as key"),
	    ARGS(1, 1), .call = call_sha256 },

	/* ---- times ---- */
	{ WORD("bin", "bin(5m), bin()",
	      "@timestamp down to a whole period; without one a fitting one "
	      "is chosen; AWS reads 300s as 60s, this does not",
	      "stats count(*) by bin(5m)"),
	    ARGS(2, 2), .period = 2, .on_timestamp = true, .bucket = true,
	    .call = call_datefloor },
	{ WORD("datefloor", "datefloor(time, 5m)",
	      "down to a whole period, UTC; weeks begin on Monday",
	      "stats count(*) by datefloor(@timestamp, 1h)"),
	    ARGS(2, 2), .period = 2, .bucket = true, .call = call_datefloor },
	{ WORD("dateceil", "dateceil(time, 5m)",
	      "up to a whole period; unchanged at its border",
	      "stats count(*) by dateceil(@timestamp, 1h)"),
	    ARGS(2, 2), .period = 2, .bucket = true, .call = call_dateceil },
	{ WORD("fromMillis", "fromMillis(n)",
	      "time of milliseconds since 1970",
	      "fields fromMillis(1642195111000) as t"),
	    ARGS(1, 1), .call = call_frommillis },
	{ WORD("toMillis", "toMillis(time)", "milliseconds since 1970",
	      "filter toMillis(@timestamp) >= queryEndTime() - 7200000"),
	    ARGS(1, 1), .call = call_tomillis },
	{ WORD("parseDate", "parseDate(x, \"yyyy-MM-dd\"), parseDate(x, "
	                    "pattern, \"zone\")",
	      "milliseconds since 1970 of a text, by a pattern of Java's "
	      "DateTimeFormatter; UTC without a zone",
	      "fields parseDate(eventTime, \"yyyy-MM-dd'T'HH:mm:ssX\") as t"),
	    ARGS(2, 3), .call = call_parsedate },
	{ WORD("formatDate", "formatDate(time, \"%Y-%m-%d\"), formatDate(time, "
	                     "pattern, \"zone\")",
	      "a time by a pattern of strftime; UTC without a zone",
	      "stats count(*) by formatDate(@timestamp, \"%a %H\", "
	      "\"Europe/Berlin\") as hour"),
	    .other = "strftime", ARGS(2, 3), .call = call_formatdate },
	{ WORD("now", "now()", "seconds since 1970 when the query began",
	      "fields now() as n"),
	    ARGS(0, 0), .call = call_now },
	{ WORD("queryStartTime", "queryStartTime()",
	      "start of the range in milliseconds since 1970",
	      "fields queryStartTime() as t"),
	    ARGS(0, 0), .call = call_querystarttime },
	{ WORD("queryEndTime", "queryEndTime()",
	      "end of the range in milliseconds since 1970",
	      "fields queryEndTime() as t"),
	    ARGS(0, 0), .call = call_queryendtime },
	{ WORD("queryTimeRange", "queryTimeRange()",
	      "length of the range in milliseconds",
	      "stats count(*) * 1000 / queryTimeRange() as per_second"),
	    ARGS(0, 0), .call = call_querytimerange },
};

#define FUNCTIONS (sizeof(functions) / sizeof(functions[0]))

/* Case folded, underscores dropped. */
static bool
same_word(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.n && a.p[i] == '_')
			i++;
		while (j < b.n && b.p[j] == '_')
			j++;
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n;
		if (!str_equal_fold((struct str){ a.p + i++, 1 },
		        (struct str){ b.p + j++, 1 }))
			return false;
	}
}

bool
word_matches(struct str name, const char *own, const char *other)
{
	struct str rest = str_of(other ? other : "");

	if (same_word(name, str_of(own)))
		return true;
	while (rest.n) {
		size_t n = str_index(rest, ' ');

		if (same_word(name, str_head(rest, n)))
			return true;
		rest = str_from(rest, n < rest.n ? n + 1 : n);
	}
	return false;
}

const struct function *
function_at(size_t i)
{
	return i < FUNCTIONS ? &functions[i] : NULL;
}

const struct function *
function_find(struct str name)
{
	for (size_t i = 0; i < FUNCTIONS; i++)
		if (word_matches(name, functions[i].word.name,
		        functions[i].other))
			return &functions[i];
	return NULL;
}
