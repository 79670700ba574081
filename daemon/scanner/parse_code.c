// SPDX-License-Identifier: GPL-3.0-or-later
/* Characters of a scanner -> whole codes, with what is odd about them. */
#include "parse_code.h"
#include <string.h>
#include "cleanup.h"
#include "wrong_layout.h"

enum { STX = 0x02, ETX = 0x03, GS = 0x1D };

/* Fewer characters without an end are noise of a line that is plugged in. */
enum { SCAN_LEAST = 3 };

void code_reset(struct code *c)
{
	c->len = 0;
	c->spoilt = false;
	c->too_long = false;
	c->tab = false;
	c->framed = false;
	c->seen = 0;
}

bool code_pending(const struct code *c)
{
	return c->len > 0 || c->spoilt || c->tab;
}

static void put(struct code *c, uint8_t byte)
{
	if (c->len < sizeof(c->text) - 1)
		c->text[c->len++] = (char)byte;
	else
		c->spoilt = c->too_long = true;
}

static void put_utf8(struct code *c, uint32_t u)
{
	if (u < 0x80) {
		put(c, (uint8_t)u);
	} else if (u < 0x800) {
		put(c, (uint8_t)(0xC0 | u >> 6));
		put(c, (uint8_t)(0x80 | (u & 0x3F)));
	} else {
		put(c, (uint8_t)(0xE0 | u >> 12));
		put(c, (uint8_t)(0x80 | (u >> 6 & 0x3F)));
		put(c, (uint8_t)(0x80 | (u & 0x3F)));
	}
}

/* Length of the UTF-8 sequence at text, 0 if it is none (or an overlong or surrogate one). */
static size_t sequence(const uint8_t *t, size_t len)
{
	size_t n = t[0] < 0x80 ? 1 : t[0] < 0xC2 ? 0 : t[0] < 0xE0 ? 2 : t[0] < 0xF0 ? 3 : 4;

	if (n == 0 || n > len || t[0] > 0xF4)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((t[i] & 0xC0) != 0x80)
			return 0;
	if ((t[0] == 0xE0 && t[1] < 0xA0) || (t[0] == 0xED && t[1] > 0x9F) ||
		(t[0] == 0xF0 && t[1] < 0x90) || (t[0] == 0xF4 && t[1] > 0x8F))
		return 0;
	return n;
}

static bool is_utf8(const char *text, size_t len)
{
	for (size_t n; len > 0; text += n, len -= n) {
		n = sequence((const uint8_t *)text, len);
		if (n == 0 || (n == 2 && (uint8_t)text[0] == 0xC2 && (uint8_t)text[1] < 0xA0))
			return false; /* or a C1 control code */
	}
	return true;
}

/*
 * "]C1" before the data (ISO/IEC 15424): a letter for the symbology, then a modifier. Only
 * the letters in use: a code of our own could begin with ].
 */
static size_t aim_length(const char *text)
{
	static const char symbologies[] = "ACEFGILMQSXdehz";
	static const char modifiers[] = "0123456789ABCDEFabcdef";

	return text[0] == ']' && text[1] && strchr(symbologies, text[1]) && text[2] &&
			       strchr(modifiers, text[2])
		       ? 3
		       : 0;
}

static bool is_framed(const struct code *c, const struct code_rule *rule)
{
	return c->framed && rule->suffix != CODE_ETX;
}

static enum scanner_trouble trouble_of_refused(const struct code *c, const struct code_rule *rule)
{
	if (c->too_long)
		return SCANNER_TOO_LONG;
	if (!c->spoilt && is_framed(c, rule))
		return SCANNER_ETX_SUFFIX;
	if (!c->spoilt && c->tab)
		return SCANNER_TAB_SUFFIX;
	return rule->keyboard ? SCANNER_UNREADABLE : SCANNER_WRONG_BYTES;
}

static enum scanner_trouble trouble_of_whole(const char *text, const struct code_rule *rule)
{
	size_t aim = rule->aim ? 0 : aim_length(text);

	if (aim > 0 && text[aim])
		return SCANNER_AIM;
	if (is_digits_elsewhere(text) || (rule->keyboard && is_ours_elsewhere(text, rule->layout)))
		return SCANNER_WRONG_LAYOUT;
	return SCANNER_FINE;
}

static enum code_answer refuse(
	struct code *c, enum scanner_trouble trouble, enum scanner_trouble *ret_trouble)
{
	*ret_trouble = trouble;
	code_reset(c);
	return CODE_REFUSED;
}

static enum code_answer end_code(struct code *c, const struct code_rule *rule, char *ret_text,
	enum scanner_trouble *ret_trouble)
{
	size_t skip;

	if (!code_pending(c))
		return CODE_MORE;
	c->text[c->len] = '\0';
	c->spoilt |= !is_utf8(c->text, c->len);
	if (c->spoilt || c->tab || is_framed(c, rule))
		return refuse(c, trouble_of_refused(c, rule), ret_trouble);
	skip = rule->aim ? aim_length(c->text) : 0;
	if (c->len == skip) {
		code_reset(c);
		return CODE_MORE;
	}
	memcpy(ret_text, c->text + skip, c->len - skip + 1);
	*ret_trouble = trouble_of_whole(ret_text, rule);
	code_reset(c);
	return CODE_WHOLE;
}

/*
 * Silence before this character: without suffixes it ended the code before; with suffixes
 * what is left of a torn code must not begin the next one.
 */
static enum code_answer after_gap(struct code *c, const struct code_rule *rule, uint64_t at_boot_us,
	char *ret_text, enum scanner_trouble *ret_trouble)
{
	bool gap = code_pending(c) && at_boot_us - c->last_boot_us > rule->gap_us;

	c->last_boot_us = at_boot_us;
	if (gap && rule->suffix == CODE_NO_SUFFIX)
		return end_code(c, rule, ret_text, ret_trouble);
	if (gap)
		code_reset(c);
	return CODE_MORE;
}

static bool ends_code(const struct code_rule *rule, uint32_t character)
{
	return character == '\r' || character == '\n' ||
	       (character == '\t' && rule->suffix == CODE_TAB) ||
	       (character == ETX && rule->suffix == CODE_ETX);
}

/* STX begins a code; ETX and Tab may be the end of one, and then nothing follows. */
static bool is_frame(struct code *c, uint32_t character)
{
	bool first = c->len == 0 && !c->spoilt;

	if (character == '\t')
		c->tab |= !first;
	else if (character == ETX && !first)
		c->framed = true;
	else if (character == STX && first)
		c->framed = true;
	else
		return false;
	return true;
}

enum code_answer code_char(struct code *c, const struct code_rule *rule, uint32_t character,
	uint64_t at_boot_us, char *ret_text, enum scanner_trouble *ret_trouble)
{
	enum code_answer before = after_gap(c, rule, at_boot_us, ret_text, ret_trouble);

	if (ends_code(rule, character)) /* of an empty code, if one has just ended by silence */
		return before == CODE_MORE ? end_code(c, rule, ret_text, ret_trouble) : before;
	c->seen++;
	if (is_frame(c, character))
		return before;
	c->spoilt |= c->tab; /* it was no end */
	if ((character < 0x20 && character != GS) || (character >= 0x7F && character < 0xA0) ||
		character >= KEYS_UNKNOWN)
		c->spoilt = true;
	else
		put_utf8(c, character);
	return before;
}

enum code_answer code_byte(struct code *c, const struct code_rule *rule, uint8_t byte,
	uint64_t at_boot_us, char *ret_text, enum scanner_trouble *ret_trouble)
{
	enum code_answer before;

	if (byte < 0x80)
		return code_char(c, rule, byte, at_boot_us, ret_text, ret_trouble);
	before = after_gap(c, rule, at_boot_us, ret_text, ret_trouble);
	c->seen++;
	put(c, byte);
	return before;
}

enum code_answer code_silence(struct code *c, const struct code_rule *rule, char *ret_text,
	enum scanner_trouble *ret_trouble)
{
	if (rule->suffix == CODE_NO_SUFFIX)
		return end_code(c, rule, ret_text, ret_trouble);
	if (!code_pending(c) || c->seen < SCAN_LEAST) {
		code_reset(c);
		return CODE_MORE;
	}
	c->spoilt |= !is_utf8(c->text, c->len);
	if (c->spoilt || c->tab || is_framed(c, rule))
		return refuse(c, trouble_of_refused(c, rule), ret_trouble);
	return refuse(c, SCANNER_NO_SUFFIX, ret_trouble);
}
