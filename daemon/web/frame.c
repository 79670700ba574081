// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Requests whose length or name two programs may read differently. RFC 9112 (6.1, 6.3): a
 * message with several lengths, or a length and a transfer coding, is not to be believed;
 * answered with 400, and the connection is closed, for nobody knows where the next one begins.
 * So is one that names two hosts (3.2): the guard would look at one of them; and one with a folded line (5.2).
 * And heads that are longer than any of ours (RFC 9110, 15.5.15; RFC 6585, 5).
 */
#include <string.h>
#include <strings.h>
#include "web_private.h"

struct framing {
	int hosts;
	int lengths;
	int codings;
	bool chunked, folded;
};

/*
 * libmicrohttpd 0.9.75 puts the second line of a folded one behind the NAME ("Originhttp://evil"), at any strictness.
 * In the head as it was read a value stands behind its name, with a colon (now NUL) and blanks between them.
 */
static bool is_folded(const char *name, const char *value)
{
	uintptr_t colon = (uintptr_t)name + strlen(name), at = (uintptr_t)value;

	return *name == ' ' || *name == '\t' ||
	       (value && (at <= colon || at - colon > HEAD_POOL ||
				 strspn(name + strlen(name) + 1, " \t") != at - colon - 1));
}

static enum MHD_Result on_header(
	void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct framing *f = data;

	(void)kind;
	f->folded |= is_folded(name, value);
	if (!strcasecmp(name, "Content-Length")) {
		f->lengths++;
	} else if (!strcasecmp(name, "Host")) {
		f->hosts++;
	} else if (!strcasecmp(name, "Transfer-Encoding")) {
		f->codings++;
		f->chunked = value && !strcasecmp(value, "chunked");
	}
	return MHD_YES;
}

const char *frame_refuses(const struct exchange *x)
{
	struct framing f = { 0 };

	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, on_header, &f);
	if (f.folded)
		return "folded_line";
	if (f.hosts > 1)
		return "two_hosts";
	if (f.lengths + f.codings > 1)
		return "two_lengths";
	return f.codings && !f.chunked ? "unknown_transfer_coding" : NULL;
}

static enum MHD_Result add_length(
	void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	size_t *sum = data;

	(void)kind;
	*sum += strlen(name) + (value ? strlen(value) : 0);
	return MHD_YES;
}

static size_t sum_of(const struct exchange *x, enum MHD_ValueKind kind)
{
	size_t sum = 0;

	MHD_get_connection_values(x->connection, kind, add_length, &sum);
	return sum;
}

unsigned frame_is_too_long(const struct exchange *x, const char *url, struct sentence *ret_why)
{
	bool address = strlen(url) + sum_of(x, MHD_GET_ARGUMENT_KIND) > ADDRESS_MOST;

	if (!address && sum_of(x, MHD_HEADER_KIND) <= HEADERS_MOST)
		return 0;
	*ret_why = (struct sentence){ .key = address ? "address_too_long" : "headers_too_long" };
	sentence_param_int(ret_why, "most", (address ? ADDRESS_MOST : HEADERS_MOST) / 1024);
	return address ? MHD_HTTP_URI_TOO_LONG : MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
}

/* "%00" would end the name for us and not for others: U+001A, substitute, has its length. */
size_t frame_unescape(void *data, struct MHD_Connection *connection, char *text)
{
	char *at = text;

	(void)data;
	(void)connection;
	while ((at = strstr(at, "%00")))
		at[1] = '1', at[2] = 'A';
	return MHD_http_unescape(text);
}
