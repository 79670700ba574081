// SPDX-License-Identifier: GPL-3.0-or-later
/* Who may log in as coordinator: see coordinators.h. */
#include "coordinators.h"
#include <string.h>
#include "catalogue_facts.h"
#include "cleanup.h"

/* Words of operator_roles (core/catalogue_facts.c); who has none is a volunteer, whoever left is nobody. */
enum role operator_role(const struct catalogue_row *row)
{
	static const enum role roles[] = { ROLE_KIOSK, ROLE_KIOSK, ROLE_STAFF, ROLE_COORDINATOR };
	uint32_t role = row ? catalogue_facts(row)->role : 0;

	return !row || row->hidden || row->erased || role >= ARRAY_SIZE(roles) ? ROLE_NONE
									       : roles[role];
}

enum role operator_role_now(const struct catalogue *c, const char *code, const struct moment *now)
{
	return operator_role(
		catalogue_find(c, CATALOGUE_OPERATOR, code, catalogue_people_day(c, now)));
}

bool coordinators_any(const struct coordinators *among, const char *but)
{
	for (size_t i = 0; i < among->secrets->people; i++) {
		const struct person *p = &among->secrets->person[i];

		if (*p->hash[SECRET_PIN] && (!but || strcmp(p->code, but) != 0) &&
			operator_role_now(among->catalogue, p->code, &among->now) ==
				ROLE_COORDINATOR)
			return true;
	}
	return false;
}

const char *coordinators_last(const struct coordinators *among)
{
	for (size_t i = 0; i < among->secrets->people && coordinators_any(among, NULL); i++)
		if (!coordinators_any(among, among->secrets->person[i].code))
			return among->secrets->person[i].code;
	return "";
}
