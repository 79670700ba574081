// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A station on a table: a plate that reports like a scale, a ledger that commits when it
 * is told to, and short words for what people do. For the station's tests only.
 */
#pragma once
#include "station.h"

struct rig {
	struct station s;
	struct station_effects fx; /* of the last step */
	struct moment now;
	uint64_t next_request;
	/* the ledger: what has been committed */
	struct weighing log[512];
	size_t logged;
	bool hold;                  /* commits wait for rig_commit() or rig_fail() */
	struct station_effect held; /* the commit that waits */
	bool holding;
	unsigned durable;      /* commits that came back */
	void (*decided)(void); /* a commit is asked for, nothing is done yet */
	void (*written)(void); /* it is in the log */
	/* the last reply seen */
	enum station_reply reply;
	char error[64];
	unsigned signals[8];
};

void rig_init(struct rig *r, size_t scales);
/* One report of scale i. */
void rig_report(struct rig *r, size_t scale, enum scale_state state, int64_t grams);
/* A load comes to rest: two moving reports, three at rest. 0 g is reported as zero. */
void rig_rest(struct rig *r, size_t scale, int64_t grams);
void rig_pass(struct rig *r, uint64_t seconds);
void rig_do(struct rig *r, enum station_action action, const char *code);
void rig_do_key(struct rig *r, enum station_action action, const char *code, const char *key);
void rig_commit(struct rig *r);
void rig_fail(struct rig *r);
/* Sum of what is not voided, in grams. */
int64_t rig_total_g(const struct rig *r);
size_t rig_valid(const struct rig *r);
extern const struct catalogue rig_catalogue;
