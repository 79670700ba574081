// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes on labels, read back by decoders that are not ours: libdmtx, and a reader of
 * Code 128 written from the standard's table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/label/control.h"
#include "code.h"
#include "label_cases.h"

static void matrix_is_square_and_of_its_size(void **state)
{
	static const char *const ids[] = { "A-B-W-1-C", "HD-MS-W-AB000123-T",
		"ABCD-EFGH-W-ABCDEFG1", "ZZ-ZZ-W-ZZZZZZZZZZ-Z" };

	(void)state;
	for (size_t m = 0; m < CASE_MEDIA; m++) {
		for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
			struct weighing w = case_weighing("TLC-VET");
			struct goods_words g;
			struct barcode code;
			struct drawing s = { 0 };
			uint32_t side_um;

			(void)snprintf(w.id, sizeof(w.id), "%s", ids[i]);
			g = case_words(&case_all, &w, LANG_FR, false);
			assert_int_equal(barcode_matrix(ids[i], &code), 0);
			assert_int_equal(code.columns, code.rows);
			assert_int_equal(drawing_init(&s, &case_media[m]), 0);
			assert_int_equal(goods_draw(&s, &g), 0);
			side_um = case_find(&s, "matrix")->module * code.columns * 25400 /
				  case_media[m].dpi;
			assert_in_range(side_um, 9990, 14100);
			case_reads(&s, ids[i]);
			drawing_done(&s);
		}
	}
}

static void barcodes_refuse_what_is_not_ours(void **state)
{
	struct barcode code = { .columns = 7 };

	(void)state;
	assert_int_equal(barcode_matrix("", &code), -EINVAL);
	assert_int_equal(barcode_matrix("hd-ms", &code), -EINVAL);
	assert_int_equal(barcode_matrix("HD MS", &code), -EINVAL);
	assert_int_equal(barcode_bars("\xc3\x89", &code), -EINVAL);
	assert_int_equal(barcode_bars("A23456789012345678901234567890123", &code), -EINVAL);
	assert_int_equal(code.columns, 7);
	assert_int_equal(barcode_bars("A2345678901234567890123456789012", &code), 0);
	assert_int_equal(barcode_matrix("A2345678901234567890123456789012", &code), 0);
}

enum { STOP = 106 };

/* Code 128, widths of bars and spaces of each value (ISO/IEC 15417, table 1). */
static const char *const code128[] = { "212222", "222122", "222221", "121223", "121322", "131222",
	"122213", "122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231",
	"113222", "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131",
	"311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
	"111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311",
	"112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331", "231131",
	"213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
	"314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221",
	"112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111",
	"241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212",
	"421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113",
	"114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214",
	"211232", "233111" };

static int symbol_at(const struct raster *r, uint32_t *x, uint32_t y, uint32_t module)
{
	char widths[7] = "";

	for (int i = 0; i < 6; i++) {
		uint32_t from = *x;

		while (*x < r->width && raster_dot(r, *x, y) == (i % 2 == 0))
			(*x)++;
		widths[i] = (char)('0' + (*x - from) / module);
	}
	for (size_t v = 0; v < ARRAY_SIZE(code128); v++) {
		if (strcmp(code128[v], widths) == 0)
			return (int)v;
	}
	return -1;
}

/* Sets B and C. */
static void text_of(const int *values, int n, char *text)
{
	int set = values[0];

	for (int i = 1; i < n; i++) {
		if (values[i] == 99 && set != 105)
			set = 105;
		else if (values[i] == 100 && set != 104)
			set = 104;
		else if (set == 105)
			text += sprintf(text, "%02d", values[i]);
		else
			*text++ = (char)(' ' + values[i]);
	}
	*text = '\0';
}

static void read_bars(const struct raster *r, const struct mark *m, char *text)
{
	uint32_t y = m->box.y + m->box.height / 2;
	uint32_t x = m->box.x;
	int values[64];
	int n = 0, sum;

	while (!raster_dot(r, x, y))
		x++;
	assert_true(x - m->box.x >= 10 * m->module);
	do {
		assert_true(n < 64);
		values[n] = symbol_at(r, &x, y, m->module);
		assert_true(values[n] >= 0);
	} while (values[n++] != STOP);
	assert_true(m->box.x + m->box.width - x >= 12 * m->module);
	sum = values[0];
	for (int i = 1; i < n - 2; i++)
		sum += i * values[i];
	assert_int_equal(sum % 103, values[n - 2]);
	text_of(values, n - 2, text);
}

static void control_codes_read_back(void **state)
{
	static const char types[] = {
		[CATALOGUE_CATEGORY] = 'K', [CATALOGUE_ORIGIN] = 'O', [CATALOGUE_DESTINATION] = 'D'
	};

	(void)state;
	for (size_t i = 0; i < case_all.count; i++) {
		const struct catalogue_row *row = &case_all.rows[i];
		const struct label_media *paper = &case_media[i % CASE_MEDIA];
		char read[64] = "";
		struct control_cell cell;
		struct drawing s = { 0 };
		const struct mark *bars;

		if (row->hidden || catalogue_has_children(&case_all, row->code, "2026-11-21"))
			continue;
		assert_int_equal(code_control_make(types[row->kind], row->code, cell.control,
					 sizeof(cell.control)),
			0);
		assert_int_equal(
			control_cell_of(cell.control, &case_all, "2026-11-21", LANG_FR, &cell), 0);
		assert_string_equal(cell.name, row->short_fr);
		assert_int_equal(drawing_init(&s, paper), 0);
		assert_int_equal(control_draw(&s, &cell), 0);
		case_holds(&s);
		assert_non_null(case_find(&s, "pictogram"));
		assert_false(case_find(&s, "name")->text.cut);
		bars = case_find(&s, "bars");
		if (bars != NULL) {
			assert_true(bars->module * 25400 >= 245u * paper->dpi);
			assert_true(bars->box.height * 254 >= 80u * paper->dpi);
			read_bars(s.raster, bars, read);
			assert_string_equal(read, cell.control);
		} else {
			case_reads(&s, cell.control);
		}
		drawing_done(&s);
	}
}

/* From corner to corner, whatever stands there, but over no code: it is still read, and refused. */
static void a_label_of_training_is_crossed_and_reads(void **state)
{
	(void)state;
	for (size_t m = 0; m < CASE_MEDIA; m++) {
		struct weighing w = case_weighing("TLC-VET");
		struct goods_words g = case_words(&case_all, &w, LANG_FR, false);
		struct drawing s = { 0 };
		const struct raster *r;

		assert_int_equal(drawing_init(&s, &case_media[m]), 0);
		assert_int_equal(goods_draw(&s, &g), 0);
		drawing_cross(&s);
		r = s.raster;
		assert_true(raster_dot(r, 0, 0) && raster_dot(r, r->width - 1, 0));
		assert_true(raster_dot(r, r->width / 2, r->height / 2 + 1));
		case_reads(&s, w.id);
		drawing_done(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matrix_is_square_and_of_its_size),
		cmocka_unit_test(barcodes_refuse_what_is_not_ours),
		cmocka_unit_test(control_codes_read_back),
		cmocka_unit_test(a_label_of_training_is_crossed_and_reads),
	};

	return cmocka_run_group_tests(tests, case_set_up, case_tear_down);
}
