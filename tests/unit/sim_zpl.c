// SPDX-License-Identifier: GPL-3.0-or-later
/* The simulator's ZPL reader, for the tests: it knows nothing of our encoder. */
#include "../../tools/sim/zpl_decode.c"
