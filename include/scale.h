// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales. A driver turns one kind of device into readings and knows nothing of station,
 * ledger or page. It is created closed and survives open and close any number of times:
 * scales are unplugged every day. To add one, copy daemon/scale/scale_skeleton.c.
 */
#pragma once
#include "approval.h"
#include "conf.h"
#include "loop.h"
#include "names.h"
#include "reading.h"
#include "stability.h"
#include "usb.h"

struct scale;
struct scales;

/* [site] maximum, where station.conf says none. */
#define SITE_MAXIMUM_MG (1000 * MASS_MG_PER_KG)

/* What a scale that is served over a wire can be told to do; a driver may know some of it. */
enum scale_command_kind {
	SCALE_COMMAND_ZERO, /* what lies there now is zero, until power goes */
	SCALE_COMMAND_TARE,
	SCALE_COMMAND_CLEAR_TARE,
	SCALE_COMMAND_CAPTURE_ZERO, /* calibration, kept by the device; takes some 16 s */
	SCALE_COMMAND_CAPTURE_SPAN, /* the same with span_mass_mg on the plate */
	SCALE_COMMAND_SETTINGS,     /* e_mg and max_mg, kept by the device */
	SCALE_COMMAND_COUNT,
};
struct scale_command {
	enum scale_command_kind kind;
	int64_t span_mass_mg;
	int64_t e_mg;
	int64_t max_mg;
};
/* Why a device says no; in the order of the head's 0x80xx answers (firmware/README.md). */
enum scale_refusal {
	SCALE_REFUSAL_NONE,
	SCALE_REFUSAL_UNKNOWN,
	SCALE_REFUSAL_NOT_STABLE,
	SCALE_REFUSAL_NO_WEIGHT,
	SCALE_REFUSAL_OUT_OF_RANGE,
	SCALE_REFUSAL_JUMPER_OPEN,
	SCALE_REFUSAL_SPAN_MASS,
	SCALE_REFUSAL_SIGNAL, /* too small, or reversed */
	SCALE_REFUSAL_EEPROM,
	SCALE_REFUSAL_BUSY,
	SCALE_REFUSAL_COUNT,
};
/* Done when both are 0. */
struct scale_commanded {
	int error; /* -errno: the device gave no answer */
	enum scale_refusal refusal;
};

/* The weight's registers read in one order of their bytes. */
struct scale_decoding {
	const char *order; /* "ABCD" … */
	bool in_force;     /* the weight is read so */
	bool is_number;
	int64_t mass_mg; /* only with is_number: what is kept */
	/* What the registers themselves say, at most to the sixth decimal. */
	int64_t register_mg;
	char register_text[24]; /* "12.345", in the map's unit */
	int decimals;           /* so many keep all of it; more than the map's: digits are lost */
};

/* What a device tells of itself beside the weight, at its last read. */
struct scale_detail {
	char map[DEVICE_SIZE]; /* the register map by which it is read; "": none, or closed */
	bool map_untested;     /* from a manual; no weight until map_checked */
	bool map_checked;      /* here a known mass was read right by it */
	const char *weight;    /* "gross" or "net": what is decoded below */
	const char *type;      /* "s32" … */
	int decimals;          /* -1: the device says nothing known */
	size_t decodings;
	struct scale_decoding decoding[4];

	/* The rest is told by our own head only. */
	bool valid;
	bool has_fine;
	int64_t fine_gross_mg; /* not rounded to the interval; only with has_fine */
	bool has_counts;
	int64_t counts;
	int64_t e_mg; /* of the device; 0: not calibrated */
	int64_t max_mg;
	int progress_percent; /* of a capture under way; 0: none is */
	unsigned calibration_number;
	bool jumper_closed; /* calibration may be written */
	bool warm_up;
	bool stable;
	unsigned heartbeat;
	unsigned firmware;   /* 0x0100 = 1.0 */
	int64_t zero_counts; /* of the calibration in force */
	int64_t span_counts;
	struct {
		unsigned transfers;   /* broken between cell and head */
		unsigned doubtful;    /* saturated or stuck */
		unsigned never_ready; /* no conversion in time */
		unsigned crc;         /* thrown away by the head */
		unsigned framing;
		unsigned line; /* answers that this side missed or threw away */
		unsigned resets;
	} errors;
};

struct scale_driver {
	const char *name; /* word in station.conf: driver = … */
	const char *const
		*options; /* accepted keys; anything else refuses to start, with file:line */
	int (*setup)(
		struct scale *s, struct conf_section *section); /* reads its keys; may be NULL */
	/*
	 * 0 or -errno; retried with back-off, at least every 2 s. -EINPROGRESS: still at it;
	 * scale_appeared() (driver.h) has it called again at once.
	 */
	int (*open)(struct scale *s);
	void (*close)(struct scale *s); /* safe after a failed open */
	int (*zero)(struct scale *s);   /* may be NULL: -EOPNOTSUPP */
	/* Nothing came for a while: put a question; may be NULL. -EOPNOTSUPP: none to put. */
	int (*ask)(struct scale *s);
	void (*cleanup)(struct scale *s); /* frees what setup made; may be NULL */
	/*
	 * Starts a command and returns; its end is told by scale_commanded(), never from within
	 * this call. May be NULL. -EOPNOTSUPP: the device has no such command.
	 */
	int (*command)(struct scale *s, const struct scale_command *c);
};

/* For drivers: */
void scale_report(struct scale *s, const struct reading *r); /* copies, never blocks */
void scale_lost(struct scale *s, int error);                 /* the core closes and re-opens */
/* How the command under way ended; nothing happens when none is. */
void scale_commanded(struct scale *s, const struct scale_commanded *result);
void scale_detailed(struct scale *s, const struct scale_detail *d); /* copies */
void *scale_private(struct scale *s);
void scale_set_private(struct scale *s, void *p);
const char *scale_name(const struct scale *s);
struct loop *scale_loop(struct scale *s);
struct usb *scale_usb(struct scale *s);

/* For whoever runs the station. index: order of the [scale NAME] sections. */
struct scale_facts {
	const char *name;
	const char *driver;
	char device[128]; /* what it is or was: "0922:8003 DYMO M10 (1-1.2)", "/dev/…" */
	int64_t e_mg;     /* 0: one step of the last digit */
	int64_t max_mg;   /* 0: unknown */
	struct approval approval;
	struct stability_rule rule;
	/*
	 * It is asked so often and says nothing in between; 0: it speaks by itself. For whoever
	 * judges how old a reading may be: its period is at least this.
	 */
	uint64_t poll_us;
	bool open;
	int last_error;        /* why it is not, -errno */
	uint64_t last_boot_us; /* of the last reading; 0: never */
	struct reading last;
	/* Report descriptor of a scale that is there and not understood; lent; len 0: none. */
	const uint8_t *descriptor;
	size_t descriptor_len;
};
/* All sections are read (mistakes go to conf); nothing is opened yet. */
int scales_new(struct loop *loop, struct usb *usb, struct conf *conf,
	void (*reading)(void *data, size_t index, const struct reading *r), void *data,
	struct scales **ret_scales);
void scales_start(struct scales *all);
/* The site's maximum for one weighing: what shows more, or more than its own max, is no weight. */
void scales_limit(struct scales *all, int64_t most_mg);
size_t scales_count(const struct scales *all);
void scales_facts(const struct scales *all, size_t index, struct scale_facts *ret_facts);
/*
 * Each USB scale that is plugged in and that no open scale of this process holds: what it
 * is, and its lines for station.conf. Takes nothing from the kernel.
 */
void scales_unnamed(const struct scales *all,
	void (*found)(void *data, const char *device, const char *lines), void *data);
/* 0 (asked for, where the device needs time), -EOPNOTSUPP, -ENODEV, -errno */
int scales_zero(struct scales *all, size_t index);

/*
 * One command at a time. 0: done() will be called from the loop, once: when the device has
 * answered, when it is lost (-ENODEV), or after half a minute (-ETIMEDOUT); not while the
 * scales are freed. -EBUSY: one is under way; -EOPNOTSUPP, -ENODEV, -errno: never called.
 */
typedef void (*scale_commanded_fn)(void *data, size_t index, const struct scale_commanded *result);
int scales_command(struct scales *all, size_t index, const struct scale_command *command,
	scale_commanded_fn done, void *data);
/* "not_stable", "jumper_open" …; "" for none. */
const char *scale_refusal_name(enum scale_refusal refusal);

void scales_detail(const struct scales *all, size_t index, struct scale_detail *ret_detail);

/*
 * While a scale is in service (being calibrated) whoever listens hears one thing only: a
 * fault with REASON_CALIBRATING. facts.last still is what the device says.
 */
void scales_service(struct scales *all, size_t index, bool on);
bool scales_in_service(const struct scales *all, size_t index);

struct scales *scales_free(struct scales *all);
CLEANUP_OF(struct scales, scales_free);
