// SPDX-License-Identifier: GPL-3.0-or-later
/* See letters.h. Which letters there are is asked of the fonts that pango would take. */
#include "letters.h"
#include <pango/pangocairo.h>

bool letters_plain(const char *text)
{
	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char_validated(text, -1);

		if (c >= (gunichar)-2 || (c >= 0x0530 && c < 0x1E00) ||
			(c >= 0x2000 && c != 0x20AC && c != 0x2026 && (c < 0x2010 || c > 0x203A) &&
				c != 0x202F && (c < 0x2190 || c > 0x2265)))
			return false;
	}
	return true;
}

/* Joins or colours what stands before it. */
static bool is_part_of_picture(gunichar c)
{
	return c == 0x200D || c == 0xFE0E || c == 0xFE0F || c == 0x20E3 ||
	       (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
}

static bool is_picture(gunichar c)
{
	return c > 0x2000 &&
	       (g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL || (c >= 0x1F000 && c <= 0x1FBFF));
}

static bool is_there(PangoFontset *fonts, gunichar c)
{
	PangoFont *font = pango_fontset_get_font(fonts, c);
	bool there = font && pango_font_has_char(font, c);

	if (font)
		g_object_unref(font);
	return there;
}

static void take(PangoFontset *fonts, const char *text, GString *shown)
{
	bool lost = false; /* what stood before */

	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (lost && (c == ' ' || is_part_of_picture(c)) &&
			(c != ' ' || shown->len == 0 || shown->str[shown->len - 1] == ' '))
			continue;
		lost = c > 0x7F && !g_unichar_iszerowidth(c) && !is_there(fonts, c);
		if (!lost)
			g_string_append_unichar(shown, c);
		else if (!is_picture(c))
			g_string_append_unichar(shown, 0xFFFD);
	}
	while (lost && shown->len && shown->str[shown->len - 1] == ' ')
		g_string_truncate(shown, shown->len - 1);
	if (shown->len == 0)
		g_string_append_unichar(shown, 0xFFFD);
}

char *letters_shown(const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);
	PangoFontDescription *face;
	PangoContext *context;
	PangoFontset *fonts;
	GString *shown;

	if (letters_plain(valid))
		return valid;
	face = pango_font_description_from_string("DejaVu Sans,Sans Condensed 10");
	context = pango_font_map_create_context(pango_cairo_font_map_get_default());
	fonts = pango_font_map_load_fontset(pango_context_get_font_map(context), context, face,
		pango_context_get_language(context));
	shown = g_string_new(NULL);
	take(fonts, valid, shown);
	g_object_unref(fonts);
	g_object_unref(context);
	pango_font_description_free(face);
	g_free(valid);
	return g_string_free(shown, FALSE);
}
