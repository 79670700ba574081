// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule user list|add|pin|reset: who logs in. Roles stand in the catalogue; PINs and passwords in files
 * beside the ledger, which only the service and root may write: that is what makes this the console. A
 * secret is typed twice on a terminal, or is one line of the input; it is never an argument.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include "cli.h"
#include "secrets.h"

struct user {
	const char *code, *role, *password; /* password: not the PIN but that */
	char folder[PATH_MAX];
};

static enum secret_sort sort_of(const struct user *u)
{
	return u->password ? SECRET_PASSWORD : SECRET_PIN;
}

/* ---- a secret, without an echo ---- */

static bool read_line(char *ret_text, size_t size)
{
	if (!fgets(ret_text, (int)size, stdin))
		return false;
	ret_text[strcspn(ret_text, "\n")] = '\0';
	return true;
}

static bool ask_unseen(const struct cli *c, const char *key, char *ret_text, size_t size)
{
	struct termios before, unseen;
	bool read;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return read_line(ret_text, size);
	(void)fprintf(stderr, "%s ", lang_text(c->lang, key));
	unseen = before;
	unseen.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
	read = read_line(ret_text, size);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	(void)fputc('\n', stderr);
	return read;
}

static int ask_secret(const struct cli *c, enum secret_sort sort, char ret_text[SECRET_MOST + 2])
{
	char again[SECRET_MOST + 2];
	const char *why;
	bool pin = sort == SECRET_PIN;

	if (!ask_unseen(c, pin ? "user_new_pin" : "user_new_password", ret_text, SECRET_MOST + 2))
		return cli_say_key(c, EXIT_USAGE, "user_no_secret");
	why = secret_refuses(sort, ret_text);
	if (why)
		return cli_say_key(c, EXIT_USAGE, why);
	if (isatty(STDIN_FILENO) && (!ask_unseen(c, "user_again", again, sizeof(again)) ||
					    strcmp(ret_text, again) != 0))
		return cli_say_key(c, EXIT_USAGE, "user_not_same");
	return EXIT_DONE;
}

static int no_files(const struct cli *c, const char *folder, int error)
{
	struct sentence why = { .key = error == -EACCES || error == -EPERM ? "user_not_service"
									   : "user_files_failed" };

	sentence_param(&why, "path", folder);
	sentence_param(&why, "error", strerror(-error));
	return cli_say(c, EXIT_FAILED, &why);
}

/* ---- who there is ---- */

static int ask_people(const struct cli *c, json_t **ret_json)
{
	const struct cli_said said[] = { { "kind", "operator" } };

	return cli_ask_json(c, "/catalogue", said, ARRAY_SIZE(said), "operators", ret_json);
}

static const json_t *find_operator(const json_t *answer, const char *code)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(answer, "operators"), i,
		one) if (!strcmp(text_of(one, "code"), code)) return one;
	return NULL;
}

static int must_exist(const struct cli *c, const char *code)
{
	json_t *json = NULL;
	int r = ask_people(c, &json);

	if (r == EXIT_DONE && !find_operator(json, code))
		r = cli_say_param(c, EXIT_REFUSED, "user_unknown", "code", code);
	json_decref(json);
	return r;
}

/* printf counts bytes: a field is as many wider as its letters have more than one. */
static int field(int letters, const char *text)
{
	for (; *text; text++)
		letters += ((unsigned char)*text & 0xC0) == 0x80;
	return letters;
}

static void list_one(const struct cli *c, const json_t *row, const struct secrets *s)
{
	const struct person *p = secrets_person(s, text_of(row, "code"));
	const char *role = text_of(row, "role");
	const char *password =
		p && *p->hash[SECRET_PASSWORD] ? lang_text(c->lang, "user_password") : "-";
	char key[32];

	/* lang: user_role_volunteer user_role_staff user_role_coordinator */
	(void)snprintf(key, sizeof(key), "user_role_%s", *role ? role : "volunteer");
	role = lang_text(c->lang, key);
	printf("%-14s %-*s %-5s %-*s %s\n", text_of(row, "code"), field(16, role), role,
		p && *p->hash[SECRET_PIN] ? lang_text(c->lang, "user_pin") : "-",
		field(14, password), password, text_of(row, "label_fr"));
}

static int list(const struct cli *c, const struct user *u)
{
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	json_t *json = NULL, *one;
	size_t i;
	int r = s ? secrets_read(u->folder, s) : -ENOMEM, code;

	if (r < 0)
		return no_files(c, u->folder, r);
	code = ask_people(c, &json);
	if (code == EXIT_DONE && !json_array_size(json_object_get(json, "operators")))
		code = cli_say_key(c, EXIT_REFUSED, "user_none");
	else if (code == EXIT_DONE)
		json_array_foreach(json_object_get(json, "operators"), i, one) list_one(c, one, s);
	json_decref(json);
	return code;
}

/* ---- what changes ---- */

static int say_done(const struct cli *c, const struct user *u)
{
	struct sentence said = { .key = u->password ? "user_password_set" : "user_pin_set" };
	char text[256];

	sentence_param(&said, "code", u->code);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int set_secret(const struct cli *c, const struct user *u, const char *secret)
{
	struct secret_set set = { .sort = sort_of(u) };
	int r;

	(void)snprintf(set.code, sizeof(set.code), "%s", u->code);
	r = secret_hash(secret, set.hash);
	if (r == 0)
		r = secrets_change(u->folder, secret_set, &set);
	return r < 0 ? no_files(c, u->folder, r) : say_done(c, u);
}

/* The files can be written before the journal says that they were. */
static int tell_journal(const struct cli *c, const struct user *u, bool reset)
{
	json_t *body = json_pack(
		"{s:s,s:s}", "operator", u->code, "sort", u->password ? "password" : "pin");
	json_t *answer = NULL;
	int code, r = secrets_try(u->folder);

	if (r < 0)
		code = no_files(c, u->folder, r);
	else if (!body)
		code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
	else
		code = cli_post_json(c, reset ? "/people/reset" : "/people/set", body, &answer);
	json_decref(body);
	json_decref(answer);
	return code;
}

/* The way back in, whatever became of the files. */
static int mend(const struct cli *c, const struct user *u)
{
	const int r = secrets_mend(u->folder);

	if (r > 0)
		(void)cli_say_param(c, EXIT_DONE, "user_secrets_anew", "path", u->folder);
	return r < 0 ? no_files(c, u->folder, r) : EXIT_DONE;
}

static int give(const struct cli *c, const struct user *u, bool reset)
{
	char secret[SECRET_MOST + 2];
	int code = reset ? mend(c, u) : EXIT_DONE;

	if (code == EXIT_DONE)
		code = must_exist(c, u->code);
	if (code == EXIT_DONE)
		code = ask_secret(c, sort_of(u), secret);
	if (code == EXIT_DONE)
		code = tell_journal(c, u, reset);
	return code == EXIT_DONE ? set_secret(c, u, secret) : code;
}

static void put_quoted(FILE *out, const char *text)
{
	(void)putc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			(void)putc('"', out);
		(void)putc(*text, out);
	}
	(void)putc('"', out);
}

static int say_mistake(const struct cli *c, const json_t *mistakes)
{
	const char *message = text_of(json_array_get(mistakes, 0), "message");

	(void)fprintf(stderr, "bascule: %s\n", *message ? message : lang_text(c->lang, "bad_role"));
	return EXIT_USAGE;
}

static int add(const struct cli *c, const struct user *u, const char *name)
{
	const struct cli_said said[] = { { "kind", "operator" } };
	const struct cli_call call = { "/catalogue/csv", said, ARRAY_SIZE(said) };
	_cleanup_free_ char *text = NULL;
	struct sent sent = { .type = "text/csv" };
	json_t *json = NULL, *mistakes;
	FILE *out = open_memstream(&text, &sent.size);
	int code;

	if (!out)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	(void)fprintf(out, "kind,code,label_fr,label_en,role\noperator,%s,", u->code);
	put_quoted(out, name);
	(void)putc(',', out);
	put_quoted(out, name);
	(void)fprintf(out, ",%s\n", u->role ? u->role : "volunteer");
	if (fclose(out))
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	sent.bytes = text;
	code = cli_post(c, &call, &sent, &json);
	mistakes = json_object_get(json, "mistakes");
	if (mistakes)
		code = say_mistake(c, mistakes);
	else if (code == EXIT_DONE)
		(void)puts(lang_text(c->lang, "user_added"));
	json_decref(json);
	return code;
}

static bool is_code(const char *text)
{
	size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

	return len && len < CODE_SIZE && !text[len];
}

static bool is_role(const char *role)
{
	return !strcmp(role, "volunteer") || !strcmp(role, "staff") || !strcmp(role, "coordinator");
}

int cmd_user(struct cli *c, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	struct user u = { 0 };
	const struct cli_option options[] = { { "role", &u.role }, { "=password", &u.password } };
	const bool adds = !strcmp(what, "add"), lists = !strcmp(what, "list");
	char **words;
	int code, count;

	if (!adds && !lists && strcmp(what, "pin") != 0 && strcmp(what, "reset") != 0)
		return cli_say_key(c, EXIT_USAGE, "user_needs_action");
	code = cli_options(c, argc - 1, argv + 1, options, ARRAY_SIZE(options));
	if (code != EXIT_DONE)
		return code;
	words = argv + 1 + optind;
	count = argc - 1 - optind;
	cli_people_folder(c, u.folder);
	if (count != (lists ? 0 : adds ? 2 : 1))
		return cli_say_key(c, EXIT_USAGE, "user_needs_action");
	if (lists)
		return list(c, &u);
	u.code = words[0];
	if (!is_code(u.code))
		return cli_say_param(c, EXIT_USAGE, "user_bad_code", "code", u.code);
	if (u.role && !is_role(u.role))
		return cli_say_param(c, EXIT_USAGE, "bad_role", "role", u.role);
	return adds ? add(c, &u, words[1]) : give(c, &u, !strcmp(what, "reset"));
}
