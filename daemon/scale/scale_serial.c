// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales on a serial line, by device path (best a /dev/serial/by-id one). The line is ours
 * alone, raw, flushed at opening: bytes left from before are no weight. A hung-up line is a
 * lost scale. Nothing is ever written but what `ask` says: writing to an unknown
 * instrument is a person's choice.
 */
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include "driver.h"
#include "parse_stgs.h"
#include "tty.h"

enum { ASK_SIZE = 32, READ_SIZE = 512 };

struct line {
	struct scale *scale;
	struct tty tty;
	uint8_t ask[ASK_SIZE];
	size_t ask_len;
	uint64_t ask_us;
	int fd;
	struct loop_source *source;
	struct loop_source *timer; /* asks again and again, where ask is set */
	struct stgs_rule rule;
	struct stgs parser;
};

static const char *const options[] = { "device", "protocol", "baud", "bits", "parity", "stop",
	"unit", "decimal", "ask", "ask_ms", NULL };

/* "Q\r\n", "\x05": one byte of a word; the number of characters used, 0: not such a word. */
static size_t one_byte(const char *text, uint8_t *ret)
{
	static const char letters[] = "rnt\\", bytes[] = "\r\n\t\\";
	const char *letter;
	unsigned value;

	*ret = (uint8_t)text[0];
	if (text[0] != '\\')
		return 1;
	if (sscanf(text, "\\x%2x", &value) == 1 &&
		strspn(text + 2, "0123456789abcdefABCDEF") >= 2) {
		*ret = (uint8_t)value;
		return 4;
	}
	letter = text[1] ? strchr(letters, text[1]) : NULL;
	if (!letter)
		return 0;
	*ret = (uint8_t)bytes[letter - letters];
	return 2;
}

static bool read_ask(struct line *l, const char *text)
{
	while (*text) {
		size_t n = l->ask_len < ASK_SIZE ? one_byte(text, &l->ask[l->ask_len]) : 0;

		if (n == 0)
			return false;
		l->ask_len++;
		text += n;
	}
	return true;
}

/* What the frames leave open. */
static void read_rule(struct conf_section *section, struct stgs_rule *ret)
{
	static const char *const words[] = { "g", "kg", "t", "lb", "oz", NULL };
	static const uint8_t units[] = { MASS_GRAM, MASS_KILOGRAM, MASS_TONNE, MASS_POUND,
		MASS_OUNCE };
	static const char *const decimals[] = { "comma", "point", NULL };
	int unit = conf_choice(section, "unit", words, -1);

	ret->unit = unit < 0 ? MASS_UNIT_NONE : units[unit];
	ret->decimal = (enum stgs_decimal)(conf_choice(section, "decimal", decimals, -1) + 1);
}

static int setup(struct scale *s, struct conf_section *section)
{
	static const char *const protocols[] = { "st-gs", NULL };
	struct line *l = calloc(1, sizeof(*l));
	const struct sentence bad_ask = { .key = "serial_bad_ask" };

	if (!l)
		return -ENOMEM;
	scale_set_private(s, l);
	l->scale = s;
	l->fd = -1;
	(void)conf_choice(section, "protocol", protocols, 0);
	tty_read_conf(section, &l->tty);
	scale_set_device(s, l->tty.path);
	if (!read_ask(l, conf_text(section, "ask", "")))
		conf_mistake(section, "ask", &bad_ask);
	l->ask_us = (uint64_t)conf_int(section, "ask_ms", 100, 60000, 250) * 1000;
	read_rule(section, &l->rule);
	if (l->ask_len > 0)
		scale_set_poll(s, l->ask_us);
	else
		scale_set_silence(s, REASON_ONE_LINE);
	return 0;
}

static int ask(struct scale *s)
{
	struct line *l = scale_private(s);

	if (l->ask_len == 0)
		return -EOPNOTSUPP;
	/* A line that takes nothing will be silent, and that is said. */
	if (write(l->fd, l->ask, l->ask_len) < 0 && errno != EAGAIN)
		return errno == EIO || errno == ENXIO ? -ENODEV : -errno;
	return 0;
}

static void on_ask(void *data)
{
	struct line *l = data;
	int r = ask(l->scale);

	if (r == -ENODEV)
		scale_lost(l->scale, r);
	else
		(void)loop_timer_arm(l->timer, l->ask_us);
}

/* A comma that may be either: what the weight is if it is one, and if it is the other. */
static void show_comma(struct line *l)
{
	static const char *const words[] = { "comma", "point" };
	struct scale_detail d = { .map = "st-gs", .weight = "shown", .type = "text" };
	struct mass_shown shown = l->parser.whole;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		struct scale_decoding *to = &d.decoding[d.decodings++];

		to->order = words[i];
		to->in_force = (size_t)l->rule.decimal == i + 1;
		shown.exp10 = i == 0 ? -3 : 0;
		to->is_number = mass_to_mg(&shown, &to->mass_mg) == 0;
		to->register_mg = to->mass_mg;
	}
	d.map_untested = true;
	d.map_checked = l->rule.decimal != STGS_EITHER;
	scale_detailed(l->scale, &d);
}

/* What came was no reading: whether it was bytes at all decides what a silence is called. */
static void heard_bytes(struct line *l, uint64_t now_us)
{
	struct reading meanwhile;

	stgs_meanwhile(&l->parser, now_us, &meanwhile);
	scale_heard(l->scale, &meanwhile);
}

static void take_bytes(struct line *l, const uint8_t *bytes, size_t len)
{
	uint64_t now_us = loop_now_us(scale_loop(l->scale));

	while (len > 0) {
		struct reading r;
		bool complete;
		size_t n = stgs_feed(&l->parser, bytes, len, now_us, &complete, &r);

		if (complete && l->parser.has_comma)
			show_comma(l);
		if (complete)
			scale_report(l->scale, &r);
		else
			heard_bytes(l, now_us);
		bytes += n;
		len -= n;
	}
}

/* One read a turn: a line that floods must not hold the loop. */
static void on_line(void *data, uint32_t revents)
{
	struct line *l = data;
	uint8_t bytes[READ_SIZE];
	ssize_t n = read(l->fd, bytes, sizeof(bytes));

	if (n > 0)
		take_bytes(l, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		scale_lost(l->scale, n == 0 || errno == EIO ? -ENODEV : -errno);
	else if (revents & (EPOLLHUP | EPOLLERR))
		scale_lost(l->scale, -ENODEV);
}

static int open_line(struct scale *s)
{
	struct line *l = scale_private(s);
	int r;

	l->fd = tty_open(&l->tty);
	if (l->fd < 0)
		return l->fd;
	stgs_reset(&l->parser);
	l->parser.rule = l->rule;
	r = loop_add_fd(
		scale_loop(s), "scale-serial", LOOP_DEVICE, l->fd, EPOLLIN, on_line, l, &l->source);
	if (r < 0 || l->ask_len == 0)
		return r;
	r = loop_add_timer(scale_loop(s), "scale-ask", LOOP_DEVICE, on_ask, l, &l->timer);
	if (r == 0)
		on_ask(l);
	return r;
}

static void close_line(struct scale *s)
{
	struct line *l = scale_private(s);

	l->source = loop_source_free(l->source);
	l->timer = loop_source_free(l->timer);
	l->fd = tty_close(l->fd);
}

static void cleanup(struct scale *s)
{
	free(scale_private(s));
}

const struct scale_driver scale_serial_driver = {
	.name = "serial",
	.options = options,
	.setup = setup,
	.open = open_line,
	.close = close_line,
	.ask = ask,
	.cleanup = cleanup,
};
