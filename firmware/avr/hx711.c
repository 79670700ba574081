// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pulses for the HX711. A high phase over 60 us would switch the chip off, so interrupts are off
 * for just that phase, about 1 us; the low phase may last as long as an interrupt pleases.
 */
#include "hx711.h"
#include <avr/interrupt.h> // cli()
#include "board.h"

#define HIGH_CYCLES \
	10 /* with the instructions around them about 0.9 us; the chip asks for 0.2 to 50 */

void hx711_start(void)
{
	DDRD &= (uint8_t)~PIN_DOUT;
	PORTD |= PIN_DOUT; // pull-up: no chip reads as never ready
	DDRD |= PIN_SCK;   // low, as a reset leaves it
	hx711_power(false);
}

void hx711_power(bool on)
{
	if (on)
		PORTD &= (uint8_t)~PIN_SCK;
	else
		PORTD |= PIN_SCK;
}

bool hx711_ready(void)
{
	return !(PIND & PIN_DOUT);
}

static uint8_t pulse(void)
{
	uint8_t sreg = SREG, bit;

	cli();
	PORTD |= PIN_SCK;
	__builtin_avr_delay_cycles(HIGH_CYCLES);
	bit = PIND & PIN_DOUT;
	PORTD &= (uint8_t)~PIN_SCK;
	SREG = sreg;
	return bit;
}

uint32_t hx711_read(bool *ret_dout_high)
{
	uint32_t code = 0;

	for (uint8_t i = 0; i < 24; i++)
		code = code << 1 | (pulse() ? 1 : 0);
	pulse();
	__builtin_avr_delay_cycles(HIGH_CYCLES);
	*ret_dout_high = !hx711_ready();
	return code;
}
