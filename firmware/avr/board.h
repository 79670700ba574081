/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pin is what: Arduino Nano class, ATmega328P at 16 MHz (table in firmware/README.md). */
#ifndef HEAD_BOARD_H
#define HEAD_BOARD_H

#include <avr/io.h> // PORTD and its like

#define PIN_RX _BV(PD0)
#define PIN_DOUT _BV(PD2)
#define PIN_SCK _BV(PD3)
#define PIN_DE _BV(PD4)
#define PIN_JUMPER _BV(PD5)
#define PIN_LAMP _BV(PB5)

#endif
