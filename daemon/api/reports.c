// SPDX-License-Identifier: GPL-3.0-or-later
/* Reports and their charts in every format. */
#include <errno.h>
#include <string.h>
#include "api_private.h"
#include "day_paper.h"
#include "report.h"

struct wanted {
	const struct report *report;
	struct report_query query;
	enum table_format format;
	enum chart chart;
};

static int make(struct ledger *l, const struct request *r, const struct wanted *w, FILE *out,
	struct answer *a)
{
	struct table t = { 0 };
	int done = report_make(l, w->report, &w->query, r->who.lang, &t);

	a->empty = table_is_empty(&t);
	if (done == 0)
		done = w->report == &day_report && w->format == FORMAT_PDF
			       ? day_paper(&t, r->who.lang, out)
			       : table_write(&t, w->format, w->chart, r->who.lang, out);
	table_done(&t);
	if (done == -E2BIG)
		return refuse(a, 422, "chart_too_big");
	if (done == -ENOTSUP)
		return refuse(a, 422, "chart_not_drawn");
	a->type = table_format_type(w->format);
	return done;
}

static int name_file(
	struct ledger *l, const struct request *r, const struct wanted *w, struct answer *a)
{
	struct ledger_status s;
	int result = ledger_status(l, &s);

	if (result == 0)
		report_file_name(w->report, &w->query, s.identity.site, r->now.day, w->format,
			a->file, sizeof(a->file));
	return result;
}

static int write_report(struct ledger *l, const struct request *r, const char *name,
	const char *format, FILE *out, struct answer *a)
{
	const char *by = request_text(r, "by"), *site = request_text(r, "site");
	const char *chart_word = request_text(r, "chart");
	struct wanted w = { .report = report_find(name), .format = FORMAT_JSON };
	struct sentence why = { .key = "bad_format" };
	int result;

	if (!w.report)
		return refuse(a, 404, "no_such_report");
	if (format && table_format_from_name(format, &w.format) < 0) {
		sentence_param(&why, "format", format);
		return refuse_saying(a, 422, &why);
	}
	w.query.nameless = r->who.program;
	w.query.paper = w.format == FORMAT_PDF;
	w.chart = w.report->chart;
	if (chart_word)
		(void)chart_from_name(chart_word, &w.chart);
	(void)snprintf(w.query.site, CODE_SIZE, "%s", site ? site : "");
	memcpy(w.query.first_day, r->first_day, DAY_SIZE);
	memcpy(w.query.last_day, r->last_day, DAY_SIZE);
	if (by && *by && report_by(w.report, by, &w.query, &why) < 0)
		return refuse_saying(a, 422, &why);
	result = name_file(l, r, &w, a);
	return result < 0 ? result : make(l, r, &w, out, a);
}

/* Whatever is drawn or packed takes longer than its figures; and what a replay of the journal tells. */
bool report_is_drawn(const struct request *r)
{
	const struct report *asked = r->arg[0] ? report_find(r->arg) : NULL;
	const char *format = request_text(r, "format");
	enum table_format f = FORMAT_JSON;

	if (asked && asked->replays)
		return true;
	return format && table_format_from_name(format, &f) == 0 && f >= FORMAT_XLSX &&
	       f != FORMAT_PLAIN;
}

int tonnage(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	return write_report(l, r, "tonnage", request_text(r, "format"), out, a);
}

int report(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	return write_report(l, r, r->arg, request_text(r, "format"), out, a);
}

int stock(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *day = request_text(r, "day"), *format = request_text(r, "format");
	const struct stock_query query = { day ? day : r->now.day, request_text(r, "place"),
		request_text(r, "category"), request_text(r, "site") };
	enum table_format as = FORMAT_JSON;
	struct table t = { 0 };
	int done;

	if (format)
		(void)table_format_from_name(format, &as);
	done = stock_table(l, &query, r->who.lang, &t);
	a->empty = table_is_empty(&t);
	if (done == 0)
		done = table_write(&t, as, CHART_BARS, r->who.lang, out);
	table_done(&t);
	a->type = table_format_type(as);
	return done == -E2BIG ? refuse(a, 422, "chart_too_big") : done;
}

/* "tonnage.svg" */
int chart(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *dot = strrchr(r->arg, '.');
	char name[ARG_SIZE] = "";
	int done;

	if (dot)
		memcpy(name, r->arg, (size_t)(dot - r->arg));
	done = write_report(l, r, name, dot ? dot + 1 : NULL, out, a);
	a->file[0] = '\0'; /* a picture of a page */
	return done;
}
