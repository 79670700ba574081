// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Buttons, lamps and buzzer on lines of the Pi itself, or of any chip the kernel knows.
 *
 *   [panel front]
 *   driver = gpio
 *   button.green = category TLC-VET
 *   line.green = GPIO22
 *   lamp.saved = GPIO5
 *   buzzer = GPIO19
 */
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include "driver.h"
#include "gpio.h"
#include "log.h"

enum { LINE_SIZE = 32 };

struct input {
	struct panel *panel;
	size_t button;
	char word[LINE_SIZE]; /* as in station.conf */
	struct gpio_line *line;
	struct loop_source *source;
};

struct output {
	char word[LINE_SIZE]; /* "": none */
	struct gpio_line *line;
};

struct front {
	char chip[64];
	bool active_low;
	enum gpio_pull pull;
	struct input input[PANEL_BUTTONS];
	struct output lamp[LAMP_COUNT];
	struct output buzzer;
	struct loop_source *beat; /* the next part of a sound */
	struct sound sound;
	size_t part;
};

static const char *const options[] = { "chip", "active", "pull", "buzzer", "line.", "lamp.", NULL };

static void read_line(struct conf_section *section, const char *key, char word[LINE_SIZE])
{
	const char *text = conf_text(section, key, "");
	struct sentence why = { .key = "panel_bad_line" };

	(void)snprintf(word, LINE_SIZE, "%s", text);
	if (strlen(text) < LINE_SIZE)
		return;
	sentence_param(&why, "value", text);
	conf_mistake(section, key, &why);
}

static void read_lines(struct panel *p, struct front *f, struct conf_section *section)
{
	char key[PANEL_WORD_SIZE + 8];

	for (size_t i = 0; i < panel_buttons(p); i++) {
		f->input[i].panel = p;
		f->input[i].button = i;
		(void)snprintf(key, sizeof(key), "line.%s", panel_button(p, i));
		conf_need(section, key);
		read_line(section, key, f->input[i].word);
	}
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++) {
		(void)snprintf(key, sizeof(key), "lamp.%s", panel_lamp_names[lamp]);
		read_line(section, key, f->lamp[lamp].word);
	}
	read_line(section, "buzzer", f->buzzer.word);
}

static void next_part(void *data);

static int setup(struct panel *p, struct conf_section *section)
{
	static const char *const pulls[] = { "none", "up", "down", NULL };
	static const char *const actives[] = { "high", "low", NULL };
	struct front *f = calloc(1, sizeof(*f));
	const char *chip = conf_text(section, "chip", "");

	if (!f)
		return -ENOMEM;
	panel_set_private(p, f);
	(void)snprintf(f->chip, sizeof(f->chip), "%s", chip);
	f->active_low = conf_choice(section, "active", actives, 1) == 1;
	f->pull = (enum gpio_pull)conf_choice(section, "pull", pulls, GPIO_PULL_UP);
	read_lines(p, f, section);
	panel_set_device(p, chip[0] ? chip : "gpio");
	return loop_add_timer(panel_loop(p), "panel-sound", LOOP_DEVICE, next_part, p, &f->beat);
}

/* After the edges the level is read: what a full queue lost is found again. */
static void on_edge(void *data, uint32_t revents)
{
	struct input *in = data;
	int n = gpio_line_edges(in->line);
	int level = n < 0 ? n : gpio_line_level(in->line);

	if (level < 0 || (n == 0 && revents & (EPOLLHUP | EPOLLERR)))
		panel_lost(in->panel, level < 0 ? level : -ENODEV);
	else if (n > 0)
		panel_contact(in->panel, in->button, level == 1);
}

static int open_input(const struct front *f, struct input *in)
{
	const struct gpio_want want = {
		.chip = f->chip, .line = in->word, .active_low = f->active_low, .pull = f->pull
	};
	int r = gpio_line_open(&want, &in->line);
	int level = r < 0 ? r : gpio_line_level(in->line);

	if (level < 0)
		return level;
	panel_contact_is(in->panel, in->button, level == 1);
	return loop_add_fd(panel_loop(in->panel), "panel-gpio", LOOP_DEVICE, gpio_line_fd(in->line),
		EPOLLIN, on_edge, in, &in->source);
}

static int open_output(const struct front *f, struct output *out)
{
	const struct gpio_want want = { .chip = f->chip, .line = out->word, .output = true };

	return out->word[0] ? gpio_line_open(&want, &out->line) : 0;
}

static int open_lines(struct panel *p)
{
	struct front *f = panel_private(p);
	int r = 0;

	for (size_t i = 0; i < panel_buttons(p) && r == 0; i++)
		r = open_input(f, &f->input[i]);
	for (int lamp = 0; lamp < LAMP_COUNT && r == 0; lamp++)
		r = open_output(f, &f->lamp[lamp]);
	return r == 0 ? open_output(f, &f->buzzer) : r;
}

/* A person has to know which chips there are, to name the right one. */
static int open_front(struct panel *p)
{
	struct front *f = panel_private(p);
	char labels[256], device[128];
	int r = open_lines(p);

	(void)snprintf(device, sizeof(device), "%s", f->chip[0] ? f->chip : "gpio");
	if (r == -ENODEV)
		(void)snprintf(device, sizeof(device), "%.32s ? (%.80s)", f->chip,
			gpio_labels(labels, sizeof(labels)));
	panel_set_device(p, device);
	return r;
}

static void close_front(struct panel *p)
{
	struct front *f = panel_private(p);

	(void)loop_timer_disarm(f->beat);
	for (size_t i = 0; i < panel_buttons(p); i++) {
		f->input[i].source = loop_source_free(f->input[i].source);
		f->input[i].line = gpio_line_close(f->input[i].line);
	}
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		f->lamp[lamp].line = gpio_line_close(f->lamp[lamp].line);
	f->buzzer.line = gpio_line_close(f->buzzer.line);
}

static void set(struct panel *p, const struct output *out, bool on)
{
	int r = out->line ? gpio_line_set(out->line, on) : 0;

	if (r < 0)
		panel_lost(p, r);
}

static void lamp(struct panel *p, enum panel_lamp which, bool on)
{
	const struct front *f = panel_private(p);

	set(p, &f->lamp[which], on);
}

static void next_part(void *data)
{
	struct panel *p = data;
	struct front *f = panel_private(p);
	bool more = f->part < f->sound.count;

	set(p, &f->buzzer, more && f->part % 2 == 0);
	if (more)
		(void)loop_timer_arm(f->beat, (uint64_t)f->sound.ms[f->part++] * 1000);
}

static void sound(struct panel *p, const struct sound *sound)
{
	struct front *f = panel_private(p);

	f->sound = *sound;
	f->part = 0;
	next_part(p);
}

static void cleanup(struct panel *p)
{
	struct front *f = panel_private(p);

	if (f)
		loop_source_free(f->beat);
	free(f);
}

const struct panel_driver panel_gpio_driver = {
	.name = "gpio",
	.options = options,
	.setup = setup,
	.open = open_front,
	.close = close_front,
	.lamp = lamp,
	.sound = sound,
	.cleanup = cleanup,
};
