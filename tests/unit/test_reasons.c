// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person gives as a reason: a code of the list stays in the chain, any other word can be erased. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "api.h"
#include "ledger_rig.h"

static unsigned void_by_call(struct ledger_rig *r, const char *id, const char *body)
{
	static const struct caller staff = { .role = ROLE_STAFF };
	const struct sent sent = { .bytes = body, .size = strlen(body) };
	struct sentence why;
	struct request request;
	struct answer a;
	char path[80], arg[ARG_SIZE];
	unsigned status;

	(void)snprintf(path, sizeof(path), "/weighings/%s/void", id);
	assert_int_equal(
		request_begin(&request, call_find("POST", path, arg), arg, &staff, &why), 0);
	request.now = r->now;
	assert_int_equal(request_write(r->ledger, &request, &sent, &a), 0);
	status = a.status;
	answer_done(&a);
	return status;
}

static void expect_reason(struct ledger_rig *r, const char *id, const char *reason)
{
	struct weighing w;

	assert_int_equal(ledger_weighing(r->ledger, id, &w), 0);
	assert_string_equal(w.void_reason, reason);
}

/* A name is not refused, and is words of their own: erased, the chain is whole without them. */
static void truth_34_any_other_word_is_kept_as_words(void **state)
{
	static const char chain[] = "SELECT count(*) FROM entry WHERE instr(body, 'Dupont')";
	static const char words[] = "SELECT count(*) FROM erasable WHERE text = 'Dupont'";
	struct ledger_rig *r = *state;
	struct ledger_result res = rig_record(r, "TLC-VET", 1000);

	assert_int_equal(void_by_call(r, res.weighing.id, "{\"reason\":\"Dupont\"}"), 200);
	expect_reason(r, res.weighing.id, "OTHER");
	assert_int_equal(rig_int(r, chain), 0);
	assert_int_equal(rig_int(r, words), 1);
	rig_sql(r, "DELETE FROM erasable");
	assert_int_equal(rig_int(r, words), 0);
	rig_expect_sound(r);
}

/* As an earlier version wrote it: a code that is in no list is read as it stands. */
static void truth_34_old_entries_keep_theirs(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_VOID);
	struct ledger_result res = rig_record(r, "TLC-VET", 1000);

	memcpy(job.void_id, res.weighing.id, sizeof(job.void_id));
	memcpy(job.reason, "DUPONT", sizeof("DUPONT"));
	rig_write(r, &job, LEDGER_WRITTEN);
	rig_reopen(r);
	expect_reason(r, res.weighing.id, "DUPONT");
	rig_expect_sound(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(truth_34_any_other_word_is_kept_as_words),
		T(truth_34_old_entries_keep_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
