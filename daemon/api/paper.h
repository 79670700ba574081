// SPDX-License-Identifier: GPL-3.0-or-later
/* What papers on A4 share: lines put one below the other, whose paper it is, what things are called. */
#pragma once
#include <jansson.h>
#include <stdio.h>
#include "catalogue.h"
#include "lang.h"
#include "notice.h"

struct paper {
	const struct catalogue *catalogue;
	const char *site; /* the code of ours */
	const char *day;  /* today: what names are of */
	enum lang lang;
	/* private: its lines so far */
	struct notice_line *list;
	size_t count, room;
	bool lost; /* for want of memory */
};

/* Of an object: its text, "" where there is none; its whole number. */
const char *paper_text(const json_t *o, const char *name);
long long paper_int(const json_t *o, const char *name);
/* Of today; of what ended before, as it was last. */
const struct catalogue_row *paper_row(
	const struct paper *p, enum catalogue_kind kind, const char *code);
/* What a row is called, else its code. */
const char *paper_name(const struct paper *p, enum catalogue_kind kind, const char *code);
/* What food is called: its product, its ingredient, what was written of it, its family. */
const char *paper_food(const struct paper *p, const json_t *o);
/* A day or a month in words; what is neither stays as it is. */
const char *paper_day(const struct paper *p, const char *day, char buf[LANG_DAY_SIZE]);
const char *paper_kg(const struct paper *p, long long mg, char buf[32]);
const char *paper_plain_kg(const struct paper *p, long long mg, char buf[32]); /* in a CSV */

/* Lines: a sentence; plain words, also behind it on the right; the head of the site. */
void paper_say(
	struct paper *p, const struct sentence *what, double size_mm, double gap_mm, bool bold);
void paper_put(struct paper *p, const char *words, double size_mm, double gap_mm, bool bold);
void paper_right(struct paper *p, const char *words);
void paper_site(struct paper *p);
/* A row of a table, whose cells are to be filled; head: said again on each page. NULL: it is lost. */
char (*paper_cells(
	struct paper *p, const struct notice_columns *columns, bool head))[NOTICE_CELL_SIZE];
/* Writes it and lets go of its lines. 0, -ENOMEM, -EIO. */
int paper_write(struct paper *p, FILE *out);

/* A cell of a spreadsheet, and what stands behind it: with semicolons in French. */
void paper_cell(const struct paper *p, const char *text, bool last, FILE *out);
/* Its first row; in French with the mark by which Excel knows UTF-8. */
void paper_cell_names(const struct paper *p, const char *const *names, size_t count, FILE *out);
