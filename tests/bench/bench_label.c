// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A committed weighing to a 1-bit raster, fonts warm and words changing, beside the least
 * that its text costs: the same words laid out and drawn once, at sizes known beforehand,
 * with bare pango and cairo. Then raster to ZPL beside a copy of the raster, and whether
 * memory stays flat from label 100 to label 10,000.
 */
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/printer/zpl.h"
#include "bench.h"
#include "label.h"

static const struct label_text plain_text = { .lang = LANG_FR };

enum { ROUNDS = 2000, MANY = 10000, WARM = 100, WORDS = 8 };

static struct catalogue_row rows[] = {
	{ .code = "DEA", .short_fr = "Meubles", .label_fr = "Éléments d'ameublement" },
	{ .code = "DEA-REM",
		.parent = "DEA",
		.short_fr = "Canapé, fauteuil",
		.label_fr = "Canapés et fauteuils rembourrés" },
	{ .kind = CATALOGUE_ORIGIN,
		.code = "APP_VOL",
		.short_fr = "Apport sur site",
		.label_fr = "Apport volontaire sur site" },
};
static const struct catalogue catalogue = { .count = 3, .rows = rows };

static struct weighing weighing(unsigned int i)
{
	struct weighing w = {
		.site = "MS",
		.at = { .day = "2026-11-21", .quality = CLOCK_TRUSTED },
		.category = "DEA-REM",
		.origin = "APP_VOL",
		.provenance = PROVENANCE_STATION_TARE,
		.net_mg = 1000000 + i % 90000 * INT64_C(10000),
		.shown = { .digits = 1, .exp10 = -2, .unit = MASS_KILOGRAM },
	};

	(void)snprintf(w.id, sizeof(w.id), "HD-MS-W-AB%06u-T", i % 1000000);
	return w;
}

static int draw(unsigned int i, const struct label_media *media, struct raster **ret_raster)
{
	struct weighing w = weighing(i);

	return label_goods(&w, &catalogue, &plain_text, media, ret_raster);
}

/* The words of the label at about their sizes on 50 x 30 mm, 203 dpi. */
static void bare(PangoContext *context, PangoFontDescription *faces[WORDS], unsigned int i)
{
	char kg[32], key[32];
	const char *words[WORDS] = { "Meubles", "Canapé, fauteuil", kg, "DEA-REM",
		"21/11/2026 · MS", "De : Apport sur site", key, "" };
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, 400, 240);
	cairo_t *c = cairo_create(s);
	PangoLayout *l = pango_layout_new(context);

	(void)snprintf(kg, sizeof(kg), "%u,%02u kg", i / 100 % 1000, i % 100);
	(void)snprintf(key, sizeof(key), "HD-MS-W-AB%06u-T", i % 1000000);
	for (size_t n = 0; words[n][0] != '\0'; n++) {
		pango_layout_set_font_description(l, faces[n]);
		pango_layout_set_text(l, words[n], -1);
		cairo_move_to(c, 4, 30 * (double)n);
		pango_cairo_show_layout(c, l);
	}
	g_object_unref(l);
	cairo_destroy(c);
	cairo_surface_destroy(s);
}

static void measure_bare(struct bench *b)
{
	static const int sizes[WORDS] = { 40, 40, 72, 22, 22, 22, 22, 22 };
	PangoFontMap *map = pango_cairo_font_map_new();
	PangoContext *context = pango_font_map_create_context(map);
	cairo_font_options_t *o = cairo_font_options_create();
	PangoFontDescription *faces[WORDS];

	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_NONE);
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_FULL);
	pango_cairo_context_set_font_options(context, o);
	cairo_font_options_destroy(o);
	for (size_t n = 0; n < WORDS; n++) {
		faces[n] = pango_font_description_from_string(
			n < 3 ? "DejaVu Sans Bold Condensed" : "DejaVu Sans Condensed");
		pango_font_description_set_absolute_size(faces[n], sizes[n] * PANGO_SCALE);
	}
	for (unsigned int i = 0; i < (unsigned)bench_count(ROUNDS) + WARM; i++) {
		uint64_t start_ns = bench_now_ns();

		bare(context, faces, i);
		if (i >= WARM)
			bench_add(b, bench_now_ns() - start_ns);
	}
	for (size_t n = 0; n < WORDS; n++)
		pango_font_description_free(faces[n]);
	g_object_unref(context);
	g_object_unref(map);
}

static int measure(const struct label_media *media, struct bench *b)
{
	for (unsigned int i = 0; i < (unsigned)bench_count(ROUNDS) + WARM; i++) {
		uint64_t start_ns = bench_now_ns();
		struct raster *r = NULL;
		int e = draw(i * 7919, media, &r);

		if (e < 0)
			return e;
		if (i >= WARM)
			bench_add(b, bench_now_ns() - start_ns);
		free(r);
	}
	return 0;
}

static int measure_zpl(const struct label_media *media, struct bench *b, struct bench *copy)
{
	struct raster *r = NULL;
	int e = draw(1, media, &r);
	size_t size = e < 0 ? 0 : sizeof(*r) + (size_t)r->stride * r->height;

	for (int i = 0; i < bench_count(ROUNDS) && e == 0; i++) {
		struct print_bytes *bytes = NULL;
		uint64_t start_ns = bench_now_ns();
		void *other;

		e = zpl_encode(r, TRACKING_GAP, &bytes);
		bench_add(b, bench_now_ns() - start_ns);
		free(bytes);
		start_ns = bench_now_ns();
		other = malloc(size);
		if (other != NULL)
			memcpy(other, r, size);
		__asm__ volatile("" : : "r"(other) : "memory");
		bench_add(copy, bench_now_ns() - start_ns);
		free(other);
	}
	free(r);
	return e;
}

static double resident_mib(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f != NULL) {
		if (fscanf(f, "%*d %ld", &pages) != 1)
			pages = 0;
		(void)fclose(f);
	}
	return (double)pages * (double)sysconf(_SC_PAGESIZE) / (1024 * 1024);
}

static int memory(void)
{
	static const struct label_media media = { 62000, 100000, 300 };
	double early = 0;

	for (unsigned int i = 0; i <= WARM + (unsigned)bench_count(MANY); i++) {
		struct raster *r = NULL;
		int e = draw(i * 104729, &media, &r);

		if (e < 0)
			return e;
		free(r);
		if (i == WARM)
			early = resident_mib();
	}
	bench_row("memory after 10,000 labels", resident_mib(), "MiB", "after 100 labels", early);
	return 0;
}

int main(void)
{
	static const struct label_media small = { 50000, 30000, 203 };
	static const struct label_media large = { 100000, 50000, 300 };
	struct bench words = { 0 }, a = { 0 }, b = { 0 }, zpl = { 0 }, copy = { 0 };
	int e = lang_init();

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		(void)snprintf(rows[i].valid_from, sizeof(rows[i].valid_from), "1970-01-01");
	if (e == 0)
		e = label_warm();
	if (e == 0)
		e = memory();
	measure_bare(&words);
	if (e == 0)
		e = measure(&small, &a);
	if (e == 0)
		e = measure(&large, &b);
	if (e == 0)
		e = measure_zpl(&small, &zpl, &copy);
	if (e == 0) {
		bench_compare("label 50x30 mm 203 dpi to raster", &a,
			"its words, bare pango + cairo", &words);
		bench_compare("label 100x50 mm 300 dpi to raster", &b,
			"the words of 50x30, bare pango + cairo", &words);
		bench_compare(
			"raster 50x30 mm 203 dpi to ZPL", &zpl, "a copy of the raster", &copy);
	}
	bench_free(&words);
	bench_free(&a);
	bench_free(&b);
	bench_free(&zpl);
	bench_free(&copy);
	label_cool();
	return e < 0;
}
