// SPDX-License-Identifier: GPL-3.0-or-later
/* See zip.h. Every file is dated 1980-01-01: the same content is the same archive. */
#include "zip.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include "cleanup.h"

enum { DEFLATED = 8, SIZES_BEHIND = 8, VERSION = 20, DATE = 0x21, MOST = 1 << 30 };
enum { PIECE = 64 * 1024 };

static void put(struct zip *z, unsigned bytes, uint32_t value)
{
	for (; bytes; bytes--, value >>= 8, z->at++)
		(void)putc((int)(value & 0xFF), z->out);
}

/* What the local header and the directory say alike. */
static void put_file(struct zip *z, size_t i)
{
	put(z, 2, VERSION);
	put(z, 2, z->file[i].piecemeal ? SIZES_BEHIND : 0);
	put(z, 2, DEFLATED);
	put(z, 2, 0);
	put(z, 2, DATE);
	put(z, 4, z->file[i].crc);
	put(z, 4, z->file[i].packed);
	put(z, 4, z->file[i].size);
	put(z, 2, (uint32_t)strlen(z->file[i].name));
	put(z, 2, 0);
}

static void put_bytes(struct zip *z, const void *bytes, size_t size)
{
	z->at += (uint32_t)fwrite(bytes, 1, size, z->out);
}

static int pack(const char *text, size_t size, unsigned char **ret, uint32_t *ret_size)
{
	z_stream s = { .next_in = (unsigned char *)(uintptr_t)text, .avail_in = (unsigned)size };
	int r;

	if (deflateInit2(&s, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return -ENOMEM;
	s.avail_out = (unsigned)deflateBound(&s, size);
	*ret = s.next_out = malloc(s.avail_out);
	r = s.next_out && deflate(&s, Z_FINISH) == Z_STREAM_END ? 0 : -ENOMEM;
	*ret_size = (uint32_t)s.total_out;
	(void)deflateEnd(&s);
	return r;
}

int zip_add(struct zip *z, const char *name, const char *text, size_t size)
{
	_cleanup_free_ unsigned char *packed = NULL;
	size_t i = z->files;
	int r;

	if (size > MOST || z->at > MOST || i == ZIP_FILES)
		return -EFBIG;
	(void)snprintf(z->file[i].name, ZIP_NAME, "%s", name);
	z->file[i].at = z->at;
	z->file[i].size = (uint32_t)size;
	z->file[i].crc = (uint32_t)crc32(0, (const unsigned char *)text, (unsigned)size);
	r = pack(text, size, &packed, &z->file[i].packed);
	if (r < 0)
		return r;
	put(z, 4, 0x04034b50);
	put_file(z, i);
	put_bytes(z, name, strlen(name));
	put_bytes(z, packed, z->file[i].packed);
	z->files++;
	return 0;
}

/* ---- piece by piece ---- */

int zip_open(struct zip *z, const char *name)
{
	size_t i = z->files;

	if (z->at > MOST || i == ZIP_FILES)
		return -EFBIG;
	z->pieces = calloc(1, sizeof(*z->pieces));
	if (!z->pieces ||
		deflateInit2(z->pieces, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return -ENOMEM;
	(void)snprintf(z->file[i].name, ZIP_NAME, "%s", name);
	z->file[i].at = z->at;
	z->file[i].piecemeal = true;
	put(z, 4, 0x04034b50);
	put_file(z, i);
	put_bytes(z, name, strlen(name));
	return 0;
}

static int deflate_on(struct zip *z, int flush)
{
	unsigned char piece[PIECE] = { 0 };

	do {
		z->pieces->next_out = piece;
		z->pieces->avail_out = sizeof(piece);
		if (deflate(z->pieces, flush) == Z_STREAM_ERROR)
			return -EIO;
		put_bytes(z, piece, sizeof(piece) - z->pieces->avail_out);
	} while (z->pieces->avail_out == 0);
	return z->at > MOST ? -EFBIG : 0;
}

int zip_write(struct zip *z, const char *bytes, size_t size)
{
	const unsigned char *from = (const unsigned char *)bytes;

	if (z->pieces->total_in + size > UINT32_MAX)
		return -EFBIG;
	z->file[z->files].crc = (uint32_t)crc32(z->file[z->files].crc, from, (unsigned)size);
	z->pieces->next_in = (unsigned char *)(uintptr_t)bytes;
	z->pieces->avail_in = (unsigned)size;
	return deflate_on(z, Z_NO_FLUSH);
}

int zip_close(struct zip *z)
{
	size_t i = z->files;
	int r = deflate_on(z, Z_FINISH);

	z->file[i].packed = (uint32_t)z->pieces->total_out;
	z->file[i].size = (uint32_t)z->pieces->total_in;
	zip_drop(z);
	put(z, 4, 0x08074b50);
	put(z, 4, z->file[i].crc);
	put(z, 4, z->file[i].packed);
	put(z, 4, z->file[i].size);
	z->files++;
	return r;
}

void zip_drop(struct zip *z)
{
	if (z->pieces)
		(void)deflateEnd(z->pieces);
	free(z->pieces);
	z->pieces = NULL;
}

int zip_end(struct zip *z)
{
	uint32_t start = z->at, end;

	for (size_t i = 0; i < z->files; i++) {
		put(z, 4, 0x02014b50);
		put(z, 2, VERSION);
		put_file(z, i);
		put(z, 2, 0); /* comment */
		put(z, 2, 0); /* disk */
		put(z, 2, 0);
		put(z, 4, 0);
		put(z, 4, z->file[i].at);
		put_bytes(z, z->file[i].name, strlen(z->file[i].name));
	}
	end = z->at;
	put(z, 4, 0x06054b50);
	put(z, 4, 0);
	put(z, 2, (uint32_t)z->files);
	put(z, 2, (uint32_t)z->files);
	put(z, 4, end - start);
	put(z, 4, start);
	put(z, 2, 0);
	return ferror(z->out) ? -EIO : 0;
}
