// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a copy cannot know of what came later: which words were erased since, and which two characters
 * numbers began with. A line each, beside the copies and beside the ledger; a copy that is put back is
 * told all of it first. No words stand there, and nothing is ever taken out of it.
 */
#include "later.h"
#include "backup.h"
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char head[] = "# bascule: what came later than a copy\n";

static int add(json_t *later, const char *line)
{
	return json_object_set_new(later, line, json_true()) ? -ENOMEM : 0;
}

/* "prefix K7", "erased JOURNAL SEQ ITEM" */
static bool is_line(const char *line)
{
	char word[JOURNAL_SIZE], end;
	unsigned long long seq, item;

	return sscanf(line, "erased %32s %llu %llu%c", word, &seq, &item, &end) == 3 ||
	       sscanf(line, "prefix %7[0-9A-Z]%c", word, &end) == 1;
}

static int read_lines(FILE *f, json_t *later)
{
	_cleanup_free_ char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int r = 0;

	while (r == 0 && (len = getline(&line, &size, f)) > 0) {
		if (line[len - 1] != '\n')
			return -EBADMSG;
		line[len - 1] = '\0';
		if (line[0] != '#')
			r = is_line(line) ? add(later, line) : -EBADMSG;
	}
	return ferror(f) ? -EIO : r;
}

int later_read(json_t *later, const char *path)
{
	FILE *f = fopen(path, "re");
	int r;

	if (!f)
		return errno == ENOENT ? 0 : -errno;
	r = read_lines(f, later);
	(void)fclose(f);
	return r;
}

int later_of_ledger(json_t *later, struct ledger *l)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT 'erased ' || json_extract(x.value, '$.journal') || ' ' ||"
		" json_extract(x.value, '$.seq') || ' ' || json_extract(x.value, '$.item')"
		" FROM entry e JOIN json_each(CAST(e.body AS TEXT), '$.erased') x"
		" WHERE e.kind = 'erased' UNION ALL"
		" SELECT 'prefix ' || json_extract(CAST(body AS TEXT), '$.prefix') FROM entry"
		" WHERE kind IN ('journal-opened', 'journal-continued')");

	while (r >= 0 && (r = sql_step(stmt)) > 0)
		r = add(later, (const char *)sqlite3_column_text(stmt, 0));
	return r;
}

/* ---- where it lies ---- */

int later_beside(const char *path, char ret_path[PATH_MAX])
{
	return snprintf(ret_path, PATH_MAX, "%s-later", path) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

void later_of_station(json_t *later, const struct ledger *l)
{
	char path[PATH_MAX];

	if (later_beside(l->path, path) == 0)
		(void)later_read(later, path);
	if (l->known && later_beside(l->known, path) == 0)
		(void)later_read(later, path);
}

int later_of_copies(const char *copy, const struct ledger_identity *who, char ret_path[PATH_MAX])
{
	char folder[PATH_MAX];

	(void)snprintf(folder, sizeof(folder), "%s", copy);
	return snprintf(ret_path, PATH_MAX, "%s/bascule-%s-%s-%s-later.txt", dirname(folder),
		       who->pole, who->site, who->station) < PATH_MAX
		       ? 0
		       : -ENAMETOOLONG;
}

/* ---- written ---- */

static int put(const json_t *later, FILE *f)
{
	const char *line;
	json_t *unused;

	(void)fputs(head, f);
	json_object_foreach((json_t *)(uintptr_t)later, line, unused)(void)
		fprintf(f, "%s\n", line);
	return fflush(f) == 0 && fsync(fileno(f)) == 0 ? 0 : -errno;
}

/* The old one or the new one, whenever the power or the stick goes. */
static int write_new(const json_t *later, const char *path)
{
	char part[PATH_MAX];
	FILE *f;
	int r;

	if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
		return -ENAMETOOLONG;
	f = fopen(part, "we");
	if (!f)
		return -errno;
	r = put(later, f);
	if (fclose(f) != 0 && r == 0)
		r = -errno;
	if (r == 0 && rename(part, path) < 0)
		r = -errno;
	if (r < 0)
		(void)unlink(part);
	return r;
}

int later_write(json_t *later, const char *path)
{
	_cleanup_json_ json_t *there = json_object();
	int r = there ? later_read(there, path) : -ENOMEM;

	/* One that cannot be read says nothing that could be kept. */
	if (r == 0 && json_object_size(there) && json_object_update_missing(later, there))
		r = -ENOMEM;
	if (r < 0 && r != -EBADMSG)
		return r;
	return r == 0 && json_object_size(there) == json_object_size(later)
		       ? 0
		       : write_new(later, path);
}

/* Whoever has no room for it keeps the ledger all the same: the next copy takes it along. */
void later_keep(struct ledger *l)
{
	_cleanup_json_ json_t *later = json_object();
	char path[PATH_MAX];

	if (!later || !l->sql || later_of_ledger(later, l) < 0)
		return;
	if (later_beside(l->path, path) == 0)
		(void)later_write(later, path);
	if (l->known && later_beside(l->known, path) == 0)
		(void)later_write(later, path);
}

int backup_later(struct ledger *l, const char *copy)
{
	_cleanup_json_ json_t *later = json_object();
	char beside[PATH_MAX], copies[PATH_MAX];
	int r = later ? later_beside(l->path, beside) : -ENOMEM;

	if (r == 0)
		r = later_of_copies(copy, &l->identity, copies);
	if (r == 0)
		r = later_of_ledger(later, l);
	if (r < 0)
		return r;
	(void)later_read(later, beside);
	return later_write(later, copies);
}

/* ---- what it says ---- */

bool later_has_prefix(const json_t *later, const char *prefix)
{
	char line[16];

	(void)snprintf(line, sizeof(line), "prefix %.7s", prefix);
	return json_object_get(later, line);
}

int later_erased(const json_t *later,
	int (*each)(void *data, const char *journal, uint64_t seq, uint32_t item), void *data)
{
	char journal[JOURNAL_SIZE];
	unsigned long long seq, item;
	const char *line;
	json_t *unused;
	int r = 0;

	json_object_foreach((json_t *)(uintptr_t)later, line, unused)
	{
		if (r == 0 && sscanf(line, "erased %32s %llu %llu", journal, &seq, &item) == 3)
			r = each(data, journal, seq, (uint32_t)item);
	}
	return r;
}
