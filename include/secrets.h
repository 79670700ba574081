// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Secrets of people and of programs, in a folder of their own beside the ledger: never in the journal,
 * never in a copy of the ledger. PINs and passwords are kept as argon2id, tokens as their digest. Only
 * the service reads `secrets.json`; its group reads `console`, the token by which the command line of
 * this machine is a coordinator. The folder is made with the first secret.
 */
#pragma once
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "names.h"

enum {
	SECRET_HASH_SIZE = 128,
	SECRET_MOST = 128, /* bytes of a password */
	PIN_LEAST = 4,     /* digits */
	PIN_MOST = 8,
	PASSWORD_LEAST = 10,
	TOKEN_TEXT_SIZE = 65, /* 32 bytes in hexadecimal */
	TOKEN_ID_SIZE = 9,
	TOKEN_NAME_SIZE = 48,
	TOKEN_CALLS_SIZE = 256,
	PEOPLE_MOST = 200,
	TOKENS_MOST = 50,
};

enum secret_sort {
	SECRET_PIN,      /* at the station itself */
	SECRET_PASSWORD, /* from other machines */
	SECRET_SORTS,
};

struct person {
	char code[CODE_SIZE];                      /* of the operator */
	char hash[SECRET_SORTS][SECRET_HASH_SIZE]; /* "" : none */
	char key[SECRET_SORTS]
		[TOKEN_TEXT_SIZE];   /* digest of the request's that set it; "" : none */
	int64_t at_us[SECRET_SORTS]; /* wall clock when it was set; 0: by an older version */
};

/* Of a program. */
struct token {
	char id[TOKEN_ID_SIZE];
	char name[TOKEN_NAME_SIZE];
	char digest[TOKEN_TEXT_SIZE];
	char calls[TOKEN_CALLS_SIZE]; /* names with spaces between; "" : all that only read */
	char day[DAY_SIZE];           /* it was made */
};

struct secrets {
	bool guarded; /* a coordinator had a PIN once: the station is never open again by itself */
	size_t people, tokens;
	struct person person[PEOPLE_MOST];
	struct token token[TOKENS_MOST];
};

/* Where they lie if station.conf says nothing: beside that ledger. */
void secrets_folder(const char *ledger, char ret_folder[PATH_MAX]);
/* 0, also where there are none yet; -EBADMSG: no file of ours; -errno. */
int secrets_read(const char *folder, struct secrets *ret_secrets);
/*
 * Reads, lets change() change, and writes whole, synced; one program at a time. A negative errno of
 * change() is returned, and nothing is written.
 */
int secrets_change(
	const char *folder, int (*change)(struct secrets *s, const void *data), const void *data);
/* Likewise with the same: whether one could. */
int secrets_try(const char *folder);
/*
 * On the console: files that root put back are the service's again; one that is damaged is set aside and
 * begun anew, the station staying guarded. 1: so the secrets; 0; -errno.
 */
int secrets_mend(const char *folder);
/* NULL: there is none. */
const struct person *secrets_person(const struct secrets *s, const char *code);

/* For secrets_change(): the hash of one sort takes the place of the one before. -ENOSPC. */
struct secret_set {
	char code[CODE_SIZE];
	enum secret_sort sort;
	char hash[SECRET_HASH_SIZE]; /* "" : none any more */
	char key[TOKEN_TEXT_SIZE];   /* digest of the request's key; "" : of no request */
};
int secret_set(struct secrets *s, const void *set);
/* Of somebody who left; what was set aside of damaged ones goes with it. 0; -ENOENT: had none; -errno. */
int secrets_drop(const char *folder, const char *code);
/*
 * A copy of the ledger was put back: of these secrets none counts any more, nor any token of a program; the console's
 * is drawn anew.
 */
struct secrets_settled {
	size_t count;
	struct {
		char code[CODE_SIZE];
		enum secret_sort sort;
	} gone[PEOPLE_MOST * SECRET_SORTS];
};
int secrets_settle(const char *folder, const struct secrets_settled *settled);
/* Likewise: who says nothing at the station is a volunteer from now on, whoever has which role. */
int secrets_guard(struct secrets *s, const void *data);

/* NULL, or the key of the sentence that says why it will not do. lang: pin_form password_form */
const char *secret_refuses(enum secret_sort sort, const char *text);
/* Both take a tenth of a second and 32 MiB: never in the loop. 0; -ENOMEM. */
int secret_hash(const char *text, char ret_hash[SECRET_HASH_SIZE]);
bool secret_is(const char *hash, const char *text);

/* 32 random bytes in hexadecimal, and what is kept of them. */
void token_draw(char ret_token[TOKEN_TEXT_SIZE]);
void token_digest(const char *token, char ret_digest[TOKEN_TEXT_SIZE]);
/* In a time that tells nothing of where they differ. */
bool token_same(const char a[TOKEN_TEXT_SIZE], const char b[TOKEN_TEXT_SIZE]);

/* The console's token; drawn where there is none yet but the folder is. 0; -errno. */
int secrets_console(const char *folder, char ret_token[TOKEN_TEXT_SIZE]);
