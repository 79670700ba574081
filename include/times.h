// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * a x b / c where the product has no room in 64 bits, on every machine we build for: 32-bit ARM's compiler has no
 * __int128. Exact; c is at least 1, and INT64_MAX at most.
 */
#pragma once
#include <stdint.h>

/* Toward zero; what has no room is INT64_MAX or -INT64_MAX. */
int64_t times_over(int64_t a, int64_t b, int64_t c);

/* Half away from zero, 0; or -ERANGE. */
int times_rounded(int64_t a, int64_t b, int64_t c, int64_t *ret);
