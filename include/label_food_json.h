// SPDX-License-Identifier: GPL-3.0-or-later
/* What a food label says, as JSON: for the command line and POST /labels/food/preview. */
#pragma once
#include <jansson.h>
#include "label_food.h"

/*
 * Texts are lent by json. 0; the refusal in *ret_why: a member that nobody knows, or that is no
 * such thing. A member that is left out is not said.
 */
int label_food_read(const json_t *json, struct food_label *ret_label, struct sentence *ret_why);
/* What it says, in the same members; what it does not say is left out. */
json_t *label_food_json(const struct food_label *f);
