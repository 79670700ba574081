// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * figure: what a report tells of a site besides mass, typed by staff for a period and never computed:
 * jobs, hours, visits. The newest for a period counts. Where it comes from is in a person's words, and is never left out.
 */
#include "../kinds.h"

struct figure {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char period[DAY_SIZE];
	uint32_t name;
	int64_t value;
	char source[128];
	char voided_by[ENTRY_NAME_SIZE];
};

static const char *const names[] = { "jobs", "fte_milli", "insertion_hours", "volunteers",
	"volunteer_hours", "visits", "training_hours" };
static const struct record_words figures = { names, ARRAY_SIZE(names) };

enum { ASKED = RECORD_ASKED | RECORD_NEEDED, VALUE_MOST = 1000000000 };

static const struct record_field fields[] = {
	STAMPED(figure),
	TEXT(figure, period, .rules = ASKED, .shape = SHAPE_PERIOD),
	WORD(figure, name, figures, .rules = ASKED),
	NUMBER(figure, value, .rules = ASKED | RECORD_ZERO, .most = VALUE_MOST),
	TEXT(figure, source, .rules = ASKED | RECORD_ERASABLE),
	VOIDED_BY(figure),
};
static const struct record figure_record =
	RECORD_OF(figure, fields, .table = "figure", .about = "name");

const struct kind figure_kind = { "figure", 1, .record = &figure_record,
	.take_back = entry_only_void, .role = ROLE_STAFF };
