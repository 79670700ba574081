// SPDX-License-Identifier: GPL-3.0-or-later
/* Short lists that the ledger holds: the catalogue, unknown codes, labels, loads, calibrations. */
#include <errno.h>
#include <stdlib.h>
#include "api_private.h"

enum { CODES_MOST = 500, LABELS_MOST = 100, LEFT_MOST = 200, CALIBRATIONS_MOST = 1000 };

/* {"name":[…]} of values of one size. count: or -errno, which is returned. */
static int put_list(FILE *out, const char *name, const void *values, int count, size_t size,
	json_t *(*json)(const void *value))
{
	const char *at = values;
	json_t *list;

	if (count < 0)
		return count;
	list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, json(at + (size_t)i * size));
	return put_json(out, json_pack("{s:o}", name, list));
}

int catalogue_rows(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	int done = ledger_catalogue(l, &c);

	(void)a;
	return done < 0 ? done : put_json(out, json_catalogue(c, r->now.day));
}

static json_t *code(const void *value)
{
	return json_code(value);
}

int codes_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_free_ struct unknown_code *codes = calloc(CODES_MOST, sizeof(*codes));
	int count = codes ? ledger_unknown_codes(l, codes, CODES_MOST) : -ENOMEM;

	(void)r;
	(void)a;
	return put_list(out, "codes", codes, count, sizeof(*codes), code);
}

static json_t *label(const void *value)
{
	return json_label(value);
}

int labels_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct label_job jobs[LABELS_MOST];
	int count = ledger_label_offered(l, &r->now, r->label_wait_us, jobs, LABELS_MOST);

	(void)a;
	return put_list(out, "labels", jobs, count, sizeof(*jobs), label);
}

static json_t *left_load(const void *value)
{
	return json_left(value);
}

int left_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_free_ struct left_load *loads = calloc(LEFT_MOST, sizeof(*loads));
	int count = loads ? ledger_left(l, loads, LEFT_MOST) : -ENOMEM;

	(void)r;
	(void)a;
	return put_list(out, "left", loads, count, sizeof(*loads), left_load);
}

static json_t *calibration(const void *value)
{
	return json_calibration(value);
}

int calibrations_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_free_ struct calibration *list = calloc(CALIBRATIONS_MOST, sizeof(*list));
	const char *scale = request_text(r, "scale");
	int count = list ? ledger_calibrations(l, scale ? scale : "", list, CALIBRATIONS_MOST)
			 : -ENOMEM;

	(void)a;
	return put_list(out, "calibrations", list, count, sizeof(*list), calibration);
}
