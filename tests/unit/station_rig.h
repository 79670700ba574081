// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A station on a table: plates that report like scales, a ledger that commits when it is
 * told to and keeps what it is asked to keep, and short words for what people do. For the
 * station's tests only.
 */
#pragma once
#include "station.h"

struct rig {
	struct station s;
	struct station_effects fx; /* of the last step */
	struct moment now;
	uint64_t period_us; /* between two readings */
	int64_t e_g,
		least_g; /* of each scale: its step, and what is weighed under it is asked about */
	size_t scales;
	uint64_t next_request;
	/* the ledger: what has been committed, and what is kept beside it */
	struct weighing log[512];
	size_t logged;
	size_t newest;  /* of them: what was written last */
	bool overtaken; /* by another way, while nobody knows what came of the commit before it */
	struct station_kept kept;
	unsigned long long jobs;
	bool hold;                  /* commits wait for rig_commit() or rig_fail() */
	struct station_effect held; /* the commit that waits */
	struct station_kept held_kept;
	bool holding;
	struct { /* a write of another way that is with the ledger */
		bool under_way;
		bool makes, has_kept;
		struct weighing new;
		char voided_id[PRIVATE_KEY_SIZE];
		struct station_kept kept;
	} page;
	unsigned durable;      /* commits that came back */
	unsigned kept_times;   /* EFFECT_KEEP */
	void (*decided)(void); /* a commit is asked for, nothing is done yet */
	void (*written)(void); /* it is in the log */
	void (*opened)(void);  /* started again, and what was kept is not given back yet */
	/* the last reply seen */
	enum station_reply reply;
	char error[64];
	unsigned signals[8];
};

void rig_init(struct rig *r, size_t scales);
void rig_least(struct rig *r, int64_t grams);
/* One event, and what comes of it; so much time passes unseen. */
void rig_step(struct rig *r, struct station_event *e);
void rig_elapse(struct rig *r, uint64_t us);
/* The daemon is killed and starts again: what was durable is restored, nothing else. */
void rig_restart(struct rig *r);
/* One report of scale i, one period after what went before. */
void rig_report(struct rig *r, size_t scale, enum scale_state state, int64_t grams);
void rig_report_net(struct rig *r, size_t scale, enum scale_state state, int64_t grams);
/* A load comes to rest and rests for 1.2 s or longer. 0 g is reported as zero. */
void rig_rest(struct rig *r, size_t scale, int64_t grams);
void rig_rest_net(struct rig *r, size_t scale, int64_t grams);
/* So many readings at rest, without anything moving before. */
void rig_frames(struct rig *r, size_t scale, int64_t grams, unsigned count);
void rig_wait(struct rig *r, uint64_t us); /* nothing is said for so long */
void rig_pass(struct rig *r, uint64_t seconds);
void rig_do(struct rig *r, enum station_action action, const char *code);
/* A container, and how many of it. */
void rig_contain(struct rig *r, const char *code, uint32_t units);
void rig_do_key(struct rig *r, enum station_action action, const char *code, const char *key);
/* What lies there is a pack, of a lot whose category is in no catalogue any more. */
void rig_pack(struct rig *r, const char *lot);
/* An answer to the question as it was shown: it names the mass. */
void rig_answer(struct rig *r, const char *code, int64_t to_g);
void rig_commit(struct rig *r);
void rig_fail(struct rig *r);
void rig_unknown(struct rig *r); /* nobody knows; rig_commit() or rig_fail() tells */
/* By other ways: page, scan. Given to the ledger; nobody is told before rig_page_done(). */
void rig_page_void(struct rig *r, const char *id);
void rig_page_type(struct rig *r, int64_t grams, const char *category);
void rig_page_correct_mass(struct rig *r, const char *id, int64_t grams);
void rig_page_correct(struct rig *r, const char *id, const char *category);
/* Written, as far as it can be, or not: what is new, NULL if nothing. */
const struct weighing *rig_page_done(struct rig *r, bool writes);
/* Both at once. */
void rig_voided(struct rig *r, const char *id);
/* By the command line while the daemon is down: it is told of it by rig_restart(). */
void rig_void_away(struct rig *r, const char *id);
const struct weighing *rig_type(struct rig *r, int64_t grams, const char *category);
const struct weighing *rig_correct(struct rig *r, const char *id, const char *category);
const struct weighing *rig_correct_mass(struct rig *r, const char *id, int64_t grams);
/* It lay in something else: the same load, of another tare. */
const struct weighing *rig_correct_tare(struct rig *r, const char *id, int64_t grams);
/* What is offered for that code: NULL if it is not. */
const struct station_choice *rig_choice(struct rig *r, const char *code);
struct weighing *rig_find(struct rig *r, const char *id);
/* Sum of what is not voided, in grams. */
int64_t rig_total_g(const struct rig *r);
size_t rig_valid(const struct rig *r);
/* No load of the tests weighs as much, so none is taken for an empty container. */
enum { RIG_BAC_G = 2140, RIG_ROLL_G = 21440, RIG_LID_G = 130, RIG_BOX_G = 940 };
extern const struct catalogue rig_catalogue;
