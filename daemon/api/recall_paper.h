// SPDX-License-Identifier: GPL-3.0-or-later
/* A recall as it is sent to whoever got some: on A4, and as rows for a spreadsheet. */
#pragma once
#include "paper.h"

/* recall: as GET /recalls/N answers. 0, -ENOMEM, -EIO. */
int recall_paper_write(struct paper *p, const json_t *recall, FILE *out);
int recall_csv_write(const struct paper *p, const json_t *recall, FILE *out);
