// SPDX-License-Identifier: GPL-3.0-or-later
/* A year of weighings of each sort, and reports of it. After cmocka.h. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "ledger_rig.h"
#include "report.h"

static inline void record(struct ledger_rig *r, const char *day, const char *category,
	const char *origin, const char *destination, int64_t net_mg, uint32_t units)
{
	struct rig_job job;

	rig_day(r, day);
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, category, net_mg);
	(void)snprintf(job.weighing.origin, CODE_SIZE, "%s", origin);
	(void)snprintf(job.weighing.destination, CODE_SIZE, "%s", destination);
	job.weighing.direction = destination[0] ? DIRECTION_OUT : DIRECTION_IN;
	job.weighing.units = units;
	rig_write(r, &job, LEDGER_WRITTEN);
}

static inline int up(void **state)
{
	struct ledger_rig *r = malloc(sizeof(*r));
	struct rig_job job;
	struct ledger_result res;

	rig_up(r);
	record(r, "2026-01-05", "TLC-VET", "APP_VOL", "", 12500000, 0);
	record(r, "2026-01-05", "TLC-VET", "APP_VOL", "", 499, 0);
	record(r, "2026-02-28", "HRP-LIV", "DECH_ZONE", "", 7250000, 12);
	record(r, "2026-03-01", "HRP-LIV", "RETOUR", "", 1000000, 2);
	record(r, "2026-03-31", "TLC-VET", "", "VENTE", 3000500, 10);
	record(r, "2026-03-31", "TLC-LIN", "", "TRI_TLC", 4000000, 0);
	record(r, "2026-04-01", "HRP-LIV", "", "REC_PAPIER", 2000000, 0);
	record(r, "2026-04-01", "HRP-LIV", "", "CSR_UVE", 1000000, 0);
	record(r, "2026-12-31", "HRP-VAI", "", "OMR", 500000, 0);
	record(r, "2026-12-31", "HRP-VAI", "", "VOL_CASSE", 250000, 1);
	record(r, "2027-01-01", "HRP-VAI", "APP_VOL", "", 99000000, 1);
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, "EEE-PAM-CUI", 1500000);
	job.weighing.provenance = PROVENANCE_NONE;
	job.weighing.method = METHOD_TYPED;
	memcpy(job.weighing.at.day, "2026-06-30", DAY_SIZE);
	rig_write(r, &job, LEDGER_WRITTEN);
	res = rig_record(r, "TLC-VET", 77000000);
	rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	*state = r;
	return 0;
}

static inline int down(void **state)
{
	rig_down(*state);
	free(*state);
	return 0;
}

static inline struct table make_of(
	struct ledger_rig *r, const char *name, const char *period, const char *by)
{
	const struct report *report = report_find(name);
	struct report_query q = { 0 };
	struct table t = { 0 };
	struct sentence why;

	assert_int_equal(day_period(period, "2026-11-28", q.first_day, q.last_day), 0);
	assert_int_equal(report_by(report, by, &q, &why), 0);
	assert_int_equal(report_make(r->ledger, report, &q, LANG_FR, &t), 0);
	return t;
}

static inline struct table make(struct ledger_rig *r, const char *period, const char *by)
{
	return make_of(r, "tonnage", period, by);
}
