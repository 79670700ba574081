// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The registry of scanners: opens what station.conf names and opens it again when it comes
 * back, puts characters together to codes and hands whole codes on. What was scanned is
 * not logged: it may be anybody's card.
 */
#include <stdio.h>
#include <string.h>
#include "driver.h"
#include "log.h"
#include "parse_code.h"

enum {
	RETRY_FIRST_US = 500 * 1000,
	RETRY_MOST_US = 1880 * 1000, /* a timer may be a sixteenth late: at least every 2 s */
	/* Slow scanners take 100 ms a key; a torn code must be forgotten before the next scan. */
	TORN_MS = 1000,
	SILENCE_MS = 250,
};

enum link { LINK_CLOSED, LINK_OPEN, LINK_LOST };

struct scanner {
	struct scanners *all;
	const struct scanner_driver *driver;
	void *private;
	struct loop_source *timer; /* next try, or closing */
	struct loop_source *gap;   /* the end of a code without suffix */
	char name[DEVICE_SIZE];
	char device[128];
	struct code_rule rule;
	struct code code;
	enum link link;
	uint64_t retry_us;
	int last_error;
	uint64_t last_boot_us;
	enum scanner_trouble trouble;
};

struct scanners {
	struct loop *loop;
	struct usb *usb;
	void (*scanned)(void *data, const char *device, const char *text);
	void *data;
	struct scanner *list;
	size_t count;
	bool started;
};

static const struct scanner_driver *const drivers[] = { &scanner_usb_driver,
	&scanner_serial_driver };

void *scanner_private(struct scanner *s)
{
	return s->private;
}

void scanner_set_private(struct scanner *s, void *p)
{
	s->private = p;
}

struct loop *scanner_loop(struct scanner *s)
{
	return s->all->loop;
}

struct usb *scanner_usb(struct scanner *s)
{
	return s->all->usb;
}

void scanner_set_device(struct scanner *s, const char *device)
{
	(void)snprintf(s->device, sizeof(s->device), "%s", device);
}

const char *scanner_trouble_name(enum scanner_trouble trouble)
{
	static const char *const names[SCANNER_TROUBLE_COUNT] = {
		[SCANNER_FINE] = "",
		[SCANNER_WRONG_LAYOUT] = "wrong_layout",
		[SCANNER_AIM] = "aim",
		[SCANNER_UNREADABLE] = "unreadable",
		[SCANNER_WRONG_BYTES] = "wrong_bytes",
		[SCANNER_TOO_LONG] = "too_long",
		[SCANNER_NO_SUFFIX] = "no_suffix",
		[SCANNER_TAB_SUFFIX] = "tab_suffix",
		[SCANNER_ETX_SUFFIX] = "etx_suffix",
		[SCANNER_NO_KEYS] = "no_keys",
	};

	return (unsigned)trouble < SCANNER_TROUBLE_COUNT ? names[trouble] : "";
}

const char *scanner_trouble_key(enum scanner_trouble trouble)
{
	static const struct sentence said[SCANNER_TROUBLE_COUNT] = {
		[SCANNER_WRONG_LAYOUT] = { .key = "scanner_wrong_layout" },
		[SCANNER_AIM] = { .key = "scanner_aim" },
		[SCANNER_UNREADABLE] = { .key = "scanner_unreadable" },
		[SCANNER_WRONG_BYTES] = { .key = "scanner_wrong_bytes" },
		[SCANNER_TOO_LONG] = { .key = "scanner_too_long" },
		[SCANNER_NO_SUFFIX] = { .key = "scanner_no_suffix" },
		[SCANNER_TAB_SUFFIX] = { .key = "scanner_tab_suffix" },
		[SCANNER_ETX_SUFFIX] = { .key = "scanner_etx_suffix" },
		[SCANNER_NO_KEYS] = { .key = "scanner_no_keys" },
	};

	return (unsigned)trouble < SCANNER_TROUBLE_COUNT ? said[trouble].key : NULL;
}

static void take_answer(
	struct scanner *s, enum code_answer answer, const char *text, enum scanner_trouble trouble)
{
	if (answer == CODE_MORE)
		return;
	if (trouble != s->trouble && trouble != SCANNER_FINE)
		log_line(LOG_WARN, "scanner=%s trouble=%s", s->name, scanner_trouble_name(trouble));
	s->trouble = trouble;
	s->last_boot_us = loop_now_us(s->all->loop);
	if (answer == CODE_WHOLE && s->all->started)
		s->all->scanned(s->all->data, s->name, text);
}

static void await_silence(struct scanner *s)
{
	if (code_pending(&s->code))
		(void)loop_timer_arm(s->gap, s->rule.gap_us);
}

void scanner_char(struct scanner *s, uint32_t character)
{
	char text[SCANNED_SIZE];
	enum scanner_trouble trouble = SCANNER_FINE;
	enum code_answer answer =
		code_char(&s->code, &s->rule, character, loop_now_us(s->all->loop), text, &trouble);

	take_answer(s, answer, text, trouble);
	await_silence(s);
}

void scanner_byte(struct scanner *s, uint8_t byte)
{
	char text[SCANNED_SIZE];
	enum scanner_trouble trouble = SCANNER_FINE;
	enum code_answer answer =
		code_byte(&s->code, &s->rule, byte, loop_now_us(s->all->loop), text, &trouble);

	take_answer(s, answer, text, trouble);
	await_silence(s);
}

static void on_gap(void *data)
{
	struct scanner *s = data;
	char text[SCANNED_SIZE];
	enum scanner_trouble trouble = SCANNER_FINE;
	enum code_answer answer = code_silence(&s->code, &s->rule, text, &trouble);

	take_answer(s, answer, text, trouble);
}

void scanner_set_layout(struct scanner *s, enum keys_layout layout)
{
	s->rule.keyboard = true;
	s->rule.layout = layout;
}

/* A trouble of the device itself ends with the device; one of a scan with the next scan. */
static void note_error(struct scanner *s, int error)
{
	s->last_error = error;
	s->trouble = error == -EPROTO ? SCANNER_NO_KEYS : SCANNER_FINE;
}

void scanner_lost(struct scanner *s, int error)
{
	if (s->link != LINK_OPEN)
		return;
	s->link = LINK_LOST;
	note_error(s, error);
	log_line(LOG_WARN, "scanner=%s lost error=%s", s->name, log_errno(error));
	(void)loop_timer_arm(s->timer, 0); /* closing waits for the driver's callback to end */
}

static void try_open(struct scanner *s)
{
	int r = s->driver->open(s);

	if (r == 0) {
		s->link = LINK_OPEN;
		s->last_error = 0;
		if (s->trouble == SCANNER_NO_KEYS)
			s->trouble = SCANNER_FINE;
		s->retry_us = RETRY_FIRST_US;
		code_reset(&s->code);
		log_line(LOG_NOTE, "scanner=%s open device=\"%s\"", s->name, s->device);
		return;
	}
	s->driver->close(s);
	if (r != s->last_error)
		log_line(LOG_WARN, "scanner=%s closed error=%s", s->name, log_errno(r));
	note_error(s, r);
	(void)loop_timer_arm(s->timer, s->retry_us);
	s->retry_us = s->retry_us * 2 < RETRY_MOST_US ? s->retry_us * 2 : RETRY_MOST_US;
}

static void on_timer(void *data)
{
	struct scanner *s = data;

	if (s->link == LINK_LOST) {
		s->driver->close(s);
		s->link = LINK_CLOSED;
		(void)loop_timer_arm(s->timer, s->retry_us);
	} else if (s->link == LINK_CLOSED) {
		try_open(s);
	}
}

void scanner_appeared(struct scanner *s)
{
	if (s->link == LINK_CLOSED && s->all->started)
		(void)loop_timer_arm(s->timer, 0);
}

static void read_rule(struct scanner *s, struct conf_section *section)
{
	static const char *const suffixes[] = { "cr", "tab", "none", "etx", NULL };

	s->rule.suffix = (enum code_suffix)conf_choice(section, "suffix", suffixes, CODE_CR);
	s->rule.aim = conf_bool(section, "aim", false);
	s->rule.gap_us = (uint64_t)conf_int(section, "gap_ms", 150, 5000,
				 s->rule.suffix == CODE_NO_SUFFIX ? SILENCE_MS : TORN_MS) *
			 1000;
}

static const struct scanner_driver *find_driver(struct conf_section *section)
{
	const char *words[ARRAY_SIZE(drivers) + 1] = { NULL };
	int chosen;

	for (size_t i = 0; i < ARRAY_SIZE(drivers); i++)
		words[i] = drivers[i]->name;
	conf_need(section, "driver");
	chosen = conf_choice(section, "driver", words, -1);
	return chosen < 0 ? NULL : drivers[chosen];
}

static int set_up(struct scanners *all, struct scanner *s, struct conf_section *section)
{
	const struct sentence no_name = { .key = "scanner_no_name" };
	int r;

	s->all = all;
	s->retry_us = RETRY_FIRST_US;
	(void)snprintf(s->name, sizeof(s->name), "%s", conf_section_name(section));
	if (!s->name[0])
		conf_mistake(section, NULL, &no_name);
	read_rule(s, section);
	r = loop_add_timer(all->loop, "scanner", LOOP_DEVICE, on_timer, s, &s->timer);
	if (r == 0)
		r = loop_add_timer(all->loop, "scanner-gap", LOOP_DEVICE, on_gap, s, &s->gap);
	if (r < 0)
		return r;
	s->driver = find_driver(section);
	return s->driver ? s->driver->setup(s, section) : 0;
}

static struct scanners *with_room_for(struct conf *conf)
{
	struct scanners *all = calloc(1, sizeof(*all));
	struct conf_section *section = NULL;
	size_t count = 0;

	if (!all)
		return NULL;
	while ((section = conf_section(conf, "scanner", section)))
		count++;
	all->list = calloc(count + 1, sizeof(*all->list));
	return all->list ? all : scanners_free(all);
}

int scanners_new(struct loop *loop, struct usb *usb, struct conf *conf,
	void (*scanned)(void *data, const char *device, const char *text), void *data,
	struct scanners **ret_scanners)
{
	_cleanup_(cleanup_scanners_free) struct scanners *all = with_room_for(conf);
	struct conf_section *section = NULL;

	if (!all)
		return -ENOMEM;
	all->loop = loop;
	all->usb = usb;
	all->scanned = scanned;
	all->data = data;
	while ((section = conf_section(conf, "scanner", section))) {
		int r = set_up(all, &all->list[all->count++], section);

		if (r < 0)
			return r;
	}
	*ret_scanners = TAKE_PTR(all);
	return 0;
}

void scanners_start(struct scanners *all)
{
	all->started = true;
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i].driver && all->list[i].link == LINK_CLOSED)
			try_open(&all->list[i]);
}

size_t scanners_count(const struct scanners *all)
{
	return all->count;
}

void scanners_facts(const struct scanners *all, size_t index, struct scanner_facts *ret_facts)
{
	const struct scanner *s = &all->list[index];

	*ret_facts = (struct scanner_facts){
		.name = s->name,
		.driver = s->driver ? s->driver->name : "",
		.open = s->link == LINK_OPEN,
		.last_error = s->last_error,
		.last_boot_us = s->last_boot_us,
		.trouble = s->trouble,
	};
	memcpy(ret_facts->device, s->device, sizeof(s->device));
}

void scanners_unnamed(const struct scanners *all,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	if (all->usb)
		scanner_usb_unnamed(all->usb, found, data);
}

struct scanners *scanners_free(struct scanners *all)
{
	if (!all)
		return NULL;
	all->started = false; /* nothing is handed on any more: whoever listens may be gone */
	for (size_t i = 0; i < all->count; i++) {
		struct scanner *s = &all->list[i];

		if (s->link != LINK_CLOSED)
			s->driver->close(s);
		s->link = LINK_CLOSED;
		if (s->driver)
			s->driver->cleanup(s);
		(void)loop_source_free(s->timer);
		(void)loop_source_free(s->gap);
	}
	free(all->list);
	free(all);
	return NULL;
}
