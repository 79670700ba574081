// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Empties the label outbox, one job at a time: take the oldest waiting job and mark it as
 * being sent (one step in the ledger), draw the label from the committed weighing, hand it
 * to the printer, and write down what became of it. What certainly did not reach the printer
 * waits again; what may have is for a person to decide, and never printed twice by itself.
 */
#include <string.h>
#include "clock.h"
#include "desk_private.h"
#include "item.h"
#include "log.h"
#include "pack_label.h"

enum { RETRY_US = 5 * 1000 * 1000, WARM_US = 200 * 1000, STRIP_JOB = -1 };

struct labels {
	struct desk *desk;
	struct loop_source *retry;
	struct loop_source *warm;
	bool automatic;
	char line[LABEL_SIZE]; /* the site's own */
	uint64_t wait_us;      /* a label that waited longer is offered, not printed by itself */
	size_t printer;
	bool busy;   /* a job is between outbox and printer */
	bool sent;   /* … and the printer has it */
	int64_t job; /* its number */
	char id[PRIVATE_KEY_SIZE];
	const char *word; /* what becomes of it, for pages */
	struct strip strip;
};

struct next_label {
	struct moment now;
	uint64_t wait_us;
	struct label_job job;
	struct weighing weighing;
	struct pack_source *pack; /* it is the label of a pack; else NULL */
	struct item item; /* it is that of an item, or of a key for one; else its id is "" */
};

struct set_label {
	int64_t number;
	enum label_state state;
};

struct again {
	char id[PRIVATE_KEY_SIZE];
	struct moment now;
	desk_printed_fn done;
	void *data;
};

/* In letters, not bytes: those that go on in UTF-8 begin with the bits 10. */
static size_t letters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (*text & 0xc0) != 0x80;
	return n;
}

static void read_line(struct labels *l, struct conf_section *s)
{
	const char *line = conf_text(s, "label_line", "");
	struct sentence why = { .key = "conf_label_line" };

	sentence_param_int(&why, "most", LABEL_LINE_MOST);
	if (letters(line) > LABEL_LINE_MOST || strlen(line) >= sizeof(l->line))
		conf_mistake(s, "label_line", &why);
	else
		(void)snprintf(l->line, sizeof(l->line), "%s", line);
}

static void find_printer(struct labels *l, struct conf *conf)
{
	struct conf_section *s = conf_section(conf, "labels", NULL);
	struct sentence why = { .key = "conf_unknown_printer" };
	const char *name = conf_text(s, "printer", NULL);
	struct printer_facts f;

	read_line(l, s);
	l->automatic = conf_bool(s, "automatic", true);
	l->wait_us =
		(uint64_t)conf_int(s, "wait_minutes", 1, INT64_C(7) * 24 * 60, 10) * 60 * 1000000;
	if (!name)
		return;
	for (l->printer = 0; l->printer < printers_count(l->desk->printers); l->printer++) {
		printers_facts(l->desk->printers, l->printer, &f);
		if (!strcmp(f.name, name))
			return;
	}
	sentence_param(&why, "name", name);
	conf_mistake(s, "printer", &why);
}

static void on_retry(void *data)
{
	labels_kick(data);
}

/* Soon after the start and before the first weighing: fonts take their time. */
static void on_warm(void *data)
{
	struct labels *l = data;

	l->warm = loop_source_free(l->warm);
	(void)label_warm();
}

int labels_new(struct desk *d, struct conf *conf, struct labels **ret_labels)
{
	struct labels *l = calloc(1, sizeof(*l));
	int r;

	if (!l)
		return -ENOMEM;
	l->desk = d;
	find_printer(l, conf);
	r = loop_add_timer(d->loop, "labels", LOOP_IDLE, on_retry, l, &l->retry);
	if (r == 0 && l->printer < printers_count(d->printers))
		r = loop_add_timer(d->loop, "fonts", LOOP_IDLE, on_warm, l, &l->warm);
	if (r == 0 && l->warm)
		r = loop_timer_arm(l->warm, WARM_US);
	if (r < 0)
		return labels_free(l), r;
	*ret_labels = l;
	return 0;
}

struct labels *labels_free(struct labels *l)
{
	if (!l)
		return NULL;
	loop_source_free(l->retry);
	loop_source_free(l->warm);
	strip_done(&l->strip);
	free(l);
	return NULL;
}

static bool has_printer(const struct labels *l)
{
	return l && l->printer < printers_count(l->desk->printers);
}

/* Without a printer: a common roll. */
void desk_label_media(const struct desk *d, struct label_media *ret_media)
{
	struct printer_facts f;

	*ret_media = label_media_usual;
	if (!has_printer(d->labels))
		return;
	printers_facts(d->printers, d->labels->printer, &f);
	*ret_media = f.media;
}

const char *desk_label_line(const struct desk *d)
{
	return d->labels->line;
}

uint64_t desk_label_wait_us(const struct desk *d)
{
	return d->labels->wait_us;
}

bool labels_wanted(const struct labels *l)
{
	return has_printer(l) && l->automatic;
}

bool labels_possible(const struct labels *l)
{
	return has_printer(l);
}

static void tell_pages(const struct labels *l, const char *id, const char *state)
{
	if (l->desk->events.print)
		l->desk->events.print(l->desk->events.data, id, state);
}

static int run_set(struct ledger *ledger, void *arg)
{
	const struct set_label *set = arg;

	return ledger_label_set(ledger, set->number, set->state);
}

/* Whatever is not written down stays "sending", and is unknown at the next opening. */
static void on_set(void *data, void *arg, int result)
{
	struct desk *d = data;
	_cleanup_free_ struct set_label *set = arg;
	struct labels *l = d->labels;

	if (result < 0)
		log_line(LOG_WARN, "labels job=%lld state not kept error=%s",
			(long long)set->number, log_errno(result));
	l->busy = false;
	tell_pages(l, l->id, l->word);
	if (set->state == LABEL_WAITING)
		(void)loop_timer_arm(l->retry, RETRY_US);
	else
		labels_kick(l);
}

static void set_state(struct labels *l, enum label_state state, const char *word)
{
	struct set_label *set = calloc(1, sizeof(*set));
	int r = -ENOMEM;

	l->sent = false;
	l->word = word;
	if (set) {
		set->number = l->job;
		set->state = state;
		r = desk_ask(l->desk, STORE_WRITER, run_set, set, on_set);
	}
	if (r < 0) {
		free(set);
		l->busy = false;
		log_line(LOG_WARN, "labels job=%lld state not kept error=%s", (long long)l->job,
			log_errno(r));
	}
}

static struct next_label *next_free(struct next_label *next)
{
	if (next && next->pack)
		pack_source_done(next->pack);
	if (next)
		free(next->pack);
	free(next);
	return NULL;
}
CLEANUP_OF(struct next_label, next_free);

/* What may not be printed any more is dropped: pages say why when somebody asks again. */
static int draw_pack(const struct pack_source *s, const struct next_label *next,
	const struct label_media *on, struct raster **ret_raster)
{
	_cleanup_free_ struct food_refusals *why = calloc(1, sizeof(*why));
	_cleanup_free_ struct pack_label *p = calloc(1, sizeof(*p));
	struct raster *drawn[FOOD_LABELS_MOST] = { NULL };
	int r;

	if (!why || !p)
		return -ENOMEM;
	pack_label_make(s, p);
	pack_label_check(s, next->now.day, why);
	r = why->count ? 0 : label_food(&p->label, on, 1, drawn, why);
	if (r > 0)
		*ret_raster = drawn[0];
	return r > 0 ? 0 : r < 0 ? r : -EPERM;
}

static int draw(struct labels *l, const struct next_label *next, struct raster **ret_raster)
{
	const struct label_text text = { l->desk->lang, next->job.copy, l->desk->trains, l->line };
	struct printer_facts f;

	printers_facts(l->desk->printers, l->printer, &f);
	if (next->pack) /* in training it would say by law what is not so */
		return l->desk->trains ? -EPERM : draw_pack(next->pack, next, &f.media, ret_raster);
	if (next->item.id[0])
		return label_item(&next->item, l->desk->catalogue, &text, &f.media, ret_raster);
	return label_goods(&next->weighing, l->desk->catalogue, &text, &f.media, ret_raster);
}

static void print(struct labels *l, const struct next_label *next)
{
	struct raster *raster = NULL;
	int r = draw(l, next, &raster);

	if (r < 0) {
		log_line(LOG_ERROR, "labels job=%lld id=%s not drawn error=%s",
			(long long)next->job.number, next->job.id, log_errno(r));
		set_state(l, LABEL_DROPPED, "dropped");
		return;
	}
	r = printers_print(l->desk->printers, l->printer, next->job.number, raster);
	if (r == 0) {
		l->sent = true;
		tell_pages(l, l->id, "sending");
		return;
	}
	if (r == -EINVAL)
		set_state(l, LABEL_DROPPED, "dropped");
	else
		set_state(l, LABEL_WAITING, "waiting");
}

/* A code of a strip, when no label of goods waits. */
static void print_strip(struct labels *l)
{
	struct raster *raster = NULL;
	struct printer_facts f;
	int r;

	if (!strip_next(&l->strip, l->wait_us))
		return;
	printers_facts(l->desk->printers, l->printer, &f);
	r = strip_draw(&l->strip, &f.media, &raster);
	if (r == 0)
		r = printers_print(l->desk->printers, l->printer, STRIP_JOB, raster);
	l->busy = l->sent = r == 0;
	l->job = STRIP_JOB;
	if (r == 0)
		return;
	free(raster);
	if (r == -EAGAIN || r == -EBUSY) {
		(void)loop_timer_arm(l->retry, RETRY_US);
		return;
	}
	log_line(LOG_ERROR, "labels strip not drawn error=%s", log_errno(r));
	strip_done(&l->strip);
}

static void strip_label_printed(struct labels *l, enum print_outcome outcome)
{
	strip_printed(&l->strip, outcome);
	l->busy = l->sent = false;
	if (outcome == PRINT_NOT_SENT)
		(void)loop_timer_arm(l->retry, RETRY_US);
	else
		labels_kick(l);
}

int labels_strip(
	struct desk *d, const struct control_cell *cells, size_t count, const struct day_words *day)
{
	struct labels *l = d->labels;
	int r;

	if (!has_printer(l))
		return -ENODEV;
	r = strip_begin(&l->strip, cells, count, day);
	if (r > 0)
		labels_kick(l);
	return r;
}

size_t desk_strip_stop(struct desk *d)
{
	struct labels *l = d->labels;

	return strip_stop(&l->strip, l->sent && l->job == STRIP_JOB);
}

static int read_pack(struct ledger *ledger, struct next_label *next)
{
	next->pack = calloc(1, sizeof(*next->pack));
	return next->pack ? ledger_pack_source(ledger, next->job.id, next->pack) : -ENOMEM;
}

/* Of a weighing, a pack, or an item. */
static int read_label(struct ledger *ledger, struct next_label *next)
{
	int r = ledger_weighing(ledger, next->job.id, &next->weighing);

	if (r == -ENOENT)
		r = ledger_item_label(ledger, next->job.id, &next->item);
	return r == -ENOENT ? read_pack(ledger, next) : r;
}

/* 1: to be printed; 0: dropped, since its weighing has been voided meanwhile. */
static int run_next(struct ledger *ledger, void *arg)
{
	struct next_label *next = arg;
	int r = ledger_label_next(ledger, &next->now, next->wait_us, &next->job);

	if (r < 0)
		return r;
	r = read_label(ledger, next);
	if (r < 0 && r != -ENOENT)
		return r;
	if (r == -ENOENT || (next->weighing.voided_by[0] && !next->job.copy))
		return ledger_label_set(ledger, next->job.number, LABEL_DROPPED);
	r = ledger_label_set(ledger, next->job.number, LABEL_SENDING);
	return r < 0 ? r : 1;
}

static void on_next(void *data, void *arg, int result)
{
	struct desk *d = data;
	_cleanup_(cleanup_next_free) struct next_label *next = arg;
	struct labels *l = d->labels;

	if (result == 1) {
		l->job = next->job.number;
		memcpy(l->id, next->job.id, sizeof(l->id));
		print(l, next);
		return;
	}
	l->busy = false;
	if (result == 0)
		labels_kick(l);
	else if (result == -ENOENT)
		print_strip(l);
	else
		(void)loop_timer_arm(l->retry, RETRY_US);
}

void labels_kick(struct labels *l)
{
	struct next_label *next;
	struct printer_facts f;
	struct sentence why;

	if (!has_printer(l) || l->busy || l->desk->ending || store_down(l->desk->store, &why))
		return;
	printers_facts(l->desk->printers, l->printer, &f);
	if (f.state != PRINTER_READY)
		return;
	next = calloc(1, sizeof(*next));
	if (!next)
		return;
	clock_now(&next->now);
	next->wait_us = l->wait_us;
	l->busy = desk_ask(l->desk, STORE_WRITER, run_next, next, on_next) == 0;
	if (!l->busy)
		free(next);
}

void labels_printer_state(void *data, size_t index)
{
	struct desk *d = data;

	(void)index;
	if (!d->labels)
		return;
	tell_pages(d->labels, NULL, NULL);
	labels_kick(d->labels);
}

void labels_printed(void *data, size_t index, int64_t job, enum print_outcome outcome)
{
	static const struct {
		enum label_state state;
		const char *word;
	} ends[] = {
		[PRINT_DONE] = { LABEL_DONE, "done" },
		[PRINT_HANDED] = { LABEL_DONE, "handed" },
		[PRINT_NOT_SENT] = { LABEL_WAITING, "waiting" },
		[PRINT_UNKNOWN] = { LABEL_UNKNOWN, "unknown" },
	};
	struct desk *d = data;
	struct labels *l = d->labels;

	if (!l || index != l->printer || job != l->job || !l->sent)
		return;
	if (job == STRIP_JOB) {
		strip_label_printed(l, outcome);
		return;
	}
	log_line(LOG_NOTE, "labels job=%lld %s", (long long)job, ends[outcome].word);
	set_state(l, ends[outcome].state, ends[outcome].word);
}

static int run_again(struct ledger *ledger, void *arg)
{
	struct again *a = arg;

	return ledger_label_again(ledger, a->id, &a->now);
}

static void on_again(void *data, void *arg, int result)
{
	struct desk *d = data;
	_cleanup_free_ struct again *a = arg;

	a->done(a->data, result);
	if (result >= 0)
		tell_pages(d->labels, a->id, "waiting");
	labels_kick(d->labels);
}

int desk_print(struct desk *d, const char *id, desk_printed_fn done, void *data)
{
	struct again *a = calloc(1, sizeof(*a));
	int r;

	if (!a)
		return -ENOMEM;
	snprintf(a->id, sizeof(a->id), "%s", id);
	clock_now(&a->now);
	a->done = done;
	a->data = data;
	r = desk_ask(d, STORE_WRITER, run_again, a, on_again);
	if (r < 0)
		free(a);
	return r;
}
