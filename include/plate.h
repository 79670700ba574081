// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What lies on one plate: kept, never guessed. A pure value, written beside the ledger's
 * entries by whatever changes it and given back at start (station.h); the rules are the
 * contract's (Station: What lies on the plate is kept).
 *
 * A mass belongs to a ground: gross, or net by the device's own tare. Masses of two grounds
 * are never subtracted.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "moment.h"
#include "names.h"
#include "weighing.h"

enum {
	PLATE_PARTS = 32,
	PLATE_TARES = 8,
	PLATE_CONTAINERS = 3, /* kinds of them that one tare is composed of */
};

enum part_state {
	PART_ON,     /* lies there and is counted */
	PART_UNDER,  /* lies under a tare, ours or the device's, until the gross is seen empty */
	PART_TIPPED, /* was over our tare when the net was seen empty: no longer counted */
	PART_ASIDE,  /* set aside by "new": it is said to lie there no longer */
	PART_STATE_COUNT,
};

/* A valid weighing, or a pack or an input, of which the plate holds the load. */
struct plate_part {
	char id[PRIVATE_KEY_SIZE]; /* "": the weighing of the commit under way */
	char category[CODE_SIZE];
	int64_t net_mg;  /* what of the load it is */
	int64_t said_mg; /* of its weighing, where a person typed another mass later; 0: net_mg */
	int64_t tare_mg; /* ours, in force when it was recorded */
	bool device_net; /* recorded as the device's own net */
	bool typed;
	bool pack; /* it is no weighing: nothing takes its place, and undo is all that voids it */
	enum part_state state;
	char aside_by[PRIVATE_KEY_SIZE]; /* PART_ASIDE: by which weighing; "" likewise */
};

struct plate_tare {
	int64_t mg;                /* with those that it was put on top of */
	char container[CODE_SIZE]; /* "" : what lay there */
	int64_t units;             /* so many of it; 0, of before they were counted: one */
	bool loaded;               /* its container has been on the plate */
	int64_t under_mg;          /* had been put on what is recorded under it */
};

/* One kind of what the tare in force is composed of. */
struct plate_container {
	char code[CODE_SIZE];
	int64_t units;
	int64_t mg; /* of all of them */
};

struct plate {
	char scale[DEVICE_SIZE]; /* its name in station.conf */
	bool device_net;         /* the ground of what follows */
	int64_t level_mg;        /* mass shown with all that is counted, tare not taken off */
	int64_t lowest_mg;       /* least that rested since the last record, likewise */
	int64_t put_mg;          /* sum of the rises between rests since the last record */
	bool rested;             /* rest_mg is known */
	int64_t rest_mg;         /* mass of the last rest of 1 s, of the ground then seen */
	int64_t high_mg;         /* highest net that rested and perhaps nobody recorded */
	int64_t extra_mg;        /* what "leave" lets pass: lies there, is in no weighing */
	int64_t under_mg;        /* void since it was recorded, and under the device's own tare */
	bool unsure;             /* the recorded load may be another one: a tile asks, no tick */
	bool glitch;             /* it was changed for a moment: the next tile asks */
	bool left_alone;         /* "leave" was said of a changed load: no tick */
	bool gap;                /* for a while nobody saw it: restart, absence, short emptying */
	bool vague;              /* it was another load after such a gap, or may be another */
	bool zeroed;             /* the scale came back at zero though a load had lain there */
	bool carried;            /* kept beside that scale's own plate: it may lie elsewhere */
	size_t tare_count;       /* the last one is in force */
	struct plate_tare tare[PLATE_TARES];
	size_t part_count; /* oldest first */
	struct plate_part part[PLATE_PARTS];
};

/* A load that left without being recorded. */
struct left_load {
	uint64_t number; /* 1, 2, …; unique at this station */
	char scale[DEVICE_SIZE];
	struct moment at; /* when it left */
	int64_t low_mg, high_mg;
	char struck_by[PRIVATE_KEY_SIZE]; /* the weighing that has its mass; "": nobody yet */
};
/* It is struck by the weighing that is written with it, whose number nobody knows yet. */
#define LEFT_BY_NEW "*"
/* Gives it that number. */
void left_name(struct left_load *l, const char *id);

/* Nothing lies there. */
void plate_init(struct plate *p, const char *scale);

/* Our tare in force, 0 if none. */
int64_t plate_tare_mg(const struct plate *p);
/* The containers that it is composed of, each kind once, the one chosen first in front: how many kinds. */
size_t plate_containers(const struct plate *p, struct plate_container ret[PLATE_CONTAINERS]);
/* The same as a weighing says it: "ROLL1=1 BACBLEU=4". */
void plate_containers_text(const struct plate *p, char ret[CONTAINERS_SIZE]);
bool plate_has_container(const struct plate *p, const char *code);
/* So many of the tares have been on the plate; those on top of them wait for their container. */
size_t plate_tares_come(const struct plate *p);
/* Sum of what lies there and is counted. */
int64_t plate_counted_mg(const struct plate *p);
/* Something recorded lies there: PART_ON. */
bool plate_recorded(const struct plate *p);
/* The newest weighing that lies there, NULL if none. */
const struct plate_part *plate_newest(const struct plate *p);
/* The mass of its weighing. */
int64_t plate_said_mg(const struct plate_part *part);
/* That weighing's part in any state but set aside or tipped, NULL if none. */
const struct plate_part *plate_find(const struct plate *p, const char *id);

/* Something recorded lies there, if only under a tare. */
bool plate_holds(const struct plate *p);

/* A new part on top. Where there is no room the oldest that does not count goes, else the oldest. */
void plate_add(struct plate *p, const struct plate_part *part);
/* The load is as it is now counted: mass_mg of that ground. */
void plate_settle(struct plate *p, bool device_net, int64_t mass_mg);
/* "new": all that counts is set aside, by the weighing that is being written. */
void plate_put_aside(struct plate *p);
/* It is being replaced by the commit under way: its part is out, nothing else changes. */
void plate_take_out(struct plate *p, const char *id);
/*
 * A tare of ours on top of those in force: what lies there lies under it. What had rested there
 * and was taken off before is owed its line still, from c up. -ENOSPC: too many.
 */
int plate_push_tare(struct plate *p, const struct plate_tare *tare, int64_t c_mg);
/* Back to the tare before; what was recorded before lies there again, unsure. */
void plate_pop_tare(struct plate *p);
/* The net was seen empty: what counted lies under the device's tare, or was tipped out. */
void plate_net_emptied(struct plate *p, bool device_net);
/* The gross was seen empty: nothing lies there. Tares of which the container never came stay. */
void plate_gross_emptied(struct plate *p);
/* Frames became net by the device's tare, or stopped being so. */
void plate_ground_changed(struct plate *p, bool device_net);
/* A rest of 1 s. */
void plate_rests(struct plate *p, int64_t mass_mg, int64_t e_mg, int64_t c_mg);
/* What is counted may be another load, of net_mg: if it leaves so, it is owed a line. */
void plate_doubt(struct plate *p, int64_t net_mg);
/* What is in no weighing of a load that leaves now: false if nothing. */
bool plate_unrecorded(const struct plate *p, int64_t e_mg, int64_t c_mg, int64_t *ret_low_mg,
	int64_t *ret_high_mg);
/*
 * A weighing was voided, by any way: its part is out, what it had set aside lies there again,
 * and what is left is unsure. A tare taken over it gives way to the one it was recorded with.
 * True if it was there.
 */
bool plate_void(struct plate *p, const char *id);
/*
 * It was replaced or corrected: the successor takes its place. What lies there changes by what was
 * weighed anew or undone only; a mass that a person typed instead is of the same load.
 */
bool plate_succeed(struct plate *p, const char *id, const struct weighing *successor);
/* The commit under way got its number. */
void plate_name(struct plate *p, const char *id);

/* The first start of the version that keeps plates: the newest weighing of a scale lies there. */
void plate_of_weighing(struct plate *p, const struct weighing *w);
