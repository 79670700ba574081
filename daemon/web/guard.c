// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which requests are heard at all, before it is asked who makes them (who.c): those of programs of this
 * machine and of our own page. A page of another site, opened in a browser here, is kept out in two ways: its
 * name for us is not in the list of hosts (DNS rebinding), and a call that the browser
 * marks as foreign is refused, for reading too: whoever cannot read the answer can still
 * measure it. A request without these marks comes from a program. The page itself may be
 * opened from anywhere.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "web_private.h"

static const char *header(const struct exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* The host part: "localhost:8080" -> 9, "[::1]:8080" -> 5. */
static size_t host_length(const char *host)
{
	return *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
}

static bool is_digits(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len >= 1 && len <= 5 && !text[len];
}

static bool in_list(const char *list, const char *name, size_t len)
{
	while (*list) {
		size_t word = strcspn(list, " ");

		if (word == len && !strncasecmp(list, name, len))
			return true;
		list += word;
		list += strspn(list, " ");
	}
	return false;
}

/* Any port: a tunnel may give another one, and rebinding needs a name. */
static bool host_is_ours(const struct exchange *x, const char *host)
{
	size_t len = host_length(host);

	if (len > strlen(host) || (host[len] && (host[len] != ':' || !is_digits(host + len + 1))))
		return false;
	if (x->lan ? lan_host_is_ours(x, host, len)
		   : in_list("127.0.0.1 localhost [::1]", host, len))
		return true;
	return in_list(x->web->hosts, host, len);
}

static bool is_foreign(const struct exchange *x, const char *host)
{
	const char *origin = header(x, "Origin"), *site = header(x, "Sec-Fetch-Site");
	const char *http = x->lan ? "https://" : "http://";

	if (site && strcmp(site, "same-origin") && strcmp(site, "none"))
		return true;
	if (!origin)
		return false;
	return strncmp(origin, http, strlen(http)) || strcasecmp(origin + strlen(http), host);
}

static bool only_opens_a_page(const struct exchange *x)
{
	return (!strcmp(x->method, "GET") || !strcmp(x->method, "HEAD")) &&
	       strncmp(x->path, "/api/", 5);
}

const char *guard_refuses(const struct exchange *x)
{
	const char *host = header(x, "Host");

	if (!host || !host_is_ours(x, host))
		return "foreign_host";
	if (!only_opens_a_page(x) && is_foreign(x, host))
		return "foreign_origin";
	return NULL;
}

bool guard_hosts_are_fine(const char *hosts)
{
	for (; *hosts; hosts++)
		if (!isalnum((unsigned char)*hosts) && !strchr(".- ", *hosts))
			return false;
	return true;
}
