// SPDX-License-Identifier: GPL-3.0-or-later
/* What a partner gave, or was handed, in a period: as JSON, on paper, as rows. Its days are those of the request. */
#include <errno.h>
#include <string.h>
#include "api_private.h"
#include "attestation_paper.h"

/* "AIDE.pdf": without its end in ret_code; "", "pdf" or "csv". */
static const char *split(const char *arg, char ret_code[ARG_SIZE])
{
	const char *dot = strrchr(arg, '.');
	const bool said = dot && (strcmp(dot, ".pdf") == 0 || strcmp(dot, ".csv") == 0);

	(void)snprintf(ret_code, ARG_SIZE, "%.*s", said ? (int)(dot - arg) : ARG_SIZE - 1, arg);
	return said ? dot + 1 : "";
}

/* Whoever was one on any of those days, or is one now: a partner that ended has given before. */
static bool is_partner(const struct catalogue *c, const struct request *r, const char *code)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];

		if (row->kind == CATALOGUE_PARTNER && strcmp(row->code, code) == 0 &&
			strcmp(row->valid_from, r->last_day) <= 0 &&
			(!row->valid_until[0] || strcmp(row->valid_until, r->first_day) > 0))
			return true;
	}
	return catalogue_find(c, CATALOGUE_PARTNER, code, r->now.day) != NULL;
}

/* lang: attestation_file statement_file */
static int write_paper(struct ledger *l, const struct request *r, struct paper *p,
	enum attested what, const json_t *o, const char *format, FILE *out, struct answer *a)
{
	const bool pdf = strcmp(format, "pdf") == 0;
	struct ledger_status status;
	int done = ledger_status(l, &status);

	if (done < 0)
		return done;
	p->site = status.identity.site;
	a->type = pdf ? "application/pdf" : "text/csv; charset=utf-8";
	(void)snprintf(a->file, sizeof(a->file), "%s-%s.%s",
		lang_text(r->who.lang,
			what == ATTESTED_GIVEN ? "attestation_file" : "statement_file"),
		paper_text(o, "partner"), format);
	return pdf ? attestation_paper_write(p, what, o, out)
		   : attestation_csv_write(p, what, o, out);
}

/* lang: no_such_partner */
static int run(
	struct ledger *l, const struct request *r, enum attested what, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	json_t *o;
	const char *days[] = { r->first_day, r->last_day };
	char code[ARG_SIZE];
	const char *format = split(r->arg, code);
	struct paper p = { .lang = r->who.lang, .day = r->now.day };
	int done = ledger_catalogue(l, &c);

	if (done < 0)
		return done;
	if (!is_partner(c, r, code))
		return refuse(a, 404, "no_such_partner");
	o = json_pack("{s:s,s:s,s:s}", "partner", code, "from", days[0], "to", days[1]);
	done = o ? attestation_put(l, what, code, days, o) : -ENOMEM;
	if (done == 0 && !*format)
		return put_json(out, o);
	p.catalogue = c;
	if (done == 0)
		done = write_paper(l, r, &p, what, o, format, out, a);
	json_decref(o);
	return done;
}

int attestation(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	return run(l, r, ATTESTED_GIVEN, out, a);
}

int statement(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	return run(l, r, ATTESTED_HANDED_ON, out, a);
}
