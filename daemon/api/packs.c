// SPDX-License-Identifier: GPL-3.0-or-later
/* A pack: what is known of it, what its label says, and its picture; what keeps it from being printed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"
#include "label_food_json.h"
#include "pack_label.h"

enum { USUAL_WIDTH_MM = 100, USUAL_HEIGHT_MM = 75, DPI_USUAL = 203 };

static struct pack_source *source_free(struct pack_source *s)
{
	if (s)
		pack_source_done(s);
	free(s);
	return NULL;
}
CLEANUP_OF(struct pack_source, source_free);

static int read_source(struct ledger *l, const char *id, struct pack_source **ret_source)
{
	_cleanup_(cleanup_source_free) struct pack_source *s = calloc(1, sizeof(*s));
	int r = s ? ledger_pack_source(l, id, s) : -ENOMEM;

	if (r == 0)
		*ret_source = TAKE_PTR(s);
	return r;
}

static json_t *refusals_json(const struct food_refusals *r, enum lang lang)
{
	json_t *list = json_array();
	char said[1024];

	for (size_t i = 0; i < r->count; i++)
		json_array_append_new(
			list, json_pack("{s:s,s:s}", "error", r->list[i].key, "message",
				      lang_say(lang, &r->list[i], said, sizeof(said))));
	return list;
}

static int put_pack(
	const struct request *r, const struct pack_source *s, const struct pack_label *p, FILE *out)
{
	json_t *o = json_record(&pack_record, &s->pack);
	struct food_refusals *why = calloc(1, sizeof(*why));

	if (!why) {
		json_decref(o);
		return -ENOMEM;
	}
	label_food_check(&p->label, why);
	pack_label_check(s, r->now.day, why);
	json_object_set_new(o, "label", label_food_json(&p->label));
	json_object_set_new(o, "refusals", refusals_json(why, r->who.lang));
	free(why);
	return put_json(out, o);
}

/* What is not said is the station's: its printer's resolution, a usual label for food. */
static struct label_media paper(const struct request *r)
{
	const char *dpi = request_text(r, "dpi");
	int64_t width = request_int(r, "width"), height = request_int(r, "height");
	struct label_media on = r->media;

	on.dpi = dpi ? (uint16_t)strtoul(dpi, NULL, 10) : on.dpi ? on.dpi : DPI_USUAL;
	on.width_um = (uint32_t)(width > 0 ? width : USUAL_WIDTH_MM) * 1000;
	on.height_um = (uint32_t)(height > 0 ? height : USUAL_HEIGHT_MM) * 1000;
	return on;
}

static int put_picture(
	const struct request *r, const struct pack_label *p, FILE *out, struct answer *a)
{
	struct raster *rasters[FOOD_LABELS_MOST] = { NULL };
	struct food_refusals *why = calloc(1, sizeof(*why));
	const struct label_media on = paper(r);
	_cleanup_free_ uint8_t *png = NULL;
	size_t size = 0;
	int drawn = why ? label_food(&p->label, &on, 1, rasters, why) : -ENOMEM;
	int done = drawn > 0 ? raster_png(rasters[0], &png, &size) : drawn;

	if (drawn == 0)
		done = refuse_saying(a, 409, &why->list[0]);
	else if (done >= 0 && fwrite(png, 1, size, out) != size)
		done = -EIO;
	else if (done >= 0)
		a->type = "image/png";
	free(rasters[0]);
	free(why);
	return done < 0 ? done : 0;
}

/* "HD-MS-B-K71-3.png": without its end in ret_id. */
static bool is_picture(const struct request *r, char ret_id[ARG_SIZE])
{
	char *dot;

	(void)snprintf(ret_id, ARG_SIZE, "%s", r->arg);
	dot = strrchr(ret_id, '.');
	if (!dot || strcmp(dot, ".png") != 0)
		return false;
	*dot = '\0';
	return true;
}

bool pack_is_drawn(const struct request *r)
{
	char id[ARG_SIZE];

	return is_picture(r, id);
}

int pack_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_source_free) struct pack_source *s = NULL;
	_cleanup_free_ struct pack_label *p = calloc(1, sizeof(*p));
	char id[ARG_SIZE];
	const bool picture = is_picture(r, id);
	int done = p ? read_source(l, id, &s) : -ENOMEM;

	if (done == -ENOENT)
		return refuse(a, 404, "no_such_pack");
	if (done < 0)
		return done;
	pack_label_make(s, p);
	return picture ? put_picture(r, p, out, a) : put_pack(r, s, p, out);
}

/* 1: it may be printed; 0: not, and why. */
int pack_printable(struct ledger *l, const char *id, const char *today, struct sentence *ret_why)
{
	_cleanup_(cleanup_source_free) struct pack_source *s = NULL;
	_cleanup_free_ struct pack_label *p = calloc(1, sizeof(*p));
	_cleanup_free_ struct food_refusals *why = calloc(1, sizeof(*why));
	int r = p && why ? read_source(l, id, &s) : -ENOMEM;

	if (r < 0)
		return r;
	pack_label_make(s, p);
	label_food_check(&p->label, why);
	pack_label_check(s, today, why);
	if (why->count)
		*ret_why = why->list[0];
	return !why->count;
}
