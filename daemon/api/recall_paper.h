// SPDX-License-Identifier: GPL-3.0-or-later
/* A recall as it is sent to whoever got some: on A4, and as rows for a spreadsheet. */
#pragma once
#include <jansson.h>
#include <stdio.h>
#include "catalogue.h"
#include "lang.h"

struct recall_paper {
	const json_t *recall; /* as GET /recalls/N answers */
	const struct catalogue *catalogue;
	const char *site; /* the code of ours */
	const char *day;  /* today */
	enum lang lang;
};

/* 0, -ENOMEM, -EIO. */
int recall_paper_write(const struct recall_paper *p, FILE *out);
int recall_csv_write(const struct recall_paper *p, FILE *out);
