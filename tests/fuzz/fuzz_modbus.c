// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any register map (text up to a NUL) and any registers behind it: a map with a mistake is
 * never used; with one that has none, no register outside the block is looked at, and a
 * doubtful state never has a mass.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "../../daemon/scale/parse_modbus.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_map(const char *text, size_t size, struct modbus_map *ret_map)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	struct conf_section *section;

	if (size == 0 || conf_read_text("map", text, size, &conf) < 0)
		return false;
	section = conf_section(conf, "map", NULL);
	if (!section)
		return false;
	modbus_map_read(section, ret_map);
	return conf_mistakes(conf) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t text = strnlen((const char *)data, size);
	_cleanup_free_ uint16_t *regs = NULL;
	struct modbus_pulse pulse = { 0 };
	struct scale_detail detail;
	struct modbus_map map;
	struct reading r;

	if (!read_map((const char *)data, text, &map))
		return 0;
	assert(map.count > 0 && map.words >= map.count && map.words <= MODBUS_MOST);
	map.checked = size & 1;
	regs = calloc(
		map.words, sizeof(*regs)); /* of just that size: a sanitizer sees one beyond */
	if (!regs)
		return 0;
	if (text + 1 < size)
		memcpy(regs, data + text + 1,
			size - text - 1 < 2u * map.words ? size - text - 1 : 2u * map.words);
	modbus_parse(&map, regs, 1000, &r);
	modbus_feel(&map, regs, &pulse, &r);
	modbus_detail(&map, regs, &detail);
	assert(r.raw_len <= READING_RAW_SIZE && r.raw_len >= 2);
	if (reading_has_mass(&r))
		assert(r.mass_mg >= 0 && r.step_mg > 0 && r.reason == REASON_NONE);
	else
		assert(r.mass_mg == 0);
	assert(!reading_has_mass(&r) || !map.untested || map.checked);
	assert(detail.decodings == 2 || detail.decodings == 4);
	assert(r.state != SCALE_FAULT || r.reason != REASON_NONE);
	return 0;
}
