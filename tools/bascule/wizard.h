// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule scale: what its files share. cmd_scale.c reads options and lists; scale_talk.c speaks
 * with the daemon and with the person; scale_calibrate.c sets the head, scale_trials.c tries it;
 * scale_check.c checks a register map, scale_daily.c the scale with a known mass.
 */
#pragma once
#include <stdbool.h>
#include "calibration.h"
#include "cli.h"

struct calibrate_options {
	const char *name;
	int64_t mass_mg, e_mg, max_mg; /* 0: not given */
	long creep_minutes;            /* 0: not done */
	const char *note;              /* certificate of the masses, NULL: none */
};

/* What the daemon says of the scale at one moment. */
struct scale_view {
	bool head;   /* a head that can be calibrated, and it has been read */
	bool stable; /* what fine_mg or counts says stands still */
	bool jumper, warming;
	bool known; /* there is a weight: it is calibrated and no fault */
	int64_t fine_mg, e_mg, max_mg;
	int progress;   /* %, of a capture */
	char text[256]; /* the scale's own sentence, when there is no weight */
};

struct wizard {
	const struct cli *c;
	const struct calibrate_options *o;
	const char *url;
	char path[96]; /* /scales/NAME, escaped */
	bool terminal; /* somebody looks on: live lines */
	bool live;     /* one stands there */
	bool settings_changed, zero_changed, span_changed;
	struct scale_view view;
	struct calibration cal; /* what has been seen so far */
	char typed[256];        /* read and not yet used */
	size_t typed_len;
};

/* All return an exit code; EXIT_REFUSED: the person gives up, or a limit was met and said. */

/* ---- scale_talk.c ---- */
void say(struct wizard *w, const struct sentence *what);
void say_key(struct wizard *w, const char *key);
/* "kg" of mg with 3 decimals, in the person's way. */
const char *kg_text(const struct wizard *w, int64_t mg, char buf[32]);
/* A name is one part of a path: anything but letters, digits, - and _ is no scale of ours. */
int scale_path(const struct cli *c, const char *name, char *path, size_t size);
int view_read(struct wizard *w);
/* Waits for Enter; meanwhile the scale's service goes on and its reading is shown. */
int ask_enter(struct wizard *w, const struct sentence *what);
/* Waits for a mass in kilograms, until one is typed. */
int ask_kg(struct wizard *w, const struct sentence *what, int64_t *ret_mg);
/* Waits until what lies there stands still: view is then of that moment. Asks again if not. */
int wait_stable(struct wizard *w);
/* Shows a line that the next one replaces; nothing when no terminal is there. */
void live_line(struct wizard *w, const struct sentence *what);
void live_end(struct wizard *w);
/* anyway: although the scale shows a load that nobody recorded. */
int service(struct wizard *w, bool on, bool anyway);
/* POSTs a command, asks whether to try again when the head refuses. body is taken over. */
int command(struct wizard *w, json_t *body, const char *live_key);

/* ---- scale_calibrate.c and scale_trials.c ---- */
int scale_calibrate(const struct cli *c, const char *url, const struct calibrate_options *o);
int try_zero_return(struct wizard *w);
int try_corners(struct wizard *w);
int try_half_load(struct wizard *w);
int try_creep(struct wizard *w);
void show_trials(struct wizard *w, const struct calibration *c);

/* ---- scale_daily.c ---- */
/* The scale shows mass_mg, which lies there; 0: not given. */
int scale_daily(const struct cli *c, const char *url, const char *name, int64_t mass_mg);

/* ---- scale_check.c ---- */
/* known_mg: what lies on the plate, 0: not told. */
int scale_check(const struct cli *c, const char *url, const char *name, int64_t known_mg);
