// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which handler answers which call: the table of contract.md (HTTP). A * stands for one
 * part of a path. What is not here is a page, or nothing.
 */
#include <string.h>
#include "web_private.h"

#define API "/api/v1"

static const struct route routes[] = {
	{ "GET", API "/health", api_health },
	{ "GET", API "/devices", api_devices },
	{ "GET", API "/metrics", api_metrics },
	{ "GET", API "/station", api_station },
	{ "GET", API "/events", api_events },
	{ "POST", API "/station/*", api_intent },
	{ "GET", API "/weighings", api_weighings },
	{ "POST", API "/weighings", api_typed },
	{ "GET", API "/weighings/*", api_weighing },
	{ "POST", API "/weighings/*/void", api_void },
	{ "POST", API "/weighings/*/reclassify", api_reclassify },
	{ "POST", API "/weighings/*/day", api_day },
	{ "GET", API "/tonnage", api_tonnage },
	{ "GET", API "/reports/*", api_report },
	{ "GET", API "/charts/*", api_chart },
	{ "GET", API "/catalogue", api_catalogue },
	{ "GET", API "/unknown-codes", api_codes },
	{ "GET", API "/labels/unknown", api_labels_unknown },
	{ "GET", API "/labels/*", api_label },
	{ "POST", API "/labels/*/print", api_label_print },
	{ "POST", API "/labels/*/dismiss", api_label_dismiss },
	{ "GET", API "/left", api_left },
	{ "POST", API "/left/*/weighing", api_left_weighing },
	{ "POST", API "/left/*/dismiss", api_left_dismiss },
	{ "GET", API "/scales", api_scales },
	{ "GET", API "/scales/*", api_scale },
	{ "POST", API "/scales/*/service", api_scale_service },
	{ "POST", API "/scales/*/command", api_scale_command },
	{ "POST", API "/scales/*/calibration", api_scale_calibration },
	{ "GET", API "/calibrations", api_calibrations },
};

static const struct route page = { "GET", "*", pages_handle };

static bool matches(const char *pattern, const char *path, char arg[ARG_SIZE])
{
	size_t head = strcspn(pattern, "*"), len;
	const char *tail = pattern[head] ? pattern + head + 1 : NULL;

	if (!tail)
		return !strcmp(pattern, path);
	if (strncmp(pattern, path, head))
		return false;
	len = strcspn(path + head, "/");
	if (!len || len >= ARG_SIZE || strcmp(path + head + len, tail))
		return false;
	memcpy(arg, path + head, len);
	arg[len] = '\0';
	return true;
}

const struct route *route_find(const char *method, const char *path, char arg[ARG_SIZE])
{
	if (!strcmp(method, "HEAD"))
		method = "GET";
	for (size_t i = 0; i < ARRAY_SIZE(routes); i++)
		if (!strcmp(routes[i].method, method) && matches(routes[i].path, path, arg))
			return &routes[i];
	if (!strcmp(method, "GET") && strncmp(path, "/api/", 5))
		return &page;
	return NULL;
}
