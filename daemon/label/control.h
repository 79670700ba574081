// SPDX-License-Identifier: GPL-3.0-or-later
/* A control barcode on a sheet whose boxes tests can see. */
#pragma once
#include "drawing.h"

/* name large; full below it where there is room. Errors as label_control(). */
int control_draw(struct drawing *s, const char *control, const char *name, const char *full);
