// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A plate as the text that is kept of it: every member of struct plate by its own name, so that
 * a version that knows more of them reads what an older one wrote.
 */
#include <stddef.h>
#include <string.h>
#include "ledger_private.h"

struct fact {
	const char *name;
	enum { FACT_INT, FACT_BOOL, FACT_STATE, FACT_TEXT } type;
	size_t at, size;
};

#define FACT(what, of, member)                                                               \
	{                                                                                    \
#member, what, offsetof(struct of, member), sizeof(((struct of *)0)->member) \
	}

static const struct fact plate_facts[] = {
	FACT(FACT_TEXT, plate, scale),
	FACT(FACT_BOOL, plate, device_net),
	FACT(FACT_INT, plate, level_mg),
	FACT(FACT_INT, plate, lowest_mg),
	FACT(FACT_INT, plate, put_mg),
	FACT(FACT_BOOL, plate, rested),
	FACT(FACT_INT, plate, rest_mg),
	FACT(FACT_INT, plate, high_mg),
	FACT(FACT_INT, plate, extra_mg),
	FACT(FACT_INT, plate, under_mg),
	FACT(FACT_BOOL, plate, unsure),
	FACT(FACT_BOOL, plate, glitch),
	FACT(FACT_BOOL, plate, left_alone),
	FACT(FACT_BOOL, plate, gap),
	FACT(FACT_BOOL, plate, vague),
	FACT(FACT_BOOL, plate, zeroed),
	FACT(FACT_BOOL, plate, carried),
};

static const struct fact tare_facts[] = {
	FACT(FACT_INT, plate_tare, mg),
	FACT(FACT_TEXT, plate_tare, container),
	FACT(FACT_INT, plate_tare, units),
	FACT(FACT_BOOL, plate_tare, loaded),
	FACT(FACT_INT, plate_tare, under_mg),
};

static const struct fact part_facts[] = {
	FACT(FACT_TEXT, plate_part, id),
	FACT(FACT_TEXT, plate_part, category),
	FACT(FACT_INT, plate_part, net_mg),
	FACT(FACT_INT, plate_part, said_mg),
	FACT(FACT_INT, plate_part, tare_mg),
	FACT(FACT_BOOL, plate_part, device_net),
	FACT(FACT_BOOL, plate_part, typed),
	FACT(FACT_BOOL, plate_part, pack),
	FACT(FACT_STATE, plate_part, state),
	FACT(FACT_TEXT, plate_part, aside_by),
};

static json_t *put(const void *from, const struct fact *facts, size_t count)
{
	json_t *o = json_object();
	int r = 0;

	for (size_t i = 0; i < count; i++) {
		const struct fact *f = &facts[i];
		const void *at = (const char *)from + f->at;

		if (f->type == FACT_TEXT)
			r |= field_put_text(o, f->name, at);
		else if (f->type == FACT_BOOL)
			r |= field_put_true(o, f->name, *(const bool *)at);
		else if (f->type == FACT_STATE)
			r |= field_put_int(o, f->name, (int64_t) * (const enum part_state *)at);
		else
			r |= field_put_int(o, f->name, *(const int64_t *)at);
	}
	if (r) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static int get(const json_t *o, void *to, const struct fact *facts, size_t count)
{
	struct fields b = { .json = o };

	for (size_t i = 0; i < count; i++) {
		const struct fact *f = &facts[i];
		void *at = (char *)to + f->at;

		if (f->type == FACT_TEXT)
			field_text(&b, f->name, at, f->size);
		else if (f->type == FACT_BOOL)
			*(bool *)at = field_true(&b, f->name);
		else if (f->type == FACT_STATE)
			*(enum part_state *)at = (enum part_state)field_int(&b, f->name);
		else
			*(int64_t *)at = field_int(&b, f->name);
	}
	return b.error;
}

static int put_list(json_t *o, const char *name, const void *from, size_t count, size_t size,
	const struct fact *facts, size_t fact_count)
{
	json_t *list = json_array();
	int r = 0;

	for (size_t i = 0; i < count; i++)
		r |= json_array_append_new(
			list, put((const char *)from + i * size, facts, fact_count));
	return r | json_object_set_new(o, name, list);
}

/* Oldest first: what is too much is the oldest. */
static int get_list(const json_t *o, const char *name, void *to, size_t most, size_t size,
	const struct fact *facts, size_t fact_count, size_t *ret_count)
{
	const json_t *list = json_object_get(o, name);
	size_t all = json_array_size(list), skip = all > most ? all - most : 0;
	int r = 0;

	for (size_t i = skip; r == 0 && i < all; i++)
		r = get(json_array_get(list, i), (char *)to + (i - skip) * size, facts, fact_count);
	*ret_count = all - skip;
	return r;
}

char *plate_text(const struct plate *p)
{
	_cleanup_json_ json_t *o = put(p, plate_facts, ARRAY_SIZE(plate_facts));

	if (!o ||
		put_list(o, "tares", p->tare, p->tare_count, sizeof(p->tare[0]), tare_facts,
			ARRAY_SIZE(tare_facts)) ||
		put_list(o, "parts", p->part, p->part_count, sizeof(p->part[0]), part_facts,
			ARRAY_SIZE(part_facts)))
		return NULL;
	return json_dumps(o, JSON_COMPACT);
}

int plate_from_text(const char *text, struct plate *ret_plate)
{
	_cleanup_json_ json_t *o = NULL;
	struct plate p = { 0 };
	int r = fields_parse(text, strlen(text), &o);

	if (r == 0)
		r = get(o, &p, plate_facts, ARRAY_SIZE(plate_facts));
	if (r == 0)
		r = get_list(o, "tares", p.tare, PLATE_TARES, sizeof(p.tare[0]), tare_facts,
			ARRAY_SIZE(tare_facts), &p.tare_count);
	if (r == 0)
		r = get_list(o, "parts", p.part, PLATE_PARTS, sizeof(p.part[0]), part_facts,
			ARRAY_SIZE(part_facts), &p.part_count);
	for (size_t i = 0; r == 0 && i < p.part_count; i++)
		if ((unsigned)p.part[i].state >= PART_STATE_COUNT)
			r = -EBADMSG;
	if (r == 0)
		*ret_plate = p;
	return r;
}
