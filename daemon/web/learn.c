// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Training begins and ends (training.h): the daemon begins anew, as after a step of the first day. It ends by
 * itself: when nobody touched anything for a while, with the day, and at every restart. A page says with each
 * request whether it knows that somebody learns; whoever says nothing means the real station, so
 * that nothing that is sent twice comes into the other ledger.
 */
#include <string.h>
#include "clock.h"
#include "web_private.h"

enum { IDLE_S = 600, LOOK_US = 1000 * 1000 };
#define HEADER "Bascule-Training"

struct training {
	struct web *web;
	struct loop_source *timer;
	uint64_t idle_us, touched_us;
	unsigned heard; /* of scanner and buttons, then */
	char day[DAY_SIZE];
	bool open;
};

static void begin_anew(struct web *w, int how)
{
	w->ending = true; /* whoever asks next is answered by the next one */
	loop_quit(w->loop, how);
}

void training_touched(struct web *w)
{
	w->training->touched_us = loop_now_us(w->loop);
}

static void look(void *data)
{
	struct training *t = data;
	const struct desk *d = t->web->desk;
	const unsigned heard = desk_scanned_last(d)->count + desk_pressed_last(d)->count;
	struct moment now;

	clock_now(&now);
	if (heard != t->heard || !t->touched_us)
		training_touched(t->web);
	t->heard = heard;
	if (!t->day[0])
		memcpy(t->day, now.day, sizeof(t->day));
	if (loop_now_us(t->web->loop) - t->touched_us >= t->idle_us || strcmp(t->day, now.day) != 0)
		begin_anew(t->web, WEB_BEGIN_ANEW);
	else
		(void)loop_timer_arm(t->timer, LOOK_US);
}

int training_new(struct web *w, struct training **ret_training)
{
	struct conf_section *s = conf_section(w->conf, "training", NULL);
	struct training *t = calloc(1, sizeof(*t));
	int r = t ? loop_add_timer(w->loop, "training", LOOP_NORMAL, look, t, &t->timer) : -ENOMEM;

	if (r < 0)
		return training_free(t), r;
	t->web = w;
	t->open = conf_bool(s, "open", false);
	t->idle_us = (uint64_t)conf_int(s, "idle_s", 2, 3600, IDLE_S) * 1000000;
	if (desk_trains(w->desk))
		r = loop_timer_arm(t->timer, LOOK_US);
	*ret_training = t;
	return r;
}

struct training *training_free(struct training *t)
{
	if (t)
		loop_source_free(t->timer);
	free(t);
	return NULL;
}

bool training_is_open(const struct web *w)
{
	return w->training->open;
}

/* ---- who is heard ---- */

static const char *says(const struct exchange *x, const char *header)
{
	return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, header);
}

/* Whoever says "no" does not mean to learn. */
static bool is_to_learn(const struct exchange *x)
{
	const char *said = says(x, HEADER);

	return said && strcmp(said, "yes") == 0;
}

/* Of the station as it is, whoever learns there; and what ends it is always meant. */
static bool is_of_both(const struct exchange *x)
{
	static const char *const paths[] = { "/api/v1/health", "/api/v1/station",
		"/api/v1/openapi.json", "/api/v1/training/end" };

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		if (!strcmp(x->path, paths[i]))
			return true;
	return false;
}

/* lang: training_now training_over */
unsigned training_refuses(const struct exchange *x, const char **ret_key)
{
	const bool trains = desk_trains(x->web->desk), knows = is_to_learn(x);
	const bool writes = !strcmp(x->method, "POST");
	const bool of_page = strncmp(x->path, "/api/", 5) != 0 || says(x, "Sec-Fetch-Site");

	if (is_of_both(x) || (!trains && !writes))
		return 0;
	if (x->lan ? !trains : writes ? knows == trains : knows || of_page)
		return 0;
	*ret_key = trains ? "training_now" : "training_over";
	return writes ? MHD_HTTP_CONFLICT : MHD_HTTP_SERVICE_UNAVAILABLE;
}

/* Lists, secrets and devices are real ones. */
bool training_is_not_of(const struct exchange *x, const struct call *call)
{
	if (strcmp(call->method, "POST") != 0)
		return false;
	training_touched(x->web);
	return desk_trains(x->web->desk) && call->role > ROLE_KIOSK;
}

/* ---- calls ---- */

static void reply_trains(struct exchange *x, bool trains)
{
	reply_json(x, MHD_HTTP_OK, json_pack("{s:b}", "training", trains));
}

/* It holds what is recorded, was seen empty, or is not there at all. */
static bool is_known(const struct station_scale *scale)
{
	return !scale->watch.seen || scale->watch.bare || plate_recorded(&scale->plate);
}

/* What lies there and nobody recorded would be nowhere: it is seen to first. */
static bool is_at_rest(const struct station *s)
{
	const enum station_phase phase = station_phase(s);

	for (size_t i = 0; i < s->scale_count; i++)
		if (station_is_weighing(s, i, true) || !is_known(&s->scale[i]) ||
			s->scale[i].plate.tare_count) /* nobody would see its container leave */
			return false;
	return (phase == PHASE_EMPTY || phase == PHASE_RECORDED) && !s->armed.category[0];
}

/* lang: training_failed training_loaded training_staff */
void api_training(struct exchange *x)
{
	struct web *w = x->web;
	struct moment now;
	struct body b;

	if (!body_open(x, &b) || !body_done(&b) || reply_if_down(x))
		return;
	if (!training_is_open(w) && x->request.who.role < ROLE_STAFF) {
		reply_key(x, MHD_HTTP_FORBIDDEN, "training_staff");
	} else if (desk_trains(w->desk)) {
		reply_trains(x, true);
	} else if (!is_at_rest(desk_station(w->desk))) {
		reply_key(x, MHD_HTTP_CONFLICT, "training_loaded");
	} else if (clock_now(&now), desk_may_train(w->desk, &now) < 0) {
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "training_failed");
	} else {
		reply_trains(x, true);
		begin_anew(w, WEB_TRAIN);
	}
}

void api_training_end(struct exchange *x)
{
	struct body b;

	if (!body_open(x, &b) || !body_done(&b))
		return;
	reply_trains(x, false);
	if (desk_trains(x->web->desk))
		begin_anew(x->web, WEB_BEGIN_ANEW);
}
