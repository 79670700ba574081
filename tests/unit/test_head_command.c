// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Commands of register 32: each reason to refuse, tare and zero, captures; no EEPROM byte without
 * the jumper; and a power cut at each byte of a writing, whatever that byte becomes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "head_rig.h"

#define REFUSED(n) (0x8000 | (n))

static struct head_rig r;

static int calibrated(void **state)
{
	(void)state;
	head_rig_ready(&r);
	return 0;
}

static void unknown_ones_are_refused(void **state)
{
	static const uint16_t unknown[] = { 4, 15, 0x13, 0x8000, 0xFFFF, 0x0100, 0x1101 };

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		assert_int_equal(head_rig_command(&r, unknown[i]), REFUSED(1));
	assert_int_equal(
		head_rig_command(&r, 0), REFUSED(1)); /* 0 is no command and changes nothing */
}

static void tare_and_net(void **state)
{
	(void)state;
	head_rig_load(&r, 12340, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), 0);
	assert_true(head_rig_status(&r, HEAD_TARE));
	assert_int_equal(head_rig_reg32(&r, 2), 0); /* at once, not with the next conversion */
	assert_int_equal(head_rig_reg32(&r, 4), 12350);
	assert_int_equal(head_rig_reg32(&r, 6), 12350);
	head_rig_load(&r, 20000, 3000);
	assert_int_equal(head_rig_reg32(&r, 2), 7650);
	head_rig_load(&r, 0, 3000);
	assert_int_equal(head_rig_reg32(&r, 2), -12350);
	assert_false(head_rig_status(&r, HEAD_UNDER)); /* that is of the gross */
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), REFUSED(4));
	assert_int_equal(head_rig_command(&r, COMMAND_CLEAR_TARE), 0);
	assert_int_equal(head_rig_reg32(&r, 2), 0);
	assert_int_equal(head_rig_reg32(&r, 6), 0);
}

static void tare_is_refused(void **state)
{
	(void)state;
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(4)); /* nothing lies there */
	head_rig_load(&r, -2000, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(4));
	head_rig_load(&r, 200100, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(4));
	head_rig_load(&r, 1000, 200);
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(2));
	head_conversion(&r.head, 0x7FFFFF, true, r.now_ms);
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(3));
	assert_false(head_rig_status(&r, HEAD_TARE));
}

static void zero_within_2_percent(void **state)
{
	(void)state;
	head_rig_load(&r, 3900, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), 0);
	assert_int_equal(head_rig_reg32(&r, 4), 0);
	head_rig_load(&r, 4100, 3000); /* of the calibrated zero, not of the one before */
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), REFUSED(4));
	head_rig_load(&r, -4100, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), REFUSED(4));
	head_rig_load(&r, -3900, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), 0);
	head_rig_load(&r, 100, 100);
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), REFUSED(2));
	head_rig_restart(&r);
	head_rig_load(&r, 0, 3000);
	assert_int_equal(head_rig_reg32(&r, 4), 0); /* RAM only */
}

static void without_weight_zero_and_tare_are_refused(void **state)
{
	(void)state;
	head_rig_init(&r);
	head_rig_load(&r, 0, 3000);
	assert_int_equal(head_rig_command(&r, COMMAND_ZERO), REFUSED(3));
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(3));
	assert_int_equal(head_rig_command(&r, COMMAND_CLEAR_TARE), 0);
}

/* The jumper opened before, during and at the very end: never a byte, and the old calibration stays. */
static void without_jumper_nothing_is_written(void **state)
{
	uint8_t before[HEAD_RIG_EEPROM];

	(void)state;
	memcpy(before, r.eeprom, sizeof(before));
	r.writes = 0;
	for (int code = COMMAND_CAPTURE_ZERO; code <= COMMAND_SETTINGS; code++)
		assert_int_equal(head_rig_command(&r, (uint16_t)code), REFUSED(5));
	head_rig_load(&r, 0, 20000);
	r.jumper = true;
	head_rig_load(&r, 0, 100);
	assert_int_equal(head_rig_command(&r, COMMAND_CAPTURE_ZERO), COMMAND_CAPTURE_ZERO);
	head_rig_load(&r, 0, 8000);
	assert_in_range(head_rig_reg(&r, 23), 45, 55);
	r.jumper = false;
	head_rig_load(&r, 0, 12000);
	assert_int_equal(head_rig_reg(&r, 32), REFUSED(5));
	assert_int_equal(head_rig_reg(&r, 23), 0);
	assert_int_equal(r.writes, 0);
	assert_memory_equal(before, r.eeprom, sizeof(before));
}

static void jumper_opened_while_writing(void **state)
{
	(void)state;
	for (int bytes = 1; bytes < RECORD_STEPS; bytes++) {
		calibrated(state);
		r.jumper = true;
		r.writes = 0;
		head_rig_load(&r, 0, 10);
		head_rig_command(&r, COMMAND_CAPTURE_ZERO);
		while (r.writes < bytes)
			head_rig_load(&r, 0, 2);
		r.jumper = false;
		head_rig_load(&r, 0, 300);
		assert_int_equal(r.writes, bytes);
		assert_int_equal(head_rig_reg(&r, 32), REFUSED(5));
		head_rig_restart(&r);
		assert_int_equal(head_rig_reg(&r, 26), 3);
		assert_false(head_rig_status(&r, HEAD_EEPROM_FAULT));
	}
}

static void one_at_a_time(void **state)
{
	(void)state;
	r.jumper = true;
	head_rig_load(&r, 0, 1300);
	head_rig_command(&r, COMMAND_CAPTURE_ZERO);
	head_rig_load(&r, 0, 5000);
	assert_int_equal(head_rig_command(&r, COMMAND_CAPTURE_ZERO), REFUSED(9));
	assert_int_equal(head_rig_command(&r, COMMAND_TARE), REFUSED(9));
	head_rig_load(&r, 0, 12000);
	assert_int_equal(head_rig_reg(&r, 32), 0); /* how the first one ended */
	assert_int_equal(head_rig_reg(&r, 26), 4);
	head_rig_load(&r, 0, 40000);
	assert_int_equal(head_rig_reg(&r, 26), 4); /* and it is not carried out again */
}

static void captures_need_rest_and_a_sound_cell(void **state)
{
	(void)state;
	r.jumper = true;
	r.writes = 0;
	head_rig_load(&r, 5000, 200);
	assert_int_equal(head_rig_command(&r, COMMAND_CAPTURE_ZERO), REFUSED(2));
	head_rig_load(&r, 5000, 2000);
	assert_int_equal(head_rig_command(&r, COMMAND_CAPTURE_ZERO), COMMAND_CAPTURE_ZERO);
	head_rig_load(&r, 5000, 15000);
	head_rig_load(&r, 5060, 300);
	assert_int_equal(head_rig_reg(&r, 32), REFUSED(2));
	head_rig_load(&r, 5000, 2000);
	head_rig_command(&r, COMMAND_CAPTURE_ZERO);
	head_conversion(&r.head, 5, false, r.now_ms);
	assert_int_equal(head_rig_reg(&r, 32), REFUSED(3));
	assert_int_equal(head_rig_command(&r, COMMAND_CAPTURE_ZERO), REFUSED(3));
	assert_int_equal(r.writes, 0);
}

static void capture(uint16_t code, int32_t counts, uint16_t expected)
{
	head_rig_feed(&r, counts, 2500);
	assert_int_equal(head_rig_command(&r, code), code);
	head_rig_feed(&r, counts, 17000);
	assert_int_equal(head_rig_reg(&r, 32), expected);
}

static void span_needs_a_mass_and_a_signal(void **state)
{
	static const int32_t wrong_g[] = { 0, -100000, 66666, 200001, INT32_MAX, INT32_MIN };

	(void)state;
	r.jumper = true;
	r.writes = 0;
	for (size_t i = 0; i < sizeof(wrong_g) / sizeof(*wrong_g); i++) {
		head_rig_write32(&r, 33, wrong_g[i]);
		head_rig_load(&r, 100000, 2000);
		assert_int_equal(head_rig_command(&r, COMMAND_CAPTURE_SPAN), REFUSED(6));
	}
	head_rig_write32(&r, 33, 66667);
	capture(COMMAND_CAPTURE_SPAN, RIG_ZERO - 66667 * RIG_PER_G,
		REFUSED(7));                                         /* wires reversed */
	capture(COMMAND_CAPTURE_SPAN, RIG_ZERO + 20000, REFUSED(7)); /* e = 15 counts */
	capture(COMMAND_CAPTURE_SPAN, RIG_ZERO + 66667 * 42,
		REFUSED(4)); /* max is beyond the chip */
	assert_int_equal(r.writes, 0);
	capture(COMMAND_CAPTURE_SPAN, RIG_ZERO + 66667 * 21, 0);
	assert_int_equal(head_rig_reg32(&r, 24), 66667);
	assert_in_range(head_rig_reg32(&r, 29), 66667 * 21 - 5, 66667 * 21 + 5);
}

static void settings_are_judged(void **state)
{
	static const struct {
		uint16_t step, address, baud;
		int32_t max;
	} wrong[] = { { 0, 1, 1, 200000 }, { 3, 1, 1, 3000 }, { 25, 1, 1, 200000 },
		{ 50, 1, 1, 4999 }, { 50, 1, 1, 500001 }, { 50, 1, 1, -1 }, { 50, 0, 1, 200000 },
		{ 50, 248, 1, 200000 }, { 50, 257, 1, 200000 }, { 50, 1, 5, 200000 },
		{ 0, 1, 1, 0 }, { 50, 1, 1, 500000 } };

	(void)state;
	r.jumper = true;
	head_rig_load(&r, 0, 10);
	r.writes = 0;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		head_rig_write(&r, 35, wrong[i].step);
		head_rig_write32(&r, 36, wrong[i].max);
		head_rig_write(&r, 40, wrong[i].address);
		head_rig_write(&r, 41, wrong[i].baud);
		assert_int_equal(head_rig_command(&r, COMMAND_SETTINGS), REFUSED(4));
	}
	head_rig_load(&r, 0, 300);
	assert_int_equal(r.writes, 0);
}

static void address_counts_from_the_answer_on(void **state)
{
	uint8_t old[HEAD_FRAME_BYTES] = { 1, 3, 0, 0, 0, 1 };
	uint16_t crc = head_rig_crc(old, 6);

	(void)state;
	r.jumper = true;
	head_rig_load(&r, 0, 10);
	head_rig_write(&r, 40, 17);
	head_rig_write(&r, 41, 4);
	head_rig_write(
		&r, 32, COMMAND_SETTINGS); /* the answer is checked to be from the old address */
	assert_int_equal(r.head.address, 17);
	assert_int_equal(r.head.baud_code, 4);
	old[6] = (uint8_t)crc;
	old[7] = (uint8_t)(crc >> 8);
	assert_int_equal(head_request(&r.head, old, 8, r.now_ms), 0);
	head_rig_load(&r, 0, 300);
	assert_int_equal(head_rig_reg(&r, 32), 0);
	head_rig_restart(&r);
	assert_int_equal(r.head.address, 17);
	assert_int_equal(r.head.baud_code, 4);
	assert_int_equal(head_rig_reg(&r, 12), 50); /* calibration is as it was */
}

static void a_byte_that_does_not_hold_is_a_fault(void **state)
{
	(void)state;
	for (int bad = 0; bad < RECORD_STEPS; bad++) {
		uint16_t at;
		uint8_t byte;

		calibrated(state);
		r.jumper = true;
		head_rig_load(&r, 0, 10);
		head_rig_write(&r, 40, 9);
		head_rig_write(&r, 32, COMMAND_SETTINGS);
		for (int i = 0; i < bad; i++) {
			assert_true(head_eeprom_next(&r.head, &at, &byte));
			head_eeprom_written(&r.head, byte);
		}
		assert_true(head_eeprom_next(&r.head, &at, &byte));
		head_eeprom_written(&r.head, byte ^ 0x10);
		assert_false(head_eeprom_next(&r.head, &at, &byte));
		assert_int_equal(r.head.address, 1); /* what was in force still is */
		assert_int_equal(head_rig_reg(&r, 32), REFUSED(8));
		assert_true(head_rig_status(&r, HEAD_EEPROM_FAULT));
		assert_int_equal(head_rig_reg(&r, 26), 3);
	}
}

static void slots_take_turns(void **state)
{
	(void)state;
	r.jumper = true;
	assert_int_equal(head_rig_reg(&r, 31), 6); /* both whole after three writings */
	for (uint16_t n = 4; n < 9; n++) {
		int slot = r.head.slot;

		head_rig_load(&r, 0, 10);
		head_rig_write(&r, 32, COMMAND_SETTINGS);
		head_rig_load(&r, 0, 10);
		assert_int_equal(head_rig_reg(&r, 31), 1 | (slot ? 4 : 2));
		head_rig_load(&r, 0, 300);
		assert_int_equal(r.head.slot, !slot);
		assert_int_equal(head_rig_reg(&r, 26), n);
	}
}

static void numbers_go_round(void **state)
{
	uint8_t slots[2][RECORD_BYTES], whole;
	struct record a = record_default(), chosen;

	(void)state;
	a.number = 65535;
	record_encode(&a, slots[0]);
	a.number = 1;
	record_encode(&a, slots[1]);
	assert_int_equal(record_choose((const uint8_t(*)[RECORD_BYTES])slots, &chosen, &whole), 1);
	assert_int_equal(chosen.number, 1);
	assert_int_equal(whole, 3);
	slots[1][5] ^= 1;
	assert_int_equal(record_choose((const uint8_t(*)[RECORD_BYTES])slots, &chosen, &whole), 0);
	slots[0][0] = 0;
	assert_int_equal(record_choose((const uint8_t(*)[RECORD_BYTES])slots, &chosen, &whole), -1);
}

/* The record that a head finds which starts on this EEPROM. */
static struct record found(uint8_t eeprom[HEAD_RIG_EEPROM])
{
	struct head_start s = { .reset_cause = 4 };
	struct head h;

	memcpy(s.slots[0], eeprom + RECORD_AT(0), RECORD_BYTES);
	memcpy(s.slots[1], eeprom + RECORD_AT(1), RECORD_BYTES);
	head_init(&h, &s, 0);
	return h.record;
}

static bool same(const struct record *a, const struct record *b)
{
	uint8_t x[RECORD_BYTES], y[RECORD_BYTES];

	record_encode(a, x);
	record_encode(b, y);
	return memcmp(x, y, RECORD_BYTES) == 0;
}

/* A writing, cut at each of its bytes, which becomes each value that a byte has. */
static void cut_everywhere(void)
{
	struct record old = found(r.eeprom), new = r.head.task.next;
	uint16_t at;
	uint8_t byte;

	for (int step = 0; head_eeprom_next(&r.head, &at, &byte); step++) {
		uint8_t cut[HEAD_RIG_EEPROM];
		struct record rec;

		for (int value = 0; value < 256; value++) {
			memcpy(cut, r.eeprom, sizeof(cut));
			cut[at] = (uint8_t)value;
			rec = found(cut);
			assert_true(same(&rec, &old) || (step == RECORD_STEPS - 1 &&
								value == byte && same(&rec, &new)));
		}
		r.eeprom[at] = byte;
		head_eeprom_written(&r.head, byte);
	}
	assert_true(r.head.record.number == new.number);
}

static void power_cut_at_each_byte(void **state)
{
	(void)state;
	head_rig_init(&r);
	r.jumper = true;
	head_rig_idle(&r, 2);
	for (uint16_t n = 0; n < 6;
		n++) { /* the first from nothing, then from one slot, then from two */
		head_rig_write(&r, 35, n % 2 ? 50 : 100);
		head_rig_write32(&r, 36, 200000 + n * 1000);
		head_rig_write(&r, 32, COMMAND_SETTINGS);
		cut_everywhere();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(unknown_ones_are_refused, calibrated),
		cmocka_unit_test_setup(tare_and_net, calibrated),
		cmocka_unit_test_setup(tare_is_refused, calibrated),
		cmocka_unit_test_setup(zero_within_2_percent, calibrated),
		cmocka_unit_test(without_weight_zero_and_tare_are_refused),
		cmocka_unit_test_setup(without_jumper_nothing_is_written, calibrated),
		cmocka_unit_test(jumper_opened_while_writing),
		cmocka_unit_test_setup(one_at_a_time, calibrated),
		cmocka_unit_test_setup(captures_need_rest_and_a_sound_cell, calibrated),
		cmocka_unit_test_setup(span_needs_a_mass_and_a_signal, calibrated),
		cmocka_unit_test_setup(settings_are_judged, calibrated),
		cmocka_unit_test_setup(address_counts_from_the_answer_on, calibrated),
		cmocka_unit_test(a_byte_that_does_not_hold_is_a_fault),
		cmocka_unit_test_setup(slots_take_turns, calibrated),
		cmocka_unit_test(numbers_go_round),
		cmocka_unit_test(power_cut_at_each_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
