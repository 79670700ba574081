// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ZPL: every raster comes back dot for dot through a reader that is not ours, the bytes
 * stay the same from version to version, and an answer to ~HS is believed only when it is
 * exactly one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/printer/zpl.h"
#include "../../tools/sim/zpl_decode.h"
#include "label_cases.h"

static const struct label_text plain_text = { .lang = LANG_FR };

struct seen {
	struct raster *last;
	uint32_t copies;
	int labels;
	int formats;
	char immediate[64];
};

static void on_label(void *data, struct raster *raster, uint32_t copies)
{
	struct seen *s = data;

	s->formats++;
	if (raster == NULL)
		return;
	free(s->last);
	s->last = raster;
	s->copies = copies;
	s->labels++;
}

static void on_immediate(void *data, const char *name)
{
	struct seen *s = data;

	strncat(s->immediate, name, sizeof(s->immediate) - strlen(s->immediate) - 1);
}

static struct zpl_decoder *decoder(struct seen *s)
{
	const struct zpl_events events = { on_label, on_immediate, s };
	struct zpl_decoder *d = zpl_decoder_new(203, &events);

	assert_non_null(d);
	return d;
}

static uint32_t seed = 7;

static uint32_t random_below(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* Long runs, equal rows, full and empty rows, noise: all that the compression tells apart. */
static struct raster *random_raster(uint32_t width, uint32_t height)
{
	struct raster *r = raster_new(width, height, 203);

	assert_non_null(r);
	for (uint32_t y = 0; y < height; y++) {
		uint32_t kind = random_below(5);
		uint32_t from = random_below(width);

		for (uint32_t x = 0; x < width; x++) {
			bool dot = kind == 0   ? random_below(2)
				   : kind == 1 ? x > from
				   : kind == 2 ? x < from
				   : kind == 3 ? y > 0 && raster_dot(r, x, y - 1)
					       : from % 2;

			if (dot)
				ink_dot(r, x, y);
		}
	}
	return r;
}

static void assert_same_picture(const struct raster *a, const struct raster *b)
{
	assert_non_null(b);
	assert_int_equal(a->width, b->width);
	assert_int_equal(a->height, b->height);
	assert_memory_equal(a->bits, b->bits, (size_t)a->stride * a->height);
}

static void feed_in_pieces(struct zpl_decoder *d, const uint8_t *bytes, size_t size)
{
	while (size > 0) {
		size_t n = 1 + random_below(400);

		n = n < size ? n : size;
		assert_int_equal(zpl_decoder_feed(d, bytes, n), 0);
		bytes += n;
		size -= n;
	}
}

static void every_raster_comes_back(void **state)
{
	struct seen s = { 0 };
	struct zpl_decoder *d = decoder(&s);

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct raster *r = random_raster(1 + random_below(1200), 1 + random_below(90));
		struct print_bytes *b = NULL;

		assert_int_equal(zpl_encode(r, (enum print_tracking)random_below(3), &b), 0);
		feed_in_pieces(d, b->data, b->size);
		assert_int_equal(s.labels, i + 1);
		assert_int_equal(s.copies, 1);
		assert_same_picture(r, s.last);
		assert_false(zpl_decoder_in_format(d));
		free(b);
		free(r);
	}
	free(s.last);
	zpl_decoder_free(d);
}

/* In fewer bytes than that, and as the same picture. Takes the raster. */
static void comes_back(struct zpl_decoder *d, const struct seen *s, struct raster *r, size_t most)
{
	struct print_bytes *b = NULL;

	assert_int_equal(zpl_encode(r, TRACKING_GAP, &b), 0);
	assert_true(b->size < most);
	feed_in_pieces(d, b->data, b->size);
	assert_same_picture(r, s->last);
	free(b);
	free(r);
}

static void a_label_is_packed(void **state)
{
	struct catalogue c = case_catalogue();
	struct weighing w = case_weighing("TLC-VET");
	struct seen s = { 0 };
	struct zpl_decoder *d = decoder(&s);

	(void)state;
	for (int i = 0; i < CASE_MEDIA; i++) {
		struct raster *r = NULL;

		assert_int_equal(label_goods(&w, &c, &plain_text, &case_media[i], &r), 0);
		comes_back(d, &s, r, (size_t)r->stride * r->height);
	}
	free(s.last);
	zpl_decoder_free(d);
	free(c.rows);
	label_cool();
}

static void strips_come_back(void **state)
{
	struct catalogue c = case_catalogue();
	struct control_cell *cells = NULL;
	struct seen s = { 0 };
	struct zpl_decoder *d = decoder(&s);
	int count =
		control_cells(control_kind_named("category"), &c, "2026-11-21", LANG_FR, &cells);

	(void)state;
	assert_true(count > 2 * CASE_MEDIA);
	for (int i = 0; i < 2 * CASE_MEDIA; i++) {
		struct raster *r = NULL;

		assert_int_equal(label_control(&cells[i], &case_media[i % CASE_MEDIA], &r), 0);
		comes_back(d, &s, r, SIZE_MAX);
	}
	/* Words alone, as the fingerprint of the start label: they have room on every paper. */
	for (int i = 0; i < CASE_MEDIA; i++) {
		const struct control_cell words = {
			.name = "00:11:22:33:44:55:66:77: 88:99:AA:BB:CC:DD:EE:FF: "
				"00:11:22:33:44:55:66:77: 88:99:AA:BB:CC:DD:EE:FF",
			.full = "https://bascule.local:8443",
			.pictogram = "lock",
		};
		struct raster *r = NULL;

		assert_int_equal(label_control(&words, &case_media[i], &r), 0);
		comes_back(d, &s, r, SIZE_MAX);
	}
	free(s.last);
	zpl_decoder_free(d);
	free(cells);
	free(c.rows);
	label_cool();
}

static void a_half_label_does_not_spoil_the_next(void **state)
{
	struct seen s = { 0 };
	struct zpl_decoder *d = decoder(&s);
	struct raster *r = random_raster(300, 40);
	struct print_bytes *b = NULL;

	(void)state;
	assert_int_equal(zpl_encode(r, TRACKING_GAP, &b), 0);
	(void)zpl_decoder_feed(d, b->data, b->size / 2);
	assert_true(zpl_decoder_in_format(d));
	assert_int_equal(s.labels, 0);
	(void)zpl_decoder_feed(d, b->data, b->size);
	assert_int_equal(s.labels, 1);
	assert_same_picture(r, s.last);
	free(b);
	free(r);
	free(s.last);
	zpl_decoder_free(d);
}

/* A picture of plain rules, so that it never changes with fonts. */
static struct raster *golden_raster(void)
{
	struct raster *r = raster_new(101, 64, 203);

	for (uint32_t i = 0; i < 101 * 64; i++) {
		uint32_t x = i % 101, y = i / 101;

		if (y < 8        ? x == y
			: y < 16 ? y % 2 == 0
			: y < 24 ? x < 50
			: y < 40 ? x * y % 7 == 0
				 : x > 95)
			ink_dot(r, x, y);
	}
	return r;
}

static void bytes_are_those_that_were_kept(void **state)
{
	struct raster *r = golden_raster();
	const char *mode = getenv("GOLDEN");
	static const char path[] = "tests/golden/rules-101x64.zpl";
	struct print_bytes *b = NULL;
	uint8_t kept[8192];
	size_t n;
	FILE *f;

	(void)state;
	assert_int_equal(zpl_encode(r, TRACKING_GAP, &b), 0);
	if (mode != NULL && strcmp(mode, "write") == 0) {
		f = fopen(path, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(b->data, 1, b->size, f), b->size);
		assert_int_equal(fclose(f), 0);
	}
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(kept, 1, sizeof(kept), f);
	(void)fclose(f);
	assert_int_equal(n, b->size);
	assert_memory_equal(kept, b->data, n);
	free(b);
	free(r);
}

static void reader_knows_stored_graphics(void **state)
{
	static const char stream[] =
		"~HQES\n^XA^MMT,Y^XZ~DGR:A.GRF,8,2,\n80H1\n:F,!^XA^POI^PW16^LH0,0"
		"^PQ2, 0, 0, N^FO0,0^XGR:A.GRF,1,1^FS^XZ^XA^IDR:A.GRF^FS^XZ";
	static const uint8_t picture[] = { 0x80, 0x11, 0x80, 0x11, 0xf0, 0x00, 0xff, 0xff };
	struct seen s = { 0 };
	struct zpl_decoder *d = decoder(&s);

	(void)state;
	assert_int_equal(zpl_decoder_feed(d, (const uint8_t *)stream, sizeof(stream) - 1), 0);
	assert_string_equal(s.immediate, "HQES");
	assert_int_equal(s.formats, 3);
	assert_int_equal(s.labels, 1);
	assert_int_equal(s.copies, 2);
	assert_int_equal(s.last->width, 16);
	assert_int_equal(s.last->height, 4);
	assert_memory_equal(s.last->bits, picture, sizeof(picture));
	free(s.last);
	zpl_decoder_free(d);
}

static void hex_follows_the_guide(void **state)
{
	uint8_t bits[12] = { 0 };

	(void)state;
	/* "7M6" is 7 and seven 6; "hMB" forty-seven B (Zebra's own examples). */
	assert_int_equal(zpl_hex_decode("7M6", 3, 4, bits, 4), 0);
	assert_memory_equal(bits, "\x76\x66\x66\x66", 4);
	memset(bits, 0, sizeof(bits));
	assert_int_equal(zpl_hex_decode("F,:!0!", 6, 3, bits, 12), 0);
	assert_memory_equal(bits, "\xf0\0\0\xf0\0\0\xff\xff\xff\x0f\xff\xff", 12);
	assert_int_equal(zpl_hex_decode(":", 1, 3, bits, 12), -EBADMSG);
	assert_int_equal(zpl_hex_decode("jF", 2, 3, bits, 12), -EBADMSG);
	assert_int_equal(zpl_hex_decode("F#", 2, 3, bits, 12), -EBADMSG);
}

#define STRING1(paper, pause, formats) \
	"\002030," paper "," pause ",0240," formats ",0,0,0,000,0,0,0\003\r\n"
#define STRING2(head, ribbon, left) "\002000,0," head "," ribbon ",0,2,4,0," left ",1,000\003\r\n"
#define STRING3 "\0021234,0\003\r\n"

static void says(const char *answer, enum printer_state state, uint32_t waiting)
{
	struct print_status s = { 0 };
	size_t size = strlen(answer);

	for (size_t n = 0; n < size - strlen("\r\n" STRING3); n++)
		assert_int_equal(zpl_status((const uint8_t *)answer, n, &s), 0);
	assert_in_range(zpl_status((const uint8_t *)answer, size, &s), 60, 90);
	assert_int_equal(s.state, state);
	assert_int_equal(s.waiting, waiting);
}

static void status_is_understood(void **state)
{
	(void)state;
	says(STRING1("0", "0", "000") STRING2("0", "0", "00000000") STRING3, PRINTER_READY, 0);
	says(STRING1("1", "0", "000") STRING2("0", "0", "00000000") STRING3, PRINTER_PAPER_OUT, 0);
	says(STRING1("1", "0", "001") STRING2("1", "0", "00000000") STRING3, PRINTER_COVER_OPEN, 1);
	says(STRING1("0", "1", "000") STRING2("0", "0", "00000000") STRING3, PRINTER_PAUSED, 0);
	says(STRING1("0", "0", "000") STRING2("0", "1", "00000000") STRING3, PRINTER_RIBBON_OUT, 0);
	says(STRING1("0", "0", "001") STRING2("0", "0", "00000003") STRING3, PRINTER_PRINTING, 4);
}

static void what_is_no_answer_is_not_believed(void **state)
{
	static const char *const junk[] = { "\002\003", "\002030,0\003", STRING3,
		STRING2("0", "0", "00000000"), "\002030,0,0,0240,000,0,0,0,000,0,0,0,9\003",
		"\002030,,0,0240,000,0,0,0,000,0,0,0\003",
		"\002030,0,0,0240,0000000000,0,0,0,000,0,0,0\003",
		"\002030,0,0,-240,000,0,0,0,000,0,0,0\003", "x", "\xff",
		STRING1("0", "0", "000") STRING1("0", "0", "000"),
		STRING1("0", "0", "000") "\002000,0,0,0,0,2,4,0,A,1,000\003" };
	struct print_status s = { .state = PRINTER_FAULT, .waiting = 99 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(junk); i++)
		assert_int_equal(
			zpl_status((const uint8_t *)junk[i], strlen(junk[i]), &s), -EBADMSG);
	assert_int_equal(s.state, PRINTER_FAULT);
	assert_int_equal(s.waiting, 99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_raster_comes_back),
		cmocka_unit_test(a_label_is_packed),
		cmocka_unit_test(strips_come_back),
		cmocka_unit_test(a_half_label_does_not_spoil_the_next),
		cmocka_unit_test(bytes_are_those_that_were_kept),
		cmocka_unit_test(reader_knows_stored_graphics),
		cmocka_unit_test(hex_follows_the_guide),
		cmocka_unit_test(status_is_understood),
		cmocka_unit_test(what_is_no_answer_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
