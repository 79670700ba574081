// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule label food: the lawful label of a food as a picture, from a file that says what stands on
 * it; or each thing that is missing. It asks neither a ledger nor a daemon, and writes to none.
 */
#include <string.h>
#include "cli.h"
#include "label_food_json.h"

struct options {
	const char *output;
	struct label_media media;
	unsigned int count;
};

enum { WIDTH_MM = 100, HEIGHT_MM = 75, LEAST_MM = 15, MOST_MM = 500 };

/* 0: no such number. */
static unsigned int number(
	const char *text, unsigned int usual, unsigned int least, unsigned int most)
{
	unsigned long n = usual;
	char *end;

	if (!text)
		return usual;
	n = strtoul(text, &end, 10);
	return *text < '0' || *text > '9' || *end != '\0' || n < least || n > most ? 0
										   : (unsigned)n;
}

static int read_paper(const struct cli *c, const struct food_paper *paper, struct options *o)
{
	o->media.dpi = (uint16_t)number(paper->dpi, 203, 203, 300);
	o->media.width_um = number(paper->width, WIDTH_MM, LEAST_MM, MOST_MM) * 1000;
	o->media.height_um = number(paper->height, HEIGHT_MM, LEAST_MM, MOST_MM) * 1000;
	o->count = number(paper->labels, 1, 1, FOOD_LABELS_MOST);
	if ((o->media.dpi != 203 && o->media.dpi != 300) || o->media.width_um == 0 ||
		o->media.height_um == 0 || o->count == 0)
		return cli_say_key(c, EXIT_USAGE, "label_food_paper");
	return EXIT_DONE;
}

static int load(const struct cli *c, const char *path, json_t **ret_json)
{
	struct sentence why = { .key = "label_food_no_json" };
	FILE *in = fopen(path, "re");
	json_error_t at;

	if (!in)
		return cli_say_param(c, EXIT_FAILED, "cannot_read", "path", path);
	*ret_json = json_loadf(in, JSON_REJECT_DUPLICATES, &at);
	(void)fclose(in);
	if (json_is_object(*ret_json))
		return EXIT_DONE;
	sentence_param(&why, "path", path);
	sentence_param_int(&why, "line", *ret_json ? 1 : at.line);
	return cli_say(c, EXIT_USAGE, &why);
}

static int save(const struct cli *c, const char *path, const struct raster *r)
{
	_cleanup_free_ uint8_t *png = NULL;
	struct output out;
	size_t size;
	int code;

	if (raster_png(r, &png, &size) < 0)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = output_open(c, path, &out);
	if (code != EXIT_DONE)
		return code;
	(void)fwrite(png, 1, size, out.out);
	return output_close(c, &out, EXIT_DONE);
}

/* "F.png": the second one is "F.2.png". */
static int save_all(
	const struct cli *c, const struct options *o, struct raster *const *rasters, int count)
{
	const char *dot = strrchr(o->output, '.');
	size_t stem = dot && !strchr(dot, '/') ? (size_t)(dot - o->output) : strlen(o->output);
	int code = save(c, o->output, rasters[0]);
	_cleanup_free_ char *second = NULL;

	if (code != EXIT_DONE || count < 2)
		return code;
	if (asprintf(&second, "%.*s.2%s", (int)stem, o->output, o->output + stem) < 0)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	return save(c, second, rasters[1]);
}

static int draw(const struct cli *c, const struct options *o, const struct food_label *f)
{
	struct raster *rasters[FOOD_LABELS_MOST] = { NULL };
	struct food_refusals refusals;
	int code = EXIT_REFUSED;
	int drawn = label_food(f, &o->media, o->count, rasters, &refusals);

	if (drawn == -EINVAL)
		return cli_say_key(c, EXIT_USAGE, "label_food_paper");
	if (drawn < 0)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	for (size_t i = 0; drawn == 0 && i < refusals.count; i++)
		cli_tell(c, &refusals.list[i]);
	if (drawn > 0)
		code = save_all(c, o, rasters, drawn);
	for (int i = 0; i < drawn; i++)
		free(rasters[i]);
	return code;
}

int label_food_preview(
	const struct cli *c, const char *input, const char *output, const struct food_paper *paper)
{
	struct options o = { .output = output };
	struct food_label f;
	struct sentence why;
	json_t *json = NULL;
	int code = read_paper(c, paper, &o);

	if (code == EXIT_DONE)
		code = load(c, input, &json);
	if (code == EXIT_DONE && label_food_read(json, &f, &why) < 0)
		code = cli_say(c, EXIT_USAGE, &why);
	if (code == EXIT_DONE)
		code = draw(c, &o, &f);
	json_decref(json);
	return code;
}
