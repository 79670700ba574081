// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Catalogue edits, codes that nobody knows, the hour at which the clock became trusted, and
 * calibrations.
 */
#include <string.h>
#include "clock.h"
#include "day.h"
#include "write.h"

static int keep_persons(struct ledger *l, const struct entry *e, const struct catalogue *rows,
	uint8_t (*salts)[SALT_SIZE])
{
	for (size_t i = 0; i < rows->count; i++) {
		_cleanup_free_ char *person = catalogue_person(&rows->rows[i]);
		int r = person ? erasable_keep(l->sql, e, ITEM_ROWS + (int)i, salts[i], person)
			       : -ENOMEM;

		if (r < 0)
			return r;
	}
	return 0;
}

int write_catalogue(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	_cleanup_free_ uint8_t(*salts)[SALT_SIZE] = NULL;
	_cleanup_json_ json_t *request = json_object();
	_cleanup_free_ char *body = NULL;
	struct entry e;
	int r;

	if (!job->rows || !job->rows->count)
		return -EINVAL;
	r = ledger_check_rows(job->rows, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	salts = calloc(job->rows->count, sizeof(*salts));
	if (!salts || entry_put_request(request, job->key, job->digest))
		return -EINVAL;
	body = catalogue_body(job->rows, request, salts);
	if (!body)
		return -EINVAL;
	r = entry_append_text(l->sql, l->journal, "catalogue", &job->now, body, &e);
	if (r == 0)
		r = keep_persons(l, &e, job->rows, salts);
	if (r == 0)
		r = ledger_check_catalogue(l, res);
	if (r == 0)
		res->seq = e.seq;
	return r;
}

int write_unknown_code(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	const struct record_entry as = { l->journal, "unknown-code", &job->now, job->key,
		job->digest };
	struct unknown_code code = { 0 };
	struct entry e;
	int r;

	memcpy(code.text, job->text, sizeof(code.text));
	memcpy(code.device, job->device, sizeof(code.device));
	r = code.text[0] ? record_append(l->sql, &as, unknown_code_kind.record, &code, &e)
			 : -EINVAL;
	if (r == 0)
		res->seq = e.seq;
	return r;
}

/* The right time of a moment of this boot: the boot clock never jumped, the wall clock did. */
static json_t *corrected(sqlite3_stmt *stmt, const struct moment *now)
{
	int64_t age_us = (int64_t)now->boot_us - sqlite3_column_int64(stmt, 1);
	int64_t wall_us = now->wall_us - age_us;
	char day[DAY_SIZE];

	clock_day(wall_us, day);
	return json_pack("{s:I, s:I, s:s}", "seq", (json_int_t)sqlite3_column_int64(stmt, 0),
		"at_us", (json_int_t)wall_us, "day", day);
}

static int collect_doubtful(struct ledger *l, const struct moment *now, json_t *array)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT seq, boot_us FROM weighing WHERE journal = ? AND boot_id = ?"
		" AND clock = 'doubtful' ORDER BY row",
		V_TEXT(l->journal), V_TEXT(now->boot_id));

	while (r >= 0 && (r = sql_step(stmt)) > 0)
		if (json_array_append_new(array, corrected(stmt, now)))
			return -ENOMEM;
	return r;
}

/* What was doubtful in the boot of right, a moment of it whose time is known. */
static int correct(struct ledger *l, const struct ledger_job *job, const struct moment *right,
	int64_t offset_us, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = json_object();
	json_t *array = json_array();
	struct entry e;
	int r;

	if (field_put_text(body, "boot_id", right->boot_id) ||
		field_put_int(body, "offset_us", offset_us) ||
		json_object_set_new(body, "weighings", array) ||
		entry_put_request(body, job->key, job->digest))
		return -ENOMEM;
	r = collect_doubtful(l, right, array);
	if (r < 0)
		return r;
	if (json_array_size(array) == 0) {
		res->answer = LEDGER_NOT_FOUND;
		return 0;
	}
	r = entry_append(l->sql, l->journal, "clock-corrected", &job->now, body, &e);
	if (r == 0)
		res->seq = e.seq;
	return r;
}

int write_clock(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	return correct(l, job, &job->now, job->offset_us, res);
}

/* Noon in Greenwich is the same day wherever people live. */
static int noon(const char *day, int64_t *ret_wall_us)
{
	int64_t number;
	int r = day_number(day, &number);

	*ret_wall_us = r < 0 ? 0 : (number * 24 + 12) * INT64_C(3600000000);
	return r;
}

static int refuse_day(struct ledger_result *res, const char *day)
{
	ledger_refuse(res, "bad_day", NULL);
	sentence_param(&res->why, "day", day);
	return 0;
}

int write_day(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	struct weighing w;
	struct moment right;
	int r = weighing_find(l->sql, l->journal, job->void_id, &w);

	if (r == 0 && w.at.quality == CLOCK_TRUSTED)
		res->answer = LEDGER_ALREADY;
	else if (r == -ENOENT)
		res->answer = LEDGER_NOT_FOUND;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r == -ENOENT ? 0 : r;
	right = w.at;
	if (!day_exists(job->text) || noon(job->text, &right.wall_us) < 0 ||
		strcmp(job->text, job->now.day) > 0)
		return refuse_day(res, job->text);
	r = correct(l, job, &right, right.wall_us - w.at.wall_us, res);
	return r < 0 ? r : weighing_find(l->sql, l->journal, job->void_id, &res->weighing);
}

int write_calibration(struct ledger *l, const struct ledger_job *job, struct ledger_result *res)
{
	const struct record_entry as = { l->journal, "calibration", &job->now, job->key,
		job->digest };
	struct calibration c = job->calibration;
	struct entry e;
	int r = calibration_check(&c);

	if (r < 0)
		return ledger_refuse(res, "bad_calibration", NULL);
	c.passed = calibration_passes(&c);
	r = record_append(l->sql, &as, &calibration_record, &c, &e);
	if (r == 0)
		r = calibration_rows(l->sql, e.seq, "", l->journal, &res->calibration, 1);
	res->seq = e.seq;
	return r < 0 ? r : 0;
}
