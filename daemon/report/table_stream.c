// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table of a million rows as CSV or as a workbook: what each writer puts before, for and behind rows, with
 * only some of them in memory.
 */
#include <errno.h>
#include <stdlib.h>
#include "table_private.h"
#include "zip.h"

struct table_stream {
	const struct table *t;
	enum table_format format;
	enum lang lang;
	struct zip zip;
	unsigned row; /* of the sheet */
};

int table_stream_new(const struct table *t, enum table_format format, enum lang lang,
	struct table_stream **ret_stream)
{
	struct table_stream *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	*s = (struct table_stream){ .t = t, .format = format, .lang = lang };
	*ret_stream = s;
	return 0;
}

struct table_stream *table_stream_free(struct table_stream *s)
{
	if (s)
		zip_drop(&s->zip);
	free(s);
	return NULL;
}

/* What one part of a sheet writes goes on into the file of the archive that is open. */
static int put_piece(struct table_stream *s, void (*put)(struct table_stream *s, FILE *out))
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return -ENOMEM;
	put(s, f);
	return fclose(f) ? -ENOMEM : zip_write(&s->zip, text, size);
}

static void put_head(struct table_stream *s, FILE *out)
{
	s->row = xlsx_sheet_head(s->t, s->lang, out);
}

static void put_rows(struct table_stream *s, FILE *out)
{
	s->row = xlsx_sheet_rows(s->t, s->row, out);
}

static void put_tail(struct table_stream *s, FILE *out)
{
	xlsx_sheet_tail(s->t, s->lang, out);
}

static int done(FILE *out, int r)
{
	return r == 0 && ferror(out) ? -EIO : r;
}

int table_stream_begin(struct table_stream *s, FILE *out)
{
	int r;

	if (s->format != FORMAT_XLSX) {
		table_csv_head(s->t, s->format == FORMAT_CSV_FR, out);
		return done(out, 0);
	}
	s->zip.out = out;
	r = xlsx_parts(&s->zip, s->t, s->lang);
	if (r == 0)
		r = zip_open(&s->zip, "xl/worksheets/sheet1.xml");
	return done(out, r < 0 ? r : put_piece(s, put_head));
}

int table_stream_rows(struct table_stream *s, FILE *out)
{
	if (s->format != FORMAT_XLSX) {
		table_csv_rows(s->t, s->format == FORMAT_CSV_FR, out);
		return done(out, 0);
	}
	s->zip.out = out;
	return done(out, put_piece(s, put_rows));
}

int table_stream_end(struct table_stream *s, FILE *out)
{
	int r;

	if (s->format != FORMAT_XLSX)
		return done(out, 0);
	s->zip.out = out;
	r = put_piece(s, put_tail);
	if (r == 0)
		r = zip_close(&s->zip);
	if (r == 0)
		r = xlsx_sheets(&s->zip, s->t, 2, s->lang);
	return done(out, r < 0 ? r : zip_end(&s->zip));
}
