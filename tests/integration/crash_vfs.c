// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The disk in memory. Each file has the image that programs see and the image that would
 * survive; a sector of 512 bytes is clean, dirty (written since the last sync) or a ghost
 * (its sync failed: programs see it, the disk never will unless it is written again).
 */
#include "crash_vfs.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
	SECTOR = 512,
	FILE_MAX = 16 << 20,
	SECTORS = FILE_MAX / SECTOR,
	SHM_REGIONS = 16,
	SLOTS = 8
};
enum { CLEAN, DIRTY, GHOST };
enum { OFTEN = 25, RARELY = 400 }; /* DISK_ERRS: a sync, anything else */

struct disk_file {
	const char *suffix;
	bool exists, stays; /* seen; would survive */
	uint8_t *seen, *kept;
	int64_t seen_size, kept_size;
	uint8_t sector[SECTORS];
	int shared; /* connections with a shared lock or more */
	void *shm[SHM_REGIONS];
	int shm_users;
	int shm_shared[SLOTS];
	bool shm_exclusive[SLOTS];
};

struct handle {
	sqlite3_file base;
	struct disk_file *file;
	int level;
	int persist_wal;
	bool shm_used;
	bool folder_due; /* as in the system's VFS, the first sync of a journal syncs its folder */
};

static struct disk_file files[] = { { .suffix = "-wal" }, { .suffix = "-journal" },
	{ .suffix = "" } };
enum { FILES = sizeof(files) / sizeof(files[0]) };
static sqlite3_vfs vfs, *system_vfs;
static enum disk_fault disk_fault;
static uint64_t state, countdown, errors;
static bool armed, dead;

uint64_t disk_random(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) % below;
}

/* What comes of an operation that changes the disk: 0; -1: the power is gone or goes; 1: it fails. */
static int happen(uint64_t fails_once_in)
{
	if (dead)
		return -1;
	if (armed && countdown-- == 0) {
		dead = true;
		return -1;
	}
	if (disk_fault == DISK_ERRS && armed && disk_random(fails_once_in) == 0) {
		errors++;
		return 1;
	}
	return 0;
}

static struct disk_file *file_of(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < FILES; i++) {
		size_t n = strlen(files[i].suffix);

		if (len >= n && strcmp(name + len - n, files[i].suffix) == 0)
			return &files[i];
	}
	return NULL;
}

static void put(struct disk_file *f, const void *data, int64_t n, int64_t at)
{
	if (at + n > FILE_MAX)
		abort();
	if (at > f->seen_size)
		memset(f->seen + f->seen_size, 0, (size_t)(at - f->seen_size));
	memcpy(f->seen + at, data, (size_t)n);
	if (at + n > f->seen_size)
		f->seen_size = at + n;
	for (int64_t s = at / SECTOR; n > 0 && s <= (at + n - 1) / SECTOR; s++)
		f->sector[s] = DIRTY;
}

/* ---- one file ---- */

static int x_close(sqlite3_file *base)
{
	struct handle *h = (struct handle *)base;

	if (h->level > SQLITE_LOCK_NONE)
		h->file->shared--;
	return SQLITE_OK;
}

static int x_read(sqlite3_file *base, void *to, int n, sqlite3_int64 at)
{
	struct disk_file *f = ((struct handle *)base)->file;
	int64_t there = f->seen_size - at;

	if (dead)
		return SQLITE_IOERR_READ;
	there = there < 0 ? 0 : there > n ? n : there;
	memcpy(to, f->seen + at, (size_t)there);
	if (there == n)
		return SQLITE_OK;
	memset((char *)to + there, 0, (size_t)(n - there));
	return SQLITE_IOERR_SHORT_READ;
}

static int x_write(sqlite3_file *base, const void *data, int n, sqlite3_int64 at)
{
	struct disk_file *f = ((struct handle *)base)->file;
	bool was_dead = dead;
	int r = happen(RARELY);

	if (r != 0 && !was_dead)
		put(f, data, (int64_t)(disk_random((uint64_t)n + 1) / SECTOR * SECTOR), at);
	if (r != 0)
		return SQLITE_IOERR_WRITE;
	put(f, data, n, at);
	return SQLITE_OK;
}

static int x_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct disk_file *f = ((struct handle *)base)->file;

	if (happen(RARELY) != 0)
		return SQLITE_IOERR_TRUNCATE;
	if (size < f->seen_size)
		f->seen_size = size;
	return SQLITE_OK;
}

/* The folder is synced: what was removed stays away, what was made stays. */
static void sync_folder(void)
{
	for (size_t i = 0; i < FILES; i++) {
		files[i].stays = files[i].exists;
		if (!files[i].exists)
			files[i].kept_size = 0;
	}
}

static int x_sync(sqlite3_file *base, int flags)
{
	struct handle *h = (struct handle *)base;
	struct disk_file *f = h->file;
	int r = happen(OFTEN);

	(void)flags;
	if (r < 0)
		return SQLITE_IOERR_FSYNC;
	if (disk_fault == DISK_LIES && disk_random(3) == 0)
		return SQLITE_OK;
	for (int64_t s = 0; s * SECTOR < f->seen_size; s++) {
		if (f->sector[s] != DIRTY)
			continue;
		f->sector[s] = r ? GHOST : CLEAN;
		if (!r)
			memcpy(f->kept + s * SECTOR, f->seen + s * SECTOR, SECTOR);
	}
	if (r)
		return SQLITE_IOERR_FSYNC;
	f->kept_size = f->seen_size;
	if (h->folder_due)
		sync_folder();
	h->folder_due = false;
	return SQLITE_OK;
}

static int x_size(sqlite3_file *base, sqlite3_int64 *ret_size)
{
	*ret_size = ((struct handle *)base)->file->seen_size;
	return SQLITE_OK;
}

/* Enough of locks that a connection knows whether it is the last one. */
static int x_lock(sqlite3_file *base, int level)
{
	struct handle *h = (struct handle *)base;

	if (h->level >= level)
		return SQLITE_OK;
	if (level == SQLITE_LOCK_EXCLUSIVE && h->file->shared > 1)
		return SQLITE_BUSY;
	h->file->shared += h->level == SQLITE_LOCK_NONE;
	h->level = level;
	return SQLITE_OK;
}

static int x_unlock(sqlite3_file *base, int level)
{
	struct handle *h = (struct handle *)base;

	if (level == SQLITE_LOCK_NONE && h->level > SQLITE_LOCK_NONE)
		h->file->shared--;
	if (level < h->level)
		h->level = level;
	return SQLITE_OK;
}

static int x_reserved(sqlite3_file *base, int *ret_reserved)
{
	(void)base;
	*ret_reserved = 0;
	return SQLITE_OK;
}

static int x_control(sqlite3_file *base, int op, void *arg)
{
	struct handle *h = (struct handle *)base;

	if (op != SQLITE_FCNTL_PERSIST_WAL)
		return SQLITE_NOTFOUND;
	if (*(int *)arg < 0)
		*(int *)arg = h->persist_wal;
	else
		h->persist_wal = *(int *)arg;
	return SQLITE_OK;
}

static int x_sector(sqlite3_file *base)
{
	(void)base;
	return SECTOR;
}

static int x_traits(sqlite3_file *base)
{
	(void)base;
	return 0;
}

static int x_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **ret_map)
{
	struct handle *h = (struct handle *)base;
	struct disk_file *f = h->file;

	if (region >= SHM_REGIONS)
		return SQLITE_IOERR_SHMMAP;
	f->shm_users += !h->shm_used;
	h->shm_used = true;
	if (!f->shm[region] && extend)
		f->shm[region] = calloc(1, (size_t)size);
	*ret_map = f->shm[region];
	return SQLITE_OK;
}

static int x_shm_lock(sqlite3_file *base, int first, int n, int flags)
{
	struct disk_file *f = ((struct handle *)base)->file;
	bool exclusive = flags & SQLITE_SHM_EXCLUSIVE, lock = flags & SQLITE_SHM_LOCK;

	for (int i = first; lock && i < first + n; i++)
		if (f->shm_exclusive[i] || (exclusive && f->shm_shared[i]))
			return SQLITE_BUSY;
	for (int i = first; i < first + n; i++) {
		if (exclusive)
			f->shm_exclusive[i] = lock;
		else
			f->shm_shared[i] += lock ? 1 : -1;
	}
	return SQLITE_OK;
}

static void x_shm_barrier(sqlite3_file *base)
{
	(void)base;
}

static void free_shm(struct disk_file *f)
{
	for (int i = 0; i < SHM_REGIONS; i++) {
		free(f->shm[i]);
		f->shm[i] = NULL;
	}
}

/* Whoever opens the log next, alone, reads it anew from the disk. */
static int x_shm_unmap(sqlite3_file *base, int delete)
{
	struct handle *h = (struct handle *)base;

	(void)delete;
	h->file->shm_users -= h->shm_used;
	h->shm_used = false;
	if (h->file->shm_users == 0)
		free_shm(h->file);
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = { 2, x_close, x_read, x_write, x_truncate, x_sync, x_size,
	x_lock, x_unlock, x_reserved, x_control, x_sector, x_traits, x_shm_map, x_shm_lock,
	x_shm_barrier, x_shm_unmap, NULL, NULL };

/* ---- the folder ---- */

static int v_open(sqlite3_vfs *v, const char *name, sqlite3_file *base, int flags, int *ret_flags)
{
	struct handle *h = (struct handle *)base;

	(void)v;
	if (!name || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)))
		return system_vfs->xOpen(system_vfs, name, base, flags, ret_flags);
	base->pMethods = NULL;
	h->file = file_of(name);
	if (dead || (!h->file->exists && !(flags & SQLITE_OPEN_CREATE)))
		return SQLITE_CANTOPEN;
	h->file->exists = true;
	h->level = SQLITE_LOCK_NONE;
	h->persist_wal = 0;
	h->shm_used = false;
	h->folder_due = !(flags & SQLITE_OPEN_MAIN_DB) && (flags & SQLITE_OPEN_CREATE);
	base->pMethods = &methods;
	if (ret_flags)
		*ret_flags = flags;
	return SQLITE_OK;
}

/* A removal whose folder was not synced may be undone by the cut. */
static int v_delete(sqlite3_vfs *v, const char *name, int durably)
{
	struct disk_file *f = file_of(name);

	(void)v;
	if (happen(RARELY) != 0)
		return SQLITE_IOERR_DELETE;
	f->exists = false;
	f->seen_size = 0;
	memset(f->sector, CLEAN, sizeof(f->sector));
	if (durably)
		sync_folder();
	return SQLITE_OK;
}

static int v_access(sqlite3_vfs *v, const char *name, int flags, int *ret_there)
{
	const struct disk_file *f = file_of(name);

	(void)v;
	*ret_there = flags == SQLITE_ACCESS_EXISTS ? f->exists && f->seen_size > 0 : f->exists;
	return SQLITE_OK;
}

static int v_full(sqlite3_vfs *v, const char *name, int size, char *ret_name)
{
	(void)v;
	sqlite3_snprintf(size, ret_name, "%s", name);
	return SQLITE_OK;
}

int disk_init(uint64_t seed)
{
	state = seed * 2654435761u + 88172645463325252u;
	system_vfs = sqlite3_vfs_find(NULL);
	if (!system_vfs)
		return -1;
	vfs = *system_vfs;
	vfs.zName = "disk";
	vfs.szOsFile = (int)sizeof(struct handle) > system_vfs->szOsFile
			       ? (int)sizeof(struct handle)
			       : system_vfs->szOsFile;
	vfs.xOpen = v_open;
	vfs.xDelete = v_delete;
	vfs.xAccess = v_access;
	vfs.xFullPathname = v_full;
	for (size_t i = 0; i < FILES; i++) {
		files[i].seen = calloc(1, FILE_MAX);
		files[i].kept = calloc(1, FILE_MAX);
		if (!files[i].seen || !files[i].kept)
			return -1;
	}
	return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK ? 0 : -1;
}

void disk_set_fault(enum disk_fault fault)
{
	disk_fault = fault;
}

void disk_cut_after(uint64_t operations)
{
	armed = true;
	countdown = operations;
}

bool disk_is_dead(void)
{
	return dead;
}

uint64_t disk_errors(void)
{
	return errors;
}

static void forget_locks(struct disk_file *f)
{
	f->shared = 0;
	memset(f->shm_shared, 0, sizeof(f->shm_shared));
	memset(f->shm_exclusive, 0, sizeof(f->shm_exclusive));
	f->shm_users = 0;
	free_shm(f);
}

void disk_wipe(void)
{
	for (size_t i = 0; i < FILES; i++) {
		struct disk_file *f = &files[i];

		f->exists = f->stays = false;
		f->seen_size = f->kept_size = 0;
		memset(f->sector, CLEAN, sizeof(f->sector));
		forget_locks(f);
	}
	dead = armed = false;
}

/* Of what was not synced nothing, all, or any part reached the disk; a file's size likewise. */
static void lose(struct disk_file *f)
{
	uint64_t how = disk_random(3);
	int64_t end = f->seen_size > f->kept_size ? f->seen_size : f->kept_size;

	for (int64_t s = 0; s * SECTOR < end; s++) {
		if (f->sector[s] == DIRTY && (how == 1 || (how == 2 && disk_random(2))))
			memcpy(f->kept + s * SECTOR, f->seen + s * SECTOR, SECTOR);
		f->sector[s] = CLEAN;
	}
	if (f->seen_size != f->kept_size && (how == 1 || (how == 2 && disk_random(2)))) {
		f->kept_size = f->seen_size;
		f->stays = f->exists;
	}
	f->exists = f->stays;
	f->seen_size = f->kept_size = f->exists ? f->kept_size : 0;
	memcpy(f->seen, f->kept, (size_t)end);
}

void disk_restart(void)
{
	for (size_t i = 0; i < FILES; i++) {
		lose(&files[i]);
		forget_locks(&files[i]);
	}
	dead = armed = false;
}
