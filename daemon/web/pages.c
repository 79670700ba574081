// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page's files (site.h) and the font from Debian's fonts-inter. A file that is asked for with
 * its hash (?v=) is kept by the browser for ever; everything else carries an ETag and is asked
 * for again each time: an upgraded daemon shows its own page at once.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include "site.h"
#include "web_private.h"

enum { TAG_SIZE = 24 };

struct pages {
	int fonts; /* folder of the font files, -1: not installed, the page has a second choice */
	struct site site;
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
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (site_ends_in(name, types[i].ending))
			return types[i].type;
	return "application/octet-stream";
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
	int r;

	(void)w;
	if (!p)
		return -ENOMEM;
	p->fonts = open_fonts();
	r = site_init(&p->site);
	if (r < 0) {
		pages_free(p);
		return r;
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
	site_done(&p->site);
	free(p);
	return NULL;
}

bool pages_known(const struct exchange *x, const char *tag)
{
	const char *known =
		MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "If-None-Match");

	return known && strstr(known, tag);
}

/* "gzip, deflate" or "br;q=1.0, gzip;q=0.8", but not "gzip;q=0" (RFC 9110, 12.5.3). */
bool pages_gzip_wanted(const char *accepted)
{
	const char *word = accepted ? strcasestr(accepted, "gzip") : NULL, *q;

	if (!word || (word > accepted && !strchr(" ,\t", word[-1])))
		return false;
	word += strlen("gzip");
	if (*word && !strchr(" ,;\t", *word))
		return false;
	q = memmem(word, strcspn(word, ","), "q=", 2);
	return !q || isdigit((unsigned char)q[2 + strspn(q + 2, "0.")]);
}

static void send_as(struct exchange *x, struct MHD_Response *r, unsigned status, const char *name,
	const char *tag, const char *keep)
{
	if (r) {
		MHD_add_response_header(r, "Content-Type", type_of(name));
		MHD_add_response_header(r, "ETag", tag);
		MHD_add_response_header(r, "Cache-Control", keep);
	}
	reply_response(x, status, r);
}

static struct MHD_Response *empty(void)
{
	static char nothing[] = "";

	return MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *content(const struct site_file *f, bool packed)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(packed ? f->packed_size : f->size,
		packed ? f->packed : (char *)(uintptr_t)f->data, MHD_RESPMEM_PERSISTENT);

	if (r && packed)
		MHD_add_response_header(r, "Content-Encoding", "gzip");
	return r;
}

static void send_file(struct exchange *x, const struct site_file *f)
{
	const char *asked = MHD_lookup_connection_value(x->connection, MHD_GET_ARGUMENT_KIND, "v");
	const char *keep =
		asked && !strcmp(asked, f->hash) ? "max-age=31536000, immutable" : "no-cache";
	bool packed = f->packed && pages_gzip_wanted(MHD_lookup_connection_value(
					   x->connection, MHD_HEADER_KIND, "Accept-Encoding"));
	bool known;
	struct MHD_Response *r;
	char tag[TAG_SIZE];

	snprintf(tag, sizeof(tag), "\"%s%s\"", f->hash, packed ? "-gz" : "");
	known = pages_known(x, tag);
	r = known ? empty() : content(f, packed);
	if (r && f->packed)
		MHD_add_response_header(r, "Vary", "Accept-Encoding");
	if (r && !strcmp(f->name, "index.html"))
		MHD_add_response_header(r, "Content-Security-Policy", x->web->pages->site.policy);
	send_as(x, r, known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, f->name, tag, keep);
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
	if (pages_known(x, tag)) {
		send_as(x, empty(), MHD_HTTP_NOT_MODIFIED, name, tag, "no-cache");
		return true;
	}
	r = MHD_create_response_from_fd((size_t)st.st_size, fd);
	if (r)
		(void)TAKE_FD(fd);
	send_as(x, r, MHD_HTTP_OK, name, tag, "no-cache");
	return true;
}

void pages_handle(struct exchange *x)
{
	const char *name = strcmp(x->path, "/") ? x->path + 1 : "index.html";
	const struct site_file *f = site_find(&x->web->pages->site, name);

	if (f)
		send_file(x, f);
	else if (strncmp(x->path, "/fonts/", 7) || !send_font(x, x->path + 7))
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_page");
}
