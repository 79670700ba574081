// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table as a workbook (ECMA-376, SpreadsheetML): a sheet of data with no merged cells and no
 * total to be counted twice, and a sheet that says the period, the totals and how they were
 * measured. Written here and not by a library because that one writes 9977.985 as
 * 9977.985000000001: a decimal is put down as the digits that it has.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "day.h"
#include "mass.h"
#include "table_private.h"
#include "zip.h"

/* Cell formats, by their place in styles[]. */
enum style { STYLE_NONE, STYLE_BOLD, STYLE_KG, STYLE_COUNT, STYLE_DAY, STYLE_MONTH, STYLE_RATE };

enum { DAYS_TO_1970 = 25569 }; /* from the spreadsheets' day 0 */

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SHEET "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define XF(format, font) \
	"<xf numFmtId=\"" format "\" fontId=\"" font "\" fillId=\"0\" borderId=\"0\"/>"

static const char types[] =
	HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	     "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
	     "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	     "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" SHEET "sheet.main+xml\"/>"
	     "<Override PartName=\"/xl/styles.xml\" ContentType=\"" SHEET "styles+xml\"/>"
	     "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
	     "vnd.openxmlformats-package.core-properties+xml\"/>";
static const char relations[] =
	HEAD "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
	     "/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" "
	     "Type=\"" RELATIONS "/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
	     "</Relationships>";
static const char styles[] =
	HEAD "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"5\">"
	     "<numFmt numFmtId=\"164\" formatCode=\"#,##0.000\"/><numFmt numFmtId=\"165\" "
	     "formatCode=\"#,##0\"/><numFmt numFmtId=\"166\" formatCode=\"yyyy\\-mm\\-dd\"/>"
	     "<numFmt numFmtId=\"167\" formatCode=\"yyyy\\-mm\"/>"
	     "<numFmt numFmtId=\"168\" formatCode=\"0.0\"/></numFmts>"
	     "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
	     "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
	     "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
	     "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
	     "<borders count=\"1\"><border/></borders>"
	     "<cellStyleXfs count=\"1\">" XF("0", "0") "</cellStyleXfs><cellXfs count=\"7\">" XF(
		     "0", "0") XF("0", "1") XF("164", "0") XF("165", "0") XF("166", "0")
		     XF("167", "0") XF("168", "0") "</cellXfs></styleSheet>";

#define SHEET_HEAD HEAD "<worksheet xmlns=\"" MAIN "\">"
#define SHEET_TAIL "</worksheet>"

struct sheet {
	FILE *out;
	unsigned row, column;
};

/* XML 1.0 has no control characters and no U+FFFE and U+FFFF, escaped or not. */
static void put_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (strncmp(text, "\xEF\xBF", 2) == 0 && (unsigned char)text[2] >= 0xBE)
			text += 2;
		else if (*text == '&')
			(void)fputs("&amp;", out);
		else if (*text == '<')
			(void)fputs("&lt;", out);
		else if (*text == '>')
			(void)fputs("&gt;", out);
		else if (*text == '"')
			(void)fputs("&quot;", out);
		else if ((unsigned char)*text >= ' ')
			(void)putc(*text, out);
	}
}

/* "A1"; a table has 26 columns at most, with labels 26 more. */
static void start_cell(struct sheet *s, enum style style, const char *type)
{
	unsigned c = s->column++;

	if (c == 0)
		(void)fprintf(s->out, "<row r=\"%u\">", ++s->row);
	(void)fputs("<c r=\"", s->out);
	if (c >= 26)
		(void)putc((int)('A' + c / 26 - 1), s->out);
	(void)fprintf(s->out, "%c%u\" s=\"%d\"%s>", (int)('A' + c % 26), s->row, (int)style, type);
}

/* Strings are written as strings: what begins with '=' is no formula. */
static void put_text(struct sheet *s, enum style style, const char *text)
{
	start_cell(s, style, " t=\"inlineStr\"");
	(void)fputs("<is><t xml:space=\"preserve\">", s->out);
	put_escaped(s->out, text);
	(void)fputs("</t></is></c>", s->out);
}

static void put_number(struct sheet *s, enum style style, const char *digits)
{
	start_cell(s, style, "");
	(void)fprintf(s->out, "<v>%s</v></c>", digits);
}

static void put_kg(struct sheet *s, int64_t mg)
{
	char kg[32];

	put_number(s, STYLE_KG, mass_format_kg(mg, 3, '.', kg, sizeof(kg)));
}

/* A day as a number of days; what is none stays a text. */
static void put_day(struct sheet *s, enum style style, const char *day)
{
	char first[DAY_SIZE], digits[32];
	int64_t number;

	(void)snprintf(first, sizeof(first), "%s%s", day, style == STYLE_MONTH ? "-01" : "");
	if (day_number(first, &number) < 0) {
		put_text(s, STYLE_NONE, day);
		return;
	}
	(void)snprintf(digits, sizeof(digits), "%" PRId64, number + DAYS_TO_1970);
	put_number(s, style, digits);
}

static void end_row(struct sheet *s)
{
	if (s->column == 0)
		s->row++;
	else
		(void)fputs("</row>", s->out);
	s->column = 0;
}

static void put_cell(struct sheet *s, const struct table *t, size_t row, size_t i)
{
	char buf[32];
	const char *text = table_text(t, row, i, '.', buf);

	if (t->column[i].type == COLUMN_MONTH || t->column[i].type == COLUMN_DAY)
		put_day(s, t->column[i].type == COLUMN_DAY ? STYLE_DAY : STYLE_MONTH, text);
	else if (t->column[i].type < COLUMN_MG || table_cell(t, row, i)->none)
		put_text(s, STYLE_NONE, text);
	else
		put_number(s,
			t->column[i].type == COLUMN_MG    ? STYLE_KG
			: t->column[i].type == COLUMN_PPM ? STYLE_RATE
							  : STYLE_COUNT,
			text);
	if (t->column[i].labels)
		put_text(s, STYLE_NONE, table_cell(t, row, i)->label);
}

/* As wide as its title and its widest cell; thousands are set apart. */
static void put_widths(struct sheet *s, const struct table *t, enum lang lang)
{
	unsigned n = 0;
	char buf[32];

	(void)fputs("<cols>", s->out);
	for (size_t i = 0; i < t->columns; i++) {
		size_t width = table_letters(table_title(t, i, lang)), words = width;

		for (size_t row = 0; row < t->rows + !t->bare; row++) {
			const char *label = i < t->keys ? table_cell(t, row, i)->label : NULL;
			size_t w = table_letters(table_text(t, row, i, '.', buf));

			w += i < t->keys ? 0 : w / 4;
			width = w > width ? w : width;
			w = label ? table_letters(label) : 0;
			words = w > words ? w : words;
		}
		for (int part = 0; part < (t->column[i].labels ? 2 : 1); part++, n++)
			(void)fprintf(s->out,
				"<col min=\"%u\" max=\"%u\" width=\"%zu\" customWidth=\"1\"/>",
				n + 1, n + 1, (part ? words : width) + 2);
	}
	(void)fputs("</cols>", s->out);
}

static void sheet_head(struct sheet *s, const struct table *t, enum lang lang)
{
	(void)fputs("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
		    "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
		    "</sheetViews>",
		s->out);
	put_widths(s, t, lang);
	(void)fputs("<sheetData>", s->out);
	for (size_t i = 0; i < t->columns; i++) {
		put_text(s, STYLE_BOLD, table_title(t, i, lang));
		if (t->column[i].labels)
			put_text(s, STYLE_BOLD, lang_text(lang, "xlsx_label"));
	}
	end_row(s);
}

/* As people see them; rows that come a few at a time, as they come. */
static void sheet_rows(struct sheet *s, const struct table *t)
{
	for (size_t n = 0; n < t->rows + (t->keys == 0); n++) {
		for (size_t i = 0; i < t->columns; i++)
			put_cell(s, t, t->keys && t->order ? t->order[n] : n, i);
		end_row(s);
	}
}

static void sheet_tail(struct sheet *s, const struct table *t, enum lang lang)
{
	char title[256];

	(void)fputs("</sheetData><headerFooter><oddHeader>&amp;L", s->out);
	put_escaped(s->out, lang_say(lang, &t->title, title, sizeof(title)));
	(void)fputs("</oddHeader></headerFooter>", s->out);
}

static void data_sheet(struct sheet *s, const struct table *t, enum lang lang)
{
	sheet_head(s, t, lang);
	sheet_rows(s, t);
	sheet_tail(s, t, lang);
}

/* lang: method_* column_* */
static void put_facts(struct sheet *s, const struct table *t, enum lang lang)
{
	char key[48];

	for (size_t f = 0; f < t->facts; f++) {
		(void)snprintf(key, sizeof(key), "column_%s", t->fact[f].name);
		put_text(s, STYLE_BOLD, lang_text(lang, key));
		put_day(s, STYLE_DAY, t->fact[f].value);
		end_row(s);
	}
}

static void put_totals(struct sheet *s, const struct table *t, enum lang lang)
{
	for (size_t i = t->keys; i < t->columns && !t->bare; i++) {
		put_text(s, STYLE_BOLD, table_title(t, i, lang));
		put_cell(s, t, t->rows, i);
		end_row(s);
	}
}

static void put_formulas(struct sheet *s, const struct table *t, enum lang lang)
{
	char said[256];

	for (size_t i = t->keys; i < t->columns; i++)
		if (table_formula(t, i, lang, said, sizeof(said))) {
			put_text(s, STYLE_NONE, said);
			end_row(s);
		}
}

/* How mass came to be known, and how the scales were. */
static void put_methods(struct sheet *s, const struct table *t, enum lang lang)
{
	char key[48], said[256];

	for (size_t i = 0; i < t->shares; i++) {
		(void)snprintf(key, sizeof(key), "column_%s_mg", t->share[i].name);
		put_text(s, STYLE_BOLD, lang_text(lang, key));
		put_kg(s, t->share[i].mg);
		end_row(s);
	}
	for (size_t i = 0; i < t->scales; i++) {
		put_text(s, STYLE_NONE, table_scale_said(&t->scale[i], lang, said, sizeof(said)));
		end_row(s);
	}
}

static void method_sheet(struct sheet *s, const struct table *t, enum lang lang)
{
	const struct table *n = t;
	char title[256];

	(void)fputs("<cols><col min=\"1\" max=\"2\" width=\"28\" customWidth=\"1\"/></cols>"
		    "<sheetData>",
		s->out);
	do {
		put_text(s, STYLE_BOLD, lang_say(lang, &n->title, title, sizeof(title)));
		end_row(s);
		put_facts(s, n, lang);
		end_row(s);
		put_totals(s, n, lang);
		put_formulas(s, n, lang);
		end_row(s);
		n = n->next;
	} while (n);
	put_methods(s, t, lang);
	end_row(s);
	put_text(s, STYLE_NONE, lang_text(lang, "xlsx_note"));
	end_row(s);
	(void)fputs("</sheetData>", s->out);
}

/* ---- parts of the file: a sheet for each table, and one that says how they were made ---- */

static void put_sheet(FILE *out, const struct table *t, enum lang lang,
	void (*fill)(struct sheet *, const struct table *, enum lang))
{
	struct sheet s = { .out = out };

	(void)fputs(SHEET_HEAD, out);
	fill(&s, t, lang);
	(void)fputs(SHEET_TAIL, out);
}

unsigned xlsx_sheet_head(const struct table *t, enum lang lang, FILE *out)
{
	struct sheet s = { .out = out };

	(void)fputs(SHEET_HEAD, out);
	sheet_head(&s, t, lang);
	return s.row;
}

unsigned xlsx_sheet_rows(const struct table *t, unsigned row, FILE *out)
{
	struct sheet s = { .out = out, .row = row };

	sheet_rows(&s, t);
	return s.row;
}

void xlsx_sheet_tail(const struct table *t, enum lang lang, FILE *out)
{
	struct sheet s = { .out = out };

	sheet_tail(&s, t, lang);
	(void)fputs(SHEET_TAIL, out);
}

static unsigned sheets_of(const struct table *t)
{
	unsigned n = 1;

	for (; t; t = t->next)
		n++;
	return n;
}

static void put_types(FILE *out, const struct table *t, enum lang lang)
{
	(void)lang;
	(void)fputs(types, out);
	for (unsigned i = 1; i <= sheets_of(t); i++)
		(void)fprintf(out,
			"<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"" SHEET
			"worksheet+xml\"/>",
			i);
	(void)fputs("</Types>", out);
}

static void put_relations(FILE *out, const struct table *t, enum lang lang)
{
	unsigned n = sheets_of(t);

	(void)lang;
	(void)fputs(HEAD "<Relationships xmlns=\"" RELATIONS "\">", out);
	for (unsigned i = 1; i <= n; i++)
		(void)fprintf(out,
			"<Relationship Id=\"rId%u\" Type=\"" OFFICE
			"/worksheet\" Target=\"worksheets/sheet%u.xml\"/>",
			i, i);
	(void)fprintf(out,
		"<Relationship Id=\"rId%u\" Type=\"" OFFICE
		"/styles\" Target=\"styles.xml\"/></Relationships>",
		n + 1);
}

static void put_book(FILE *out, const struct table *t, enum lang lang)
{
	const bool alone = !t->next;
	unsigned i = 1;

	(void)fputs(HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>", out);
	for (; t; t = t->next, i++) {
		(void)fputs("<sheet name=\"", out);
		put_escaped(out, alone ? lang_text(lang, "xlsx_data") : table_heading(t, lang));
		(void)fprintf(out, "\" sheetId=\"%u\" r:id=\"rId%u\"/>", i, i);
	}
	(void)fputs("<sheet name=\"", out);
	put_escaped(out, lang_text(lang, "xlsx_method"));
	(void)fprintf(out, "\" sheetId=\"%u\" r:id=\"rId%u\"/></sheets></workbook>", i, i);
}

static void put_core(FILE *out, const struct table *t, enum lang lang)
{
	char title[256];

	(void)fputs(HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/"
			 "2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/"
			 "1.1/\"><dc:title>",
		out);
	put_escaped(out, lang_say(lang, &t->title, title, sizeof(title)));
	(void)fputs("</dc:title></cp:coreProperties>", out);
}

static void put_style(FILE *out, const struct table *t, enum lang lang)
{
	(void)t;
	(void)lang;
	(void)fputs(styles, out);
}

static void put_root(FILE *out, const struct table *t, enum lang lang)
{
	(void)t;
	(void)lang;
	(void)fputs(relations, out);
}

static void put_data(FILE *out, const struct table *t, enum lang lang)
{
	put_sheet(out, t, lang, data_sheet);
}

static void put_method(FILE *out, const struct table *t, enum lang lang)
{
	put_sheet(out, t, lang, method_sheet);
}

typedef void (*put_fn)(FILE *out, const struct table *t, enum lang lang);

static int add_part(
	struct zip *zip, const char *name, put_fn put, const struct table *t, enum lang lang)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return -ENOMEM;
	put(f, t, lang);
	return fclose(f) ? -ENOMEM : zip_add(zip, name, text, size);
}

static int add_sheet(
	struct zip *zip, unsigned number, put_fn put, const struct table *t, enum lang lang)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "xl/worksheets/sheet%u.xml", number);
	return add_part(zip, name, put, t, lang);
}

int xlsx_parts(struct zip *zip, const struct table *t, enum lang lang)
{
	static const struct {
		const char *name;
		put_fn put;
	} parts[] = {
		{ "[Content_Types].xml", put_types },
		{ "_rels/.rels", put_root },
		{ "docProps/core.xml", put_core },
		{ "xl/workbook.xml", put_book },
		{ "xl/_rels/workbook.xml.rels", put_relations },
		{ "xl/styles.xml", put_style },
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		r = add_part(zip, parts[i].name, parts[i].put, t, lang);
	return r;
}

int xlsx_sheets(struct zip *zip, const struct table *t, unsigned number, enum lang lang)
{
	const struct table *n = t; /* of which there is one at least */
	unsigned sheet = 1;
	int r = 0;

	do {
		if (sheet >= number)
			r = add_sheet(zip, sheet, put_data, n, lang);
		n = n->next;
		sheet++;
	} while (r == 0 && n);
	return r < 0 ? r : add_sheet(zip, sheet, put_method, t, lang);
}

int table_write_xlsx(const struct table *t, enum lang lang, FILE *out)
{
	struct zip zip = { .out = out };
	int r = xlsx_parts(&zip, t, lang);

	if (r == 0)
		r = xlsx_sheets(&zip, t, 1, lang);
	return r < 0 ? r : zip_end(&zip);
}
