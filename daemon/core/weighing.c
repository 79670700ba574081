// SPDX-License-Identifier: GPL-3.0-or-later
/* gross - tare = net, or a refusal with its reason; and the words of a weighing. */
#include "weighing.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "record.h"

static const char *const direction_names[] = { [DIRECTION_IN] = "in", [DIRECTION_OUT] = "out" };
static const char *const method_names[METHOD_COUNT] = {
	[METHOD_WEIGHED] = "weighed",
	[METHOD_TYPED] = "typed",
	[METHOD_ESTIMATED] = "estimated",
	[METHOD_FLAT] = "flat",
};

static const char *const provenance_names[] = {
	[PROVENANCE_NONE] = "none",
	[PROVENANCE_STATION_TARE] = "station_tare",
	[PROVENANCE_DEVICE_TARE] = "device_tare",
};
const struct record_words direction_words = { direction_names, 2 };
const struct record_words method_words = { method_names, METHOD_COUNT };
const struct record_words provenance_words = { provenance_names, 3 };

static int refuse(struct sentence *why, const char *key, int64_t limit_mg)
{
	char kg[32];

	*why = (struct sentence){ .key = key };
	if (limit_mg > 0)
		sentence_param(why, "limit", mass_format_kg(limit_mg, 3, ',', kg, sizeof(kg)));
	return -EBADMSG;
}

int weighing_make(const struct weighing_input *in, struct weighing *w, struct sentence *ret_why)
{
	const struct reading *r = in->reading;
	int64_t net_mg;

	if (r->state != SCALE_STABLE && r->state != SCALE_ZERO)
		return refuse(ret_why, "not_stable", 0);
	if (r->device_net && in->tare_mg != 0)
		return refuse(ret_why, "tared_twice", 0);
	if (__builtin_sub_overflow(r->mass_mg, in->tare_mg, &net_mg))
		return refuse(ret_why, "above_maximum", in->max_mg);
	if (net_mg <= 0 || net_mg < in->e_mg)
		return refuse(ret_why, "below_minimum", in->e_mg);
	if (net_mg > in->max_mg)
		return refuse(ret_why, "above_maximum", in->max_mg);
	w->provenance = r->device_net ? PROVENANCE_DEVICE_TARE : PROVENANCE_STATION_TARE;
	w->gross_mg = r->device_net ? 0 : r->mass_mg;
	w->tare_mg = in->tare_mg;
	w->net_mg = net_mg;
	w->method = METHOD_WEIGHED;
	w->stable = true;
	w->shown = r->shown;
	w->raw_len = r->raw_len;
	memcpy(w->raw, r->raw, sizeof(w->raw));
	return 0;
}

static int find_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -EINVAL;
}

const char *direction_name(enum direction d)
{
	return direction_names[d == DIRECTION_OUT];
}

int direction_from_name(const char *name, enum direction *ret)
{
	int r = find_name(direction_names, 2, name);

	if (r >= 0)
		*ret = (enum direction)r;
	return r < 0 ? r : 0;
}

const char *method_name(enum method m)
{
	return (unsigned)m < METHOD_COUNT ? method_names[m] : "";
}

int method_from_name(const char *name, enum method *ret)
{
	int r = find_name(method_names, METHOD_COUNT, name);

	if (r >= 0)
		*ret = (enum method)r;
	return r < 0 ? r : 0;
}

bool container_next(const char **text, char ret_code[CODE_SIZE], uint32_t *ret_units)
{
	const char *at = *text + strspn(*text, " ");
	const size_t code = strcspn(at, "= ");
	char *end;
	unsigned long units;

	if (code == 0 || code >= CODE_SIZE || at[code] != '=')
		return false;
	units = strtoul(at + code + 1, &end, 10);
	if (end == at + code + 1 || units == 0 || units > UINT32_MAX)
		return false;
	memset(ret_code, 0, CODE_SIZE);
	memcpy(ret_code, at, code);
	*ret_units = (uint32_t)units;
	*text = end;
	return true;
}
