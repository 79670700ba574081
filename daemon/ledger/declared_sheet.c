// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sheet that a body asks for of a declaration, as Excel set to French opens it. What is filed has its
 * sheet in its entry: another name, convention or code of later changes nothing of it.
 */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "csv.h"
#include "fields.h"
#include "ledger_private.h"
#include "mass.h"
#include "scheme.h"
#include "scheme_sheet.h"

/* ---- by which convention ---- */

bool scheme_is_site_of(const struct catalogue_row *row, const char *body)
{
	return row->kind == CATALOGUE_SCHEME_SITE &&
	       strcmp(catalogue_facts(row)->eco_organisme, body) == 0;
}

/* The more, the better it tells of the declaration; 0: not at all. What was filed goes on by any. */
static int fits_of(const struct declaration *d, const struct catalogue_row *row)
{
	const bool is_filed_by = d->convention[0] &&
				 strcmp(catalogue_facts(row)->convention, d->convention) == 0 &&
				 strcmp(row->scheme, d->scheme) == 0;

	if (!scheme_is_site_of(row, d->eco_organisme))
		return 0;
	if (is_filed_by)
		return 4;
	if (!row->hidden && catalogue_row_valid(row, d->last_day))
		return 3;
	if (!row->hidden && strcmp(row->valid_from, d->last_day) <= 0 &&
		(!row->valid_until[0] || strcmp(row->valid_until, d->first_day) > 0))
		return 2;
	return d->state != DECLARATION_DRAFT;
}

const struct catalogue_row *scheme_site_of(const struct catalogue *c, const struct declaration *d)
{
	const struct catalogue_row *best = NULL;
	int most = 0;

	for (size_t i = 0; i < c->count; i++) {
		int fit = fits_of(d, &c->rows[i]);

		if (fit > most) {
			most = fit;
			best = &c->rows[i];
		}
	}
	return best;
}

/* ---- its cells ---- */

struct sheet {
	const struct declaration *d;
	const struct catalogue_row *by, *site; /* convention; NULL: no such site */
	const struct catalogue *catalogue;
	const char *site_code;
};

static const char *word_of(
	const struct sheet *s, const struct scheme_line *line, enum sheet_field field, char buf[32])
{
	const struct catalogue_row *category = catalogue_find(
		s->catalogue, CATALOGUE_SCHEME_CATEGORY, line->scheme_category, s->d->last_day);
	const char *body_code = catalogue_facts(category)->body_code;

	(void)snprintf(buf, 32, "%u", s->d->version);
	switch (field) {
	case SHEET_SIRET:
		return catalogue_facts(s->site)->siret;
	case SHEET_LEGAL_NAME:
		return catalogue_facts(s->site)->legal_name;
	case SHEET_ESS:
		return catalogue_facts(s->site)->ess ? "O" : "N";
	case SHEET_SITE:
		return s->site_code;
	case SHEET_CONVENTION:
		return catalogue_facts(s->by)->convention;
	case SHEET_SCHEME:
		return s->by->scheme;
	case SHEET_ECO_ORGANISME:
		return s->d->eco_organisme;
	case SHEET_BODY_CODE:
		return body_code[0] ? body_code : line->scheme_category;
	case SHEET_LABEL:
		return category ? category->label_fr : line->scheme_category;
	case SHEET_PERIOD:
		return s->d->period;
	case SHEET_FIRST_DAY:
		return s->d->first_day;
	case SHEET_LAST_DAY:
		return s->d->last_day;
	case SHEET_VERSION:
		return buf;
	case SHEET_REFERENCE:
		return s->d->reference;
	default:
		return line->scheme_category;
	}
}

static int64_t number_of(const struct scheme_line *line, enum sheet_field field)
{
	const int64_t *f = line->figure;
	const int64_t numbers[SHEET_FIELDS] = {
		[SHEET_OWN_IN] = f[SCHEME_OWN_IN_MG],
		[SHEET_FROM_MEMBERS] = f[SCHEME_FROM_MEMBERS_MG],
		[SHEET_REUSE_NET] = f[SCHEME_REUSE_MG] - f[SCHEME_NEUTRAL_IN_MG],
		[SHEET_REUSE] = f[SCHEME_REUSE_MG],
		[SHEET_NEUTRAL_IN] = f[SCHEME_NEUTRAL_IN_MG],
		[SHEET_RECYCLING] = f[SCHEME_RECYCLING_MG],
		[SHEET_OTHER] = f[SCHEME_OTHER_MG],
		[SHEET_UNITS_IN] = f[SCHEME_UNITS_IN],
		[SHEET_UNITS_REUSE] = f[SCHEME_UNITS_REUSE] - f[SCHEME_UNITS_BACK],
	};

	return numbers[field];
}

static void put_cell(const struct sheet *s, const struct scheme_line *line,
	const struct sheet_column *c, FILE *out)
{
	int64_t number = c->field < SHEET_WORDS ? 0 : number_of(line, c->field);
	char buf[32];

	if (c->field < SHEET_WORDS)
		csv_put(out, word_of(s, line, c->field, buf), ';');
	else if (c->field >= SHEET_MASSES || c->exp10 == 0)
		(void)fprintf(out, "%lld", (long long)number);
	else if (c->exp10 == -6)
		(void)fputs(mass_format_kg(number, 6, ',', buf, sizeof(buf)), out);
	else /* three digits less before the comma, three more behind */
		(void)fprintf(out, "%s%lld,%09lld", number < 0 ? "-" : "",
			llabs(number) / 1000000000, llabs(number) % 1000000000);
}

/* line NULL: the titles. */
static void put_line(
	const struct sheet *s, const char *columns, const struct scheme_line *line, FILE *out)
{
	struct sheet_column c;

	for (bool any = false; scheme_sheet_next(&columns, &c) > 0; any = true) {
		if (any)
			(void)putc(';', out);
		if (line)
			put_cell(s, line, &c, out);
		else
			csv_put(out, c.title, ';');
	}
	(void)fputs("\r\n", out);
}

int scheme_sheet_put(struct ledger *l, const struct declaration *d, const struct scheme_line *lines,
	int count, FILE *out)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct sheet s = { .d = d, .site_code = l->identity.site };
	const char *columns;
	int r = ledger_catalogue(l, &c);

	if (r < 0)
		return r;
	s.catalogue = c;
	s.by = scheme_site_of(c, d);
	s.site = catalogue_find(c, CATALOGUE_SITE, s.site_code, d->last_day);
	if (!s.by)
		return -ENOENT;
	columns = catalogue_facts(s.by)->columns;
	columns = *columns ? columns : scheme_sheet_usual;
	(void)fputs("\xEF\xBB\xBF", out);
	put_line(&s, columns, NULL, out);
	for (int i = 0; i < count; i++)
		put_line(&s, columns, &lines[i], out);
	return ferror(out) ? -EIO : 0;
}

/* ---- as it was filed ---- */

static json_t *filing_of(struct ledger *l, const struct declaration *d)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	json_t *body = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT e.body FROM declaration r JOIN entry e USING (journal, seq)"
		" WHERE r.eco_organisme = ?2 AND r.period = ?3 AND r.version = ?4"
		" AND r.state = 'filed' AND r.figures_hash = ?5 AND " OURS(
			"r.journal", "?1") " AND " STANDS("r") " ORDER BY r.seq DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(d->eco_organisme), V_TEXT(d->period), V_INT(d->version),
		V_TEXT(d->figures_hash));

	if (r == 0 && sql_step(stmt) > 0)
		(void)fields_parse(
			sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), &body);
	return body;
}

int ledger_declaration_sheet(struct ledger *l, const struct declaration *d, FILE *out)
{
	const bool filed = d->state != DECLARATION_DRAFT;
	_cleanup_json_ json_t *filing = filed ? filing_of(l, d) : NULL;
	const char *sheet = json_string_value(json_object_get(filing, "sheet"));
	_cleanup_free_ struct scheme_line *lines = NULL;
	char hash[CLOSE_HASH_SIZE];
	int count;

	if (sheet)
		return fputs(sheet, out) < 0 ? -EIO : 0;
	count = filed ? ledger_declared_lines(l, d, &lines)
		      : ledger_lines_to_declare(l, d, &lines, hash);
	return count < 0 ? count : scheme_sheet_put(l, d, lines, count, out);
}
