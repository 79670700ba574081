// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cycle counts of the image, from what simavr knows: when an interrupt became pending and when its
 * handler began, how long SREG's I was off and in which code, and how long one turn of the main loop
 * took from waking to sleeping again. Counting begins after start-up.
 */
#include "board_inside.h"
#include <simavr/sim_interrupts.h>

static void pending(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct board *b = param;
	unsigned vector = irq->irq / 256; // as simavr numbers them

	if (b->meter.on && value && vector < BOARD_VECTORS)
		b->meter.pending_at[vector] = board_now(b);
}

static void running(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct board *b = param;
	unsigned vector = irq->irq / 256; // as simavr numbers them
	uint64_t waited;

	if (!b->meter.on || !value || vector >= BOARD_VECTORS || !b->meter.pending_at[vector])
		return;
	waited = board_now(b) - b->meter.pending_at[vector];
	b->meter.pending_at[vector] = 0;
	if (waited > b->meter.worst_latency) {
		b->meter.worst_latency = waited;
		b->meter.worst_vector = (int)vector;
	}
}

static void look_at_interrupts(struct board_meter *m, bool handler, bool on, uint64_t now)
{
	uint64_t *worst = handler ? &m->worst_handler : &m->worst_off;

	if (m->interrupts && !on)
		m->off_at = now;
	if (!m->interrupts && on && now - m->off_at > *worst)
		*worst = now - m->off_at;
	m->interrupts = on;
}

void meter_look(struct board *b)
{
	struct board_meter *m = &b->meter;
	uint64_t now = board_now(b);
	static bool handler; // as it was when interrupts went off

	if (m->interrupts && !b->avr->sreg[S_I])
		handler = b->avr->interrupts.running_ptr > 0;
	look_at_interrupts(m, handler, b->avr->sreg[S_I], now);
	if (m->asleep && b->avr->state == cpu_Running) {
		m->awake_at = now;
		m->asleep = false;
	}
}

void meter_sleep(struct board *b)
{
	struct board_meter *m = &b->meter;
	uint64_t now = board_now(b);

	if (!m->asleep && m->awake_at) {
		if (now - m->awake_at > m->worst_awake)
			m->worst_awake = now - m->awake_at;
		m->turns++;
	}
	m->asleep = true;
}

void board_measure(struct board *b)
{
	b->avr->run_cycle_limit = 1;
	b->meter = (struct board_meter){ .on = true, .interrupts = b->avr->sreg[S_I] };
	b->meter.off_at = board_now(b);
}

void meter_wire(struct board *b)
{
	for (uint8_t v = 1; v < BOARD_VECTORS; v++) {
		avr_irq_t *irq = avr_get_interrupt_irq(b->avr, v);

		if (!irq)
			continue;
		avr_irq_register_notify(irq + AVR_INT_IRQ_PENDING, pending, b);
		avr_irq_register_notify(irq + AVR_INT_IRQ_RUNNING, running, b);
	}
}
