// SPDX-License-Identifier: GPL-3.0-or-later
/* An attestation of quantities, or what was handed on to one partner, on A4 and as rows for a spreadsheet. */
#pragma once
#include "attestation.h"
#include "paper.h"

/* o: as GET /attestations/PARTNER, or /statements/PARTNER, answers. 0, -ENOMEM, -EIO. */
int attestation_paper_write(struct paper *p, enum attested what, const json_t *o, FILE *out);
int attestation_csv_write(const struct paper *p, enum attested what, const json_t *o, FILE *out);
