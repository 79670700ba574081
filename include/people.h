// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * People who log in: what is known of their secrets (secrets.h), their sessions, and patience with
 * whoever tries. A hash takes a tenth of a second, so it is made in a worker of low priority; the loop
 * only remembers. Sessions are in memory: a restart ends them all, but what was tried is kept (tries.h).
 */
#pragma once
#include <stdint.h>
#include <sys/stat.h>
#include "loop.h"
#include "moment.h"
#include "role.h"
#include "secrets.h"

enum where {
	FROM_HERE, /* a loopback address: the station's own screen, its console */
	FROM_LAN,  /* another machine */
	WHERE_COUNT,
};
const char *where_name(enum where where);

/* ---- sessions.c: times are those of the loop ---- */

enum { SESSIONS_MOST = 64, TRIES_MOST = 5, SESSION_ID_SIZE = 9 };
#define SESSION_HERE_US (UINT64_C(3) * 60 * 1000000)    /* without a touch */
#define SESSION_LAN_US (UINT64_C(60) * 60 * 1000000)    /* likewise */
#define SESSION_MOST_US (UINT64_C(12) * 3600 * 1000000) /* however often it is touched */
#define LOCK_US (UINT64_C(30) * 1000000)
#define TRIES_FORGOTTEN_US (UINT64_C(10) * 60 * 1000000)

struct session {
	char id[SESSION_ID_SIZE]; /* "" : free. For lists; opens nothing */
	char digest[TOKEN_TEXT_SIZE];
	char code[CODE_SIZE];
	enum role role;
	enum where where;
	int64_t since_wall_us;
	uint64_t since_us, touched_us;
};

/* Wrong ones of a name, in one place: who tries from afar locks nobody out at the station. */
struct tries {
	char code[CODE_SIZE]; /* "" : of all names that have no secret */
	unsigned wrong, pending;
	uint64_t last_us, locked_until_us;
};

struct sessions {
	struct session session[SESSIONS_MOST];
	struct tries tries[WHERE_COUNT][PEOPLE_MOST + 1];
	size_t count[WHERE_COUNT]; /* of tries */
	struct tries first;        /* what a name begins with */
};

/* A new one, whatever was there before; ret_token is for the cookie. */
const struct session *session_begin(struct sessions *all, const struct session *as, uint64_t now_us,
	char ret_token[TOKEN_TEXT_SIZE]);
/* NULL: none, or it has ended. */
struct session *session_find(
	struct sessions *all, const char *token, enum where where, uint64_t now_us);
/* When it ends if nobody touches it. */
uint64_t session_ends_us(const struct session *s);
/* false: there is none. */
bool session_end(struct sessions *all, const char *id);
void session_end_all(struct sessions *all, const char *code);
/* 0: try it, and say by tries_done() what came of it; else for how long not, in microseconds. */
uint64_t tries_wait_us(struct tries *t, uint64_t now_us);
void tries_done(struct tries *t, bool right, uint64_t now_us);
struct tries *tries_of(struct sessions *all, const char *code, enum where where);

/* ---- people.c ---- */

struct people;
/* What goes on when the daemon begins anew in its process: who is there, and the secrets that they said. */
struct people_kept {
	char folder[PATH_MAX]; /* "" : nobody was before */
	struct stat seen;      /* of secrets.json, when it was read */
	struct secrets secrets;
	struct sessions sessions;
};
/* Reads what is in the folder, if it is there. 0; -errno. */
int people_new(struct loop *loop, const char *folder, struct people **ret_people);
/* With what the one before left there, if its folder was the same; and leaves it there. Lent until it is freed. */
void people_go_on(struct people *p, struct people_kept *kept);
struct people *people_free(struct people *p);
CLEANUP_OF(struct people, people_free);

/* Lent until the loop runs on; read anew when the files changed, which ends sessions of whose did. */
const struct secrets *people_secrets(struct people *p);
/* They are there and cannot be read: what was known before still holds, and nobody knows what is new. */
bool people_unread(struct people *p);
struct sessions *people_sessions(struct people *p);
/* Wrong ones cannot be kept: they count in memory, and each name begins locked when the daemon does. */
bool people_uncounted(const struct people *p);
bool people_is_console(struct people *p, const char *token);
/* NULL: of no program. */
const struct token *people_token(struct people *p, const char *token);

struct log_in {
	char code[CODE_SIZE];
	char secret[SECRET_MOST + 1];
	enum where where; /* a PIN here, a password from afar */
	enum role role;   /* ROLE_NONE: may not, whatever is said */
	struct moment now;
};
/* session NULL: it was wrong; -ENOMEM. */
typedef void (*log_in_fn)(void *data, int error, const struct session *s, const char *token);
/* 0: done() comes later. -EAGAIN: locked for *ret_wait_us. -EBUSY: too many try at once. -ENOMEM. */
int people_log_in(struct people *p, const struct log_in *in, log_in_fn done, void *data,
	uint64_t *ret_wait_us);

/* That a coordinator has a PIN is kept beside the secrets (secrets.h: guarded). */
int people_guard(struct people *p);

/* Their PIN and password are no more: they left. Their sessions end. */
void people_drop(struct people *p, const char *code);

/* A session ended, by its log-out or otherwise: noted. */
void people_note(struct people *p, const char *what, const char *code, enum where where);

typedef void (*people_done_fn)(void *data, int error);
/* Whether a secret could be kept now: there is room, and it may be written. -EBUSY: too many wait. */
int people_try(struct people *p, people_done_fn done, void *data);
/* A new secret, hashed and written by the worker. */
struct new_secret {
	const char *code;
	enum secret_sort sort;
	const char *secret, *key; /* key: of the request, "" : none */
};
int people_set(struct people *p, const struct new_secret *secret, people_done_fn done, void *data);
/*
 * Its request once more: nothing is set. 0: it is what that request set; -EKEYREJECTED: that set another
 * one; -ESTALE: what counts was not set by that request.
 */
int people_set_again(
	struct people *p, const struct new_secret *secret, people_done_fn done, void *data);
/* A program's token is added (-EMFILE: TOKENS_MOST are there); without a digest, that of its id is taken away (-ENOENT: none). */
int people_set_token(struct people *p, const struct token *token, people_done_fn done, void *data);
