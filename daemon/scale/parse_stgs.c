// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * "ST,GS,+0012.34kg" -> readings, tolerant of the family's variants and of nothing else.
 */
#include "parse_stgs.h"
#include <string.h>
#include <strings.h>
#include "cleanup.h"

enum { STX = 0x02, ETX = 0x03, DIGITS_MAX = 12, PIECES = MASS_UNIT_COUNT };

/* What a frame turned out to be. */
enum verdict {
	FRAME_BAD,
	FRAME_SILENT, /* understood, says nothing about the load */
	FRAME_STATE,  /* a state without a number */
	FRAME_NUMBER,
};

struct word {
	const char *text;
	int value;
};

enum header {
	HEADER_STABLE,
	HEADER_MOVING,
	HEADER_OVER,
	HEADER_UNDER,
	HEADER_HOLD,
	HEADER_PIECES,
	HEADER_GROSS,
	HEADER_NET,
	HEADER_TARE,
	HEADER_COMPARATOR,
};

static const struct word first_headers[] = {
	{ "ST", HEADER_STABLE },
	{ "US", HEADER_MOVING },
	{ "OL", HEADER_OVER },
	{ "LO", HEADER_OVER },
	{ "UL", HEADER_UNDER },
	{ "HD", HEADER_HOLD },
	{ "QT", HEADER_PIECES },
};

static const struct word second_headers[] = {
	{ "GS", HEADER_GROSS },
	{ "G", HEADER_GROSS },
	{ "NT", HEADER_NET },
	{ "N", HEADER_NET },
	{ "TR", HEADER_TARE },
	{ "PT", HEADER_TARE },
	{ "T", HEADER_TARE },
	{ "OK", HEADER_COMPARATOR },
	{ "HI", HEADER_COMPARATOR },
	{ "LO", HEADER_COMPARATOR },
};

static const struct word units[] = {
	{ "kg", MASS_KILOGRAM },
	{ "g", MASS_GRAM },
	{ "t", MASS_TONNE },
	{ "lb", MASS_POUND },
	{ "oz", MASS_OUNCE },
	{ "mg", MASS_MILLIGRAM },
	{ "ct", MASS_CARAT },
	{ "pcs", PIECES },
};

/* The frame being read: text from at to end. */
struct cursor {
	const char *at;
	const char *end;
};

struct frame {
	int header;
	bool net;
	bool tare;
	bool negative;
	int unit;
	int64_t digits;
	int8_t exp10;
};

void stgs_reset(struct stgs *p)
{
	*p = (struct stgs){ 0 };
}

static int find_word(const struct word *words, size_t count, const char *text, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i].text) == len && strncasecmp(words[i].text, text, len) == 0)
			return words[i].value;
	return -1;
}

static void skip_spaces(struct cursor *c)
{
	while (c->at < c->end && *c->at == ' ')
		c->at++;
}

/* A known word up to the next comma (or, for a header alone, to the end); else stays. */
static int take_header(struct cursor *c, const struct word *words, size_t count)
{
	const char *comma = memchr(c->at, ',', (size_t)(c->end - c->at));
	size_t len = (size_t)((comma ? comma : c->end) - c->at);
	int value;

	while (len > 0 && c->at[len - 1] == ' ')
		len--;
	value = find_word(words, count, c->at, len);
	if (value >= 0)
		c->at = comma ? comma + 1 : c->end;
	return value;
}

static void take_second_headers(struct cursor *c, struct frame *f)
{
	for (;;) {
		skip_spaces(c);
		switch (take_header(c, second_headers, ARRAY_SIZE(second_headers))) {
		case HEADER_NET:
			f->net = true;
			break;
		case HEADER_TARE:
			f->tare = true;
			break;
		case HEADER_GROSS:
		case HEADER_COMPARATOR:
			break;
		default:
			return;
		}
	}
}

static size_t number_length(const struct cursor *c)
{
	size_t n = 0;

	while (c->at + n < c->end && strchr("0123456789.,", c->at[n]) && c->at[n] != '\0')
		n++;
	return n;
}

static bool take_number(struct cursor *c, struct frame *f)
{
	size_t len;

	skip_spaces(c);
	if (c->at < c->end && (*c->at == '+' || *c->at == '-'))
		f->negative = *c->at++ == '-';
	skip_spaces(c);
	len = number_length(c);
	/* A point at either end is a digit that was lost. */
	if (len == 0 || len > DIGITS_MAX + 1 || !strchr("0123456789", c->at[0]) ||
		!strchr("0123456789", c->at[len - 1]))
		return false;
	if (mass_parse_decimal(c->at, len, &f->digits, &f->exp10) < 0)
		return false;
	c->at += len;
	return true;
}

static bool take_unit(struct cursor *c, struct frame *f)
{
	skip_spaces(c);
	while (c->end > c->at && c->end[-1] == ' ')
		c->end--;
	f->unit = find_word(units, ARRAY_SIZE(units), c->at, (size_t)(c->end - c->at));
	return f->unit >= 0;
}

/* After OL the value is blank, all nines or whatever was there: only known bytes, though. */
static bool is_filler(const struct cursor *c)
{
	for (const char *p = c->at; p < c->end; p++)
		if (*p == '\0' || !strchr(" +-.,0123456789kgtlbozmctKGTLBOZMCT", *p))
			return false;
	return true;
}

static enum verdict read_frame(const char *text, size_t len, struct frame *f)
{
	struct cursor c = { text, text + len };

	skip_spaces(&c);
	if (c.end - c.at == 1 && *c.at == 'I') /* busy */
		return FRAME_SILENT;
	f->header = take_header(&c, first_headers, ARRAY_SIZE(first_headers));
	if (f->header < 0)
		return FRAME_BAD;
	take_second_headers(&c, f);
	if (f->header == HEADER_OVER || f->header == HEADER_UNDER)
		return is_filler(&c) ? FRAME_STATE : FRAME_BAD;
	if (!take_number(&c, f) || !take_unit(&c, f))
		return FRAME_BAD;
	if (f->tare)
		return FRAME_SILENT;
	return f->header == HEADER_HOLD || f->header == HEADER_PIECES ? FRAME_STATE : FRAME_NUMBER;
}

static void set_fault(struct reading *r, enum scale_reason reason)
{
	r->state = SCALE_FAULT;
	r->reason = reason;
}

static void set_state(struct reading *r, const struct frame *f)
{
	switch (f->header) {
	case HEADER_OVER:
		r->state = SCALE_OVERLOAD;
		break;
	case HEADER_UNDER:
		r->state = SCALE_UNDER_ZERO;
		break;
	case HEADER_PIECES:
		set_fault(r, REASON_UNKNOWN_UNIT);
		break;
	default: /* hold: the number shown is not the load that is there now */
		set_fault(r, REASON_UNKNOWN_STATUS);
		break;
	}
}

static void set_number(struct reading *r, const struct frame *f)
{
	struct mass_shown shown = { f->negative ? -f->digits : f->digits, f->exp10, 0 };

	if (f->unit == PIECES) {
		set_fault(r, REASON_UNKNOWN_UNIT);
		return;
	}
	shown.unit = (uint8_t)f->unit;
	r->device_net = f->net;
	if (shown.digits < 0) {
		r->state = SCALE_UNDER_ZERO;
		r->shown = shown;
		return;
	}
	if (f->header == HEADER_MOVING)
		r->state = SCALE_MOVING;
	else
		r->state = shown.digits == 0 ? SCALE_ZERO : SCALE_STABLE;
	reading_set_shown(r, &shown);
}

static bool same_shape(const struct stgs_shape *a, const struct stgs_shape *b)
{
	return a->len == b->len && a->exp10 == b->exp10 && a->unit == b->unit;
}

/* True: the number may be believed. A frame of a new shape waits for a second one. */
static bool shape_agrees(struct stgs *p, const struct frame *f)
{
	struct stgs_shape now = { p->len, f->exp10, (uint8_t)f->unit };
	bool agrees = p->good.len == 0 || same_shape(&now, &p->good) ||
		      (p->strange > 0 && same_shape(&now, &p->before));

	p->before = now;
	if (agrees)
		p->good = now;
	p->strange = agrees ? 0 : (uint8_t)(p->strange + 1);
	return agrees;
}

/* Every byte has the same parity and some have bit 7: it is a parity bit, take it away. */
static void strip_parity(uint8_t *line, size_t len)
{
	unsigned ones = 0, high = 0;

	for (size_t i = 0; i < len; i++) {
		ones += (unsigned)__builtin_parity(line[i]);
		high |= line[i] & 0x80U;
	}
	for (size_t i = 0; high && (ones == 0 || ones == len) && i < len; i++)
		line[i] &= 0x7F;
}

static bool end_line(struct stgs *p, struct reading *r)
{
	struct frame f = { 0 };
	enum verdict verdict = FRAME_BAD;

	r->raw_len = (uint8_t)(p->len < READING_RAW_SIZE ? p->len : READING_RAW_SIZE);
	memcpy(r->raw, p->line, r->raw_len);
	strip_parity(p->line, p->len);
	if (!p->overflow)
		verdict = read_frame((const char *)p->line, p->len, &f);
	if (verdict == FRAME_NUMBER && !shape_agrees(p, &f))
		verdict = p->strange < STGS_PATIENCE ? FRAME_SILENT : FRAME_BAD;
	if (verdict == FRAME_BAD) {
		/* The first line after opening may be the tail of a frame. */
		bool say = p->in_step && !p->bad;

		p->bad |= p->in_step;
		p->in_step = true;
		set_fault(r, REASON_BAD_FRAME);
		return say;
	}
	p->in_step = true;
	if (verdict == FRAME_SILENT)
		return false;
	p->bad = false;
	if (verdict == FRAME_STATE)
		set_state(r, &f);
	else
		set_number(r, &f);
	return true;
}

static bool ends_line(uint8_t byte)
{
	byte &= 0x7F;
	return byte == '\r' || byte == '\n' || byte == ETX;
}

size_t stgs_feed(struct stgs *p, const uint8_t *bytes, size_t len, uint64_t at_boot_us,
	bool *ret_complete, struct reading *ret_reading)
{
	for (size_t i = 0; i < len; i++) {
		struct reading r = { .at_boot_us = at_boot_us };
		bool end = ends_line(bytes[i]), said = false;

		if (!end && (bytes[i] & 0x7F) == STX && p->len == 0)
			continue;
		if (!end && p->len == STGS_LINE)
			p->overflow = true;
		else if (!end)
			p->line[p->len++] = bytes[i];
		if (!end || p->len == 0)
			continue;
		said = end_line(p, &r);
		p->len = 0;
		p->overflow = false;
		if (said) {
			*ret_reading = r;
			*ret_complete = true;
			return i + 1;
		}
	}
	*ret_complete = false;
	return len;
}
