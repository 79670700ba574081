// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What conf_read.c makes and conf.c asks: sections and keys in the order of the file, each
 * with its line, and the mistakes found so far.
 */
#pragma once
#include "conf.h"
#include "names.h"

struct conf_key {
	struct conf_key *next;
	unsigned line;
	bool used; /* a module asked for it */
	char *name;
	char *value;
};

struct conf_section {
	struct conf_section *next;
	struct conf *conf;
	unsigned line;
	char kind[DEVICE_SIZE];
	char name[DEVICE_SIZE];
	struct conf_key *keys;
};

struct conf_wrong {
	struct conf_wrong *next;
	unsigned line;
	struct sentence why;
};

struct conf {
	char *path;
	struct conf_section *sections;
	struct conf_wrong *wrong; /* sorted by line */
	size_t wrong_count;
};

void conf_note(struct conf *c, unsigned line, const struct sentence *why);
struct conf_key *conf_key(const struct conf_section *s, const char *name);
