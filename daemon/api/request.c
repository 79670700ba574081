// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A request on its way to its call: may this caller ask it, is each parameter declared and of
 * its type. Looked at once, here, whoever brings it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"
#include "clock.h"
#include "day.h"

static int not_allowed(struct sentence *ret_why)
{
	*ret_why = (struct sentence){ .key = "not_allowed" };
	return 403;
}

int request_begin(struct request *ret_request, const struct call *call, const char *arg,
	const struct caller *who, struct sentence *ret_why)
{
	struct request r = { .call = call, .who = *who };
	const struct kind *kind = call->of_kind ? kind_named(arg) : NULL;

	if (call->role == ROLE_NONE || (!call->open && who->role < call_role(call, kind)))
		return not_allowed(ret_why);
	clock_now(&r.now);
	(void)snprintf(r.arg, sizeof(r.arg), "%s", arg);
	for (size_t i = 0; i < call->count; i++)
		r.value[i].number = call->params[i].usual;
	*ret_request = r;
	return 0;
}

int request_may_touch(const struct request *r, const char *day, const char *station,
	const char *this_station, struct sentence *ret_why)
{
	if (r->who.role >= r->call->beyond)
		return 0;
	if (!strcmp(day, r->now.day) && !strcmp(station, this_station))
		return 0;
	return not_allowed(ret_why);
}

static bool is_word(const struct param *p, const char *value)
{
	const char *word;

	for (size_t i = 0; (word = p->word(i)); i++)
		if (!strcmp(word, value))
			return true;
	return false;
}

static bool read_int(const struct param *p, const char *text, int64_t *ret_number)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || end == text || *end || number < p->least || number > p->most)
		return false;
	*ret_number = number;
	return true;
}

/* Day and row: the day may be another by now. */
static bool read_place(const struct param *p, const char *text, int64_t *ret_row)
{
	char day[DAY_SIZE];

	(void)snprintf(day, sizeof(day), "%.10s", text);
	return strlen(text) > DAY_SIZE && day_exists(day) && text[DAY_SIZE - 1] == '_' &&
	       read_int(p, text + DAY_SIZE, ret_row);
}

static bool is_period(const char *text)
{
	char first[DAY_SIZE], last[DAY_SIZE];
	struct moment now;

	clock_now(&now);
	return day_period(text, now.day, first, last) == 0;
}

static bool fits(const struct param *p, const char *text, int64_t *ret_number)
{
	switch (p->type) {
	case PARAM_INT:
		return read_int(p, text, ret_number);
	case PARAM_DAY:
		return day_exists(text);
	case PARAM_PLACE:
		return read_place(p, text, ret_number);
	case PARAM_PERIOD:
		return is_period(text);
	case PARAM_WORD:
		return is_word(p, text);
	case PARAM_TEXT:
	case PARAM_WORDS:
		return strlen(text) < p->size;
	}
	return false;
}

static int will_not_do(const struct param *p, const char *value, struct sentence *ret_why)
{
	*ret_why = (struct sentence){ .key = p->bad ? p->bad : "bad_query" };
	if (p->bad)
		sentence_param(ret_why, p->name, value);
	sentence_param(ret_why, "field", p->name);
	return 422;
}

static int bad_parameter(const char *key, const char *name, struct sentence *ret_why)
{
	*ret_why = (struct sentence){ .key = key };
	sentence_param(ret_why, "parameter", name);
	return 400;
}

static size_t place_of(const struct call *call, const char *name)
{
	size_t i = 0;

	while (i < call->count && strcmp(call->params[i].name, name) != 0)
		i++;
	return i;
}

int request_set(struct request *r, const char *name, const char *value, struct sentence *ret_why)
{
	size_t i = place_of(r->call, name);
	const bool declared = i < r->call->count;
	bool *given = declared ? &r->value[i].given : &r->lang_given;

	if (!declared && strcmp(name, "lang") != 0)
		return bad_parameter("unknown_parameter", name, ret_why);
	if (*given)
		return bad_parameter("repeated_parameter", name, ret_why);
	*given = true;
	if (!declared)
		return 0;
	if (strlen(value) >= PARAM_SIZE || !fits(&r->call->params[i], value, &r->value[i].number))
		return will_not_do(&r->call->params[i], value, ret_why);
	(void)snprintf(r->value[i].text, PARAM_SIZE, "%s", value);
	return 0;
}

static int from_and_to(struct request *r, const char *from, const char *to)
{
	if (day_shift(from, 0, r->first_day) < 0 || day_shift(to, -1, r->last_day) < 0)
		return -EINVAL;
	return strcmp(r->first_day, r->last_day) > 0 ? -EINVAL : 0;
}

static int take_days(struct request *r, const struct param *p, struct sentence *ret_why)
{
	const char *period = request_text(r, "period");
	const char *from = request_text(r, "from"), *to = request_text(r, "to");
	int done = -EINVAL;

	*ret_why = (struct sentence){ .key = "bad_period" };
	if (!period && !from && !to) {
		ret_why->key = "period_missing";
		return p->needed ? 422 : 0;
	}
	if (period && !from && !to)
		done = day_period(period, r->now.day, r->first_day, r->last_day);
	else if (!period && from && to)
		done = from_and_to(r, from, to);
	return done < 0 ? 422 : 0;
}

static int is_missing(const struct param *p, struct sentence *ret_why)
{
	*ret_why = (struct sentence){ .key = "field_missing" };
	sentence_param(ret_why, "field", p->name);
	return 422;
}

int request_ready(struct request *r, struct sentence *ret_why)
{
	int status = 0;

	for (size_t i = 0; !status && i < r->call->count; i++)
		if (r->call->params[i].type == PARAM_PERIOD)
			status = take_days(r, &r->call->params[i], ret_why);
		else if (r->call->params[i].needed && !r->value[i].given)
			status = is_missing(&r->call->params[i], ret_why);
	return status;
}

const char *request_text(const struct request *r, const char *name)
{
	size_t i = place_of(r->call, name);

	return i < r->call->count && r->value[i].given ? r->value[i].text : NULL;
}

const struct kind *request_kind(const struct request *r)
{
	return r->call->of_kind ? kind_named(r->arg) : r->call->kind;
}

int64_t request_int(const struct request *r, const char *name)
{
	size_t i = place_of(r->call, name);

	return i < r->call->count ? r->value[i].number : 0;
}

enum call_place request_place(const struct request *r)
{
	bool is_long = r->call->is_long && r->call->is_long(r);

	return is_long ? IN_LONG_READER : r->call->place;
}
