// SPDX-License-Identifier: GPL-3.0-or-later
// What the project assumes of Linux, libusb and libgpiod, tried by itself: test 01 runs this as
// the daemon's user. If one of these stops being true, the fault is not in the daemon.
//   probe hotplug COUNT          prints `arrived VID:PID opened` and `left VID:PID`
//   probe descriptor VID PID     asks for the HID report descriptor through libusb, without claiming
//   probe scale VID PID COUNT    detaches, claims, prints COUNT reports, gives the interface back
//   probe print VID PID FILE     prints the IEEE-1284 id and the status, then sends the file
//   probe edges LABEL LINE COUNT waits for COUNT edges of a line of the chip with this label
//   probe lamp LABEL LINE        drives the line high until it is ended

#include <gpiod.h>
#include <libusb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_S = 20, HID_REPORT_DESCRIPTOR = 0x22 };

static int left_to_see;

static int fail(const char *what, int r)
{
	fprintf(stderr, "%s: %s\n", what, libusb_error_name(r));
	return 1;
}

/* ---- USB */

/* No synchronous transfer is allowed in here, but the device must open. */
static int on_hotplug(
	libusb_context *ctx, libusb_device *dev, libusb_hotplug_event event, void *user)
{
	libusb_device_handle *h;
	struct libusb_device_descriptor d;
	bool arrived = event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED;
	int r = arrived ? libusb_open(dev, &h) : 0;

	(void)ctx, (void)user;
	libusb_get_device_descriptor(dev, &d);
	printf("%s %04x:%04x %s\n", arrived ? "arrived" : "left", d.idVendor, d.idProduct,
		!arrived ? ""
		: r < 0  ? libusb_error_name(r)
			 : "opened");
	fflush(stdout);
	if (arrived && r == 0)
		libusb_close(h);
	left_to_see--;
	return 0;
}

static int handle_until_seen(void)
{
	time_t end = time(NULL) + LIMIT_S;

	while (left_to_see > 0 && time(NULL) < end)
		libusb_handle_events_timeout(NULL, &(struct timeval){ .tv_usec = 100000 });
	return left_to_see > 0;
}

static int hotplug(char **arg)
{
	int r = libusb_hotplug_register_callback(NULL,
		LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
		LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
		on_hotplug, NULL, NULL);

	if (r < 0)
		return fail("hotplug", r);
	left_to_see = atoi(arg[0]);
	puts("listening");
	fflush(stdout);
	return handle_until_seen();
}

static libusb_device_handle *open_device(char **arg)
{
	libusb_device_handle *h = libusb_open_device_with_vid_pid(
		NULL, (uint16_t)strtol(arg[0], NULL, 16), (uint16_t)strtol(arg[1], NULL, 16));

	if (!h)
		fprintf(stderr, "cannot open %s:%s\n", arg[0], arg[1]);
	return h;
}

static int descriptor(char **arg)
{
	unsigned char buf[512];
	libusb_device_handle *h = open_device(arg);
	int r = !h ? LIBUSB_ERROR_NO_DEVICE
		   : libusb_control_transfer(h, LIBUSB_ENDPOINT_IN | LIBUSB_RECIPIENT_INTERFACE,
			     LIBUSB_REQUEST_GET_DESCRIPTOR, HID_REPORT_DESCRIPTOR << 8, 0, buf,
			     sizeof(buf), 1000);

	printf("descriptor %s\n", r < 0 ? libusb_error_name(r) : "read");
	libusb_close(h);
	return r < 0;
}

static void on_report(struct libusb_transfer *t)
{
	if (t->status != LIBUSB_TRANSFER_COMPLETED) {
		printf("transfer status %d\n", t->status);
		left_to_see = 0;
		return;
	}
	printf("report");
	for (int i = 0; i < t->actual_length; i++)
		printf(" %02x", t->buffer[i]);
	putchar('\n');
	fflush(stdout);
	if (--left_to_see > 0)
		libusb_submit_transfer(t);
}

static int read_reports(libusb_device_handle *h, int count)
{
	unsigned char buf[64];
	struct libusb_transfer *t = libusb_alloc_transfer(0);
	int r;

	left_to_see = count;
	libusb_fill_interrupt_transfer(
		t, h, LIBUSB_ENDPOINT_IN | 1, buf, sizeof(buf), on_report, NULL, 0);
	r = libusb_submit_transfer(t);
	if (r == 0 && (r = handle_until_seen()) != 0)
		fprintf(stderr, "no report in %d s\n", LIMIT_S);
	if (r == 0)
		libusb_free_transfer(t);
	return r;
}

static int scale(char **arg)
{
	libusb_device_handle *h = open_device(arg);
	int r;

	if (!h)
		return 1;
	printf("kernel driver active %d\n", libusb_kernel_driver_active(h, 0));
	if ((r = libusb_detach_kernel_driver(h, 0)) < 0 || (r = libusb_claim_interface(h, 0)) < 0)
		return fail("claim", r);
	if (read_reports(h, atoi(arg[2])) != 0)
		return 1;
	libusb_release_interface(h, 0);
	if ((r = libusb_attach_kernel_driver(h, 0)) < 0)
		return fail("give back", r);
	puts("given back");
	libusb_close(h);
	return 0;
}

static int class_in(libusb_device_handle *h, uint8_t request, unsigned char *buf, uint16_t size)
{
	return libusb_control_transfer(h,
		LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
		request, 0, 0, buf, size, 2000);
}

static int send_file(libusb_device_handle *h, const char *path)
{
	unsigned char buf[4096];
	FILE *f = fopen(path, "re");
	size_t n;
	int done, r = 0;

	while (f && r == 0 && (n = fread(buf, 1, sizeof(buf), f)) > 0)
		r = libusb_bulk_transfer(h, LIBUSB_ENDPOINT_OUT | 2, buf, (int)n, &done, 5000);
	if (f)
		fclose(f);
	return f ? r : LIBUSB_ERROR_NOT_FOUND;
}

static int print(char **arg)
{
	unsigned char id[1024] = "", status;
	libusb_device_handle *h = open_device(arg);
	int n, r;

	if (!h)
		return 1;
	if ((r = libusb_detach_kernel_driver(h, 0)) < 0 || (r = libusb_claim_interface(h, 0)) < 0)
		return fail("claim", r);
	if ((n = class_in(h, 0, id, sizeof(id) - 1)) < 2)
		return fail("device id", n);
	if ((r = class_in(h, 1, &status, 1)) != 1)
		return fail("port status", r);
	printf("id %.*s\nstatus %02x\n", n - 2, (char *)id + 2, status);
	if ((r = send_file(h, arg[2])) < 0)
		return fail("bulk out", r);
	libusb_release_interface(h, 0);
	libusb_attach_kernel_driver(h, 0);
	libusb_close(h);
	return 0;
}

/* ---- GPIO: libgpiod 1.6 and 2 share no call */

#ifdef GPIOD2
static struct gpiod_chip *chip_by_label(const char *label)
{
	char path[32];

	for (int i = 0; i < 16; i++) {
		struct gpiod_chip *chip;
		struct gpiod_chip_info *info;

		snprintf(path, sizeof(path), "/dev/gpiochip%d", i);
		chip = gpiod_chip_open(path);
		info = chip ? gpiod_chip_get_info(chip) : NULL;
		if (info && !strcmp(gpiod_chip_info_get_label(info), label))
			return chip;
	}
	return NULL;
}

static struct gpiod_line_request *request_line(char **arg, bool output)
{
	struct gpiod_chip *chip = chip_by_label(arg[0]);
	struct gpiod_line_settings *s = gpiod_line_settings_new();
	struct gpiod_line_config *c = gpiod_line_config_new();
	unsigned offset = (unsigned)atoi(arg[1]);

	if (output) {
		gpiod_line_settings_set_direction(s, GPIOD_LINE_DIRECTION_OUTPUT);
		gpiod_line_settings_set_output_value(s, GPIOD_LINE_VALUE_ACTIVE);
	} else {
		gpiod_line_settings_set_edge_detection(s, GPIOD_LINE_EDGE_BOTH);
	}
	gpiod_line_config_add_line_settings(c, &offset, 1, s);
	return chip ? gpiod_chip_request_lines(chip, NULL, c) : NULL;
}

static int next_edge(struct gpiod_line_request *line, bool *ret_rising)
{
	struct gpiod_edge_event_buffer *b = gpiod_edge_event_buffer_new(1);
	int r = gpiod_line_request_wait_edge_events(line, LIMIT_S * 1000000000LL);

	if (r > 0)
		r = gpiod_line_request_read_edge_events(line, b, 1);
	if (r > 0)
		*ret_rising = gpiod_edge_event_get_event_type(gpiod_edge_event_buffer_get_event(
				      b, 0)) == GPIOD_EDGE_EVENT_RISING_EDGE;
	gpiod_edge_event_buffer_free(b);
	return r;
}
#else
static struct gpiod_line *request_line(char **arg, bool output)
{
	struct gpiod_chip *chip = gpiod_chip_open_by_label(arg[0]);
	struct gpiod_line *line = chip ? gpiod_chip_get_line(chip, (unsigned)atoi(arg[1])) : NULL;
	int r = !line    ? -1
		: output ? gpiod_line_request_output(line, "probe", 1)
			 : gpiod_line_request_both_edges_events(line, "probe");

	return r < 0 ? NULL : line;
}

static int next_edge(struct gpiod_line *line, bool *ret_rising)
{
	struct gpiod_line_event e;
	int r = gpiod_line_event_wait(line, &(struct timespec){ .tv_sec = LIMIT_S });

	if (r > 0 && gpiod_line_event_read(line, &e) == 0)
		*ret_rising = e.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
	return r;
}
#endif

static int edges(char **arg)
{
	void *line = request_line(arg, false);
	bool rising = false;

	if (!line)
		return perror("gpio"), 1;
	puts("listening");
	fflush(stdout);
	for (int i = atoi(arg[2]); i > 0; i--) {
		if (next_edge(line, &rising) <= 0)
			return 1;
		puts(rising ? "rising" : "falling");
		fflush(stdout);
	}
	return 0;
}

static int lamp(char **arg)
{
	if (!request_line(arg, true))
		return perror("gpio"), 1;
	puts("lit");
	fflush(stdout);
	pause();
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int args;
		int (*run)(char **arg);
	} commands[] = { { "hotplug", 1, hotplug }, { "descriptor", 2, descriptor },
		{ "scale", 3, scale }, { "print", 3, print }, { "edges", 3, edges },
		{ "lamp", 2, lamp } };

	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(argv[1], commands[i].name) && argc == commands[i].args + 2) {
			int r = libusb_init(NULL);

			return r < 0 ? fail("libusb", r) : commands[i].run(argv + 2);
		}
	fputs("usage: see the head of probe.c\n", stderr);
	return 2;
}
