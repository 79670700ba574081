// SPDX-License-Identifier: GPL-3.0-or-later
/* A ZIP archive written in one go, whole files from memory (PKWARE APPNOTE 6.3.10, no ZIP64). */
#pragma once
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
	} file[ZIP_FILES];
};

int zip_add(
	struct zip *z, const char *name, const char *text, size_t size); /* 0, -ENOMEM, -EFBIG */
int zip_end(struct zip *z);                                              /* 0, -EIO */
