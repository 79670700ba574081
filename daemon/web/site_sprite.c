// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * /pictograms.svg: all pictograms in one file, each a symbol of its name with the attributes of
 * its own file. The page would ask for some 60 of them one by one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "site.h"

/* <svg …>content</svg> becomes <symbol id="NAME" …>content</symbol>, without its comment. */
static void put_symbol(FILE *out, const struct site_file *f, const char *name)
{
	const char *root = strstr(f->data, "viewBox="), *content = root ? strchr(root, '>') : NULL;
	const char *comment = content ? strstr(content, "-->") : NULL;
	const char *end = content ? strstr(content, "</svg>") : NULL;

	if (!end)
		return;
	fprintf(out, "<symbol id=\"%.*s\" %.*s>", (int)(strlen(name) - strlen(".svg")), name,
		(int)(content - root), root);
	content = comment ? comment + strlen("-->") : content + 1;
	fprintf(out, "%.*s</symbol>\n", (int)(end - content), content);
}

int site_add_sprite(struct site *s)
{
	static const char folder[] = "pictograms/";
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -ENOMEM;
	fputs("<svg xmlns=\"http://www.w3.org/2000/svg\">\n", out);
	for (size_t i = 0; i < s->count; i++) {
		const char *name = s->files[i].name;

		if (!strncmp(name, folder, strlen(folder)) && site_ends_in(name, ".svg"))
			put_symbol(out, &s->files[i], name + strlen(folder));
	}
	fputs("</svg>\n", out);
	if (fclose(out)) {
		free(text);
		return -ENOMEM;
	}
	return site_add_made(s, "pictograms.svg", text, size);
}
