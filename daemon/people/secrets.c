// SPDX-License-Identifier: GPL-3.0-or-later
/* What secrets.h keeps: one file of JSON, changed by one program at a time, and the console's token. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include "cleanup.h"
#include "clock.h"
#include "files.h"
#include "secrets.h"

void secrets_folder(const char *ledger, char ret_folder[PATH_MAX])
{
	const char *end = strrchr(ledger, '/');
	int len = end ? (int)(end - ledger) : 1;

	(void)snprintf(ret_folder, PATH_MAX, "%.*s/people", len, end ? ledger : ".");
}

static void take_text(const json_t *o, const char *name, char *ret_text, size_t size)
{
	const char *text = json_string_value(json_object_get(o, name));

	(void)snprintf(ret_text, size, "%s", text ? text : "");
}

static int from_json(const json_t *json, struct secrets *s)
{
	const json_t *people = json_object_get(json, "people"), *one;
	const json_t *tokens = json_object_get(json, "tokens");
	size_t i;

	if (!json_is_array(people) || json_array_size(people) > PEOPLE_MOST ||
		json_array_size(tokens) > TOKENS_MOST)
		return -EBADMSG;
	s->guarded = json_is_true(json_object_get(json, "guarded"));
	json_array_foreach(people, i, one)
	{
		struct person *p = &s->person[s->people++];

		take_text(one, "code", p->code, sizeof(p->code));
		take_text(one, "pin", p->hash[SECRET_PIN], SECRET_HASH_SIZE);
		take_text(one, "password", p->hash[SECRET_PASSWORD], SECRET_HASH_SIZE);
		take_text(one, "pin_key", p->key[SECRET_PIN], TOKEN_TEXT_SIZE);
		take_text(one, "password_key", p->key[SECRET_PASSWORD], TOKEN_TEXT_SIZE);
		p->at_us[SECRET_PIN] = json_integer_value(json_object_get(one, "pin_at_us"));
		p->at_us[SECRET_PASSWORD] =
			json_integer_value(json_object_get(one, "password_at_us"));
	}
	json_array_foreach(tokens, i, one)
	{
		struct token *t = &s->token[s->tokens++];

		take_text(one, "id", t->id, sizeof(t->id));
		take_text(one, "name", t->name, sizeof(t->name));
		take_text(one, "digest", t->digest, sizeof(t->digest));
		take_text(one, "calls", t->calls, sizeof(t->calls));
		take_text(one, "day", t->day, sizeof(t->day));
	}
	return 0;
}

static char *to_text(const struct secrets *s)
{
	json_t *people = json_array(), *tokens = json_array(), *json;
	char *text;

	for (size_t i = 0; i < s->people; i++) {
		const struct person *p = &s->person[i];

		json_array_append_new(
			people, json_pack("{s:s,s:s,s:s,s:s,s:s,s:I,s:I}", "code", p->code, "pin",
					p->hash[SECRET_PIN], "password", p->hash[SECRET_PASSWORD],
					"pin_key", p->key[SECRET_PIN], "password_key",
					p->key[SECRET_PASSWORD], "pin_at_us",
					(json_int_t)p->at_us[SECRET_PIN], "password_at_us",
					(json_int_t)p->at_us[SECRET_PASSWORD]));
	}
	for (size_t i = 0; i < s->tokens; i++) {
		const struct token *t = &s->token[i];

		json_array_append_new(
			tokens, json_pack("{s:s,s:s,s:s,s:s,s:s}", "id", t->id, "name", t->name,
					"digest", t->digest, "calls", t->calls, "day", t->day));
	}
	json = json_pack(
		"{s:b,s:o,s:o}", "guarded", s->guarded, "people", people, "tokens", tokens);
	text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	json_decref(json);
	return text;
}

int secrets_read(const char *folder, struct secrets *ret_secrets)
{
	_cleanup_free_ char *text = NULL;
	json_t *json;
	int r = files_get(folder, "secrets.json", &text);

	memset(ret_secrets, 0, sizeof(*ret_secrets));
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	json = json_loads(text, 0, NULL);
	r = json ? from_json(json, ret_secrets) : -EBADMSG;
	json_decref(json);
	return r;
}

static int change_in(
	const char *folder, int (*change)(struct secrets *s, const void *data), const void *data)
{
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	_cleanup_free_ char *text = NULL;
	int r = s ? secrets_read(folder, s) : -ENOMEM;

	if (r == 0)
		r = change(s, data);
	if (r < 0)
		return r;
	text = to_text(s);
	return text ? files_put(folder, "secrets.json", MODE_SECRET, text) : -ENOMEM;
}

/* One program at a time: a descriptor that holds the lock. -errno. */
static int lock_folder(const char *folder)
{
	_cleanup_close_ int dir = files_open(folder, true), lock = -1;

	if (dir < 0)
		return dir;
	lock = openat(dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, MODE_SECRET);
	if (lock < 0 || flock(lock, LOCK_EX) < 0)
		return -errno;
	files_give_all(folder, dir);
	return TAKE_FD(lock);
}

int secrets_change(
	const char *folder, int (*change)(struct secrets *s, const void *data), const void *data)
{
	_cleanup_close_ int lock = lock_folder(folder);
	char token[TOKEN_TEXT_SIZE];
	int r = lock < 0 ? lock : secrets_console(folder, token);

	/* The token first: what fails after a change would belie it. */
	return r < 0 ? r : change_in(folder, change, data);
}

static int set_aside(const char *folder, const char *name)
{
	char from[PATH_MAX], to[PATH_MAX];

	if (snprintf(from, sizeof(from), "%s/%s", folder, name) >= (int)sizeof(from) ||
		snprintf(to, sizeof(to), "%s/%s.damaged", folder, name) >= (int)sizeof(to))
		return -ENAMETOOLONG;
	return rename(from, to) < 0 ? -errno : 0;
}

int secrets_mend(const char *folder)
{
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	_cleanup_close_ int lock = -1;
	char token[TOKEN_TEXT_SIZE];
	int r, anew = 0;

	if (access(folder, F_OK) < 0)
		return errno == ENOENT ? 0 : -errno;
	lock = s ? lock_folder(folder) : -ENOMEM;
	if (lock < 0)
		return lock;
	r = secrets_console(folder, token);
	if (r == -EBADMSG)
		r = set_aside(folder, "console");
	if (r == 0)
		r = secrets_read(folder, s);
	if (r == -EBADMSG) {
		r = set_aside(folder, "secrets.json");
		anew = r == 0;
	}
	if (anew)
		r = change_in(folder, secrets_guard, NULL);
	if (r == 0)
		r = secrets_console(folder, token);
	return r < 0 ? r : anew;
}

static int nothing(struct secrets *s, const void *data)
{
	(void)s;
	(void)data;
	return 0;
}

int secrets_try(const char *folder)
{
	return secrets_change(folder, nothing, NULL);
}

const struct person *secrets_person(const struct secrets *s, const char *code)
{
	for (size_t i = 0; i < s->people; i++)
		if (!strcmp(s->person[i].code, code))
			return &s->person[i];
	return NULL;
}

int secret_set(struct secrets *s, const void *set)
{
	const struct secret_set *what = set;
	struct person *p = (struct person *)secrets_person(s, what->code);
	struct moment now;

	clock_now(&now);
	if (!p && s->people == PEOPLE_MOST)
		return -ENOSPC;
	if (!p) {
		p = &s->person[s->people++];
		*p = (struct person){ 0 };
		memcpy(p->code, what->code, sizeof(p->code));
	}
	memcpy(p->hash[what->sort], what->hash, SECRET_HASH_SIZE);
	memcpy(p->key[what->sort], what->key, TOKEN_TEXT_SIZE);
	p->at_us[what->sort] = now.wall_us;
	return 0;
}

static void forget(struct secrets *s, struct person *p)
{
	*p = s->person[--s->people];
	s->person[s->people] = (struct person){ 0 };
}

static int drop(struct secrets *s, const void *code)
{
	struct person *p = (struct person *)secrets_person(s, code);

	if (!p)
		return -ENOENT;
	forget(s, p);
	return 0;
}

static void forget_damaged(const char *folder)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/secrets.json.damaged", folder) < (int)sizeof(path))
		(void)unlink(path);
}

int secrets_drop(const char *folder, const char *code)
{
	int r = secrets_change(folder, drop, code);

	if (r == 0)
		forget_damaged(folder);
	return r;
}

static int settle(struct secrets *s, const void *data)
{
	const struct secrets_settled *settled = data;

	for (size_t i = 0; i < settled->count; i++) {
		struct person *p = (struct person *)secrets_person(s, settled->gone[i].code);
		enum secret_sort sort = settled->gone[i].sort;

		if (!p)
			continue;
		p->hash[sort][0] = p->key[sort][0] = '\0';
		if (!*p->hash[SECRET_PIN] && !*p->hash[SECRET_PASSWORD])
			forget(s, p);
	}
	memset(s->token, 0, sizeof(s->token));
	s->tokens = 0;
	return 0;
}

int secrets_settle(const char *folder, const struct secrets_settled *settled)
{
	char console[PATH_MAX];

	if (access(folder, F_OK) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (snprintf(console, sizeof(console), "%s/console", folder) >= (int)sizeof(console))
		return -ENAMETOOLONG;
	if (unlink(console) < 0 && errno != ENOENT)
		return -errno;
	return secrets_change(folder, settle, settled);
}

int secrets_guard(struct secrets *s, const void *data)
{
	(void)data;
	s->guarded = true;
	return 0;
}

int secrets_console(const char *folder, char ret_token[TOKEN_TEXT_SIZE])
{
	_cleanup_free_ char *text = NULL;
	int r = access(folder, F_OK) < 0 ? -errno : files_get(folder, "console", &text);

	if (r == -ENOENT && access(folder, F_OK) == 0) {
		token_draw(ret_token);
		return files_put(folder, "console", MODE_GROUP, ret_token);
	}
	if (r < 0 || !text)
		return r;
	if (strcspn(text, "\n") != TOKEN_TEXT_SIZE - 1)
		return -EBADMSG;
	(void)snprintf(ret_token, TOKEN_TEXT_SIZE, "%s", text);
	return 0;
}
