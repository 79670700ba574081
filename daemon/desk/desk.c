// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Makes the desk: reads [site], [store] and [labels], creates the device rooms, opens the
 * store, and hands readings, scans, presses and store news to the station.
 */
#include <string.h>
#include <sys/random.h>
#include "clock.h"
#include "code.h"
#include "desk_private.h"
#include "first_day.h"
#include "secrets.h"

static const struct catalogue no_catalogue;

static void read_code(
	struct conf_section *s, const char *key, const char *otherwise, char ret_code[CODE_SIZE])
{
	const char *text = conf_text(s, key, otherwise);
	struct sentence why = { .key = "conf_bad_code" };
	char squashed[CODE_SIZE];

	if (!text)
		return;
	if (strlen(text) < CODE_SIZE && code_squash(text, squashed, sizeof(squashed)) == 0) {
		snprintf(ret_code, CODE_SIZE, "%s", text);
		return;
	}
	sentence_param(&why, "key", key);
	sentence_param(&why, "value", text);
	conf_mistake(s, key, &why);
}

/* A ledger that was begun with longer names goes on weighing; of its lots it is said why there are none. */
static bool is_kept(const struct desk *d)
{
	struct ledger_identity kept;

	return ledger_whose(d->path, d->known[0] ? d->known : NULL, &kept) == 0 &&
	       strcmp(kept.pole, d->identity.pole) == 0 && strcmp(kept.site, d->identity.site) == 0;
}

/* Printed numbers are short enough to be read out: pole and site share six characters. */
static void check_numbers(const struct desk *d, struct conf_section *s)
{
	struct sentence why = { .key = "conf_long_site" };
	char number[PRIVATE_KEY_SIZE];

	if (!d->identity.pole[0] || !d->identity.site[0] ||
		code_private_key_make(d->identity.pole, d->identity.site, 'W', "XX999999", number,
			sizeof(number)) == 0 ||
		is_kept(d))
		return;
	sentence_param_int(&why, "pole", (long long)strlen(d->identity.pole));
	sentence_param_int(&why, "site", (long long)strlen(d->identity.site));
	conf_mistake(s, "site", &why);
}

static void read_site(struct desk *d, struct conf_section *s, struct station_config *config)
{
	static const char *const languages[] = { "fr", "en", NULL };
	static const char *const identity[] = { "pole", "site", "station" };

	/* Identity goes into every entry for ever: it is never guessed. Where there is none, it is asked. */
	for (size_t i = 0; i < ARRAY_SIZE(identity) && !conf_is_nameless(conf_whole(s)); i++)
		conf_need(s, identity[i]);
	read_code(s, "pole", NULL, d->identity.pole);
	read_code(s, "site", NULL, d->identity.site);
	read_code(s, "station", NULL, d->identity.station);
	read_code(s, "origin", "APP_VOL", d->first_origin);
	d->lang = (enum lang)conf_choice(s, "language", languages, LANG_FR);
	memcpy(config->site, d->identity.site, sizeof(config->site));
	memcpy(config->station, d->identity.station, sizeof(config->station));
	(void)conf_text(s, "serial", NULL); /* conf_serial_unnamed() looks there */
	config->max_mg = conf_kg(s, "maximum", SITE_MAXIMUM_MG);
	config->context_us =
		(uint64_t)conf_int(s, "origin_pause", 0, INT64_C(7) * 24 * 60, 120) * 60 * 1000000;
}

static void read_path(
	struct conf_section *s, const char *key, const char *otherwise, char ret_path[PATH_MAX])
{
	const char *path = conf_text(s, key, otherwise);
	struct sentence why = { .key = "conf_bad_path" };

	if ((*path == '/' || path == otherwise) &&
		snprintf(ret_path, PATH_MAX, "%s", path) < PATH_MAX)
		return;
	sentence_param(&why, "value", path);
	conf_mistake(s, key, &why);
}

static void read_store(struct desk *d, struct conf_section *s)
{
	char beside[PATH_MAX];

	read_path(s, "path", STORE_PATH, d->path);
	read_path(s, "known", "", d->known);
	secrets_folder(d->path, beside);
	read_path(s, "people", beside, d->people);
}

static void read_conf(struct desk *d, struct conf *conf, struct station_config *config)
{
	struct conf_section *site = conf_section(conf, "site", NULL);
	struct sentence why = { .key = "conf_missing_section" };

	if (site) {
		read_site(d, site, config);
	} else {
		sentence_param(&why, "name", "site");
		conf_file_mistake(conf, &why);
	}
	read_store(d, conf_section(conf, "store", NULL));
	if (site)
		check_numbers(d, site);
}

static int add_scale(struct desk *d, size_t i)
{
	struct scale_facts f;
	size_t index;
	int r;

	scales_facts(d->scales, i, &f);
	r = station_add_scale(&d->station, f.name, f.e_mg, f.max_mg, &f.rule, &index);
	if (r == 0)
		station_approve_scale(&d->station, index, &f.approval);
	return r;
}

static void on_reading(void *data, size_t index, const struct reading *r)
{
	struct station_event event = { .kind = EVENT_READING, .scale = index, .reading = *r };

	desk_feed(data, &event);
}

/* Said where the first that is too many stands. */
static void too_many(struct desk *d, struct conf *conf, size_t i)
{
	struct sentence why = { .key = "conf_too_many_scales" };
	struct conf_section *s = conf_section(conf, "scale", NULL);
	struct scale_facts f;

	scales_facts(d->scales, i, &f);
	while (s && strcmp(conf_section_name(s), f.name) != 0)
		s = conf_section(conf, "scale", s);
	sentence_param_int(&why, "most", STATION_SCALES);
	if (s)
		conf_mistake(s, NULL, &why);
	else
		conf_file_mistake(conf, &why);
}

static int make_scales(struct desk *d, struct conf *conf)
{
	int r = scales_new(d->loop, d->usb, conf, on_reading, d, &d->scales);

	if (r < 0)
		return r;
	scales_limit(d->scales, d->station.config.max_mg);
	for (size_t i = 0; i < scales_count(d->scales); i++)
		if (add_scale(d, i) < 0) {
			too_many(d, conf, i);
			break;
		}
	return 0;
}

static int make_devices(struct desk *d, struct conf *conf)
{
	const struct printer_events printing = {
		.state = labels_printer_state,
		.finished = labels_printed,
		.data = d,
	};
	int r = make_scales(d, conf);

	if (r >= 0)
		r = scanners_new(d->loop, d->usb, conf, desk_scanned, d, &d->scanners);
	if (r >= 0)
		r = panels_new(d->loop, conf, desk_pressed, d, &d->panels);
	if (r >= 0)
		r = printers_new(d->loop, d->usb, conf, &printing, &d->printers);
	if (r >= 0)
		r = labels_new(d, conf, &d->labels);
	return r;
}

int desk_new(struct loop *loop, struct usb *usb, struct conf *conf, struct desk **ret_desk)
{
	_cleanup_(cleanup_desk_free) struct desk *d = calloc(1, sizeof(*d));
	struct station_config config = {
		.armed_us = 30ULL * 1000000,
		.undo_us = 600ULL * 1000000,
	};
	int r;

	if (!d)
		return -ENOMEM;
	d->loop = loop;
	d->usb = usb;
	d->catalogue = &no_catalogue;
	d->real[0] = d->real[1] = -1;
	if (getrandom(&d->nonce, sizeof(d->nonce), 0) != sizeof(d->nonce))
		return -EIO;
	read_conf(d, conf, &config);
	station_init(&d->station, &config, d->catalogue);
	r = make_devices(d, conf);
	if (r >= 0)
		r = loop_add_timer(loop, "desk tick", LOOP_NORMAL, desk_tick, d, &d->tick);
	if (r < 0)
		return r;
	*ret_desk = TAKE_PTR(d);
	return 0;
}

static void on_store_state(void *data, bool down, const struct sentence *why)
{
	struct desk *d = data;
	struct station_event event = { .kind = EVENT_LEDGER, .down = down };

	if (down)
		event.down_why = *why;
	desk_feed(d, &event);
	if (!d->store_answered) {
		d->store_answered = true;
		if (d->start.opened)
			d->start.opened(d->start.data,
				down && why->key && !strcmp(why->key, "store_busy") ? -EBUSY : 0);
	}
	if (down && why->key && !strcmp(why->key, "store_named") && d->start.opened)
		d->start.opened(d->start.data, -EAGAIN);
	if (down)
		return;
	d->day[0] = '\0';
	desk_look_for(d);
	labels_kick(d->labels);
}

static void on_catalogue(void *data, const struct catalogue *catalogue)
{
	struct desk *d = data;

	d->catalogue = catalogue;
	station_set_catalogue(&d->station, catalogue);
	desk_changed(d);
	desk_other_catalogue(d);
}

/* ---- what stands on the plates of the scales ---- */

struct plate_facts {
	size_t count;
	char scale[STATION_SCALES][DEVICE_SIZE];
	int64_t min_mg[STATION_SCALES];
};

static int run_facts(struct ledger *l, void *arg)
{
	struct plate_facts *f = arg;
	int r = 0;

	for (size_t i = 0; i < f->count && r == 0; i++)
		r = ledger_scale_min(l, f->scale[i], &f->min_mg[i]);
	return r;
}

static void have_facts(void *data, void *arg, int result)
{
	_cleanup_free_ struct plate_facts *f = arg;
	struct desk *d = data;

	for (size_t i = 0; i < f->count && i < d->station.scale_count && result == 0; i++)
		d->station.scale[i].min_mg = f->min_mg[i];
}

/* Without an answer those of before count: they only make it ask. */
void desk_read_facts(struct desk *d)
{
	struct plate_facts *f = calloc(1, sizeof(*f));

	if (!f)
		return;
	f->count = d->station.scale_count;
	for (size_t i = 0; i < f->count; i++)
		memcpy(f->scale[i], d->station.scale[i].name, DEVICE_SIZE);
	if (desk_ask(d, STORE_WRITER, run_facts, f, have_facts) < 0)
		free(f);
}

static void on_restored(void *data, const struct station_memory *memory)
{
	struct station_memory m = *memory;
	struct desk *d = data;
	struct moment now;

	if (!m.has_context) {
		m.context = (struct station_context){ .direction = DIRECTION_IN };
		memcpy(m.context.origin, d->first_origin, sizeof(m.context.origin));
		m.has_context = true;
	}
	m.last_undone |= d->trained;
	clock_now(&now);
	desk_plates_sure(d, &m.kept, "");
	station_restore(&d->station, &m, &now);
	d->ways++; /* what was chosen is in force again */
	d->restored = true;
	desk_read_facts(d);
	desk_read_usual(d);
	if (d->keep_again) /* what was seen before */
		desk_keep_plates(d);
	desk_changed(d);
}

/* Until the store has answered there is no catalogue: a tile is refused for that, not as unknown. */
static void feed_opening(struct desk *d)
{
	struct station_event event = { .kind = EVENT_LEDGER, .down = true };

	if (store_down(d->store, &event.down_why))
		desk_feed(d, &event);
}

int desk_start(struct desk *d, const struct desk_start *start)
{
	const struct store_events events = {
		.state = on_store_state,
		.catalogue = on_catalogue,
		.restored = on_restored,
		.data = d,
	};
	const struct store_file file = { d->path, *d->known ? d->known : NULL };
	int r;

	d->start = *start;
	r = store_new(d->loop, &file, &d->identity, &events, &d->store);
	if (r < 0)
		return r;
	feed_opening(d);
	scales_start(d->scales);
	scanners_start(d->scanners);
	panels_start(d->panels);
	printers_start(d->printers);
	desk_tick(d);
	return 0;
}

/* No more intents first, then the ledger's last answers, then those who print them. */
struct desk *desk_free(struct desk *d)
{
	if (!d)
		return NULL;
	d->scales = scales_free(d->scales);
	d->scanners = scanners_free(d->scanners);
	d->panels = panels_free(d->panels);
	d->ending = true;
	d->store = store_free(d->store);
	scans_end(d);
	requests_end(d);
	page_writes_end(d);
	d->labels = labels_free(d->labels);
	d->printers = printers_free(d->printers);
	loop_source_free(d->tick);
	free(d->usual);
	desk_let_go(d);
	free(d);
	return NULL;
}

void desk_set_events(struct desk *d, const struct desk_events *events)
{
	d->events = *events;
}

const struct station *desk_station(const struct desk *d)
{
	return &d->station;
}

const struct catalogue *desk_catalogue(const struct desk *d)
{
	return d->catalogue;
}

int desk_whose(const struct desk *d, struct ledger_identity *ret_identity)
{
	return ledger_whose(d->path, *d->known ? d->known : NULL, ret_identity);
}

const char *desk_people_folder(const struct desk *d)
{
	return d->people;
}

struct store *desk_store(struct desk *d)
{
	return d->store;
}

struct scales *desk_scales(struct desk *d)
{
	return d->scales;
}

struct scanners *desk_scanners(struct desk *d)
{
	return d->scanners;
}

struct printers *desk_printers(struct desk *d)
{
	return d->printers;
}

struct panels *desk_panels(struct desk *d)
{
	return d->panels;
}

enum lang desk_lang(const struct desk *d)
{
	return d->lang;
}
