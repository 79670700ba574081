// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as station.conf: read, asked for everything, every mistake said, nothing broken. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include "conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask_everything(struct conf *c, const char *kind)
{
	static const char *const words[] = { "usb", "serial", NULL };

	for (struct conf_section *s = conf_section(c, kind, NULL); s;
		s = conf_section(c, kind, s)) {
		int64_t n = conf_int(s, "port", 1, 65535, 80);

		assert(n >= 1 && n <= 65535);
		assert(conf_choice(s, "driver", words, 0) <= 1);
		assert(conf_kg(s, "maximum", 5) >= 0);
		(void)conf_bool(s, "automatic", true);
		assert(conf_section_name(s) && conf_text(s, "path", "") != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "site", "scale", NULL };
	_cleanup_close_ int fd = memfd_create("conf", MFD_CLOEXEC);
	_cleanup_(cleanup_conf_free) struct conf *c = NULL;
	static FILE *nowhere;
	char path[40];

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		return 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (conf_read(path, &c) < 0)
		return 0;
	ask_everything(c, "site");
	ask_everything(c, "scale");
	conf_check_unused(c, kinds);
	conf_print(c, LANG_FR, nowhere);
	return 0;
}
