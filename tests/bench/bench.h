// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Benchmarks: every figure stands beside a limit or a peer measured in the same run, and
 * what counts is the ratio of medians. A program prints rows; tests/bench/run gathers them.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct bench {
	size_t count;
	size_t size;
	uint64_t *ns;
};

uint64_t bench_now_ns(void);
uint64_t bench_cpu_ns(
	void); /* what this process had of a processor: the same on a busy machine, nearly */
/* So many rounds; a hundredth, where BENCH_SHORT is set: only to see that a bench still runs. */
int bench_count(int full);
void bench_add(struct bench *b, uint64_t ns);
/* 0.5 is the median; sorts. 0 when nothing was added. */
uint64_t bench_quantile_ns(struct bench *b, double q);
void bench_free(struct bench *b);

/* One row: what, its value and unit, the limit or peer of the same run and its value. */
void bench_row(
	const char *name, double value, const char *unit, const char *limit, double limit_value);
/* Medians of both in microseconds, and the 99th percentile of the first as a row of its own. */
void bench_compare(const char *name, struct bench *b, const char *limit, struct bench *peer);
