// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sizes of the words that travel through every room, terminating NUL included.
 * Catalogue codes are ASCII capitals, digits, '-' and '_', at most 12 characters.
 */
#pragma once

enum {
	CODE_SIZE = 16,        /* a catalogue code */
	DEVICE_SIZE = 32,      /* a name from station.conf: [scale NAME] */
	PRIVATE_KEY_SIZE = 24, /* a printed number, at most 20 characters, a lot 22 */
	JOURNAL_SIZE = 33,     /* a journal id: 128 bits in hexadecimal */
	ENTRY_NAME_SIZE = 56,  /* an entry of a journal: "<journal>/<seq>" */
	DAY_SIZE = 11,         /* YYYY-MM-DD */
	REQUEST_KEY_SIZE = 72, /* an Idempotency-Key, at most 70 characters */
	LABEL_SIZE = 128,      /* a label of a catalogue row in one language, UTF-8 */
	SHORT_SIZE = 48,       /* the words on a tile, UTF-8 */
	WASTE_SIZE = 12,       /* a waste code, "20 01 35*" */
	TREATMENT_SIZE = 16,   /* "D1/D10/R1" */
	CONTAINERS_SIZE = 80,  /* three codes of containers, each with "=" and a number */
	SCANNED_SIZE = 512,    /* what a scanner read */
};
