/*
 * How values are written.  The expected texts are those of the screens'
 * mock-ups, and of their rules.
 */
#include <locale.h>
#include "tap.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"

static struct buf out;

static bool
gave(const char *want)
{
	bool same = str_equal(buf_str(&out), str_of(want));

	if (!same)
		printf("# got  \"%.*s\"\n# want \"%s\"\n",
		    STR_ARG(buf_str(&out)), want);
	buf_reset(&out);
	return same;
}

static bool
who_is(const char *who, const char *account, const char *recipient, int width,
    const char *want)
{
	struct cell_caller c = { str_of(who), str_of(account),
		str_of(recipient) };

	cell_who(&c, width, &out);
	return gave(want);
}

static bool
what_is(const char *what, int width, const char *want)
{
	cell_what(str_of(what), width, &out);
	return gave(want);
}

static bool
result_is(const char *result, int width, const char *want)
{
	cell_result(str_of(result), width, &out);
	return gave(want);
}

static void
who(void)
{
	const char *rds = "123837392027/AWSServiceRoleForRDS/"
	                  "AmazonRDS-ENI-Management";

	ok(who_is("123837392027/bert-jan", "", "", 16, "bert-jan"),
	    "a user is its name");
	ok(who_is("bert-jan", "", "", 8, "bert-jan"), "a name that just fits");
	ok(who_is(rds, "", "", 16, "AWSSe\u2026rRDS/\u2026ment"),
	    "the session shrinks to its last 4, then the role in the middle");
	ok(who_is(rds, "", "", 18, "AWSSer\u2026orRDS/\u2026ment"),
	    "a wider column gives the role more");
	ok(who_is("1/stratus-red-team-gfjyeaypjt", "", "", 200,
	       "1/stratus-red-team-gfjyeaypjt"),
	    "only twelve digits are an account");
	ok(who_is("123837392027/stratus-red-team-nmfalu-gfjyeaypjt", "", "",
	       18, "stratus-r\u2026jyeaypjt"),
	    "a long user name is cut in the middle");
	ok(who_is("123837392027/role/session-name", "", "", 12,
	       "role/\u2026n-name"),
	    "the session keeps what has room");
	ok(who_is("aws:ec2", "", "", 16, "aws:ec2"), "a service");
	ok(who_is("", "", "", 16, "-"), "nothing is a dash");
	ok(who_is("123837392027/AWSReservedSSO_Admin_0123456789abcdef/"
	          "alice@example.com",
	       "", "", 60, "alice@example.com (sso Admin)"),
	    "an Identity Center session");
	ok(who_is("123837392027/saml/alice", "", "", 60, "alice (saml)"),
	    "a SAML user");
	ok(who_is("123837392027", "123837392027", "222222222222", 60,
	       "123837392027"),
	    "another account, of which no more is known");
	ok(who_is("111111111111/bob", "111111111111", "222222222222", 40,
	       "bob@111111111111"),
	    "a caller of another account carries it");
	ok(who_is("111111111111/bob", "111111111111", "111111111111", 40,
	       "bob"),
	    "a caller of the own account does not");
	ok(who_is("a\x1b[31mb", "", "", 40, "a\\x1b[31mb"),
	    "an escape is made visible");
}

static void
what(void)
{
	ok(what_is("ec2:DeleteNetworkInterface", 25,
	       "ec2:DeleteNetw\u2026kInterface"),
	    "the action is cut in the middle");
	ok(what_is("health:DescribeEventAggregates", 25,
	       "health:DescribeE\u2026gregates"),
	    "a service of up to 8 letters stays");
	ok(what_is("s3:GetBucketPublicAccessBlock", 25,
	       "s3:GetBucketPu\u2026ccessBlock"),
	    "s3 as in the list");
	ok(what_is("s3:GetBucketPolicyStatus", 25, "s3:GetBucketPolicyStatus"),
	    "what fits stays");
	ok(what_is("iam:CreateLoginProfile", 18, "iam:CreateL\u2026rofile"),
	    "narrow as at 40 columns");
	ok(what_is("rds:ModifyDBSnapshotAttribute", 27,
	       "rds:ModifyDBSna\u2026otAttribute"),
	    "wide as at 140 columns");
	ok(what_is("elasticloadbalancing:DescribeLoadBalancers", 25,
	       "elasti\u2026:Describe\u2026alancers"),
	    "a service over 8 letters shrinks to 6 first");
	ok(what_is("secretsmanager:GetSecretValue", 25,
	       "secret\u2026:GetSecretValue"),
	    "which may be enough");
	ok(what_is("elasticloadbalancing:DescribeLoadBalancers", 5,
	       "el\u2026rs"),
	    "a width for nothing else is cut in the middle");
	ok(what_is("", 25, ""), "no action is blank");
	ok(what_is("noservice", 5, "no\u2026ce"), "no colon");
}

static void
from(void)
{
	cell_from(STR("rds.amazonaws.com"), 13, &out);
	ok(gave("aws:rds"), "a service host");
	cell_from(STR("AWS Internal"), 13, &out);
	ok(gave("AWS Internal"), "AWS Internal as it is");
	cell_from(STR("2001:0db8:0000:0000:0000:ff00:0042:8329"), 13, &out);
	ok(gave("2001:0\u20262:8329"), "a long address, cut in the middle");
	cell_from(STR(".amazonaws.com"), 40, &out);
	ok(gave(".amazonaws.com"), "a host without a service");
}

static void
result(void)
{
	ok(result_is("ok", 12, ""), "success is blank");
	ok(result_is("-", 12, "-"), "a log without results is a dash");
	ok(result_is("NoSuchPublicAccessBlockConfiguration", 12,
	       "NoSuchPubli\u2026"),
	    "a code is cut at its end");
	ok(result_is("InvalidParameterValueException", 14,
	       "InvalidParame\u2026"),
	    "Exception is left out, then it is cut");
	ok(result_is("Client.UnauthorizedOperation", 30,
	       "UnauthorizedOperation"),
	    "without Client.");
	ok(result_is("Server.InternalError", 30, "Internal"),
	    "without Server. and Error");
	ok(result_is("ThrottlingException", 12, "Throttling"),
	    "without Exception");
	ok(result_is("Exception", 12, "Exception"),
	    "a code that is only a suffix stays");
	ok(result_is("AccessDenied", 1, "x"), "one column: x");
	ok(result_is("ok", 1, ""), "one column, success: blank");
	ok(result_failed(STR("Failure")) && !result_failed(STR("ok")) &&
	        !result_failed(STR("-")) && !result_failed(STR("")),
	    "failed is neither ok nor -");
}

static void
text(void)
{
	cell_text(STR("a\tb\nc"), 20, &out);
	ok(gave("a\\tb\\nc"), "white space is visible");
	cell_text(STR("\xff\xfe"), 20, &out);
	ok(gave("\\xff\\xfe"), "bytes that are no UTF-8 are visible");
	cell_text(STR("abcdef"), 4, &out);
	ok(gave("abc\u2026"), "text is cut at its end");
	cell_text(STR("abcdef"), 0, &out);
	ok(gave(""), "no room, no text");
	cell_text(STR("\u00e4\u00f6\u00fc\u00df"), 4, &out);
	ok(gave("\u00e4\u00f6\u00fc\u00df"), "columns are counted, not bytes");
	cut_middle(STR("\u65e5\u672c\u8a9e\u65e5\u672c"), 6, &out);
	ok(text_width(buf_str(&out)) <= 6, "wide characters are not split");
	buf_reset(&out);
	cut_start(STR("abcdef"), 4, &out);
	ok(gave("\u2026def"), "a path is cut at its start");
	cut_middle(STR("elasticloadbalancing:DescribeLoadBalancers"), 27, &out);
	ok(gave("elasticloadba\u2026LoadBalancers"), "the middle of a name");
}

/* A cell is as wide as the column at most, whatever is in it. */
static void
widths(void)
{
	static const char *const values[] = { "", "a", "a/b", "a:b",
		"role/session/more", "x:yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
		"/", ":", "averylongservicename:a", "\x1b\x1b\x1b\x1b",
		"\u65e5\u672c\u8a9e/\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e",
		"AWSReservedSSO_x/y", "\xe2\x80\xae\xe2\x80\xae" };
	bool narrow = true;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		for (int width = 0; width < 30; width++) {
			struct str v = str_of(values[i]);
			struct cell_caller c = { .who = v };

			cell_who(&c, width, &out);
			narrow &= text_width(buf_str(&out)) <= (size_t)width;
			buf_reset(&out);
			cell_what(v, width, &out);
			narrow &= text_width(buf_str(&out)) <= (size_t)width;
			buf_reset(&out);
			cell_from(v, width, &out);
			narrow &= text_width(buf_str(&out)) <= (size_t)width;
			buf_reset(&out);
			cell_result(v, width, &out);
			narrow &= text_width(buf_str(&out)) <= (size_t)width;
			buf_reset(&out);
		}
	ok(narrow, "no cell is wider than its column");
}

static void
numbers(void)
{
	count_print(2900, &out);
	ok(gave("2,900"), "a thousand has a comma");
	count_print(0, &out);
	ok(gave("0"), "zero");
	count_print(UINT64_MAX, &out);
	ok(gave("18,446,744,073,709,551,615"), "the largest number");
	count_print_short(9999, &out);
	ok(gave("9,999"), "short, one that is short");
	count_print_short(17799, &out);
	ok(gave("17.7k"), "short, thousands");
	count_print_short(999999, &out);
	ok(gave("999k"), "short, it is cut down");
	count_print_short(1234567, &out);
	ok(gave("1.2M"), "short, millions");
	count_print_short(UINT64_MAX, &out);
	ok(gave("18.4E"), "short, the largest");
	count_of(1, "event", &out);
	ok(gave("1 event"), "one event");
	count_of(0, "event", &out);
	ok(gave("0 events"), "no events");
	share_print(102, 300, &out);
	ok(gave("34 %"), "a share");
	share_print(249, 2900, &out);
	ok(gave("8.6 %"), "a share below 10");
	share_print(1, 1000000, &out);
	ok(gave("<0.1 %"), "a tiny share");
	share_print(1, 0, &out);
	ok(gave("0 %"), "a share of nothing");
	size_print(419328, &out);
	ok(gave("419 kB"), "kilobytes");
	size_print(3660956, &out);
	ok(gave("3.7 MB"), "megabytes");
	size_print(999, &out);
	ok(gave("999 B"), "bytes");
	size_print(999999, &out);
	ok(gave("1.0 MB"), "rounding takes the next unit");
}

static void
times(void)
{
	int64_t first = 0, last = 0, next = 0;

	ok(time_parse(STR("2023-07-10T11:42:18Z"), &first) &&
	        time_parse(STR("2023-07-10T12:37:50Z"), &last) &&
	        time_parse(STR("2023-07-11T00:00:00Z"), &next),
	    "times of the mock-ups");
	range_print(first, last, 0, 0, RANGE_DAY, &out);
	ok(gave("2023-07-10 11:42\u201312:38"), "a range of one day");
	range_print(first, last, 0, 0, 0, &out);
	ok(gave("11:42\u201312:38"), "without the day");
	range_print(first, next, 0, 0, 0, &out);
	ok(gave("2023-07-10 11:42\u20132023-07-11 00:00"),
	    "the day stands there when it differs");
	range_print(first, last, 0, 0, RANGE_SECONDS, &out);
	ok(gave("11:42:18\u201312:37:50"), "to the second");
	range_print(TIME_NONE, last, 0, 0, 0, &out);
	ok(gave(""), "no time, no range");
	cell_time(first, 0, false, &out);
	ok(gave("11:42:18"), "a time");
	cell_time(first, 7200, true, &out);
	ok(gave("13:42:18.000"), "in another zone, with its fraction");
	cell_time(TIME_NONE, 0, false, &out);
	ok(gave("-"), "no time");
	cell_weekday(first, 0, &out);
	ok(gave("Mon 2023-07-10"), "the day of the week");
	cell_weekday(-1, 0, &out);
	ok(gave("Wed 1969-12-31"), "a day before 1970");
	cell_day(last, 12 * 3600, &out);
	ok(gave("2023-07-11"), "the zone moves the day");
}

int
main(void)
{
	setlocale(LC_ALL, "");
	who();
	what();
	from();
	result();
	text();
	widths();
	numbers();
	times();
	buf_free(&out);
	return done_testing();
}
