// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Requests whose length or name two programs may read differently. RFC 9112 (6.1, 6.3): a
 * message with several lengths, or a length and a transfer coding, is not to be believed;
 * answered with 400, and the connection is closed, for nobody knows where the next one begins.
 */
#include <string.h>
#include <strings.h>
#include "web_private.h"

struct framing {
	int lengths;
	int codings;
	bool chunked;
};

static enum MHD_Result on_header(
	void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct framing *f = data;

	(void)kind;
	if (!strcasecmp(name, "Content-Length")) {
		f->lengths++;
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
	if (f.lengths + f.codings > 1)
		return "two_lengths";
	return f.codings && !f.chunked ? "unknown_transfer_coding" : NULL;
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
