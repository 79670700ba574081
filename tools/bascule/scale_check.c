// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule scale check: the weight's registers as they stand and what is kept of them, in every
 * order of their bytes, beside a known mass, and the lines for station.conf that make the scale
 * read it right. A map from a manual, or a person's own, gives no weight before.
 */
#include <stdlib.h>
#include <string.h>
#include "mass.h"
#include "typeset.h"
#include "wizard.h"

enum { NEAR_PARTS = 20, DECIMALS_MOST = 6 }; /* near: within 1/20, a can of water is no standard */

struct finding {
	const json_t *decoding; /* NULL: none reads the known mass */
	int shift;              /* places that the decimal point is to move to the left */
};

static const char *word(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text ? text : "";
}

/* Of a line of text the question is what its comma is. */
static bool is_text(const json_t *map)
{
	return strcmp(word(map, "type"), "text") == 0;
}

static const char *key_of(const json_t *map)
{
	return is_text(map) ? "decimal" : "order";
}

static bool is_in_force(const json_t *decoding)
{
	return json_is_true(json_object_get(decoding, "in_force"));
}

/* A float of which the map keeps fewer decimals than it has. */
static bool lost_digits(const json_t *map, const json_t *decoding)
{
	return json_integer_value(json_object_get(decoding, "decimals")) >
	       json_integer_value(json_object_get(map, "decimals"));
}

/* Whether the registers say the known mass, its decimal point moved by `shift` places. */
static bool reads(const json_t *decoding, int64_t known_mg, int shift)
{
	const json_t *mass = json_object_get(decoding, "register_mg");
	int64_t read = json_integer_value(mass), known = known_mg, apart;

	if (!json_is_integer(mass))
		return false;
	for (; shift > 0; shift--)
		if (__builtin_mul_overflow(known, 10, &known))
			return false;
	for (; shift < 0; shift++)
		if (__builtin_mul_overflow(read, 10, &read))
			return false;
	return !__builtin_sub_overflow(read, known, &apart) && apart >= -(known / NEAR_PARTS) &&
	       apart <= known / NEAR_PARTS;
}

/* What it reads with its decimal point moved. */
static int64_t moved_mg(const struct finding *f)
{
	int64_t mg = json_integer_value(json_object_get(f->decoding, "mass_mg"));

	for (int i = 0; i < f->shift; i++)
		mg /= 10;
	for (int i = 0; i > f->shift; i--)
		mg *= 10;
	return mg;
}

/* The order in force first, then the others; as the point stands first, then moved. */
static void find(const json_t *map, int64_t known_mg, struct finding *ret)
{
	static const int shifts[] = { 0, 1, -1, 2, -2, 3, -3 };
	const bool fixed = is_text(map) || strcmp(word(map, "type"), "f32") == 0;
	const json_t *d;
	size_t i;

	*ret = (struct finding){ 0 };
	for (size_t s = 0; s < (fixed ? 1 : ARRAY_SIZE(shifts)); s++)
		json_array_foreach(json_object_get(map, "decodings"), i, d)
		{
			bool better = !ret->decoding || (ret->shift == shifts[s] && is_in_force(d));

			if (better && reads(d, known_mg, shifts[s]))
				*ret = (struct finding){ d, shifts[s] };
		}
}

static const char *kg_of(const struct cli *c, int64_t mg, char buf[32])
{
	return typeset_kg(mg, 3, c->lang == LANG_FR, buf, 32);
}

static void show_decodings(const struct cli *c, const json_t *map)
{
	const json_t *d;
	size_t i;

	json_array_foreach(json_object_get(map, "decodings"), i, d)
	{
		const json_t *mass = json_object_get(d, "mass_mg");
		char kg[32] = "—";

		if (json_is_integer(mass))
			(void)kg_of(c, json_integer_value(mass), kg);
		(void)printf("  %s  %16s  %*s kg%s%s\n", word(d, "order"), word(d, "register"),
			typeset_width(kg, 16), kg, is_in_force(d) ? "  ← " : "",
			is_in_force(d) ? lang_text(c->lang, "check_in_force") : "");
	}
}

static void show_map(const struct cli *c, const char *name, const json_t *map)
{
	const bool untested = json_is_true(json_object_get(map, "untested"));
	struct sentence title = { .key = untested ? "check_title_untested" : "check_title" };
	char text[512];

	if (is_text(map))
		title.key = "check_title_comma";

	sentence_param(&title, "name", name);
	sentence_param(&title, "map", word(map, "name"));
	sentence_param(&title, "weight", word(map, "weight"));
	sentence_param(&title, "type", word(map, "type"));
	(void)puts(lang_say(c->lang, &title, text, sizeof(text)));
	show_decodings(c, map);
}

/* The lines that station.conf lacks; none: all is right already. */
static int show_lines(const struct cli *c, const char *name, const json_t *map,
	const struct finding *f, long decimals)
{
	const bool open = json_is_true(json_object_get(map, "untested")) &&
			  !json_is_true(json_object_get(map, "checked"));
	struct sentence what = { .key = "check_lines" };
	char text[512], kg[32];

	if (is_in_force(f->decoding) && f->shift == 0 && !open) {
		(void)puts(lang_text(c->lang, "check_all_right"));
		return EXIT_DONE;
	}
	sentence_param(&what, "name", name);
	sentence_param(&what, "kg", kg_of(c, moved_mg(f), kg));
	(void)puts(lang_say(c->lang, &what, text, sizeof(text)));
	if (!is_in_force(f->decoding))
		(void)printf("  %s = %s\n", key_of(map), word(f->decoding, "order"));
	if (f->shift)
		(void)printf("  decimals = %ld\n", decimals);
	if (open && !is_text(map))
		(void)puts("  checked = oui");
	return EXIT_DONE;
}

/* What is kept is not what the registers say: no known mass makes that right. */
static int refuse_loss(const struct cli *c, const char *name, const json_t *decoding)
{
	struct sentence why = { .key = "check_lost_digits" };
	char text[512], kg[32];

	sentence_param(&why, "register", word(decoding, "register"));
	sentence_param(
		&why, "kg", kg_of(c, json_integer_value(json_object_get(decoding, "mass_mg")), kg));
	sentence_param(&why, "name", name);
	(void)fprintf(stderr, "%s\n", lang_say(c->lang, &why, text, sizeof(text)));
	if (!is_in_force(decoding))
		(void)printf("  order = %s\n", word(decoding, "order"));
	(void)printf("  decimals = %lld\n",
		(long long)json_integer_value(json_object_get(decoding, "decimals")));
	return EXIT_REFUSED;
}

static int compare(const struct cli *c, const char *name, const json_t *map, int64_t known_mg)
{
	const json_t *now = json_object_get(map, "decimals");
	struct finding f;
	char kg[32];
	long decimals;

	find(map, known_mg, &f);
	if (f.decoding && lost_digits(map, f.decoding))
		return refuse_loss(c, name, f.decoding);
	decimals = (long)json_integer_value(now) + f.shift;
	if (f.decoding && (f.shift == 0 || (decimals >= 0 && decimals <= DECIMALS_MOST)))
		return show_lines(c, name, map, &f, decimals);
	return cli_say_param(c, EXIT_REFUSED, "check_none", "kg", kg_of(c, known_mg, kg));
}

int scale_check(const struct cli *c, const char *url, const char *name, int64_t known_mg)
{
	json_t *json = NULL;
	const json_t *map;
	char path[96];
	int code = scale_path(c, name, path, sizeof(path));

	if (code == EXIT_DONE)
		code = remote_call(c, url, path, NULL, &json);
	if (code != EXIT_DONE)
		return code;
	map = json_object_get(json, "map");
	if (!json_is_object(map)) {
		code = cli_say_param(c, EXIT_REFUSED, "check_no_map", "text", word(json, "text"));
	} else {
		show_map(c, name, map);
		if (known_mg > 0)
			code = compare(c, name, map, known_mg);
		else
			(void)puts(lang_text(c->lang, "check_give_mass"));
	}
	json_decref(json);
	return code;
}
