// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the kernel already knows of a USB device. While usbhid is bound, libusb cannot read
 * a report descriptor, and string descriptors cost blocking transfers; sysfs has both,
 * readable by all. A device's name there is its port path, an interface's is
 * "<port path>:<configuration>.<interface>".
 */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <libusb-1.0/libusb.h>
#include "usb.h"

#define SYSFS "/sys/bus/usb/devices/"

enum { PORTS_MAX = 7, PATH_SIZE = 160 }; /* USB allows 7 tiers */

char *usb_port_path(struct libusb_device *device, char *buf, size_t size)
{
	uint8_t ports[PORTS_MAX];
	int n = libusb_get_port_numbers(device, ports, PORTS_MAX);
	size_t at;

	if (n <= 0) { /* a root hub */
		(void)snprintf(buf, size, "usb%u", libusb_get_bus_number(device));
		return buf;
	}
	at = (size_t)snprintf(buf, size, "%u-%u", libusb_get_bus_number(device), ports[0]);
	for (int i = 1; i < n && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, ".%u", ports[i]);
	return buf;
}

static int read_file(const char *path, void *buf, size_t size)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t at = 0;

	if (fd < 0)
		return -errno;
	while (at < size) {
		ssize_t n = read(fd, (uint8_t *)buf + at, size - at);

		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		at += (size_t)n;
	}
	return (int)at;
}

int usb_report_descriptor(struct libusb_device *device, int interface, uint8_t *buf, size_t size)
{
	char port[32], pattern[PATH_SIZE];
	glob_t found;
	int r = -ENOENT;

	(void)usb_port_path(device, port, sizeof(port));
	(void)snprintf(pattern, sizeof(pattern), SYSFS "%s:*.%d/*:*:*.*/report_descriptor", port,
		interface);
	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
		r = read_file(found.gl_pathv[0], buf, size);
	globfree(&found);
	return r;
}

char *usb_text(struct libusb_device *device, const char *attribute, char *buf, size_t size)
{
	char port[32], path[PATH_SIZE];
	int n;

	(void)usb_port_path(device, port, sizeof(port));
	(void)snprintf(path, sizeof(path), SYSFS "%s/%s", port, attribute);
	n = read_file(path, buf, size - 1);
	buf[n > 0 ? n : 0] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	return buf;
}

char *usb_describe(struct libusb_device *device, char *buf, size_t size)
{
	struct libusb_device_descriptor d = { 0 };
	char maker[48], product[48], port[32];

	(void)libusb_get_device_descriptor(device, &d);
	(void)usb_text(device, "manufacturer", maker, sizeof(maker));
	(void)usb_text(device, "product", product, sizeof(product));
	(void)snprintf(buf, size, "%04x:%04x %s%s%s (%s)", d.idVendor, d.idProduct, maker,
		maker[0] && product[0] ? " " : "", product,
		usb_port_path(device, port, sizeof(port)));
	return buf;
}

int usb_errno(int error)
{
	switch (error) {
	case LIBUSB_ERROR_IO:
		return -EIO;
	case LIBUSB_ERROR_INVALID_PARAM:
		return -EINVAL;
	case LIBUSB_ERROR_ACCESS:
		return -EACCES;
	case LIBUSB_ERROR_NO_DEVICE:
		return -ENODEV;
	case LIBUSB_ERROR_NOT_FOUND:
		return -ENOENT;
	case LIBUSB_ERROR_BUSY:
		return -EBUSY;
	case LIBUSB_ERROR_TIMEOUT:
		return -ETIMEDOUT;
	case LIBUSB_ERROR_OVERFLOW:
		return -EOVERFLOW;
	case LIBUSB_ERROR_PIPE:
		return -EPIPE;
	case LIBUSB_ERROR_INTERRUPTED:
		return -EINTR;
	case LIBUSB_ERROR_NO_MEM:
		return -ENOMEM;
	case LIBUSB_ERROR_NOT_SUPPORTED:
		return -EOPNOTSUPP;
	default:
		return error < 0 ? -EIO : error;
	}
}
