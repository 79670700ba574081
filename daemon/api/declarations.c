// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A declaration to a body: what was filed beside what it would be today, what to look at before, and the
 * sheet that a body asks for. Which are due: declarations_due.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "asked.h"
#include "catalogue_facts.h"
#include "day.h"
#include "scheme.h"

void make_declaration(const struct request *r, struct body *b, struct making *m)
{
	struct declaration *d = make_draft(m, &declaration_kind);

	_Static_assert(sizeof(*d) <= sizeof(m->value), "a declaration is a draft");
	if (strlen(r->arg) < sizeof(d->eco_organisme))
		(void)snprintf(d->eco_organisme, sizeof(d->eco_organisme), "%s", r->arg);
	body_record(b, kind_row(&declaration_kind), m->value);
}

/* ---- one of them ---- */

static const char *label_of(const struct asked *a, enum catalogue_kind kind, const char *code)
{
	const struct catalogue_row *row = catalogue_find(a->catalogue, kind, code, a->d.last_day);
	const bool en = row && a->request->who.lang == LANG_EN && row->label_en[0];

	return !row ? code : en ? row->label_en : row->label_fr;
}

int asked_find(struct asked *a, const char *body, const char *period)
{
	int r;

	a->d = (struct declaration){ .version = 0 };
	if (strlen(body) >= sizeof(a->d.eco_organisme) || strlen(period) >= sizeof(a->d.period) ||
		day_period(period, "", a->d.first_day, a->d.last_day) < 0)
		return -EINVAL;
	(void)snprintf(a->d.eco_organisme, sizeof(a->d.eco_organisme), "%s", body);
	(void)snprintf(a->d.period, sizeof(a->d.period), "%s", period);
	r = ledger_declaration(a->ledger, body, period, &a->d);
	if (r < 0 && r != -ENOENT)
		return r;
	a->site = scheme_site_of(a->catalogue, &a->d);
	return a->site ? 0 : -ENOENT;
}

/* Days until it is to be filed, less than 0 when that is over. */
static int put_due(const struct asked *a, json_t *o)
{
	uint32_t window = catalogue_facts(a->site)->window_days;
	int64_t due = 0, today = 0;
	char day[DAY_SIZE];
	int r = day_shift(a->d.last_day, (int)(window ? window : WINDOW_DAYS), day);

	if (r == 0)
		r = day_number(day, &due);
	if (r == 0)
		r = day_number(a->request->now.day, &today);
	json_object_set_new(o, "due", json_string(day));
	json_object_set_new(o, "days_left",
		a->d.state == DECLARATION_DRAFT ? json_integer(due - today) : json_null());
	return r;
}

static const char *state_name(uint32_t state)
{
	static const char *const names[] = { "draft", "filed", "accepted", "paid" };

	return names[state <= DECLARATION_PAID ? state : 0];
}

/* Whether what was filed would be other figures today, by that formula. 1, 0, -errno. */
static int differs(const struct asked *a, uint32_t formula)
{
	_cleanup_free_ struct scheme_line *lines = NULL;
	struct declaration d = a->d;
	char now[CLOSE_HASH_SIZE];
	int count;

	if (d.state == DECLARATION_DRAFT)
		return 0;
	d.formula = formula;
	count = ledger_lines_to_declare(a->ledger, &d, &lines, now);
	return count < 0 ? count : strcmp(now, d.figures_hash) != 0;
}

int asked_json(const struct asked *a, json_t **ret_json)
{
	bool filed = a->d.state != DECLARATION_DRAFT;
	bool frozen = filed && (a->d.convention[0] || a->d.scheme[0]);
	int rectified = differs(a, a->d.formula),
	    by_formula = a->d.formula == SCHEME_FORMULA ? 0 : differs(a, SCHEME_FORMULA), r;
	char entry[ENTRY_NAME_SIZE + 16] = "";
	struct declared_cents cents;
	json_t *o;

	if (rectified < 0 || by_formula < 0)
		return rectified < 0 ? rectified : by_formula;
	r = ledger_declared_cents(a->ledger, &a->d, &cents);
	if (r < 0)
		return r;
	o = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:I, s:I, s:I, s:b, s:b}",
		"eco_organisme", a->d.eco_organisme, "label",
		label_of(a, CATALOGUE_PARTNER, a->d.eco_organisme), "scheme",
		frozen ? a->d.scheme : a->site->scheme, "convention",
		frozen ? a->d.convention : catalogue_facts(a->site)->convention, "period",
		a->d.period, "first_day", a->d.first_day, "last_day", a->d.last_day, "version",
		(int)a->d.version, "state", state_name(a->d.state), "reference", a->d.reference,
		"expected_cents", (json_int_t)cents.expected, "paid_cents", (json_int_t)cents.paid,
		"balance_cents", (json_int_t)(cents.expected ? cents.expected - cents.paid : 0),
		"rectified", rectified, "formula_changed", !rectified && by_formula);
	if (o && a->d.version)
		(void)snprintf(entry, sizeof(entry), "declaration/%s/%llu", a->d.journal,
			(unsigned long long)a->d.seq);
	if (o)
		json_object_set_new(o, "entry", *entry ? json_string(entry) : json_null());
	r = o ? put_due(a, o) : -ENOMEM;
	if (r < 0)
		json_decref(o);
	else
		*ret_json = o;
	return r;
}

/* ---- one with its figures ---- */

/* lang: declaration_no_site bad_period */
static int begin(struct asked *a, struct ledger *l, const struct request *r, struct answer *answer,
	struct catalogue **ret_catalogue)
{
	struct sentence why = { .key = "declaration_no_site" };
	const char *period = request_text(r, "period");
	int done = ledger_catalogue(l, ret_catalogue);

	*a = (struct asked){ .ledger = l, .request = r, .catalogue = *ret_catalogue };
	if (done == 0)
		done = asked_find(a, r->arg, period);
	if (done == -EINVAL)
		return refuse(answer, 422, "bad_period");
	if (done != -ENOENT)
		return done;
	sentence_param(&why, "code", r->arg);
	sentence_param(&why, "period", period);
	return refuse_saying(answer, 404, &why);
}

static json_t *json_figures(const struct scheme_line *line)
{
	json_t *o = json_object();

	for (int i = 0; i < SCHEME_FIGURES; i++)
		json_object_set_new(o, scheme_figure_name((enum scheme_figure)i),
			json_integer(line ? line->figure[i] : 0));
	return o;
}

static const struct scheme_line *line_of(
	const struct scheme_line *lines, int count, const char *category)
{
	for (int i = 0; i < count; i++)
		if (strcmp(lines[i].scheme_category, category) == 0)
			return &lines[i];
	return NULL;
}

static void put_line(const struct asked *a, json_t *list, const char *category,
	const struct scheme_line *filed, const struct scheme_line *now)
{
	json_array_append_new(
		list, json_pack("{s:s, s:s, s:o, s:o}", "scheme_category", category, "label",
			      label_of(a, CATALOGUE_SCHEME_CATEGORY, category), "filed",
			      a->d.state == DECLARATION_DRAFT ? json_null() : json_figures(filed),
			      "now", json_figures(now)));
}

/* Each category of the body as it was filed and as it is today. */
static int put_lines(const struct asked *a, json_t *o)
{
	_cleanup_free_ struct scheme_line *now = NULL, *filed = NULL;
	struct declaration today = a->d;
	char hash[CLOSE_HASH_SIZE];
	json_t *list = json_array();
	int count, then = 0;

	today.formula = SCHEME_FORMULA;
	count = ledger_lines_to_declare(a->ledger, &today, &now, hash);

	json_object_set_new(o, "lines", list);
	if (count >= 0 && a->d.state != DECLARATION_DRAFT)
		then = ledger_declared_lines(a->ledger, &a->d, &filed);
	if (count < 0 || then < 0)
		return count < 0 ? count : then;
	for (int i = 0; i < count; i++)
		put_line(a, list, now[i].scheme_category,
			line_of(filed, then, now[i].scheme_category), &now[i]);
	for (int i = 0; i < then; i++)
		if (!line_of(now, count, filed[i].scheme_category))
			put_line(a, list, filed[i].scheme_category, &filed[i], NULL);
	return 0;
}

/* What a person looks at before: nothing of it forbids a filing. */
static int put_check(const struct asked *a, json_t *o)
{
	_cleanup_free_ struct scheme_line *lines = NULL;
	struct close_check c;
	int64_t unmapped_mg = 0;
	int r = ledger_close_check(a->ledger, a->d.first_day, a->d.last_day, &c), count;

	if (r < 0)
		return r;
	count = ledger_scheme_lines(a->ledger, a->d.first_day, a->d.last_day, "", &lines);
	for (int i = 0; i < count; i++)
		if (!lines[i].eco_organisme[0])
			unmapped_mg += lines[i].figure[SCHEME_OWN_IN_MG];
	json_object_set_new(o, "check",
		json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "weighings", c.weighings, "open_slips",
			c.open_slips, "doubtful", c.doubtful, "unapproved", c.unapproved,
			"missing_mg", c.missing_mg, "unmapped_mg", unmapped_mg));
	return count < 0 ? count : 0;
}

int declaration_one(struct ledger *l, const struct request *r, FILE *out, struct answer *answer)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct asked a;
	json_t *json = NULL;
	int done = begin(&a, l, r, answer, &c);

	if (done < 0 || answer->status != 200)
		return done;
	done = asked_json(&a, &json);
	if (done == 0)
		done = put_lines(&a, json);
	if (done == 0)
		done = put_check(&a, json);
	if (done == 0)
		return put_json(out, json);
	json_decref(json);
	return done;
}

/* ---- the sheet ---- */

/* As it was filed; before that, as it would be today. */
int declaration_sheet(struct ledger *l, const struct request *r, FILE *out, struct answer *answer)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct asked a;
	int done = begin(&a, l, r, answer, &c);

	if (done < 0 || answer->status != 200)
		return done;
	done = ledger_declaration_sheet(l, &a.d, out);
	(void)snprintf(answer->file, sizeof(answer->file), "%s_%s_%s_v%u_fr.csv", r->now.day,
		a.d.eco_organisme, a.d.period, a.d.version);
	answer->type = "text/csv; charset=utf-8";
	return done;
}
