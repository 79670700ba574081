// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Control codes of one kind on the label printer, one a label. They are in no outbox: labels of
 * goods go first, and whoever misses a code asks for its strip again. One that may have reached
 * the printer is not sent twice; what could not be printed for as long as a label waits is let go.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "code.h"
#include "day_label.h"
#include "desk_private.h"
#include "log.h"

void strip_done(struct strip *s)
{
	free(s->cells);
	free(s->day);
	*s = (struct strip){ 0 };
}

int strip_begin(struct strip *s, const struct control_cell *cells, size_t count,
	const struct day_words *day)
{
	struct moment now;

	if (s->cells != NULL)
		return -EBUSY;
	s->cells = calloc(count, sizeof(*cells));
	s->day = day ? malloc(sizeof(*day)) : NULL;
	if (s->cells == NULL || (day && s->day == NULL)) {
		strip_done(s);
		return -ENOMEM;
	}
	if (day)
		*s->day = *day;
	clock_now(&now);
	memcpy(s->cells, cells, count * sizeof(*cells));
	s->count = count;
	s->since_boot_us = now.boot_us;
	return (int)count;
}

int desk_strip(struct desk *d, const struct control_kind *kind, enum lang lang)
{
	_cleanup_free_ struct control_cell *cells = NULL;
	struct moment now;
	int count;

	clock_now(&now);
	count = control_cells(kind, d->catalogue, now.day, lang, &cells);
	if (count <= 0)
		return count < 0 ? count : -ENOENT;
	return labels_strip(d, cells, (size_t)count, NULL);
}

/* A blank behind each quarter of it, where its lines may end. */
static void quarter(const char *fingerprint, char ret_text[LABEL_SIZE])
{
	enum { QUARTER = 24 };
	size_t n = 0;

	for (size_t i = 0; fingerprint[i] && n + 2 < LABEL_SIZE; i++) {
		ret_text[n++] = fingerprint[i];
		if ((i + 1) % QUARTER == 0)
			ret_text[n++] = ' ';
	}
	ret_text[n] = '\0';
}

int desk_start_label(struct desk *d, const char *address, const char *fingerprint)
{
	const struct ledger_identity *id = &d->identity;
	struct control_cell cells[2] = { { .pictogram = "in" }, { .pictogram = "lock" } };
	struct control_cell *cell = &cells[0];
	const struct catalogue_row *site;
	struct moment now;
	int r = code_control_make('A', "IN", cell->control, sizeof(cell->control));

	if (r < 0)
		return r;
	clock_now(&now);
	site = catalogue_find(d->catalogue, CATALOGUE_SITE, id->site, now.day);
	(void)snprintf(cell->name, sizeof(cell->name), "%s", site ? site->label_fr : id->site);
	(void)snprintf(
		cell->full, sizeof(cell->full), "%s · %s · %s", id->pole, id->site, id->station);
	(void)snprintf(cells[1].full, sizeof(cells[1].full), "%s", address);
	quarter(fingerprint, cells[1].name);
	return labels_strip(d, cells, *fingerprint ? 2 : 1, NULL);
}

int desk_day_label(struct desk *d, const struct day_words *day)
{
	static const struct control_cell none = { 0 };

	return labels_strip(d, &none, 1, day);
}

int strip_draw(const struct strip *s, const struct label_media *media, struct raster **ret_raster)
{
	return s->day ? label_day(s->day, media, ret_raster)
		      : label_control(&s->cells[s->at], media, ret_raster);
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
