// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What of the plate is recorded, as the station knows it: a weighing, or a pack as if it were one. A pack
 * is no weighing and stands in no total, but its load is recorded all the same.
 */
#include "recorded.h"
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

int recorded_find(struct ledger *l, const char *id, struct weighing *ret_w)
{
	struct pack p;
	int r = weighing_find(l->sql, l->journal, id, ret_w);

	if (r != -ENOENT)
		return r;
	r = ledger_pack(l, id, &p);
	return r < 0 ? r : pack_shown(l, &p, ret_w);
}

/* The newest weighing, and the newest pack: of rows that arrived one after the other. */
static int newest_rows(struct ledger *l, int64_t *ret_weighing, uint64_t *ret_pack_seq,
	char ret_journal[JOURNAL_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int64_t row = 0;
	int r = sql_int(l->sql, ret_weighing,
		"SELECT ifnull(max(r.row), 0) FROM weighing r WHERE " OURS("r.journal", "?1"),
		V_TEXT(l->journal));

	if (r >= 0)
		r = sql_start(l->sql, &stmt,
			"SELECT r.row, r.seq, r.journal FROM pack r WHERE " OURS(
				"r.journal", "?1") " ORDER BY r.row DESC LIMIT 1",
			V_TEXT(l->journal));
	if (r >= 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	row = sqlite3_column_int64(stmt, 0);
	*ret_pack_seq = row > *ret_weighing ? (uint64_t)sqlite3_column_int64(stmt, 1) : 0;
	sql_text(stmt, 2, ret_journal, JOURNAL_SIZE);
	return 0;
}

int recorded_last(struct ledger *l, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char journal[JOURNAL_SIZE];
	uint64_t pack_seq = 0;
	int64_t row = 0;
	int r = newest_rows(l, &row, &pack_seq, journal);

	if (r < 0)
		return r;
	if (pack_seq)
		r = pack_of_entry(l, journal, pack_seq, ret_w);
	if (pack_seq)
		return r < 0 ? r : 1;
	r = weighing_select(l->sql, &stmt, "WHERE r.row = ?1", V_INT(row));
	return r < 0 ? r : weighing_step(stmt, ret_w);
}
