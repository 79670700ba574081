// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * unknown-code: somebody scanned a code that nobody knows; it is kept to be shown. What was
 * scanned may be anything, a person's card included, so the words themselves are erasable.
 */
#include "kinds.h"

json_t *unknown_code_body(const char *device)
{
	json_t *body = json_object();

	if (field_put_text(body, "device", device)) {
		json_decref(body);
		return NULL;
	}
	return body;
}

int apply_unknown_code(struct sql *s, const struct entry *e, struct fields *b)
{
	char device[DEVICE_SIZE];

	field_text(b, "device", device, sizeof(device));
	if (b->error)
		return b->error;
	return sql_run(s,
		"INSERT INTO unknown_code (journal, seq, device, wall_us) VALUES (?, ?, ?, ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_TEXT(device), V_INT(e->at.wall_us));
}
