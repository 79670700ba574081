// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A serial scale and its line, played by this program from the other end of a pty. Nothing is
 * timed: the loop runs until what is awaited was said, or a generous limit fails the test.
 */
#include "scale_serial_rig.h"

static void loses_and_finds_the_line_again(void **state)
{
	static const struct step steps[] = {
		{ start, NULL, SCALE_UNPLUGGED, -1 },
		{ plug, FRAME("12.34"), SCALE_STABLE, 12340000 },
		{ NULL, "OL\r\n", SCALE_OVERLOAD, 0 },
		{ NULL, FRAME("07.00"), SCALE_STABLE, 7000000 },
		{ unplug, NULL, SCALE_UNPLUGGED, -1 },
		{ plug, FRAME("08.00"), SCALE_STABLE, 8000000 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;
	struct scale_facts facts;

	play(b, "e = 0,05\nmax = 150\napproved = oui\napproved_until = 2027-06-30\n", steps);
	scales_facts(b->scales, 0, &facts);
	assert_string_equal(facts.name, "floor");
	assert_string_equal(facts.driver, "serial");
	assert_string_equal(facts.device, b->path);
	assert_int_equal(facts.e_mg, 50000);
	assert_int_equal(facts.max_mg, 150000000);
	assert_true(facts.approval.approved);
	assert_string_equal(facts.approval.until, "2027-06-30");
	assert_true(facts.open);
	assert_int_equal(facts.last.mass_mg, 8000000);
	assert_int_equal(scales_zero(b->scales, 0), -EOPNOTSUPP);
	for (size_t i = 0; i < b->count; i++)
		if (!reading_has_mass(&b->heard[i]))
			assert_int_equal(b->heard[i].mass_mg, 0);
}

/* Somebody has the line open, and bytes from before wait in it. */
static void leave_old_bytes(struct bench *b)
{
	static const char old[] = FRAME("99.99") FRAME("99.99");
	struct termios t;
	int waiting = 0;

	plug(b);
	b->other = open(b->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(b->other >= 0);
	assert_int_equal(tcgetattr(b->other, &t), 0);
	cfmakeraw(&t);
	assert_int_equal(tcsetattr(b->other, TCSANOW, &t), 0);
	assert_int_equal(write(b->master, old, sizeof(old) - 1), sizeof(old) - 1);
	while (waiting < (int)sizeof(old) - 1)
		assert_int_equal(ioctl(b->other, FIONREAD, &waiting), 0);
	start(b);
}

static void bytes_from_before_do_not_count(void **state)
{
	static const struct step steps[] = {
		{ leave_old_bytes, FRAME("01.00"), SCALE_STABLE, 1000000 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;

	play(b, "", steps);
	assert_int_equal(b->count, 2);
	assert_int_equal(b->heard[0].reason, REASON_WAITING);
}

static void lock_line(struct bench *b)
{
	plug(b);
	b->other = open(b->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(b->other >= 0);
	assert_int_equal(flock(b->other, LOCK_EX), 0);
	start(b);
}

static void unlock_line(struct bench *b)
{
	assert_int_equal(close(b->other), 0);
	b->other = -1;
}

static void wait_for_nothing(struct bench *b)
{
	(void)b;
}

static void a_line_in_use_is_said(void **state)
{
	static const struct step steps[] = {
		{ lock_line, NULL, SCALE_FAULT, 0 },
		{ unlock_line, FRAME("01.00"), SCALE_STABLE, 1000000 },
		{ wait_for_nothing, NULL, SCALE_SILENT, -1 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;

	play(b, "", steps);
	assert_int_equal(b->heard[0].reason, REASON_HELD);
}

/* An indicator that speaks only when it is asked. */
static void on_question(void *data, uint32_t revents)
{
	static const char answer[] = FRAME("02.50");
	struct bench *b = data;
	char bytes[64];
	ssize_t n = read(b->master, bytes, sizeof(bytes));

	(void)revents;
	if (n >= 3 && memcmp(bytes, "Q\r\n", 3) == 0)
		assert_int_equal(write(b->master, answer, sizeof(answer) - 1), sizeof(answer) - 1);
}

static void plug_and_start(struct bench *b)
{
	plug(b);
	start(b);
}

static void plug_and_listen(struct bench *b)
{
	plug(b);
	assert_int_equal(loop_add_fd(b->loop, "listener", LOOP_NORMAL, b->master, EPOLLIN,
				 on_question, b, &b->listener),
		0);
	start(b);
}

static void asks_when_told_to(void **state)
{
	static const struct step steps[] = {
		{ plug_and_listen, NULL, SCALE_STABLE, 2500000 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};

	struct bench *b = *state;
	struct scale_facts facts;

	play(b, "ask = Q\\r\\n\nask_ms = 100\n", steps);
	scales_facts(b->scales, 0, &facts);
	assert_int_equal(facts.poll_us, 100000);
}

/* It is there, and has said nothing yet; then one line, and nothing more. */
static void truth_15_one_line_a_load_is_named(void **state)
{
	static const struct step steps[] = {
		{ plug_and_start, NULL, SCALE_SILENT, -1 },
		{ NULL, FRAME("12.34"), SCALE_STABLE, 12340000 },
		{ wait_for_nothing, NULL, SCALE_SILENT, -1 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;
	struct scale_facts facts;

	play(b, "", steps);
	scales_facts(b->scales, 0, &facts);
	assert_int_equal(facts.poll_us, 0);
	assert_int_equal(b->heard[0].reason, REASON_WAITING);
	assert_int_equal(b->heard[b->count - 1].reason, REASON_ONE_LINE);
}

/* The cable is in and it has said nothing yet: it is waited for, at the first opening and at each other. */
static void truth_15_a_scale_just_opened_is_not_unplugged(void **state)
{
	static const struct step steps[] = {
		{ start, NULL, SCALE_UNPLUGGED, -1 },
		{ plug, NULL, SCALE_SILENT, -1 },
		{ unplug, NULL, SCALE_UNPLUGGED, -1 },
		{ plug, NULL, SCALE_SILENT, -1 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;
	struct scale_facts facts;

	play(b, "", steps);
	assert_int_equal(b->count, 4);
	for (size_t i = 1; i < b->count; i += 2)
		assert_int_equal(b->heard[i].reason, REASON_WAITING);
	scales_facts(b->scales, 0, &facts);
	assert_true(facts.open);
	assert_int_equal(facts.last.state, SCALE_SILENT);
}

/* Bytes of a protocol without lines, for longer than a silence. */
static void pour(void *data)
{
	static const char bytes[] = "=0012.34";
	struct bench *b = data;

	assert_int_equal(write(b->master, bytes, sizeof(bytes) - 1), sizeof(bytes) - 1);
	assert_int_equal(loop_timer_arm(b->pouring, 100000), 0);
}

static void plug_and_pour(struct bench *b)
{
	plug_and_start(b);
	assert_int_equal(loop_add_timer(b->loop, "pour", LOOP_NORMAL, pour, b, &b->pouring), 0);
	pour(b);
}

static void truth_15_bytes_that_pour_in_are_no_silence(void **state)
{
	static const struct step steps[] = {
		{ plug_and_pour, NULL, SCALE_FAULT, -1 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;

	play(b, "", steps);
	assert_int_equal(b->heard[b->count - 1].reason, REASON_BAD_FRAME);
	for (size_t i = 0; i < b->count; i++)
		assert_true(
			b->heard[i].state != SCALE_SILENT || b->heard[i].reason == REASON_WAITING);
}

static void truth_14_bytes_of_an_unknown_format_are_handed_on(void **state)
{
	static const struct step steps[] = {
		{ plug_and_start, "ST,GS,X7;13.50\r\nST,GS,X7;13.50\r\n", SCALE_FAULT, 0 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;
	char text[READING_TEXT_SIZE];

	play(b, "", steps);
	assert_string_equal(reading_raw_text(&b->heard[1], text), "ST,GS,X7;13.50");
}

static void speak(void *data)
{
	static const char frame[] = FRAME("12.34");
	struct bench *b = data;

	assert_int_equal(write(b->master, frame, sizeof(frame) - 1), sizeof(frame) - 1);
}

/* After longer than a silence. */
static void speak_later(struct bench *b)
{
	assert_int_equal(loop_add_timer(b->loop, "speak", LOOP_NORMAL, speak, b, &b->pouring), 0);
	assert_int_equal(loop_timer_arm(b->pouring, 3500000), 0);
}

/* It says one line a load, in a form of its own: not that it is switched off. */
static void truth_15_one_line_of_an_unknown_format_is_no_silence(void **state)
{
	static const struct step steps[] = {
		{ plug_and_start, "ST,GS,X7;13.50\r\nST,GS,X7;13.50\r\n", SCALE_FAULT, 0 },
		{ speak_later, NULL, SCALE_STABLE, 12340000 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};
	struct bench *b = *state;

	play(b, "", steps);
	for (size_t i = 1; i < b->count; i++)
		assert_int_not_equal(b->heard[i].state, SCALE_SILENT);
}

static void start_limited(struct bench *b)
{
	scales_limit(b->scales, 30 * MASS_MG_PER_KG);
	plug(b);
	start(b);
}

/* Beyond what one weighing or the scale may be there is no number, stable or not. */
static void truth_13_above_the_maximum_is_no_weight(void **state)
{
	static const struct step site[] = {
		{ start_limited, FRAME("30.00"), SCALE_STABLE, 30000000 },
		{ NULL, FRAME("30.01"), SCALE_OUT_OF_RANGE, 0 },
		{ NULL, "US,GS,+0099.99kg\r\n", SCALE_OUT_OF_RANGE, 0 },
		{ NULL, FRAME("20.01"), SCALE_STABLE, 20010000 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};

	play(*state, "", site);
}

static void truth_13_above_its_own_maximum_is_no_weight(void **state)
{
	static const struct step own[] = {
		{ start_limited, FRAME("20.00"), SCALE_STABLE, 20000000 },
		{ NULL, FRAME("20.01"), SCALE_OUT_OF_RANGE, 0 },
		{ NULL, NULL, SCALE_ZERO, 0 },
	};

	play(*state, "max = 20\n", own);
}

static void wrong_keys_are_mistakes(void **state)
{
	static const struct {
		const char *text;
		size_t mistakes;
	} rows[] = {
		{ "driver = serial\ndevice = /dev/x\n", 0 },
		{ "driver = usb\n", 0 },
		{ "driver = usb\nserial = A1\nport = 1-1.2\nvid_pid = 0922:8003\n", 0 },
		{ "driver = serial\ndevice = /dev/x\nunit = kg\ndecimal = comma\n", 0 },
		{ "driver = serial\ndevice = /dev/x\nunit = st\ndecimal = dot\n", 2 },
		{ "driver = serial\n", 1 },
		{ "driver = serial\ndevice = COM1\n", 1 },
		{ "device = /dev/x\n", 2 }, /* no driver, and so a key that nobody reads */
		{ "driver = modem\n", 1 },
		{ "driver = serial\ndevice = /dev/x\nbaud = 9601\n", 1 },
		{ "driver = serial\ndevice = /dev/x\nbits = 9\nparity = some\nstop = 3\n", 3 },
		{ "driver = serial\ndevice = /dev/x\nask = \\q\n", 1 },
		{ "driver = serial\ndevice = /dev/x\nask = \\x0\n", 1 },
		{ "driver = serial\ndevice = /dev/x\nport = 1-1\n", 1 },
		{ "driver = usb\nvid_pid = 922:8003\n", 1 },
		{ "driver = usb\nvid_pid = 0922:80035\n", 1 },
		{ "driver = usb\ne = heavy\nstable_frames = 1\n", 2 },
		{ "driver = usb\napproved = oui\napproved_until = 2027-06-30\n", 0 },
		{ "driver = usb\napproved = non\napproved_until = 2027-06-30\n", 0 },
		{ "driver = usb\napproved = peut-être\n", 1 },
		{ "driver = usb\napproved = oui\napproved_until = 30/06/2027\n", 1 },
		{ "driver = usb\napproved = oui\napproved_until = 2027-02-29\n", 1 },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		configure(b, rows[i].text);
		if (conf_mistakes(b->conf) != rows[i].mistakes)
			conf_print(b->conf, LANG_EN, stderr);
		assert_int_equal(conf_mistakes(b->conf), rows[i].mistakes);
		b->scales = scales_free(b->scales);
		b->conf = conf_free(b->conf);
	}
}

static void two_usb_scales_must_be_told_apart(void **state)
{
	struct bench *b = *state;
	static const char two[] = "driver = usb\nport = 1-1\n[scale table]\ndriver = usb\n";
	char file[96];
	FILE *f;

	(void)snprintf(file, sizeof(file), "%s/station.conf", b->dir);
	f = fopen(file, "w");
	assert_non_null(f);
	(void)fprintf(f, "[scale floor]\n%s", two);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(conf_read(file, &b->conf), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(scales_new(b->loop, NULL, b->conf, on_reading, b, &b->scales), 0);
	assert_int_equal(scales_count(b->scales), 2);
	assert_int_equal(conf_mistakes(b->conf), 1);
}

#define BENCH(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		BENCH(loses_and_finds_the_line_again),
		BENCH(bytes_from_before_do_not_count),
		BENCH(a_line_in_use_is_said),
		BENCH(asks_when_told_to),
		BENCH(truth_15_one_line_a_load_is_named),
		BENCH(truth_15_a_scale_just_opened_is_not_unplugged),
		BENCH(truth_15_bytes_that_pour_in_are_no_silence),
		BENCH(truth_15_one_line_of_an_unknown_format_is_no_silence),
		BENCH(truth_14_bytes_of_an_unknown_format_are_handed_on),
		BENCH(truth_13_above_the_maximum_is_no_weight),
		BENCH(truth_13_above_its_own_maximum_is_no_weight),
		BENCH(wrong_keys_are_mistakes),
		BENCH(two_usb_scales_must_be_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
