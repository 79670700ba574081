// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What of the plate is recorded, as the station knows it: a weighing, or a pack or an input as if it were
 * one. They are no weighings and stand in no total, but their load is recorded all the same.
 */
#include "recorded.h"
#include <stdlib.h>
#include <string.h>
#include "made.h"

int entry_moment(struct ledger *l, const char *journal, uint64_t seq, struct moment *ret_at)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct moment at = { 0 };
	char clock[16];
	int r = sql_start(l->sql, &stmt,
		"SELECT wall_us, boot_id, boot_us, day, clock FROM entry"
		" WHERE journal = ? AND seq = ?",
		V_TEXT(journal), V_INT(seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	at.wall_us = sqlite3_column_int64(stmt, 0);
	sql_text(stmt, 1, at.boot_id, sizeof(at.boot_id));
	at.boot_us = (uint64_t)sqlite3_column_int64(stmt, 2);
	sql_text(stmt, 3, at.day, sizeof(at.day));
	sql_text(stmt, 4, clock, sizeof(clock));
	at.quality = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	*ret_at = at;
	return 0;
}

int pack_shown(struct ledger *l, const struct pack *p, struct weighing *ret_w)
{
	struct weighing w = { .pack = true,
		.seq = p->seq,
		.provenance = p->gross_mg ? PROVENANCE_STATION_TARE : PROVENANCE_DEVICE_TARE,
		.gross_mg = p->gross_mg,
		.tare_mg = p->tare_mg,
		.net_mg = p->net_mg,
		.method = p->method,
		.stable = true,
		.approved = p->approved };
	struct lot_made lot;
	int r = made_find(l->sql, p->lot, &lot);

	if (r == 0)
		r = entry_moment(l, p->journal, p->seq, &w.at);
	if (r < 0)
		return r == -ENOENT ? -EUCLEAN : r;
	memcpy(w.id, p->id, sizeof(w.id));
	memcpy(w.journal, p->journal, sizeof(w.journal));
	memcpy(w.site, l->identity.site, sizeof(w.site));
	memcpy(w.station, l->identity.station, sizeof(w.station));
	memcpy(w.category, lot.category, sizeof(w.category));
	memcpy(w.lot, lot.id, sizeof(w.lot));
	memcpy(w.scale, p->scale, sizeof(w.scale));
	memcpy(w.container, p->container, sizeof(w.container));
	memcpy(w.operator_code, p->operator_code, sizeof(w.operator_code));
	memcpy(w.voided_by, p->voided_by, sizeof(w.voided_by));
	*ret_w = w;
	return 0;
}

int pack_of_entry(struct ledger *l, const char *journal, uint64_t seq, struct weighing *ret_w)
{
	const struct record_query query = { .seq = seq, .journal = journal };
	struct pack p;
	int r = record_rows(l->sql, &pack_record, &query, &p, 1);

	return r < 0 ? r : r == 0 ? -ENOENT : pack_shown(l, &p, ret_w);
}

int input_shown(struct ledger *l, const struct lot_input *i, struct weighing *ret_w)
{
	struct weighing w = { .pack = true,
		.seq = i->seq,
		.provenance = PROVENANCE_DEVICE_TARE,
		.net_mg = i->mass_mg,
		.method = METHOD_WEIGHED,
		.stable = true };
	struct lot_made lot;
	int r = made_find(l->sql, i->lot, &lot);

	if (r == 0)
		r = entry_moment(l, i->journal, i->seq, &w.at);
	if (r < 0)
		return r == -ENOENT ? -EUCLEAN : r;
	(void)snprintf(w.id, sizeof(w.id), INPUT_PREFIX "%llu", (unsigned long long)i->seq);
	memcpy(w.journal, i->journal, sizeof(w.journal));
	memcpy(w.site, l->identity.site, sizeof(w.site));
	memcpy(w.station, l->identity.station, sizeof(w.station));
	memcpy(w.category, lot.category, sizeof(w.category));
	memcpy(w.lot, lot.id, sizeof(w.lot));
	memcpy(w.operator_code, i->operator_code, sizeof(w.operator_code));
	memcpy(w.voided_by, i->voided_by, sizeof(w.voided_by));
	*ret_w = w;
	return 0;
}

int input_of_entry(struct ledger *l, const char *journal, uint64_t seq, struct weighing *ret_w)
{
	const struct record_query query = { .seq = seq, .journal = journal };
	struct lot_input i;
	int r = record_rows(l->sql, &lot_input_record, &query, &i, 1);

	return r < 0 ? r : r == 0 ? -ENOENT : input_shown(l, &i, ret_w);
}

int recorded_find(struct ledger *l, const char *id, struct weighing *ret_w)
{
	struct pack p;
	int r = is_input_name(id)
			? input_of_entry(l, l->journal,
				  strtoull(id + sizeof(INPUT_PREFIX) - 1, NULL, 10), ret_w)
			: weighing_find(l->sql, l->journal, id, ret_w);

	if (r != -ENOENT || is_input_name(id))
		return r;
	r = ledger_pack(l, id, &p);
	return r < 0 ? r : pack_shown(l, &p, ret_w);
}

/* The newest weighing, and what of the plate is none and was written after it: seq 0 where nothing was. */
struct newest {
	int64_t weighing;
	uint64_t seq;
	char journal[JOURNAL_SIZE];
	bool input;
};

/* Of an input the station's last jobs tell whether the plate gave it. */
#define NEWEST_SQL                                                                             \
	"SELECT r.row, r.seq, r.journal, 0 FROM pack r WHERE " OURS("r.journal",               \
		"?1") " UNION ALL SELECT e.row, r.seq, r.journal, 1"                           \
		      " FROM lot_input r JOIN entry e ON e.journal = r.journal AND e.seq = "   \
		      "r.seq"                                                                  \
		      " WHERE r.journal = ?1 AND EXISTS (SELECT 1 FROM kept k WHERE k.name = " \
		      "'job' AND"                                                              \
		      " instr(k.value, ' ' || r.seq || char(10)) > 0) ORDER BY 1 DESC LIMIT 1"

static int find_newest(struct ledger *l, struct newest *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_int(l->sql, &ret->weighing,
		"SELECT ifnull(max(r.row), 0) FROM weighing r WHERE " OURS("r.journal", "?1"),
		V_TEXT(l->journal));

	if (r >= 0)
		r = sql_start(l->sql, &stmt, NEWEST_SQL, V_TEXT(l->journal));
	if (r >= 0)
		r = sql_step(stmt);
	if (r <= 0 || sqlite3_column_int64(stmt, 0) <= ret->weighing)
		return r < 0 ? r : 0;
	ret->seq = (uint64_t)sqlite3_column_int64(stmt, 1);
	sql_text(stmt, 2, ret->journal, sizeof(ret->journal));
	ret->input = sqlite3_column_int(stmt, 3) != 0;
	return 0;
}

int recorded_last(struct ledger *l, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct newest newest = { 0 };
	int r = find_newest(l, &newest);

	if (r < 0)
		return r;
	if (newest.seq) {
		r = (newest.input ? input_of_entry : pack_of_entry)(
			l, newest.journal, newest.seq, ret_w);
		return r < 0 ? r : 1;
	}
	r = weighing_select(l->sql, &stmt, "WHERE r.row = ?1", V_INT(newest.weighing));
	return r < 0 ? r : weighing_step(stmt, ret_w);
}
