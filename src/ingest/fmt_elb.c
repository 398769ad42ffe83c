/*
 * Access logs of application and classic load balancers, whose columns have
 * the names of Athena's tables.  (User Guide for Application Load Balancers,
 * "Access log entries"; User Guide for Classic Load Balancers, the same.)
 *
 * @what  elb:GET   @from  the client   @result  ok, or the status from 400 on
 * @resource  the address asked for
 */
#include <stdio.h>

#include "ingest/formats.h"
#include "ingest/leaves.h"

enum {
	ROOT,
	TYPE,
	TIME,
	BALANCER,
	CLIENT_IP,
	CLIENT_PORT,
	TARGET_IP,
	TARGET_PORT,
	REQUEST_TIME,
	TARGET_TIME,
	RESPONSE_TIME,
	STATUS,
	TARGET_STATUS,
	RECEIVED,
	SENT,
	VERB,
	URL,
	PROTOCOL,
	AGENT,
	CIPHER,
	TLS,
	GROUP,
	TRACE,
	DOMAIN,
	CERTIFICATE,
	PRIORITY,
	CREATED,
	ACTIONS,
	REDIRECT,
	ERROR,
	TARGETS,
	TARGET_STATUSES,
	CLASSIFICATION,
	REASON,
	CONNECTION,
	COLUMNS,
};

static const struct known_path paths[COLUMNS] = {
	[TYPE] = { ROOT, STR_INIT("type"), 0 },
	[TIME] = { ROOT, STR_INIT("time"), 0 },
	[BALANCER] = { ROOT, STR_INIT("elb"), 0 },
	[CLIENT_IP] = { ROOT, STR_INIT("client_ip"), 0 },
	[CLIENT_PORT] = { ROOT, STR_INIT("client_port"), 0 },
	[TARGET_IP] = { ROOT, STR_INIT("target_ip"), 0 },
	[TARGET_PORT] = { ROOT, STR_INIT("target_port"), 0 },
	[REQUEST_TIME] = { ROOT, STR_INIT("request_processing_time"), 0 },
	[TARGET_TIME] = { ROOT, STR_INIT("target_processing_time"), 0 },
	[RESPONSE_TIME] = { ROOT, STR_INIT("response_processing_time"), 0 },
	[STATUS] = { ROOT, STR_INIT("elb_status_code"), 0 },
	[TARGET_STATUS] = { ROOT, STR_INIT("target_status_code"), 0 },
	[RECEIVED] = { ROOT, STR_INIT("received_bytes"), 0 },
	[SENT] = { ROOT, STR_INIT("sent_bytes"), 0 },
	[VERB] = { ROOT, STR_INIT("request_verb"), 0 },
	[URL] = { ROOT, STR_INIT("request_url"), 0 },
	[PROTOCOL] = { ROOT, STR_INIT("request_proto"), 0 },
	[AGENT] = { ROOT, STR_INIT("user_agent"), 0 },
	[CIPHER] = { ROOT, STR_INIT("ssl_cipher"), 0 },
	[TLS] = { ROOT, STR_INIT("ssl_protocol"), 0 },
	[GROUP] = { ROOT, STR_INIT("target_group_arn"), 0 },
	[TRACE] = { ROOT, STR_INIT("trace_id"), 0 },
	[DOMAIN] = { ROOT, STR_INIT("domain_name"), 0 },
	[CERTIFICATE] = { ROOT, STR_INIT("chosen_cert_arn"), 0 },
	[PRIORITY] = { ROOT, STR_INIT("matched_rule_priority"), 0 },
	[CREATED] = { ROOT, STR_INIT("request_creation_time"), 0 },
	[ACTIONS] = { ROOT, STR_INIT("actions_executed"), 0 },
	[REDIRECT] = { ROOT, STR_INIT("redirect_url"), 0 },
	[ERROR] = { ROOT, STR_INIT("error_reason"), 0 },
	[TARGETS] = { ROOT, STR_INIT("target_port_list"), 0 },
	[TARGET_STATUSES] = { ROOT, STR_INIT("target_status_code_list"), 0 },
	[CLASSIFICATION] = { ROOT, STR_INIT("classification"), 0 },
	[REASON] = { ROOT, STR_INIT("classification_reason"), 0 },
	[CONNECTION] = { ROOT, STR_INIT("conn_trace_id"), 0 },
};

static bool
is_number(unsigned column)
{
	return (column >= REQUEST_TIME && column <= SENT) ||
	    column == CLIENT_PORT || column == TARGET_PORT ||
	    column == PRIORITY;
}

static bool
is_application(struct str type)
{
	static const struct str types[] = { STR_INIT("http"),
		STR_INIT("https"), STR_INIT("h2"), STR_INIT("grpcs"),
		STR_INIT("ws"), STR_INIT("wss") };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_equal(types[i], type))
			return true;
	return false;
}

/* "203.0.113.7:2817": behind the last colon stands the port. */
static bool
split_port(struct str word, struct str *ip, struct str *port)
{
	*port = text_behind(word, ':');
	*ip = str_head(word, word.n - port->n);
	if (ip->n > 0)
		ip->n--;
	return ip->n > 0 && text_is_digits(*port);
}

static bool
begins(const void *state, struct str line)
{
	struct str word = text_word(&line), ip, port;
	int64_t us;

	(void)state;
	if (is_application(word))
		word = text_word(&line);
	if (word.n < 20 || !time_parse(word, &us))
		return false;
	if (text_word(&line).n == 0)
		return false;
	word = text_word(&line);
	return split_port(word, &ip, &port) && text_is_address(ip) &&
	    line.n > 20 && str_index(line, '"') < line.n;
}

static void
read_address(struct leaves *l, unsigned ip_row, unsigned port_row,
    struct str word)
{
	struct str ip, port;

	if (!split_port(word, &ip, &port)) {
		leaf_field(l->builder, l->path[ip_row], false, word);
		return;
	}
	leaf_field(l->builder, l->path[ip_row], false, ip);
	leaf_field(l->builder, l->path[port_row], true, port);
}

static void
read_request(struct leaves *l, struct str request)
{
	leaf_field(l->builder, l->path[VERB], false, text_word(&request));
	leaf_field(l->builder, l->path[URL], false, text_word(&request));
	leaf_field(l->builder, l->path[PROTOCOL], false, text_word(&request));
}

static enum text_verdict
read_line(void *state, struct str line)
{
	struct leaves *l = state;
	struct str first = line;
	unsigned i = TYPE;

	if (!is_application(text_word(&first)))
		i = TIME;
	for (; i < COLUMNS; i++) {
		struct str field;

		line = str_trim(line);
		if (line.n == 0)
			break;
		field = text_field(&line);
		if (i == CLIENT_IP || i == TARGET_IP) {
			read_address(l, i, i + 1, field);
			i++;
		} else if (i == VERB) {
			read_request(l, field);
			i = PROTOCOL;
		} else {
			leaf_field(
			    l->builder, l->path[i], is_number(i), field);
		}
	}
	return leaf(l, STATUS).n > 0 || leaf(l, VERB).n > 0 ? TEXT_RECORD
	                                                    : TEXT_OTHER;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct arn arn = { 0 };

	arn_split(leaf(l, GROUP), &arn);
	e->time_found = leaf(l, TIME);
	time_of_text(e->time_found, &e->record.time_us);
	e->account = arn.account;
	own_text(b, OWN_WHAT,
	    text_join(b, STR("elb:"), leaf_or(l, VERB, TYPE), STR("")));
	own_text(b, OWN_WHERE, arn.region);
	own_text(b, OWN_FROM, leaf(l, CLIENT_IP));
	own_text(b, OWN_RESULT, status_result(leaf(l, STATUS)));
	own_text(b, OWN_RESOURCE, text_named(b, "url", leaf(l, URL)));
}

const struct format_events elb_events = {
	.paths = paths,
	.n_paths = COLUMNS,
	.finish = finish,
};
const struct format_text elb_text = {
	.begins = begins,
	.read = read_line,
};
