// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HTTP: libmicrohttpd in the loop, the calls of the contract under /api/v1, live events
 * and the page. On the loopback; for other machines over TLS only, where station.conf says so.
 */
#pragma once
#include "conf.h"
#include "desk.h"
#include "first_day.h"
#include "loop.h"

struct web;

/* What loop_run() returns when the daemon is to begin anew, with a configuration that has changed. */
enum {
	WEB_BEGIN_ANEW = 100,
	WEB_TRAIN /* the same, and until the next time nothing that is done counts (training.h) */
};

/* What goes on when that happens: sockets that listen, people who are logged in. Of the whole process. */
struct web_kept;
int web_kept_new(struct web_kept **ret_kept);
struct web_kept *web_kept_free(struct web_kept *k);

/* Reads [http]; mistakes go to conf. Nothing is bound yet. */
int web_new(struct loop *loop, struct conf *conf, struct desk *desk, struct web **ret_web);
/* Before web_start(): with what the one before kept. It outlives this one. */
void web_go_on(struct web *w, struct web_kept *kept);
/* Of the first day only that part is in force: what the others say is forgotten with the next step. */
void web_first_day_cut(struct web *w, enum first_day_part part);
/* 0; -EADDRINUSE, -EACCES. */
int web_start(struct web *w);
/* The port of station.conf; after web_start() the one in force (0 chooses a free one). */
uint16_t web_port(const struct web *w);
/* "http://127.0.0.1:8080/" */
const char *web_url(const struct web *w);
struct web *web_free(struct web *w);
CLEANUP_OF(struct web, web_free);
