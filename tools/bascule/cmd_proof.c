// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule proof: the evidence pack of a closed period, or the proof of one weighing in it, fetched; and
 * either checked, which needs neither ledger nor daemon.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "evidence.h"

struct options {
	const char *pack, *close, *weighing, *output, *hash;
	const char *file; /* to be checked; NULL: something is fetched */
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = { { "pack", &o->pack }, { "close", &o->close },
		{ "weighing", &o->weighing }, { "-o", &o->output }, { "hash", &o->hash } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 == argc)
		o->file = argv[optind];
	if (optind + 1 < argc || !o->weighing != !o->close ||
		!!o->file + !!o->pack + !!o->weighing != 1 || (o->file && o->output) ||
		(o->hash && !o->file) || (o->pack && !o->output))
		return cli_say_key(c, EXIT_USAGE, "proof_usage");
	return EXIT_DONE;
}

/* ---- fetching ---- */

static int fetch(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	const char *to)
{
	struct answer a = { 0 };
	struct output out;
	int code = cli_ask(c, path, said, count, &a);

	if (code == EXIT_DONE)
		code = output_open(c, to, &out);
	if (code == EXIT_DONE) {
		(void)fwrite(a.text, 1, a.size, out.out);
		if (!to)
			(void)putc('\n', out.out);
		code = output_close(c, &out, EXIT_DONE);
	}
	answer_done(&a);
	return code;
}

int proof_fetch_pack(const struct cli *c, const char *period, const char *to)
{
	char path[96];

	if (strlen(period) > 32 || strchr(period, '/') || strchr(period, '.'))
		return cli_say_param(c, EXIT_USAGE, "bad_period_option", "period", period);
	(void)snprintf(path, sizeof(path), "/closes/%s.zip", period);
	return fetch(c, path, NULL, 0, to);
}

static int fetch_proof(const struct cli *c, const struct options *o)
{
	const struct cli_said said[] = { { "weighing", o->weighing } };
	char path[96];

	if (strlen(o->close) > 32 || strchr(o->close, '/'))
		return cli_say_param(c, EXIT_USAGE, "bad_period_option", "period", o->close);
	(void)snprintf(path, sizeof(path), "/closes/%s/proof", o->close);
	return fetch(c, path, said, ARRAY_SIZE(said), o->output);
}

/* ---- checking a pack ---- */

struct check {
	const struct cli *cli;
	int faults;
};

static void tell_fault(void *data, const char *place, const char *key)
{
	struct check *check = data;
	struct sentence why = { .key = "proof_fault" };

	sentence_param(&why, "place", place);
	sentence_param(&why, "what", lang_text(check->cli->lang, key));
	check->faults++;
	cli_tell(check->cli, &why);
}

static int say_whole(const struct cli *c, const char *key, const struct options *o,
	const char *hash, size_t weighings)
{
	struct sentence said = { .key = key };
	char text[512];

	sentence_param_int(&said, "weighings", (long long)weighings);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	(void)puts(hash);
	if (!o->hash)
		(void)puts(lang_text(c->lang, "proof_compare"));
	return EXIT_DONE;
}

static int say_faults(const struct cli *c, int faults)
{
	struct sentence why = { .key = "proof_faults" };

	sentence_param_int(&why, "count", faults);
	return cli_say(c, EXIT_REFUSED, &why);
}

static int check_pack(const struct cli *c, const struct options *o)
{
	struct check check = { c, 0 };
	struct evidence p = { 0 };
	const struct evidence_file *manifest;
	char hash[CLOSE_HASH_SIZE] = "";
	int r = evidence_read(o->file, tell_fault, &check, &p), code;

	if (r == 0)
		r = evidence_check(&p, o->hash, tell_fault, &check);
	manifest = evidence_find(&p, "manifest.txt");
	if (manifest)
		merkle_digest(manifest->text, manifest->size, hash);
	if (r < 0)
		code = cli_say_param(c, EXIT_REFUSED, "proof_no_pack", "path", o->file);
	else
		code = check.faults ? say_faults(c, check.faults)
				    : say_whole(c, "proof_pack_whole", o, hash, p.weighings);
	evidence_done(&p);
	return code;
}

/* ---- checking the proof of one weighing ---- */

static bool read_path(const json_t *json, struct merkle_proof *proof)
{
	const json_t *path = json_object_get(json, "path");
	const char *line = text_of(json, "line");

	proof->at = (uint64_t)json_integer_value(json_object_get(json, "index"));
	proof->count = (uint64_t)json_integer_value(json_object_get(json, "weighings"));
	proof->steps = json_array_size(path);
	merkle_leaf(line, strlen(line), &proof->leaf);
	if (!*line || !json_is_array(path) || proof->steps > MERKLE_PATH_MOST)
		return false;
	for (size_t i = 0; i < proof->steps; i++) {
		const char *hex = json_string_value(json_array_get(path, i));

		if (!hex || !merkle_read(hex, &proof->path[i]))
			return false;
	}
	return true;
}

static int check_path(const struct cli *c, const struct options *o, const json_t *json)
{
	struct merkle_proof proof = { .steps = 0 };
	struct merkle_hash root;
	char hex[CLOSE_HASH_SIZE];
	const char *wanted = o->hash ? o->hash : text_of(json, "merkle_root");

	if (!read_path(json, &proof))
		return cli_say_param(c, EXIT_REFUSED, "proof_no_pack", "path", o->file);
	if (!merkle_proof_root(&proof, &root))
		return cli_say_key(c, EXIT_REFUSED, "proof_wrong");
	merkle_write(&root, hex);
	if (strcmp(hex, wanted) != 0)
		return cli_say_key(c, EXIT_REFUSED, "proof_wrong");
	(void)puts(text_of(json, "line"));
	return say_whole(c, "proof_right", o, hex, (size_t)proof.count);
}

/* A proof begins with a brace, a pack with "PK". */
static int check_file(const struct cli *c, const struct options *o)
{
	FILE *in = fopen(o->file, "re");
	json_t *json = NULL;
	int first, code;

	if (!in)
		return cli_say_param(c, EXIT_REFUSED, "cannot_read", "path", o->file);
	first = getc(in);
	(void)ungetc(first, in);
	if (first == '{')
		json = json_loadf(in, JSON_REJECT_DUPLICATES, NULL);
	(void)fclose(in);
	if (first != '{')
		return check_pack(c, o);
	code = json ? check_path(c, o, json)
		    : cli_say_param(c, EXIT_REFUSED, "proof_no_pack", "path", o->file);
	json_decref(json);
	return code;
}

int cmd_proof(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	if (o.file)
		return check_file(c, &o);
	return o.pack ? proof_fetch_pack(c, o.pack, o.output) : fetch_proof(c, &o);
}
