// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Values of the house as JSON, with the field names of contract.md. Masses are integers; what is
 * not there is null, never 0 or "". Each returns a new reference; NULL: no memory.
 */
#pragma once
#include <jansson.h>
#include "calibration_json.h"
#include "catalogue.h"
#include "lang.h"
#include "ledger.h"
#include "record.h"
#include "weighing_json.h"

json_t *json_text_or_null(const char *text);
json_t *json_said(enum lang lang, const struct sentence *s);
json_t *json_record(const struct record *r, const void *value);
/* An entry of a kind that has a row. */
json_t *json_entry(const struct kind *kind, const void *value);
/*
 * The answer to a write, of whichever kind: what the ledger holds of it. What has no row of its
 * own says its kind and number.
 */
json_t *json_written(const struct ledger_result *result);
/* Why nothing was written: 0, or the status of a refusal that ret_why says. */
int result_refusal(const struct ledger_result *result, struct sentence *ret_why);
/*
 * json_catalogue.c: rows valid on that day, in the catalogue's own order; all: every version of
 * every row, with its days. kind CATALOGUE_KIND_COUNT: of all kinds.
 */
json_t *json_catalogue(
	const struct catalogue *c, const char *day, enum catalogue_kind kind, bool all);
/* Every field that an edit may change, by the name that it has in requests. */
json_t *json_catalogue_fields(const struct catalogue_row *row);
json_t *json_code(const struct unknown_code *code);
json_t *json_left(const struct left_load *left);
json_t *json_label(const struct label_job *job);
