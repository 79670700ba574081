// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reports and their charts in every format. The reader's worker makes the whole answer, so
 * that a year never holds the loop. An answer whose figures are all 0 says so in a header,
 * for whoever cannot read them out of a picture.
 */
#include <string.h>
#include "report.h"
#include "web_private.h"

struct answer {
	const struct report *report;
	struct report_query query;
	enum table_format format;
	enum chart chart;
	enum lang lang;
	bool empty;
	char *text; /* made in the worker, given to the exchange */
	size_t size;
};

static int run(struct ledger *l, void *arg)
{
	struct answer *a = arg;
	struct table t = { 0 };
	FILE *out;
	int r = report_make(l, a->report, &a->query, a->lang, &t);

	a->empty = table_is_empty(&t);
	out = r == 0 ? open_memstream(&a->text, &a->size) : NULL;
	if (r == 0)
		r = out ? table_write(&t, a->format, a->chart, a->lang, out) : -ENOMEM;
	if (out && fclose(out) && r == 0)
		r = -ENOMEM;
	table_done(&t);
	return r;
}

static void on_answer(void *data, void *arg, int result)
{
	struct exchange *x = data;
	struct answer *a = arg;
	struct MHD_Response *r = NULL;

	if (result == -E2BIG) {
		reply_key(x, MHD_HTTP_UNPROCESSABLE_CONTENT, "chart_too_big");
	} else if (result < 0) {
		reply_errno(x, result);
	} else {
		r = MHD_create_response_from_buffer(a->size, a->text, MHD_RESPMEM_MUST_FREE);
		if (r) {
			a->text = NULL;
			MHD_add_response_header(r, "Content-Type", table_format_type(a->format));
			MHD_add_response_header(r, "Cache-Control", "no-store");
		}
		if (r && a->empty)
			MHD_add_response_header(r, "Bascule-Empty", "yes");
		reply_response(x, MHD_HTTP_OK, r);
	}
	free(a->text);
	free(a);
}

static bool refuse(struct exchange *x, const char *key, const char *name, const char *value)
{
	struct sentence why = { .key = key };

	sentence_param(&why, name, value);
	reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
	return false;
}

/* lang: bad_format bad_chart bad_query bad_site */
static bool read_query(struct exchange *x, const char *format, struct answer *a)
{
	const char *by = query_text(x, "by"), *site = query_text(x, "site");
	const char *chart = query_text(x, "chart");
	struct sentence why = { 0 };

	if (query_days(x, true, a->query.first_day, a->query.last_day) < 0)
		return false;
	if (site && strlen(site) >= CODE_SIZE)
		return refuse(x, "bad_query", "field", "site");
	(void)snprintf(a->query.site, CODE_SIZE, "%s", site ? site : "");
	if (format && table_format_from_name(format, &a->format) < 0)
		return refuse(x, "bad_format", "format", format);
	if (chart && chart_from_name(chart, &a->chart) < 0)
		return refuse(x, "bad_chart", "chart", chart);
	if (by && *by && report_by(a->report, by, &a->query, &why) < 0) {
		reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
		return false;
	}
	return true;
}

static void answer(struct exchange *x, const char *name, const char *format)
{
	const struct report *report = report_find(name);
	struct answer *a;
	int r;

	if (!report) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_report");
		return;
	}
	if (reply_if_down(x))
		return;
	a = calloc(1, sizeof(*a));
	if (!a) {
		reply_errno(x, -ENOMEM);
		return;
	}
	*a = (struct answer){ .report = report, .format = FORMAT_JSON, .lang = x->lang };
	a->chart = report->chart;
	if (!read_query(x, format, a)) {
		free(a);
		return;
	}
	r = store_ask(desk_store(x->web->desk), false, run, a, on_answer, x);
	if (r < 0) {
		free(a);
		reply_errno(x, r);
	}
}

void api_tonnage(struct exchange *x)
{
	answer(x, "tonnage", query_text(x, "format"));
}

void api_report(struct exchange *x)
{
	answer(x, x->arg, query_text(x, "format"));
}

/* "tonnage.svg" */
void api_chart(struct exchange *x)
{
	char *dot = strrchr(x->arg, '.');

	if (!dot) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_report");
		return;
	}
	*dot = '\0';
	answer(x, x->arg, dot + 1);
}
