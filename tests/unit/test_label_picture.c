// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The picture of a label as a file, the papers that are refused, and the pictures that were
 * looked at and approved.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cairo.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/label/control.h"
#include "label_cases.h"

static const struct label_text plain_text = { .lang = LANG_FR };

static void papers_that_cannot_hold_it_are_refused(void **state)
{
	static const struct label_media bad[] = { { 40000, 30000, 203 }, { 50000, 20000, 203 },
		{ 50000, 30000, 600 }, { 0, 0, 203 }, { 4000000, 30000, 203 } };
	struct weighing w = case_weighing("TLC-VET");
	struct raster *r = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(label_goods(&w, &case_all, &plain_text, &bad[i], &r), -EINVAL);
	(void)snprintf(w.id, sizeof(w.id), "not a key");
	assert_int_equal(label_goods(&w, &case_all, &plain_text, &case_media[0], &r), -EINVAL);
	assert_null(r);
	assert_null(raster_new(0, 4, 203));
	assert_null(raster_new(UINT32_MAX, UINT32_MAX, 203));
}

struct reader {
	const uint8_t *at;
	size_t left;
};

static cairo_status_t give(void *closure, unsigned char *data, unsigned int length)
{
	struct reader *r = closure;

	if (length > r->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, r->at, length);
	r->at += length;
	r->left -= length;
	return CAIRO_STATUS_SUCCESS;
}

/* cairo reads a grey PNG as RGB24. */
static bool surface_dot(cairo_surface_t *s, uint32_t x, uint32_t y)
{
	const uint8_t *row = cairo_image_surface_get_data(s) +
			     (size_t)y * (size_t)cairo_image_surface_get_stride(s);
	uint32_t pixel;

	memcpy(&pixel, row + (size_t)x * 4, sizeof(pixel));
	return (pixel & 0xff) < 128;
}

static void png_is_the_raster(void **state)
{
	struct weighing w = case_weighing("ALI-OEU");
	struct raster *r = NULL;
	uint8_t *png = NULL;
	struct reader from = { 0 };
	cairo_surface_t *s;

	(void)state;
	assert_int_equal(label_goods(&w, &case_all, &plain_text, &case_media[0], &r), 0);
	assert_int_equal(raster_png(r, &png, &from.left), 0);
	from.at = png;
	assert_memory_equal(png + 24, "\x01\x00", 2); /* one bit, grey */
	assert_memory_equal(
		png + 37, "pHYs\x00\x00\x1f\x38\x00\x00\x1f\x38\x01", 13); /* 7992 a metre */
	s = cairo_image_surface_create_from_png_stream(give, &from);
	assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
	assert_int_equal(cairo_image_surface_get_width(s), r->width);
	assert_int_equal(cairo_image_surface_get_height(s), r->height);
	for (uint32_t i = 0; i < r->width * r->height; i++)
		assert_int_equal(surface_dot(s, i % r->width, i / r->width),
			raster_dot(r, i % r->width, i / r->width));
	cairo_surface_destroy(s);
	free(png);
	free(r);
}

/*
 * The pictures kept under tests/golden were looked at. Another pango draws letters a dot
 * apart, so what is compared is geometry: each box as black as it was, and codes that read
 * the same. GOLDEN=write makes them anew.
 */
static void black(const struct drawing *s, cairo_surface_t *golden, const struct box *b,
	uint32_t *ret_now, uint32_t *ret_then)
{
	*ret_now = *ret_then = 0;
	for (uint32_t y = b->y; y < b->y + b->height; y++) {
		for (uint32_t x = b->x; x < b->x + b->width; x++) {
			*ret_now += (uint32_t)raster_dot(s->raster, x, y);
			*ret_then += surface_dot(golden, x, y);
		}
	}
}

static void compare_with_golden(const struct drawing *s, const char *path)
{
	cairo_surface_t *golden = cairo_image_surface_create_from_png(path);
	uint32_t now, then;

	assert_int_equal(cairo_surface_status(golden), CAIRO_STATUS_SUCCESS);
	assert_int_equal(cairo_image_surface_get_width(golden), s->raster->width);
	assert_int_equal(cairo_image_surface_get_height(golden), s->raster->height);
	for (size_t i = 0; i < s->count; i++) {
		black(s, golden, &s->marks[i].box, &now, &then);
		assert_true(then > 0);
		assert_true(now * 4 >= then * 3 && now * 3 <= then * 4);
	}
	cairo_surface_destroy(golden);
}

static void write_golden(const struct drawing *s, const char *path)
{
	uint8_t *png = NULL;
	size_t size = 0;
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(raster_png(s->raster, &png, &size), 0);
	assert_int_equal(fwrite(png, 1, size, f), size);
	assert_int_equal(fclose(f), 0);
	free(png);
}

static void golden(const struct drawing *s, const char *kind, const struct label_media *m)
{
	const char *mode = getenv("GOLDEN");
	char path[96];

	(void)snprintf(path, sizeof(path), "tests/golden/%s-%ux%u-%u.png", kind, m->width_um / 1000,
		m->height_um / 1000, m->dpi);
	if (mode != NULL && strcmp(mode, "write") == 0)
		write_golden(s, path);
	compare_with_golden(s, path);
}

/* As weighed: on a scale that is not approved, then on one that is; on both in both languages. */
static void weighed_labels_look_as_they_were_approved(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * CASE_MEDIA; i++) {
		const struct label_media *media = &case_media[i / 2];
		bool approved = i % 2;
		struct weighing w = case_weighing(approved ? "TLC-VET" : "DEA-REM");
		enum lang lang = (i / 2 + i / 8) % 2 ? LANG_EN : LANG_FR;
		struct goods_words g;
		struct drawing s = { 0 };

		w.approved = approved;
		g = case_words(&case_all, &w, lang, false);
		assert_int_equal(drawing_init(&s, media), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		golden(&s, approved ? "approved" : "indicative", media);
		drawing_done(&s);
	}
}

static void labels_look_as_they_were_approved(void **state)
{
	static const struct control_cell cell = { .control = "KTLCVETC",
		.name = "Vêtements",
		.full = "Vêtements",
		.pictogram = "TLC-VET" };

	(void)state;
	for (size_t i = 0; i < CASE_MEDIA; i++) {
		struct weighing w = case_weighing(i % 2 ? "EEE-PAM-CUI" : "DEA-REM");
		enum lang lang = i / 4 ? LANG_EN : LANG_FR;
		struct goods_words g;
		struct drawing s = { 0 };

		if (i % 2) {
			w.method = METHOD_TYPED;
			w.units = 3;
		}
		w.approved = true;
		if (i % 4 == 1 || i % 4 == 2) {
			w.direction = DIRECTION_OUT;
			(void)snprintf(w.destination, sizeof(w.destination), "VENTE");
		}
		w.at.quality = i % 3 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
		g = case_words(&case_all, &w, lang, i % 2);
		if (i >= 6)
			(void)snprintf(g.line, sizeof(g.line), "Recyclerie · 03 81 00 00 00");
		assert_int_equal(drawing_init(&s, &case_media[i]), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		golden(&s, "goods", &case_media[i]);
		drawing_done(&s);
		assert_int_equal(drawing_init(&s, &case_media[i]), 0);
		assert_int_equal(control_draw(&s, &cell), 0);
		golden(&s, "control", &case_media[i]);
		drawing_done(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers_that_cannot_hold_it_are_refused),
		cmocka_unit_test(png_is_the_raster),
		cmocka_unit_test(labels_look_as_they_were_approved),
		cmocka_unit_test(weighed_labels_look_as_they_were_approved),
	};

	return cmocka_run_group_tests(tests, case_set_up, case_tear_down);
}
