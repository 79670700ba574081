// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * population: how many people live in an EPCI, of a year, as who counts them published it: what kilograms per
 * inhabitant are of. The newest for an EPCI and a year counts.
 */
#include <string.h>
#include "../write.h"
#include "catalogue_facts.h"

struct population {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char epci_siren[SIREN_SIZE];
	uint32_t year;
	int64_t inhabitants;
	char source[128];
	char voided_by[ENTRY_NAME_SIZE];
};

enum {
	ASKED = RECORD_ASKED | RECORD_NEEDED,
	YEAR_LEAST = 1900,
	YEAR_MOST = 2200,
	INHABITANTS_MOST = 100000000
};

static const struct record_field fields[] = {
	STAMPED(population),
	TEXT(population, epci_siren, .rules = ASKED),
	WHOLE(population, year, .rules = ASKED, .least = YEAR_LEAST, .most = YEAR_MOST),
	NUMBER(population, inhabitants, .rules = ASKED, .least = 1, .most = INHABITANTS_MOST),
	TEXT(population, source, .rules = ASKED | RECORD_ERASABLE),
	VOIDED_BY(population),
};
static const struct record population_record =
	RECORD_OF(population, fields, .table = "population", .about = "epci_siren");

/* The number of an EPCI is a SIREN, as that of a site is. lang: population_bad_siren */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct population *p = value;
	struct catalogue_facts facts = { 0 };
	const char *key;

	(void)l;
	(void)job;
	memcpy(facts.epci_siren, p->epci_siren, SIREN_SIZE);
	if (!catalogue_facts_check(CATALOGUE_PLACE, &facts, &key))
		return 0;
	(void)ledger_refuse(res, "population_bad_siren", NULL);
	sentence_param(&res->why, "value", p->epci_siren);
	sentence_param(&res->why, "field", "epci_siren");
	return 0;
}

const struct kind population_kind = { "population", 1, .record = &population_record, .fill = fill,
	.take_back = entry_only_void, .role = ROLE_STAFF };
