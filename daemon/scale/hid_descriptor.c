// SPDX-License-Identifier: GPL-3.0-or-later
/* HID report descriptor -> where a scale puts weight, status, unit and exponent. */
#include "hid_descriptor.h"
#include <errno.h>
#include <string.h>

enum {
	PAGE_SCALE = 0x8D,
	SCALE_USAGES = PAGE_SCALE << 16,
	USAGE_SCALES = 0x01,
	USAGE_DEVICE = 0x20,
	USAGE_WEIGHT = 0x40,
	USAGE_SCALING = 0x41,
	USAGE_UNIT = 0x50,   /* 0x51 to 0x5C are its codes */
	USAGE_STATUS = 0x70, /* 0x71 to 0x78 */
	USAGE_ZERO = 0x80,
	USUAL_BITS = 40, /* status, unit, exponent, weight: 5 bytes */
	VALUES_MAX = 32, /* of one item */
	MAX_REPORTS = 8, /* of those that hold something of ours */
};

enum { UNIT_GRAM = 0x101 }; /* a Unit item: SI, mass (HID 1.11 §6.2.2.7) */

struct reader {
	bool is_scale;
	uint16_t plain[HID_REPORT_IDS]; /* bits of its input reports that nothing names */
	bool foreign[HID_REPORT_IDS];   /* and there are bits of something else */
	struct hid_scale_report reports[MAX_REPORTS];
	size_t report_count;
	struct hid_scale *out;
};

static struct hid_scale_report *report_of(struct reader *p, const struct hid_item *item)
{
	struct hid_scale_report *r;

	for (size_t i = 0; i < p->report_count; i++)
		if (p->reports[i].type == item->type && p->reports[i].id == item->id)
			return &p->reports[i];
	if (p->report_count == MAX_REPORTS)
		return NULL;
	r = &p->reports[p->report_count++];
	*r = (struct hid_scale_report){ .type = (uint8_t)item->type, .id = item->id };
	return r;
}

/* The greatest value; one that fits a byte is left over from an item before, of a byte. */
static int64_t declared_max(const struct hid_item *item)
{
	int64_t max = item->logical_max;

	if (item->logical_min >= 0 && max < 0) /* written in too few bytes for its sign */
		max = (int64_t)((uint64_t)max & ((UINT64_C(1) << item->size) - 1));
	return max > UINT8_MAX || item->size <= 8 ? max : 0;
}

static void set_field(const struct hid_item *item, struct hid_field *f, uint16_t bit)
{
	if (f->bits > 0 || item->size == 0 || item->size > 32)
		return;
	f->bit = bit;
	f->bits = (uint8_t)item->size;
	f->is_signed = item->logical_min < 0;
	f->logical_min = item->logical_min;
	f->logical_max = declared_max(item);
	f->exponent = item->unit_exponent;
	f->unit = item->unit;
}

/* A weight may be given byte by byte, the lowest first; anything else twice is unclear. */
static void add_weight(const struct hid_item *item, struct hid_field *f, uint16_t bit)
{
	if (f->bits == 0) {
		set_field(item, f, bit);
		f->in_bytes = item->size == 8;
	} else if (f->in_bytes && item->size == 8 && bit == f->bit + f->bits && f->bits < 32) {
		f->bits = (uint8_t)(f->bits + 8);
		f->is_signed = item->logical_min < 0;
		f->logical_max = 0; /* what is declared is of a byte only */
	} else {
		f->unclear = true;
	}
}

/* One bit of a status or unit that has a bit for each of its codes. */
static void add_flag(const struct hid_item *item, struct hid_field *f, uint32_t usage, uint16_t bit)
{
	if (f->code_count < HID_CODES && f->bits == 0) {
		set_field(item, f, bit);
		f->is_flags = true;
	} else if (f->code_count < HID_CODES && f->is_flags && bit == f->bit + f->bits) {
		f->bits++;
	} else {
		f->unclear = true;
		return;
	}
	f->is_signed = false;
	f->codes[f->code_count++] = usage & 0xF;
}

static void take_variable(
	struct reader *p, const struct hid_item *item, uint32_t usage, uint16_t bit)
{
	struct hid_scale_report *r;

	if (usage >> 16 != PAGE_SCALE)
		return;
	if ((usage & 0xFFFF) == USAGE_ZERO && item->type != HID_INPUT && item->size > 0 &&
		p->out->zero.type == 0) {
		p->out->zero.type = (uint8_t)item->type;
		p->out->zero.id = item->id;
		p->out->zero.bit = bit;
		return;
	}
	r = report_of(p, item);
	if (!r)
		return;
	switch (usage & 0xFFFF) {
	case USAGE_WEIGHT:
		add_weight(item, &r->weight, bit);
		break;
	case USAGE_SCALING: /* signed whatever the descriptor says: an M25 in grams needs it */
		set_field(item, &r->scaling, bit);
		r->scaling.is_signed = true;
		break;
	case USAGE_UNIT:
		set_field(item, &r->unit, bit);
		break;
	case USAGE_STATUS:
		set_field(item, &r->status, bit);
		break;
	default:
		if (item->size == 1 && (usage & 0xFFF0) == USAGE_STATUS)
			add_flag(item, &r->status, usage, bit);
		else if (item->size == 1 && (usage & 0xFFF0) == USAGE_UNIT)
			add_flag(item, &r->unit, usage, bit);
		break;
	}
}

/* An array selects one of its usages; which kind it is, its first usage tells. */
static void take_array(struct reader *p, const struct hid_item *item)
{
	uint32_t kind = hid_usage(item, 0) & ~0xFU;
	size_t count = hid_usage_count(item);
	struct hid_scale_report *r;
	struct hid_field *f;

	if (kind != (SCALE_USAGES | USAGE_UNIT) && kind != (SCALE_USAGES | USAGE_STATUS))
		return;
	r = report_of(p, item);
	if (!r)
		return;
	f = (kind & 0xFF) == USAGE_UNIT ? &r->unit : &r->status;
	if (f->bits > 0)
		return;
	set_field(item, f, item->bit);
	f->is_array = true;
	f->is_signed = false;
	for (size_t i = 0; i < count && f->code_count < HID_CODES; i++) {
		uint32_t usage = hid_usage(item, i);

		f->codes[f->code_count++] = (usage & ~0xFU) == kind ? usage & 0xF : 0;
	}
}

/* What stands in an input report without being declared as something of a scale. */
static void note_plain(struct reader *p, const struct hid_item *item)
{
	uint32_t page = hid_usage(item, 0) >> 16;

	if (item->type != HID_INPUT)
		return;
	if ((page == PAGE_SCALE || page == 0) && item->size <= 32)
		p->plain[item->id] = (uint16_t)(p->plain[item->id] + item->size * item->count);
	else
		p->foreign[item->id] = true;
}

static bool is_of_scale(const struct hid_item *item)
{
	return item->application == (SCALE_USAGES | USAGE_DEVICE) ||
	       item->application == (SCALE_USAGES | USAGE_SCALES);
}

static void take_item(void *data, const struct hid_item *item)
{
	struct reader *p = data;

	if (item->type == HID_INPUT)
		p->out->input_ids[item->id / 32] |= UINT32_C(1) << item->id % 32;
	p->is_scale |= is_of_scale(item);
	if (item->constant)
		return;
	if (!is_of_scale(item)) {
		p->foreign[item->id] |= item->type == HID_INPUT;
		return;
	}
	note_plain(p, item);
	if (!item->variable && item->count > 0)
		take_array(p, item);
	/* More values than usages that we know are repetitions of the last one. */
	for (uint16_t i = 0; item->variable && i < item->count && i < VALUES_MAX; i++)
		take_variable(p, item, hid_usage(item, i), (uint16_t)(item->bit + i * item->size));
}

static bool is_declared(const struct reader *p, unsigned id)
{
	for (size_t i = 0; i < p->report_count; i++) {
		const struct hid_scale_report *r = &p->reports[i];

		if (r->type == HID_INPUT && r->id == id &&
			(r->weight.bits || r->status.bits || r->unit.bits || r->scaling.bits))
			return true;
	}
	return false;
}

/*
 * Some makers declare nothing inside; then the shape of all known devices is taken, but only
 * in a report that is the scale's alone and of which nothing at all is declared.
 */
static int guess_data(const struct reader *p, const struct hid_shape *shape, struct hid_scale *s)
{
	for (unsigned id = 0; id < HID_REPORT_IDS; id++) {
		if (p->plain[id] < USUAL_BITS || p->foreign[id] || is_declared(p, id))
			continue;
		s->guessed = true;
		s->data = (struct hid_scale_report){
			.type = HID_INPUT,
			.id = (uint8_t)id,
			.bits = shape->bits[HID_INPUT][id],
			.status = { .bit = 0, .bits = 8 },
			.unit = { .bit = 8, .bits = 8 },
			.scaling = { .bit = 16, .bits = 8, .is_signed = true },
			.weight = { .bit = 24, .bits = 16 },
		};
		return 0;
	}
	return -ENOTSUP;
}

/* A weight can be had of it, and in one way only. A status must say when it is stable. */
static bool is_clear(const struct hid_scale_report *r)
{
	const struct hid_field *w = &r->weight;

	if (w->unclear || r->status.unclear || r->unit.unclear || !r->status.bits)
		return false;
	if (r->scaling.bits && w->exponent != 0) /* which of the two? */
		return false;
	return w->unit == 0 ? r->unit.bits > 0 : w->unit == UNIT_GRAM;
}

static int choose_reports(struct reader *p, const struct hid_shape *shape, struct hid_scale *s)
{
	s->zero.bits = s->zero.type ? shape->bits[s->zero.type][s->zero.id] : 0;
	for (size_t i = 0; i < p->report_count; i++) {
		struct hid_scale_report *r = &p->reports[i];

		r->bits = shape->bits[r->type][r->id];
		if (r->type == HID_INPUT && r->weight.bits && !s->data.type)
			s->data = *r;
		else if (r->type == HID_INPUT && r->status.bits && !r->weight.bits)
			s->status = *r;
		else if (r->type == HID_FEATURE && r->weight.bits && !s->limit.type)
			s->limit = *r;
	}
	if (!s->data.type)
		return guess_data(p, shape, s);
	return is_clear(&s->data) ? 0 : -ENOTSUP;
}

int hid_scale_parse(const uint8_t *descriptor, size_t len, struct hid_scale *ret_scale)
{
	struct hid_scale scale = { 0 };
	struct reader p = { .out = &scale };
	struct hid_shape shape;
	int r = hid_walk(descriptor, len, take_item, &p, &shape);

	if (r < 0)
		return r;
	if (!p.is_scale)
		return -ENOENT;
	scale.has_ids = shape.has_ids;
	scale.longest = hid_longest_input(&shape);
	if (choose_reports(&p, &shape, &scale) < 0)
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

int hid_field_flags(const struct hid_field *f, const uint8_t *payload, size_t len, uint16_t *ret)
{
	uint16_t set = 0;
	int64_t v;

	if (!f->is_flags || !hid_field_get(f, payload, len, &v))
		return 0;
	for (unsigned i = 0; i < f->code_count; i++)
		if (v >> i & 1)
			set |= (uint16_t)(1U << f->codes[i]);
	*ret = set;
	return 1;
}

/* The one code that is set, else 0. */
static int only_code(uint16_t set)
{
	return set && !(set & (set - 1)) ? __builtin_ctz(set) : 0;
}

int hid_field_code(const struct hid_field *f, const uint8_t *payload, size_t len, int *ret)
{
	uint16_t set;
	int64_t v;

	if (hid_field_flags(f, payload, len, &set)) {
		*ret = only_code(set);
		return 1;
	}
	if (!hid_field_get(f, payload, len, &v))
		return 0;
	if (f->is_array) {
		v -= f->logical_min;
		v = v >= 0 && v < f->code_count ? f->codes[v] : 0;
	}
	*ret = v >= 0 && v < HID_CODES ? (int)v : 0;
	return 1;
}
