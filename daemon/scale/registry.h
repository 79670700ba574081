// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The registry's own view of a scale, shared by scale.c (opens and watches) and
 * scale_command.c (commands, service, details). Drivers never see it.
 */
#pragma once
#include "driver.h"
#include "names.h"

enum scale_link { LINK_CLOSED, LINK_OPEN, LINK_LOST };

struct scale {
	struct scales *all;
	size_t index;
	const struct scale_driver *driver;
	void *private;
	struct loop_source *timer;
	char name[DEVICE_SIZE];
	char device[128];
	int64_t e_mg; /* configured; 0: the model's */
	int64_t max_mg;
	struct approval approval;
	struct stability_rule rule;
	int auto_off; /* configured; -1: as the model says */
	uint64_t auto_off_us;
	const struct scale_model *model;
	uint8_t *descriptor; /* of one that is not understood */
	size_t descriptor_len;
	enum scale_link link;
	uint64_t retry_us;
	int last_error;
	struct reading last;        /* what was said last, by the device or about it */
	bool said;                  /* last is filled */
	uint64_t heard_boot_us;     /* device's last reading */
	uint64_t changed_boot_us;   /* since when it says the same */
	uint64_t listening_boot_us; /* last reading or opening */
	unsigned run;               /* readings since the opening or the last silence */
	uint64_t bytes_boot_us;     /* bytes came that are no reading; 0: none since the last one */
	struct reading meanwhile;   /* what they are worth */
	enum scale_reason silence;  /* what the driver takes a silence for */
	uint64_t poll_us;           /* asked so often; 0: it speaks by itself */
	bool asked;
	bool in_service;
	struct scale_detail detail;
	bool commanding;
	scale_commanded_fn commanded; /* may be NULL */
	void *commanded_data;
	struct loop_source *command_limit;
};

struct scales {
	struct loop *loop;
	struct usb *usb;
	void (*reading)(void *data, size_t index, const struct reading *r);
	void *data;
	struct scale *list;
	size_t count;
	int64_t most_mg; /* the site's; 0: none */
	bool started;
};

/* Keeps the reading and hands it on, as a fault while in service. */
void scale_hand_on(struct scale *s, const struct reading *r);
/* The limit's timer; once, when the scale is made. */
int scale_command_init(struct scale *s);
