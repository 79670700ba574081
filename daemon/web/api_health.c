// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How the daemon is: /health for people and scripts (503 when weighing is refused),
 * /metrics as OpenMetrics text.
 */
#include <inttypes.h>
#include <string.h>
#include "backup.h"
#include "clock.h"
#include "training.h"
#include "web_private.h"

void api_devices(struct exchange *x)
{
	reply_json(x, MHD_HTTP_OK, json_pack("{s:o}", "devices", json_devices(x->web, x->lang)));
}

enum { SECOND_US = 1000000 };

static void put_copy(json_t *o, const char *at, const char *age, const struct backup_last *b)
{
	char text[40];
	struct moment now;

	clock_now(&now);
	json_object_set_new(o, at,
		b ? json_string(clock_iso(b->at_s * SECOND_US, text, sizeof(text))) : json_null());
	json_object_set_new(
		o, age, b ? json_integer(now.wall_us / SECOND_US - b->at_s) : json_null());
}

/* Two small files beside the ledger: what is on another disk is there when this one breaks. */
static json_t *json_copies(const char *path, bool trains)
{
	json_t *o = json_object();
	struct backup_last last, away;
	char db[PATH_MAX];

	training_real_path(path, trains, db);
	put_copy(o, "at", "age_s", backup_last(db, &last) < 0 ? NULL : &last);
	put_copy(o, "away_at", "away_age_s", backup_last_away(db, &away) < 0 ? NULL : &away);
	return o;
}

void api_health(struct exchange *x)
{
	struct store *store = desk_store(x->web->desk);
	struct ledger_status status = { 0 };
	struct sentence why = { 0 };
	const bool trains = desk_trains(x->web->desk);
	bool down = store_down(store, &why), damaged = !down && store_damaged(store, &why);
	json_t *o = json_pack("{s:b,s:s}", "ok", !down && !damaged, "version", BASCULE_VERSION);
	struct moment now;

	clock_now(&now);
	if (!down)
		store_status(store, &status);
	if (down || damaged) {
		json_object_set_new(o, "error", json_string(why.key));
		json_object_set_new(o, "message", json_said(x->lang, &why));
	}
	json_object_set_new(o, "schema", down ? json_null() : json_integer(status.schema));
	json_object_set_new(
		o, "clock", json_string(now.quality == CLOCK_TRUSTED ? "trusted" : "doubtful"));
	json_object_set_new(o, "journal", json_text_or_null(status.journal));
	json_object_set_new(
		o, "last_seq", down ? json_null() : json_integer((json_int_t)status.last_seq));
	json_object_set_new(o, "training", json_boolean(trains));
	json_object_set_new(o, "bench", json_text_or_null(x->web->bench));
	json_object_set_new(o, "backup", json_copies(store_path(store), trains));
	json_object_set_new(o, "devices", json_devices(x->web, x->lang));
	reply_json(x, down ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_OK, o);
}

static void histogram(
	FILE *out, const char *name, const char *help, const uint64_t counts[LOOP_BUCKETS])
{
	static const char *const bounds[LOOP_BUCKETS] = { "0.001", "0.005", "0.02", "0.05", "0.2",
		"+Inf" };
	uint64_t sum = 0;

	fprintf(out, "# TYPE %s histogram\n# UNIT %s seconds\n# HELP %s %s\n", name, name, name,
		help);
	for (size_t i = 0; i < LOOP_BUCKETS; i++) {
		sum += counts[i];
		fprintf(out, "%s_bucket{le=\"%s\"} %" PRIu64 "\n", name, bounds[i], sum);
	}
}

static void gauge(FILE *out, const char *name, const char *help, int64_t value)
{
	fprintf(out, "# TYPE %s gauge\n# HELP %s %s\n%s %" PRId64 "\n", name, name, help, name,
		value);
}

static void answers(FILE *out, const struct web *w)
{
	const char *name = "bascule_http_answers";

	fprintf(out, "# TYPE %s counter\n# HELP %s HTTP answers by class of status.\n", name, name);
	for (unsigned i = 1; i < STATUS_CLASSES; i++)
		fprintf(out, "%s_total{class=\"%uxx\"} %" PRIu64 "\n", name, i, w->answers[i]);
}

static void devices(FILE *out, const struct web *w)
{
	const char *name = "bascule_device_open";
	json_t *list = json_devices(w, LANG_EN), *o;
	size_t i;

	fprintf(out, "# TYPE %s gauge\n# HELP %s 1: the device of station.conf is there.\n", name,
		name);
	json_array_foreach(list, i, o) fprintf(out, "%s{kind=\"%s\",name=\"%s\",state=\"%s\"} %d\n",
		name, json_string_value(json_object_get(o, "kind")),
		json_string_value(json_object_get(o, "name")),
		json_string_value(json_object_get(o, "state")),
		json_is_true(json_object_get(o, "open")));
	json_decref(list);
}

static void totals(FILE *out, const struct web *w)
{
	const struct station *s = desk_station(w->desk);
	struct ledger_status status = { 0 };
	struct sentence why;
	struct moment now;
	bool down = store_down(desk_store(w->desk), &why);

	clock_now(&now);
	if (!down)
		store_status(desk_store(w->desk), &status);
	gauge(out, "bascule_store_up", "1: weighing is possible.", !down);
	gauge(out, "bascule_clock_trusted", "1: the clock may be believed.",
		now.quality == CLOCK_TRUSTED);
	gauge(out, "bascule_journal_last_seq", "Last entry of the journal.",
		(int64_t)status.last_seq);
	gauge(out, "bascule_today_in_milligrams", "Intake of the day.", s->today.sums.in_mg);
	gauge(out, "bascule_today_weighings", "Weighings of the day.",
		(int64_t)s->today.sums.weighings);
	gauge(out, "bascule_event_listeners", "Pages that are open.",
		(int64_t)events_listeners(w->events));
}

void api_metrics(struct exchange *x)
{
	uint64_t counts[LOOP_BUCKETS];
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out) {
		reply_errno(x, -ENOMEM);
		return;
	}
	totals(out, x->web);
	answers(out, x->web);
	devices(out, x->web);
	loop_latency(x->web->loop, counts);
	histogram(out, "bascule_loop_callback_seconds", "Time in callbacks of the loop.", counts);
	store_latency(desk_store(x->web->desk), counts);
	histogram(out, "bascule_commit_seconds", "Time of durable commits.", counts);
	fputs("# EOF\n", out);
	fclose(out);
	reply_text(x, MHD_HTTP_OK, "application/openmetrics-text; version=1.0.0; charset=utf-8",
		text, size);
}
