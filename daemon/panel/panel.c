// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The panels of a station: opens, loses and opens again what station.conf names, debounces
 * contacts, turns presses into actions, and signals into lamps and sounds.
 *
 *   [panel box]
 *   driver = serial
 *   button.green = category TLC-VET
 *   button.red = undo
 */
#include <stdio.h>
#include <string.h>
#include "driver.h"
#include "debounce.h"
#include "log.h"
#include "names.h"

enum { RETRY_US = 1800 * 1000, SHINE_US = 1500 * 1000 };

struct button {
	char word[PANEL_WORD_SIZE];
	enum station_action action;
	char code[DEVICE_SIZE];
	struct debounce debounce;
};

struct panel {
	struct panels *all;
	const struct panel_driver *driver;
	void *private;
	char name[DEVICE_SIZE];
	char device[128];
	uint64_t hold_us;
	size_t button_count;
	struct button button[PANEL_BUTTONS];
	bool open, lost;
	int last_error;
	struct loop_source *again; /* when to close what is lost, or to open what is closed */
	struct loop_source *settle;
	struct loop_source *dark; /* when saved and refused go out */
};

struct panels {
	struct loop *loop;
	void (*pressed)(void *data, enum station_action action, const char *code);
	void *data;
	bool ready; /* the ready lamp */
	size_t count;
	struct panel *list;
};

const char *const panel_lamp_names[LAMP_COUNT] = {
	[LAMP_READY] = "ready",
	[LAMP_SAVED] = "saved",
	[LAMP_REFUSED] = "refused",
};

void *panel_private(struct panel *p)
{
	return p->private;
}

void panel_set_private(struct panel *p, void *data)
{
	p->private = data;
}

struct loop *panel_loop(struct panel *p)
{
	return p->all->loop;
}

void panel_set_device(struct panel *p, const char *device)
{
	(void)snprintf(p->device, sizeof(p->device), "%s", device);
}

size_t panel_buttons(const struct panel *p)
{
	return p->button_count;
}

const char *panel_button(const struct panel *p, size_t button)
{
	return p->button[button].word;
}

int panel_find_button(const struct panel *p, const char *word)
{
	for (size_t i = 0; i < p->button_count; i++)
		if (!strcmp(p->button[i].word, word))
			return (int)i;
	return -1;
}

/* ---- contacts ---- */

static void arm_settle(struct panel *p)
{
	uint64_t now_us = loop_now_us(p->all->loop), first_us = 0;

	for (size_t i = 0; i < p->button_count; i++) {
		uint64_t due_us = debounce_due_us(&p->button[i].debounce);

		if (due_us && (!first_us || due_us < first_us))
			first_us = due_us;
	}
	if (first_us)
		(void)loop_timer_arm(p->settle, first_us > now_us ? first_us - now_us : 0);
}

static void on_settle(void *data)
{
	struct panel *p = data;
	uint64_t now_us = loop_now_us(p->all->loop);

	for (size_t i = 0; i < p->button_count; i++) {
		const struct button *b = &p->button[i];

		if (debounce_decide(&p->button[i].debounce, now_us) == DEBOUNCE_PRESSED)
			p->all->pressed(p->all->data, b->action, b->code);
	}
	arm_settle(p);
}

void panel_contact_is(struct panel *p, size_t button, bool closed)
{
	debounce_start(&p->button[button].debounce, p->hold_us, closed);
}

void panel_contact(struct panel *p, size_t button, bool closed)
{
	debounce_edge(&p->button[button].debounce, closed, loop_now_us(p->all->loop));
	arm_settle(p);
}

void panel_tapped(struct panel *p, size_t button)
{
	struct button *b = &p->button[button];

	if (debounce_tap(&b->debounce, loop_now_us(p->all->loop)) == DEBOUNCE_PRESSED)
		p->all->pressed(p->all->data, b->action, b->code);
	arm_settle(p);
}

/* ---- lamps and sounds ---- */

static void set_lamp(struct panel *p, enum panel_lamp lamp, bool on)
{
	if (p->open)
		p->driver->lamp(p, lamp, on);
}

static void on_dark(void *data)
{
	struct panel *p = data;

	set_lamp(p, LAMP_SAVED, false);
	set_lamp(p, LAMP_REFUSED, false);
}

/* Told apart without looking: one long is saved, three short refused, two questions. */
static const struct sound sounds[] = {
	[SIGNAL_READY] = { 0, { 0 } },
	[SIGNAL_SAVED] = { 1, { 250 } },
	[SIGNAL_REFUSED] = { 5, { 80, 80, 80, 80, 80 } },
	[SIGNAL_ARMED] = { 1, { 40 } },
	[SIGNAL_QUESTION] = { 3, { 150, 100, 150 } },
};

void panels_signal(struct panels *all, enum station_signal signal)
{
	bool saved = signal == SIGNAL_SAVED, refused = signal == SIGNAL_REFUSED;

	for (size_t i = 0; i < all->count; i++) {
		struct panel *p = &all->list[i];

		if (!p->open)
			continue;
		if (sounds[signal].count > 0)
			p->driver->sound(p, &sounds[signal]);
		if (!saved && !refused)
			continue;
		set_lamp(p, LAMP_SAVED, saved);
		set_lamp(p, LAMP_REFUSED, refused);
		(void)loop_timer_arm(p->dark, SHINE_US);
	}
}

void panels_phase(struct panels *all, enum station_phase phase)
{
	bool ready = phase == PHASE_READY;

	if (ready == all->ready)
		return;
	all->ready = ready;
	for (size_t i = 0; i < all->count; i++)
		set_lamp(&all->list[i], LAMP_READY, ready);
}

/* ---- open, lost, open again ---- */

static void try_open(struct panel *p)
{
	int r = p->driver->open(p);

	if (r < 0) {
		p->driver->close(p);
		if (r != p->last_error)
			log_line(LOG_WARN, "panel=%s closed device=\"%s\" error=%s", p->name,
				p->device, log_errno(r));
		p->last_error = r;
		(void)loop_timer_arm(p->again, RETRY_US);
		return;
	}
	p->open = true;
	p->last_error = 0;
	log_line(LOG_NOTE, "panel=%s open device=\"%s\"", p->name, p->device);
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		set_lamp(p, (enum panel_lamp)lamp, lamp == LAMP_READY && p->all->ready);
}

static void on_again(void *data)
{
	struct panel *p = data;

	if (!p->lost) {
		try_open(p);
		return;
	}
	p->lost = false;
	p->driver->close(p);
	(void)loop_timer_arm(p->again, RETRY_US);
}

/* Closing waits for the driver's own callback to end. */
void panel_lost(struct panel *p, int error)
{
	if (!p->open)
		return;
	p->open = false;
	p->lost = true;
	p->last_error = error;
	log_line(LOG_WARN, "panel=%s lost error=%s", p->name, log_errno(error));
	(void)loop_timer_arm(p->again, 0);
}

/* ---- station.conf ---- */

/* "category TLC-VET", "undo" */
static void read_action(struct conf_section *section, const char *key, struct button *b)
{
	const char *text = conf_text(section, key, "");
	size_t len = strcspn(text, " \t"), gap = strspn(text + len, " \t");
	struct sentence why = { .key = "panel_bad_action" };
	char action[DEVICE_SIZE];

	(void)snprintf(action, sizeof(action), "%.*s", (int)len, text);
	(void)snprintf(b->code, sizeof(b->code), "%s", text + len + gap);
	if (station_action_from_name(action, &b->action) == 0 &&
		strlen(text + len + gap) < sizeof(b->code))
		return;
	sentence_param(&why, "value", text);
	conf_mistake(section, key, &why);
}

static void read_buttons(struct panel *p, struct conf_section *section)
{
	const char *key = NULL;

	while ((key = conf_key_after(section, "button.", key))) {
		const char *word = key + strlen("button.");
		struct button *b = &p->button[p->button_count];
		struct sentence why = { .key = "panel_bad_button" };

		sentence_param(&why, "name", word);
		sentence_param_int(&why, "most", PANEL_BUTTONS);
		if (p->button_count == PANEL_BUTTONS || !*word || strlen(word) >= PANEL_WORD_SIZE) {
			(void)conf_text(section, key, NULL);
			conf_mistake(section, key, &why);
			continue;
		}
		(void)snprintf(b->word, sizeof(b->word), "%s", word);
		read_action(section, key, b);
		p->button_count++;
	}
}

static int set_up(struct panels *all, struct panel *p, struct conf_section *section)
{
	static const struct panel_driver *const drivers[] = { &panel_gpio_driver,
		&panel_serial_driver };
	static const char *const words[] = { "gpio", "serial", NULL };

	p->all = all;
	(void)snprintf(p->name, sizeof(p->name), "%s", conf_section_name(section));
	p->hold_us = (uint64_t)conf_int(section, "debounce_ms", 1, 500, 20) * 1000;
	conf_need(section, "driver");
	p->driver = drivers[conf_choice(section, "driver", words, 0)];
	read_buttons(p, section);
	return p->driver->setup(p, section);
}

static int add_timers(struct panel *p)
{
	struct loop *loop = p->all->loop;
	int r = loop_add_timer(loop, "panel", LOOP_DEVICE, on_again, p, &p->again);

	if (r == 0)
		r = loop_add_timer(loop, "panel-settle", LOOP_DEVICE, on_settle, p, &p->settle);
	if (r == 0)
		r = loop_add_timer(loop, "panel-dark", LOOP_NORMAL, on_dark, p, &p->dark);
	return r;
}

int panels_new(struct loop *loop, struct conf *conf,
	void (*pressed)(void *data, enum station_action action, const char *code), void *data,
	struct panels **ret_panels)
{
	_cleanup_(cleanup_panels_free) struct panels *all = calloc(1, sizeof(*all));
	struct conf_section *section = NULL;
	size_t count = 0;

	while ((section = conf_section(conf, "panel", section)))
		count++;
	if (!all || !(all->list = calloc(count + 1, sizeof(*all->list))))
		return -ENOMEM;
	all->loop = loop;
	all->pressed = pressed;
	all->data = data;
	while ((section = conf_section(conf, "panel", section))) {
		struct panel *p = &all->list[all->count++];
		int r = set_up(all, p, section);

		if (r == 0)
			r = add_timers(p);
		if (r < 0)
			return r;
	}
	*ret_panels = TAKE_PTR(all);
	return 0;
}

void panels_start(struct panels *all)
{
	for (size_t i = 0; i < all->count; i++)
		try_open(&all->list[i]);
}

size_t panels_count(const struct panels *all)
{
	return all->count;
}

void panels_facts(const struct panels *all, size_t index, struct panel_facts *ret_facts)
{
	const struct panel *p = &all->list[index];

	*ret_facts = (struct panel_facts){
		.name = p->name,
		.driver = p->driver->name,
		.open = p->open,
		.last_error = p->last_error,
	};
	memcpy(ret_facts->device, p->device, sizeof(p->device));
}

/* Lamps are put out: nothing may shine that nobody looks after. */
static void shut(struct panel *p)
{
	const struct sound quiet = { 0 };

	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		set_lamp(p, (enum panel_lamp)lamp, false);
	if (p->open)
		p->driver->sound(p, &quiet);
	p->open = false;
	p->driver->close(p);
}

struct panels *panels_free(struct panels *all)
{
	if (!all)
		return NULL;
	for (size_t i = 0; i < all->count; i++) {
		struct panel *p = &all->list[i];

		if (p->driver && p->again)
			shut(p);
		if (p->driver && p->driver->cleanup)
			p->driver->cleanup(p);
		loop_source_free(p->again);
		loop_source_free(p->settle);
		loop_source_free(p->dark);
	}
	free(all->list);
	free(all);
	return NULL;
}
