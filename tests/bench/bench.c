// SPDX-License-Identifier: GPL-3.0-or-later
/* See bench.h. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "bench.h"

static uint64_t read_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t bench_now_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

uint64_t bench_cpu_ns(void)
{
	return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

int bench_count(int full)
{
	return getenv("BENCH_SHORT") ? (full + 99) / 100 : full;
}

void bench_add(struct bench *b, uint64_t ns)
{
	if (b->count == b->size) {
		b->size = b->size ? 2 * b->size : 256;
		b->ns = realloc(b->ns, b->size * sizeof(*b->ns));
		if (!b->ns)
			abort();
	}
	b->ns[b->count++] = ns;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

uint64_t bench_quantile_ns(struct bench *b, double q)
{
	size_t at;

	if (b->count == 0)
		return 0;
	qsort(b->ns, b->count, sizeof(*b->ns), compare);
	at = (size_t)((double)b->count * q);
	return b->ns[at < b->count ? at : b->count - 1];
}

void bench_free(struct bench *b)
{
	free(b->ns);
	*b = (struct bench){ 0 };
}

void bench_row(
	const char *name, double value, const char *unit, const char *limit, double limit_value)
{
	printf("%s\t%.3f\t%s\t%s\t%.3f\t%.3f\n", name, value, unit, limit, limit_value,
		limit_value > 0 ? value / limit_value : 0);
	fflush(stdout);
}

void bench_compare(const char *name, struct bench *b, const char *limit, struct bench *peer)
{
	char p99[128];

	bench_row(name, (double)bench_quantile_ns(b, 0.5) / 1e3, "us", limit,
		(double)bench_quantile_ns(peer, 0.5) / 1e3);
	(void)snprintf(p99, sizeof(p99), "%s, p99", name);
	bench_row(p99, (double)bench_quantile_ns(b, 0.99) / 1e3, "us", limit,
		(double)bench_quantile_ns(peer, 0.99) / 1e3);
}
