// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Modbus driver on a serial line: a slave that answers well, damaged, not at all or with an
 * exception, and a line that is pulled and in use. Over the network: test_scale_modbus_tcp.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>
#include "modbus_bench.h"

enum { HEAD_COMMAND = 32 };

static void on_end(void *data, size_t index, const struct scale_commanded *end)
{
	struct bench *b = data;

	assert_int_equal(index, 0);
	b->ends++;
	b->end = *end;
}

static void weighs_and_survives_unplugging(void **state)
{
	struct bench *b = *state;

	bench_start_line(b);
	bench_until(b, SCALE_UNPLUGGED, 0);
	for (int32_t i = 1; i <= 5; i++) {
		bench_plug(b);
		bench_weigh(b, i * 1000 + 20);
		bench_until(b, SCALE_STABLE, i * 1000000 + 20000);
		assert_int_equal(b->last.step_mg, 20000);
		bench_weigh(b, 0);
		bench_until(b, SCALE_ZERO, 0);
		bench_unplug(b);
		bench_until(b, SCALE_UNPLUGGED, 0);
	}
}

static void a_line_in_use_is_left_alone(void **state)
{
	struct bench *b = *state;
	int other;

	bench_plug(b);
	bench_weigh(b, 500);
	other = open(b->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(other >= 0);
	assert_int_equal(flock(other, LOCK_EX), 0);
	bench_start_line(b);
	bench_until(b, SCALE_FAULT, 0);
	assert_int_equal(b->last.reason, REASON_HELD);
	assert_int_equal(b->rtu.asked, 0);
	assert_int_equal(close(other), 0);
	bench_until(b, SCALE_STABLE, 500000);
}

/* The line is given back as one that does not hang up: DTR would reset the board. */
static void closing_resets_no_board(void **state)
{
	struct bench *b = *state;
	struct termios line;

	bench_plug(b);
	bench_weigh(b, 500);
	bench_start_line(b);
	bench_until(b, SCALE_STABLE, 500000);
	b->scales = scales_free(b->scales);
	assert_int_equal(tcgetattr(b->rtu.master, &line), 0);
	assert_int_equal(line.c_cflag & HUPCL, 0);
}

static void damaged_answers_are_no_weights(void **state)
{
	static const enum slave_manner manners[] = { SLAVE_WRONG_CRC, SLAVE_CUTS, SLAVE_SILENT };
	struct bench *b = *state;
	struct scale_detail d;

	bench_plug(b);
	bench_weigh(b, 500);
	bench_start_line(b);
	for (size_t i = 0; i < ARRAY_SIZE(manners); i++) {
		bench_until(b, SCALE_STABLE, 500000);
		b->rtu.manner = manners[i];
		bench_weigh(b, 777);
		bench_until(b, SCALE_SILENT, 0);
		assert_true(b->rtu.asked > 2);
		b->rtu.manner = SLAVE_ANSWERS;
		bench_weigh(b, 500);
	}
	bench_until(b, SCALE_STABLE, 500000);
	scales_detail(b->scales, 0, &d);
	assert_true(d.valid);
	assert_true(d.errors.line > 3);
	assert_int_equal(d.e_mg, 20000);
}

static void registers_that_are_not_there_are_said(void **state)
{
	struct bench *b = *state;
	uint64_t before_us;

	bench_plug(b);
	bench_weigh(b, 500);
	b->rtu.manner = SLAVE_REFUSES;
	bench_start_line(b);
	bench_until(b, SCALE_FAULT, 0);
	assert_int_equal(b->last.reason, REASON_BAD_REGISTER);
	before_us = loop_now_us(b->loop);
	bench_until_asked(b, 1);
	assert_true(loop_now_us(b->loop) - before_us >= 1000000);
	b->rtu.manner = SLAVE_ANSWERS;
	bench_until(b, SCALE_STABLE, 500000);
}

static void between_two_questions_there_is_silence(void **state)
{
	struct bench *b = *state;
	char keys[160];

	bench_plug(b);
	bench_weigh(b, 500);
	b->shortest_us = UINT64_MAX;
	(void)snprintf(keys, sizeof(keys), "device = %s\npoll_ms = 50\ngap_ms = 150\n", b->path);
	bench_start(b, keys);
	bench_until_asked(b, 5);
	assert_in_range(b->shortest_us, 150000, LIMIT_US);
}

static int give(struct bench *b, enum scale_command_kind kind)
{
	const struct scale_command c = {
		.kind = kind, .span_mass_mg = 70000000000, .e_mg = 20000, .max_mg = 150000000
	};

	b->ends = 0;
	return scales_command(b->scales, 0, &c, on_end, b);
}

static void until_ended(struct bench *b)
{
	uint64_t since_us = loop_now_us(b->loop);

	while (b->ends == 0)
		bench_turn(b, since_us);
	assert_int_equal(b->ends, 1);
}

static void commands_are_answered_once(void **state)
{
	struct bench *b = *state;

	bench_plug(b);
	bench_weigh(b, 500);
	bench_start_line(b);
	assert_int_equal(give(b, SCALE_COMMAND_ZERO), -ENODEV);
	bench_until(b, SCALE_STABLE, 500000);
	assert_int_equal(give(b, SCALE_COMMAND_CAPTURE_SPAN), 0);
	assert_int_equal(give(b, SCALE_COMMAND_ZERO), -EBUSY);
	bench_until_asked(b, 12); /* under way: the register reads the command */
	assert_int_equal(b->ends, 0);
	assert_int_equal(b->rtu.written[0], 33);
	assert_int_equal(b->rtu.written[1], HEAD_COMMAND);
	assert_int_equal(b->rtu.regs[33] << 16 | b->rtu.regs[34], 70000000);
	assert_int_equal(b->rtu.regs[HEAD_COMMAND], 0x11);
	b->rtu.regs[HEAD_COMMAND] = 0;
	until_ended(b);
	assert_int_equal(b->end.error, 0);
	assert_int_equal(b->end.refusal, SCALE_REFUSAL_NONE);
	assert_int_equal(give(b, SCALE_COMMAND_CAPTURE_ZERO), 0);
	bench_until_asked(b, 4);
	b->rtu.regs[HEAD_COMMAND] = 0x8005;
	until_ended(b);
	assert_int_equal(b->end.refusal, SCALE_REFUSAL_JUMPER_OPEN);
	b->rtu.writes = 0;
	assert_int_equal(give(b, SCALE_COMMAND_SETTINGS), 0);
	bench_until_asked(b, 8);
	assert_int_equal(b->rtu.writes, 3);
	assert_int_equal(b->rtu.regs[35], 20);
	assert_int_equal(b->rtu.regs[36] << 16 | b->rtu.regs[37], 150000);
	bench_unplug(b);
	until_ended(b);
	assert_int_equal(b->end.error, -ENODEV);
}

static void in_service_nothing_can_be_weighed(void **state)
{
	struct bench *b = *state;
	struct scale_facts f;

	bench_plug(b);
	bench_weigh(b, 500);
	bench_start_line(b);
	bench_until(b, SCALE_STABLE, 500000);
	scales_service(b->scales, 0, true);
	bench_until(b, SCALE_FAULT, 0);
	assert_int_equal(b->last.reason, REASON_CALIBRATING);
	bench_weigh(b, 600);
	b->heard = 0;
	while (b->heard < 5) {
		bench_turn(b, loop_now_us(b->loop));
		assert_int_equal(b->last.reason, REASON_CALIBRATING);
	}
	scales_facts(b->scales, 0, &f);
	assert_int_equal(f.last.mass_mg, 600000);
	scales_service(b->scales, 0, false);
	bench_until(b, SCALE_STABLE, 600000);
}

#define BENCH(f) cmocka_unit_test_setup_teardown(f, bench_begin, bench_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		BENCH(weighs_and_survives_unplugging),
		BENCH(a_line_in_use_is_left_alone),
		BENCH(closing_resets_no_board),
		BENCH(damaged_answers_are_no_weights),
		BENCH(registers_that_are_not_there_are_said),
		BENCH(between_two_questions_there_is_silence),
		BENCH(commands_are_answered_once),
		BENCH(in_service_nothing_can_be_weighed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
