// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What control codes stand for: rows of the catalogue by the letter of their kind, and acts
 * (letter A). The one list for whoever reads a code and for whoever prints one (contract.md,
 * Station: codes).
 */
#pragma once
#include "station.h"

struct control_kind {
	const char *name; /* "category" …, "quantity", "action" */
	char letter;
	enum catalogue_kind kind;   /* CATALOGUE_KIND_COUNT: acts (A), units (Q), degrees (T) */
	enum station_action action; /* ACTION_COUNT: none, it is of a page or a number */
};

struct act {
	const char *squashed; /* "UNDO", as the code carries it */
	enum station_action action;
	/* "" for most. ACT_SCANNED: done to the weighing whose label was scanned just before, and
	 * no action of the station. ACT_SCREEN, and ACT_PAGE of a workshop: the screen that it opens on a page (its
	 * address behind "#/"); ACT_SAID: what is told to the page that asks. */
	const char *code;
	const char *pictogram; /* daemon/web/page/pictograms */
	const char *word;      /* language key */
};

/* One of the 14, behind it: the pack that is read says so. */
#define ACT_ALLERGEN "allergen/"
/* How a cold place is kept, behind it. */
#define ACT_STORAGE "storage/"

enum { QUANTITY_MOST = 9999, DEGREES_LEAST = -40, DEGREES_MOST = 120 };

#define ACT_SCANNED ACTION_COUNT
#define ACT_SCREEN (ACTION_COUNT + 1)
#define ACT_PAGE (ACTION_COUNT + 2)
#define ACT_SAID (ACTION_COUNT + 3)

/* NULL: there is no such kind, letter or act, or no more. */
const struct control_kind *control_kind_named(const char *name);
const struct control_kind *control_kind_at(size_t i);
const struct control_kind *control_kind_of(char letter);
const struct control_kind *control_kind_for(enum catalogue_kind kind);
/* Of a code Q12: 12, said of the next category; 0: it is no such number. */
unsigned int quantity_read(const char *squashed);
/* Those that stand on a sheet, in their order; 0 behind the last. */
unsigned int quantity_at(size_t i);
/* Of a code T3 or TM18: 3, -18 degrees Celsius; false: it is no such number. */
bool degrees_read(const char *squashed, int *ret_degrees);
/* What stands on a sheet, coldest first, as the code has it; NULL behind the last. */
const char *degrees_at(size_t i);
const struct act *act_find(const char *squashed);
/* In the order of a sheet; NULL behind the last. */
const struct act *act_at(size_t i);
