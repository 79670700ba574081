// SPDX-License-Identifier: GPL-3.0-or-later
/* See tries.h: one file of JSON, written by the worker alone, before it says whether a secret was right. */
#include "tries.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cleanup.h"
#include "clock.h"
#include "files.h"

#define FILE_NAME "tries.json"

static uint64_t read_us(const json_t *one, const char *name, uint64_t most_us)
{
	const json_int_t us = json_integer_value(json_object_get(one, name));

	return us < 0 ? 0 : (uint64_t)us < most_us ? (uint64_t)us : most_us;
}

/* The clock of another boot says nothing: as if it had been a moment ago. */
static void take(const json_t *one, const struct moment *now, bool of_boot, struct tries *t)
{
	const json_int_t wrong = json_integer_value(json_object_get(one, "wrong"));
	const uint64_t locked_us = now->boot_us + LOCK_US;

	t->wrong = wrong < 0 ? 0 : wrong < TRIES_MOST ? (unsigned)wrong : TRIES_MOST - 1;
	t->last_us = now->boot_us;
	t->locked_until_us = read_us(one, "locked_until_us", UINT64_MAX) ? locked_us : 0;
	if (!of_boot)
		return;
	t->last_us = read_us(one, "last_us", now->boot_us);
	t->locked_until_us = read_us(one, "locked_until_us", locked_us);
}

/* Nothing of a file that is none of ours. 0, too: there is none; -errno. */
static int read_all(const char *folder, const struct moment *now, struct sessions *ret_sessions)
{
	_cleanup_free_ char *text = NULL;
	const int r = files_get(folder, FILE_NAME, &text);
	json_t *json = r == 0 ? json_loads(text, 0, NULL) : NULL;
	const char *boot = json_string_value(json_object_get(json, "boot"));
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(json, "tries"), i, one)
	{
		const char *code = json_string_value(json_object_get(one, "operator"));
		const char *from = json_string_value(json_object_get(one, "from"));

		for (enum where w = 0; code && from && strlen(code) < CODE_SIZE && w < WHERE_COUNT;
			w++)
			if (!strcmp(from, where_name(w)))
				take(one, now, boot && !strcmp(boot, now->boot_id),
					tries_of(ret_sessions, code, w));
	}
	json_decref(json);
	return r == -ENOENT ? 0 : r;
}

static void put(json_t *list, const struct sessions *all, enum where where, uint64_t now_us)
{
	for (size_t i = 0; i < all->count[where]; i++) {
		const struct tries *t = &all->tries[where][i];

		if (t->wrong && t->last_us + TRIES_FORGOTTEN_US >= now_us)
			json_array_append_new(
				list, json_pack("{s:s,s:s,s:i,s:I,s:I}", "operator", t->code,
					      "from", where_name(where), "wrong", (int)t->wrong,
					      "last_us", (json_int_t)t->last_us, "locked_until_us",
					      (json_int_t)t->locked_until_us));
	}
}

static int write_all(const char *folder, const struct sessions *all, const struct moment *now)
{
	_cleanup_free_ char *text = NULL;
	json_t *list = json_array(), *json;

	for (enum where w = 0; w < WHERE_COUNT; w++)
		put(list, all, w, now->boot_us);
	json = json_pack("{s:s,s:o}", "boot", now->boot_id, "tries", list);
	text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	json_decref(json);
	return text ? files_put(folder, FILE_NAME, MODE_SECRET, text) : -ENOMEM;
}

/* As if each name, known or not, had just been locked. */
static void lock_all(struct sessions *all, uint64_t now_us)
{
	memset(all->count, 0, sizeof(all->count));
	memset(all->tries, 0, sizeof(all->tries));
	all->first = (struct tries){
		.wrong = TRIES_MOST - 1, .last_us = now_us, .locked_until_us = now_us + LOCK_US
	};
}

int tries_begin(const char *folder, const struct moment *now, struct sessions *ret_sessions)
{
	int r;

	if (access(folder, F_OK) < 0)
		return 0;
	r = read_all(folder, now, ret_sessions);
	if (r == 0)
		r = write_all(folder, ret_sessions, now);
	if (r < 0)
		lock_all(ret_sessions, now->boot_us);
	return r;
}

int tries_keep(const char *folder, const char *code, enum where where, bool right)
{
	_cleanup_free_ struct sessions *all = calloc(1, sizeof(*all));
	struct moment now;
	struct tries *t;
	int r;

	if (!all)
		return -ENOMEM;
	if (access(folder, F_OK) < 0)
		return 0; /* nobody has a secret: there is nothing to guess */
	clock_now(&now);
	r = read_all(folder, &now, all);
	if (r < 0)
		return r;
	t = tries_of(all, code, where);
	if (right && !t->wrong)
		return TRIES_AS_BEFORE;
	tries_done(t, right, now.boot_us);
	return write_all(folder, all, &now);
}
