// SPDX-License-Identifier: GPL-3.0-or-later
/* Two bodies, their categories, and a mapping of textiles that changes on 15 February 2026. */
#pragma once
#include "catalogue_rig.h"
#include "report_rig.h"
#include "scheme.h"

#define MAP "\"kind\":\"scheme-map\",\"label_fr\":\"m\","
/* A row that is there. */
#define EDIT(code_, from_) \
	"\"kind\":\"scheme-map\",\"code\":\"" code_ "\",\"valid_from\":\"" from_ "\","
#define TO(body_, category_) "\"eco_organisme\":\"" body_ "\",\"scheme_category\":\"" category_ "\""
#define TLC "\"category\":\"TLC-VET\",\"flow\":\"all\",\"share_ppm\":1000000,"

static inline void bodies(struct ledger_rig *r)
{
	write_it(r,
		"{\"from\":\"2026-01-01\",\"rows\":["
		"{\"kind\":\"partner\",\"code\":\"ECO-A\",\"label_fr\":\"A\",\"roles\":\"eco_"
		"organisme\"},"
		"{\"kind\":\"partner\",\"code\":\"ECO-B\",\"label_fr\":\"B\",\"roles\":\"eco_"
		"organisme\"},"
		"{\"kind\":\"scheme-site\",\"code\":\"CA\",\"label_fr\":\"A\",\"scheme\":\"TLC\","
		"\"eco_organisme\":\"ECO-A\",\"convention\":\"2026-17\",\"window_days\":30},"
		"{\"kind\":\"scheme-category\",\"code\":\"A1\",\"label_fr\":\"A "
		"1\",\"eco_organisme\":\"ECO-A\"},"
		"{\"kind\":\"scheme-category\",\"code\":\"A2\",\"label_fr\":\"A "
		"2\",\"eco_organisme\":\"ECO-A\"},"
		"{\"kind\":\"scheme-category\",\"code\":\"B1\",\"label_fr\":\"B "
		"1\",\"eco_organisme\":\"ECO-B\"}]}",
		false, 6);
}

/* The first mistake of these rows. */
static inline void refuses(
	struct ledger_rig *r, const char *rows, const char *error, const char *field)
{
	char text[16384];
	struct catalogue_edit e;
	json_t *json, *first;

	(void)snprintf(text, sizeof(text), "{\"from\":\"2026-01-01\",\"rows\":[%s]}", rows);
	e = edit_of(r, text);
	json = plan(r, &e, 422);
	first = json_array_get(json_object_get(json, "mistakes"), 0);
	assert_string_equal(json_string_value(json_object_get(first, "error")), error);
	assert_string_equal(json_string_value(json_object_get(first, "field")), field);
	json_decref(json);
	catalogue_edit_done(&e);
}

static inline int64_t sum_of(
	const struct scheme_line *lines, int count, const char *body, enum scheme_figure figure)
{
	int64_t sum = 0;

	for (int i = 0; i < count; i++)
		if (!body || strcmp(lines[i].eco_organisme, body) == 0)
			sum += lines[i].figure[figure];
	return sum;
}

static const char share_it[] =
	"{\"rows\":[{" MAP "\"code\":\"M1\",\"valid_from\":\"2026-01-01\",\"valid_until\":"
	"\"2026-02-15\"," TLC TO("ECO-A",
		"A1") "},{" MAP "\"code\":\"M2\",\"valid_from\":\"2026-02-15\",\"category\":\"TLC-"
		      "VET\",\"flow\":\"all\","
		      "\"share_ppm\":333333," TO("ECO-A",
			      "A1") "},{" MAP "\"code\":\"M3\",\"valid_from\":\"2026-02-15\","
				    "\"category\":\"TLC-VET\",\"flow\":\"all\","
				    "\"share_ppm\":333333," TO("ECO-A",
					    "A2") "},{" MAP
						  "\"code\":\"M4\",\"valid_from\":\"2026-02-15\","
						  "\"category\":\"TLC-VET\",\"flow\":\"all\","
						  "\"share_ppm\":333334," TO("ECO-B", "B1") "}]}";
