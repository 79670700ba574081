// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Values of the house as JSON, with the field names of contract.md. Masses are integers;
 * what is not there is null, never 0 or "".
 */
#include "clock.h"
#include "api_json.h"

json_t *json_text_or_null(const char *text)
{
	return *text ? json_string(text) : json_null();
}

json_t *json_said(enum lang lang, const struct sentence *s)
{
	char said[1024];

	return json_text_or_null(lang_say(lang, s, said, sizeof(said)));
}

json_t *json_left(const struct left_load *left)
{
	char number[24], at[32];

	(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)left->number);
	return json_pack("{s:s,s:s,s:s,s:s,s:I,s:I,s:o}", "id", number, "scale", left->scale, "at",
		clock_iso(left->at.wall_us, at, sizeof(at)), "clock",
		left->at.quality == CLOCK_TRUSTED ? "trusted" : "doubtful", "low_mg",
		(json_int_t)left->low_mg, "high_mg", (json_int_t)left->high_mg, "struck_by",
		json_text_or_null(left->struck_by));
}

json_t *json_label(const struct label_job *job)
{
	return json_pack("{s:I,s:s,s:b,s:s}", "job", (json_int_t)job->number, "id", job->id, "copy",
		job->copy, "state", job->state == LABEL_UNKNOWN ? "unknown" : "late");
}
