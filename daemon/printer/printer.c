// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The registry of printers: what station.conf names, and what may be asked of it.
 *
 *   [printer NAME]
 *   driver = usb | tcp      how the bytes go
 *   address = IP[:PORT]     tcp: the printer, port 9100 unless named
 *   serial, port, vid_pid   usb: which one, when there are several
 *   language = zpl          what it understands
 *   width_mm, height_mm     of one label, across and along the feed; 50 x 30 unless named
 *   dpi = 203 | 300
 *   tracking = gap | mark | continuous
 *   status = yes | no       no: it cannot answer; labels are "handed over", not confirmed
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "printer_impl.h"

static const char *const names[PRINTER_STATE_COUNT] = {
	[PRINTER_READY] = "ready",
	[PRINTER_PRINTING] = "printing",
	[PRINTER_PAPER_OUT] = "paper_out",
	[PRINTER_COVER_OPEN] = "cover_open",
	[PRINTER_RIBBON_OUT] = "ribbon_out",
	[PRINTER_PAUSED] = "paused",
	[PRINTER_FAULT] = "fault",
	[PRINTER_MUTE] = "mute",
	[PRINTER_UNPLUGGED] = "unplugged",
};

/* lang: printer_* */
static const char *const keys[PRINTER_STATE_COUNT] = {
	[PRINTER_READY] = "printer_ready",
	[PRINTER_PRINTING] = "printer_printing",
	[PRINTER_PAPER_OUT] = "printer_paper_out",
	[PRINTER_COVER_OPEN] = "printer_cover_open",
	[PRINTER_RIBBON_OUT] = "printer_ribbon_out",
	[PRINTER_PAUSED] = "printer_paused",
	[PRINTER_FAULT] = "printer_fault",
	[PRINTER_MUTE] = "printer_mute",
	[PRINTER_UNPLUGGED] = "printer_unplugged",
};

static const struct print_driver *const drivers[] = { &print_usb_driver, &print_tcp_driver };
static const char *const driver_words[] = { "usb", "tcp", NULL };

const char *printer_state_key(enum printer_state state, int last_error)
{
	if (state == PRINTER_UNPLUGGED && last_error == -EBUSY)
		return "printer_held";
	return (unsigned int)state < PRINTER_STATE_COUNT ? keys[state] : "printer_fault";
}

const char *printer_state_name(enum printer_state state)
{
	return (unsigned int)state < PRINTER_STATE_COUNT ? names[state] : "fault";
}

void *printer_private(struct printer *p)
{
	return p->private;
}

void printer_set_private(struct printer *p, void *private)
{
	p->private = private;
}

const char *printer_name(const struct printer *p)
{
	return p->name;
}

const char *printer_language(const struct printer *p)
{
	return p->language->name;
}

struct loop *printer_loop(struct printer *p)
{
	return p->all->loop;
}

struct usb *printer_usb(struct printer *p)
{
	return p->all->usb;
}

void printer_set_device(struct printer *p, const char *device)
{
	(void)snprintf(p->device, sizeof(p->device), "%s", device);
}

/* Of the four-inch heads of 203 and 300 dpi (Zebra GK420, ZD421: 104 and 105.7 mm). */
static const uint32_t HEAD_DOTS[] = { 832, 1248 };

static uint32_t media_dots(const struct label_media *media)
{
	return (uint32_t)((uint64_t)media->width_um * media->dpi / 25400);
}

/* What a label has beside the head would be printed nowhere. */
static void too_wide(const struct printer *p, struct conf_section *section)
{
	struct sentence why = { .key = "printer_too_wide" };

	sentence_param_int(&why, "width", p->media.width_um / 1000);
	sentence_param_int(
		&why, "most", HEAD_DOTS[p->media.dpi == 300] * 254 / (p->media.dpi * 10));
	sentence_param_int(&why, "dpi", p->media.dpi);
	conf_mistake(section, "width_mm", &why);
}

static void read_media(struct printer *p, struct conf_section *section)
{
	static const char *const dpi[] = { "203", "300", NULL };
	static const char *const tracking[] = { "gap", "mark", "continuous", NULL };

	p->media.width_um = (uint32_t)conf_int(section, "width_mm", 45, 110, 50) * 1000;
	p->media.height_um = (uint32_t)conf_int(section, "height_mm", 27, 200, 30) * 1000;
	p->media.dpi = conf_choice(section, "dpi", dpi, 0) == 1 ? 300 : 203;
	p->tracking = (enum print_tracking)conf_choice(section, "tracking", tracking, 0);
	if (media_dots(&p->media) > HEAD_DOTS[p->media.dpi == 300])
		too_wide(p, section);
}

static void read_language(struct printer *p, struct conf_section *section)
{
	const char *words[PRINT_LANGUAGES + 1] = { NULL };

	for (size_t i = 0; i < PRINT_LANGUAGES; i++)
		words[i] = print_languages[i]->name;
	p->language = print_languages[conf_choice(section, "language", words, 0)];
	p->can_answer = conf_bool(section, "status", true) && p->language->query != NULL;
}

static int set_up(struct printer *p, struct conf_section *section)
{
	static const struct sentence no_name = { .key = "printer_no_name" };
	static const struct sentence no_driver = { .key = "printer_no_driver" };
	int chosen = -1;

	(void)snprintf(p->name, sizeof(p->name), "%s", conf_section_name(section));
	if (p->name[0] == '\0')
		conf_mistake(section, NULL, &no_name);
	if (conf_text(section, "driver", NULL) == NULL)
		conf_mistake(section, NULL, &no_driver);
	else
		chosen = conf_choice(section, "driver", driver_words, -1);
	read_media(p, section);
	read_language(p, section);
	if (chosen < 0)
		return 0;
	p->driver = drivers[chosen];
	return p->driver->setup(p, section);
}

/* Two USB printers must be told apart, or they could change places at a replug. */
static void check_selectors(const struct printers *all, struct conf *conf)
{
	static const struct sentence why = { .key = "printer_needs_selector" };
	struct conf_section *section = NULL;
	size_t usb = 0;

	for (size_t i = 0; i < all->count; i++)
		usb += all->list[i].driver == &print_usb_driver;
	for (size_t i = 0; usb > 1 && i < all->count; i++) {
		section = conf_section(conf, "printer", section);
		if (all->list[i].driver == &print_usb_driver &&
			conf_text(section, "serial", NULL) == NULL &&
			conf_text(section, "port", NULL) == NULL &&
			conf_text(section, "vid_pid", NULL) == NULL)
			conf_mistake(section, NULL, &why);
	}
}

static size_t count_sections(struct conf *conf)
{
	struct conf_section *section = NULL;
	size_t n = 0;

	while ((section = conf_section(conf, "printer", section)) != NULL)
		n++;
	return n;
}

static struct printers *with_room_for(size_t count)
{
	struct printers *all = calloc(1, sizeof(*all));

	if (all == NULL)
		return NULL;
	all->list = calloc(count + 1, sizeof(*all->list));
	return all->list != NULL ? all : printers_free(all);
}

int printers_new(struct loop *loop, struct usb *usb, struct conf *conf,
	const struct printer_events *events, struct printers **ret_printers)
{
	_cleanup_(cleanup_printers_free) struct printers *all = with_room_for(count_sections(conf));
	struct conf_section *section = NULL;

	if (all == NULL)
		return -ENOMEM;
	all->loop = loop;
	all->usb = usb;
	all->events = *events;
	while ((section = conf_section(conf, "printer", section)) != NULL) {
		struct printer *p = &all->list[all->count];
		int r;

		p->all = all;
		p->index = all->count++;
		r = link_init(p);
		if (r == 0)
			r = set_up(p, section);
		if (r < 0)
			return r;
	}
	check_selectors(all, conf);
	*ret_printers = TAKE_PTR(all);
	return 0;
}

void printers_start(struct printers *all)
{
	all->started = true;
	for (size_t i = 0; i < all->count; i++) {
		if (all->list[i].driver != NULL)
			link_start(&all->list[i]);
	}
}

size_t printers_count(const struct printers *all)
{
	return all->count;
}

void printers_unnamed(const struct printers *all,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	if (all->usb != NULL)
		print_usb_unnamed(all->usb, found, data);
}

void printers_facts(const struct printers *all, size_t index, struct printer_facts *ret_facts)
{
	const struct printer *p = &all->list[index];

	*ret_facts = (struct printer_facts){
		.name = p->name,
		.driver = p->driver != NULL ? p->driver->name : "",
		.media = p->media,
		.state = p->state,
		.last_error = p->last_error,
	};
	memcpy(ret_facts->device, p->device, sizeof(p->device));
}

int printers_print(struct printers *all, size_t index, int64_t job, struct raster *raster)
{
	struct printer *p = &all->list[index];
	struct print_bytes *bytes;
	int r;

	if (p->job.phase != JOB_NONE)
		return -EBUSY;
	if (p->link != LINK_OPEN || p->state != PRINTER_READY)
		return -EAGAIN;
	r = p->language->encode(raster, p->tracking, &bytes);
	if (r < 0)
		return r;
	free(raster);
	talk_print(p, job, bytes);
	return 0;
}

struct printers *printers_free(struct printers *all)
{
	if (all == NULL)
		return NULL;
	for (size_t i = 0; i < all->count; i++) {
		struct printer *p = &all->list[i];

		link_done(p);
		if (p->driver != NULL)
			p->driver->cleanup(p);
	}
	free(all->list);
	free(all);
	return NULL;
}
