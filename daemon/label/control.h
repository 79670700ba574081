// SPDX-License-Identifier: GPL-3.0-or-later
/* A control barcode on a label whose boxes tests can see. */
#pragma once
#include "drawing.h"

/* As label_control(). */
int control_draw(struct drawing *s, const struct control_cell *cell);
