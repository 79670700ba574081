// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Panels: contacts bounce and count once; a button box on a pty presses, shines and
 * sounds; station.conf's mistakes are said. The box of these tests is the other end of the
 * line, the driver is the real one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include "../../daemon/panel/box_line.h"
#include "../../daemon/panel/debounce.h"
#include "panel.h"

/* ---- debounce ---- */

static void a_bouncing_press_counts_once(void **state)
{
	struct debounce d;

	(void)state;
	debounce_start(&d, 20000, false);
	for (uint64_t t = 1000; t < 9000; t += 500)
		debounce_edge(&d, (t / 500) % 2, t);
	debounce_edge(&d, true, 9000);
	assert_int_equal(debounce_due_us(&d), 29000);
	assert_int_equal(debounce_decide(&d, 28999), DEBOUNCE_NOTHING);
	assert_int_equal(debounce_decide(&d, 29000), DEBOUNCE_PRESSED);
	assert_int_equal(debounce_decide(&d, 60000), DEBOUNCE_NOTHING);
	assert_int_equal(debounce_due_us(&d), 0);
	debounce_edge(&d, false, 70000);
	debounce_edge(&d, true, 71000); /* a short opening while held is no second press */
	assert_int_equal(debounce_decide(&d, 99000), DEBOUNCE_NOTHING);
	debounce_edge(&d, false, 100000);
	assert_int_equal(debounce_decide(&d, 120000), DEBOUNCE_RELEASED);
}

/* Presses and releases are decided in turn, each after its own quiet time. */
static void random_edges(void **state)
{
	struct debounce d;
	uint64_t now = 0, edge = 0;
	enum debounced last = DEBOUNCE_RELEASED;

	(void)state;
	debounce_start(&d, 20000, false);
	for (int i = 0; i < 100000; i++) {
		now += (uint64_t)(rand() % 15000);
		if (rand() % 2) {
			debounce_edge(&d, rand() % 2, now);
			edge = now;
			continue;
		}
		enum debounced r = debounce_decide(&d, now);

		if (r == DEBOUNCE_NOTHING)
			continue;
		assert_true(now >= edge + 20000);
		assert_int_not_equal(r, last);
		last = r;
	}
}

/* ---- lines of the box ---- */

static enum box_word feed(struct box_line *b, const char *text, char name[PANEL_WORD_SIZE])
{
	enum box_word word = BOX_NOTHING;

	for (; *text; text++)
		word = box_line_feed(b, *text, name);
	return word;
}

static void lines_of_the_box(void **state)
{
	char name[PANEL_WORD_SIZE] = "", lots[200];
	struct box_line b = { 0 };

	(void)state;
	assert_int_equal(feed(&b, "P green\n", name), BOX_PRESSED);
	assert_string_equal(name, "green");
	assert_int_equal(feed(&b, "R green\r\n", name), BOX_RELEASED);
	assert_int_equal(feed(&b, "I bascule-box 1\n", name), BOX_IDENTITY);
	assert_int_equal(feed(&b, "H\n", name), BOX_ALIVE);
	assert_int_equal(feed(&b, "P \n", name), BOX_NOTHING);
	assert_int_equal(feed(&b, "P Green\n", name), BOX_NOTHING);
	assert_int_equal(feed(&b, "P a_name_that_is_too_long\n", name), BOX_NOTHING);
	memset(lots, 'H', sizeof(lots));
	lots[sizeof(lots) - 2] = '\n';
	lots[sizeof(lots) - 1] = '\0';
	assert_int_equal(feed(&b, lots, name), BOX_NOTHING);
	assert_int_equal(feed(&b, "H\n", name), BOX_ALIVE);
}

/* ---- a box on a pty ---- */

struct desk {
	struct loop *loop;
	struct panels *panels;
	struct loop_source *give_up;
	int box;
	unsigned presses;
	enum station_action action;
	char code[32];
};

static void on_press(void *data, enum station_action action, const char *code)
{
	struct desk *d = data;

	d->presses++;
	d->action = action;
	snprintf(d->code, sizeof(d->code), "%s", code);
	loop_quit(d->loop, 0);
}

static void on_give_up(void *data)
{
	loop_quit(((struct desk *)data)->loop, 1);
}

static struct conf *conf_of(const char *text)
{
	char path[] = "/tmp/panel-XXXXXX";
	int fd = mkstemp(path);
	struct conf *c = NULL;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	assert_int_equal(conf_read(path, &c), 0);
	unlink(path);
	return c;
}

static void start(struct desk *d)
{
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	struct termios t;
	char text[256];

	memset(d, 0, sizeof(*d));
	d->box = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	assert_true(d->box >= 0 && grantpt(d->box) == 0 && unlockpt(d->box) == 0);
	assert_int_equal(tcgetattr(d->box, &t), 0);
	cfmakeraw(&t);
	assert_int_equal(tcsetattr(d->box, TCSANOW, &t), 0);
	snprintf(text, sizeof(text),
		"[panel box]\ndriver = serial\ndevice = %s\ndebounce_ms = 1\n"
		"button.green = category TLC-VET\nbutton.red = undo\n",
		ptsname(d->box));
	c = conf_of(text);
	assert_int_equal(loop_new(&d->loop), 0);
	assert_int_equal(panels_new(d->loop, c, on_press, d, &d->panels), 0);
	conf_check_unused(c, (const char *const[]){ "panel", NULL });
	assert_int_equal(conf_mistakes(c), 0);
	assert_int_equal(
		loop_add_timer(d->loop, "give up", LOOP_IDLE, on_give_up, d, &d->give_up), 0);
	panels_start(d->panels);
}

static void stop(struct desk *d)
{
	panels_free(d->panels);
	loop_source_free(d->give_up);
	loop_free(d->loop);
	if (d->box >= 0)
		close(d->box);
}

static void box_says(struct desk *d, const char *text)
{
	assert_int_equal(write(d->box, text, strlen(text)), (ssize_t)strlen(text));
}

/* What the daemon says to the box, up to `last`: the kernel hands a pty's bytes on in its own time. */
static const char *box_hears(struct desk *d, const char *last)
{
	static char heard[1024];
	struct pollfd p = { .fd = d->box, .events = POLLIN };
	size_t len = 0;
	ssize_t n;

	heard[0] = '\0';
	while (!strstr(heard, last) && poll(&p, 1, 10000) == 1) {
		n = read(d->box, heard + len, sizeof(heard) - 1 - len);
		if (n <= 0)
			break;
		len += (size_t)n;
		heard[len] = '\0';
	}
	return heard;
}

static void a_box_presses_shines_and_sounds(void **state)
{
	struct desk d;
	const char *heard;

	(void)state;
	start(&d);
	heard = box_hears(&d, "L refused off\n");
	assert_non_null(strstr(heard, "?\n"));
	assert_non_null(strstr(heard, "L ready off\n"));
	box_says(&d, "P green\nR green\nP green\nP nobody\n");
	loop_timer_arm(d.give_up, 10000000);
	assert_int_equal(loop_run(d.loop), 0);
	assert_int_equal(d.action, ACTION_CATEGORY);
	assert_string_equal(d.code, "TLC-VET");
	panels_phase(d.panels, PHASE_READY);
	panels_signal(d.panels, SIGNAL_SAVED);
	heard = box_hears(&d, "L refused off\n"); /* the sound comes first, the lamps after */
	assert_non_null(strstr(heard, "L ready on\n"));
	assert_non_null(strstr(heard, "L saved on\n"));
	assert_non_null(strstr(heard, "B 250\n"));
	panels_signal(d.panels, SIGNAL_REFUSED);
	heard = box_hears(&d, "L refused on\n");
	assert_non_null(strstr(heard, "L saved off\n"));
	assert_non_null(strstr(heard, "L refused on\n"));
	assert_non_null(strstr(heard, "B 80,80,80,80,80\n"));
	stop(&d);
}

/* A loop that was busy reads both at once: nobody knows any more how long it was held. */
static void truth_17_press_and_release_in_one_read_are_a_press(void **state)
{
	struct debounce b;
	struct desk d;

	(void)state;
	start(&d);
	(void)box_hears(&d, "L refused off\n");
	box_says(&d, "P green\nR green\n");
	loop_timer_arm(d.give_up, 10000000);
	assert_int_equal(loop_run(d.loop), 0);
	assert_int_equal(d.action, ACTION_CATEGORY);
	assert_string_equal(d.code, "TLC-VET");
	stop(&d);
	/* It bounces, and is one press all the same; the next one is another. */
	debounce_start(&b, 20000, false);
	assert_int_equal(debounce_tap(&b, 1000), DEBOUNCE_PRESSED);
	assert_int_equal(debounce_tap(&b, 2000), DEBOUNCE_NOTHING);
	assert_int_equal(debounce_decide(&b, 21000), DEBOUNCE_NOTHING);
	assert_int_equal(debounce_decide(&b, 22000), DEBOUNCE_RELEASED);
	assert_int_equal(debounce_tap(&b, 30000), DEBOUNCE_PRESSED);
}

static void a_box_that_goes_is_lost_and_lamps_go_out_at_the_end(void **state)
{
	struct panel_facts f;
	struct desk d;

	(void)state;
	start(&d);
	panels_facts(d.panels, 0, &f);
	assert_true(f.open);
	close(d.box);
	d.box = -1;
	loop_timer_arm(d.give_up, 200000);
	(void)loop_run(d.loop);
	panels_facts(d.panels, 0, &f);
	assert_false(f.open);
	assert_int_equal(f.last_error, -ENODEV);
	panels_signal(d.panels, SIGNAL_SAVED); /* nobody there: nothing breaks */
	stop(&d);
	start(&d);
	assert_non_null(strstr(box_hears(&d, "L refused off\n"), "L refused off\n"));
	d.panels = panels_free(d.panels);
	assert_non_null(strstr(box_hears(&d, "L saved off\n"), "L saved off\n"));
	loop_source_free(d.give_up);
	loop_free(d.loop);
	close(d.box);
}

static void mistakes_of_station_conf(void **state)
{
	_cleanup_(cleanup_conf_free) struct conf *c =
		conf_of("[panel box]\ndriver = serial\ndevice = ttyUSB0\nbutton.green = jump\n"
			"button.a_name_that_is_too_long = undo\n[panel front]\ndriver = gpio\n"
			"button.green = undo\nlamp.blue = GPIO5\n");
	_cleanup_(cleanup_panels_free) struct panels *panels = NULL;
	_cleanup_(cleanup_loop_free) struct loop *loop = NULL;

	(void)state;
	assert_int_equal(loop_new(&loop), 0);
	assert_int_equal(panels_new(loop, c, on_press, NULL, &panels), 0);
	conf_check_unused(c, (const char *const[]){ "panel", NULL });
	/* device, action, name, line.green missing, lamp.blue unknown */
	assert_int_equal(conf_mistakes(c), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bouncing_press_counts_once),
		cmocka_unit_test(random_edges),
		cmocka_unit_test(lines_of_the_box),
		cmocka_unit_test(truth_17_press_and_release_in_one_read_are_a_press),
		cmocka_unit_test(a_box_presses_shines_and_sounds),
		cmocka_unit_test(a_box_that_goes_is_lost_and_lamps_go_out_at_the_end),
		cmocka_unit_test(mistakes_of_station_conf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
