// SPDX-License-Identifier: GPL-3.0-or-later
/* The catalogue, as it is read: JSON for pages, CSV for a spreadsheet. */
#include <string.h>
#include "api_private.h"
#include "catalogue_csv.h"

static enum catalogue_kind kind_of(const struct request *r)
{
	const char *word = request_text(r, "kind");
	enum catalogue_kind kind = CATALOGUE_KIND_COUNT;

	if (word)
		(void)catalogue_kind_from_name(word, &kind);
	return kind;
}

int catalogue_rows(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	const char *day = request_text(r, "day");
	bool all = request_int(r, "all") == 1;
	int done = ledger_catalogue_seq(l, &a->stands);
	json_t *json;

	if (done == 0)
		done = ledger_catalogue(l, &c);
	if (done < 0)
		return done;
	json = json_catalogue(c, day ? day : r->now.day, kind_of(r), all);
	if (all)
		json_object_set_new(json, "stands", json_integer((json_int_t)a->stands));
	return put_json(out, json);
}

int catalogue_csv(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	const char *format = request_text(r, "format");
	int done = ledger_catalogue(l, &c);

	a->type = "text/csv; charset=utf-8";
	return done < 0 ? done
			: catalogue_csv_write(c, kind_of(r), format && strcmp(format, "csv"), out);
}
