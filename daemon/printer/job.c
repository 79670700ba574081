// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The life of one label at the printer: asked, sent, confirmed. See job.h for what may be
 * said of it at each moment.
 */
#include <string.h>
#include "job.h"

static enum job_step over(struct job *j, enum job_step outcome)
{
	memset(j, 0, sizeof(*j));
	return outcome;
}

enum job_step job_start(struct job *j, size_t size, bool answers)
{
	*j = (struct job){ .answers = answers, .size = size };
	j->phase = answers ? JOB_ASKING : JOB_SENDING;
	return answers ? JOB_ASK : JOB_SEND;
}

static enum job_step confirm(struct job *j, const struct print_status *status)
{
	j->silent_us = 0;
	j->in_trouble = status->state != PRINTER_READY && status->state != PRINTER_PRINTING;
	if (status->state != PRINTER_READY || status->waiting > 0) {
		j->ready = 0;
		return JOB_WAIT;
	}
	j->ready++;
	return j->ready < JOB_CONFIRMATIONS ? JOB_WAIT : over(j, JOB_DONE);
}

enum job_step job_answer(struct job *j, const struct print_status *status)
{
	switch (j->phase) {
	case JOB_ASKING:
		if (status->state != PRINTER_READY || status->waiting > 0)
			return over(j, JOB_NOT_SENT);
		j->phase = JOB_SENDING;
		return JOB_SEND;
	case JOB_CONFIRMING:
		return confirm(j, status);
	default:
		return JOB_WAIT;
	}
}

/*
 * Some printers do not answer while their cover is open or paper is missing: silence after
 * such an answer is still that. Silence of a printer that was well is limited.
 */
enum job_step job_silence(struct job *j, uint64_t now_us)
{
	if (j->phase == JOB_ASKING)
		return over(j, JOB_NOT_SENT);
	if (j->phase != JOB_CONFIRMING || j->in_trouble)
		return JOB_WAIT;
	j->ready = 0;
	if (j->silent_us == 0)
		j->silent_us = now_us;
	return now_us - j->silent_us < JOB_SILENCE_US + j->size * JOB_BYTE_US
		       ? JOB_WAIT
		       : over(j, JOB_UNKNOWN);
}

enum job_step job_sent(struct job *j, size_t count, uint64_t now_us)
{
	if (j->phase != JOB_SENDING)
		return JOB_WAIT;
	j->sent += count;
	if (j->sent < j->size)
		return JOB_SEND;
	j->phase = j->answers ? JOB_CONFIRMING : JOB_ARRIVING;
	j->silent_us = now_us;
	return j->answers ? JOB_ASK : JOB_WAIT;
}

enum job_step job_arrived(struct job *j)
{
	return j->phase == JOB_ARRIVING ? over(j, JOB_HANDED) : JOB_WAIT;
}

enum job_step job_lost(struct job *j)
{
	if (j->phase == JOB_NONE)
		return JOB_WAIT;
	return over(j, j->sent > 0 ? JOB_UNKNOWN : JOB_NOT_SENT);
}
