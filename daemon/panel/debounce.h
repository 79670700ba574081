// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One contact without its bounce. Pure: times come with the calls. A level counts when it
 * has stayed for hold_us after its last edge; the same rule for every kind of panel.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct debounce {
	uint64_t hold_us;
	bool closed;  /* as last decided */
	bool raw;     /* as last seen */
	bool waiting; /* an edge has not been decided yet */
	uint64_t edge_us;
};

enum debounced { DEBOUNCE_NOTHING, DEBOUNCE_PRESSED, DEBOUNCE_RELEASED };

/* The contact as it is at opening: decides nothing, a button held then was not pressed. */
void debounce_start(struct debounce *d, uint64_t hold_us, bool closed);
/* An edge, or several, were seen and the contact is now so. */
void debounce_edge(struct debounce *d, bool closed, uint64_t now_us);
/* When to look again, 0: nothing to decide. */
uint64_t debounce_due_us(const struct debounce *d);
/*
 * The contact closed and opened again, and nobody saw how long between: a press, at once, if
 * it was open before. What bounces after that is not decided before it is at rest.
 */
enum debounced debounce_tap(struct debounce *d, uint64_t now_us);
enum debounced debounce_decide(struct debounce *d, uint64_t now_us);
