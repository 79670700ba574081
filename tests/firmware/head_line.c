// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ten thousand requests on the image's line: good ones, wrong ones, cut ones, noise. The oracle is
 * the map in firmware/README.md and the Modbus specification, not the head's code. No wrong answer,
 * no reset, no EEPROM write. Then gaps of 1.4 and 1.6 characters at every place of a frame, at each
 * speed, broadcasts, and bytes with a framing error.
 */
#include "bench.h"
#include <stdio.h>
#include <string.h>

#define REQUESTS 10000
#define MOST 32 // registers at once

// What may come back: silence, the normal answer, or one of the exceptions 1 to 3.
enum {
	SILENCE = 1 << 0,
	NORMAL = 1 << 4,
};

struct ask {
	uint8_t bytes[300];
	size_t n;
	unsigned allowed; // SILENCE, NORMAL, 1 << exception
	const char *kind;
};

static uint64_t seed = 4711;

static unsigned pick(unsigned n)
{
	return (unsigned)(plate_random(&seed) % n);
}

static uint16_t word(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

// What a well-formed frame may be answered, by function; length and CRC are right.
static unsigned oracle(const uint8_t *f, size_t n)
{
	unsigned first = word(f + 2), count = word(f + 4);

	switch (f[1]) {
	case 3:
	case 4:
		if (n != 8)
			return SILENCE | 1 << 3;
		if (count == 0 || count > MOST)
			return 1 << 3 | (first + count > REG_COUNT ? 1 << 2 : 0);
		return first + count > REG_COUNT ? 1 << 2 : NORMAL;
	case 6:
		if (n != 8)
			return SILENCE | 1 << 3;
		return first < REG_COMMAND || first >= REG_COUNT ? 1 << 2 : NORMAL | 1 << 3;
	case 16:
		if (n < 9 || n != 9u + f[6] || f[6] != 2 * count || count == 0)
			return SILENCE | 1 << 3 | 1 << 2;
		if (first < REG_COMMAND || first + count > REG_COUNT)
			return 1 << 2 | (count > REG_COUNT - REG_COMMAND ? 1 << 3 : 0);
		return NORMAL | 1 << 3;
	default:
		return 1 << 1;
	}
}

static void put_word(uint8_t *p, unsigned value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static void make_read(struct ask *a)
{
	a->bytes[1] = pick(2) ? 3 : 4;
	put_word(a->bytes + 2, pick(8) ? pick(44) : pick(65536));
	put_word(a->bytes + 4, pick(8) ? pick(34) : pick(65536));
	a->n = 6;
}

static void make_write(struct ask *a)
{
	unsigned count = 1 + pick(4);

	put_word(a->bytes + 2, pick(4) ? 32 + pick(11) : pick(50));
	if (pick(2)) {
		a->bytes[1] = 6;
		put_word(a->bytes + 4, pick(2) ? pick(20) : pick(65536));
		a->n = 6;
		return;
	}
	a->bytes[1] = 16;
	put_word(a->bytes + 4, pick(10) ? count : pick(65536));
	a->bytes[6] = (uint8_t)(pick(10) ? 2 * count : pick(256));
	for (unsigned i = 0; i < 2 * count; i++)
		a->bytes[7 + i] = (uint8_t)pick(256);
	a->n = 7 + 2 * count;
}

static void make_other(struct ask *a)
{
	a->bytes[1] = (uint8_t)pick(256);
	a->n = 2 + pick(30);
	for (size_t i = 2; i < a->n; i++)
		a->bytes[i] = (uint8_t)pick(256);
	if (a->n < 6 &&
		(a->bytes[1] == 3 || a->bytes[1] == 4 || a->bytes[1] == 6 || a->bytes[1] == 16))
		a->bytes[1] = 7;
}

static void make_good(struct ask *a)
{
	unsigned kind = pick(10);

	memset(a, 0, sizeof(*a));
	a->bytes[0] = 1;
	if (kind < 5)
		make_read(a);
	else if (kind < 8)
		make_write(a);
	else
		make_other(a);
	a->n = master_seal(a->bytes, a->n);
	a->allowed = oracle(a->bytes, a->n);
	a->kind = "well-formed";
}

// What noise makes of it: the CRC no longer fits, so nothing may come back.
static void spoil(struct ask *a)
{
	unsigned how = pick(4);

	if (how == 0 && a->n > 1)
		a->n -= 1 + pick((unsigned)a->n - 1);
	else if (how == 1)
		a->bytes[pick((unsigned)a->n)] ^= (uint8_t)(1 << pick(8));
	else if (how == 2)
		a->bytes[a->n++] = (uint8_t)pick(256);
	else
		for (a->n = 1 + pick(pick(20) ? 40 : 299); how < a->n; how++)
			a->bytes[how] = (uint8_t)pick(256);
	a->allowed = SILENCE;
	a->kind = "spoiled";
	if (a->n >= 4 && master_crc(a->bytes, a->n) == 0)
		a->bytes[a->n - 1] ^= 1;
}

static void make(struct ask *a)
{
	unsigned kind = pick(20);

	make_good(a);
	if (kind < 9)
		return;
	if (kind < 17) {
		spoil(a);
		return;
	}
	a->bytes[0] = kind == 17 ? 0 : (uint8_t)(2 + pick(254));
	a->n = master_seal(a->bytes, a->n - 2);
	a->allowed = SILENCE;
	a->kind = "for others";
}

static unsigned judge_normal(const struct ask *q, const struct answer *r)
{
	const uint8_t *f = q->bytes;

	if (f[1] == 3 || f[1] == 4)
		return r->n == 5u + r->bytes[2] && r->bytes[2] == 2 * word(f + 4) ? NORMAL : 0;
	return r->n == 8 && memcmp(f, r->bytes, 6) == 0 ? NORMAL : 0;
}

// What came back, as one of the bits; 0 is an answer that nothing allows.
static unsigned judge(const struct ask *q, const struct answer *r)
{
	if (r->n == 0)
		return SILENCE;
	if (r->n < 5 || r->bytes[0] != 1 || master_crc(r->bytes, r->n) != 0)
		return 0;
	if (r->bytes[1] == (q->bytes[1] | 0x80))
		return r->n == 5 && r->bytes[2] >= 1 && r->bytes[2] <= 3 ? 1U << r->bytes[2] : 0;
	return r->bytes[1] == q->bytes[1] ? judge_normal(q, r) : 0;
}

// Values of a reading that do not change: the map's version, step, max, firmware version.
static void judge_values(const struct ask *q, const struct answer *r)
{
	static const struct {
		unsigned reg;
		uint16_t value;
	} known[] = { { REG_MAP, 1 }, { REG_STEP, BENCH_STEP_G }, { REG_MAX, BENCH_MAX_G >> 16 },
		{ REG_MAX + 1, BENCH_MAX_G & 0xffff }, { REG_VERSION, 0x0100 } };
	unsigned first = word(q->bytes + 2), count = word(q->bytes + 4);

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i].reg >= first && known[i].reg < first + count)
			check(word(r->bytes + 3 + 2 * (known[i].reg - first)) == known[i].value,
				"register %u has another value", known[i].reg);
}

static void tell(const struct ask *q, const struct answer *r, int i)
{
	printf("request %d, %s:", i, q->kind);
	for (size_t k = 0; k < q->n && k < 20; k++)
		printf(" %02x", q->bytes[k]);
	printf(" (%zu) answered:", q->n);
	for (size_t k = 0; k < r->n && k < 20; k++)
		printf(" %02x", r->bytes[k]);
	printf(" (%zu)\n", r->n);
}

static void storm(struct board *b)
{
	int answered = 0, exceptions = 0, wrong = 0;
	struct answer r;
	struct ask q;
	unsigned got;

	for (int i = 0; i < REQUESTS; i++) {
		make(&q);
		master_send(b, q.bytes, q.n, 0, 0, &r);
		got = judge(&q, &r);
		answered += got == NORMAL;
		exceptions += got > SILENCE && got < NORMAL;
		if (!(got & q.allowed) && wrong++ < 5)
			tell(&q, &r, i);
		check(got & q.allowed, "request %d", i);
		if (got == NORMAL && (q.bytes[1] == 3 || q.bytes[1] == 4))
			judge_values(&q, &r);
	}
	printf("note: %d requests: %d answers, %d exceptions, %d silent; longest unread byte %.0f "
	       "us\n",
		REQUESTS, answered, exceptions, REQUESTS - answered - exceptions,
		(double)b->worst_unread / CYCLES_PER_US);
	check(answered > REQUESTS / 10 && exceptions > REQUESTS / 20, "the storm was one-sided");
	check(b->n_writes == 0, "%zu EEPROM writes", b->n_writes);
	check_board(b, "storm");
}

// Above 19,200 baud the specification has 750 us in place of 1.5 characters.
static void gaps(struct board *b, unsigned baud)
{
	double limit = baud <= 19200 ? 1.5 : 750e-6 * baud / 10;
	double shorter = limit * 14 / 15, longer = limit * 16 / 15;
	uint8_t frame[8] = { 1, 3, 0, 0, 0, 1 };
	struct answer r;

	master_seal(frame, 6);
	for (size_t after = 1; after < 8; after++) {
		master_send(b, frame, 8, after, shorter, &r);
		check(r.n == 7, "%u baud: a gap of %.1f characters after byte %zu: no answer", baud,
			shorter, after);
		master_send(b, frame, 8, after, longer, &r);
		check(r.n == 0, "%u baud: a gap of %.1f characters after byte %zu: answer", baud,
			longer, after);
		master_send(b, frame, 8, 0, 0, &r);
		check(r.n == 7, "%u baud: no answer after a gap", baud);
	}
}

static void speeds(struct plate *plate)
{
	static const unsigned baud[] = { 9600, 19200, 38400, 57600, 115200 };
	struct board *b = bench_board(plate, 80);

	board_jumper(b, true);
	board_run_ms(b, 100);
	for (uint16_t code = 0; code < 5; code++) {
		double real;

		check(master_write(b, 1, REG_BAUD, code) == 0, "speed %d was not taken", code);
		master_write(b, 1, REG_COMMAND, 0x12);
		board_run_ms(b, 300);
		real = 10.0 * (double)CYCLES_PER_S / (double)board_char_cycles(b);
		check(real > 0.975 * baud[code] && real < 1.025 * baud[code], "%u baud are %.0f",
			baud[code], real);
		gaps(b, baud[code]);
	}
	check_board(b, "speeds");
	board_free(b);
}

static void broadcast(struct board *b)
{
	uint8_t frame[8] = { 0, 6, 0, REG_SET_STEP, 0, 20 };
	struct answer r;
	uint16_t value = 0;

	master_seal(frame, 6);
	master_send(b, frame, 8, 0, 0, &r);
	check(r.n == 0, "a broadcast was answered");
	check(master_read(b, 1, REG_SET_STEP, 1, &value) == 0 && value == 20,
		"a broadcast was not carried out");
}

static void framing(struct board *b)
{
	uint8_t frame[8] = { 1, 3, 0, 0, 0, 1 };
	uint16_t before = 0, after = 0;
	uint64_t at;

	master_seal(frame, 6);
	master_read(b, 1, REG_FRAMING, 1, &before);
	for (size_t bad = 0; bad < 8; bad++) {
		board_run_ms(b, 5);
		b->n_out = 0;
		at = board_now(b);
		for (size_t i = 0; i < 8; i++)
			board_put(b, frame[i], at += board_char_cycles(b), i == bad);
		board_run_ms(b, 30);
		check(b->n_out == 0, "answered with a framing error in byte %zu", bad);
	}
	check(master_read(b, 1, REG_FRAMING, 1, &after) == 0 && after == before + 8,
		"framing errors: %d, then %d", before, after);
}

int main(void)
{
	struct plate plate;
	struct board *b;

	plate_200kg(&plate, 9);
	plate_noise(&plate, 90);
	plate.load_g = 12500;
	b = bench_board(&plate, 80);
	board_run_ms(b, 2500);
	storm(b);
	broadcast(b);
	framing(b);
	check_board(b, "line");
	board_free(b);
	speeds(&plate);
	return check_end();
}
