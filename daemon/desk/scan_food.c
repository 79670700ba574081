// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a scanned code says of food: while a page listens (it receives, fills a pot, delivers) codes of packs,
 * families and partners, and the keys of our own lots and packs, are told to it and do nothing else.
 */
#include <errno.h>
#include <string.h>
#include "act.h"
#include "catalogue_facts.h"
#include "clock.h"
#include "desk_private.h"
#include "gs1.h"
#include "lot.h"

const char *desk_hearing(const struct desk *d)
{
	struct moment now;

	clock_now(&now);
	return hearing_page(&d->hearing, now.boot_us);
}

void desk_receive(struct desk *d, const char *page, enum hears hears)
{
	struct moment now;

	clock_now(&now);
	hearing_say(&d->hearing, page, hears, now.boot_us);
	if (d->events.snapshot)
		d->events.snapshot(d->events.data);
}

bool scan_tell_page(struct desk *d, const struct desk_food *said)
{
	const char *page = desk_hearing(d);

	if (!page || !d->events.food)
		return false;
	if (d->panels)
		panels_signal(d->panels, SIGNAL_ARMED);
	d->events.food(d->events.data, page, said);
	return true;
}

static bool is_cold(const struct desk *d, const char *place, const char *day)
{
	const struct catalogue_row *row = catalogue_find(d->catalogue, CATALOGUE_PLACE, place, day);

	return row && catalogue_facts(row)->place_type == PLACE_COLD_ROOM;
}

static bool hears_goods(const struct desk *d, const struct moment *now)
{
	return hearing_hears(&d->hearing, now->boot_us) == HEARS_GOODS;
}

bool scan_units(struct desk *d, uint32_t units)
{
	const struct desk_food said = { .units = units };
	struct moment now;

	clock_now(&now);
	return hears_goods(d, &now) && scan_tell_page(d, &said);
}

bool scan_row(struct desk *d, enum catalogue_kind kind, const char *code)
{
	struct desk_food said = { 0 };
	struct moment now;

	clock_now(&now);
	if (kind == CATALOGUE_PARTNER)
		said.partner = code;
	else if (kind == CATALOGUE_PRODUCT)
		said.product = code;
	else if (kind == CATALOGUE_RECIPE)
		said.recipe = code;
	else if (kind == CATALOGUE_INGREDIENT)
		said.ingredient = code;
	else if (kind == CATALOGUE_PLACE && (hears_goods(d, &now) || is_cold(d, code, now.day)))
		said.place = code; /* goods come from any other */
	else if (kind == CATALOGUE_CATEGORY &&
		 (hears_goods(d, &now) || food_category(d->catalogue, code, now.day)))
		said.category = code;
	else
		return false; /* goods are the station's, whoever receives elsewhere */
	return scan_tell_page(d, &said);
}

bool scan_pack(struct desk *d, const char *text)
{
	struct desk_food said = { .text = text };
	struct moment now;

	clock_now(&now);
	memcpy(said.pack.day, now.day, sizeof(said.pack.day));
	return food_scanned(&said.pack, text) == 0 && gs1_gtin_good(said.pack.gtin) &&
	       scan_tell_page(d, &said);
}

bool scan_degrees(struct desk *d, const char *squashed)
{
	const struct sentence why = { .key = "no_page_asks" };
	int degrees = 0;
	const struct desk_food said = { .degrees = &degrees };

	if (!degrees_read(squashed, &degrees))
		return false;
	if (!scan_tell_page(d, &said))
		desk_refused(d, &why);
	return true;
}

void scan_act(struct desk *d, const struct act *act)
{
	const struct desk_food said = { .act = act->code };
	const struct sentence why = { .key = "no_page_asks" };

	if (scan_tell_page(d, &said))
		return;
	if (act->action == ACT_SAID)
		desk_refused(d, &why);
	else if (d->events.food)
		d->events.food(d->events.data, "", &said);
}

/* lang: scanned_food */
void scan_food(struct desk *d, const char *key)
{
	const struct desk_food said = { .key = key };
	struct sentence what = { .key = "scanned_food" };

	if (scan_tell_page(d, &said))
		return;
	sentence_param(&what, "id", key);
	desk_news(d, &what);
}

int scan_find_food(struct ledger *l, const char *id, char ret_key[PRIVATE_KEY_SIZE])
{
	struct food_received received;
	struct lot_made made;
	struct pack pack;
	const char *found = pack.id;
	int r = ledger_pack(l, id, &pack);

	if (r == -ENOENT) {
		found = made.id;
		r = ledger_made_lot(l, id, &made);
	}
	if (r == -ENOENT) {
		found = received.lot;
		r = ledger_received_lot(l, id, &received);
	}
	if (r == 0)
		memcpy(ret_key, found, PRIVATE_KEY_SIZE);
	return r;
}
