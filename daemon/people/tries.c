// SPDX-License-Identifier: GPL-3.0-or-later
/* See tries.h: one file of JSON, written by the worker alone, before it says whether a secret was right. */
#include "tries.h"
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

void tries_read(const char *folder, const struct moment *now, struct sessions *ret_sessions)
{
	_cleanup_free_ char *text = NULL;
	json_t *json = files_get(folder, FILE_NAME, &text) == 0 ? json_loads(text, 0, NULL) : NULL;
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

static void write_all(const char *folder, const struct sessions *all, const struct moment *now)
{
	_cleanup_free_ char *text = NULL;
	json_t *list = json_array(), *json;

	for (enum where w = 0; w < WHERE_COUNT; w++)
		put(list, all, w, now->boot_us);
	json = json_pack("{s:s,s:o}", "boot", now->boot_id, "tries", list);
	text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	json_decref(json);
	if (text)
		(void)files_put(folder, FILE_NAME, MODE_SECRET, text);
}

void tries_keep(const char *folder, const char *code, enum where where, bool right)
{
	_cleanup_free_ struct sessions *all = calloc(1, sizeof(*all));
	struct moment now;
	struct tries *t;

	if (!all || access(folder, F_OK) < 0)
		return; /* nobody has a secret: there is nothing to guess */
	clock_now(&now);
	tries_read(folder, &now, all);
	t = tries_of(all, code, where);
	if (right && !t->wrong)
		return;
	tries_done(t, right, now.boot_us);
	write_all(folder, all, &now);
}
