// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The scanner: code and CR in one piece.
 */
#include "sim_scanner.h"
#include <stdio.h>
#include <string.h>

void sim_scanner_init(struct sim_scanner *s)
{
	*s = (struct sim_scanner){ 0 };
	sim_line_init(&s->line, "scanner");
}

int sim_scanner_scan(struct sim_scanner *s, const char *code)
{
	char line[SCANNED_SIZE + 2];
	int n = snprintf(line, sizeof(line), "%s\r", code);
	int r = sim_line_send(&s->line, line, strlen(line));

	if (r == 0)
		(void)snprintf(s->last, sizeof(s->last), "%.*s", n - 1, code);
	return r;
}

void sim_scanner_tick(struct sim_scanner *s)
{
	char commands[64];

	if (sim_line_read_by_somebody(&s->line))
		(void)sim_line_take(&s->line, commands, sizeof(commands));
}
