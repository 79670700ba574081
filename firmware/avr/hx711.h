/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HX711's two lines. Nothing here waits for the chip. */
#ifndef HEAD_HX711_H
#define HEAD_HX711_H

#include <stdbool.h>
#include <stdint.h>

/* Both lines as they rest, and the chip switched off: hx711_power() switches it on. */
void hx711_start(void);

/* Off for more than 60 us, then on: a chip in doubt begins anew with channel A, gain 128. */
void hx711_power(bool on);

/* DOUT is low: a conversion waits. */
bool hx711_ready(void);

/* 25 pulses: the 24 bits, and whether DOUT went high after the last, as it must. About 60 us. */
uint32_t hx711_read(bool *ret_dout_high);

#endif
