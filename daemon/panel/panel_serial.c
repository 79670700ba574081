// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The serial button box (README.md of this room): its contacts, lamps and sounds as lines
 * of text. Both sides say each second that they are there; after 3 s without a word the
 * box is lost and the line is tried again.
 */
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include "box_line.h"
#include "tty.h"

enum { BEAT_US = 900 * 1000, SILENT_US = 3000 * 1000, HELD_US = 100 * 1000 };

struct box {
	struct panel *panel;
	struct tty tty;
	int fd;
	struct loop_source *source;
	struct loop_source *beat;
	uint64_t heard_us;
	/* a contact closed before this was held at opening, not pressed */
	uint64_t held_until_us;
	bool closed_now[PANEL_BUTTONS]; /* by the bytes of this read */
	struct box_line line;
};

static const char *const options[] = { "device", "baud", "bits", "parity", "stop", NULL };

static int setup(struct panel *p, struct conf_section *section)
{
	struct box *b = calloc(1, sizeof(*b));

	if (!b)
		return -ENOMEM;
	panel_set_private(p, b);
	b->panel = p;
	b->fd = -1;
	tty_read_conf(section, &b->tty);
	if (!conf_text(section, "baud", NULL))
		b->tty.speed = B115200;
	panel_set_device(p, b->tty.path);
	return 0;
}

/* A box that takes nothing will be silent soon, and that is what counts. */
static void say(struct box *b, const char *line)
{
	if (b->fd >= 0 && write(b->fd, line, strlen(line)) < 0 && errno != EAGAIN)
		panel_lost(b->panel, -errno);
}

static void lamp(struct panel *p, enum panel_lamp which, bool on)
{
	char line[BOX_LINE_SIZE];

	(void)snprintf(line, sizeof(line), "L %s %s\n", panel_lamp_names[which], on ? "on" : "off");
	say(panel_private(p), line);
}

static void sound(struct panel *p, const struct sound *sound)
{
	char line[BOX_LINE_SIZE] = "B ";
	size_t used = 2;

	for (size_t i = 0; i < sound->count; i++)
		used += (size_t)snprintf(
			line + used, sizeof(line) - used, i ? ",%u" : "%u", (unsigned)sound->ms[i]);
	(void)snprintf(line + used, sizeof(line) - used, sound->count ? "\n" : "0\n");
	say(panel_private(p), line);
}

static void contact(struct box *b, const char *word, bool closed)
{
	int button = panel_find_button(b->panel, word);

	if (button < 0)
		return;
	if (closed && b->heard_us < b->held_until_us)
		panel_contact_is(b->panel, (size_t)button, true);
	else if (!closed && b->closed_now[button])
		panel_tapped(b->panel, (size_t)button);
	else
		panel_contact(b->panel, (size_t)button, closed);
	b->closed_now[button] = closed && b->heard_us >= b->held_until_us;
}

static void hear(struct box *b, enum box_word word, const char *name)
{
	b->heard_us = loop_now_us(panel_loop(b->panel));
	if (word == BOX_IDENTITY)
		b->held_until_us = b->heard_us + HELD_US;
	else if (word == BOX_PRESSED || word == BOX_RELEASED)
		contact(b, name, word == BOX_PRESSED);
}

static void on_line(void *data, uint32_t revents)
{
	struct box *b = data;
	char bytes[256], name[PANEL_WORD_SIZE];
	ssize_t n = read(b->fd, bytes, sizeof(bytes));

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		panel_lost(b->panel, n == 0 || errno == EIO ? -ENODEV : -errno);
		return;
	}
	memset(b->closed_now, 0, sizeof(b->closed_now));
	for (ssize_t i = 0; i < n; i++) {
		enum box_word word = box_line_feed(&b->line, bytes[i], name);

		if (word != BOX_NOTHING)
			hear(b, word, name);
	}
	if (n < 0 && (revents & (EPOLLHUP | EPOLLERR)))
		panel_lost(b->panel, -ENODEV);
}

static void on_beat(void *data)
{
	struct box *b = data;

	if (loop_now_us(panel_loop(b->panel)) - b->heard_us > SILENT_US) {
		panel_lost(b->panel, -ETIMEDOUT);
		return;
	}
	say(b, "H\n");
	(void)loop_timer_arm(b->beat, BEAT_US);
}

static int open_box(struct panel *p)
{
	struct box *b = panel_private(p);
	int r;

	b->fd = tty_open(&b->tty);
	r = b->fd < 0 ? b->fd : 0;
	if (r == 0)
		r = loop_add_fd(panel_loop(p), "panel-serial", LOOP_DEVICE, b->fd, EPOLLIN, on_line,
			b, &b->source);
	if (r == 0)
		r = loop_add_timer(panel_loop(p), "panel-beat", LOOP_NORMAL, on_beat, b, &b->beat);
	if (r < 0)
		return r;
	memset(&b->line, 0, sizeof(b->line));
	for (size_t i = 0; i < panel_buttons(p); i++)
		panel_contact_is(p, i, false);
	b->heard_us = loop_now_us(panel_loop(p));
	say(b, "?\n");
	return loop_timer_arm(b->beat, BEAT_US);
}

static void close_box(struct panel *p)
{
	struct box *b = panel_private(p);

	b->source = loop_source_free(b->source);
	b->beat = loop_source_free(b->beat);
	b->fd = tty_close(b->fd);
}

static void cleanup(struct panel *p)
{
	free(panel_private(p));
}

const struct panel_driver panel_serial_driver = {
	.name = "serial",
	.options = options,
	.setup = setup,
	.open = open_box,
	.close = close_box,
	.lamp = lamp,
	.sound = sound,
	.cleanup = cleanup,
};
