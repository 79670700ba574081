// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A sentence to be said to a person, as a value: a key of daemon/lang and named
 * parameters. Rendered at the edges, in the language of whoever reads it. The key is at
 * the same time the error name that scripts see ("already_recorded").
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SENTENCE_PARAMS = 5, SENTENCE_VALUE_SIZE = 192 };

struct sentence {
	const char *key; /* static string; NULL: nothing to say */
	struct {
		const char *name; /* static string; NULL: unused */
		char value[SENTENCE_VALUE_SIZE];
		bool figure; /* its decimal sign is a comma here, and that of the language where it is read */
	} param[SENTENCE_PARAMS];
};

/* Sets the next free parameter; a value too long is cut at a character; too many are ignored. */
void sentence_param(struct sentence *s, const char *name, const char *value);
/* A mass in kilograms to the gram. */
void sentence_param_kg(struct sentence *s, const char *name, int64_t mg);
void sentence_param_int(struct sentence *s, const char *name, long long value);

/*
 * Expands {name} in template with the sentence's parameters; an unknown name stays as it
 * is, so that a mistake is seen. Cuts at a character; returns buf. Pure.
 */
char *sentence_expand(const char *template, const struct sentence *s, char *buf, size_t size);
