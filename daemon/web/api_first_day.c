// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The first day: which of its steps are done, as the ledger and the devices say it, and what a person has
 * seen or left for later (first_day.h); what is plugged in and not named; and a step that somebody takes.
 * Codes and devices are station.conf's: once they are written the daemon begins anew with them. All else is
 * made by the calls that there are (catalogue, people, labels).
 */
#include <string.h>
#include "backup.h"
#include "clock.h"
#include "code.h"
#include "files.h"
#include "first_day.h"
#include "web_private.h"

enum { NAME_MOST = 63, MODE_FILE = 0640, DEVICES_MOST = 16 };

/* In the order in which they are offered. */
static const char *const steps[] = { "language", "codes", "site", "scale", "printer", "scanner",
	"panel", "person", "stick", "sheets", NULL };

static bool is_listed(const json_t *day, const char *list, const char *step)
{
	const json_t *word;
	size_t i;

	json_array_foreach(json_object_get(day, list), i,
		word) if (!strcmp(json_string_value(word) ? json_string_value(word) : "",
				  step)) return true;
	return false;
}

/* What stands in station.conf; what was said since this daemon began will, once it begins anew. */
static const char *site_says(const struct web *w, const char *key, const char *otherwise)
{
	const json_t *said = json_object_get(json_object_get(w->day, "site"), key);

	return conf_text(conf_section(w->conf, "site", NULL), key,
		json_is_string(said) ? json_string_value(said) : otherwise);
}

static bool is_nameless(const struct web *w)
{
	return conf_is_nameless(w->conf) && !*site_says(w, "pole", "");
}

/* ---- which steps are done ---- */

static bool has_site_row(const struct web *w)
{
	const struct catalogue *c = desk_catalogue(w->desk);
	struct moment now;

	clock_now(&now);
	return catalogue_find(c, CATALOGUE_SITE, site_says(w, "site", ""), now.day) != NULL;
}

static bool has_stick(const struct web *w)
{
	struct backup_last away;

	return backup_last_away(store_path(desk_store(w->desk)), &away) == 0;
}

static bool is_done(struct web *w, const char *step)
{
	if (!strcmp(step, "language"))
		return !is_nameless(w) || site_says(w, "language", NULL);
	if (!strcmp(step, "codes"))
		return !is_nameless(w);
	if (!strcmp(step, "site"))
		return has_site_row(w);
	if (!strcmp(step, "person"))
		return who_guarded(w);
	return is_listed(w->day, "seen", step) || (!strcmp(step, "stick") && has_stick(w));
}

static const char *state_of(struct web *w, const char *step)
{
	return is_done(w, step) ? "done" : is_listed(w->day, "later", step) ? "later" : "open";
}

bool first_day_unfinished(struct web *w)
{
	if (!w->day)
		return is_nameless(w);
	for (size_t i = 0; steps[i]; i++)
		if (!strcmp(state_of(w, steps[i]), "open"))
			return true;
	return false;
}

/* ---- what there is ---- */

struct finding {
	json_t *list; /* of what is plugged in and not named */
	const char *kind;
};

/* The speaker of a serial line is not known: it may be a scanner as well. */
static void on_found(void *data, const char *device, const char *lines)
{
	const struct finding *f = data;

	json_array_append_new(f->list,
		json_pack("{s:s,s:s,s:s}", "kind", f->kind, "device", device, "lines", lines));
}

static void on_line(void *data, const char *device, const char *lines)
{
	struct finding *f = data;
	const char *driver = strchr(lines, '\n');
	char other[PATH_MAX];

	f->kind = "scale";
	on_found(f, device, lines);
	(void)snprintf(other, sizeof(other), "[scanner NAME]%s", driver ? driver : "");
	f->kind = "scanner";
	on_found(f, device, other);
}

static json_t *find_devices(const struct web *w)
{
	struct finding f = { json_array(), "scale" };

	scales_unnamed(desk_scales(w->desk), on_found, &f);
	f.kind = "scanner";
	scanners_unnamed(desk_scanners(w->desk), on_found, &f);
	f.kind = "printer";
	printers_unnamed(desk_printers(w->desk), on_found, &f);
	conf_serial_unnamed(w->conf, on_line, &f);
	return f.list;
}

static json_t *heard(const struct desk_heard *last)
{
	return json_pack("{s:i,s:s}", "count", (int)last->count, "text", last->text);
}

/* That of the machine, unless nobody has set it: a Pi's is then London's or none. */
static const char *system_zone(char ret_zone[PATH_MAX])
{
	ssize_t n = readlink("/etc/localtime", ret_zone, PATH_MAX - 1);
	const char *zone;

	ret_zone[n > 0 ? n : 0] = '\0';
	zone = strstr(ret_zone, "/zoneinfo/");
	zone = zone ? zone + strlen("/zoneinfo/") : "";
	if (!clock_has_zone(zone) || !strchr(zone, '/') || !strncmp(zone, "Etc/", 4) ||
		!strcmp(zone, "Europe/London"))
		return "Europe/Paris";
	return zone;
}

static json_t *describe(struct web *w)
{
	char zone[PATH_MAX];
	json_t *list = json_array();
	json_t *o = json_pack("{s:o,s:b}", "steps", list, "unfinished", first_day_unfinished(w));
	const json_t *name = json_object_get(w->day, "name");

	for (size_t i = 0; steps[i]; i++)
		json_array_append_new(list,
			json_pack("{s:s,s:s}", "step", steps[i], "state", state_of(w, steps[i])));
	json_object_set_new(o, "language", json_string(site_says(w, "language", "fr")));
	json_object_set_new(o, "zone", json_string(site_says(w, "zone", system_zone(zone))));
	json_object_set_new(o, "pole", json_string(site_says(w, "pole", "")));
	json_object_set_new(o, "site", json_string(site_says(w, "site", "")));
	json_object_set_new(o, "station", json_string(site_says(w, "station", "")));
	json_object_set_new(
		o, "name", json_string(json_is_string(name) ? json_string_value(name) : ""));
	json_object_set_new(o, "found", find_devices(w));
	json_object_set_new(o, "scanned", heard(desk_scanned_last(w->desk)));
	json_object_set_new(o, "pressed", heard(desk_pressed_last(w->desk)));
	return o;
}

void api_first_day(struct exchange *x)
{
	reply_json(x, MHD_HTTP_OK, describe(x->web));
}

/* ---- a step ---- */

/* What a request changes: a copy of what is known, and whether the daemon must begin anew with it. */
struct step {
	struct body b;
	json_t *day;
	json_t *site; /* of it; borrowed */
	bool anew;
};

static void set_text(json_t *o, const char *key, const char *text)
{
	if (text)
		json_object_set_new(o, key, json_string(text));
}

static bool is_known(const char *step)
{
	for (size_t i = 0; steps[i]; i++)
		if (!strcmp(steps[i], step))
			return true;
	return false;
}

/* Of two lists a step is in one. */
static void mark(struct step *s, const char *list, const char *other)
{
	const char *step = body_text(&s->b, list, false, CODE_SIZE - 1);
	json_t *words;
	size_t i;
	const json_t *word;

	if (!step)
		return;
	if (!is_known(step)) {
		body_fault(&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_no_step", list);
		return;
	}
	words = json_object_get(s->day, other);
	json_array_foreach(words, i, word) if (!strcmp(json_string_value(word), step))(void)
		json_array_remove(words, i--);
	if (!is_listed(s->day, list, step))
		json_array_append_new(json_object_get(s->day, list), json_string(step));
}

static void take_language(struct step *s)
{
	const char *language = body_text(&s->b, "language", false, 2);
	const char *zone = body_text(&s->b, "zone", false, 63);
	enum lang lang;

	if (language && lang_from_name(language, &lang) < 0)
		body_fault(
			&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_no_language", "language");
	if (zone && !clock_has_zone(zone))
		body_fault(&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_no_zone", "zone");
	set_text(s->site, "language", language);
	set_text(s->site, "zone", zone);
	s->anew |= language || zone;
}

static const char *take_code(struct step *s, const char *key)
{
	const char *code = body_text(&s->b, key, true, 64);
	char squashed[CODE_SIZE];

	if (code &&
		(strlen(code) >= CODE_SIZE || code_squash(code, squashed, sizeof(squashed)) < 0))
		body_fault(&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_bad_code", key);
	set_text(s->site, key, code);
	return code ? code : "";
}

/* They are in each entry for ever: once there is a ledger they are what it says. */
static void take_codes(struct web *w, struct step *s)
{
	const char *pole, *site;
	char number[PRIVATE_KEY_SIZE];
	struct sentence why;

	if (!body_has(&s->b, "pole") && !body_has(&s->b, "site") && !body_has(&s->b, "station"))
		return;
	pole = take_code(s, "pole");
	site = take_code(s, "site");
	(void)take_code(s, "station");
	if (!s->b.status &&
		code_private_key_make(pole, site, 'W', "XX999999", number, sizeof(number)) < 0)
		body_fault(&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_long_codes", "site");
	if (!s->b.status && !conf_is_nameless(w->conf) && !store_down(desk_store(w->desk), &why))
		body_fault(&s->b, MHD_HTTP_CONFLICT, "first_day_codes_set", "site");
	s->anew = true;
}

/* A name that no section has: "balance", "balance2" … */
static void free_name(struct web *w, const char *kind, char ret_name[DEVICE_SIZE])
{
	static const char *const words[][2] = { { "scale", "balance" }, { "scanner", "douchette" },
		{ "printer", "etiquettes" } };
	const char *word = kind;
	unsigned n = 1;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i][0], kind))
			word = words[i][1];
	(void)snprintf(ret_name, DEVICE_SIZE, "%s", word);
	for (struct conf_section *s = conf_section(w->conf, kind, NULL); s;) {
		if (strcmp(conf_section_name(s), ret_name) != 0) {
			s = conf_section(w->conf, kind, s);
			continue;
		}
		(void)snprintf(ret_name, DEVICE_SIZE, "%s%u", word, ++n);
		s = conf_section(w->conf, kind, NULL);
	}
}

static void add_device(struct web *w, struct step *s, const json_t *found)
{
	json_t *devices = json_object_get(s->day, "devices");
	const char *kind = json_string_value(json_object_get(found, "kind"));
	const char *lines = json_string_value(json_object_get(found, "lines"));
	char name[DEVICE_SIZE];

	free_name(w, kind, name);
	if (json_array_size(devices) < DEVICES_MOST)
		json_array_append_new(
			devices, json_sprintf("[%s %s]%s", kind, name, strchr(lines, '\n')));
	s->anew = true;
}

/* Only what is plugged in and belongs to nobody: what is written is always right. */
static void take_device(struct web *w, struct step *s)
{
	const char *device = body_text(&s->b, "device", false, 255);
	const char *kind = body_text(&s->b, "kind", device != NULL, CODE_SIZE - 1);
	const json_t *found, *is = NULL;
	json_t *list;
	size_t i;

	if (!device || !kind)
		return;
	list = find_devices(w);
	json_array_foreach(list, i,
		found) if (!strcmp(json_string_value(json_object_get(found, "device")), device) &&
			   !strcmp(json_string_value(json_object_get(found, "kind")), kind)) is =
		found;
	if (is)
		add_device(w, s, is);
	else
		body_fault(&s->b, MHD_HTTP_NOT_FOUND, "first_day_no_device", "device");
	json_decref(list);
}

static json_t *member(json_t *o, const char *key, json_t *usual)
{
	json_t *there = json_object_get(o, key);

	if (there && json_typeof(there) == json_typeof(usual)) {
		json_decref(usual);
		return there;
	}
	json_object_set_new(o, key, usual);
	return usual;
}

static void read_step(struct web *w, struct step *s)
{
	s->day = w->day ? json_deep_copy(w->day) : json_object();
	s->site = member(s->day, "site", json_object());
	(void)member(s->day, "devices", json_array());
	(void)member(s->day, "seen", json_array());
	(void)member(s->day, "later", json_array());
	take_language(s);
	take_codes(w, s);
	take_device(w, s);
	set_text(s->day, "name", body_text(&s->b, "name", false, NAME_MOST));
	mark(s, "seen", "later");
	mark(s, "later", "seen");
}

/* The folder is never made: a disk that is not there would pass for a new ledger. */
static int keep(struct web *w, const json_t *day)
{
	_cleanup_free_ char *text = json_dumps(day, JSON_INDENT(1) | JSON_SORT_KEYS);
	char folder[PATH_MAX];

	first_day_folder(w->conf, folder);
	if (!text)
		return -ENOMEM;
	return access(folder, W_OK) < 0 ? -errno
					: files_put(folder, FIRST_DAY_FILE, MODE_FILE, text);
}

static void reply_kept(struct exchange *x, int r)
{
	struct sentence why = { .key = "first_day_not_kept" };
	char folder[PATH_MAX];

	if (r == 0) {
		reply_json(x, MHD_HTTP_OK, describe(x->web));
		return;
	}
	first_day_folder(x->web->conf, folder);
	sentence_param(&why, "path", folder);
	reply_refusal(x, MHD_HTTP_SERVICE_UNAVAILABLE, &why);
}

void api_first_day_step(struct exchange *x)
{
	struct web *w = x->web;
	struct step s = { .anew = false };
	int r;

	if (!body_open(x, &s.b))
		return;
	read_step(w, &s);
	if (body_done(&s.b)) {
		r = keep(w, s.day);
		if (r == 0) {
			json_decref(w->day);
			w->day = json_incref(s.day);
		}
		reply_kept(x, r);
		/* Without codes there is nothing yet that another language or zone would stand in. */
		if (r == 0 && s.anew && !is_nameless(w)) {
			w->ending = true; /* whoever asks next is answered by the next one */
			loop_quit(w->loop, WEB_BEGIN_ANEW);
		}
	}
	json_decref(s.day);
}
