// SPDX-License-Identifier: GPL-3.0-or-later
/* Drafts on their way to the writer: their values are the caller's until the call returns. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ledger.h"
#include "store_private.h"

bool job_has_draft(const struct ledger_job *job, const struct kind *kind)
{
	for (size_t i = 0; i < LEDGER_DRAFTS; i++)
		if (job->drafts[i].kind == kind)
			return true;
	return false;
}

int job_own_values(struct ledger_job *job, char **ret_values)
{
	char *values = calloc(LEDGER_DRAFTS, LEDGER_VALUE_SIZE);

	if (!values)
		return -ENOMEM;
	for (size_t i = 0; i < LEDGER_DRAFTS && job->drafts[i].kind; i++) {
		struct ledger_draft *d = &job->drafts[i];
		size_t size = kind_size(d->kind);

		if (size > LEDGER_VALUE_SIZE) {
			free(values);
			return -EMSGSIZE;
		}
		if (size)
			d->value = memcpy(values + i * LEDGER_VALUE_SIZE, d->value, size);
	}
	*ret_values = values;
	return 0;
}
