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
#include "log.h"
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

/* ---- which steps are done ---- */

static bool has_site_row(const struct web *w)
{
	const struct catalogue *c = desk_catalogue(w->desk);
	struct moment now;

	clock_now(&now);
	return catalogue_find(c, CATALOGUE_SITE, first_day_site(w, "site", ""), now.day) != NULL;
}

static bool has_stick(const struct web *w)
{
	struct backup_last away;

	return backup_last_away(store_path(desk_store(w->desk)), &away) == 0;
}

static bool is_done(struct web *w, const char *step)
{
	if (!strcmp(step, "language"))
		return !first_day_nameless(w) || first_day_site(w, "language", NULL);
	if (!strcmp(step, "codes"))
		return !first_day_nameless(w);
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
	const json_t *began = json_object_get(json_object_get(w->day, "site"), "pole");

	/* Only a station that began without a name has one. */
	if (!began)
		return first_day_nameless(w);
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
	json_object_set_new(o, "language", json_string(first_day_site(w, "language", "fr")));
	json_object_set_new(o, "zone", json_string(first_day_site(w, "zone", system_zone(zone))));
	json_object_set_new(o, "pole", json_string(first_day_site(w, "pole", "")));
	json_object_set_new(o, "site", json_string(first_day_site(w, "site", "")));
	json_object_set_new(o, "station", json_string(first_day_site(w, "station", "")));
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
	json_t *site;       /* of it; borrowed */
	struct conf *file;  /* station.conf as it stands now */
	struct conf *whole; /* the same with what is known */
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

/* station.conf wins: what it says otherwise would be kept in vain. false: refused. */
static bool may_say(struct step *s, const char *key, const char *value)
{
	const char *said = conf_text(conf_section(s->file, "site", NULL), key, value);

	if (s->b.status || !strcmp(said, value))
		return !s->b.status;
	body_fault(&s->b, MHD_HTTP_CONFLICT, "first_day_said", key);
	sentence_param(&s->b.why, "path", conf_path(s->file));
	sentence_param(&s->b.why, "key", key);
	sentence_param(&s->b.why, "value", said);
	return false;
}

static void take_word(struct step *s, const char *key, const char *value)
{
	if (!value || !may_say(s, key, value))
		return;
	s->anew |= strcmp(json_string_value(json_object_get(s->site, key)) ?: "", value) != 0;
	set_text(s->site, key, value);
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
	take_word(s, "language", language);
	take_word(s, "zone", zone);
}

static const char *take_code(struct step *s, const char *key)
{
	const char *code = body_text(&s->b, key, true, 64);
	char squashed[CODE_SIZE];

	if (code &&
		(strlen(code) >= CODE_SIZE || code_squash(code, squashed, sizeof(squashed)) < 0))
		body_fault(&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_bad_code", key);
	return code ? code : "";
}

/* They are in each entry for ever: once there is a ledger they are what it says. */
static void take_codes(const struct web *w, struct step *s)
{
	static const char *const keys[] = { "pole", "site", "station" };
	const char *code[ARRAY_SIZE(keys)];
	char number[PRIVATE_KEY_SIZE];
	bool same = true;

	if (!body_has(&s->b, "pole") && !body_has(&s->b, "site") && !body_has(&s->b, "station"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		code[i] = take_code(s, keys[i]);
		same &= !strcmp(code[i], first_day_site(w, keys[i], ""));
	}
	if (!s->b.status && code_private_key_make(
				    code[0], code[1], 'W', "XX999999", number, sizeof(number)) < 0)
		body_fault(&s->b, MHD_HTTP_UNPROCESSABLE_CONTENT, "first_day_long_codes", "site");
	if (s->b.status || same)
		return;
	if (first_day_settled(w))
		body_fault(&s->b, MHD_HTTP_CONFLICT, "first_day_codes_set", "site");
	for (size_t i = 0; i < ARRAY_SIZE(keys) && !s->b.status; i++)
		take_word(s, keys[i], code[i]);
}

/* A name that no section has: "balance", "balance2" … */
static void free_name(struct conf *conf, const char *kind, char ret_name[DEVICE_SIZE])
{
	static const char *const words[][2] = { { "scale", "balance" }, { "scanner", "douchette" },
		{ "printer", "etiquettes" } };
	const char *word = kind;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i][0], kind))
			word = words[i][1];
	conf_free_name(conf, kind, word, ret_name);
}

/* Said before, as the same kind of thing: nothing to do. As another: 409. */
static bool is_ours(struct step *s, const char *kind, const char *text)
{
	_cleanup_(cleanup_conf_free) struct conf *one = NULL;
	const struct conf_section *same = NULL;

	if (conf_read_text(FIRST_DAY_FILE, text, strlen(text), &one) == 0 && conf_any_section(one))
		same = conf_same_device(s->whole, conf_any_section(one));
	if (same && strcmp(conf_section_kind(same), kind) != 0) {
		body_fault(&s->b, MHD_HTTP_CONFLICT, "first_day_device_taken", "device");
		sentence_param(&s->b.why, "name", conf_section_name(same));
	}
	return same;
}

static void add_device(struct step *s, const json_t *found)
{
	json_t *devices = json_object_get(s->day, "devices");
	const char *kind = json_string_value(json_object_get(found, "kind"));
	const char *lines = json_string_value(json_object_get(found, "lines"));
	char name[DEVICE_SIZE];
	json_t *text;

	free_name(s->whole, kind, name);
	text = json_sprintf("[%s %s]%s", kind, name, strchr(lines, '\n'));
	if (!text)
		body_fault(&s->b, MHD_HTTP_CONFLICT, "first_day_device_name", "device");
	else if (!is_ours(s, kind, json_string_value(text))) {
		if (json_array_size(devices) < DEVICES_MOST)
			json_array_append(devices, text);
		s->anew = true;
	}
	json_decref(text);
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
		add_device(s, is);
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
	if (!s->b.status && s->anew)
		s->b.status = (unsigned)first_day_try(s->b.x, s->day, &s->b.why);
}

/* What a step is compared with: station.conf as it stands now. false: answered. */
static bool open_step(struct exchange *x, struct step *s)
{
	const char *path = conf_path(x->web->conf);
	struct sentence why = { .key = "conf_unreadable" };
	int r = conf_read(path, &s->file);

	if (r == 0)
		r = conf_read_day(path, x->web->day, &s->whole);
	if (r == 0)
		return body_open(x, &s->b);
	sentence_param(&why, "path", path);
	sentence_param(&why, "error", log_errno(r));
	reply_refusal(x, MHD_HTTP_CONFLICT, &why);
	return false;
}

static void end_step(struct step *s)
{
	json_decref(s->day);
	conf_free(s->file);
	conf_free(s->whole);
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

static void reply_not_kept(struct exchange *x)
{
	struct sentence why = { .key = "first_day_not_kept" };
	char folder[PATH_MAX];

	first_day_folder(x->web->conf, folder);
	sentence_param(&why, "path", folder);
	reply_refusal(x, MHD_HTTP_SERVICE_UNAVAILABLE, &why);
}

/* It counts once it is on the disk, with what is answered. */
static void keep_step(struct exchange *x, const struct step *s)
{
	struct web *w = x->web;
	json_t *before = w->day, *said;
	char *answer;

	w->day = json_incref(s->day);
	said = describe(w);
	answer = said ? json_dumps(said, JSON_COMPACT) : NULL;
	json_decref(said);
	if (answer)
		first_day_remember(x, s->day, answer);
	if (!answer || keep(w, s->day) < 0) {
		json_decref(w->day);
		w->day = before;
		free(answer);
		reply_not_kept(x);
		return;
	}
	json_decref(before);
	reply_json_text(x, MHD_HTTP_OK, answer);
	/* Without codes there is nothing yet that another language or zone would stand in. */
	if (s->anew && !first_day_nameless(w)) {
		w->ending = true; /* whoever asks next is answered by the next one */
		loop_quit(w->loop, WEB_BEGIN_ANEW);
	}
}

void api_first_day_step(struct exchange *x)
{
	struct step s = { .anew = false };

	if (first_day_repeated(x))
		return;
	if (open_step(x, &s)) {
		read_step(x->web, &s);
		if (body_done(&s.b))
			keep_step(x, &s);
	}
	end_step(&s);
}
