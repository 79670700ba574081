// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule, the command line. Each sub-command is one file cmd_NAME.c and one row of the table
 * in main.c; it gets its own arguments and answers with an exit code of the contract.
 */
#pragma once
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include "api.h"
#include "lang.h"
#include "ledger.h"
#include "report.h"

enum {
	EXIT_DONE = 0,
	EXIT_REFUSED = 1, /* refused, or nothing found */
	EXIT_USAGE = 2,   /* wrong usage or configuration */
	EXIT_FAILED = 3,  /* the store or a device failed, port or lock held */
};

struct cli {
	const char *db;  /* --db, or NULL */
	const char *url; /* --url, or NULL */
	enum lang lang;
	const char *command; /* name of the sub-command */
};

struct command {
	const char *name;
	/* argv[0] is the command's name. Returns an exit code. */
	int (*run)(struct cli *c, int argc, char **argv);
	const char *help_key; /* language key of its --help; lang: help_* */
	bool slow;            /* and asks nothing meanwhile: says that it is at work */
};

int cmd_tonnage(struct cli *c, int argc, char **argv);
int cmd_balance(struct cli *c, int argc, char **argv);
int cmd_stock(struct cli *c, int argc, char **argv);
int cmd_report(struct cli *c, int argc, char **argv);
int cmd_weighings(struct cli *c, int argc, char **argv);
int cmd_entries(struct cli *c, int argc, char **argv);
int cmd_slips(struct cli *c, int argc, char **argv);
int cmd_paper(struct cli *c, int argc, char **argv);
int cmd_items(struct cli *c, int argc, char **argv);
int cmd_lots(struct cli *c, int argc, char **argv);
int cmd_pack(struct cli *c, int argc, char **argv);
int cmd_trace(struct cli *c, int argc, char **argv);
int cmd_attestation(struct cli *c, int argc, char **argv);
int cmd_statement(struct cli *c, int argc, char **argv);
int cmd_recall(struct cli *c, int argc, char **argv);
int cmd_slip(struct cli *c, int argc, char **argv);
int cmd_declare(struct cli *c, int argc, char **argv);
int cmd_close(struct cli *c, int argc, char **argv);
int cmd_proof(struct cli *c, int argc, char **argv);
/* Its evidence pack into a file. An exit code. */
int proof_fetch_pack(const struct cli *c, const char *period, const char *to);
int cmd_day(struct cli *c, int argc, char **argv);
/* The end of a day (report day), as bascule report says it; each NULL: not said. An exit code. */
struct day_options {
	const char *format, *output, *plain;
};
int report_of_day(const struct cli *c, const char *day, const struct day_options *d);
int cmd_weigh(struct cli *c, int argc, char **argv);
int cmd_correct(struct cli *c, int argc, char **argv);
int cmd_void(struct cli *c, int argc, char **argv);
int cmd_erase(struct cli *c, int argc, char **argv);
int cmd_forget(struct cli *c, int argc, char **argv);
int cmd_catalogue(struct cli *c, int argc, char **argv);
int cmd_backup(struct cli *c, int argc, char **argv);
int cmd_export(struct cli *c, int argc, char **argv);
int cmd_restore(struct cli *c, int argc, char **argv);
int cmd_verify(struct cli *c, int argc, char **argv);
int cmd_rebuild(struct cli *c, int argc, char **argv);
int cmd_found(struct cli *c, int argc, char **argv);
int cmd_doctor(struct cli *c, int argc, char **argv);
int cmd_token(struct cli *c, int argc, char **argv);
int cmd_user(struct cli *c, int argc, char **argv);
int cmd_setup(struct cli *c, int argc, char **argv);
int cmd_scale(struct cli *c, int argc, char **argv);
int cmd_label(struct cli *c, int argc, char **argv);
/* label_food.c: what its label says is in the file input; its picture goes to output. */
struct food_paper {
	const char *dpi, *width, *height, *labels; /* as they were given, or NULL */
};
int label_food_preview(
	const struct cli *c, const char *input, const char *output, const struct food_paper *paper);

/* ---- saying things: "bascule: sentence" on stderr; each returns code, in the reader's sight ---- */
void cli_tell(const struct cli *c, const struct sentence *why);

static inline int cli_say(const struct cli *c, int code, const struct sentence *why)
{
	cli_tell(c, why);
	return code;
}

static inline int cli_say_key(const struct cli *c, int code, const char *key)
{
	const struct sentence why = { .key = key };

	return cli_say(c, code, &why);
}

static inline int cli_say_param(
	const struct cli *c, int code, const char *key, const char *name, const char *value)
{
	struct sentence why = { .key = key };

	sentence_param(&why, name, value);
	return cli_say(c, code, &why);
}

struct option;
/*
 * What getopt_long() with opterr = 0 and ':' first did not like: said is its answer, '?' or ':'.
 * Names the option, what is wrong with it, and the one that was meant. EXIT_USAGE.
 */
int cli_bad_option(const struct cli *c, int said, char **argv, const struct option *names);

/*
 * An option with a value: "name" is --name VALUE, "-n" is -n VALUE; *text is set to what was
 * given. "=name" is --name without one: *text is set to "".
 */
struct cli_option {
	const char *name;
	const char **text;
};
/* Reads all options; the words that are none begin at optind. An exit code. */
int cli_options(
	const struct cli *c, int argc, char **argv, const struct cli_option *options, size_t count);
/* The same for a command that takes no words. */
int cli_only_options(
	const struct cli *c, int argc, char **argv, const struct cli_option *options, size_t count);

/* ---- where the data is ---- */

/* A ledger file or the address of a daemon: exactly one is set. See `bascule --help`. */
struct source {
	const char *db;
	const char *url;
	bool usual; /* nobody named the file */
};
void cli_source(const struct cli *c, struct source *ret_source);
/* Where secrets lie: BASCULE_PEOPLE, or as station.conf says, or beside the ledger. */
void cli_people_folder(const struct cli *c, char ret_folder[PATH_MAX]);
/* For what only a running daemon can do: always an address. */
void cli_station(const struct cli *c, struct source *ret_source);
/* Opens a file that exists; says why not. An exit code. */
int cli_open(
	const struct cli *c, const char *path, enum ledger_mode mode, struct ledger **ret_ledger);

/*
 * A call to a daemon under /api/v1: path with its query; body NULL for GET, else POST with an
 * Idempotency-Key, so that one retry after a lost answer is safe. Says what went wrong.
 * An exit code; *ret_json is the answer.
 */
int remote_call(const struct cli *c, const char *url, const char *path, const json_t *body,
	json_t **ret_json);
/* The same, with watch() called about once a second until the answer is there. */
int remote_watch(const struct cli *c, const char *url, const char *path, const json_t *body,
	void (*watch)(void *data), void *data, json_t **ret_json);
/* Whether a daemon is there whose ledger is open; nothing is told. */
bool remote_up(const struct cli *c, const char *url);
/*
 * The bytes of a call's answer, sent: what is posted, or NULL. A refusal is told; one with mistakes,
 * each of which is the caller's to tell, is an answer of its status. An exit code.
 */
int remote_fetch(const struct cli *c, const char *url, const char *path, const struct sent *sent,
	struct answer *ret_answer);
/* An answer as long as it likes, into out; nothing of a refusal, which is told. An exit code. */
int remote_stream(const struct cli *c, const char *url, const char *path, FILE *out);
/* Appends name=value to a query, escaped: "/tonnage?by=root&". -ENOBUFS. */
int remote_add(char *path, size_t size, const char *name, const char *value);

/*
 * A call under /api/v1, of the file or of the daemon, whichever is meant: ask.c. A value that is
 * NULL is not said. An exit code; answer_done() then.
 */
struct cli_said {
	const char *name, *value;
};
struct cli_call {
	const char *path;
	const struct cli_said *said;
	size_t count;
};
/* What it becomes, looked at as the daemon would. An exit code. */
int cli_request(const struct cli *c, const struct cli_call *call, struct request *ret_request);
/* "/weighings?limit=7&". false: too long, and said so. */
bool cli_address(const struct cli *c, const struct cli_call *call, char *buf, size_t size);
int cli_ask(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	struct answer *ret_answer);
/*
 * A POST; *ret_json is its answer, or stays NULL. A refusal is told but for its mistakes, which are
 * the answer then.
 */
int cli_post(const struct cli *c, const struct cli_call *call, const struct sent *sent,
	json_t **ret_json);
int cli_post_json(const struct cli *c, const char *path, const json_t *body, json_t **ret_json);
/* The exit code of a refusal: what was said will not do is wrong usage. */
static inline int cli_refusal(unsigned status)
{
	return status >= 500 ? EXIT_FAILED : status == 422 ? EXIT_USAGE : EXIT_REFUSED;
}
/* The same of an object with that array in it. */
int cli_ask_json(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	const char *member, json_t **ret_json);
/* The same of a list that goes on behind "next", to its end. Nobody has said a limit. */
int cli_ask_whole(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	const char *member, json_t **ret_json);

/* A text member of an answer; "" where there is none. */
static inline const char *text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text ? text : "";
}

/* Of pieces: digits, six at most; NULL: nobody said any. An exit code. */
int cli_units(const struct cli *c, const char *units);
/* What was said, as the body of a call; units as a number. NULL: no memory. */
json_t *cli_body(const struct cli_said *said, size_t count, const char *units);

/* Whether it may be a weighing's: letters, digits and dashes, as it goes into a path. */
bool cli_is_number(const char *text);

/* ---- station_conf.c ---- */
/* BASCULE_CONF, or where the station has it. */
const char *cli_conf_path(void);
/* What it says under [section], without a word on what is wrong with it. */
void cli_conf_say(
	const char *section, const char *key, const char *otherwise, char ret_text[PATH_MAX]);
#define CLI_LEDGER "/var/lib/bascule/bascule.db"
struct conf;
/* Reads it, or says what is wrong with it. An exit code. */
int cli_conf(const struct cli *c, const char *path, struct conf **ret_conf);
void cli_identity(struct conf *conf, struct ledger_identity *ret_identity);

/* ---- output ---- */

/* busy.c: after a second a terminal is told, until what is to be said comes. */
void cli_busy(const struct cli *c);
void cli_busy_end(void);

struct output {
	const char *path; /* NULL: stdout */
	FILE *out;
};
int output_open(const struct cli *c, const char *path, struct output *ret_output);
/* Flushes and closes; a full disk or a closed pipe is a failure. code, or EXIT_FAILED. */
int output_close(const struct cli *c, struct output *o, int code);
/* The bytes of an answer, as they come. */
int output_answer(const struct cli *c, const struct cli_call *call, const char *path);

/* Bytes that only a file or another program wants: false, and said so, where a person looks on. */
bool output_takes(const struct cli *c, const char *path, enum table_format format);

/* "table", "csv", "csv-fr", "json", "xlsx" …; NULL: a table. An exit code. */
int cli_format(const struct cli *c, const char *word, enum table_format *ret_format);

/* How many rows may be asked for, 1 to 100000; NULL: as the call has it. An exit code. */
int cli_limit(const struct cli *c, const char *word);

/* ---- periods: --period, or --from and --to (exclusive) ---- */
struct days {
	const char *period, *from, *to;
	char first[DAY_SIZE], last[DAY_SIZE]; /* both included; "" when no period was given */
};
/* An exit code; warns when --to is the last day of a month, which is then left out. */
int days_resolve(const struct cli *c, struct days *d);

/* ---- export_weighings.c ---- */
struct export_options {
	struct days days;
	const char *all, *site, *format_word, *after, *limit, *output, *dictionary;
	enum table_format format;
};
int export_weighings(const struct cli *c, struct export_options *o);
