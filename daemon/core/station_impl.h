// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside the station machine. One step is: station.c dispatches the event; station_watch.c
 * says what a reading shows and station_load.c what that means for the plate (plate.c);
 * station_scales.c says which plate is in force, station_left.c what left unrecorded;
 * station_tile.c, station_question.c and station_intent.c decide what a person wants;
 * station_commit.c and station_undo.c make commits, station_result.c takes their results and
 * station_restart.c what other ways wrote. Effects are appended to *fx.
 */
#pragma once
#include <stdbool.h>
#include "station.h"

struct step {
	struct station *s;
	const struct moment *now;
	struct station_effects *fx;
};

/*
 * The ledger has been given something, by the station or by other ways: what lies there, and
 * which weighing is the last one, is about to change. Nothing is decided meanwhile.
 */
static inline bool is_writing(const struct station *s)
{
	return s->pending.job || s->writing;
}

/* ---- effects (station.c) ---- */
struct station_effect *step_effect(struct step *x, enum station_effect_kind kind);
void step_signal(struct step *x, enum station_signal signal);
struct station_effect *step_reply(struct step *x, uint64_t request, enum station_reply reply);
/* Refused or invalid, and the refused signal; with nobody to answer it becomes the notice. */
void step_refuse(struct step *x, uint64_t request, enum station_reply reply, const char *key);
struct station_effect *step_refuse_why(
	struct step *x, uint64_t request, enum station_reply reply, const struct sentence *why);
void notice_drop(struct station *s);

/* ---- what a reading shows (station_watch.c) ---- */
enum { REST_US = 1000000, LOWEST_US = 500000, OFF_US = 500000, EMPTY_US = 400000 };

/* The contract's c: less is no change. */
int64_t watch_c_mg(const struct station_watch *w);
/* Takes the reading into last, stable, e, gaps, ground; true if it may be judged. */
bool watch_take(struct station_scale *scale, const struct reading *r);
bool watch_is_away(enum scale_state state);
/* Longest of the last gaps, 0 if none is known. */
uint64_t watch_gap_us(const struct station_watch *w);
/* Boot time from which the last reading is too old to be recorded. */
uint64_t watch_stale_at_us(const struct station_watch *w);
/* A stable mass, zero included, and fresh. */
bool watch_rests(const struct station_watch *w, uint64_t now_boot_us);

/* ---- what it means for the plate (station_load.c) ---- */
struct station_scale *scale_in_force(struct station *s);
void load_reading(struct step *x, size_t i, const struct reading *reading);
/* What rests there long enough is known to the plate: after a void too. */
void load_rests(struct station_scale *scale);
/* A tare or a weighing of what lies there is no more: it is a load like others. */
void load_uncovered(struct station_scale *scale);
/* A tare on top of those in force, and what is a load over it. -ENOSPC: too many. */
int load_tare(struct station_scale *scale, const struct plate_tare *tare);
/* Time has passed: a change that lasts, one reading that stays the newest. */
void load_time(struct step *x, size_t i);
/* Of the last mass seen, our tare taken off. */
int64_t load_net_mg(const struct station_scale *scale);
/* May be recorded at once: nothing of it is in the ledger. */
bool load_ready(const struct station *s, const struct station_scale *scale);
/* Recorded, and what is shown is another mass (or of another ground) than what was. */
bool load_changed(const struct station_scale *scale);
/* Recorded, and a person must say whether it still is what was. */
bool load_asks(const struct station_scale *scale);
/* Net c or more under our tare. */
bool load_below_tare(const struct station_scale *scale);
/* What was put since the last record, what rests there now included. */
int64_t load_put_mg(const struct station_scale *scale);
/* Over a record: the load less the lower of what is counted and the lowest rest. 0 on two grounds. */
int64_t load_added_mg(const struct station_scale *scale);

/* ---- which plate is in force (station_scales.c) ---- */
bool scale_unrecorded(const struct station_scale *scale);
/*
 * A container that was chosen and has not come is of the next load, on whichever plate: it goes to
 * that one, unless something is recorded or tared there. True if it did.
 */
bool container_goes_along(struct station *s, size_t to);
/* After a start: the plate for which one was chosen is in force, and shows it. */
void container_waits_on(struct station *s);
/* Its plate left empty: it comes into force unless an unrecorded load lies on the one that is. */
void scale_left_empty(struct station *s, size_t scale);
void scale_emptied(struct station *s, size_t scale);
void scale_choose(struct station *s, size_t scale, bool hold);
/* Another plate holds an unrecorded load that a tile must ask about: its index, or -1. */
int other_loaded_scale(const struct station *s);

/* ---- loads that left (station_left.c) ---- */
void left_add(struct step *x, const char *scale, int64_t low_mg, int64_t high_mg);
/* With the next number. */
void left_append(struct station *s, const struct left_load *load);
/* A weighing is as heavy as one of them that left about then; and it is that one. */
bool left_has(struct station *s, const struct weighing *w);
void left_strike(struct station *s, const struct weighing *w, const struct moment *now);
/* By the one that is about to be written: LEFT_BY_NEW. */
void left_strike_new(struct station *s, const struct weighing *w);
/* That weighing is void: the load that it had struck is listed again. */
void left_void(struct station *s, const char *id);
/* Another one has taken its place. True if it had struck one. */
bool left_succeed(struct station *s, const char *id, const char *successor_id);
/* Its load has become lighter, as a person says: what had left and is heavier is not all of it. */
void left_lighter(struct station *s, const char *id, int64_t net_mg);
/* A person has seen to it; by: with that weighing, which may be taken back. */
void left_seen(struct station *s, uint64_t number, const char *by);

/* The key that says its state, "scale_moving", or of a fault its reason (station_view.c). */
const char *reading_sentence(const struct reading *r);

/* ---- tiles (station_tile.c) ---- */
struct tile {
	char category[CODE_SIZE];
	char container[CODE_SIZE]; /* QUESTION_ONE_MORE: it was no tile, but this container */
	uint32_t units;
	const struct station_take
		*take; /* of the intent of this step; NULL: as things are in force */
	uint64_t request;
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
};
/* Else its own: it comes in as food, goes out of its lot for a slip that was named, or is a pack, which goes nowhere. */
static inline bool takes_way_in_force(const struct station_take *take)
{
	return !take || (take->lot[0] && !take->pack && !take->slip[0]);
}
struct tile tile_of(const struct intent *in);
void tile_tap(struct step *x, const struct intent *in);
/* Can anything be weighed as that now? false: said and done. */
bool tile_is_weighable(struct step *x, const struct tile *tile);
/* May any tile be used? false: said and done. */
bool tile_may_weigh(struct step *x, const struct tile *tile);
/* What it does to the load in force; ask_other: a second loaded scale is asked about. */
void tile_use(struct step *x, const struct tile *tile, bool ask_other);
void armed_drop(struct station *s);
/* Of the load in force, at once (station_take.c). */
void load_take(struct step *x, const struct tile *tile);
/* An armed category meets a load that rests. */
void armed_meets_load(struct step *x);

/* ---- questions (station_question.c, station_answer.c) ---- */
void question_ask(struct step *x, const struct tile *tile, enum station_question kind);
/* That answer would make what is doubted: asked about first. */
bool question_doubts(struct step *x, const struct tile *tile, const struct station_choice *choice);
/* What a tile on a recorded load asks. */
enum station_question question_of(const struct station_scale *scale);
void question_drop(struct station *s);
/* Of a load that nobody recorded, and may be none as it is. */
bool question_is_doubt(enum station_question kind);
/* Its facts changed: an answer to it is refused from now on. */
void question_close(struct station *s);
/* What lies there is c or more off what it was when the question was asked. */
bool question_load_is_another(const struct station *s);
/* After a reading of that scale, judged. */
void question_judge(struct station *s, size_t i);
/* A question that was answered too late is asked anew when the load rests. */
void question_again(struct step *x);
void question_answer(struct step *x, const struct intent *in);

/* ---- loads that may be none to be recorded as they are (station_doubt.c) ---- */
/* Loads of that category under so much are asked about: QUESTION_LIGHT. */
int64_t light_least_mg(const struct step *x, const char *category);
struct load_doubt {
	enum station_question kind; /* QUESTION_NONE: none */
	int64_t from_mg;
	const char *container, *with; /* of the catalogue; NULL: it is about none, with no other */
};
struct load_doubt load_doubt(const struct step *x, const char *category, int64_t net_mg);

/* ---- what else people want (station_intent.c) ---- */
void intent_step(struct step *x, const struct intent *in);
/* in->code is a container: the mass of in->units of it adds to the tare. Says so, or why not. */
void container_set(struct step *x, const struct intent *in);
void container_follow(struct station *s);

/* ---- the slip in force (station_slip.c) ---- */
/* Without one: for whom and for where is nobody and nowhere again. false: it was so already. */
bool whom_let_go(struct station_context *c);
void slip_told(struct step *x, const struct station_slip *slip);
void slip_intent(struct step *x, const struct intent *in);
/* A commit was refused for this: if the slip in force has ended, it is no more. */
void slip_refused(struct step *x, const struct sentence *why);
/* It says so already, and was not asked to be let go: refused. */
bool slip_holds(struct step *x, const struct intent *in);

/* ---- commits (station_commit.c, station_undo.c) ---- */
struct station_effect *commit_begin(struct step *x, enum station_commit commit, uint64_t request,
	const char *key, const uint8_t digest[32]);
/* Records the load in force: net_mg of it, the rest being tare or in other weighings. */
void commit_load(struct step *x, const struct tile *tile, int64_t net_mg);
/* Likewise, all that counted there is set aside. */
void commit_new(struct step *x, const struct tile *tile, int64_t net_mg);
/* Likewise, in place of void_id. */
void commit_replace(struct step *x, const struct tile *tile, int64_t net_mg, const char *void_id);
/* void_id is voided because nothing of it lies there any more. */
void commit_void(struct step *x, const struct tile *tile, const char *void_id);
/* void_id again under the tile's category. */
void commit_reclassify(struct step *x, const struct tile *tile, const char *void_id);
void commit_undo(struct step *x, const struct intent *in);
/* How long ago it was; false: over a reboot only two trusted clocks can say. */
bool passed_us(const struct moment *then, const struct moment *now, int64_t *ret_us);

/* ---- results (station_result.c) ---- */
void take_totals(struct step *x, const struct station_event *event);
void commit_done(struct step *x, const struct station_event *event);
void commit_failed(struct step *x, const struct station_event *event);
void commit_unknown(struct step *x, const struct station_event *event);

/* ---- what was kept (station_restart.c) ---- */
/* What was kept of a scale that is gone, or has changed its place, may be what lies on this one. */
void kept_meets_load(struct station *s, size_t i);
/* Before it is recorded: likewise if it has become another load meanwhile. */
void kept_meets_tile(struct station *s, size_t i);

/* ---- other ways (station_elsewhere.c) ---- */
void writing_elsewhere(struct station *s, const struct station_event *event);
void written_elsewhere(struct step *x, const struct station_event *event);
/* That plate was seen empty: what is being typed does not lie there any more. */
void typing_left(struct station *s, size_t scale);
/* A commit took it out of the plate of scale here: of any other that may hold it, too. */
void plates_void_elsewhere(struct station *s, size_t here, const char *id);
/* To every plate that may hold it, that of the commit under way included. */
bool plates_void(struct station *s, const char *id);
bool plates_succeed(struct station *s, const char *id, const struct weighing *successor);
