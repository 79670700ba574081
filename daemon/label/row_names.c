// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a catalogue row is called on a label. French is always there; another language falls
 * back on it, and a code that the catalogue does not know stands for itself.
 */
#include "row_names.h"

const char *row_short(const struct catalogue_row *row, enum lang lang, const char *code)
{
	if (row == NULL)
		return code;
	if (lang == LANG_EN && row->short_en[0] != '\0')
		return row->short_en;
	if (row->short_fr[0] != '\0')
		return row->short_fr;
	return row->label_fr[0] != '\0' ? row->label_fr : code;
}

const char *row_label(const struct catalogue_row *row, enum lang lang)
{
	if (row == NULL)
		return "";
	return lang == LANG_EN && row->label_en[0] != '\0' ? row->label_en : row->label_fr;
}
