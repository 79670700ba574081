// SPDX-License-Identifier: GPL-3.0-or-later
/* Characters of a scanner -> whole codes, with what is odd about them. */
#include "parse_code.h"
#include <string.h>
#include "cleanup.h"
#include "parse_keys.h"

enum { GS = 0x1D };

void code_reset(struct code *c)
{
	c->len = 0;
	c->spoilt = false;
	c->too_long = false;
}

bool code_pending(const struct code *c)
{
	return c->len > 0 || c->spoilt;
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

/* The length in characters if text is made of these words only, else 0. */
static size_t made_only_of(const char *text, const char *const *words, size_t count)
{
	size_t length = 0;

	while (*text) {
		size_t i = 0;

		while (i < count && strncmp(text, words[i], strlen(words[i])) != 0)
			i++;
		if (i == count)
			return 0;
		text += strlen(words[i]);
		length++;
	}
	return length;
}

/*
 * A number of a usual length (EAN-8, UPC-A, EAN-13, GTIN-14) made only of what the digit
 * row gives in the other layout: the scanner and station.conf do not agree.
 */
static bool is_wrong_layout(const char *text)
{
	static const char *const french[] = { "&", "é", "\"", "'", "(", "-", "è", "_", "ç", "à" };
	static const char *const american[] = { "!", "@", "#", "$", "%", "^", "&", "*", "(", ")" };
	size_t n = made_only_of(text, french, ARRAY_SIZE(french));

	if (n == 0)
		n = made_only_of(text, american, ARRAY_SIZE(american));
	return n == 8 || n == 12 || n == 13 || n == 14;
}

static enum code_answer end_code(struct code *c, const struct code_rule *rule, char *ret_text,
	enum scanner_trouble *ret_trouble)
{
	size_t skip;

	if (!code_pending(c))
		return CODE_MORE;
	c->text[c->len] = '\0';
	if (c->spoilt || !is_utf8(c->text, c->len)) {
		*ret_trouble = c->too_long ? SCANNER_TOO_LONG : SCANNER_UNREADABLE;
		code_reset(c);
		return CODE_REFUSED;
	}
	skip = rule->aim ? aim_length(c->text) : 0;
	if (c->len == skip) {
		code_reset(c);
		return CODE_MORE;
	}
	memcpy(ret_text, c->text + skip, c->len - skip + 1);
	*ret_trouble = is_wrong_layout(ret_text) ? SCANNER_WRONG_LAYOUT : SCANNER_FINE;
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
	       (character == '\t' && rule->suffix == CODE_TAB);
}

enum code_answer code_char(struct code *c, const struct code_rule *rule, uint32_t character,
	uint64_t at_boot_us, char *ret_text, enum scanner_trouble *ret_trouble)
{
	enum code_answer before = after_gap(c, rule, at_boot_us, ret_text, ret_trouble);

	if (ends_code(rule, character)) /* of an empty code, if one has just ended by silence */
		return before == CODE_MORE ? end_code(c, rule, ret_text, ret_trouble) : before;
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
	put(c, byte);
	return before;
}

enum code_answer code_silence(struct code *c, const struct code_rule *rule, char *ret_text,
	enum scanner_trouble *ret_trouble)
{
	if (rule->suffix == CODE_NO_SUFFIX)
		return end_code(c, rule, ret_text, ret_trouble);
	return CODE_MORE;
}
