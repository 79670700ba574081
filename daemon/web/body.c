// SPDX-License-Identifier: GPL-3.0-or-later
/* The body of an exchange, which is answered with the first fault that is in it. */
#include "web_private.h"

bool body_open(struct exchange *x, struct body *ret_body)
{
	struct sentence why;
	int status = body_begin(ret_body, x->body, x->body_len, &why);

	if (status)
		reply_refusal(x, (unsigned)status, &why);
	else
		ret_body->x = x;
	return !status;
}

bool body_done(struct body *b)
{
	struct sentence why;
	int status = body_end(b, &why);

	if (status)
		reply_refusal(b->x, (unsigned)status, &why);
	return !status;
}
