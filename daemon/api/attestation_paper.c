// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands on an attestation of quantities (field study §3.16: no tax receipt, its last column is for the
 * donor's own value), and on a statement of what one partner was handed. The rows of the CSV are the same.
 */
#include "attestation_paper.h"
#include <errno.h>
#include <string.h>
#include "catalogue_facts.h"
#include "lot.h"

enum { DAY_AT, SLIP_AT, FOOD_AT, LOT_AT, DATE_AT, UNITS_AT, KG_AT, LAST_AT, TEMP_AT, VALUE_AT };
enum { GIVEN_COLUMNS = 10, HANDED_COLUMNS = 7 };

static const struct notice_columns columns[] = {
	[ATTESTED_GIVEN] = { GIVEN_COLUMNS, { 18, 26, 37, 25, 20, 8, 14, 8, 8, 10 },
		{ [UNITS_AT] = true, [KG_AT] = true, [TEMP_AT] = true } },
	[ATTESTED_HANDED_ON] = { HANDED_COLUMNS, { 20, 29, 48, 28, 20, 11, 18 },
		{ [UNITS_AT] = true, [KG_AT] = true } },
};
/* lang: attestation_head_* */
static const char *const heads[] = { "day", "slip", "food", "lot", "date", "units", "kg", "last",
	"temp", "value" };

static void cell(char to[NOTICE_CELL_SIZE], const char *text)
{
	(void)snprintf(to, NOTICE_CELL_SIZE, "%s", text);
}

static void put_day(const struct paper *p, const char *day, char to[NOTICE_CELL_SIZE])
{
	if (p->lang == LANG_FR && strlen(day) >= DAY_SIZE - 1)
		(void)snprintf(to, NOTICE_CELL_SIZE, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
	else
		cell(to, day);
}

static void put_head(struct paper *p, enum attested what)
{
	char(*row)[NOTICE_CELL_SIZE] = paper_cells(p, &columns[what], true);
	char key[40];

	for (size_t i = 0; row && i < columns[what].count; i++) {
		(void)snprintf(key, sizeof(key), "attestation_head_%s", heads[i]);
		cell(row[i], lang_text(p->lang, key));
	}
}

/* Its family stands behind what it is called; of what came back it is said. */
static void put_food(const struct paper *p, const json_t *line, char to[NOTICE_CELL_SIZE])
{
	const char *food = paper_food(p, line),
		   *family = paper_name(p, CATALOGUE_CATEGORY, paper_text(line, "category"));
	const char *back =
		paper_int(line, "returned_mg") ? lang_text(p->lang, "attestation_back") : "";

	(void)snprintf(to, NOTICE_CELL_SIZE, "%s%s%s%s%s", food, strcmp(food, family) ? ", " : "",
		strcmp(food, family) ? family : "", *back ? ", " : "", back);
}

/* Of a donor its own lot where it said one, else ours. */
static void put_lot(const struct paper *p, const json_t *line, char to[NOTICE_CELL_SIZE])
{
	char mark[LOT_MARK_SIZE];

	cell(to, *paper_text(line, "donor_lot") && !json_object_get(line, "returned_mg")
			 ? paper_text(line, "donor_lot")
			 : lot_mark(p->site, paper_text(line, "lot"), mark));
}

static void put_date(const struct paper *p, const json_t *line, char to[NOTICE_CELL_SIZE])
{
	char day[NOTICE_CELL_SIZE];
	const char *kind = paper_text(line, "date_kind");

	put_day(p, paper_text(line, "date"), day);
	if (*paper_text(line, "date"))
		(void)snprintf(to, NOTICE_CELL_SIZE, "%s %.32s",
			strcmp(kind, "dlc") == 0 ? "DLC" : "DDM", day);
}

static void put_degrees(const struct paper *p, const json_t *line, char to[NOTICE_CELL_SIZE])
{
	const json_t *temp = json_object_get(line, "temp_mc");
	const long long mc = json_integer_value(temp), tenths = (mc < 0 ? -mc : mc) / 100;

	if (json_is_integer(temp))
		(void)snprintf(to, NOTICE_CELL_SIZE, "%s%lld%c%lld", mc < 0 ? "-" : "", tenths / 10,
			p->lang == LANG_FR ? ',' : '.', tenths % 10);
}

static void put_line(struct paper *p, enum attested what, const json_t *line)
{
	char(*row)[NOTICE_CELL_SIZE] = paper_cells(p, &columns[what], false);
	char kg[32];

	if (!row)
		return;
	put_day(p, paper_text(line, "day"), row[DAY_AT]);
	cell(row[SLIP_AT], *paper_text(line, "slip") ? paper_text(line, "slip")
						     : paper_text(line, "weighing"));
	put_food(p, line, row[FOOD_AT]);
	put_lot(p, line, row[LOT_AT]);
	put_date(p, line, row[DATE_AT]);
	if (paper_int(line, "units"))
		(void)snprintf(row[UNITS_AT], NOTICE_CELL_SIZE, "%lld", paper_int(line, "units"));
	cell(row[KG_AT], paper_kg(p, paper_int(line, "mass_mg"), kg));
	if (what != ATTESTED_GIVEN)
		return;
	cell(row[LAST_AT],
		paper_int(line, "last_days_mg") ? lang_text(p->lang, "attestation_yes") : "");
	put_degrees(p, line, row[TEMP_AT]);
}

/* ---- above and below the table ---- */

static void put_partner(struct paper *p, const json_t *o)
{
	const char *code = paper_text(o, "partner");
	const struct catalogue_row *row = paper_row(p, CATALOGUE_PARTNER, code);
	const struct catalogue_facts *f = row ? catalogue_facts(row) : NULL;
	struct sentence siret = { .key = "attestation_siret" };

	paper_put(p, paper_name(p, CATALOGUE_PARTNER, code), 4.6, 6, true);
	if (f && f->address[0])
		paper_put(p, f->address, 3.6, 0.5, false);
	sentence_param(&siret, "siret", f ? f->siret : "");
	if (f && f->siret[0])
		paper_say(p, &siret, 3.6, 0.5, false);
}

/* lang: attestation_title statement_title attestation_days */
static void put_title(struct paper *p, enum attested what, const json_t *o)
{
	const struct sentence title = { .key = what == ATTESTED_GIVEN ? "attestation_title"
								      : "statement_title" };
	struct sentence days = { .key = "attestation_days" };
	char from[NOTICE_CELL_SIZE], to[NOTICE_CELL_SIZE];

	put_day(p, paper_text(o, "from"), from);
	put_day(p, paper_text(o, "to"), to);
	sentence_param(&days, "from", from);
	sentence_param(&days, "to", to);
	paper_say(p, &title, 8, 10, true);
	put_partner(p, o);
	paper_say(p, &days, 4, 4, false);
}

/* "Légumes", "12,000 kg"; of a month also what of it was of the last days, or came back. */
static void put_sum(struct paper *p, const char *name, const json_t *sum)
{
	const long long last_mg = paper_int(sum, "last_days_mg"),
			back_mg = paper_int(sum, "returned_mg");
	struct sentence of = { .key = last_mg ? "attestation_of_last" : "attestation_of_back" };
	char kg[32], words[LABEL_SIZE + 128], right[40], aside[128];

	sentence_param(&of, "kg", paper_kg(p, last_mg ? last_mg : back_mg, kg));
	(void)lang_say(p->lang, &of, aside, sizeof(aside));
	(void)snprintf(words, sizeof(words), "%s%s", name, last_mg || back_mg ? aside : "");
	paper_put(p, words, 3.4, 1, false);
	(void)snprintf(right, sizeof(right), "%s kg", paper_kg(p, paper_int(sum, "mass_mg"), kg));
	paper_right(p, right);
}

/* lang: attestation_total attestation_by_family attestation_by_month attestation_of_last attestation_of_back */
static void put_sums(struct paper *p, const json_t *o)
{
	const struct sentence families = { .key = "attestation_by_family" },
			      months = { .key = "attestation_by_month" },
			      total = { .key = "attestation_total" };
	const json_t *one;
	char kg[32], right[40], month[LANG_DAY_SIZE];
	size_t i;

	paper_say(p, &total, 4.2, 5, true);
	(void)snprintf(right, sizeof(right), "%s kg", paper_kg(p, paper_int(o, "mass_mg"), kg));
	paper_right(p, right);
	paper_say(p, &families, 3.6, 4, true);
	json_array_foreach(json_object_get(o, "families"), i, one)
		put_sum(p, paper_name(p, CATALOGUE_CATEGORY, paper_text(one, "category")), one);
	paper_say(p, &months, 3.6, 4, true);
	json_array_foreach(json_object_get(o, "months"), i, one)
		put_sum(p, paper_day(p, paper_text(one, "month"), month), one);
}

/* lang: attestation_none attestation_end statement_end attestation_made */
int attestation_paper_write(struct paper *p, enum attested what, const json_t *o, FILE *out)
{
	const struct sentence none = { .key = "attestation_none" },
			      end = { .key = what == ATTESTED_GIVEN ? "attestation_end"
								    : "statement_end" };
	struct sentence made = { .key = "attestation_made" };
	const json_t *lines = json_object_get(o, "lines"), *line;
	char day[NOTICE_CELL_SIZE];
	size_t i;

	paper_site(p);
	put_title(p, what, o);
	if (json_array_size(lines))
		put_head(p, what);
	else
		paper_say(p, &none, 4, 5, false);
	json_array_foreach(lines, i, line) put_line(p, what, line);
	put_sums(p, o);
	paper_say(p, &end, 3.2, 6, false);
	put_day(p, p->day, day);
	sentence_param(&made, "day", day);
	paper_say(p, &made, 3.6, 5, false);
	return paper_write(p, out);
}

/* ---- as rows ---- */

static const char *const names[] = { "day", "slip", "weighing", "partner", "partner_label",
	"category", "category_label", "product", "lot", "donor_lot", "date_kind", "date", "units",
	"mass_kg" };
static const char *const given[] = { "last_days", "temperature_c", "value_eur" };
static const char *const handed[] = { "returned_kg" };

static void put_names(const struct paper *p, enum attested what, FILE *out)
{
	const char *all[ARRAY_SIZE(names) + ARRAY_SIZE(given)];
	const bool gift = what == ATTESTED_GIVEN;
	const size_t more = gift ? ARRAY_SIZE(given) : ARRAY_SIZE(handed);

	memcpy(all, names, sizeof(names));
	memcpy(all + ARRAY_SIZE(names), gift ? given : handed, more * sizeof(*all));
	paper_cell_names(p, all, ARRAY_SIZE(names) + more, out);
}

static void put_gift(const struct paper *p, const json_t *line, FILE *out)
{
	char degrees[NOTICE_CELL_SIZE] = "";

	put_degrees(p, line, degrees);
	paper_cell(p, paper_int(line, "last_days_mg") ? "1" : "0", false, out);
	(void)fprintf(out, "%s%c\r\n", degrees, p->lang == LANG_FR ? ';' : ',');
}

static void put_row(
	const struct paper *p, enum attested what, const json_t *o, const json_t *line, FILE *out)
{
	static const char *const texts[] = { "lot", "donor_lot", "date_kind", "date" };
	const char *partner = paper_text(o, "partner"), *category = paper_text(line, "category");
	char number[32], kg[32];

	paper_cell(p, paper_text(line, "day"), false, out);
	paper_cell(p, paper_text(line, "slip"), false, out);
	paper_cell(p, paper_text(line, "weighing"), false, out);
	paper_cell(p, partner, false, out);
	paper_cell(p, paper_name(p, CATALOGUE_PARTNER, partner), false, out);
	paper_cell(p, category, false, out);
	paper_cell(p, paper_name(p, CATALOGUE_CATEGORY, category), false, out);
	paper_cell(p, paper_food(p, line), false, out);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		paper_cell(p, paper_text(line, texts[i]), false, out);
	(void)snprintf(number, sizeof(number), "%lld", paper_int(line, "units"));
	paper_cell(p, number, false, out);
	/* Figures, also below zero, are no formulas: nothing stands before them. */
	(void)fprintf(out, "%s%c", paper_plain_kg(p, paper_int(line, "mass_mg"), kg),
		p->lang == LANG_FR ? ';' : ',');
	if (what == ATTESTED_GIVEN)
		put_gift(p, line, out);
	else
		(void)fprintf(out, "%s\r\n", paper_plain_kg(p, paper_int(line, "returned_mg"), kg));
}

int attestation_csv_write(const struct paper *p, enum attested what, const json_t *o, FILE *out)
{
	const json_t *line;
	size_t i;

	put_names(p, what, out);
	json_array_foreach(json_object_get(o, "lines"), i, line) put_row(p, what, o, line, out);
	return ferror(out) ? -EIO : 0;
}
