// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger_state FILE: a ledger with one of everything that a ledger may hold: each method of
 * weighing, both directions, void, correction, replacement, words, catalogue, calibration, an
 * unknown code, a doubtful clock put right and one never put right. The clock is told, so the
 * days are always the same. tests/golden/make-state keeps what it makes for later programs.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "lang.h"
#include "ledger.h"

#define BOOT_LOST "00000000000000000000000000000001" /* its clock was never put right */
#define BOOT_LATE "00000000000000000000000000000002"
#define SECOND INT64_C(1000000)
#define DAY_US (86400 * SECOND)

struct state {
	struct ledger *ledger;
	struct moment now;
	int error;
};

static void at(struct state *s, int64_t wall_us, enum clock_quality quality, const char *boot)
{
	s->now = (struct moment){ .wall_us = wall_us, .boot_us = 60000000, .quality = quality };
	memcpy(s->now.boot_id, boot, strlen(boot) + 1);
	clock_day(wall_us, s->now.day);
}

/* One more entry, or two in one transaction, half a minute later. */
static struct ledger_result put(struct state *s, struct ledger_job *job)
{
	struct ledger_result res = { 0 };

	s->now.wall_us += 30 * SECOND;
	s->now.boot_us += 30 * SECOND;
	clock_day(s->now.wall_us, s->now.day);
	job->now = s->now;
	if (s->error == 0)
		ledger_write(s->ledger, job, &res);
	if (s->error == 0 && (res.error || res.answer != LEDGER_WRITTEN)) {
		(void)fprintf(stderr, "%s: error %d, answer %d, %s\n",
			kind_name(job->drafts[0].kind), res.error, res.answer,
			res.why.key ? res.why.key : "-");
		s->error = -EIO;
	}
	return res;
}

static struct ledger_result put_weighing(
	struct state *s, struct weighing_entry *e, bool label, const char *key)
{
	struct ledger_job job = { .drafts = { { &weighing_kind, e, NULL } }, .label = label };

	(void)snprintf(job.key, sizeof(job.key), "%s", key);
	e->weighing.at = s->now;
	e->weighing.at.wall_us += 30 * SECOND;
	e->weighing.at.boot_us += 30 * SECOND;
	clock_day(e->weighing.at.wall_us, e->weighing.at.day);
	return put(s, &job);
}

static struct weighing weighed(const char *category, int64_t gross_mg, int64_t tare_mg)
{
	struct weighing w = { .method = METHOD_WEIGHED,
		.provenance = PROVENANCE_STATION_TARE,
		.gross_mg = gross_mg,
		.tare_mg = tare_mg,
		.net_mg = gross_mg - tare_mg,
		.stable = true,
		.scale = "balance",
		.origin = "APP_VOL",
		.shown = { gross_mg / 10000, -2, MASS_KILOGRAM },
		.raw_len = 5,
		.raw = "ST,GS" };

	(void)snprintf(w.category, sizeof(w.category), "%s", category);
	return w;
}

static struct weighing unweighed(enum method method, const char *category, int64_t net_mg)
{
	struct weighing w = { .method = method, .net_mg = net_mg, .origin = "APP_VOL" };

	(void)snprintf(w.category, sizeof(w.category), "%s", category);
	return w;
}

static void write_catalogue(struct state *s)
{
	struct catalogue_row rows[] = {
		{ .kind = CATALOGUE_CONTAINER,
			.code = "BAC",
			.label_fr = "Bac gris",
			.tare_mg = 1850000,
			.valid_from = "2025-01-01" },
		{ .kind = CATALOGUE_OPERATOR,
			.code = "OP1",
			.label_fr = "Zoé Martin",
			.valid_from = "2025-01-01" },
		{ .kind = CATALOGUE_PLACE,
			.code = "QUAI",
			.label_fr = "Quai",
			.valid_from = "2025-01-01" },
		{ .kind = CATALOGUE_PARTNER,
			.code = "RELAIS",
			.label_fr = "Relais",
			.valid_from = "2025-01-01" },
		/* From June on, waste is burnt for its heat. */
		{ .kind = CATALOGUE_DESTINATION,
			.code = "OMR",
			.label_fr = "Ordures",
			.class = CLASS_ENERGY,
			.valid_from = "2025-06-01" },
	};
	const struct catalogue all = { .count = ARRAY_SIZE(rows), .rows = rows };
	struct ledger_job job = { .drafts = { { &catalogue_kind, &all, NULL } } };

	put(s, &job);
}

static void write_in(struct state *s)
{
	static const char *const categories[] = { "TLC-VET", "HRP-LIV", "TLC-LIN", "JOU-JEU" };
	struct weighing_entry e = { 0 };

	for (int i = 0; i < 60; i++) {
		at(s, s->now.wall_us + 5 * DAY_US, CLOCK_TRUSTED, BOOT_LATE);
		e.weighing = weighed(categories[i % 4], 2500000 + 130000 * i, i % 3 ? 0 : 1850000);
		e.weighing.approved = i % 7 == 0;
		if (i % 3 == 0)
			memcpy(e.weighing.container, "BAC", 4);
		if (i % 5 == 0) {
			memcpy(e.weighing.operator_code, "OP1", 4);
			memcpy(e.weighing.place, "QUAI", 5);
		}
		put_weighing(s, &e, true, "");
	}
}

/* A net that the device made itself, typed, estimated, flat; counted pieces; words beside them. */
static void write_methods(struct state *s)
{
	struct weighing_entry e = { 0 };

	e.weighing = weighed("TLC-VET", 0, 0);
	e.weighing.provenance = PROVENANCE_DEVICE_TARE;
	e.weighing.net_mg = 4200000;
	put_weighing(s, &e, false, "one of each");
	e.weighing = unweighed(METHOD_TYPED, "DEA-ASS", 12345000);
	memcpy(e.weighing.reason, "OTHER", 6);
	memcpy(e.note, "balance en panne, écrit par Zoé", 33);
	put_weighing(s, &e, false, "");
	e.note[0] = '\0';
	e.weighing = unweighed(METHOD_ESTIMATED, "DEA-LIT", 35000000);
	e.weighing.units = 1;
	put_weighing(s, &e, false, "");
	e.weighing = unweighed(METHOD_FLAT, "HRP-LIV", 6000000);
	e.weighing.units = 12;
	memcpy(e.weighing.origin, "RETOUR", 7);
	put_weighing(s, &e, false, "");
}

static void write_out(struct state *s)
{
	static const char *const destinations[] = { "VENTE", "TRI_TLC", "OMR", "REC_PAPIER" };
	struct weighing_entry e = { 0 };

	for (int i = 0; i < 12; i++) {
		e.weighing = weighed(i == 3 ? "HRP-LIV" : "TLC-VET", 1500000 + 70000 * i, 0);
		e.weighing.direction = DIRECTION_OUT;
		e.weighing.origin[0] = '\0';
		memcpy(e.weighing.destination, destinations[i % 4],
			strlen(destinations[i % 4]) + 1);
		if (i % 4 == 1)
			memcpy(e.weighing.partner, "RELAIS", 7);
		put_weighing(s, &e, false, "");
	}
}

static void write_corrections(struct state *s)
{
	struct weighing_entry e = { .weighing = weighed("TLC-VET", 9000000, 0) };
	struct weighing_entry other = { .weighing = {
						.category = "TLC-CHA", .reason = "CATEGORY" } };
	struct weighing_entry right = { .weighing = weighed("TLC-VET", 9500000, 0) };
	struct weighing_void v = { .reason = "MISTAKE", .note = "pesé deux fois" };
	struct ledger_job job = { .drafts = { { &void_kind, &v, NULL } } };

	memcpy(v.id, put_weighing(s, &e, false, "").weighing.id, sizeof(v.id));
	put(s, &job);
	v = (struct weighing_void){ .reason = "CATEGORY" };
	memcpy(v.id, put_weighing(s, &e, false, "").weighing.id, sizeof(v.id));
	memcpy(other.weighing.corrects, v.id, sizeof(v.id));
	job.drafts[1] = (struct ledger_draft){ &weighing_kind, &other, ledger_reclassified };
	put(s, &job);
	v = (struct weighing_void){ .reason = "LOAD_CHANGED" };
	memcpy(v.id, put_weighing(s, &e, false, "").weighing.id, sizeof(v.id));
	memcpy(right.weighing.corrects, v.id, sizeof(v.id));
	right.weighing.at = s->now;
	job.drafts[1] = (struct ledger_draft){ &weighing_kind, &right, NULL };
	put(s, &job);
}

static void write_others(struct state *s)
{
	struct unknown_code code = { .text = "CARTE 4711 Zoé", .device = "douchette" };
	struct calibration c = { .scale = "plateforme",
		.device = "bascule-head 1",
		.map = "bascule-head",
		.firmware = 0x0100,
		.number = 3,
		.e_mg = 20000,
		.max_mg = 150000000,
		.span_mass_mg = 60000000,
		.zero_counts = 12345,
		.span_counts = 987654,
		.done = { true, true, true, true },
		.corners_mg = { 20000000, 20000000, 20020000, 20000000 },
		.half_load_mg = 30000000,
		.creep_mg = 10000,
		.creep_minutes = 30,
		.operator_code = "OP1",
		.passed = true };
	struct ledger_job of_code = { .drafts = { { &unknown_code_kind, &code, NULL } } };
	struct ledger_job of_calibration = { .drafts = { { &calibration_kind, &c, NULL } } };

	put(s, &of_code);
	put(s, &of_calibration);
}

/* Twice the clock stood at 1970 when the station started; once it was told the hour later. */
static void write_doubtful(struct state *s)
{
	struct weighing_entry e = { 0 };
	struct clock_correction clock = { .offset_us = INT64_C(1780000000) * SECOND };
	struct ledger_job right = { .drafts = { { &clock_corrected_kind, &clock, NULL } } };

	for (int i = 0; i < 6; i++) {
		at(s, (600 + 60 * i) * SECOND, CLOCK_DOUBTFUL, i < 3 ? BOOT_LOST : BOOT_LATE);
		s->now.boot_us += (uint64_t)(i * 60 * SECOND);
		e.weighing = weighed("TLC-VET", 3000000 + 10000 * i, 0);
		put_weighing(s, &e, false, "");
	}
	at(s, INT64_C(1780000000) * SECOND, CLOCK_TRUSTED, BOOT_LATE);
	s->now.boot_us += (uint64_t)(3600 * SECOND);
	put(s, &right);
}

int main(int argc, char **argv)
{
	const struct ledger_identity identity = { "HD", "MS", "P1" };
	struct state s = { 0 };

	if (argc != 2 || lang_init() < 0 || clock_init("Europe/Paris") < 0)
		return 2;
	at(&s, INT64_C(1736245800) * SECOND, CLOCK_TRUSTED, BOOT_LATE);
	s.error = ledger_open(argv[1], LEDGER_WRITE, &identity, &s.now, &s.ledger);
	write_catalogue(&s);
	write_in(&s);
	write_methods(&s);
	write_out(&s);
	write_corrections(&s);
	write_others(&s);
	write_doubtful(&s);
	ledger_free(s.ledger);
	if (s.error < 0)
		(void)fprintf(stderr, "ledger_state: %s\n", strerror(-s.error));
	return s.error < 0;
}
