// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A ZIP archive written in one go (PKWARE APPNOTE 6.3.10, no ZIP64): files from memory, and one at a time that
 * comes piece by piece, whose sizes stand behind it.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { ZIP_FILES = 24, ZIP_NAME = 48 };

struct zip {
	FILE *out;
	uint32_t at;
	size_t files;
	struct {
		char name[ZIP_NAME];
		uint32_t crc, packed, size, at;
		bool piecemeal;
	} file[ZIP_FILES];
	struct z_stream_s *pieces; /* of the file that is open, or NULL */
};

int zip_add(
	struct zip *z, const char *name, const char *text, size_t size); /* 0, -ENOMEM, -EFBIG */
/* Each: 0, -ENOMEM, -EFBIG: more than 1 GiB, packed or not. */
int zip_open(struct zip *z, const char *name);
int zip_write(struct zip *z, const char *bytes, size_t size);
int zip_close(struct zip *z);
void zip_drop(struct zip *z); /* what is open is given up */
int zip_end(struct zip *z);   /* 0, -EIO */
