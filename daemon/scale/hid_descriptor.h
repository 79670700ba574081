// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a USB scale says about its own reports. Report ids, directions and sizes vary by
 * maker, so they are looked up in the HID report descriptor and never assumed. Pure.
 * Source: HID Point of Sale usage tables page 0x8D (scales).
 */
#pragma once
#include "hid.h"

enum { HID_CODES = 16 };

/* One value inside a report; bits == 0: the report has no such value. */
struct hid_field {
	uint16_t bit; /* from the first bit after the report id */
	uint8_t bits; /* several bytes of one usage that follow each other are one value */
	bool is_signed;
	bool is_array; /* the value selects one of codes[], counted from logical_min */
	bool in_bytes; /* more bytes of it may follow */
	bool is_flags; /* each code has a bit of its own, in the order of codes[] */
	bool unclear;  /* declared in a way that can mean two things */
	int32_t logical_min;
	int64_t logical_max; /* 0: nothing usable is declared */
	int32_t exponent;    /* of its Unit Exponent item */
	uint32_t unit;       /* its Unit item */
	uint8_t code_count;
	uint8_t codes[HID_CODES]; /* low nibbles of the selected usages: status 1-8, unit 1-12 */
};

struct hid_scale_report {
	uint8_t type; /* enum hid_report_type; 0: there is no such report */
	uint8_t id;
	uint16_t bits; /* length after the id */
	struct hid_field status;
	struct hid_field unit;
	struct hid_field scaling;
	struct hid_field weight;
};

struct hid_scale {
	bool has_ids; /* each report starts with its id */
	bool guessed; /* its own collection declares nothing inside: the usual shape is taken */
	struct hid_scale_report data;   /* the input report that holds the weight */
	struct hid_scale_report status; /* an input report with the status alone */
	struct hid_scale_report limit;  /* feature report: the weight limit */
	struct {
		uint8_t type; /* HID_OUTPUT or HID_FEATURE; 0: the device declares none */
		uint8_t id;
		uint16_t bit;
		uint16_t bits;
	} zero;
	uint32_t input_ids[8]; /* set of all input report ids */
	size_t longest;        /* bytes of the longest input report, its id included */
};

/*
 * 0; -ENOENT: a sound descriptor of something else than a scale; -EBADMSG: broken;
 * -ENOTSUP: a scale whose descriptor does not say where or how its weight is given. What is
 * not of the scale's own collection is never looked at.
 */
int hid_scale_parse(const uint8_t *descriptor, size_t len, struct hid_scale *ret_scale);

/* 1: the value; 0: the report is too short for it, or has no such field. */
int hid_field_get(const struct hid_field *f, const uint8_t *payload, size_t len, int64_t *ret);
/*
 * The same, and an array's value turned into its code, or the one bit that is set; an
 * unlisted value, and several bits at once, are code 0.
 */
int hid_field_code(const struct hid_field *f, const uint8_t *payload, size_t len, int *ret);
/* 1: the set of codes (bit n: code n) whose bits are set; 0: too short, or no such field. */
int hid_field_flags(const struct hid_field *f, const uint8_t *payload, size_t len, uint16_t *ret);
