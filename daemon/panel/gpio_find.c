// SPDX-License-Identifier: GPL-3.0-or-later
/* Walking over the chips, the same for both libraries. */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include "gpio.h"

/* The best reason: a line that is in use says more than a chip without it. */
static int better(int a, int b)
{
	return a == -ENODEV ? b : a;
}

int gpio_each_chip(
	int (*try)(const char *path, const struct gpio_want *want, struct gpio_line *line),
	const struct gpio_want *want, struct gpio_line *line)
{
	int r = -ENODEV;
	glob_t found;

	if (glob("/dev/gpiochip*", 0, NULL, &found) != 0)
		return -ENODEV;
	for (size_t i = 0; i < found.gl_pathc && r < 0; i++) {
		int one = try(found.gl_pathv[i], want, line);

		r = one < 0 ? better(r, one) : 0;
	}
	globfree(&found);
	return r;
}

char *gpio_labels(char *buf, size_t size)
{
	glob_t found;
	size_t used = 0;

	buf[0] = '\0';
	if (glob("/dev/gpiochip*", 0, NULL, &found) != 0)
		return buf;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char label[64];

		if (gpio_chip_label(found.gl_pathv[i], label, sizeof(label)) < 0)
			continue;
		if (used + strlen(label) + 3 > size)
			break;
		used += (size_t)snprintf(buf + used, size - used, used ? ", %s" : "%s", label);
	}
	globfree(&found);
	return buf;
}
