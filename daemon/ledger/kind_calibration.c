// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * calibration: a scale's head was set with known masses, and this is what it said when it was
 * tried. What was not done is absent, so that a zero is always one that was seen.
 */
#include "kinds.h"
#include <string.h>

static int put_mg(json_t *body, const char *name, int64_t mg)
{
	return json_object_set_new(body, name, json_integer(mg));
}

static int put_corners(json_t *body, const struct calibration *c)
{
	json_t *corners = json_array();
	int r = json_object_set_new(body, "corners_mg", corners);

	for (size_t i = 0; i < CALIBRATION_CORNER_COUNT; i++)
		r |= json_array_append_new(corners, json_integer(c->corners_mg[i]));
	return r;
}

static int put_trials(json_t *body, const struct calibration *c)
{
	int r = 0;

	if (c->done[CALIBRATION_ZERO_RETURN])
		r |= put_mg(body, "zero_return_mg", c->zero_return_mg);
	if (c->done[CALIBRATION_CORNERS])
		r |= put_corners(body, c);
	if (c->done[CALIBRATION_HALF_LOAD])
		r |= put_mg(body, "half_load_mg", c->half_load_mg) |
		     put_mg(body, "half_error_mg", c->half_error_mg);
	if (c->done[CALIBRATION_CREEP])
		r |= put_mg(body, "creep_mg", c->creep_mg) |
		     field_put_int(body, "creep_minutes", c->creep_minutes);
	return r;
}

json_t *calibration_body(const struct calibration *c)
{
	_cleanup_json_ json_t *body = json_object();
	int r = field_put_text(body, "scale", c->scale);

	r |= field_put_text(body, "device", c->device);
	r |= field_put_text(body, "map", c->map);
	r |= field_put_int(body, "firmware", c->firmware);
	r |= field_put_int(body, "number", c->number);
	r |= field_put_int(body, "e_mg", c->e_mg);
	r |= field_put_int(body, "max_mg", c->max_mg);
	r |= field_put_int(body, "span_mass_mg", c->span_mass_mg);
	r |= field_put_int(body, "zero_counts", c->zero_counts);
	r |= field_put_int(body, "span_counts", c->span_counts);
	r |= put_trials(body, c);
	r |= field_put_text(body, "operator", c->operator_code);
	r |= field_put_true(body, "passed", calibration_passes(c));
	return r ? NULL : TAKE_PTR(body);
}

static void read_corners(struct fields *b, struct calibration *c)
{
	const json_t *corners = json_object_get(b->json, "corners_mg"), *mg;
	size_t i;

	c->done[CALIBRATION_CORNERS] = corners != NULL;
	if (!corners)
		return;
	if (json_array_size(corners) != CALIBRATION_CORNER_COUNT) {
		b->error = -EBADMSG;
		return;
	}
	json_array_foreach(corners, i, mg)
	{
		if (!json_is_integer(mg))
			b->error = -EBADMSG;
		c->corners_mg[i] = json_integer_value(mg);
	}
}

static void read_trials(struct fields *b, struct calibration *c)
{
	c->done[CALIBRATION_ZERO_RETURN] = field_has(b, "zero_return_mg");
	c->zero_return_mg = field_int(b, "zero_return_mg");
	read_corners(b, c);
	c->done[CALIBRATION_HALF_LOAD] = field_has(b, "half_load_mg");
	c->half_load_mg = field_int(b, "half_load_mg");
	c->half_error_mg = field_int(b, "half_error_mg");
	c->done[CALIBRATION_CREEP] = field_has(b, "creep_mg");
	c->creep_mg = field_int(b, "creep_mg");
	c->creep_minutes = (uint32_t)field_int(b, "creep_minutes");
}

static int read_calibration(struct fields *b, struct calibration *c)
{
	field_text(b, "scale", c->scale, sizeof(c->scale));
	field_text(b, "device", c->device, sizeof(c->device));
	field_text(b, "map", c->map, sizeof(c->map));
	c->firmware = (uint32_t)field_int(b, "firmware");
	c->number = (uint32_t)field_int(b, "number");
	c->e_mg = field_int(b, "e_mg");
	c->max_mg = field_int(b, "max_mg");
	c->span_mass_mg = field_int(b, "span_mass_mg");
	c->zero_counts = field_int(b, "zero_counts");
	c->span_counts = field_int(b, "span_counts");
	read_trials(b, c);
	field_text(b, "operator", c->operator_code, sizeof(c->operator_code));
	c->passed = field_true(b, "passed");
	return b->error || calibration_check(c) < 0 ? -EBADMSG : 0;
}

#define IF_DONE(c, part, value) ((c)->done[part] ? V_INT(value) : V_NULL)

int apply_calibration(struct sql *s, const struct entry *e, struct fields *b)
{
	struct calibration c = { 0 };
	int r = read_calibration(b, &c);

	if (r < 0)
		return r;
	return sql_run(s,
		"INSERT INTO calibration (journal, seq, wall_us, day, clock, scale, device, map,"
		" firmware, number, e_mg, max_mg, span_mass_mg, zero_counts, span_counts,"
		" zero_return_mg, corner_1_mg, corner_2_mg, corner_3_mg, corner_4_mg,"
		" half_load_mg, half_error_mg, creep_mg, creep_minutes, operator, passed)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_INT(e->at.wall_us), V_TEXT(e->at.day),
		V_TEXT(e->at.quality == CLOCK_TRUSTED ? "trusted" : "doubtful"), V_TEXT(c.scale),
		V_TEXT(c.device), V_TEXT(c.map), V_INT(c.firmware), V_INT(c.number), V_INT(c.e_mg),
		V_INT(c.max_mg), V_INT(c.span_mass_mg), V_INT(c.zero_counts), V_INT(c.span_counts),
		IF_DONE(&c, CALIBRATION_ZERO_RETURN, c.zero_return_mg),
		IF_DONE(&c, CALIBRATION_CORNERS, c.corners_mg[0]),
		IF_DONE(&c, CALIBRATION_CORNERS, c.corners_mg[1]),
		IF_DONE(&c, CALIBRATION_CORNERS, c.corners_mg[2]),
		IF_DONE(&c, CALIBRATION_CORNERS, c.corners_mg[3]),
		IF_DONE(&c, CALIBRATION_HALF_LOAD, c.half_load_mg),
		IF_DONE(&c, CALIBRATION_HALF_LOAD, c.half_error_mg),
		IF_DONE(&c, CALIBRATION_CREEP, c.creep_mg),
		IF_DONE(&c, CALIBRATION_CREEP, c.creep_minutes), V_TEXT(c.operator_code),
		V_INT(c.passed));
}

/* ---- rows ---- */

static void settings_from_row(sqlite3_stmt *stmt, struct calibration *c)
{
	c->firmware = (uint32_t)sqlite3_column_int64(stmt, 8);
	c->number = (uint32_t)sqlite3_column_int64(stmt, 9);
	c->e_mg = sqlite3_column_int64(stmt, 10);
	c->max_mg = sqlite3_column_int64(stmt, 11);
	c->span_mass_mg = sqlite3_column_int64(stmt, 12);
	c->zero_counts = sqlite3_column_int64(stmt, 13);
	c->span_counts = sqlite3_column_int64(stmt, 14);
}

static void trials_from_row(sqlite3_stmt *stmt, struct calibration *c)
{
	static const int first[CALIBRATION_PARTS] = { 15, 16, 20, 22 };

	for (size_t p = 0; p < CALIBRATION_PARTS; p++)
		c->done[p] = sqlite3_column_type(stmt, first[p]) != SQLITE_NULL;
	c->zero_return_mg = sqlite3_column_int64(stmt, 15);
	for (int i = 0; i < CALIBRATION_CORNER_COUNT; i++)
		c->corners_mg[i] = sqlite3_column_int64(stmt, 16 + i);
	c->half_load_mg = sqlite3_column_int64(stmt, 20);
	c->half_error_mg = sqlite3_column_int64(stmt, 21);
	c->creep_mg = sqlite3_column_int64(stmt, 22);
	c->creep_minutes = (uint32_t)sqlite3_column_int64(stmt, 23);
}

static void from_row(sqlite3_stmt *stmt, struct calibration *c)
{
	char clock[16];

	*c = (struct calibration){ .seq = (uint64_t)sqlite3_column_int64(stmt, 1),
		.at_wall_us = sqlite3_column_int64(stmt, 2),
		.passed = sqlite3_column_int(stmt, 25) };
	sql_text(stmt, 0, c->journal, sizeof(c->journal));
	sql_text(stmt, 3, c->day, sizeof(c->day));
	sql_text(stmt, 4, clock, sizeof(clock));
	c->clock = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	sql_text(stmt, 5, c->scale, sizeof(c->scale));
	sql_text(stmt, 6, c->device, sizeof(c->device));
	sql_text(stmt, 7, c->map, sizeof(c->map));
	settings_from_row(stmt, c);
	trials_from_row(stmt, c);
	sql_text(stmt, 24, c->operator_code, sizeof(c->operator_code));
	sql_text(stmt, 26, c->note, sizeof(c->note));
}

/* seq 0: any; scale "": any; newest first. The columns of one table, then the words. */
#define CALIBRATIONS                                                                \
	"SELECT c.*, x.text FROM calibration c LEFT JOIN erasable x ON x.journal =" \
	" c.journal AND x.seq = c.seq AND x.item = 0 WHERE (?1 = 0 OR c.seq = ?1)"  \
	" AND (?2 = '' OR c.scale = ?2) AND (?3 = '' OR c.journal = ?3)"            \
	" ORDER BY c.wall_us DESC, c.seq DESC LIMIT ?4"

int calibration_rows(struct sql *s, uint64_t seq, const char *scale, const char *journal,
	struct calibration *ret_calibrations, size_t size)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	size_t n = 0;
	int r = sql_start(
		s, &stmt, CALIBRATIONS, V_INT(seq), V_TEXT(scale), V_TEXT(journal), V_INT(size));

	while (r >= 0 && n < size && (r = sql_step(stmt)) > 0)
		from_row(stmt, &ret_calibrations[n++]);
	return r < 0 ? r : (int)n;
}
