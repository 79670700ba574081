// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls and snapshot over a real store, without HTTP, desk or devices: what is answered is taken
 * where the web room would send it (the linker puts that in front: see the Makefile).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "no_desk.h"
#include "../../daemon/web/web_private.h"
#include "clock.h"
#include "conf.h"
#include "ledger_rig.h"

static struct {
	struct ledger_rig ledger;
	struct loop *loop;
	struct store *store;
	struct station station;
	struct web web;
	bool told; /* the store's state */
	unsigned status;
	json_t *answer;
} w;

struct store *__wrap_desk_store(struct desk *d);
const struct station *__wrap_desk_station(const struct desk *d);
void __wrap_desk_load(const struct desk *d, char ret[LOAD_SIZE]);
uint32_t __wrap_desk_units(const struct desk *d);
const char *__wrap_desk_hearing(const struct desk *d);
bool __wrap_training_is_open(const struct web *web);
bool __wrap_people_uncounted(const struct people *p);
bool __wrap_who_guarded(struct web *web);
const char *__wrap_who_cannot(struct web *web);
json_t *__wrap_json_devices(const struct web *web, enum lang lang);
json_t *__wrap_events_codes(const struct events *e);
void __wrap_reply_json(struct exchange *x, unsigned status, json_t *json);
void __wrap_reply_key(struct exchange *x, unsigned status, const char *sentence_key);

struct store *__wrap_desk_store(struct desk *d)
{
	(void)d;
	return w.store;
}

const struct station *__wrap_desk_station(const struct desk *d)
{
	(void)d;
	return &w.station;
}

void __wrap_desk_load(const struct desk *d, char ret[LOAD_SIZE])
{
	(void)d;
	ret[0] = '\0';
}

uint32_t __wrap_desk_units(const struct desk *d)
{
	(void)d;
	return 0;
}

const char *__wrap_desk_hearing(const struct desk *d)
{
	(void)d;
	return NULL;
}

bool __wrap_training_is_open(const struct web *web)
{
	(void)web;
	return false;
}

bool __wrap_people_uncounted(const struct people *p)
{
	(void)p;
	return false;
}

bool __wrap_who_guarded(struct web *web)
{
	(void)web;
	return false;
}

const char *__wrap_who_cannot(struct web *web)
{
	(void)web;
	return NULL;
}

json_t *__wrap_json_devices(const struct web *web, enum lang lang)
{
	(void)web;
	(void)lang;
	return json_array();
}

json_t *__wrap_events_codes(const struct events *e)
{
	(void)e;
	return json_array();
}

void __wrap_reply_json(struct exchange *x, unsigned status, json_t *json)
{
	(void)x;
	w.status = status;
	json_decref(w.answer);
	w.answer = json;
}

void __wrap_reply_key(struct exchange *x, unsigned status, const char *sentence_key)
{
	__wrap_reply_json(x, status, json_pack("{s:s}", "error", sentence_key));
}

/* One scanner with each trouble that there is, and no other device. */
#define NONE_OF(kind)                                         \
	struct kind *__wrap_desk_##kind(struct desk *d);      \
	size_t __wrap_##kind##_count(const struct kind *all); \
	struct kind *__wrap_desk_##kind(struct desk *d)       \
	{                                                     \
		(void)d;                                      \
		return NULL;                                  \
	}                                                     \
	size_t __wrap_##kind##_count(const struct kind *all)  \
	{                                                     \
		(void)all;                                    \
		return 0;                                     \
	}
NONE_OF(scales)
NONE_OF(panels)
NONE_OF(printers)

json_t *__real_json_devices(const struct web *web, enum lang lang);
struct scanners *__wrap_desk_scanners(struct desk *d);
size_t __wrap_scanners_count(const struct scanners *all);
void __wrap_scanners_facts(
	const struct scanners *all, size_t index, struct scanner_facts *ret_facts);

struct scanners *__wrap_desk_scanners(struct desk *d)
{
	(void)d;
	return NULL;
}

size_t __wrap_scanners_count(const struct scanners *all)
{
	(void)all;
	return SCANNER_TROUBLE_COUNT;
}

void __wrap_scanners_facts(
	const struct scanners *all, size_t index, struct scanner_facts *ret_facts)
{
	(void)all;
	*ret_facts = (struct scanner_facts){ .name = "hand",
		.driver = "serial",
		.open = true,
		.trouble = (enum scanner_trouble)index };
}

static void moment(struct moment *ret_now)
{
	*ret_now = w.ledger.now;
}

static void on_state(void *data, bool down, const struct sentence *why)
{
	(void)data;
	(void)why;
	assert_false(down);
	w.told = true;
}

static int up(void **state)
{
	static const struct station_config config = { .site = "MS", .station = "ACCUEIL" };
	static const char text[] = "[site]\npole = HD\nsite = MS\nstation = ACCUEIL\n";
	static const struct catalogue none_yet;

	(void)state;
	memset(&w, 0, sizeof(w));
	rig_up(&w.ledger);
	assert_true(conf_read_text("station.conf", text, strlen(text), &w.web.conf) >= 0);
	clock_set_source(moment);
	station_init(&w.station, &config, &none_yet);
	assert_int_equal(loop_new(&w.loop), 0);
	return 0;
}

static int down(void **state)
{
	(void)state;
	store_free(w.store);
	loop_free(w.loop);
	json_decref(w.answer);
	(void)conf_free(w.web.conf);
	clock_set_source(NULL);
	rig_down(&w.ledger);
	return 0;
}

static void open_store(void)
{
	static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };
	const struct store_events events = { .state = on_state };

	w.ledger.ledger = ledger_free(w.ledger.ledger);
	assert_int_equal(store_new(w.loop, &(struct store_file){ w.ledger.path, NULL }, &identity,
				 &events, &w.store),
		0);
	while (!w.told)
		assert_int_equal(loop_turn(w.loop, 1000000), 0);
}

/* ---- days that nobody knows ---- */

/* The sentence of the snapshot's trouble of that kind, "" for none. */
static const char *trouble(const char *kind, enum lang lang)
{
	static char said[512];
	json_t *all = json_station(&w.web, lang), *o;
	size_t i;

	*said = '\0';
	json_array_foreach(json_object_get(all, "troubles"), i,
		o) if (strcmp(json_string_value(json_object_get(o, "kind")), kind) == 0)(void)
		snprintf(said, sizeof(said), "%s",
			json_string_value(json_object_get(o, "sentence")));
	json_decref(all);
	return said;
}

static void on_written(void *data, const struct ledger_job *job, const struct ledger_result *res)
{
	(void)job;
	assert_int_equal(res->error, 0);
	assert_int_equal(res->answer, LEDGER_WRITTEN);
	*(bool *)data = true;
}

static void give_day(const char *id, const char *day)
{
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&w.ledger, RIG_CLOCK);
	bool written = false;

	(void)snprintf(job.void_id, sizeof(job.void_id), "%s", id);
	(void)snprintf(job.text, sizeof(job.text), "%s", day);
	drafts = rig_drafts(&job, &values);
	assert_int_equal(store_write(w.store, &drafts, on_written, &written), 0);
	while (!written)
		assert_int_equal(loop_turn(w.loop, 1000000), 0);
}

/* By page and doctor, which show the snapshot's troubles, until a person gave it. */
static void truth_24_a_day_that_nobody_knows_is_said_until_it_is_given(void **state)
{
	char id[PRIVATE_KEY_SIZE];

	(void)state;
	w.ledger.now.quality = CLOCK_DOUBTFUL;
	memcpy(id, rig_record(&w.ledger, "TLC-VET", 1000).weighing.id, sizeof(id));
	(void)rig_record(&w.ledger, "TLC-VET", 2000);
	w.ledger.now.quality = CLOCK_TRUSTED;
	memset(w.ledger.now.boot_id, 'b', 32); /* another start */
	open_store();
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		assert_non_null(strstr(trouble("days", l), id));
		assert_non_null(strstr(trouble("days", l), "2"));
		assert_non_null(strstr(trouble("days", l), "bascule day"));
	}
	give_day(id, "2025-12-03");
	assert_string_equal(trouble("days", LANG_FR), "");
}

/* ---- a label that nobody wants any more ---- */

static unsigned dismiss(const char *id)
{
	struct exchange x = { .web = &w.web, .arg = id };

	w.status = 0;
	api_label_dismiss(&x);
	while (!w.status)
		assert_int_equal(loop_turn(w.loop, 1000000), 0);
	return w.status;
}

static int run_offered(struct ledger *l, void *arg)
{
	const struct moment later = { .wall_us = w.ledger.now.wall_us + 1000000 };
	struct label_job jobs[4];

	*(int *)arg = ledger_label_offered(l, &later, 1, jobs, 4);
	return 0;
}

static void on_asked(void *data, void *arg, int result)
{
	(void)arg;
	(void)result;
	*(bool *)data = true;
}

static int offered(void)
{
	bool done = false;
	int count = -1;

	assert_int_equal(store_ask(w.store, STORE_WRITER, run_offered, &count, on_asked, &done), 0);
	while (!done)
		assert_int_equal(loop_turn(w.loop, 1000000), 0);
	return count;
}

static void truth_32_an_offered_label_is_dropped_by_its_call(void **state)
{
	struct rig_job job = rig_job(&w.ledger, RIG_RECORD);
	char id[PRIVATE_KEY_SIZE];

	(void)state;
	job.weighing = rig_weighing(&w.ledger, "TLC-VET", 1000);
	job.label = true;
	memcpy(id, rig_write(&w.ledger, &job, LEDGER_WRITTEN).weighing.id, sizeof(id));
	open_store();
	assert_int_equal(offered(), 1);
	assert_int_equal(dismiss("HD-MS-W-QQQ-9"), 404);
	assert_int_equal(offered(), 1);
	assert_int_equal(dismiss(id), 200);
	assert_string_equal(json_string_value(json_object_get(w.answer, "state")), "dropped");
	assert_int_equal(offered(), 0);
	assert_int_equal(dismiss(id), 404); /* once */
	assert_string_equal(json_string_value(json_object_get(w.answer, "error")), "no_such_label");
}

/* ---- scanners that are set up otherwise ---- */

static void truth_28_the_page_says_each_scanners_trouble(void **state)
{
	(void)state;
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		json_t *all = __real_json_devices(&w.web, l), *o;
		size_t i;

		assert_int_equal(json_array_size(all), SCANNER_TROUBLE_COUNT);
		json_array_foreach(all, i, o)
		{
			const enum scanner_trouble t = (enum scanner_trouble)i;
			const bool fine = t == SCANNER_FINE;

			assert_string_equal(json_string_value(json_object_get(o, "state")),
				fine ? "open" : scanner_trouble_name(t));
			if (!fine)
				assert_string_equal(json_string_value(json_object_get(o, "text")),
					lang_text(l, scanner_trouble_key(t)));
		}
		json_decref(all);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(truth_24_a_day_that_nobody_knows_is_said_until_it_is_given),
		T(truth_28_the_page_says_each_scanners_trouble),
		T(truth_32_an_offered_label_is_dropped_by_its_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
