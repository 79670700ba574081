// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Before a step of the first day is kept: whose station it is already, and whether it would start with what is
 * said now. A daemon that ends for its configuration is not started again, so nothing is written on trust.
 */
#include <string.h>
#include "code.h"
#include "log.h"
#include "web_private.h"

/* What stands in station.conf; what was said since this daemon began will, once it begins anew. */
const char *first_day_site(const struct web *w, const char *key, const char *otherwise)
{
	const json_t *said = json_object_get(json_object_get(w->day, "site"), key);

	return conf_text(conf_section(w->conf, "site", NULL), key,
		json_is_string(said) ? json_string_value(said) : otherwise);
}

bool first_day_nameless(const struct web *w)
{
	return conf_is_nameless(w->conf) && !*first_day_site(w, "pole", "");
}

bool first_day_settled(const struct web *w)
{
	_cleanup_(cleanup_conf_free) struct conf *file = NULL;
	struct ledger_identity unused;
	struct sentence why;

	if (!store_down(desk_store(w->desk), &why) || conf_read(conf_path(w->conf), &file) < 0)
		return true;
	return !conf_is_nameless(file) || desk_whose(w->desk, &unused) != -ENOKEY;
}

void web_first_day_cut(struct web *w, enum first_day_part part)
{
	first_day_cut(w->day, part);
}

/* As at a start: everything is made, still closed, and unmade. */
static int make(struct conf *conf)
{
	struct loop *loop = NULL;
	struct desk *desk = NULL;
	struct web *web = NULL;
	int r = loop_new(&loop);

	if (r >= 0)
		r = desk_new(loop, NULL, conf, &desk);
	if (r >= 0)
		r = web_new(loop, conf, desk, &web);
	(void)conf_zone(conf);
	conf_check_unused(conf, conf_station_kinds);
	desk_free(desk);
	web_free(web);
	loop_free(loop);
	return r;
}

/* A mistake of station.conf is said with its place. */
static void place(enum lang lang, const struct conf *conf, unsigned line, struct sentence *why)
{
	struct sentence what = *why;
	char text[SENTENCE_VALUE_SIZE];

	if (!line)
		return;
	*why = (struct sentence){ .key = "first_day_station_conf" };
	sentence_param(why, "path", conf_path(conf));
	sentence_param_int(why, "line", line);
	sentence_param(why, "what", lang_say(lang, &what, text, sizeof(text)));
}

int first_day_try(const struct exchange *x, const json_t *day, struct sentence *ret_why)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	int r = conf_read_day(conf_path(x->web->conf), day, &conf);
	unsigned line;

	if (r >= 0)
		r = make(conf);
	if (r < 0) {
		*ret_why = (struct sentence){ .key = "conf_unreadable" };
		sentence_param(ret_why, "path", conf_path(x->web->conf));
		sentence_param(ret_why, "error", log_errno(r));
		return MHD_HTTP_CONFLICT;
	}
	if (!conf_mistakes(conf))
		return 0;
	*ret_why = (struct sentence){ .key = "first_day_not_kept" };
	if (conf_first_mistake(conf, &line, ret_why))
		place(x->lang, conf, line, ret_why);
	return MHD_HTTP_CONFLICT;
}
