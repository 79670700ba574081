// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of page, daemon, command line and label: one file per language and room under
 * daemon/lang (fr/page.json), compiled in, key -> sentence with {named} parameters. Read only
 * after lang_init(), from any thread.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "sentence.h"

enum lang { LANG_FR, LANG_EN, LANG_COUNT };

/* Parses the files. 0; -EINVAL: one is broken or a key in two (lint holds it: compiled in). */
int lang_init(void);

/* The template of a key; the key itself when there is none. Lint finds keys by this name. */
const char *lang_text(enum lang lang, const char *key);

/* A rendered sentence; returns buf; "" for a sentence without key. */
char *lang_say(enum lang lang, const struct sentence *s, char *buf, size_t size);

/* "fr" or "en"; also understands an Accept-Language header. -ENOENT: no language of ours. */
int lang_from_name(const char *name, enum lang *ret_lang);
const char *lang_name(enum lang lang);

/*
 * A day or a month in words: "1er janvier 2026", "January 2026". until: the last of the days that this one is the
 * first of, or NULL; what that says too is left out ("1er" of 1er au 31 janvier 2026). false: it is neither.
 */
enum { LANG_DAY_SIZE = 32 };
bool lang_day(enum lang lang, const char *text, const char *until, char *buf, size_t size);
