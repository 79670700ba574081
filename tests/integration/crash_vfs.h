// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A disk in memory under SQLite whose power can be cut. What was not synced is lost at the
 * cut, wholly, in part or not at all; the write in flight may be torn. Syncs may lie, or fail
 * once and drop what they should have written, as Linux does (the pages are clean afterwards).
 * One thread; temporary files go to the system's own VFS.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum disk_fault {
	DISK_HONEST,
	DISK_LIES, /* ignores one sync in three and says it was done */
	DISK_ERRS, /* now and then a write or a sync fails, and the next one works */
};

/* Makes it SQLite's default VFS. 0, -1. */
int disk_init(uint64_t seed);
uint64_t disk_random(uint64_t below);
void disk_set_fault(enum disk_fault fault);
/* A new, empty disk. No file may be open. */
void disk_wipe(void);
/* The power goes at the n-th write, sync, truncation or removal from now (0: the next). */
void disk_cut_after(uint64_t operations);
bool disk_is_dead(void);
/* Cuts the power now if it is not, loses what was not synced, and switches on again. */
void disk_restart(void);
uint64_t disk_errors(void); /* failures told so far by DISK_ERRS */
