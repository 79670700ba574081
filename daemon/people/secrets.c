// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The files of secrets.h. Each is written beside itself and renamed, so that a cut leaves the old one or
 * the new one. What root writes belongs to whom the folder's parent does: the service.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "cleanup.h"
#include "secrets.h"

enum { FILE_MOST = 1024 * 1024, MODE_FOLDER = 0750, MODE_SECRET = 0600, MODE_CONSOLE = 0640 };

void secrets_folder(const char *ledger, char ret_folder[PATH_MAX])
{
	const char *end = strrchr(ledger, '/');
	int len = end ? (int)(end - ledger) : 1;

	(void)snprintf(ret_folder, PATH_MAX, "%.*s/people", len, end ? ledger : ".");
}

/* "." and "" of a short path never come: folder is absolute or begins with "./". */
static void give_to_owner(const char *folder, int fd)
{
	char above[PATH_MAX + 4];
	struct stat st;

	(void)snprintf(above, sizeof(above), "%s/..", folder);
	if (geteuid() == 0 && stat(above, &st) == 0)
		(void)!fchown(fd, st.st_uid, st.st_gid);
}

static int open_folder(const char *folder, bool make)
{
	int fd;

	if (make && mkdir(folder, MODE_FOLDER) < 0 && errno != EEXIST)
		return -errno;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (make)
		give_to_owner(folder, fd);
	return fd;
}

static int write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0)
			return -errno;
		text += n;
		size -= (size_t)n;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

static int put_file(const char *folder, int dir, const char *name, mode_t mode, const char *text)
{
	char part[64];
	_cleanup_close_ int fd = -1;
	int r;

	(void)snprintf(part, sizeof(part), "%s.part", name);
	(void)unlinkat(dir, part, 0);
	fd = openat(dir, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return -errno;
	give_to_owner(folder, fd);
	r = fchmod(fd, mode) < 0 ? -errno : write_all(fd, text, strlen(text));
	if (r == 0 && renameat(dir, part, dir, name) < 0)
		r = -errno;
	return r == 0 && fsync(dir) < 0 ? -errno : r;
}

/* 0 with a text to be freed; -ENOENT. */
static int get_file(int dir, const char *name, char **ret_text)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	ssize_t n;

	if (fd < 0)
		return -errno;
	text = calloc(1, FILE_MOST + 1);
	if (!text)
		return -ENOMEM;
	while ((n = read(fd, text + size, FILE_MOST - size)) > 0)
		size += (size_t)n;
	if (n < 0 || size == FILE_MOST)
		return n < 0 ? -errno : -EBADMSG;
	*ret_text = TAKE_PTR(text);
	return 0;
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
	json_array_foreach(people, i, one)
	{
		struct person *p = &s->person[s->people++];

		take_text(one, "code", p->code, sizeof(p->code));
		take_text(one, "pin", p->hash[SECRET_PIN], SECRET_HASH_SIZE);
		take_text(one, "password", p->hash[SECRET_PASSWORD], SECRET_HASH_SIZE);
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
			people, json_pack("{s:s,s:s,s:s}", "code", p->code, "pin",
					p->hash[SECRET_PIN], "password", p->hash[SECRET_PASSWORD]));
	}
	for (size_t i = 0; i < s->tokens; i++) {
		const struct token *t = &s->token[i];

		json_array_append_new(
			tokens, json_pack("{s:s,s:s,s:s,s:s,s:s}", "id", t->id, "name", t->name,
					"digest", t->digest, "calls", t->calls, "day", t->day));
	}
	json = json_pack("{s:o,s:o}", "people", people, "tokens", tokens);
	text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	json_decref(json);
	return text;
}

static int read_in(int dir, struct secrets *ret_secrets)
{
	_cleanup_free_ char *text = NULL;
	json_t *json;
	int r = get_file(dir, "secrets.json", &text);

	memset(ret_secrets, 0, sizeof(*ret_secrets));
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	json = json_loads(text, 0, NULL);
	r = json ? from_json(json, ret_secrets) : -EBADMSG;
	json_decref(json);
	return r;
}

int secrets_read(const char *folder, struct secrets *ret_secrets)
{
	_cleanup_close_ int dir = open_folder(folder, false);

	memset(ret_secrets, 0, sizeof(*ret_secrets));
	if (dir < 0)
		return dir == -ENOENT ? 0 : dir;
	return read_in(dir, ret_secrets);
}

static int change_in(const char *folder, int dir,
	int (*change)(struct secrets *s, const void *data), const void *data)
{
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	_cleanup_free_ char *text = NULL;
	int r = s ? read_in(dir, s) : -ENOMEM;

	if (r == 0)
		r = change(s, data);
	if (r < 0)
		return r;
	text = to_text(s);
	return text ? put_file(folder, dir, "secrets.json", MODE_SECRET, text) : -ENOMEM;
}

int secrets_change(
	const char *folder, int (*change)(struct secrets *s, const void *data), const void *data)
{
	_cleanup_close_ int dir = open_folder(folder, true), lock = -1;
	char token[TOKEN_TEXT_SIZE];
	int r;

	if (dir < 0)
		return dir;
	lock = openat(dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, MODE_SECRET);
	if (lock < 0 || flock(lock, LOCK_EX) < 0)
		return -errno;
	give_to_owner(folder, lock);
	r = change_in(folder, dir, change, data);
	return r < 0 ? r : secrets_console(folder, token);
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

	if (!p && s->people == PEOPLE_MOST)
		return -ENOSPC;
	if (!p) {
		p = &s->person[s->people++];
		*p = (struct person){ 0 };
		memcpy(p->code, what->code, sizeof(p->code));
	}
	memcpy(p->hash[what->sort], what->hash, SECRET_HASH_SIZE);
	return 0;
}

int secrets_console(const char *folder, char ret_token[TOKEN_TEXT_SIZE])
{
	_cleanup_close_ int dir = open_folder(folder, false);
	_cleanup_free_ char *text = NULL;
	int r = dir < 0 ? dir : get_file(dir, "console", &text);

	if (r == -ENOENT && dir >= 0) {
		token_draw(ret_token);
		return put_file(folder, dir, "console", MODE_CONSOLE, ret_token);
	}
	if (r < 0)
		return r;
	if (strcspn(text, "\n") != TOKEN_TEXT_SIZE - 1)
		return -EBADMSG;
	(void)snprintf(ret_token, TOKEN_TEXT_SIZE, "%s", text);
	return 0;
}
