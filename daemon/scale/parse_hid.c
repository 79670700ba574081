// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HID scale reports -> readings. The status decides first whether there is a number at
 * all; only then unit, exponent and digits are looked at.
 */
#include "parse_hid.h"
#include <errno.h>
#include <string.h>
#include "cleanup.h"

enum {
	STATUS_FAULT = 1,
	STATUS_ZERO,
	STATUS_MOVING,
	STATUS_STABLE,
	STATUS_UNDER_ZERO,
	STATUS_OVER_LIMIT,
	STATUS_NEEDS_CALIBRATION,
	STATUS_NEEDS_ZERO,
};

/* No instrument shows a step below a billionth or above a million million of its unit. */
enum { EXPONENT_MIN = -9, EXPONENT_MAX = 12 };

/*
 * "Centre of zero" means within a quarter of e, and a display may be ten times finer than
 * e: two steps of it are still zero. More than that contradicts the status.
 */
enum { ZERO_DIGITS = 2 };

static void set_fault(struct reading *r, enum scale_reason reason)
{
	r->state = SCALE_FAULT;
	r->reason = reason;
}

static void set_status(struct reading *r, int status)
{
	switch (status) {
	case STATUS_FAULT:
		set_fault(r, REASON_DEVICE_FAULT);
		break;
	case STATUS_ZERO:
		r->state = SCALE_ZERO;
		break;
	case STATUS_MOVING:
		r->state = SCALE_MOVING;
		break;
	case STATUS_STABLE:
		r->state = SCALE_STABLE;
		break;
	case STATUS_UNDER_ZERO:
		r->state = SCALE_UNDER_ZERO;
		break;
	case STATUS_OVER_LIMIT:
		r->state = SCALE_OVERLOAD;
		break;
	case STATUS_NEEDS_CALIBRATION:
		set_fault(r, REASON_NEEDS_CALIBRATION);
		break;
	case STATUS_NEEDS_ZERO:
		set_fault(r, REASON_NEEDS_ZERO);
		break;
	default:
		set_fault(r, REASON_UNKNOWN_STATUS);
		break;
	}
}

/*
 * 1: digits, exponent and unit; 0: the report is too short or its exponent is absurd. A
 * weight with a Unit item is in grams whatever unit the scale shows beside it: unless that
 * is grams too, nobody knows which of the two is meant.
 */
static int get_shown(const struct hid_scale_report *layout, const uint8_t *payload, size_t len,
	struct mass_shown *ret_shown)
{
	int64_t digits, exponent = layout->weight.exponent;
	int unit = MASS_GRAM;

	if (!hid_field_get(&layout->weight, payload, len, &digits))
		return 0;
	if (layout->unit.bits && !hid_field_code(&layout->unit, payload, len, &unit))
		return 0;
	if (layout->weight.unit && unit != MASS_GRAM)
		unit = 0;
	if (layout->scaling.bits && !hid_field_get(&layout->scaling, payload, len, &exponent))
		return 0;
	if (exponent < EXPONENT_MIN || exponent > EXPONENT_MAX)
		return 0;
	*ret_shown = (struct mass_shown){ digits, (int8_t)exponent, (uint8_t)unit };
	return 1;
}

static bool is_above(const struct mass_shown *shown, int64_t limit_mg)
{
	int64_t mg;

	return limit_mg > 0 && mass_to_mg(shown, &mg) == 0 && mg > limit_mg;
}

/* Could be below zero: the highest bit of a weight that is declared without sign. */
static bool has_high_bit(const struct hid_field *w, int64_t digits)
{
	return !w->is_signed && w->bits >= 16 && digits >> (w->bits - 1) == 1;
}

/*
 * A weight beyond what the scale declares (in its descriptor or its weight limit) is none:
 * with the highest bit set it is below zero, as scales say it that count so and keep the
 * status "stable", else too heavy. Where nothing is declared, station.conf must say it.
 */
static void judge_range(const struct hid_field *w, const struct hid_quirks *q,
	struct mass_shown *shown, struct reading *r)
{
	bool beyond =
		(w->logical_max && shown->digits > w->logical_max) || is_above(shown, q->limit_mg);
	bool high = has_high_bit(w, shown->digits);
	bool known = q->limit_mg > 0 || (w->logical_max && w->logical_max >> (w->bits - 1) == 0);

	bool said = q->sign == HID_SIGN_TWOS_COMPLEMENT || r->state == SCALE_ZERO;

	if (high && (beyond || (!known && said)))
		shown->digits -= INT64_C(1) << w->bits;
	else if (beyond)
		r->state = SCALE_OVERLOAD;
	else if (high && !known && q->sign == HID_SIGN_UNSAID)
		set_fault(r, REASON_SIGN_UNKNOWN);
}

/* A number below zero is kept as shown for the log and is never a mass. */
static void set_below_zero(struct reading *r, const struct mass_shown *shown)
{
	r->state = SCALE_UNDER_ZERO;
	r->shown = *shown;
	if (r->shown.digits > 0)
		r->shown.digits = -r->shown.digits;
}

static void set_number(struct reading *r, const struct mass_shown *shown)
{
	struct mass_shown zero = { 0, shown->exp10, shown->unit };

	if (r->state == SCALE_ZERO && shown->digits >= -ZERO_DIGITS && shown->digits <= ZERO_DIGITS)
		reading_set_shown(r, &zero);
	else if (r->state == SCALE_ZERO)
		set_fault(r, REASON_BAD_FRAME);
	else if (shown->digits < 0)
		set_below_zero(r, shown);
	else
		reading_set_shown(r, shown);
}

/*
 * Of several bits at once the gravest counts. None of them: nothing is wrong and nothing
 * is at rest.
 */
static int get_status(
	const struct hid_field *f, const uint8_t *payload, size_t len, int *ret_status)
{
	static const int gravest[] = { STATUS_FAULT, STATUS_NEEDS_CALIBRATION, STATUS_NEEDS_ZERO,
		STATUS_OVER_LIMIT, STATUS_UNDER_ZERO, STATUS_MOVING, STATUS_ZERO, STATUS_STABLE };
	uint16_t set;

	if (!hid_field_flags(f, payload, len, &set))
		return hid_field_code(f, payload, len, ret_status);
	*ret_status = STATUS_MOVING;
	for (size_t i = 0; i < ARRAY_SIZE(gravest) && set; i++)
		if (set >> gravest[i] & 1) {
			*ret_status = gravest[i];
			break;
		}
	return 1;
}

static void read_data(const struct hid_scale *scale, const struct hid_quirks *q,
	const uint8_t *payload, size_t len, struct reading *r)
{
	const struct hid_scale_report *layout = &scale->data;
	struct mass_shown shown;
	int status;

	if (!get_status(&layout->status, payload, len, &status)) {
		set_fault(r, REASON_BAD_FRAME);
		return;
	}
	set_status(r, status);
	if (r->state == SCALE_FAULT || r->state == SCALE_OVERLOAD)
		return;
	if (!get_shown(layout, payload, len, &shown)) {
		set_fault(r, REASON_BAD_FRAME);
		return;
	}
	if (r->state == SCALE_UNDER_ZERO) {
		set_below_zero(r, &shown);
		return;
	}
	judge_range(&layout->weight, q, &shown, r);
	if (r->state != SCALE_FAULT && r->state != SCALE_OVERLOAD)
		set_number(r, &shown);
}

/* A status without a weight counts only when it says that no number can be had. */
static int read_status(
	const struct hid_scale *scale, const uint8_t *payload, size_t len, struct reading *r)
{
	int status;

	if (!get_status(&scale->status.status, payload, len, &status))
		return 0;
	set_status(r, status);
	return reading_is_doubtful(r);
}

int parse_hid_report(const struct hid_scale *scale, const struct hid_quirks *quirks,
	const uint8_t *report, size_t len, uint64_t at_boot_us, struct reading *ret_reading)
{
	struct reading r = { .at_boot_us = at_boot_us };
	uint8_t id = scale->has_ids && len > 0 ? report[0] : 0;
	size_t skip = scale->has_ids ? 1 : 0;
	int rc = 1;

	r.raw_len = (uint8_t)(len < READING_RAW_SIZE ? len : READING_RAW_SIZE);
	if (r.raw_len)
		memcpy(r.raw, report, r.raw_len);
	if (len <= skip)
		set_fault(&r, REASON_BAD_FRAME);
	else if (id == scale->data.id)
		read_data(scale, quirks, report + skip, len - skip, &r);
	else if (scale->status.type && id == scale->status.id)
		rc = read_status(scale, report + skip, len - skip, &r);
	else if (scale->input_ids[id / 32] >> id % 32 & 1)
		rc = 0;
	else
		set_fault(&r, REASON_BAD_FRAME);
	if (rc == 1)
		*ret_reading = r;
	return rc;
}

int parse_hid_limit(
	const struct hid_scale *scale, const uint8_t *report, size_t len, int64_t *ret_limit_mg)
{
	const struct hid_scale_report *layout = &scale->limit;
	size_t skip = scale->has_ids ? 1 : 0;
	struct mass_shown shown;
	int64_t mg;

	if (!layout->type || len <= skip || (skip && report[0] != layout->id))
		return -ENODATA;
	if (!get_shown(layout, report + skip, len - skip, &shown) || mass_to_mg(&shown, &mg) < 0 ||
		mg <= 0)
		return -ENODATA;
	*ret_limit_mg = mg;
	return 0;
}
