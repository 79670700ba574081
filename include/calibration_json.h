// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A calibration as the contract says it (GET /calibrations): for the page, the command line and
 * scripts. Verdicts are computed from the numbers, the same for every reader.
 */
#pragma once
#include <jansson.h>
#include "calibration.h"

/* A new reference; NULL: no memory. What was not done is null, never 0. */
json_t *json_calibration(const struct calibration *c);
