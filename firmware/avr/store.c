// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The only place that writes EEPROM, and it looks at the jumper itself: whatever goes wrong above,
 * an open jumper keeps the calibration.
 */
#include "store.h"
#include <util/atomic.h> // ATOMIC_BLOCK
#include "board.h"

void store_start(void)
{
	DDRD &= (uint8_t)~PIN_JUMPER;
	PORTD |= PIN_JUMPER;
	__builtin_avr_delay_cycles(F_CPU / 100000); // 10 us for the pull-up to lift the line
	while (store_busy()) {
		// a write that a reset came into: 3.4 ms at most, and nothing can be read before
	}
}

bool store_jumper(void)
{
	return !(PIND & PIN_JUMPER);
}

bool store_busy(void)
{
	return EECR & _BV(EEPE);
}

uint8_t store_read(uint16_t at)
{
	EEAR = at;
	EECR |= _BV(EERE);
	return EEDR;
}

bool store_write(uint16_t at, uint8_t byte)
{
	if (!store_jumper())
		return false;
	EEAR = at;
	EEDR = byte;
	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		EECR = _BV(EEMPE);
		EECR |= _BV(EEPE); // within four cycles of the line above
	}
	return true;
}
