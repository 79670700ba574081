// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands on the notice of a recall: whose food it is, that nobody may eat it, which lots with what stands
 * on their labels, what everything comes to, and who got how much. The rows of its CSV are the same.
 */
#include "recall_paper.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "csv.h"
#include "lot.h"
#include "mass.h"
#include "notice.h"

enum { SAID_SIZE = 512 };

/* Lines, and the words that they are of. */
struct lines {
	const struct recall_paper *p;
	struct notice_line *list;
	size_t count, room;
	bool lost;
};

static const char *text_at(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text ? text : "";
}

static long long int_at(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static char *grow(struct lines *l)
{
	const size_t room = l->room ? 2 * l->room : 32;
	struct notice_line *list =
		l->count < l->room ? l->list : realloc(l->list, room * sizeof(*list));
	char *words = list ? calloc(1, SAID_SIZE) : NULL;

	if (list && list != l->list)
		l->room = room;
	if (list)
		l->list = list;
	l->lost |= !words;
	return words;
}

/* words: taken over. */
static struct notice_line *add(struct lines *l, char *words, double size_mm, double gap_mm)
{
	static struct notice_line nowhere;

	if (!words)
		return &nowhere;
	l->list[l->count] = (struct notice_line){ words, NULL, size_mm, gap_mm, false };
	return &l->list[l->count++];
}

static void say(
	struct lines *l, const struct sentence *what, double size_mm, double gap_mm, bool bold)
{
	char *words = grow(l);

	if (words)
		(void)lang_say(l->p->lang, what, words, SAID_SIZE);
	if (words)
		add(l, words, size_mm, gap_mm)->bold = bold;
}

static const struct catalogue_row *row_of(
	const struct recall_paper *p, enum catalogue_kind kind, const char *code)
{
	return *code ? catalogue_find(p->catalogue, kind, code, p->day) : NULL;
}

static const char *name_of(const struct recall_paper *p, enum catalogue_kind kind, const char *code)
{
	const struct catalogue_row *row = row_of(p, kind, code);

	return !row ? code : p->lang == LANG_EN && row->label_en[0] ? row->label_en : row->label_fr;
}

/* What a lot is called: its product, its ingredient, what was written of it, its family. */
static const char *food_of(const struct recall_paper *p, const json_t *lot)
{
	if (*text_at(lot, "product"))
		return name_of(p, CATALOGUE_PRODUCT, text_at(lot, "product"));
	if (*text_at(lot, "ingredient"))
		return name_of(p, CATALOGUE_INGREDIENT, text_at(lot, "ingredient"));
	return *text_at(lot, "description")
		       ? text_at(lot, "description")
		       : name_of(p, CATALOGUE_CATEGORY, text_at(lot, "category"));
}

static const char *kg_of(const struct recall_paper *p, long long mg, char buf[32])
{
	return mass_format_kg(mg, 3, p->lang == LANG_FR ? ',' : '.', buf, 32);
}

/* ---- on paper ---- */

static void put_site(struct lines *l)
{
	const struct catalogue_row *row = row_of(l->p, CATALOGUE_SITE, l->p->site);
	const struct catalogue_facts *f = row ? catalogue_facts(row) : NULL;
	char *name = grow(l), *address;

	if (name)
		(void)snprintf(name, SAID_SIZE, "%s",
			f && f->legal_name[0] ? f->legal_name
					      : name_of(l->p, CATALOGUE_SITE, l->p->site));
	add(l, name, 5, 0)->bold = true;
	address = grow(l);
	if (address)
		(void)snprintf(address, SAID_SIZE, "%s", f ? f->address : "");
	(void)add(l, address, 3.6, 1);
}

/* lang: recall_notice_drill recall_notice_title recall_notice_do recall_notice_try */
static void put_title(struct lines *l)
{
	const bool drill = json_is_true(json_object_get(l->p->recall, "drill"));
	struct sentence title = { .key = drill ? "recall_notice_drill" : "recall_notice_title" };
	const struct sentence act = { .key = drill ? "recall_notice_try" : "recall_notice_do" };

	sentence_param_int(&title, "number", int_at(l->p->recall, "number"));
	sentence_param(&title, "day", text_at(l->p->recall, "day"));
	say(l, &title, 9, 12, true);
	say(l, &act, 5, 5, false);
}

/* "Soupe de carottes, lot L HD-…, à consommer jusqu'au 2026-12-03". lang: recall_notice_lot recall_notice_dated */
static void put_lot(struct lines *l, const json_t *lot)
{
	struct sentence what = { .key = *text_at(lot, "date") ? "recall_notice_dated"
							      : "recall_notice_lot" };
	char mark[LOT_MARK_SIZE];

	sentence_param(&what, "food", food_of(l->p, lot));
	sentence_param(&what, "lot", lot_mark(l->p->site, text_at(lot, "lot"), mark));
	sentence_param(&what, "date", text_at(lot, "date"));
	say(l, &what, 4.2, 2, true);
}

static void put_sums(struct lines *l)
{
	const json_t *sums = json_object_get(l->p->recall, "sums");
	static const char *const states[] = { "made", "stock", "on_slip", "delivered", "returned",
		"destroyed", "tasted" };
	char key[32], kg[32];

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		const json_t *sum = json_object_get(sums, states[i]);
		struct sentence what = { .key = key };

		/* lang: recall_sum_* */
		(void)snprintf(key, sizeof(key), "recall_sum_%s", states[i]);
		sentence_param_int(&what, "units", int_at(sum, "units"));
		sentence_param(&what, "kg", kg_of(l->p, int_at(sum, "mass_mg"), kg));
		if (i == 0 || int_at(sum, "units"))
			say(l, &what, 3.8, i ? 1 : 5, !i);
	}
}

/* lang: recall_notice_who recall_notice_pack */
static void put_recipients(struct lines *l)
{
	const struct sentence head = { .key = "recall_notice_who" };
	const json_t *one;
	char kg[32], mark[LOT_MARK_SIZE];
	size_t i;

	say(l, &head, 4.6, 7, true);
	json_array_foreach(json_object_get(l->p->recall, "packs"), i, one)
	{
		struct sentence what = { .key = "recall_notice_pack" };

		if (strcmp(text_at(one, "state"), "delivered") != 0)
			continue;
		sentence_param(
			&what, "name", name_of(l->p, CATALOGUE_PARTNER, text_at(one, "partner")));
		sentence_param(&what, "slip", text_at(one, "slip"));
		sentence_param(&what, "day", text_at(one, "day"));
		sentence_param(&what, "lot", lot_mark(l->p->site, text_at(one, "lot"), mark));
		say(l, &what, 3.8, 2, false);
		if (l->lost)
			continue;
		l->list[l->count - 1].right = calloc(1, 64);
		if (l->list[l->count - 1].right)
			(void)snprintf((char *)l->list[l->count - 1].right, 64, "%lld × / %s kg",
				int_at(one, "units"), kg_of(l->p, int_at(one, "mass_mg"), kg));
	}
}

/* What left as it is, of received lots or unpacked. lang: recall_notice_bulk */
static void put_bulk(struct lines *l)
{
	const json_t *exits = json_object_get(l->p->recall, "exits"), *one;
	char kg[32], mark[LOT_MARK_SIZE];
	size_t i;

	json_array_foreach(exits, i, one)
	{
		struct sentence what = { .key = "recall_notice_bulk" };

		if (strcmp(text_at(one, "direction"), "out") != 0 || int_at(one, "packs"))
			continue;
		sentence_param(
			&what, "name", name_of(l->p, CATALOGUE_PARTNER, text_at(one, "partner")));
		sentence_param(&what, "lot", lot_mark(l->p->site, text_at(one, "lot"), mark));
		sentence_param(&what, "day", text_at(one, "day"));
		sentence_param(&what, "kg", kg_of(l->p, int_at(one, "mass_mg"), kg));
		if (*text_at(one, "partner"))
			say(l, &what, 3.8, 2, false);
	}
}

int recall_paper_write(const struct recall_paper *p, FILE *out)
{
	struct lines l = { .p = p };
	const json_t *lot;
	size_t i;
	int r;

	put_site(&l);
	put_title(&l);
	json_array_foreach(json_object_get(p->recall, "lots"), i, lot) put_lot(&l, lot);
	put_sums(&l);
	put_recipients(&l);
	put_bulk(&l);
	r = l.lost ? -ENOMEM : notice_write(l.list, l.count, out);
	for (i = 0; i < l.count; i++) {
		free((char *)l.list[i].words);
		free((char *)l.list[i].right);
	}
	free(l.list);
	return r;
}

/* ---- as rows ---- */

static void put_cell(const struct recall_paper *p, const char *text, char end, FILE *out)
{
	csv_put(out, text, p->lang == LANG_FR ? ';' : ',');
	(void)putc(end, out);
}

static const json_t *lot_named(const struct recall_paper *p, const char *lot)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(p->recall, "lots"), i,
		one) if (strcmp(text_at(one, "lot"), lot) == 0) return one;
	return NULL;
}

/* For a French spreadsheet with semicolons and decimal commas, else with commas and dots. */
int recall_csv_write(const struct recall_paper *p, FILE *out)
{
	static const char *const names[] = { "lot", "name", "state", "slip", "day", "partner",
		"partner_label", "units", "mass_kg" };
	const char between = p->lang == LANG_FR ? ';' : ',';
	const json_t *one;
	char kg[32];
	size_t i;

	if (p->lang == LANG_FR)
		(void)fputs("\xef\xbb\xbf", out);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)fprintf(out, "%s%c", names[i],
			i + 1 < sizeof(names) / sizeof(names[0]) ? between : '\r');
	(void)putc('\n', out);
	json_array_foreach(json_object_get(p->recall, "packs"), i, one)
	{
		put_cell(p, text_at(one, "lot"), between, out);
		put_cell(p, food_of(p, lot_named(p, text_at(one, "lot"))), between, out);
		put_cell(p, text_at(one, "state"), between, out);
		put_cell(p, text_at(one, "slip"), between, out);
		put_cell(p, text_at(one, "day"), between, out);
		put_cell(p, text_at(one, "partner"), between, out);
		put_cell(p, name_of(p, CATALOGUE_PARTNER, text_at(one, "partner")), between, out);
		(void)fprintf(out, "%lld%c%s\r\n", int_at(one, "units"), between,
			kg_of(p, int_at(one, "mass_mg"), kg));
	}
	return ferror(out) ? -EIO : 0;
}
