// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The cause of a reset is read and cleared before anything else runs, and the watchdog, which a
 * reset by it leaves running at 16 ms, is stopped there. Optiboot clears MCUSR itself and hands
 * its value over in r2. The count lives in memory that no reset clears, beside its own check.
 */
#include "watch.h"
#include <avr/io.h>  // MCUSR
#include <avr/wdt.h> // wdt_enable()

#define KEPT_MAGIC 0x5EA1
#define STACK_GUARD 0xC5

struct kept {
	uint16_t magic;
	uint8_t resets, check;
};

extern uint8_t __heap_start; // the linker's: first byte behind all variables
static struct kept kept __attribute__((section(".noinit")));
static uint8_t cause __attribute__((section(".noinit")));

void watch_save_r2(void) __attribute__((naked, used, section(".init0")));
void watch_save_r2(void)
{
	__asm__ volatile("out %0, r2" : : "I"(_SFR_IO_ADDR(GPIOR0)));
}

void watch_first(void) __attribute__((naked, used, section(".init3")));
void watch_first(void)
{
	cause = MCUSR ? MCUSR : GPIOR0 & 0x0F;
	MCUSR = 0;
	wdt_disable();
}

static bool kept_valid(void)
{
	return kept.magic == KEPT_MAGIC && kept.check + kept.resets == UINT8_MAX;
}

void watch_start(void)
{
	uint8_t resets = kept_valid() && !(cause & (_BV(PORF) | _BV(BORF))) ? kept.resets : 0;

	if (cause & _BV(WDRF) && !(cause & _BV(PORF)) && resets < UINT8_MAX)
		resets++;
	kept = (struct kept){
		.magic = KEPT_MAGIC, .resets = resets, .check = (uint8_t)(UINT8_MAX - resets)
	};
	__heap_start = STACK_GUARD;
	wdt_enable(WDTO_500MS);
}

uint8_t watch_cause(void)
{
	return cause;
}

uint8_t watch_resets(void)
{
	return kept.resets;
}

void watch_feed(bool well)
{
	if (well && __heap_start == STACK_GUARD)
		wdt_reset();
}
