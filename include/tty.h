// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Serial lines, the same for scale, scanner and button box: named by device path, raw, ours
 * alone, flushed at opening so that bytes from before do not count.
 */
#pragma once
#include <stddef.h>
#include <termios.h>
#include "conf.h"

struct tty {
	char path[128];
	speed_t speed;
	tcflag_t cflag; /* size, parity and stop bits */
};

/*
 * Reads the keys device, baud (1200 to 115200, default 9600), bits (7 or 8), parity (none,
 * even, odd) and stop (1 or 2); mistakes go to the section's file.
 */
void tty_read_conf(struct conf_section *section, struct tty *ret_tty);

/*
 * Opens non-blocking, without toggling DTR at a later close. A byte of wrong parity arrives
 * as NUL. A descriptor, or -ENOENT, -EACCES, -EBUSY (somebody has it), -ENOTTY, -errno.
 */
int tty_open(const struct tty *t);
/* Gives the line back; fd < 0 is fine. Returns -1. */
int tty_close(int fd);
