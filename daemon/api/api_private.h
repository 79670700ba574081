// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of this room share: the functions behind the rows of calls.c. */
#pragma once
#include "api.h"
#include "api_json.h"
#include "catalogue_plan.h"

/* What it needs of who asks; making an entry of a kind may need more than the call. */
enum role call_role(const struct call *c, const struct kind *kind);
/* Fills the refusal and returns 0, as a run() does that has answered. */
int refuse(struct answer *a, unsigned status, const char *key);
int refuse_saying(struct answer *a, unsigned status, const struct sentence *why);
/* Takes json over. 0, -ENOMEM. */
int put_json(FILE *out, json_t *json);
/* Into a list that is never held as a whole. Likewise. */
struct rows {
	FILE *out;
	bool any;
};
int put_row(struct rows *rows, json_t *json);

/*
 * catalogue_rows.c: one row of a request over what stands, in force on day, which it begins with
 * unless it says another. Mistakes are told with row->line. false: there were some, or it says no
 * news of what stands.
 */
struct row_reader {
	const struct catalogue_row *const *known; /* what stands, by code */
	size_t count;
	const char *day;
	catalogue_mistake_fn mistake;
	void *data;
};
bool catalogue_row_read(const struct row_reader *r, const json_t *object, unsigned line,
	struct catalogue_row *ret_row);

void make_entry(const struct request *r, struct body *b, struct making *m);
void make_void(const struct request *r, struct body *b, struct making *m);
void make_day(const struct request *r, struct body *b, struct making *m);
/* Writes the job and says what came of it. 0, -errno. */
int request_wrote(
	struct ledger *l, const struct request *r, const struct ledger_job *job, struct answer *a);
int catalogue_write(
	struct ledger *l, const struct request *r, const struct sent *sent, struct answer *a);

int weighings_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int weighing_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool weighings_are_many(const struct request *r);
int tonnage(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int report(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int chart(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool report_is_drawn(const struct request *r);
int catalogue_rows(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int catalogue_csv(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int codes_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int labels_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int control_sheet(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int left_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int entries_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool entries_are_many(const struct request *r);
