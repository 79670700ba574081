// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * To add a scale: copy this file, give the driver its word, put it into scale_drivers
 * (scale.c) and driver.h. Bytes become readings in a parser of its own (parse_*.c), pure,
 * with a fuzz entry and a replay log. It compiles, opens nothing and is never offered.
 */
#include "driver.h"

struct skeleton {
	int baud; /* what setup read from station.conf */
};

/* Every key that setup asks for; conf refuses any other with its line. */
static const char *const options[] = { "baud", NULL };

static int setup(struct scale *s, struct conf_section *section)
{
	struct skeleton *k = calloc(1, sizeof(*k));

	if (!k)
		return -ENOMEM;
	k->baud = (int)conf_int(section, "baud", 1200, 115200, 9600);
	scale_set_private(s, k);
	return 0;
}

/*
 * Finds and opens the device and asks the loop for its descriptor. From then on each
 * reading goes to scale_report(), and a device that is gone to scale_lost(): the registry
 * then closes and opens again. Say what was found with scale_set_device().
 */
static int open_device(struct scale *s)
{
	(void)s;
	return -ENODEV;
}

/* Releases what open_device took, also after it failed half-way. */
static void close_device(struct scale *s)
{
	(void)s;
}

static void cleanup(struct scale *s)
{
	free(scale_private(s));
}

const struct scale_driver scale_skeleton_driver = {
	.name = "skeleton",
	.options = options,
	.setup = setup,
	.open = open_device,
	.close = close_device,
	.cleanup = cleanup,
};
