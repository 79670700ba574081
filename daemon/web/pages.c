// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page's files, compiled in, and the font from Debian's fonts-inter. Everything carries
 * an ETag and is asked for again each time: an upgraded daemon shows its own page at once.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include "asset.h"
#include "web_private.h"

enum { TAG_SIZE = 24, FILES_MOST = 512 };

struct file {
	const struct asset *asset;
	char tag[TAG_SIZE];
};

struct pages {
	int fonts; /* folder of the font files, -1: not installed, the page has a second choice */
	size_t count;
	struct file files[FILES_MOST];
};

static const struct {
	const char *ending;
	const char *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".json", "application/json; charset=utf-8" },
	{ ".svg", "image/svg+xml; charset=utf-8" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".otf", "font/otf" },
	{ ".ttf", "font/ttf" },
	{ ".woff2", "font/woff2" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".txt", "text/plain; charset=utf-8" },
};

static const char *type_of(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		size_t end = strlen(types[i].ending);

		if (len > end && !strcmp(name + len - end, types[i].ending))
			return types[i].type;
	}
	return "application/octet-stream";
}

static void make_tag(const struct asset *a, char ret_tag[TAG_SIZE])
{
	uint8_t hash[crypto_generichash_BYTES_MIN];
	char hex[2 * sizeof(hash) + 1];

	crypto_generichash(hash, sizeof(hash), (const uint8_t *)a->data, a->size, NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	snprintf(ret_tag, TAG_SIZE, "\"%.16s\"", hex);
}

/* "lang/fr/page.json" and what lies below web/page/ are served; schema and catalogue are not. */
static bool is_page(const struct asset *a)
{
	return !strncmp(a->name, "lang/", 5) || !strncmp(a->name, "web/page/", 9);
}

static int open_fonts(void)
{
	static const char *const folders[] = { "/usr/share/fonts/opentype/inter",
		"/usr/share/fonts/truetype/inter" };

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		int fd = open(folders[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		if (fd >= 0)
			return fd;
	}
	return -1;
}

int pages_new(struct web *w, struct pages **ret_pages)
{
	struct pages *p = calloc(1, sizeof(*p));

	(void)w;
	if (!p)
		return -ENOMEM;
	p->fonts = open_fonts();
	for (const struct asset *a = asset_next(NULL); a; a = asset_next(a)) {
		if (!is_page(a) || p->count == FILES_MOST)
			continue;
		p->files[p->count].asset = a;
		make_tag(a, p->files[p->count++].tag);
	}
	*ret_pages = p;
	return 0;
}

struct pages *pages_free(struct pages *p)
{
	if (!p)
		return NULL;
	if (p->fonts >= 0)
		close(p->fonts);
	free(p);
	return NULL;
}

static const struct file *find(const struct pages *p, const char *path)
{
	const char *below = "web/page/", *name = path + 1;

	if (!strcmp(path, "/"))
		name = "index.html";
	if (!strncmp(name, "lang/", 5))
		below = "";
	for (size_t i = 0; i < p->count; i++) {
		const char *own = p->files[i].asset->name;

		if (!strncmp(own, below, strlen(below)) && !strcmp(own + strlen(below), name))
			return &p->files[i];
	}
	return NULL;
}

static bool is_known(const struct exchange *x, const char *tag)
{
	const char *known =
		MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "If-None-Match");

	return known && strstr(known, tag);
}

static void send_as(struct exchange *x, struct MHD_Response *r, unsigned status, const char *name,
	const char *tag)
{
	if (r) {
		MHD_add_response_header(r, "Content-Type", type_of(name));
		MHD_add_response_header(r, "ETag", tag);
		MHD_add_response_header(r, "Cache-Control", "no-cache");
	}
	reply_response(x, status, r);
}

static void send_unchanged(struct exchange *x, const char *name, const char *tag)
{
	static char nothing[] = "";

	send_as(x, MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT),
		MHD_HTTP_NOT_MODIFIED, name, tag);
}

static void send_file(struct exchange *x, const struct file *f)
{
	struct MHD_Response *r;

	if (is_known(x, f->tag)) {
		send_unchanged(x, f->asset->name, f->tag);
		return;
	}
	r = MHD_create_response_from_buffer(
		f->asset->size, (char *)(uintptr_t)f->asset->data, MHD_RESPMEM_PERSISTENT);
	send_as(x, r, MHD_HTTP_OK, f->asset->name, f->tag);
}

/* "Inter-Bold.otf": letters, digits, - and one ending; so never a path. */
static bool is_font_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '-' && *c != '.')
			return false;
	return isalpha((unsigned char)*name) && !strncmp(type_of(name), "font/", 5);
}

static bool send_font(struct exchange *x, const char *name)
{
	_cleanup_close_ int fd = -1;
	struct MHD_Response *r;
	char tag[TAG_SIZE];
	struct stat st;

	if (x->web->pages->fonts < 0 || !is_font_name(name))
		return false;
	fd = openat(x->web->pages->fonts, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	snprintf(tag, sizeof(tag), "\"%llx-%llx\"", (unsigned long long)st.st_mtime & 0xffffffff,
		(unsigned long long)st.st_size);
	if (is_known(x, tag)) {
		send_unchanged(x, name, tag);
		return true;
	}
	r = MHD_create_response_from_fd((size_t)st.st_size, fd);
	if (r)
		(void)TAKE_FD(fd);
	send_as(x, r, MHD_HTTP_OK, name, tag);
	return true;
}

void pages_handle(struct exchange *x)
{
	const struct file *f = find(x->web->pages, x->path);

	if (f)
		send_file(x, f);
	else if (strncmp(x->path, "/fonts/", 7) || !send_font(x, x->path + 7))
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_page");
}
