// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GET /export/weighings: one line a weighing, void ones and corrections too (table T7), page by page, so that a
 * million of them are never held; and the dictionary of its columns. Each page is of one state of the ledger; what
 * is voided while an export goes on is void from that page on.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "api_private.h"
#include "day.h"
#include "record_table.h"
#include "report.h"

enum { PAGE_LINES = 1000 };

struct export_job {
	struct weighing_query query;
	struct report_query days; /* for its name */
	char day[DAY_SIZE];       /* of the last line */
	char today[DAY_SIZE], file[REPORT_FILE_SIZE];
	int64_t left; /* lines that are still asked for */
	enum table_format format;
	enum lang lang;
	struct table table, dictionary;
	struct table_stream *stream; /* NULL: JSON */
	struct rows rows;
	bool begun;
};

/* Named as a report is. lang: t7_title dictionary_weighing */
static const struct report weighings_table = { .name = "T7" };

static int read_query(const struct request *r, struct export_job *e)
{
	const char *site = request_text(r, "site"), *format = request_text(r, "format");
	const char *after = request_text(r, "after");
	const int64_t limit = request_int(r, "limit");

	e->query.by_day = true;
	e->query.after = (uint64_t)request_int(r, "after");
	(void)snprintf(e->query.after_day, DAY_SIZE, "%s", e->query.after ? after : "");
	e->left = limit ? limit : INT64_MAX;
	(void)snprintf(e->query.site, sizeof(e->query.site), "%s", site ? site : "");
	memcpy(e->query.from_day, r->first_day, DAY_SIZE);
	memcpy(e->days.first_day, r->first_day, DAY_SIZE);
	memcpy(e->days.last_day, r->last_day, DAY_SIZE);
	memcpy(e->days.site, e->query.site, sizeof(e->days.site));
	memcpy(e->today, r->now.day, DAY_SIZE);
	e->lang = r->who.lang;
	e->format = FORMAT_JSON;
	if (format)
		(void)table_format_from_name(format, &e->format);
	return r->last_day[0] ? day_shift(r->last_day, 1, e->query.until_day) : 0;
}

static int make_table(struct export_job *e)
{
	struct table *t = &e->table;
	int r;

	*t = (struct table){ .name = "T7", .title.key = "t7_title" };
	r = record_table_columns(&weighing_record, e->lang, t);
	if (r == 0)
		r = record_dictionary(
			&weighing_record, "dictionary_weighing", e->lang, &e->dictionary);
	t->next = &e->dictionary;
	return r < 0 ? r : table_stream_new(t, e->format, e->lang, &e->stream);
}

int export_new(const struct request *r, struct export_job **ret_export)
{
	_cleanup_(cleanup_export_free) struct export_job *e = calloc(1, sizeof(*e));
	int done = e ? read_query(r, e) : -ENOMEM;

	if (done == 0 && e->format != FORMAT_JSON)
		done = make_table(e);
	if (done < 0)
		return done;
	*ret_export = TAKE_PTR(e);
	return 0;
}

struct export_job *export_free(struct export_job *e)
{
	if (!e)
		return NULL;
	table_stream_free(e->stream);
	e->table.next = NULL;
	table_done(&e->table);
	table_done(&e->dictionary);
	free(e);
	return NULL;
}

const char *export_type(const struct export_job *e)
{
	return table_format_type(e->format);
}

const char *export_file(const struct export_job *e)
{
	return e->file;
}

/* ---- the first page ---- */

static int count_line(void *data, const struct weighing *w)
{
	(void)w;
	++*(int64_t *)data;
	return 0;
}

/* Before the first byte, as nothing can be refused behind it. */
static int fits_a_sheet(struct ledger *l, const struct export_job *e)
{
	struct weighing_query all = e->query;
	int64_t lines = 0;
	uint64_t next = 0;
	int r;

	if (e->format != FORMAT_XLSX || e->left <= TABLE_SHEET_ROWS)
		return 0;
	all.limit = TABLE_SHEET_ROWS;
	r = ledger_weighings(l, &all, count_line, &lines, &next);
	return r < 0 ? r : next ? -E2BIG : 0;
}

static int begin(struct ledger *l, struct export_job *e, FILE *out)
{
	struct ledger_status s;
	int r = ledger_status(l, &s);

	if (r < 0)
		return r;
	report_file_name(&weighings_table, &e->days, s.identity.site, e->today, e->format, e->file,
		sizeof(e->file));
	e->begun = true;
	if (e->stream)
		return table_stream_begin(e->stream, out);
	(void)fputs("{\"weighings\":[", out);
	return 0;
}

/* ---- each page ---- */

static int take(void *data, const struct weighing *w)
{
	struct export_job *e = data;

	e->left--;
	memcpy(e->day, w->at.day, DAY_SIZE);
	return e->stream ? record_table_add(
				   &weighing_record, w, e->format == FORMAT_CSV_FR, &e->table)
			 : put_row(&e->rows, json_weighing(w));
}

static int put_page(struct ledger *l, struct export_job *e, FILE *out)
{
	uint64_t next = 0;
	int r;

	e->rows.out = out;
	e->query.limit = (uint32_t)(e->left < PAGE_LINES ? e->left : PAGE_LINES);
	r = ledger_weighings(l, &e->query, take, e, &next);
	e->query.after = next;
	memcpy(e->query.after_day, e->day, DAY_SIZE);
	if (r == 0 && e->stream)
		r = table_stream_rows(e->stream, out);
	record_table_empty(&e->table);
	return r;
}

static int end(struct export_job *e, FILE *out)
{
	if (e->stream)
		return table_stream_end(e->stream, out);
	if (e->query.after)
		(void)fprintf(
			out, "],\"next\":\"%s_%" PRIu64 "\"}", e->query.after_day, e->query.after);
	else
		put_next(out, 0);
	return 0;
}

int export_lines(struct ledger *l, struct export_job *e, FILE *out)
{
	int r = ledger_snapshot(l, true);

	if (r < 0)
		return r;
	if (!e->begun)
		r = fits_a_sheet(l, e);
	if (r == 0 && !e->begun)
		r = begin(l, e, out);
	if (r == 0)
		r = put_page(l, e, out);
	(void)ledger_snapshot(l, false);
	if (r == 0 && e->query.after && e->left > 0)
		return 1;
	return r < 0 ? r : end(e, out);
}

/* ---- the dictionary ---- */

int dictionary(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *format = request_text(r, "format");
	enum table_format f = FORMAT_JSON;
	struct table t = { 0 };
	int done = record_dictionary(&weighing_record, "dictionary_weighing", r->who.lang, &t);

	(void)l;
	if (format)
		(void)table_format_from_name(format, &f);
	if (done == 0 && f == FORMAT_TABLE)
		record_dictionary_text(&t, out);
	else if (done == 0)
		done = table_write(&t, f, CHART_BARS, r->who.lang, out);
	table_done(&t);
	a->type = table_format_type(f);
	return done;
}
