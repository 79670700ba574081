// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Commands begin with ^ or ~ and reach to the next of them. Formats stand between ^XA and
 * ^XZ; commands with ~ act at once. ^PO turns the paper, not the picture that a person
 * sees, so it is not applied.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "zpl_decode.h"

enum {
	STORED = 4,
	FIELDS = 16,
	COMMAND_MOST = 8 * 1024 * 1024,
	BITS_MOST = 4 * 1024 * 1024,
	SIDE_MOST = 32000,
};

struct picture {
	char name[24];
	uint32_t x;
	uint32_t y;
	size_t stride;
	size_t size;
	uint8_t *bits;
};

struct zpl_decoder {
	struct zpl_events events;
	uint16_t dpi;
	char *command;
	size_t length;
	size_t room;
	bool in_format;
	uint32_t width, height; /* ^PW, ^LL: stay from label to label */
	uint32_t home_x, home_y, at_x, at_y;
	uint32_t copies;
	struct picture stored[STORED]; /* ~DG */
	struct picture fields[FIELDS]; /* of this format */
	size_t count;
};

struct zpl_decoder *zpl_decoder_new(uint16_t dpi, const struct zpl_events *events)
{
	struct zpl_decoder *d = calloc(1, sizeof(*d));

	if (d != NULL) {
		d->dpi = dpi;
		d->events = *events;
	}
	return d;
}

static void picture_drop(struct picture *p)
{
	free(p->bits);
	*p = (struct picture){ 0 };
}

static void forget_fields(struct zpl_decoder *d)
{
	while (d->count > 0)
		picture_drop(&d->fields[--d->count]);
	d->at_x = d->at_y = 0;
	d->copies = 1;
}

struct zpl_decoder *zpl_decoder_free(struct zpl_decoder *d)
{
	if (d == NULL)
		return NULL;
	forget_fields(d);
	for (size_t i = 0; i < STORED; i++)
		picture_drop(&d->stored[i]);
	free(d->command);
	free(d);
	return NULL;
}

bool zpl_decoder_in_format(const struct zpl_decoder *d)
{
	return d->in_format;
}

/* The next number of a comma list; what is missing is left as it was. */
static const char *number(const char *p, uint32_t *value)
{
	uint32_t v = 0;
	bool any = false;

	for (; isdigit((unsigned char)*p); p++, any = true)
		v = v > 100000000 ? v : v * 10 + (uint32_t)(*p - '0');
	if (any)
		*value = v;
	while (*p != '\0' && *p != ',')
		p++;
	return *p == ',' ? p + 1 : p;
}

/* total bytes, bytes a row, then data. */
static int picture_read(struct picture *p, uint32_t total, uint32_t stride, const char *data)
{
	int r;

	if (total == 0 || stride == 0 || total > BITS_MOST || total % stride != 0)
		return -EBADMSG;
	p->bits = calloc(1, total);
	if (p->bits == NULL)
		return -ENOMEM;
	p->stride = stride;
	p->size = total;
	r = zpl_hex_decode(data, strlen(data), stride, p->bits, total);
	if (r < 0)
		picture_drop(p);
	return r;
}

/* ^GFA,bytes sent,total,bytes a row,data */
static int graphic_field(struct zpl_decoder *d, const char *p)
{
	uint32_t sent = 0, total = 0, stride = 0;
	struct picture picture = { .x = d->at_x + d->home_x, .y = d->at_y + d->home_y };
	int r;

	if (!d->in_format || d->count == FIELDS || p[0] != 'A' || p[1] != ',')
		return -EBADMSG;
	p = number(number(number(p + 2, &sent), &total), &stride);
	r = picture_read(&picture, total, stride, p);
	if (r == 0)
		d->fields[d->count++] = picture;
	return r;
}

static void take_name(const char *p, struct picture *ret)
{
	size_t n = strcspn(p, ",");

	(void)snprintf(ret->name, sizeof(ret->name), "%.*s", (int)(n < 23 ? n : 23), p);
	for (char *c = ret->name + strlen(ret->name);
		c > ret->name && isspace((unsigned char)c[-1]);)
		*--c = '\0';
}

static struct picture *stored(struct zpl_decoder *d, const char *name)
{
	for (size_t i = 0; i < STORED; i++) {
		if (strcmp(d->stored[i].name, name) == 0)
			return &d->stored[i];
	}
	return NULL;
}

/* ~DGdevice:name,total,bytes a row,data */
static int download_graphic(struct zpl_decoder *d, const char *p)
{
	uint32_t total = 0, stride = 0;
	struct picture picture = { 0 };
	struct picture *place;
	int r;

	take_name(p, &picture);
	place = stored(d, picture.name) ? stored(d, picture.name) : stored(d, "");
	p += strcspn(p, ",");
	if (*p == '\0' || place == NULL || picture.name[0] == '\0')
		return -EBADMSG;
	p = number(number(p + 1, &total), &stride);
	r = picture_read(&picture, total, stride, p);
	if (r < 0)
		return r;
	picture_drop(place);
	*place = picture;
	return 0;
}

/* ^XGdevice:name,1,1 */
static int recall_graphic(struct zpl_decoder *d, const char *p)
{
	struct picture wanted = { 0 };
	struct picture *from;
	struct picture *to = &d->fields[d->count];

	take_name(p, &wanted);
	from = wanted.name[0] != '\0' ? stored(d, wanted.name) : NULL;
	if (from == NULL || d->count == FIELDS || !d->in_format)
		return -EBADMSG;
	*to = *from;
	to->bits = malloc(from->size);
	if (to->bits == NULL)
		return -ENOMEM;
	memcpy(to->bits, from->bits, from->size);
	to->x = d->at_x + d->home_x;
	to->y = d->at_y + d->home_y;
	d->count++;
	return 0;
}

static int delete_graphic(struct zpl_decoder *d, const char *p)
{
	struct picture wanted = { 0 };
	struct picture *place;

	take_name(p, &wanted);
	place = wanted.name[0] != '\0' ? stored(d, wanted.name) : NULL;
	if (place != NULL)
		picture_drop(place);
	return 0;
}

static void paste(struct raster *r, const struct picture *p)
{
	for (size_t i = 0; i < p->size * 8; i++) {
		size_t x = p->x + i % (p->stride * 8);
		size_t y = p->y + i / (p->stride * 8);

		if ((p->bits[i / 8] >> (7 - i % 8) & 1) && x < r->width && y < r->height)
			r->bits[y * r->stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

static int end_format(struct zpl_decoder *d)
{
	struct raster *r = NULL;
	uint32_t width = d->width, height = d->height;

	for (size_t i = 0; i < d->count && (width == 0 || height == 0); i++) {
		const struct picture *p = &d->fields[i];

		width = width ? width : p->x + (uint32_t)p->stride * 8;
		height = height ? height : p->y + (uint32_t)(p->size / p->stride);
	}
	if (d->count > 0 && width > 0 && height > 0) {
		r = raster_new(width, height, d->dpi);
		for (size_t i = 0; r != NULL && i < d->count; i++)
			paste(r, &d->fields[i]);
	}
	if (d->in_format)
		d->events.label(d->events.data, r, d->copies);
	else
		free(r);
	d->in_format = false;
	forget_fields(d);
	return 0;
}

static int begin_format(struct zpl_decoder *d)
{
	forget_fields(d);
	d->in_format = true;
	return 0;
}

static int one(const char *p, uint32_t most, uint32_t *value)
{
	uint32_t v = *value;

	(void)number(p, &v);
	if (v > most)
		return -EBADMSG;
	*value = v;
	return 0;
}

static int place(const char *p, uint32_t *x, uint32_t *y)
{
	uint32_t to_x = 0, to_y = 0;

	(void)number(number(p, &to_x), &to_y);
	if (to_x > SIDE_MOST || to_y > SIDE_MOST)
		return -EBADMSG;
	*x = to_x;
	*y = to_y;
	return 0;
}

static int run(struct zpl_decoder *d, const char *command)
{
	const char *p = command + 3;

	if (strncmp(command, "^XA", 3) == 0)
		return begin_format(d);
	if (strncmp(command, "^XZ", 3) == 0)
		return end_format(d);
	if (strncmp(command, "^PW", 3) == 0)
		return one(p, SIDE_MOST, &d->width);
	if (strncmp(command, "^LL", 3) == 0)
		return one(p, SIDE_MOST, &d->height);
	if (strncmp(command, "^PQ", 3) == 0)
		return one(p, 1000, &d->copies);
	if (strncmp(command, "^LH", 3) == 0)
		return place(p, &d->home_x, &d->home_y);
	if (strncmp(command, "^FO", 3) == 0)
		return place(p, &d->at_x, &d->at_y);
	if (strncmp(command, "^GF", 3) == 0)
		return graphic_field(d, p);
	if (strncmp(command, "^XG", 3) == 0)
		return recall_graphic(d, p);
	if (strncmp(command, "^ID", 3) == 0)
		return delete_graphic(d, p);
	if (strncmp(command, "~DG", 3) == 0)
		return download_graphic(d, p);
	return 0;
}

/* Commands without a parameter are done with their last letter. */
static bool is_whole(const struct zpl_decoder *d)
{
	static const char *const whole[] = { "^XA", "^XZ", "~HS", "~HI", "~JA" };

	for (size_t i = 0; i < ARRAY_SIZE(whole); i++) {
		if (d->length == 3 && memcmp(d->command, whole[i], 3) == 0)
			return true;
	}
	return d->length == 5 && memcmp(d->command, "~HQES", 5) == 0;
}

static int finish(struct zpl_decoder *d)
{
	int r = 0;

	if (d->length >= 3) {
		d->command[d->length] = '\0';
		if (d->command[0] == '~' && is_whole(d))
			d->events.immediate(d->events.data, d->command + 1);
		else
			r = run(d, d->command);
	}
	d->length = 0;
	return r;
}

static int add(struct zpl_decoder *d, char c)
{
	char *grown;

	if (d->length + 2 > d->room) {
		if (d->room >= COMMAND_MOST)
			return -ENOMEM;
		grown = realloc(d->command, d->room * 2 + 64);
		if (grown == NULL)
			return -ENOMEM;
		d->command = grown;
		d->room = d->room * 2 + 64;
	}
	d->command[d->length++] = c;
	return 0;
}

int zpl_decoder_feed(struct zpl_decoder *d, const uint8_t *bytes, size_t size)
{
	int worst = 0;

	for (size_t i = 0; i < size; i++) {
		char c = bytes[i] == '\0' ? ' ' : (char)bytes[i];
		int r = c == '^' || c == '~' ? finish(d) : 0;

		if (r < 0)
			worst = r;
		if (d->length == 0 && c != '^' && c != '~')
			continue;
		r = add(d, c);
		if (r < 0)
			return r;
		if (is_whole(d))
			r = finish(d);
		if (r < 0)
			worst = r;
	}
	return worst;
}
