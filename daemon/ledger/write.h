// SPDX-License-Identifier: GPL-3.0-or-later
/* What kinds share that are being written: the checks before it. */
#pragma once
#include "ledger_private.h"

/* Checks: 0 and perhaps res->answer LEDGER_REFUSED with its sentence; -errno. */
int ledger_check_weighing(struct ledger *l, const struct weighing *w, struct ledger_result *res);
/* Its origin or destination, partner and place are there on its day. */
int ledger_check_way(struct ledger *l, const struct weighing *w, struct ledger_result *res);
/* A category that can be weighed into on that day; of the field "category". */
int ledger_check_category(
	struct ledger *l, const char *code, const char *day, struct ledger_result *res);
/* The same of any field: the caller says which. */
int ledger_check_leaf(
	struct ledger *l, const char *code, const char *day, struct ledger_result *res);
/*
 * waste.c: as which waste it goes out, by the catalogue of its day, where nobody has said so and there is
 * one answer only; and what is to become of it. What was said must be there.
 */
int ledger_take_waste(struct ledger *l, struct weighing *w, struct ledger_result *res);
/* Its mass, as units times what one of its category weighs. */
int ledger_estimate(struct ledger *l, struct weighing *w, struct ledger_result *res);
/* 1: others are of that category on that day; 0; -errno. */
int ledger_has_children(struct ledger *l, const char *code, const char *day);
/* 1: there, and *ret_hidden; 0: no such row on that day. */
int ledger_find_row(
	struct ledger *l, const char *kind, const char *code, const char *day, int64_t *ret_hidden);
/* reason_listed.c: of what has a reason and a note. 0, -errno. */
int ledger_take_reason(struct ledger *l, const struct record *r, void *value, const char *day);
/* Codes are in the catalogue of that day. */
int ledger_check_codes(struct ledger *l, const struct record *r, const void *value, const char *day,
	struct ledger_result *res);
int ledger_check_rows(const struct catalogue *rows, struct ledger_result *res);
/* The catalogue as it stands after an edit. */
int ledger_check_catalogue(struct ledger *l, struct ledger_result *res);
/* 409: it is right, but not as things stand. */
/* draft.c: whether an entry of that kind is among them. */
bool job_has_draft(const struct ledger_job *job, const struct kind *kind);
/* read.c: 404 of a lot or a pack that is not here, as key says; or whose it is (lot_elsewhere). 0, -errno. */
int ledger_no_food(struct ledger *l, const char *id, const char *key, struct ledger_result *res);
int ledger_conflict(struct ledger_result *res, const char *key, const char *id);
/* mark: what people call it, where that is not its name. lang: used_by */
int ledger_used_by(struct ledger_result *res, const char *id, const char *mark);
/* By the first row: its name, and its mark if that has a column. No row: by nothing. 0, -errno. */
int ledger_used_by_first(sqlite3_stmt *stmt, struct ledger_result *res);
int ledger_refuse(struct ledger_result *res, const char *key, const char *code);
/* The same, of one field of what was asked. */
int ledger_refuse_field(
	struct ledger_result *res, const char *key, const char *code, const char *field);
/* Of any journal; LEDGER_NOT_FOUND: there is none; of the second one, LEDGER_CONFLICT: it has ended. */
int ledger_slip_target(
	struct ledger *l, const char *id, struct slip *ret_slip, struct ledger_result *res);
int ledger_open_slip(
	struct ledger *l, const char *id, struct slip *ret_slip, struct ledger_result *res);
/* A weighing is made for its slip: what the slip says goes for it. */
int ledger_join_slip(struct ledger *l, struct weighing *w, struct ledger_result *res);
/* A correction stays in its slip, also a closed one: 422 when it says what that does not. */
int ledger_keep_slip(struct ledger *l, const struct weighing *w, struct ledger_result *res);
/* kinds/void.c: the next entry voids w, which is valid. */
int void_append(
	struct ledger *l, const struct moment *now, const struct weighing *w, const char *reason);
/* Of this daemon's own weighings; 0 and LEDGER_NOT_FOUND: there is none. */
int ledger_target(
	struct ledger *l, const char *id, struct weighing *ret_w, struct ledger_result *res);
