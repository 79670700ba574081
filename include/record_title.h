// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What people call the fields of a kind, above a column and beside a field of a form: a key of
 * lang/…/report.json of the kind's own (its table), else one that several kinds share.
 */
#pragma once
#include "lang.h"
#include "record.h"

enum { TITLE_KEY = 96 };

/* The key into buf; NULL: nobody gave it words. */
const char *record_title_key(
	const struct record *r, const struct record_field *f, char buf[TITLE_KEY]);
const char *record_word_key(const struct record *r, const char *word, char buf[TITLE_KEY]);
const char *record_kind_key(const struct record *r, char buf[TITLE_KEY]);
