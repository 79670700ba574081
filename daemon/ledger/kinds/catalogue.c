// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * catalogue: rows with their days of validity. A row with a later first day closes the one
 * before it, a row with the same first day replaces it; versions of one code never overlap.
 * The words of an operator name a person: they are erasable, the code is a pseudonym.
 */
#include <inttypes.h>
#include <string.h>
#include "../write.h"

/* ---- written as json_dumpf() with JSON_COMPACT would, at a tenth of the work ---- */

/* The same in JSON, but for its quotes; other text goes through jansson, which checks it, too. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}

/* label: ,"name": */
static int put_text(FILE *out, const char *label, const char *text)
{
	_cleanup_json_ json_t *json = NULL;

	if (!*text)
		return 0;
	if (is_plain(text))
		return (fputs(label, out) | putc('"', out) | fputs(text, out) | putc('"', out)) < 0;
	json = json_string(text);
	if (!json)
		return -1;
	return fputs(label, out) < 0 || json_dumpf(json, out, JSON_COMPACT | JSON_ENCODE_ANY) < 0;
}

static int put_int(FILE *out, const char *label, int64_t value)
{
	return value && fprintf(out, "%s%" PRId64, label, value) < 0;
}

static int put_true(FILE *out, const char *label, bool value)
{
	return value && (fputs(label, out) | fputs("true", out)) < 0;
}

static int put_person(FILE *out, const char *person, uint8_t salt[SALT_SIZE])
{
	_cleanup_json_ json_t *hashed = json_object();

	if (!hashed || erasable_put(hashed, "person", person, salt))
		return -1;
	return put_text(out, ",\"person\":", json_string_value(json_object_get(hashed, "person")));
}

static int put_words(FILE *out, const struct catalogue_row *row, uint8_t salt[SALT_SIZE])
{
	_cleanup_free_ char *person = catalogue_person(row);

	if (!person)
		return -1;
	if (person[0])
		return put_person(out, person, salt);
	return put_text(out, ",\"label_fr\":", row->label_fr) |
	       put_text(out, ",\"label_en\":", row->label_en) |
	       put_text(out, ",\"short_fr\":", row->short_fr) |
	       put_text(out, ",\"short_en\":", row->short_en);
}

static int put_row(const struct catalogue_row *row, uint8_t salt[SALT_SIZE], FILE *out)
{
	int r = putc('{', out) < 0;

	r |= put_text(out, "\"kind\":", catalogue_kind_name(row->kind));
	r |= put_text(out, ",\"code\":", row->code);
	r |= put_text(out, ",\"from\":", row->valid_from);
	r |= put_text(out, ",\"until\":", row->valid_until);
	r |= put_text(out, ",\"parent\":", row->parent);
	r |= put_words(out, row, salt);
	r |= put_text(out, ",\"scheme\":", row->scheme);
	r |= put_text(out, ",\"flow\":", row->flow);
	r |= put_text(out, ",\"class\":", flow_class_name(row->class));
	r |= put_true(out, ",\"intake\":", row->counts_as_intake);
	r |= put_true(out, ",\"hidden\":", row->hidden);
	r |= put_int(out, ",\"tare_mg\":", row->tare_mg);
	r |= put_int(out, ",\"unit_mg\":", row->unit_mg);
	r |= put_int(out, ",\"sort\":", row->sort);
	return r | (putc('}', out) < 0);
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
		bad = put_row(&rows->rows[i], ret_salts[i], out);
	}
	if (!bad)
		(void)fprintf(out, "]%s%s", rest[1] == '}' ? "" : ",", rest + 1);
	bad |= ferror(out);
	bad |= fclose(out);
	return bad ? NULL : TAKE_PTR(text);
}

char *catalogue_person(const struct catalogue_row *row)
{
	_cleanup_json_ json_t *words = NULL;

	if (row->kind != CATALOGUE_OPERATOR)
		return strdup("");
	words = json_pack(
		"[s, s, s, s]", row->label_fr, row->label_en, row->short_fr, row->short_en);
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

/* Rows of one code never overlap: this one ends where the next begins, the one before ends here. */
static int make_room(
	struct sql *s, const char *journal, struct catalogue_row *row, const char *kind)
{
	char next[DAY_SIZE] = "";
	int r = has_others(s, journal, row, kind);

	if (r > 0)
		r = find_next(s, journal, row, kind, next);
	if (r <= 0)
		return r;
	if (next[0] && (!row->valid_until[0] || strcmp(row->valid_until, next) > 0))
		memcpy(row->valid_until, next, sizeof(next));
	return sql_run(s,
		"UPDATE catalogue SET valid_until = ?4 WHERE journal = ?1 AND kind = ?2 AND code = "
		"?3"
		" AND valid_from < ?4 AND (valid_until = '' OR valid_until > ?4)",
		V_TEXT(journal), V_TEXT(kind), V_TEXT(row->code), V_TEXT(row->valid_from));
}

static int insert(struct sql *s, const struct entry *e, size_t item,
	const struct catalogue_row *row, const char *kind)
{
	return sql_run(s,
		"INSERT OR REPLACE INTO catalogue (journal, kind, code, valid_from, valid_until,"
		" seq, item, parent, label_fr, label_en, short_fr, short_en, scheme, flow, class,"
		" counts_as_intake, hidden, tare_mg, unit_mg, sort)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		V_TEXT(e->journal), V_TEXT(kind), V_TEXT(row->code), V_TEXT(row->valid_from),
		V_TEXT(row->valid_until), V_INT(e->seq), V_INT(item), V_TEXT(row->parent),
		V_TEXT(row->label_fr), V_TEXT(row->label_en), V_TEXT(row->short_fr),
		V_TEXT(row->short_en), V_TEXT(row->scheme), V_TEXT(row->flow),
		V_TEXT(flow_class_name(row->class)), V_INT(row->counts_as_intake),
		V_INT(row->hidden), V_INT(row->tare_mg), V_INT(row->unit_mg), V_INT(row->sort));
}

static int read_row(const json_t *object, struct catalogue_row *row)
{
	struct fields b = { .json = object };
	char kind[16], class[16];

	field_text(&b, "kind", kind, sizeof(kind));
	field_text(&b, "code", row->code, sizeof(row->code));
	field_text(&b, "from", row->valid_from, sizeof(row->valid_from));
	field_text(&b, "until", row->valid_until, sizeof(row->valid_until));
	field_text(&b, "parent", row->parent, sizeof(row->parent));
	field_text(&b, "label_fr", row->label_fr, sizeof(row->label_fr));
	field_text(&b, "label_en", row->label_en, sizeof(row->label_en));
	field_text(&b, "short_fr", row->short_fr, sizeof(row->short_fr));
	field_text(&b, "short_en", row->short_en, sizeof(row->short_en));
	field_text(&b, "scheme", row->scheme, sizeof(row->scheme));
	field_text(&b, "flow", row->flow, sizeof(row->flow));
	field_text(&b, "class", class, sizeof(class));
	row->counts_as_intake = field_true(&b, "intake");
	row->hidden = field_true(&b, "hidden");
	row->tare_mg = field_int(&b, "tare_mg");
	row->unit_mg = field_int(&b, "unit_mg");
	row->sort = (int32_t)field_int(&b, "sort");
	if (b.error || !json_is_object(object) || !row->code[0] || !row->valid_from[0] ||
		catalogue_kind_from_name(kind, &row->kind) < 0 ||
		flow_class_from_name(class, &row->class) < 0)
		return -EBADMSG;
	return 0;
}

static int apply_row(struct sql *s, const struct entry *e, size_t item, struct catalogue_row *row)
{
	const char *kind = catalogue_kind_name(row->kind);
	int r = make_room(s, e->journal, row, kind);

	return r < 0 ? r : insert(s, e, item, row, kind);
}

static int apply(struct sql *s, const struct entry *e, struct fields *b)
{
	const json_t *rows = json_object_get(b->json, "rows"), *object;
	size_t i;

	if (!json_is_array(rows))
		return -EBADMSG;
	json_array_foreach(rows, i, object)
	{
		struct catalogue_row row = { 0 };
		int r = read_row(object, &row);

		if (r == 0)
			r = apply_row(s, e, i, &row);
		if (r < 0)
			return r;
	}
	return 0;
}

/*
 * The same of the rows that the body was just made of: reading back 10 MB of text took more than
 * half the time of an import. Words of a person are not in the body.
 */
static int apply_rows(struct sql *s, const struct entry *e, const struct catalogue *rows)
{
	int r = 0;

	for (size_t i = 0; i < rows->count && r == 0; i++) {
		struct catalogue_row row = rows->rows[i];

		if (row.kind == CATALOGUE_OPERATOR)
			row.label_fr[0] = row.label_en[0] = row.short_fr[0] = row.short_en[0] =
				'\0';
		r = apply_row(s, e, i, &row);
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

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct catalogue *rows = value;

	(void)l;
	(void)job;
	return rows->count ? ledger_check_rows(rows, res) : -EINVAL;
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
	if (r == 0)
		r = keep_persons(l, ret_entry, rows, salts);
	return r < 0 ? r : ledger_check_catalogue(l, res);
}

static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	int64_t rows = 0;
	int r = sql_int(l->sql, &rows,
		"SELECT json_array_length(body, '$.rows') FROM entry WHERE journal = ? AND seq = ?",
		V_TEXT(l->journal), V_INT(seq));

	(void)asked;
	res->rows = (uint64_t)rows;
	return r < 0 ? r : 0;
}

static const char *const tables[] = { "catalogue", NULL };
const struct kind catalogue_kind = {
	"catalogue",
	1,
	.tables = tables,
	.apply = apply,
	.allow = allow,
	.append = append,
	.answer = answer,
};
