// SPDX-License-Identifier: GPL-3.0-or-later
/* A desk whose ledger is one for training: another path, other names, and nothing else. */
#include <string.h>
#include "code.h"
#include "desk_private.h"
#include "training.h"

int desk_train(struct desk *d, const struct moment *now)
{
	struct ledger_identity identity;
	char path[PATH_MAX];
	int r = training_path(d->path, path);

	if (r == 0)
		r = training_make(d->path, now, &identity);
	if (r < 0)
		return r;
	memcpy(d->path, path, sizeof(d->path));
	d->known[0] = '\0';
	d->identity = identity;
	memcpy(d->station.config.site, identity.site, sizeof(d->station.config.site));
	d->trains = true;
	return 0;
}

void desk_train_no_more(const struct desk *d)
{
	training_drop(d->path);
}

bool desk_trains(const struct desk *d)
{
	return d->trains;
}

/* It was printed while somebody learned: nothing was weighed, and nothing is written of it. */
bool training_refused(struct desk *d, const char *text)
{
	const struct sentence why = { .key = "training_key" };

	if (d->trains || !code_is_training(text))
		return false;
	desk_refuse(d, &why);
	return true;
}

void desk_refuse(struct desk *d, const struct sentence *why)
{
	if (d->panels)
		panels_signal(d->panels, SIGNAL_REFUSED);
	desk_refused(d, why);
}
