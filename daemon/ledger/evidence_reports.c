// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Figures of reports that a close keeps: the bytes that were handed over are in its entry with their hashes, so
 * that no later program makes them otherwise.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "evidence_files.h"
#include "fields.h"

void evidence_reports_done(struct evidence_reports *all)
{
	for (size_t i = 0; i < all->count; i++)
		free(all->file[i].text);
	*all = (struct evidence_reports){ .count = 0 };
}

/* Those that name no partner but bodies. */
static const char *const names[EVIDENCE_REPORTS] = { "R1", "R2", "T3", "T5" };

static int make_one(struct ledger *l, const char *name, const char *first_day, const char *last_day,
	struct evidence_file *f)
{
	FILE *out = open_memstream(&f->text, &f->size);
	int r = out ? close_report_put(l, name, first_day, last_day, out) : -ENOMEM;

	(void)snprintf(f->name, sizeof(f->name), "%s.json", name);
	return out && fclose(out) && r == 0 ? -ENOMEM : r;
}

int evidence_reports_make(struct ledger *l, const char *first_day, const char *last_day,
	struct evidence_reports *ret_reports)
{
	int r = 0;

	*ret_reports = (struct evidence_reports){ .version = EVIDENCE_NEWEST };
	for (size_t i = 0; r == 0 && i < EVIDENCE_REPORTS; i++)
		r = make_one(
			l, names[i], first_day, last_day, &ret_reports->file[ret_reports->count++]);
	return r;
}

json_t *evidence_reports_json(const struct evidence_reports *all)
{
	json_t *list = json_array();
	char hex[CLOSE_HASH_SIZE];

	for (size_t i = 0; i < all->count; i++) {
		const struct evidence_file *f = &all->file[i];

		merkle_digest(f->text, f->size, hex);
		if (json_array_append_new(list, json_pack("{s:s, s:s, s:s%}", "file", f->name,
							"sha256", hex, "text", f->text, f->size))) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static int read_one(const json_t *json, struct evidence_file *f)
{
	const json_t *text = json_object_get(json, "text");
	const char *name = json_string_value(json_object_get(json, "file"));

	if (!name || !json_is_string(text) || strlen(name) >= sizeof(f->name))
		return -EBADMSG;
	(void)snprintf(f->name, sizeof(f->name), "%s", name);
	f->size = json_string_length(text);
	f->text = malloc(f->size + 1);
	if (!f->text)
		return -ENOMEM;
	memcpy(f->text, json_string_value(text), f->size + 1);
	return 0;
}

int evidence_reports_read(
	struct sql *s, const struct period_close *close, struct evidence_reports *ret_reports)
{
	_cleanup_json_ json_t *body = NULL;
	const json_t *one;
	size_t i;
	int r = entry_body(s, close->journal, close->seq, &body);

	*ret_reports = (struct evidence_reports){ .count = 0 };
	ret_reports->version = (int)json_integer_value(json_object_get(body, "pack"));
	if (!ret_reports->version) /* they did not say it */
		ret_reports->version = json_object_get(body, "reports") ? EVIDENCE_2 : EVIDENCE_1;
	json_array_foreach(json_object_get(body, "reports"), i, one)
	{
		if (r == 0)
			r = i < EVIDENCE_REPORTS
				    ? read_one(one, &ret_reports->file[ret_reports->count++])
				    : -EBADMSG;
	}
	return r;
}
