// SPDX-License-Identifier: GPL-3.0-or-later
/* What a head says of itself, as JSON: for whoever sets it or looks for a fault. */
#include "web_private.h"

static void number(json_t *o, const char *name, int64_t value)
{
	json_object_set_new(o, name, json_integer(value));
}

static json_t *number_if(bool known, int64_t value)
{
	return known ? json_integer(value) : json_null();
}

static json_t *errors(const struct scale_detail *d)
{
	json_t *o = json_object();

	number(o, "transfers", d->errors.transfers);
	number(o, "doubtful", d->errors.doubtful);
	number(o, "never_ready", d->errors.never_ready);
	number(o, "crc", d->errors.crc);
	number(o, "framing", d->errors.framing);
	number(o, "line", d->errors.line);
	number(o, "resets", d->errors.resets);
	return o;
}

json_t *json_scale_detail(const struct scales *all, size_t index)
{
	struct scale_detail d;
	char firmware[16] = "";
	json_t *o;

	scales_detail(all, index, &d);
	if (!d.valid)
		return json_null();
	if (d.firmware)
		(void)snprintf(firmware, sizeof(firmware), "%u.%u", d.firmware >> 8 & 0xff,
			d.firmware & 0xff);
	o = json_pack("{s:b,s:b,s:b}", "stable", d.stable, "jumper", d.jumper_closed, "warming",
		d.warm_up);
	json_object_set_new(o, "map", json_text_or_null(d.map));
	json_object_set_new(o, "firmware", json_text_or_null(firmware));
	number(o, "number", d.calibration_number);
	json_object_set_new(o, "fine_mg", number_if(d.has_fine, d.fine_gross_mg));
	json_object_set_new(o, "counts", number_if(d.has_counts, d.counts));
	number(o, "e_mg", d.e_mg);
	number(o, "max_mg", d.max_mg);
	number(o, "zero_counts", d.zero_counts);
	number(o, "span_counts", d.span_counts);
	number(o, "progress", d.progress_percent);
	number(o, "heartbeat", d.heartbeat);
	json_object_set_new(o, "errors", errors(&d));
	return o;
}
