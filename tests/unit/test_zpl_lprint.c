// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A second opinion on ZPL: LPrint, which others wrote, is given the picture of a label, and
 * what it sends to the printer decodes to the same dots as what we send.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cairo.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include "../../daemon/printer/zpl.h"
#include "../../tools/sim/zpl_decode.h"
#include "label_cases.h"

static const struct label_text plain_text = { .lang = LANG_FR };

enum { TRIES = 600, PAUSE_MS = 100 };

static char folder[64], port[8], url[40];

/* Runs to its end, silent; its exit code. */
static int run(const char *const *argv)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		(void)dup2(null, 1);
		(void)dup2(null, 2);
		(void)execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static pid_t start_server(void)
{
	char log[80], server_port[24];
	pid_t pid;

	(void)snprintf(log, sizeof(log), "log-file=%s/log", folder);
	(void)snprintf(server_port, sizeof(server_port), "server-port=%s", port);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		(void)dup2(null, 1);
		(void)dup2(null, 2);
		(void)execlp("lprint", "lprint", "server", "-o", server_port, "-o",
			"listen-hostname=localhost", "-o", log, (char *)NULL);
		_exit(127);
	}
	assert_true(pid > 0);
	return pid;
}

static void choose_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&a, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	(void)close(fd);
	(void)snprintf(port, sizeof(port), "%u", ntohs(a.sin_port));
	(void)snprintf(url, sizeof(url), "ipp://localhost:%s/", port);
}

static void make_empty(const char *path)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
}

/* With a byte a dot: LPrint 1.1 takes the dots of a 1-bit PNG for near-black greys. */
static void write_grey_png(const struct raster *r, const char *path)
{
	cairo_surface_t *s =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)r->width, (int)r->height);
	size_t stride = (size_t)cairo_image_surface_get_stride(s);
	uint8_t *to = cairo_image_surface_get_data(s);

	for (uint32_t i = 0; i < r->width * r->height; i++) {
		uint32_t x = i % r->width, y = i / r->width;

		memset(to + y * stride + (size_t)x * 4, raster_dot(r, x, y) ? 0 : 255, 4);
	}
	cairo_surface_mark_dirty(s);
	assert_int_equal(cairo_surface_write_to_png(s, path), CAIRO_STATUS_SUCCESS);
	cairo_surface_destroy(s);
}

struct seen {
	struct raster *picture;
};

static void on_label(void *data, struct raster *raster, uint32_t copies)
{
	struct seen *s = data;

	(void)copies;
	if (raster != NULL && s->picture == NULL)
		s->picture = raster;
	else
		free(raster);
}

static void on_immediate(void *data, const char *name)
{
	(void)data;
	(void)name;
}

static struct raster *decoded(const uint8_t *bytes, size_t size)
{
	struct seen s = { 0 };
	const struct zpl_events events = { on_label, on_immediate, &s };
	struct zpl_decoder *d = zpl_decoder_new(203, &events);

	assert_non_null(d);
	assert_int_equal(zpl_decoder_feed(d, bytes, size), 0);
	zpl_decoder_free(d);
	return s.picture;
}

/* The stream that LPrint wrote, once it holds a whole label. */
static struct raster *lprint_picture(const char *path)
{
	static uint8_t bytes[1024 * 1024];

	for (int i = 0; i < TRIES; i++) {
		FILE *f = fopen(path, "rb");
		size_t n = f ? fread(bytes, 1, sizeof(bytes) - 1, f) : 0;

		if (f != NULL)
			(void)fclose(f);
		bytes[n] = '\0';
		if (strstr((char *)bytes, "^IDR:") != NULL)
			return decoded(bytes, n);
		(void)poll(NULL, 0, PAUSE_MS);
	}
	return NULL;
}

static struct raster *through_lprint(const struct raster *r)
{
	char png_path[80], out_path[80], device[96];
	int i;

	(void)snprintf(png_path, sizeof(png_path), "%s/label.png", folder);
	(void)snprintf(out_path, sizeof(out_path), "%s/out.prn", folder);
	(void)snprintf(device, sizeof(device), "file://%s", out_path);
	write_grey_png(r, png_path);
	make_empty(out_path);
	for (i = 0; i < TRIES; i++) {
		if (run((const char *[]){ "lprint", "add", "-u", url, "-d", "t", "-v", device, "-m",
			    "zpl_4inch-203dpi-dt", NULL }) == 0)
			break;
		(void)poll(NULL, 0, PAUSE_MS);
	}
	assert_true(i < TRIES);
	assert_int_equal(
		run((const char *[]){ "lprint", "submit", "-u", url, "-d", "t", png_path, NULL }),
		0);
	return lprint_picture(out_path);
}

static void lprint_sends_the_same_dots(void **state)
{
	/* 4 x 6 inches, LPrint's own default: 812 x 1218 dots, printed one to one. */
	const struct label_media media = { 101600, 152400, 203 };
	struct catalogue c = case_catalogue();
	struct weighing w = case_weighing("DEA-REM");
	struct raster *r = NULL, *theirs, *ours;
	struct print_bytes *b = NULL;
	pid_t server;

	(void)state;
	assert_int_equal(label_goods(&w, &c, &plain_text, &media, &r), 0);
	assert_int_equal(r->width, 812);
	assert_int_equal(r->height, 1218);
	assert_int_equal(zpl_encode(r, TRACKING_GAP, &b), 0);
	ours = decoded(b->data, b->size);
	server = start_server();
	theirs = through_lprint(r);
	(void)kill(server, SIGTERM);
	(void)waitpid(server, NULL, 0);
	assert_non_null(ours);
	assert_non_null(theirs);
	assert_int_equal(theirs->width, r->width);
	assert_int_equal(theirs->height, r->height);
	assert_memory_equal(ours->bits, r->bits, (size_t)r->stride * r->height);
	assert_memory_equal(theirs->bits, r->bits, (size_t)r->stride * r->height);
	free(ours);
	free(theirs);
	free(b);
	free(r);
	free(c.rows);
	label_cool();
}

static int set_up(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/bascule-lprint-XXXXXX");
	if (mkdtemp(folder) == NULL || lang_init() < 0)
		return -1;
	(void)setenv("HOME", folder, 1);
	(void)setenv("TMPDIR", folder, 1);
	(void)setenv("XDG_RUNTIME_DIR", folder, 1);
	choose_port();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return run((const char *[]){ "rm", "-rf", folder, NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lprint_sends_the_same_dots),
	};

	if (run((const char *[]){ "lprint", "drivers", NULL }) == 127) {
		puts("skip: lprint is not installed");
		return 77;
	}
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
