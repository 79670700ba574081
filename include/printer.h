// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Printers: one job at a time, and the truth about it. A job is done when the printer
 * says so; when nobody can know, it is unknown and never sent again by itself.
 */
#pragma once
#include "conf.h"
#include "label.h"
#include "loop.h"
#include "raster.h"
#include "usb.h"

struct printers;

enum printer_state {
	PRINTER_READY,
	PRINTER_PRINTING,
	PRINTER_PAPER_OUT,
	PRINTER_COVER_OPEN,
	PRINTER_RIBBON_OUT,
	PRINTER_PAUSED,
	PRINTER_FAULT,
	PRINTER_MUTE,      /* reachable, does not answer */
	PRINTER_UNPLUGGED, /* not there, refused, host unreachable */
	PRINTER_STATE_COUNT,
};

enum print_outcome {
	PRINT_DONE,   /* the printer said so */
	PRINT_HANDED, /* taken by a printer that cannot say: shown as "handed over, not confirmed" */
	PRINT_NOT_SENT, /* nothing reached the printer: may be sent again by itself */
	PRINT_UNKNOWN,  /* something reached it and the end is not known: a person decides */
};

struct printer_facts {
	const char *name;
	const char *driver;
	char device[128];
	struct label_media media;
	enum printer_state state;
	int last_error;
};

struct printer_events {
	void (*state)(void *data, size_t index); /* its facts changed */
	void (*finished)(void *data, size_t index, int64_t job, enum print_outcome outcome);
	void *data;
};

int printers_new(struct loop *loop, struct usb *usb, struct conf *conf,
	const struct printer_events *events, struct printers **ret_printers);
void printers_start(struct printers *all);
size_t printers_count(const struct printers *all);
/*
 * Each USB label printer that is plugged in and that no open printer of this process holds:
 * what it is, and its lines for station.conf. Nothing is opened.
 */
void printers_unnamed(const struct printers *all,
	void (*found)(void *data, const char *device, const char *lines), void *data);
void printers_facts(const struct printers *all, size_t index, struct printer_facts *ret_facts);
/*
 * Takes over raster when it returns 0: finished() will follow, never from within this
 * call; -EBUSY: one job at a time; -EAGAIN: not ready now (state says why, and state() follows
 * when that changes); -EINVAL, -ENOMEM: cannot be encoded.
 */
int printers_print(struct printers *all, size_t index, int64_t job, struct raster *raster);
/* "printer_paper_out" …: the key of the sentence that says the state; of one not there, why. */
const char *printer_state_key(enum printer_state state, int last_error);
const char *printer_state_name(enum printer_state state);
struct printers *printers_free(struct printers *all);
CLEANUP_OF(struct printers, printers_free);
