// SPDX-License-Identifier: GPL-3.0-or-later
/* JSON Schema of rows of tables; each returns a new reference. */
#pragma once

#include "api.h"
#include "record.h"
#include "report.h"

json_t *schema_parameter(const struct param *p);
json_t *schema_path_part(const struct call *c);
json_t *schema_record(const struct record *r);  /* an answer */
json_t *schema_request(const struct record *r); /* what may be said of it */
/* "x-title": what people call such entries; empty if nobody said. */
json_t *schema_kind_title(const struct record *r);
json_t *schema_report(const struct report *r);
