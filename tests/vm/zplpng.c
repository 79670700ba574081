// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * zplpng FILE FOLDER: draws each label of a ZPL stream as FOLDER/1.png, 2.png … and prints
 * how many there were. The test compares them with what the daemon says its labels look like.
 * zplpng FILE FOLDER N: prints instead what the Data Matrix of label N says, read by libdmtx.
 */
#include <dmtx.h>
#include <stdio.h>
#include <stdlib.h>
#include "../../tools/sim/zpl_decode.h"

struct drawer {
	const char *folder;
	unsigned int count;
	unsigned int wanted; /* the label whose Data Matrix is read; 0: none */
};

static void read_region(DmtxDecode *d, DmtxRegion *region)
{
	DmtxMessage *m = dmtxDecodeMatrixRegion(d, region, DmtxUndefined);

	if (m != NULL)
		printf("%.*s\n", (int)m->outputIdx, (const char *)m->output);
	dmtxMessageDestroy(&m);
}

static void read_matrix(const struct raster *r)
{
	uint8_t *grey = malloc((size_t)r->width * r->height);
	DmtxImage *image;
	DmtxDecode *d;
	DmtxRegion *region;

	for (uint32_t i = 0; grey != NULL && i < r->width * r->height; i++)
		grey[i] = raster_dot(r, i % r->width, i / r->width) ? 0 : 255;
	image = dmtxImageCreate(grey, (int)r->width, (int)r->height, DmtxPack8bppK);
	d = dmtxDecodeCreate(image, 1);
	region = dmtxRegionFindNext(d, NULL);
	if (region != NULL)
		read_region(d, region);
	dmtxRegionDestroy(&region);
	dmtxDecodeDestroy(&d);
	dmtxImageDestroy(&image);
	free(grey);
}

static void on_label(void *data, struct raster *raster, uint32_t copies)
{
	struct drawer *d = data;
	uint8_t *png = NULL;
	size_t size = 0;
	char path[256];
	FILE *f;

	for (; raster != NULL && copies > 0; copies--) {
		snprintf(path, sizeof(path), "%s/%u.png", d->folder, ++d->count);
		f = raster_png(raster, &png, &size) == 0 ? fopen(path, "wb") : NULL;
		if (f == NULL || fwrite(png, 1, size, f) != size || fclose(f) != 0)
			perror(path);
		if (d->count == d->wanted)
			read_matrix(raster);
		free(png);
	}
	free(raster);
}

static void on_immediate(void *data, const char *name)
{
	(void)data;
	(void)name;
}

int main(int argc, char **argv)
{
	struct drawer d = { .folder = argc >= 3 ? argv[2] : ".",
		.wanted = argc == 4 ? (unsigned int)atoi(argv[3]) : 0 };
	const struct zpl_events events = { on_label, on_immediate, &d };
	struct zpl_decoder *z = zpl_decoder_new(203, &events);
	FILE *f = argc >= 3 ? fopen(argv[1], "rb") : NULL;
	uint8_t bytes[4096];
	int worst = 0;
	size_t n;

	if (z == NULL || f == NULL)
		return 2;
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0) {
		int r = zpl_decoder_feed(z, bytes, n);

		worst = r < 0 ? r : worst;
	}
	if (d.wanted == 0)
		printf("%u\n", d.count);
	fclose(f);
	zpl_decoder_free(z);
	return worst < 0;
}
