// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * libusb's descriptors are sources of our loop, so no thread waits in it and nothing wakes
 * at rest. Hot-plug events only start a short timer: several make one call, and no driver
 * is ever called from inside libusb.
 */
#include <libusb-1.0/libusb.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include "usb.h"

enum { SETTLE_US = 20 * 1000, RESCAN_US = 5 * 1000 * 1000, DRAIN_ROUNDS = 50, DRAIN_US = 10000 };

struct usb_fd {
	int fd;
	struct loop_source *source;
	struct usb_fd *next;
};

struct usb_watch {
	struct usb *usb;
	void (*changed)(void *data);
	void *data;
	bool want;
	bool due;
	struct usb_watch *next;
};

struct usb {
	struct loop *loop;
	struct libusb_context *context;
	struct usb_fd *fds;
	struct loop_source *timeout; /* only where libusb has no timerfd of its own */
	struct loop_source *settle;
	struct loop_source *rescan;
	bool rescan_armed;
	struct usb_watch *watches;
};

static void handle_events(struct usb *u)
{
	struct timeval zero = { 0, 0 }, next;

	(void)libusb_handle_events_timeout_completed(u->context, &zero, NULL);
	if (libusb_pollfds_handle_timeouts(u->context))
		return;
	if (libusb_get_next_timeout(u->context, &next) == 1)
		(void)loop_timer_arm(
			u->timeout, (uint64_t)next.tv_sec * 1000000 + (uint64_t)next.tv_usec);
}

static void on_fd(void *data, uint32_t revents)
{
	(void)revents;
	handle_events(data);
}

static void on_timeout(void *data)
{
	handle_events(data);
}

static void remove_fd(int fd, void *data)
{
	struct usb *u = data;

	for (struct usb_fd **p = &u->fds; *p; p = &(*p)->next) {
		struct usb_fd *f = *p;

		if (f->fd != fd)
			continue;
		*p = f->next;
		(void)loop_source_free(f->source);
		free(f);
		return;
	}
}

/* libusb gives no way to refuse: a descriptor that cannot be watched shows as a silent device. */
static void add_fd(int fd, short events, void *data)
{
	struct usb *u = data;
	struct usb_fd *f = calloc(1, sizeof(*f));

	if (!f)
		return;
	f->fd = fd;
	/* POLLIN and POLLOUT are EPOLLIN and EPOLLOUT (both from the kernel's poll.h). */
	if (loop_add_fd(u->loop, "usb", LOOP_DEVICE, fd, (uint32_t)events, on_fd, u, &f->source) <
		0) {
		free(f);
		return;
	}
	f->next = u->fds;
	u->fds = f;
}

static void add_first_fds(struct usb *u)
{
	const struct libusb_pollfd **list = libusb_get_pollfds(u->context);

	for (size_t i = 0; list && list[i]; i++)
		add_fd(list[i]->fd, list[i]->events, u);
	libusb_free_pollfds(list);
	libusb_set_pollfd_notifiers(u->context, add_fd, remove_fd, u);
}

/* A watch may free itself or others in its callback: start over after each. */
static void tell_watches(struct usb *u, bool all)
{
	struct usb_watch *w;

	for (w = u->watches; w; w = w->next)
		w->due = all || w->want;
	do {
		for (w = u->watches; w && !w->due; w = w->next)
			;
		if (w) {
			w->due = false;
			w->changed(w->data);
		}
	} while (w);
}

static void plan_rescan(struct usb *u)
{
	bool want = false;

	for (const struct usb_watch *w = u->watches; w; w = w->next)
		want |= w->want;
	if (want == u->rescan_armed)
		return;
	u->rescan_armed = want;
	if (want)
		(void)loop_timer_arm(u->rescan, RESCAN_US);
	else
		(void)loop_timer_disarm(u->rescan);
}

static void on_settle(void *data)
{
	tell_watches(data, true);
}

static void on_rescan(void *data)
{
	struct usb *u = data;

	u->rescan_armed = false;
	tell_watches(u, false);
	plan_rescan(u);
}

static int on_hotplug(struct libusb_context *context, struct libusb_device *device,
	libusb_hotplug_event event, void *data)
{
	struct usb *u = data;

	(void)context;
	(void)device;
	(void)event;
	(void)loop_timer_arm(u->settle, SETTLE_US);
	return 0;
}

static int add_timers(struct usb *u)
{
	int r = loop_add_timer(u->loop, "usb-timeout", LOOP_DEVICE, on_timeout, u, &u->timeout);

	if (r == 0)
		r = loop_add_timer(u->loop, "usb-change", LOOP_DEVICE, on_settle, u, &u->settle);
	if (r == 0)
		r = loop_add_timer(u->loop, "usb-rescan", LOOP_DEVICE, on_rescan, u, &u->rescan);
	return r;
}

int usb_new(struct loop *loop, struct usb **ret_usb)
{
	_cleanup_(cleanup_usb_free) struct usb *u = calloc(1, sizeof(*u));
	int r;

	if (!u)
		return -ENOMEM;
	u->loop = loop;
	r = add_timers(u);
	if (r < 0)
		return r;
	r = usb_errno(libusb_init(&u->context));
	if (r < 0)
		return r;
	add_first_fds(u);
	r = usb_errno(libusb_hotplug_register_callback(u->context,
		LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
		LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
		on_hotplug, u, NULL));
	if (r < 0 && r != -EOPNOTSUPP) /* without udev the rescan alone finds devices */
		return r;
	*ret_usb = TAKE_PTR(u);
	return 0;
}

struct usb *usb_free(struct usb *u)
{
	if (!u)
		return NULL;
	if (u->context) {
		libusb_set_pollfd_notifiers(u->context, NULL, NULL, NULL);
		while (u->fds)
			remove_fd(u->fds->fd, u);
		libusb_exit(u->context);
	}
	(void)loop_source_free(u->timeout);
	(void)loop_source_free(u->settle);
	(void)loop_source_free(u->rescan);
	free(u);
	return NULL;
}

struct libusb_context *usb_context(struct usb *u)
{
	return u->context;
}

int usb_watch_new(
	struct usb *u, void (*changed)(void *data), void *data, struct usb_watch **ret_watch)
{
	struct usb_watch *w = calloc(1, sizeof(*w));

	if (!w)
		return -ENOMEM;
	*w = (struct usb_watch){ u, changed, data, true, false, u->watches };
	u->watches = w;
	plan_rescan(u);
	*ret_watch = w;
	return 0;
}

void usb_watch_want(struct usb_watch *w, bool want)
{
	w->want = want;
	plan_rescan(w->usb);
}

struct usb_watch *usb_watch_free(struct usb_watch *w)
{
	struct usb_watch **p;

	if (!w)
		return NULL;
	for (p = &w->usb->watches; *p != w; p = &(*p)->next)
		;
	*p = w->next;
	plan_rescan(w->usb);
	free(w);
	return NULL;
}

int usb_drain(struct usb *u, const unsigned *pending)
{
	for (int i = 0; i<DRAIN_ROUNDS && * pending> 0; i++) {
		struct timeval tv = { 0, DRAIN_US };

		(void)libusb_handle_events_timeout_completed(u->context, &tv, NULL);
	}
	return *pending == 0 ? 0 : -ETIMEDOUT;
}
