// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The simulated devices and what they share. One process keeps them alive: each speaks its
 * real protocol on a pty or a loopback socket, and knows nothing of who listens. A tick of
 * 100 ms drives them all. Commands come as lines on a socket (control.c) or from the bench
 * page (bench.c); both end in sim_command(). The state folder is the working folder.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "loop.h"
#include "names.h"
#include "sim_head.h"
#include "sim_line.h"
#include "sim_panel.h"
#include "sim_printer.h"
#include "sim_scale.h"
#include "sim_scanner.h"

enum { TICK_US = 100 * 1000, PATIENCE_TICKS = 30, COMMAND_SIZE = 600 };

struct control;
struct bench;

struct sim {
	struct loop *loop;
	struct loop_source *tick;
	struct loop_source *on_int, *on_term;
	char page[128]; /* address of the station's page, "" if unknown */
	struct sim_scale scale;
	struct sim_scanner scanner;
	struct sim_printer printer;
	struct sim_panel panel;
	bool has_head; /* else head is not there */
	struct sim_head head;
	struct control *control;
	struct bench *bench;
};

/* What became of a command: exit code and sentence of the one who gave it. */
struct outcome {
	int code;        /* 0 done, 1 refused, 2 wrong usage */
	const char *key; /* sentence, NULL: nothing to say */
	const char *device;
};

/* Whose frame a command waits for. */
enum command_wait { WAIT_NOTHING, WAIT_SCALE, WAIT_SCANNER, WAIT_PANEL, WAIT_HEAD };

/* A command under way: done when its device has sent what shows the new state. */
struct command {
	enum command_wait wait;
	uint64_t ticket; /* of that device */
	unsigned ticks;  /* waited so far */
	char code[SCANNED_SIZE];
};

/*
 * Starts "put MG", "lift", "scan CODE", "press NAME", "unplug DEVICE", "plug DEVICE",
 * "paper out|in", "cover open|closed", "platform put MG", "platform lift", "jumper open|closed",
 * "wires right|reversed". True: *ret_outcome is final; false: ask
 * sim_command_done() at each tick.
 */
bool sim_command(
	struct sim *sim, const char *line, struct command *command, struct outcome *ret_outcome);
bool sim_command_done(struct sim *sim, struct command *command, struct outcome *ret_outcome);

/* control.c: the socket "control". 0 or -errno; -EADDRINUSE: this folder has a simulator. */
int control_new(struct sim *sim, struct control **ret_control);
void control_tick(struct control *c);
struct control *control_free(struct control *c);

/* bench.c: the page to play with, port 0: as before or any. 0 or -errno. */
int bench_new(struct sim *sim, struct bench **ret_bench);
unsigned bench_port(const struct bench *b);
struct bench *bench_free(struct bench *b);

/*
 * The port a service had last time, kept in NAME.port, so that addresses written into a
 * station.conf stay right: 0 when there is none.
 */
uint16_t sim_port_read(const char *name);
int sim_port_write(const char *name, uint16_t port);
/* A listening socket on 127.0.0.1, on the port it had or any. Descriptor or -errno. */
int sim_listen(const char *name, uint16_t *ret_port);
/* All of it or nothing: written beside, renamed. 0 or -errno. */
int sim_write_file(const char *path, const void *bytes, size_t size);

/* The programs behind the words of the command line; each returns an exit code. */
int serve_run(const char *dir, const char *page, bool head);
int client_run(const char *dir, const char *line);
/*
 * Prints the number of weighings. until: number of the last day (day.h), 0: yesterday. full: with
 * containers, operators, partners, places and slips, whose weighings come to those of the year.
 */
enum { KITCHEN_DAYS = 30 };
struct sample_order {
	unsigned days;
	int64_t until; /* the last of them, 0: yesterday */
	bool full,
		kitchen; /* with all that a trade's day has; a workshop's month, not a recyclerie's year; both: both */
};
int sample_run(const char *config, const struct sample_order *want);

/* The language of the environment, else French. */
enum lang sim_language(void);
/* Sentence on stderr, in that language; device may be NULL. */
void sim_say(const char *key, const char *name, const char *value);
