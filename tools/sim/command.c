// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A command line -> what it does to a device, and when it is done: after the device has
 * sent what shows the new state, so that a script's next step finds it seen.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "sim.h"

static const struct outcome done = { 0 };

static bool end(struct outcome *ret, int code, const char *key, const char *device)
{
	*ret = (struct outcome){ .code = code, .key = key, .device = device };
	return true;
}

static bool wait_for(struct command *c, enum command_wait what, uint64_t ticket)
{
	c->wait = what;
	c->ticket = ticket;
	c->ticks = 0;
	return false;
}

static struct sim_line *find_line(struct sim *sim, const char *name)
{
	struct sim_line *lines[] = { &sim->scale.line, &sim->scanner.line, &sim->panel.line };

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (!strcmp(lines[i]->name, name))
			return lines[i];
	return NULL;
}

static bool unplug(struct sim *sim, const char *name, struct outcome *ret)
{
	struct sim_line *l = find_line(sim, name);

	if (!strcmp(name, "head") && sim->has_head)
		sim_head_unplug(&sim->head);
	else if (l)
		sim_line_unplug(l);
	else if (!strcmp(name, "printer"))
		sim_printer_unplug(&sim->printer);
	else
		return end(ret, 2, "sim_no_such_device", NULL);
	return end(ret, 0, NULL, NULL);
}

static bool plug_head(struct sim *sim, struct command *c, struct outcome *ret)
{
	if (sim_head_plug(&sim->head) < 0)
		return end(ret, 3, "sim_plug_failed", NULL);
	return wait_for(c, WAIT_HEAD, sim_head_plugged(&sim->head));
}

static bool plug(struct sim *sim, const char *name, struct command *c, struct outcome *ret)
{
	struct sim_line *l = find_line(sim, name);
	int r;

	if (!strcmp(name, "head") && sim->has_head)
		return plug_head(sim, c, ret);
	if (!l && strcmp(name, "printer"))
		return end(ret, 2, "sim_no_such_device", NULL);
	r = l ? sim_line_plug(l) : sim_printer_plug(&sim->printer);
	if (r < 0)
		return end(ret, 3, "sim_plug_failed", NULL);
	if (l == &sim->scale.line)
		return wait_for(c, WAIT_SCALE, sim_scale_plugged(&sim->scale));
	return end(ret, 0, NULL, NULL);
}

static bool put(struct sim *sim, const char *text, struct command *c, struct outcome *ret)
{
	int64_t mg;

	if (sscanf(text, "%" SCNd64, &mg) != 1)
		return end(ret, 2, "sim_bad_command", NULL);
	return wait_for(c, WAIT_SCALE, sim_scale_put(&sim->scale, mg));
}

static bool set_switch(
	const char *word, const char *on, const char *off, bool *what, struct outcome *ret)
{
	if (strcmp(word, on) && strcmp(word, off))
		return end(ret, 2, "sim_bad_command", NULL);
	*what = !strcmp(word, on);
	*ret = done;
	return true;
}

/* What is done to the platform, its jumper and its wires. */
static bool head_command(struct sim *sim, const char *line, struct command *c, struct outcome *ret)
{
	struct sim_head *h = &sim->head;
	const char *rest = strrchr(line, ' ') + 1;
	uint64_t ticket;
	int64_t mg;

	if (!sim->has_head)
		return end(ret, 1, "sim_no_head", NULL);
	if (sscanf(line, "platform put %" SCNd64, &mg) == 1)
		ticket = sim_head_put(h, mg);
	else if (!strcmp(line, "platform lift"))
		ticket = sim_head_put(h, 0);
	else if (!strcmp(line, "jumper open") || !strcmp(line, "jumper closed"))
		ticket = sim_head_jumper(h, !strcmp(rest, "closed"));
	else if (!strcmp(line, "wires right") || !strcmp(line, "wires reversed"))
		ticket = sim_head_wires(h, !strcmp(rest, "reversed"));
	else
		return end(ret, 2, "sim_bad_command", NULL);
	return wait_for(c, WAIT_HEAD, ticket);
}

bool sim_command(
	struct sim *sim, const char *line, struct command *command, struct outcome *ret_outcome)
{
	size_t verb = strcspn(line, " ");
	const char *rest = line + verb + (line[verb] == ' ');

	*command = (struct command){ 0 };
	(void)snprintf(command->code, sizeof(command->code), "%s", rest);
	if (!strncmp(line, "put ", 4))
		return put(sim, rest, command, ret_outcome);
	if (!strcmp(line, "lift"))
		return wait_for(command, WAIT_SCALE, sim_scale_put(&sim->scale, 0));
	if (!strncmp(line, "scan ", 5))
		return wait_for(command, WAIT_SCANNER, 0);
	if (!strncmp(line, "press ", 6))
		return wait_for(command, WAIT_PANEL, 0);
	if (!strncmp(line, "unplug ", 7))
		return unplug(sim, rest, ret_outcome);
	if (!strncmp(line, "plug ", 5))
		return plug(sim, rest, command, ret_outcome);
	if (!strncmp(line, "paper ", 6))
		return set_switch(rest, "out", "in", &sim->printer.paper_out, ret_outcome);
	if (!strncmp(line, "cover ", 6))
		return set_switch(rest, "open", "closed", &sim->printer.cover_open, ret_outcome);
	if (!strncmp(line, "platform ", 9) || !strncmp(line, "jumper ", 7) ||
		!strncmp(line, "wires ", 6))
		return head_command(sim, line, command, ret_outcome);
	return end(ret_outcome, 2, "sim_bad_command", NULL);
}

/* A state that stays until it is seen: a reader may be on its way back, a load still swings. */
static bool state_done(
	struct sim_line *l, bool shown, bool resting, const struct command *c, struct outcome *ret)
{
	if (shown)
		return end(ret, 0, NULL, NULL);
	if (!sim_line_plugged(l))
		return end(ret, 0, "sim_unplugged", l->name);
	if (sim_line_read_by_somebody(l) || !resting)
		return false;
	return c->ticks >= PATIENCE_TICKS && end(ret, 0, "sim_nobody_reads", l->name);
}

static bool scale_done(struct sim *sim, struct command *c, struct outcome *ret)
{
	struct sim_scale *s = &sim->scale;

	return state_done(&s->line, sim_scale_shown(s, c->ticket), s->swing.resting, c, ret);
}

static bool head_done(struct sim *sim, struct command *c, struct outcome *ret)
{
	struct sim_head *h = &sim->head;

	return state_done(
		&h->line, sim_head_shown(h, c->ticket), h->platform.swing.resting, c, ret);
}

static bool scanner_done(struct sim *sim, struct command *c, struct outcome *ret)
{
	int r = sim_scanner_scan(&sim->scanner, c->code);

	if (r == 0)
		return end(ret, 0, NULL, NULL);
	if (r == -ENODEV)
		return end(ret, 1, "sim_unplugged", "scanner");
	return c->ticks >= PATIENCE_TICKS && end(ret, 1, "sim_nobody_reads", "scanner");
}

static bool panel_done(struct sim *sim, struct command *c, struct outcome *ret)
{
	int r;

	if (c->ticket)
		return sim_panel_let_go(&sim->panel, c->ticket) && end(ret, 0, NULL, NULL);
	r = sim_panel_press(&sim->panel, c->code, &c->ticket);
	if (r == -EINVAL)
		return end(ret, 2, "sim_bad_button", NULL);
	if (r == -ENODEV)
		return end(ret, 1, "sim_unplugged", "panel");
	return c->ticks >= PATIENCE_TICKS && end(ret, 1, "sim_nobody_reads", "panel");
}

bool sim_command_done(struct sim *sim, struct command *command, struct outcome *ret_outcome)
{
	bool ended = true;

	switch (command->wait) {
	case WAIT_SCALE:
		ended = scale_done(sim, command, ret_outcome);
		break;
	case WAIT_SCANNER:
		ended = scanner_done(sim, command, ret_outcome);
		break;
	case WAIT_PANEL:
		ended = panel_done(sim, command, ret_outcome);
		break;
	case WAIT_HEAD:
		ended = head_done(sim, command, ret_outcome);
		break;
	case WAIT_NOTHING:
		*ret_outcome = done;
		break;
	}
	command->ticks++;
	return ended;
}
