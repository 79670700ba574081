// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The serial line of the simulated board. simavr 1.6 counts eleven bits for 8N1, lets received bytes
 * wait one more character, and has 64 bytes of buffer where the chip has two: here a character is
 * ten bits, a received byte is there a microsecond after its stop bit, and one that the image leaves
 * lying for two characters is a fault, as it would be lost.
 */
#include "board_inside.h"
#include <simavr/avr_uart.h>
#include <simavr/sim_io.h>

#define UCSR0A 0xc0
#define UBRR0L 0xc4
#define UDR0 0xc6
#define U2X 2
#define PROMPT 16 // cycles from the end of a byte to its flag

uint64_t board_char_cycles(const struct board *b)
{
	const uint8_t *data = b->avr->data;
	uint64_t ubrr = (uint64_t)(data[UBRR0L] | (data[UBRR0L + 1] & 15) << 8);

	return (data[UCSR0A] & U2X ? 80U : 160U) * (ubrr + 1);
}

static avr_uart_t *uart(const struct board *b)
{
	return board_module(b, "uart");
}

static void line_set(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct board *b = param;

	(void)irq;
	(void)value;
	uart(b)->cycles_per_byte = board_char_cycles(b);
}

void line_byte(struct board *b, const struct board_byte *byte)
{
	avr_irq_t *in = avr_io_getirq(b->avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);

	if (b->de)
		board_fault(b, "a byte comes while the driver sends");
	if (!b->unread_at)
		b->unread_at = byte->at;
	uart(b)->cycles_per_byte = PROMPT;
	avr_raise_irq(in, byte->value | (byte->broken ? UART_INPUT_FE : 0));
}

static void note_reading(struct board *b)
{
	avr_uart_t *u = uart(b);
	uint64_t waited = board_now(b) - b->unread_at;

	if (u->input.read == b->input_read)
		return;
	b->input_read = u->input.read;
	if (b->unread_at && waited > b->worst_unread)
		b->worst_unread = waited;
	if (b->unread_at && waited > 2 * board_char_cycles(b))
		board_fault(b, "a byte lay unread for two characters");
	b->unread_at = u->input.read == u->input.write ? 0 : board_now(b);
}

static void udr_touched(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	(void)value;
	note_reading(param);
}

static void byte_leaves(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct board *b = param;
	struct board_byte *last = b->n_out ? &b->out[b->n_out - 1] : NULL;
	uint64_t now = board_now(b);

	(void)irq;
	if (!b->de)
		board_fault(b, "a byte is sent and the driver is off");
	if (last && now < last->at + board_char_cycles(b) * 5 / 4)
		now = last->at + board_char_cycles(b); // it waits in the chip for the one before
	if (b->n_out < sizeof(b->out) / sizeof(*b->out))
		b->out[b->n_out++] = (struct board_byte){ .at = now, .value = (uint8_t)value };
}

static void driver_off(struct board *b, uint64_t now)
{
	uint64_t end;

	if (b->n_out == 0 || b->out[b->n_out - 1].at < b->de_up) {
		board_fault(b, "the driver was on and nothing was sent");
		return;
	}
	end = b->out[b->n_out - 1].at + board_char_cycles(b);
	if (now + PROMPT < end)
		board_fault(b, "the driver went off before the last bit");
	if (now > end + board_char_cycles(b) / 2)
		board_fault(b, "the driver stayed on after the last bit");
}

void line_de(struct board *b, bool level)
{
	uint64_t now = board_now(b);

	if (level == b->de)
		return;
	b->de = level;
	if (level) {
		b->de_up = now;
		uart(b)->cycles_per_byte = board_char_cycles(b);
	} else {
		b->de_down = now;
		driver_off(b, now);
	}
}

void line_look(struct board *b)
{
	if (b->unread_at && board_now(b) - b->unread_at > 2 * board_char_cycles(b)) {
		board_fault(b, "a byte was never read");
		b->unread_at = 0;
	}
	if (b->de && board_now(b) - b->de_up > 100 * board_char_cycles(b)) {
		board_fault(b, "the driver does not go off");
		b->de_up = board_now(b);
	}
	if (b->in_done == b->n_in)
		b->in_done = b->n_in = 0;
}

void board_put(struct board *b, uint8_t value, uint64_t at, bool broken)
{
	if (b->n_in == sizeof(b->in) / sizeof(*b->in)) {
		board_fault(b, "too many bytes at once");
		return;
	}
	b->in[b->n_in++] = (struct board_byte){ at, value, broken };
	board_alarm(b);
}

void line_wire(struct board *b)
{
	uint32_t flags = 0;
	avr_irq_t *out = avr_io_getirq(b->avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT);

	avr_ioctl(b->avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
	avr_irq_register_notify(out, byte_leaves, b);
	avr_irq_register_notify(
		avr_iomem_getirq(b->avr, UDR0, NULL, AVR_IOMEM_IRQ_ALL), udr_touched, b);
	avr_irq_register_notify(
		avr_iomem_getirq(b->avr, UBRR0L, NULL, AVR_IOMEM_IRQ_ALL), line_set, b);
}
