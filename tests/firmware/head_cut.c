// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The power fails at every point of every EEPROM write that the head makes. The byte that was being
 * programmed is then old, erased, new or anything; the head starts again with that EEPROM, and must
 * have either all of the old calibration and settings in force or all of the new, never a mixture and
 * never none. What follows (another write, cut as well) must be as safe.
 */
#include "bench.h"
#include <stdio.h>
#include <string.h>

// What is in force, as a master sees it. Nothing answers: address 0.
struct force {
	uint16_t address, number, step;
	int32_t zero, span, max;
	bool calibrated;
};

static const uint16_t addresses[] = { 1, 7 };
static int starts;

static struct force ask(struct board *b)
{
	struct force f = { 0 };
	uint16_t regs[32];

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
		if (master_read(b, (uint8_t)addresses[i], 0, 32, regs) < 0)
			continue;
		f.address = addresses[i];
		f.number = regs[REG_CALIBRATION];
		f.step = regs[REG_STEP];
		f.zero = master_s32(regs + REG_ZERO);
		f.span = master_s32(regs + REG_SPAN);
		f.max = master_s32(regs + REG_MAX);
		f.calibrated = !(regs[REG_STATUS] & ST_UNCALIBRATED);
	}
	return f;
}

static struct board *power_on(const uint8_t *eeprom, struct plate *plate)
{
	struct board *b = board_new(bench_image(), eeprom, plate, 80);

	starts++;
	board_run_ms(b, 20);
	return b;
}

static struct force after(const uint8_t *eeprom)
{
	struct plate plate;
	struct board *b;
	struct force f;

	plate_200kg(&plate, 5);
	b = power_on(eeprom, &plate);
	f = ask(b);
	check(b->n_writes == 0, "the head writes its EEPROM when it starts");
	check_board(b, "start after a cut");
	board_free(b);
	return f;
}

static bool same(const struct force *a, const struct force *b)
{
	return a->address == b->address && a->number == b->number && a->step == b->step &&
	       a->zero == b->zero && a->span == b->span && a->max == b->max &&
	       a->calibrated == b->calibrated;
}

// A command with the jumper closed, from that EEPROM and load; the board is left as it is after it.
static struct board *write_by(const uint8_t *eeprom, struct plate *plate, uint16_t command)
{
	struct board *b = power_on(eeprom, plate);
	uint8_t address = (uint8_t)ask(b).address;
	int rc;

	board_jumper(b, true);
	board_run_ms(b, 3000);
	if (command == 0x12) {
		master_write(b, address, REG_SET_STEP, 100);
		master_write_s32(b, address, REG_SET_MAX, 300000);
		master_write(b, address, REG_ADDRESS, address == 1 ? 7 : 1);
		master_write(b, address, REG_BAUD, address == 1 ? 4 : 1);
	}
	master_write_s32(b, address, REG_MASS, 100000);
	rc = command == 0x12 ? master_write(b, address, REG_COMMAND, command)
			     : master_command(b, address, command);
	check(rc == 0, "command %x ended with %d", command, rc);
	board_run_ms(b, 500);
	check(b->n_writes > 0, "command %x wrote nothing", command);
	return b;
}

// The EEPROM when the power fails during write number k: kind 0 old, 1 erased, 2 new, 3 anything.
static void image_at(const uint8_t *before, const struct board *b, size_t k, int kind,
	uint64_t *seed, uint8_t *ret_eeprom)
{
	const struct eeprom_write *w = b->writes;
	uint8_t any = (uint8_t)plate_random(seed);

	memcpy(ret_eeprom, before, BOARD_EEPROM);
	for (size_t i = 0; i < k; i++)
		ret_eeprom[w[i].addr] = w[i].new;
	if (k < b->n_writes)
		ret_eeprom[w[k].addr] = kind == 0   ? w[k].old
					: kind == 1 ? 0xff
					: kind == 2 ? w[k].new
						    : any;
}

// Every cut of one write. again: after each, the settings are written once more, and that is cut too.
static void cut_everywhere(
	const uint8_t *before, double load_g, uint16_t command, bool again, const char *what)
{
	uint8_t eeprom[BOARD_EEPROM];
	uint64_t seed = 77 + command;
	struct plate plate;
	struct force old = after(before), new, f;
	struct board *b;
	int olds = 0, news = 0;

	plate_200kg(&plate, 5);
	plate.load_g = load_g;
	b = write_by(before, &plate, command);
	new = after(b->eeprom);
	check(!same(&old, &new), "%s: nothing has changed", what);
	for (size_t k = 0; k <= b->n_writes; k++) {
		for (int kind = 0; kind < 4; kind++) {
			image_at(before, b, k, kind, &seed, eeprom);
			f = after(eeprom);
			olds += same(&f, &old);
			news += same(&f, &new);
			check(same(&f, &old) || same(&f, &new),
				"%s: cut at byte %zu of %zu, which became kind %d", what, k,
				b->n_writes, kind);
			if (again && kind == 3)
				cut_everywhere(eeprom, 0, 0x12, false, "settings after a cut");
		}
	}
	check(olds > 0 && news > 0, "%s: %d old and %d new", what, olds, news);
	if (again || command != 0x12)
		printf("note: %s: %zu bytes, %d cuts, %d old and %d new in force\n", what,
			b->n_writes, olds + news, olds, news);
	check_board(b, what);
	board_free(b);
}

int main(void)
{
	uint8_t erased[BOARD_EEPROM], eeprom[BOARD_EEPROM];
	struct plate plate;

	memset(erased, 0xff, sizeof(erased));
	plate_200kg(&plate, 1);
	if (bench_calibrate(&plate, 80, eeprom) < 0)
		return 1;
	cut_everywhere(erased, 0, 0x12, false, "first settings");
	cut_everywhere(eeprom, 1500, 0x10, false, "zero");
	cut_everywhere(eeprom, 101000, 0x11, false, "span");
	cut_everywhere(eeprom, 0, 0x12, true, "settings");
	printf("note: %d starts\n", starts);
	return check_end();
}
