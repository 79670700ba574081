// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What comes to the printer over its connections: labels for zpl_decode, and questions,
 * which are answered at once. When the printer's memory is full it stops taking bytes.
 */
#pragma once
#include "sim_printer.h"

void sim_client_accept(struct sim_printer *p);
void sim_client_close(struct sim_client *c);
/* Takes bytes again when there is room. */
void sim_client_go_on(struct sim_client *c);
