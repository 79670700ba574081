// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Other machines: TLS 1.2 and 1.3 by libmicrohttpd's GnuTLS, on a port of its own that is closed unless
 * station.conf opens it. What comes in here is answered by the same calls, as nobody until somebody logs in.
 */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include "certificate.h"
#include "log.h"
#include "web_private.h"

enum { HOST_NAME_SIZE = 65 };

static const char priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

struct lan {
	int port, socket;
	char chain[PATH_MAX], key[PATH_MAX]; /* the site's own files; "" : none */
	char host[HOST_NAME_SIZE], local[HOST_NAME_SIZE + 8];
	struct certificate certificate;
};

static void read_path(struct conf_section *s, const char *key, char ret_path[PATH_MAX])
{
	const char *path = conf_text(s, key, "");
	struct sentence why = { .key = "conf_bad_path" };

	if ((!*path || *path == '/') && snprintf(ret_path, PATH_MAX, "%s", path) < PATH_MAX)
		return;
	sentence_param(&why, "value", path);
	conf_mistake(s, key, &why);
}

int lan_new(struct conf_section *s, struct lan **ret_lan)
{
	const struct sentence why = { .key = "conf_certificate_pair" };
	struct lan *lan = calloc(1, sizeof(*lan));

	if (!lan)
		return -ENOMEM;
	lan->socket = -1;
	lan->port = (int)conf_int(s, "lan_port", 0, 65535, 0);
	read_path(s, "certificate", lan->chain);
	read_path(s, "certificate_key", lan->key);
	if (!*lan->chain != !*lan->key)
		conf_mistake(s, *lan->chain ? "certificate" : "certificate_key", &why);
	if (gethostname(lan->host, sizeof(lan->host) - 1) < 0)
		(void)snprintf(lan->host, sizeof(lan->host), "bascule");
	(void)snprintf(lan->local, sizeof(lan->local), "%s.local", lan->host);
	*ret_lan = lan;
	return 0;
}

struct lan *lan_free(struct lan *lan)
{
	if (!lan)
		return NULL;
	if (lan->socket >= 0)
		close(lan->socket);
	certificate_done(&lan->certificate);
	free(lan);
	return NULL;
}

static int load(struct web *w)
{
	struct lan *lan = w->lan;
	const char *const names[] = { lan->host, lan->local, "bascule.local", "localhost", NULL };

	return *lan->chain ? certificate_read(lan->chain, lan->key, &lan->certificate)
			   : certificate_own(desk_people_folder(w->desk), names, &lan->certificate);
}

/* IPv6 takes IPv4 too; where there is none, IPv4 alone. */
static int bind_to(int port)
{
	struct sockaddr_in6 any6 = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	struct sockaddr_in any4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	_cleanup_close_ int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	const int one = 1, zero = 0;
	bool six = fd >= 0;

	if (!six)
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0)
		return -errno;
	if (six && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero)) < 0)
		return -errno;
	if (bind(fd, six ? (struct sockaddr *)&any6 : (struct sockaddr *)&any4,
		    six ? sizeof(any6) : sizeof(any4)) < 0 ||
		listen(fd, SOMAXCONN) < 0)
		return -errno;
	return TAKE_FD(fd);
}

static int listen_on(struct web *w, struct lan *lan)
{
	const int kept = kept_socket(w, FROM_LAN, lan->port);

	lan->socket = kept < 0 ? bind_to(lan->port) : kept;
	if (lan->socket < 0)
		return lan->socket;
	kept_listens(w, FROM_LAN, lan->socket);
	return 0;
}

int lan_start(struct web *w, const struct web_callbacks *calls, struct MHD_Daemon **ret_daemon)
{
	struct lan *lan = w->lan;
	int r = lan->port ? load(w) : 0;

	if (!lan->port)
		return 0;
	if (r == 0)
		r = listen_on(w, lan);
	if (r < 0)
		return r;
	*ret_daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TLS | MHD_USE_NO_LISTEN_SOCKET,
		0, NULL, NULL, calls->request, w, MHD_OPTION_NOTIFY_COMPLETED, calls->completed, w,
		MHD_OPTION_NOTIFY_CONNECTION, connections_notify, w->connections,
		MHD_OPTION_UNESCAPE_CALLBACK, frame_unescape, NULL, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)LAN_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_POOL, MHD_OPTION_STRICT_FOR_CLIENT,
		HEAD_STRICTNESS, MHD_OPTION_HTTPS_MEM_CERT, lan->certificate.chain,
		MHD_OPTION_HTTPS_MEM_KEY, lan->certificate.key, MHD_OPTION_HTTPS_PRIORITIES,
		priorities, MHD_OPTION_END);
	if (!*ret_daemon)
		return -EIO;
	r = door_new(w, *ret_daemon, TAKE_FD(lan->socket), &w->door);
	if (r < 0) {
		MHD_stop_daemon(*ret_daemon);
		*ret_daemon = NULL;
	}
	return r;
}

/* The address that was called: a name may be bound anew to us by a stranger, a number not. */
static bool is_address(const struct exchange *x, const char *host, size_t len)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct sockaddr_storage own = { 0 };
	socklen_t size = sizeof(own);
	char text[INET6_ADDRSTRLEN + 2] = "", six_text[INET6_ADDRSTRLEN];
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&own;
	const struct sockaddr_in *four = (const struct sockaddr_in *)&own;

	if (!info || getsockname(info->connect_fd, (struct sockaddr *)&own, &size) < 0)
		return false;
	if (own.ss_family == AF_INET)
		(void)inet_ntop(AF_INET, &four->sin_addr, text, sizeof(text));
	else if (IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
		(void)inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], text, sizeof(text));
	else if (inet_ntop(AF_INET6, &six->sin6_addr, six_text, sizeof(six_text)))
		(void)snprintf(text, sizeof(text), "[%s]", six_text);
	return strlen(text) == len && !strncasecmp(text, host, len);
}

static bool is_name(const char *name, const char *host, size_t len)
{
	return strlen(name) == len && !strncasecmp(name, host, len);
}

bool lan_host_is_ours(const struct exchange *x, const char *host, size_t len)
{
	const struct lan *lan = x->web->lan;

	return is_name(lan->host, host, len) || is_name(lan->local, host, len) ||
	       is_name("bascule.local", host, len) || is_address(x, host, len);
}

bool lan_failed(const struct web *w)
{
	return w->lan && w->lan->port && !w->lan_daemon;
}

json_t *json_lan(const struct web *w)
{
	if (!w->lan_daemon)
		return json_null();
	return json_pack("{s:i,s:s,s:s}", "port", w->lan->port, "name", w->lan->local,
		"fingerprint", w->lan->certificate.fingerprint);
}
