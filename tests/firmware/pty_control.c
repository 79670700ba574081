// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Commands for the simulated head, a line each. `ok` means that the image has taken at least one
 * whole number of the new state (or, when the cell is broken, that a second of its time has passed),
 * so that a test waits for the thing itself.
 */
#include "pty.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void head_set_clock(struct head *h)
{
	h->zero_ns = head_wall_ns();
	h->zero_cycles = board_now(h->board);
}

void head_keep(struct head *h)
{
	FILE *f;

	if (!h->eeprom_path || h->kept_writes == h->board->n_writes)
		return;
	h->kept_writes = h->board->n_writes;
	f = fopen(h->eeprom_path, "wb");
	if (!f || fwrite(h->board->eeprom, 1, BOARD_EEPROM, f) != BOARD_EEPROM)
		perror(h->eeprom_path);
	if (f)
		fclose(f);
}

void head_cut(struct head *h)
{
	uint8_t eeprom[BOARD_EEPROM];
	bool jumper = h->board->jumper;
	struct board *fresh;

	head_keep(h);
	memcpy(eeprom, h->board->eeprom, sizeof(eeprom));
	fresh = board_new(bench_image(), eeprom, &h->plate, h->sps);
	if (!fresh) {
		h->control.ended = true; // the image is gone
		return;
	}
	board_free(h->board);
	h->board = fresh;
	board_jumper(h->board, jumper);
	h->kept_writes = 0;
	head_set_clock(h);
}

int pty_control_open(struct pty_control *c, const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	c->listening = c->fd = -1;
	if (!path) {
		c->fd = STDIN_FILENO;
		c->out = STDOUT_FILENO;
		return 0;
	}
	if (strlen(path) >= sizeof(a.sun_path))
		return -ENAMETOOLONG;
	memcpy(a.sun_path, path, strlen(path) + 1);
	unlink(path);
	c->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->listening < 0 || bind(c->listening, (struct sockaddr *)&a, sizeof(a)) < 0 ||
		listen(c->listening, 4) < 0)
		return -errno;
	return 0;
}

static void hang_up(struct pty_control *c)
{
	if (c->listening < 0) {
		c->ended = true;
	} else {
		close(c->fd);
		c->fd = -1;
	}
	c->n = 0;
	c->waits = false;
}

void pty_control_read(struct pty_control *c)
{
	ssize_t n;

	if (c->fd < 0) {
		c->fd = c->out = accept4(c->listening, NULL, NULL, SOCK_CLOEXEC);
		return;
	}
	n = read(c->fd, c->text + c->n, sizeof(c->text) - c->n);
	if (n > 0)
		c->n += (size_t)n;
	else
		hang_up(c);
}

static void reply(struct pty_control *c, const char *text)
{
	if (c->fd >= 0 && write(c->out, text, strlen(text)) < 0)
		hang_up(c);
}

static void owe(struct head *h)
{
	h->control.waits = true;
	h->control.due_transfers = h->board->chip.transfers + 2;
	h->control.due_cycle = board_now(h->board) + CYCLES_PER_S;
}

static void pay(struct head *h)
{
	struct pty_control *c = &h->control;

	if (h->board->chip.transfers < c->due_transfers && board_now(h->board) < c->due_cycle)
		return;
	c->waits = false;
	reply(c, "ok\n");
}

static bool set_fault(struct head *h, const char *name)
{
	static const struct {
		const char *name;
		enum hx711_fault fault;
	} faults[] = { { "none", HX711_SOUND }, { "never-ready", HX711_NEVER_READY },
		{ "stuck", HX711_STUCK }, { "stuck-low", HX711_STUCK_LOW },
		{ "ones", HX711_ALL_ONES }, { "saturated", HX711_SATURATED },
		{ "tail", HX711_TAIL_LOW }, { "flip", HX711_FLIP } };

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (strcmp(name, faults[i].name) == 0) {
			hx711_set_fault(&h->board->chip, faults[i].fault);
			return true;
		}
	return false;
}

static void tell_state(struct head *h)
{
	char text[200];

	snprintf(text, sizeof(text),
		"load %.1f g, jumper %s, %ld numbers read, %zu EEPROM writes, %ld watchdog "
		"resets\n",
		h->plate.load_g, h->board->jumper ? "on" : "off", (long)h->board->chip.transfers,
		h->board->n_writes, (long)h->board->watchdog_resets);
	reply(&h->control, text);
}

// What touches neither plate nor chip is answered at once. True: done.
static bool at_once(struct head *h, const char *word)
{
	if (strcmp(word, "unplug") == 0)
		pty_line_unplug(&h->line);
	else if (strcmp(word, "plug") == 0)
		pty_line_plug(&h->line);
	else if (strcmp(word, "state") != 0)
		return false;
	if (strcmp(word, "state") == 0)
		tell_state(h);
	else
		reply(&h->control, "ok\n");
	return true;
}

static bool change(struct head *h, const char *word, const char *what, double a, double b)
{
	if (strcmp(word, "put") == 0)
		h->plate.load_g = a * 1000;
	else if (strcmp(word, "lift") == 0)
		h->plate.load_g = 0;
	else if (strcmp(word, "noise") == 0)
		plate_noise(&h->plate, a);
	else if (strcmp(word, "warm") == 0 && b > 0)
		plate_warm(&h->plate, a, b);
	else if (strcmp(word, "shake") == 0)
		h->plate.shake_g = a, h->plate.shake_hz = 3.1;
	else if (strcmp(word, "jumper") == 0)
		board_jumper(h->board, strcmp(what, "on") == 0);
	else if (strcmp(word, "cut") == 0)
		head_cut(h);
	else if (strcmp(word, "fault") != 0 || !set_fault(h, what))
		return false;
	return true;
}

static void obey(struct head *h, char *line)
{
	char word[32] = "", what[32] = "";
	double b = 0;

	if (sscanf(line, "%31s %31s %lf", word, what, &b) < 1 || at_once(h, word))
		return;
	if (change(h, word, what, strtod(what, NULL), b))
		owe(h);
	else
		reply(&h->control, "unknown\n");
}

void pty_control_act(struct head *h)
{
	struct pty_control *c = &h->control;
	char *end;

	if (c->waits)
		pay(h);
	while (!c->waits && (end = memchr(c->text, '\n', c->n))) {
		char line[sizeof(c->text)];
		size_t n = (size_t)(end - c->text) + 1;

		memcpy(line, c->text, n);
		line[n - 1] = '\0';
		memmove(c->text, c->text + n, c->n - n);
		c->n -= n;
		obey(h, line);
	}
	if (c->n == sizeof(c->text))
		c->n = 0; // no command is that long
}
