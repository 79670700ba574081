// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a page or a label can show of words that people typed. A letter that no font of this machine has would
 * be a box with its number in it: pictures (emoji) are left out, of any other letter stands U+FFFD that
 * there was one; what has nothing else is that alone. Bytes that are no UTF-8 are U+FFFD, too.
 */
#pragma once
#include <stdbool.h>

/* Of Latin, Greek, Cyrillic and common marks: every letter is there, from left to right. */
bool letters_plain(const char *text);
/* Control characters stay. Free it. */
char *letters_shown(const char *text);
