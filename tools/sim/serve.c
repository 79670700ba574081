// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule-sim serve: makes the devices, plugs them in and keeps them alive until a signal.
 */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "log.h"
#include "sim.h"

static void on_tick(void *data)
{
	struct sim *sim = data;

	sim_scale_tick(&sim->scale);
	sim_scanner_tick(&sim->scanner);
	sim_panel_tick(&sim->panel);
	sim_printer_tick(&sim->printer);
	control_tick(sim->control);
	(void)loop_timer_arm(sim->tick, TICK_US);
}

static void on_end(void *data)
{
	loop_quit(((struct sim *)data)->loop, 0);
}

static int make_folder(const char *path)
{
	return mkdir(path, 0777) < 0 && errno != EEXIST ? -errno : 0;
}

/* The folder and its parents as they are needed; it becomes the working folder. */
static int enter(const char *dir)
{
	char path[PATH_MAX];
	int r;

	for (const char *slash = dir; (slash = strchr(slash + 1, '/'));) {
		(void)snprintf(path, sizeof(path), "%.*s", (int)(slash - dir), dir);
		r = make_folder(path);
		if (r < 0)
			return r;
	}
	r = make_folder(dir);
	if (r == 0 && chdir(dir) < 0)
		r = -errno;
	if (r == 0)
		r = make_folder("dev");
	return r == 0 ? make_folder("labels") : r;
}

static int make_devices(struct sim *sim)
{
	int r;

	sim_scale_init(&sim->scale);
	sim_scanner_init(&sim->scanner);
	sim_panel_init(&sim->panel);
	sim_printer_init(&sim->printer, sim->loop);
	r = sim_line_plug(&sim->scale.line);
	if (r == 0)
		r = sim_line_plug(&sim->scanner.line);
	if (r == 0)
		r = sim_line_plug(&sim->panel.line);
	if (r == 0)
		r = sim_printer_plug(&sim->printer);
	return r == 0 && sim->has_head ? sim_head_begin(&sim->head, sim->loop) : r;
}

static int make_loop(struct sim *sim)
{
	int r = loop_new(&sim->loop);

	if (r == 0)
		r = loop_add_signal(sim->loop, SIGINT, on_end, sim, &sim->on_int);
	if (r == 0)
		r = loop_add_signal(sim->loop, SIGTERM, on_end, sim, &sim->on_term);
	if (r == 0)
		r = loop_add_timer(sim->loop, "tick", LOOP_DEVICE, on_tick, sim, &sim->tick);
	return r;
}

static void unmake(struct sim *sim)
{
	sim->bench = bench_free(sim->bench);
	if (sim->control) { /* else the folder is another simulator's */
		sim_line_unplug(&sim->scale.line);
		sim_line_unplug(&sim->scanner.line);
		sim_line_unplug(&sim->panel.line);
		sim_printer_unplug(&sim->printer);
		sim_head_end(&sim->head);
	}
	sim->control = control_free(sim->control);
	loop_source_free(sim->tick);
	loop_source_free(sim->on_int);
	loop_source_free(sim->on_term);
	loop_free(sim->loop);
}

static int start(struct sim *sim, const char *dir)
{
	int r = enter(dir);

	if (r == 0)
		r = make_loop(sim);
	if (r == 0)
		r = control_new(sim, &sim->control);
	if (r == 0)
		r = make_devices(sim);
	if (r == 0)
		r = bench_new(sim, &sim->bench);
	return r == 0 ? loop_timer_arm(sim->tick, TICK_US) : r;
}

/* Who started us waits for this line: devices are there, and so is the page. */
static int run(struct sim *sim)
{
	(void)printf("bench http://127.0.0.1:%u/\n", bench_port(sim->bench));
	(void)fflush(stdout);
	return loop_run(sim->loop);
}

int serve_run(const char *dir, const char *page, bool head)
{
	struct sim sim = { .scale.line.master = -1,
		.scanner.line.master = -1,
		.panel.line.master = -1,
		.printer.fd = -1,
		.has_head = head,
		.head.line.master = -1,
		.head.eeprom = -1 };
	int r;

	(void)snprintf(sim.page, sizeof(sim.page), "%s", page);
	r = start(&sim, dir);
	if (r < 0)
		sim_say(r == -EADDRINUSE ? "sim_runs_already" : "sim_failed", "what",
			r == -EADDRINUSE ? dir : strerror(-r));
	else
		r = run(&sim);
	unmake(&sim);
	return r < 0 ? 3 : 0;
}
