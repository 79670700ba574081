// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A pack checked with nothing else. The same checks in the same order as evidence/verify-3.py, which whoever has no
 * bascule runs and which ends at the first fault; that of the oldest packs (verify.py) names the same places.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "asset.h"
#include "fields.h"
#include "evidence.h"

struct checking {
	const struct evidence *pack;
	evidence_fault_fn fault;
	void *data;
	int faults;
	bool needs;    /* a pack that is not of the oldest has all that is checked */
	json_t *known; /* "journal,seq" of entries with a leaf: [hash, leaf, line] */
};

/* lang: evidence_fault_* */
static void tell(struct checking *c, const char *file, size_t line, const char *key)
{
	char place[EVIDENCE_PLACE_SIZE];

	if (line)
		(void)snprintf(place, sizeof(place), "%s:%zu", file, line);
	else
		(void)snprintf(place, sizeof(place), "%s", file);
	c->faults++;
	c->fault(c->data, place, key);
}

/* As we write one: no sign but a minus, no zero before it. */
static bool is_number(const char *text)
{
	const char *digits = text + (*text == '-');
	const size_t len = strspn(digits, "0123456789");

	return len > 0 && len <= 18 && !digits[len] && (*digits != '0' || !text[1]);
}

/* -1: no number. */
static int64_t number(const char *text)
{
	return is_number(text) ? strtoll(text, NULL, 10) : -1;
}

/* Which cells of a table are numbers, a bit each. */
static uint32_t numbers_of(const char *name)
{
	static const struct {
		const char *name;
		uint32_t cells;
	} tables[] = { { "entries.csv", 1 << 1 }, { "weighings.csv", 1 << 1 | 3 << 16 },
		{ "figures.csv", 7 << 8 }, { "approvals.csv", 3 << 2 }, { "checks.csv", 63 << 4 } };

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		if (strcmp(tables[i].name, name) == 0)
			return tables[i].cells;
	return 0;
}

static bool has_numbers(const struct evidence_row *row, const char *name)
{
	const uint32_t cells = numbers_of(name);

	for (size_t i = 0; i < row->count; i++)
		if (cells >> i & 1 && !is_number(row->cell[i]))
			return false;
	return true;
}

/* The next row with so many cells, and numbers where they belong; one with others is told. */
static bool next(struct checking *c, const char *name, size_t cells, struct evidence_row *row)
{
	const struct evidence_file *f = evidence_find(c->pack, name);

	if (row->line == 0 && !evidence_row(f, row)) /* of names */
		return false;
	while (evidence_row(f, row)) {
		if (row->count == cells && has_numbers(row, name))
			return true;
		tell(c, name, row->line, "evidence_fault_cells");
	}
	return false;
}

static const char *const names[EVIDENCE_FILES] = { "weighings.csv", "figures.csv", "entries.csv",
	"heads.csv", "checks.csv", "scales.csv", "approvals.csv", "R1.json", "R2.json", "T3.json",
	"T5.json", "close.json", "method.txt", "verify.py", "manifest.txt" };

bool evidence_is_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* ---- manifest ---- */

static int lines_of(const struct evidence_file *manifest, const char *name)
{
	const char *line;
	size_t at = 0, len;
	int count = 0;

	while ((line = evidence_line(manifest, &at, &len)))
		count += len == 66 + strlen(name) && memcmp(line + 66, name, strlen(name)) == 0;
	return count;
}

static void check_listed(struct checking *c, const char *line, size_t len)
{
	char name[EVIDENCE_NAME_SIZE] = "", hex[CLOSE_HASH_SIZE] = "";
	const struct evidence_file *f;

	if (len > 66 && len - 66 < sizeof(name))
		(void)snprintf(name, sizeof(name), "%.*s", (int)(len - 66), line + 66);
	if (!evidence_is_name(name)) {
		tell(c, "manifest.txt", 0, "evidence_fault_cells");
		return;
	}
	f = evidence_find(c->pack, name);
	if (!f && c->needs)
		return; /* told */
	if (f)
		merkle_digest(f->text, f->size, hex);
	if (memcmp(hex, line, 64) != 0 || memcmp(line + 64, "  ", 2) != 0)
		tell(c, name, 0, "evidence_fault_file");
}

static void check_manifest(struct checking *c, const char *hash)
{
	const struct evidence_file *manifest = evidence_find(c->pack, "manifest.txt");
	char hex[CLOSE_HASH_SIZE];
	const char *line;
	size_t at = 0, len;

	if (!manifest && c->needs)
		return; /* told */
	for (size_t i = 0; i < c->pack->count; i++)
		if (lines_of(manifest, c->pack->file[i].name) != (&c->pack->file[i] != manifest))
			tell(c, c->pack->file[i].name, 0, "evidence_fault_unlisted");
	while ((line = evidence_line(manifest, &at, &len)))
		check_listed(c, line, len);
	merkle_digest(manifest ? manifest->text : "", manifest ? manifest->size : 0, hex);
	if (hash && strcmp(hex, hash) != 0)
		tell(c, "manifest.txt", 0, "evidence_fault_hash");
}

/* ---- entries and heads ---- */

static int note_entry(struct checking *c, const struct evidence_row *row)
{
	char key[2 * EVIDENCE_CELL_SIZE];

	(void)snprintf(key, sizeof(key), "%s,%s", row->cell[0], row->cell[1]);
	return row->cell[4][0] && json_object_set_new(c->known, key,
					  json_pack("[s, s, I]", row->cell[3], row->cell[4],
						  (json_int_t)row->line)) < 0
		       ? -ENOMEM
		       : 0;
}

/* last: of each journal "seq,hash". */
static int check_entries(struct checking *c, json_t *last)
{
	struct evidence_row row = { 0 };
	char end[2 * EVIDENCE_CELL_SIZE];
	int r = 0;

	while (r == 0 && next(c, "entries.csv", 5, &row)) {
		const char *before = json_string_value(json_object_get(last, row.cell[0]));

		if (before && number(row.cell[1]) != strtoll(before, NULL, 10) + 1)
			tell(c, "entries.csv", row.line, "evidence_fault_order");
		(void)snprintf(end, sizeof(end), "%s,%s", row.cell[1], row.cell[3]);
		if (json_object_set_new(last, row.cell[0], json_string(end)) < 0)
			r = -ENOMEM;
		if (r == 0)
			r = note_entry(c, &row);
	}
	return r;
}

static void check_heads(struct checking *c, json_t *last)
{
	struct evidence_row row = { 0 };
	char end[2 * EVIDENCE_CELL_SIZE];

	while (next(c, "heads.csv", 3, &row)) {
		const char *is = json_string_value(json_object_get(last, row.cell[0]));

		(void)snprintf(end, sizeof(end), "%s,%s", row.cell[1], row.cell[2]);
		if (!is || strcmp(is, end) != 0)
			tell(c, "heads.csv", row.line, "evidence_fault_head");
		(void)json_object_del(last, row.cell[0]);
	}
	if (json_object_size(last))
		tell(c, "heads.csv", 0, "evidence_fault_head");
}

/* ---- weighings ---- */

static void check_line(struct checking *c, const struct evidence_row *row)
{
	char key[2 * EVIDENCE_CELL_SIZE], hex[CLOSE_HASH_SIZE];
	const char *hash = "", *leaf = "";
	struct merkle_hash h;
	json_int_t line = 0;

	(void)snprintf(key, sizeof(key), "%s,%s", row->cell[0], row->cell[1]);
	merkle_leaf(row->text, row->len, &h);
	merkle_write(&h, hex);
	(void)json_unpack(json_object_get(c->known, key), "[s, s, I]", &hash, &leaf, &line);
	if (strcmp(leaf, hex) != 0)
		tell(c, "weighings.csv", row->line, "evidence_fault_line");
	else if (strcmp(hash, row->cell[2]) != 0)
		tell(c, "entries.csv", (size_t)line, "evidence_fault_line");
	(void)json_object_del(c->known, key);
}

static void check_missing(struct checking *c)
{
	const char *key;
	json_t *entry;

	json_object_foreach(c->known, key, entry) tell(c, "entries.csv",
		(size_t)json_integer_value(json_array_get(entry, 2)), "evidence_fault_missing");
}

/* Journals and numbers go up. */
static bool is_behind(const struct evidence_row *row, const char *journal, int64_t seq)
{
	const int order = strcmp(row->cell[0], journal);

	return order > 0 || (order == 0 && number(row->cell[1]) > seq);
}

/* A pack of that version has its verifier; one that is missing is told. */
static bool is_version(const struct checking *c, const json_t *pack)
{
	const struct evidence_file *f = evidence_find(c->pack, "verify.py");
	const int version = (int)json_integer_value(pack);
	const struct asset *own = asset_find(evidence_verifier(version));

	return version > EVIDENCE_1 && version <= EVIDENCE_NEWEST && own &&
	       (!f || version == EVIDENCE_NEWEST ||
		       (f->size == own->size && memcmp(f->text, own->data, f->size) == 0));
}

static void check_root(struct checking *c)
{
	const struct evidence_file *f = evidence_find(c->pack, "close.json");
	_cleanup_json_ json_t *facts = f ? json_loadb(f->text, f->size, 0, NULL) : NULL;
	const char *root = json_string_value(json_object_get(facts, "merkle_root"));
	const json_t *count = json_object_get(facts, "weighings");

	if (c->needs &&
		(!is_version(c, json_object_get(facts, "pack")) || !json_is_integer(count) ||
			(size_t)json_integer_value(count) != c->pack->weighings))
		tell(c, "close.json", 0, "evidence_fault_root");
	else if (!root || strcmp(root, c->pack->merkle_root) != 0)
		tell(c, "close.json", 0, "evidence_fault_root");
}

static void check_weighings(struct checking *c)
{
	struct evidence_row row = { 0 };
	char journal[EVIDENCE_CELL_SIZE] = "";
	int64_t seq = 0;
	const int before = c->faults;

	while (next(c, "weighings.csv", EVIDENCE_CELLS, &row)) {
		if (!is_behind(&row, journal, seq))
			tell(c, "weighings.csv", row.line, "evidence_fault_order");
		check_line(c, &row);
		memcpy(journal, row.cell[0], sizeof(journal));
		seq = number(row.cell[1]);
	}
	check_missing(c);
	if (c->faults == before)
		check_root(c);
}

/* ---- figures: what the weighings come to ---- */

struct sums {
	const char *name;
	size_t count; /* keys, then mass_mg, units if they are there, weighings */
	bool units;
	size_t keys[8]; /* the columns of weighings.csv */
};
enum { OF_FLOW = 8, OF_MASS = 16, OF_UNITS = 17 };

/* The keys of a row as one text. */
static void join(
	const struct evidence_row *row, const struct sums *s, bool weighing, char *ret, size_t size)
{
	size_t used = 0;

	*ret = '\0';
	for (size_t i = 0; i < s->count && used < size; i++)
		used += (size_t)snprintf(
			ret + used, size - used, "%s,", row->cell[weighing ? s->keys[i] : i]);
}

static int add(json_t *sums, const char *key, int64_t mass_mg, int64_t units)
{
	json_int_t mass = 0, pieces = 0, weighings = 0;

	(void)json_unpack(json_object_get(sums, key), "[I, I, I]", &mass, &pieces, &weighings);
	return json_object_set_new(
		sums, key, json_pack("[I, I, I]", mass + mass_mg, pieces + units, weighings + 1));
}

static bool is_sum(const struct evidence_row *row, const struct sums *s, const json_t *sum)
{
	json_int_t mass = 0, pieces = 0, weighings = 0;
	const size_t at = s->count;

	return json_unpack((json_t *)(uintptr_t)sum, "[I, I, I]", &mass, &pieces, &weighings) ==
		       0 &&
	       number(row->cell[at]) == mass &&
	       (!s->units || number(row->cell[at + 1]) == pieces) &&
	       number(row->cell[at + 1 + s->units]) == weighings;
}

static int check_sums(struct checking *c, const struct sums *s)
{
	_cleanup_json_ json_t *sums = json_object();
	char key[9 * EVIDENCE_CELL_SIZE];
	struct evidence_row row = { 0 };
	int r = 0, before;

	while (r == 0 && next(c, "weighings.csv", EVIDENCE_CELLS, &row)) {
		join(&row, s, true, key, sizeof(key));
		r = add(sums, key, number(row.cell[OF_MASS]), number(row.cell[OF_UNITS]));
	}
	row = (struct evidence_row){ 0 };
	before = c->faults;
	while (r == 0 && next(c, s->name, s->count + 2 + s->units, &row)) {
		join(&row, s, false, key, sizeof(key));
		if (!is_sum(&row, s, json_object_get(sums, key)))
			tell(c, s->name, row.line, "evidence_fault_figure");
		(void)json_object_del(sums, key);
	}
	if (r == 0 && json_object_size(sums) && c->faults == before)
		tell(c, s->name, 0, "evidence_fault_figure");
	return r < 0 ? -ENOMEM : 0;
}

/* journal seq day scale mass reading error e allowed passed */
static void check_checks(struct checking *c)
{
	struct evidence_row row = { 0 };

	while (next(c, "checks.csv", 10, &row)) {
		const int64_t error = number(row.cell[5]) - number(row.cell[4]);
		const int64_t allowed = number(row.cell[8]);
		const bool passed = error >= -allowed && error <= allowed;

		if (number(row.cell[6]) != error || number(row.cell[9]) != passed)
			tell(c, "checks.csv", row.line, "evidence_fault_check");
	}
}

/* ---- what a pack has ---- */

static json_t *json_of(const struct checking *c, const char *name)
{
	const struct evidence_file *f = evidence_find(c->pack, name);

	return f ? json_loadb(f->text, f->size, 0, NULL) : NULL;
}

/* A file that is not there says nothing that could be wrong. */
static void check_files(struct checking *c)
{
	_cleanup_json_ json_t *facts = json_of(c, "close.json");

	c->needs = json_integer_value(json_object_get(facts, "pack")) != EVIDENCE_1 ||
		   evidence_find(c->pack, "R1.json");
	for (size_t i = 0; i < ARRAY_SIZE(names) && c->needs; i++)
		if (!evidence_find(c->pack, names[i]))
			tell(c, names[i], 0, "evidence_fault_missing_file");
}

static void check_report(struct checking *c)
{
	_cleanup_json_ json_t *report = json_of(c, "R1.json");
	const json_t *in_mg = json_object_get(json_object_get(report, "total"), "in_mg"), *of;
	struct evidence_row row = { 0 };
	int64_t sum_mg = 0, rows_mg = 0;
	size_t i;

	while (next(c, "weighings.csv", EVIDENCE_CELLS, &row))
		sum_mg += strcmp(row.cell[OF_FLOW], "in") == 0 ? number(row.cell[OF_MASS]) : 0;
	json_array_foreach(json_object_get(report, "rows"), i, of) rows_mg +=
		json_integer_value(json_object_get(of, "in_mg"));
	if (evidence_find(c->pack, "R1.json") && (!json_is_integer(in_mg) || rows_mg != sum_mg ||
							 json_integer_value(in_mg) != sum_mg))
		tell(c, "R1.json", 0, "evidence_fault_figure");
}

int evidence_check(const struct evidence *p, const char *hash, evidence_fault_fn fault, void *data)
{
	static const struct sums figures = { "figures.csv", 8, true,
		{ 4, 7, 8, 9, 10, 11, 12, 13 } };
	static const struct sums approvals = { "approvals.csv", 2, false, { 14, 15 } };
	_cleanup_json_ json_t *last = json_object(), *known = json_object();
	struct checking c = { p, fault, data, .known = known };
	int r, before;

	check_files(&c);
	r = check_entries(&c, last);
	if (r < 0)
		return r;
	check_heads(&c, last);
	before = c.faults;
	check_weighings(&c);
	before = c.faults - before;
	if (before == 0)
		r = check_sums(&c, &figures);
	if (before == 0 && r == 0)
		r = check_sums(&c, &approvals);
	check_checks(&c);
	if (before == 0 && c.needs)
		check_report(&c);
	check_manifest(&c, hash);
	return r < 0 ? r : c.faults;
}
