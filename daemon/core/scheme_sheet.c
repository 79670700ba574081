// SPDX-License-Identifier: GPL-3.0-or-later
/* Columns of the sheet of a body: see scheme_sheet.h. */
#include "scheme_sheet.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

const char scheme_sheet_usual[] =
	"SIRET=siret;Raison sociale=legal_name;ESS=ess;Convention=convention;Filière=scheme;"
	"Code=body_code;Catégorie=label;Début=first_day;Fin=last_day;Entrées (kg)=own_in_kg;"
	"Reçu de membres (kg)=from_members_kg;Réemploi net (kg)=reuse_net_kg;"
	"Recyclage (kg)=recycling_kg;Autre (kg)=other_kg;Unités entrées=units_in;"
	"Unités réemployées=units_reuse;Version=version";

static const char *const names[SHEET_FIELDS] = {
	[SHEET_SIRET] = "siret",
	[SHEET_LEGAL_NAME] = "legal_name",
	[SHEET_ESS] = "ess",
	[SHEET_SITE] = "site",
	[SHEET_CONVENTION] = "convention",
	[SHEET_ECO_ORGANISME] = "eco_organisme",
	[SHEET_SCHEME] = "scheme",
	[SHEET_SCHEME_CATEGORY] = "scheme_category",
	[SHEET_BODY_CODE] = "body_code",
	[SHEET_LABEL] = "label",
	[SHEET_PERIOD] = "period",
	[SHEET_FIRST_DAY] = "first_day",
	[SHEET_LAST_DAY] = "last_day",
	[SHEET_VERSION] = "version",
	[SHEET_REFERENCE] = "reference",
	[SHEET_OWN_IN] = "own_in",
	[SHEET_FROM_MEMBERS] = "from_members",
	[SHEET_REUSE_NET] = "reuse_net",
	[SHEET_REUSE] = "reuse",
	[SHEET_NEUTRAL_IN] = "neutral_in",
	[SHEET_RECYCLING] = "recycling",
	[SHEET_OTHER] = "other",
	[SHEET_UNITS_IN] = "units_in",
	[SHEET_UNITS_REUSE] = "units_reuse",
};

static const struct {
	const char *name;
	int exp10;
} units[] = { { "_mg", 0 }, { "_kg", -6 }, { "_t", -9 } };

static int find_field(const char *name, size_t len, struct sheet_column *c)
{
	for (int i = 0; i < SHEET_FIELDS; i++) {
		const size_t own = strlen(names[i]);

		if (own > len || strncmp(names[i], name, own) != 0)
			continue;
		c->field = (enum sheet_field)i;
		if (i < SHEET_OWN_IN || i >= SHEET_MASSES) {
			if (own == len)
				return 0;
			continue;
		}
		for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++)
			if (strlen(units[u].name) == len - own &&
				strncmp(units[u].name, name + own, len - own) == 0) {
				c->exp10 = units[u].exp10;
				return 0;
			}
	}
	return -EINVAL;
}

int scheme_sheet_next(const char **text, struct sheet_column *ret_column)
{
	struct sheet_column c = { .exp10 = 0 };
	const char *at = *text + strspn(*text, "; \n");
	size_t len = strcspn(at, ";\n"), title = strcspn(at, "=;\n");

	if (!*at) {
		*text = at;
		return 0;
	}
	if (title == 0 || title >= len || title >= sizeof(c.title) ||
		find_field(at + title + 1, len - title - 1, &c) < 0)
		return -EINVAL;
	(void)snprintf(c.title, sizeof(c.title), "%.*s", (int)title, at);
	*text = at + len;
	*ret_column = c;
	return 1;
}
