// SPDX-License-Identifier: GPL-3.0-or-later
/* See evidence.h: the files of a pack. A column has the name that its statement gives it. */
#include "evidence.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "asset.h"
#include "csv.h"
#include "evidence_files.h"

struct making {
	struct sql *sql;
	const struct evidence_of *of;
	struct evidence *pack;
};

/* ---- tables ---- */

static void put_names(sqlite3_stmt *stmt, FILE *out)
{
	const int count = sqlite3_column_count(stmt);

	for (int i = 0; i < count; i++)
		(void)fprintf(out, "%s%s", i ? "," : "", sqlite3_column_name(stmt, i));
	(void)putc('\n', out);
}

static void put_row(sqlite3_stmt *stmt, FILE *out)
{
	const int count = sqlite3_column_count(stmt);

	for (int i = 0; i < count; i++) {
		const char *text = (const char *)sqlite3_column_text(stmt, i);

		if (i)
			(void)putc(',', out);
		if (sqlite3_column_type(stmt, i) == SQLITE_TEXT)
			csv_put(out, text, ',');
		else
			(void)fputs(text ? text : "", out);
	}
	(void)putc('\n', out);
}

static int put_table(const struct making *m, const char *sql, FILE *out)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(m->sql, &stmt, sql, V_TEXT(m->of->first_day), V_TEXT(m->of->last_day));

	if (r == 0)
		put_names(stmt, out);
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		put_row(stmt, out);
	return r;
}

static int weighings(const struct making *m, FILE *out)
{
	return put_table(m,
		"SELECT " EVIDENCE_WEIGHING EVIDENCE_WEIGHINGS " ORDER BY w.journal, w.seq", out);
}

static int figures(const struct making *m, FILE *out)
{
	return put_table(m,
		"SELECT j.site AS site, w.direction AS direction, " LEDGER_FLOW(
			"w") " AS flow, w.category AS category, w.origin AS origin,"
			     " w.destination AS destination, w.place AS place, w.method AS method,"
			     " sum(w.net_mg) AS mass_mg, sum(w.units) AS units,"
			     " count(*) AS weighings" EVIDENCE_WEIGHINGS
			     " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
		out);
}

static int approvals(const struct making *m, FILE *out)
{
	return put_table(m,
		"SELECT w.scale AS scale, w.approved AS approved, sum(w.net_mg) AS mass_mg,"
		" count(*) AS weighings" EVIDENCE_WEIGHINGS " GROUP BY 1, 2 ORDER BY 1, 2",
		out);
}

static int checks(const struct making *m, FILE *out)
{
	return put_table(m,
		"SELECT journal, seq, day, scale, mass_mg, reading_mg, error_mg, e_mg, allowed_mg,"
		" passed FROM scale_check WHERE day >= ?1 AND day <= ?2 ORDER BY journal, seq",
		out);
}

/* What stood on the plate of each scale at the end: of what is void, nothing. */
static int scales(const struct making *m, FILE *out)
{
	return put_table(m,
		"SELECT f.journal AS journal, f.seq AS seq, f.day AS day, f.scale AS scale,"
		" f.maker AS maker, f.model AS model, f.serial AS serial, f.class AS class,"
		" f.max_mg AS max_mg, f.min_mg AS min_mg, f.e_mg AS e_mg FROM scale_facts f"
		" WHERE f.day <= ?2 AND ?1 <> '' AND NOT EXISTS (SELECT 1 FROM entry_void v"
		" WHERE v.id = f.journal || '/' || f.seq) ORDER BY f.scale, f.journal, f.seq",
		out);
}

/* ---- the journals ---- */

static int heads(const struct making *m, FILE *out)
{
	(void)fputs("journal,seq,hash\n", out);
	for (size_t i = 0; i < m->of->count; i++)
		(void)fprintf(out, "%s,%llu,%s\n", m->of->heads[i].journal,
			(unsigned long long)m->of->heads[i].seq, m->of->heads[i].hash);
	return 0;
}

/* Where in weighings.csv the next line is, and which it is: lines and entries come in one order. */
struct cursor {
	size_t at, line;
};

/* The leaf of an entry, if it is a weighing of the pack. */
static void put_leaf(
	const struct making *m, const char *journal, uint64_t seq, struct cursor *cursor, FILE *out)
{
	char start[JOURNAL_SIZE + 24], hex[CLOSE_HASH_SIZE];
	const int n = snprintf(start, sizeof(start), "%s,%llu,", journal, (unsigned long long)seq);
	size_t len, at = cursor->at;
	const char *text = evidence_line(&m->pack->file[0], &at, &len);

	if (!text || len < (size_t)n || memcmp(text, start, (size_t)n) != 0)
		return;
	merkle_write(&m->pack->leaves[cursor->line++], hex);
	cursor->at = at;
	(void)fputs(hex, out);
}

/* From the first weighing of these days to the head, without a gap. */
static int entries_of(
	const struct making *m, const struct close_head *head, struct cursor *cursor, FILE *out)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(m->sql, &stmt,
		"SELECT seq, kind, lower(hex(hash)) FROM main.entry WHERE journal = ?1 AND seq <= "
		"?2"
		" AND seq >= ifnull((SELECT min(w.seq) FROM weighing w WHERE w.journal = ?1"
		" AND w.day >= ?3 AND w.day <= ?4), ?2) ORDER BY seq",
		V_TEXT(head->journal), V_INT(head->seq), V_TEXT(m->of->first_day),
		V_TEXT(m->of->last_day));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		const uint64_t seq = (uint64_t)sqlite3_column_int64(stmt, 0);

		(void)fprintf(out, "%s,%llu,%s,%s,", head->journal, (unsigned long long)seq,
			(const char *)sqlite3_column_text(stmt, 1),
			(const char *)sqlite3_column_text(stmt, 2));
		put_leaf(m, head->journal, seq, cursor, out);
		(void)putc('\n', out);
	}
	return r;
}

static int entries(const struct making *m, FILE *out)
{
	struct cursor cursor = { 0 };
	size_t len;
	int r = 0;

	(void)evidence_line(&m->pack->file[0], &cursor.at, &len); /* of names */
	(void)fputs("journal,seq,kind,hash,leaf\n", out);
	for (size_t i = 0; r == 0 && i < m->of->count; i++)
		r = entries_of(m, &m->of->heads[i], &cursor, out);
	return r < 0 || cursor.line == m->pack->weighings ? r : -EUCLEAN;
}

/* ---- what is said once ---- */

static int version_of(const struct making *m)
{
	return m->of->reports->version;
}

static int close_facts(const struct making *m, FILE *out)
{
	_cleanup_json_ json_t *o = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:I}", "pack",
		version_of(m), "period", m->of->period, "first_day", m->of->first_day, "last_day",
		m->of->last_day, "figures_hash", m->of->figures_hash, "merkle_root",
		m->pack->merkle_root, "weighings", (json_int_t)m->pack->weighings);

	if (!o || json_dumpf(o, out, JSON_COMPACT) < 0)
		return -ENOMEM;
	(void)putc('\n', out);
	return 0;
}

static int put_asset(const char *name, FILE *out)
{
	const struct asset *a = asset_find(name);

	if (a)
		(void)fwrite(a->data, 1, a->size, out);
	return a ? 0 : -EUCLEAN;
}

const char *evidence_verifier(int version)
{
	return version == EVIDENCE_1   ? "ledger/evidence/verify.py"
	       : version == EVIDENCE_2 ? "ledger/evidence/verify-2.py"
				       : "ledger/evidence/verify-3.py";
}

static int method(const struct making *m, FILE *out)
{
	return put_asset(version_of(m) == EVIDENCE_1 ? "ledger/evidence/method.txt"
						     : "ledger/evidence/method-2.txt",
		out);
}

static int verifier(const struct making *m, FILE *out)
{
	return put_asset(evidence_verifier(version_of(m)), out);
}

/* As sha256sum writes and checks it. */
static int manifest(const struct making *m, FILE *out)
{
	char hex[CLOSE_HASH_SIZE];

	for (size_t i = 0; i < m->pack->count; i++) {
		merkle_digest(m->pack->file[i].text, m->pack->file[i].size, hex);
		(void)fprintf(out, "%s  %s\n", hex, m->pack->file[i].name);
	}
	return 0;
}

/* ---- all of them ---- */

int evidence_leaves(struct evidence *p)
{
	const struct evidence_file none = { .size = 0 }, *f = evidence_find(p, "weighings.csv");
	struct merkle_hash root;
	const char *line;
	size_t at = 0, len, most = 0;

	f = f ? f : &none;
	for (size_t i = 0; i < f->size; i++)
		most += f->text[i] == '\n';
	p->leaves = calloc(most + 1, sizeof(*p->leaves));
	if (!p->leaves)
		return -ENOMEM;
	(void)evidence_line(f, &at, &len); /* of names */
	while ((line = evidence_line(f, &at, &len)))
		merkle_leaf(line, len, &p->leaves[p->weighings++]);
	merkle_root(p->leaves, p->weighings, &root);
	merkle_write(&root, p->merkle_root);
	return 0;
}

static int add_file(
	const struct making *m, const char *name, int (*put)(const struct making *m, FILE *out))
{
	struct evidence *p = m->pack;
	struct evidence_file f = { .size = 0 };
	FILE *out = open_memstream(&f.text, &f.size);
	int r = out ? put(m, out) : -ENOMEM;

	(void)snprintf(f.name, sizeof(f.name), "%s", name);
	if (out && fclose(out) && r >= 0)
		r = -ENOMEM;
	p->file[p->count++] = f;
	return r;
}

static int add_reports(const struct making *m)
{
	struct evidence *p = m->pack;

	for (size_t i = 0; i < m->of->reports->count; i++) {
		const struct evidence_file *from = &m->of->reports->file[i];
		struct evidence_file f = *from;

		f.text = malloc(f.size + 1);
		if (!f.text)
			return -ENOMEM;
		memcpy(f.text, from->text, f.size + 1);
		p->file[p->count++] = f;
	}
	return 0;
}

static int compare_heads(const void *a, const void *b)
{
	return strcmp(
		((const struct close_head *)a)->journal, ((const struct close_head *)b)->journal);
}

int evidence_heads(struct sql *s, struct close_head **ret_heads)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	_cleanup_free_ struct close_head *heads = NULL;
	size_t count = 0;
	int r = sql_start(s, &stmt,
		"SELECT e.journal, e.seq, lower(hex(e.hash)) FROM entry e JOIN (SELECT journal,"
		" max(seq) AS seq FROM entry GROUP BY journal) h USING (journal, seq)");

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct close_head *more = reallocarray(heads, count + 1, sizeof(*more));

		if (!more)
			return -ENOMEM;
		heads = more;
		sql_text(stmt, 0, heads[count].journal, JOURNAL_SIZE);
		sql_text(stmt, 2, heads[count].hash, CLOSE_HASH_SIZE);
		heads[count++].seq = (uint64_t)sqlite3_column_int64(stmt, 1);
	}
	if (r < 0)
		return r;
	if (count)
		qsort(heads, count, sizeof(*heads), compare_heads);
	*ret_heads = TAKE_PTR(heads);
	return (int)count;
}

int evidence_make(struct sql *s, const struct evidence_of *of, struct evidence *ret_evidence)
{
	static const struct {
		const char *name;
		int (*put)(const struct making *m, FILE *out);
	} files[] = {
		{ "weighings.csv", weighings },
		{ "figures.csv", figures },
		{ "entries.csv", entries },
		{ "heads.csv", heads },
		{ "checks.csv", checks },
		{ "scales.csv", scales },
		{ "approvals.csv", approvals },
		{ "close.json", close_facts },
		{ "method.txt", method },
		{ "verify.py", verifier },
		{ "manifest.txt", manifest },
	};
	const struct making m = { s, of, ret_evidence };
	int r = 0;

	_Static_assert(ARRAY_SIZE(files) + EVIDENCE_REPORTS == EVIDENCE_FILES, "all have a place");
	*ret_evidence = (struct evidence){ 0 };
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(files); i++) {
		r = add_file(&m, files[i].name, files[i].put);
		if (r == 0 && i == 0)
			r = evidence_leaves(ret_evidence);
		if (r == 0 && files[i].put == approvals)
			r = add_reports(&m);
	}
	if (r == 0)
		merkle_digest(ret_evidence->file[ret_evidence->count - 1].text,
			ret_evidence->file[ret_evidence->count - 1].size, ret_evidence->pack_hash);
	return r;
}

/* ---- reading one ---- */

void evidence_done(struct evidence *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->file[i].text);
	free(p->leaves);
	*p = (struct evidence){ 0 };
}

const struct evidence_file *evidence_find(const struct evidence *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->file[i].name, name) == 0)
			return &p->file[i];
	return NULL;
}

const char *evidence_line(const struct evidence_file *f, size_t *at, size_t *ret_len)
{
	const char *line = f && *at < f->size ? f->text + *at : NULL;
	const char *end = line ? memchr(line, '\n', f->size - *at) : NULL;

	if (!line)
		return NULL;
	*ret_len = end ? (size_t)(end - line) : f->size - *at;
	*at += *ret_len + (end != NULL);
	return line;
}

bool evidence_row(const struct evidence_file *f, struct evidence_row *row)
{
	struct csv csv;
	char more[EVIDENCE_CELL_SIZE] = ""; /* what stands beyond the last */
	size_t len;

	row->text = evidence_line(f, &row->at, &row->len);
	row->line++;
	row->count = 0;
	if (!row->text)
		return false;
	csv_open(&csv, row->text, row->len);
	csv.separator = ',';
	while (csv_cell(&csv, row->count < EVIDENCE_CELLS ? row->cell[row->count] : more,
		       EVIDENCE_CELL_SIZE, &len) == 1)
		row->count++;
	return true;
}
