// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Labels on the page: the picture of one, drawn from the committed weighing as the printer gets
 * it, or of a control code; and a person's wish to print one, a strip of codes, or to have none.
 */
#include <string.h>
#include "act.h"
#include "clock.h"
#include "item.h"
#include "label.h"
#include "web_private.h"

struct picture {
	char id[PRIVATE_KEY_SIZE];
	struct weighing weighing;
	struct item item; /* it is that of an item; else its id is "" */
};

static int draw(struct exchange *x, const struct picture *p, uint8_t **ret_png, size_t *ret_size)
{
	const struct label_text text = { .lang = desk_lang(x->web->desk),
		.crossed = desk_trains(x->web->desk),
		.line = desk_label_line(x->web->desk) };
	struct label_media on;
	struct raster *raster = NULL;
	int r;

	desk_label_media(x->web->desk, &on);
	r = p->item.id[0]
		    ? label_item(&p->item, desk_catalogue(x->web->desk), &text, &on, &raster)
		    : label_goods(&p->weighing, desk_catalogue(x->web->desk), &text, &on, &raster);

	if (r >= 0)
		r = raster_png(raster, ret_png, ret_size);
	free(raster);
	return r;
}

static void on_weighing(void *data, void *arg, int result)
{
	_cleanup_free_ struct picture *p = arg;
	struct exchange *x = data;
	uint8_t *png = NULL;
	size_t size = 0;

	if (result >= 0 && !x->web->ending)
		result = draw(x, p, &png, &size);
	if (result == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_weighing");
	else if (result < 0 || !png)
		reply_errno(x, result);
	else
		reply_text(x, MHD_HTTP_OK, "image/png", (char *)png, size);
}

static int run_weighing(struct ledger *l, void *arg)
{
	struct picture *p = arg;

	int r = ledger_weighing(l, p->id, &p->weighing);

	return r == -ENOENT ? ledger_item_label(l, p->id, &p->item) : r;
}

/* The label of a control code that is offered. false: it is none. */
static bool reply_control(struct exchange *x, const char *code)
{
	const struct desk *d = x->web->desk;
	struct raster *raster = NULL;
	struct control_cell cell;
	struct label_media on;
	struct moment now;
	uint8_t *png = NULL;
	size_t size = 0;
	int r;

	clock_now(&now);
	r = control_cell_of(code, desk_catalogue(d), now.day, x->request.who.lang, &cell);
	if (r == -ENOENT)
		return false;
	desk_label_media(d, &on);
	if (r == 0)
		r = label_control(&cell, &on, &raster);
	if (r == 0)
		r = raster_png(raster, &png, &size);
	free(raster);
	if (r < 0)
		reply_errno(x, r);
	else
		reply_text(x, MHD_HTTP_OK, "image/png", (char *)png, size);
	return true;
}

void api_label(struct exchange *x)
{
	size_t len = strlen(x->arg);
	struct picture *p;
	int r;

	if (len < 5 || strcmp(x->arg + len - 4, ".png") || len - 4 >= sizeof(p->id)) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_weighing");
		return;
	}
	if (reply_if_down(x))
		return;
	p = calloc(1, sizeof(*p));
	if (p)
		memcpy(p->id, x->arg, len - 4);
	if (p && reply_control(x, p->id)) {
		free(p);
		return;
	}
	r = p ? store_ask(desk_store(x->web->desk), STORE_READER, run_weighing, p, on_weighing, x)
	      : -ENOMEM;
	if (r < 0) {
		free(p);
		reply_errno(x, r);
	}
}

static int run_drop(struct ledger *l, void *arg)
{
	const struct picture *p = arg;

	return ledger_label_drop(l, p->id);
}

static void on_dropped(void *data, void *arg, int result)
{
	_cleanup_free_ struct picture *p = arg;
	struct exchange *x = data;

	if (result == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_label");
	else if (result < 0)
		reply_errno(x, result);
	else
		reply_json(x, MHD_HTTP_OK, json_pack("{s:s,s:s}", "id", p->id, "state", "dropped"));
}

void api_label_dismiss(struct exchange *x)
{
	struct picture *p;
	struct body b;
	int r;

	if (!body_open(x, &b) || !body_done(&b) || reply_if_down(x))
		return;
	p = calloc(1, sizeof(*p));
	if (p)
		(void)snprintf(p->id, sizeof(p->id), "%.*s", (int)sizeof(p->id) - 1, x->arg);
	r = p ? store_ask(desk_store(x->web->desk), STORE_WRITER, run_drop, p, on_dropped, x)
	      : -ENOMEM;
	if (r < 0) {
		free(p);
		reply_errno(x, r);
	}
}

static void on_waiting(void *data, int result)
{
	struct exchange *x = data;

	if (result == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_weighing");
	else if (result < 0)
		reply_errno(x, result);
	else
		reply_json(x, MHD_HTTP_ACCEPTED,
			json_pack("{s:s,s:s}", "id", x->arg, "state", "waiting"));
}

void api_label_print(struct exchange *x)
{
	struct body b;
	int r;

	if (!body_open(x, &b) || !body_done(&b) || reply_if_down(x))
		return;
	if (!printers_count(desk_printers(x->web->desk))) {
		reply_key(x, MHD_HTTP_CONFLICT, "no_printer");
		return;
	}
	r = desk_print(x->web->desk, x->arg, on_waiting, x);
	if (r < 0)
		reply_errno(x, r);
}

/* Numbers are given out for labels: where nothing prints them none is. */
void api_item_keys(struct exchange *x)
{
	if (printers_count(desk_printers(x->web->desk)))
		api_make(x);
	else
		reply_key(x, MHD_HTTP_CONFLICT, "no_printer");
}

/* ---- of a pack: the law says whether it may be printed ---- */

struct checked {
	char id[PRIVATE_KEY_SIZE], day[DAY_SIZE];
	struct sentence why;
};

static int run_check(struct ledger *l, void *arg)
{
	struct checked *c = arg;

	return pack_printable(l, c->id, c->day, &c->why);
}

static void on_checked(void *data, void *arg, int result)
{
	_cleanup_free_ struct checked *c = arg;
	struct exchange *x = data;

	if (result > 0)
		result = desk_print(x->web->desk, c->id, on_waiting, x);
	else if (result == 0)
		reply_refusal(x, MHD_HTTP_CONFLICT, &c->why);
	if (result == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_pack");
	else if (result < 0)
		reply_errno(x, result);
}

void api_pack_print(struct exchange *x)
{
	struct checked *c;
	struct body b;
	int r;

	if (!body_open(x, &b) || !body_done(&b) || reply_if_down(x))
		return;
	if (!printers_count(desk_printers(x->web->desk))) {
		reply_key(x, MHD_HTTP_CONFLICT, "no_printer");
		return;
	}
	c = calloc(1, sizeof(*c));
	if (c) {
		(void)snprintf(c->id, sizeof(c->id), "%.*s", (int)sizeof(c->id) - 1, x->arg);
		memcpy(c->day, x->request.now.day, sizeof(c->day));
	}
	r = c ? store_ask(desk_store(x->web->desk), STORE_WRITER, run_check, c, on_checked, x)
	      : -ENOMEM;
	if (r < 0) {
		free(c);
		reply_errno(x, r);
	}
}

/* r: how many labels, or -errno. */
static void reply_strip(struct exchange *x, const char *kind, int r)
{
	if (r == -ENODEV)
		reply_key(x, MHD_HTTP_CONFLICT, "no_printer");
	else if (r == -EBUSY)
		reply_key(x, MHD_HTTP_CONFLICT, "strip_running");
	else if (r == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "control_none");
	else if (r < 0)
		reply_errno(x, r);
	else
		reply_json(x, MHD_HTTP_ACCEPTED,
			json_pack("{s:s,s:i,s:s}", "kind", kind, "count", r, "state", "waiting"));
}

void api_strip_print(struct exchange *x)
{
	const struct control_kind *kind;
	const char *name;
	struct body b;

	if (!body_open(x, &b))
		return;
	name = body_text(&b, "kind", true, DEVICE_SIZE - 1);
	kind = control_kind_named(name ? name : "");
	if (!kind) {
		body_fault(&b, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_control_kind", NULL);
		sentence_param(&b.why, "kind", name ? name : "");
	}
	if (!body_done(&b) || !kind || reply_if_down(x))
		return;
	reply_strip(x, kind->name, desk_strip(x->web->desk, kind, x->request.who.lang));
}

static void print_start(struct exchange *x)
{
	json_t *lan = json_lan(x->web);
	const char *name = json_string_value(json_object_get(lan, "name"));
	const char *fingerprint = json_string_value(json_object_get(lan, "fingerprint"));
	char address[LABEL_SIZE];

	(void)snprintf(address, sizeof(address), "https://%s:%d", name ? name : "",
		(int)json_integer_value(json_object_get(lan, "port")));
	reply_strip(x, "start",
		desk_start_label(x->web->desk, address, fingerprint ? fingerprint : ""));
	json_decref(lan);
}

void api_start_label(struct exchange *x)
{
	struct body b;

	if (body_open(x, &b) && body_done(&b) && !reply_if_down(x))
		print_start(x);
}

void api_strip_stop(struct exchange *x)
{
	struct body b;

	if (!body_open(x, &b) || !body_done(&b))
		return;
	reply_json(x, MHD_HTTP_OK, json_pack("{s:i}", "count", (int)desk_strip_stop(x->web->desk)));
}
