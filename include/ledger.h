// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ledger: journal and projections in one SQLite file. The journal is the truth,
 * append-only and chained; every other table is a function of its entries, kept in the
 * same transaction. Layout, hash and test vector: include/README.md. Blocking: the daemon
 * calls it from workers (store.h), the command line directly.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "calibration.h"
#include "catalogue.h"
#include "cleanup.h"
#include "moment.h"
#include "role.h"
#include "slip.h"
#include "station.h"
#include "weighing.h"

struct ledger;

struct ledger_identity {
	char pole[CODE_SIZE];
	char site[CODE_SIZE];
	char station[CODE_SIZE];
};

enum ledger_mode {
	LEDGER_WRITE, /* creates the file, its journal and the default catalogue if there is none */
	LEDGER_READ,  /* only reads; works beside a writer */
};

/*
 * identity and now are used only when a journal is created (NULL with LEDGER_READ).
 * 0; -EBUSY: another program writes to this file; -ENOTSUP: made by a newer version;
 * -EMEDIUMTYPE: only read, and made by an older version: a writer brings it up to date; -ENOSYS: its
 * disk has no write-ahead log; -EUCLEAN: not a ledger, or damaged; -ENOMEDIUM: empty, and there was one (anchor.c);
 * -EREMCHG: it lacks entries that were written; -EXDEV: another journal than was; -ENOENT, -EACCES, -ENOSPC, -EROFS, -EIO.
 */
int ledger_open(const char *path, enum ledger_mode mode, const struct ledger_identity *identity,
	const struct moment *now, struct ledger **ret_ledger);
struct ledger *ledger_free(struct ledger *l);
CLEANUP_OF(struct ledger, ledger_free);

/*
 * Whose ledger lies there, where station.conf does not say it. 0; -ENOKEY: there is none, and nobody knows of
 * one; -ENOENT: not even its folder; -ENOMEDIUM: there was one; else why it cannot be read.
 */
int ledger_whose(const char *path, const char *known, struct ledger_identity *ret_identity);
/* Why a store whose station has no name is down; -EAGAIN: the ledger knows its name. */
int ledger_unnamed(const char *path, const char *known);
/*
 * A person makes the ledger, and its folder; or accepts, anyway, an empty folder or an older
 * ledger where the station had written another: its next numbers then begin differently.
 * 0; -EALREADY: there is one, and nothing was amiss; as ledger_open().
 */
int ledger_settle(const char *path, const char *known, const struct ledger_identity *identity,
	const struct moment *now, bool anyway);

/* What a person is told of an error of this room, and of store.h. */
void ledger_sentence(int error, const char *path, struct sentence *ret_why);

struct ledger_status {
	char journal[JOURNAL_SIZE];
	uint64_t last_seq;
	int schema;
	bool had_secrets; /* ledger_had_secrets() */
	struct ledger_identity identity;
};
int ledger_status(struct ledger *l, struct ledger_status *ret_status);
/* Weighings whose day no boot put right (this one, boot_id, still may); first: id of the oldest. */
struct ledger_doubtful {
	uint64_t count;
	char first[PRIVATE_KEY_SIZE];
};
int ledger_doubtful(struct ledger *l, const char *boot_id, struct ledger_doubtful *ret_doubtful);

/* ---- writing: each call is one durable transaction, or nothing at all ---- */

struct kind;                            /* of entries; what its value is: */
extern const struct kind weighing_kind, /* struct weighing_entry */
	void_kind,                      /* weighing_void: id, as it was typed, reason, note */
	unknown_code_kind,              /* unknown_code: text, device */
	calibration_kind,               /* calibration; passed is not read */
	scale_facts_kind,               /* what stands on its plate */
	scale_check_kind,               /* scale_check: mass, and what the scale shows */
	slip_kind,                      /* slip: up to carrier, and note */
	slip_closed_kind,               /* slip_closed: id, signed_by */
	slip_refused_kind,              /* slip_refused: what is refused of it */
	slip_void_kind,                 /* slip_void: id, reason, note */
	catalogue_kind,                 /* catalogue: its rows, which are lent, never copied */
	close_kind,                     /* period_close: period */
	declaration_kind,     /* declaration (scheme.h): of whom, period, state, what was said */
	secret_reset_kind,    /* secret_change.h */
	secret_set_kind,      /* likewise */
	people_restored_kind, /* backup.h */
	temperature_kind, food_received_kind, food_read_kind, food_refused_kind, /* food.h */
	lot_kind, lot_input_kind, lot_closed_kind,
	lot_packed_kind, /* lot.h: what is said of each */
	pack_kind, pack_state_kind, lot_held_kind, lot_released_kind, cooling_started_kind,
	cooling_kind,         /* cooling.h */
	clock_corrected_kind; /* clock_correction */
/* Bytes that a value of it has; 0: it is lent until the result is there. */
size_t kind_size(const struct kind *kind);
const char *kind_name(const struct kind *kind);
/* The table of fields of its row, by which ledger_result.value is read; NULL: it has none. */
struct record;
const struct record *kind_row(const struct kind *kind);
enum role kind_role(const struct kind *kind);      /* who may make one by POST /entries/NAME */
enum role kind_void_role(const struct kind *kind); /* who may void one at least; ROLE_NONE: staff */
const struct kind *kind_at(size_t i);              /* NULL: no more */
const struct kind *kind_named(const char *name);   /* in its newest version; NULL: none */

/*
 * The right time of weighings whose clock was doubtful. id "": the clock became trusted at now,
 * those of this boot get what their boot clock tells; offset_us, by how much it jumped, is only
 * noted. LEDGER_NOT_FOUND: there are none, and nothing is written. With an id: no boot put the
 * clock of that weighing right, but a person knows its day; the others of its boot that are
 * doubtful follow. LEDGER_ALREADY: its day is sure.
 */
struct clock_correction {
	char id[PRIVATE_KEY_SIZE];
	char day[DAY_SIZE];
	int64_t offset_us;
};

struct ledger_job;
struct ledger_result;
/*
 * One entry to be written: a kind and its value, lent for the call (store_write() copies it).
 * from: what the ledger holds completes the value inside the transaction; NULL: it is whole.
 */
typedef int (*ledger_from_fn)(struct ledger *l, void *value, struct ledger_result *res);
struct ledger_draft {
	const struct kind *kind;
	const void *value;
	ledger_from_fn from;
};
/* Of a weighing: that which it corrects, under its category, reason and units (if any). */
int ledger_reclassified(struct ledger *l, void *value, struct ledger_result *res);
/* Likewise, with what it says (says). A mass of another size is typed: no scale, no raw frame. */
int ledger_corrected(struct ledger *l, void *value, struct ledger_result *res);
/* Of a weighing: as it is, but on the way, and for the slip, of that which it corrects. */
int ledger_replaced(struct ledger *l, void *value, struct ledger_result *res);
/* Of a weighing: what that which it corrects had corrected itself: undo of a replacement. */
int ledger_restored(struct ledger *l, void *value, struct ledger_result *res);

/* Of a weighing: that of the next lot of its day; a draft of food_received_kind follows it. */
int ledger_food_weighing(struct ledger *l, void *value, struct ledger_result *res);
/* Of an entry-void whose id is a lot's number: the end of its cooling, or else the start of it. */
int ledger_cooling_undone(struct ledger *l, void *value, struct ledger_result *res);
/* The same by whoever is no staff: not of one that was too slow, or is (cooling_slow). */
int ledger_quick_cooling_undone(struct ledger *l, void *value, struct ledger_result *res);
/* Of a pack that lies on a scale: it may be made, and its label printed; else why not. */
int ledger_pack_weighed(struct ledger *l, void *value, struct ledger_result *res);

/* Of a catalogue: rows made from what stood. -EAGAIN: it has been changed since. */
struct catalogue_news {
	struct catalogue rows; /* the value itself */
	uint64_t stands;       /* ledger_catalogue_seq() */
};
int ledger_catalogue_news(struct ledger *l, void *value, struct ledger_result *res);

enum { TOKEN_SIZE = 64, LEDGER_DRAFTS = 4, LEDGER_VALUE_SIZE = 1280 };
enum {
	RECTIFIES_MOST = 10
}; /* a day is in five periods that have a name, a correction is of two */
enum { DRAFT_VALUE_SIZE = 6144 }; /* the largest value that is written: one with lines */

struct ledger_voided {
	size_t count;
	char id[256][PRIVATE_KEY_SIZE];
};

struct ledger_job {
	struct moment now;
	char key[REQUEST_KEY_SIZE]; /* Idempotency-Key, "" if none */
	uint8_t digest[32];         /* of the request that carries the key */
	/* In order, the first without a kind ends them. The last is what was asked for. */
	struct ledger_draft drafts[LEDGER_DRAFTS];
	/*
	 * Beside the entries. What lies on the plates once this is durable, NULL: it says nothing
	 * of them. Borrowed until the result is there. A part without id is the new weighing.
	 */
	const struct station_kept *kept;
	/* Of a slip-void, NULL: nobody asks. Lent likewise: which weighings it voids, the newest. */
	struct ledger_voided *voided;
	uint64_t left_number;   /* the weighing is of this load that left; NOT_FOUND: seen to */
	char token[TOKEN_SIZE]; /* to look the job up by, should its outcome be unknown; "" */
	bool label;             /* a label job goes to the outbox in the same transaction */
	enum role who;          /* asks for it: what closed periods allow. ROLE_NONE: the station */
};

enum ledger_answer {
	LEDGER_WRITTEN, /* result is durable */
	LEDGER_REPEATED, /* this key had written before: result is the first one, nothing was written */
	LEDGER_KEY_REUSED, /* this key had written something else */
	LEDGER_NOT_FOUND,  /* no weighing of this journal has that id */
	LEDGER_ALREADY,    /* it is voided already */
	LEDGER_CONFLICT,   /* why says it: right, but not as things stand */
	LEDGER_REFUSED,    /* why says it: unknown category, squashed codes clash … */
};

struct ledger_result {
	int error;    /* -errno, or 0 and then: */
	bool unknown; /* of an error: nobody knows whether it was written; ledger_find_job() will */
	enum ledger_answer answer;
	struct sentence why;
	/* Of the last draft, to which the key is bound: its entry, and what the ledger holds of it. */
	const struct kind *kind; /* NULL: nothing was written */
	uint64_t seq;
	union {
		struct weighing
			weighing; /* also of a void: the voided one; of a day: its weighing */
		struct calibration calibration;
		uint64_t rows; /* of a catalogue, written with it */
		_Alignas(16) unsigned char value
			[LEDGER_VALUE_SIZE]; /* of another kind; zeros: none */
	};
	/* Closed periods (period_close.h) that it changes, each once. */
	size_t rectified;
	char rectifies[RECTIFIES_MOST][DAY_SIZE];
	char today[DAY_SIZE]; /* the day of job.now and its totals after the commit */
	struct day_sums sums;
	/*
	 * food_received_kind: its weighing; pack_kind, lot_input_kind and entry_void_kind of one: that as one; kinds
	 * that weigh what they do (kind_owns_weighings()): the last weighing of it, and entry_void_kind of one the voided.
	 */
	struct weighing received;
};

/* What was written or void as a weighing, that of a reception, a pack and an input too; of other kinds it says nothing. */
const struct weighing *result_weighing(const struct ledger_result *result);
/* slip-closed, pack-state, lot-packed: their weighings go with them, and are void through them only. */
bool kind_owns_weighings(const struct kind *kind);

/* The job points to copies of its values in one block, to be freed; what is lent stays so. */
int ledger_own_values(struct ledger_job *job, char **ret_values);

/* Never an answer without a commit: errors leave nothing written. -ENOSPC, -EIO, -EROFS … in error. */
void ledger_write(struct ledger *l, const struct ledger_job *job, struct ledger_result *ret_result);

/*
 * Copies the write-ahead log back into the database, which costs syncs: worth doing when
 * nobody waits for an answer. Where nobody does it, ledger_write() does before the log is full.
 * 0, -errno: it is mended or tried again by the next write.
 */
bool ledger_wants_tidying(const struct ledger *l);
int ledger_tidy(struct ledger *l);

/* 1: bound to *ret_weighing; 0: free; -EKEYREJECTED: bound with another digest; -errno. */
int ledger_find_key(
	struct ledger *l, const char *key, const uint8_t digest[32], struct weighing *ret_weighing);

/*
 * The same of a key of any kind: 1: *ret_result is its answer, LEDGER_REPEATED or _KEY_REUSED; 0:
 * free. For who must know before looking at what has changed since: a repeat gets its first answer.
 * A reader may ask, too.
 */
int ledger_find_answer(struct ledger *l, const char *key, const uint8_t digest[32],
	struct ledger_result *ret_result);

/* ---- label outbox: operational, not part of the journal ---- */

enum label_state { LABEL_WAITING, LABEL_SENDING, LABEL_DONE, LABEL_UNKNOWN, LABEL_DROPPED };

struct label_job {
	int64_t number;
	char id[PRIVATE_KEY_SIZE]; /* the weighing */
	enum label_state state;
	bool copy; /* asked for again by a person */
};
/*
 * The oldest waiting job not older than wait_us (nor that much younger than now: the clock was
 * set). 0, -ENOENT. At open, a job left in SENDING becomes UNKNOWN.
 */
int ledger_label_next(
	struct ledger *l, const struct moment *now, uint64_t wait_us, struct label_job *ret_job);
int ledger_label_set(struct ledger *l, int64_t number, enum label_state state);
/* A person asks again, of id as typed: a new waiting job instead of one that waits, a copy if one was printed or may have been. */
int ledger_label_again(struct ledger *l, char id[PRIVATE_KEY_SIZE], const struct moment *now);
/* A person wants no label of it any more. 0; -ENOENT: none was offered nor waits. */
int ledger_label_drop(struct ledger *l, const char *id);
/*
 * Offered to a person, newest first: jobs whose outcome nobody knows (LABEL_UNKNOWN) and those
 * that waited longer than wait_us (LABEL_WAITING). Returns the count.
 */
int ledger_label_offered(struct ledger *l, const struct moment *now, uint64_t wait_us,
	struct label_job *ret_jobs, size_t size);

/* ---- what the station remembers over a restart: operational ---- */
int ledger_keep_context(struct ledger *l, const struct station_context *context);
/* Not synced: a cut loses it, which costs a question. */
int ledger_keep_plates(struct ledger *l, const struct station_kept *kept, bool synced);
/* At start; parts voided or corrected meanwhile are told to their plates. The caller zeroes *ret_memory. */
int ledger_remember(struct ledger *l, const struct moment *now, struct station_memory *ret_memory);
/* 1: one of the newest jobs that were written (a dozen), and the seq of its entry; 0: none; -errno. */
int ledger_find_job(struct ledger *l, const char *token, uint64_t *ret_seq);
/* What entry seq of the own journal says: the new weighing, or the one it voided. 0 or -errno. */
int ledger_written(struct ledger *l, uint64_t seq, struct weighing *ret_weighing);
/* Loads that left and nobody saw to, newest first, struck ones too. Returns the count. */
int ledger_left(struct ledger *l, struct left_load *ret_left, size_t size);
/* One of them. 0; -ENOENT: there is none of that number, or it was seen to. */
int ledger_left_of(struct ledger *l, uint64_t number, struct left_load *ret_left);
/* Likewise; 0 also when it has been, for the same reason: a repeat. */
int ledger_left_dismiss(struct ledger *l, uint64_t number, const char *reason);
int ledger_today(struct ledger *l, const char *day, struct day_sums *ret_sums);

/* ---- reading ---- */

/* All that is read until it is off again is of one state of the file. 0 or -errno. */
int ledger_snapshot(struct ledger *l, bool on);
/* Allocates; free with catalogue_free(). 0 or -errno. */
int ledger_catalogue(struct ledger *l, struct catalogue **ret_catalogue);
struct catalogue *catalogue_free(struct catalogue *c);
/* The newest entry that changed it. */
int ledger_catalogue_seq(struct ledger *l, uint64_t *ret_seq);
CLEANUP_OF(struct catalogue, catalogue_free);

/*
 * id with or without hyphens, any case; or its last two parts ("QJ651-8", "qj6518"), where only
 * one weighing has them. What the instrument showed and its raw frame stay in
 * the entry: they are empty here and below. 0, -ENOENT, -errno.
 */
int ledger_weighing(struct ledger *l, const char *id, struct weighing *ret_weighing);

/*
 * SQL, of a row t with journal and day: a column of what its code was on that day. The last row
 * that began by then counts even after its end, so that no kilogram falls between rows.
 */
#define LEDGER_THEN(t, column, kind, code)                                                        \
	"(SELECT " column " FROM catalogue c WHERE c.journal = " t ".journal AND c.kind = '" kind \
	"' AND c.code = " t "." code " AND c.valid_from <= " t                                    \
	".day ORDER BY c.valid_from DESC LIMIT 1)"
/*
 * SQL: as what its mass counts: in, neutral_in, or the class of its destination. A destination
 * without any row cannot be: it would be a correction.
 */
#define LEDGER_FLOW(t)                                                                       \
	"CASE " t ".direction WHEN 'in' THEN iif(ifnull(" LEDGER_THEN(t, "counts_as_intake", \
		"origin", "origin") ", 1), 'in', 'neutral_in') ELSE ifnull(" LEDGER_THEN(t,  \
		"nullif(class, '')", "destination", "destination") ", 'correction') END"

/* SQL: of received lot t what its reception says that stands, corrected since or not; void: what it said at first. */
#define LEDGER_RECEIVED(t, what_)                                                                 \
	"ifnull((SELECT y." what_ " FROM weighing y WHERE y.lot = " t ".lot AND y.lot <> ''"      \
	" AND y.direction = 'in' AND y.voided_seq IS NULL AND (y.id = " t                         \
	".weighing OR (y.corrects <> '' AND " LEDGER_FLOW("y") " = 'in')) LIMIT 1), " t "." what_ \
							       ")"
/* What an origin is called whose goods another member has counted already. */
#define ORIGIN_OF_MEMBERS "TRANSFERT"
/* SQL: the root that its category had on that day. */
#define LEDGER_ROOT(t)         \
	"ifnull(" LEDGER_THEN( \
		t, "iif(parent = '', code, parent)", "category", "category") ", " t ".category)"

/*
 * Of a private key that nothing has: whether it begins as numbers of ours do, which then never gave it. id as
 * above. 1, 0, -errno.
 */
int ledger_never_given(struct ledger *l, const char *id);
/* Of a lot or a pack that nothing here is: whether it is another station's, or site's. *ret_why says whose then. 1, 0, -errno. */
int ledger_elsewhere(struct ledger *l, const char *id, struct sentence *ret_why);

struct weighing_query {
	char from_day[DAY_SIZE];  /* first day, "" : from the start */
	char until_day[DAY_SIZE]; /* exclusive, "" : no end */
	char category[CODE_SIZE]; /* or "": a root category means all below it */
	char site[CODE_SIZE];
	const char *code, *root;          /* NULL, or as reports by category and root count it */
	const char *origin, *destination; /* NULL: any; "": those without */
	const char *direction;            /* "in", "out", NULL: both */
	const char *flow; /* NULL, or what it counts as in the reports: LEDGER_FLOW() */
	uint64_t after;   /* only entries with a smaller row number; 0: newest. See next */
	uint32_t limit;
	bool by_day; /* the oldest day first, in each as they were written; days and site alone are asked */
	char after_day
		[DAY_SIZE]; /* by day: that of row `after` when it was listed, which may have moved */
};
/*
 * Newest first, unless by_day. each() returns 0 to go on. *ret_next: `after` of the next page, 0 at the
 * end. -ENOENT: by day, and there is no row `after`.
 */
int ledger_weighings(struct ledger *l, const struct weighing_query *query,
	int (*each)(void *data, const struct weighing *w), void *data, uint64_t *ret_next);

struct unknown_code {
	char journal[JOURNAL_SIZE];
	char text[SCANNED_SIZE];
	char device[DEVICE_SIZE];
	int64_t at_wall_us;
	uint64_t count;
	uint64_t seq; /* of its entry; in a list, of the newest of it, */
	char id[24];  /* and the same as a text */
};
/* Those not seen since, newest first; returns the count written to ret_codes or -errno. */
int ledger_unknown_codes(struct ledger *l, struct unknown_code *ret_codes, size_t size);
/* A person has seen it, up to that entry: shown again when scanned anew. 0; -ENOENT: none such. */
int ledger_code_seen(struct ledger *l, uint64_t seq);

struct entries_query {
	const char *about;       /* what record.about names, "" : any */
	char from_day[DAY_SIZE]; /* first day, "" : from the start */
	char last_day[DAY_SIZE]; /* included, "" : no end */
	uint32_t limit;
};
/*
 * Entries of a kind that has a row, newest first, words included. each() returns 0 to go on; value
 * is the struct of the kind, valid for the call. 0 or -errno.
 */
int ledger_entries(struct ledger *l, const struct kind *kind, const struct entries_query *query,
	int (*each)(void *data, const void *value), void *data);
/* Calibrations of that scale, or of all (""); newest first; returns the count or -errno. */
int ledger_calibrations(
	struct ledger *l, const char *scale, struct calibration *ret_calibrations, size_t size);

struct slip_query {
	const char *type, *state, *partner; /* NULL: any */
	char first_day[DAY_SIZE];           /* "" : from the start */
	char last_day[DAY_SIZE];            /* included, "" : no end */
	uint64_t after;                     /* as in weighing_query */
	uint32_t limit;
};
/* Newest first, as ledger_weighings(). */
int ledger_slips(struct ledger *l, const struct slip_query *query,
	int (*each)(void *data, const struct slip *s), void *data, uint64_t *ret_next);
/* id with or without hyphens, any case. 0, -ENOENT, -errno. */
int ledger_slip(struct ledger *l, const char *id, struct slip *ret_slip);
/* Those made for it, void ones too, in the order of writing; id as the slip has it. */
int ledger_slip_weighings(struct ledger *l, const char *id,
	int (*each)(void *data, const struct weighing *w), void *data);

struct food_received;
struct lot_query {
	const char *state, *product; /* NULL: any; product: of a product or an ingredient */
	const char *gtin;            /* NULL: any */
	const char *expires_before;  /* a day; "" : any */
	uint64_t after;              /* as in weighing_query */
	uint32_t limit;
};
/* Newest first, as ledger_weighings(). */
int ledger_lots(struct ledger *l, const struct lot_query *query,
	int (*each)(void *data, const struct food_received *lot), void *data, uint64_t *ret_next);

/* Lots that were made, of lot.h: as ledger_lots(); 0, -ENOENT: there is none of that number. */
struct lot_made;
struct lot_ingredient;
struct pack;
int ledger_made_lots(struct ledger *l, const struct lot_query *query,
	int (*each)(void *data, const struct lot_made *lot), void *data, uint64_t *ret_next);
int ledger_made_lot(struct ledger *l, const char *id, struct lot_made *ret_lot);
int ledger_received_lot(struct ledger *l, const char *id, struct food_received *ret_lot);
/* What is frozen of that lot, the heaviest first; nothing while it is open. Its number, -errno. */
int ledger_lot_ingredients(
	struct ledger *l, const char *lot, struct lot_ingredient *ret_list, size_t most);
/* What would be frozen of it now; who: asks for a date that a study allows. 0, -ENOENT. */
struct lot_preview;
int ledger_lot_preview(struct ledger *l, enum role who, struct lot_preview *p);
int ledger_pack(struct ledger *l, const char *id, struct pack *ret_pack);
/* Packs that lie on that slip, or that it delivered, the oldest first. */
int ledger_slip_packs(struct ledger *l, const char *slip,
	int (*each)(void *data, const struct pack *p), void *data);

/* What answers say of them, as tables of fields (record.h). */
extern const struct record lot_record, lot_made_record, pack_record, slip_record, weighing_record,
	unknown_codes_record;
/* That of WEIGHING_FACTS which is said by bit n from CORRECTS_FACT on; NULL: no more. */
const struct record_field *weighing_fact(size_t n);

/* The least that its newest scale-facts allow to be weighed alone; 0: they say none. 0, -errno. */
int ledger_scale_min(struct ledger *l, const char *scale, int64_t *ret_min_mg);

/* ---- proof ---- */

struct ledger_fault {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	struct sentence what; /* broken_chain, gap, body_changed, projection_differs … */
};
/* Walks the chain of every journal. Number of faults (each reported), or -errno. */
int ledger_verify(struct ledger *l, void (*each)(void *data, const struct ledger_fault *f),
	void *data, uint64_t *ret_entries);
/* How far a file goes, and what lies beside it. */
struct ledger_reach {
	bool log, anchor;       /* there is a FILE-wal, a FILE-anchor */
	bool any;               /* it holds a weighing: */
	struct weighing newest; /* as it was written last */
	bool behind;            /* the anchor names an entry that it lacks, or the log hides one */
};
/* Before the file is opened, because that makes a log; then the rest of it: 0, -errno. */
void ledger_beside(const char *path, struct ledger_reach *ret_reach);
int ledger_reach(struct ledger *l, struct ledger_reach *reach);
/* Replays the journals beside the projections and compares every row. Likewise; NULL: nobody asks how many entries. */
int ledger_rebuild_check(struct ledger *l, void (*each)(void *data, const struct ledger_fault *f),
	void *data, uint64_t *ret_entries);

/* For report/ only: the connection, to read with its own SQL; the tables that entries make. */
struct sqlite3 *ledger_db(struct ledger *l);
const char *ledger_table(size_t i); /* NULL: no more */
