// SPDX-License-Identifier: GPL-3.0-or-later
/* What a command writes for a program or a file is all that there is; for people it is the newest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "../../tools/bascule/cli.h"
#include "ledger_rig.h"
#include "slip.h"

/* More than a page. */
enum { ALL = 1001, FEW = 60 };

static struct ledger_result put(struct ledger_rig *r, const struct kind *kind, const void *value)
{
	struct ledger_job job = { .now = r->now, .drafts = { { kind, value, NULL } } };
	struct ledger_result res;

	rig_tick(r);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res;
}

/* Lines that a command writes with those words. */
static int lines(struct ledger_rig *r, int (*run)(struct cli *c, int argc, char **argv),
	const char *format, const char *limit)
{
	struct cli c = { .db = r->path, .lang = LANG_EN, .command = "list" };
	char path[128], *argv[12] = { "list", "--format", (char *)format, "-o", path };
	int argc = 5, n = 0;
	FILE *in;

	(void)snprintf(path, sizeof(path), "%s/list", r->folder);
	if (run == cmd_entries)
		argv[argc++] = "slip-refused";
	if (limit) {
		argv[argc++] = "--limit";
		argv[argc++] = (char *)limit;
	}
	optind = 0;
	assert_int_equal(run(&c, argc, argv), EXIT_DONE);
	in = fopen(path, "re");
	assert_non_null(in);
	for (int letter; (letter = getc(in)) != EOF;)
		n += letter == '\n';
	assert_int_equal(fclose(in), 0);
	assert_int_equal(unlink(path), 0);
	return n;
}

static void weighings_are_all_there(void **state)
{
	struct ledger_rig *r = *state;

	for (int i = 0; i < ALL; i++)
		(void)rig_record(r, "TLC-VET", 1000000);
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(lines(r, cmd_weighings, "csv", NULL), 1 + ALL);
	assert_int_equal(lines(r, cmd_weighings, "csv", "7"), 1 + 7);
	assert_true(lines(r, cmd_weighings, "table", NULL) < ALL);
	rig_reopen(r);
}

static void slips_and_what_is_said_of_them_are_all_there(void **state)
{
	const struct slip asked = { .type = SLIP_DEPOSIT };
	struct slip_refused f = { .reason = "OTHER" };
	struct ledger_rig *r = *state;

	for (int i = 0; i < FEW; i++)
		(void)put(r, &slip_kind, &asked);
	memcpy(f.id, ((const struct slip *)put(r, &slip_kind, &asked).value)->id, sizeof(f.id));
	for (int i = 0; i < FEW; i++)
		(void)put(r, &slip_refused_kind, &f);
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(lines(r, cmd_slips, "csv", NULL), 1 + FEW + 1);
	assert_int_equal(lines(r, cmd_slips, "csv", "7"), 1 + 7);
	assert_int_equal(lines(r, cmd_entries, "csv", NULL), 1 + FEW);
	assert_int_equal(lines(r, cmd_entries, "csv", "7"), 1 + 7);
	rig_reopen(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(weighings_are_all_there, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			slips_and_what_is_said_of_them_are_all_there, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
