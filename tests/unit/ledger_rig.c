// SPDX-License-Identifier: GPL-3.0-or-later
/* A ledger in a folder of its own for tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "lang.h"
#include "ledger_rig.h"

static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };

static void say(void *data, const struct ledger_fault *f)
{
	char text[512];

	(void)data;
	print_message("fault at %s/%llu: %s\n", f->journal, (unsigned long long)f->seq,
		lang_say(LANG_EN, &f->what, text, sizeof(text)));
}

static void open_ledger(struct ledger_rig *r)
{
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, &identity, &r->now, &r->ledger), 0);
}

void rig_up(struct ledger_rig *r)
{
	/* In memory where that is possible: what syncs promise is proved elsewhere. */
	*r = (struct ledger_rig){ 0 };
	(void)snprintf(r->folder, sizeof(r->folder), "%s/bascule-ledger-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_int_equal(clock_init("Europe/Paris"), 0);
	assert_int_equal(lang_init(), 0);
	assert_non_null(mkdtemp(r->folder));
	(void)snprintf(r->path, sizeof(r->path), "%s/bascule.db", r->folder);
	r->now = (struct moment){ .wall_us = 1767261600000000,
		.boot_us = 1000000,
		.boot_id = "0123456789abcdef0123456789abcdef",
		.quality = CLOCK_TRUSTED };
	rig_day(r, "2026-01-01");
	open_ledger(r);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void rig_down(struct ledger_rig *r)
{
	ledger_free(r->ledger);
	(void)nftw(r->folder, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

int rig_begin(void **state)
{
	struct ledger_rig *r = malloc(sizeof(*r));

	assert_non_null(r);
	rig_up(r);
	*state = r;
	return 0;
}

int rig_end(void **state)
{
	rig_down(*state);
	free(*state);
	return 0;
}

void rig_reopen(struct ledger_rig *r)
{
	ledger_free(r->ledger);
	open_ledger(r);
}

void rig_day(struct ledger_rig *r, const char *day)
{
	memcpy(r->now.day, day, DAY_SIZE);
}

void rig_tick(struct ledger_rig *r)
{
	r->now.wall_us += 1000000;
	r->now.boot_us += 1000000;
}

struct weighing rig_weighing(const struct ledger_rig *r, const char *category, int64_t net_mg)
{
	struct weighing w = { .at = r->now,
		.provenance = PROVENANCE_STATION_TARE,
		.gross_mg = net_mg,
		.net_mg = net_mg,
		.method = METHOD_WEIGHED,
		.stable = true,
		.origin = "APP_VOL",
		.scale = "floor",
		.shown = { net_mg, -6, MASS_KILOGRAM },
		.raw_len = 3,
		.raw = { 3, 4, 3 } };

	(void)snprintf(w.category, sizeof(w.category), "%s", category);
	return w;
}

struct rig_job rig_job(const struct ledger_rig *r, enum rig_op op)
{
	return (struct rig_job){ .op = op, .now = r->now, .reason = "MISTAKE" };
}

static void fill_values(const struct rig_job *job, struct rig_values *v)
{
	*v = (struct rig_values){ .weighing.weighing = job->weighing,
		.calibration = job->calibration,
		.clock.offset_us = job->offset_us };
	memcpy(v->voided.id, job->void_id, sizeof(v->voided.id));
	memcpy(v->voided.reason, job->reason, sizeof(v->voided.reason));
	memcpy(v->code.text, job->text, sizeof(v->code.text));
	memcpy(v->code.device, job->device, sizeof(v->code.device));
	memcpy(v->clock.id, job->void_id, sizeof(v->clock.id));
	memcpy(v->clock.day, job->text, sizeof(v->clock.day) - 1);
	if (job->op == RIG_RECORD)
		memcpy(v->weighing.note, job->note, sizeof(job->note));
	else
		memcpy(v->voided.note, job->note, sizeof(job->note));
	if (job->op != RIG_RECORD)
		memcpy(v->weighing.weighing.corrects, job->void_id, PRIVATE_KEY_SIZE);
	if (job->op == RIG_RECLASSIFY)
		memcpy(v->weighing.weighing.category, job->category, CODE_SIZE);
	if (job->op == RIG_RECLASSIFY || job->op == RIG_RESTORE)
		memcpy(v->weighing.weighing.reason, job->reason, CODE_SIZE);
}

struct ledger_job rig_drafts(const struct rig_job *job, struct rig_values *v)
{
	const struct ledger_draft of[][2] = {
		[RIG_RECORD] = { { &weighing_kind, &v->weighing, NULL } },
		[RIG_VOID] = { { &void_kind, &v->voided, NULL } },
		[RIG_REPLACE] = { { &void_kind, &v->voided, NULL },
			{ &weighing_kind, &v->weighing, NULL } },
		[RIG_RECLASSIFY] = { { &void_kind, &v->voided, NULL },
			{ &weighing_kind, &v->weighing, ledger_reclassified } },
		[RIG_RESTORE] = { { &void_kind, &v->voided, NULL },
			{ &weighing_kind, &v->weighing, ledger_restored } },
		[RIG_CATALOGUE] = { { &catalogue_kind, job->rows, NULL } },
		[RIG_CODE] = { { &unknown_code_kind, &v->code, NULL } },
		[RIG_CLOCK] = { { &clock_corrected_kind, &v->clock, NULL } },
		[RIG_CALIBRATION] = { { &calibration_kind, &v->calibration, NULL } },
	};
	struct ledger_job drafts = { .now = job->now,
		.drafts = { of[job->op][0], of[job->op][1] },
		.kept = job->kept,
		.left_number = job->left_number,
		.label = job->label };

	fill_values(job, v);
	memcpy(drafts.key, job->key, sizeof(drafts.key));
	memcpy(drafts.digest, job->digest, sizeof(drafts.digest));
	memcpy(drafts.token, job->token, sizeof(drafts.token));
	return drafts;
}

void rig_put(struct ledger *l, const struct rig_job *job, struct ledger_result *ret_result)
{
	struct rig_values values;
	const struct ledger_job drafts = rig_drafts(job, &values);

	ledger_write(l, &drafts, ret_result);
}

struct ledger_result rig_write(
	struct ledger_rig *r, const struct rig_job *job, enum ledger_answer expected)
{
	struct ledger_result res;

	rig_put(r->ledger, job, &res);
	if (res.error)
		print_message("ledger_write: %s\n", strerror(-res.error));
	if (res.answer != expected)
		print_message("refused: %s\n", res.why.key ? res.why.key : "-");
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, expected);
	return res;
}

struct ledger_result rig_record(struct ledger_rig *r, const char *category, int64_t net_mg)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	job.weighing = rig_weighing(r, category, net_mg);
	return rig_write(r, &job, LEDGER_WRITTEN);
}

struct ledger_result rig_void(struct ledger_rig *r, const char *id, enum ledger_answer expected)
{
	struct rig_job job = rig_job(r, RIG_VOID);

	(void)snprintf(job.void_id, sizeof(job.void_id), "%s", id);
	return rig_write(r, &job, expected);
}

uint64_t rig_expect_sound(struct ledger_rig *r)
{
	uint64_t entries = 0;

	assert_int_equal(ledger_verify(r->ledger, say, NULL, &entries), 0);
	assert_int_equal(ledger_rebuild_check(r->ledger, say, NULL, NULL), 0);
	return entries;
}

int rig_faults(struct ledger_rig *r)
{
	uint64_t entries;
	int verify = ledger_verify(r->ledger, NULL, NULL, &entries);
	int rebuild = ledger_rebuild_check(r->ledger, NULL, NULL, NULL);

	assert_true(verify >= 0 && rebuild >= 0);
	return verify + rebuild;
}

static void run_sql(struct ledger_rig *r, const char *sql)
{
	sqlite3 *db;
	char *error = NULL;

	r->ledger = ledger_free(r->ledger);
	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", sql, error);
	sqlite3_close(db);
}

void rig_sql(struct ledger_rig *r, const char *sql)
{
	run_sql(r, sql);
	open_ledger(r);
}

void rig_damage(struct ledger_rig *r, const char *sql)
{
	run_sql(r, sql);
	assert_int_equal(ledger_open(r->path, LEDGER_READ, NULL, NULL, &r->ledger), 0);
}

int64_t rig_int(struct ledger_rig *r, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t value;

	assert_int_equal(sqlite3_prepare_v2(ledger_db(r->ledger), sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}
