// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All calls: the table of contract.md (HTTP). A kiosk weighs and sees; what it takes back or types is of the
 * day and of its own station, else that is for staff. Of two rows that fit a path, the first counts.
 */
#include <string.h>
#include "act.h"
#include "api_private.h"
#include "catalogue_edit.h"
#include "record.h"
#include "erasure.h"
#include "food.h"
#include "item.h"
#include "recall.h"
#include "report.h"
#include "stock.h"

enum { LIMIT_USUAL = 50, COOLINGS_USUAL = 1000, LIMIT_MOST = 100000, PAGE_SIZE = 41 };

static const char *format_word(size_t i)
{
	return i < FORMAT_COUNT ? table_format_name((enum table_format)i) : NULL;
}

static const char *chart_word(size_t i)
{
	return i < CHART_COUNT ? chart_name((enum chart)i) : NULL;
}

static const char *control_word(size_t i)
{
	const struct control_kind *kind = control_kind_at(i);

	return kind ? kind->name : i && control_kind_at(i - 1) ? "item" : NULL; /* free keys */
}

#define ONE_OF(name_, ...)                                          \
	static const char *name_(size_t i)                          \
	{                                                           \
		static const char *const words[] = { __VA_ARGS__ }; \
		return i < ARRAY_SIZE(words) ? words[i] : NULL;     \
	}
ONE_OF(cells_word, "24", "40", "1")
ONE_OF(dpi_word, "203", "300")
ONE_OF(paper_word, "pdf", "svg")

static const char *catalogue_word(size_t i)
{
	return i < CATALOGUE_KIND_COUNT ? catalogue_kind_name((enum catalogue_kind)i) : NULL;
}

ONE_OF(csv_word, "csv", "csv-fr")
ONE_OF(export_word, "json", "csv", "csv-fr", "xlsx")

static const char *dictionary_word(size_t i)
{
	return i == 4 ? "table" : export_word(i);
}

static const char *report_word(size_t i)
{
	return report_at(i) ? report_at(i)->name : NULL;
}

static const char *action_word(size_t i)
{
	return i < ACTION_COUNT ? station_action_name((enum station_action)i) : NULL;
}

static const char *key_word(size_t i)
{
	return i < BY_COUNT ? report_key_name((enum report_key)i) : NULL;
}

ONE_OF(direction_word, "in", "out")
/* lang: bad_period bad_format bad_chart */
#define DAYS(needed_)                                                                         \
	{ .name = "period", .type = PARAM_PERIOD, .needed = (needed_), .bad = "bad_period" }, \
		{ .name = "from", .type = PARAM_DAY, .bad = "bad_period" },                   \
	{                                                                                     \
		.name = "to", .type = PARAM_DAY, .bad = "bad_period"                          \
	}
#define TEXT_PARAM(name_, size_)                                     \
	{                                                            \
		.name = (name_), .type = PARAM_TEXT, .size = (size_) \
	}
#define SITE TEXT_PARAM("site", CODE_SIZE)
#define BY                                                                              \
	{                                                                               \
		.name = "by", .type = PARAM_WORDS, .word = key_word, .size = PARAM_SIZE \
	}
#define CHART                                                                               \
	{                                                                                   \
		.name = "chart", .type = PARAM_WORD, .word = chart_word, .bad = "bad_chart" \
	}
#define FORMAT                                                                                 \
	{                                                                                      \
		.name = "format", .type = PARAM_WORD, .word = format_word, .bad = "bad_format" \
	}

#define LIMIT_OF(usual_)                                                            \
	{                                                                           \
		.name = "limit", .type = PARAM_INT, .least = 1, .most = LIMIT_MOST, \
		.usual = (usual_)                                                   \
	}
#define LIMIT LIMIT_OF(LIMIT_USUAL)

static const struct param events_params[] = { TEXT_PARAM("page", PAGE_SIZE) };
static const struct param weighings_params[] = {
	DAYS(false),
	TEXT_PARAM("category", CODE_SIZE),
	TEXT_PARAM("code", CODE_SIZE),
	TEXT_PARAM("root", CODE_SIZE),
	TEXT_PARAM("origin", CODE_SIZE),
	TEXT_PARAM("destination", CODE_SIZE),
	{ .name = "direction", .type = PARAM_WORD, .word = direction_word },
	{ .name = "flow", .type = PARAM_WORD, .word = flow_word },
	SITE,
	{ .name = "after", .type = PARAM_INT, .least = 1, .most = INT64_MAX },
	LIMIT,
};
static const struct param export_params[] = {
	DAYS(false),
	SITE,
	{ .name = "format", .type = PARAM_WORD, .word = export_word, .bad = "bad_format" },
	{ .name = "after", .type = PARAM_PLACE, .least = 1, .most = INT64_MAX },
	{ .name = "limit", .type = PARAM_INT, .least = 1, .most = INT32_MAX },
};
static const struct param dictionary_params[] = {
	{ .name = "format", .type = PARAM_WORD, .word = dictionary_word, .bad = "bad_format" },
};
static const struct param slips_params[] = {
	DAYS(false),
	{ .name = "type", .type = PARAM_WORD, .word = slip_type_word },
	{ .name = "state", .type = PARAM_WORD, .word = slip_state_word },
	TEXT_PARAM("partner", CODE_SIZE),
	{ .name = "after", .type = PARAM_INT, .least = 1, .most = INT64_MAX },
	LIMIT,
};
/* Those of received lots and of made ones; open, empty and void are of both. */
ONE_OF(lot_state_word, "open", "closed", "packed", "empty", "void")
ONE_OF(lot_sort_word, "received", "made")
ONE_OF(trace_word, "back", "forward")

static const struct param trace_params[] = {
	{ .name = "direction", .type = PARAM_WORD, .word = trace_word },
};
static const struct param lots_params[] = {
	{ .name = "of", .type = PARAM_WORD, .word = lot_sort_word },
	{ .name = "state", .type = PARAM_WORD, .word = lot_state_word },
	TEXT_PARAM("product", CODE_SIZE),
	TEXT_PARAM("gtin", GTIN_SIZE),
	{ .name = "expires_before", .type = PARAM_DAY, .bad = "bad_day" },
	{ .name = "after", .type = PARAM_INT, .least = 1, .most = INT64_MAX },
	LIMIT,
};
static const struct param items_params[] = {
	{ .name = "state", .type = PARAM_WORD, .word = item_state_word },
	TEXT_PARAM("category", CODE_SIZE),
	{ .name = "older_than", .type = PARAM_INT, .least = 1, .most = 36500 },
	{ .name = "after", .type = PARAM_INT, .least = 1, .most = INT64_MAX },
	LIMIT,
};
static const struct param lot_text_params[] = {
	{ .name = "date", .type = PARAM_DAY, .bad = "bad_day" },
};
static const struct param report_params[] = { DAYS(true), BY, SITE, FORMAT, CHART };
static const struct param chart_params[] = { DAYS(true), BY, SITE, CHART };
/* lang: bad_control_kind bad_cells bad_skip */
static const struct param sheet_params[] = {
	{ .name = "kind", .type = PARAM_WORD, .word = control_word, .bad = "bad_control_kind" },
	{ .name = "cells", .type = PARAM_WORD, .word = cells_word, .bad = "bad_cells" },
	{ .name = "skip", .type = PARAM_INT, .most = 39, .bad = "bad_skip" },
	{ .name = "format", .type = PARAM_WORD, .word = paper_word, .bad = "bad_format" },
};
static const struct param food_preview_params[] = {
	{ .name = "width", .type = PARAM_INT, .least = 15, .most = 500 },
	{ .name = "height", .type = PARAM_INT, .least = 15, .most = 500 },
	{ .name = "dpi", .type = PARAM_WORD, .word = dpi_word },
	{ .name = "labels", .type = PARAM_INT, .least = 1, .most = 2, .usual = 1 },
};
static const struct param pack_params[] = {
	{ .name = "width", .type = PARAM_INT, .least = 15, .most = 500 },
	{ .name = "height", .type = PARAM_INT, .least = 15, .most = 500 },
	{ .name = "dpi", .type = PARAM_WORD, .word = dpi_word },
};
static const struct param lot_label_params[] = {
	{ .name = "net_mg", .type = PARAM_INT, .least = 1, .most = LOT_MASS_MOST_MG },
	TEXT_PARAM("container", CODE_SIZE),
};
static const struct param stock_params[] = {
	{ .name = "day", .type = PARAM_DAY, .bad = "bad_day" },
	TEXT_PARAM("place", CODE_SIZE),
	TEXT_PARAM("category", CODE_SIZE),
	SITE,
	FORMAT,
};
static const struct param cooling_params[] = {
	DAYS(false),
	TEXT_PARAM("lot", PRIVATE_KEY_SIZE),
	{ .name = "after", .type = PARAM_INT, .least = 1, .most = INT64_MAX },
	LIMIT_OF(COOLINGS_USUAL),
};
static const struct param temperatures_params[] = { DAYS(false), TEXT_PARAM("place", CODE_SIZE) };
static const struct param calibrations_params[] = { TEXT_PARAM("scale", DEVICE_SIZE) };
static const struct param entries_params[] = { DAYS(false), TEXT_PARAM("about", PARAM_SIZE),
	LIMIT };

static const struct param closes_params[] = { DAYS(false) };
static const struct param declaration_params[] = {
	{ .name = "period", .type = PARAM_TEXT, .needed = true, .size = DAY_SIZE },
};
static const struct param close_check_params[] = { DAYS(true) };
static const struct param close_proof_params[] = {
	{ .name = "weighing", .type = PARAM_TEXT, .needed = true, .size = PRIVATE_KEY_SIZE },
};

static const struct param erasable_params[] = {
	{ .name = "what", .type = PARAM_WORD, .word = erasure_word },
	TEXT_PARAM("code", 64),
};

/* lang: bad_kind bad_day */
#define CATALOGUE_KIND                                                                        \
	{                                                                                     \
		.name = "kind", .type = PARAM_WORD, .word = catalogue_word, .bad = "bad_kind" \
	}
static const struct param catalogue_params[] = {
	CATALOGUE_KIND,
	{ .name = "day", .type = PARAM_DAY, .bad = "bad_day" },
	{ .name = "all", .type = PARAM_INT, .most = 1 },
};
static const struct param catalogue_csv_params[] = {
	CATALOGUE_KIND,
	{ .name = "format", .type = PARAM_WORD, .word = csv_word, .bad = "bad_format" },
};
static const struct param catalogue_import_params[] = {
	CATALOGUE_KIND,
	{ .name = "from", .type = PARAM_DAY },
	{ .name = "preview", .type = PARAM_INT, .most = 1 },
};

#define TAKES(params_) .params = (params_), .count = ARRAY_SIZE(params_)
#define READ(name_, path_, arg_, role_, place_, ...)                                               \
	{                                                                                          \
		.name = (name_), .method = "GET", .path = (path_), .arg = (arg_), .role = (role_), \
		.place = (place_), __VA_ARGS__                                                     \
	}
#define GET(name_, path_, arg_, place_, ...) \
	READ(name_, path_, arg_, ROLE_ANYONE, place_, __VA_ARGS__)
/* Entries of a kind, which may hold words of people. */
#define LIST(name_, path_, arg_, ...) \
	READ(name_, path_, arg_, ROLE_STAFF, IN_READER, .run = entries_list, __VA_ARGS__)
#define POST(name_, path_, arg_, role_, place_, ...)                               \
	{                                                                          \
		.name = (name_), .method = "POST", .path = (path_), .arg = (arg_), \
		.role = (role_), .place = (place_), __VA_ARGS__                    \
	}
/* By the kiosk if it is of the day and of its station. */
#define POST_OF_DAY(name_, path_, arg_, ...) \
	POST(name_, path_, arg_, ROLE_KIOSK, IN_WRITER, .beyond = ROLE_STAFF, __VA_ARGS__)

static const struct call calls[] = {
	GET("openapi", "/openapi.json", NULL, IN_LOOP),
	GET("health", "/health", NULL, IN_LOOP),
	GET("devices", "/devices", NULL, IN_LOOP),
	READ("first-day", "/first-day", NULL, ROLE_KIOSK, IN_LOOP),
	POST("first-day-step", "/first-day", NULL, ROLE_COORDINATOR, IN_LOOP),
	GET("metrics", "/metrics", NULL, IN_LOOP),
	GET("station", "/station", NULL, IN_LOOP),
	GET("events", "/events", NULL, IN_LOOP, TAKES(events_params)),
	GET("session", "/session", NULL, IN_LOOP, .open = true),
	POST("log-in", "/session", NULL, ROLE_KIOSK, IN_LOOP, .open = true),
	POST("log-out", "/session/end", NULL, ROLE_KIOSK, IN_LOOP, .open = true),
	POST("touch", "/session/touch", NULL, ROLE_KIOSK, IN_LOOP),
	READ("people", "/people", NULL, ROLE_KIOSK, IN_LOOP, .personal = true),
	POST("secret-reset", "/people/reset", NULL, ROLE_COORDINATOR, IN_WRITER,
		.kind = &secret_reset_kind, .make = make_secret_change),
	POST("secret-set", "/people/set", NULL, ROLE_COORDINATOR, IN_WRITER,
		.kind = &secret_set_kind, .make = make_secret_change),
	POST("secret", "/people/*/secret", "operator", ROLE_STAFF, IN_LOOP),
	READ("sessions", "/sessions", NULL, ROLE_COORDINATOR, IN_LOOP),
	POST("session-end", "/sessions/*/end", "session", ROLE_COORDINATOR, IN_LOOP),
	READ("tokens", "/tokens", NULL, ROLE_COORDINATOR, IN_LOOP),
	POST("token-make", "/tokens", NULL, ROLE_COORDINATOR, IN_LOOP),
	POST("token-end", "/tokens/*/end", "token", ROLE_COORDINATOR, IN_LOOP),
	POST("training", "/training", NULL, ROLE_KIOSK, IN_LOOP),
	POST("training-end", "/training/end", NULL, ROLE_KIOSK, IN_LOOP),
	POST("intent", "/station/*", "action", ROLE_KIOSK, IN_LOOP, .arg_word = action_word),
	GET("weighings", "/weighings", NULL, IN_READER, TAKES(weighings_params),
		.run = weighings_list, .is_long = weighings_are_many),
	POST_OF_DAY("typed", "/weighings", NULL),
	GET("weighing", "/weighings/*", "id", IN_READER, .run = weighing_one),
	POST("void", "/weighings/*/void", "id", ROLE_STAFF, IN_WRITER, .of_weighing = true,
		.make = make_void, .made = 200),
	POST_OF_DAY(
		"correct", "/weighings/*/correct", "id", .of_weighing = true, .make = make_correct),
	POST_OF_DAY("reclassify", "/weighings/*/reclassify", "id", .of_weighing = true,
		.make = make_reclassify),
	POST("day", "/weighings/*/day", "id", ROLE_STAFF, IN_WRITER, .make = make_day, .made = 200,
		.already = "day_sure"),
	READ("export-weighings", "/export/weighings", NULL, ROLE_STAFF, IN_LONG_READER,
		TAKES(export_params)),
	GET("dictionary", "/export/weighings/dictionary", NULL, IN_READER, TAKES(dictionary_params),
		.run = dictionary),
	READ("slips", "/slips", NULL, ROLE_KIOSK, IN_READER, TAKES(slips_params), .run = slips_list,
		.personal = true, .is_long = slips_are_many),
	POST("slip-open", "/slips", NULL, ROLE_KIOSK, IN_WRITER, .make = make_slip),
	READ("slip", "/slips/*", "id", ROLE_KIOSK, IN_READER, .run = slip_one, .personal = true,
		.is_long = slip_is_drawn),
	POST("slip-close", "/slips/*/close", "id", ROLE_KIOSK, IN_WRITER, .make = make_slip_close),
	POST("slip-refuse", "/slips/*/refuse", "id", ROLE_KIOSK, IN_WRITER,
		.make = make_slip_refuse),
	POST("slip-line", "/slips/*/lines", "id", ROLE_KIOSK, IN_WRITER, .make = make_slip_line),
	POST("slip-void", "/slips/*/void", "id", ROLE_STAFF, IN_WRITER, .make = make_slip_void),
	READ("lots", "/lots", NULL, ROLE_KIOSK, IN_READER, TAKES(lots_params), .run = lots_list),
	READ("lot", "/lots/*", "lot", ROLE_KIOSK, IN_READER, .run = lot_one),
	READ("lot-trace", "/lots/*/trace", "lot", ROLE_KIOSK, IN_READER, TAKES(trace_params),
		.run = lot_trace),
	READ("attestation", "/attestations/*", "partner", ROLE_STAFF, IN_LONG_READER,
		TAKES(close_check_params), .run = attestation, .personal = true),
	READ("statement", "/statements/*", "partner", ROLE_STAFF, IN_LONG_READER,
		TAKES(close_check_params), .run = statement, .personal = true),
	GET("paper-sheet", "/paper/sheet", NULL, IN_LONG_READER, .run = paper_sheet_drawn),
	READ("paper-lines", "/paper/*", "sheet", ROLE_KIOSK, IN_READER, .run = paper_sheet_lines),
	READ("items", "/items", NULL, ROLE_KIOSK, IN_READER, TAKES(items_params), .run = items_list,
		.personal = true, .is_long = items_are_many),
	READ("item", "/items/*", "id", ROLE_KIOSK, IN_READER, .run = item_one, .personal = true),
	POST("item-make", "/items", NULL, ROLE_KIOSK, IN_WRITER, .kind = &item_kind,
		.make = make_item),
	POST("item-keys", "/items/keys", NULL, ROLE_KIOSK, IN_WRITER, .make = make_item_keys),
	POST("item-keys-paper", "/items/keys/paper", NULL, ROLE_KIOSK, IN_WRITER,
		.make = make_item_keys_paper),
	POST("item-move", "/items/*/state", "id", ROLE_KIOSK, IN_WRITER, .make = make_item_move),
	READ("recalls", "/recalls", NULL, ROLE_KIOSK, IN_READER, .run = entries_list,
		.kind = &recall_kind, .list = "recalls", .personal = true),
	POST("recall-begin", "/recalls", NULL, ROLE_KIOSK, IN_WRITER, .make = make_recall),
	READ("recall", "/recalls/*", "number", ROLE_KIOSK, IN_READER, .run = recall_one,
		.is_long = recall_is_drawn, .personal = true),
	POST("recall-end", "/recalls/*/end", "number", ROLE_STAFF, IN_WRITER,
		.make = make_recall_end),
	POST_OF_DAY("lot-make", "/lots", NULL, .make = make_lot),
	POST_OF_DAY("lot-input", "/lots/*/inputs", "lot", .make = make_lot_input),
	POST_OF_DAY("lot-close", "/lots/*/close", "lot", .make = make_lot_close),
	POST("input-void", "/inputs/**/void", "entry", ROLE_KIOSK, IN_WRITER,
		.make = make_input_void, .made = 200),
	READ("lot-text", "/lots/*/text", "lot", ROLE_KIOSK, IN_READER, TAKES(lot_text_params),
		.run = lot_text_now),
	POST_OF_DAY("pack", "/lots/*/packs", "lot", .make = make_pack),
	POST_OF_DAY("pack-end", "/lots/*/pack-end", "lot", .make = make_pack_end),
	READ("lot-label", "/lots/*/label", "lot", ROLE_KIOSK, IN_LONG_READER,
		TAKES(lot_label_params), .run = lot_label),
	READ("lot-label-picture", "/lots/*/label.png", "lot", ROLE_KIOSK, IN_LONG_READER,
		TAKES(lot_label_params), .run = lot_label_picture),
	READ("pack-one", "/packs/*", "pack", ROLE_KIOSK, IN_READER, TAKES(pack_params),
		.run = pack_one, .is_long = pack_is_drawn),
	POST("pack-print", "/packs/*/print", "pack", ROLE_KIOSK, IN_WRITER),
	POST("pack-move", "/packs/*/state", "pack", ROLE_KIOSK, IN_WRITER, .make = make_pack_move),
	POST("lot-hold", "/lots/*/hold", "lot", ROLE_KIOSK, IN_WRITER, .make = make_lot_hold),
	POST("lot-release", "/lots/*/release", "lot", ROLE_STAFF, IN_WRITER,
		.make = make_lot_release),
	READ("coolings", "/cooling", NULL, ROLE_KIOSK, IN_READER, TAKES(cooling_params),
		.run = coolings_list),
	POST_OF_DAY("cooling-start", "/cooling", NULL, .make = make_cooling_start),
	POST_OF_DAY("cooling-end", "/cooling/*/end", "lot", .make = make_cooling_end),
	POST("cooling-undo", "/cooling/*/undo", "lot", ROLE_KIOSK, IN_WRITER,
		.make = make_cooling_undo, .made = 200),
	POST_OF_DAY("food-receipt", "/food/receipts", NULL, .make = make_food_receipt),
	READ("temperatures", "/temperatures", NULL, ROLE_KIOSK, IN_READER,
		TAKES(temperatures_params), .run = entries_list, .kind = &temperature_kind,
		.list = "temperatures"),
	POST("temperature", "/temperatures", NULL, ROLE_KIOSK, IN_WRITER,
		.kind = &temperature_kind),
	POST("food-receiving", "/food/receiving", NULL, ROLE_KIOSK, IN_LOOP),
	POST("food-refusal", "/food/refusals", NULL, ROLE_KIOSK, IN_WRITER,
		.make = make_food_refusal),
	POST("food-read", "/food/*/read", "lot", ROLE_KIOSK, IN_WRITER, .make = make_food_read),
	GET("tonnage", "/tonnage", NULL, IN_READER, TAKES(report_params), .run = tonnage,
		.is_long = report_is_drawn),
	GET("report", "/reports/*", "report", IN_READER, TAKES(report_params), .run = report,
		.is_long = report_is_drawn, .arg_word = report_word),
	GET("chart", "/charts/*", "chart", IN_LONG_READER, TAKES(chart_params), .run = chart),
	GET("catalogue", "/catalogue", NULL, IN_READER, TAKES(catalogue_params),
		.run = catalogue_rows, .tagged = true),
	GET("catalogue-facts", "/catalogue/facts", NULL, IN_READER, .run = catalogue_facts_list),
	GET("catalogue-csv", "/catalogue/csv", NULL, IN_READER, TAKES(catalogue_csv_params),
		.run = catalogue_csv),
	POST("catalogue-edit", "/catalogue", NULL, ROLE_COORDINATOR, IN_WRITER, .tagged = true,
		.body_most = CATALOGUE_JSON_MOST),
	POST("catalogue-import", "/catalogue/csv", NULL, ROLE_COORDINATOR, IN_WRITER,
		TAKES(catalogue_import_params), .tagged = true, .body_most = CATALOGUE_CSV_MOST,
		.write = catalogue_write),
	GET("unknown-codes", "/unknown-codes", NULL, IN_READER, .run = codes_list,
		.personal = true),
	POST("code-seen", "/unknown-codes/*/seen", "id", ROLE_KIOSK, IN_WRITER),
	POST("code-bind", "/unknown-codes/*/bind", "id", ROLE_STAFF, IN_WRITER,
		.make = make_code_bound),
	GET("labels", "/labels/unknown", NULL, IN_READER, .run = labels_list),
	GET("control-sheet", "/labels/control-sheet", NULL, IN_LONG_READER, TAKES(sheet_params),
		.run = control_sheet, .personal = true),
	GET("label", "/labels/*", "picture", IN_READER),
	POST("food-preview", "/labels/food/preview", NULL, ROLE_KIOSK, IN_LOOP,
		TAKES(food_preview_params)),
	POST("strip-print", "/labels/control-sheet/print", NULL, ROLE_KIOSK, IN_LOOP),
	POST("strip-stop", "/labels/control-sheet/stop", NULL, ROLE_KIOSK, IN_LOOP),
	POST("start-label", "/labels/start/print", NULL, ROLE_KIOSK, IN_LOOP),
	POST("label-print", "/labels/*/print", "id", ROLE_KIOSK, IN_WRITER),
	POST("label-dismiss", "/labels/*/dismiss", "id", ROLE_KIOSK, IN_WRITER),
	GET("morning", "/morning", NULL, IN_READER, .run = morning),
	POST("day-seen", "/days/*/seen", "day", ROLE_KIOSK, IN_WRITER),
	POST("day-print", "/days/*/print", "day", ROLE_KIOSK, IN_WRITER),
	GET("left", "/left", NULL, IN_WRITER, .run = left_list),
	POST_OF_DAY("left-weighing", "/left/*/weighing", "id"),
	POST_OF_DAY("left-dismiss", "/left/*/dismiss", "id"),
	GET("scales", "/scales", NULL, IN_READER),
	GET("scale", "/scales/*", "name", IN_READER),
	POST("scale-service", "/scales/*/service", "name", ROLE_STAFF, IN_LOOP),
	POST("scale-command", "/scales/*/command", "name", ROLE_STAFF, IN_LOOP),
	POST("scale-calibration", "/scales/*/calibration", "name", ROLE_STAFF, IN_WRITER,
		.kind = &calibration_kind),
	POST("scale-check", "/scales/*/check", "name", ROLE_STAFF, IN_WRITER,
		.kind = &scale_check_kind),
	GET("stock", "/stock", NULL, IN_READER, TAKES(stock_params), .run = stock,
		.is_long = report_is_drawn),
	POST("stock-count", "/stock/counts", NULL, ROLE_STAFF, IN_WRITER, .kind = &stock_count_kind,
		.make = make_stock),
	POST_OF_DAY("sorted", "/stock/sortings", NULL, .kind = &sorted_kind, .make = make_stock),
	POST_OF_DAY("moved", "/stock/moves", NULL, .kind = &moved_kind, .make = make_stock),
	GET("backup", "/backup", NULL, IN_READER, .run = backup_state),
	READ("closes", "/closes", NULL, ROLE_STAFF, IN_LONG_READER, TAKES(closes_params),
		.run = closes_list),
	READ("close-check", "/closes/check", NULL, ROLE_STAFF, IN_LONG_READER,
		TAKES(close_check_params), .run = close_check),
	READ("close-one", "/closes/*", "period", ROLE_STAFF, IN_LONG_READER, .run = close_one),
	READ("close-proof", "/closes/*/proof", "period", ROLE_STAFF, IN_LONG_READER,
		TAKES(close_proof_params), .run = close_proof),
	READ("declarations", "/declarations", NULL, ROLE_STAFF, IN_LONG_READER,
		.run = declarations_list),
	READ("declaration-one", "/declarations/*", "eco_organisme", ROLE_STAFF, IN_LONG_READER,
		TAKES(declaration_params), .run = declaration_one),
	READ("declaration-sheet", "/declarations/*/sheet", "eco_organisme", ROLE_STAFF,
		IN_LONG_READER, TAKES(declaration_params), .run = declaration_sheet),
	POST("declaration", "/declarations/*/state", "eco_organisme", ROLE_COORDINATOR, IN_WRITER,
		.kind = &declaration_kind, .make = make_declaration),
	POST("close", "/closes", NULL, ROLE_COORDINATOR, IN_WRITER, .kind = &close_kind,
		.make = make_close),
	LIST("calibrations", "/calibrations", NULL, TAKES(calibrations_params),
		.kind = &calibration_kind, .list = "calibrations"),
	READ("erasable", "/erasures/preview", NULL, ROLE_COORDINATOR, IN_LONG_READER,
		TAKES(erasable_params), .run = erasable_list),
	POST("erase", "/erasures", NULL, ROLE_COORDINATOR, IN_WRITER, .make = make_erasure),
	POST("entry-void", "/entries/**/void", "entry", ROLE_STAFF, IN_WRITER,
		.make = make_entry_void, .made = 200),
	LIST("entries", "/entries/*", "kind", TAKES(entries_params), .of_kind = true,
		.arg_word = listed_word, .is_long = entries_are_many),
	POST("entry", "/entries/*", "kind", ROLE_KIOSK, IN_WRITER, .of_kind = true,
		.arg_word = made_word, .make = make_entry),
};

const struct call *call_at(size_t i)
{
	return i < ARRAY_SIZE(calls) ? &calls[i] : NULL;
}

enum role call_role(const struct call *c, const struct kind *kind)
{
	bool makes = c->of_kind && c->place == IN_WRITER && kind;

	return makes && kind_role(kind) > c->role ? kind_role(kind) : c->role;
}

static bool matches(const char *pattern, const char *path, char ret_arg[ARG_SIZE])
{
	size_t head = strcspn(pattern, "*"), len;
	const bool deep = pattern[head] && pattern[head + 1] == '*';
	const char *tail = pattern[head] ? pattern + head + 1 + deep : NULL;

	if (!tail)
		return !strcmp(pattern, path);
	if (strncmp(pattern, path, head))
		return false;
	len = deep && strlen(path + head) > strlen(tail) ? strlen(path + head) - strlen(tail)
							 : strcspn(path + head, "/");
	if (!len || len >= ARG_SIZE || strcmp(path + head + len, tail))
		return false;
	memcpy(ret_arg, path + head, len);
	ret_arg[len] = '\0';
	return true;
}

const struct call *call_find(const char *method, const char *path, char ret_arg[ARG_SIZE])
{
	*ret_arg = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (!strcmp(calls[i].method, method) && matches(calls[i].path, path, ret_arg))
			return &calls[i];
	return NULL;
}
