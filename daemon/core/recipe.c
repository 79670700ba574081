// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines of a recipe: see recipe.h. */
#include "recipe.h"
#include <errno.h>
#include <string.h>
#include "mass.h"

enum { LINE_MOST_KG = 1000 };

static int read_mass(const char *kg, size_t len, int64_t *ret_mg)
{
	struct mass_shown shown = { .unit = MASS_KILOGRAM };
	int r = mass_parse_decimal(kg, len, &shown.digits, &shown.exp10);

	if (r == 0)
		r = mass_to_mg(&shown, ret_mg);
	if (r < 0 || *ret_mg <= 0 || *ret_mg > LINE_MOST_KG * MASS_MG_PER_KG)
		return -EINVAL;
	return 0;
}

int recipe_line_next(const char **text, struct recipe_line *ret_line)
{
	struct recipe_line line = { 0 };
	size_t len, code;

	*text += strspn(*text, " ");
	len = strcspn(*text, " ");
	code = strcspn(*text, "= ");
	if (len == 0)
		return 0;
	if (code == 0 || code >= sizeof(line.ingredient) || (*text)[code] != '=' ||
		read_mass(*text + code + 1, len - code - 1, &line.mass_mg) < 0)
		return -EINVAL;
	memcpy(line.ingredient, *text, code);
	*text += len;
	*ret_line = line;
	return 1;
}
