// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule doctor [--config FILE] [--watch SECONDS] [--format json]: each configured device,
 * whether it was found and opened, what it answered last and what to do; then what is plugged in
 * and not named, with its lines for station.conf. While the daemon runs it holds the devices, so
 * it is asked; without one they are opened here and given back.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "clock.h"
#include "coordinators.h"
#include "doctor.h"
#include "first_day.h"
#include "log.h"
#include "mass.h"
#include "secret_change.h"

void doctor_say_device(const struct cli *c, const char *kind, const char *name, const char *device,
	bool open, const char *error)
{
	struct sentence s = { .key = open ? "doctor_open" : "doctor_closed" };
	char key[32], text[1024];

	/* lang: kind_* */
	(void)snprintf(key, sizeof(key), "kind_%s", kind);
	sentence_param(&s, "kind", lang_text(c->lang, key));
	sentence_param(&s, "name", name);
	sentence_param(&s, "device", device);
	sentence_param(&s, "error", error);
	(void)puts(lang_say(c->lang, &s, text, sizeof(text)));
}

void doctor_say_more(const char *text)
{
	(void)printf("    %s\n", text);
}

void doctor_say_list(const json_t *devices)
{
	const size_t count = json_array_size(devices);

	(void)puts("{\"devices\":[");
	for (size_t i = 0; i < count; i++) {
		(void)json_dumpf(json_array_get(devices, i), stdout, JSON_COMPACT);
		(void)puts(i + 1 < count ? "," : "");
	}
	(void)puts("]}");
}

/* What is amiss with the ledger. A daemon that refuses to weigh says it by an error. */
static bool say_health(const struct cli *c, const char *url)
{
	json_t *answer = NULL;
	bool amiss = remote_call(c, url, "/health", NULL, &answer) != EXIT_DONE;

	if (!amiss && json_is_false(json_object_get(answer, "ok"))) {
		amiss = true;
		(void)puts(text_of(answer, "message"));
	}
	json_decref(answer);
	return amiss;
}

static void say_lan_failed(const struct cli *c)
{
	struct sentence s = { .key = "doctor_lan_failed" };
	char folder[PATH_MAX], text[PATH_MAX + 512];

	cli_people_folder(c, folder);
	sentence_param(&s, "path", folder);
	(void)puts(lang_say(c->lang, &s, text, sizeof(text)));
}

/* What a person has to see to while weighing goes on: days that nobody knows, a coordinator without a PIN, a
 * certificate that is none. */
static bool say_troubles(const struct cli *c, const char *url)
{
	json_t *answer = NULL, *o;
	bool amiss = false;
	size_t i;

	if (remote_call(c, url, "/station", NULL, &answer) != EXIT_DONE)
		return true;
	json_array_foreach(json_object_get(answer, "troubles"), i, o)
	{
		const char *kind = text_of(o, "kind");

		if (strcmp(kind, "days") != 0 && strcmp(kind, "people") != 0 &&
			strcmp(kind, "lan") != 0)
			continue;
		amiss = true;
		(void)puts(text_of(o, "sentence"));
		if (strcmp(kind, "lan") == 0)
			say_lan_failed(c);
	}
	json_decref(answer);
	return amiss;
}

static int64_t mg_of(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

/* Loads that left today and are in no weighing: said, and no fault of a device. */
static void say_left(const struct cli *c, const char *url)
{
	const char mark = c->lang == LANG_FR ? ',' : '.';
	struct moment now;
	json_t *answer = NULL, *o;
	size_t i;

	clock_now(&now);
	if (remote_call(c, url, "/left", NULL, &answer) != EXIT_DONE)
		return;
	json_array_foreach(json_object_get(answer, "left"), i, o)
	{
		struct sentence s = { .key = "doctor_left" };
		char low[32], high[32], text[512];

		if (strncmp(text_of(o, "at"), now.day, strlen(now.day)) != 0 ||
			*text_of(o, "struck_by"))
			continue;
		sentence_param(&s, "name", text_of(o, "scale"));
		sentence_param(&s, "at", text_of(o, "at"));
		sentence_param(
			&s, "low", mass_format_kg(mg_of(o, "low_mg"), 3, mark, low, sizeof(low)));
		sentence_param(&s, "high",
			mass_format_kg(mg_of(o, "high_mg"), 3, mark, high, sizeof(high)));
		(void)puts(lang_say(c->lang, &s, text, sizeof(text)));
	}
	json_decref(answer);
}

/* By what other machines know that it is this station: people compare it once. */
static void say_lan(const struct cli *c, const char *url)
{
	struct sentence s = { .key = "doctor_lan" };
	json_t *answer = NULL;
	const json_t *lan;
	char text[512];

	if (remote_call(c, url, "/people", NULL, &answer) != EXIT_DONE)
		return;
	lan = json_object_get(answer, "lan");
	sentence_param(&s, "name", text_of(lan, "name"));
	sentence_param_int(&s, "port", json_integer_value(json_object_get(lan, "port")));
	sentence_param(&s, "fingerprint", text_of(lan, "fingerprint"));
	if (json_is_object(lan))
		(void)puts(lang_say(c->lang, &s, text, sizeof(text)));
	json_decref(answer);
}

/* One that the daemon has, in its own sentences. */
static void say_one(const struct cli *c, const json_t *o)
{
	static const char *const more[] = { "text", "approval", "slow" };

	doctor_say_device(c, text_of(o, "kind"), text_of(o, "name"), text_of(o, "device"),
		json_is_true(json_object_get(o, "open")), text_of(o, "last_error"));
	for (size_t i = 0; i < ARRAY_SIZE(more); i++)
		if (i == 0 || *text_of(o, more[i]))
			doctor_say_more(text_of(o, more[i]));
}

/* Around the devices: what the station says of itself. true: something is amiss. */
static bool say_station(const struct cli *c, const char *url)
{
	bool amiss;

	(void)puts(lang_text(c->lang, "doctor_daemon"));
	amiss = say_health(c, url);
	amiss |= say_troubles(c, url);
	say_left(c, url);
	say_lan(c, url);
	return amiss;
}

static int ask_daemon(const struct cli *c, const char *url, const struct doctor *how)
{
	json_t *answer = NULL, *devices, *o;
	int code = remote_call(c, url, "/devices", NULL, &answer);
	bool missing;
	size_t i;

	if (code != EXIT_DONE)
		return code;
	devices = json_object_get(answer, "devices");
	missing = !how->json && say_station(c, url);
	json_array_foreach(devices, i, o)
	{
		missing |= !json_is_true(json_object_get(o, "open"));
		if (!how->json)
			say_one(c, o);
	}
	if (how->json)
		doctor_say_list(devices);
	json_decref(answer);
	return missing ? EXIT_REFUSED : EXIT_DONE;
}

/* The daemon binds the loopback only, so one look there is enough. */
static bool is_listening(uint16_t port)
{
	const struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	_cleanup_close_ int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return fd >= 0 && connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0;
}

/* As the daemon: a station.conf that names nobody has the codes of the ledger that lies there. */
static int read_conf(const char *path, struct conf **ret_conf)
{
	int r = conf_read_station(path, ret_conf);

	return r < 0 ? r : ledger_name_conf(*ret_conf, NULL);
}

/* Whether a coordinator of the ledger that lies there has a PIN; also where it cannot be told. */
static bool has_coordinator(const char *db, const struct secrets *s)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *catalogue = NULL;
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct coordinators among = { .secrets = s };

	if (ledger_open(db, LEDGER_READ, NULL, NULL, &l) < 0 || ledger_catalogue(l, &catalogue) < 0)
		return true;
	clock_now(&among.now);
	among.catalogue = catalogue;
	return coordinators_any(&among, NULL);
}

/* What the daemon would say of the secrets (web/who.c); lang: secrets_unread no_coordinator_pin */
static bool say_secrets(const struct cli *c, struct conf *conf)
{
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	struct conf_section *store = conf_section(conf, "store", NULL);
	const char *db = conf_text(store, "path", CLI_LEDGER), *why = NULL;
	const char *known = conf_text(store, "known", NULL);
	char beside[PATH_MAX];

	secrets_folder(db, beside);
	if (!s || access(db, R_OK) < 0)
		return false;
	if (secrets_read(conf_text(store, "people", beside), s) < 0)
		why = "secrets_unread";
	else if (ledger_path_had_secrets(db, known) && !has_coordinator(db, s))
		why = "no_coordinator_pin";
	if (why)
		(void)puts(lang_text(c->lang, why));
	return why;
}

static int look(const struct cli *c, struct conf *conf, const struct doctor *how)
{
	const bool amiss = !how->json && say_secrets(c, conf);
	const int code = doctor_look(c, conf, how);

	return code == EXIT_DONE && amiss ? EXIT_REFUSED : code;
}

static int examine(const struct cli *c, const char *path, const struct doctor *how)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	int r = read_conf(path, &conf);
	char url[48];
	int64_t port;

	if (r < 0) {
		struct sentence why = { .key = "doctor_unreadable" };

		sentence_param(&why, "path", path);
		sentence_param(&why, "error", log_errno(r));
		return cli_say(c, EXIT_USAGE, &why);
	}
	port = conf_int(conf_section(conf, "http", NULL), "port", 0, UINT16_MAX, 8080);
	if (port == 0 || !is_listening((uint16_t)port))
		return look(c, conf, how);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%u", (unsigned)port);
	return ask_daemon(c, url, how);
}

static int read_format(const struct cli *c, const char *word, struct doctor *how)
{
	enum table_format format;
	int code = cli_format(c, word, &format);

	if (code == EXIT_DONE && format != FORMAT_TABLE && format != FORMAT_JSON)
		return cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(format));
	how->json = code == EXIT_DONE && format == FORMAT_JSON;
	return code;
}

int cmd_doctor(struct cli *c, int argc, char **argv)
{
	const char *path = cli_conf_path(), *watch = NULL, *format = NULL;
	const struct cli_option options[] = {
		{ "config", &path },
		{ "-c", &path },
		{ "watch", &watch },
		{ "-w", &watch },
		{ "format", &format },
	};
	char *end = "";
	struct doctor how = { 0 };
	unsigned long watch_s = 0;
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE)
		code = read_format(c, format, &how);
	if (code != EXIT_DONE)
		return code;
	if (watch)
		watch_s = strtoul(watch, &end, 10);
	if (*end || (watch && (watch_s == 0 || watch_s > 86400)))
		return cli_say_param(c, EXIT_USAGE, "bad_seconds", "value", watch);
	how.watch_s = how.json ? 0 : (unsigned)watch_s;
	return c->url ? ask_daemon(c, c->url, &how) : examine(c, path, &how);
}
