// SPDX-License-Identifier: GPL-3.0-or-later
/* A desk whose ledger is one for training: another path, other names, and nothing else. */
#include <string.h>
#include "code.h"
#include "desk_private.h"
#include "training.h"

/* Of the real ledger, for the desk that comes after this one. */
void desk_let_go(struct desk *d)
{
	for (size_t i = 0; i < ARRAY_SIZE(d->real); i++) {
		cleanup_close(&d->real[i]);
		d->real[i] = -1;
	}
}

/* As desk_train() will; what is made is in nobody's way, and made anew. */
int desk_may_train(const struct desk *d, const struct moment *now)
{
	struct ledger_identity identity;
	int r = training_make(d->path, now, &identity);

	if (r < 0)
		(void)training_drop(d->path);
	return r;
}

int desk_train(struct desk *d, const struct moment *now)
{
	struct ledger_identity identity;
	char path[PATH_MAX];
	int r = training_path(d->path, path);

	if (r == 0)
		r = training_hold(d->path, d->real);
	if (r == 0)
		r = training_make(d->path, now, &identity);
	if (r < 0) {
		desk_let_go(d);
		return r;
	}
	memcpy(d->path, path, sizeof(d->path));
	d->known[0] = '\0';
	d->identity = identity;
	memcpy(d->station.config.site, identity.site, sizeof(d->station.config.site));
	d->trains = true;
	return 0;
}

/* Whoever asks for an undo without having seen that it ended means what was done there. */
void desk_train_no_more(struct desk *d)
{
	d->trained = training_drop(d->path);
}

bool desk_trains(const struct desk *d)
{
	return d->trains;
}

/*
 * It was printed while somebody learned: nothing was weighed, and nothing is written of it. And what was not is
 * nothing that a ledger for training knows; lang: training_key training_real_key
 */
bool training_refused(struct desk *d, const char *text, const struct code *code)
{
	const struct sentence why = { .key = d->trains ? "training_real_key" : "training_key" };

	if (code->kind != CODE_PRIVATE_KEY || d->trains == code_is_training(text))
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
