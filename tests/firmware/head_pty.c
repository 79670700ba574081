// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The load-cell head on a pseudo terminal: the real image in simavr, at the pace of the wall clock
 * and never ahead of it, so that a Modbus master (the daemon, mbpoll, a person) can talk to it and
 * somebody can put loads on its plate, break its cell or pull its plug by commands.
 */
#include "pty.h"
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static const char usage[] =
	"head_pty [OPTION...] LINK: the load-cell head in simavr, on a pseudo terminal that LINK "
	"leads to\n"
	"  --calibrated     calibrate it first (step 50 g, max 200 kg), by its own commands\n"
	"  --eeprom FILE    keep its EEPROM there; one that is there is used as it is\n"
	"  --control SOCKET take commands from a Unix socket; otherwise from standard input\n"
	"  --sps 10|80      as the chip's RATE pin is wired (10)\n"
	"  --noise NV       noise of the cell, nanovolts rms (0)\n"
	"  --seed N         of that noise (1)\n"
	"Commands, a line each, answered `ok` once a number of the new state was taken:\n"
	"  put KG | lift | jumper on|off | noise NV | unplug | plug | cut\n"
	"  fault never-ready|stuck|stuck-low|ones|saturated|tail|flip|none\n"
	"  shake GRAMS (0: stop) | warm KELVIN SECONDS | state\n"
	"Its line is 19200 8N1, address 1. It ends at the end of standard input, or by a signal.\n";

static volatile sig_atomic_t ended;

static void end(int sig)
{
	(void)sig;
	ended = 1;
}

// Bring the board to the present, a millisecond at a time; what a busy machine lost is lost.
static void catch_up(struct head *h)
{
	uint64_t due = h->zero_cycles + (head_wall_ns() - h->zero_ns) * CYCLES_PER_US / 1000;
	uint64_t now = board_now(h->board);
	bool late = due > now + CYCLES_PER_S / 10;
	const char *fault;

	if (late)
		due = now + CYCLES_PER_S / 100;
	while (board_now(h->board) < due) {
		uint64_t left = due - board_now(h->board);

		board_run(h->board, left < 1000 * CYCLES_PER_US ? left : 1000 * CYCLES_PER_US);
		pty_line_out(&h->line, h->board);
	}
	if (late)
		head_set_clock(h);
	head_keep(h);
	fault = board_take_fault(h->board);
	if (fault)
		fprintf(stderr, "head_pty: %s\n", fault);
}

static void serve(struct head *h)
{
	while (!ended && !h->control.ended) {
		struct pollfd fds[3] = { { .fd = h->line.fd, .events = POLLIN },
			{ .fd = h->control.fd, .events = POLLIN },
			{ .fd = h->control.fd < 0 ? h->control.listening : -1, .events = POLLIN } };

		if (poll(fds, 3, 1) < 0 && errno != EINTR)
			return;
		if (fds[0].revents & POLLIN)
			pty_line_in(&h->line);
		pty_line_deliver(&h->line, h->board);
		catch_up(h);
		if (fds[1].revents || fds[2].revents)
			pty_control_read(&h->control);
		pty_control_act(h);
	}
}

static void load_eeprom(const struct head *h, uint8_t *eeprom, bool *ret_there)
{
	FILE *f = h->eeprom_path ? fopen(h->eeprom_path, "rb") : NULL;

	*ret_there = f && fread(eeprom, 1, BOARD_EEPROM, f) == BOARD_EEPROM;
	if (f)
		fclose(f);
}

static int start(struct head *h, bool calibrated)
{
	uint8_t eeprom[BOARD_EEPROM];
	struct plate quiet;
	bool there;

	memset(eeprom, 0xff, sizeof(eeprom));
	load_eeprom(h, eeprom, &there);
	plate_200kg(&quiet, 1);
	if (calibrated && !there && bench_calibrate(&quiet, h->sps, eeprom) < 0)
		return -1;
	h->board = board_new(bench_image(), eeprom, &h->plate, h->sps);
	if (!h->board) {
		fprintf(stderr, "head_pty: no image %s: make firmware\n", bench_image());
		return -1;
	}
	h->kept_writes = SIZE_MAX;
	head_keep(h);
	return 0;
}

static int options(struct head *h, int argc, char **argv, const char **ret_control)
{
	static const struct option known[] = { { "calibrated", 0, NULL, 'c' },
		{ "eeprom", 1, NULL, 'e' }, { "control", 1, NULL, 's' }, { "sps", 1, NULL, 'r' },
		{ "noise", 1, NULL, 'n' }, { "seed", 1, NULL, 'd' }, { NULL, 0, NULL, 0 } };
	bool calibrated = false;
	double noise = 0;
	uint64_t seed = 1;

	h->sps = 10;
	for (int o; (o = getopt_long(argc, argv, "", known, NULL)) != -1;) {
		if (o == '?')
			return -1;
		calibrated |= o == 'c';
		h->eeprom_path = o == 'e' ? optarg : h->eeprom_path;
		*ret_control = o == 's' ? optarg : *ret_control;
		h->sps = o == 'r' ? atof(optarg) : h->sps;
		noise = o == 'n' ? atof(optarg) : noise;
		seed = o == 'd' ? strtoull(optarg, NULL, 10) : seed;
	}
	plate_200kg(&h->plate, seed);
	plate_noise(&h->plate, noise);
	h->line.link = argv[optind];
	return optind + 1 != argc || (h->sps != 10 && h->sps != 80) ? -1 : calibrated;
}

int main(int argc, char **argv)
{
	static struct head h = { .line = { .fd = -1, .held = -1 } };
	const char *control = NULL;
	int calibrated = options(&h, argc, argv, &control), rc;

	if (calibrated < 0) {
		fputs(usage, stderr);
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGTERM, end);
	signal(SIGINT, end);
	signal(SIGPIPE, SIG_IGN);
	if (start(&h, calibrated) < 0)
		return 1;
	rc = pty_control_open(&h.control, control);
	if (rc == 0)
		rc = pty_line_plug(&h.line);
	if (rc < 0) {
		fprintf(stderr, "head_pty: %s\n", strerror(-rc));
		return 1;
	}
	head_set_clock(&h);
	printf("ready\n");
	fflush(stdout);
	serve(&h);
	pty_line_unplug(&h.line);
	if (control)
		unlink(control);
	board_free(h.board);
	return 0;
}
