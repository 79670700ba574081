// SPDX-License-Identifier: GPL-3.0-or-later
/* What control codes stand for, as two tables. */
#include "act.h"
#include <stdlib.h>
#include <string.h>

static const struct control_kind kinds[] = {
	{ "category", 'K', CATALOGUE_CATEGORY, ACTION_CATEGORY },
	{ "origin", 'O', CATALOGUE_ORIGIN, ACTION_ORIGIN },
	{ "destination", 'D', CATALOGUE_DESTINATION, ACTION_DESTINATION },
	{ "container", 'C', CATALOGUE_CONTAINER, ACTION_CONTAINER },
	{ "operator", 'U', CATALOGUE_OPERATOR, ACTION_OPERATOR },
	{ "partner", 'P', CATALOGUE_PARTNER, ACTION_PARTNER },
	{ "place", 'Z', CATALOGUE_PLACE, ACTION_PLACE },
	{ "product", 'F', CATALOGUE_PRODUCT, ACTION_COUNT },
	{ "recipe", 'R', CATALOGUE_RECIPE, ACTION_COUNT },
	{ "ingredient", 'N', CATALOGUE_INGREDIENT, ACTION_COUNT },
	{ "quantity", 'Q', CATALOGUE_KIND_COUNT, ACTION_COUNT },
	{ "degrees", 'T', CATALOGUE_KIND_COUNT, ACTION_COUNT },
	{ "action", 'A', CATALOGUE_KIND_COUNT, ACTION_COUNT },
};

#define OF_PAGE(squashed_, pictogram_, word_, page_)          \
	{                                                     \
		squashed_, ACT_PAGE, page_, pictogram_, word_ \
	}

#define OF_ASKED(squashed_, pictogram_, word_, said_)         \
	{                                                     \
		squashed_, ACT_SAID, said_, pictogram_, word_ \
	}
#define OF_ALLERGEN(code_, word_) OF_ASKED(code_, "allergen-" code_, word_, ACT_ALLERGEN code_)

#define OF_STORAGE(squashed_, code_, word_) \
	OF_ASKED(squashed_, "thermometer", word_, ACT_STORAGE code_)

/* lang: act_* */
static const struct act acts[] = {
	{ "IN", ACTION_DIRECTION, "in", "in", "act_in" },
	{ "OUT", ACTION_DIRECTION, "out", "out", "act_out" },
	{ "UNDO", ACTION_UNDO, "", "undo", "act_undo" },
	{ "CANCEL", ACTION_CANCEL, "", "cancel", "act_cancel" },
	{ "TARE", ACTION_TARE, "", "tare", "act_tare" },
	{ "ZERO", ACTION_ZERO, "", "scale", "act_zero" },
	{ "PRINT", ACTION_PRINT, "", "printer", "act_print" },
	{ "VOID", ACT_SCANNED, "", "wrong-weight", "act_void" },
	{ "NEW", ACTION_ANSWER, "new", "scale", "act_new" },
	{ "ADD", ACTION_ANSWER, "add", "plus", "act_add" },
	{ "ADDALL", ACTION_ANSWER, "add_all", "plus", "act_add_all" },
	{ "REPLACE", ACTION_ANSWER, "replace", "pencil", "act_replace" },
	{ "LEAVE", ACTION_ANSWER, "leave", "cancel", "act_leave" },
	{ "CHANGE", ACTION_ANSWER, "change", "pencil", "act_change" },
	{ "KEEP", ACTION_ANSWER, "keep", "saved", "act_keep" },
	{ "FIX", ACTION_ANSWER, "fix", "pencil", "act_fix" },
	{ "TRAIN", ACT_SCREEN, "training/scan", "training", "act_training" },
	OF_PAGE("RECEIVE", "receive", "act_receive", "receive"),
	OF_PAGE("COOK", "cook", "act_cook", "cook/new/cook"),
	OF_PAGE("PORTION", "pack", "act_portion", "cook/new/portion"),
	OF_PAGE("FREEZE", "ALI-SUR", "act_freeze", "cook/new/freeze"),
	OF_PAGE("THAW", "thermometer", "act_thaw", "cook/new/thaw"),
	OF_PAGE("MIX", "plus", "act_mix", "cook/new/mix"),
	OF_PAGE("LABEL", "printer", "act_label", "label"),
	OF_PAGE("DELIVER", "slip-delivery", "act_deliver", "deliver"),
	OF_PAGE("COLD", "thermometer", "act_cold", "cold"),
	OF_PAGE("RECALL", "recall", "act_recall", "recall"),
	OF_ASKED("DONE", "finish", "act_done", "done"),
	OF_ASKED("WATER", "ALI-BOI", "act_water", "water"),
	OF_ASKED("BOUGHT", "in", "act_bought", "bought"),
	OF_ASKED("NONE", "cancel", "act_none", "none"),
	OF_ASKED("TRACES", "question", "act_traces", "traces"),
	OF_ALLERGEN("GLU", "act_allergen_glu"),
	OF_ALLERGEN("CRU", "act_allergen_cru"),
	OF_ALLERGEN("OEU", "act_allergen_oeu"),
	OF_ALLERGEN("POI", "act_allergen_poi"),
	OF_ALLERGEN("ARA", "act_allergen_ara"),
	OF_ALLERGEN("SOJ", "act_allergen_soj"),
	OF_ALLERGEN("LAI", "act_allergen_lai"),
	OF_ALLERGEN("FAC", "act_allergen_fac"),
	OF_ALLERGEN("CEL", "act_allergen_cel"),
	OF_ALLERGEN("MOU", "act_allergen_mou"),
	OF_ALLERGEN("SES", "act_allergen_ses"),
	OF_ALLERGEN("SUL", "act_allergen_sul"),
	OF_ALLERGEN("LUP", "act_allergen_lup"),
	OF_ALLERGEN("MOL", "act_allergen_mol"),
	OF_STORAGE("FROID3", "FROID_3", "act_storage_froid_3"),
	OF_STORAGE("FROID4", "FROID_4", "act_storage_froid_4"),
	OF_STORAGE("CONGEL", "CONGEL", "act_storage_congel"),
};

const struct control_kind *control_kind_named(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

const struct control_kind *control_kind_at(size_t i)
{
	return i < sizeof(kinds) / sizeof(kinds[0]) ? &kinds[i] : NULL;
}

const struct control_kind *control_kind_of(char letter)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].letter == letter)
			return &kinds[i];
	return NULL;
}

const struct control_kind *control_kind_for(enum catalogue_kind kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].kind == kind)
			return &kinds[i];
	return NULL;
}

unsigned int quantity_read(const char *squashed)
{
	unsigned int n = 0;

	for (; *squashed; squashed++) {
		if (*squashed < '0' || *squashed > '9' || n > QUANTITY_MOST)
			return 0;
		n = n * 10 + (unsigned int)(*squashed - '0');
	}
	return n <= QUANTITY_MOST ? n : 0;
}

/* What is put into a crate, and what is counted by the dozen or by tens. */
unsigned int quantity_at(size_t i)
{
	static const unsigned int on_sheet[] = { 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
		18, 20, 24, 25, 30, 40, 50, 75, 100 };

	return i < sizeof(on_sheet) / sizeof(on_sheet[0]) ? on_sheet[i] : 0;
}

/* One way to write each: no sign of zero, no zeros before. */
bool degrees_read(const char *squashed, int *ret_degrees)
{
	const bool below = squashed[0] == 'M';
	const char *digits = squashed + below;
	const size_t len = strlen(digits);
	int degrees;

	if (len == 0 || len > 3 || strspn(digits, "0123456789") != len)
		return false;
	if (digits[0] == '0' && (len > 1 || below))
		return false;
	degrees = (int)strtol(digits, NULL, 10) * (below ? -1 : 1);
	if (degrees < DEGREES_LEAST || degrees > DEGREES_MOST)
		return false;
	*ret_degrees = degrees;
	return true;
}

/* What a freezer, a cold room and a core that cools are read at: tiles of the page. */
const char *degrees_at(size_t i)
{
	static const char *const on_sheet[] = { "M26", "M25", "M24", "M23", "M22", "M21", "M20",
		"M19", "M18", "M17", "M16", "M15", "M14", "M12", "M10", "M8", "M6", "M4", "M2",
		"M1", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
		"14", "15", "16", "18", "20", "30", "40", "50", "63", "65", "70", "75", "80",
		"90" };

	return i < sizeof(on_sheet) / sizeof(on_sheet[0]) ? on_sheet[i] : NULL;
}

const struct act *act_at(size_t i)
{
	return i < sizeof(acts) / sizeof(acts[0]) ? &acts[i] : NULL;
}

const struct act *act_find(const char *squashed)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (!strcmp(acts[i].squashed, squashed))
			return &acts[i];
	return NULL;
}
