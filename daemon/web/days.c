// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Days of a query: "period", or "from" and "to" where "to" is exclusive (contract.md).
 */
#include <string.h>
#include "clock.h"
#include "day.h"
#include "web_private.h"

static int from_and_to(
	const char *from, const char *to, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	char first[DAY_SIZE], last[DAY_SIZE];

	if (day_shift(from, 0, first) < 0 || day_shift(to, -1, last) < 0 || strcmp(first, last) > 0)
		return -EINVAL;
	memcpy(ret_first, first, DAY_SIZE);
	memcpy(ret_last, last, DAY_SIZE);
	return 0;
}

int query_days(struct exchange *x, bool needed, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	const char *period = query_text(x, "period");
	const char *from = query_text(x, "from"), *to = query_text(x, "to");
	const char *key = "bad_period";
	struct moment now;
	int r = -EINVAL;

	if (!period && !from && !to) {
		*ret_first = *ret_last = '\0';
		key = "period_missing";
		r = needed ? -EINVAL : 0;
	} else if (period && !from && !to) {
		clock_now(&now);
		r = day_period(period, now.day, ret_first, ret_last);
	} else if (!period && from && to) {
		r = from_and_to(from, to, ret_first, ret_last);
	}
	if (r < 0)
		reply_key(x, MHD_HTTP_UNPROCESSABLE_CONTENT, key);
	return r;
}
