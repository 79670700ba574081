// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A ZPL printer as a process of its own on loopback TCP, with a knob for each fault. The
 * knobs and what it saw lie in memory that both processes share.
 */
#pragma once
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

struct fake_printer {
	/* Knobs. */
	atomic_int paper_out;
	atomic_int head_open;
	atomic_int mute;
	atomic_int paper_out_at_label; /* paper ends with the next label's first row */
	atomic_int junk;               /* noise before each answer */
	atomic_int twice;              /* each answer two times, in one piece */
	atomic_int crumbs;             /* answers byte by byte */
	atomic_int slow;               /* takes 16 bytes a millisecond */
	atomic_int reset_after;        /* -1, or resets after so many bytes of labels */
	atomic_int hang_up;            /* ends the connection */
	/* What it saw. */
	atomic_int connections;
	atomic_int questions;
	atomic_int label_bytes;
	atomic_int received; /* whole labels */
	atomic_int printed;
	atomic_uint picture;         /* fingerprint of the last label */
	atomic_ullong first_byte_ns; /* CLOCK_MONOTONIC, of the last label */
	/* For the parent. */
	uint16_t port;
	pid_t pid;
};

/* NULL: cannot be made. */
struct fake_printer *fake_printer_new(void);
void fake_printer_free(struct fake_printer *f);
uint32_t fake_printer_fingerprint(const void *bits, size_t size);
