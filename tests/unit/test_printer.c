// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Printers over TCP, with the real loop and a printer process that can fail in every way:
 * what is said of a label is true, and no label is printed twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/printer/zpl.h"
#include "fake_printer.h"
#include "log.h"
#include "printer.h"

enum { CHECK_US = 2000, LIMIT_US = 60 * 1000 * 1000 };

struct world {
	struct fake_printer *fake;
	struct loop *loop;
	struct conf *conf;
	struct printers *printers;
	int state_events;
	int finished;
	int64_t job;
	enum print_outcome outcome;
	enum printer_state wanted;
	int count; /* for the conditions */
};

static void on_state(void *data, size_t index)
{
	struct world *w = data;

	assert_int_equal(index, 0);
	w->state_events++;
}

static void on_finished(void *data, size_t index, int64_t job, enum print_outcome outcome)
{
	struct world *w = data;

	assert_int_equal(index, 0);
	w->finished++;
	w->job = job;
	w->outcome = outcome;
}

/* Turns the loop until the condition holds. */
static void wait_for(struct world *w, bool (*until)(struct world *w))
{
	uint64_t limit_us = loop_now_us(w->loop) + LIMIT_US;

	while (!until(w)) {
		assert_true(loop_now_us(w->loop) < limit_us);
		assert_int_equal(loop_turn(w->loop, CHECK_US), 0);
	}
}

static enum printer_state state_of(struct world *w)
{
	struct printer_facts facts;

	printers_facts(w->printers, 0, &facts);
	return facts.state;
}

static bool in_wanted_state(struct world *w)
{
	return state_of(w) == w->wanted;
}

static void wait_for_state(struct world *w, enum printer_state state)
{
	w->wanted = state;
	wait_for(w, in_wanted_state);
}

static bool has_finished(struct world *w)
{
	return w->finished > 0;
}

static bool has_received(struct world *w)
{
	return w->fake->received > 0;
}

static bool asked_often_enough(struct world *w)
{
	return w->fake->questions >= w->count;
}

static struct conf *configured(const char *extra, uint16_t port)
{
	char path[] = "/tmp/bascule-printer-XXXXXX";
	int fd = mkstemp(path);
	struct conf *c = NULL;
	FILE *f;

	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	assert_non_null(f);
	(void)fprintf(f, "[printer labels]\ndriver = tcp\naddress = 127.0.0.1:%u\n%s", port, extra);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(conf_read(path, &c), 0);
	(void)unlink(path);
	return c;
}

static void start_printers(struct world *w, const char *extra)
{
	const struct printer_events events = { on_state, on_finished, w };

	w->conf = configured(extra, w->fake->port);
	assert_int_equal(printers_new(w->loop, NULL, w->conf, &events, &w->printers), 0);
	assert_int_equal(conf_mistakes(w->conf), 0);
	assert_int_equal(printers_count(w->printers), 1);
	printers_start(w->printers);
}

static void stop_printers(struct world *w)
{
	w->printers = printers_free(w->printers);
	w->conf = conf_free(w->conf);
	w->finished = 0;
}

static struct world *begin(const char *extra)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->fake = fake_printer_new();
	assert_non_null(w->fake);
	assert_int_equal(loop_new(&w->loop), 0);
	if (extra != NULL)
		start_printers(w, extra);
	return w;
}

static void end(struct world *w)
{
	stop_printers(w);
	(void)loop_free(w->loop);
	fake_printer_free(w->fake);
	free(w);
}

/* Some dots that do not pack into nothing. */
static struct raster *picture(uint32_t width, uint32_t height)
{
	struct raster *r = raster_new(width, height, 203);

	assert_non_null(r);
	for (uint32_t i = 0; i < r->stride * height; i++)
		r->bits[i] = (uint8_t)(i * 2654435761u >> 24);
	for (uint32_t y = 0; y < height && width % 8 != 0; y++)
		r->bits[(y + 1) * r->stride - 1] &= (uint8_t)(0xff << (8 - width % 8));
	return r;
}

static uint32_t print(struct world *w, int64_t job)
{
	struct raster *r = picture(203, 90);
	uint32_t fingerprint = fake_printer_fingerprint(r->bits, (size_t)r->stride * r->height);

	assert_int_equal(printers_print(w->printers, 0, job, r), 0);
	assert_int_equal(w->finished, 0);
	return fingerprint;
}

static void refused(struct world *w, int64_t job, int error)
{
	struct raster *r = picture(203, 90);

	assert_int_equal(printers_print(w->printers, 0, job, r), error);
	free(r);
}

static void printed_once(
	struct world *w, int64_t job, enum print_outcome outcome, uint32_t fingerprint)
{
	wait_for(w, has_finished);
	assert_int_equal(w->finished, 1);
	assert_int_equal(w->job, job);
	assert_int_equal(w->outcome, outcome);
	if (outcome == PRINT_DONE)
		assert_int_equal(w->fake->printed, 1);
	assert_int_equal(w->fake->received, 1);
	assert_int_equal(w->fake->picture, fingerprint);
}

static void a_label_is_done_when_the_printer_says_so(void **state)
{
	struct world *w = begin("");
	uint32_t fingerprint;

	(void)state;
	assert_int_equal(state_of(w), PRINTER_UNPLUGGED);
	refused(w, 1, -EAGAIN);
	wait_for_state(w, PRINTER_READY);
	fingerprint = print(w, 7);
	refused(w, 8, -EBUSY);
	printed_once(w, 7, PRINT_DONE, fingerprint);
	assert_int_equal(state_of(w), PRINTER_READY);
	w->finished = 0;
	(void)print(w, 9);
	wait_for(w, has_finished);
	assert_int_equal(w->job, 9);
	assert_int_equal(w->fake->printed, 2);
	assert_int_equal(w->fake->connections, 1);
	end(w);
}

static void without_paper_nothing_is_sent(void **state)
{
	struct world *w = begin(NULL);
	uint32_t fingerprint;

	(void)state;
	w->fake->paper_out = 1;
	start_printers(w, "");
	wait_for_state(w, PRINTER_PAPER_OUT);
	assert_string_equal(printer_state_key(state_of(w), 0), "printer_paper_out");
	refused(w, 1, -EAGAIN);
	w->fake->paper_out = 0;
	wait_for_state(w, PRINTER_READY);
	assert_int_equal(w->fake->label_bytes, 0);
	fingerprint = print(w, 2);
	printed_once(w, 2, PRINT_DONE, fingerprint);
	end(w);
}

static void paper_ending_before_the_label_is_sent_keeps_it(void **state)
{
	struct world *w = begin("");

	(void)state;
	wait_for_state(w, PRINTER_READY);
	w->fake->paper_out = 1; /* nobody has asked since */
	(void)print(w, 3);
	wait_for(w, has_finished);
	assert_int_equal(w->outcome, PRINT_NOT_SENT);
	assert_int_equal(w->fake->label_bytes, 0);
	assert_int_equal(state_of(w), PRINTER_PAPER_OUT);
	end(w);
}

static void paper_ending_in_the_middle_waits_for_a_roll(void **state)
{
	struct world *w = begin("");
	uint32_t fingerprint;

	(void)state;
	wait_for_state(w, PRINTER_READY);
	w->fake->paper_out_at_label = 1;
	fingerprint = print(w, 4);
	wait_for_state(w, PRINTER_PAPER_OUT);
	assert_int_equal(w->finished, 0);
	assert_int_equal(w->fake->printed, 0);
	w->fake->paper_out = 0;
	printed_once(w, 4, PRINT_DONE, fingerprint);
	end(w);
}

static void losing_a_parked_label_is_unknown(void **state)
{
	struct world *w = begin("");
	uint32_t fingerprint;

	(void)state;
	wait_for_state(w, PRINTER_READY);
	w->fake->paper_out_at_label = 1;
	fingerprint = print(w, 5);
	wait_for_state(w, PRINTER_PAPER_OUT);
	w->fake->hang_up = 1;
	printed_once(w, 5, PRINT_UNKNOWN, fingerprint);
	w->fake->paper_out = 0;
	wait_for_state(w, PRINTER_READY);
	assert_int_equal(w->fake->received, 1);
	end(w);
}

static void an_open_cover_that_silences_it_is_still_open(void **state)
{
	struct world *w = begin(NULL);

	(void)state;
	w->fake->head_open = 1;
	start_printers(w, "");
	wait_for_state(w, PRINTER_COVER_OPEN);
	w->fake->mute = 1;
	w->count = w->fake->questions + 2; /* so one was left without an answer */
	wait_for(w, asked_often_enough);
	assert_int_equal(state_of(w), PRINTER_COVER_OPEN);
	w->fake->mute = 0;
	w->fake->head_open = 0;
	wait_for_state(w, PRINTER_READY);
	end(w);
}

static void a_mute_printer_gets_no_label_unless_told_so(void **state)
{
	struct world *w = begin(NULL);
	uint32_t fingerprint;

	(void)state;
	w->fake->mute = 1;
	start_printers(w, "");
	wait_for_state(w, PRINTER_MUTE);
	refused(w, 1, -EAGAIN);
	stop_printers(w);
	w->fake->questions = 0;
	start_printers(w, "status = no\n");
	wait_for_state(w, PRINTER_READY);
	fingerprint = print(w, 6);
	wait_for(w, has_finished);
	assert_int_equal(w->outcome, PRINT_HANDED);
	assert_int_equal(w->fake->questions, 0);
	/* Handed is not printed: the last bytes may just have arrived. */
	wait_for(w, has_received);
	assert_int_equal(w->fake->picture, fingerprint);
	end(w);
}

static void a_slow_printer_is_waited_for(void **state)
{
	struct world *w = begin(NULL);
	uint32_t fingerprint;

	(void)state;
	w->fake->slow = 1;
	start_printers(w, "");
	wait_for_state(w, PRINTER_READY);
	fingerprint = print(w, 10);
	printed_once(w, 10, PRINT_DONE, fingerprint);
	end(w);
}

static void noise_and_doubled_answers_do_no_harm(void **state)
{
	struct world *w = begin(NULL);

	(void)state;
	for (int i = 1; i < 8; i++) {
		uint32_t fingerprint;

		w->fake->junk = i & 1;
		w->fake->twice = i & 2;
		w->fake->crumbs = i & 4;
		w->fake->received = w->fake->printed = 0;
		start_printers(w, "");
		wait_for_state(w, PRINTER_READY);
		fingerprint = print(w, i);
		printed_once(w, i, PRINT_DONE, fingerprint);
		stop_printers(w);
	}
	end(w);
}

/* A connection reset at any byte of the label: never done, never printed twice. */
static void a_reset_in_the_middle_is_unknown(void **state)
{
	struct world *w = begin(NULL);
	struct raster *r = picture(203, 90);
	struct print_bytes *b = NULL;
	int step;

	(void)state;
	assert_int_equal(zpl_encode(r, TRACKING_GAP, &b), 0);
	step = (int)b->size / (getenv("SANITIZED") ? 6 : 30);
	for (int n = 0; n < (int)b->size - 12; n += n < 6 ? 1 : step) {
		w->fake->label_bytes = w->fake->received = w->fake->printed = 0;
		w->fake->reset_after = n;
		start_printers(w, "");
		wait_for_state(w, PRINTER_READY);
		(void)print(w, n);
		wait_for(w, has_finished);
		assert_int_equal(w->outcome, PRINT_UNKNOWN);
		w->fake->reset_after = -1;
		assert_int_equal(w->fake->received, 0);
		assert_int_equal(w->fake->printed, 0);
		stop_printers(w);
	}
	/* And afterwards the printer is there again, with nothing sent by itself. */
	start_printers(w, "");
	wait_for_state(w, PRINTER_READY);
	assert_int_equal(w->fake->received, 0);
	free(b);
	free(r);
	end(w);
}

static void a_printer_that_comes_later_is_found(void **state)
{
	struct world *w = begin("");
	struct fake_printer *first;

	(void)state;
	wait_for_state(w, PRINTER_READY);
	first = w->fake;
	first->hang_up = 1;
	wait_for_state(w, PRINTER_UNPLUGGED);
	wait_for_state(w, PRINTER_READY);
	assert_true(first->connections >= 2);
	end(w);
}

static void mistakes_in_the_configuration_are_counted(void **state)
{
	static const struct {
		const char *text;
		size_t mistakes;
	} cases[] = {
		{ "[printer a]\ndriver = tcp\n", 1 },
		{ "[printer a]\ndriver = tcp\naddress = printer.local\n", 1 },
		{ "[printer a]\ndriver = tcp\naddress = 127.0.0.1:99999\n", 1 },
		{ "[printer a]\ndriver = tcp\naddress = [::1]:9100\n", 0 },
		{ "[printer a]\ndriver = tcp\naddress = ::1\n", 1 },
		{ "[printer a]\ndriver = lpt\n", 1 },
		{ "[printer a]\n", 1 },
		{ "[printer]\ndriver = usb\n", 1 },
		{ "[printer a]\ndriver = usb\nvid_pid = 12:34\n", 1 },
		{ "[printer a]\ndriver = usb\n[printer b]\ndriver = usb\nserial = X\n", 1 },
		{ "[printer a]\ndriver = usb\ndpi = 600\nwidth_mm = 3\nlanguage = pcl\n", 3 },
	};
	const struct printer_events events = { on_state, on_finished, NULL };
	struct loop *loop = NULL;

	(void)state;
	assert_int_equal(loop_new(&loop), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char path[] = "/tmp/bascule-printer-XXXXXX";
		int fd = mkstemp(path);
		struct printers *all = NULL;
		struct conf *c = NULL;

		assert_int_equal(
			write(fd, cases[i].text, strlen(cases[i].text)), strlen(cases[i].text));
		(void)close(fd);
		assert_int_equal(conf_read(path, &c), 0);
		(void)unlink(path);
		assert_int_equal(printers_new(loop, NULL, c, &events, &all), 0);
		conf_check_unused(c, (const char *const[]){ "printer", NULL });
		assert_int_equal(conf_mistakes(c), cases[i].mistakes);
		(void)printers_free(all);
		(void)conf_free(c);
	}
	(void)loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_label_is_done_when_the_printer_says_so),
		cmocka_unit_test(without_paper_nothing_is_sent),
		cmocka_unit_test(paper_ending_before_the_label_is_sent_keeps_it),
		cmocka_unit_test(paper_ending_in_the_middle_waits_for_a_roll),
		cmocka_unit_test(losing_a_parked_label_is_unknown),
		cmocka_unit_test(an_open_cover_that_silences_it_is_still_open),
		cmocka_unit_test(a_mute_printer_gets_no_label_unless_told_so),
		cmocka_unit_test(a_slow_printer_is_waited_for),
		cmocka_unit_test(noise_and_doubled_answers_do_no_harm),
		cmocka_unit_test(a_reset_in_the_middle_is_unknown),
		cmocka_unit_test(a_printer_that_comes_later_is_found),
		cmocka_unit_test(mistakes_in_the_configuration_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
