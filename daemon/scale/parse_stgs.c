// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * "ST,GS,+0012.34kg" -> readings, tolerant of the family's variants and of nothing else.
 */
#include "parse_stgs.h"
#include <string.h>
#include <strings.h>
#include "cleanup.h"

enum { STX = 0x02, ETX = 0x03, DIGITS_MAX = 12, PIECES = MASS_UNIT_COUNT };

/* CAS: "ST,GS,1L00013.50 kg" with a comma behind L; L is a byte of lamps, any byte at all. */
enum { CAS_LAMP_AT = 7, CAS_REST = 14, LAMP_VALID = 0x80, LAMP_HOLD = 0x10 };

/* What a frame turned out to be. */
enum verdict {
	FRAME_BAD,
	FRAME_UNKNOWN, /* it begins as the protocol does */
	FRAME_SILENT,  /* understood, says nothing about the load */
	FRAME_STATE,   /* a state without a number */
	FRAME_COMMA,   /* a number of which nobody said what its comma is */
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
	const struct stgs_rule *rule;
	int header;
	bool comma; /* before exactly three digits, and no point */
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

/* A known word up to the next comma or blank (or, for a header alone, to the end); else stays. */
static int take_header(struct cursor *c, const struct word *words, size_t count)
{
	size_t len = 0;
	int value;

	while (c->at + len < c->end && c->at[len] != ',' && c->at[len] != ' ')
		len++;
	value = find_word(words, count, c->at, len);
	if (value < 0)
		return value;
	c->at += len;
	skip_spaces(c);
	if (c->at < c->end && *c->at == ',')
		c->at++;
	return value;
}

/* The id of the device and its lamps, when just a CAS weight follows them. */
static void take_cas(struct cursor *c, struct frame *f)
{
	uint8_t lamps;

	if (c->end - c->at != CAS_REST || c->at[2] != ',')
		return;
	lamps = (uint8_t)c->at[1];
	if ((lamps & LAMP_VALID) && (lamps & LAMP_HOLD) && f->header <= HEADER_MOVING)
		f->header = HEADER_HOLD;
	c->at += 3;
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

static bool is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* A comma behind the last figure stands before the unit. */
static size_t number_length(const struct cursor *c)
{
	size_t n = 0;

	while (c->at + n < c->end && (is_figure(c->at[n]) || c->at[n] == '.' || c->at[n] == ','))
		n++;
	return n > 1 && c->at[n - 1] == ',' ? n - 1 : n;
}

/* Whether all commas stand where thousands are parted, and nothing but them. */
static bool parts_thousands(const char *text, size_t len)
{
	const char *point = memchr(text, '.', len);
	size_t whole = point ? (size_t)(point - text) : len;

	for (size_t i = 0; i < len; i++)
		if (text[i] == ',' && (i >= whole || (whole - i) % 4 != 0))
			return false;
	return true;
}

/* digits, and whether they have a comma that may be either. */
static bool read_digits(const char *text, size_t len, struct frame *f)
{
	const char *comma = memchr(text, ',', len), *point = memchr(text, '.', len);
	enum stgs_decimal decimal = f->rule->decimal;
	char plain[DIGITS_MAX + 2];
	size_t n = 0;

	f->comma = comma && !point && text + len - comma == 4;
	if (decimal == STGS_COMMA && point)
		return false;
	if (!comma || decimal != STGS_POINT)
		return mass_parse_decimal(text, len, &f->digits, &f->exp10) == 0;
	if (!parts_thousands(text, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] != ',')
			plain[n++] = text[i];
	return mass_parse_decimal(plain, n, &f->digits, &f->exp10) == 0;
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
	if (len == 0 || len > DIGITS_MAX + 1 || !is_figure(c->at[0]) ||
		!is_figure(c->at[len - 1]) || !read_digits(c->at, len, f))
		return false;
	c->at += len;
	return true;
}

static bool take_unit(struct cursor *c, struct frame *f)
{
	skip_spaces(c);
	while (c->end > c->at && c->end[-1] == ' ')
		c->end--;
	if (c->at == c->end && f->rule->unit != MASS_UNIT_NONE) {
		f->unit = f->rule->unit;
		return true;
	}
	if (c->at < c->end && *c->at == ',')
		c->at++;
	skip_spaces(c);
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
	take_cas(&c, f);
	if (f->header == HEADER_OVER || f->header == HEADER_UNDER)
		return is_filler(&c) ? FRAME_STATE : FRAME_UNKNOWN;
	if (!take_number(&c, f) || !take_unit(&c, f))
		return FRAME_UNKNOWN;
	if (f->tare)
		return FRAME_SILENT;
	if (f->header == HEADER_HOLD || f->header == HEADER_PIECES)
		return FRAME_STATE;
	return f->comma && f->rule->decimal == STGS_EITHER ? FRAME_COMMA : FRAME_NUMBER;
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

static void keep_raw(const struct stgs *p, struct reading *r)
{
	r->raw_len = (uint8_t)(p->len < READING_RAW_SIZE ? p->len : READING_RAW_SIZE);
	memcpy(r->raw, p->line, r->raw_len);
}

/* For `bascule scale check`: the digits that a comma parts, and in which unit. */
static void keep_comma(struct stgs *p, const struct frame *f)
{
	p->has_comma = f->comma && f->unit != PIECES;
	if (p->has_comma)
		p->whole = (struct mass_shown){ f->digits, 0, (uint8_t)f->unit };
}

static enum verdict judge(struct stgs *p, struct frame *f)
{
	enum verdict verdict = FRAME_BAD;

	if (!p->overflow)
		verdict = read_frame((const char *)p->line, p->len, f);
	if (verdict == FRAME_NUMBER || verdict == FRAME_COMMA)
		keep_comma(p, f);
	if (verdict == FRAME_NUMBER && !shape_agrees(p, f))
		verdict = p->strange < STGS_PATIENCE ? FRAME_SILENT : FRAME_BAD;
	/* Where frames were understood before, this one was bent on its way. */
	return verdict == FRAME_UNKNOWN && p->good.len > 0 ? FRAME_BAD : verdict;
}

/* A run of bad frames is one fault, and the first line after opening may be the tail of one. */
static bool say_bad(struct stgs *p, enum verdict verdict, struct reading *r)
{
	bool say = p->in_step && !p->bad;

	p->bad |= p->in_step;
	p->in_step = true;
	set_fault(r, verdict == FRAME_UNKNOWN ? REASON_UNKNOWN_FORMAT : REASON_BAD_FRAME);
	return say;
}

static bool end_line(struct stgs *p, struct reading *r)
{
	struct frame f = { .rule = &p->rule };
	enum verdict verdict;

	keep_raw(p, r);
	strip_parity(p->line, p->len);
	verdict = judge(p, &f);
	if (verdict == FRAME_BAD || verdict == FRAME_UNKNOWN)
		return say_bad(p, verdict, r);
	p->in_step = true;
	if (verdict == FRAME_SILENT)
		return false;
	p->bad = false;
	if (verdict == FRAME_COMMA)
		set_fault(r, REASON_COMMA_UNCHECKED);
	else if (verdict == FRAME_STATE)
		set_state(r, &f);
	else
		set_number(r, &f);
	return true;
}

void stgs_meanwhile(const struct stgs *p, uint64_t at_boot_us, struct reading *ret_reading)
{
	struct reading r = { .at_boot_us = at_boot_us };

	/* Whole lines without a word about the load, or no line at all. */
	set_fault(&r, p->in_step && !p->bad && !p->overflow ? REASON_NO_WEIGHT : REASON_BAD_FRAME);
	keep_raw(p, &r);
	*ret_reading = r;
}

static bool ends_line(const struct stgs *p, uint8_t byte)
{
	/* Lamps of a CAS frame may look like an end whose parity was not taken away. */
	if (p->len == CAS_LAMP_AT && (byte & LAMP_VALID) && p->line[2] == ',' && p->line[5] == ',')
		return false;
	byte &= 0x7F;
	return byte == '\r' || byte == '\n' || byte == ETX;
}

size_t stgs_feed(struct stgs *p, const uint8_t *bytes, size_t len, uint64_t at_boot_us,
	bool *ret_complete, struct reading *ret_reading)
{
	for (size_t i = 0; i < len; i++) {
		struct reading r = { .at_boot_us = at_boot_us };
		bool end = ends_line(p, bytes[i]), said = false;

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
