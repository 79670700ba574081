// SPDX-License-Identifier: GPL-3.0-or-later
/* The layout of running text, of the calling thread: what type.c and flow.c share. */
#pragma once
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdint.h>

/* Without grey, in that face and size; lent until the next call. */
PangoLayout *type_running(bool bold, uint32_t size);
