// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Does the write-ahead log beside a file go further than SQLite can read? It reads frames up to the
 * first whose checksum is not right, in silence: one bad byte hides all that was committed behind
 * it. https://www.sqlite.org/fileformat2.html#walformat
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include "ledger_private.h"

enum { LOG_HEAD = 32, FRAME_HEAD = 24, PAGE_MOST = 65536, LOOKS = 3 };
enum { MAGIC = 0x377f0682 }; /* its lowest bit: words of the checksum are big-endian */

struct log_scan {
	int fd;
	bool big;
	uint32_t page, sum[2];
	uint8_t salt[8];
	uint8_t frame[FRAME_HEAD + PAGE_MOST];
};

static uint32_t big_word(const uint8_t *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t little_word(const uint8_t *b)
{
	return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static void add(struct log_scan *s, const uint8_t *bytes, size_t size)
{
	uint32_t (*word)(const uint8_t *b) = s->big ? big_word : little_word;

	for (size_t i = 0; i < size; i += 8) {
		s->sum[0] += word(bytes + i) + s->sum[1];
		s->sum[1] += word(bytes + i + 4) + s->sum[0];
	}
}

static bool sum_is(const struct log_scan *s, const uint8_t *said)
{
	return big_word(said) == s->sum[0] && big_word(said + 4) == s->sum[1];
}

/* False: SQLite takes it for no log at all. */
static bool take_head(struct log_scan *s)
{
	const uint8_t *h = s->frame;

	if (pread(s->fd, s->frame, LOG_HEAD, 0) != LOG_HEAD || (big_word(h) & ~1u) != MAGIC)
		return false;
	s->big = big_word(h) & 1;
	s->page = big_word(h + 8);
	memcpy(s->salt, h + 16, sizeof(s->salt));
	s->sum[0] = s->sum[1] = 0;
	add(s, h, LOG_HEAD - 8);
	return s->page >= 512 && s->page <= PAGE_MOST && sum_is(s, h + LOG_HEAD - 8);
}

static bool read_frame(struct log_scan *s, uint32_t i)
{
	const ssize_t size = FRAME_HEAD + (ssize_t)s->page;

	return pread(s->fd, s->frame, (size_t)size, LOG_HEAD + (off_t)i * size) == size;
}

/* Not of an earlier one, which was longer. */
static bool is_of_this_log(const struct log_scan *s)
{
	return memcmp(s->frame + 8, s->salt, sizeof(s->salt)) == 0;
}

static bool is_whole(struct log_scan *s)
{
	add(s, s->frame, 8);
	add(s, s->frame + FRAME_HEAD, s->page);
	return sum_is(s, s->frame + 16);
}

static bool ends_commit(const struct log_scan *s)
{
	return big_word(s->frame + 4) > 0;
}

/* The first frame that cannot be read though a commit ends behind it; -1: none. */
static int64_t hidden_from(struct log_scan *s)
{
	uint32_t i = 0, bad;

	if (!take_head(s))
		return -1;
	while (read_frame(s, i) && is_of_this_log(s) && is_whole(s))
		i++;
	for (bad = i++; read_frame(s, i); i++)
		if (is_of_this_log(s) && ends_commit(s))
			return bad;
	return -1;
}

/* A frame that is being written this moment can be read at the next look: a bad one never. */
bool log_hides(const char *path)
{
	_cleanup_free_ struct log_scan *s = calloc(1, sizeof(*s));
	_cleanup_close_ int fd = -1;
	char name[PATH_MAX];
	int64_t from, again;

	if (!s || snprintf(name, sizeof(name), "%s-wal", path) >= (int)sizeof(name))
		return false;
	s->fd = fd = open(name, O_RDONLY | O_CLOEXEC);
	from = fd < 0 ? -1 : hidden_from(s);
	for (int look = 1; look < LOOKS && from >= 0; look++) {
		again = hidden_from(s);
		if (again != from)
			return false;
	}
	return from >= 0;
}
