// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales over Modbus: what the driver's files share. scale_modbus.c asks and hears, in the
 * loop; modbus_command.c brings a command to its end; modbus_conf.c reads station.conf.
 */
#pragma once
#include "driver.h"
#include "modbus_wire.h"
#include "parse_modbus.h"
#include "worker.h"

enum line_state { LINE_CLOSED, LINE_CONNECTING, LINE_CONNECTED, LINE_OPEN };
enum command_state {
	COMMAND_NONE,
	COMMAND_FIRST_WORD,
	COMMAND_SECOND_WORD,
	COMMAND_CODE,
	COMMAND_ANSWER
};

struct bus {
	struct scale *scale;
	struct modbus_map map;
	struct wire wire;
	struct worker *worker;
	struct loop_source *timer;
	enum line_state state;
	int last_error; /* of the last try to connect */
	unsigned generation;
	uint64_t poll_us;
	unsigned retries;
	unsigned tries; /* failed since the last good answer to this question */
	unsigned missed;
	uint64_t answered_boot_us;
	struct modbus_pulse pulse;
	enum command_state command_state;
	bool ask_command; /* the next question is about the command */
	struct scale_command command;
	struct wire_job asked; /* the job under way */
};

/* ---- modbus_command.c: one command at a time ---- */
int command_begin(struct scale *s, const struct scale_command *c);
/* The job that the command's state asks for. */
struct wire_job command_job(const struct bus *b);
/* Its job was answered. */
void command_went(struct bus *b, const struct wire_result *result);
/* It is over; nothing happens when none is under way. */
void command_end(struct bus *b, int error, enum scale_refusal refusal);
/* Whether the job under way is the command's. */
bool command_asked(const struct bus *b);

/* ---- modbus_conf.c ---- */
extern const char *const modbus_options[];
/* Its keys, without anything being opened; mistakes go to the file. */
int modbus_conf_read(struct bus *b, struct conf_section *section);
