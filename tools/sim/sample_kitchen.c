// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A plausible month of one workshop, for the demo: each morning it cooks what was fetched the day before, packs
 * it, and delivers most of it in the afternoon, the rest the next day; now and then it freezes, and refuses; a
 * cooling is too slow, once; morning and evening it reads its cold places. The last day leaves what one has to try the screens with: food to cook, packs to deliver, an open pot.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "clock.h"
#include "cooling.h"
#include "food.h"
#include "lot.h"
#include "recipe.h"
#include "sample.h"
#include "slip.h"
#include "temperature.h"

enum { MORNING_S = SAMPLE_OPEN_S - 500, STEP_S = 40, LINES = 4, TRAY_G = 18, TRAYS_MOST = 60 };
enum { E_MG = 5000 };
enum { SLOW_DAY = 21, SLOW_MIN = 131 }; /* once the cold room was too full */

static const struct dish {
	const char *product, *recipe;
	struct {
		const char *ingredient, *category;
		unsigned kg;
	} lines[LINES];
	unsigned water_kg, tray_g, loss_kg;
} dishes[] = {
	{ "SOUPE", "R-SOUPE",
		{ { "CAROTTE", "ALI-FEL", 15 }, { "POIREAU", "ALI-FEL", 8 },
			{ "POMTERRE", "ALI-FEL", 10 }, { "CELERI", "ALI-FEL", 3 } },
		20, 800, 3 },
	{ "PUREE", "R-PUREE", { { "POMTERRE", "ALI-FEL", 20 }, { "CREME", "ALI-LAI", 2 } }, 3, 450,
		2 },
	{ "DAHL", "R-DAHL",
		{ { "LENTILLE", "ALI-EPI", 8 }, { "COURGE", "ALI-FEL", 10 },
			{ "CAROTTE", "ALI-FEL", 5 } },
		12, 500, 2 },
	{ "COMPOTE", "R-COMPOTE", { { "POMME", "ALI-FEL", 20 }, { "SUCRE", "ALI-EPI", 1 } }, 0, 400,
		3 },
};

static const struct {
	const char *partner, *origin;
} donors[] = { { "SUPER", "ALIM_GMS" }, { "FERME", "ALIM_PROD" }, { "GROSSISTE", "ALIM_GMS" } };
static const char *const recipients[] = { "EPISOL", "FOYER", "AIDE" };

struct kitchen {
	struct sample *s;
	unsigned n; /* days that were open */
	unsigned second;
	const struct dish *dish; /* that what was fetched is for */
	char fetched[LINES][PRIVATE_KEY_SIZE];
	char made[PRIVATE_KEY_SIZE]; /* of which packs are left, */
	unsigned packs;              /* so many */
};

static int write_job(struct kitchen *k, struct ledger_job *job, struct ledger_result *res)
{
	sample_moment(k->s, k->second, &job->now);
	job->who = ROLE_STAFF;
	k->second += STEP_S;
	return sample_write(k->s, job, res);
}

static int write_one(
	struct kitchen *k, const struct kind *kind, const void *value, struct ledger_result *res)
{
	struct ledger_job job = { .drafts = { { kind, value, NULL } } };

	return write_job(k, &job, res);
}

static void put_code(char to[CODE_SIZE], const char *code)
{
	(void)snprintf(to, CODE_SIZE, "%s", code);
}

/* When what is written next is done. */
static void moment(const struct kitchen *k, int64_t *ret_wall_us, char ret_day[DAY_SIZE])
{
	struct moment now;

	sample_moment(k->s, k->second, &now);
	*ret_wall_us = now.wall_us;
	memcpy(ret_day, now.day, DAY_SIZE);
}

static void day_in(const struct kitchen *k, int days, char ret_day[DAY_SIZE])
{
	clock_day(k->s->midnight_us + (days * 24 + 12) * INT64_C(3600000000), ret_day);
}

/* As a scale tells it. */
static int64_t whole_mg(int64_t mass_mg)
{
	return mass_mg / E_MG * E_MG;
}

static int64_t about_mg(struct kitchen *k, unsigned grams)
{
	return whole_mg((int64_t)grams * (900 + dice_below(&k->s->dice, 200)));
}

/* ---- what is fetched ---- */

static int open_slip(struct kitchen *k, struct slip *slip, char ret_id[PRIVATE_KEY_SIZE])
{
	struct ledger_result res;
	int r;

	r = write_one(k, &slip_kind, slip, &res);
	if (r == 0)
		memcpy(ret_id, ((const struct slip *)res.value)->id, PRIVATE_KEY_SIZE);
	return r;
}

static int close_slip(struct kitchen *k, const char *id)
{
	struct slip_closed closed = { 0 };
	struct ledger_result res;

	memcpy(closed.id, id, sizeof(closed.id));
	return write_one(k, &slip_closed_kind, &closed, &res);
}

/* Milk has a use-by date and says what it is; all else has none that matters. */
static void set_food(const struct kitchen *k, bool milk, struct food_received *f)
{
	f->date_kind = milk ? DATE_DLC : DATE_NONE;
	f->prepacked = f->animal = f->temp_seen = milk;
	f->temp_mc = milk ? 3500 : 0;
	f->temp_from = milk ? TEMP_TYPED : TEMP_UNSAID;
	if (milk)
		day_in(k, 9, f->date);
	put_code(f->store, "CHAMBRE1");
}

static int read_milk(struct kitchen *k, const char *lot)
{
	struct food_read read = { .allergens = "LAI", .emphasise = "crème" };
	struct ledger_result res;

	memcpy(read.lot, lot, sizeof(read.lot));
	return write_one(k, &food_read_kind, &read, &res);
}

static int receive(struct kitchen *k, const char *slip, size_t line)
{
	const bool milk = strcmp(k->dish->lines[line].ingredient, "CREME") == 0;
	struct weighing_entry e = { .weighing.direction = DIRECTION_IN };
	struct food_received f = { 0 };
	struct ledger_job job = { .drafts = { { &weighing_kind, &e, ledger_food_weighing },
					  { &food_received_kind, &f, NULL } } };
	struct weighing *w = &e.weighing;
	struct ledger_result res;
	int r;

	sample_moment(k->s, k->second, &w->at);
	memcpy(w->site, k->s->identity.site, sizeof(w->site));
	memcpy(w->station, k->s->identity.station, sizeof(w->station));
	memcpy(w->slip, slip, sizeof(w->slip));
	put_code(w->category, k->dish->lines[line].category);
	r = sample_put_on_scale(k->s, about_mg(k, k->dish->lines[line].kg * 1100), 0, w);
	memcpy(f.day, w->at.day, sizeof(f.day));
	put_code(f.ingredient, k->dish->lines[line].ingredient);
	set_food(k, milk, &f);
	if (r == 0)
		r = write_job(k, &job, &res);
	if (r < 0)
		return r;
	k->s->weighings++;
	memcpy(k->fetched[line], ((const struct food_received *)res.value)->lot, PRIVATE_KEY_SIZE);
	return milk ? read_milk(k, k->fetched[line]) : 0;
}

static int refuse(struct kitchen *k, const char *slip)
{
	struct food_refused f = { .net_mg = 6 * MASS_MG_PER_KG };
	struct ledger_result res;

	memcpy(f.slip, slip, sizeof(f.slip));
	put_code(f.category, "ALI-LAI");
	put_code(f.reason, k->n % 2 ? "DATE" : "TEMPERATURE");
	return write_one(k, &food_refused_kind, &f, &res);
}

static int fetch(struct kitchen *k)
{
	const size_t donor = k->n % ARRAY_SIZE(donors);
	struct slip slip = { .type = SLIP_PICKUP };
	char id[PRIVATE_KEY_SIZE];
	int r;

	k->dish = &dishes[k->n % ARRAY_SIZE(dishes)];
	memset(k->fetched, 0, sizeof(k->fetched));
	put_code(slip.origin, donors[donor].origin);
	put_code(slip.partner, donors[donor].partner);
	r = open_slip(k, &slip, id);
	for (size_t i = 0; r == 0 && i < LINES && k->dish->lines[i].ingredient; i++)
		r = receive(k, id, i);
	if (r == 0 && k->n % 5 == 3)
		r = refuse(k, id);
	return r < 0 ? r : close_slip(k, id);
}

/* ---- what is made of it ---- */

static int begin(struct kitchen *k, enum lot_process process, const char *product,
	const char *recipe, char ret_id[PRIVATE_KEY_SIZE])
{
	struct lot_made lot = { .process = process };
	struct ledger_result res;
	int r;

	moment(k, &lot.at_wall_us, lot.day);
	put_code(lot.product, product);
	put_code(lot.recipe, recipe);
	r = write_one(k, &lot_kind, &lot, &res);
	if (r == 0)
		memcpy(ret_id, ((const struct lot_made *)res.value)->id, PRIVATE_KEY_SIZE);
	return r;
}

/* from "": water. mass 0: all that is left of it. */
static int put_in(struct kitchen *k, const char *pot, const char *from, int64_t mass_mg)
{
	struct lot_input in = { .mass_mg = mass_mg,
		.source = from[0] ? SOURCE_UNSAID : SOURCE_WATER };
	struct ledger_result res;

	moment(k, &in.at_wall_us, in.day);
	memcpy(in.lot, pot, sizeof(in.lot));
	(void)snprintf(in.from, sizeof(in.from), "%s", from);
	return write_one(k, &lot_input_kind, &in, &res);
}

static int close_pot(struct kitchen *k, const char *pot)
{
	struct lot_closed closed = { 0 };
	struct ledger_result res;

	moment(k, &closed.at_wall_us, closed.day);
	memcpy(closed.lot, pot, sizeof(closed.lot));
	return write_one(k, &lot_closed_kind, &closed, &res);
}

static int pack(struct kitchen *k, const char *pot, int64_t net_mg)
{
	struct pack p = { .method = METHOD_WEIGHED,
		.tare_mg = TRAY_G * INT64_C(1000),
		.gross_mg = net_mg + TRAY_G * INT64_C(1000),
		.net_mg = net_mg };
	struct ledger_result res;

	moment(k, &p.at_wall_us, p.day);
	memcpy(p.lot, pot, sizeof(p.lot));
	put_code(p.container, net_mg > MASS_MG_PER_KG / 2 ? "BARQ1000" : "BARQ500");
	memcpy(p.scale, k->s->scale, sizeof(p.scale));
	return write_one(k, &pack_kind, &p, &res);
}

static int64_t in_pot_mg(struct kitchen *k, const char *pot)
{
	struct lot_made lot;

	return ledger_made_lot(k->s->ledger, pot, &lot) < 0 ? 0 : lot.left_mg;
}

static int end_packing(struct kitchen *k, const char *pot, int64_t bulk_mg, int64_t loss_mg)
{
	struct lot_packed end = { .bulk_mg = bulk_mg };
	struct ledger_result res;

	moment(k, &end.at_wall_us, end.day);
	memcpy(end.lot, pot, sizeof(end.lot));
	put_code(end.store, "CHAMBRE1");
	if (loss_mg) {
		end.loss_count = 1;
		put_code(end.losses[0].destination, "COMPOST");
		end.losses[0].mass_mg = loss_mg;
	}
	return write_one(k, &lot_packed_kind, &end, &res);
}

/* As many trays as it fills, but for the bulk, what sticks to the pot and some steam. */
static int pack_all(struct kitchen *k, const char *pot, int64_t bulk_mg, const struct dish *dish)
{
	const int64_t loss_mg = dish->loss_kg * MASS_MG_PER_KG;
	int64_t left_mg = whole_mg(in_pot_mg(k, pot) * 94 / 100) - loss_mg - bulk_mg;
	int r = 0;

	for (k->packs = 0; r == 0 && k->packs < TRAYS_MOST; k->packs++) {
		const int64_t net_mg = about_mg(k, dish->tray_g);

		if (net_mg > left_mg)
			break;
		r = pack(k, pot, net_mg);
		left_mg -= net_mg;
	}
	if (r == 0)
		r = end_packing(k, pot, bulk_mg + left_mg, loss_mg);
	memcpy(k->made, pot, sizeof(k->made));
	return r;
}

static int fill(struct kitchen *k, char ret_pot[PRIVATE_KEY_SIZE])
{
	int r = begin(k, PROCESS_COOK, k->dish->product, k->dish->recipe, ret_pot);

	for (size_t i = 0; r == 0 && i < LINES && k->fetched[i][0]; i++)
		r = put_in(k, ret_pot, k->fetched[i], 0);
	if (r == 0 && k->dish->water_kg)
		r = put_in(k, ret_pot, "", k->dish->water_kg * MASS_MG_PER_KG);
	return r;
}

static int cool(struct kitchen *k, const char *pot)
{
	struct cooling_started from = { .start_mc = 68000 + dice_below(&k->s->dice, 15) * 1000 };
	struct cooling to = { .end_mc = 4000 + dice_below(&k->s->dice, 6) * 1000 };
	const unsigned minutes = 74 + dice_below(&k->s->dice, 36);
	struct ledger_result res;
	char day[DAY_SIZE];
	int r;

	memcpy(from.lot, pot, sizeof(from.lot));
	memcpy(to.lot, pot, sizeof(to.lot));
	moment(k, &from.started_wall_us, day);
	r = write_one(k, &cooling_started_kind, &from, &res);
	k->second += 60 * (k->n == SLOW_DAY ? SLOW_MIN : minutes);
	moment(k, &to.ended_wall_us, day);
	return r < 0 ? r : write_one(k, &cooling_kind, &to, &res);
}

/* What is in bulk becomes a frozen lot of its own, which stays in stock. */
static int freeze(struct kitchen *k, const char *from)
{
	const unsigned fresh = k->packs;
	static const struct dish frozen = { .tray_g = 900 };
	char pot[PRIVATE_KEY_SIZE];
	int r = begin(k, PROCESS_FREEZE, "SOUPE-G", "", pot);

	if (r == 0)
		r = put_in(k, pot, from, 0);
	if (r == 0)
		r = close_pot(k, pot);
	if (r == 0)
		r = pack_all(k, pot, 0, &frozen);
	k->packs = fresh;
	(void)snprintf(k->made, sizeof(k->made), "%s", from);
	return r;
}

static int cook(struct kitchen *k)
{
	const bool freezes = strcmp(k->dish->product, "SOUPE") == 0 && k->n % 8 == 4;
	char pot[PRIVATE_KEY_SIZE];
	int r = fill(k, pot);

	if (r == 0)
		r = close_pot(k, pot);
	if (r == 0)
		r = cool(k, pot);
	if (r == 0 && k->n == SLOW_DAY)
		return 0; /* it is held: nothing is packed of it before somebody decides */
	if (r == 0)
		r = pack_all(k, pot, freezes ? 8 * MASS_MG_PER_KG : 0, k->dish);
	return r == 0 && freezes ? freeze(k, pot) : r;
}

/* ---- what is delivered ---- */

static int deliver(struct kitchen *k, unsigned packs)
{
	struct slip slip = { .type = SLIP_DELIVERY };
	struct pack_state line = { .units = packs, .reason = "OTHER" };
	struct ledger_result res;
	int r;

	if (!packs)
		return 0;
	put_code(slip.destination, "ALIM_DIST");
	put_code(slip.partner, recipients[(k->n + (packs < k->packs)) % ARRAY_SIZE(recipients)]);
	r = open_slip(k, &slip, line.slip);
	memcpy(line.lot, k->made, sizeof(line.lot));
	(void)snprintf(line.note, sizeof(line.note), "servi le jour même");
	if (r == 0)
		r = write_one(k, &pack_state_kind, &line, &res);
	k->packs -= r == 0 ? packs : 0;
	return r < 0 ? r : close_slip(k, line.slip);
}

/* Of each cold place, whole degrees, none of them too warm. */
static int read_cold(struct kitchen *k)
{
	static const struct {
		const char *place;
		enum cold_profile profile;
		int coldest, of;
	} places[] = { { "CHAMBRE1", COLD_FROID_3, 1, 3 }, { "CONGEL1", COLD_CONGEL, -22, 4 } };
	struct ledger_result res;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(places); i++) {
		struct temperature t = { .profile = places[i].profile };

		t.value_mc = INT64_C(1000) * (places[i].coldest + (int)dice_below(&k->s->dice,
									  (uint32_t)places[i].of));
		put_code(t.place, places[i].place);
		r = write_one(k, &temperature_kind, &t, &res);
	}
	return r;
}

static int one_day(struct kitchen *k, bool last)
{
	char pot[PRIVATE_KEY_SIZE];
	int r = read_cold(k);

	if (r == 0)
		r = deliver(k, k->packs);

	if (r == 0 && !k->n)
		r = fetch(k);
	if (r == 0)
		r = cook(k);
	k->n++;
	if (r == 0)
		r = deliver(k, k->packs * 2 / 3);
	if (r == 0)
		r = fetch(k);
	if (r == 0)
		r = read_cold(k);
	if (r < 0 || !last)
		return r;
	r = begin(k, PROCESS_COOK, k->dish->product, k->dish->recipe, pot);
	return r < 0 ? r : put_in(k, pot, k->fetched[0], 4 * MASS_MG_PER_KG);
}

int sample_kitchen(struct sample *s, unsigned days)
{
	struct kitchen k = { .s = s, .dish = dishes };
	int r = 0;

	for (unsigned back = days; r == 0 && back > 0; back--) {
		const struct tm day = sample_day(s, days, back);

		k.second = MORNING_S;
		if (day.tm_wday != 0 || back == 1)
			r = one_day(&k, back == 1);
	}
	return r;
}
