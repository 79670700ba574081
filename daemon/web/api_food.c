// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Food as the station has it: what lies on its plate received as a lot; and the label of a food to be
 * looked at, when nothing is written and nothing is printed. Drawing takes its time on a Pi, so it is
 * done where exports are made, not in the loop.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "label_food_json.h"
#include "web_private.h"

enum { BASE64 = sodium_base64_VARIANT_ORIGINAL, USUAL_WIDTH_UM = 100000, USUAL_HEIGHT_UM = 75000 };

struct preview {
	json_t *json; /* lends the label its texts */
	struct food_label label;
	struct label_media media;
	unsigned int labels;
	enum lang lang;
	json_t *answer;
};

static struct preview *preview_free(struct preview *p)
{
	json_decref(p->json);
	json_decref(p->answer);
	free(p);
	return NULL;
}
CLEANUP_OF(struct preview, preview_free);

/* A picture as text; NULL: no memory. */
static json_t *picture(const struct raster *r)
{
	_cleanup_free_ uint8_t *png = NULL;
	_cleanup_free_ char *text = NULL;
	size_t size, whole;

	if (raster_png(r, &png, &size) < 0)
		return NULL;
	whole = sodium_base64_encoded_len(size, BASE64);
	text = malloc(whole);
	return text ? json_string(sodium_bin2base64(text, whole, png, size, BASE64)) : NULL;
}

static json_t *refusals_json(const struct food_refusals *r, enum lang lang)
{
	json_t *list = json_array();
	char said[1024];

	for (size_t i = 0; list && i < r->count; i++)
		json_array_append_new(
			list, json_pack("{s:s,s:s}", "error", r->list[i].key, "message",
				      lang_say(lang, &r->list[i], said, sizeof(said))));
	return list;
}

static int run(struct ledger *l, void *arg)
{
	struct raster *rasters[FOOD_LABELS_MOST] = { NULL };
	struct preview *p = arg;
	struct food_refusals refusals = { 0 };
	int drawn = label_food(&p->label, &p->media, p->labels, rasters, &refusals);
	json_t *labels = json_array();

	(void)l;
	for (int i = 0; i < drawn; i++) {
		json_array_append_new(labels, picture(rasters[i]));
		free(rasters[i]);
	}
	if (drawn < 0 || json_array_size(labels) != (size_t)drawn) {
		json_decref(labels);
		return drawn < 0 ? drawn : -ENOMEM;
	}
	p->answer = json_pack("{s:i,s:i,s:i,s:o,s:o}", "width_um", (int)p->media.width_um,
		"height_um", (int)p->media.height_um, "dpi", (int)p->media.dpi, "labels", labels,
		"refusals", refusals_json(&refusals, p->lang));
	return p->answer ? 0 : -ENOMEM;
}

static void done(void *data, void *arg, int result)
{
	_cleanup_(cleanup_preview_free) struct preview *p = arg;
	struct exchange *x = data;

	if (result < 0)
		reply_errno(x, result);
	else
		reply_json(x, MHD_HTTP_OK, TAKE_PTR(p->answer));
}

/* What is not said is the station's: its printer's resolution, a usual label for food. */
static void take_paper(const struct exchange *x, struct preview *p)
{
	const struct request *r = &x->request;
	const char *dpi = request_text(r, "dpi");
	int64_t width = request_int(r, "width"), height = request_int(r, "height");

	desk_label_media(x->web->desk, &p->media);
	if (dpi)
		p->media.dpi = (uint16_t)strtoul(dpi, NULL, 10);
	p->media.width_um = width > 0 ? (uint32_t)width * 1000 : USUAL_WIDTH_UM;
	p->media.height_um = height > 0 ? (uint32_t)height * 1000 : USUAL_HEIGHT_UM;
	p->labels = (unsigned int)request_int(r, "labels");
	p->lang = r->who.lang;
}

/* Lends p the body's texts. false: answered. */
static bool take_label(struct exchange *x, struct preview *p)
{
	struct sentence why;
	struct body b;

	if (!body_open(x, &b))
		return false;
	p->json = b.json;
	if (label_food_read(p->json, &p->label, &why) == 0)
		return true;
	reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
	return false;
}

void api_food_preview(struct exchange *x)
{
	struct preview *p = calloc(1, sizeof(*p));
	int r = p ? 0 : -ENOMEM;

	if (p && !take_label(x, p)) {
		preview_free(p);
		return;
	}
	if (p) {
		take_paper(x, p);
		r = store_ask(desk_store(x->web->desk), STORE_LONG_READER, run, p, done, x);
	}
	if (r == 0)
		return;
	reply_errno(x, r);
	if (p)
		preview_free(p);
}

/* ---- a reception ---- */

/* What the ledger says of it is said as of any entry; what the station says comes before that. */
static void received(void *data, const struct desk_answer *answer)
{
	const struct ledger_result *res = answer->result;
	struct exchange *x = data;

	if (res && (answer->reply != REPLY_MADE || res->kind == &food_received_kind))
		reply_written(x, res, request_made(&x->request));
	else if (answer->reply == REPLY_MADE)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "store_failed");
	else
		reply_refusal(x, api_status_of(answer->reply), &answer->why);
}

static void take_load(struct exchange *x, const struct making *m)
{
	const struct food_making *f = (const struct food_making *)m->value;
	const struct weighing *w = &f->weighing.weighing;
	const struct desk_more more = { m->job.drafts[0].from, m->job.drafts[1] };
	struct intent in = { .action = ACTION_CATEGORY,
		.units = w->units,
		.has_to = f->has_to,
		.to_mg = f->to_mg,
		.take = { .on = true, .light = f->light } };
	int r;

	(void)snprintf(in.code, sizeof(in.code), "%s", w->category);
	memcpy(in.load, f->load, sizeof(in.load));
	if (x->request.now.quality == CLOCK_DOUBTFUL)
		in.take.at = w->at;
	memcpy(in.take.origin, w->origin, sizeof(in.take.origin));
	memcpy(in.take.partner, w->partner, sizeof(in.take.partner));
	memcpy(in.take.place, w->place, sizeof(in.take.place));
	memcpy(in.take.store, w->store, sizeof(in.take.store));
	memcpy(in.take.slip, w->slip, sizeof(in.take.slip));
	memcpy(in.key, x->key, sizeof(in.key));
	memcpy(in.digest, x->digest, sizeof(in.digest));
	r = desk_take(x->web->desk, &in, &more, received, x);
	if (r < 0)
		reply_errno(x, r);
}

static void receive(struct exchange *x)
{
	struct making m;

	x->request.has_plate = true;
	if (!entry_read(x, &m))
		return;
	if (((const struct food_making *)m.value)->of_plate)
		take_load(x, &m);
	else
		job_send(x, &m.job, job_made);
}

void api_food_receipt(struct exchange *x)
{
	first_ask(x, receive);
}

/* A page is open that receives: what is scanned is for it. */
void api_food_receiving(struct exchange *x)
{
	char page[PAGE_SIZE] = "";
	const char *name;
	struct body b;
	bool on, goods;

	if (!body_open(x, &b))
		return;
	on = body_bool(&b, "on", true);
	goods = body_bool(&b, "goods", false);
	name = body_text(&b, "page", false, PAGE_SIZE - 1);
	if (name)
		(void)snprintf(page, sizeof(page), "%s", name);
	if (!body_done(&b))
		return;
	desk_receive(x->web->desk, page, !on ? HEARS_NOT : goods ? HEARS_GOODS : HEARS_FOOD);
	reply_json(x, MHD_HTTP_OK, json_pack("{s:b}", "on", on));
}
