// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales. A driver turns one kind of device into readings and knows nothing of station,
 * ledger or page. It is created closed and survives open and close any number of times:
 * scales are unplugged every day. To add one, copy daemon/scale/scale_skeleton.c.
 */
#pragma once
#include "conf.h"
#include "loop.h"
#include "reading.h"
#include "stability.h"
#include "usb.h"

struct scale;
struct scales;

struct scale_driver {
	const char *name; /* word in station.conf: driver = … */
	const char *const
		*options; /* accepted keys; anything else refuses to start, with file:line */
	int (*setup)(
		struct scale *s, struct conf_section *section); /* reads its keys; may be NULL */
	int (*open)(struct scale *s);   /* 0 or -errno; retried with back-off, at least every 2 s */
	void (*close)(struct scale *s); /* safe after a failed open */
	int (*zero)(struct scale *s);   /* may be NULL: -EOPNOTSUPP */
	/* Nothing came for a while: put a question; may be NULL. -EOPNOTSUPP: none to put. */
	int (*ask)(struct scale *s);
	void (*cleanup)(struct scale *s); /* frees what setup made; may be NULL */
};

/* For drivers: */
void scale_report(struct scale *s, const struct reading *r); /* copies, never blocks */
void scale_lost(struct scale *s, int error);                 /* the core closes and re-opens */
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
	struct stability_rule rule;
	bool open;
	int last_error;        /* why it is not, -errno */
	uint64_t last_boot_us; /* of the last reading; 0: never */
	struct reading last;
};
/* All sections are read (mistakes go to conf); nothing is opened yet. */
int scales_new(struct loop *loop, struct usb *usb, struct conf *conf,
	void (*reading)(void *data, size_t index, const struct reading *r), void *data,
	struct scales **ret_scales);
void scales_start(struct scales *all);
size_t scales_count(const struct scales *all);
void scales_facts(const struct scales *all, size_t index, struct scale_facts *ret_facts);
/*
 * Each USB scale that is plugged in and that no open scale of this process holds: what it
 * is, and its lines for station.conf. Takes nothing from the kernel.
 */
void scales_unnamed(const struct scales *all,
	void (*found)(void *data, const char *device, const char *lines), void *data);
int scales_zero(struct scales *all, size_t index); /* 0, -EOPNOTSUPP, -ENODEV, -errno */
struct scales *scales_free(struct scales *all);
CLEANUP_OF(struct scales, scales_free);
