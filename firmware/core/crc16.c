// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * CRC-16 of Modbus, a bit at a time: a table would cost 512 bytes of flash to save a millisecond
 * on the longest frame.
 */
#include "crc16.h"

uint16_t crc16(const uint8_t *bytes, size_t len)
{
	uint16_t crc = 0xFFFF;

	while (len--) {
		crc ^= *bytes++;
		for (uint8_t bit = 0; bit < 8; bit++)
			crc = (uint16_t)((crc & 1) ? (crc >> 1) ^ 0xA001 : crc >> 1);
	}
	return crc;
}
