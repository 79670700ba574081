// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Slips of the sample year: what is brought and fetched on paper, before the doors open, in a round of
 * twelve; less goes out on them than came in on those before. Two are refused; and something breaks.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "cleanup.h"
#include "sample.h"
#include "slip.h"

enum { LINES_MOST = 3, FIRST_S = SAMPLE_OPEN_S - 570, STEP_S = 25, BREAKAGE_AT = 30 };

static const struct plan {
	enum slip_type type;
	const char *way; /* origin of what comes in, destination of what goes out */
	const char *partner, *place, *carrier, *ref;
	struct {
		const char *category;
		unsigned kg;
	} lines[LINES_MOST];
} round_of[] = {
	{ SLIP_DEPOSIT, "MAGASIN", "JARDIN", "PONTARLIER", "", "",
		{ { "TLC-VET", 9 }, { "JOU-JOU", 6 }, { "HRP-VAI", 7 } } },
	{ SLIP_DEPOSIT, "DECH_ZONE", "", "DECH-MAIC", "", "",
		{ { "DEA-RAN", 28 }, { "EEE-PAM-CUI", 6 }, { "HRP-VAI", 8 } } },
	{ SLIP_REMOVAL, "ECO_DEA", "ECOMEUB", "", "TRANSPORT", "BE", { { "DEA-RAN", 12 } } },
	{ SLIP_PICKUP, "ALIM_GMS", "SUPER", "MORTEAU", "", "",
		{ { "ALI-EPI", 14 }, { "ALI-CON", 11 } } },
	{ SLIP_DEPOSIT, "PRO", "MENUIS", "CHARQUEMONT", "", "",
		{ { "DEA-TAB", 20 }, { "DEA-ASS", 9 } } },
	{ SLIP_TRANSFER, "TRANSF_POLE", "RONDE", "", "", "BT",
		{ { "JOU-JOU", 3 }, { "TLC-VET", 4 } } },
	{ SLIP_DELIVERY, "ALIM_DIST", "EPISOL", "", "", "",
		{ { "ALI-EPI", 8 }, { "ALI-CON", 7 } } },
	{ SLIP_DEPOSIT, "TRANSFERT", "ATELIER", "MAICHE", "", "BT",
		{ { "HRP-LIV", 16 }, { "HRP-BIB", 5 } } },
	{ SLIP_REMOVAL, "TRI_TLC", "TRIFIL", "", "TRANSPORT", "BE", { { "TLC-VET", 3 } } },
	{ SLIP_PICKUP, "ALIM_PROD", "FERME", "RUSSEY", "", "", { { "ALI-FEL", 15 } } },
	{ SLIP_TRANSFER, "TRANSF_AUTRE", "SECONDE", "", "", "BT",
		{ { "HRP-LIV", 6 }, { "HRP-BIB", 2 } } },
	{ SLIP_DELIVERY, "ALIM_DIST", "EPISOL", "", "", "", { { "ALI-FEL", 9 } } },
};

/* Of the year; nothing is weighed for these. */
static const struct {
	unsigned slip;
	const char *reason, *category;
	unsigned kg;
} refused[] = {
	{ 13, "OTHER", "EEE-PAM-CUI", 18 },
	{ 27, "DATE", "ALI-EPI", 25 },
};

static const char *const operators[] = { "BEN1", "BEN2", "SAL1", "COORD" };
static const struct {
	const char *code;
	int64_t tare_mg;
} containers[] = { { "BACBLEU", 1900000 }, { "BACGRIS", 2350000 }, { "PANIER", 3600000 },
	{ "ROLL1", 21400000 }, { "PALETTE", 18500000 }, { "ROLL2", 21900000 } };

/* What is being written. */
struct passage {
	struct sample *s;
	const struct plan *plan;
	unsigned number; /* of the year */
	unsigned second;
	char id[PRIVATE_KEY_SIZE];
};

static const char *operator_of(const struct passage *p)
{
	return operators[p->number % ARRAY_SIZE(operators)];
}

static int write_entry(struct passage *p, const struct kind *kind, const void *value,
	struct ledger_result *ret_result)
{
	struct ledger_job job = { .drafts = { { kind, value, NULL } } };

	sample_moment(p->s, p->second, &job.now);
	p->second += STEP_S;
	return sample_write(p->s, &job, ret_result);
}

static void put_code(char to[CODE_SIZE], const char *code)
{
	(void)snprintf(to, CODE_SIZE, "%s", code);
}

static int open_slip(struct passage *p)
{
	const struct plan *plan = p->plan;
	struct slip slip = { .type = plan->type };
	struct ledger_result res;
	int r;

	put_code(slip_direction(plan->type) == DIRECTION_IN ? slip.origin : slip.destination,
		plan->way);
	put_code(slip.partner, plan->partner);
	put_code(slip.place, plan->place);
	put_code(slip.carrier, plan->carrier);
	put_code(slip.operator_code, operator_of(p));
	if (plan->ref[0])
		(void)snprintf(slip.ref, sizeof(slip.ref), "%s-%03u", plan->ref, p->number + 1);
	r = write_entry(p, &slip_kind, &slip, &res);
	if (r == 0)
		memcpy(p->id, ((const struct slip *)res.value)->id, sizeof(p->id));
	return r;
}

static void set_units(struct weighing *w, int64_t net_mg)
{
	for (size_t i = 0; i < sample_kind_count; i++)
		if (strcmp(sample_kinds[i].code, w->category) == 0 && sample_kinds[i].unit_kg > 0)
			w->units = (uint32_t)lround(
				fmax(1, (double)net_mg / 1e6 / sample_kinds[i].unit_kg));
}

/* About so many kilograms, in a container; the rest of w says what and where. */
static int weigh(struct passage *p, unsigned kg, struct weighing_entry *e)
{
	const size_t c = (kg > 10 ? 3 : 0) + dice_below(&p->s->slip_dice, 3);
	const int64_t net_mg = (int64_t)kg * (800 + dice_below(&p->s->slip_dice, 400)) * 1000;
	struct weighing *w = &e->weighing;
	struct ledger_result res;
	int r;

	sample_moment(p->s, p->second, &w->at);
	memcpy(w->site, p->s->identity.site, sizeof(w->site));
	memcpy(w->station, p->s->identity.station, sizeof(w->station));
	put_code(w->operator_code, operator_of(p));
	put_code(w->container, containers[c].code);
	set_units(w, net_mg);
	r = sample_put_on_scale(p->s, net_mg, containers[c].tare_mg, w);
	if (r == 0)
		r = write_entry(p, &weighing_kind, e, &res);
	p->s->weighings += r == 0;
	return r;
}

static int weigh_lines(struct passage *p)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < LINES_MOST && p->plan->lines[i].category; i++) {
		struct weighing_entry e = { .weighing.direction = slip_direction(p->plan->type) };

		put_code(e.weighing.category, p->plan->lines[i].category);
		memcpy(e.weighing.slip, p->id, sizeof(e.weighing.slip));
		r = weigh(p, p->plan->lines[i].kg, &e);
	}
	return r;
}

/* 1: it was; 0: it is none of those. */
static int refuse(struct passage *p)
{
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		struct slip_refused f = { .estimated_mg = refused[i].kg * MASS_MG_PER_KG };
		struct ledger_result res;
		int r;

		if (refused[i].slip != p->number)
			continue;
		memcpy(f.id, p->id, sizeof(f.id));
		put_code(f.reason, refused[i].reason);
		put_code(f.category, refused[i].category);
		r = write_entry(p, &slip_refused_kind, &f, &res);
		return r < 0 ? r : 1;
	}
	return 0;
}

static int close_slip(struct passage *p)
{
	struct slip_closed closed = { 0 };
	struct ledger_result res;

	memcpy(closed.id, p->id, sizeof(closed.id));
	return write_entry(p, &slip_closed_kind, &closed, &res);
}

/* A shelf of crockery fell. */
static int breakage(struct passage *p)
{
	struct weighing_entry e = { .weighing = { .direction = DIRECTION_OUT,
					    .category = "HRP-VAI",
					    .destination = "VOL_CASSE" } };

	return weigh(p, 4, &e);
}

static int one_slip(struct passage *p)
{
	int r = open_slip(p);

	if (r == 0)
		r = refuse(p);
	if (r == 0)
		r = weigh_lines(p);
	if (r >= 0)
		r = close_slip(p);
	return r == 0 && p->number == BREAKAGE_AT ? breakage(p) : r;
}

int sample_slips(struct sample *s, unsigned due)
{
	struct passage p = { .s = s, .second = FIRST_S };
	int r = 0;

	for (; r == 0 && s->slips < due; s->slips++) {
		p.number = s->slips;
		p.plan = &round_of[p.number % ARRAY_SIZE(round_of)];
		r = one_slip(&p);
	}
	return r;
}
