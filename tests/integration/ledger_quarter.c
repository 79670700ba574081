// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_quarter FILE: a ledger that was written from January to March 2026, with all that an evidence
 * pack holds or must leave out: weighings of three methods, voids, returns, an operator, a partner who is a
 * person, notes in words, what stands on a scale's plate and its checks. It is closed by nobody yet.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "clock.h"
#include "ledger.h"
#include "lang.h"
#include "scale_check.h"

enum { DAYS = 60, WEIGHINGS_A_DAY = 3 };
#define DAY_US (INT64_C(86400) * 1000000)
#define START_US (INT64_C(1767603600) * 1000000) /* 2026-01-05 10:00 in Paris */

static struct moment moment_of(int day, int nth)
{
	struct moment m = { .quality = CLOCK_TRUSTED,
		.boot_id = "0123456789abcdef0123456789abcdef" };

	m.wall_us = START_US + day * DAY_US + nth * INT64_C(60000000);
	m.boot_us = (uint64_t)(m.wall_us - START_US) + 1;
	clock_day(m.wall_us, m.day);
	return m;
}

static int put(struct ledger *l, const struct moment *now, const struct kind *kind,
	const void *value, struct ledger_result *res)
{
	const struct ledger_job job = {
		.now = *now, .drafts = { { kind, value, NULL } }, .who = ROLE_COORDINATOR
	};

	ledger_write(l, &job, res);
	if (res->error == 0 && res->answer == LEDGER_WRITTEN)
		return 0;
	(void)fprintf(stderr, "%s: %d %s\n", kind_name(kind), res->error,
		res->why.key ? res->why.key : "");
	return -EINVAL;
}

static int put_catalogue(struct ledger *l)
{
	struct catalogue_facts facts = { .person = true };
	struct catalogue_row row = { .kind = CATALOGUE_PARTNER,
		.code = "JDUPONT",
		.label_fr = "Jeanne Dupont",
		.valid_from = "2026-01-01",
		.facts = &facts };
	const struct catalogue rows = { .count = 1, .rows = &row };
	const struct moment now = moment_of(0, 0);
	struct ledger_result res;

	return put(l, &now, &catalogue_kind, &rows, &res);
}

/* In, out, and back; weighed, typed and on a scale of either sort. */
static int put_weighing(struct ledger *l, int day, int nth)
{
	const struct moment now = moment_of(day, nth);
	const bool out = nth == 2;
	struct weighing_entry e = { .note = "pour Jeanne Dupont, rue des Lilas" };
	struct weighing_void undo = { .reason = "TEST", .note = "c'était Dupont" };
	struct weighing *w = &e.weighing;
	struct ledger_result res;
	int r;

	w->at = now;
	w->direction = out ? DIRECTION_OUT : DIRECTION_IN;
	w->net_mg = 1000 * (1 + day * 7 + nth);
	w->method = nth == 1 ? METHOD_TYPED : METHOD_WEIGHED;
	w->provenance = nth == 1 ? PROVENANCE_NONE : PROVENANCE_STATION_TARE;
	w->gross_mg = nth == 1 ? 0 : w->net_mg;
	w->stable = nth != 1;
	w->approved = nth == 0 && day % 2;
	(void)snprintf(w->scale, sizeof(w->scale), "%s",
		nth == 1  ? ""
		: day % 2 ? "floor"
			  : "bench");
	(void)snprintf(w->category, sizeof(w->category), "%s", day % 3 ? "TLC-VET" : "HRP-LIV");
	(void)snprintf(w->operator_code, sizeof(w->operator_code), "DUPONT-J");
	if (out)
		(void)snprintf(w->destination, sizeof(w->destination), "VENTE");
	else
		(void)snprintf(w->origin, sizeof(w->origin), "%s", day % 10 ? "APP_VOL" : "RETOUR");
	if (nth == 1)
		(void)snprintf(w->partner, sizeof(w->partner), "JDUPONT");
	r = put(l, &now, &weighing_kind, &e, &res);
	if (r < 0 || day % 9 || nth)
		return r;
	memcpy(undo.id, res.weighing.id, sizeof(undo.id));
	return put(l, &now, &void_kind, &undo, &res);
}

static int put_check(struct ledger *l, int day)
{
	const struct moment now = moment_of(day, 10);
	struct scale_check c = {
		.scale = "floor", .mass_mg = 20000000, .e_mg = 100000, .operator_code = "DUPONT-J"
	};
	struct ledger_result res;

	c.reading_mg = c.mass_mg + (day % 4) * 100000;
	return put(l, &now, &scale_check_kind, &c, &res);
}

int main(int argc, char **argv)
{
	const struct ledger_identity identity = { "HD", "MS", "P1" };
	const struct moment first = moment_of(0, 0);
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	int r;

	if (argc < 2 || lang_init() < 0 || clock_init("Europe/Paris") < 0)
		return EXIT_FAILURE;
	r = ledger_open(argv[1], LEDGER_WRITE, &identity, &first, &l);
	if (r == 0)
		r = put_catalogue(l);
	for (int day = 0; r == 0 && day < DAYS; day++) {
		for (int n = 0; r == 0 && n < WEIGHINGS_A_DAY; n++)
			r = put_weighing(l, day, n);
		if (r == 0 && day % 5 == 0)
			r = put_check(l, day);
	}
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
