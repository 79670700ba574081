// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The head's time goes in steps of 5 ms: whatever holds up this process, each conversion comes
 * 100 ms after the one before, and a step without a byte is the silence that ends a frame.
 */
#include "sim_head.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	STEP_MS = SWING_STEP_MS,
	STEP_US = STEP_MS * 1000,
	LATE_MOST_US =
		1000 * 1000, /* what is later, as after a sleep of the machine, is left out */
	CONVERSION_MS = 100,
	CONVERSIONS_FIRST = 3, /* by then the head has noticed that something moves */
	SEEN_ENOUGH = 4,
	POWER_ON = 1,
	READ_HOLDING = 3,
	READ_INPUT = 4,
};

/* ---- EEPROM ---- */

static int write_new(int fd)
{
	const struct record r = sim_platform_calibration();
	uint8_t bytes[HEAD_EEPROM_BYTES];

	memset(bytes, 0xFF, sizeof(bytes));
	record_encode(&r, bytes + RECORD_AT(0));
	if (ftruncate(fd, 0) < 0)
		return -errno;
	return pwrite(fd, bytes, sizeof(bytes), 0) == (ssize_t)sizeof(bytes) ? 0 : -EIO;
}

static int open_eeprom(void)
{
	_cleanup_close_ int fd = open("head.eeprom", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	struct stat st;
	int r = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (st.st_size != HEAD_EEPROM_BYTES)
		r = write_new(fd);
	return r < 0 ? r : TAKE_FD(fd);
}

/* The board writes a byte in 3.4 ms. What cannot be read back is a worn cell. */
static void write_byte(struct sim_head *h)
{
	uint8_t byte, back;
	uint16_t at;

	if (!head_eeprom_next(&h->head, &at, &byte))
		return;
	if (pwrite(h->eeprom, &byte, 1, at) != 1 || pread(h->eeprom, &back, 1, at) != 1)
		back = (uint8_t)~byte;
	head_eeprom_written(&h->head, back);
}

/* ---- line ---- */

static bool tells_rest(const struct sim_head *h)
{
	return h->conversions >= CONVERSIONS_FIRST && h->platform.swing.resting &&
	       h->head.status & HEAD_STABLE;
}

static void answer(struct sim_head *h)
{
	uint8_t asked = h->frame[1];
	size_t len = head_request(&h->head, h->frame, h->len, h->now_ms);

	if (len && sim_line_send(&h->line, h->frame, len) == 0 &&
		(asked == READ_HOLDING || asked == READ_INPUT) && tells_rest(h))
		h->seen++;
}

static void listen_on(struct sim_head *h)
{
	size_t n = sim_line_take(&h->line, h->frame + h->len, sizeof(h->frame) - h->len);

	h->len += n;
	if (n > 0 || h->len == 0)
		return;
	answer(h);
	h->len = 0;
}

/* ---- time ---- */

static void step(struct sim_head *h)
{
	h->now_ms += STEP_MS;
	sim_platform_step(&h->platform);
	if (!sim_line_plugged(&h->line))
		return;
	head_tick(&h->head, h->jumper, h->now_ms);
	(void)head_power_cycle(&h->head); /* this chip needs none */
	if (h->now_ms % CONVERSION_MS == 0) {
		head_conversion(&h->head, sim_platform_convert(&h->platform), true, h->now_ms);
		h->conversions++;
	}
	write_byte(h);
	listen_on(h);
}

static void on_time(void *data)
{
	struct sim_head *h = data;
	uint64_t now_us = loop_now_us(h->loop);

	if (now_us > h->at_us + LATE_MOST_US)
		h->at_us = now_us - LATE_MOST_US;
	for (; h->at_us + STEP_US <= now_us; h->at_us += STEP_US)
		step(h);
	(void)loop_timer_arm(h->timer, STEP_US);
}

/* ---- what people do to it ---- */

static int power_on(struct sim_head *h)
{
	struct head_start start = { .reset_cause = POWER_ON, .jumper = h->jumper };

	for (int i = 0; i < 2; i++)
		if (pread(h->eeprom, start.slots[i], RECORD_BYTES, RECORD_AT(i)) != RECORD_BYTES)
			return -EIO;
	head_init(&h->head, &start, h->now_ms);
	h->len = 0;
	return 0;
}

int sim_head_plug(struct sim_head *h)
{
	int r;

	if (sim_line_plugged(&h->line))
		return 0;
	r = power_on(h);
	return r < 0 ? r : sim_line_plug(&h->line);
}

void sim_head_unplug(struct sim_head *h)
{
	sim_line_unplug(&h->line);
}

int sim_head_begin(struct sim_head *h, struct loop *loop)
{
	int r;

	*h = (struct sim_head){ .loop = loop, .at_us = loop_now_us(loop) };
	sim_line_init(&h->line, "head");
	sim_platform_init(&h->platform);
	h->eeprom = open_eeprom();
	r = h->eeprom;
	if (r >= 0)
		r = loop_add_timer(loop, "head", LOOP_DEVICE, on_time, h, &h->timer);
	if (r == 0)
		r = sim_head_plug(h);
	return r < 0 ? r : loop_timer_arm(h->timer, STEP_US);
}

void sim_head_end(struct sim_head *h)
{
	sim_line_unplug(&h->line);
	h->timer = loop_source_free(h->timer);
	if (h->eeprom >= 0)
		(void)close(h->eeprom);
	h->eeprom = -1;
}

static uint64_t changed(struct sim_head *h)
{
	h->conversions = 0;
	h->seen = 0;
	return ++h->change;
}

uint64_t sim_head_put(struct sim_head *h, int64_t load_mg)
{
	h->platform.load_mg = load_mg;
	if (h->platform.swing.at_mg != (double)load_mg)
		h->platform.swing.resting = false;
	return changed(h);
}

uint64_t sim_head_jumper(struct sim_head *h, bool closed)
{
	h->jumper = closed;
	return changed(h);
}

uint64_t sim_head_wires(struct sim_head *h, bool reversed)
{
	h->platform.reversed = reversed;
	return changed(h);
}

uint64_t sim_head_plugged(struct sim_head *h)
{
	return changed(h);
}

bool sim_head_shown(const struct sim_head *h, uint64_t ticket)
{
	return ticket != h->change || h->seen >= SEEN_ENOUGH;
}
