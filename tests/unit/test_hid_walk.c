// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Report descriptors of any kind of device: how long its reports are, and so how long a
 * transfer must be. An interrupt transfer ends at its length or at a packet that is not
 * full (USB 2.0 §5.7.3): one packet too long, and eight reports come glued together.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <libusb-1.0/libusb.h>
#include <string.h>
#include "cleanup.h"
#include "hid.h"
#include "usb.h"

/* Report count bytes on a vendor's page, input. */
#define BYTES(count) 0x75, 0x08, 0x95, count, 0x09, 0x01, 0x81, 0x02
#define OPEN 0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01

static void ignore(void *data, const struct hid_item *item)
{
	(void)data;
	(void)item;
}

static size_t longest(const uint8_t *descriptor, size_t len)
{
	struct hid_shape shape;

	assert_int_equal(hid_walk(descriptor, len, ignore, NULL, &shape), 0);
	return hid_longest_input(&shape);
}

static void truth_0_a_transfer_is_one_report_in_whole_packets(void **state)
{
	static const struct {
		uint8_t descriptor[40];
		size_t len;
		size_t report;
		size_t packet;
		size_t transfer;
	} rows[] = {
		{ { OPEN, BYTES(8), 0xC0 }, 16, 8, 8, 8 },
		{ { OPEN, 0x85, 3, BYTES(5), 0xC0 }, 18, 6, 8, 8 },
		{ { OPEN, BYTES(12), 0xC0 }, 16, 12, 8, 16 },
		{ { OPEN, 0x85, 1, BYTES(8), 0x85, 2, BYTES(15), 0xC0 }, 28, 16, 8, 16 },
		{ { OPEN, 0x85, 1, BYTES(8), 0xC0 }, 18, 9, 8, 16 },
		{ { OPEN, BYTES(6), 0xC0 }, 16, 6, 64, 64 },
		{ { OPEN, 0x75, 1, 0x95, 9, 0x81, 2, 0xC0 }, 14, 2, 8, 8 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t report = longest(rows[i].descriptor, rows[i].len);

		assert_int_equal(report, rows[i].report);
		assert_int_equal(usb_report_transfer(report, rows[i].packet), rows[i].transfer);
	}
	/* No descriptor can be read: the packet alone. */
	assert_int_equal(usb_report_transfer(0, 8), 8);
	assert_int_equal(usb_report_transfer(0, 64), 64);
	assert_int_equal(usb_report_transfer(8, 0), 8);
}

/* Of the endpoint that is read, without the bits of a high-speed one's further transactions. */
static void truth_0_a_packet_is_as_long_as_its_endpoint_says(void **state)
{
	const struct libusb_endpoint_descriptor endpoints[] = {
		{ .bEndpointAddress = 0x02, .wMaxPacketSize = 64 },
		{ .bEndpointAddress = 0x81, .wMaxPacketSize = 8 },
		{ .bEndpointAddress = 0x83, .wMaxPacketSize = 16 | 1 << 11 },
	};
	const struct libusb_interface_descriptor i = { .bNumEndpoints = 3, .endpoint = endpoints };

	(void)state;
	assert_int_equal(usb_packet(&i, 0x81), 8);
	assert_int_equal(usb_packet(&i, 0x83), 16);
	assert_int_equal(usb_packet(&i, 0x84), 0);
}

/* Output and feature reports are no matter of the interrupt endpoint. */
static void only_input_reports_count(void **state)
{
	static const uint8_t descriptor[] = { OPEN, 0x75, 8, 0x95, 63, 0x91, 2, 0xB1, 2, 0xC0 };

	(void)state;
	assert_int_equal(longest(descriptor, sizeof(descriptor)), 0);
}

static void keep(void *data, const struct hid_item *item)
{
	*(struct hid_item *)data = *item;
}

static void items_are_read(void **state)
{
	/* The page comes after its usages; a nibble of -2; a range and a single usage. */
	static const uint8_t descriptor[] = { 0x09, 0x06, 0x05, 0x01, 0xA1, 0x01, 0x19, 0xE0, 0x29,
		0xE7, 0x09, 0x2C, 0x05, 0x07, 0x15, 0x81, 0x25, 0x7F, 0x55, 0x0E, 0x66, 0x01, 0x01,
		0x75, 0x01, 0x95, 0x09, 0x81, 0x02, 0xC0 };
	struct hid_shape shape;
	struct hid_item item;

	(void)state;
	assert_int_equal(hid_walk(descriptor, sizeof(descriptor), keep, &item, &shape), 0);
	assert_int_equal(item.application, 0x10006);
	assert_int_equal(item.type, HID_INPUT);
	assert_true(item.variable && !item.constant);
	assert_int_equal(item.logical_min, -127);
	assert_int_equal(item.logical_max, 127);
	assert_int_equal(item.unit, 0x101);
	assert_int_equal(item.unit_exponent, -2);
	assert_int_equal(hid_usage_count(&item), 9);
	assert_int_equal(hid_usage(&item, 0), 0x700E0);
	assert_int_equal(hid_usage(&item, 7), 0x700E7);
	assert_int_equal(hid_usage(&item, 8), 0x7002C);
	assert_int_equal(hid_usage(&item, 20), 0x7002C);
	assert_int_equal(shape.bits[HID_INPUT][0], 9);
	for (size_t n = 0; n < sizeof(descriptor); n++)
		assert_int_equal(hid_walk(descriptor, n, keep, &item, &shape),
			n == 2 || n == 4 ? 0 : -EBADMSG);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_0_a_transfer_is_one_report_in_whole_packets),
		cmocka_unit_test(truth_0_a_packet_is_as_long_as_its_endpoint_says),
		cmocka_unit_test(only_input_reports_count),
		cmocka_unit_test(items_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
