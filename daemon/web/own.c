// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that take a weighing back or change it: a kiosk may do that to those of the day and of
 * its station. The ledger says which one it is, behind all that was written before; then the
 * call goes its way.
 */
#include <string.h>
#include "web_private.h"

struct owning {
	struct request request;
	char station[CODE_SIZE];
	struct sentence why;
};

static int run(struct ledger *l, void *arg)
{
	struct owning *o = arg;

	return request_may_touch_weighing(l, &o->request, o->station, &o->why);
}

static void on_judged(void *data, void *arg, int result)
{
	_cleanup_free_ struct owning *o = arg;
	struct exchange *x = data;

	if (result < 0)
		reply_errno(x, result);
	else if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else if (result)
		reply_refusal(x, (unsigned)result, &o->why);
	else
		route_handler(x->request.call)(x);
}

void own_call(struct exchange *x)
{
	struct owning *o;
	int r;

	if (reply_if_down(x))
		return;
	o = calloc(1, sizeof(*o));
	if (o) {
		o->request = x->request;
		memcpy(o->station, desk_station(x->web->desk)->config.station, CODE_SIZE);
	}
	r = o ? store_ask(desk_store(x->web->desk), STORE_WRITER, run, o, on_judged, x) : -ENOMEM;
	if (r < 0) {
		free(o);
		reply_errno(x, r);
	}
}
