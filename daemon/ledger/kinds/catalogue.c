// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * catalogue: rows with their days of validity. A row with a later first day closes the one
 * before it, a row with the same first day replaces it; versions of one code never overlap.
 * What all kinds have stands in one table, the facts of each in one of its own (catalogue_facts.h);
 * version 1 had no facts. The words of an operator name a person, and those of a partner who is
 * one: they are erasable, the code is a pseudonym.
 */
#include <string.h>
#include "../write.h"
#include "lang.h"
#include "scheme.h"

#define ROW(name_, member_, type_, ...)                                                     \
	{                                                                                   \
		.name = (name_), RECORD_AT(catalogue_line, row.member_, type_), __VA_ARGS__ \
	}
#define CODE(name_, ...) ROW(#name_, name_, RECORD_TEXT, __VA_ARGS__)

static const struct record_field fields[] = {
	STAMP(catalogue_line, journal, RECORD_TEXT),
	STAMP(catalogue_line, seq, RECORD_UINT),
	STAMP(catalogue_line, item, RECORD_UINT),
	ROW("kind", kind, RECORD_WORD, .words = &catalogue_kind_words),
	CODE(code),
	CODE(valid_from, .body = "from"),
	CODE(valid_until, .body = "until"),
	CODE(parent),
	TEXT(catalogue_line, hash, .body = "person", .rules = RECORD_BODY),
	CODE(label_fr),
	CODE(label_en),
	CODE(short_fr),
	CODE(short_en),
	CODE(scheme),
	CODE(flow),
	ROW("class", class, RECORD_WORD, .words = &flow_class_words),
	ROW("counts_as_intake", counts_as_intake, RECORD_TRUE, .body = "intake"),
	ROW("hidden", hidden, RECORD_TRUE),
	ROW("tare_mg", tare_mg, RECORD_MG),
	ROW("unit_mg", unit_mg, RECORD_MG),
	ROW("sort", sort, RECORD_INT),
	TEXT(catalogue_line, person, .column = "e.text", .rules = RECORD_JOINED),
};
const struct record catalogue_record =
	RECORD_OF(catalogue_line, fields, .table = "catalogue", .replaces = true,
		.join = "LEFT JOIN erasable e ON e.journal = r.journal AND e.seq = r.seq AND"
			" e.item = 1 + r.item");

bool catalogue_is_person(const struct catalogue_row *row)
{
	return row->kind == CATALOGUE_OPERATOR ||
	       (row->kind == CATALOGUE_PARTNER && catalogue_facts(row)->person);
}

/* Words of a person are in no row and in no body. facts: where they are kept as long as the line. */
static void take_line(const struct catalogue_row *row, struct catalogue_line *ret_line,
	struct catalogue_facts *facts)
{
	ret_line->row = *row;
	ret_line->hash[0] = '\0';
	if (row->facts) {
		*facts = *row->facts;
		ret_line->row.facts = facts;
	}
	if (!catalogue_is_person(row))
		return;
	ret_line->row.label_fr[0] = ret_line->row.label_en[0] = '\0';
	ret_line->row.short_fr[0] = ret_line->row.short_en[0] = '\0';
	facts->address[0] = '\0';
}

static int put_hash(
	const struct catalogue_row *row, uint8_t salt[SALT_SIZE], struct catalogue_line *line)
{
	_cleanup_free_ char *person = catalogue_person(row);
	_cleanup_json_ json_t *hashed = json_object();

	if (!person || !hashed || erasable_put(hashed, "person", person, salt))
		return -ENOMEM;
	if (person[0])
		(void)snprintf(line->hash, sizeof(line->hash), "%s",
			json_string_value(json_object_get(hashed, "person")));
	return 0;
}

static int put_row(const struct catalogue_row *row, uint8_t salt[SALT_SIZE], FILE *out)
{
	struct catalogue_line line;
	struct catalogue_facts facts;
	int r = 0;

	take_line(row, &line, &facts);
	if (catalogue_is_person(row))
		r = put_hash(row, salt, &line);
	if (r == 0)
		r = record_put_members(&catalogue_record, &line, '{', out);
	if (r == 0 && row->facts)
		r = record_put_members(catalogue_facts_record(row->kind), &facts, ',', out);
	return putc_unlocked('}', out) < 0 ? -EINVAL : r;
}

/* A row at a time: a tree of 100,000 of them would fill a small machine. */
char *catalogue_body(
	const struct catalogue *rows, const json_t *request, uint8_t (*ret_salts)[SALT_SIZE])
{
	_cleanup_free_ char *rest = json_dumps(request, JSON_COMPACT);
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int bad = !rest;

	if (!out)
		return NULL;
	(void)fputs("{\"rows\":[", out);
	for (size_t i = 0; i < rows->count && !bad; i++) {
		if (i)
			(void)putc(',', out);
		bad = put_row(&rows->rows[i], ret_salts[i], out) < 0;
	}
	if (!bad)
		(void)fprintf(out, "]%s%s", rest[1] == '}' ? "" : ",", rest + 1);
	bad |= ferror(out);
	bad |= fclose(out);
	return bad ? NULL : TAKE_PTR(text);
}

/* Its words were erased: said again, it has none, and reads so again. */
static bool is_forgotten(const struct catalogue_row *row)
{
	const char *fr = lang_text(LANG_FR, "erased"), *en = lang_text(LANG_EN, "erased");

	return strcmp(row->label_fr, fr) == 0 && strcmp(row->label_en, en) == 0 &&
	       strcmp(row->short_fr, fr) == 0 && strcmp(row->short_en, en) == 0 &&
	       !catalogue_facts(row)->address[0];
}

char *catalogue_person(const struct catalogue_row *row)
{
	_cleanup_json_ json_t *words = NULL;

	if (!catalogue_is_person(row) || is_forgotten(row))
		return strdup("");
	words = json_pack(
		"[s, s, s, s]", row->label_fr, row->label_en, row->short_fr, row->short_en);
	if (row->kind == CATALOGUE_PARTNER &&
		json_array_append_new(words, json_string(catalogue_facts(row)->address)))
		return NULL;
	return words ? json_dumps(words, JSON_COMPACT) : NULL;
}

/* Of most rows of an import there is no other: the index says so with one step. */
static int has_others(
	struct sql *s, const char *journal, const struct catalogue_row *row, const char *kind)
{
	int64_t one;

	return sql_int(s, &one,
		"SELECT 1 FROM catalogue WHERE journal = ? AND kind = ? AND code = ? LIMIT 1",
		V_TEXT(journal), V_TEXT(kind), V_TEXT(row->code));
}

/* The first day of the row after this one, or "". */
static int find_next(struct sql *s, const char *journal, const struct catalogue_row *row,
	const char *kind, char ret_next[DAY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT min(valid_from) FROM catalogue WHERE journal = ? AND kind = ? AND code = ?"
		" AND valid_from > ?",
		V_TEXT(journal), V_TEXT(kind), V_TEXT(row->code), V_TEXT(row->valid_from));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret_next, DAY_SIZE);
	return r;
}

/*
 * Rows of one code never overlap: this one ends where the next begins, the one before ends here.
 * Whether there are any.
 */
static int make_room(
	struct sql *s, const char *journal, struct catalogue_row *row, const char *kind)
{
	char next[DAY_SIZE] = "";
	int r = has_others(s, journal, row, kind), done;

	if (r > 0)
		r = find_next(s, journal, row, kind, next);
	if (r <= 0)
		return r;
	if (next[0] && (!row->valid_until[0] || strcmp(row->valid_until, next) > 0))
		memcpy(row->valid_until, next, sizeof(next));
	done = sql_run(s,
		"UPDATE catalogue SET valid_until = ?4 WHERE journal = ?1 AND kind = ?2 AND code = "
		"?3"
		" AND valid_from < ?4 AND (valid_until = '' OR valid_until > ?4)",
		V_TEXT(journal), V_TEXT(kind), V_TEXT(row->code), V_TEXT(row->valid_from));
	return done < 0 ? done : 1;
}

/* Where there were others, also what says nothing: it takes the place of what was said. */
static int apply_facts(struct sql *s, const struct entry *e, const struct catalogue_row *row,
	struct catalogue_facts *facts, bool others)
{
	const struct record *record = catalogue_facts_record(row->kind);

	if (e->version < 2)
		return 0;
	if (!row->facts)
		*facts = (struct catalogue_facts){ 0 };
	if (!others && !catalogue_facts_say(row->kind, facts))
		return 0;
	memcpy(facts->code, row->code, sizeof(facts->code));
	memcpy(facts->valid_from, row->valid_from, sizeof(facts->valid_from));
	record_stamp(record, e, facts);
	return record_insert(s, record, facts);
}

/* facts: those of its row, to be changed. */
static int apply_line(struct sql *s, const struct entry *e, size_t item,
	struct catalogue_line *line, struct catalogue_facts *facts)
{
	int others = make_room(s, e->journal, &line->row, catalogue_kind_name(line->row.kind)), r;

	if (others < 0)
		return others;
	record_stamp(&catalogue_record, e, line);
	line->item = (uint32_t)item;
	r = record_insert(s, &catalogue_record, line);
	return r < 0 ? r : apply_facts(s, e, &line->row, facts, others > 0);
}

static int read_line(
	const json_t *object, struct catalogue_line *line, struct catalogue_facts *facts)
{
	int r = record_from_body(&catalogue_record, object, line);

	if (r == 0 && (!line->row.code[0] || !line->row.valid_from[0]))
		r = -EBADMSG;
	if (r == 0)
		r = record_from_body(catalogue_facts_record(line->row.kind), object, facts);
	line->row.facts = facts;
	return r;
}

static int apply(struct sql *s, const struct entry *e, struct fields *b)
{
	const json_t *rows = json_object_get(b->json, "rows"), *object;
	size_t i;

	if (!json_is_array(rows))
		return -EBADMSG;
	json_array_foreach(rows, i, object)
	{
		struct catalogue_line line;
		struct catalogue_facts facts;
		int r = read_line(object, &line, &facts);

		if (r == 0)
			r = apply_line(s, e, i, &line, &facts);
		if (r < 0)
			return r;
	}
	return 0;
}

/*
 * The same of the rows that the body was just made of: reading back 10 MB of text took more than
 * half the time of an import.
 */
static int apply_rows(struct sql *s, const struct entry *e, const struct catalogue *rows)
{
	int r = 0;

	for (size_t i = 0; i < rows->count && r == 0; i++) {
		struct catalogue_line line;
		struct catalogue_facts facts;

		take_line(&rows->rows[i], &line, &facts);
		r = apply_line(s, e, i, &line, &facts);
	}
	return r;
}

/* ---- writing some ---- */

static int keep_persons(struct ledger *l, const struct entry *e, const struct catalogue *rows,
	uint8_t (*salts)[SALT_SIZE])
{
	for (size_t i = 0; i < rows->count; i++) {
		_cleanup_free_ char *person = catalogue_person(&rows->rows[i]);
		int r = person ? erasable_keep(l->sql, e, ITEM_ROWS + (int)i, salts[i], person)
			       : -ENOMEM;

		if (r < 0)
			return r;
	}
	return 0;
}

static void refuse_filed(void *data, unsigned line, const struct sentence *why)
{
	struct ledger_result *res = data;

	(void)line;
	res->answer = LEDGER_REFUSED;
	res->why = *why;
}

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct catalogue *rows = value;

	int r = rows->count ? ledger_check_rows(rows, res) : -EINVAL;

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_check_filed(l, rows, refuse_filed, res);
	return r < 0 ? r : 0;
}

int ledger_catalogue_news(struct ledger *l, void *value, struct ledger_result *res)
{
	const struct catalogue_news *news = value;
	uint64_t stands;
	int r = ledger_catalogue_seq(l, &stands);

	if (r < 0)
		return r;
	return stands == news->stands ? allow(l, NULL, value, res) : -EAGAIN;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct catalogue *rows = value;
	_cleanup_free_ uint8_t(*salts)[SALT_SIZE] = calloc(rows->count, sizeof(*salts));
	_cleanup_json_ json_t *request = json_object();
	_cleanup_free_ char *body = NULL;
	int r;

	if (!salts || entry_put_request(request, as->key, as->digest))
		return -ENOMEM;
	body = catalogue_body(rows, request, salts);
	if (!body)
		return -EINVAL;
	r = entry_chain(l->sql, as->journal, as->kind, as->now, body, ret_entry);
	if (r == 0)
		r = apply_rows(l->sql, ret_entry, rows);
	if (r == 0)
		r = entry_apply_request(l->sql, ret_entry, as->key, as->digest);
	ret_entry->body = NULL;
	res->rows = rows->count;
	if (r == 0)
		r = keep_persons(l, ret_entry, rows, salts);
	return r < 0 ? r : ledger_check_catalogue(l, res);
}

/* How many were just written is known; of an entry that stands its body says it. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	int64_t rows = 0;
	int r;

	(void)asked;
	if (res->rows)
		return 0;
	r = sql_int(l->sql, &rows,
		"SELECT json_array_length(body, '$.rows') FROM entry WHERE journal = ? AND seq = ?",
		V_TEXT(l->journal), V_INT(seq));

	res->rows = (uint64_t)rows;
	return r < 0 ? r : 0;
}

static const char *const tables[] = { "catalogue", "catalogue_category", "catalogue_origin",
	"catalogue_destination", "catalogue_container", "catalogue_operator", "catalogue_partner",
	"catalogue_place", "catalogue_site", "catalogue_reason", "catalogue_waste_code",
	"catalogue_ingredient", "catalogue_product", "catalogue_recipe", "catalogue_scheme_site",
	"catalogue_scheme_category", "catalogue_scheme_map", "catalogue_factor_set",
	"catalogue_factor", NULL };
const struct kind catalogue_kind = {
	"catalogue",
	2,
	.tables = tables,
	.apply = apply,
	.allow = allow,
	.append = append,
	.answer = answer,
};
const struct kind catalogue_1_kind = { "catalogue", 1, .tables = tables, .apply = apply,
	.answer = answer };
