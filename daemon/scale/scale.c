// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The registry of scales: opens, watches, closes and opens again what station.conf names.
 * One timer a scale, with one meaning at a time: when to try again (closed), when to close
 * (lost), when silence is too long (open). Losing a device is an ordinary event: it is a
 * reading without a number, one line in the log, and another try.
 */
#include <stdio.h>
#include <string.h>
#include "log.h"
#include "modbus_map.h"
#include "registry.h"

enum {
	RETRY_FIRST_US = 500 * 1000,
	RETRY_MOST_US = 1880 * 1000, /* a timer may be a sixteenth late: at least every 2 s */
	ASK_US = 1000 * 1000,
	SILENT_US = 3000 * 1000,
	AUTO_OFF_S = 120,
};

const struct scale_driver *const scale_drivers[SCALE_DRIVERS] = { &scale_usb_driver,
	&scale_serial_driver, &scale_modbus_driver };

void *scale_private(struct scale *s)
{
	return s->private;
}

void scale_set_private(struct scale *s, void *p)
{
	s->private = p;
}

const char *scale_name(const struct scale *s)
{
	return s->name;
}

struct loop *scale_loop(struct scale *s)
{
	return s->all->loop;
}

struct usb *scale_usb(struct scale *s)
{
	return s->all->usb;
}

void scale_set_device(struct scale *s, const char *device)
{
	(void)snprintf(s->device, sizeof(s->device), "%s", device);
}

void scale_set_model(struct scale *s, const struct scale_model *model)
{
	s->model = model;
}

void scale_set_poll(struct scale *s, uint64_t poll_us)
{
	s->poll_us = poll_us;
}

void scale_set_silence(struct scale *s, enum scale_reason why)
{
	s->silence = why;
}

void scale_heard(struct scale *s, const struct reading *meanwhile)
{
	s->bytes_boot_us = meanwhile->at_boot_us;
	s->meanwhile = *meanwhile;
}

static bool is_said(const struct scale *s, enum scale_state state, enum scale_reason reason)
{
	return s->said && s->last.state == state && s->last.reason == reason;
}

void scale_set_descriptor(struct scale *s, const uint8_t *bytes, size_t len)
{
	uint8_t *copy = len > 0 ? malloc(len) : NULL;

	if (copy)
		memcpy(copy, bytes, len);
	free(s->descriptor);
	s->descriptor = copy;
	s->descriptor_len = copy ? len : 0;
}

/* A state that the device did not say itself; said once until something else is said. */
static void say_state(struct scale *s, enum scale_state state, enum scale_reason reason)
{
	struct reading r = { .state = state, .reason = reason };

	if (is_said(s, state, reason))
		return;
	r.at_boot_us = loop_now_us(s->all->loop);
	scale_hand_on(s, &r);
}

static void log_change(const struct scale *s, const struct reading *r)
{
	char bytes[READING_TEXT_SIZE];

	if (is_said(s, r->state, r->reason))
		return;
	if (r->state == SCALE_FAULT)
		log_line(LOG_WARN, "scale=%s state=fault reason=%s bytes=\"%s\"", s->name,
			scale_reason_name(r->reason), reading_raw_text(r, bytes));
	else if (s->said && (s->last.state == SCALE_FAULT || s->last.state == SCALE_SILENT))
		log_line(LOG_NOTE, "scale=%s answers again", s->name);
}

static bool is_above(int64_t mass_mg, int64_t most_mg)
{
	return most_mg > 0 && mass_mg > most_mg;
}

/* A mass beyond what can lie there is a wrong byte order, or a frame bent on its way. */
static struct reading within_limits(const struct scale *s, const struct reading *r)
{
	struct reading checked = *r;

	if (reading_has_mass(r) &&
		(is_above(r->mass_mg, s->max_mg) || is_above(r->mass_mg, s->all->most_mg))) {
		checked.state = SCALE_OUT_OF_RANGE;
		checked.mass_mg = 0;
	}
	return checked;
}

void scale_report(struct scale *s, const struct reading *r)
{
	struct reading checked = within_limits(s, r);

	r = &checked;
	if (s->link != LINK_OPEN)
		return;
	if (!s->said || r->state != s->last.state || r->mass_mg != s->last.mass_mg)
		s->changed_boot_us = r->at_boot_us;
	s->heard_boot_us = r->at_boot_us;
	s->listening_boot_us = r->at_boot_us;
	s->bytes_boot_us = 0;
	s->run++;
	s->asked = false;
	s->last_error = 0;
	s->retry_us = RETRY_FIRST_US;
	log_change(s, r);
	(void)loop_timer_arm(s->timer, ASK_US);
	scale_hand_on(s, r);
}

static bool fell_asleep(const struct scale *s)
{
	bool auto_off = s->auto_off < 0 ? s->model->auto_off : s->auto_off > 0;

	return auto_off && s->heard_boot_us &&
	       loop_now_us(s->all->loop) - s->changed_boot_us >= s->auto_off_us;
}

void scale_lost(struct scale *s, int error)
{
	bool asleep, again;

	if (s->link != LINK_OPEN)
		return;
	asleep = fell_asleep(s);
	s->link = LINK_LOST;
	again = error == -ETIMEDOUT && s->last_error == error;
	s->last_error = error;
	log_line(again    ? LOG_DEBUG
		 : asleep ? LOG_NOTE
			  : LOG_WARN,
		"scale=%s %s error=%s", s->name, asleep ? "asleep" : "lost", log_errno(error));
	/* Closing waits for the driver's own callback to end. */
	(void)loop_timer_arm(s->timer, 0);
	/* A connection that is made anew because nobody answers is not unplugged. */
	if (error == -ETIMEDOUT)
		say_state(s, SCALE_SILENT, s->silence);
	else
		say_state(s, asleep ? SCALE_ASLEEP : SCALE_UNPLUGGED, REASON_NONE);
	scale_commanded(s, &(struct scale_commanded){ .error = -ENODEV });
	s->detail.valid = false;
}

static bool is_access(int error)
{
	return error == -EACCES || error == -EPERM || error == -EBUSY;
}

static void not_opened(struct scale *s, int error)
{
	s->driver->close(s);
	if (error == -EINPROGRESS) {
		(void)loop_timer_arm(s->timer, s->retry_us);
		return;
	}
	if (error != s->last_error)
		log_line(is_access(error) ? LOG_WARN : LOG_NOTE, "scale=%s closed error=%s",
			s->name, log_errno(error));
	s->last_error = error;
	if (is_access(error))
		say_state(s, SCALE_FAULT, error == -EBUSY ? REASON_HELD : REASON_NO_ACCESS);
	else if (error == -EPROTO)
		say_state(s, SCALE_FAULT, REASON_UNKNOWN_SCALE);
	else if (!s->said || s->last.state != SCALE_ASLEEP)
		say_state(s, SCALE_UNPLUGGED, REASON_NONE);
	(void)loop_timer_arm(s->timer, s->retry_us);
	s->retry_us = s->retry_us * 2 < RETRY_MOST_US ? s->retry_us * 2 : RETRY_MOST_US;
}

static void try_open(struct scale *s)
{
	int r = s->driver->open(s);

	if (r < 0) {
		not_opened(s, r);
		return;
	}
	s->link = LINK_OPEN;
	s->asked = false;
	s->run = 0;
	s->bytes_boot_us = 0;
	s->listening_boot_us = loop_now_us(s->all->loop);
	if (!s->said || s->last.state != SCALE_SILENT)
		say_state(s, SCALE_SILENT, REASON_WAITING);
	log_line(s->last_error == -ETIMEDOUT ? LOG_DEBUG : LOG_NOTE, "scale=%s open device=\"%s\"",
		s->name, s->device);
	(void)loop_timer_arm(s->timer, ASK_US);
}

static void say_silence(struct scale *s)
{
	enum scale_reason why = s->silence;

	if (why == REASON_ONE_LINE && (s->run == 0 || s->run > 2))
		why = is_said(s, SCALE_SILENT, why) ? why : REASON_NONE;
	if (!is_said(s, SCALE_SILENT, why))
		log_line(LOG_WARN, "scale=%s silent reason=%s", s->name, scale_reason_name(why));
	say_state(s, SCALE_SILENT, why);
	s->run = 0;
}

/* No reading for three seconds. Where bytes pour in, it is on, and says something else. */
static void say_nothing_read(struct scale *s)
{
	bool pours = s->bytes_boot_us && loop_now_us(s->all->loop) - s->bytes_boot_us < SILENT_US;

	/* One line a load that nobody can read: its form is the trouble, and its bytes are shown. */
	if (!pours && is_said(s, SCALE_FAULT, REASON_UNKNOWN_FORMAT))
		return;
	if (!pours) {
		say_silence(s);
		return;
	}
	if (s->last.state == SCALE_FAULT && s->said)
		return;
	log_change(s, &s->meanwhile);
	scale_hand_on(s, &s->meanwhile);
}

/* Nothing came for a second: ask; nothing for three and no answer: say so, and ask on. */
static void watch_silence(struct scale *s)
{
	uint64_t quiet_us = loop_now_us(s->all->loop) - s->listening_boot_us;
	bool silent = quiet_us >= SILENT_US;
	int r = 0;

	if (silent)
		say_nothing_read(s);
	if (s->driver->ask && (!s->asked || silent))
		r = s->driver->ask(s);
	s->asked = true;
	if (r == -ENODEV)
		scale_lost(s, r);
	else if (!silent)
		(void)loop_timer_arm(s->timer, SILENT_US - quiet_us);
	else
		(void)loop_timer_arm(s->timer, SILENT_US);
}

static void on_timer(void *data)
{
	struct scale *s = data;

	switch (s->link) {
	case LINK_OPEN:
		watch_silence(s);
		break;
	case LINK_LOST:
		s->driver->close(s);
		s->link = LINK_CLOSED;
		(void)loop_timer_arm(s->timer, s->retry_us);
		break;
	case LINK_CLOSED:
		try_open(s);
		break;
	}
}

void scale_appeared(struct scale *s)
{
	if (s->link != LINK_CLOSED || !s->all->started)
		return;
	s->retry_us = RETRY_FIRST_US;
	(void)loop_timer_arm(s->timer, 0);
}

static const struct scale_driver *find_driver(struct conf_section *section)
{
	const char *words[SCALE_DRIVERS + 1] = { NULL };
	int chosen;

	for (size_t i = 0; i < SCALE_DRIVERS; i++)
		words[i] = scale_drivers[i]->name;
	conf_need(section, "driver");
	chosen = conf_choice(section, "driver", words, -1);
	return chosen < 0 ? NULL : scale_drivers[chosen];
}

static int set_up(struct scales *all, struct scale *s, struct conf_section *section)
{
	const struct sentence no_name = { .key = "scale_no_name" };
	const struct scale_driver *driver = find_driver(section);

	s->all = all;
	s->index = (size_t)(s - all->list);
	(void)snprintf(s->name, sizeof(s->name), "%s", conf_section_name(section));
	if (!s->name[0])
		conf_mistake(section, NULL, &no_name);
	s->e_mg = conf_kg(section, "e", 0);
	s->max_mg = conf_kg(section, "max", 0);
	s->approval.approved = conf_bool(section, "approved", false);
	conf_day(section, "approved_until", s->approval.until);
	s->approval.warning_days = (int)conf_int(section, "approval_warning_days", 0, 365, 30);
	s->rule.frames = (unsigned)conf_int(section, "stable_frames", 2, 50, 2);
	s->rule.span_us = (uint64_t)conf_int(section, "stable_ms", 0, 10000, 0) * 1000;
	s->auto_off = -1;
	if (conf_text(section, "auto_off", NULL))
		s->auto_off = conf_bool(section, "auto_off", false);
	s->auto_off_us =
		(uint64_t)conf_int(section, "auto_off_after_s", 1, 3600, AUTO_OFF_S) * 1000000;
	s->retry_us = RETRY_FIRST_US;
	s->model = scale_model_find(0, 0);
	if (!driver)
		return 0;
	s->driver = driver;
	return driver->setup ? driver->setup(s, section) : 0;
}

/* Two USB scales must be told apart, or they could change places at a replug. */
static void check_selectors(const struct scales *all, struct conf *conf)
{
	const struct sentence why = { .key = "scale_needs_selector" };
	struct conf_section *section = NULL;
	size_t usb = 0;

	for (size_t i = 0; i < all->count; i++)
		usb += all->list[i].driver == &scale_usb_driver;
	for (size_t i = 0; (section = conf_section(conf, "scale", section)) && usb > 1; i++)
		if (all->list[i].driver == &scale_usb_driver &&
			!conf_text(section, "serial", NULL) && !conf_text(section, "port", NULL) &&
			!conf_text(section, "vid_pid", NULL))
			conf_mistake(section, NULL, &why);
}

static size_t count_sections(struct conf *conf)
{
	struct conf_section *section = NULL;
	size_t n = 0;

	while ((section = conf_section(conf, "scale", section)))
		n++;
	return n;
}

static struct scales *with_room_for(size_t count)
{
	struct scales *all = calloc(1, sizeof(*all));

	if (!all)
		return NULL;
	all->list = calloc(count + 1, sizeof(*all->list));
	return all->list ? all : scales_free(all);
}

int scales_new(struct loop *loop, struct usb *usb, struct conf *conf,
	void (*reading)(void *data, size_t index, const struct reading *r), void *data,
	struct scales **ret_scales)
{
	_cleanup_(cleanup_scales_free) struct scales *all = with_room_for(count_sections(conf));
	struct conf_section *section = NULL;

	if (!all)
		return -ENOMEM;
	all->loop = loop;
	all->usb = usb;
	all->reading = reading;
	all->data = data;
	while ((section = conf_section(conf, "scale", section))) {
		struct scale *s = &all->list[all->count++];
		int r = set_up(all, s, section);

		if (r == 0)
			r = loop_add_timer(loop, "scale", LOOP_DEVICE, on_timer, s, &s->timer);
		if (r == 0)
			r = scale_command_init(s);
		if (r < 0)
			return r;
	}
	check_selectors(all, conf);
	modbus_maps_check(conf);
	*ret_scales = TAKE_PTR(all);
	return 0;
}

void scales_limit(struct scales *all, int64_t most_mg)
{
	all->most_mg = most_mg;
}

void scales_start(struct scales *all)
{
	all->started = true;
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i].driver && all->list[i].link == LINK_CLOSED)
			try_open(&all->list[i]);
}

size_t scales_count(const struct scales *all)
{
	return all->count;
}

void scales_facts(const struct scales *all, size_t index, struct scale_facts *ret_facts)
{
	const struct scale *s = &all->list[index];

	*ret_facts = (struct scale_facts){
		.name = s->name,
		.driver = s->driver ? s->driver->name : "",
		.e_mg = s->e_mg ? s->e_mg : s->model->e_mg,
		.max_mg = s->max_mg,
		.approval = s->approval,
		.rule = s->rule,
		.poll_us = s->poll_us,
		.open = s->link == LINK_OPEN,
		.last_error = s->last_error,
		.last_boot_us = s->heard_boot_us,
		.last = s->last,
		.descriptor = s->descriptor,
		.descriptor_len = s->descriptor_len,
	};
	memcpy(ret_facts->device, s->device, sizeof(s->device));
	if (!s->said)
		ret_facts->last.state = SCALE_UNPLUGGED;
}

void scales_unnamed(const struct scales *all,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	if (all->usb)
		scale_usb_unnamed(all->usb, found, data);
}

struct scales *scales_free(struct scales *all)
{
	if (!all)
		return NULL;
	all->started = false;
	for (size_t i = 0; i < all->count; i++) {
		struct scale *s = &all->list[i];

		if (s->link != LINK_CLOSED)
			s->driver->close(s);
		s->link = LINK_CLOSED;
		if (s->driver && s->driver->cleanup)
			s->driver->cleanup(s);
		(void)loop_source_free(s->timer);
		(void)loop_source_free(s->command_limit);
		free(s->descriptor);
	}
	free(all->list);
	free(all);
	return NULL;
}
