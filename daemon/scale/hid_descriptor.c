// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HID report descriptor -> where a scale puts weight, status, unit and exponent.
 * The item language is a small state machine (global and local state, collections); the
 * bytes come from a device, so every count and size in them is bounded here.
 */
#include "hid_descriptor.h"
#include <errno.h>
#include <string.h>

enum {
	PAGE_SCALE = 0x8D,
	USAGE_SCALES = 0x01,
	USAGE_DEVICE = 0x20,
	USAGE_WEIGHT = 0x40,
	USAGE_SCALING = 0x41,
	USAGE_UNIT = 0x50,   /* 0x51 to 0x5C are its codes */
	USAGE_STATUS = 0x70, /* 0x71 to 0x78 */
	USAGE_ZERO = 0x80,
	USUAL_BITS = 40, /* status, unit, exponent, weight: 5 bytes */
	MAX_USAGES = 32,
	MAX_DEPTH = 16,
	MAX_STACK = 4,
	MAX_REPORTS = 8, /* of those that hold something of ours */
};

struct global {
	uint16_t page;
	int32_t logical_min;
	uint32_t size;
	uint32_t count;
	uint8_t id;
};

struct parser {
	struct global g;
	struct global stack[MAX_STACK];
	size_t depth;
	uint32_t usages[MAX_USAGES]; /* page << 16 | usage */
	size_t usage_count;
	uint32_t usage_min;
	size_t collection_depth;
	bool is_scale;
	uint16_t bits[HID_FEATURE + 1][256]; /* filled so far, by type and id */
	struct hid_scale_report reports[MAX_REPORTS];
	size_t report_count;
	struct hid_scale *out;
};

struct item {
	uint8_t tag; /* tag and type, size bits cleared */
	uint8_t size;
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
static int next_item(const uint8_t *p, size_t len, struct item *ret)
{
	static const uint8_t sizes[] = { 0, 1, 2, 4 };
	size_t n = sizes[p[0] & 3];

	if (p[0] == 0xFE) {
		if (len < 3 || (size_t)p[1] + 3 > len)
			return -EBADMSG;
		*ret = (struct item){ .tag = 0xFC };
		return p[1] + 3;
	}
	if (n + 1 > len)
		return -EBADMSG;
	ret->tag = p[0] & 0xFC;
	ret->size = (uint8_t)n;
	ret->u = get_unsigned(p + 1, n);
	/* The sign is the highest bit of the bytes that are there. */
	ret->s = (int32_t)ret->u;
	if ((n == 1 || n == 2) && ret->u >> (8 * n - 1))
		ret->s = (int32_t)(ret->u | UINT32_MAX << 8 * n);
	return (int)n + 1;
}

static uint32_t full_usage(const struct parser *p, const struct item *it)
{
	return it->size == 4 ? it->u : (uint32_t)p->g.page << 16 | it->u;
}

static void add_usage(struct parser *p, uint32_t usage)
{
	if (p->usage_count < MAX_USAGES)
		p->usages[p->usage_count++] = usage;
}

static void clear_local(struct parser *p)
{
	p->usage_count = 0;
	p->usage_min = 0;
}

/* The usage of the i-th value of a variable item: the last one named serves the rest. */
static uint32_t usage_at(const struct parser *p, uint32_t i)
{
	if (p->usage_count == 0)
		return 0;
	return p->usages[i < p->usage_count ? i : p->usage_count - 1];
}

static struct hid_scale_report *report_of(struct parser *p, uint8_t type)
{
	struct hid_scale_report *r;

	for (size_t i = 0; i < p->report_count; i++)
		if (p->reports[i].type == type && p->reports[i].id == p->g.id)
			return &p->reports[i];
	if (p->report_count == MAX_REPORTS)
		return NULL;
	r = &p->reports[p->report_count++];
	*r = (struct hid_scale_report){ .type = type, .id = p->g.id };
	return r;
}

/* Only the first value of each kind in a report counts. */
static void set_field(struct parser *p, struct hid_field *f, uint16_t bit)
{
	if (f->bits > 0 || p->g.size == 0 || p->g.size > 32)
		return;
	f->bit = bit;
	f->bits = (uint8_t)p->g.size;
	f->is_signed = p->g.logical_min < 0;
	f->logical_min = p->g.logical_min;
}

static void take_variable(struct parser *p, uint8_t type, uint32_t usage, uint16_t bit)
{
	struct hid_scale_report *r;

	if (usage >> 16 != PAGE_SCALE)
		return;
	if ((usage & 0xFFFF) == USAGE_ZERO && type != HID_INPUT && p->g.size > 0 &&
		p->out->zero.type == 0) {
		p->out->zero.type = type;
		p->out->zero.id = p->g.id;
		p->out->zero.bit = bit;
		return;
	}
	r = report_of(p, type);
	if (!r)
		return;
	switch (usage & 0xFFFF) {
	case USAGE_WEIGHT:
		set_field(p, &r->weight, bit);
		break;
	case USAGE_SCALING: /* signed whatever the descriptor says: an M25 in grams needs it */
		set_field(p, &r->scaling, bit);
		r->scaling.is_signed = true;
		break;
	case USAGE_UNIT:
		set_field(p, &r->unit, bit);
		break;
	case USAGE_STATUS:
		set_field(p, &r->status, bit);
		break;
	default:
		break;
	}
}

/* An array selects one of its usages; which kind it is, its first usage tells. */
static void take_array(struct parser *p, uint8_t type, uint16_t bit)
{
	uint32_t kind = usage_at(p, 0) & ~0xFU;
	struct hid_scale_report *r;
	struct hid_field *f;

	if (kind != ((uint32_t)PAGE_SCALE << 16 | USAGE_UNIT) &&
		kind != ((uint32_t)PAGE_SCALE << 16 | USAGE_STATUS))
		return;
	r = report_of(p, type);
	if (!r)
		return;
	f = (kind & 0xFF) == USAGE_UNIT ? &r->unit : &r->status;
	if (f->bits > 0)
		return;
	set_field(p, f, bit);
	f->is_array = true;
	f->is_signed = false;
	for (size_t i = 0; i < p->usage_count && f->code_count < HID_CODES; i++)
		f->codes[f->code_count++] = (p->usages[i] & ~0xFU) == kind ? p->usages[i] & 0xF : 0;
}

static int take_main(struct parser *p, uint8_t type, uint32_t flags)
{
	uint16_t *at = &p->bits[type][p->g.id];
	bool constant = flags & 1, variable = flags & 2;

	if (p->g.size > UINT16_MAX || p->g.count > UINT16_MAX ||
		(uint64_t)p->g.size * p->g.count + *at > UINT16_MAX)
		return -EBADMSG;
	if (type == HID_INPUT)
		p->out->input_ids[p->g.id / 32] |= UINT32_C(1) << p->g.id % 32;
	if (!constant && !variable && p->g.count > 0)
		take_array(p, type, *at);
	/* More values than usages that we know are repetitions of the last one. */
	for (uint32_t i = 0; !constant && variable && i < p->g.count && i < MAX_USAGES; i++)
		take_variable(p, type, usage_at(p, i), (uint16_t)(*at + i * p->g.size));
	*at = (uint16_t)(*at + p->g.size * p->g.count);
	return 0;
}

static int open_collection(struct parser *p, uint32_t kind)
{
	uint32_t usage = usage_at(p, 0);

	if (p->collection_depth == MAX_DEPTH)
		return -EBADMSG;
	if (p->collection_depth == 0 && kind == 1 &&
		(usage == ((uint32_t)PAGE_SCALE << 16 | USAGE_DEVICE) ||
			usage == ((uint32_t)PAGE_SCALE << 16 | USAGE_SCALES)))
		p->is_scale = true;
	p->collection_depth++;
	return 0;
}

static int main_item(struct parser *p, const struct item *it)
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
		rc = p->collection_depth > 0 ? 0 : -EBADMSG;
		p->collection_depth -= rc == 0;
		break;
	default:
		break;
	}
	clear_local(p);
	return rc;
}

static int set_id(struct parser *p, uint32_t id)
{
	if (id == 0 || id > UINT8_MAX)
		return -EBADMSG;
	p->g.id = (uint8_t)id;
	p->out->has_ids = true;
	return 0;
}

static int push_pop(struct parser *p, bool push)
{
	if (push ? p->depth == MAX_STACK : p->depth == 0)
		return -EBADMSG;
	if (push)
		p->stack[p->depth++] = p->g;
	else
		p->g = p->stack[--p->depth];
	return 0;
}

static int global_item(struct parser *p, const struct item *it)
{
	switch (it->tag) {
	case 0x04:
		p->g.page = (uint16_t)it->u;
		return 0;
	case 0x14:
		p->g.logical_min = it->s;
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

static void local_item(struct parser *p, const struct item *it)
{
	uint32_t usage = full_usage(p, it);

	switch (it->tag) {
	case 0x08:
		add_usage(p, usage);
		break;
	case 0x18:
		p->usage_min = usage;
		break;
	case 0x28:
		for (uint32_t u = p->usage_min; u <= usage && p->usage_count < MAX_USAGES; u++)
			add_usage(p, u);
		break;
	default:
		break;
	}
}

static int take_item(struct parser *p, const struct item *it)
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

/* Some makers declare nothing inside; then the shape of all known devices is taken. */
static int guess_data(const struct parser *p, struct hid_scale *s)
{
	for (unsigned id = 0; id < 256; id++) {
		if (p->bits[HID_INPUT][id] < USUAL_BITS)
			continue;
		s->guessed = true;
		s->data = (struct hid_scale_report){
			.type = HID_INPUT,
			.id = (uint8_t)id,
			.bits = p->bits[HID_INPUT][id],
			.status = { .bit = 0, .bits = 8 },
			.unit = { .bit = 8, .bits = 8 },
			.scaling = { .bit = 16, .bits = 8, .is_signed = true },
			.weight = { .bit = 24, .bits = 16 },
		};
		return 0;
	}
	return -ENOTSUP;
}

static int choose_reports(struct parser *p, struct hid_scale *s)
{
	s->zero.bits = s->zero.type ? p->bits[s->zero.type][s->zero.id] : 0;
	for (size_t i = 0; i < p->report_count; i++) {
		struct hid_scale_report *r = &p->reports[i];

		r->bits = p->bits[r->type][r->id];
		if (r->type == HID_INPUT && r->weight.bits && !s->data.type)
			s->data = *r;
		else if (r->type == HID_INPUT && r->status.bits && !r->weight.bits)
			s->status = *r;
		else if (r->type == HID_FEATURE && r->weight.bits && !s->limit.type)
			s->limit = *r;
	}
	return s->data.type ? 0 : guess_data(p, s);
}

int hid_scale_parse(const uint8_t *descriptor, size_t len, struct hid_scale *ret_scale)
{
	struct hid_scale scale = { 0 };
	struct parser p = { .out = &scale };

	if (len == 0 || len > HID_DESCRIPTOR_MAX)
		return -EBADMSG;
	for (size_t at = 0; at < len;) {
		struct item it;
		int n = next_item(descriptor + at, len - at, &it);
		int rc = n < 0 ? n : take_item(&p, &it);

		if (rc < 0)
			return rc;
		at += (size_t)n;
	}
	if (p.collection_depth != 0)
		return -EBADMSG;
	if (!p.is_scale)
		return -ENOENT;
	if (choose_reports(&p, &scale) < 0)
		return -ENOTSUP;
	*ret_scale = scale;
	return 0;
}

int hid_field_get(const struct hid_field *f, const uint8_t *payload, size_t len, int64_t *ret)
{
	uint64_t v = 0;

	if (f->bits == 0 || ((size_t)f->bit + f->bits + 7) / 8 > len)
		return 0;
	for (unsigned i = 0; i < f->bits; i++) {
		unsigned bit = f->bit + i;

		v |= (uint64_t)(payload[bit / 8] >> bit % 8 & 1) << i;
	}
	*ret = (int64_t)v;
	if (f->is_signed && v >> (f->bits - 1))
		*ret -= INT64_C(1) << f->bits;
	return 1;
}

int hid_field_code(const struct hid_field *f, const uint8_t *payload, size_t len, int *ret)
{
	int64_t v;

	if (!hid_field_get(f, payload, len, &v))
		return 0;
	if (f->is_array) {
		v -= f->logical_min;
		v = v >= 0 && v < f->code_count ? f->codes[v] : 0;
	}
	*ret = v >= 0 && v < HID_CODES ? (int)v : 0;
	return 1;
}
