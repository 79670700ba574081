// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands on a control sheet: one cell for each row of a kind that a person can choose on
 * the page, in the page's order, or for each act.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "act.h"
#include "catalogue_facts.h"
#include "code.h"
#include "label.h"
#include "pictogram.h"
#include "row_names.h"

static void say(char *to, size_t size, const char *text)
{
	(void)snprintf(to, size, "%s", text);
}

/* Its own, its family's, or the one of its kind. */
static const char *pictogram_of(const struct catalogue_row *row)
{
	static const char *const usual[CATALOGUE_KIND_COUNT] = {
		[CATALOGUE_CATEGORY] = "question",
		[CATALOGUE_ORIGIN] = "in",
		[CATALOGUE_DESTINATION] = "out",
		[CATALOGUE_CONTAINER] = "container",
		[CATALOGUE_OPERATOR] = "operator",
		[CATALOGUE_PARTNER] = "partner",
		[CATALOGUE_PLACE] = "place",
		[CATALOGUE_PRODUCT] = "cook",
		[CATALOGUE_RECIPE] = "order",
		[CATALOGUE_INGREDIENT] = "ALI",
	};

	if (pictogram_known(row->code))
		return row->code;
	return pictogram_known(row->parent) ? row->parent : usual[row->kind];
}

static bool is_offered(const struct catalogue *c, const struct catalogue_row *row, const char *day)
{
	return !row->hidden && catalogue_row_valid(row, day) &&
	       (row->kind != CATALOGUE_CATEGORY || !catalogue_has_children(c, row->code, day));
}

static int row_cell(const struct control_kind *kind, const struct catalogue_row *row,
	enum lang lang, struct control_cell *ret)
{
	struct control_cell cell = { 0 };
	int r = code_control_make(kind->letter, row->code, cell.control, sizeof(cell.control));

	say(cell.name, sizeof(cell.name), row_short(row, lang, row->code));
	if (strcmp(row_label(row, lang), cell.name) != 0)
		say(cell.full, sizeof(cell.full), row_label(row, lang));
	say(cell.pictogram, sizeof(cell.pictogram), pictogram_of(row));
	*ret = cell;
	return r;
}

static int act_cell(const struct act *act, enum lang lang, struct control_cell *ret)
{
	struct control_cell cell = { 0 };
	int r = code_control_make('A', act->squashed, cell.control, sizeof(cell.control));

	say(cell.name, sizeof(cell.name), lang_text(lang, act->word));
	say(cell.pictogram, sizeof(cell.pictogram), act->pictogram);
	*ret = cell;
	return r;
}

static int quantity_cell(unsigned int units, struct control_cell *ret)
{
	struct control_cell cell = { 0 };
	char number[12];
	int r;

	(void)snprintf(number, sizeof(number), "%u", units);
	r = code_control_make('Q', number, cell.control, sizeof(cell.control));
	(void)snprintf(cell.name, sizeof(cell.name), "× %u", units);
	say(cell.pictogram, sizeof(cell.pictogram), "plus");
	*ret = cell;
	return r;
}

/* "−18 °C" of M18. */
static int degrees_cell(const char *code, struct control_cell *ret)
{
	struct control_cell cell = { 0 };
	int degrees = 0, r = code_control_make('T', code, cell.control, sizeof(cell.control));

	if (!degrees_read(code, &degrees))
		return -EINVAL;
	(void)snprintf(cell.name, sizeof(cell.name), "%s%d °C",
		degrees < 0   ? "−"
		: degrees > 0 ? "+"
			      : "",
		abs(degrees));
	say(cell.pictogram, sizeof(cell.pictogram), "thermometer");
	*ret = cell;
	return r;
}

/* Some site of it makes food: cards of a workshop's screens are only for those. */
static bool has_workshop(const struct catalogue *c, const char *day)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->rows[i].kind == CATALOGUE_SITE && catalogue_row_valid(&c->rows[i], day) &&
			catalogue_facts(&c->rows[i])->trade >= TRADE_WORKSHOP)
			return true;
	return false;
}

/* Of kinds that are no rows of the catalogue. How many, or -errno. */
static int act_cells(bool workshop, enum lang lang, struct control_cell *ret_cells)
{
	const struct act *act;
	int count = 0, r = 0;

	for (size_t i = 0; r == 0 && (act = act_at(i)); i++)
		if (act->action < ACT_PAGE || workshop)
			r = act_cell(act, lang, &ret_cells[count++]);
	return r < 0 ? r : count;
}

static int quantity_cells(struct control_cell *ret_cells)
{
	int count = 0, r = 0;

	for (unsigned int units; r == 0 && (units = quantity_at((size_t)count));)
		r = quantity_cell(units, &ret_cells[count++]);
	return r < 0 ? r : count;
}

static int degrees_cells(struct control_cell *ret_cells)
{
	int count = 0, r = 0;

	for (const char *code; r == 0 && (code = degrees_at((size_t)count));)
		r = degrees_cell(code, &ret_cells[count++]);
	return r < 0 ? r : count;
}

static int row_cells(const struct control_kind *kind, const struct catalogue *c, const char *day,
	enum lang lang, struct control_cell *ret_cells)
{
	int count = 0, r = 0;

	for (size_t i = 0; i < c->count && r == 0; i++)
		if (c->rows[i].kind == kind->kind && is_offered(c, &c->rows[i], day))
			r = row_cell(kind, &c->rows[i], lang, &ret_cells[count++]);
	return r < 0 ? r : count;
}

enum { FIXED_MOST = 64 };

int control_cells(const struct control_kind *kind, const struct catalogue *c, const char *day,
	enum lang lang, struct control_cell **ret_cells)
{
	const bool fixed = kind->kind == CATALOGUE_KIND_COUNT;
	size_t most = fixed ? FIXED_MOST : c->count;
	_cleanup_free_ struct control_cell *cells = calloc(most + 1, sizeof(*cells));
	int count;

	if (cells == NULL)
		return -ENOMEM;
	if (kind->letter == 'A')
		count = act_cells(has_workshop(c, day), lang, cells);
	else if (kind->letter == 'T')
		count = degrees_cells(cells);
	else
		count = fixed ? quantity_cells(cells) : row_cells(kind, c, day, lang, cells);
	if (count >= 0)
		*ret_cells = TAKE_PTR(cells);
	return count;
}

static int kind_cell_of(const struct control_kind *kind, const struct code *code,
	const struct catalogue *c, const char *day, enum lang lang, struct control_cell *ret_cell)
{
	_cleanup_free_ struct control_cell *cells = NULL;
	int count = control_cells(kind, c, day, lang, &cells);
	size_t len = strlen(code->squashed);

	for (int i = 0; i < count; i++)
		if (!strncmp(cells[i].control + 1, code->squashed, len) &&
			strlen(cells[i].control) == len + 2) {
			*ret_cell = cells[i];
			return 0;
		}
	return count < 0 ? count : -ENOENT;
}

int control_cell_of(const char *scanned, const struct catalogue *c, const char *day, enum lang lang,
	struct control_cell *ret_cell)
{
	const struct control_kind *kind;
	struct code code;

	code_parse(scanned, &code);
	kind = code.kind == CODE_CONTROL ? control_kind_of(code.type) : NULL;
	return kind ? kind_cell_of(kind, &code, c, day, lang, ret_cell) : -ENOENT;
}
