// SPDX-License-Identifier: GPL-3.0-or-later
/* A day's end on one label; and that a person has seen what was left of a day. */
#include <string.h>
#include "day.h"
#include "day_end.h"
#include "day_label.h"
#include "report.h"
#include "web_private.h"

struct day_end {
	char day[DAY_SIZE], today[DAY_SIZE], site[LABEL_SIZE];
	enum lang lang;
	struct day_words words;
};

static void refuse_day(struct exchange *x, const char *key)
{
	struct sentence why = { .key = key };

	sentence_param(&why, "day", x->arg);
	reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
}

/* NULL: answered with why not. */
static struct day_end *begin(struct exchange *x)
{
	struct day_end *e;
	struct body b;

	if (!body_open(x, &b) || !body_done(&b) || reply_if_down(x))
		return NULL;
	if (strlen(x->arg) >= sizeof(e->day) || !day_exists(x->arg)) {
		refuse_day(x, "bad_day");
		return NULL;
	}
	e = calloc(1, sizeof(*e));
	if (!e) {
		reply_errno(x, -ENOMEM);
		return NULL;
	}
	(void)snprintf(e->day, sizeof(e->day), "%s", x->arg);
	memcpy(e->today, x->request.now.day, sizeof(e->today));
	return e;
}

static void ask(struct exchange *x, enum store_side where, int (*run)(struct ledger *l, void *arg),
	store_done_fn done, struct day_end *e)
{
	int r = store_ask(desk_store(x->web->desk), where, run, e, done, x);

	if (r < 0) {
		free(e);
		reply_errno(x, r);
	}
}

enum { SHORT = 40 };

/* ---- its words ---- */

static void add(char *to, size_t size, const char *between, const char *text)
{
	const size_t len = strlen(to);

	(void)snprintf(to + len, size - len, "%s%s", len ? between : "", text);
}

static const char *kg(int64_t mg, enum lang lang, char buf[SHORT])
{
	return typeset_kg(mg, 2, lang == LANG_FR, buf, SHORT);
}

static void take_figures(const struct table *t, enum lang lang, struct day_words *w)
{
	const size_t in = table_column(t, "in_mg"), back = table_column(t, "neutral_in_mg"),
		     out = table_column(t, "out_mg");
	char a[SHORT], b[SHORT];

	(void)snprintf(w->in, sizeof(w->in), "%s %s kg", lang_text(lang, "label_day_in"),
		kg(t->total[in].number + t->total[back].number, lang, a));
	(void)snprintf(w->out, sizeof(w->out), "%s %s kg", lang_text(lang, "label_day_out"),
		kg(t->total[out].number, lang, b));
	for (size_t n = 0; n < t->rows && w->roots < DAY_ROOTS; n++) {
		const size_t row = t->order ? t->order[n] : n;

		(void)snprintf(w->root[w->roots++], LABEL_SIZE, "%s %s / %s",
			table_cell(t, row, 0)->text,
			kg(table_cell(t, row, in)->number + table_cell(t, row, back)->number, lang,
				a),
			kg(table_cell(t, row, out)->number, lang, b));
	}
}

static const char *said(const struct cell *c)
{
	return c->label && *c->label ? c->label : c->text;
}

static void take_who(const struct table *t, enum lang lang, struct day_words *w)
{
	for (size_t n = 0; n < t->rows; n++) {
		if (n == 0)
			add(w->who, sizeof(w->who), "", lang_text(lang, "label_day_who"));
		add(w->who, sizeof(w->who), n ? ", " : "", said(table_cell(t, n, 0)));
	}
}

static void take_left(const struct table *t, enum lang lang, struct day_words *w)
{
	const size_t about = table_column(t, "about"), number = table_column(t, "number");

	(void)snprintf(w->left, sizeof(w->left), "%s",
		lang_text(lang, t->rows ? "label_day_left" : "label_day_none"));
	for (size_t n = 0; n < t->rows; n++) {
		const struct cell *c = table_cell(t, n, number);
		char line[LABEL_SIZE * 2];

		(void)snprintf(line, sizeof(line), "%s", said(table_cell(t, n, 0)));
		if (table_cell(t, n, about)->text[0])
			add(line, sizeof(line), " ", table_cell(t, n, about)->text);
		if (c->number)
			(void)snprintf(line + strlen(line), sizeof(line) - strlen(line), " : %lld",
				(long long)c->number);
		add(w->left, sizeof(w->left), n ? " · " : " ", line);
	}
}

static void take_words(const struct table *t, const char *site, const char *day, enum lang lang,
	struct day_words *ret_words)
{
	*ret_words = (struct day_words){ 0 };
	(void)snprintf(ret_words->head, sizeof(ret_words->head), "%s · %s", day, site);
	take_figures(t, lang, ret_words);
	for (const struct table *n = t->next; n; n = n->next)
		if (strcmp(n->name, "day-who") == 0)
			take_who(n, lang, ret_words);
		else if (strcmp(n->name, "day-left") == 0)
			take_left(n, lang, ret_words);
}

/* ---- seen ---- */

static int run_seen(struct ledger *l, void *arg)
{
	const struct day_end *e = arg;

	return ledger_day_see(l, e->today, e->day);
}

static void on_seen(void *data, void *arg, int result)
{
	_cleanup_free_ struct day_end *e = arg;
	struct exchange *x = data;

	if (result < 0)
		reply_errno(x, result);
	else
		reply_json(x, MHD_HTTP_OK, json_pack("{s:s,s:b}", "day", e->day, "seen", 1));
}

void api_day_seen(struct exchange *x)
{
	struct day_end *e = begin(x);

	if (!e)
		return;
	if (strcmp(e->day, e->today) >= 0) {
		free(e);
		refuse_day(x, "day_not_over");
		return;
	}
	ask(x, STORE_WRITER, run_seen, on_seen, e);
}

/* ---- printed ---- */

static int run_words(struct ledger *l, void *arg)
{
	struct report_query query = { 0 };
	struct day_end *e = arg;
	struct table t = { 0 };
	char day[16];
	int r;

	memcpy(query.first_day, e->day, DAY_SIZE);
	memcpy(query.last_day, e->day, DAY_SIZE);
	r = report_make(l, &day_report, &query, e->lang, &t);
	(void)snprintf(day, sizeof(day), "%.2s/%.2s/%.4s", e->day + 8, e->day + 5, e->day);
	if (r == 0)
		take_words(&t, e->site, day, e->lang, &e->words);
	table_done(&t);
	return r;
}

static void on_words(void *data, void *arg, int result)
{
	_cleanup_free_ struct day_end *e = arg;
	struct exchange *x = data;

	if (result >= 0)
		result = desk_day_label(x->web->desk, &e->words);
	if (result == -ENODEV)
		reply_key(x, MHD_HTTP_CONFLICT, "no_printer");
	else if (result == -EBUSY)
		reply_key(x, MHD_HTTP_CONFLICT, "strip_running");
	else if (result < 0)
		reply_errno(x, result);
	else
		reply_json(x, MHD_HTTP_ACCEPTED,
			json_pack("{s:s,s:s}", "day", e->day, "state", "waiting"));
}

void api_day_print(struct exchange *x)
{
	const struct station *s = desk_station(x->web->desk);
	const struct catalogue_row *site;
	struct day_end *e = begin(x);

	if (!e)
		return;
	e->lang = desk_lang(x->web->desk);
	site = catalogue_find(
		desk_catalogue(x->web->desk), CATALOGUE_SITE, s->config.site, x->request.now.day);
	(void)snprintf(e->site, sizeof(e->site), "%s", site ? site->label_fr : s->config.site);
	ask(x, STORE_READER, run_words, on_words, e);
}
