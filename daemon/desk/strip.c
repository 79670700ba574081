// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Control codes of one kind on the label printer, one a label. They are in no outbox: labels of
 * goods go first, and whoever misses a code asks for its strip again. One that may have reached
 * the printer is not sent twice; what could not be printed for as long as a label waits is let go.
 */
#include <errno.h>
#include <stdlib.h>
#include "clock.h"
#include "desk_private.h"
#include "log.h"

void strip_done(struct strip *s)
{
	free(s->cells);
	*s = (struct strip){ 0 };
}

int strip_begin(
	struct strip *s, const struct control_kind *kind, const struct catalogue *c, enum lang lang)
{
	struct moment now;
	int count;

	if (s->cells != NULL)
		return -EBUSY;
	clock_now(&now);
	count = control_cells(kind, c, now.day, lang, &s->cells);
	if (count <= 0) {
		strip_done(s);
		return count < 0 ? count : -ENOENT;
	}
	s->count = (size_t)count;
	s->since_boot_us = now.boot_us;
	return count;
}

const struct control_cell *strip_next(struct strip *s, uint64_t wait_us)
{
	struct moment now;

	if (s->cells == NULL)
		return NULL;
	clock_now(&now);
	if (now.boot_us - s->since_boot_us <= wait_us)
		return &s->cells[s->at];
	log_line(LOG_NOTE, "labels strip let go left=%zu", s->count - s->at);
	strip_done(s);
	return NULL;
}

size_t strip_stop(struct strip *s, bool sent)
{
	size_t left;

	if (s->cells == NULL)
		return 0;
	left = s->count - s->at - (sent ? 1 : 0);
	s->count -= left;
	if (s->at == s->count)
		strip_done(s);
	return left;
}

void strip_printed(struct strip *s, enum print_outcome outcome)
{
	struct moment now;

	if (s->cells == NULL || outcome == PRINT_NOT_SENT)
		return;
	clock_now(&now);
	s->since_boot_us = now.boot_us;
	if (++s->at == s->count)
		strip_done(s);
}
