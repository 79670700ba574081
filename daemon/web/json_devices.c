// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The devices of station.conf as people see them: kind, name, what it is, its state and the
 * sentence that says what to do. One list for /health and /devices.
 */
#include <string.h>
#include "clock.h"
#include "log.h"
#include "web_private.h"

static json_t *device(const char *kind, const char *name, const char *driver, const char *what,
	const char *state, bool open, int error)
{
	json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:b}", "kind", kind, "name", name, "driver", driver,
		"state", state, "open", open);

	json_object_set_new(o, "device", json_text_or_null(what));
	json_object_set_new(o, "last_error", error ? json_string(log_errno(error)) : json_null());
	return o;
}

static void add(json_t *list, json_t *o, enum lang lang, struct sentence said, const char *name)
{
	sentence_param(&said, "name", name);
	json_object_set_new(o, "text", json_said(lang, &said));
	json_array_append_new(list, o);
}

static void add_approval(json_t *o, const struct approval *approval, enum lang lang)
{
	struct sentence said;
	struct moment now;

	clock_now(&now);
	approval_sentence(approval, &now, &said);
	json_object_set_new(o, "approved", json_boolean(approval_holds(approval, &now)));
	json_object_set_new(o, "approved_until", json_text_or_null(approval->until));
	json_object_set_new(o, "approval", json_said(lang, &said));
}

json_t *json_scale(const struct web *w, size_t index, enum lang lang)
{
	const struct station *s = desk_station(w->desk);
	struct sentence said = { 0 };
	struct scale_facts f;
	json_t *o;

	scales_facts(desk_scales(w->desk), index, &f);
	station_scale_sentence(s, index, &said);
	sentence_param(&said, "name", f.name);
	o = device("scale", f.name, f.driver, f.device,
		scale_state_name(station_scale_state(s, index)), f.open, f.last_error);
	add_approval(o, &f.approval, lang);
	json_object_set_new(o, "text", json_said(lang, &said));
	said = (struct sentence){ .key = "scale_slow" };
	json_object_set_new(
		o, "slow", station_is_slow(s, index) ? json_said(lang, &said) : json_null());
	return o;
}

static void add_scales(json_t *list, const struct web *w, enum lang lang)
{
	const size_t count = scales_count(desk_scales(w->desk));

	for (size_t i = 0; i < count && i < desk_station(w->desk)->scale_count; i++)
		json_array_append_new(list, json_scale(w, i, lang));
}

static void add_printers(json_t *list, const struct web *w, enum lang lang)
{
	struct printers *printers = desk_printers(w->desk);

	for (size_t i = 0; i < printers_count(printers); i++) {
		struct sentence said = { 0 };
		struct printer_facts f;

		printers_facts(printers, i, &f);
		said.key = printer_state_key(f.state, f.last_error);
		add(list,
			device("printer", f.name, f.driver, f.device, printer_state_name(f.state),
				f.state != PRINTER_UNPLUGGED, f.last_error),
			lang, said, f.name);
	}
}

static void add_plain(json_t *list, enum lang lang, const char *kind, const char *name,
	const char *driver, const char *what, bool open, int error)
{
	const char *state = device_state_name(open, error);
	struct sentence said = { 0 };
	char key[32];

	/* lang: device_* */
	(void)snprintf(key, sizeof(key), "device_%s", state);
	said.key = key;
	add(list, device(kind, name, driver, what, state, open, error), lang, said, name);
}

/* A scanner that is there may still be set up in a way that nothing comes of: each has its word. */
static void add_scanner(json_t *list, enum lang lang, const struct scanner_facts *f)
{
	struct sentence said = { .key = scanner_trouble_key(f->trouble) };

	if (said.key)
		add(list,
			device("scanner", f->name, f->driver, f->device,
				scanner_trouble_name(f->trouble), f->open, f->last_error),
			lang, said, f->name);
	else
		add_plain(list, lang, "scanner", f->name, f->driver, f->device, f->open,
			f->last_error);
}

json_t *json_devices(const struct web *w, enum lang lang)
{
	struct scanners *scanners = desk_scanners(w->desk);
	struct panels *panels = desk_panels(w->desk);
	json_t *list = json_array();

	add_scales(list, w, lang);
	for (size_t i = 0; i < scanners_count(scanners); i++) {
		struct scanner_facts f;

		scanners_facts(scanners, i, &f);
		add_scanner(list, lang, &f);
	}
	for (size_t i = 0; i < panels_count(panels); i++) {
		struct panel_facts f;

		panels_facts(panels, i, &f);
		add_plain(list, lang, "panel", f.name, f.driver, f.device, f.open, f.last_error);
	}
	add_printers(list, w, lang);
	return list;
}
