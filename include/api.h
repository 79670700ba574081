// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls: what may be asked of a station (contract.md, HTTP), one row each in daemon/api/calls.c,
 * with who may ask it, what may be said with it, and where it runs. No HTTP here: the web brings
 * requests from the network and the command line from its options; both get the same bytes of
 * the same function. Statuses are those of the contract. To add one: CONTRIBUTING.md.
 */
#pragma once
#include <jansson.h>
#include <stdio.h>
#include "food.h"
#include "label.h"
#include "lang.h"
#include "ledger.h"
#include "lot.h"
#include "role.h"
#include "store.h"

struct caller {
	enum role role;
	enum lang lang;
	char operator_code[CODE_SIZE]; /* who signs what is typed; "" : nobody said */
	bool program;                  /* by a token that only reads: it is told nobody's name */
};

enum call_place {
	IN_LOOP,        /* at once, from what the loop holds */
	IN_READER,      /* short lists */
	IN_LONG_READER, /* exports: they hold nobody but each other */
	IN_WRITER,      /* behind all that was written before */
};

enum param_type {
	PARAM_TEXT,   /* fewer than size bytes */
	PARAM_INT,    /* least to most; usual when it is not said */
	PARAM_DAY,    /* YYYY-MM-DD */
	PARAM_PERIOD, /* 2026, 2026-Q1 …: day.h */
	PARAM_PLACE, /* YYYY-MM-DD_ROW: behind that row as it was listed; its number: request_int() */
	PARAM_WORD,  /* one of a list */
	PARAM_WORDS, /* some of a list, with commas: which go together, the call knows */
};

struct param {
	const char *name;
	enum param_type type;
	bool needed;
	size_t size;
	int64_t least, most, usual;
	const char *(*word)(size_t i); /* NULL at the end */
	const char *bad;               /* what is said of one that will not do; NULL: bad_query */
};

enum { ARG_SIZE = 96, PARAMS_MOST = 16, PARAM_SIZE = 128 };

struct request;
struct answer;
struct body;

/* What a POST brings. */
struct sent {
	const char *type; /* Content-Type; NULL: JSON */
	const char *bytes;
	size_t size;
};

/* What it becomes: a job whose first draft is value. */
struct making {
	struct ledger_job job;
	_Alignas(16) unsigned char value[DRAFT_VALUE_SIZE];
};

/* The value of POST /food/receipts: two drafts, and of which load, where that is weighed. */
struct food_making {
	struct food_received food;
	struct weighing_entry weighing;
	bool of_plate; /* no mass was said */
	bool light;    /* it may be less than the scale weighs right */
	char load[LOAD_SIZE];
	bool has_to;
	int64_t to_mg;
};

/* The value of POST /lots/LOT/packs: a draft, and of which load, where no mass was said. */
struct pack_making {
	struct pack pack;
	bool of_plate;
	char load[LOAD_SIZE];
	bool has_to;
	int64_t to_mg;
};

/* Likewise of POST /lots/LOT/inputs, where a load was said and no mass. */
struct input_making {
	struct lot_input input;
	bool of_plate;
	char load[LOAD_SIZE];
	bool has_to;
	int64_t to_mg;
};

/* Of POST /slips/SLIP/lines, where a lot alone was said: what lies on the plate, if it is a received one. */
struct line_making {
	struct weighing_entry weighing;
	bool of_plate;
	bool light;
	char load[LOAD_SIZE];
	bool has_to;
	int64_t to_mg;
};

struct call {
	const char *name;   /* the call's own, once */
	const char *method; /* GET or POST */
	const char *path;   /* under /api/v1; a * stands for one part of it, ** for some */
	const char *arg;    /* what that part is; NULL: no * */
	const char *(*arg_word)(size_t i); /* its words, if it is one of a list; NULL at the end */
	enum role role;
	enum role beyond; /* for entries of another day or station; ROLE_NONE: no entries */
	bool personal;    /* it may name people: for a program only if its token names the call */
	bool open;        /* also to whoever has not said who they are, from wherever */
	bool of_weighing; /* and the path names the weighing */
	const struct kind *kind; /* of the entries that it lists or makes; NULL: none, or */
	bool of_kind;            /* that which the path names */
	const char *list;        /* the member of its answer that holds them; NULL: entries */
	enum call_place place;
	const struct param *params; /* "lang" goes with every call */
	size_t count;
	/*
	 * Writes the whole answer, or returns refuse(). -errno of the ledger. NULL: answered by the
	 * room that holds what it speaks of.
	 */
	int (*run)(struct ledger *l, const struct request *r, FILE *out, struct answer *a);
	/* Of a POST that needs nothing but the ledger: its body as a draft; NULL: an entry of its kind. */
	void (*make)(const struct request *r, struct body *b, struct making *m);
	unsigned made;       /* the status then; 0: 201 */
	const char *already; /* what is said of what had been done; NULL: already_void */
	/* The same where the file is ours alone, of what becomes no draft so simply. As request_write(). */
	int (*write)(struct ledger *l, const struct request *r, const struct sent *sent,
		struct answer *a);
	bool (*is_long)(const struct request *r); /* IN_READER: this one takes long */
	/* What was read has a tag: who has it already is told so; of what writes, who had another. */
	bool tagged;
	size_t body_most; /* bytes of its body; 0: what is usual */
};

/* One call with what was said; a plain value that goes along to a worker. */
struct request {
	const struct call *call;
	struct caller who;
	struct moment now;
	char arg[ARG_SIZE];
	struct {
		bool given;
		int64_t number;
		char text[PARAM_SIZE];
	} value[PARAMS_MOST];
	bool lang_given;                              /* which goes with every call */
	char first_day[DAY_SIZE], last_day[DAY_SIZE]; /* both included; "" : no period was said */
	struct label_media media; /* of the station's labels; .dpi 0: nobody knows */
	int64_t max_mg;           /* of a weighing at the station; 0: nobody knows */
	bool has_plate;           /* it is asked of a station, which may weigh what is received */
	char stays[CODE_SIZE];    /* the operator whom an erasure must leave; "" : nobody */
	uint64_t label_wait_us;   /* from when on a label that waits is offered to a person */
};

struct answer {
	unsigned status; /* 200, or of a refusal: */
	struct sentence why;
	const char *type; /* for Content-Type */
	bool empty;       /* a report whose figures are all 0 */
	char file[128];   /* what it is called once it is kept as a file; "": nobody said */
	uint64_t stands; /* of a tagged one: the entry that it is as of; 0: nothing is held to it */
	char *text;      /* free() it; NULL of a refusal */
	size_t size;
};

/* ---- calls.c ---- */
const struct call *call_at(size_t i); /* NULL: no more */
/* By method and path under /api/v1; NULL: there is none. */
const struct call *call_find(const char *method, const char *path, char ret_arg[ARG_SIZE]);

/* ---- openapi.c: the table described, for programs (OpenAPI 3.1). NULL: no memory ---- */
json_t *api_description(void);

/* ---- request.c: each returns 0, or the status of a refusal that ret_why says ---- */
/* ret_request->now is of this moment; who is copied. 403. */
int request_begin(struct request *ret_request, const struct call *call, const char *arg,
	const struct caller *who, struct sentence *ret_why);
/* 400 unknown_parameter, repeated_parameter; 422. */
int request_set(struct request *r, const char *name, const char *value, struct sentence *ret_why);
/* When all was said: what is needed is there, and days are a period. 422. */
int request_ready(struct request *r, struct sentence *ret_why);
/* Whether who asks may touch an entry of that day and station, being at this one. 403. */
int request_may_touch(const struct request *r, const char *day, const char *station,
	const char *this_station, struct sentence *ret_why);

/* The same of the weighing that the path names, in the ledger's thread. 0 too if there is none; -errno. */
int request_may_touch_weighing(struct ledger *l, const struct request *r, const char *this_station,
	struct sentence *ret_why);

/* NULL: not given. */
const char *request_text(const struct request *r, const char *name);
/* Whose entries it is about; NULL: none, or no kind of that name. */
const struct kind *request_kind(const struct request *r);
int64_t request_int(const struct request *r, const char *name);
enum call_place request_place(const struct request *r);

/* ---- answer.c ---- */
/*
 * In the thread of the ledger; a reader's answer is of one state of the file, however busy its
 * writer is. 0, with what the answer is in *ret_answer; -errno: it could not be made.
 */
int request_run(struct ledger *l, const struct request *r, struct answer *ret_answer);
void answer_done(struct answer *a);

/* ---- weighing_export.c: an answer too long to be made whole ---- */
struct export_job;
/*
 * Weighings as the request of GET /export/weighings asks for them: pages of lines, one after the other; nothing
 * is held between them, and who writes is not kept waiting. 0, -ENOMEM.
 */
int export_new(const struct request *r, struct export_job **ret_export);
struct export_job *export_free(struct export_job *e);
CLEANUP_OF(struct export_job, export_free);
const char *export_type(const struct export_job *e); /* for Content-Type */
const char *export_file(const struct export_job *e); /* what it is called once it is kept */
/*
 * The next page, in the thread of the ledger. 1: more follow; 0: that was the last; -E2BIG, of the first only: no
 * workbook holds so many; -errno.
 */
int export_lines(struct ledger *l, struct export_job *e, FILE *out);

/* ---- packs.c ---- */
/* Whether the label of that pack may be printed on that day. 1; 0: not, and why; -ENOENT; -errno. */
int pack_printable(struct ledger *l, const char *id, const char *today, struct sentence *ret_why);

/* ---- make.c ---- */
/* m->job has its moment and key; drafts are added. 0, or the status of a refusal. */
int request_make(const struct request *r, const struct sent *sent, struct making *m,
	struct sentence *ret_why);
/* The status of what it made. */
static inline unsigned request_made(const struct request *r)
{
	return r->call->made ? r->call->made : 201;
}
/* result_refusal() in the words of the call. */
int request_refusal(
	const struct request *r, const struct ledger_result *result, struct sentence *ret_why);
/*
 * A POST into a file that nobody else writes to. 0, with an answer, also of a refusal, whose text is
 * NULL unless it has more to say than why; -errno.
 */
int request_write(struct ledger *l, const struct request *r, const struct sent *sent,
	struct answer *ret_answer);
