// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the first day adds to station.conf: keys of [site] that it does not have, and sections of devices
 * under names that it does not use. It is put into words and read like the file itself.
 */
#include <glob.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "clock.h"
#include "first_day.h"
#include "log.h"

void first_day_folder(struct conf *c, char ret_folder[PATH_MAX])
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s",
		conf_text(conf_section(c, "store", NULL), "path", STORE_PATH));
	(void)snprintf(ret_folder, PATH_MAX, "%s", dirname(path));
}

const char *const conf_station_kinds[] = { "site", "store", "labels", "http", "scale", "map",
	"scanner", "printer", "panel", "training", NULL };

json_t *first_day_read(const char *folder)
{
	char path[PATH_MAX];
	json_error_t why;
	json_t *day;

	if (snprintf(path, sizeof(path), "%s/" FIRST_DAY_FILE, folder) >= (int)sizeof(path))
		return NULL;
	day = json_load_file(path, 0, &why);
	if (json_is_object(day))
		return day;
	if (day || access(path, F_OK) == 0)
		log_line(LOG_ERROR, "%s unusable, not taken: %s", path,
			day ? "no object" : why.text);
	json_decref(day);
	return NULL;
}

void first_day_cut(json_t *day, enum first_day_part part)
{
	if (day && part >= FIRST_DAY_SITE)
		(void)json_object_del(day, "devices");
	if (day && part >= FIRST_DAY_NONE)
		(void)json_object_del(day, "site");
}

static int add_site(struct conf *c, const json_t *site)
{
	static const char *const keys[] = { "language", "zone", "pole", "site", "station" };
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -ENOMEM;
	fputs("[site]\n", out);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *value = json_string_value(json_object_get(site, keys[i]));

		if (value && *value)
			fprintf(out, "%s = %s\n", keys[i], value);
	}
	if (fclose(out) != 0)
		return -ENOMEM;
	return conf_add_text(c, text, size);
}

int conf_add_codes(struct conf *c, const char *pole, const char *site, const char *station)
{
	json_t *codes = json_pack("{s:s,s:s,s:s}", "pole", pole, "site", site, "station", station);
	int r = codes ? add_site(c, codes) : -ENOMEM;

	json_decref(codes);
	return r;
}

/* station.conf has a word for its device already: it stays, and ours is another one's. */
static int add_renamed(struct conf *c, const struct conf_section *s, const char *text)
{
	const char *lines = strchr(text, '\n'), *kind = conf_section_kind(s);
	char name[DEVICE_SIZE], whole[PATH_MAX + 256];

	conf_free_name(c, kind, conf_section_name(s), name);
	(void)snprintf(whole, sizeof(whole), "[%s %s]%s", kind, name, lines ? lines : "\n");
	return conf_add_text(c, whole, strlen(whole));
}

static int add_device(struct conf *c, const char *text)
{
	_cleanup_(cleanup_conf_free) struct conf *one = NULL;
	const struct conf_section *s, *same;
	int r = *text ? conf_read_text(FIRST_DAY_FILE, text, strlen(text), &one) : 0;

	if (r < 0 || !one)
		return r;
	s = conf_any_section(one);
	if (!s || conf_mistakes(one))
		return conf_add_text(c, text, strlen(text)); /* which notes what is wrong */
	same = conf_same_device(c, s);
	if (!same)
		return add_renamed(c, s, text);
	log_line(LOG_WARN, FIRST_DAY_FILE ": %s %s is %s %s already, left out",
		conf_section_kind(s), conf_section_name(s), conf_section_kind(same),
		conf_section_name(same));
	return 0;
}

static int add(struct conf *c, const json_t *day)
{
	const json_t *device, *devices = json_object_get(day, "devices");
	int r = add_site(c, json_object_get(day, "site"));
	size_t i;

	json_array_foreach(devices, i, device) if (r == 0 && json_is_string(device)) r =
		add_device(c, json_string_value(device));
	return r;
}

int conf_read_day(const char *path, const json_t *day, struct conf **ret_conf)
{
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	int r = conf_read(path, &c);

	if (r == 0 && day)
		r = add(c, day);
	if (r < 0)
		return r;
	*ret_conf = TAKE_PTR(c);
	return 0;
}

int conf_read_part(const char *path, enum first_day_part part, struct conf **ret_conf)
{
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	char folder[PATH_MAX];
	json_t *day;
	int r = conf_read(path, &c);

	if (r < 0)
		return r;
	first_day_folder(c, folder);
	day = part == FIRST_DAY_NONE ? NULL : first_day_read(folder);
	first_day_cut(day, part);
	r = conf_read_day(path, day, ret_conf);
	json_decref(day);
	return r;
}

int conf_read_station(const char *path, struct conf **ret_conf)
{
	return conf_read_part(path, FIRST_DAY_ALL, ret_conf);
}

const char *conf_zone(struct conf *c)
{
	struct conf_section *site = conf_section(c, "site", NULL);
	const char *zone = conf_text(site, "zone", "Europe/Paris");
	struct sentence why = { .key = "conf_bad_zone" };

	if (clock_has_zone(zone) || !site)
		return zone;
	sentence_param(&why, "value", zone);
	conf_mistake(site, "zone", &why);
	return zone;
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
