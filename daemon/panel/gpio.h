// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One GPIO line, behind which is libgpiod 2.x (gpio_v2.c) or 1.6 (gpio_v1.c): they share no
 * call, so one of the two files is built. A line is found by its name on any chip, or by its
 * offset on the chip of a given label; chip numbers differ from kernel to kernel and are
 * never used.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct gpio_line;

enum gpio_pull { GPIO_PULL_NONE, GPIO_PULL_UP, GPIO_PULL_DOWN };

struct gpio_want {
	const char *chip; /* label, or "" : any chip */
	const char *line; /* name, or an offset when chip is given */
	bool output;      /* else an input that tells both edges */
	bool active_low;
	enum gpio_pull pull;
};

/* 0; -ENODEV: no such chip or line; -EBUSY: in use; -EACCES; -errno. */
int gpio_line_open(const struct gpio_want *want, struct gpio_line **ret_line);
struct gpio_line *gpio_line_close(struct gpio_line *line); /* NULL is fine; returns NULL */
int gpio_line_fd(const struct gpio_line *line);            /* of an input */
/* Takes the edges that wait; how many were seen, or -errno. */
int gpio_line_edges(struct gpio_line *line);
int gpio_line_level(struct gpio_line *line); /* 1 active, 0 not, -errno */
int gpio_line_set(struct gpio_line *line, bool active);

/* Is the path a chip whose label is (or whose label does not matter)? Shared by both files. */
int gpio_each_chip(
	int (*try)(const char *path, const struct gpio_want *want, struct gpio_line *line),
	const struct gpio_want *want, struct gpio_line *line);
/* The labels of all chips, for a person: "pinctrl-bcm2711, gpio-sim". */
char *gpio_labels(char *buf, size_t size);
/* One chip's label into buf; for gpio_labels(). 0 or -errno. */
int gpio_chip_label(const char *path, char *buf, size_t size);
