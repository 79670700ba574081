// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Live events, server-sent. A listener has a buffer of its own and pulls from it as fast as
 * it reads; snapshots are not queued: whoever is slow gets the newest one when it is ready
 * for more. A listener whose other events pile up is let go; its page connects again and
 * asks for what it missed. Nothing here ever waits. Whoever hangs up is gone at once, not at
 * the next beat, and so is the listener of a page (?page=NAME) that asks anew: a page has one.
 * Guests, programs and other machines, have places of their own: the desk always has one left.
 */
#include <string.h>
#include <sys/epoll.h>
#include "clock.h"
#include "log.h"
#include "record.h"
#include "web_private.h"

enum {
	BEAT_US = 1500 * 1000, /* contract.md: at least every 2 s */
	PUSH_US = 40 * 1000,   /* a snapshot at most this often */
	PILE_MOST = 64 * 1024,
	CODES_SHOWN = 20,
	GUESTS = 32, /* of LISTENERS: the others are the desk's */
	GUESTS_OF_ONE = 8,
};
#define CODES_SHOWN_US (INT64_C(24) * 3600 * 1000000)

struct listener {
	struct listener *next;
	struct party party;
	struct events *events;
	struct MHD_Connection *connection;
	struct exchange *exchange; /* outlives it: by whom it was asked */
	struct loop_source *hung_up;
	char page[PAGE_SIZE]; /* "" when it gave no name */
	enum lang lang;
	bool suspended;
	bool snapshot_due;
	bool gone; /* to be let go at its next turn */
	char *text;
	size_t len, sent;
};

struct events {
	struct web *web;
	struct listener *listeners;
	size_t count;
	struct loop_source *beat;
	struct loop_source *push;
	uint64_t pushed_boot_us;
	char *snapshot[LANG_COUNT]; /* rendered, NULL: not since the last change */
	json_t *codes;              /* unknown codes of the last day */
};

static uint64_t seq_now(const struct events *e)
{
	struct ledger_status status = { 0 };

	store_status(desk_store(e->web->desk), &status);
	return status.last_seq;
}

static void wake(struct listener *l)
{
	if (!l->suspended)
		return;
	l->suspended = false;
	MHD_resume_connection(l->connection);
	web_wake(l->events->web);
}

/* At its next turn it is ended; it holds no place any more. */
static void leave(struct listener *l)
{
	if (!l->gone)
		l->events->count--;
	l->gone = true;
}

static void add_text(struct listener *l, const char *text)
{
	size_t len = strlen(text);
	char *more = NULL;

	if (l->sent) {
		memmove(l->text, l->text + l->sent, l->len - l->sent);
		l->len -= l->sent;
		l->sent = 0;
	}
	if (l->len + len <= PILE_MOST)
		more = realloc(l->text, l->len + len);
	if (!more) {
		leave(l);
		return;
	}
	l->text = more;
	memcpy(l->text + l->len, text, len);
	l->len += len;
}

/* "event: …\nid: …\ndata: …\n\n"; takes json over. Free the result. */
static char *frame(const char *event, uint64_t seq, json_t *json)
{
	char *data = json ? json_dumps(json, JSON_COMPACT) : NULL;
	char *text = NULL;

	json_decref(json);
	if (data && asprintf(&text, "event: %s\nid: %llu\ndata: %s\n\n", event,
			    (unsigned long long)seq, data) < 0)
		text = NULL;
	free(data);
	return text;
}

static void add_snapshot(struct listener *l)
{
	struct events *e = l->events;
	char **text = &e->snapshot[l->lang];

	l->snapshot_due = false;
	if (!*text)
		*text = frame("station", seq_now(e), json_station(e->web, l->lang));
	if (*text)
		add_text(l, *text);
}

/* libmicrohttpd asks for more whenever the socket takes more. */
static ssize_t on_pull(void *data, uint64_t position, char *buf, size_t most)
{
	struct listener *l = data;
	size_t len;

	(void)position;
	if (l->gone || l->events->web->ending)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (l->sent == l->len && l->snapshot_due)
		add_snapshot(l);
	len = l->len - l->sent;
	if (!len) {
		l->suspended = true;
		MHD_suspend_connection(l->connection);
		return 0;
	}
	len = len < most ? len : most;
	memcpy(buf, l->text + l->sent, len);
	l->sent += len;
	return (ssize_t)len;
}

static void on_closed(void *data)
{
	struct listener *l = data, **at = &l->events->listeners;

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	leave(l);
	loop_source_free(l->hung_up);
	free(l->text);
	free(l);
}

static void add_all(struct events *e, const char *event, uint64_t seq, json_t *json)
{
	char *text = frame(event, seq, json);

	for (struct listener *l = e->listeners; text && l; l = l->next) {
		add_text(l, text);
		wake(l);
	}
	free(text);
}

static void push_snapshot(void *data)
{
	struct events *e = data;

	e->pushed_boot_us = loop_now_us(e->web->loop);
	for (struct listener *l = e->listeners; l; l = l->next) {
		l->snapshot_due = true;
		wake(l);
	}
}

static void on_snapshot(void *data)
{
	struct events *e = data;
	uint64_t passed_us = loop_now_us(e->web->loop) - e->pushed_boot_us;

	for (size_t i = 0; i < LANG_COUNT; i++) {
		free(e->snapshot[i]);
		e->snapshot[i] = NULL;
	}
	if (!e->listeners)
		return;
	if (passed_us >= PUSH_US)
		push_snapshot(e);
	else
		(void)loop_timer_arm(e->push, PUSH_US - passed_us);
}

static void on_weighing(void *data, const struct weighing *w, uint64_t seq)
{
	struct events *e = data;

	if (e->listeners)
		add_all(e, "weighing", seq, json_weighing(w));
}

static void on_print(void *data, const char *id, const char *state)
{
	struct events *e = data;
	json_t *o;

	if (!e->listeners)
		return;
	o = json_object();
	if (id) {
		json_object_set_new(o, "id", json_string(id));
		json_object_set_new(o, "state", json_string(state));
	}
	add_all(e, "print", seq_now(e), o);
}

static json_t *text_or_null(const char *text)
{
	return json_text_or_null(text ? text : "");
}

static void on_food(void *data, const char *page, const struct desk_food *said)
{
	const struct food_received *pack = &said->pack;
	struct events *e = data;

	if (!e->listeners)
		return;
	add_all(e, "food", seq_now(e),
		json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
			  "s:o, s:o, s:I}",
			"page", text_or_null(page), "act", text_or_null(said->act), "product",
			text_or_null(said->product), "recipe", text_or_null(said->recipe),
			"ingredient", text_or_null(said->ingredient), "text",
			text_or_null(said->text), "category", text_or_null(said->category),
			"partner", text_or_null(said->partner), "key", text_or_null(said->key),
			"item", text_or_null(said->item), "gtin", text_or_null(pack->gtin),
			"donor_lot", text_or_null(pack->donor_lot), "date_kind",
			text_or_null(food_date_words.names[pack->date_kind]), "date",
			text_or_null(pack->date), "place", text_or_null(said->place), "degrees",
			said->degrees ? json_integer(*said->degrees) : json_null(), "units",
			(json_int_t)said->units));
}

/* What it is now is to be fetched: a page has an older one at hand, and is told of no bytes twice. */
static void on_catalogue(void *data)
{
	struct events *e = data;
	uint64_t seq = seq_now(e);

	who_let_go(e->web);
	if (e->listeners)
		add_all(e, "catalogue", seq, json_pack("{s:I}", "seq", (json_int_t)seq));
}

/* Logged out, another role, a token taken back: what they may hear no more ends. */
static void end_whose_may_not(struct events *e)
{
	struct sentence why;
	struct caller who;

	for (struct listener *l = e->listeners; l; l = l->next)
		if (who_asks(l->exchange, l->exchange->request.call, &who, &why) ||
			who.role < ROLE_ANYONE) {
			leave(l);
			wake(l);
		}
}

static void on_beat(void *data)
{
	struct events *e = data;
	struct moment now;
	char at[32];

	if (!e->listeners)
		return;
	end_whose_may_not(e);
	clock_now(&now);
	add_all(e, "beat", seq_now(e),
		json_pack("{s:s}", "at", clock_iso(now.wall_us, at, sizeof(at))));
	(void)loop_timer_arm(e->beat, BEAT_US);
}

struct codes {
	struct unknown_code list[CODES_SHOWN];
};

static int run_codes(struct ledger *l, void *arg)
{
	struct codes *c = arg;

	return ledger_unknown_codes(l, c->list, CODES_SHOWN);
}

static void have_codes(void *data, void *arg, int count)
{
	_cleanup_free_ struct codes *c = arg;
	struct events *e = data;
	struct moment now;

	if (count < 0 || e->web->ending)
		return;
	clock_now(&now);
	json_decref(e->codes);
	e->codes = json_array();
	for (int i = 0; i < count; i++)
		if (now.wall_us - c->list[i].at_wall_us < CODES_SHOWN_US)
			json_array_append_new(e->codes, json_code(&c->list[i]));
	on_snapshot(e);
}

static void on_codes(void *data)
{
	struct events *e = data;
	struct codes *c = calloc(1, sizeof(*c));

	if (c && store_ask(desk_store(e->web->desk), STORE_WRITER, run_codes, c, have_codes, e) < 0)
		free(c);
}

void events_ask_codes(struct events *e)
{
	on_codes(e);
}

json_t *events_codes(const struct events *e)
{
	return e->codes ? json_incref(e->codes) : json_array();
}

static void on_hung_up(void *data, uint32_t revents)
{
	struct listener *l = data;

	(void)revents;
	l->hung_up = loop_source_free(l->hung_up);
	leave(l);
	wake(l);
}

/*
 * libmicrohttpd looks away from a suspended connection; without a watch the next beat tells.
 * Before http: whoever hung up holds no place when the next one asks.
 */
static void watch(struct listener *l)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(l->connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (info)
		(void)loop_add_fd(l->events->web->loop, "listener", LOOP_NORMAL, info->connect_fd,
			EPOLLRDHUP, on_hung_up, l, &l->hung_up);
}

static void replace(struct events *e, const struct party *p, const char *page)
{
	for (struct listener *l = e->listeners; page && *page && l; l = l->next)
		if (!l->gone && same_party(&l->party, p) && !strcmp(l->page, page)) {
			leave(l);
			wake(l);
		}
}

static bool has_room(const struct events *e, const struct party *p)
{
	size_t guests = 0, same = 0, near = 0;

	if (e->count >= LISTENERS || !*p->key)
		return e->count < LISTENERS;
	for (const struct listener *l = e->listeners; l; l = l->next) {
		if (l->gone || !*l->party.key)
			continue;
		guests++;
		same += same_party(&l->party, p);
		near += memcmp(&l->party.address, &p->address, sizeof(p->address)) == 0;
	}
	return guests < GUESTS && same < GUESTS_OF_ONE && near < GUESTS / 2;
}

static struct listener *listener_new(
	struct exchange *x, const struct party *party, const char *page)
{
	struct events *e = x->web->events;
	struct listener *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	if (page)
		(void)snprintf(l->page, sizeof(l->page), "%s", page);
	l->events = e;
	l->party = *party;
	l->connection = x->connection;
	l->exchange = x;
	l->lang = x->lang;
	l->snapshot_due = true;
	l->next = e->listeners;
	e->listeners = l;
	e->count++;
	return l;
}

void api_events(struct exchange *x)
{
	struct events *e = x->web->events;
	const char *page = request_text(&x->request, "page");
	struct MHD_Response *r;
	struct listener *l;
	struct party party;

	party_of(x, &party);
	replace(e, &party, page);
	x->last = true;
	if (!has_room(e, &party)) {
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "too_many_pages");
		return;
	}
	l = listener_new(x, &party, page);
	if (!l) {
		reply_errno(x, -ENOMEM);
		return;
	}
	r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, on_pull, l, on_closed);
	if (!r) {
		on_closed(l);
		reply_errno(x, -ENOMEM);
		return;
	}
	x->listens = true;
	watch(l);
	MHD_add_response_header(r, "Content-Type", "text/event-stream; charset=utf-8");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	reply_response(x, MHD_HTTP_OK, r);
	if (e->count == 1) {
		(void)loop_timer_arm(e->beat, BEAT_US);
		on_codes(e);
	}
}

size_t events_listeners(const struct events *e)
{
	return e->count;
}

void events_end(struct events *e)
{
	for (struct listener *l = e->listeners; l; l = l->next)
		wake(l);
}

int events_new(struct web *w, struct events **ret_events)
{
	_cleanup_(cleanup_events_free) struct events *e = calloc(1, sizeof(*e));
	int r;

	if (!e)
		return -ENOMEM;
	e->web = w;
	r = loop_add_timer(w->loop, "events beat", LOOP_WEB, on_beat, e, &e->beat);
	if (r >= 0)
		r = loop_add_timer(w->loop, "events push", LOOP_WEB, push_snapshot, e, &e->push);
	if (r < 0)
		return r;
	desk_set_events(w->desk, &(struct desk_events){
					 .snapshot = on_snapshot,
					 .weighing = on_weighing,
					 .print = on_print,
					 .codes = on_codes,
					 .food = on_food,
					 .catalogue = on_catalogue,
					 .data = e,
				 });
	*ret_events = TAKE_PTR(e);
	return 0;
}

struct events *events_free(struct events *e)
{
	if (!e)
		return NULL;
	loop_source_free(e->beat);
	loop_source_free(e->push);
	for (size_t i = 0; i < LANG_COUNT; i++)
		free(e->snapshot[i]);
	json_decref(e->codes);
	free(e);
	return NULL;
}
