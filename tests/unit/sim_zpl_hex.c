// SPDX-License-Identifier: GPL-3.0-or-later
/* See sim_zpl.c. */
#include "../../tools/sim/zpl_hex.c"
