// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of a food label. They are the law's, in French, and no matter of taste or of the
 * reader's language: so they stand here and not in daemon/lang. Between a number and its unit,
 * and before a colon, stands a space that no line breaks at.
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include "food.h"

#define NBSP "\u00a0"

static bool said(const char *text)
{
	return text && text[0] != '\0';
}

/* Whether no line may break before it: "0 °C", "62 %", "Ingrédients :". */
static bool stays(const char *text)
{
	return strncmp(text, "°C", sizeof("°C") - 1) == 0 || strchr("%:;?!", *text);
}

/* What a person typed: no control characters, which would be marks. */
static void add_clean(GString *s, const char *text, size_t size)
{
	for (size_t i = 0; i < size && text[i] != '\0'; i++) {
		if (text[i] == ' ' && i + 1 < size && text[i + 1] != '\0' && stays(text + i + 1))
			g_string_append(s, NBSP);
		else
			g_string_append_c(s, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
	}
}

static void add(GString *s, const char *text)
{
	add_clean(s, text, strlen(text));
}

/* Letters and digits go on with a word; what is no UTF-8 does not. */
static bool goes_on(const char *at)
{
	gunichar c = g_utf8_get_char_validated(at, -1);

	return c < 0x110000 && g_unichar_isalnum(c);
}

static const char *match(const char *at, const char *word)
{
	while (*word != '\0') {
		gunichar a = g_utf8_get_char_validated(at, -1);
		gunichar b = g_utf8_get_char_validated(word, -1);

		if (*at == '\0' || a >= 0x110000 || b >= 0x110000 ||
			g_unichar_tolower(a) != g_unichar_tolower(b))
			return NULL;
		at = g_utf8_next_char(at);
		word = g_utf8_next_char(word);
	}
	return at;
}

const char *food_find_word(const char *text, const char *word, const char **ret_end)
{
	bool inside = false; /* of a word: "laitue" has no lait, nor has "délaité" */

	if (!said(word) || !g_utf8_validate(text, -1, NULL))
		return NULL;
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		const char *end = inside ? NULL : match(p, word);

		if (end && (*end == '\0' || !goes_on(end))) {
			*ret_end = end;
			return p;
		}
		inside = goes_on(p);
	}
	return NULL;
}

static void add_strong(GString *s, const char *text, size_t size)
{
	char *high = g_utf8_strup(text, (gssize)size);

	g_string_append(s, FLOW_STRONG);
	add(s, high);
	g_string_append(s, FLOW_PLAIN);
	g_free(high);
}

/* The earliest of its words in text; of two that begin together the longer. */
static const char *next_word(
	const struct food_ingredient *in, const char *text, const char **ret_end)
{
	const char *best = NULL, *best_end = NULL, *end;

	for (size_t i = 0; i < in->word_count; i++) {
		const char *at = food_find_word(text, in->words[i], &end);

		if (at && (!best || at < best || (at == best && end > best_end))) {
			best = at;
			best_end = end;
		}
	}
	*ret_end = best_end;
	return best;
}

static void add_ingredient(GString *s, const struct food_ingredient *in)
{
	const char *rest = in->name;
	const char *at, *end;

	for (; (at = next_word(in, rest, &end)); rest = end) {
		add_clean(s, rest, (size_t)(at - rest));
		add_strong(s, at, (size_t)(end - at));
	}
	add(s, rest);
	if (in->percent > 0)
		g_string_append_printf(s, NBSP "%u" NBSP "%%", in->percent);
}

static char *ingredients(const struct food_label *f)
{
	GString *s = g_string_new("Ingrédients" NBSP ": ");

	for (size_t i = 0; i < f->ingredient_count; i++) {
		g_string_append(s, i > 0 ? ", " : "");
		add_ingredient(s, &f->ingredients[i]);
	}
	g_string_append(s, ".");
	return g_string_free(s, FALSE);
}

static char *traces(const struct food_label *f)
{
	GString *s = g_string_new("");

	for (size_t i = 0; i < f->trace_count; i++) {
		g_string_append(s, i == 0 ? "Peut contenir des traces de" NBSP ": "
				   : i + 1 < f->trace_count ? ", "
							    : " et ");
		add_strong(s, f->traces[i], strlen(f->traces[i]));
	}
	g_string_append(s, f->trace_count > 0 ? "." : "");
	return g_string_free(s, FALSE);
}

/* Below a kilogram in grams, else in kilograms; down to the gram, never up. */
static char *quantity(const struct food_label *f)
{
	int64_t g = f->net_mg / 1000;
	char kg[32];
	size_t n;

	if (g < 1000)
		return g_strdup_printf("%lld" NBSP "g", (long long)g);
	(void)snprintf(kg, sizeof(kg), "%lld,%03lld", (long long)(g / 1000), (long long)(g % 1000));
	for (n = strlen(kg); kg[n - 1] == '0'; n--)
		;
	if (kg[n - 1] == ',')
		n--;
	return g_strdup_printf("%.*s" NBSP "kg", (int)n, kg);
}

/* 2026-12-04: 04/12/2026, 2026-12: 12/2026, 2026. */
static char *day(const char *date)
{
	if (strlen(date) == 10)
		return g_strdup_printf("%.2s/%.2s/%.4s", date + 8, date + 5, date);
	return strlen(date) == 7 ? g_strdup_printf("%.2s/%.4s", date + 5, date) : g_strdup(date);
}

static char *date(const struct food_label *f)
{
	char *on = said(f->date) ? day(f->date) : g_strdup("");
	char *text = g_strdup_printf("%s" NBSP "%s",
		f->date_kind == FOOD_DATE_DLC ? "À consommer jusqu'au"
		: strlen(on) == 10            ? "À consommer de préférence avant le"
					      : "À consommer de préférence avant fin",
		on);

	g_free(on);
	return text;
}

static char *frozen(const struct food_label *f)
{
	char *on, *text;

	if (!said(f->frozen_on))
		return g_strdup("");
	on = day(f->frozen_on);
	text = g_strdup_printf("Congelé le" NBSP "%s. %s", on,
		f->date_kind == FOOD_DATE_DLC ? "Produit décongelé" NBSP ": ne pas recongeler."
					      : "Ne pas recongeler un produit décongelé.");
	g_free(on);
	return text;
}

/* Sentences one behind the other. */
static char *together(const char *a, const char *b, const char *between)
{
	GString *s = g_string_new("");

	add(s, said(a) ? a : "");
	g_string_append(s, said(a) && said(b) ? between : "");
	add(s, said(b) ? b : "");
	return g_string_free(s, FALSE);
}

static char *rescued(const struct food_label *f)
{
	char *share = f->rescued_percent == 0
			      ? g_strdup("")
			      : g_strdup_printf("Cuisiné avec %u" NBSP
						"%% d'aliments sauvés du gaspillage.",
					f->rescued_percent);
	char *text =
		together(share, f->donated ? "Denrée donnée, ne peut pas être vendue." : "", " ");

	g_free(share);
	return text;
}

void food_words(const struct food_label *f, struct food_words *ret_words)
{
	*ret_words =
		(struct food_words){ .text = {
					     [FOOD_NAME] = together(f->name, "", ""),
					     [FOOD_QUANTITY] = quantity(f),
					     [FOOD_PORTIONS] =
						     f->portions == 0
							     ? g_strdup("")
							     : g_strdup_printf("%u" NBSP
									       "portion%s",
								       f->portions,
								       f->portions > 1 ? "s" : ""),
					     [FOOD_DATE] = date(f),
					     [FOOD_LOT] = together("L", f->lot, NBSP),
					     [FOOD_INGREDIENTS] = ingredients(f),
					     [FOOD_TRACES] = traces(f),
					     [FOOD_STORAGE] =
						     together(f->storage, f->after_opening, " "),
					     [FOOD_FROZEN] = frozen(f),
					     [FOOD_REHEATING] = together(f->reheating, "", ""),
					     [FOOD_RESCUED] = rescued(f),
					     [FOOD_MAKER] = together(
						     f->maker_name, f->maker_address, ", "),
					     [FOOD_SECOND] = together(f->second_language, "", ""),
				     } };
}

void food_words_done(struct food_words *w)
{
	for (size_t i = 0; i < FOOD_BLOCKS; i++)
		g_free(w->text[i]);
	*w = (struct food_words){ 0 };
}

const char *food_block_name(enum food_block block)
{
	static const char *const names[FOOD_BLOCKS] = { "name", "quantity", "portions", "date",
		"lot", "ingredients", "traces", "storage", "frozen", "reheating", "rescued",
		"maker", "second" };

	return names[block];
}
