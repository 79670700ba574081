// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One table of words. A line that is not understood is a failure, so that a misspelt expectation is
 * not taken for a passed one.
 */
#include "script.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double number(const char *text)
{
	return text ? strtod(text, NULL) : 0;
}

static double seconds(const char *text)
{
	char *unit;
	double n = text ? strtod(text, &unit) : 0;

	return text && strcmp(unit, "ms") == 0    ? n / 1000
	       : text && strcmp(unit, "min") == 0 ? n * 60
						  : n;
}

static void boot(struct script *s, const uint8_t *eeprom)
{
	bool jumper = s->board && s->board->jumper;

	if (s->board) {
		check_board(s->board, s->path);
		s->board = board_free(s->board);
	}
	s->board = board_new(bench_image(), eeprom, &s->plate, s->sps);
	if (!s->board) {
		fprintf(stderr, "no image %s: make firmware\n", bench_image());
		exit(1);
	}
	board_jumper(s->board, jumper);
	twin_start(&s->twin, s->board);
}

static bool do_start(struct script *s, char **w)
{
	uint8_t eeprom[BOARD_EEPROM];
	struct plate quiet;

	if (w[1] && strcmp(w[1], "blank") == 0) {
		boot(s, NULL);
		return true;
	}
	plate_200kg(&quiet, 1);
	if (!w[1] || strcmp(w[1], "calibrated") != 0 || bench_calibrate(&quiet, s->sps, eeprom) < 0)
		return false;
	boot(s, eeprom);
	return true;
}

static bool do_cut(struct script *s, char **w)
{
	uint8_t eeprom[BOARD_EEPROM];

	(void)w;
	memcpy(eeprom, s->board->eeprom, sizeof(eeprom));
	boot(s, eeprom);
	return true;
}

static bool do_rate(struct script *s, char **w)
{
	s->sps = number(w[1]);
	return s->sps > 0;
}

static bool do_noise(struct script *s, char **w)
{
	plate_noise(&s->plate, number(w[1]));
	return w[1];
}

static bool do_creep(struct script *s, char **w) // GRAMS at 200 kg, over SECONDS
{
	s->plate.creep = number(w[1]) / 200000;
	s->plate.creep_s = w[2] ? seconds(w[2]) : 200;
	return w[1];
}

static bool do_warm(struct script *s, char **w)
{
	plate_warm(&s->plate, number(w[1]), seconds(w[2]));
	return w[1] && w[2] && seconds(w[2]) > 0;
}

static bool do_load(struct script *s, char **w)
{
	s->plate.load_g = number(w[1]) * 1000;
	return w[1];
}

static bool do_shake(struct script *s, char **w) // GRAMS HERTZ
{
	s->plate.shake_g = number(w[1]);
	s->plate.shake_hz = number(w[2]);
	return w[1];
}

static bool do_wait(struct script *s, char **w)
{
	board_run(s->board, (uint64_t)(seconds(w[1]) * (double)CYCLES_PER_S));
	return w[1];
}

static bool do_jumper(struct script *s, char **w)
{
	board_jumper(s->board, w[1] && strcmp(w[1], "on") == 0);
	board_run_ms(s->board, 50);
	return w[1];
}

static bool do_write(struct script *s, char **w) // REGISTER VALUE, as 16 or 32 bits by the map
{
	int reg = (int)number(w[1]);
	bool wide = reg == REG_MASS || reg == REG_SET_MAX;

	if (!w[2])
		return false;
	if (wide)
		check(master_write_s32(s->board, 1, reg, (int32_t)number(w[2])) == 0,
			"%s:%d: write failed", s->path, s->line);
	else
		check(master_write(s->board, 1, reg, (uint16_t)number(w[2])) == 0,
			"%s:%d: write failed", s->path, s->line);
	return true;
}

static bool do_command(struct script *s, char **w) // NUMBER [refused N]
{
	int want = w[2] && strcmp(w[2], "refused") == 0 ? (int)number(w[3]) : 0;
	int got = master_command(s->board, 1, (uint16_t)strtoul(w[1] ? w[1] : "0", NULL, 0));

	s->expectations++;
	check(got == want, "%s:%d: command %s ended with %d, not %d", s->path, s->line, w[1], got,
		want);
	return w[1];
}

static bool do_fault(struct script *s, char **w)
{
	static const char *names[] = { [HX711_SOUND] = "none",
		[HX711_NEVER_READY] = "never-ready",
		[HX711_STUCK] = "stuck",
		[HX711_STUCK_LOW] = "stuck-low",
		[HX711_ALL_ONES] = "ones",
		[HX711_SATURATED] = "saturated",
		[HX711_SATURATED_LOW] = "saturated-low",
		[HX711_TAIL_LOW] = "tail",
		[HX711_FLIP] = "flip" };

	for (size_t i = 0; w[1] && i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], w[1]) == 0) {
			hx711_set_fault(&s->board->chip, (enum hx711_fault)i);
			return true;
		}
	return false;
}

static bool do_power(struct script *s, char **w) // of the chip alone: on, off
{
	if (!w[1])
		return false;
	if (strcmp(w[1], "off") == 0)
		hx711_power_off(&s->board->chip);
	else
		hx711_power_up(&s->board->chip, s->sps, board_now(s->board));
	board_run_ms(s->board, 1);
	return true;
}

static const struct {
	const char *word;
	uint16_t bit;
} bits[] = { { "stable", ST_STABLE }, { "zero", ST_ZERO }, { "tared", ST_TARE },
	{ "under", ST_UNDER }, { "over", ST_OVER }, { "never-ready", ST_NEVER_READY },
	{ "saturated", ST_SATURATED }, { "uncalibrated", ST_UNCALIBRATED },
	{ "eeprom-fault", ST_EEPROM }, { "jumper", ST_JUMPER }, { "warm-up", ST_WARM_UP },
	{ "broken", ST_BROKEN }, { "stuck", ST_STUCK } };

static const struct {
	const char *word;
	int reg;
	bool wide;
} values[] = { { "net", REG_NET, true }, { "gross", REG_GROSS, true }, { "tare", REG_TARE, true },
	{ "fine", REG_FINE, true }, { "counts", REG_COUNTS, true }, { "step", REG_STEP, false },
	{ "max", REG_MAX, true }, { "errors", REG_ERRORS, false }, { "rate", REG_RATE, false },
	{ "calibrations", REG_CALIBRATION, false }, { "broken-count", REG_BROKEN, false },
	{ "doubtful-count", REG_DOUBTFUL, false },
	{ "never-ready-count", REG_NEVER_READY, false } };

static bool expect_value(struct script *s, char **w, const uint16_t *regs)
{
	size_t i = 0;
	double got, want = number(w[2]), within = w[3] && w[4] ? number(w[4]) : 0;

	while (i < sizeof(values) / sizeof(*values) && strcmp(values[i].word, w[1]) != 0)
		i++;
	if (i == sizeof(values) / sizeof(*values) || !w[2])
		return false;
	got = values[i].wide ? master_s32(regs + values[i].reg) : regs[values[i].reg];
	if (strcmp(w[2], "none") == 0)
		want = NO_WEIGHT;
	if (strcmp(w[2], "some") == 0)
		check(got > 0 && got != NO_WEIGHT, "%s:%d: %s is %.0f", s->path, s->line, w[1],
			got);
	else
		check(fabs(got - want) <= within, "%s:%d: %s is %.0f, not %.0f within %.0f",
			s->path, s->line, w[1], got, want, within);
	return true;
}

static bool expect_bit(struct script *s, char **w, const uint16_t *regs)
{
	bool absent = strcmp(w[1], "not") == 0;
	const char *word = absent ? w[2] : w[1];

	for (size_t i = 0; word && i < sizeof(bits) / sizeof(*bits); i++)
		if (strcmp(bits[i].word, word) == 0) {
			check(!(regs[REG_STATUS] & bits[i].bit) == absent, "%s:%d: status is %04x",
				s->path, s->line, regs[REG_STATUS]);
			return true;
		}
	return false;
}

// expect [not] BIT | expect stable by SECONDS | expect VALUE NUMBER|none|some [within NUMBER]
static bool do_expect(struct script *s, char **w)
{
	uint16_t regs[32] = { 0 };

	s->expectations++;
	if (w[1] && w[2] && w[3] && strcmp(w[2], "by") == 0)
		check(bench_wait(s->board, ST_STABLE, 0, seconds(w[3])) == 0,
			"%s:%d: not stable by then", s->path, s->line);
	check(twin_agrees(&s->twin, regs) == 0, "%s:%d: image and host core differ", s->path,
		s->line);
	return w[1] && (expect_bit(s, w, regs) || expect_value(s, w, regs));
}

static const struct {
	const char *word;
	bool (*run)(struct script *s, char **w);
	bool before; // may stand before `start`
} words[] = { { "start", do_start, true }, { "rate", do_rate, true }, { "noise", do_noise, true },
	{ "creep", do_creep, true }, { "warm", do_warm, true }, { "load", do_load, true },
	{ "shake", do_shake, true }, { "wait", do_wait, false }, { "jumper", do_jumper, false },
	{ "write", do_write, false }, { "command", do_command, false },
	{ "fault", do_fault, false }, { "power", do_power, false }, { "cut", do_cut, false },
	{ "expect", do_expect, false } };

static bool line(struct script *s, char *text)
{
	char *w[8] = { NULL }, *rest = NULL;
	size_t n = 0;

	text[strcspn(text, "#\n")] = '\0';
	for (char *p = strtok_r(text, " \t", &rest); p && n < 7; p = strtok_r(NULL, " \t", &rest))
		w[n++] = p;
	if (n == 0)
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].word, w[0]) == 0)
			return (s->board || words[i].before) && words[i].run(s, w);
	return false;
}

int script_run(const char *path)
{
	static struct script s;
	FILE *f = fopen(path, "r");
	char text[200];

	if (!f)
		return -errno;
	s = (struct script){ .path = path, .sps = 10 };
	plate_200kg(&s.plate, 7);
	while (fgets(text, sizeof(text), f)) {
		s.line++;
		check(line(&s, text), "%s:%d: not understood", path, s.line);
	}
	fclose(f);
	if (s.board)
		check_board(s.board, path);
	check(s.expectations > 0, "%s expects nothing", path);
	s.board = board_free(s.board);
	return 0;
}
