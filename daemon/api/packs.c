// SPDX-License-Identifier: GPL-3.0-or-later
/* A pack: what is known of it, what its label says, and its picture; what keeps it from being printed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"
#include "label_food_json.h"
#include "pack_label.h"

enum { USUAL_WIDTH_MM = 100, USUAL_HEIGHT_MM = 75, DPI_USUAL = 203, USUAL_NET_MG = 500000 };

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
	const struct label_media *on, const struct pack_label *p, FILE *out, struct answer *a)
{
	struct raster *rasters[FOOD_LABELS_MOST] = { NULL };
	struct food_refusals *why = calloc(1, sizeof(*why));
	_cleanup_free_ uint8_t *png = NULL;
	size_t size = 0;
	int drawn = why ? label_food(&p->label, on, 1, rasters, why) : -ENOMEM;
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
	struct label_media on;
	int done = p ? read_source(l, id, &s) : -ENOMEM;

	if (done == -ENOENT)
		return refuse_food(l, a, id, "no_such_pack");
	if (done < 0)
		return done;
	pack_label_make(s, p);
	on = paper(r);
	return picture ? put_picture(&on, p, out, a) : put_pack(r, s, p, out);
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

/* ---- of a lot, before a tray is there ---- */

/* That of the station's printer; without one a usual label for food, for a common roll is too small. */
static struct label_media own_paper(const struct request *r)
{
	const bool none = r->media.width_um == label_media_usual.width_um &&
			  r->media.height_um == label_media_usual.height_um;

	return none || !r->media.dpi ? paper(r) : r->media;
}

/* As of a tray of that mass on a scale that may weigh it: what the scale says is said at the plate. */
static int read_tray(struct ledger *l, const struct request *r, struct pack_source **ret_source,
	struct answer *a)
{
	_cleanup_(cleanup_source_free) struct pack_source *s = calloc(1, sizeof(*s));
	const char *container = request_text(r, "container");
	struct pack p = { .approved = true, .net_mg = request_int(r, "net_mg") };
	struct lot_made lot;
	int done = s ? ledger_made_lot(l, r->arg, &lot) : -ENOMEM;

	if (done == -ENOENT)
		return refuse(a, 404, "no_such_lot");
	if (done == 0 && lot.state == MADE_OPEN)
		return refuse(a, 409, "lot_not_closed");
	memcpy(p.lot, lot.id, sizeof(p.lot));
	memcpy(p.day, r->now.day, sizeof(p.day));
	(void)snprintf(p.container, sizeof(p.container), "%s", container ? container : "");
	if (p.net_mg <= 0)
		p.net_mg = USUAL_NET_MG;
	if (done == 0)
		done = ledger_pack_to_be(l, &p, s);
	if (done == 0)
		*ret_source = TAKE_PTR(s);
	return done;
}

/* With how it fits on that paper. */
static int check_whole(const struct pack_source *s, const struct pack_label *p,
	const struct label_media *on, struct food_refusals *why)
{
	struct raster *drawn[FOOD_LABELS_MOST] = { NULL };
	int done = 0;

	label_food_check(&p->label, why);
	pack_label_check(s, s->pack.day, why);
	if (!why->count)
		done = label_food(&p->label, on, 1, drawn, why);
	free(drawn[0]);
	return done < 0 ? done : 0;
}

int lot_label(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_source_free) struct pack_source *s = NULL;
	_cleanup_free_ struct pack_label *p = calloc(1, sizeof(*p));
	_cleanup_free_ struct food_refusals *why = calloc(1, sizeof(*why));
	const struct label_media on = own_paper(r);
	int done = p && why ? read_tray(l, r, &s, a) : -ENOMEM;

	if (done < 0 || !s)
		return done;
	pack_label_make(s, p);
	done = check_whole(s, p, &on, why);
	if (done < 0)
		return done;
	return put_json(out,
		json_pack("{s:i,s:i,s:i,s:o,s:o}", "width_um", (int)on.width_um, "height_um",
			(int)on.height_um, "dpi", (int)on.dpi, "label", label_food_json(&p->label),
			"refusals", refusals_json(why, r->who.lang)));
}

int lot_label_picture(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_source_free) struct pack_source *s = NULL;
	_cleanup_free_ struct pack_label *p = calloc(1, sizeof(*p));
	const struct label_media on = own_paper(r);
	int done = p ? read_tray(l, r, &s, a) : -ENOMEM;

	if (done < 0 || !s)
		return done;
	pack_label_make(s, p);
	return put_picture(&on, p, out, a);
}
