// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A serial scanner over a pty with the real loop: codes arrive whole, with and without
 * suffix, also after the cable was pulled and put back; nothing is echoed to the scanner.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cleanup.h"
#include "scanner.h"

enum { LIMIT_US = 60 * 1000 * 1000 };

/* What the scanner sends once it is heard, and the code that must come of it. */
struct step {
	void (*act)(void);
	const char *bytes;
	const char *expected;
};

static struct {
	char dir[64];
	char path[96];
	int master;
	struct loop *loop;
	struct loop_source *limit;
	struct loop_source *next;
	struct conf *conf;
	struct scanners *scanners;
	const struct step *step;
	const struct step *acted;
	bool gone; /* unplugged, to be plugged in again once that was seen */
} bench;

static void on_limit(void *data)
{
	(void)data;
	loop_quit(bench.loop, -ETIMEDOUT);
}

static void plug(void)
{
	char name[64];

	bench.master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	assert_true(bench.master >= 0);
	assert_int_equal(grantpt(bench.master), 0);
	assert_int_equal(unlockpt(bench.master), 0);
	assert_int_equal(ptsname_r(bench.master, name, sizeof(name)), 0);
	assert_int_equal(symlink(name, bench.path), 0);
	bench.gone = false;
}

static void unplug(void)
{
	assert_int_equal(unlink(bench.path), 0);
	assert_int_equal(close(bench.master), 0);
	bench.gone = true;
}

static void begin_step(void *data)
{
	const struct step *now = bench.step;
	struct scanner_facts facts;

	(void)data;
	if (!now->bytes) {
		loop_quit(bench.loop, 0);
		return;
	}
	if (now->act && bench.acted != now)
		now->act();
	bench.acted = now;
	scanners_facts(bench.scanners, 0, &facts);
	if (bench.gone && !facts.open)
		plug();
	if (facts.open && !bench.gone)
		assert_int_equal(
			write(bench.master, now->bytes, strlen(now->bytes)), strlen(now->bytes));
	else
		assert_int_equal(loop_timer_arm(bench.next, 10000), 0);
}

static void on_code(void *data, const char *device, const char *text)
{
	(void)data;
	assert_string_equal(device, "hand");
	assert_string_equal(text, bench.step->expected);
	bench.step++;
	assert_int_equal(loop_timer_arm(bench.next, 0), 0);
}

static void read_conf(const char *more)
{
	char file[96];
	FILE *f;

	(void)snprintf(file, sizeof(file), "%s/station.conf", bench.dir);
	f = fopen(file, "w");
	assert_non_null(f);
	(void)fprintf(f, "[scanner hand]\ndriver = serial\ndevice = %s\n%s", bench.path, more);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(conf_read(file, &bench.conf), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(
		scanners_new(bench.loop, NULL, bench.conf, on_code, NULL, &bench.scanners), 0);
}

static int begin(void **state)
{
	(void)state;
	memset(&bench, 0, sizeof(bench));
	(void)snprintf(bench.dir, sizeof(bench.dir), "/tmp/bascule-scanner-XXXXXX");
	assert_non_null(mkdtemp(bench.dir));
	(void)snprintf(bench.path, sizeof(bench.path), "%s/line", bench.dir);
	assert_int_equal(loop_new(&bench.loop), 0);
	assert_int_equal(
		loop_add_timer(bench.loop, "limit", LOOP_IDLE, on_limit, NULL, &bench.limit), 0);
	assert_int_equal(
		loop_add_timer(bench.loop, "next", LOOP_NORMAL, begin_step, NULL, &bench.next), 0);
	plug();
	return 0;
}

static int end(void **state)
{
	(void)state;
	bench.scanners = scanners_free(bench.scanners);
	(void)loop_source_free(bench.next);
	(void)loop_source_free(bench.limit);
	(void)loop_free(bench.loop);
	(void)conf_free(bench.conf);
	unplug();
	return rmdir(bench.dir);
}

static void play(const char *more, const struct step *steps)
{
	char echo[16];

	read_conf(more);
	assert_int_equal(conf_mistakes(bench.conf), 0);
	bench.step = steps;
	scanners_start(bench.scanners);
	assert_int_equal(loop_timer_arm(bench.next, 0), 0);
	assert_int_equal(loop_timer_arm(bench.limit, LIMIT_US), 0);
	assert_int_equal(loop_run(bench.loop), 0);
	assert_true(read(bench.master, echo, sizeof(echo)) < 0);
	assert_int_equal(errno, EAGAIN);
}

static void codes_arrive_whole(void **state)
{
	static const struct step steps[] = {
		{ NULL, "KTLCVET7\r", "KTLCVET7" },
		{ NULL, "\nKTLCVET7\r\n", "KTLCVET7" },
		{ unplug, "]E03760091726169\r\n", "3760091726169" },
		{ NULL, "bad\x07\rW-12\r", "W-12" },
		{ NULL, NULL, NULL },
	};
	struct scanner_facts facts;

	(void)state;
	play("aim = yes\nbaud = 115200\n", steps);
	scanners_facts(bench.scanners, 0, &facts);
	assert_string_equal(facts.driver, "serial");
	assert_string_equal(facts.device, bench.path);
	assert_true(facts.open && facts.last_boot_us > 0);
	assert_int_equal(facts.trouble, SCANNER_FINE);
}

static void silence_ends_a_code_without_suffix(void **state)
{
	static const struct step steps[] = {
		{ NULL, "KTLCVET7", "KTLCVET7" },
		{ NULL, "W-12", "W-12" },
		{ NULL, NULL, NULL },
	};

	(void)state;
	play("suffix = none\n", steps);
}

static void wrong_keys_are_mistakes(void **state)
{
	static const struct {
		const char *text;
		size_t mistakes;
	} rows[] = {
		{ "[scanner a]\ndriver = usb\nvid_pid = 0c2e:0200\nserial = 7\nlayout = fr\n", 0 },
		{ "[scanner a]\ndriver = usb\nvid_pid = 0c2e:0200\nport = 1-1\nsuffix = tab\n", 0 },
		{ "[scanner a]\ndriver = usb\nvid_pid = 0c2e:0200\n", 1 },
		{ "[scanner a]\ndriver = usb\nserial = 7\n", 1 },
		{ "[scanner a]\ndriver = usb\nvid_pid = c2e:200\nserial = 7\nlayout = de\n", 2 },
		{ "[scanner a]\ndriver = serial\n", 1 },
		{ "[scanner a]\n", 1 },
		{ "[scanner]\ndriver = serial\ndevice = /dev/x\n", 1 },
		{ "[scanner a]\ndriver = serial\ndevice = /dev/x\nsuffix = lf\ngap_ms = 5\n", 2 },
	};
	static const char *const kinds[] = { "scanner", NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char file[96];
		FILE *f;

		(void)snprintf(file, sizeof(file), "%s/station.conf", bench.dir);
		f = fopen(file, "w");
		assert_non_null(f);
		(void)fputs(rows[i].text, f);
		assert_int_equal(fclose(f), 0);
		assert_int_equal(conf_read(file, &bench.conf), 0);
		assert_int_equal(unlink(file), 0);
		assert_int_equal(
			scanners_new(bench.loop, NULL, bench.conf, on_code, NULL, &bench.scanners),
			0);
		conf_check_unused(bench.conf, kinds);
		assert_int_equal(conf_mistakes(bench.conf), rows[i].mistakes);
		bench.scanners = scanners_free(bench.scanners);
		bench.conf = conf_free(bench.conf);
	}
}

#define BENCH(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		BENCH(codes_arrive_whole),
		BENCH(silence_ends_a_code_without_suffix),
		BENCH(wrong_keys_are_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
