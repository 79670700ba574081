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
#include "intent.h"
#include "moment.h"
#include "names.h"
#include "plate.h"
#include "reading.h"
#include "sentence.h"
#include "stability.h"
#include "usual.h"
#include "weighing.h"

enum {
	STATION_SCALES = 4,
	STATION_EFFECTS = 16,
	STATION_ORPHANS = 4, /* kept plates of scales that are no longer configured */
	STATION_STRAYS = 8,  /* kept loads that may lie on another scale than their own */
	STATION_PLATES = STATION_SCALES + STATION_ORPHANS + STATION_STRAYS,
	STATION_LEFT = 32, /* newest loads that left; the store keeps them all */
	STATION_CHOICES = 8,
	STATION_TYPING = 4,
};

enum station_phase {
	PHASE_EMPTY,
	PHASE_SETTLING,
	PHASE_READY,
	PHASE_RECORDING, /* a commit is under way: nothing is shown as saved yet */
	PHASE_RECORDED,  /* the load on the plate is recorded */
	PHASE_UNSURE,    /* a recorded load may have become another: no tick, a tile asks */
	PHASE_QUESTION,
	PHASE_COUNT,
};

enum station_question {
	QUESTION_NONE,
	QUESTION_AGAIN,        /* is it still the recorded load? */
	QUESTION_CHANGED_LOAD, /* a recorded load became another */
	QUESTION_CHOOSE,       /* another tile on a recorded load */
	QUESTION_OTHER_SCALE,  /* change, leave: a second scale is loaded */
	QUESTION_ORIGIN,       /* the origin in force is old: confirm (leave) or choose */
	QUESTION_DESTINATION,  /* still out, to X? likewise */
	QUESTION_LIGHT,   /* keep, leave: too light to be weighed right alone; from_mg: the least */
	QUESTION_UNUSUAL, /* keep, fix: far from from_mg, what is usual or asked above */
	QUESTION_EMPTY_CONTAINER, /* keep, fix (it is its tare): weighs as a container alone, or two */
	QUESTION_ONE_MORE, /* add, leave: a container that was chosen is chosen again; of no load */
	QUESTION_COUNT,
};

/* One answer, and what it would do. */
struct station_choice {
	const char *code; /* "new", "add", "add_all", "replace", "change", "leave", "keep", "fix" */
	bool makes;       /* a weighing of make_mg */
	char make_category[CODE_SIZE];
	int64_t make_mg;
	char void_id[PRIVATE_KEY_SIZE]; /* "" : voids nothing */
	char void_category[CODE_SIZE];
	int64_t void_mg;
	int scale; /* QUESTION_OTHER_SCALE: the one it means; else -1 */
};

/* What is chosen of the way of the goods. */
struct station_way {
	enum direction direction;
	char origin[CODE_SIZE];
	char destination[CODE_SIZE];
};

struct station_context {
	enum direction direction;
	char origin[CODE_SIZE];
	char destination[CODE_SIZE];
	char place[CODE_SIZE];
	char container[CODE_SIZE];
	char operator_code[CODE_SIZE];
	char partner[CODE_SIZE];
	char slip[PRIVATE_KEY_SIZE]; /* open, and of this direction; "" : none */
	int64_t slip_wall_us;        /* since when that slip is open */
	int64_t slip_taken_us;       /* since when it is in force here, likewise; 0: not known */
	unsigned slip_says;          /* what is held with it: 1 << enum catalogue_kind of each */
	struct station_way before;   /* of a slip in force: given back when it is no more */
};

/* The slip in force is no more, and nothing that it said is. Without one: nothing. */
void station_context_let_slip_go(struct station_context *c);
unsigned station_slip_says(
	const char *origin, const char *destination, const char *partner, const char *place);

/* What a slip says of what is weighed for it; that it has ended; or that one was meant and not taken. */
struct station_slip {
	char id[PRIVATE_KEY_SIZE];
	int64_t at_wall_us;
	bool ended, not_taken;
	enum direction direction;
	char origin[CODE_SIZE], destination[CODE_SIZE];
	char partner[CODE_SIZE], place[CODE_SIZE];
};

enum { WATCH_GAPS = 10 };

/* What is being seen of one plate now; not kept. Private to core/. */
struct station_watch {
	struct reading last;
	struct stability stability;
	bool stable;      /* last is a stable mass, zero included */
	bool unconfirmed; /* the next report is the first after opening: it may be stale */
	bool away;        /* it was unplugged, asleep or silent, and is not back yet */
	bool sunk;        /* under_zero until it is at zero */
	int64_t e_mg;     /* scale interval in force, above 0 */
	uint64_t gap_us[WATCH_GAPS]; /* between the last readings */
	size_t gap_next;
	bool seen;       /* some mass was seen since the start */
	bool loaded;     /* at least an interval lies there: as last seen, if it is doubtful */
	int64_t mass_mg; /* the last mass seen, of ground device_net */
	bool device_net;
	uint64_t left_empty_boot_us;
	bool first;        /* last is the first report after opening */
	uint64_t since_us; /* between the last and the one before it */
	bool steady;       /* the last mass: called stable by the instrument, no single frame */
	unsigned up;       /* readings of a load running */
	unsigned under;    /* readings under zero running */
	bool low;          /* readings below the limit are running */
	uint64_t low_since_boot_us;
	bool low_gross; /* likewise, of the gross under a tare of ours */
	uint64_t low_gross_since_boot_us;
	bool snapped; /* the first of them came stable straight after a stable load */
	bool off;     /* readings that contradict the recorded load are running */
	uint64_t off_since_boot_us;
	bool mute; /* doubtful readings are running */
	uint64_t mute_since_boot_us;
	bool resting;
	int64_t rest_mg;
	uint64_t rest_since_boot_us;
	bool bare;           /* it has been seen empty since the start, not only under a tare */
	bool from_start;     /* its load lay there when nobody had seen it empty yet */
	uint64_t start_line; /* number of the line which that load left, 0: none */
	bool passed_over;    /* "leave" was said of this scale's load, until it changes */
	int64_t passed_mg;
};

struct station_scale {
	char name[DEVICE_SIZE];
	int64_t e_mg;           /* scale interval; 0: one step of the last digit */
	int64_t max_mg, min_mg; /* 0: none but the site's, none. Under min: QUESTION_LIGHT */
	struct approval approval;
	struct stability_rule rule;
	struct plate plate;
	struct station_watch watch;
};

struct station_config {
	char site[CODE_SIZE], station[CODE_SIZE];
	int64_t max_mg;      /* the site's maximum for one weighing */
	uint64_t armed_us;   /* an armed category is dropped after this: 30 s */
	uint64_t undo_us;    /* an undo is possible this long: 10 min */
	uint64_t context_us; /* an origin unused for so long is asked again; 0: never */
};

enum station_notice { NOTICE_NONE, NOTICE_NEWS, NOTICE_REFUSAL };

struct station {
	struct station_config config;
	const struct catalogue *catalogue; /* borrowed; replaced by station_set_catalogue() */
	const struct usual *usual; /* borrowed, of whoever knows what was weighed; NULL: nobody */
	size_t scale_count;
	struct station_scale scale[STATION_SCALES];
	size_t in_force;     /* index of the scale whose load is weighed */
	bool held;           /* chosen: in force until its plate is seen empty */
	size_t orphan_count; /* kept plates whose scale is no longer configured */
	struct plate orphan[STATION_ORPHANS];
	size_t stray_count; /* kept plates whose loads were not seen at home since the start */
	struct plate stray[STATION_STRAYS];
	size_t left_count; /* oldest first */
	struct left_load left[STATION_LEFT];
	uint64_t left_number;                     /* of the newest */
	struct station_context context;           /* container: the last of the tare in force */
	uint32_t operator_turns;                  /* how often an operator was named, also anew */
	uint64_t context_boot_us, before_boot_us; /* it, the way before: last used or chosen */
	bool context_unsaid; /* a slip of before the start, one not taken, a turn by an end: a tile asks */
	struct {
		char category[CODE_SIZE]; /* "" : none */
		uint32_t units;
		uint64_t since_boot_us;
		char key[REQUEST_KEY_SIZE];
		uint8_t digest[32];
	} armed;
	struct {
		enum station_question kind;
		bool closed; /* kind is none: facts changed under it; an answer is refused */
		bool wanted; /* and was: it is asked anew when the load rests */
		char category[CODE_SIZE];  /* the tile that asked */
		char container[CODE_SIZE]; /* QUESTION_EMPTY_CONTAINER, _ONE_MORE: which, else "" */
		char with[CODE_SIZE];      /* and the second one under the load */
		const char *doubted;       /* an answer that is doubted; NULL: a load */
		uint32_t units;
		int64_t from_mg, to_mg;
		int64_t make_mg; /* with doubted: what it would make */
		size_t scale;    /* on whose load it was asked */
		size_t other;    /* QUESTION_OTHER_SCALE: the second one */
		bool device_net, loaded;
		uint64_t since_boot_us;
	} question;
	struct {
		uint64_t job; /* 0: nothing under way */
		enum station_undoing { UNDOING_NOTHING, UNDOING_NEW, UNDOING_REPLACED } undoing;
		bool changes_only; /* a category: the load is not judged anew */
		bool voids_only;
		bool unknown;     /* nobody knows whether it was written: it is being looked for */
		uint64_t request; /* who waits for it; 0: nobody (an armed category) */
		char key[REQUEST_KEY_SIZE];
		uint8_t digest[32];
		size_t scale;
		bool on_plate;  /* it is about the load on that plate */
		bool left;      /* that load was seen to leave meanwhile */
		int64_t net_mg; /* of it */
		char void_id[PRIVATE_KEY_SIZE];
		struct weighing undoes;        /* what an undo takes back */
		char newest[PRIVATE_KEY_SIZE]; /* last written when it began */
		struct plate before;           /* that plate, should the commit fail */
	} pending;
	struct {
		struct weighing weighing; /* the last written at this station in any way */
		struct moment written;    /* when; its own at may be another */
		bool any;                 /* id is set */
		bool undone;              /* voided: a second undo is refused */
		char key[REQUEST_KEY_SIZE];
		uint8_t digest[32];
	} last;
	struct {
		struct weighing weighing; /* what the last undo took back, id "" : nothing */
		uint64_t at_boot_us;
	} undone;
	struct {
		char day[DAY_SIZE];
		struct day_sums sums;
	} today;
	struct {
		enum station_notice kind;
		struct sentence said;
		uint64_t since_boot_us;
	} notice;         /* what nobody waits for: until the next success, undo, load or context */
	unsigned writing; /* writes of other ways with the ledger: nothing is decided meanwhile */
	size_t typing_count;
	struct { /* of the newest typed entries among them: where their load lay */
		int64_t net_mg;
		size_t scale; /* SIZE_MAX: it has left since */
	} typing[STATION_TYPING];
	bool ledger_down;   /* weighing is refused */
	uint64_t down_left; /* the newest load that left before: later ones are kept here only */
	struct sentence ledger_why;
	uint64_t next_job;
	struct moment now; /* of the last step */
	bool keep_due;     /* plates changed while a commit was under way */
};

enum station_event_kind {
	EVENT_READING,        /* a scale said something (transport states included) */
	EVENT_INTENT,         /* a person wants something */
	EVENT_COMMITTED,      /* the commit of a job is durable */
	EVENT_COMMIT_FAILED,  /* nothing was written */
	EVENT_COMMIT_UNKNOWN, /* perhaps: one of the two others follows when it was looked for */
	EVENT_LEDGER,         /* the store became usable, or not: restores nothing */
	EVENT_WRITING,        /* other ways give the ledger something to write, or had its answer */
	EVENT_ELSEWHERE,      /* something was written by other ways: a typed entry, a void */
	EVENT_SLIP,           /* a slip is taken here, was not, or one has ended */
	EVENT_LEFT_SEEN,      /* a person saw to a load that left */
	EVENT_TIME,           /* time has passed: see station_wakes_us() */
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
		struct station_slip slip; /* EVENT_SLIP */
		struct { /* EVENT_COMMITTED, _FAILED, _UNKNOWN; EVENT_ELSEWHERE, _WRITING */
			uint64_t job;
			/*
			 * As committed; of a void alone: the voided one. EVENT_ELSEWHERE: what is
			 * new and valid (typed, or with corrects the successor of voided_id), id
			 * "" if nothing is.
			 */
			struct weighing weighing;
			struct day_sums today;
			struct sentence why; /* EVENT_COMMIT_FAILED, _UNKNOWN */
			bool refused;        /* _FAILED: the ledger refused; false: it failed */
			char voided_id[PRIVATE_KEY_SIZE]; /* EVENT_ELSEWHERE, "" : nothing */
			bool owned; /* likewise: it was weighed for a slip, a pack, a packing: no load */
			/*
			 * EVENT_WRITING: so many typed entries, voids, corrections; a new one
			 * that is typed is in weighing, with a mass and without an id.
			 */
			unsigned writing;
		};
		struct { /* EVENT_LEFT_SEEN */
			uint64_t left_number;
			char left_by[PRIVATE_KEY_SIZE]; /* the weighing made of it; "" : none */
		};
		struct { /* EVENT_LEDGER */
			bool down;
			struct sentence down_why;
		};
	};
};

enum station_commit {
	COMMIT_RECORD,     /* weighing is new */
	COMMIT_VOID,       /* void_id is voided */
	COMMIT_REPLACE,    /* both, in one transaction */
	COMMIT_RECLASSIFY, /* void_id again under weighing.category and .units */
	COMMIT_RESTORE, /* undo of a replacement: void_id is voided, and what it corrected is written
			 * again as it was (same at), under a new number, corrects = void_id */
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
	EFFECT_COMMIT,  /* to the ledger, with station_kept(): EVENT_COMMITTED, _FAILED, _UNKNOWN */
	EFFECT_REPLY,   /* answer the sender of an intent */
	EFFECT_CHANGED, /* the snapshot changed: tell the pages */
	EFFECT_SIGNAL,  /* beep and lamps */
	EFFECT_SAVED,   /* a weighing became durable or was voided: event, label */
	EFFECT_PRINT,   /* a person asks for the label of weighing id again */
	EFFECT_ZERO,    /* ask a scale to zero itself */
	EFFECT_CONTEXT, /* the context changed: keep it over a restart */
	EFFECT_KEEP,    /* keep station_kept() beside the entries, without a sync */
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
			char joined_key[REQUEST_KEY_SIZE]; /* REPLY_MADE: of who joined */
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

/*
 * What is kept of all plates. A part with an empty id is the weighing of the commit that is
 * being given to the ledger: its number takes the place once it has one.
 */
struct station_kept {
	size_t plate_count;
	struct plate plate[STATION_PLATES];
	size_t left_count; /* the newest; rows of older ones stay as they are */
	struct left_load left[STATION_LEFT];
};

/* What was remembered at start. Parts voided or replaced meanwhile were told to their plates. */
struct station_memory {
	bool has_context;
	struct station_context context;
	bool has_last;
	struct weighing last; /* the last written at this station in any way */
	struct moment last_written;
	bool last_undone;
	struct day_sums today;
	uint64_t left_number; /* of the newest load that left, seen to or not */
	struct station_kept kept;
};

/*
 * A weighing was voided while nobody looked, and nothing took its place. home: the scale that it
 * was recorded on. Where it stands on several plates it leaves once: where it was seen last.
 */
void station_kept_void(struct station_kept *k, const char *id, const char *home);

/* Once, at start; readings may have come before. Opening the store again restores nothing. */
void station_restore(struct station *s, const struct station_memory *m, const struct moment *now);
/* What EFFECT_COMMIT and EFFECT_KEEP are to keep: ask while the effect is carried out. */
void station_kept(const struct station *s, struct station_kept *ret);
/*
 * The same with an entry of another way (typed, void, correction) that is about to be written,
 * so that it is kept in its transaction: typed as in EVENT_ELSEWHERE, NULL if nothing is new.
 */
void station_kept_with(const struct station *s, const struct weighing *typed, const char *voided_id,
	struct station_kept *ret);

/* The same as station_kept() with the new load of EFFECT_COMMIT: a line that it strikes is struck. */
void station_kept_new(const struct station *s, const struct weighing *w, struct station_kept *ret);

/* Something to be said on the page to nobody in particular; the pages are not told by itself. */
void station_notify(struct station *s, enum station_notice kind, const struct sentence *said,
	const struct moment *now);

/* The machine. Never fails; never allocates; effects are in the order to be carried out. */
void station_step(
	struct station *s, const struct station_event *event, struct station_effects *ret_effects);

/* The snapshot's derived values, for page, lamps and command line. */
enum station_phase station_phase(const struct station *s);
/* Two masses of that scale nearer than this are one. */
int64_t station_c_mg(const struct station *s, size_t scale);
/* The state shown for a scale, out_of_range and the first report after opening included. */
enum scale_state station_scale_state(const struct station *s, size_t scale);
/* 0 and the masses in force, or -ENODATA: no number may be shown. */
int station_masses(const struct station *s, size_t scale, bool *ret_has_gross,
	int64_t *ret_gross_mg, int64_t *ret_tare_mg, int64_t *ret_net_mg);
/* Exactly the tares in force lie there, at rest. */
bool station_tares_only(const struct station *s, size_t scale);
/* The sentence of what a scale is doing. */
void station_scale_sentence(const struct station *s, size_t scale, struct sentence *ret);
/* It says its weight once a second or more seldom: a swap quicker than that is asked about. */
bool station_is_slow(const struct station *s, size_t scale);
/* The load on that scale is being recorded; where a_load_counts, also if nobody has recorded it. */
bool station_is_weighing(const struct station *s, size_t scale, bool a_load_counts);
/* What may be answered now, in order of showing: how many, 0 when nothing is asked. */
size_t station_choices(const struct station *s, struct station_choice ret[STATION_CHOICES]);
/* Of a question whether what is chosen still holds: the slip in force, "" if none is. */
const char *station_question_slip(const struct station *s);
/* Boot time at which an EVENT_TIME must be fed at the latest; 0: none is needed. */
uint64_t station_wakes_us(const struct station *s);
/* The last weighing is of a load that is believed to lie on a plate: its index, else -1. */
int station_last_on_plate(const struct station *s);
/* What a load that left is as a weighing, of the way that it left by; without category and mass. */
void station_left_as(const struct station *s, const struct left_load *l, struct weighing *ret);

const char *station_phase_name(enum station_phase phase);
const char *station_question_name(enum station_question question);
const char *station_action_name(enum station_action action);
int station_action_from_name(const char *name, enum station_action *ret_action);
