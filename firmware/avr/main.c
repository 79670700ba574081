// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The head on its board. Interrupts only notice; this loop does one thing after the other, feeds
 * the watchdog when all is well, and sleeps until the next interrupt, 2 ms away at most.
 */
#include <avr/interrupt.h> // sei()
#include <avr/sleep.h>     // sleep_cpu()
#include "../core/head.h"
#include "board.h"
#include "clock.h"
#include "hx711.h"
#include "line.h"
#include "store.h"
#include "watch.h"

#define OFF_MS 4    /* SCK high for over 60 us switches the HX711 off */
#define SEND_MS 500 /* the longest answer at 9600 takes 80 ms */

static struct head head;
static uint8_t baud_code; /* as the line is set */
static uint16_t store_at; /* byte being written */
static bool store_wrote;
static bool chip_off;
static uint32_t off_ms, sending_ms, tick_ms;

static void start(void)
{
	struct head_start s = { .reset_cause = watch_cause() };

	watch_start();
	store_start();
	hx711_start();
	chip_off = true;
	DDRB |= PIN_LAMP;
	for (uint8_t slot = 0; slot < 2; slot++)
		for (uint8_t i = 0; i < RECORD_BYTES; i++)
			s.slots[slot][i] = store_read((uint16_t)(RECORD_AT(slot) + i));
	s.jumper = store_jumper();
	s.watchdog_resets = watch_resets();
	head_init(&head, &s, 0);
	baud_code = head.baud_code;
	line_start(baud_code);
	clock_start();
	sei();
}

static void serve_line(uint32_t now_ms)
{
	size_t len;
	uint8_t *frame = line_frame(&len);

	if (frame)
		line_answer(head_request(&head, frame, len, now_ms));
	for (uint8_t n = line_spoiled(); n > 0; n--)
		head_line_error(&head);
	if (!line_sending())
		sending_ms = now_ms;
	if (baud_code != head.baud_code && line_speed(head.baud_code))
		baud_code = head.baud_code;
}

static void serve_cell(uint32_t now_ms)
{
	bool dout_high;
	uint32_t code;

	if (head_power_cycle(&head)) {
		hx711_power(false);
		chip_off = true;
		off_ms = now_ms;
	} else if (chip_off && now_ms - off_ms >= OFF_MS) {
		hx711_power(true);
		chip_off = false;
	} else if (!chip_off && hx711_ready()) {
		code = hx711_read(&dout_high);
		head_conversion(&head, code, dout_high, now_ms);
	}
}

static void serve_store(void)
{
	uint8_t byte;

	if (store_busy())
		return;
	if (store_wrote)
		head_eeprom_written(&head, store_read(store_at));
	store_wrote = head_eeprom_next(&head, &store_at, &byte) && store_write(store_at, byte);
}

/* What is looked at every 2 ms, and whether all of it is well. */
static void tick(uint32_t now_ms)
{
	head_tick(&head, store_jumper(), now_ms);
	serve_cell(now_ms);
	serve_store();
	if (head_lamp(&head, now_ms))
		PORTB |= PIN_LAMP;
	else
		PORTB &= (uint8_t)~PIN_LAMP;
	watch_feed(now_ms - sending_ms < SEND_MS);
}

/* A frame that came since it was looked for is served before sleeping. */
static void rest(void)
{
	size_t len;

	cli();
	if (!line_frame(&len)) {
		SMCR = _BV(SE); // idle: timers, UART and EEPROM go on
		sei();
		sleep_cpu();
	}
	sei();
}

int main(void)
{
	start();
	for (;;) {
		uint32_t now_ms = clock_ms();

		serve_line(now_ms);
		if (now_ms != tick_ms) {
			tick_ms = now_ms;
			tick(now_ms);
		}
		rest();
	}
}
