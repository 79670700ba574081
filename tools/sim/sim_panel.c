// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The button box: says contacts and heartbeats, obeys lamps and sounds, and puts its lamps
 * out when the daemon has been silent for three seconds.
 */
#include "sim_panel.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { BEAT_TICKS = 5, QUIET_TICKS = 30, HOLD_TICKS = 2 };

void sim_panel_init(struct sim_panel *p)
{
	*p = (struct sim_panel){ 0 };
	sim_line_init(&p->line, "panel");
}

static int say(struct sim_panel *p, const char *text)
{
	return sim_line_send(&p->line, text, strlen(text));
}

static bool is_name(const char *word)
{
	size_t len = strlen(word);

	return len > 0 && len < PANEL_WORD &&
	       strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

static void set_lamp(struct sim_panel *p, const char *name, const char *state)
{
	for (struct sim_lamp *l = p->lamps; l < p->lamps + PANEL_LAMPS; l++) {
		if (l->name[0] && strcmp(l->name, name))
			continue;
		(void)snprintf(l->name, sizeof(l->name), "%s", name);
		(void)snprintf(l->state, sizeof(l->state), "%s", state);
		return;
	}
}

static void lamps_out(struct sim_panel *p)
{
	for (struct sim_lamp *l = p->lamps; l < p->lamps + PANEL_LAMPS; l++)
		(void)snprintf(l->state, sizeof(l->state), "off");
}

static void introduce(struct sim_panel *p)
{
	char line[PANEL_LINE];

	(void)say(p, "I bascule-box 1\n");
	if (!p->held[0])
		return;
	(void)snprintf(line, sizeof(line), "P %s\n", p->held);
	(void)say(p, line);
}

static void obey(struct sim_panel *p, const char *line)
{
	char lamp[PANEL_WORD], state[PANEL_WORD];

	p->quiet = 0;
	if (!strcmp(line, "?"))
		introduce(p);
	else if (sscanf(line, "L %15s %15s", lamp, state) == 2 && is_name(lamp))
		set_lamp(p, lamp, state);
	else if (!strncmp(line, "B ", 2)) {
		(void)snprintf(p->sound, sizeof(p->sound), "%s", line + 2);
		p->sounds++;
	}
}

static void take(struct sim_panel *p)
{
	char bytes[256];
	size_t n = sim_line_take(&p->line, bytes, sizeof(bytes));

	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n') {
			p->got[p->got_len] = '\0';
			obey(p, p->got);
			p->got_len = 0;
		} else if (bytes[i] != '\r' && p->got_len < sizeof(p->got) - 1) {
			p->got[p->got_len++] = bytes[i];
		}
	}
}

static void let_go(struct sim_panel *p)
{
	char line[PANEL_LINE];

	(void)snprintf(line, sizeof(line), "R %s\n", p->held);
	(void)say(p, line);
	p->held[0] = '\0';
	p->released = p->presses;
}

void sim_panel_tick(struct sim_panel *p)
{
	if (p->held[0] && --p->hold == 0)
		let_go(p);
	if (!sim_line_read_by_somebody(&p->line)) {
		p->got_len = 0;
		p->quiet = QUIET_TICKS;
	} else {
		take(p);
	}
	if (p->quiet < QUIET_TICKS)
		p->quiet++;
	else
		lamps_out(p);
	if (++p->beat % BEAT_TICKS == 0)
		(void)say(p, "H\n");
}

int sim_panel_press(struct sim_panel *p, const char *button, uint64_t *ret_ticket)
{
	char line[3 * PANEL_LINE];
	int r;

	if (!is_name(button))
		return -EINVAL;
	if (p->held[0])
		return -EBUSY;
	(void)snprintf(line, sizeof(line), "P %s\nR %s\nP %s\n", button, button, button);
	r = say(p, line);
	if (r < 0)
		return r;
	(void)snprintf(p->held, sizeof(p->held), "%s", button);
	p->hold = HOLD_TICKS;
	*ret_ticket = ++p->presses;
	return 0;
}

bool sim_panel_let_go(const struct sim_panel *p, uint64_t ticket)
{
	return p->released >= ticket;
}
