// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Figures as people read them, on paper, charts and in text (field rules, 5.3): thousands apart, in French by a
 * narrow space that does not break, in English by a comma. What machines read is never written so. The page
 * has the same in /base/lang.js.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TYPESET_THIN "\xE2\x80\xAF" /* U+202F, between thousands */
#define TYPESET_JOINT "\xC2\xA0"    /* U+00A0, before a unit */
enum { TYPESET_SIZE = 48 };         /* is enough for any figure */

/* "-1234,5" with its thousands apart; what stands behind its digits stays. Returns buf, as these all. */
char *typeset_number(const char *plain, bool french, char *buf, size_t size);
/* As mass_format_kg(), for people. */
char *typeset_kg(int64_t mg, unsigned decimals, bool french, char *buf, size_t size);
char *typeset_count(int64_t count, bool french, char *buf, size_t size);
/* Nothing to read in it: empty, or spaces of any width. */
bool typeset_is_blank(const char *text);
/* For "%*s", so that a figure takes so many letters: it is longer in bytes. */
int typeset_width(const char *figure, int letters);
