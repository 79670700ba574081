// SPDX-License-Identifier: GPL-3.0-or-later
/* A calibration as JSON: its record, and the verdicts that its numbers come to. */
#include "calibration_record.h"
#include "api_json.h"

json_t *json_calibration(const struct calibration *c)
{
	json_t *o = json_record(&calibration_record, c), *verdicts = json_object();
	json_t *passed = json_incref(json_object_get(o, "passed"));

	for (enum calibration_part p = 0; p < CALIBRATION_PARTS; p++)
		json_object_set_new(verdicts, calibration_part_name(p),
			json_string(calibration_verdict_name(calibration_verdict(c, p))));
	json_object_set_new(o, "verdicts", verdicts);
	json_object_del(o, "passed"); /* after what it sums up */
	json_object_set_new(o, "passed", passed);
	return o;
}
