// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a spreadsheet saved, as clean UTF-8. Excel in French saves "CSV UTF-8" with a byte order
 * mark, or "CSV" in Windows-1252; what is in neither is refused with its line rather than
 * kept with wrong letters. Properties of characters: Unicode 15, UAX #9 and UAX #44, by GLib.
 */
#include <ctype.h>
#include <errno.h>
#include <glib.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include "cleanup.h"
#include "csv.h"

/* A letter or a mark that is drawn as nothing: the joiner of graphemes, fillers of Hangul. */
static bool is_blank_mark(gunichar c)
{
	return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
}

static bool unseen(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
	case G_UNICODE_PRIVATE_USE: /* another font has another letter there, most have none */
		return true;
	case G_UNICODE_FORMAT:
		return c != 0x200C && c != 0x200D; /* join letters of Persian, Hindi …: harmless */
	default:
		/* stands where a letter was lost; is none, and spoils a workbook */
		return c == 0xFFFD || (c & 0xFFFE) == 0xFFFE || is_blank_mark(c);
	}
}

bool csv_unseen(const char *text, size_t len, uint32_t *ret_character)
{
	const char *end = text + len;

	for (; text < end; text = g_utf8_next_char(text)) {
		gunichar c;

		if (*text >= ' ' && *text < 0x7F)
			continue;
		c = *text ? g_utf8_get_char_validated(text, end - text) : 0;

		if (c >= (gunichar)-2)
			c = 0xFFFD;
		if (unseen(c)) {
			*ret_character = c;
			return true;
		}
	}
	return false;
}

static const char *not_utf8(const char *text, size_t len)
{
	const char *end = text + len, *bad;

	/* GLib stops at a NUL, which is UTF-8 all the same and is refused in its cell. */
	for (; !g_utf8_validate(text, end - text, &bad); text = bad + 1)
		if (*bad)
			return bad;
	return NULL;
}

/*
 * Windows-1252 that was none. An é is 82 in MS-DOS text (cp850), where Windows has a low quote
 * that French does not use; 8E in a Macintosh's, a capital that follows no small letter; and C3
 * with a byte from 80 to BF in UTF-8.
 */
static bool foreign(const char *text, size_t at, size_t len)
{
	unsigned char c = (unsigned char)text[at];
	unsigned char next = at + 1 < len ? (unsigned char)text[at + 1] : 0;

	return c == 0x82 || (c == 0x8E && at && islower((unsigned char)text[at - 1])) ||
	       (c == 0xC3 && next >= 0x80 && next <= 0xBF);
}

static const char *find_foreign(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (foreign(text, i, len))
			return text + i;
	return NULL;
}

/* NULL and errno; for EILSEQ *ret_at is the byte that has no character. */
static char *from_windows(const char *text, size_t len, size_t *ret_len, const char **ret_at)
{
	size_t room = 3 * len + 1, left = room;
	_cleanup_free_ char *utf8 = malloc(room);
	char *in = (char *)(uintptr_t)text, *out = utf8;
	iconv_t how = iconv_open("UTF-8", "CP1252");
	size_t r;

	if (!utf8 || how == (iconv_t)-1)
		return NULL;
	r = iconv(how, &in, &len, &out, &left);
	(void)iconv_close(how);
	*ret_at = in;
	*ret_len = room - left;
	return r == (size_t)-1 ? NULL : TAKE_PTR(utf8);
}

/* lang: csv_bad_bytes, csv_utf16, csv_workbook */
static int refused(struct csv_text *t, const char *key, const char *text, const char *at)
{
	t->why = (struct sentence){ .key = key };
	t->line = 1;
	for (; text < at; text++)
		t->line += *text == '\n' || (*text == '\r' && text[1] != '\n');
	return -EBADMSG;
}

int csv_text_read(const char *bytes, size_t len, struct csv_text *ret)
{
	const char *bad;

	*ret = (struct csv_text){ .text = bytes, .len = len };
	if (len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
		return refused(ret, "csv_utf16", bytes, bytes);
	if (len >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0) /* zip: .xlsx, .ods */
		return refused(ret, "csv_workbook", bytes, bytes);
	bad = not_utf8(bytes, len);
	if (!bad)
		return 0;
	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		return refused(ret, "csv_bad_bytes", bytes, bad);
	bad = find_foreign(bytes, len);
	if (bad)
		return refused(ret, "csv_bad_bytes", bytes, bad);
	ret->own = from_windows(bytes, len, &ret->len, &bad);
	ret->text = ret->own;
	if (ret->own)
		return 0;
	return errno == EILSEQ ? refused(ret, "csv_bad_bytes", bytes, bad) : -errno;
}
