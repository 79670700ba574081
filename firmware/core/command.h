/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands of register 32: what is done at once, what takes 16 s of conversions, and the writing
 * of the record that comes of it, a byte at a time.
 */
#ifndef HEAD_COMMAND_H
#define HEAD_COMMAND_H

#include "head.h"

/* Carries out or begins a command; register 32 then reads how it went. */
void command_give(struct head *h, uint16_t code, uint32_t now_ms);

/* A good conversion came: a capture under way takes it, or ends if it is no longer stable. */
void command_conversion(struct head *h, uint32_t now_ms);

/* The one under way, if any, ends refused. */
void command_refuse_task(struct head *h, uint8_t refusal);

/* What registers 35 to 41 read once the record in force has changed. */
void command_wanted_from_record(struct head *h);

#endif
