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
/* 404: no lot or pack of that name is here; or whose it is. */
int refuse_food(struct ledger *l, struct answer *a, const char *id, const char *key);
int refuse_saying(struct answer *a, unsigned status, const struct sentence *why);
/* Takes json over. 0, -ENOMEM. */
int put_json(FILE *out, json_t *json);
/* Of a value only what is named, in that order; what no answer has by itself, too. */
json_t *json_members(const struct record *r, const void *value, const char *const *names);

/* Into a list that is never held as a whole. Likewise. */
struct rows {
	FILE *out;
	bool any;
};
int put_row(struct rows *rows, json_t *json);
/* Behind the last one: where the list goes on, 0 nowhere. */
void put_next(FILE *out, uint64_t next);

/*
 * catalogue_rows.c: one row of a request over what stands, in force on day, which it begins with
 * unless it says another. Mistakes are told with row->line. false: there were some, or it says no
 * news of what stands. Its facts lie in facts until the next row is read.
 */
struct row_reader {
	const struct catalogue_row *const *known; /* what stands, by code */
	size_t count;
	const char *day;
	struct catalogue_facts *facts;
	catalogue_mistake_fn mistake;
	void *data;
};
extern const struct record catalogue_row_record; /* of catalogue_row: all but its facts */
bool catalogue_row_read(const struct row_reader *r, const json_t *object, unsigned line,
	struct catalogue_row *ret_row);

void make_entry(const struct request *r, struct body *b, struct making *m);
void make_void(const struct request *r, struct body *b, struct making *m);
void make_correct(const struct request *r, struct body *b, struct making *m);
void make_reclassify(const struct request *r, struct body *b, struct making *m);
/* The one draft of what is made, empty, its value to be filled. */
void *make_draft(struct making *m, const struct kind *kind);
/* The weighing, slip, lot or pack that the path names; 404 with key: no number is so long. */
void body_path_id(
	const struct request *r, struct body *b, const char *key, char ret_id[PRIVATE_KEY_SIZE]);
void make_stock(const struct request *r, struct body *b, struct making *m);
void make_declaration(const struct request *r, struct body *b, struct making *m);
void make_close(const struct request *r, struct body *b, struct making *m);
void make_slip(const struct request *r, struct body *b, struct making *m);
void make_slip_close(const struct request *r, struct body *b, struct making *m);
void make_slip_void(const struct request *r, struct body *b, struct making *m);
void make_slip_refuse(const struct request *r, struct body *b, struct making *m);
void make_slip_line(const struct request *r, struct body *b, struct making *m);
void make_food_receipt(const struct request *r, struct body *b, struct making *m);
void make_food_refusal(const struct request *r, struct body *b, struct making *m);
void make_food_read(const struct request *r, struct body *b, struct making *m);
void make_lot(const struct request *r, struct body *b, struct making *m);
void make_lot_input(const struct request *r, struct body *b, struct making *m);
void make_lot_close(const struct request *r, struct body *b, struct making *m);
/* What somebody saw on the plate when they touched: which load, and how heavy. */
void body_seen(struct body *b, char ret_load[LOAD_SIZE], bool *ret_has_to, int64_t *ret_to_mg);
/* What lies there is of now: 422 at_not_now. */
void body_of_now(struct body *b, const struct moment *now, int64_t at_wall_us);
void make_pack(const struct request *r, struct body *b, struct making *m);
void make_pack_end(const struct request *r, struct body *b, struct making *m);
void make_pack_move(const struct request *r, struct body *b, struct making *m);
void make_item(const struct request *r, struct body *b, struct making *m);
void make_item_move(const struct request *r, struct body *b, struct making *m);
void make_item_keys(const struct request *r, struct body *b, struct making *m);
void make_item_keys_paper(const struct request *r, struct body *b, struct making *m);
void make_recall(const struct request *r, struct body *b, struct making *m);
void make_recall_end(const struct request *r, struct body *b, struct making *m);
void make_cooling_start(const struct request *r, struct body *b, struct making *m);
void make_cooling_undo(const struct request *r, struct body *b, struct making *m);
void make_cooling_end(const struct request *r, struct body *b, struct making *m);
void make_lot_hold(const struct request *r, struct body *b, struct making *m);
void make_lot_release(const struct request *r, struct body *b, struct making *m);
void make_secret_change(const struct request *r, struct body *b, struct making *m);
void make_code_bound(const struct request *r, struct body *b, struct making *m);
void make_entry_void(const struct request *r, struct body *b, struct making *m);
void make_input_void(const struct request *r, struct body *b, struct making *m);
void make_erasure(const struct request *r, struct body *b, struct making *m);
void make_day(const struct request *r, struct body *b, struct making *m);
/* Writes the job and says what came of it. 0, -errno. */
int request_wrote(
	struct ledger *l, const struct request *r, const struct ledger_job *job, struct answer *a);
int catalogue_write(
	struct ledger *l, const struct request *r, const struct sent *sent, struct answer *a);

int weighings_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int weighing_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool weighings_are_many(const struct request *r);
int dictionary(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int close_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int close_proof(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int close_check(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
/* call_words.c: as what a mass counts: the figures of tonnage, without their "_mg". NULL: no more. */
const char *flow_word(size_t i);
const char *listed_word(size_t i);
const char *slip_type_word(size_t i);
const char *slip_state_word(size_t i);
const char *item_state_word(size_t i);
const char *made_word(size_t i);

int declarations_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int declaration_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int declaration_sheet(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int closes_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int morning(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int backup_state(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int coolings_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int lots_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int paper_sheet_drawn(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int paper_sheet_lines(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int items_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int item_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool items_are_many(const struct request *r);
int pack_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int lot_label(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int lot_label_picture(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool pack_is_drawn(const struct request *r);
int lot_text_now(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int lot_trace(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int attestation(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int statement(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int recall_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool recall_is_drawn(const struct request *r);
int lot_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int slips_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int slip_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool slip_is_drawn(const struct request *r);
bool slips_are_many(const struct request *r);
int tonnage(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int report(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int chart(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int stock(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool report_is_drawn(const struct request *r);
int catalogue_rows(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int catalogue_facts_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int catalogue_csv(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int codes_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int labels_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int control_sheet(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int left_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int entries_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
int erasable_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
bool entries_are_many(const struct request *r);
