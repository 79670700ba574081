// SPDX-License-Identifier: GPL-3.0-or-later
/* What rested on a plate, and what of it is in no weighing when it leaves. The rules are plate.h's. */
#include "mass.h"
#include "plate.h"

/* Another load than what is counted, or perhaps another: it is owed a line if it leaves. */
static void doubted_rests(struct plate *p, int64_t net_mg, int64_t c_mg)
{
	p->vague |= p->gap && distance_mg(net_mg, plate_counted_mg(p)) >= c_mg;
	if (p->vague)
		p->high_mg = larger_mg(p->high_mg, net_mg);
}

/* Only steps of c count, so that a flickering digit never sums up. */
static void recorded_rests(struct plate *p, int64_t mass_mg, int64_t c_mg)
{
	if (p->rested && distance_mg(mass_mg, p->rest_mg) < c_mg)
		return;
	if (p->rested && mass_mg > p->rest_mg)
		p->put_mg += mass_mg - p->rest_mg;
	p->rested = true;
	p->rest_mg = mass_mg;
}

void plate_rests(struct plate *p, int64_t mass_mg, int64_t e_mg, int64_t c_mg)
{
	int64_t net_mg = mass_mg - plate_tare_mg(p);

	if (plate_recorded(p)) {
		doubted_rests(p, net_mg, c_mg);
		recorded_rests(p, mass_mg, c_mg);
		return;
	}
	if (net_mg < e_mg ||
		(p->high_mg > 0 && p->rested && distance_mg(mass_mg, p->rest_mg) < e_mg))
		return;
	p->vague |= p->gap && p->rested && distance_mg(mass_mg, p->rest_mg) >= c_mg;
	p->high_mg = larger_mg(p->high_mg, net_mg);
	if (p->rested && mass_mg - p->rest_mg >= c_mg)
		p->put_mg += mass_mg - p->rest_mg;
	p->rested = true;
	p->rest_mg = mass_mg;
}

static bool over_a_record(
	const struct plate *p, int64_t c_mg, int64_t *ret_low_mg, int64_t *ret_high_mg)
{
	*ret_low_mg = p->vague ? 0 : p->put_mg;
	*ret_high_mg = p->vague ? larger_mg(p->put_mg, p->high_mg) : p->put_mg;
	return *ret_high_mg >= c_mg;
}

bool plate_unrecorded(const struct plate *p, int64_t e_mg, int64_t c_mg, int64_t *ret_low_mg,
	int64_t *ret_high_mg)
{
	int64_t rest_mg = p->rest_mg - plate_tare_mg(p);

	if (plate_recorded(p))
		return over_a_record(p, c_mg, ret_low_mg, ret_high_mg);
	*ret_high_mg = p->high_mg;
	*ret_low_mg = p->high_mg;
	if (p->vague)
		*ret_low_mg = 0;
	else if (p->rested && rest_mg >= e_mg && rest_mg < p->high_mg)
		*ret_low_mg = rest_mg;
	return p->high_mg >= e_mg;
}
