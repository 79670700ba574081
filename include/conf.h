// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * station.conf: ini with named sections, [scale NAME]. Read once. Every mistake is
 * collected with file:line and said at the end, in French and English: indented key,
 * unknown key, unknown section, over-long line, inline ';', value out of range, doubled
 * key or section. inih is fed by our own line reader, which knows line numbers.
 *
 * How to use: conf_read(); then each module takes its sections and reads its keys with the
 * getters, which note mistakes; conf_check_unused() notes every key nobody asked for;
 * conf_mistakes() > 0 means: say them (conf_print) and exit 2.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "cleanup.h"
#include "lang.h"
#include "names.h"

struct conf;
struct conf_section;

/* 0: read, perhaps with mistakes; -errno: the file cannot be read at all. */
int conf_read(const char *path, struct conf **ret_conf);
/* The same from memory; name is what mistakes call it. */
int conf_read_text(const char *name, const char *text, size_t size, struct conf **ret_conf);
/*
 * More of it, from memory: keys that [site] does not have, sections whose name no other has; what stands
 * there already stays. Mistakes in it have no line.
 */
int conf_add_text(struct conf *c, const char *text, size_t size);
struct conf *conf_free(struct conf *c);

/* The first section of that kind after `after` (NULL: from the start), or NULL. */
struct conf_section *conf_section(struct conf *c, const char *kind, struct conf_section *after);
const char *conf_section_name(const struct conf_section *s); /* "" when unnamed */
const char *conf_section_kind(const struct conf_section *s);
struct conf_section *conf_any_section(struct conf *c); /* the first, of whatever kind; NULL: none */
struct conf *conf_whole(struct conf_section *s);
const char *conf_path(const struct conf *c);
/* A scale, scanner, printer or panel of c that is the same thing as s, whatever it is there; NULL: none. */
struct conf_section *conf_same_device(struct conf *c, const struct conf_section *s);
/* A name that no section of kind has: word, word2 … */
void conf_free_name(struct conf *c, const char *kind, const char *word, char ret_name[DEVICE_SIZE]);

/*
 * Getters: the value, or the default; a bad value is noted and the default returned. A
 * section that is not in the file is NULL, and has no keys.
 */
const char *conf_text(struct conf_section *s, const char *key, const char *otherwise);
int64_t conf_int(
	struct conf_section *s, const char *key, int64_t least, int64_t most, int64_t otherwise);
bool conf_bool(struct conf_section *s, const char *key, bool otherwise); /* yes/no oui/non */
/* Kilograms, comma or dot -> milligrams. */
int64_t conf_kg(struct conf_section *s, const char *key, int64_t otherwise_mg);
/* A day that exists, YYYY-MM-DD, or "". */
void conf_day(struct conf_section *s, const char *key, char ret_day[DAY_SIZE]);
/* One of a NULL-terminated list: its index. */
int conf_choice(struct conf_section *s, const char *key, const char *const *words, int otherwise);

/*
 * The keys that begin with prefix, in the order of the file: the name of the one after
 * `after` (NULL: the first), whole, or NULL. Does not count as asking for its value.
 */
const char *conf_key_after(struct conf_section *s, const char *prefix, const char *after);

/* A module's own mistake, at the line of key (or of the section when key is NULL or absent). */
void conf_mistake(struct conf_section *s, const char *key, const struct sentence *why);
/* A mistake of the whole file, such as a section that must be there: at line 1. */
void conf_file_mistake(struct conf *c, const struct sentence *why);
/* Notes a second section whose key is the same, or names the same file: two cannot have it. */
void conf_alone(struct conf_section *s, const char *key);
/* Notes key as missing, unless the section has it. */
void conf_need(struct conf_section *s, const char *key);
void conf_check_unused(struct conf *c, const char *const *known_kinds);
size_t conf_mistakes(const struct conf *c);
/* The first of them and its line (0: of what was added); false: there is none. */
bool conf_first_mistake(const struct conf *c, unsigned *ret_line, struct sentence *ret_why);
/* Each mistake on a line of its own: file:line: sentence. */
void conf_print(const struct conf *c, enum lang lang, FILE *out);

CLEANUP_OF(struct conf, conf_free);
