// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a calibration: record.h. */
#pragma once
#include "calibration.h"
#include "record.h"

extern const struct record calibration_record;
