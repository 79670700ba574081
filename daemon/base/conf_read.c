// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reads station.conf. inih splits keys from values; but alone it takes an indented key for
 * the end of the value above, cuts inline ';', cuts long lines, and tells no line number.
 * So the lines come from here: each is looked at first, a line with a mistake is noted and
 * given to inih as an empty one.
 */
#include <ctype.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include "conf_private.h"

enum { LINE_LENGTH = 180 }; /* bytes; inih's own limit is 197 */

struct reader {
	FILE *file;
	struct conf *conf;
	struct conf_section *section; /* NULL: before the first, or in one that was refused */
	bool refused; /* keys of a refused section are not looked at: one mistake, one line */
	bool adds;    /* what is there stays as it is; line stays 0 */
	unsigned line;
	int error;
};

static void note(struct reader *in, struct sentence why)
{
	conf_note(in->conf, in->line, &why);
}

static void note_text(struct reader *in, const char *key, const char *name, const char *value)
{
	struct sentence why = { .key = key };

	sentence_param(&why, name, value);
	note(in, why);
}

static void note_again(struct reader *in, const char *key, const char *what, unsigned first_line)
{
	struct sentence why = { .key = key };

	sentence_param(&why, "name", what);
	sentence_param_int(&why, "line", first_line);
	note(in, why);
}

static bool is_word(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("_-.", text[i]))
			return false;
	return len > 0;
}

static struct conf_section *section_twice(const struct reader *in, const struct conf_section *s)
{
	for (struct conf_section *i = in->conf->sections; i; i = i->next)
		if (!strcmp(i->kind, s->kind) && !strcmp(i->name, s->name))
			return i;
	return NULL;
}

/* "kind" or "kind name" -> *s; false: it is neither. */
static bool split_section(const char *inner, size_t len, struct conf_section *s)
{
	size_t kind = strcspn(inner, " \t"), name;
	const char *second;

	kind = kind < len ? kind : len;
	second = inner + kind + strspn(inner + kind, " \t");
	name = len - (size_t)(second - inner);
	if (!is_word(inner, kind) || kind >= sizeof(s->kind) || name >= sizeof(s->name))
		return false;
	if (kind < len && !is_word(second, name))
		return false;
	memcpy(s->kind, inner, kind);
	memcpy(s->name, second, name);
	return true;
}

static void append_section(struct reader *in, struct conf_section *s)
{
	struct conf_section **last = &in->conf->sections;

	while (*last)
		last = &(*last)->next;
	*last = s;
	in->section = s;
	in->refused = false;
}

/* line is "[…]" without blanks at its end. */
static void open_section(struct reader *in, const char *line)
{
	_cleanup_free_ struct conf_section *s = calloc(1, sizeof(*s));
	size_t len = strlen(line);
	struct conf_section *twice;

	in->section = NULL;
	in->refused = true;
	if (!s) {
		in->error = -ENOMEM;
		return;
	}
	if (line[len - 1] != ']' || !split_section(line + 1, len - 2, s)) {
		note_text(in, "conf_bad_section", "text", line);
		return;
	}
	twice = section_twice(in, s);
	if (twice && in->adds) {
		in->section = twice;
		in->refused = strcmp(s->kind, "site") != 0;
		return;
	}
	if (twice) {
		note_again(in, "conf_section_twice", line, twice->line);
		return;
	}
	s->conf = in->conf;
	s->line = in->line;
	append_section(in, TAKE_PTR(s));
}

/* What is wrong with a line that should be key = value; NULL: nothing. */
static const char *key_fault(const char *line)
{
	size_t name = strcspn(line, "=:"), end = name;

	if (line[name] != '=')
		return "conf_no_equals";
	if (strpbrk(line, ";#"))
		return "conf_inline_comment";
	while (end && isblank((unsigned char)line[end - 1]))
		end--;
	if (!is_word(line, end))
		return "conf_no_equals";
	return line[name + 1 + strspn(line + name + 1, " \t")] ? NULL : "conf_no_value";
}

/* Whether inih may see the line: it is a key and nothing is wrong with it. */
static bool look_at(struct reader *in, const char *line)
{
	const char *fault;

	if (!*line || *line == '#' || *line == ';')
		return false;
	if (isblank((unsigned char)*line)) {
		if (!line[strspn(line, " \t")])
			return false;
		note_text(in, "conf_indented", "text", line + strspn(line, " \t"));
		return false;
	}
	if (*line == '[') {
		open_section(in, line);
		return false;
	}
	if (in->refused)
		return false;
	fault = in->section ? key_fault(line) : "conf_no_section";
	if (fault)
		note_text(in, fault, "text", line);
	return !fault;
}

/* One line without its end; false at the end of the file. Long lines are read to their end. */
static bool next_line(struct reader *in, char line[LINE_LENGTH + 1])
{
	size_t len = 0;
	bool bad = false;
	int c;

	while ((c = getc(in->file)) != EOF && c != '\n') {
		bad |= c == '\0';
		if (len <= LINE_LENGTH)
			line[len++] = (char)c;
	}
	if (c == EOF && !len)
		return false;
	in->line += !in->adds;
	if (len > LINE_LENGTH || bad) {
		struct sentence why = { .key = bad ? "conf_not_text" : "conf_long_line" };

		if (!bad)
			sentence_param_int(&why, "most", LINE_LENGTH);
		note(in, why);
		len = 0;
	}
	while (len && strchr(" \t\r", line[len - 1]))
		len--;
	line[len] = '\0';
	return true;
}

static char *read_line(char *buf, int size, void *stream)
{
	struct reader *in = stream;
	char line[LINE_LENGTH + 1];
	const char *start = line;

	if (in->error || !next_line(in, line))
		return NULL;
	if (in->line == 1 && !strncmp(line, "\xef\xbb\xbf", 3))
		start += 3;
	snprintf(buf, (size_t)size, "%s\n", look_at(in, start) ? start : "");
	return buf;
}

static int on_key(void *data, const char *section, const char *name, const char *value)
{
	struct reader *in = data;
	struct conf_key *twice = conf_key(in->section, name), *key, **last;

	(void)section;
	if (twice && in->adds)
		return 1;
	if (twice) {
		note_again(in, "conf_key_twice", name, twice->line);
		return 1;
	}
	key = calloc(1, sizeof(*key));
	if (!key) {
		in->error = -ENOMEM;
		return 0;
	}
	for (last = &in->section->keys; *last; last = &(*last)->next)
		;
	*last = key;
	key->line = in->line;
	key->name = strdup(name);
	key->value = strdup(value);
	if (!key->name || !key->value)
		in->error = -ENOMEM;
	return 1;
}

static int read_all(struct reader *in)
{
	int r = ini_parse_stream(read_line, in, on_key, in);

	if (in->error)
		return in->error;
	if (r == -2)
		return -ENOMEM;
	if (ferror(in->file))
		return -EIO;
	return r ? -EBADMSG : 0; /* not reached: each line that inih sees is a key */
}

/* Closes the file. */
static int read_file(const char *name, FILE *file, struct conf **ret_conf)
{
	_cleanup_(cleanup_conf_free) struct conf *c = calloc(1, sizeof(*c));
	struct reader in = { .conf = c, .file = file };
	int r = -ENOMEM;

	if (c && (c->path = strdup(name)))
		r = read_all(&in);
	fclose(file);
	if (r < 0)
		return r;
	*ret_conf = TAKE_PTR(c);
	return 0;
}

int conf_read(const char *path, struct conf **ret_conf)
{
	FILE *file = fopen(path, "re");

	return file ? read_file(path, file, ret_conf) : -errno;
}

int conf_read_text(const char *name, const char *text, size_t size, struct conf **ret_conf)
{
	FILE *file = fmemopen((char *)text, size, "r");

	return file ? read_file(name, file, ret_conf) : -errno;
}

int conf_add_text(struct conf *c, const char *text, size_t size)
{
	FILE *file = fmemopen((char *)text, size, "r");
	struct reader in = { .conf = c, .file = file, .adds = true };
	int r = file ? read_all(&in) : -errno;

	if (file)
		fclose(file);
	return r;
}
