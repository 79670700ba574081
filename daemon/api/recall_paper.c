// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands on the notice of a recall: whose food it is, that nobody may eat it, which lots with what stands
 * on their labels, what everything comes to, and who got how much. The rows of its CSV are the same.
 */
#include "recall_paper.h"
#include <errno.h>
#include <string.h>
#include "lot.h"

/* lang: recall_notice_drill recall_notice_title recall_notice_do recall_notice_try */
static void put_title(struct paper *p, const json_t *recall)
{
	const bool drill = json_is_true(json_object_get(recall, "drill"));
	struct sentence title = { .key = drill ? "recall_notice_drill" : "recall_notice_title" };
	char day[LANG_DAY_SIZE];
	const struct sentence act = { .key = drill ? "recall_notice_try" : "recall_notice_do" };

	sentence_param_int(&title, "number", paper_int(recall, "number"));
	sentence_param(&title, "day", paper_day(p, paper_text(recall, "day"), day));
	paper_say(p, &title, 9, 12, true);
	paper_say(p, &act, 5, 5, false);
}

/* "Soupe de carottes, lot L HD-…, date 3 décembre 2026". lang: recall_notice_lot recall_notice_dated */
static void put_lot(struct paper *p, const json_t *lot)
{
	struct sentence what = { .key = *paper_text(lot, "date") ? "recall_notice_dated"
								 : "recall_notice_lot" };
	char mark[LOT_MARK_SIZE], date[LANG_DAY_SIZE];

	sentence_param(&what, "food", paper_food(p, lot));
	sentence_param(&what, "lot", lot_mark(p->site, paper_text(lot, "lot"), mark));
	sentence_param(&what, "date", paper_day(p, paper_text(lot, "date"), date));
	paper_say(p, &what, 4.2, 2, true);
}

static void put_sums(struct paper *p, const json_t *recall)
{
	const json_t *sums = json_object_get(recall, "sums");
	static const char *const states[] = { "made", "stock", "on_slip", "delivered", "returned",
		"destroyed", "tasted" };
	char key[32], kg[32];

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		const json_t *sum = json_object_get(sums, states[i]);
		struct sentence what = { .key = key };

		/* lang: recall_sum_* */
		(void)snprintf(key, sizeof(key), "recall_sum_%s", states[i]);
		sentence_param_int(&what, "units", paper_int(sum, "units"));
		sentence_param(&what, "kg", paper_kg(p, paper_int(sum, "mass_mg"), kg));
		if (paper_int(sum, "units"))
			paper_say(p, &what, 3.8, i ? 1 : 5, !i);
	}
}

/* lang: recall_notice_who recall_notice_pack */
static void put_recipients(struct paper *p, const json_t *recall)
{
	const struct sentence head = { .key = "recall_notice_who" };
	const json_t *one;
	char kg[32], mark[LOT_MARK_SIZE], right[64], day[LANG_DAY_SIZE];
	size_t i;

	paper_say(p, &head, 4.6, 7, true);
	json_array_foreach(json_object_get(recall, "packs"), i, one)
	{
		struct sentence what = { .key = "recall_notice_pack" };

		if (strcmp(paper_text(one, "state"), "delivered") != 0)
			continue;
		sentence_param(&what, "name",
			paper_name(p, CATALOGUE_PARTNER, paper_text(one, "partner")));
		sentence_param(&what, "slip", paper_text(one, "slip"));
		sentence_param(&what, "day", paper_day(p, paper_text(one, "day"), day));
		sentence_param(&what, "lot", lot_mark(p->site, paper_text(one, "lot"), mark));
		paper_say(p, &what, 3.8, 2, false);
		(void)snprintf(right, sizeof(right), "%lld × / %s kg", paper_int(one, "units"),
			paper_kg(p, paper_int(one, "mass_mg"), kg));
		paper_right(p, right);
	}
}

/* Of an exit in bulk: "delivered", below zero what came back from there; "tasted", "destroyed"; NULL: it is none. */
static const char *bulk_state(const json_t *one, long long *ret_mg)
{
	const char *flow = paper_text(one, "flow");
	const bool back = strcmp(flow, "neutral_in") == 0;

	*ret_mg = back ? -paper_int(one, "mass_mg") : paper_int(one, "mass_mg");
	if (paper_int(one, "packs") || strcmp(flow, "in") == 0)
		return NULL;
	if (back || strcmp(flow, "reuse") == 0 || strcmp(flow, "transfer") == 0)
		return "delivered";
	return strcmp(paper_text(one, "way"), "ALIM_ECH") == 0 ? "tasted" : "destroyed";
}

/* Who has it, else where it went. */
static const char *bulk_name(const struct paper *p, const json_t *one)
{
	return *paper_text(one, "partner")
		       ? paper_name(p, CATALOGUE_PARTNER, paper_text(one, "partner"))
		       : paper_name(p, CATALOGUE_DESTINATION, paper_text(one, "way"));
}

/* What was handed on as it is, of received lots or unpacked, and came back. lang: recall_notice_bulk recall_notice_back */
static void put_bulk(struct paper *p, const json_t *recall)
{
	const json_t *exits = json_object_get(recall, "exits"), *one;
	char kg[32], mark[LOT_MARK_SIZE], day[LANG_DAY_SIZE];
	long long mg;
	size_t i;

	json_array_foreach(exits, i, one)
	{
		const char *state = bulk_state(one, &mg);
		struct sentence what = { .key = mg < 0 ? "recall_notice_back"
						       : "recall_notice_bulk" };

		if (!state || strcmp(state, "delivered") != 0)
			continue;
		sentence_param(&what, "name", bulk_name(p, one));
		sentence_param(&what, "lot", lot_mark(p->site, paper_text(one, "lot"), mark));
		sentence_param(&what, "day", paper_day(p, paper_text(one, "day"), day));
		sentence_param(&what, "kg", paper_kg(p, mg, kg));
		paper_say(p, &what, 3.8, 2, false);
	}
}

int recall_paper_write(struct paper *p, const json_t *recall, FILE *out)
{
	const json_t *lot;
	size_t i;

	paper_site(p);
	put_title(p, recall);
	json_array_foreach(json_object_get(recall, "lots"), i, lot) put_lot(p, lot);
	put_sums(p, recall);
	put_recipients(p, recall);
	put_bulk(p, recall);
	return paper_write(p, out);
}

/* ---- as rows ---- */

static const json_t *lot_named(const json_t *recall, const char *lot)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(recall, "lots"), i,
		one) if (strcmp(paper_text(one, "lot"), lot) == 0) return one;
	return NULL;
}

/* Packs by where they are, or what left in bulk: so many, so much. */
static void put_row(const struct paper *p, const json_t *recall, const json_t *one,
	const char *state, long long mg, FILE *out)
{
	const long long units = paper_int(one, "units");
	char kg[32];

	paper_cell(p, paper_text(one, "lot"), false, out);
	paper_cell(p, paper_food(p, lot_named(recall, paper_text(one, "lot"))), false, out);
	paper_cell(p, state, false, out);
	paper_cell(p, paper_text(one, "slip"), false, out);
	paper_cell(p, paper_text(one, "day"), false, out);
	paper_cell(p, paper_text(one, "partner"), false, out);
	paper_cell(p, paper_name(p, CATALOGUE_PARTNER, paper_text(one, "partner")), false, out);
	(void)fprintf(out, "%lld%c%s\r\n", mg < 0 ? -units : units, p->lang == LANG_FR ? ';' : ',',
		paper_plain_kg(p, mg, kg));
}

/* For a French spreadsheet with semicolons and decimal commas, else with commas and dots. */
int recall_csv_write(const struct paper *p, const json_t *recall, FILE *out)
{
	static const char *const names[] = { "lot", "name", "state", "slip", "day", "partner",
		"partner_label", "units", "mass_kg" };
	const json_t *one;
	size_t i;

	paper_cell_names(p, names, sizeof(names) / sizeof(names[0]), out);
	json_array_foreach(json_object_get(recall, "packs"), i, one)
		put_row(p, recall, one, paper_text(one, "state"), paper_int(one, "mass_mg"), out);
	json_array_foreach(json_object_get(recall, "exits"), i, one)
	{
		long long mg;
		const char *state = bulk_state(one, &mg);

		if (state)
			put_row(p, recall, one, state, mg, out);
	}
	return ferror(out) ? -EIO : 0;
}
