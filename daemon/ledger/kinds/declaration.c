// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * declaration: what a body is told of a period, and what became of it: drawn up, filed, accepted, paid.
 * Its figures are kept with it, so that those of today can be held against them; where they are others
 * it is filed again as the next version, and the one before counts as rectified. The newest step of a
 * period can be void: the one before it stands again.
 */
#include <sodium.h>
#include <string.h>
#include "../write.h"
#include "catalogue_facts.h"
#include "catalogue_plan.h"
#include "day.h"
#include "scheme.h"

static const char *const names[] = { "draft", "filed", "accepted", "paid", "rectified" };
static const struct record_words states = { names, ARRAY_SIZE(names) };

enum { ASKED = RECORD_ASKED | RECORD_NEEDED };
static const int64_t cents_most = INT64_C(100000000000);

static const struct record_field fields[] = {
	STAMPED(declaration),
	TEXT(declaration, eco_organisme, .codes = 1 + CATALOGUE_PARTNER),
	TEXT(declaration, period, .rules = ASKED, .shape = SHAPE_PERIOD),
	WHOLE(declaration, version),
	WORD(declaration, state, states, .rules = ASKED),
	TEXT(declaration, first_day),
	TEXT(declaration, last_day),
	TEXT(declaration, figures_hash),
	TEXT(declaration, reference, .rules = RECORD_ASKED),
	NUMBER(declaration, amount_cents, .rules = RECORD_ASKED, .most = cents_most),
	TEXT(declaration, convention),
	TEXT(declaration, scheme),
	WHOLE(declaration, formula),
	VOIDED_BY(declaration),
};
static const struct record declaration_record =
	RECORD_OF(declaration, fields, .table = "declaration", .about = "eco_organisme");

static int check(const void *value)
{
	const struct declaration *d = value;

	return d->eco_organisme[0] && d->period[0] && d->version && d->first_day[0] &&
			       strlen(d->figures_hash) == CLOSE_HASH_SIZE - 1
		       ? 0
		       : -EBADMSG;
}

/* ---- its lines ---- */

static int put_line(struct sql *s, const struct entry *e, const json_t *json, size_t item)
{
	struct fields b = { .json = json };
	char category[CODE_SIZE];
	int64_t n[SCHEME_FIGURES];

	field_text(&b, "scheme_category", category, sizeof(category));
	for (int i = 0; i < SCHEME_FIGURES; i++)
		n[i] = field_int(&b, scheme_figure_name((enum scheme_figure)i));
	if (!json_is_object(json) || b.error || !category[0])
		return -EBADMSG;
	return sql_run(s,
		"INSERT INTO declaration_line (journal, seq, item, scheme_category, own_in_mg,"
		" from_members_mg, reuse_mg, neutral_in_mg, recycling_mg, other_mg, units_in,"
		" units_reuse, units_back) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_INT(item), V_TEXT(category), V_INT(n[0]),
		V_INT(n[1]), V_INT(n[2]), V_INT(n[3]), V_INT(n[4]), V_INT(n[5]), V_INT(n[6]),
		V_INT(n[7]), V_INT(n[8]));
}
_Static_assert(SCHEME_FIGURES == 9, "each has its column above");

static int after(struct sql *s, const struct entry *e, const void *value)
{
	_cleanup_json_ json_t *body = NULL;
	const json_t *line;
	size_t i;
	int r = fields_parse(e->body, e->body_len, &body);

	(void)value;
	json_array_foreach(json_object_get(body, "lines"), i, line) if (r == 0) r =
		put_line(s, e, line, i);
	return r;
}

static json_t *list_of(const struct scheme_line *lines, int count)
{
	json_t *list = json_array();

	for (int n = 0; n < count; n++) {
		json_t *line = json_pack("{s:s}", "scheme_category", lines[n].scheme_category);

		for (int i = 0; i < SCHEME_FIGURES; i++)
			json_object_set_new(line, scheme_figure_name((enum scheme_figure)i),
				json_integer(lines[n].figure[i]));
		json_array_append_new(list, line);
	}
	return list;
}

static bool has_lines(const struct declaration *d)
{
	return d->state == DECLARATION_DRAFT || d->state == DECLARATION_FILED;
}

/* What is filed says how it was filed: names and codes of later change nothing of its sheet. */
static int put_sheet(struct ledger *l, const struct declaration *d, const struct scheme_line *lines,
	int count, json_t *body)
{
	_cleanup_free_ char *sheet = NULL;
	size_t size;
	FILE *out = d->state == DECLARATION_FILED ? open_memstream(&sheet, &size) : NULL;
	int r = out ? scheme_sheet_put(l, d, lines, count, out) : 0;

	if (!out)
		return d->state == DECLARATION_FILED ? -ENOMEM : 0;
	if (fclose(out) ||
		(r == 0 && json_object_set_new(body, "sheet", json_stringn(sheet, size))))
		r = -ENOMEM;
	return r;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = record_body(&declaration_record, value);
	_cleanup_free_ struct scheme_line *lines = NULL;
	char hash[CLOSE_HASH_SIZE];
	int count = has_lines(value) ? ledger_lines_to_declare(l, value, &lines, hash) : 0, r;

	(void)res;
	if (count < 0)
		return count;
	r = body ? put_sheet(l, value, lines, count, body) : -ENOMEM;
	if (r < 0)
		return r;
	if ((has_lines(value) && json_object_set_new(body, "lines", list_of(lines, count))) ||
		entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	return entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
}

/* ---- what may follow what ---- */

static void conflict(struct ledger_result *res, const char *key, const struct declaration *d)
{
	res->answer = LEDGER_CONFLICT;
	res->why = (struct sentence){ .key = key };
	sentence_param(&res->why, "code", d->eco_organisme);
	sentence_param(&res->why, "period", d->period);
}

static int refuse(struct ledger_result *res, const char *key, const struct declaration *d)
{
	conflict(res, key, d);
	sentence_param(&res->why, "first_day", d->first_day);
	sentence_param(&res->why, "last_day", d->last_day);
	return 0;
}

/* Somebody who is declared to, by a convention of these days. */
static int has_convention(struct ledger *l, const struct declaration *d)
{
	int64_t one;

	return sql_int(l->sql, &one,
		"SELECT 1 FROM catalogue c JOIN catalogue_scheme_site f USING (journal, code,"
		" valid_from) WHERE c.journal = ?1 AND c.kind = 'scheme-site' AND NOT c.hidden"
		" AND f.eco_organisme = ?2 AND c.valid_from <= ?4"
		" AND (c.valid_until = '' OR c.valid_until > ?3) LIMIT 1",
		V_TEXT(l->journal), V_TEXT(d->eco_organisme), V_TEXT(d->first_day),
		V_TEXT(d->last_day));
}

/* Of days that were filed under another name nothing is filed once more. lang: declaration_overlaps */
static int check_overlap(struct ledger *l, const struct declaration *d, struct ledger_result *res)
{
	_cleanup_free_ struct scheme_filed *filed = NULL;
	int count = ledger_filed_periods(l, &filed);

	for (int i = 0; i < count; i++) {
		if (strcmp(filed[i].eco_organisme, d->eco_organisme) != 0 ||
			strcmp(filed[i].period, d->period) == 0 ||
			strcmp(filed[i].first_day, d->last_day) > 0 ||
			strcmp(filed[i].last_day, d->first_day) < 0)
			continue;
		conflict(res, "declaration_overlaps", d);
		sentence_param(&res->why, "value", filed[i].period);
		return 0;
	}
	return count < 0 ? count : 0;
}

/* Of the days that it is of, as the catalogue is today. */
static int take_convention(struct ledger *l, struct declaration *d)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	const struct catalogue_row *by;
	int r = ledger_catalogue(l, &c);

	by = r == 0 ? scheme_site_of(c, d) : NULL;
	if (!by)
		return r;
	memcpy(d->convention, catalogue_facts(by)->convention, sizeof(d->convention));
	memcpy(d->scheme, by->scheme, sizeof(d->scheme));
	return 0;
}

/* New figures: those of today, as the version that is drawn up, or the one after that which was filed. */
/* lang: declaration_same */
static int take_figures(struct ledger *l, const struct declaration *last, struct declaration *d,
	struct ledger_result *res)
{
	_cleanup_free_ struct scheme_line *lines = NULL;
	int count, r;

	d->formula = SCHEME_FORMULA;
	count = ledger_lines_to_declare(l, d, &lines, d->figures_hash);
	r = count < 0 ? count : take_convention(l, d);
	if (r < 0)
		return r;
	d->version = last->version ? last->version : 1;
	if (!d->reference[0])
		memcpy(d->reference, last->reference, sizeof(d->reference));
	if (last->version && last->state != DECLARATION_DRAFT) {
		if (strcmp(last->figures_hash, d->figures_hash) == 0)
			return refuse(res, "declaration_same", d);
		d->version++;
	}
	return 0;
}

/* A step of figures that were filed. lang: declaration_step declaration_amount */
static int take_step(
	const struct declaration *last, struct declaration *d, struct ledger_result *res)
{
	if (!last->version || last->state == DECLARATION_DRAFT || last->state >= d->state ||
		d->state > DECLARATION_PAID)
		return refuse(res, "declaration_step", d);
	if (d->state == DECLARATION_PAID && !d->amount_cents)
		return refuse(res, "declaration_amount", d);
	d->version = last->version;
	memcpy(d->figures_hash, last->figures_hash, sizeof(d->figures_hash));
	memcpy(d->convention, last->convention, sizeof(d->convention));
	memcpy(d->scheme, last->scheme, sizeof(d->scheme));
	d->formula = last->formula;
	if (!d->reference[0])
		memcpy(d->reference, last->reference, sizeof(d->reference));
	return 0;
}

/* lang: declaration_no_site period_open */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct declaration *d = value, last = { .version = 0 };
	int r;

	if (day_period(d->period, "", d->first_day, d->last_day) < 0)
		return ledger_refuse_field(res, "bad_period", NULL, "period");
	r = ledger_declaration(l, d->eco_organisme, d->period, &last);
	if (r == 0 && last.state != DECLARATION_DRAFT)
		r = 1; /* it goes on, whatever became of the convention */
	else if (r == 0 || r == -ENOENT)
		r = has_convention(l, d);
	if (r <= 0)
		return r < 0 ? r : refuse(res, "declaration_no_site", d);
	if (d->state != DECLARATION_DRAFT && strcmp(d->last_day, job->now.day) >= 0)
		return refuse(res, "period_open", d);
	r = has_lines(d) ? check_overlap(l, d, res) : 0;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	return has_lines(d) ? take_figures(l, &last, d, res) : take_step(&last, d, res);
}

/* ---- what was declared ---- */

int ledger_declaration(struct ledger *l, const char *eco_organisme, const char *period,
	struct declaration *ret_declaration)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(l->sql, &declaration_record,
		"WHERE r.eco_organisme = ?2 AND r.period = ?3 AND " OURS("r.journal",
			"?1") " AND " STANDS("r") " ORDER BY r.state <> 'draft' DESC,"
						  " r.version DESC, instr('draft filed accepted "
						  "paid', r.state) DESC,"
						  " r.seq DESC LIMIT 1",
		SQL_VALUES(V_TEXT(l->journal), V_TEXT(eco_organisme), V_TEXT(period)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&declaration_record, stmt, ret_declaration);
}

int ledger_declared_cents(
	struct ledger *l, const struct declaration *d, struct declared_cents *ret_cents)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT r.state = 'paid', r.amount_cents FROM declaration r WHERE"
		" r.eco_organisme = ?2 AND r.period = ?3 AND r.amount_cents > 0"
		" AND r.state IN ('filed', 'accepted', 'paid') AND " OURS(
			"r.journal", "?1") " AND " STANDS("r") " ORDER BY r.version, r.seq",
		V_TEXT(l->journal), V_TEXT(d->eco_organisme), V_TEXT(d->period));

	*ret_cents = (struct declared_cents){ 0 };
	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		const int64_t cents = sqlite3_column_int64(stmt, 1);

		if (sqlite3_column_int(stmt, 0))
			ret_cents->paid += cents;
		else
			ret_cents->expected = cents;
	}
	return r < 0 ? r : 0;
}

/* Of a draft and a filing of one version the later counts: it is the one whose hash the steps have. */
int ledger_declared_lines(
	struct ledger *l, const struct declaration *d, struct scheme_line **ret_lines)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	_cleanup_free_ struct scheme_line *lines = NULL;
	int count = 0;
	int r = sql_start(l->sql, &stmt,
		"SELECT n.* FROM declaration_line n WHERE (n.journal, n.seq) = (SELECT journal, seq"
		" FROM declaration r WHERE r.eco_organisme = ?2 AND r.period = ?3 AND r.version = "
		"?4"
		" AND r.figures_hash = ?5 AND r.state IN ('draft', 'filed') AND " OURS("r.journal",
			"?1") " AND " STANDS("r") " ORDER BY r.state DESC, r.seq DESC LIMIT 1)"
						  " ORDER BY n.item",
		V_TEXT(l->journal), V_TEXT(d->eco_organisme), V_TEXT(d->period), V_INT(d->version),
		V_TEXT(d->figures_hash));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct scheme_line *more = reallocarray(lines, (size_t)count + 1, sizeof(*lines));

		if (!more)
			return -ENOMEM;
		lines = more;
		lines[count] = (struct scheme_line){ 0 };
		memcpy(lines[count].eco_organisme, d->eco_organisme, CODE_SIZE);
		sql_text(stmt, 3, lines[count].scheme_category, CODE_SIZE);
		for (int i = 0; i < SCHEME_FIGURES; i++)
			lines[count].figure[i] = sqlite3_column_int64(stmt, 4 + i);
		count++;
	}
	if (r < 0)
		return r;
	*ret_lines = TAKE_PTR(lines);
	return count;
}

static void hash_lines(const struct declaration *d, const struct scheme_line *lines, int count,
	char ret_hash[CLOSE_HASH_SIZE])
{
	crypto_generichash_state hash;
	uint8_t bytes[HASH_SIZE];
	char text[512];

	(void)crypto_generichash_init(&hash, NULL, 0, sizeof(bytes));
	(void)snprintf(text, sizeof(text), "%s\t%s\n", d->first_day, d->last_day);
	(void)crypto_generichash_update(&hash, (const unsigned char *)text, strlen(text));
	for (int n = 0; n < count; n++) {
		int used = snprintf(text, sizeof(text), "%s", lines[n].scheme_category);

		for (int i = 0; i < SCHEME_FIGURES; i++)
			used += snprintf(text + used, sizeof(text) - (size_t)used, "\t%lld",
				(long long)lines[n].figure[i]);
		(void)snprintf(text + used, sizeof(text) - (size_t)used, "\n");
		(void)crypto_generichash_update(&hash, (const unsigned char *)text, strlen(text));
	}
	(void)crypto_generichash_final(&hash, bytes, sizeof(bytes));
	(void)sodium_bin2hex(ret_hash, CLOSE_HASH_SIZE, bytes, sizeof(bytes));
}

/* Lines come sorted: those of the body, our categories folded into its own. */
static int fold(struct scheme_line *lines, int count, const char *eco_organisme)
{
	int n = 0;

	for (int i = 0; i < count; i++) {
		struct scheme_line *to = n ? &lines[n - 1] : NULL;

		if (strcmp(lines[i].eco_organisme, eco_organisme) != 0)
			continue;
		if (to && strcmp(to->scheme_category, lines[i].scheme_category) == 0) {
			for (int f = 0; f < SCHEME_FIGURES; f++)
				to->figure[f] += lines[i].figure[f];
			continue;
		}
		lines[n] = lines[i];
		lines[n++].category[0] = '\0';
	}
	return n;
}

int ledger_lines_to_declare(struct ledger *l, const struct declaration *d,
	struct scheme_line **ret_lines, char ret_hash[CLOSE_HASH_SIZE])
{
	const struct scheme_asked asked = { l->identity.site, false,
		d->state == DECLARATION_DRAFT ? SCHEME_FORMULA : d->formula, NULL, NULL };
	struct scheme_line *lines = NULL;
	int count = ledger_scheme_asked(l, d->first_day, d->last_day, &asked, &lines);

	if (count < 0)
		return count;
	count = fold(lines, count, d->eco_organisme);
	hash_lines(d, lines, count, ret_hash);
	*ret_lines = lines;
	return count;
}

/* The newest step alone; nothing stands on what is only drawn up. lang: used_by */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char newest[ENTRY_NAME_SIZE];
	int r = sql_start(l->sql, &stmt,
		"SELECT r.journal || '/' || r.seq FROM declaration r JOIN declaration o"
		" USING (eco_organisme, period) WHERE o.journal || '/' || o.seq = ?2"
		" AND r.state <> 'draft' AND o.state <> 'draft' AND " OURS(
			"r.journal", "?1") " AND " STANDS("r") " ORDER BY r.journal = ?1 DESC, "
							       "r.seq DESC LIMIT 1",
		V_TEXT(l->journal), V_TEXT(id));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	sql_text(stmt, 0, newest, sizeof(newest));
	return strcmp(newest, id) == 0 ? 0 : ledger_used_by(res, newest, newest);
}

static const char *const tables[] = { "declaration_line", NULL };
const struct kind declaration_kind = {
	"declaration",
	1,
	.record = &declaration_record,
	.tables = tables,
	.check = check,
	.after = after,
	.take_back = entry_only_void,
	.held = held,
	.void_role = ROLE_COORDINATOR,
	.fill = fill,
	.append = append,
};
