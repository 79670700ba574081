// SPDX-License-Identifier: GPL-3.0-or-later
/* The languages that the daemon speaks itself. */
#include "language.h"
#include "zpl.h"

const struct print_language *const print_languages[PRINT_LANGUAGES] = { &zpl_language };
