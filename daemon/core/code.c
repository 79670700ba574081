// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes that people scan. The check character is ISO/IEC 7064 MOD 37,36 (hybrid system):
 * it finds every single wrong character and nearly every swap of two neighbours.
 */
#include "code.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char control_types[] = "KODCUAPZRQFNT";
static const char key_types[] = "WILSB";
/* Of a lot, whose number holds its day: 22. */
enum { KEY_LENGTH_MAX = 20, LOT_KEY_LENGTH_MAX = 22, SHORTEST_KEY = 7 };

static int value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -EINVAL;
}

int code_check_character(const char *text, char *ret_check)
{
	int p = 36;

	for (; *text; text++) {
		int value = *text == '-' ? 0 : value_of(*text);

		if (value < 0)
			return value;
		if (*text == '-')
			continue;
		p = (p + value) % 36;
		p = (p == 0 ? 36 : p) * 2 % 37;
	}
	*ret_check = alphabet[(37 - p) % 36];
	return 0;
}

int code_squash(const char *code, char *ret_squashed, size_t size)
{
	size_t used = 0;

	for (const char *c = code; *c; c++) {
		if (*c == '-' || *c == '_')
			continue;
		if (value_of(*c) < 0)
			return -EINVAL;
		if (++used >= size)
			return -ENOBUFS;
	}
	if (used == 0)
		return -EINVAL;
	for (used = 0; *code; code++)
		if (*code != '-' && *code != '_')
			ret_squashed[used++] = *code;
	ret_squashed[used] = '\0';
	return 0;
}

int code_control_make(char type, const char *code, char *ret_control, size_t size)
{
	char body[PRIVATE_KEY_SIZE] = { type };
	char check;
	size_t len;
	int r;

	if (type == '\0' || !strchr(control_types, type))
		return -EINVAL;
	r = code_squash(code, body + 1, sizeof(body) - 2);
	if (r == 0)
		r = code_check_character(body, &check);
	if (r < 0)
		return r;
	len = strlen(body);
	if (len + 2 > size)
		return -ENOBUFS;
	body[len] = check;
	memcpy(ret_control, body, len + 2);
	return 0;
}

/* Upper case without hyphens; false: a character that none of our codes has, or too long. */
static bool squash_scanned(const char *scanned, char *out, size_t size)
{
	size_t used = 0;

	for (; *scanned; scanned++) {
		char c = *scanned;

		if (c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (value_of(c) < 0 || used + 1 >= size)
			return false;
		out[used++] = c;
	}
	out[used] = '\0';
	return used >= 3;
}

static bool check_is_right(const char *squashed, size_t len)
{
	char body[PRIVATE_KEY_SIZE];
	char check;

	memcpy(body, squashed, len - 1);
	body[len - 1] = '\0';
	return code_check_character(body, &check) == 0 && check == squashed[len - 1];
}

/*
 * A printed key shows its form by four hyphens, <pole>-<site>-<type>-<number>-<check>;
 * with the hyphens gone only the check character vouches for it.
 */
static bool has_key_form(const char *scanned)
{
	size_t hyphens = 0;

	for (; *scanned; scanned++)
		hyphens += *scanned == '-';
	return hyphens == 4;
}

void code_parse(const char *scanned, struct code *ret_code)
{
	struct code code = { .kind = CODE_UNKNOWN };
	size_t len;

	*ret_code = code;
	if (!squash_scanned(scanned, code.squashed, sizeof(code.squashed)))
		return;
	len = strlen(code.squashed);
	if (!check_is_right(code.squashed, len)) {
		ret_code->kind = has_key_form(scanned) ? CODE_MISREAD : CODE_UNKNOWN;
		return;
	}
	if (len <= CODE_SIZE && !has_key_form(scanned) && strchr(control_types, code.squashed[0])) {
		code.kind = CODE_CONTROL;
		code.type = code.squashed[0];
		memmove(code.squashed, code.squashed + 1, len - 2);
		code.squashed[len - 2] = '\0';
	} else if (len >= SHORTEST_KEY) {
		code.kind = CODE_PRIVATE_KEY;
	}
	*ret_code = code;
}

bool code_is_training(const char *scanned)
{
	struct code code;

	code_parse(scanned, &code);
	return code.kind == CODE_PRIVATE_KEY && !strncmp(code.squashed, TRAINING_POLE TRAINING_SITE,
							strlen(TRAINING_POLE TRAINING_SITE));
}

int code_private_key_make(const char *pole, const char *site, char type, const char *number,
	char *ret_key, size_t size)
{
	const char *parts[] = { pole, "-", site, "-", (char[]){ type, '\0' }, "-", number, "-" };
	char key[64] = "";
	char check;
	size_t used = 0;

	if (type == '\0' || !strchr(key_types, type))
		return -EINVAL;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t len = strlen(parts[i]);

		if (len == 0)
			return -EINVAL;
		if (used + len + 2 > sizeof(key))
			return -ENOBUFS;
		memcpy(key + used, parts[i], len);
		used += len;
	}
	if (code_check_character(key, &check) < 0)
		return -EINVAL;
	if (used + 1 > (type == 'L' ? LOT_KEY_LENGTH_MAX : KEY_LENGTH_MAX) || used + 2 > size)
		return -ENOBUFS;
	key[used] = check;
	memcpy(ret_key, key, used + 2);
	return 0;
}

/* Of a lot's squashed key: the letter behind which its day stands; NULL: it has none. */
static const char *lot_letter(const char *key)
{
	for (const char *c = key + 2; *c; c++)
		if (*c == 'L' && strspn(c + 1, "0123456789") >= 6 && strlen(c) > 10)
			return c;
	return NULL;
}

static void copy_upper(const char *text, size_t len, char *to)
{
	for (size_t i = 0; i < len; i++)
		to[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
	to[len] = '\0';
}

/* In a lot's number the day stands before the two characters. Without hyphens a pack's key does not say where its site ends. */
bool code_food_owner(const char *scanned, char ret_site[FOOD_OWNER_SIZE], char ret_prefix[3])
{
	const char *pole_end = strchr(scanned, '-'), *site_end, *letter, *number;
	struct code code;
	size_t day, len;

	code_parse(scanned, &code);
	site_end = pole_end ? strchr(pole_end + 1, '-') : NULL;
	letter = pole_end ? (site_end ? site_end + 1 : NULL) : lot_letter(code.squashed);
	if (code.kind != CODE_PRIVATE_KEY || !letter || !*letter || !strchr("LlBb", *letter) ||
		(pole_end && letter[1] != '-'))
		return false;
	number = letter + (pole_end ? 2 : 1);
	day = strchr("Ll", *letter) ? 6 : 0;
	len = pole_end ? (size_t)(site_end - scanned) : (size_t)(letter - code.squashed);
	if (strcspn(number, "-") < day + 3 || len >= FOOD_OWNER_SIZE)
		return false;
	copy_upper(pole_end ? scanned : code.squashed, len, ret_site);
	copy_upper(number + day, 2, ret_prefix);
	return true;
}
