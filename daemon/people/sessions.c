// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sessions and tries: values and rules, no clock, no file. A token is kept as its digest only. A wrong
 * secret counts from when it is tried, so that many at once are not more than one after the other.
 */
#include <stdio.h>
#include <string.h>
#include "people.h"

const char *where_name(enum where where)
{
	return where == FROM_HERE ? "here" : "lan";
}

uint64_t session_ends_us(const struct session *s)
{
	const uint64_t idle = s->where == FROM_HERE ? SESSION_HERE_US : SESSION_LAN_US;
	const uint64_t rests = s->touched_us + idle, most = s->since_us + SESSION_MOST_US;

	return rests < most ? rests : most;
}

static struct session *free_place(struct sessions *all)
{
	struct session *oldest = &all->session[0];

	for (size_t i = 0; i < SESSIONS_MOST; i++) {
		struct session *s = &all->session[i];

		if (!*s->id)
			return s;
		if (s->touched_us < oldest->touched_us)
			oldest = s;
	}
	return oldest;
}

const struct session *session_begin(struct sessions *all, const struct session *as, uint64_t now_us,
	char ret_token[TOKEN_TEXT_SIZE])
{
	struct session *s = free_place(all);
	char name[TOKEN_TEXT_SIZE];

	*s = *as;
	token_draw(ret_token);
	token_digest(ret_token, s->digest);
	token_draw(name);
	(void)snprintf(s->id, sizeof(s->id), "%.8s", name);
	s->since_us = s->touched_us = now_us;
	return s;
}

struct session *session_find(
	struct sessions *all, const char *token, enum where where, uint64_t now_us)
{
	char digest[TOKEN_TEXT_SIZE];

	if (strlen(token) != TOKEN_TEXT_SIZE - 1)
		return NULL;
	token_digest(token, digest);
	for (size_t i = 0; i < SESSIONS_MOST; i++) {
		struct session *s = &all->session[i];

		if (!*s->id)
			continue;
		if (session_ends_us(s) <= now_us)
			*s = (struct session){ 0 };
		else if (s->where == where && token_same(s->digest, digest))
			return s;
	}
	return NULL;
}

bool session_end(struct sessions *all, const char *id)
{
	for (size_t i = 0; i < SESSIONS_MOST; i++)
		if (*id && !strcmp(all->session[i].id, id)) {
			all->session[i] = (struct session){ 0 };
			return true;
		}
	return false;
}

void session_end_all(struct sessions *all, const char *code)
{
	for (size_t i = 0; i < SESSIONS_MOST; i++)
		if (*all->session[i].id && !strcmp(all->session[i].code, code))
			all->session[i] = (struct session){ 0 };
}

/* Codes come from the files, so there is a place for each. */
struct tries *tries_of(struct sessions *all, const char *code, enum where where)
{
	struct tries *list = all->tries[where];
	size_t i = 0;

	while (i < all->count[where] && strcmp(list[i].code, code) != 0)
		i++;
	if (i == all->count[where] && i <= PEOPLE_MOST) {
		all->count[where]++;
		list[i] = all->first;
		(void)snprintf(list[i].code, sizeof(list[i].code), "%s", code);
	}
	return &list[i <= PEOPLE_MOST ? i : 0];
}

uint64_t tries_wait_us(struct tries *t, uint64_t now_us)
{
	if (t->last_us + TRIES_FORGOTTEN_US < now_us)
		t->wrong = 0;
	if (t->locked_until_us > now_us)
		return t->locked_until_us - now_us;
	if (t->wrong + t->pending >= TRIES_MOST && t->pending)
		return LOCK_US;
	t->pending++;
	return 0;
}

/* After five, each further one locks again, until a right one or a long rest. */
void tries_done(struct tries *t, bool right, uint64_t now_us)
{
	t->pending -= t->pending > 0;
	t->last_us = now_us;
	if (right) {
		t->wrong = 0;
	} else if (++t->wrong >= TRIES_MOST) {
		t->wrong = TRIES_MOST - 1;
		t->locked_until_us = now_us + LOCK_US;
	}
}
