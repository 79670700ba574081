// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The loop's side of log-ins, and the worker that hashes. The worker gives way to everything else of
 * the machine: whoever tries a thousand PINs waits, and nobody who weighs does.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include "clock.h"
#include "log.h"
#include "log_ins.h"
#include "tries.h"
#include "worker.h"

enum { JOBS_MOST = 16, GIVES_WAY = 10 };

struct people {
	struct loop *loop;
	struct worker *worker;
	struct people_kept own, *kept;
	struct secrets fresh;
	bool unread; /* the newest secrets.json */
	bool uncounted;
	size_t behind; /* tries from other machines that wait */
};

enum people_op { OP_TRY, OP_NOTE, OP_ROOM, OP_SET, OP_SET_AGAIN, OP_TOKEN, OP_GUARD, OP_DROP };

struct job {
	enum people_op op;
	struct log_in in;
	char hash[SECRET_HASH_SIZE]; /* OP_TRY: of the secret; "" : none */
	bool uncounted;              /* OP_TRY: the one before could not be kept */
	enum secret_sort sort;
	char key[TOKEN_TEXT_SIZE]; /* OP_SET: digest of the request's */
	struct token token;
	struct log_in_line line;
	log_in_fn tried;
	people_done_fn done;
	void *data;
};

struct result {
	int error;
	int kept; /* OP_TRY: tries_keep() */
	bool right;
};

static enum secret_sort sort_from(enum where where)
{
	return where == FROM_HERE ? SECRET_PIN : SECRET_PASSWORD;
}

/* ---- in the worker ---- */

/* Who has none takes as long as who has one. */
static bool try_secret(const struct job *j)
{
	char hash[SECRET_HASH_SIZE];

	if (*j->hash)
		return secret_is(j->hash, j->in.secret);
	(void)secret_hash(j->in.secret, hash);
	return false;
}

/* What could not be kept before is tried again by each, right or wrong. */
static int keep_try(const char *folder, const struct job *j, bool right)
{
	_cleanup_free_ struct sessions *all = j->uncounted ? calloc(1, sizeof(*all)) : NULL;
	int r = tries_keep(folder, j->line.code, j->line.where, right);
	struct moment now;

	if (r != TRIES_AS_BEFORE || !all)
		return r;
	clock_now(&now);
	return tries_begin(folder, &now, all);
}

static int change_token(struct secrets *s, const void *data)
{
	const struct token *t = data;
	size_t i = 0;

	if (*t->digest && s->tokens == TOKENS_MOST)
		return -EMFILE; /* not of the disk */
	if (*t->digest) {
		s->token[s->tokens++] = *t;
		return 0;
	}
	while (i < s->tokens && strcmp(s->token[i].id, t->id) != 0)
		i++;
	if (i == s->tokens)
		return -ENOENT;
	s->token[i] = s->token[--s->tokens];
	return 0;
}

static int set(const char *folder, const struct job *j)
{
	struct secret_set s = { .sort = j->sort };
	int r = secret_hash(j->in.secret, s.hash);

	memcpy(s.code, j->in.code, sizeof(s.code));
	memcpy(s.key, j->key, sizeof(s.key));
	return r < 0 ? r : secrets_change(folder, secret_set, &s);
}

/* What another request set is not compared: it would tell that. */
static int set_again(const char *folder, const struct job *j)
{
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	int r = s ? secrets_read(folder, s) : -ENOMEM;
	const struct person *p = r == 0 ? secrets_person(s, j->in.code) : NULL;

	if (r < 0)
		return r;
	if (!p || !*j->key || strcmp(p->key[j->sort], j->key) != 0)
		return -ESTALE;
	return secret_is(p->hash[j->sort], j->in.secret) ? 0 : -EKEYREJECTED;
}

static void run(void *resource, const void *job, void *result)
{
	const struct job *j = job;
	struct result *r = result;
	struct log_in_line line = j->line;

	(void)setpriority(PRIO_PROCESS, 0, GIVES_WAY); /* of this thread only */
	if (j->op == OP_TRY) {
		r->right = try_secret(j) && j->in.role != ROLE_NONE;
		r->kept = keep_try(resource, j, r->right);
		(void)snprintf(line.what, sizeof(line.what), r->right ? "in" : "wrong");
	} else if (j->op == OP_SET) {
		r->error = set(resource, j);
	} else if (j->op == OP_SET_AGAIN) {
		r->error = set_again(resource, j);
	} else if (j->op == OP_ROOM) {
		r->error = secrets_try(resource);
	} else if (j->op == OP_TOKEN) {
		r->error = secrets_change(resource, change_token, &j->token);
	} else if (j->op == OP_GUARD) {
		r->error = secrets_change(resource, secrets_guard, NULL);
	} else if (j->op == OP_DROP) {
		r->error = secrets_drop(resource, j->in.code);
	}
	if (r->error == 0 && *line.what)
		log_in_add(resource, &line);
}

/* ---- in the loop ---- */

static void end_whose_changed(struct people *p)
{
	for (size_t i = 0; i < p->kept->secrets.people; i++) {
		const struct person *old = &p->kept->secrets.person[i];
		const struct person *new = secrets_person(&p->fresh, old->code);

		if (!new || memcmp(old->hash, new->hash, sizeof(old->hash)) != 0)
			session_end_all(&p->kept->sessions, old->code);
	}
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Said once: until it is read again, who says nothing is a volunteer, and nobody new logs in. */
static void say_unread(struct people *p, int error)
{
	if (error && !p->unread)
		log_line(LOG_ERROR, "people secrets=%s/secrets.json unreadable error=%s",
			p->kept->folder, log_errno(error));
	else if (!error && p->unread)
		log_line(LOG_NOTE, "people secrets=%s/secrets.json read again", p->kept->folder);
	p->unread = error != 0;
}

/* Said once, too. */
static void say_uncounted(struct people *p, int error)
{
	if (error && !p->uncounted)
		log_line(LOG_ERROR,
			"people tries=%s/tries.json cannot be kept error=%s: make room on the "
			"disk, or remove it; until then each name waits after a start",
			p->kept->folder, log_errno(error));
	else if (!error && p->uncounted)
		log_line(LOG_NOTE, "people tries=%s/tries.json kept again", p->kept->folder);
	p->uncounted = error != 0;
}

/* A file that cannot be read leaves what was known: nobody becomes a coordinator by it. */
static void look_anew(struct people *p)
{
	char path[PATH_MAX];
	struct stat st = { 0 };

	if (snprintf(path, sizeof(path), "%s/secrets.json", p->kept->folder) >= (int)sizeof(path))
		return;
	if (stat(path, &st) < 0) {
		say_unread(p, errno == ENOENT ? 0 : errno);
		return;
	}
	if (same_file(&st, &p->kept->seen))
		return;
	say_unread(p, secrets_read(p->kept->folder, &p->fresh));
	if (p->unread)
		return;
	p->kept->seen = st;
	end_whose_changed(p);
	p->kept->secrets = p->fresh;
}

const struct secrets *people_secrets(struct people *p)
{
	look_anew(p);
	return &p->kept->secrets;
}

bool people_unread(struct people *p)
{
	look_anew(p);
	return p->unread;
}

bool people_uncounted(const struct people *p)
{
	return p->uncounted;
}

struct sessions *people_sessions(struct people *p)
{
	look_anew(p);
	return &p->kept->sessions;
}

bool people_is_console(struct people *p, const char *token)
{
	char console[TOKEN_TEXT_SIZE], said[TOKEN_TEXT_SIZE];

	if (strlen(token) != TOKEN_TEXT_SIZE - 1 || secrets_console(p->kept->folder, console) < 0)
		return false;
	(void)snprintf(said, sizeof(said), "%s", token);
	return token_same(console, said);
}

const struct token *people_token(struct people *p, const char *token)
{
	char digest[TOKEN_TEXT_SIZE];

	if (strlen(token) != TOKEN_TEXT_SIZE - 1)
		return NULL;
	look_anew(p);
	token_digest(token, digest);
	for (size_t i = 0; i < p->kept->secrets.tokens; i++)
		if (token_same(p->kept->secrets.token[i].digest, digest))
			return &p->kept->secrets.token[i];
	return NULL;
}

/* Who got another secret while theirs was looked at has not logged in by the old one. */
static bool is_still(const struct people *p, const struct job *j)
{
	const struct person *now = secrets_person(&p->kept->secrets, j->in.code);

	return now && !strcmp(now->hash[sort_from(j->in.where)], j->hash);
}

static void on_tried(struct people *p, const struct job *j, bool right)
{
	const char *known = secrets_person(&p->kept->secrets, j->in.code) ? j->in.code : "";
	const struct session as = {
		.role = j->in.role, .where = j->in.where, .since_wall_us = j->in.now.wall_us
	};
	char token[TOKEN_TEXT_SIZE] = "";
	const struct session *begun = NULL;
	struct session mine = as;

	right = right && is_still(p, j);
	tries_done(tries_of(&p->kept->sessions, known, j->in.where), right, loop_now_us(p->loop));
	memcpy(mine.code, j->in.code, sizeof(mine.code));
	if (right)
		begun = session_begin(&p->kept->sessions, &mine, loop_now_us(p->loop), token);
	j->tried(j->data, 0, begun, token);
}

/* However many passwords other machines try, who stands at the desk does not wait for them. */
static bool gives_way(const struct job *j)
{
	return j->op == OP_TRY && j->in.where != FROM_HERE;
}

static bool is_full(const struct people *p, enum where where)
{
	const size_t all = worker_pending(p->worker);

	return (where == FROM_HERE ? all - p->behind : all) >= JOBS_MOST;
}

static int submit_try(struct people *p, const struct job *j)
{
	int r = gives_way(j) ? worker_submit_behind(p->worker, j) : worker_submit(p->worker, j);

	p->behind += r == 0 && gives_way(j);
	return r;
}

static void on_done(void *data, const void *job, const void *result)
{
	struct people *p = data;
	const struct job *j = job;
	const struct result *r = result;

	look_anew(p);
	p->behind -= gives_way(j);
	if (j->op == OP_TRY && r->kept <= 0)
		say_uncounted(p, r->kept);
	if (j->op == OP_TRY)
		on_tried(p, j, r->right);
	else if (j->done)
		j->done(j->data, r->error);
}

static void note_now(struct job *j, const char *what, const char *code, enum where where)
{
	struct moment now;

	clock_now(&now);
	j->line.where = where;
	j->line.sure = now.quality == CLOCK_TRUSTED;
	memcpy(j->line.day, now.day, sizeof(j->line.day));
	(void)clock_iso(now.wall_us, j->line.at, sizeof(j->line.at));
	(void)snprintf(j->line.code, sizeof(j->line.code), "%s", code);
	(void)snprintf(j->line.what, sizeof(j->line.what), "%s", what);
}

void people_note(struct people *p, const char *what, const char *code, enum where where)
{
	struct job j = { .op = OP_NOTE };

	note_now(&j, what, code, where);
	(void)worker_submit(p->worker, &j);
}

int people_log_in(struct people *p, const struct log_in *in, log_in_fn done, void *data,
	uint64_t *ret_wait_us)
{
	const struct person *person;
	struct job j = { .op = OP_TRY, .in = *in, .tried = done, .data = data };
	struct tries *t;
	int r;

	look_anew(p);
	person = secrets_person(&p->kept->secrets, in->code);
	if (is_full(p, in->where))
		return -EBUSY;
	t = tries_of(&p->kept->sessions, person ? in->code : "", in->where);
	*ret_wait_us = tries_wait_us(t, loop_now_us(p->loop));
	if (*ret_wait_us)
		return -EAGAIN;
	if (person)
		memcpy(j.hash, person->hash[sort_from(in->where)], sizeof(j.hash));
	j.uncounted = p->uncounted;
	note_now(&j, "wrong", person ? in->code : "", in->where);
	r = submit_try(p, &j);
	if (r < 0)
		t->pending--;
	return r;
}

int people_try(struct people *p, people_done_fn done, void *data)
{
	const struct job j = { .op = OP_ROOM, .done = done, .data = data };

	return is_full(p, FROM_HERE) ? -EBUSY : worker_submit(p->worker, &j);
}

static void take_secret(struct job *j, const struct new_secret *secret)
{
	j->sort = secret->sort;
	(void)snprintf(j->in.code, sizeof(j->in.code), "%s", secret->code);
	(void)snprintf(j->in.secret, sizeof(j->in.secret), "%s", secret->secret);
	if (*secret->key)
		token_digest(secret->key, j->key);
}

/* However many wait: the journal has said it. */
int people_set(struct people *p, const struct new_secret *secret, people_done_fn done, void *data)
{
	struct job j = { .op = OP_SET, .done = done, .data = data };

	take_secret(&j, secret);
	note_now(&j, "set", secret->code, FROM_HERE);
	return worker_submit(p->worker, &j);
}

int people_set_again(
	struct people *p, const struct new_secret *secret, people_done_fn done, void *data)
{
	struct job j = { .op = OP_SET_AGAIN, .done = done, .data = data };

	take_secret(&j, secret);
	return worker_submit(p->worker, &j);
}

int people_set_token(struct people *p, const struct token *token, people_done_fn done, void *data)
{
	struct job j = { .op = OP_TOKEN, .token = *token, .done = done, .data = data };

	return worker_submit(p->worker, &j);
}

int people_guard(struct people *p)
{
	const struct job j = { .op = OP_GUARD };

	return worker_submit(p->worker, &j);
}

void people_drop(struct people *p, const char *code)
{
	struct job j = { .op = OP_DROP };

	(void)snprintf(j.in.code, sizeof(j.in.code), "%s", code);
	note_now(&j, "dropped", code, FROM_HERE);
	(void)worker_submit(p->worker, &j);
}

int people_new(struct loop *loop, const char *folder, struct people **ret_people)
{
	static const struct worker_ops ops = { .name = "people",
		.job_size = sizeof(struct job),
		.result_size = sizeof(struct result),
		.run = run,
		.done = on_done };
	_cleanup_(cleanup_people_free) struct people *p = calloc(1, sizeof(*p));
	struct moment now;
	int r;

	if (!p)
		return -ENOMEM;
	p->loop = loop;
	p->kept = &p->own;
	(void)snprintf(p->own.folder, sizeof(p->own.folder), "%s", folder);
	r = worker_new(loop, &ops, p->own.folder, p, &p->worker);
	if (r < 0)
		return r;
	clock_now(&now);
	say_uncounted(p, tries_begin(folder, &now, &p->own.sessions));
	look_anew(p);
	*ret_people = TAKE_PTR(p);
	return 0;
}

void people_go_on(struct people *p, struct people_kept *kept)
{
	struct sessions *all = &kept->sessions;

	if (strcmp(kept->folder, p->own.folder) != 0)
		*kept = p->own;
	for (enum where w = 0; w < WHERE_COUNT; w++)
		for (size_t i = 0; i < all->count[w]; i++)
			all->tries[w][i].pending = 0; /* they ended with whoever was asked */
	p->kept = kept;
	look_anew(p);
}

struct people *people_free(struct people *p)
{
	if (!p)
		return NULL;
	worker_free(p->worker);
	free(p);
	return NULL;
}
