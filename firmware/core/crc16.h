/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CRC-16 of Modbus (polynomial 0xA001 reflected, start 0xFFFF): frames carry it low byte first,
 * and calibration records use the same.
 */
#ifndef HEAD_CRC16_H
#define HEAD_CRC16_H

#include <stddef.h>
#include <stdint.h>

uint16_t crc16(const uint8_t *bytes, size_t len);

#endif
