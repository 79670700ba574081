// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The paper of a slip: A4, twice, one for each side, with what the site and the partner are, what was
 * weighed and refused, what it comes to, and where to sign. What changed after the close is said with
 * its day (trades.md, Slips).
 */
#pragma once
#include <stdio.h>
#include "catalogue.h"
#include "lang.h"
#include "lot.h"
#include "slip.h"

/* Of a line that is food of a lot: whoever receives it must be able to find it again (regulation 178/2002, article 18). */
struct slip_food {
	char mark[LOT_MARK_SIZE]; /* as on its label; "": it is of no lot */
	enum catalogue_kind kind; /* a product or an ingredient, of that code; */
	char code[CODE_SIZE];
	char words[LABEL_SIZE]; /* where there is none: what its pack says */
	uint32_t date_kind;
	char date[DAY_SIZE];
};

struct slip_paper {
	const struct slip *slip;
	const struct weighing *lines;  /* void ones are left out */
	const struct slip_food *foods; /* of each of them */
	size_t line_count;
	const struct slip_refused *refused; /* likewise */
	size_t refused_count;
	const struct catalogue *catalogue;
	const char *site; /* the code of ours */
	enum lang lang;
};

/* As PDF. 0; -ENOMEM; -EIO: out. Any thread. */
int slip_paper_write(const struct slip_paper *want, FILE *out);
