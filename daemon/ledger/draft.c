// SPDX-License-Identifier: GPL-3.0-or-later
/* Drafts on their way to the writer: their values are the caller's until the call returns. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ledger.h"
#include "write.h"

bool job_has_draft(const struct ledger_job *job, const struct kind *kind)
{
	for (size_t i = 0; i < LEDGER_DRAFTS; i++)
		if (job->drafts[i].kind == kind)
			return true;
	return false;
}

/* So many bytes that the next value is aligned as well. */
static size_t room_of(const struct ledger_draft *d)
{
	return (kind_size(d->kind) + 15) & ~(size_t)15;
}

int ledger_own_values(struct ledger_job *job, char **ret_values)
{
	size_t all = 1, used = 0;
	char *values;

	for (size_t i = 0; i < LEDGER_DRAFTS && job->drafts[i].kind; i++) {
		if (kind_size(job->drafts[i].kind) > DRAFT_VALUE_SIZE)
			return -EMSGSIZE;
		all += room_of(&job->drafts[i]);
	}
	values = malloc(all);
	if (!values)
		return -ENOMEM;
	for (size_t i = 0; i < LEDGER_DRAFTS && job->drafts[i].kind; i++) {
		struct ledger_draft *d = &job->drafts[i];
		size_t size = kind_size(d->kind);

		if (size)
			d->value = memcpy(values + used, d->value, size);
		used += room_of(d);
	}
	*ret_values = values;
	return 0;
}
