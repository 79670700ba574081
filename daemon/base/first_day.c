// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the first day adds to station.conf: keys of [site] that it does not have, and sections of devices
 * under names that it does not use. It is put into words and read like the file itself.
 */
#include <glob.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include "first_day.h"

void first_day_folder(struct conf *c, char ret_folder[PATH_MAX])
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s",
		conf_text(conf_section(c, "store", NULL), "path", STORE_PATH));
	(void)snprintf(ret_folder, PATH_MAX, "%s", dirname(path));
}

json_t *first_day_read(const char *folder)
{
	char path[PATH_MAX];
	json_t *day;

	if (snprintf(path, sizeof(path), "%s/" FIRST_DAY_FILE, folder) >= (int)sizeof(path))
		return NULL;
	day = json_load_file(path, 0, NULL);
	if (json_is_object(day))
		return day;
	json_decref(day);
	return NULL;
}

static void put_site(const json_t *site, FILE *out)
{
	static const char *const keys[] = { "language", "zone", "pole", "site", "station" };

	fputs("[site]\n", out);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *value = json_string_value(json_object_get(site, keys[i]));

		if (value && *value)
			fprintf(out, "%s = %s\n", keys[i], value);
	}
}

static int add(struct conf *c, const json_t *day)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0, i;
	FILE *out = open_memstream(&text, &size);
	const json_t *device;

	if (!out)
		return -ENOMEM;
	put_site(json_object_get(day, "site"), out);
	json_array_foreach(json_object_get(day, "devices"), i, device) if (json_is_string(device))
		fputs(json_string_value(device), out);
	if (fclose(out) != 0)
		return -ENOMEM;
	return conf_add_text(c, text, size);
}

int conf_read_station(const char *path, struct conf **ret_conf)
{
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	char folder[PATH_MAX];
	json_t *day;
	int r = conf_read(path, &c);

	if (r < 0)
		return r;
	first_day_folder(c, folder);
	day = first_day_read(folder);
	r = day ? add(c, day) : 0;
	json_decref(day);
	if (r < 0)
		return r;
	*ret_conf = TAKE_PTR(c);
	return 0;
}

bool conf_is_nameless(struct conf *c)
{
	struct conf_section *site = conf_section(c, "site", NULL);

	return site && !conf_text(site, "pole", NULL) && !conf_text(site, "site", NULL) &&
	       !conf_text(site, "station", NULL);
}

/* ---- serial lines ---- */

/* Whether some section has this line, under any of its names. */
static bool is_named(struct conf *c, const char *path)
{
	static const char *const kinds[] = { "scale", "scanner", "panel" };
	char real[PATH_MAX], other[PATH_MAX];

	if (!realpath(path, real))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct conf_section *s = NULL;

		while ((s = conf_section(c, kinds[i], s))) {
			const char *device = conf_text(s, "device", NULL);

			if (device && realpath(device, other) && strcmp(real, other) == 0)
				return true;
		}
	}
	return false;
}

void conf_serial_unnamed(struct conf *c,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	char pattern[PATH_MAX], lines[PATH_MAX + 64];
	glob_t lines_found;

	(void)snprintf(pattern, sizeof(pattern), "%s/*",
		conf_text(conf_section(c, "site", NULL), "serial", "/dev/serial/by-id"));
	if (glob(pattern, 0, NULL, &lines_found) != 0)
		return;
	for (size_t i = 0; i < lines_found.gl_pathc; i++) {
		const char *path = lines_found.gl_pathv[i];

		if (is_named(c, path))
			continue;
		(void)snprintf(
			lines, sizeof(lines), "[scale NAME]\ndriver = serial\ndevice = %s\n", path);
		found(data, strrchr(path, '/') + 1, lines);
	}
	globfree(&lines_found);
}
