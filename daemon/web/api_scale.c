// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales one by one, with what their heads say of themselves and their last calibration.
 */
#include <string.h>
#include "web_private.h"

bool scale_of(struct exchange *x, size_t *ret_index)
{
	struct scales *all = desk_scales(x->web->desk);
	struct sentence why = { .key = "no_such_scale" };
	struct scale_facts f;

	for (size_t i = 0; i < desk_station(x->web->desk)->scale_count; i++) {
		scales_facts(all, i, &f);
		if (strcmp(f.name, x->arg) != 0)
			continue;
		services_touch(x->web->services, i);
		*ret_index = i;
		return true;
	}
	sentence_param(&why, "name", x->arg);
	reply_refusal(x, MHD_HTTP_NOT_FOUND, &why);
	return false;
}

/* What the reader's worker finds; scales are looked at again when it comes back. */
struct found {
	char name[STATION_SCALES][DEVICE_SIZE]; /* "" : all */
	size_t names, each;
	int count; /* of list */
	struct calibration list[];
};

static int run_find(struct ledger *l, void *arg)
{
	struct found *f = arg;

	for (size_t i = 0; i < f->names; i++) {
		int r = ledger_calibrations(l, f->name[i], f->list + f->count, f->each);

		if (r < 0)
			return r;
		f->count += r;
	}
	return 0;
}

static struct found *found_new(size_t names, size_t each)
{
	struct found *f = calloc(1, sizeof(*f) + names * each * sizeof(f->list[0]));

	if (f) {
		f->names = names;
		f->each = each;
	}
	return f;
}

/* found goes along, NULL: no memory. */
static void ask(struct exchange *x, struct found *f, store_done_fn done)
{
	int r;

	if (reply_if_down(x)) {
		free(f);
		return;
	}
	r = f ? store_ask(desk_store(x->web->desk), STORE_READER, run_find, f, done, x) : -ENOMEM;
	if (r < 0) {
		free(f);
		reply_errno(x, r);
	}
}

static json_t *last_of(const struct found *f, const char *scale)
{
	for (int i = 0; i < f->count; i++)
		if (strcmp(f->list[i].scale, scale) == 0)
			return json_calibration(&f->list[i]);
	return json_null();
}

static json_t *scale_json(const struct exchange *x, size_t i, const struct found *found)
{
	struct web *w = x->web;
	json_t *o = json_scale(w, i, x->lang);
	struct scale_facts f;

	scales_facts(desk_scales(w->desk), i, &f);
	json_object_set_new(o, "service", json_boolean(services_on(w->services, i)));
	json_object_set_new(o, "detail", json_scale_detail(desk_scales(w->desk), i));
	json_object_set_new(o, "map", json_scale_map(desk_scales(w->desk), i));
	json_object_set_new(o, "calibration", last_of(found, f.name));
	return o;
}

/* The scales end before the ledger's last answers come. */
static bool has_ended(const struct exchange *x)
{
	return x->web->ending || !desk_scales(x->web->desk);
}

static void on_scales(void *data, void *arg, int result)
{
	_cleanup_free_ struct found *f = arg;
	struct exchange *x = data;
	json_t *list;

	if (result < 0 || has_ended(x)) {
		reply_errno(x, result);
		return;
	}
	list = json_array();
	for (size_t i = 0; i < f->names; i++)
		json_array_append_new(list, scale_json(x, i, f));
	reply_json(x, MHD_HTTP_OK, json_pack("{s:o}", "scales", list));
}

void api_scales(struct exchange *x)
{
	const struct station *s = desk_station(x->web->desk);
	struct found *f = found_new(s->scale_count, 1);

	for (size_t i = 0; f && i < f->names; i++)
		memcpy(f->name[i], s->scale[i].name, DEVICE_SIZE);
	ask(x, f, on_scales);
}

static void on_scale(void *data, void *arg, int result)
{
	_cleanup_free_ struct found *f = arg;
	struct exchange *x = data;
	size_t i;

	if (result < 0 || has_ended(x))
		reply_errno(x, result);
	else if (scale_of(x, &i))
		reply_json(x, MHD_HTTP_OK, scale_json(x, i, f));
}

void api_scale(struct exchange *x)
{
	struct found *f;
	size_t i;

	if (!scale_of(x, &i))
		return;
	f = found_new(1, 1);
	if (f)
		memcpy(f->name[0], desk_station(x->web->desk)->scale[i].name, DEVICE_SIZE);
	ask(x, f, on_scale);
}
