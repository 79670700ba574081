// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Where moments come from. A Pi has no battery clock: until the network has told the time
 * its date is a guess, and every moment says so. Trusted is: the kernel says that it is
 * being synchronised; or a hardware clock set the system at boot (hctosys) and the date is
 * later than this release, so that the battery was not flat.
 *
 * The site's zone becomes the process's zone (TZ): glibc's tables, any DST rule.
 */
#include <ctype.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include "cleanup.h"
#include "clock.h"
#include "day.h"

#define US INT64_C(1000000)
/* 2026-11-21, when this was written: no true clock shows an earlier date. */
#define RELEASE_WALL_US (INT64_C(1795219200) * US)

static char boot_id[JOURNAL_SIZE];
static bool hardware_clock;
static void (*moment_source)(struct moment *ret_now);

/* RFC 8536, 3.1: the first four bytes. A folder, or a list of zones, is none. */
static bool is_zone_file(const char *path)
{
	FILE *f = fopen(path, "re");
	char magic[4];
	bool is = f && fread(magic, sizeof(magic), 1, f) == 1 && !memcmp(magic, "TZif", 4);

	if (f)
		fclose(f);
	return is;
}

static int zone_check(const char *zone)
{
	const char *folder = getenv("TZDIR");
	char path[256];

	if (!*zone || *zone == '/' || strstr(zone, "..") || !strncmp(zone, "posix/", 6) ||
		!strncmp(zone, "right/", 6))
		return -EINVAL;
	if (snprintf(path, sizeof(path), "%s/%s", folder ? folder : "/usr/share/zoneinfo", zone) >=
		(int)sizeof(path))
		return -EINVAL;
	return is_zone_file(path) ? 0 : -EINVAL;
}

static void read_boot_id(void)
{
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");
	size_t n = 0;
	int c;

	memset(boot_id, '0', sizeof(boot_id) - 1);
	if (!f)
		return;
	while (n < sizeof(boot_id) - 1 && (c = getc(f)) != EOF)
		if (isxdigit(c))
			boot_id[n++] = (char)c;
	fclose(f);
}

static bool find_hardware_clock(void)
{
	bool found = false;
	glob_t g;

	if (glob("/sys/class/rtc/rtc*/hctosys", 0, NULL, &g))
		return false;
	for (size_t i = 0; i < g.gl_pathc; i++) {
		FILE *f = fopen(g.gl_pathv[i], "re");

		if (!f)
			continue;
		found |= getc(f) == '1';
		fclose(f);
	}
	globfree(&g);
	return found;
}

bool clock_has_zone(const char *zone)
{
	return zone_check(zone) == 0;
}

int clock_init(const char *zone)
{
	int r = zone_check(zone);

	if (r < 0)
		return r;
	if (setenv("TZ", zone, 1) < 0)
		return -errno;
	tzset();
	read_boot_id();
	hardware_clock = find_hardware_clock();
	return 0;
}

static enum clock_quality quality(int64_t wall_us)
{
	struct timex tx = { 0 };
	int state = adjtimex(&tx);

	if (state >= 0 && state != TIME_ERROR && !(tx.status & STA_UNSYNC))
		return CLOCK_TRUSTED;
	return hardware_clock && wall_us > RELEASE_WALL_US ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
}

static int64_t read_us(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return t.tv_sec * US + t.tv_nsec / 1000;
}

void clock_now(struct moment *ret_now)
{
	if (moment_source) {
		moment_source(ret_now);
		return;
	}
	memset(ret_now, 0, sizeof(*ret_now));
	ret_now->wall_us = read_us(CLOCK_REALTIME);
	ret_now->boot_us = (uint64_t)read_us(CLOCK_BOOTTIME);
	memcpy(ret_now->boot_id, boot_id, sizeof(boot_id));
	ret_now->quality = quality(ret_now->wall_us);
	clock_day(ret_now->wall_us, ret_now->day);
}

void clock_set_source(void (*source)(struct moment *ret_now))
{
	moment_source = source;
}

static void local(int64_t wall_us, struct tm *ret_tm)
{
	time_t t = (time_t)(wall_us / US - (wall_us % US < 0));

	memset(ret_tm, 0, sizeof(*ret_tm));
	localtime_r(&t, ret_tm);
}

/* strftime() writes year 1 as "1": a day has ten characters, or it sorts wrongly. */
static int write_day(const struct tm *tm, char ret_day[DAY_SIZE])
{
	int year = tm->tm_year + 1900;

	if (year < 1 || year > 9999)
		return -EINVAL;
	(void)snprintf(ret_day, DAY_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000,
		(unsigned)(tm->tm_mon + 1) % 100, (unsigned)tm->tm_mday % 100);
	return 0;
}

void clock_day(int64_t wall_us, char ret_day[DAY_SIZE])
{
	struct tm tm;

	local(wall_us, &tm);
	if (write_day(&tm, ret_day) < 0)
		memcpy(ret_day, wall_us < 0 ? "0001-01-01" : "9999-12-31", DAY_SIZE);
}

char *clock_iso(int64_t wall_us, char *buf, size_t size)
{
	struct tm tm;
	long offset;

	local(wall_us, &tm);
	offset = tm.tm_gmtoff / 60;
	snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld", tm.tm_year + 1900,
		tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, offset < 0 ? '-' : '+',
		labs(offset) / 60, labs(offset) % 60);
	return buf;
}

/* Exactly n digits within least and most. */
static bool take(const char **p, int n, int least, int most, int *ret)
{
	int value = 0;

	for (int i = 0; i < n; i++, (*p)++) {
		if (!isdigit((unsigned char)**p))
			return false;
		value = value * 10 + (**p - '0');
	}
	*ret = value;
	return value >= least && value <= most;
}

static bool skip(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

/* ".5" -> 500000; nothing at all is 0; at most six digits. */
static bool take_fraction(const char **p, int64_t *ret_us)
{
	int64_t unit = US / 10;

	*ret_us = 0;
	if (!skip(p, '.') && !skip(p, ','))
		return true;
	if (!isdigit((unsigned char)**p))
		return false;
	for (; isdigit((unsigned char)**p) && unit; (*p)++, unit /= 10)
		*ret_us += (**p - '0') * unit;
	return true;
}

static bool take_offset(const char **p, int *ret_minutes)
{
	int hours, minutes, sign = **p == '-' ? -1 : 1;

	*ret_minutes = 0;
	if (skip(p, 'Z'))
		return true;
	if (!skip(p, '+') && !skip(p, '-'))
		return false;
	if (!take(p, 2, 0, 14, &hours) || !skip(p, ':') || !take(p, 2, 0, 59, &minutes))
		return false;
	*ret_minutes = sign * (hours * 60 + minutes);
	return true;
}

static bool take_time(const char **p, int *ret_seconds, int64_t *ret_fraction_us)
{
	int hour, minute, second = 0;

	*ret_fraction_us = 0;
	if (!take(p, 2, 0, 23, &hour) || !skip(p, ':') || !take(p, 2, 0, 59, &minute))
		return false;
	if (skip(p, ':') && (!take(p, 2, 0, 59, &second) || !take_fraction(p, ret_fraction_us)))
		return false;
	*ret_seconds = (hour * 60 + minute) * 60 + second;
	return true;
}

static bool take_date(const char **p, int64_t *ret_number)
{
	char day[DAY_SIZE];

	(void)snprintf(day, sizeof(day), "%.10s", *p);
	if (day_number(day, ret_number) < 0)
		return false;
	*p += DAY_SIZE - 1;
	return true;
}

int clock_parse_iso(const char *text, int64_t *ret_wall_us)
{
	int64_t days, fraction_us;
	int seconds, offset;

	if (!take_date(&text, &days) || !skip(&text, 'T') ||
		!take_time(&text, &seconds, &fraction_us) || !take_offset(&text, &offset) || *text)
		return -EINVAL;
	*ret_wall_us = (days * 86400 + seconds - (int64_t)offset * 60) * US + fraction_us;
	return 0;
}
