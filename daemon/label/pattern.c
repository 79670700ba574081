// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The patterns of the page's tiles (daemon/web/page/roots.css) in black and white, so that
 * a crate is found by its label without reading: checks are textiles, bricks are building
 * materials. Each is a rule for one dot; p is its period in dots.
 */
#include <stdbool.h>
#include <string.h>
#include "pattern.h"

enum { PERIOD_UM = 3000 };

static bool checks(uint32_t x, uint32_t y, uint32_t p)
{
	return (x % p < p / 2) != (y % p < p / 2);
}

static bool ruled(uint32_t x, uint32_t y, uint32_t p)
{
	(void)x;
	return y % (p * 2 / 3) < p / 4;
}

static bool boards(uint32_t x, uint32_t y, uint32_t p)
{
	uint32_t at = x % p;

	(void)y;
	return at < p / 10 || (at > p / 3 && at < p * 3 / 4);
}

static bool zigzag(uint32_t x, uint32_t y, uint32_t p)
{
	uint32_t at = x % (2 * p);
	uint32_t rise = at < p ? at : 2 * p - at;

	return (y + rise) % p < p * 2 / 5;
}

static bool big_dots(uint32_t x, uint32_t y, uint32_t p)
{
	uint32_t across = x + (y / (p / 2) % 2) * (p / 2);
	int32_t dx = (int32_t)(across % p) - (int32_t)(p / 2);
	int32_t dy = (int32_t)(y % (p / 2)) - (int32_t)(p / 4);

	return (uint32_t)(dx * dx + dy * dy) * 25 < p * p;
}

static bool waves(uint32_t x, uint32_t y, uint32_t p)
{
	int64_t at = (int64_t)(x % (2 * p)) - (int64_t)p;
	uint32_t depth = (uint32_t)((int64_t)p * p - at * at) / (2 * p);

	return (y + depth) % (p * 4 / 5) < p / 4;
}

static bool furrows(uint32_t x, uint32_t y, uint32_t p)
{
	return (x + y) % p < p / 2;
}

static bool bricks(uint32_t x, uint32_t y, uint32_t p)
{
	uint32_t course = y / (p / 2);

	return y % (p / 2) < p / 10 + 1 || (x + course % 2 * (p / 2)) % p < p / 10 + 1;
}

static bool net(uint32_t x, uint32_t y, uint32_t p)
{
	return (x + y) % p < p / 6 || (x + p * 1000 - y % p) % p < p / 6;
}

static bool plain(uint32_t x, uint32_t y, uint32_t p)
{
	(void)y;
	return x % p < p / 6;
}

static const struct {
	const char *root;
	bool (*dot)(uint32_t x, uint32_t y, uint32_t p);
	/* Begins again after p * up / down rows; 0: all rows are the same. */
	uint8_t up;
	uint8_t down;
} patterns[] = {
	{ "TLC", checks, 1, 1 },
	{ "HRP", ruled, 2, 3 },
	{ "DEA", boards, 0, 1 },
	{ "EEE", zigzag, 1, 1 },
	{ "JOU", big_dots, 1, 1 },
	{ "ASL", waves, 4, 5 },
	{ "ABJ", furrows, 1, 1 },
	{ "PMCB", bricks, 1, 1 },
	{ "ALI", net, 1, 1 },
	{ NULL, plain, 0, 1 },
};

static void dot_row(struct raster *r, const struct box *box, size_t i, uint32_t y, uint32_t p)
{
	for (uint32_t x = 0; x < box->width; x++) {
		if (patterns[i].dot(x, y, p))
			ink_dot(r, box->x + x, box->y + y);
	}
}

/* Each begins again after some rows: those are copied. */
void pattern_fill(struct raster *r, const struct box *box, const char *root)
{
	uint32_t period = PERIOD_UM * (uint32_t)r->dpi / 25400 / 2 * 2;
	uint32_t again;
	size_t i = 0;

	while (patterns[i].root != NULL && strcmp(patterns[i].root, root) != 0)
		i++;
	again = period * patterns[i].up / patterns[i].down;
	again = again > 0 ? again : 1;
	for (uint32_t y = 0; y < box->height; y++) {
		if (y < again)
			dot_row(r, box, i, y, period);
		else
			ink_copy_row(r, box, box->y + y - again, box->y + y);
	}
}
