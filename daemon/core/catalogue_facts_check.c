// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What facts must be. SIRET: 14 digits, the SIREN of 9 and a number of the place; both end with a
 * digit by Luhn's rule, ISO/IEC 7812-1 annex B, but for La Poste's places (SIREN 356 000 000),
 * whose digits sum up to a multiple of five (INSEE, "Identifiant SIRET"). Codes of communes have
 * five characters, in Corsica 2A or 2B and three digits (INSEE, Code officiel géographique). NAF
 * rev. 2: four digits and a letter.
 */
#include <string.h>
#include "catalogue_facts.h"
#include "day.h"
#include "scheme_sheet.h"
#include "typeset.h"

static bool digits(const char *text, size_t count)
{
	return strlen(text) == count && strspn(text, "0123456789") == count;
}

static bool luhn(const char *number)
{
	size_t len = strlen(number);
	int sum = 0;

	for (size_t i = 0; i < len; i++) {
		int digit = (number[i] - '0') * ((len - i) % 2 ? 1 : 2);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

static int digit_sum(const char *number)
{
	int sum = 0;

	for (; *number; number++)
		sum += *number - '0';
	return sum;
}

static bool good_siret(const char *text)
{
	if (!digits(text, SIRET_SIZE - 1))
		return false;
	return luhn(text) ||
	       (strncmp(text, "356000000", SIREN_SIZE - 1) == 0 && digit_sum(text) % 5 == 0);
}

static bool good_siren(const char *text)
{
	return digits(text, SIREN_SIZE - 1) && luhn(text);
}

/* 01 to 95 without 20, 2A, 2B, 971 to 976 with 978: as the codes of their communes begin. */
static bool good_departement(const char *text)
{
	if (strcmp(text, "2A") == 0 || strcmp(text, "2B") == 0)
		return true;
	if (digits(text, 2))
		return strcmp(text, "01") >= 0 && strcmp(text, "95") <= 0 &&
		       strcmp(text, "20") != 0;
	return digits(text, 3) && strcmp(text, "971") >= 0 && strcmp(text, "978") <= 0;
}

static bool good_insee(const char *text)
{
	char departement[DEPARTEMENT_SIZE] = "";

	if (strlen(text) != INSEE_SIZE - 1)
		return false;
	memcpy(departement, text, strncmp(text, "97", 2) == 0 ? 3 : 2);
	return good_departement(departement) && digits(text + 2, 3);
}

static bool good_naf(const char *text)
{
	char plain[NAF_SIZE] = "";
	size_t n = 0;

	for (; *text; text++)
		if (*text != '.')
			plain[n++] = *text;
	return n == 5 && strspn(plain, "0123456789") == 4 && plain[4] >= 'A' && plain[4] <= 'Z';
}

/* Six digits in pairs, the last with '*' where it is dangerous (decision 2000/532/EC). */
static bool good_waste(const char *text)
{
	static const char form[] = "00 00 00";

	for (const char *f = form; *f; f++, text++)
		if (*f == ' ' ? *text != ' ' : *text < '0' || *text > '9')
			return false;
	return *text == '\0' || strcmp(text, "*") == 0;
}

static bool good_columns(const char *text)
{
	struct sheet_column c;
	size_t count = 0;
	int r;

	while ((r = scheme_sheet_next(&text, &c)) > 0)
		count++;
	return r == 0 && count <= SHEET_COLUMNS_MOST;
}

static bool is_word(const struct record_words *words, const char *text, size_t len)
{
	for (size_t i = 0; i < words->count; i++)
		if (strlen(words->names[i]) == len && strncmp(words->names[i], text, len) == 0)
			return len > 0;
	return false;
}

static bool good_words(const struct record_words *words, const char *text)
{
	for (;; text++) {
		size_t len = strcspn(text, " ");

		if (!is_word(words, text, len))
			return false;
		text += len;
		if (!*text)
			return true;
	}
}

/* lang: row_bad_siret row_bad_siren row_bad_insee row_bad_departement row_bad_naf row_bad_waste */
/* lang: row_bad_gtin row_bad_columns */
static const struct {
	const char *name;
	bool (*good)(const char *text);
	const char *key;
} forms[] = {
	{ "siret", good_siret, "row_bad_siret" },
	{ "epci_siren", good_siren, "row_bad_siren" },
	{ "insee", good_insee, "row_bad_insee" },
	{ "departement", good_departement, "row_bad_departement" },
	{ "naf", good_naf, "row_bad_naf" },
	{ "waste", good_waste, "row_bad_waste" },
	{ "gtin", gs1_gtin_good, "row_bad_gtin" },
	{ "columns", good_columns, "row_bad_columns" },
};

/* Each once, so that its share is one number. lang: row_bad_lines row_line_twice */
static const char *lines_mistake(const char *text)
{
	struct recipe_line line, other;
	int r;

	while ((r = recipe_line_next(&text, &line)) > 0) {
		const char *rest = text;

		while (recipe_line_next(&rest, &other) > 0)
			if (strcmp(line.ingredient, other.ingredient) == 0)
				return "row_line_twice";
	}
	return r < 0 ? "row_bad_lines" : NULL;
}

/* lang: row_bad_day row_bad_words */
static const char *text_mistake(const struct record_field *f, const char *text)
{
	if (!*text)
		return NULL;
	if (f->shape == SHAPE_DAY && !day_exists(text))
		return "row_bad_day";
	if (f->shape == SHAPE_LINES)
		return lines_mistake(text);
	if (f->words && !good_words(f->words, text))
		return "row_bad_words";
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(forms[i].name, f->name) == 0 && !forms[i].good(text))
			return forms[i].key;
	return NULL;
}

/* lang: row_out_of_range */
static const char *number_mistake(const struct record_field *f, int64_t number)
{
	const bool empty = number == 0 && (f->rules & RECORD_BLANK);

	return f->most && !empty && (number < f->least || number > f->most) ? "row_out_of_range"
									    : NULL;
}

/*
 * What facts must be to each other. A chilled dish keeps three days after the day of making unless a
 * study says more (order of 21 December 2009, annex IV).
 */
/* lang: row_ambient life_unproven row_constant_missing row_fact_missing factor_missing */
static const struct record_field *whole_mistake(
	enum catalogue_kind kind, const struct catalogue_facts *facts, const char **ret_key)
{
	const bool of_product = kind == CATALOGUE_PRODUCT, of_recipe = kind == CATALOGUE_RECIPE;
	const bool of_map = kind == CATALOGUE_SCHEME_MAP, of_factor = kind == CATALOGUE_FACTOR;
	const bool of_body = kind == CATALOGUE_SCHEME_SITE || kind == CATALOGUE_SCHEME_CATEGORY;
	const struct {
		bool wrong;
		const char *key, *field;
	} rules[] = {
		{ of_product && !facts->storage, "row_ambient", "storage" },
		{ of_product && facts->life_days > LIFE_MOST_DAYS && !facts->study_ref[0] &&
				facts->storage != STORAGE_FROZEN,
			"life_unproven", "study_ref" },
		{ of_product && facts->quantity == QUANTITY_CONSTANT && !facts->constant_mg,
			"row_constant_missing", "constant_mg" },
		{ of_recipe && !facts->product[0], "row_fact_missing", "product" },
		{ of_recipe && !facts->lines[0], "row_fact_missing", "lines" },
		{ of_map && !facts->category[0], "row_fact_missing", "category" },
		{ (of_map || of_body) && !facts->eco_organisme[0], "row_fact_missing",
			"eco_organisme" },
		{ of_map && !facts->scheme_category[0], "row_fact_missing", "scheme_category" },
		{ of_map && !facts->share_ppm, "row_fact_missing", "share_ppm" },
		{ of_factor && !facts->factor_set[0], "factor_missing", "factor_set" },
		{ of_factor && !facts->category[0], "factor_missing", "category" },
		{ of_factor && !facts->g_per_kilo, "factor_missing", "g_per_kilo" },
		{ kind == CATALOGUE_FACTOR_SET && typeset_is_blank(facts->source), "factor_missing",
			"source" },
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].wrong) {
			*ret_key = rules[i].key;
			return catalogue_fact_find(kind, rules[i].field);
		}
	return NULL;
}

const struct record_field *catalogue_facts_check(
	enum catalogue_kind kind, const struct catalogue_facts *facts, const char **ret_key)
{
	const struct record *r = catalogue_facts_record(kind);

	for (size_t i = 0; r && i < r->count; i++) {
		const struct record_field *f = &r->fields[i];
		const char *key;

		if (!(f->rules & RECORD_ASKED))
			continue;
		key = f->type == RECORD_TEXT ? text_mistake(f, record_text(f, facts))
					     : number_mistake(f, record_number(f, facts));
		if (key) {
			*ret_key = key;
			return f;
		}
	}
	return whole_mistake(kind, facts, ret_key);
}
