// SPDX-License-Identifier: GPL-3.0-or-later
/* The list of kinds, as a table. (Alone in this file: a test adds one of its own.) */
#include "kinds.h"

const struct kind *const kinds[] = { KINDS(KIND_LISTED) NULL };
