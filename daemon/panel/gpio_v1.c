// SPDX-License-Identifier: GPL-3.0-or-later
/* GPIO lines by libgpiod 1.6 (Debian 12). It loses edges when its queue of 16 overflows. */
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "gpio.h"

struct gpio_line {
	struct gpiod_chip *chip;
	struct gpiod_line *line;
};

static int flags_of(const struct gpio_want *want)
{
	int flags = want->active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;

	if (want->pull == GPIO_PULL_UP)
		flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
	else if (want->pull == GPIO_PULL_DOWN)
		flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
	return flags;
}

static struct gpiod_line *find_line(struct gpiod_chip *chip, const struct gpio_want *want)
{
	struct gpiod_line *line = gpiod_chip_find_line(chip, want->line);
	char *end;
	unsigned long offset = strtoul(want->line, &end, 10);

	if (line || !want->chip[0] || *end || end == want->line)
		return line;
	return offset < gpiod_chip_num_lines(chip) ? gpiod_chip_get_line(chip, (unsigned)offset)
						   : NULL;
}

static int request(struct gpiod_line *line, const struct gpio_want *want)
{
	int r = want->output ? gpiod_line_request_output_flags(line, "bascule", flags_of(want), 0)
			     : gpiod_line_request_both_edges_events_flags(
				       line, "bascule", flags_of(want));

	return r < 0 ? -errno : 0;
}

static int set_nonblocking(struct gpiod_line *line)
{
	int fd = gpiod_line_event_get_fd(line);

	return fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

static int try_chip(const char *path, const struct gpio_want *want, struct gpio_line *line)
{
	struct gpiod_chip *chip = gpiod_chip_open(path);
	struct gpiod_line *found = NULL;
	int r = -ENODEV;

	if (!chip)
		return errno == EACCES || errno == EPERM ? -EACCES : -ENODEV;
	if (!want->chip[0] || !strcmp(gpiod_chip_label(chip), want->chip))
		found = find_line(chip, want);
	if (found)
		r = request(found, want);
	if (r == 0 && !want->output)
		r = set_nonblocking(found);
	if (r < 0) {
		gpiod_chip_close(chip);
		return r;
	}
	*line = (struct gpio_line){ chip, found };
	return 0;
}

int gpio_line_open(const struct gpio_want *want, struct gpio_line **ret_line)
{
	struct gpio_line *line = calloc(1, sizeof(*line));
	int r = line ? gpio_each_chip(try_chip, want, line) : -ENOMEM;

	if (r < 0) {
		free(line);
		return r;
	}
	*ret_line = line;
	return 0;
}

struct gpio_line *gpio_line_close(struct gpio_line *line)
{
	if (line)
		gpiod_chip_close(line->chip); /* releases the line too */
	free(line);
	return NULL;
}

int gpio_line_fd(const struct gpio_line *line)
{
	return gpiod_line_event_get_fd(line->line);
}

int gpio_line_edges(struct gpio_line *line)
{
	struct gpiod_line_event events[16];
	int n = gpiod_line_event_read_multiple(line->line, events, 16);

	return n < 0 ? (errno == EAGAIN ? 0 : -errno) : n;
}

int gpio_line_level(struct gpio_line *line)
{
	int level = gpiod_line_get_value(line->line);

	return level < 0 ? -errno : level;
}

int gpio_line_set(struct gpio_line *line, bool active)
{
	return gpiod_line_set_value(line->line, active) < 0 ? -errno : 0;
}

int gpio_chip_label(const char *path, char *buf, size_t size)
{
	struct gpiod_chip *chip = gpiod_chip_open(path);

	if (!chip)
		return -errno;
	(void)snprintf(buf, size, "%s", gpiod_chip_label(chip));
	gpiod_chip_close(chip);
	return 0;
}
