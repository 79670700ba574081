// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Looks at the devices without a daemon. The rooms are the daemon's own, so what works here
 * works there; only nobody weighs.
 */
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "doctor.h"
#include "first_day.h"
#include "log.h"
#include "panel.h"
#include "printer.h"
#include "scale.h"
#include "scanner.h"

/* The first reports after opening may be old ones: so many in a row must agree. */
enum { WAIT_US = 4 * 1000 * 1000, ENOUGH = 4 };

struct look {
	const struct cli *cli;
	struct conf *conf;
	unsigned watch_s;
	json_t *list; /* of devices, for programs; NULL: a person reads */
	struct loop *loop;
	struct loop_source *over;
	struct usb *usb;
	struct scales *scales;
	struct scanners *scanners;
	struct printers *printers;
	struct panels *panels;
	struct reading *said; /* of each scale */
	unsigned *agreeing;
	bool missing; /* something configured is not there */
};

/* lang: scale_*, scale_fault_*, scale_silent_* */
static const char *doubtful_text(const struct look *l, const struct reading *r)
{
	char key[64];
	const char *text;

	(void)snprintf(key, sizeof(key), "scale_%s", scale_state_name(r->state));
	if (r->state == SCALE_FAULT && r->reason != REASON_NONE)
		(void)snprintf(key, sizeof(key), "scale_fault_%s", scale_reason_name(r->reason));
	else if (r->state == SCALE_SILENT && r->reason != REASON_NONE)
		(void)snprintf(key, sizeof(key), "scale_silent_%s", scale_reason_name(r->reason));
	text = lang_text(l->cli->lang, key);
	return text == key ? "" : text;
}

static char *reading_text(const struct look *l, const struct reading *r, char *buf, size_t size)
{
	struct sentence s = { .key = "doctor_doubtful" };
	char kg[32], separator = l->cli->lang == LANG_FR ? ',' : '.';

	if (r->state == SCALE_ZERO)
		s.key = "doctor_zero";
	else if (r->state == SCALE_STABLE)
		s.key = "doctor_stable";
	else if (r->state == SCALE_MOVING)
		s.key = "doctor_moving";
	else
		sentence_param(&s, "text", doubtful_text(l, r));
	if (reading_has_mass(r))
		sentence_param(&s, "kg", mass_format_kg(r->mass_mg, 3, separator, kg, sizeof(kg)));
	return lang_say(l->cli->lang, &s, buf, size);
}

static bool is_same(const struct reading *a, const struct reading *b)
{
	return a->state == b->state && a->reason == b->reason && a->mass_mg == b->mass_mg;
}

/* Only scales speak by themselves; anything else gets the whole time. */
static bool is_enough(const struct look *l)
{
	for (size_t i = 0; i < scales_count(l->scales); i++)
		if (l->agreeing[i] < ENOUGH)
			return false;
	return !l->watch_s && scanners_count(l->scanners) + printers_count(l->printers) +
					      panels_count(l->panels) ==
				      0;
}

static void on_reading(void *data, size_t index, const struct reading *r)
{
	struct look *l = data;
	bool same = l->agreeing[index] > 0 && is_same(r, &l->said[index]);
	struct scale_facts f;
	char text[512];

	scales_facts(l->scales, index, &f);
	if (l->watch_s && !same) {
		(void)printf("%s %s: %s\n", f.name, scale_state_name(r->state),
			reading_text(l, r, text, sizeof(text)));
		(void)fflush(stdout);
	}
	l->agreeing[index] = same && f.open ? l->agreeing[index] + 1 : 1;
	l->said[index] = *r;
	if (is_enough(l))
		loop_quit(l->loop, 0);
}

static void on_scan(void *data, const char *device, const char *text)
{
	const struct look *l = data;

	if (!l->watch_s)
		return;
	(void)printf("%s code: %s\n", device, text);
	(void)fflush(stdout);
}

static void on_press(void *data, enum station_action action, const char *code)
{
	const struct look *l = data;

	if (!l->watch_s)
		return;
	(void)printf("button: %s %s\n", station_action_name(action), code ? code : "");
	(void)fflush(stdout);
}

static void on_printer(void *data, size_t index)
{
	(void)data;
	(void)index;
}

static void on_printed(void *data, size_t index, int64_t job, enum print_outcome outcome)
{
	(void)data;
	(void)index;
	(void)job;
	(void)outcome;
}

static void on_over(void *data)
{
	loop_quit(((struct look *)data)->loop, 0);
}

struct device {
	const char *kind, *name, *driver, *device, *state, *text;
	bool open;
	int error;
};

/* As GET /devices has it, or for a person. */
static void say_device(struct look *l, const struct device *d)
{
	const char *error = d->error ? log_errno(d->error) : NULL;

	l->missing |= !d->open;
	if (!l->list) {
		doctor_say_device(
			l->cli, d->kind, d->name, d->device, d->open, error ? error : "-");
		if (d->text)
			doctor_say_more(d->text);
		return;
	}
	json_array_append_new(l->list,
		json_pack("{s:s,s:s,s:s,s:s,s:b,s:s?,s:s?,s:s?}", "kind", d->kind, "name", d->name,
			"driver", d->driver, "state", d->state, "open", d->open, "device",
			*d->device ? d->device : NULL, "last_error", error, "text", d->text));
}

static void say_approval(const struct look *l, const struct scale_facts *f)
{
	struct sentence said;
	struct moment now;
	char text[512];

	clock_now(&now);
	approval_sentence(&f->approval, &now, &said);
	doctor_say_more(lang_say(l->cli->lang, &said, text, sizeof(text)));
}

/* A head that tells of itself; and what to do with a wire on which nobody answers. */
static void say_modbus(const struct look *l, size_t i, const struct scale_facts *f)
{
	struct sentence s = { .key = "doctor_head" };
	struct scale_detail d;
	char version[24], text[512];

	scales_detail(l->scales, i, &d);
	if (!strcmp(f->driver, "modbus") && f->open && !f->last_boot_us)
		doctor_say_more(lang_text(l->cli->lang, "doctor_modbus_silent"));
	if (!d.valid)
		return;
	(void)snprintf(version, sizeof(version), "%u.%u", d.firmware >> 8, d.firmware & 0xFF);
	sentence_param(&s, "version", version);
	sentence_param_int(&s, "number", d.calibration_number);
	sentence_param_int(
		&s, "cell", d.errors.transfers + d.errors.doubtful + d.errors.never_ready);
	sentence_param_int(&s, "line", d.errors.crc + d.errors.framing + d.errors.line);
	doctor_say_more(lang_say(l->cli->lang, &s, text, sizeof(text)));
}

/* What was not understood, for whoever is asked for help. */
static void say_bytes(const struct look *l, const struct reading *r)
{
	struct sentence s = { .key = "doctor_bytes" };
	char bytes[READING_TEXT_SIZE], text[512];

	if (r->state != SCALE_FAULT || r->raw_len == 0 ||
		(r->reason != REASON_UNKNOWN_FORMAT && r->reason != REASON_BAD_FRAME &&
			r->reason != REASON_COMMA_UNCHECKED))
		return;
	sentence_param(&s, "bytes", reading_raw_text(r, bytes));
	doctor_say_more(lang_say(l->cli->lang, &s, text, sizeof(text)));
}

/* For whoever can read it: a photograph of these lines is enough to teach us the scale. */
static void say_descriptor(const struct look *l, const struct scale_facts *f)
{
	enum { A_LINE = 24 };

	if (f->descriptor_len == 0)
		return;
	doctor_say_more(lang_text(l->cli->lang, "doctor_descriptor"));
	for (size_t i = 0; i < f->descriptor_len; i++)
		(void)printf("%s%02x%s", i % A_LINE == 0 ? "    " : " ", f->descriptor[i],
			i % A_LINE == A_LINE - 1 || i + 1 == f->descriptor_len ? "\n" : "");
}

static void show_scale(struct look *l, size_t i)
{
	struct scale_facts f;
	char text[512];

	scales_facts(l->scales, i, &f);
	if (f.open && f.last.state == SCALE_SILENT && f.last.reason == REASON_WAITING)
		(void)snprintf(
			text, sizeof(text), "%s", lang_text(l->cli->lang, "doctor_no_answer"));
	else
		(void)reading_text(l, &f.last, text, sizeof(text));
	say_device(l, &(struct device){ "scale", f.name, f.driver, f.device,
			      scale_state_name(f.last.state), text, f.open, f.last_error });
	if (l->list)
		return;
	say_bytes(l, &f.last);
	say_descriptor(l, &f);
	say_approval(l, &f);
	say_modbus(l, i, &f);
}

/* lang: doctor_scanner_* */
static const char *scanner_text(const struct look *l, const struct scanner_facts *f)
{
	if (f->trouble != SCANNER_FINE)
		return lang_text(l->cli->lang, scanner_trouble_key(f->trouble));
	if (!f->open)
		return lang_text(l->cli->lang,
			f->last_error == -EBUSY ? "doctor_scanner_held" : "doctor_scanner_closed");
	return lang_text(
		l->cli->lang, f->last_boot_us ? "doctor_scanner_heard" : "doctor_scanner_open");
}

static void show_scanner(struct look *l, size_t i)
{
	struct scanner_facts f;

	scanners_facts(l->scanners, i, &f);
	say_device(l, &(struct device){ "scanner", f.name, f.driver, f.device,
			      f.trouble != SCANNER_FINE ? scanner_trouble_name(f.trouble)
							: device_state_name(f.open, f.last_error),
			      scanner_text(l, &f), f.open, f.last_error });
}

static void show_panel(struct look *l, size_t i)
{
	struct panel_facts f;

	panels_facts(l->panels, i, &f);
	say_device(
		l, &(struct device){ "panel", f.name, f.driver, f.device,
			   device_state_name(f.open, f.last_error), NULL, f.open, f.last_error });
}

static void show_printer(struct look *l, size_t i)
{
	struct printer_facts f;

	printers_facts(l->printers, i, &f);
	say_device(l, &(struct device){ "printer", f.name, f.driver, f.device,
			      printer_state_name(f.state),
			      lang_text(l->cli->lang, printer_state_key(f.state, f.last_error)),
			      f.state != PRINTER_UNPLUGGED, f.last_error });
}

/* In the order of GET /devices. */
static void show_devices(struct look *l)
{
	for (size_t i = 0; i < scales_count(l->scales); i++)
		show_scale(l, i);
	for (size_t i = 0; i < scanners_count(l->scanners); i++)
		show_scanner(l, i);
	for (size_t i = 0; i < panels_count(l->panels); i++)
		show_panel(l, i);
	for (size_t i = 0; i < printers_count(l->printers); i++)
		show_printer(l, i);
}

static void show_unnamed(void *data, const char *device, const char *lines)
{
	const struct look *l = data;
	struct sentence s = { .key = "doctor_unnamed" };
	char text[512];

	sentence_param(&s, "device", device);
	(void)puts(lang_say(l->cli->lang, &s, text, sizeof(text)));
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		(void)printf("    %.*s\n", (int)n, lines);
		lines += n + (lines[n] == '\n');
	}
}

/* Whose it is, by station.conf or by its ledger. lang: doctor_station doctor_nameless */
static void show_station(const struct look *l)
{
	struct sentence s = { .key = "doctor_station" };
	struct ledger_identity id;
	char text[512];

	cli_identity(l->conf, &id);
	if (conf_is_nameless(l->conf))
		s.key = "doctor_nameless";
	sentence_param(&s, "pole", id.pole);
	sentence_param(&s, "site", id.site);
	sentence_param(&s, "station", id.station);
	(void)puts(lang_say(l->cli->lang, &s, text, sizeof(text)));
}

static void show_all(struct look *l)
{
	if (!l->list)
		show_station(l);
	show_devices(l);
	if (l->list) {
		doctor_say_list(l->list);
		return;
	}
	if (scales_count(l->scales) + scanners_count(l->scanners) + printers_count(l->printers) +
			panels_count(l->panels) ==
		0)
		(void)puts(lang_text(l->cli->lang, "doctor_none"));
	scales_unnamed(l->scales, show_unnamed, l);
	scanners_unnamed(l->scanners, show_unnamed, l);
	printers_unnamed(l->printers, show_unnamed, l);
	conf_serial_unnamed(l->conf, show_unnamed, l);
}

static int make_rooms(struct look *l)
{
	const struct printer_events printing = { on_printer, on_printed, l };
	int r = scales_new(l->loop, l->usb, l->conf, on_reading, l, &l->scales);

	if (r == 0)
		scales_limit(l->scales,
			conf_kg(conf_section(l->conf, "site", NULL), "maximum", SITE_MAXIMUM_MG));
	if (r == 0)
		r = scanners_new(l->loop, l->usb, l->conf, on_scan, l, &l->scanners);
	if (r == 0)
		r = panels_new(l->loop, l->conf, on_press, l, &l->panels);
	if (r == 0)
		r = printers_new(l->loop, l->usb, l->conf, &printing, &l->printers);
	return r;
}

static int open_all(struct look *l)
{
	int r = loop_new(&l->loop);

	if (r == 0)
		r = loop_add_timer(l->loop, "over", LOOP_IDLE, on_over, l, &l->over);
	if (r == 0 && usb_new(l->loop, &l->usb) < 0)
		l->usb = NULL; /* serial lines can be looked at all the same */
	if (r == 0)
		r = make_rooms(l);
	if (r < 0)
		return r;
	l->said = calloc(scales_count(l->scales) + 1, sizeof(*l->said));
	l->agreeing = calloc(scales_count(l->scales) + 1, sizeof(*l->agreeing));
	return l->said && l->agreeing ? 0 : -ENOMEM;
}

static void close_all(struct look *l)
{
	l->printers = printers_free(l->printers);
	l->panels = panels_free(l->panels);
	l->scanners = scanners_free(l->scanners);
	l->scales = scales_free(l->scales);
	l->usb = usb_free(l->usb);
	(void)loop_source_free(l->over);
	l->loop = loop_free(l->loop);
	json_decref(l->list);
	free(l->said);
	free(l->agreeing);
}

static int examine(struct look *l)
{
	if (open_all(l) < 0)
		return cli_say_key(l->cli, EXIT_FAILED, "out_of_memory");
	if (conf_mistakes(l->conf) > 0) {
		conf_print(l->conf, l->cli->lang, stderr);
		return EXIT_USAGE;
	}
	(void)loop_timer_arm(l->over, l->watch_s ? l->watch_s * UINT64_C(1000000) : WAIT_US);
	scales_start(l->scales);
	scanners_start(l->scanners);
	panels_start(l->panels);
	printers_start(l->printers);
	if (l->watch_s || scales_count(l->scales) + printers_count(l->printers) > 0)
		(void)loop_run(l->loop);
	show_all(l);
	return l->missing ? EXIT_REFUSED : EXIT_DONE;
}

int doctor_look(const struct cli *c, struct conf *conf, const struct doctor *how)
{
	struct look l = { .cli = c, .conf = conf, .watch_s = how->watch_s };
	int code;

	l.list = how->json ? json_array() : NULL;
	log_set_level(LOG_ERROR);
	code = examine(&l);
	close_all(&l);
	return code;
}
