// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Wiring of simavr to the models. One cycle timer is the board's alarm: it is set for whatever comes
 * next (end of a conversion, a byte, the end of the run), so that a sleeping image costs nothing.
 * The simulator sets a pin whose pull-up is on to high at each write to the port: `external` values
 * keep what the models say there.
 */
#include "board_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <simavr/avr_eeprom.h>
#include <simavr/avr_extint.h>
#include <simavr/avr_ioport.h>
#include <simavr/sim_elf.h>
#include <simavr/sim_io.h>

#define PIN_DOUT 2
#define PIN_SCK 3
#define PIN_DE 4
#define PIN_JUMPER 5
#define EEMPE 4
#define EEPE 2
#define MCUSR 0x54
#define DDRD 0x2a
#define EECR 0x3f
#define EEDR 0x40
#define EEARL 0x41 // and EEARH above it

void board_fault(struct board *b, const char *what)
{
	if (b->faults++ == 0)
		snprintf(b->what, sizeof(b->what), "%s at %.6f s", what,
			(double)board_now(b) / (double)CYCLES_PER_S);
}

const char *board_take_fault(struct board *b)
{
	if (!b->faults)
		return NULL;
	b->faults = 0;
	return b->what;
}

uint64_t board_now(const struct board *b)
{
	return b->base + b->avr->cycle;
}

void *board_module(const struct board *b, const char *kind)
{
	struct avr_io_t *io = b->avr->io_port;

	while (io && strcmp(io->kind, kind) != 0)
		io = io->next;
	return io;
}

static void show_pins(struct board *b)
{
	avr_ioport_external_t e = { .name = 'D', .mask = 1 << PIN_DOUT | 1 << PIN_JUMPER };

	e.value = (uint8_t)((b->chip.level << PIN_DOUT | !b->jumper << PIN_JUMPER) & 0xff);
	avr_ioctl(b->avr, AVR_IOCTL_IOPORT_SET_EXTERNAL('D'), &e);
	avr_raise_irq(avr_io_getirq(b->avr, AVR_IOCTL_IOPORT_GETIRQ('D'), PIN_DOUT), b->chip.level);
	avr_raise_irq(avr_io_getirq(b->avr, AVR_IOCTL_IOPORT_GETIRQ('D'), PIN_JUMPER), !b->jumper);
}

static void dout_moved(void *param, bool level)
{
	struct board *b = param;

	b->chip.level = level;
	show_pins(b);
}

static double input(void *param, uint64_t now)
{
	return plate_counts(((struct board *)param)->plate, now);
}

static void chip_read(void *param, uint32_t code, bool dout_high)
{
	struct board *b = param;

	if (b->on_read)
		b->on_read(b->twin, code, dout_high);
}

static double noise(void *param)
{
	return plate_noise_counts(((struct board *)param)->plate);
}

static void pin_moved(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct board *b = param;
	int pin = (int)irq->irq;

	if (!(b->avr->data[DDRD] >> pin & 1))
		return; // the pull-up of a pin that is an input
	if (pin == PIN_SCK)
		hx711_sck(&b->chip, value, board_now(b));
	else
		line_de(b, value);
	board_alarm(b);
}

void board_jumper(struct board *b, bool closed)
{
	b->jumper = closed;
	show_pins(b);
}

static void note_write(struct board *b)
{
	uint16_t addr = (uint16_t)(b->avr->data[EEARL] | b->avr->data[EEARL + 1] << 8);
	struct eeprom_write w = { board_now(b), addr % BOARD_EEPROM, 0, b->avr->data[EEDR] };

	w.old = b->eeprom[w.addr];
	b->eeprom[w.addr] = w.new;
	b->writes = realloc(b->writes, (b->n_writes + 1) * sizeof(w));
	b->writes[b->n_writes++] = w;
	if (!b->jumper)
		board_fault(b, "EEPROM written without the jumper");
}

static void eecr_written(struct avr_irq_t *irq, uint32_t value, void *param)
{
	struct board *b = param;

	(void)irq;
	if (value & EEPE && b->eempe_at && board_now(b) - b->eempe_at <= 8)
		note_write(b);
	b->eempe_at = value & EEMPE ? board_now(b) : 0;
}

static uint64_t next_event(const struct board *b)
{
	uint64_t next = hx711_next(&b->chip);

	if (b->in_done < b->n_in && b->in[b->in_done].at < next)
		next = b->in[b->in_done].at;
	return b->stop < next ? b->stop : next;
}

static avr_cycle_count_t alarm_rings(struct avr_t *avr, avr_cycle_count_t when, void *param)
{
	struct board *b = param;
	uint64_t now = board_now(b), next;

	(void)avr;
	(void)when;
	if (b->in_done < b->n_in && b->in[b->in_done].at <= now)
		line_byte(b, &b->in[b->in_done++]);
	hx711_tick(&b->chip, now);
	next = next_event(b);
	return (next > now ? next : now + 1) - b->base;
}

void board_alarm(struct board *b)
{
	uint64_t now = board_now(b), next = next_event(b);

	avr_cycle_timer_register(b->avr, next > now ? next - now : 1, alarm_rings, b);
}

static void no_sleep(struct avr_t *avr, avr_cycle_count_t cycles)
{
	struct board *b = avr->custom.data;

	(void)cycles;
	if (b->meter.on)
		meter_sleep(b);
}

// simavr forgets what its pins read, and tells only of changes.
static void pins_again(struct board *b)
{
	b->chip.level = !b->chip.level;
	b->jumper = !b->jumper;
	show_pins(b);
	b->chip.level = !b->chip.level;
	b->jumper = !b->jumper;
	show_pins(b);
}

static void reset_seen(struct board *b, uint64_t before)
{
	b->base = before - b->avr->cycle;
	b->n_in = b->in_done = 0;
	b->unread_at = 0;
	b->de = false;
	hx711_sck(&b->chip, false, before);
	pins_again(b);
	board_alarm(b);
}

static void step(struct board *b)
{
	avr_run_t run = b->avr->run;
	uint64_t before;
	int state = avr_run(b->avr);

	if (b->meter.on)
		meter_look(b);
	if (state == cpu_Done || state == cpu_Crashed) {
		board_fault(b, "the image has stopped");
		b->avr->state = cpu_Running;
		b->stop = board_now(b);
	}
	if (b->avr->run == run)
		return;
	before = board_now(b); // simavr has laid a reset by the watchdog in its path: take it
	avr_run(b->avr);
	b->watchdog_resets++;
	if (b->hung_at)
		memcpy(b->avr->flash + b->hung_at, b->hung, sizeof(b->hung));
	b->hung_at = 0;
	reset_seen(b, before);
}

void board_run(struct board *b, uint64_t cycles)
{
	b->stop = board_now(b) + cycles;
	board_alarm(b);
	while (board_now(b) < b->stop)
		step(b);
	b->stop = UINT64_MAX;
	if (b->chip.violations) {
		board_fault(b, b->chip.what);
		b->chip.violations = 0;
	}
	line_look(b);
}

void board_run_ms(struct board *b, unsigned ms)
{
	board_run(b, (uint64_t)ms * 1000 * CYCLES_PER_US);
}

void board_brown_out(struct board *b)
{
	uint64_t before = board_now(b);

	avr_reset(b->avr);
	b->avr->data[MCUSR] = 4;
	reset_seen(b, before);
}

void board_hang(struct board *b)
{
	uint8_t *at;

	while (b->avr->state != cpu_Running)
		step(b);
	at = b->avr->flash + b->avr->pc;
	memcpy(b->hung, at, sizeof(b->hung));
	b->hung_at = b->avr->pc;
	at[0] = 0xff; // rjmp to itself
	at[1] = 0xcf;
}

static void silent(struct avr_t *avr, int level, const char *format, va_list ap)
{
	(void)avr;
	(void)level;
	(void)format;
	(void)ap;
}

static int load_image(struct board *b, const char *path)
{
	static elf_firmware_t image; // read once: each board of a run has the same
	static char read_from[256];

	if (strcmp(read_from, path) != 0) {
		memset(&image, 0, sizeof(image));
		if (elf_read_firmware(path, &image) != 0)
			return -1;
		snprintf(read_from, sizeof(read_from), "%s", path);
	}
	avr_load_firmware(b->avr, &image);
	b->avr->frequency = (uint32_t)CYCLES_PER_S;
	return 0;
}

static void wire(struct board *b)
{
	avr_irq_t *port = avr_io_getirq(b->avr, AVR_IOCTL_IOPORT_GETIRQ('D'), 0);

	// PD2 and PD3 low would be polled each cycle, for the sake of interrupts 0 and 1.
	avr_extint_set_strict_lvl_trig(b->avr, 0, 0);
	avr_extint_set_strict_lvl_trig(b->avr, 1, 0);
	avr_irq_register_notify(port + PIN_SCK, pin_moved, b);
	avr_irq_register_notify(port + PIN_DE, pin_moved, b);
	avr_irq_register_notify(
		avr_iomem_getirq(b->avr, EECR, NULL, AVR_IOMEM_IRQ_ALL), eecr_written, b);
	line_wire(b);
	meter_wire(b);
}

struct board *board_new(const char *elf, const uint8_t *eeprom, struct plate *plate, double sps)
{
	struct board *b = calloc(1, sizeof(*b));

	avr_global_logger_set(silent);
	b->avr = avr_make_mcu_by_name("atmega328p");
	avr_init(b->avr);
	if (load_image(b, elf) < 0)
		return board_free(b);
	b->avr->sleep = no_sleep;
	b->avr->custom.data = b;
	b->plate = plate;
	b->plate->at = 0;
	b->sps = sps;
	b->stop = UINT64_MAX;
	memset(b->eeprom, 0xff, sizeof(b->eeprom));
	if (eeprom)
		memcpy(b->eeprom, eeprom, sizeof(b->eeprom));
	memcpy(((avr_eeprom_t *)board_module(b, "eeprom"))->eeprom, b->eeprom, sizeof(b->eeprom));
	b->avr->data[MCUSR] = 1;
	wire(b);
	b->chip.input = input;
	b->chip.noise = noise;
	b->chip.dout = dout_moved;
	b->chip.read = chip_read;
	b->chip.param = b;
	b->chip.random = (uint32_t)plate->seed;
	hx711_power_up(&b->chip, sps, 0);
	show_pins(b);
	return b;
}

struct board *board_free(struct board *b)
{
	if (!b)
		return NULL;
	avr_terminate(b->avr);
	free(b->avr);
	free(b->writes);
	free(b);
	return NULL;
}
