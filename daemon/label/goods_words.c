// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of a goods label, from the committed weighing and the catalogue of its day. A
 * code that the catalogue no longer knows is printed as it is: a label always comes out.
 */
#include <stdio.h>
#include <string.h>
#include "code.h"
#include "goods.h"
#include "mass.h"
#include "pictogram.h"
#include "row_names.h"

static void copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

static void say(enum lang lang, const char *key, const char *name, const char *value, char *buf,
	size_t size)
{
	struct sentence s = { .key = key };

	sentence_param(&s, name, value);
	lang_say(lang, &s, buf, size);
}

static void category_words(const struct weighing *w, const struct catalogue *catalogue,
	enum lang lang, struct goods_words *g)
{
	const struct catalogue_row *row =
		catalogue_find(catalogue, CATALOGUE_CATEGORY, w->category, w->at.day);
	const char *root = row && row->parent[0] != '\0' ? row->parent : w->category;
	const struct catalogue_row *above =
		catalogue_find(catalogue, CATALOGUE_CATEGORY, root, w->at.day);

	copy(g->root, sizeof(g->root), root);
	copy(g->family, sizeof(g->family), row_short(above, lang, root));
	copy(g->category, sizeof(g->category), row_short(row, lang, w->category));
	if (strcmp(row_label(row, lang), g->category) != 0)
		copy(g->full, sizeof(g->full), row_label(row, lang));
	copy(g->pictogram, sizeof(g->pictogram), pictogram_known(w->category) ? w->category : root);
	copy(g->code, sizeof(g->code), w->category);
	if (w->units > 0) {
		struct sentence s = { .key = "label_units" };

		sentence_param_int(&s, "units", w->units);
		lang_say(lang, &s, g->units, sizeof(g->units));
	}
}

/* "HD-MS-W-QJ651-8": "QJ6518". A key of another form stands whole. */
static void short_number(const char *key, char *ret, size_t size)
{
	const char *check = strrchr(key, '-');
	const char *from = check;

	while (from && from > key && from[-1] != '-')
		from--;
	if (from && from > key)
		(void)snprintf(ret, size, "%.*s%s", (int)(check - from), from, check + 1);
	else
		copy(ret, size, key);
}

/* As many decimals of a kilogram as the instrument showed, or as the number needs. */
static unsigned int decimals(const struct weighing *w)
{
	unsigned int least = 0;
	int64_t step = MASS_MG_PER_KG;
	int64_t shown_mg;

	if (w->provenance != PROVENANCE_NONE && mass_step_mg(&w->shown, &shown_mg) == 0) {
		for (; least < 3 && step > shown_mg; least++)
			step /= 10;
	}
	for (; least < 6 && w->net_mg % step != 0; least++)
		step /= 10;
	return least;
}

static void number(const struct weighing *w, enum lang lang, struct goods_words *g)
{
	unsigned int n = decimals(w);
	char kg[32];

	/* An ounce is no round number of milligrams: grams are enough, unless nothing is left. */
	if (n > 3 && w->net_mg >= 1000)
		n = 3;
	mass_format_kg(w->net_mg, n, lang == LANG_EN ? '.' : ',', kg, sizeof(kg));
	say(lang, "label_kg", "kg", kg, g->kg, sizeof(g->kg));
}

/* lang: label_method_* */
static void method_and_state(
	const struct weighing *w, enum lang lang, bool is_copy, struct goods_words *g)
{
	if (w->method != METHOD_WEIGHED) {
		char key[48];

		(void)snprintf(key, sizeof(key), "label_method_%s", method_name(w->method));
		copy(g->method, sizeof(g->method), lang_text(lang, key));
	} else if (!w->approved) {
		copy(g->indicative, sizeof(g->indicative), lang_text(lang, "label_indicative"));
		copy(g->indicative_short, sizeof(g->indicative_short),
			lang_text(lang, "label_indicative_short"));
	}
	if (w->voided_by[0] != '\0')
		copy(g->state, sizeof(g->state), lang_text(lang, "label_void"));
	else if (is_copy)
		copy(g->state, sizeof(g->state), lang_text(lang, "label_copy"));
	if (strcmp(w->site, TRAINING_SITE) == 0) {
		copy(g->state, sizeof(g->state), lang_text(lang, "label_training"));
		copy(g->line, sizeof(g->line), lang_text(lang, "label_training_line"));
	}
}

static void day_and_site(const struct weighing *w, enum lang lang, struct goods_words *g)
{
	struct sentence s = { .key = w->at.quality == CLOCK_TRUSTED ? "label_day"
								    : "label_day_doubtful" };
	char year[5], month[3], day[3];

	(void)snprintf(year, sizeof(year), "%.4s", w->at.day);
	(void)snprintf(month, sizeof(month), "%.2s", strlen(w->at.day) > 7 ? w->at.day + 5 : "");
	(void)snprintf(day, sizeof(day), "%.2s", strlen(w->at.day) > 9 ? w->at.day + 8 : "");
	sentence_param(&s, "year", year);
	sentence_param(&s, "month", month);
	sentence_param(&s, "day", day);
	sentence_param(&s, "site", w->site);
	lang_say(lang, &s, g->day, sizeof(g->day));
}

void goods_words(const struct weighing *w, const struct catalogue *catalogue, enum lang lang,
	bool is_copy, struct goods_words *ret_words)
{
	bool in = w->direction == DIRECTION_IN;
	const char *code = in ? w->origin : w->destination;
	struct goods_words g = { 0 };

	category_words(w, catalogue, lang, &g);
	number(w, lang, &g);
	method_and_state(w, lang, is_copy, &g);
	day_and_site(w, lang, &g);
	if (code[0] != '\0')
		say(lang, in ? "label_origin" : "label_destination", "name",
			row_short(catalogue_find(catalogue,
					  in ? CATALOGUE_ORIGIN : CATALOGUE_DESTINATION, code,
					  w->at.day),
				lang, code),
			g.from, sizeof(g.from));
	copy(g.key, sizeof(g.key), w->id);
	short_number(w->id, g.number, sizeof(g.number));
	g.out = !in;
	*ret_words = g;
}
