// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The calibration here is the volunteer's: jumper in, settings, empty plate, known mass, jumper out.
 * Nothing here knows what the EEPROM holds.
 */
#include "bench.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int passed, failed;

const char *bench_image(void)
{
	static char path[512];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 16);
	char *slash;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	snprintf(slash ? slash + 1 : path, sizeof("head.elf"), "head.elf");
	return path;
}

int bench_wait(struct board *b, uint16_t is, uint16_t is_not, double seconds)
{
	uint64_t end = board_now(b) + (uint64_t)(seconds * (double)CYCLES_PER_S);
	uint16_t status;

	while (board_now(b) < end) {
		if (master_read(b, 1, REG_STATUS, 1, &status) == 0 && (status & is) == is &&
			!(status & is_not))
			return 0;
		board_run_ms(b, 20);
	}
	return -1;
}

static int give(struct board *b, uint16_t command, const char *what)
{
	int rc = master_command(b, 1, command);

	if (rc)
		fprintf(stderr, "calibration: %s was refused (%d)\n", what, rc);
	return rc ? -1 : 0;
}

static int settings(struct board *b)
{
	if (master_write(b, 1, REG_SET_STEP, BENCH_STEP_G) ||
		master_write_s32(b, 1, REG_SET_MAX, BENCH_MAX_G)) {
		fprintf(stderr, "calibration: settings were not taken\n");
		return -1;
	}
	return give(b, 0x12, "settings");
}

static int captures(struct board *b, struct plate *plate)
{
	board_run_ms(b, 5000);
	if (give(b, 0x10, "zero") < 0)
		return -1;
	plate->load_g = BENCH_SPAN_G;
	board_run_ms(b, 5000);
	if (master_write_s32(b, 1, REG_MASS, BENCH_SPAN_G) < 0)
		return -1;
	return give(b, 0x11, "span");
}

int bench_calibrate(struct plate *plate, double sps, uint8_t *ret_eeprom)
{
	struct board *b = board_new(bench_image(), NULL, plate, sps);
	int rc = -1;

	if (!b) {
		fprintf(stderr, "no image %s: make firmware\n", bench_image());
		return -1;
	}
	plate->load_g = 0;
	board_jumper(b, true);
	board_run_ms(b, 2000);
	if (settings(b) == 0 && captures(b, plate) == 0) {
		board_run_ms(b, 1000);
		memcpy(ret_eeprom, b->eeprom, BOARD_EEPROM);
		rc = 0;
	}
	if (b->faults) {
		fprintf(stderr, "calibration: %s\n", b->what);
		rc = -1;
	}
	plate->load_g = 0;
	plate->crept_g = 0;
	board_free(b);
	return rc;
}

struct board *bench_board(struct plate *plate, double sps)
{
	static uint8_t eeprom[BOARD_EEPROM];
	static double made_at;
	struct plate quiet;
	struct board *b;

	plate_200kg(&quiet, 1);
	if (made_at != sps && bench_calibrate(&quiet, sps, eeprom) < 0)
		exit(1);
	made_at = sps;
	b = board_new(bench_image(), eeprom, plate, sps);
	if (!b)
		exit(1);
	return b;
}

void bench_registers(struct board *b, uint16_t *ret_regs)
{
	memset(ret_regs, 0, 32 * sizeof(*ret_regs));
	if (master_read(b, 1, 0, 32, ret_regs) < 0)
		check(false, "registers 0 to 31 cannot be read");
}

void bench_conversions(struct board *b, int n)
{
	int64_t until = b->chip.transfers + n;

	for (int i = 0; i < 400 * n && b->chip.transfers < until; i++)
		board_run(b, b->chip.period / 16);
	board_run_ms(b, 2); // the numbers go through the filter
}

void check(bool ok, const char *format, ...)
{
	va_list ap;

	if (ok) {
		passed++;
		return;
	}
	failed++;
	if (failed > 20)
		return;
	va_start(ap, format);
	printf("FAILED: ");
	vprintf(format, ap);
	printf("\n");
	va_end(ap);
}

void check_board(struct board *b, const char *what)
{
	check(b->faults == 0, "%s: %ld complaints, first: %s", what, (long)b->faults, b->what);
	check(b->watchdog_resets == 0, "%s: %ld resets by the watchdog", what,
		(long)b->watchdog_resets);
}

int check_end(void)
{
	printf("%d passed, %d failed, 0 skipped\n", passed, failed);
	return failed > 0;
}
