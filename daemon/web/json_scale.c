// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a device tells beside its weight, as JSON: for whoever sets it, checks its register map
 * or looks for a fault.
 */
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

static json_t *decoding(const struct scale_decoding *d)
{
	json_t *o = json_pack("{s:s,s:o,s:b}", "order", d->order, "mass_mg",
		number_if(d->is_number, d->mass_mg), "in_force", d->in_force);

	json_object_set_new(o, "register", json_text_or_null(d->register_text));
	json_object_set_new(o, "register_mg", number_if(d->is_number, d->register_mg));
	json_object_set_new(o, "decimals", number_if(d->is_number, d->decimals));
	return o;
}

json_t *json_scale_map(const struct scales *all, size_t index)
{
	struct scale_detail d;
	json_t *list, *o;

	scales_detail(all, index, &d);
	if (!d.map[0])
		return json_null();
	list = json_array();
	for (size_t i = 0; i < d.decodings; i++)
		json_array_append_new(list, decoding(&d.decoding[i]));
	o = json_pack("{s:b,s:b,s:s,s:s,s:o}", "untested", d.map_untested, "checked", d.map_checked,
		"weight", d.weight, "type", d.type, "decodings", list);
	json_object_set_new(o, "name", json_text_or_null(d.map));
	json_object_set_new(o, "decimals", number_if(d.decimals >= 0, d.decimals));
	return o;
}
