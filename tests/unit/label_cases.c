// SPDX-License-Identifier: GPL-3.0-or-later
/* See label_cases.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dmtx.h>
#include <string.h>
#include "asset.h"
#include "cleanup.h"
#include "label_cases.h"

enum { FIELDS = 16 };

/* One field of a CSV line, quotes undone; returns what follows it. */
static const char *field(const char *p, char *buf, size_t size)
{
	bool quoted = *p == '"';
	size_t n = 0;

	for (p += quoted; *p != '\0' && *p != '\n'; p++) {
		if (quoted && *p == '"' && p[1] != '"') {
			p++;
			break;
		}
		if (!quoted && *p == ',')
			break;
		if (quoted && *p == '"')
			p++;
		if (n + 1 < size)
			buf[n++] = *p;
	}
	buf[n] = '\0';
	return *p == ',' ? p + 1 : p;
}

static void put(char *to, size_t size, const char *from)
{
	size_t n = strnlen(from, size - 1);

	memcpy(to, from, n);
	to[n] = '\0';
}

/* Columns 0 to 4 or 5 are the same in each file but for the parent of categories. */
static void add_file(struct catalogue *c, const char *name, enum catalogue_kind kind)
{
	const struct asset *a = asset_find(name);
	const char *p = a ? strchr(a->data, '\n') + 1 : "";
	size_t shift = kind == CATALOGUE_CATEGORY;

	while (*p != '\0') {
		char f[FIELDS][256] = { 0 };
		struct catalogue_row row = { .kind = kind, .valid_from = "1970-01-01" };

		for (size_t i = 0; i < FIELDS && *p != '\n' && *p != '\0'; i++)
			p = field(p, f[i], sizeof(f[i]));
		p += *p == '\n';
		put(row.code, sizeof(row.code), f[0]);
		put(row.parent, sizeof(row.parent), shift ? f[1] : "");
		put(row.label_fr, sizeof(row.label_fr), f[1 + shift]);
		put(row.label_en, sizeof(row.label_en), f[2 + shift]);
		put(row.short_fr, sizeof(row.short_fr), f[3 + shift]);
		put(row.short_en, sizeof(row.short_en), f[4 + shift]);
		c->rows = reallocarray(c->rows, c->count + 1, sizeof(*c->rows));
		assert_non_null(c->rows);
		c->rows[c->count++] = row;
	}
}

struct catalogue case_catalogue(void)
{
	struct catalogue c = { 0 };

	add_file(&c, "ledger/catalogue/categories.csv", CATALOGUE_CATEGORY);
	add_file(&c, "ledger/catalogue/origins.csv", CATALOGUE_ORIGIN);
	add_file(&c, "ledger/catalogue/destinations.csv", CATALOGUE_DESTINATION);
	return c;
}

struct catalogue case_all;

int case_set_up(void **state)
{
	(void)state;
	case_all = case_catalogue();
	return case_all.count > 100 && lang_init() == 0 && label_warm() == 0 ? 0 : -1;
}

int case_tear_down(void **state)
{
	(void)state;
	free(case_all.rows);
	label_cool();
	return 0;
}

struct weighing case_weighing(const char *category)
{
	struct weighing w = {
		.id = "HD-MS-W-AB000123-T",
		.site = "MS",
		.at = { .day = "2026-11-21", .quality = CLOCK_TRUSTED },
		.origin = "APP_VOL",
		.provenance = PROVENANCE_STATION_TARE,
		.gross_mg = 12350000,
		.net_mg = 12350000,
		.stable = true,
		.shown = { .digits = 1235, .exp10 = -2, .unit = MASS_KILOGRAM },
	};

	put(w.category, sizeof(w.category), category);
	return w;
}

static uint8_t *grey(
	const struct raster *r, uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
	uint8_t *g = malloc((size_t)width * height);

	for (uint32_t i = 0; g != NULL && i < width * height; i++)
		g[i] = raster_dot(r, x + i % width, y + i / width) ? 0 : 255;
	return g;
}

static bool decode_region(DmtxDecode *d, DmtxRegion *region, char *text)
{
	DmtxMessage *m = dmtxDecodeMatrixRegion(d, region, DmtxUndefined);
	bool good = m != NULL && m->outputIdx > 0 && m->outputIdx < 64;

	if (good) {
		memcpy(text, m->output, (size_t)m->outputIdx);
		text[m->outputIdx] = '\0';
	}
	dmtxMessageDestroy(&m);
	return good;
}

bool case_read_matrix(
	const struct raster *r, uint32_t x, uint32_t y, uint32_t width, uint32_t height, char *text)
{
	_cleanup_free_ uint8_t *g = grey(r, x, y, width, height);
	DmtxImage *image = dmtxImageCreate(g, (int)width, (int)height, DmtxPack8bppK);
	DmtxDecode *d = dmtxDecodeCreate(image, 1);
	DmtxRegion *region;
	bool found = false;

	while (!found && (region = dmtxRegionFindNext(d, NULL)) != NULL) {
		found = decode_region(d, region, text);
		dmtxRegionDestroy(&region);
	}
	dmtxDecodeDestroy(&d);
	dmtxImageDestroy(&image);
	return found;
}

const struct label_media case_media[CASE_MEDIA] = {
	{ 50000, 30000, 203 },
	{ 57000, 32000, 203 },
	{ 62000, 100000, 203 },
	{ 100000, 50000, 203 },
	{ 50000, 30000, 300 },
	{ 57000, 32000, 300 },
	{ 62000, 100000, 300 },
	{ 100000, 50000, 300 },
	{ 45000, 27000, 203 }, /* the smallest that is taken */
	{ 45000, 27000, 300 },
	{ 101600, 63500, 203 },
	{ 101600, 63500, 300 },
};

struct goods_words case_words(
	const struct catalogue *c, const struct weighing *w, enum lang lang, bool copy)
{
	struct goods_words g;

	goods_words(w, c, lang, copy, &g);
	return g;
}

static bool inside(const struct box *in, const struct box *out)
{
	return in->x >= out->x && in->y >= out->y && in->x + in->width <= out->x + out->width &&
	       in->y + in->height <= out->y + out->height;
}

static bool apart(const struct box *a, const struct box *b)
{
	return a->x + a->width <= b->x || b->x + b->width <= a->x || a->y + a->height <= b->y ||
	       b->y + b->height <= a->y;
}

const struct mark *case_find(const struct drawing *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++) {
		if (strcmp(s->marks[i].name, name) == 0)
			return &s->marks[i];
	}
	return NULL;
}

static bool drawn_in(const struct drawing *s, uint32_t x, uint32_t y)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct box *b = &s->marks[i].box;

		if (x >= b->x && x < b->x + b->width && y >= b->y && y < b->y + b->height)
			return true;
	}
	return false;
}

void case_no_dot_outside(const struct drawing *s)
{
	for (uint32_t y = 0; y < s->raster->height; y++) {
		for (uint32_t x = 0; x < s->raster->stride * 8; x++) {
			if (raster_dot(s->raster, x, y))
				assert_true(x < s->raster->width && drawn_in(s, x, y));
		}
	}
}

/* The promise of label.h, on what was drawn. */
void case_holds(const struct drawing *s)
{
	const struct box paper = { 0, 0, s->raster->width, s->raster->height };

	for (size_t i = 0; i < s->count; i++) {
		const struct mark *m = &s->marks[i];

		assert_true(inside(&m->box, &paper));
		for (size_t j = 0; j < i; j++)
			assert_true(apart(&m->box, &s->marks[j].box));
		if (m->kind != MARK_TEXT)
			continue;
		assert_true(inside(&m->text.ink, &m->box));
		/* 1.2 mm, the least that the law asks for on food. */
		assert_true(type_x_height(m->text.size, false) * 25400 >= 1200u * s->raster->dpi);
	}
}

void case_reads(const struct drawing *s, const char *expected)
{
	const struct mark *m = case_find(s, "matrix");
	char text[64] = "";

	assert_non_null(m);
	assert_true(
		case_read_matrix(s->raster, m->box.x, m->box.y, m->box.width, m->box.height, text));
	assert_string_equal(text, expected);
}
