// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * UART and timer 1. A byte is known only when its last bit is in, so silence is measured from byte
 * to byte: one character of 10 bits longer than the gap itself. The shorter limit is a little long
 * and the longer one a little short, for interrupts that come late.
 */
#include "line.h"
#include <avr/interrupt.h> // ISR()
#include <avr/pgmspace.h>  // PROGMEM
#include <util/atomic.h>   // ATOMIC_BLOCK
#include "../core/head.h"
#include "board.h"

enum state { LISTENING, FRAME, SENDING };

/* Timer 1 runs at F_CPU / 8: two ticks are a microsecond. */
struct speed {
	uint16_t ubrr, spoiled_ticks, ended_ticks;
};

#define TICKS_PER_S (F_CPU / 8)
#define UBRR(baud) ((uint16_t)((F_CPU / 4 / (baud)-1) / 2))
#define TICKS(tenths, baud) ((uint16_t)(TICKS_PER_S / 10 * (tenths) / (baud)))
/* Up to 19,200 the gaps are 15 and 35 bits, above 750 us and 1.75 ms. */
#define SLOW(baud)                                             \
	{                                                      \
		UBRR(baud), TICKS(257, baud), TICKS(445, baud) \
	}
#define FAST(baud)                                                            \
	{                                                                     \
		UBRR(baud), TICKS(103, baud) + 750 * (TICKS_PER_S / 1000000), \
			TICKS(95, baud) + 1750 * (TICKS_PER_S / 1000000)      \
	}

static const struct speed speeds[] PROGMEM = { SLOW(9600), SLOW(19200), FAST(38400), FAST(57600),
	FAST(115200) };

static uint8_t frame[HEAD_FRAME_BYTES];
static volatile uint16_t used, sent; /* bytes of the frame received, and of the answer sent */
static volatile enum state state;
static volatile bool gap, spoiled; /* silence inside the frame; the frame is to be thrown away */
static volatile uint8_t spoiled_frames;

static void measure_silence(void)
{
	TCNT1 = 0;
	TIFR1 = _BV(OCF1A) | _BV(OCF1B);
	TIMSK1 = _BV(OCIE1A) | _BV(OCIE1B);
}

ISR(USART_RX_vect)
{
	uint8_t status = UCSR0A, byte = UDR0;

	measure_silence();
	if (status & (_BV(FE0) | _BV(DOR0)) || gap || state != LISTENING || used == sizeof(frame))
		spoiled = true;
	else
		frame[used++] = byte;
}

ISR(TIMER1_COMPA_vect)
{
	gap = true;
}

/* The line is silent: what came is a frame, or is forgotten. */
ISR(TIMER1_COMPB_vect)
{
	TIMSK1 = 0;
	if (spoiled)
		spoiled_frames++;
	if (state == LISTENING && spoiled)
		used = 0;
	else if (state == LISTENING && used > 0)
		state = FRAME;
	gap = spoiled = false;
}

ISR(USART_UDRE_vect)
{
	UDR0 = frame[sent++];
	UCSR0A = _BV(U2X0) | _BV(TXC0); // an end that was noted before this byte is not the end
	if (sent == used)
		UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

static void listen(void)
{
	PORTD &= (uint8_t)~PIN_DE;
	used = 0;
	state = LISTENING;
}

/* The last bit has left the shift register: only now may the line be let go. */
ISR(USART_TX_vect)
{
	if (state == SENDING && sent == used)
		listen();
}

bool line_speed(uint8_t baud_code)
{
	struct speed s;

	if (line_sending())
		return false;
	memcpy_P(&s, &speeds[baud_code], sizeof(s));
	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		UBRR0 = s.ubrr;
		OCR1A = s.spoiled_ticks;
		OCR1B = s.ended_ticks;
	}
	return true;
}

void line_start(uint8_t baud_code)
{
	DDRD |= PIN_DE;
	PORTD |= PIN_RX; // pull-up: with /RE high nobody drives it
	listen();
	TCCR1B = _BV(CS11);
	line_speed(baud_code);
	UCSR0A = _BV(U2X0);
	UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
	UCSR0B = _BV(RXCIE0) | _BV(TXCIE0) | _BV(RXEN0) | _BV(TXEN0);
}

uint8_t *line_frame(size_t *ret_len)
{
	if (state != FRAME)
		return NULL;
	*ret_len = used;
	return frame;
}

void line_answer(size_t len)
{
	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		if (len == 0) {
			listen();
		} else {
			used = (uint16_t)len;
			sent = 0;
			state = SENDING;
			PORTD |= PIN_DE;
			UCSR0A = _BV(U2X0) | _BV(TXC0);
			UCSR0B |= _BV(UDRIE0);
		}
	}
}

uint8_t line_spoiled(void)
{
	uint8_t n;

	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
	{
		n = spoiled_frames;
		spoiled_frames = 0;
	}
	return n;
}

bool line_sending(void)
{
	return state == SENDING;
}
