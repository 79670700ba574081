// SPDX-License-Identifier: GPL-3.0-or-later
/* Sentences as values: parameters are copied in, text is made at the edges. */
#include "sentence.h"
#include <stdio.h>
#include <string.h>
#include "mass.h"

/* Bytes of text that fit into size - 1 without cutting a UTF-8 character in two. */
static size_t whole_characters(const char *text, size_t len, size_t size)
{
	if (len < size)
		return len;
	len = size - 1;
	while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
		len--;
	return len;
}

void sentence_param(struct sentence *s, const char *name, const char *value)
{
	for (size_t i = 0; i < SENTENCE_PARAMS; i++) {
		if (s->param[i].name)
			continue;
		size_t len = whole_characters(value, strlen(value), SENTENCE_VALUE_SIZE);

		s->param[i].name = name;
		memcpy(s->param[i].value, value, len);
		s->param[i].value[len] = '\0';
		return;
	}
}

void sentence_param_kg(struct sentence *s, const char *name, int64_t mg)
{
	char kg[32];

	sentence_param(s, name, mass_format_kg(mg, 3, ',', kg, sizeof(kg)));
	for (size_t i = 0; i < SENTENCE_PARAMS && s->param[i].name; i++)
		s->param[i].figure |= s->param[i].name == name;
}

void sentence_param_int(struct sentence *s, const char *name, long long value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", value);
	sentence_param(s, name, text);
}

static const char *find_value(const struct sentence *s, const char *name, size_t len)
{
	for (size_t i = 0; i < SENTENCE_PARAMS && s->param[i].name; i++)
		if (strlen(s->param[i].name) == len && memcmp(s->param[i].name, name, len) == 0)
			return s->param[i].value;
	return NULL;
}

/* Appends what fits of len bytes; false when it had to be cut. */
static bool append(char *buf, size_t size, size_t *used, const char *text, size_t len)
{
	size_t fits = whole_characters(text, len, size - *used);

	memcpy(buf + *used, text, fits);
	*used += fits;
	return fits == len;
}

char *sentence_expand(const char *template, const struct sentence *s, char *buf, size_t size)
{
	size_t used = 0;
	bool room = size > 0;

	while (room && *template) {
		const char *end = *template == '{' ? strchr(template, '}') : NULL;
		const char *value =
			end ? find_value(s, template + 1, (size_t)(end - template - 1)) : NULL;

		if (value) {
			room = append(buf, size, &used, value, strlen(value));
			template = end + 1;
		} else {
			size_t len = 1 + strcspn(template + 1, "{");

			room = append(buf, size, &used, template, len);
			template += len;
		}
	}
	if (size > 0)
		buf[used] = '\0';
	return buf;
}
