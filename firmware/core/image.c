// SPDX-License-Identifier: GPL-3.0-or-later
/* The register map of firmware/README.md, filled for each request: whatever one reads is of one moment. */
#include <string.h>
#include "head.h"
#include "weigh.h"

#define MAP_VERSION 1

static void put32(uint16_t *at, int32_t value)
{
	at[0] = (uint16_t)((uint32_t)value >> 16);
	at[1] = (uint16_t)value;
}

static void weights(const struct head *h, uint16_t *r)
{
	r[0] = MAP_VERSION;
	r[1] = h->status;
	put32(r + 2, h->weight.net_g);
	put32(r + 4, h->weight.gross_g);
	put32(r + 6, h->tare_g);
	put32(r + 8, h->weight.counts);
	put32(r + 24, h->weight.fine_g);
}

static void counters(const struct head *h, uint16_t *r)
{
	r[10] = h->heartbeat;
	r[11] = (uint16_t)(h->broken + h->doubtful + h->never_ready);
	r[15] = HEAD_FIRMWARE_VERSION;
	r[16] = (uint16_t)((uint16_t)h->watchdog_resets << 8 | h->reset_cause);
	r[17] = h->broken;
	r[18] = h->doubtful;
	r[19] = h->never_ready;
	r[20] = h->wrong_crc;
	r[21] = h->wrong_framing;
	r[22] = h->rate_per_10s;
}

static void calibration(const struct head *h, uint16_t *r)
{
	r[12] = h->record.span_counts ? h->record.step_g : 0;
	put32(r + 13, h->record.max_g);
	r[26] = h->record.number;
	put32(r + 27, h->record.zero_counts);
	put32(r + 29, h->record.span_counts);
	r[31] = (uint16_t)((h->status & HEAD_JUMPER ? 1 : 0) | h->whole << 1);
}

static void commands(const struct head *h, uint16_t *r)
{
	r[23] = h->task.progress;
	r[32] = h->command;
	put32(r + 33, h->wanted.span_mass_g);
	r[35] = h->wanted.step_g;
	put32(r + 36, h->wanted.max_g);
	r[40] = h->wanted.address;
	r[41] = h->wanted.baud_code;
}

void head_image(const struct head *h, uint16_t ret_registers[HEAD_REGISTERS])
{
	memset(ret_registers, 0, HEAD_REGISTERS * sizeof(*ret_registers));
	weights(h, ret_registers);
	counters(h, ret_registers);
	calibration(h, ret_registers);
	commands(h, ret_registers);
}
