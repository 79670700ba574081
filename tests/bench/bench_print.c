// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From handing over a label to its first byte at a printer on loopback (the daemon first
 * asks whether it is ready), beside one bare question and answer with the same printer
 * process. And what handing over costs the caller while the printer is mute: nothing is
 * sent then, and a weighing never waits for it.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include "../unit/fake_printer.h"
#include "bench.h"
#include "log.h"
#include "printer.h"

enum { ROUNDS = 40, TURN_US = 20000, GIVE_UP = 3000 };

struct end {
	int finished;
	enum print_outcome outcome;
};

static void on_state(void *data, size_t index)
{
	(void)data;
	(void)index;
}

static void on_finished(void *data, size_t index, int64_t job, enum print_outcome outcome)
{
	struct end *e = data;

	(void)index;
	(void)job;
	e->finished++;
	e->outcome = outcome;
}

static struct raster *picture(void)
{
	struct raster *r = raster_new(400, 240, 203);

	for (size_t i = 0; r != NULL && i < (size_t)r->stride * r->height; i++)
		r->bits[i] = (uint8_t)(i / 7);
	return r;
}

static struct conf *configured(uint16_t port)
{
	struct conf *c = NULL;
	FILE *f = fopen("print.conf", "w");

	if (f == NULL)
		return NULL;
	(void)fprintf(f, "[printer p]\ndriver = tcp\naddress = 127.0.0.1:%u\n", port);
	if (fclose(f) != 0 || conf_read("print.conf", &c) < 0)
		return NULL;
	return c;
}

static bool wait_state(struct loop *loop, struct printers *all, enum printer_state state)
{
	struct printer_facts facts = { .state = PRINTER_STATE_COUNT };

	for (int i = 0; i < GIVE_UP && facts.state != state; i++) {
		(void)loop_turn(loop, TURN_US);
		printers_facts(all, 0, &facts);
	}
	return facts.state == state;
}

static bool print_one(struct loop *loop, struct printers *all, struct end *end,
	struct fake_printer *fake, struct bench *b)
{
	uint64_t start_ns = bench_now_ns();

	end->finished = 0;
	if (printers_print(all, 0, 1, picture()) < 0)
		return false;
	for (int i = 0; i < GIVE_UP && end->finished == 0; i++)
		(void)loop_turn(loop, TURN_US);
	bench_add(b, fake->first_byte_ns - start_ns);
	return end->finished == 1 && end->outcome == PRINT_DONE;
}

/* What a mute printer costs whoever has a label for it. */
static bool refuse_one(struct printers *all, struct bench *b)
{
	uint64_t start_ns = bench_now_ns();
	struct raster *r = picture();
	bool refused = printers_print(all, 0, 1, r) == -EAGAIN;

	bench_add(b, bench_now_ns() - start_ns);
	free(r);
	return refused;
}

static bool question(int fd, struct bench *b)
{
	uint64_t start_ns = bench_now_ns();
	char answer[256];

	if (send(fd, "~HS\r\n", 5, 0) != 5 || recv(fd, answer, sizeof(answer), 0) <= 0)
		return false;
	bench_add(b, bench_now_ns() - start_ns);
	return true;
}

static bool measure_bare(uint16_t port, struct bench *b)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	_cleanup_close_ int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0;

	for (int i = 0; i < bench_count(ROUNDS) && good; i++)
		good = question(fd, b);
	return good;
}

static bool measure(struct fake_printer *fake, struct bench b[3])
{
	struct end end = { 0 };
	const struct printer_events events = { on_state, on_finished, &end };
	_cleanup_(cleanup_loop_free) struct loop *loop = NULL;
	_cleanup_(cleanup_conf_free) struct conf *conf = configured(fake->port);
	_cleanup_(cleanup_printers_free) struct printers *all = NULL;
	bool good = measure_bare(fake->port, &b[0]) && conf != NULL && loop_new(&loop) == 0 &&
		    printers_new(loop, NULL, conf, &events, &all) == 0;

	if (!good)
		return false;
	printers_start(all);
	good = wait_state(loop, all, PRINTER_READY);
	for (int i = 0; i < bench_count(ROUNDS) && good; i++)
		good = print_one(loop, all, &end, fake, &b[1]);
	fake->mute = 1;
	fake->hang_up = 1;
	good = good && wait_state(loop, all, PRINTER_MUTE);
	for (int i = 0; i < bench_count(ROUNDS) && good; i++)
		good = refuse_one(all, &b[2]);
	return good;
}

int main(void)
{
	struct fake_printer *fake = fake_printer_new();
	struct bench b[3] = { 0 };
	bool good;

	if (fake == NULL)
		return 1;
	log_set_level(LOG_ERROR);
	good = measure(fake, b);
	if (good) {
		bench_compare("label handed over to its first byte at the printer", &b[1],
			"a bare question and answer", &b[0]);
		bench_compare("label refused while the printer is mute", &b[2],
			"a bare question and answer", &b[0]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(b); i++)
		bench_free(&b[i]);
	fake_printer_free(fake);
	return good ? 0 : 1;
}
