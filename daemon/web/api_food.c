// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label of a food to be looked at: nothing is written and nothing is printed. Drawing takes its
 * time on a Pi, so it is done where exports are made, not in the loop.
 */
#include <sodium.h>
#include <stdlib.h>
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
