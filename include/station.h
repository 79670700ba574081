// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The station: the only owner of what is going on at one place of weighing. A pure
 * state machine, (state, event) -> (state, effects), without descriptor, clock or
 * database; what a load, a tap and an undo mean is the contract's (Station).
 *
 * Whoever runs it feeds events one at a time and carries out the effects in order; a
 * commit comes back as an event. Drivers, page, scanner, buttons and command line all
 * send the same intents.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "approval.h"
#include "catalogue.h"
#include "moment.h"
#include "names.h"
#include "reading.h"
#include "sentence.h"
#include "stability.h"
#include "weighing.h"

enum { STATION_SCALES = 4, STATION_EFFECTS = 12 };

enum station_action {
	ACTION_CATEGORY,
	ACTION_ORIGIN,
	ACTION_DESTINATION,
	ACTION_DIRECTION,
	ACTION_PLACE,
	ACTION_CONTAINER,
	ACTION_OPERATOR,
	ACTION_SCALE,
	ACTION_ANSWER,
	ACTION_UNDO,
	ACTION_TARE,
	ACTION_ZERO,
	ACTION_PRINT,
	ACTION_CANCEL,
	ACTION_COUNT,
};

/* What a person wants. code: catalogue code, scale name, "in"/"out", or an answer's word. */
struct intent {
	enum station_action action;
	char code[DEVICE_SIZE];
	uint32_t units;   /* with a category */
	uint64_t request; /* comes back in the reply; 0: nobody waits for one (scanner, button) */
	char key[REQUEST_KEY_SIZE]; /* Idempotency-Key, "" if none */
	uint8_t digest[32];         /* of the request that carried the key */
};

enum station_phase {
	PHASE_EMPTY,
	PHASE_SETTLING,
	PHASE_READY,
	PHASE_RECORDING, /* a commit is under way: nothing is shown as saved yet */
	PHASE_RECORDED,  /* the load on the plate is recorded */
	PHASE_QUESTION,
	PHASE_COUNT,
};

enum station_question {
	QUESTION_NONE,
	QUESTION_CHANGED_LOAD,   /* add, replace, leave: a recorded load became another */
	QUESTION_OTHER_CATEGORY, /* change, leave: another tile on a recorded load */
	QUESTION_OTHER_SCALE,    /* change, leave: a second scale is loaded */
	QUESTION_ORIGIN,         /* the origin in force is old: confirm (leave) or choose */
	QUESTION_COUNT,
};

struct station_context {
	enum direction direction;
	char origin[CODE_SIZE];
	char destination[CODE_SIZE];
	char place[CODE_SIZE];
	char container[CODE_SIZE];
	char operator_code[CODE_SIZE];
};

/* What is known of the load on one plate. Private to core/. */
struct station_load {
	struct reading last;
	struct stability stability;
	bool stable;      /* last is a stable mass, zero included */
	bool unconfirmed; /* the next report is the first after opening: it may be stale */
	int64_t e_mg;     /* scale interval in force, above 0 */
	bool loaded;      /* more than an interval lies on the plate */
	uint64_t left_empty_boot_us;
	bool recorded;    /* what lies on the plate has been weighed, or is being recorded */
	int64_t floor_mg; /* > 0: residue lies there; only what rises above is a new load */
	struct {
		int64_t net_mg;   /* of all that lay on the plate */
		int64_t gross_mg; /* likewise */
		int64_t base_mg;  /* gross that belonged to earlier weighings: > 0 after an "add" */
		char id[PRIVATE_KEY_SIZE]; /* the weighing of it, "" if it can no longer be replaced */
		char category[CODE_SIZE];
	} record;
	int64_t counted_mg; /* least gross since the record: has been counted and may still lie there */
	int64_t remembered_mg; /* gross of the last weighing before a restart, 0: none */
	int64_t tare_mg;       /* ours, in force on this plate */
	bool tare_loaded;      /* the tared container has been on the plate since */
};

struct station_scale {
	char name[DEVICE_SIZE];
	int64_t e_mg;   /* scale interval; 0: one step of the last digit */
	int64_t max_mg; /* 0: none but the site's */
	struct approval approval;
	struct stability_rule rule;
	struct station_load load;
};

struct station_config {
	char site[CODE_SIZE];
	char station[CODE_SIZE];
	int64_t max_mg;      /* the site's maximum for one weighing */
	uint64_t armed_us;   /* an armed category is dropped after this: 30 s */
	uint64_t undo_us;    /* an undo is possible this long: 10 min */
	uint64_t context_us; /* an origin unused for so long is asked again; 0: never */
};

struct station {
	struct station_config config;
	const struct catalogue *catalogue; /* borrowed; replaced by station_set_catalogue() */
	size_t scale_count;
	struct station_scale scale[STATION_SCALES];
	size_t in_force; /* index of the scale whose load is weighed */
	struct station_context context;
	uint64_t context_boot_us; /* when the context was last used or chosen */
	bool context_stale;
	struct {
		char category[CODE_SIZE]; /* "" : none */
		uint32_t units;
		uint64_t since_boot_us;
		char key[REQUEST_KEY_SIZE];
		uint8_t digest[32];
	} armed;
	struct {
		enum station_question kind;
		char category[CODE_SIZE]; /* the tile that asked */
		uint32_t units;
		int64_t from_mg, to_mg;
		size_t scale;
		char key[REQUEST_KEY_SIZE];
		uint8_t digest[32];
	} question;
	struct {
		uint64_t job; /* 0: nothing under way */
		bool is_undo;
		uint64_t request; /* who waits for it; 0: nobody (an armed category) */
		char key[REQUEST_KEY_SIZE];
		size_t scale;
		bool on_plate;              /* it is about the load on that plate */
		struct station_load before; /* that load, should the commit fail */
	} pending;
	struct {
		struct weighing weighing;
		bool any;    /* id is set */
		bool undone; /* voided: a second undo is refused */
		char key[REQUEST_KEY_SIZE];
	} last;
	struct {
		char day[DAY_SIZE];
		int64_t in_mg;
		uint64_t weighings;
	} today;
	struct sentence
		notice; /* why something that nobody waits for was refused; until the next intent */
	bool ledger_down; /* weighing is refused */
	struct sentence ledger_why;
	uint64_t next_job;
};

enum station_event_kind {
	EVENT_READING,       /* a scale said something (transport states included) */
	EVENT_INTENT,        /* a person wants something */
	EVENT_COMMITTED,     /* the commit of a job is durable */
	EVENT_COMMIT_FAILED, /* nothing was written */
	EVENT_LEDGER,        /* the store became usable, or not */
	EVENT_ELSEWHERE,     /* something was written by other ways: a typed entry, a void */
	EVENT_TIME, /* time has passed: feed at least once a second while anything is armed */
};

struct station_event {
	enum station_event_kind kind;
	struct moment now;
	union {
		struct {
			size_t scale;
			struct reading reading;
		};
		struct intent intent;
		struct { /* EVENT_COMMITTED, _FAILED; EVENT_ELSEWHERE: totals, voided_id */
			uint64_t job;
			struct weighing weighing; /* as committed; of an undo: the voided one */
			int64_t today_in_mg;
			uint64_t today_weighings;
			struct sentence why; /* EVENT_COMMIT_FAILED */
			bool refused;        /* likewise: the ledger refused; false: it failed */
			char voided_id[PRIVATE_KEY_SIZE]; /* EVENT_ELSEWHERE, "" : nothing */
		};
		struct { /* EVENT_LEDGER */
			bool down;
			struct sentence down_why;
		};
	};
};

enum station_commit {
	COMMIT_RECORD,  /* weighing is new */
	COMMIT_VOID,    /* void_id is voided */
	COMMIT_REPLACE, /* both, in one transaction */
};

enum station_reply {
	REPLY_MADE,    /* 201 and the weighing */
	REPLY_CHANGED, /* 200 and the snapshot */
	REPLY_ARMED,   /* 202 */
	REPLY_REFUSED, /* 409 and why */
	REPLY_INVALID, /* 422 and why: unknown, hidden, parent category … */
	REPLY_DOWN,    /* 503 and why */
	REPLY_JOINED,  /* the same key is being written: answer when that job comes back */
};

enum station_signal { SIGNAL_READY, SIGNAL_SAVED, SIGNAL_REFUSED, SIGNAL_ARMED, SIGNAL_QUESTION };

enum station_effect_kind {
	EFFECT_COMMIT,  /* give to the ledger; comes back as EVENT_COMMITTED or _FAILED */
	EFFECT_REPLY,   /* answer the sender of an intent */
	EFFECT_CHANGED, /* the snapshot changed: tell the pages */
	EFFECT_SIGNAL,  /* beep and lamps */
	EFFECT_SAVED,   /* a weighing became durable or was voided: event, label */
	EFFECT_PRINT,   /* a person asks for the label of weighing id again */
	EFFECT_ZERO,    /* ask a scale to zero itself */
	EFFECT_CONTEXT, /* the context changed: keep it over a restart */
};

struct station_effect {
	enum station_effect_kind kind;
	union {
		struct {
			uint64_t job;
			enum station_commit commit;
			struct weighing weighing;
			char void_id[PRIVATE_KEY_SIZE];
			char reason[CODE_SIZE];
			char key[REQUEST_KEY_SIZE];
			uint8_t digest[32];
		};
		struct {
			uint64_t request;
			enum station_reply reply;
			struct sentence why;
			char joined_key
				[REQUEST_KEY_SIZE]; /* REPLY_MADE: answers those who joined too */
		};
		enum station_signal signal;
		char id[PRIVATE_KEY_SIZE];
		size_t scale;
	};
};

struct station_effects {
	size_t count;
	struct station_effect list[STATION_EFFECTS];
};

/* Config is copied; the catalogue is borrowed; scales are added before the first event. */
void station_init(
	struct station *s, const struct station_config *config, const struct catalogue *catalogue);
/* -ENOSPC: more than STATION_SCALES. The index is the one to use in EVENT_READING. */
int station_add_scale(struct station *s, const char *name, int64_t e_mg, int64_t max_mg,
	const struct stability_rule *rule, size_t *ret_index);
/* Until it is called, that scale is not approved. */
void station_approve_scale(struct station *s, size_t scale, const struct approval *approval);
void station_set_catalogue(struct station *s, const struct catalogue *catalogue);
/* What the ledger remembers at start: context and last weighing (both may be NULL), today's total. */
void station_restore(struct station *s, const struct station_context *context,
	const struct weighing *last, bool last_undone, const struct moment *now,
	int64_t today_in_mg, uint64_t today_weighings);

/* The machine. Never fails; never allocates; effects are in the order to be carried out. */
void station_step(
	struct station *s, const struct station_event *event, struct station_effects *ret_effects);

/* The snapshot's derived values, for page, lamps and command line. */
enum station_phase station_phase(const struct station *s);
/* The state shown for a scale, out_of_range and the first report after opening included. */
enum scale_state station_scale_state(const struct station *s, size_t scale);
/* 0 and the masses in force, or -ENODATA: no number may be shown. */
int station_masses(const struct station *s, size_t scale, bool *ret_has_gross,
	int64_t *ret_gross_mg, int64_t *ret_tare_mg, int64_t *ret_net_mg);
/* The sentence of what a scale is doing. */
void station_scale_sentence(const struct station *s, size_t scale, struct sentence *ret);
/* The load on that scale is being recorded; where a_load_counts, also if nobody has recorded it. */
bool station_is_weighing(const struct station *s, size_t scale, bool a_load_counts);
/* "add", "replace", … allowed now; a NULL-terminated static list, NULL when nothing is asked. */
const char *const *station_choices(const struct station *s);

const char *station_phase_name(enum station_phase phase);
const char *station_question_name(enum station_question question);
const char *station_action_name(enum station_action action);
int station_action_from_name(const char *name, enum station_action *ret_action);
