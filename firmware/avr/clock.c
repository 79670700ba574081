// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Timer 0 at 500 Hz. Its interrupt only counts: that it came wakes the main loop, which then looks
 * at the HX711's line, the jumper and the EEPROM.
 */
#include "clock.h"
#include <avr/interrupt.h> // ISR()
#include <avr/io.h>        // TCCR0A
#include <util/atomic.h>   // ATOMIC_BLOCK

static volatile uint32_t now_ms;

ISR(TIMER0_COMPA_vect)
{
	now_ms += CLOCK_TICK_MS;
}

void clock_start(void)
{
	TCCR0A = _BV(WGM01);
	OCR0A = (uint8_t)(F_CPU / 256 * CLOCK_TICK_MS / 1000 - 1);
	TIMSK0 = _BV(OCIE0A);
	TCCR0B = _BV(CS02);
}

uint32_t clock_ms(void)
{
	uint32_t ms;

	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		ms = now_ms;
	}
	return ms;
}
