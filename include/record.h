// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A record: what an entry of the journal says, as a table of fields. From the one table come
 * the journal's body, the projection's row, the answer in JSON and what a request may say, so
 * that a field is named once. The table is static; values are plain structs. Rules that need
 * more than one field stay code. (NUT's hid_info_t and Zephyr's json_obj_descr go this way.)
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum record_type {
	RECORD_TEXT,    /* char[size] */
	RECORD_INT,     /* a signed integer of size bytes: counts and the like */
	RECORD_UINT,    /* an unsigned one; what does not fit is refused, never cut */
	RECORD_MG,      /* int64_t milligrams */
	RECORD_MGS,     /* int64_t[] milligrams, all or none; columns NAME_1_mg and so on */
	RECORD_TRUE,    /* bool */
	RECORD_VERSION, /* uint32_t, 0x0100 is answered as "1.0" */
	RECORD_TIME,    /* int64_t, UTC microseconds; answered as ISO 8601 with offset */
	RECORD_WORD, /* an enum of size bytes, said as one of words; each body says it but for "" */
	RECORD_BYTES, /* uint8_t[size], as hexadecimal digits; done tells where their count is */
};

enum record_rule {
	RECORD_ZERO = 1,     /* 0 is written: it was seen */
	RECORD_ASKED = 2,    /* a request may say it */
	RECORD_NEEDED = 4,   /* and must */
	RECORD_ERASABLE = 8, /* a person's words: a salted hash in the body, no column; come last */
	RECORD_STAMP = 16,   /* of the entry itself: not in its body, but in the row and answers */
	RECORD_JOINED = 32,  /* of another table: column is an expression, only read */
	RECORD_BODY = 64,    /* only in the body: no column, no answer */
	RECORD_SILENT = 128, /* in no answer */
	RECORD_BLANK = 256,  /* 0 is null in answers */
	RECORD_FILLED = 512, /* the column is 0 or '' where it is not there, not NULL */
};

/* What a text in a request must be. */
enum record_shape {
	SHAPE_ANY,
	SHAPE_DAY,    /* 2026-03-31 */
	SHAPE_PERIOD, /* 2026, 2026-Q1, 2026-03 …: day.h, none that depends on today */
	SHAPE_LINES,  /* CAROTTE=30 OIGNON=2,5: codes with kilograms, recipe.h */
	SHAPE_CODE,   /* SONDE-1: capitals, figures, - and _: no words, for words may name people */
};

struct record_words {
	const char *const *names; /* by value */
	size_t count;
};

struct record_field {
	const char *name;   /* in answers and requests; in bodies and the column too, unless: */
	const char *body;   /* another name there; "shown.unit" is a member of an object shown */
	const char *column; /* likewise (RECORD_MGS: what the columns begin with) */
	enum record_type type;
	unsigned rules;
	size_t offset;
	size_t size; /* of the member in bytes */
	size_t done; /* 1 + offset of the bool that says whether it is there; 0: always, unless: */
	bool (*has)(const void *value);      /* what tells it of the other members */
	bool (*answered)(const void *value); /* NULL: always; else answers lack it where false */
	const struct record_words *words; /* of a TEXT: it is some of them, with spaces between */
	int64_t least, most;              /* in a request; both 0: any that fits */
	enum record_shape shape;
	int codes;        /* 1 + the kind of the catalogue in which a code must be; 0: it is none */
	const char *unit; /* of a number, as it is read: "min"; NULL: none, or milligrams */
};

struct record {
	const char *table;        /* of the projection, NULL: it has no row of its own */
	bool replaces;            /* a row takes the place of the one with its key */
	const char *join;         /* what is joined to it, as r, for RECORD_JOINED; or NULL */
	const char *about;        /* the column by which lists are asked for, NULL: none */
	const char *const *order; /* members that answers begin with, NULL at the end; or NULL */
	size_t size;              /* of the struct */
	size_t count;
	const struct record_field *fields;
};

/* .table, .about, .order as they are needed */
#define RECORD_OF(type_, fields_, ...)                                                         \
	{                                                                                      \
		.size = sizeof(struct type_), .count = sizeof(fields_) / sizeof((fields_)[0]), \
		.fields = (fields_), __VA_ARGS__                                               \
	}
#define RECORD_SIZE(type_, member_) sizeof(((struct type_ *)NULL)->member_)
#define RECORD_AT(type_, member_, kind_)                            \
	.type = (kind_), .offset = offsetof(struct type_, member_), \
	.size = RECORD_SIZE(type_, member_)
#define RECORD_FIELD(type_, member_, kind_, ...)                                \
	{                                                                       \
		.name = #member_, RECORD_AT(type_, member_, kind_), __VA_ARGS__ \
	}
#define TEXT(type_, member_, ...) RECORD_FIELD(type_, member_, RECORD_TEXT, __VA_ARGS__)
#define MASS(type_, member_, ...) RECORD_FIELD(type_, member_, RECORD_MG, __VA_ARGS__)
#define NUMBER(type_, member_, ...) RECORD_FIELD(type_, member_, RECORD_INT, __VA_ARGS__)
#define WHOLE(type_, member_, ...) RECORD_FIELD(type_, member_, RECORD_UINT, __VA_ARGS__)
#define TRUTH(type_, member_, ...) RECORD_FIELD(type_, member_, RECORD_TRUE, __VA_ARGS__)
#define WORD(type_, member_, words_, ...) \
	RECORD_FIELD(type_, member_, RECORD_WORD, .words = &(words_), __VA_ARGS__)
/* journal, seq, row; day, at, clock of its moment: filled by record_stamp(), told by name. */
#define STAMP(type_, member_, kind_, ...) \
	RECORD_FIELD(type_, member_, kind_, .rules = RECORD_STAMP, __VA_ARGS__)
/* What says when and in which journal an entry was written; before it, of those told by their row. */
#define STAMPED(type_)                                                      \
	STAMP(type_, journal, RECORD_TEXT), STAMP(type_, seq, RECORD_UINT), \
		{ .name = "at",                                             \
			.column = "wall_us",                                \
			RECORD_AT(type_, at_wall_us, RECORD_TIME),          \
			.rules = RECORD_STAMP },                            \
		STAMP(type_, day, RECORD_TEXT)
#define ROW_OF(type_) RECORD_FIELD(type_, row, RECORD_INT, .rules = RECORD_STAMP | RECORD_SILENT)

/* ---- core/record.c: one field of a value ---- */

bool record_has(const struct record_field *f, const void *value);
void record_set_has(const struct record_field *f, void *value, bool has);
/* Whether a body says it: empty, zero and false are left out unless a zero was seen. */
bool record_says(const struct record_field *f, const void *value);
/* Of RECORD_TEXT and RECORD_WORD. */
const char *record_text(const struct record_field *f, const void *value);
size_t record_mass_count(const struct record_field *f); /* of RECORD_MGS */
const int64_t *record_masses(const struct record_field *f, const void *value);
int64_t record_number(const struct record_field *f, const void *value);
/* 0; -ERANGE: the member cannot hold it; untouched then. */
int record_set_number(const struct record_field *f, void *value, int64_t number);
/* 0; -ERANGE: longer than the member. */
/* Also of RECORD_WORD; -ERANGE then: none of its words. */
int record_set_text(const struct record_field *f, void *value, const char *text);
void record_set_mass(const struct record_field *f, void *value, size_t i, int64_t mg);
/* Columns that it has: none if erasable or only in bodies, several if RECORD_MGS. */
size_t record_columns(const struct record_field *f);
/* RECORD_BYTES: how many are there, and which. -ERANGE: more than fit. */
size_t record_byte_count(const struct record_field *f, const void *value);
const uint8_t *record_bytes(const struct record_field *f, const void *value);
int record_set_bytes(const struct record_field *f, void *value, const uint8_t *bytes, size_t count);

extern const struct record_words clock_words; /* enum clock_quality */
