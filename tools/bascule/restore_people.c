// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A copy that is put back has the people and the roles of then, while secrets lie beside the ledger and may be of any
 * day: of a copy of that folder, or newer than the ledger. The safe way: a secret older than the journal says, and
 * one of somebody whom the copy does not know, counts no more; nor does any token. All of it is said.
 */
#include "restore_people.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "catalogue_facts.h"
#include "clock.h"
#include "secret_change.h"

#define US_PER_S INT64_C(1000000)

struct newest {
	enum secret_sort sort;
	int64_t at_us;
};

static int look(void *data, const void *value)
{
	const struct secret_change *change = value;
	struct newest *n = data;

	if (change->sort == n->sort && change->at_wall_us > n->at_us)
		n->at_us = change->at_wall_us;
	return 0;
}

/* When the copy says that it was set last; 0: never. */
static int said_at(struct ledger *l, const char *code, enum secret_sort sort, int64_t *ret_us)
{
	const struct entries_query q = { .about = code, .limit = UINT32_MAX };
	struct newest n = { .sort = sort };
	int r = ledger_entries(l, &secret_set_kind, &q, look, &n);

	if (r == 0)
		r = ledger_entries(l, &secret_reset_kind, &q, look, &n);
	if (r == 0)
		*ret_us = n.at_us;
	return r;
}

/* Of an older version nothing says when, but the file. */
static int64_t set_at(const struct returning *b, const struct person *p, enum secret_sort sort)
{
	return p->at_us[sort] ? p->at_us[sort] : b->file_us;
}

static const struct catalogue_row *row_now(const struct returning *b, const char *code)
{
	struct moment now;
	const struct catalogue_row *row;

	clock_now(&now);
	row = catalogue_find(b->catalogue, CATALOGUE_OPERATOR, code, now.day);
	return row && !row->hidden && !row->erased ? row : NULL;
}

static int judge(struct returning *b, struct ledger *l, const struct person *p)
{
	for (enum secret_sort sort = 0; sort < SECRET_SORTS; sort++) {
		int64_t said_us = 0;
		int r = *p->hash[sort] ? said_at(l, p->code, sort, &said_us) : 0;

		if (r < 0)
			return r;
		if (!*p->hash[sort] || (row_now(b, p->code) && set_at(b, p, sort) >= said_us))
			continue;
		memcpy(b->settled.gone[b->settled.count].code, p->code, sizeof(p->code));
		b->settled.gone[b->settled.count++].sort = sort;
	}
	return 0;
}

static void count_people(const struct returning *b, struct people_restored *ret)
{
	for (size_t i = 0; i < b->catalogue->count; i++) {
		const struct catalogue_row *row = &b->catalogue->rows[i];

		if (row->kind != CATALOGUE_OPERATOR || row_now(b, row->code) != row)
			continue;
		ret->people++;
		ret->coordinators += catalogue_facts(row)->role == OPERATOR_COORDINATOR;
	}
}

/* Damaged ones open nothing; the console mends them. */
static void read_secrets(struct returning *b)
{
	char path[PATH_MAX];
	struct stat st;

	if (secrets_read(b->folder, &b->secrets) < 0)
		memset(&b->secrets, 0, sizeof(b->secrets));
	b->tokens = b->secrets.tokens;
	if (snprintf(path, sizeof(path), "%s/secrets.json", b->folder) < (int)sizeof(path) &&
		stat(path, &st) == 0)
		b->file_us = st.st_mtime * US_PER_S;
}

int returning_people(void *returning, struct ledger *l, struct people_restored *ret_people)
{
	struct returning *b = returning;
	int r = ledger_catalogue(l, &b->catalogue);

	if (r < 0)
		return r;
	read_secrets(b);
	for (size_t i = 0; r == 0 && i < b->secrets.people; i++)
		r = judge(b, l, &b->secrets.person[i]);
	count_people(b, ret_people);
	ret_people->secrets = (uint32_t)b->settled.count;
	ret_people->tokens = (uint32_t)b->tokens;
	if (r == 0)
		r = secrets_settle(b->folder, &b->settled);
	b->asked = r == 0 || r == -EBADMSG;
	return r == -EBADMSG ? 0 : r;
}

/* ---- said ---- */

static bool holds(const struct returning *b, const char *code, enum secret_sort sort)
{
	const struct person *p = secrets_person(&b->secrets, code);

	for (size_t i = 0; i < b->settled.count; i++)
		if (b->settled.gone[i].sort == sort && !strcmp(b->settled.gone[i].code, code))
			return false;
	return p && *p->hash[sort];
}

/* lang: user_role_volunteer user_role_staff user_role_coordinator */
static void say_person(
	const struct cli *c, const struct returning *b, const struct catalogue_row *row)
{
	static const char *const roles[] = { "user_role_volunteer", "user_role_volunteer",
		"user_role_staff", "user_role_coordinator" };
	uint32_t role = catalogue_facts(row)->role;

	printf("%-14s %s, %s, %s, %s\n", row->code,
		lang_text(c->lang, roles[role < ARRAY_SIZE(roles) ? role : 0]),
		holds(b, row->code, SECRET_PIN) ? lang_text(c->lang, "user_pin") : "-",
		holds(b, row->code, SECRET_PASSWORD) ? lang_text(c->lang, "user_password") : "-",
		row->label_fr);
}

static void say_gone(const struct cli *c, const struct returning *b, size_t i)
{
	const char *code = b->settled.gone[i].code;
	const bool pin = b->settled.gone[i].sort == SECRET_PIN;
	struct sentence said = { .key = row_now(b, code) ? "restore_secret_old"
							 : "restore_secret_left" };
	char text[256];

	sentence_param(&said, "code", code);
	sentence_param(&said, "what", lang_text(c->lang, pin ? "user_pin" : "user_password"));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

void returning_say(const struct cli *c, const struct returning *b)
{
	struct sentence said = { .key = "restore_tokens" };
	bool any = false;
	char text[256];

	for (size_t i = 0; b->asked && i < b->catalogue->count; i++) {
		const struct catalogue_row *row = &b->catalogue->rows[i];

		if (row->kind != CATALOGUE_OPERATOR || row_now(b, row->code) != row)
			continue;
		if (!any)
			(void)puts(lang_text(c->lang, "restore_people"));
		any = true;
		say_person(c, b, row);
	}
	for (size_t i = 0; i < b->settled.count; i++)
		say_gone(c, b, i);
	sentence_param_int(&said, "count", (long long)b->tokens);
	if (b->tokens)
		(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}
