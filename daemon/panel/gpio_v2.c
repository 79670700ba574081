// SPDX-License-Identifier: GPL-3.0-or-later
/* GPIO lines by libgpiod 2.x (Debian 13). Its own debounce stays off: ours serves all panels. */
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "gpio.h"

struct gpio_line {
	struct gpiod_line_request *request;
	struct gpiod_edge_event_buffer *events;
	unsigned offset;
};

enum { EVENTS = 16 };

static const enum gpiod_line_bias biases[] = {
	[GPIO_PULL_NONE] = GPIOD_LINE_BIAS_AS_IS,
	[GPIO_PULL_UP] = GPIOD_LINE_BIAS_PULL_UP,
	[GPIO_PULL_DOWN] = GPIOD_LINE_BIAS_PULL_DOWN,
};

static bool has_label(struct gpiod_chip *chip, const char *label)
{
	struct gpiod_chip_info *info;
	bool same;

	if (!label[0])
		return true;
	info = gpiod_chip_get_info(chip);
	same = info && !strcmp(gpiod_chip_info_get_label(info), label);
	gpiod_chip_info_free(info);
	return same;
}

static size_t count_lines(struct gpiod_chip *chip)
{
	struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
	size_t count = info ? gpiod_chip_info_get_num_lines(info) : 0;

	gpiod_chip_info_free(info);
	return count;
}

static int find_offset(struct gpiod_chip *chip, const struct gpio_want *want)
{
	int offset = gpiod_chip_get_line_offset_from_name(chip, want->line);
	char *end;
	unsigned long number = strtoul(want->line, &end, 10);

	if (offset >= 0 || !want->chip[0] || *end || end == want->line)
		return offset;
	return number < count_lines(chip) ? (int)number : -1;
}

static int fill(struct gpiod_line_settings *settings, const struct gpio_want *want)
{
	int r = gpiod_line_settings_set_direction(
		settings, want->output ? GPIOD_LINE_DIRECTION_OUTPUT : GPIOD_LINE_DIRECTION_INPUT);

	if (r == 0 && !want->output)
		r = gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
	if (r == 0)
		r = gpiod_line_settings_set_bias(settings, biases[want->pull]);
	gpiod_line_settings_set_active_low(settings, want->active_low);
	return r < 0 ? -errno : 0;
}

static int request(struct gpiod_chip *chip, unsigned offset, const struct gpio_want *want,
	struct gpiod_line_request **ret_request)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *lines = gpiod_line_config_new();
	struct gpiod_request_config *config = gpiod_request_config_new();
	int r = settings && lines && config ? fill(settings, want) : -ENOMEM;

	if (r == 0 && gpiod_line_config_add_line_settings(lines, &offset, 1, settings) < 0)
		r = -errno;
	if (r == 0) {
		gpiod_request_config_set_consumer(config, "bascule");
		*ret_request = gpiod_chip_request_lines(chip, config, lines);
		r = *ret_request ? 0 : -errno;
	}
	gpiod_request_config_free(config);
	gpiod_line_config_free(lines);
	gpiod_line_settings_free(settings);
	return r;
}

static int try_chip(const char *path, const struct gpio_want *want, struct gpio_line *line)
{
	struct gpiod_chip *chip = gpiod_chip_open(path);
	int offset = -1, r = -ENODEV;

	if (!chip)
		return errno == EACCES || errno == EPERM ? -EACCES : -ENODEV;
	if (has_label(chip, want->chip))
		offset = find_offset(chip, want);
	if (offset >= 0)
		r = request(chip, (unsigned)offset, want, &line->request);
	gpiod_chip_close(chip);
	line->offset = (unsigned)offset;
	return r;
}

static int make_events(struct gpio_line *line)
{
	line->events = gpiod_edge_event_buffer_new(EVENTS);
	if (!line->events)
		return -ENOMEM;
	if (fcntl(gpiod_line_request_get_fd(line->request), F_SETFL, O_NONBLOCK) < 0)
		return -errno;
	return 0;
}

int gpio_line_open(const struct gpio_want *want, struct gpio_line **ret_line)
{
	struct gpio_line *line = calloc(1, sizeof(*line));
	int r = line ? gpio_each_chip(try_chip, want, line) : -ENOMEM;

	if (r == 0 && !want->output)
		r = make_events(line);
	if (r < 0) {
		gpio_line_close(line);
		return r;
	}
	*ret_line = line;
	return 0;
}

struct gpio_line *gpio_line_close(struct gpio_line *line)
{
	if (!line)
		return NULL;
	gpiod_edge_event_buffer_free(line->events);
	if (line->request)
		gpiod_line_request_release(line->request);
	free(line);
	return NULL;
}

int gpio_line_fd(const struct gpio_line *line)
{
	return gpiod_line_request_get_fd(line->request);
}

int gpio_line_edges(struct gpio_line *line)
{
	int n = gpiod_line_request_read_edge_events(line->request, line->events, EVENTS);

	return n < 0 ? (errno == EAGAIN ? 0 : -errno) : n;
}

int gpio_line_level(struct gpio_line *line)
{
	enum gpiod_line_value v = gpiod_line_request_get_value(line->request, line->offset);

	return v == GPIOD_LINE_VALUE_ERROR ? -errno : v == GPIOD_LINE_VALUE_ACTIVE;
}

int gpio_line_set(struct gpio_line *line, bool active)
{
	return gpiod_line_request_set_value(line->request, line->offset,
		       active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE) < 0
		       ? -errno
		       : 0;
}

int gpio_chip_label(const char *path, char *buf, size_t size)
{
	struct gpiod_chip *chip = gpiod_chip_open(path);
	struct gpiod_chip_info *info = chip ? gpiod_chip_get_info(chip) : NULL;
	int r = info ? 0 : -errno;

	if (info)
		(void)snprintf(buf, size, "%s", gpiod_chip_info_get_label(info));
	gpiod_chip_info_free(info);
	if (chip)
		gpiod_chip_close(chip);
	return r;
}
