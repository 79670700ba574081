// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Replays logs of scales (tests/replay/scale/NAME.log) through the real parsers and compares
 * what comes out with NAME.chk, line by line. Each log says in its header what device it is,
 * or that it was composed from documented frames. A volunteer's log becomes a test by
 * being put there; on a difference the lines that the parser gave are printed whole.
 *
 *   # comment · protocol hid|stgs · descriptor HEX … (hid) · hex HEX … · text STRING with \r \n \xHH
 *   A hex or text line is one report, or the bytes of one read().
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/scale/parse_hid.h"
#include "../../daemon/scale/parse_stgs.h"
#include "cleanup.h"

enum { LINE = 2048, OUTPUT = 65536 };

struct replay {
	bool is_hid;
	bool is_stgs;
	uint8_t descriptor[HID_DESCRIPTOR_MAX];
	size_t descriptor_len;
	struct hid_scale scale;
	bool has_scale;
	struct stgs stgs;
	char out[OUTPUT];
	size_t out_len;
};

static void say(struct replay *p, const struct reading *r)
{
	char line[160];
	int n = snprintf(line, sizeof(line), "%s", scale_state_name(r->state));

	if (r->reason)
		n += snprintf(
			line + n, sizeof(line) - (size_t)n, " %s", scale_reason_name(r->reason));
	if (reading_has_mass(r))
		n += snprintf(
			line + n, sizeof(line) - (size_t)n, " %lld mg", (long long)r->mass_mg);
	if (r->shown.unit)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " shown %lldE%d %s",
			(long long)r->shown.digits, r->shown.exp10,
			mass_unit_name((enum mass_unit)r->shown.unit));
	if (r->device_net)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " net");
	assert_in_range(p->out_len + (size_t)n + 1, 1, sizeof(p->out) - 1);
	p->out_len += (size_t)sprintf(p->out + p->out_len, "%s\n", line);
}

static size_t from_hex(const char *text, uint8_t *bytes, size_t size)
{
	size_t n = 0;
	unsigned v;
	int used;

	for (; n < size && sscanf(text, " %2x%n", &v, &used) == 1; text += used)
		bytes[n++] = (uint8_t)v;
	return n;
}

static size_t from_text(const char *text, uint8_t *bytes)
{
	size_t n = 0;

	for (unsigned v; *text && *text != '\n'; text++) {
		bytes[n] = (uint8_t)*text;
		if (*text == '\\' && sscanf(text, "\\x%2x", &v) == 1) {
			bytes[n] = (uint8_t)v;
			text += 3;
		} else if (*text == '\\') {
			bytes[n] = *++text == 'r' ? '\r' : '\n';
		}
		n++;
	}
	return n;
}

static void give(struct replay *p, const uint8_t *bytes, size_t len)
{
	const struct hid_quirks quirks = { 0 };
	struct reading r;
	bool complete;

	assert_true(p->is_stgs || p->has_scale);
	if (p->is_hid && parse_hid_report(&p->scale, &quirks, bytes, len, 1, &r) == 1)
		say(p, &r);
	for (size_t at = 0; p->is_stgs && at < len;) {
		at += stgs_feed(&p->stgs, bytes + at, len - at, 1, &complete, &r);
		if (complete)
			say(p, &r);
	}
}

static void play_line(struct replay *p, const char *line)
{
	uint8_t bytes[LINE];

	if (strncmp(line, "descriptor ", 11) == 0) {
		p->descriptor_len += from_hex(line + 11, p->descriptor + p->descriptor_len,
			sizeof(p->descriptor) - p->descriptor_len);
		p->has_scale = hid_scale_parse(p->descriptor, p->descriptor_len, &p->scale) == 0;
	} else if (strncmp(line, "hex ", 4) == 0) {
		give(p, bytes, from_hex(line + 4, bytes, sizeof(bytes)));
	} else if (strncmp(line, "text ", 5) == 0) {
		give(p, bytes, from_text(line + 5, bytes));
	} else if (strcmp(line, "protocol hid\n") == 0) {
		p->is_hid = true;
	} else if (strcmp(line, "protocol stgs\n") == 0) {
		p->is_stgs = true;
	} else if (line[0] != '#' && line[0] != '\n') {
		fail_msg("not a line of a log: %s", line);
	}
}

static size_t read_whole(const char *path, char *buf, size_t size)
{
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(buf, 1, size - 1, f) : 0;

	if (!f)
		fail_msg("%s is missing", path);
	(void)fclose(f);
	buf[n] = '\0';
	return n;
}

static void play_file(const char *log)
{
	static struct replay p;
	static char expected[OUTPUT];
	char line[LINE], check[256];
	FILE *f = fopen(log, "r");

	assert_non_null(f);
	memset(&p, 0, sizeof(p));
	while (fgets(line, sizeof(line), f))
		play_line(&p, line);
	(void)fclose(f);
	(void)snprintf(check, sizeof(check), "%.*s.chk", (int)(strlen(log) - 4), log);
	(void)read_whole(check, expected, sizeof(expected));
	if (strcmp(expected, p.out) != 0)
		fail_msg("%s gives:\n%s", log, p.out);
	assert_true(p.out_len > 0);
}

static void logs_give_what_is_expected(void **state)
{
	glob_t g;

	(void)state;
	assert_int_equal(glob("tests/replay/scale/*.log", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		play_file(g.gl_pathv[i]);
	globfree(&g);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(logs_give_what_is_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
