// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside the station machine. One step is: station.c dispatches the event; station_load.c
 * judges what lies on the plates; station_tile.c and station_intent.c decide what a person
 * wants; station_commit.c makes commits and takes their results. Effects are appended to *fx.
 */
#pragma once
#include <stdbool.h>
#include "station.h"

struct step {
	struct station *s;
	const struct moment *now;
	struct station_effects *fx;
};

/* ---- effects (station.c) ---- */
struct station_effect *step_effect(struct step *x, enum station_effect_kind kind);
void step_signal(struct step *x, enum station_signal signal);
struct station_effect *step_reply(struct step *x, uint64_t request, enum station_reply reply);
/* Refused or invalid, and the refused signal; with nobody to answer it becomes the notice. */
void step_refuse(struct step *x, uint64_t request, enum station_reply reply, const char *key);
struct station_effect *step_refuse_why(
	struct step *x, uint64_t request, enum station_reply reply, const struct sentence *why);

/* ---- loads (station_load.c) ---- */
struct station_scale *scale_in_force(struct station *s);
void load_reading(struct step *x, size_t scale, const struct reading *r);
/* What lies there is new: nothing of it has been counted. */
void load_fresh(struct station_load *load);
/* The load on the plate is (being) recorded by a weighing of net_mg above base_mg. */
void load_record(struct station_load *load, const char *category, int64_t base_mg);
void load_drop_tare(struct station_load *load);
int64_t load_net_mg(const struct station_load *load);
bool load_ready(const struct station_load *load);
/* Recorded, and by now at least five intervals more or less than it was. */
bool load_changed(const struct station_load *load);
/* The plate in force is chosen: never while its load is unrecorded. */
void choose_scale(struct station *s);
/* Another plate holds an unrecorded load: its index, or -1. */
int other_loaded_scale(const struct station *s);

/* The key that says its state, "scale_moving", or of a fault its reason (station_view.c). */
const char *reading_sentence(const struct reading *r);

/* ---- tiles and questions (station_tile.c) ---- */
void tile_tap(struct step *x, const struct intent *in);
void question_answer(struct step *x, const struct intent *in);
void question_drop(struct station *s);
void armed_drop(struct station *s);
/* An armed category meets a ready load. */
void armed_meets_load(struct step *x);

/* ---- what else people want (station_intent.c) ---- */
void intent_step(struct step *x, const struct intent *in);

/* ---- commits (station_commit.c) ---- */
struct tile {
	char category[CODE_SIZE];
	uint32_t units;
	uint64_t request;
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
};
/* Records the load in force above base_mg (0: all but the tare); void_id not "": replaces it. */
void commit_load(struct step *x, const struct tile *tile, int64_t base_mg, const char *void_id);
/* The last weighing again under another category. */
void commit_recategorised(struct step *x, const struct tile *tile);
void commit_undo(struct step *x, const struct intent *in);
void commit_done(struct step *x, const struct station_event *event);
void commit_failed(struct step *x, const struct station_event *event);
void written_elsewhere(struct step *x, const struct station_event *event);
