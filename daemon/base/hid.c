// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HID report descriptor -> its main items. The item language is a small state machine:
 * global state that lasts (and can be pushed), local state of one main item, collections.
 */
#include "hid.h"
#include <errno.h>
#include <string.h>

enum { MAX_DEPTH = 16, MAX_STACK = 4, APPLICATION = 1 };

struct global {
	uint16_t page;
	int32_t logical_min;
	int32_t logical_max;
	uint32_t unit;
	int32_t unit_exponent;
	uint32_t size;
	uint32_t count;
	uint8_t id;
};

struct parser {
	struct global g;
	struct global stack[MAX_STACK];
	size_t stacked;
	size_t range_count;
	struct hid_range ranges[HID_RANGES]; /* without page where the item named none */
	uint32_t usage_min;
	size_t depth; /* of collections */
	uint32_t application;
	struct hid_shape shape;
	void (*take)(void *data, const struct hid_item *item);
	void *data;
};

struct raw_item {
	uint8_t tag; /* tag and type, size bits cleared */
	uint32_t u;
	int32_t s;
};

static uint32_t get_unsigned(const uint8_t *p, size_t n)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v |= (uint32_t)p[i] << (8 * i);
	return v;
}

/* Bytes used, or -EBADMSG. A long item (prefix 0xFE) is stepped over: none is defined. */
static int next_item(const uint8_t *p, size_t len, struct raw_item *ret)
{
	static const uint8_t sizes[] = { 0, 1, 2, 4 };
	size_t n = sizes[p[0] & 3];

	if (p[0] == 0xFE) {
		if (len < 3 || (size_t)p[1] + 3 > len)
			return -EBADMSG;
		*ret = (struct raw_item){ .tag = 0xFC };
		return p[1] + 3;
	}
	if (n + 1 > len)
		return -EBADMSG;
	ret->tag = p[0] & 0xFC;
	ret->u = get_unsigned(p + 1, n);
	/* The sign is the highest bit of the bytes that are there. */
	ret->s = (int32_t)ret->u;
	if ((n == 1 || n == 2) && ret->u >> (8 * n - 1))
		ret->s = (int32_t)(ret->u | UINT32_MAX << 8 * n);
	return (int)n + 1;
}

/* A usage without a page is of the page in force at its main item (HID 1.11 §6.2.2.8). */
static uint32_t with_page(const struct parser *p, uint32_t usage)
{
	return usage > UINT16_MAX ? usage : (uint32_t)p->g.page << 16 | usage;
}

static void add_range(struct parser *p, uint32_t first, uint32_t last)
{
	if (p->range_count < HID_RANGES && first <= last && last - first <= UINT16_MAX)
		p->ranges[p->range_count++] = (struct hid_range){ first, last };
}

static struct hid_item item_of(const struct parser *p, enum hid_report_type type, uint32_t flags)
{
	struct hid_item item = {
		.type = type,
		.id = p->g.id,
		.bit = p->shape.bits[type][p->g.id],
		.size = (uint16_t)p->g.size,
		.count = (uint16_t)p->g.count,
		.constant = flags & 1,
		.variable = flags & 2,
		.logical_min = p->g.logical_min,
		.logical_max = p->g.logical_max,
		.unit = p->g.unit,
		.unit_exponent = p->g.unit_exponent,
		.application = p->application,
		.range_count = p->range_count,
	};

	for (size_t i = 0; i < p->range_count; i++) {
		item.ranges[i].first = with_page(p, p->ranges[i].first);
		item.ranges[i].last = with_page(p, p->ranges[i].last);
	}
	return item;
}

static int take_main(struct parser *p, enum hid_report_type type, uint32_t flags)
{
	uint16_t *at = &p->shape.bits[type][p->g.id];
	struct hid_item item;

	if (p->g.size > UINT16_MAX || p->g.count > UINT16_MAX ||
		(uint64_t)p->g.size * p->g.count + *at > UINT16_MAX)
		return -EBADMSG;
	item = item_of(p, type, flags);
	p->take(p->data, &item);
	*at = (uint16_t)(*at + p->g.size * p->g.count);
	return 0;
}

static int open_collection(struct parser *p, uint32_t kind)
{
	if (p->depth == MAX_DEPTH)
		return -EBADMSG;
	if (p->depth == 0)
		p->application = kind == APPLICATION && p->range_count > 0
					 ? with_page(p, p->ranges[0].first)
					 : 0;
	p->depth++;
	return 0;
}

static int close_collection(struct parser *p)
{
	if (p->depth == 0)
		return -EBADMSG;
	if (--p->depth == 0)
		p->application = 0;
	return 0;
}

static int main_item(struct parser *p, const struct raw_item *it)
{
	int rc = 0;

	switch (it->tag) {
	case 0x80:
		rc = take_main(p, HID_INPUT, it->u);
		break;
	case 0x90:
		rc = take_main(p, HID_OUTPUT, it->u);
		break;
	case 0xB0:
		rc = take_main(p, HID_FEATURE, it->u);
		break;
	case 0xA0:
		rc = open_collection(p, it->u);
		break;
	case 0xC0:
		rc = close_collection(p);
		break;
	default:
		break;
	}
	p->range_count = 0;
	p->usage_min = 0;
	return rc;
}

static int set_id(struct parser *p, uint32_t id)
{
	if (id == 0 || id > UINT8_MAX)
		return -EBADMSG;
	p->g.id = (uint8_t)id;
	p->shape.has_ids = true;
	return 0;
}

static int push_pop(struct parser *p, bool push)
{
	if (push ? p->stacked == MAX_STACK : p->stacked == 0)
		return -EBADMSG;
	if (push)
		p->stack[p->stacked++] = p->g;
	else
		p->g = p->stack[--p->stacked];
	return 0;
}

/* Four bits, signed (HID 1.11 §6.2.2.7); some write it as a whole signed byte. */
static int32_t exponent_of(const struct raw_item *it)
{
	return it->u >= 8 && it->u <= 15 ? (int32_t)it->u - 16 : it->s;
}

static int global_item(struct parser *p, const struct raw_item *it)
{
	switch (it->tag) {
	case 0x04:
		p->g.page = (uint16_t)it->u;
		return 0;
	case 0x14:
		p->g.logical_min = it->s;
		return 0;
	case 0x24:
		p->g.logical_max = it->s;
		return 0;
	case 0x54:
		p->g.unit_exponent = exponent_of(it);
		return 0;
	case 0x64:
		p->g.unit = it->u;
		return 0;
	case 0x74:
		p->g.size = it->u;
		return 0;
	case 0x84:
		return set_id(p, it->u);
	case 0x94:
		p->g.count = it->u;
		return 0;
	case 0xA4:
		return push_pop(p, true);
	case 0xB4:
		return push_pop(p, false);
	default:
		return 0;
	}
}

static void local_item(struct parser *p, const struct raw_item *it)
{
	switch (it->tag) {
	case 0x08:
		add_range(p, it->u, it->u);
		break;
	case 0x18:
		p->usage_min = it->u;
		break;
	case 0x28:
		add_range(p, p->usage_min, it->u);
		break;
	default:
		break;
	}
}

static int take_item(struct parser *p, const struct raw_item *it)
{
	switch (it->tag & 0x0C) {
	case 0x00:
		return main_item(p, it);
	case 0x04:
		return global_item(p, it);
	case 0x08:
		local_item(p, it);
		return 0;
	default:
		return 0;
	}
}

int hid_walk(const uint8_t *descriptor, size_t len,
	void (*take)(void *data, const struct hid_item *item), void *data,
	struct hid_shape *ret_shape)
{
	struct parser p = { .take = take, .data = data };

	if (len == 0 || len > HID_DESCRIPTOR_MAX)
		return -EBADMSG;
	for (size_t at = 0; at < len;) {
		struct raw_item it;
		int n = next_item(descriptor + at, len - at, &it);
		int rc = n < 0 ? n : take_item(&p, &it);

		if (rc < 0)
			return rc;
		at += (size_t)n;
	}
	if (p.depth != 0)
		return -EBADMSG;
	*ret_shape = p.shape;
	return 0;
}

size_t hid_usage_count(const struct hid_item *item)
{
	size_t n = 0;

	for (size_t i = 0; i < item->range_count; i++)
		n += (size_t)item->ranges[i].last - item->ranges[i].first + 1;
	return n;
}

uint32_t hid_usage(const struct hid_item *item, size_t i)
{
	for (size_t j = 0; j < item->range_count; j++) {
		size_t n = (size_t)item->ranges[j].last - item->ranges[j].first + 1;

		if (i < n)
			return item->ranges[j].first + (uint32_t)i;
		i -= n;
	}
	return item->range_count > 0 ? item->ranges[item->range_count - 1].last : 0;
}

size_t hid_longest_input(const struct hid_shape *shape)
{
	unsigned most = 0;

	for (size_t id = 0; id < HID_REPORT_IDS; id++)
		if (shape->bits[HID_INPUT][id] > most)
			most = shape->bits[HID_INPUT][id];
	return most > 0 ? (most + 7U) / 8 + shape->has_ids : 0;
}
