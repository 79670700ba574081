// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a request that writes carries: one JSON object, read strictly. Each reader notes the first
 * fault only, and whoever begins ends with it.
 */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "lang.h"
#include "record.h"
#include "sentence.h"
#include "weighing.h"

enum { BODY_FIELDS = 32 };

struct exchange;
struct body {
	json_t *json;
	const char *taken[BODY_FIELDS]; /* fields that were asked for */
	size_t taken_count;
	unsigned status; /* 0: fine so far */
	struct sentence why;
	struct exchange *x; /* whose it is, for the room that answers; NULL: nobody's */
};

/* ---- body.c ---- */
/* No text at all is {}. 0, or 400 with ret_why; then there is nothing to end. */
int body_begin(struct body *ret_body, const char *text, size_t len, struct sentence *ret_why);
void body_fault(struct body *b, unsigned status, const char *key, const char *field);
const char *body_text(struct body *b, const char *field, bool needed, size_t most);
int64_t body_int(struct body *b, const char *field, int64_t least, int64_t most);
bool body_has(const struct body *b, const char *field);
/* An array, borrowed; NULL: absent, or none (400). */
json_t *body_list(struct body *b, const char *field, bool needed);
bool body_bool(struct body *b, const char *field, bool needed);
/* An array of exactly so many whole numbers. false: absent. */
bool body_integers(struct body *b, const char *field, int64_t *ret_values, size_t count);
/* Refuses fields that nobody asked for, and frees. 0, or the status of the fault in ret_why. */
int body_end(struct body *b, struct sentence *ret_why);

/* make.c: a reason of our list is a code; any other is words, kept where they can be erased. */
void body_reason(struct body *b, char ret_code[CODE_SIZE], char ret_note[NOTE_SIZE]);
/*
 * make.c: "net_kg", as people type it. What one weighing may come to; 0: nobody knows what the
 * station's scales bear.
 */
struct net_limit {
	int64_t max_mg;
	enum lang lang; /* of who is told */
};
#define NET_MOST_MG (INT64_C(100) * 1000 * 1000000) /* 100 t */
void body_net(struct body *b, const struct net_limit *limit, int64_t *ret_net_mg);
/*
 * make.c: "at", when it was done, from paper; now where nobody says. The moment of writing stays too.
 * What a person says is trusted, whatever the clock is worth: no correction of a clock moves it.
 */
void body_at(struct body *b, const struct moment *now, struct moment *ret_at);

/* ---- body_record.c: what a request may say of a record ---- */
void body_record(struct body *b, const struct record *r, void *value);
/* The same of one element of a list in it: a fault there is said with its row. */
struct line {
	const char *list;
	json_t *json;
	size_t at;
};
void body_line(struct body *b, const struct line *line, const struct record *r, void *value);
/* "mass_mg" -> "mass_kg", as people say it. */
bool record_is_said(const struct body *b, const struct record_field *f);
const char *record_kg_name(const struct record_field *f, char buf[64]);
