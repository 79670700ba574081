// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule-sim sample: a year of weighings into a new ledger, through the ledger's own
 * door. Each is a durable commit, so the year is written where a commit costs nothing, in
 * memory, and the finished file is then put in its place, synced: the product is not made
 * less careful for it.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include "clock.h"
#include "first_day.h"
#include "sample.h"
#include "sim.h"

enum { SEED = 20261121, ROOM_MB = 128 };

struct order {
	struct ledger_identity identity;
	char scale[DEVICE_SIZE];
	char path[PATH_MAX];
	unsigned days;
	int64_t until;
	bool full, kitchen;
};

static int read_order(const char *config, struct order *o)
{
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	struct conf_section *site, *scale;
	int r = conf_read_station(config, &c);

	if (r < 0)
		return r;
	site = conf_section(c, "site", NULL);
	scale = conf_section(c, "scale", NULL);
	(void)snprintf(o->identity.pole, CODE_SIZE, "%s", conf_text(site, "pole", ""));
	(void)snprintf(o->identity.site, CODE_SIZE, "%s", conf_text(site, "site", ""));
	(void)snprintf(o->identity.station, CODE_SIZE, "%s", conf_text(site, "station", ""));
	(void)snprintf(o->scale, sizeof(o->scale), "%s", scale ? conf_section_name(scale) : "");
	(void)snprintf(o->path, sizeof(o->path), "%s",
		conf_text(conf_section(c, "store", NULL), "path", ""));
	if (!o->identity.pole[0] || !o->identity.site[0] || !o->identity.station[0] || !o->path[0])
		return -EINVAL;
	return clock_init(conf_text(site, "zone", "Europe/Paris"));
}

/* A folder of our own, in memory where there is room. */
static int make_folder(const char *beside, char *ret_folder, size_t size)
{
	struct statvfs v;
	bool memory = statvfs("/dev/shm", &v) == 0 && access("/dev/shm", W_OK) == 0 &&
		      (uint64_t)v.f_bavail * v.f_frsize > ROOM_MB * UINT64_C(1048576);

	if (memory)
		(void)snprintf(ret_folder, size, "/dev/shm/bascule-sample-XXXXXX");
	else if (snprintf(ret_folder, size, "%s.sample-XXXXXX", beside) >= (int)size)
		return -ENAMETOOLONG;
	return mkdtemp(ret_folder) ? 0 : -errno;
}

static int copy_synced(const char *from, const char *to)
{
	_cleanup_close_ int in = open(from, O_RDONLY | O_CLOEXEC);
	_cleanup_close_ int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	struct stat st;
	ssize_t n = 1;

	if (in < 0 || out < 0 || fstat(in, &st) < 0)
		return -errno;
	for (off_t at = 0; at < st.st_size && n > 0;)
		n = sendfile(out, in, &at, (size_t)(st.st_size - at));
	return n <= 0 || fsync(out) < 0 ? -EIO : 0;
}

static int write_goods(struct sample *s, const struct order *o, const struct moment *opened)
{
	int r = s->full ? sample_catalogue(s, opened) : 0;

	if (r == 0)
		r = sample_days(s, o->days);
	return r < 0 ? r : sample_stock(s, o->days);
}

/* Of a house with both trades the month is the last one of its year. */
static int write_kitchen(struct sample *s, const struct order *o, const struct moment *opened)
{
	int r = sample_kitchen_catalogue(s, opened);

	return r < 0 ? r : sample_kitchen(s, o->days < KITCHEN_DAYS ? o->days : KITCHEN_DAYS);
}

static int write_trades(struct sample *s, const struct order *o, const struct moment *opened)
{
	int r = o->full || !o->kitchen ? write_goods(s, o, opened) : 0;

	return r < 0 || !o->kitchen ? r : write_kitchen(s, o, opened);
}

static int write_year(const char *path, const struct order *o, unsigned *ret_weighings)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct sample s = { .dice.state = SEED,
		.slip_dice.state = SEED + 1,
		.identity = o->identity,
		.full = o->full };
	struct moment opened;
	int r;

	clock_now(&opened);
	if (o->until)
		opened.wall_us = (o->until * 24 + 36) * 3600 * 1000000; /* the next day at noon */
	s.now_s = opened.wall_us / 1000000;
	opened.wall_us -= (int64_t)(o->days + 1) * 86400 * 1000000;
	clock_day(opened.wall_us, opened.day);
	memcpy(s.scale, o->scale, sizeof(s.scale));
	r = ledger_open(path, LEDGER_WRITE, &o->identity, &opened, &l);
	if (r < 0)
		return r;
	s.ledger = l;
	r = write_trades(&s, o, &opened);
	*ret_weighings = s.weighings;
	return r;
}

static int last_seq(const char *path, uint64_t *ret_seq)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct ledger_status status;
	int r = ledger_open(path, LEDGER_READ, NULL, NULL, &l);

	if (r == 0)
		r = ledger_status(l, &status);
	if (r == 0)
		*ret_seq = status.last_seq;
	return r;
}

static void remove_files(const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-anchor" };
	char name[PATH_MAX + 32];

	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		(void)snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		(void)unlink(name);
	}
}

/* The copy must hold the whole journal before it takes its name. */
static int put_in_place(const char *made, const char *path)
{
	uint64_t there, here;
	char beside[PATH_MAX];
	int r;

	if (snprintf(beside, sizeof(beside), "%s.new", path) >= (int)sizeof(beside))
		return -ENAMETOOLONG;
	remove_files(beside);
	r = copy_synced(made, beside);
	if (r == 0)
		r = last_seq(made, &there);
	if (r == 0)
		r = last_seq(beside, &here);
	if (r == 0 && there != here)
		r = -EIO;
	if (r == 0 && rename(beside, path) < 0)
		r = -errno;
	remove_files(beside);
	return r;
}

static int make(const struct order *o, unsigned *ret_weighings)
{
	char folder[PATH_MAX], made[PATH_MAX + 16];
	int r;

	if (access(o->path, F_OK) == 0)
		return -EEXIST;
	r = make_folder(o->path, folder, sizeof(folder));
	if (r < 0)
		return r;
	(void)snprintf(made, sizeof(made), "%s/sample.db", folder);
	r = write_year(made, o, ret_weighings);
	if (r == 0)
		r = put_in_place(made, o->path);
	remove_files(made);
	(void)rmdir(folder);
	return r;
}

int sample_run(const char *config, const struct sample_order *want)
{
	struct order o = { .days = want->days,
		.until = want->until,
		.full = want->full,
		.kitchen = want->kitchen };
	unsigned weighings = 0;
	int r = read_order(config, &o);

	if (r == 0)
		r = make(&o, &weighings);
	if (r < 0) {
		sim_say("sim_no_sample", "what", strerror(-r));
		return r == -EEXIST ? 1 : 3;
	}
	(void)printf("%u\n", weighings);
	return 0;
}
