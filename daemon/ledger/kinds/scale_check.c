// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * scale-check: a known mass lay on a scale, and this is what it showed. Said is the mass; the rest
 * is of the scale, and follows.
 */
#include "../write.h"
#include "scale_check.h"

static const int64_t most_mg = INT64_C(100) * 1000 * 1000000; /* 100 t: sums never overflow */

static const struct record_field fields[] = {
	STAMPED(scale_check),
	TEXT(scale_check, scale),
	MASS(scale_check, mass_mg, .rules = RECORD_ASKED | RECORD_NEEDED, .least = 1,
		.most = INT64_C(100) * 1000 * 1000000),
	MASS(scale_check, reading_mg, .rules = RECORD_ZERO),
	MASS(scale_check, error_mg, .rules = RECORD_ZERO),
	MASS(scale_check, e_mg),
	MASS(scale_check, allowed_mg),
	TRUTH(scale_check, passed),
	{ .name = "operator", RECORD_AT(scale_check, operator_code, RECORD_TEXT) },
};
const struct record scale_check_record =
	RECORD_OF(scale_check, fields, .table = "scale_check", .about = "scale");

static bool is_within(int64_t mg, int64_t bound_mg)
{
	return mg >= -bound_mg && mg <= bound_mg;
}

static int check(const void *value)
{
	const struct scale_check *c = value;

	return c->scale[0] && c->mass_mg > 0 && c->mass_mg <= most_mg &&
			       is_within(c->reading_mg, most_mg) && c->e_mg > 0 &&
			       c->e_mg <= most_mg
		       ? 0
		       : -EINVAL;
}

/* Whether it passed follows from its numbers. */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct scale_check *c = value;

	(void)l;
	(void)job;
	if (check(c) < 0)
		return ledger_refuse(res, "bad_scale_check", NULL);
	c->error_mg = c->reading_mg - c->mass_mg;
	c->allowed_mg = scale_check_allowed_mg(c->mass_mg, c->e_mg);
	c->passed = is_within(c->error_mg, c->allowed_mg);
	return 0;
}

const struct kind scale_check_kind = {
	"scale-check",
	1,
	.record = &scale_check_record,
	.check = check,
	.fill = fill,
};
