// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A food label out of JSON. A member of another name is refused, not skipped: a misspelt "alergens"
 * would otherwise be food that nobody read.
 */
#include <errno.h>
#include <string.h>
#include "cleanup.h"
#include "label_food_json.h"

enum food_field { AT_TEXT, AT_SMALL, AT_WIDE, AT_TRUTH, AT_MASS };

struct member {
	const char *name;
	enum food_field type;
	size_t at;
	int64_t most;
};

#define MEMBER(NAME, TYPE, MOST)                                     \
	{                                                            \
#NAME, TYPE, offsetof(struct food_label, NAME), MOST \
	}
static const struct member members[] = {
	MEMBER(name, AT_TEXT, 0),
	MEMBER(net_mg, AT_MASS, INT64_C(1000000000)),
	MEMBER(portions, AT_SMALL, 1000),
	MEMBER(date, AT_TEXT, 0),
	MEMBER(frozen_on, AT_TEXT, 0),
	MEMBER(storage, AT_TEXT, 0),
	MEMBER(after_opening, AT_TEXT, 0),
	MEMBER(reheating, AT_TEXT, 0),
	MEMBER(lot, AT_TEXT, 0),
	MEMBER(maker_name, AT_TEXT, 0),
	MEMBER(maker_address, AT_TEXT, 0),
	MEMBER(approval, AT_TEXT, 0),
	MEMBER(rescued_percent, AT_SMALL, 100),
	MEMBER(donated, AT_TRUTH, 0),
	MEMBER(second_language, AT_TEXT, 0),
	MEMBER(code, AT_TEXT, 0),
	MEMBER(face_cm2, AT_WIDE, 100000),
};
#undef MEMBER

/* "bad_food_label", of the member. */
static int bad(struct sentence *why, const char *name)
{
	*why = (struct sentence){ .key = "food_bad_member" };
	sentence_param(why, "member", name);
	return -EINVAL;
}

static bool is_number(const json_t *v, int64_t most)
{
	return json_is_integer(v) && json_integer_value(v) >= 0 && json_integer_value(v) <= most;
}

static bool set(const struct member *m, const json_t *v, struct food_label *f)
{
	void *to = (char *)f + m->at;

	switch (m->type) {
	case AT_TEXT:
		*(const char **)to = json_string_value(v);
		return json_is_string(v);
	case AT_TRUTH:
		*(bool *)to = json_is_true(v);
		return json_is_boolean(v);
	case AT_SMALL:
		*(uint16_t *)to = (uint16_t)json_integer_value(v);
		break;
	case AT_WIDE:
		*(uint32_t *)to = (uint32_t)json_integer_value(v);
		break;
	case AT_MASS:
		*(int64_t *)to = json_integer_value(v);
		break;
	}
	return is_number(v, m->most);
}

static bool texts(const json_t *list, const char **to, size_t most, size_t *ret_count)
{
	if (!json_is_array(list) || json_array_size(list) > most)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		to[i] = json_string_value(json_array_get(list, i));
		if (!to[i])
			return false;
	}
	*ret_count = json_array_size(list);
	return true;
}

static bool ingredient_member(const char *name, const json_t *v, struct food_ingredient *in)
{
	if (strcmp(name, "name") == 0) {
		in->name = json_string_value(v);
		return in->name;
	}
	if (strcmp(name, "percent") == 0) {
		in->percent = (uint16_t)json_integer_value(v);
		return is_number(v, 100);
	}
	if (strcmp(name, "allergens") == 0) {
		in->read = true;
		return texts(v, in->allergens, FOOD_ALLERGENS, &in->allergen_count);
	}
	return strcmp(name, "emphasise") == 0 &&
	       texts(v, in->words, FOOD_ALLERGENS, &in->word_count);
}

static int read_ingredients(const json_t *list, struct food_label *f, struct sentence *why)
{
	json_t *of, *v;
	const char *name;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > FOOD_INGREDIENTS_MOST)
		return bad(why, "ingredients");
	json_array_foreach(list, i, of)
	{
		if (!json_is_object(of))
			return bad(why, "ingredients");
		json_object_foreach(of, name, v)
		{
			if (!ingredient_member(name, v, &f->ingredients[i]))
				return bad(why, name);
		}
	}
	f->ingredient_count = json_array_size(list);
	return 0;
}

static bool read_date_kind(const json_t *v, struct food_label *f)
{
	const char *word = json_string_value(v);

	f->date_kind = !word                      ? FOOD_DATE_NONE
		       : strcmp(word, "dlc") == 0 ? FOOD_DATE_DLC
		       : strcmp(word, "ddm") == 0 ? FOOD_DATE_DDM
						  : FOOD_DATE_NONE;
	return f->date_kind != FOOD_DATE_NONE;
}

static bool read_plain(const char *name, const json_t *v, struct food_label *f)
{
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		if (strcmp(members[i].name, name) == 0)
			return set(&members[i], v, f);
	}
	return false;
}

int label_food_read(const json_t *json, struct food_label *ret_label, struct sentence *ret_why)
{
	struct food_label f = { 0 };
	json_t *v;
	const char *name;

	*ret_why = (struct sentence){ 0 };
	if (!json_is_object(json)) {
		*ret_why = (struct sentence){ .key = "bad_json" };
		return -EINVAL;
	}
	json_object_foreach((json_t *)json, name, v)
	{
		bool fine = strcmp(name, "date_kind") == 0 ? read_date_kind(v, &f)
			    : strcmp(name, "traces") == 0
				    ? texts(v, f.traces, FOOD_TRACES_MOST, &f.trace_count)
			    : strcmp(name, "ingredients") == 0
				    ? read_ingredients(v, &f, ret_why) == 0
				    : read_plain(name, v, &f);

		if (!fine)
			return ret_why->key ? -EINVAL : bad(ret_why, name);
	}
	*ret_label = f;
	return 0;
}

/* ---- the other way ---- */

static json_t *texts_json(const char *const *list, size_t count)
{
	json_t *json = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(json, json_string(list[i]));
	return json;
}

static json_t *ingredients_json(const struct food_label *f)
{
	json_t *list = json_array(), *one;

	for (size_t i = 0; i < f->ingredient_count; i++) {
		const struct food_ingredient *in = &f->ingredients[i];

		one = json_pack("{s:s,s:o}", "name", in->name, "allergens",
			texts_json(in->allergens, in->allergen_count));
		if (in->word_count)
			json_object_set_new(
				one, "emphasise", texts_json(in->words, in->word_count));
		json_array_append_new(list, one);
	}
	return list;
}

static void put_member(json_t *o, const struct member *m, const struct food_label *f)
{
	const void *at = (const char *)f + m->at;
	const char *text = m->type == AT_TEXT ? *(const char *const *)at : NULL;
	int64_t number = m->type == AT_SMALL  ? *(const uint16_t *)at
			 : m->type == AT_WIDE ? *(const uint32_t *)at
			 : m->type == AT_MASS ? *(const int64_t *)at
					      : 0;

	if (text && *text)
		json_object_set_new(o, m->name, json_string(text));
	else if (number)
		json_object_set_new(o, m->name, json_integer(number));
}

json_t *label_food_json(const struct food_label *f)
{
	json_t *o = json_object();

	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		put_member(o, &members[i], f);
	json_object_set_new(o, "ingredients", ingredients_json(f));
	if (f->trace_count)
		json_object_set_new(o, "traces", texts_json(f->traces, f->trace_count));
	if (f->date_kind)
		json_object_set_new(
			o, "date_kind", json_string(f->date_kind == FOOD_DATE_DLC ? "dlc" : "ddm"));
	return o;
}
