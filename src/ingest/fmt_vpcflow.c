/*
 * VPC and Transit Gateway flow logs: text with or without a header, and
 * objects with the same fields.  (Amazon VPC User Guide, "Flow log records";
 * Amazon VPC Transit Gateways, "Transit Gateway Flow Log records".)
 *
 * Text has no names: the number of fields tells which they are when all up to
 * a version are there in the order of AWS's table, a header or --vpc-format
 * else.  Fields have the names that Logs Insights discovers, srcAddr for
 * srcaddr; the other spellings are aliases of a query.  A dash is no value.
 *
 * @what  flow:443/tcp: port and protocol that it goes to; flow:NODATA
 * @from  the address that it comes from
 * @result  ok for ACCEPT, REJECT; - where there is no action
 * @resource  the address that it goes to
 */
#include <stdio.h>

#include "ingest/formats.h"
#include "ingest/leaves.h"

/* Names in the order of AWS's table, as the log format has them; those after
 * version 2 in camel case as the first ones. */
static const struct flow_field {
	struct str name;
	struct str field;
	bool number;
} fields[] = {
	{ STR_INIT("version"), STR_INIT("version"), true },
	{ STR_INIT("account-id"), STR_INIT("accountId"), false },
	{ STR_INIT("interface-id"), STR_INIT("interfaceId"), false },
	{ STR_INIT("srcaddr"), STR_INIT("srcAddr"), false },
	{ STR_INIT("dstaddr"), STR_INIT("dstAddr"), false },
	{ STR_INIT("srcport"), STR_INIT("srcPort"), true },
	{ STR_INIT("dstport"), STR_INIT("dstPort"), true },
	{ STR_INIT("protocol"), STR_INIT("protocol"), true },
	{ STR_INIT("packets"), STR_INIT("packets"), true },
	{ STR_INIT("bytes"), STR_INIT("bytes"), true },
	{ STR_INIT("start"), STR_INIT("startTime"), true },
	{ STR_INIT("end"), STR_INIT("endTime"), true },
	{ STR_INIT("action"), STR_INIT("action"), false },
	{ STR_INIT("log-status"), STR_INIT("logStatus"), false },
	{ STR_INIT("vpc-id"), STR_INIT("vpcId"), false },
	{ STR_INIT("subnet-id"), STR_INIT("subnetId"), false },
	{ STR_INIT("instance-id"), STR_INIT("instanceId"), false },
	{ STR_INIT("tcp-flags"), STR_INIT("tcpFlags"), true },
	{ STR_INIT("type"), STR_INIT("type"), false },
	{ STR_INIT("pkt-srcaddr"), STR_INIT("pktSrcAddr"), false },
	{ STR_INIT("pkt-dstaddr"), STR_INIT("pktDstAddr"), false },
	{ STR_INIT("region"), STR_INIT("region"), false },
	{ STR_INIT("az-id"), STR_INIT("azId"), false },
	{ STR_INIT("sublocation-type"), STR_INIT("sublocationType"), false },
	{ STR_INIT("sublocation-id"), STR_INIT("sublocationId"), false },
	{ STR_INIT("pkt-src-aws-service"), STR_INIT("pktSrcAwsService"),
	    false },
	{ STR_INIT("pkt-dst-aws-service"), STR_INIT("pktDstAwsService"),
	    false },
	{ STR_INIT("flow-direction"), STR_INIT("flowDirection"), false },
	{ STR_INIT("traffic-path"), STR_INIT("trafficPath"), true },
	{ STR_INIT("ecs-cluster-arn"), STR_INIT("ecsClusterArn"), false },
	{ STR_INIT("ecs-cluster-name"), STR_INIT("ecsClusterName"), false },
	{ STR_INIT("ecs-container-instance-arn"),
	    STR_INIT("ecsContainerInstanceArn"), false },
	{ STR_INIT("ecs-container-instance-id"),
	    STR_INIT("ecsContainerInstanceId"), false },
	{ STR_INIT("ecs-container-id"), STR_INIT("ecsContainerId"), false },
	{ STR_INIT("ecs-second-container-id"),
	    STR_INIT("ecsSecondContainerId"), false },
	{ STR_INIT("ecs-service-name"), STR_INIT("ecsServiceName"), false },
	{ STR_INIT("ecs-task-definition-arn"),
	    STR_INIT("ecsTaskDefinitionArn"), false },
	{ STR_INIT("ecs-task-arn"), STR_INIT("ecsTaskArn"), false },
	{ STR_INIT("ecs-task-id"), STR_INIT("ecsTaskId"), false },
	{ STR_INIT("reject-reason"), STR_INIT("rejectReason"), false },
	{ STR_INIT("resource-id"), STR_INIT("resourceId"), false },
	{ STR_INIT("encryption-status"), STR_INIT("encryptionStatus"), true },
	{ STR_INIT("instance-tag"), STR_INIT("instanceTag"), false },
	{ STR_INIT("instance-tag-2"), STR_INIT("instanceTag2"), false },
	{ STR_INIT("interface-tag"), STR_INIT("interfaceTag"), false },
	{ STR_INIT("interface-tag-2"), STR_INIT("interfaceTag2"), false },
	{ STR_INIT("asg-tag"), STR_INIT("asgTag"), false },
	{ STR_INIT("asg-tag-2"), STR_INIT("asgTag2"), false },
	{ STR_INIT("interface-type"), STR_INIT("interfaceType"), false },
	{ STR_INIT("next-hop-interface-id"), STR_INIT("nextHopInterfaceId"),
	    false },
	{ STR_INIT("next-hop-subnet-id"), STR_INIT("nextHopSubnetId"),
	    false },
	{ STR_INIT("next-hop-az-id"), STR_INIT("nextHopAzId"), false },
	{ STR_INIT("next-hop-vpc-id"), STR_INIT("nextHopVpcId"), false },
	{ STR_INIT("next-hop-interface-type"),
	    STR_INIT("nextHopInterfaceType"), false },
	/* Of Transit Gateways. */
	{ STR_INIT("resource-type"), STR_INIT("resourceType"), false },
	{ STR_INIT("tgw-id"), STR_INIT("tgwId"), false },
	{ STR_INIT("tgw-attachment-id"), STR_INIT("tgwAttachmentId"), false },
	{ STR_INIT("tgw-src-vpc-account-id"),
	    STR_INIT("tgwSrcVpcAccountId"), false },
	{ STR_INIT("tgw-dst-vpc-account-id"),
	    STR_INIT("tgwDstVpcAccountId"), false },
	{ STR_INIT("tgw-src-vpc-id"), STR_INIT("tgwSrcVpcId"), false },
	{ STR_INIT("tgw-dst-vpc-id"), STR_INIT("tgwDstVpcId"), false },
	{ STR_INIT("tgw-src-subnet-id"), STR_INIT("tgwSrcSubnetId"), false },
	{ STR_INIT("tgw-dst-subnet-id"), STR_INIT("tgwDstSubnetId"), false },
	{ STR_INIT("tgw-src-eni"), STR_INIT("tgwSrcEni"), false },
	{ STR_INIT("tgw-dst-eni"), STR_INIT("tgwDstEni"), false },
	{ STR_INIT("tgw-src-az-id"), STR_INIT("tgwSrcAzId"), false },
	{ STR_INIT("tgw-dst-az-id"), STR_INIT("tgwDstAzId"), false },
	{ STR_INIT("tgw-pair-attachment-id"),
	    STR_INIT("tgwPairAttachmentId"), false },
	{ STR_INIT("packets-lost-no-route"), STR_INIT("packetsLostNoRoute"),
	    true },
	{ STR_INIT("packets-lost-blackhole"),
	    STR_INIT("packetsLostBlackhole"), true },
	{ STR_INIT("packets-lost-mtu-exceeded"),
	    STR_INIT("packetsLostMtuExceeded"), true },
	{ STR_INIT("packets-lost-ttl-expired"),
	    STR_INIT("packetsLostTtlExpired"), true },
};

/* The same in the log format, and in objects. */
static const struct spellings spellings[] = {
	{ { STR_INIT("accountId"), STR_INIT("account-id"),
	    STR_INIT("account_id") } },
	{ { STR_INIT("interfaceId"), STR_INIT("interface-id"),
	    STR_INIT("interface_id") } },
	{ { STR_INIT("srcAddr"), STR_INIT("srcaddr") } },
	{ { STR_INIT("dstAddr"), STR_INIT("dstaddr") } },
	{ { STR_INIT("srcPort"), STR_INIT("srcport") } },
	{ { STR_INIT("dstPort"), STR_INIT("dstport") } },
	{ { STR_INIT("startTime"), STR_INIT("start") } },
	{ { STR_INIT("endTime"), STR_INIT("end") } },
	{ { STR_INIT("logStatus"), STR_INIT("log-status"),
	    STR_INIT("log_status") } },
	{ { STR_INIT("vpcId"), STR_INIT("vpc-id"), STR_INIT("vpc_id") } },
	{ { STR_INIT("subnetId"), STR_INIT("subnet-id"),
	    STR_INIT("subnet_id") } },
	{ { STR_INIT("instanceId"), STR_INIT("instance-id"),
	    STR_INIT("instance_id") } },
	{ { STR_INIT("tcpFlags"), STR_INIT("tcp-flags"),
	    STR_INIT("tcp_flags") } },
	{ { STR_INIT("pktSrcAddr"), STR_INIT("pkt-srcaddr"),
	    STR_INIT("pkt_srcaddr") } },
	{ { STR_INIT("pktDstAddr"), STR_INIT("pkt-dstaddr"),
	    STR_INIT("pkt_dstaddr") } },
	{ { STR_INIT("azId"), STR_INIT("az-id"), STR_INIT("az_id") } },
	{ { STR_INIT("flowDirection"), STR_INIT("flow-direction"),
	    STR_INIT("flow_direction") } },
	{ { STR_INIT("trafficPath"), STR_INIT("traffic-path"),
	    STR_INIT("traffic_path") } },
	{ { STR_INIT("pktSrcAwsService"), STR_INIT("pkt-src-aws-service"),
	    STR_INIT("pkt_src_aws_service") } },
	{ { STR_INIT("pktDstAwsService"), STR_INIT("pkt-dst-aws-service"),
	    STR_INIT("pkt_dst_aws_service") } },
	{ { STR_INIT("ecsClusterName"), STR_INIT("ecs-cluster-name"),
	    STR_INIT("ecs_cluster_name") } },
	{ { STR_INIT("ecsServiceName"), STR_INIT("ecs-service-name"),
	    STR_INIT("ecs_service_name") } },
	{ { STR_INIT("rejectReason"), STR_INIT("reject-reason"),
	    STR_INIT("reject_reason") } },
};

const struct spellings *
format_spellings(size_t *n)
{
	*n = sizeof(spellings) / sizeof(*spellings);
	return spellings;
}

#define N_FIELDS (sizeof(fields) / sizeof(*fields))

/* How many fields there are when all up to a version are there. */
static const uint8_t version_counts[] = { 14, 21, 25, 29, 39, 40, 41, 42,
	54 };

/* The order of a Transit Gateway's record, by rows of fields. */
static const char *const gateway_order =
    "version resource-type account-id tgw-id tgw-attachment-id "
    "tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id "
    "tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni "
    "tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr "
    "dstaddr srcport dstport protocol packets bytes start end log-status "
    "type packets-lost-no-route packets-lost-blackhole "
    "packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region "
    "flow-direction pkt-src-aws-service pkt-dst-aws-service";

#define WORDS_MAX 128

/* What stands where in a line. */
struct layout {
	size_t n;
	struct {
		uint32_t path;
		bool number;
	} field[WORDS_MAX];
};

enum flow_path {
	ROOT,
	ACCOUNT,
	SOURCE,
	TARGET,
	TARGET_PORT,
	PROTOCOL,
	START,
	ACTION,
	STATUS,
	REGION,
	/* The spellings of the same fields in objects. */
	LOW_ACCOUNT,
	LOW_SOURCE,
	LOW_TARGET,
	LOW_TARGET_PORT,
	LOW_START,
	LOW_STATUS,
	PLAIN_STATUS,
	PATHS,
};

static const struct known_path flow_paths[PATHS] = {
	[ACCOUNT] = { ROOT, STR_INIT("accountId"), 0 },
	[SOURCE] = { ROOT, STR_INIT("srcAddr"), 0 },
	[TARGET] = { ROOT, STR_INIT("dstAddr"), 0 },
	[TARGET_PORT] = { ROOT, STR_INIT("dstPort"), 0 },
	[PROTOCOL] = { ROOT, STR_INIT("protocol"), 0 },
	[START] = { ROOT, STR_INIT("startTime"), 0 },
	[ACTION] = { ROOT, STR_INIT("action"), 0 },
	[STATUS] = { ROOT, STR_INIT("logStatus"), 0 },
	[REGION] = { ROOT, STR_INIT("region"), 0 },
	[LOW_ACCOUNT] = { ROOT, STR_INIT("account_id"), 0 },
	[LOW_SOURCE] = { ROOT, STR_INIT("srcaddr"), 0 },
	[LOW_TARGET] = { ROOT, STR_INIT("dstaddr"), 0 },
	[LOW_TARGET_PORT] = { ROOT, STR_INIT("dstport"), 0 },
	[LOW_START] = { ROOT, STR_INIT("start"), 0 },
	[LOW_STATUS] = { ROOT, STR_INIT("log_status"), 0 },
	[PLAIN_STATUS] = { ROOT, STR_INIT("status"), 0 },
};

struct flow {
	struct leaves l;
	struct layout versions; /* all fields in the order of the table */
	struct layout gateway;
	struct layout asked;  /* --vpc-format; n 0: none */
	struct layout header; /* of the file; n 0: none */
	bool seen;            /* a flow in it */
};

bool
vpcflow_is(const struct look *l)
{
	uint64_t both = SIGN_SOURCE_ADDRESS | SIGN_TARGET_ADDRESS;

	return ((l->signs & both) == both &&
	           !(l->signs & SIGN_EVENT_NAME)) ||
	    look_is_labelled(l, STR("AWS.VPCFlow"));
}

/* ---- layouts ------------------------------------------------------------- */

/* As the log format has it; _ for -, and ${} around it. */
static const struct flow_field *
field_named(struct str name)
{
	for (size_t i = 0; i < N_FIELDS; i++) {
		size_t k = 0;

		if (fields[i].name.n != name.n)
			continue;
		while (k < name.n && (name.p[k] == fields[i].name.p[k] ||
		           (name.p[k] == '_' && fields[i].name.p[k] == '-')))
			k++;
		if (k == name.n)
			return &fields[i];
	}
	return NULL;
}

static struct str
bare_name(struct str word)
{
	if (str_starts(word, STR("${")) && str_ends(word, STR("}")))
		word = (struct str){ word.p + 2, word.n - 3 };
	return word;
}

size_t
vpc_format_known(struct str names)
{
	size_t known = 0;

	while (names.n > 0) {
		size_t n = 0;

		while (n < names.n && names.p[n] != ' ' && names.p[n] != ',' &&
		    names.p[n] != '\n')
			n++;
		known += field_named(bare_name(str_head(names, n))) != NULL;
		names = str_from(names, n < names.n ? n + 1 : n);
	}
	return known;
}

static void
layout_of_names(struct layout *to, struct builder *b, struct str names)
{
	to->n = 0;
	while (to->n < WORDS_MAX) {
		struct str word = bare_name(text_word(&names));
		const struct flow_field *f = field_named(word);

		if (word.n == 0)
			break;
		to->field[to->n].path =
		    builder_key(b, PATH_ROOT, f ? f->field : word);
		to->field[to->n++].number = f && f->number;
	}
}

static void
layout_of_table(struct layout *to, struct builder *b)
{
	to->n = version_counts[sizeof(version_counts) - 1];
	for (size_t i = 0; i < to->n; i++) {
		to->field[i].path =
		    builder_key(b, PATH_ROOT, fields[i].field);
		to->field[i].number = fields[i].number;
	}
}

static void *
state_new(struct builder *b, const struct reader_options *options)
{
	struct flow *s = mem_zero(1, sizeof(*s));
	char names[4096];
	size_t n = 0;

	leaves_init(&s->l, b, flow_paths, PATHS);
	layout_of_table(&s->versions, b);
	layout_of_names(&s->gateway, b, str_of(gateway_order));
	/* Commas may stand between the names too. */
	for (; n < options->vpc_format.n && n < sizeof(names); n++)
		names[n] = options->vpc_format.p[n] == ','
		    ? ' '
		    : options->vpc_format.p[n];
	layout_of_names(&s->asked, b, (struct str){ names, n });
	return s;
}

static void
start(void *state)
{
	struct flow *s = state;

	s->header.n = 0;
	s->seen = false;
}

/* ---- lines --------------------------------------------------------------- */

static size_t
split(struct str line, struct str *words)
{
	size_t n = 0;

	while (n < WORDS_MAX) {
		words[n] = text_word(&line);
		if (words[n].n == 0)
			break;
		n++;
	}
	return n;
}

static bool
is_status(struct str s)
{
	return str_equal(s, STR("OK")) || str_equal(s, STR("NODATA")) ||
	    str_equal(s, STR("SKIPDATA"));
}

static bool
is_action(struct str s)
{
	return str_equal(s, STR("ACCEPT")) || str_equal(s, STR("REJECT"));
}

static bool
is_dash(struct str s)
{
	return s.n == 1 && s.p[0] == '-';
}

static bool
is_address(struct str s)
{
	return is_dash(s) || text_is_address(s);
}

/* All up to a version, in the order of the table. */
static bool
is_versioned(const struct str *w, size_t n)
{
	bool counted = false;

	for (size_t i = 0; i < sizeof(version_counts); i++)
		counted |= n == version_counts[i];
	return counted && is_address(w[3]) && is_address(w[4]) &&
	    text_is_digits(w[10]) && text_is_digits(w[11]) &&
	    (is_action(w[12]) || is_dash(w[12])) && is_status(w[13]);
}

static bool
is_gateway(const struct str *w, size_t n)
{
	return n >= 26 && str_starts(w[3], STR("tgw-")) &&
	    is_address(w[16]) && is_address(w[17]) && is_status(w[25]);
}

/* An order of its own: two addresses, and an action or a status. */
static bool
is_flow(const struct str *w, size_t n)
{
	size_t addresses = 0, words = 0;

	if (n < 5)
		return false;
	for (size_t i = 0; i < n; i++) {
		addresses += text_is_address(w[i]);
		words += is_action(w[i]) || is_status(w[i]);
	}
	return addresses >= 2 && words >= 1;
}

static bool
is_header(struct str line)
{
	size_t n = 0, known = 0;
	struct str first = line;

	if (line.n > 0 && line.p[0] >= '0' && line.p[0] <= '9')
		return false;
	if (!field_named(text_word(&first)) && !field_named(text_word(&first)))
		return false;
	for (; n < WORDS_MAX; n++) {
		struct str word = text_word(&line);

		if (word.n == 0)
			break;
		known += field_named(word) != NULL;
	}
	return n >= 3 && known * 2 > n && known >= 3;
}

/* Mostly a small number, or a name of a header.  When lines before were flows
 * that is enough: the rest shows when it is read. */
static bool
begins(const void *state, struct str line)
{
	const struct flow *s = state;
	struct str words[WORDS_MAX];
	struct str first, rest = line;
	size_t n;

	if (line.n < 8 || line.n > 8192)
		return false;
	if (s->seen && (line.p[1] == ' ' || line.p[2] == ' ') &&
	    line.p[0] >= '2' && line.p[0] <= '9')
		return true;
	if (is_header(line))
		return true;
	if (s->asked.n > 0 || s->header.n > 0) {
		const struct layout *known =
		    s->header.n > 0 ? &s->header : &s->asked;

		n = split(line, words);
		if (n >= known->n / 2 && n >= 2 &&
		    (n == known->n || is_flow(words, n) ||
		        is_versioned(words, n)))
			return true;
	}
	first = text_word(&rest);
	if (first.n > 2 || !text_is_digits(first))
		return false;
	n = split(line, words);
	return is_versioned(words, n) || is_gateway(words, n) ||
	    is_flow(words, n);
}

static void
leaf_word(struct flow *s, uint32_t path, bool number, struct str word)
{
	if (!is_dash(word))
		builder_leaf(s->l.builder, path,
		    number && text_is_number(word) ? VALUE_NUMBER
		                                   : VALUE_STRING,
		    word);
}

/* More values than names: the rest is extra1, extra2 ... */
static void
read_layout(struct flow *s, const struct layout *by, const struct str *w,
    size_t n)
{
	struct builder *b = s->l.builder;
	char name[32];

	for (size_t i = 0; i < n; i++) {
		if (i < by->n) {
			leaf_word(s, by->field[i].path, by->field[i].number,
			    w[i]);
			continue;
		}
		snprintf(name, sizeof(name), "extra%zu", i - by->n + 1);
		leaf_word(s, builder_key(b, PATH_ROOT, str_of(name)), false,
		    w[i]);
	}
}

/* Names that nobody knows: f1, f2 ..., and what can be told from the look. */
static void
read_guess(struct flow *s, const struct str *w, size_t n)
{
	struct builder *b = s->l.builder;
	unsigned addresses = 0;
	bool time = false;
	char name[32];

	for (size_t i = 0; i < n; i++) {
		struct str text = text_copy(b, w[i]);
		int64_t us;

		snprintf(name, sizeof(name), "f%zu", i + 1);
		leaf_word(s, builder_key(b, PATH_ROOT, str_of(name)),
		    text_is_number(w[i]), w[i]);
		if (text_is_address(text) && addresses < 2)
			leaf_word(s, s->l.path[addresses++ ? TARGET : SOURCE],
			    false, text);
		else if (is_action(text))
			leaf_word(s, s->l.path[ACTION], false, text);
		else if (is_status(text))
			leaf_word(s, s->l.path[STATUS], false, text);
		else if (!time && text.n == 10 && text_is_digits(text) &&
		    time_of_text(text, &us)) {
			leaf_word(s, s->l.path[START], true, text);
			time = true;
		}
	}
}

static enum text_verdict
read_line(void *state, struct str line)
{
	struct flow *s = state;
	struct str words[WORDS_MAX];
	size_t n;

	line = str_head(line, str_index(line, '\n'));
	if (is_header(line)) {
		layout_of_names(&s->header, s->l.builder, line);
		return TEXT_HEADER;
	}
	n = split(line, words);
	if (s->header.n > 0)
		read_layout(s, &s->header, words, n);
	else if (s->asked.n > 0)
		read_layout(s, &s->asked, words, n);
	else if (is_gateway(words, n))
		read_layout(s, &s->gateway, words, n);
	else if (is_versioned(words, n))
		read_layout(s, &s->versions, words, n);
	else if (is_flow(words, n))
		read_guess(s, words, n);
	else
		return TEXT_OTHER;
	s->seen = true;
	return TEXT_RECORD;
}

/* ---- the event ----------------------------------------------------------- */

/* Assigned Internet Protocol Numbers (IANA). */
static const struct protocol {
	struct str number, name;
} protocols[] = {
	{ STR_INIT("6"), STR_INIT("tcp") },
	{ STR_INIT("17"), STR_INIT("udp") },
	{ STR_INIT("1"), STR_INIT("icmp") },
	{ STR_INIT("58"), STR_INIT("icmpv6") },
	{ STR_INIT("47"), STR_INIT("gre") },
	{ STR_INIT("50"), STR_INIT("esp") },
	{ STR_INIT("51"), STR_INIT("ah") },
	{ STR_INIT("2"), STR_INIT("igmp") },
	{ STR_INIT("132"), STR_INIT("sctp") },
};

static struct str
protocol_name(struct str number)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++)
		if (str_equal(protocols[i].number, number))
			return protocols[i].name;
	return number;
}

/* A dash in an object is no value either. */
static struct str
get(const struct flow *s, unsigned row, unsigned other)
{
	struct str text = leaf_or(&s->l, row, other);

	return is_dash(text) ? (struct str){ 0 } : text;
}

static struct str
what(struct flow *s, struct str status)
{
	struct builder *b = s->l.builder;
	struct str flow = STR("flow:"), slash = STR("/");
	struct str port = get(s, TARGET_PORT, LOW_TARGET_PORT);
	struct str protocol = protocol_name(get(s, PROTOCOL, PROTOCOL));
	bool ports = port.n > 0 && !str_starts(protocol, STR("icmp"));

	if (str_equal(status, STR("NODATA")) ||
	    str_equal(status, STR("SKIPDATA")))
		if (get(s, SOURCE, LOW_SOURCE).n == 0)
			return text_join(b, flow, status, STR(""));
	if (!ports && protocol.n == 0)
		return STR("flow");
	if (!ports)
		return text_join(b, flow, protocol, STR(""));
	if (protocol.n == 0)
		return text_join(b, flow, port, STR(""));
	return text_join(
	    b, text_join(b, flow, port, slash), protocol, STR(""));
}

static void
finish(void *state, struct event *e)
{
	struct flow *s = state;
	struct builder *b = s->l.builder;
	struct str action = get(s, ACTION, ACTION);
	struct str status = get(s, STATUS, LOW_STATUS);

	if (status.n == 0)
		status = get(s, PLAIN_STATUS, PLAIN_STATUS);
	e->time_found = get(s, START, LOW_START);
	if (!time_of_seconds(e->time_found, &e->record.time_us))
		time_of_text(e->time_found, &e->record.time_us);
	e->account = get(s, ACCOUNT, LOW_ACCOUNT);
	if (!text_is_digits(e->account) || e->account.n != 12)
		e->account = (struct str){ 0 };
	own_text(b, OWN_WHAT, what(s, status));
	own_text(b, OWN_WHERE, get(s, REGION, REGION));
	own_text(b, OWN_FROM, get(s, SOURCE, LOW_SOURCE));
	own_text(b, OWN_RESULT,
	    str_equal(action, STR("ACCEPT")) ? STR("ok")
	        : action.n                   ? action
	                                     : STR("-"));
	own_text(b, OWN_RESOURCE,
	    text_named(b, "address", get(s, TARGET, LOW_TARGET)));
}

const struct format_events vpcflow_events = {
	.new = state_new,
	.finish = finish,
};
const struct format_text vpcflow_text = {
	.start = start,
	.begins = begins,
	.read = read_line,
};
