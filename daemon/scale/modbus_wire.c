// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Exchanges with libmodbus. Its own recovery is not used: it takes an unplugged adapter
 * for a line to be flushed, and a broken network link for one that works. What is lost is
 * closed and freed; a bad or missing answer is flushed and counted by the caller.
 */
#include "modbus_wire.h"
#include <errno.h>
#include <fcntl.h>
#include <modbus/modbus.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UNIT_AT = 6, DATA_AT = 9 }; /* in an answer over the network */

static int to_error(int number)
{
	switch (number) {
	case 0:
		return -EIO;
	case EMBBADCRC:
	case EMBBADDATA:
	case EMBBADEXC:
	case EMBMDATA:
	case EMBBADSLAVE:
		return -EBADMSG;
	default:
		break;
	}
	if (number > MODBUS_ENOBASE && number <= EMBXGTAR)
		return -EREMOTEIO;
	return number > MODBUS_ENOBASE ? -EPROTO : -number;
}

bool wire_is_lost(int error)
{
	return error != 0 && error != -ETIMEDOUT && error != -EBADMSG && error != -EREMOTEIO &&
	       error != -EPROTO && error != -EAGAIN && error != -EINTR && error != WIRE_OTHER_UNIT;
}

static void close_wire(struct wire *w)
{
	if (w->modbus) {
		int fd = modbus_get_socket(w->modbus);

		if (fd >= 0 && !w->network)
			(void)ioctl(fd, TIOCNXCL);
		modbus_close(w->modbus);
		modbus_free(w->modbus);
	}
	w->modbus = NULL;
	if (w->guard >= 0)
		(void)close(w->guard);
	w->guard = -1;
}

static int to_baud(speed_t speed)
{
	static const struct {
		speed_t speed;
		int baud;
	} rows[] = { { B1200, 1200 }, { B2400, 2400 }, { B4800, 4800 }, { B9600, 9600 },
		{ B19200, 19200 }, { B38400, 38400 }, { B57600, 57600 }, { B115200, 115200 } };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].speed == speed)
			return rows[i].baud;
	return 9600;
}

/*
 * The same promises as tty_open(): ours alone, and no DTR pulse at closing, which would
 * reset the board. libmodbus opens by name and gives the line back as it found it, so both
 * are settled on a descriptor of our own before.
 */
static int guard_line(struct wire *w)
{
	struct termios line;

	w->guard = open(w->tty.path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (w->guard < 0)
		return -errno;
	if (flock(w->guard, LOCK_EX | LOCK_NB) < 0)
		return -EBUSY;
	if (tcgetattr(w->guard, &line) < 0)
		return errno == EINVAL ? -ENOTTY : -errno;
	line.c_cflag &= ~(tcflag_t)HUPCL;
	line.c_cflag |= CLOCAL;
	return tcsetattr(w->guard, TCSANOW, &line) < 0 ? -errno : 0;
}

static char parity_letter(tcflag_t cflag)
{
	return !(cflag & PARENB) ? 'N' : cflag & PARODD ? 'O' : 'E';
}

static int make_context(struct wire *w)
{
	const struct tty *t = &w->tty;
	int r = w->network ? 0 : guard_line(w);

	if (r < 0)
		return r;
	w->modbus = w->network
			    ? modbus_new_tcp_pi(w->host, w->port)
			    : modbus_new_rtu(t->path, to_baud(t->speed), parity_letter(t->cflag),
				      (t->cflag & CSIZE) == CS7 ? 7 : 8, t->cflag & CSTOPB ? 2 : 1);
	return w->modbus ? 0 : -EINVAL;
}

static int open_wire(struct wire *w)
{
	int r = make_context(w);

	if (r < 0)
		return r;
	if (modbus_set_slave(w->modbus, w->unit) < 0 ||
		modbus_set_error_recovery(w->modbus, MODBUS_ERROR_RECOVERY_NONE) < 0 ||
		modbus_set_response_timeout(
			w->modbus, w->timeout_us / 1000000, w->timeout_us % 1000000) < 0 ||
		modbus_set_byte_timeout(
			w->modbus, w->timeout_us / 1000000, w->timeout_us % 1000000) < 0 ||
		modbus_connect(w->modbus) < 0)
		return errno ? to_error(errno) : -EIO;
	if (!w->network && ioctl(modbus_get_socket(w->modbus), TIOCEXCL) < 0)
		return -errno;
	(void)modbus_flush(w->modbus);
	return 0;
}

/* A device that just answered may not listen yet. */
static void keep_gap(const struct wire *w)
{
	struct timespec until = w->quiet_since;

	until.tv_nsec += (long)w->gap_us % 1000000 * 1000;
	until.tv_sec += w->gap_us / 1000000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	(void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* What libmodbus returned, of `count` that were asked for -> 0 or result->error. */
static int ended(struct wire *w, int n, int count, struct wire_result *result)
{
	int number = n < 0 ? errno : 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &w->quiet_since);
	if (n == count)
		return 0;
	result->error = n < 0 ? to_error(number) : -EBADMSG;
	if (result->error == -EREMOTEIO)
		result->exception = number - MODBUS_ENOBASE;
	else if (!wire_is_lost(result->error))
		(void)modbus_flush(w->modbus); /* what comes late is no answer to the next */
	return result->error;
}

/*
 * libmodbus compares the unit of an answer over a serial line only. Over the network the head
 * of a question is ours: MBAP, two bytes each of transaction, protocol and length, one of unit
 * (Modbus Messaging on TCP/IP V1.0b, 3.1.3). pdu: the function and what follows. The length of
 * the answer in rsp, which is of that function; else a negative error.
 */
static int network_exchange(struct wire *w, const uint8_t *pdu, size_t len,
	uint8_t rsp[MODBUS_TCP_MAX_ADU_LENGTH], struct wire_result *result)
{
	const uint16_t id = ++w->transaction;
	uint8_t ask[MODBUS_TCP_MAX_ADU_LENGTH] = { (uint8_t)(id >> 8), (uint8_t)id, 0, 0, 0,
		(uint8_t)(len + 1), (uint8_t)w->unit };
	ssize_t size = (ssize_t)(UNIT_AT + 1 + len);
	int n;

	memcpy(ask + UNIT_AT + 1, pdu, len);
	if (send(modbus_get_socket(w->modbus), ask, (size_t)size, MSG_NOSIGNAL) != size)
		return -EPIPE;
	n = modbus_receive_confirmation(w->modbus, rsp);
	if (n < 0)
		return to_error(errno);
	if (n < DATA_AT || memcmp(rsp, ask, 4) != 0)
		return -EBADMSG;
	if (rsp[UNIT_AT] != w->unit)
		return WIRE_OTHER_UNIT;
	result->exception = rsp[DATA_AT - 1];
	if (rsp[UNIT_AT + 1] == (pdu[0] | 0x80))
		return -EREMOTEIO;
	return rsp[UNIT_AT + 1] == pdu[0] ? n : -EBADMSG;
}

/* 0, or result->error. */
static int network_ended(struct wire *w, int n, struct wire_result *result)
{
	(void)clock_gettime(CLOCK_MONOTONIC, &w->quiet_since);
	if (n >= 0)
		return 0;
	result->error = n;
	if (!wire_is_lost(n) && n != -EREMOTEIO)
		(void)modbus_flush(w->modbus);
	return n;
}

/* Functions 6 and 16 (Modbus Application Protocol V1.1b3, 6.6 and 6.12): both answer 4 bytes of it. */
static int network_write(struct wire *w, const struct wire_job *j, struct wire_result *result)
{
	const bool one = j->count == 1;
	const uint16_t second = one ? j->values[0] : j->count;
	uint8_t rsp[MODBUS_TCP_MAX_ADU_LENGTH];
	uint8_t pdu[6 + 2 * WIRE_WORDS] = { one ? MODBUS_FC_WRITE_SINGLE_REGISTER
						: MODBUS_FC_WRITE_MULTIPLE_REGISTERS,
		(uint8_t)(j->address >> 8), (uint8_t)j->address, (uint8_t)(second >> 8),
		(uint8_t)second, (uint8_t)(2 * j->count) };
	int n;

	for (size_t i = 0; i < j->count && i < WIRE_WORDS; i++) {
		pdu[6 + 2 * i] = (uint8_t)(j->values[i] >> 8);
		pdu[7 + 2 * i] = (uint8_t)j->values[i];
	}
	n = network_exchange(w, pdu, one ? 5 : 6 + 2u * j->count, rsp, result);
	if (n >= 0 && (n != UNIT_AT + 6 || memcmp(rsp + UNIT_AT + 1, pdu, 5) != 0))
		n = -EBADMSG;
	return network_ended(w, n, result);
}

static int write_words(struct wire *w, const struct wire_job *j, struct wire_result *result)
{
	int n;

	keep_gap(w);
	errno = 0;
	if (w->network)
		return network_write(w, j, result);
	if (j->count == 1)
		n = modbus_write_register(w->modbus, j->address, j->values[0]);
	else
		n = modbus_write_registers(w->modbus, j->address, j->count, j->values);
	return ended(w, n, j->count, result);
}

/* The data of an answer over the network into ret; 0 or result->error. */
static int network_read(struct wire *w, uint8_t function, uint16_t address, uint16_t count,
	size_t bytes, uint8_t *ret, struct wire_result *result)
{
	const uint8_t pdu[] = { function, (uint8_t)(address >> 8), (uint8_t)address,
		(uint8_t)(count >> 8), (uint8_t)count };
	uint8_t rsp[MODBUS_TCP_MAX_ADU_LENGTH];
	int n = network_exchange(w, pdu, sizeof(pdu), rsp, result);

	if (n >= 0 && (n != DATA_AT + rsp[DATA_AT - 1] || (size_t)n != DATA_AT + bytes))
		n = -EBADMSG;
	if (network_ended(w, n, result) < 0)
		return n;
	memcpy(ret, rsp + DATA_AT, bytes);
	return 0;
}

static int network_words(struct wire *w, const struct wire_job *j, struct wire_result *result)
{
	uint8_t bytes[2 * MODBUS_MOST];

	if (network_read(
		    w, j->function, j->address, j->count, (size_t)2 * j->count, bytes, result) < 0)
		return result->error;
	for (size_t i = 0; i < j->count; i++)
		result->regs[i] = (uint16_t)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
	return 0;
}

static int network_coils(
	struct wire *w, const struct wire_job *j, uint16_t *words, struct wire_result *result)
{
	uint8_t bytes[(MODBUS_COILS + 7) / 8];

	if (network_read(w, j->coil_function, j->first_coil, j->coils, (j->coils + 7u) / 8, bytes,
		    result) < 0)
		return result->error;
	for (size_t i = 0; i < j->coils; i++)
		words[i / 16] = (uint16_t)(words[i / 16] | (bytes[i / 8] >> i % 8 & 1) << i % 16);
	return 0;
}

static int read_words(struct wire *w, const struct wire_job *j, struct wire_result *result)
{
	int n;

	keep_gap(w);
	if (w->network)
		return network_words(w, j, result);
	errno = 0;
	if (j->function == 4)
		n = modbus_read_input_registers(w->modbus, j->address, j->count, result->regs);
	else
		n = modbus_read_registers(w->modbus, j->address, j->count, result->regs);
	return ended(w, n, j->count, result);
}

static int read_coils(
	struct wire *w, const struct wire_job *j, uint16_t *words, struct wire_result *result)
{
	uint8_t bits[MODBUS_COILS] = { 0 };
	int n;

	keep_gap(w);
	if (w->network)
		return network_coils(w, j, words, result);
	errno = 0;
	if (j->coil_function == 2)
		n = modbus_read_input_bits(w->modbus, j->first_coil, j->coils, bits);
	else
		n = modbus_read_bits(w->modbus, j->first_coil, j->coils, bits);
	for (size_t i = 0; i < j->coils; i++)
		words[i / 16] = (uint16_t)(words[i / 16] | (bits[i] & 1) << i % 16);
	return ended(w, n, j->coils, result);
}

/* A status that is read apart belongs to the weight when it is the same before and after. */
static void read_around(struct wire *w, const struct wire_job *j, struct wire_result *result)
{
	uint16_t before[MODBUS_COILS / 16] = { 0 }, *after = result->regs + j->count;

	if (read_coils(w, j, before, result) < 0 || read_words(w, j, result) < 0 ||
		read_coils(w, j, after, result) < 0)
		return;
	if (memcmp(before, after, (j->coils + 15u) / 16 * sizeof(*after)) != 0)
		result->error = -EAGAIN;
}

static void exchange(struct wire *w, const struct wire_job *j, struct wire_result *result)
{
	if (j->what == WIRE_WRITE)
		(void)write_words(w, j, result);
	else if (j->coils == 0)
		(void)read_words(w, j, result);
	else
		read_around(w, j, result);
}

void wire_run(void *resource, const void *job, void *result)
{
	struct wire *w = resource;
	const struct wire_job *j = job;
	struct wire_result *ret = result;

	if (j->what == WIRE_OPEN || j->what == WIRE_CLOSE)
		close_wire(w);
	if (j->what == WIRE_OPEN) {
		ret->error = open_wire(w);
		if (ret->error < 0)
			close_wire(w);
	} else if (j->what != WIRE_CLOSE && w->modbus) {
		exchange(w, j, ret);
	} else if (j->what != WIRE_CLOSE) {
		ret->error = -ENODEV;
	}
}

void wire_done(struct wire *w)
{
	close_wire(w);
}
