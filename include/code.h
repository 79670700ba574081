// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes that people scan. Check character: ISO/IEC 7064 MOD 37,36 over 0-9 A-Z.
 *   control code: type letter + catalogue code without '-' and '_' + check character
 *                 (K category, O origin, D destination, C container, U operator, A action,
 *                 P partner, Z place, F product, R recipe, N ingredient, Q how many units,
 *                 T degrees: T3, TM18 below zero)
 *   private key:  <pole>-<site>-<type>-<number>-<check>, read with or without hyphens
 *                 (W weighing, I item, L lot, S slip, B pack), 20 characters at most, a lot 22. Sample:
 *                 HD-MS-L-26112102-T
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "names.h"

#define FOOD_OWNER_SIZE ((size_t)2 * CODE_SIZE) /* pole, hyphen, site, NUL */

/* The check character of text, hyphens skipped; -EINVAL for any other character. */
int code_check_character(const char *text, char *ret_check);

/* "TLC-VET" -> "TLCVET". -EINVAL: not a catalogue code; -ENOBUFS: does not fit. */
int code_squash(const char *code, char *ret_squashed, size_t size);

/* 'K' + "TLC-VET" -> "KTLCVET" + check. -EINVAL, -ENOBUFS. */
int code_control_make(char type, const char *code, char *ret_control, size_t size);

enum code_kind {
	CODE_UNKNOWN,     /* neither: goes to the queue of unknown codes */
	CODE_CONTROL,     /* type and squashed are set */
	CODE_PRIVATE_KEY, /* squashed is the whole key without hyphens */
	CODE_MISREAD,     /* has the form of one of ours, but the check character is wrong */
};

struct code {
	enum code_kind kind;
	char type;
	char squashed[PRIVATE_KEY_SIZE];
};

/* Reads what a scanner sent: upper case or lower, with or without hyphens. Never fails. */
void code_parse(const char *scanned, struct code *ret_code);

/*
 * Of a lot or a pack, from its key as it is printed: of whom, as "HD-MS", and with what the numbers of that station
 * begin. false: it is none, or was misread.
 */
bool code_food_owner(const char *scanned, char ret_site[FOOD_OWNER_SIZE], char ret_prefix[3]);

/* Whose numbers are of training (training.h): no station of a pole is called so. */
#define TRAINING_POLE "X"
#define TRAINING_SITE "ESSAI"
/* A number of training, read with or without hyphens. */
bool code_is_training(const char *scanned);

/* Makes a private key; type one of W I L S B; number as printed. -EINVAL, -ENOBUFS. */
int code_private_key_make(const char *pole, const char *site, char type, const char *number,
	char *ret_key, size_t size);
