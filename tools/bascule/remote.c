// SPDX-License-Identifier: GPL-3.0-or-later
/* Asking a daemon: one call of its API, with its own sentence when it refuses. */
#include <curl/curl.h>
#include <string.h>
#include <sys/random.h>
#include "cli.h"
#include "files.h"
#include "secrets.h"

enum { ANSWER_MAX = 256 * 1024 * 1024 };

struct received {
	char *text;
	size_t size;
	void (*watch)(void *data); /* about once a second while the answer is waited for */
	void *data;
	FILE *out;  /* NULL: all of it is kept; else it goes there, but a refusal */
	CURL *curl; /* of it: tells the status */
	bool empty; /* the daemon says that no figure in it is above 0 */
	char file[sizeof(((struct answer *)NULL)->file)]; /* and what it calls it */
};

/* Of one line of the head, behind that name; NULL: it is another line. */
static const char *header(const char *name, const char *data, size_t size)
{
	size_t n = strlen(name);

	return size > n && strncasecmp(data, name, n) == 0 ? data + n : NULL;
}

/* A name alone, never a way to another folder. */
static void take_file_name(struct received *a, const char *line, size_t size)
{
	static const char before[] = "filename=\"";
	const char *name = memmem(line, size, before, sizeof(before) - 1);
	const char *end = line + size, *quote;

	name = name ? name + sizeof(before) - 1 : end;
	quote = memchr(name, '"', (size_t)(end - name));
	if (!quote || quote == name || *name == '.' || memchr(name, '/', (size_t)(quote - name)) ||
		(size_t)(quote - name) >= sizeof(a->file))
		return;
	memcpy(a->file, name, (size_t)(quote - name));
}

static size_t take_header(char *data, size_t one, size_t count, void *to)
{
	struct received *a = to;
	size_t size = one * count;
	const char *file = header("Content-Disposition:", data, size);

	a->empty |= header("Bascule-Empty:", data, size) != NULL;
	if (file)
		take_file_name(a, file, size - (size_t)(file - data));
	return size;
}

static size_t take(char *data, size_t one, size_t count, void *to)
{
	struct received *a = to;
	size_t n = one * count;
	long status = 0;
	char *text;

	if (a->out && curl_easy_getinfo(a->curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK &&
		status == 200)
		return fwrite(data, 1, n, a->out);
	text = n <= ANSWER_MAX - a->size ? realloc(a->text, a->size + n + 1) : NULL;

	if (!text)
		return 0;
	memcpy(text + a->size, data, n);
	a->text = text;
	a->size += n;
	return n;
}

static int waiting(void *from, curl_off_t down, curl_off_t downed, curl_off_t up, curl_off_t upped)
{
	const struct received *a = from;

	(void)down;
	(void)downed;
	(void)up;
	(void)upped;
	a->watch(a->data);
	return 0;
}

/* Of this machine: nobody else gets the console's token. */
static bool is_here(const char *url)
{
	static const char *const here[] = { "http://127.0.0.1", "http://localhost",
		"http://[::1]" };

	for (size_t i = 0; i < ARRAY_SIZE(here); i++) {
		size_t len = strlen(here[i]);

		/* "http://localhost:x@elsewhere/" is elsewhere. */
		if (!strncmp(url, here[i], len) && strchr(":/", url[len]))
			return !strchr(url, '@');
	}
	return false;
}

/* Whoever may not read it is a volunteer, and is told so by the daemon. */
static struct curl_slist *add_token(const struct cli *c, const char *url, struct curl_slist *list)
{
	char folder[PATH_MAX], line[TOKEN_TEXT_SIZE + 32];
	_cleanup_free_ char *text = NULL;

	cli_people_folder(c, folder);
	if (!is_here(url) || files_get(folder, "console", &text) < 0 ||
		strcspn(text, "\n") != TOKEN_TEXT_SIZE - 1)
		return list;
	(void)snprintf(line, sizeof(line), "Authorization: Bearer %.*s", TOKEN_TEXT_SIZE - 1, text);
	return curl_slist_append(list, line);
}

static struct curl_slist *headers(const struct cli *c, const char *url, const struct sent *sent)
{
	struct curl_slist *list = NULL;
	unsigned char random[16] = { 0 };
	char line[96];
	size_t n;

	(void)snprintf(line, sizeof(line), "Accept-Language: %s", lang_name(c->lang));
	list = add_token(c, url, curl_slist_append(list, line));
	if (!sent)
		return list;
	(void)snprintf(line, sizeof(line), "Content-Type: %s",
		sent->type ? sent->type : "application/json");
	list = curl_slist_append(list, line);
	if (getrandom(random, sizeof(random), 0) < 0)
		return list;
	n = (size_t)snprintf(line, sizeof(line), "Idempotency-Key: cli-");
	for (size_t i = 0; i < sizeof(random); i++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, "%02x", random[i]);
	return curl_slist_append(list, line);
}

static CURLcode perform(CURL *curl, struct received *a)
{
	CURLcode rc = curl_easy_perform(curl);

	/* The key makes a second try safe: it is the same request. */
	if (!a->out &&
		(rc == CURLE_GOT_NOTHING || rc == CURLE_RECV_ERROR || rc == CURLE_SEND_ERROR)) {
		a->size = 0;
		rc = curl_easy_perform(curl);
	}
	return rc;
}

static int transfer(const struct cli *c, const char *url, const struct sent *sent,
	struct received *a, long *ret_status)
{
	CURL *curl = curl_easy_init();
	struct curl_slist *list = headers(c, url, sent);
	CURLcode rc = CURLE_FAILED_INIT;

	if (curl && list) {
		curl_easy_setopt(curl, CURLOPT_URL, url);
		curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
		curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
		curl_easy_setopt(curl, CURLOPT_WRITEDATA, a);
		curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
		curl_easy_setopt(curl, CURLOPT_HEADERDATA, a);
		curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
		a->curl = curl;
		if (a->out) { /* as long as something comes */
			curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
			curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 120L);
		} else {
			curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
		}
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "127.0.0.1,localhost");
		if (sent) {
			curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sent->bytes);
			curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)sent->size);
		}
		if (a->watch) {
			curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
			curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, waiting);
			curl_easy_setopt(curl, CURLOPT_XFERINFODATA, a);
		}
		rc = perform(curl, a);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
	}
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
	return rc == CURLE_OK ? 0 : -EIO;
}

/* The daemon's own sentence, or that what answered is no daemon of ours. */
static int refusal(const struct cli *c, const char *url, long status, const json_t *json)
{
	const char *message = json_string_value(json_object_get(json, "message"));
	const json_t *one;
	size_t i;

	if (!message)
		return cli_say_param(c, EXIT_FAILED, "not_a_daemon", "url", url);
	(void)fprintf(stderr, "bascule: %s\n", message);
	json_array_foreach(json_object_get(json, "mistakes"), i, one)(void)
		fprintf(stderr, "  %s: %s\n", text_of(one, "field"), text_of(one, "message"));
	return cli_refusal((unsigned)status);
}

int remote_call(const struct cli *c, const char *url, const char *path, const json_t *body,
	json_t **ret_json)
{
	return remote_watch(c, url, path, body, NULL, NULL, ret_json);
}

/* EXIT_DONE with an answer of whatever status, to be freed. */
static int ask(const struct cli *c, const char *url, const char *path, const struct sent *sent,
	struct received *a, long *ret_status)
{
	_cleanup_free_ char *whole = NULL;
	size_t end = strlen(url);

	while (end && url[end - 1] == '/')
		end--;
	if (asprintf(&whole, "%.*s/api/v1%s", (int)end, url, path) < 0)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	if (transfer(c, whole, sent, a, ret_status) == 0)
		return EXIT_DONE;
	free(a->text);
	return cli_say_param(c, EXIT_FAILED, "no_daemon", "url", url);
}

/* What a refusal has more to say of than one sentence: its mistakes. */
static bool has_mistakes(const struct received *a)
{
	json_t *json = a->text ? json_loadb(a->text, a->size, 0, NULL) : NULL;
	bool has = json_object_get(json, "mistakes");

	json_decref(json);
	return has;
}

static int refused(const struct cli *c, const char *url, long status, const struct received *a)
{
	json_t *json = a->text ? json_loadb(a->text, a->size, 0, NULL) : NULL;
	int code = refusal(c, url, status, json);

	json_decref(json);
	return code;
}

int remote_fetch(const struct cli *c, const char *url, const char *path, const struct sent *sent,
	struct answer *ret_answer)
{
	struct received a = { 0 };
	long status = 0;
	int r = ask(c, url, path, sent, &a, &status);

	if (r != EXIT_DONE)
		return r;
	if ((status >= 200 && status < 300) || (sent && has_mistakes(&a))) {
		*ret_answer = (struct answer){
			.status = (unsigned)status, .text = a.text, .size = a.size, .empty = a.empty
		};
		memcpy(ret_answer->file, a.file, sizeof(a.file));
		return EXIT_DONE;
	}
	r = refused(c, url, status, &a);
	free(a.text);
	return r;
}

bool remote_up(const struct cli *c, const char *url)
{
	_cleanup_free_ char *whole = NULL;
	struct received a = { 0 };
	long status = 0;
	size_t end = strlen(url);

	while (end && url[end - 1] == '/')
		end--;
	if (asprintf(&whole, "%.*s/api/v1/health", (int)end, url) < 0)
		return false;
	(void)transfer(c, whole, NULL, &a, &status);
	free(a.text);
	return status == 200;
}

int remote_stream(const struct cli *c, const char *url, const char *path, FILE *out)
{
	struct received a = { .out = out };
	long status = 0;
	int r = ask(c, url, path, NULL, &a, &status);

	if (r != EXIT_DONE)
		return r;
	if (status != 200)
		r = refused(c, url, status, &a);
	free(a.text);
	return r;
}

int remote_watch(const struct cli *c, const char *url, const char *path, const json_t *body,
	void (*watch)(void *data), void *data, json_t **ret_json)
{
	_cleanup_free_ char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	struct received a = { .watch = watch, .data = data };
	const struct sent sent = { NULL, text, text ? strlen(text) : 0 };
	long status = 0;
	json_t *json;
	int r;

	if (body && !text)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	r = ask(c, url, path, body ? &sent : NULL, &a, &status);
	if (r != EXIT_DONE)
		return r;
	json = a.text ? json_loadb(a.text, a.size, 0, NULL) : NULL;
	free(a.text);
	if (json && status >= 200 && status < 300) {
		*ret_json = json;
		return EXIT_DONE;
	}
	r = refusal(c, url, status, json);
	json_decref(json);
	return r;
}

int remote_add(char *path, size_t size, const char *name, const char *value)
{
	char *escaped = curl_easy_escape(NULL, value, 0);
	size_t used = strlen(path);
	int n = escaped ? snprintf(path + used, size - used, "%s=%s&", name, escaped) : -1;

	curl_free(escaped);
	return n < 0 || (size_t)n >= size - used ? -ENOBUFS : 0;
}
