// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * weighing: the fact. The body holds all that was known, the instrument's own digits and raw
 * frame included; the row holds what is looked up, the daily total what is summed.
 */
#include <string.h>
#include "../closed.h"
#include "../lots.h"
#include "../made.h"
#include "../write.h"

static bool has_gross(const void *value)
{
	return ((const struct weighing *)value)->provenance == PROVENANCE_STATION_TARE;
}

static bool is_device_net(const void *value)
{
	return ((const struct weighing *)value)->provenance == PROVENANCE_DEVICE_TARE;
}

static bool has_shown(const void *value)
{
	return ((const struct weighing *)value)->shown.unit != MASS_UNIT_NONE;
}

#define W(name_, member_, type_, ...)                                                            \
	{                                                                                        \
		.name = (name_), RECORD_AT(weighing_entry, weighing.member_, type_), __VA_ARGS__ \
	}
#define CODE(name_) W(#name_, name_, RECORD_TEXT)
#define FACT(type_, name_, extent_, ...) W(#name_, name_, __VA_ARGS__),
#define SHOWN(part_, type_, ...)                                                           \
	W("shown", shown.part_, type_, .body = "shown." #part_, .column = "shown_" #part_, \
		.rules = RECORD_ZERO | RECORD_SILENT | RECORD_FILLED, .has = has_shown,    \
		__VA_ARGS__)
/* Only a code: words are not in the entry. A body that is damaged says none. */
#define VOID_REASON                                                                        \
	"(SELECT json_extract(CAST(v.body AS TEXT), '$.reason') FROM entry v"              \
	" WHERE v.journal = r.voided_journal AND v.seq = r.voided_seq AND v.kind = 'void'" \
	" AND json_valid(CAST(v.body AS TEXT)))"
/* Of another boot, or typed for another day, there is nothing to tell the order by. */
#define OF_BOOT .done = offsetof(struct weighing_entry, of_boot) + 1

static const struct record_field fields[] = {
	ROW_OF(weighing_entry),
	W("journal", journal, RECORD_TEXT, .rules = RECORD_STAMP),
	W("seq", seq, RECORD_UINT, .rules = RECORD_STAMP),
	W("site", site, RECORD_TEXT, .column = "j.site", .rules = RECORD_JOINED),
	W("station", station, RECORD_TEXT, .column = "j.station", .rules = RECORD_JOINED),
	W("boot_id", at.boot_id, RECORD_TEXT, .rules = RECORD_STAMP | RECORD_SILENT | RECORD_FILLED,
		OF_BOOT),
	CODE(id),
	{ .name = "number",
		RECORD_AT(weighing_entry, number, RECORD_UINT),
		.rules = RECORD_BODY | RECORD_SILENT },
	W("at", at.wall_us, RECORD_TIME, .body = "at_us", .column = "wall_us"),
	W("day", at.day, RECORD_TEXT),
	W("clock", at.quality, RECORD_WORD, .words = &clock_words),
	W("boot_us", at.boot_us, RECORD_UINT, .body = "at_boot_us",
		.rules = RECORD_ZERO | RECORD_SILENT | RECORD_FILLED, OF_BOOT),
	W("direction", direction, RECORD_WORD, .words = &direction_words),
	CODE(category),
	CODE(origin),
	CODE(destination),
	CODE(place),
	CODE(partner),
	CODE(lot),
	W("provenance", provenance, RECORD_WORD, .words = &provenance_words,
		.answered = is_device_net),
	W("gross_mg", gross_mg, RECORD_MG, .rules = RECORD_ZERO, .has = has_gross),
	W("tare_mg", tare_mg, RECORD_MG, .rules = RECORD_ZERO, .has = has_gross),
	W("net_mg", net_mg, RECORD_MG),
	W("units", units, RECORD_UINT, .rules = RECORD_BLANK),
	W("method", method, RECORD_WORD, .words = &method_words),
	CODE(scale),
	W("stable", stable, RECORD_TRUE),
	W("approved", approved, RECORD_TRUE),
	SHOWN(digits, RECORD_INT),
	SHOWN(exp10, RECORD_INT),
	SHOWN(unit, RECORD_WORD, .words = &mass_unit_words),
	W("raw", raw, RECORD_BYTES, .rules = RECORD_BODY | RECORD_SILENT,
		.done = offsetof(struct weighing_entry, weighing.raw_len) + 1),
	CODE(container),
	W("operator", operator_code, RECORD_TEXT),
	CODE(corrects),
	W("voided_by", voided_by, RECORD_TEXT, .column = "r.voided_journal || '/' || r.voided_seq",
		.rules = RECORD_JOINED),
	CODE(reason),
	W("void_reason", void_reason, RECORD_TEXT, .column = VOID_REASON, .rules = RECORD_JOINED),
	CODE(slip),
	WEIGHING_FACTS(FACT) TEXT(weighing_entry, note, .rules = RECORD_ERASABLE | RECORD_SILENT),
};
static const char *const order[] = { "id", "journal", "seq", "site", "station", "at", "day",
	"clock", "operator", "direction", "category", "origin", "destination", "place", "partner",
	"lot", "container", "gross_mg", "tare_mg", "net_mg", "units", "method", "scale", "stable",
	"approved", NULL };
const struct record weighing_record = RECORD_OF(weighing_entry, fields, .table = "weighing",
	.join = "JOIN journal j USING (journal)", .order = order);

const struct record_field *weighing_fact(size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if ((fields[i].rules & RECORD_ASKED) && n-- == 0)
			return &fields[i];
	return NULL;
}

static int check(const void *value)
{
	const struct weighing *w = value;

	return w->id[0] && w->category[0] && w->net_mg > 0 ? 0 : -EBADMSG;
}

/* Its totals, and its number is used. */
static int count(struct sql *s, const struct entry *e, const void *value)
{
	const struct weighing_entry *w = value;
	int r = w->weighing.lot[0] ? lot_flow_weighing(s, &w->weighing) : 0;

	if (r == 0)
		r = total_add(s, &w->weighing, 1);
	if (r < 0)
		return r;
	return sql_run(s,
		"UPDATE number SET last = ?2 WHERE journal = ?1 AND type = 'W' AND last < ?2",
		V_TEXT(e->journal), V_INT(w->number));
}

/* ---- writing one ---- */

/* What comes in is received, or comes back: into its lot then, never as another one. lang: lot_only_out return_needs_lot */
static int check_lot(
	struct ledger *l, struct weighing *w, enum weighed_as as, struct ledger_result *res)
{
	int back = lot_is_return(l, w);

	if (back < 0)
		return back;
	if (as == WEIGHED_OF_RECEPTION)
		return back ? ledger_conflict(res, "return_needs_lot", w->category) : 0;
	if (w->direction == DIRECTION_IN && !back)
		return ledger_refuse_field(res, "lot_only_out", w->lot, "lot");
	return back && as == WEIGHED_OF_PACK ? 0 : lot_moves(l, w, NULL, res);
}

int weighing_allow(
	struct ledger *l, struct weighing *w, enum weighed_as as, struct ledger_result *res)
{
	int r = w->slip[0] ? ledger_join_slip(l, w, res) : 0;

	if (r == 0 && res->answer == LEDGER_WRITTEN && w->method == METHOD_ESTIMATED)
		r = ledger_estimate(l, w, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN && w->lot[0])
		r = check_lot(l, w, as, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_check_weighing(l, w, res);
	return r < 0 || res->answer != LEDGER_WRITTEN || w->lot[0] ? r : lot_needed(l, w, res);
}

static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	(void)job;
	return weighing_allow(l, value, WEIGHED_ALONE, res);
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct weighing_entry *e = value;
	struct weighing *w = &e->weighing, target;
	int r = w->corrects[0] ? ledger_target(l, w->corrects, &target, res) : 0;

	if (r == 0 && res->answer == LEDGER_WRITTEN && w->corrects[0])
		r = closed_guard(l, job, w->at.day, res); /* it may be of another day now */
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (w->corrects[0])
		memcpy(w->corrects, target.id, sizeof(w->corrects));
	/* Voided just before, for the same reason, which may be one of the site's own. */
	if (w->corrects[0] && strcmp(w->reason, "OTHER") == 0 && target.void_reason[0])
		memcpy(w->reason, target.void_reason, sizeof(w->reason));
	r = ledger_take_waste(l, w, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	e->of_boot = strcmp(w->at.boot_id, job->now.boot_id) == 0;
	return number_next(l->sql, l->journal, 'W', w->id, &e->number);
}

static int add_label(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct weighing *w = value;

	(void)res;
	return job->label ? label_job_add(l, w->id, &job->now) : 0;
}

/* As it was written: whether it was voided since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	int r = weighing_of_entry(l->sql, l->journal, seq, &res->weighing);

	(void)asked;
	if (r == 0)
		res->weighing.voided_by[0] = res->weighing.void_reason[0] = '\0';
	return r;
}

static const char *const tables[] = { "total", "total_month", "scale_day", NULL };
const struct kind weighing_kind = {
	"weighing",
	1,
	.record = &weighing_record,
	.own_codes = true, /* of its own day: ledger_check_way() */
	.tables = tables,
	.check = check,
	.after = count,
	.allow = allow,
	.fill = fill,
	.beside = add_label,
	.answer = answer,
};
