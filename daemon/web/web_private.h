// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The web room's own parts. An exchange is one request and its answer: http.c makes it from
 * libmicrohttpd's calls, guard.c lets it in, routes.c finds its call and who answers that:
 * ask.c what only reads the ledger, the api_*.c files the rest, behind first.c where a repeat must be
 * found first; reply.c answers. A handler answers at once or leaves the exchange pending and answers
 * from a callback of the loop; meanwhile its connection is suspended.
 */
#pragma once
#include <jansson.h>
#include <microhttpd.h>
#include "api.h"
#include "api_body.h"
#include "api_json.h"
#include "people.h"
#include "web.h"

enum {
	BODY_MOST = 64 * 1024,
	ADDRESS_MOST = 8 * 1024,
	HEADERS_MOST = 32 * 1024,
	/*
	 * What libmicrohttpd has for a head and the answer's. What does not fit there it refuses with
	 * a page of its own, in English (400, 414, 431, 505): there is no way to have it say ours.
	 */
	HEAD_STRICTNESS = 1, /* of libmicrohttpd: see README.md, A head that is no HTTP */
	HEAD_POOL = 96 * 1024,
	BODY_DISCARDED = 32 * 1024 * 1024, /* read and thrown away, so that a 413 is heard */
	CONNECTIONS = 400,                 /* well below 1,024: libmodbus waits with select() */
	LISTENERS = 48,                    /* of them, live events */
	LAN_CONNECTIONS = 100,             /* of other machines */
	TIMEOUT_S = 20,                    /* without a byte either way */
	HOSTS_SIZE = 256,
	STATUS_CLASSES = 6,
};

struct connections;
struct door;
struct events;
struct lan;
struct pages;
struct services;
struct training;

struct web {
	struct loop *loop;
	struct desk *desk;
	struct MHD_Daemon *daemon,
		*lan_daemon; /* lan_daemon NULL: nobody comes from other machines */
	struct loop_source *readable, *lan_readable;
	struct lan *lan;
	struct door *door; /* of lan_daemon */
	struct loop_source *timer;
	struct connections *connections;
	struct events *events;
	struct pages *pages;
	struct services *services;
	struct people *people;
	struct training *training;
	struct web_kept *kept; /* NULL: nothing goes on after this one */
	struct conf *conf;     /* station.conf, to be told apart from what is plugged in */
	json_t *day;           /* what the first day knows (first_day.h); NULL: none was begun */
	bool guarded;          /* a coordinator has a PIN: who says nothing is a volunteer */
	uint16_t port;
	int socket;
	char url[64];
	char hosts[HOSTS_SIZE]; /* further names in Host, separated by blanks */
	char bench[128];        /* address of the bench page, "" when there is none */
	struct exchange *large; /* the one whose body is long: never two in memory */
	bool ending;
	bool running;                     /* inside MHD_run() */
	bool again;                       /* a connection was resumed meanwhile */
	uint64_t answers[STATUS_CLASSES]; /* by first digit of the status */
};

struct exchange;
typedef void (*handle_fn)(struct exchange *x);

struct exchange {
	struct web *web;
	struct MHD_Connection *connection;
	handle_fn handle;
	const char *method;
	char path[256];
	struct request request; /* of a call: which, by whom, with what */
	const char *arg;        /* of it: what stands for * in its path */
	enum lang lang;
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
	char *body; /* NUL-terminated, NULL: none */
	size_t body_len;
	uint64_t body_seen;
	bool lan;     /* from another machine */
	bool last;    /* the connection ends with this answer, whatever else was sent */
	bool listens; /* its answer goes on for as long as the client likes */
	bool dispatched;
	bool suspended;
	unsigned status; /* of the answer, 0: not yet */
	struct MHD_Response *response;
};

/* http.c: after MHD_resume_connection(). */
void web_wake(struct web *w);
/*
 * What the same request must have in common with its first one. Made before its handler runs, but
 * of a body above BODY_MOST: that is for whichever thread reads it.
 */
void exchange_digest(struct exchange *x);

/* lan.c: other machines, over TLS. */
struct web_callbacks {
	MHD_AccessHandlerCallback request;
	MHD_RequestCompletedCallback completed;
};
int lan_new(struct conf_section *s, struct lan **ret_lan); /* reads [http] */
struct lan *lan_free(struct lan *lan);
/* 0, also if nobody is to come; -EBADMSG: the certificate is none; -EADDRINUSE; -errno. */
int lan_start(struct web *w, const struct web_callbacks *calls, struct MHD_Daemon **ret_daemon);
/* door.c: who of them comes in, and when. Takes fd over, also where it fails; daemon has no other. */
struct door_key {
	uint8_t bytes[16];
};
/* fd: on which it came. */
struct door_key door_key_of(const struct sockaddr *address, int fd);
int door_new(struct web *w, struct MHD_Daemon *daemon, int fd, struct door **ret_door);
struct door *door_free(struct door *d);
/* By its name or by the address that was called. */
bool lan_host_is_ours(const struct exchange *x, const char *host, size_t len);
json_t *json_lan(const struct web *w); /* null: closed */
/* station.conf wants it, and it could not be. */
bool lan_failed(const struct web *w);

/* routes.c: who answers, a call or a page; else it is answered with why nobody does. */
void route(struct exchange *x);
/* NULL: the call is answered by its run(). */
handle_fn route_handler(const struct call *call);

/*
 * who.c: whose role and code ret_who is. 0, or the status of a refusal; who_refused(): that of one for
 * their role.
 */
int who_asks(struct exchange *x, const struct call *call, struct caller *ret_who,
	struct sentence *ret_why);
int who_refused(const struct caller *who, int status, struct sentence *why);
struct session *who_session(struct exchange *x);   /* NULL: none */
const struct token *who_token(struct exchange *x); /* NULL: of no program */
/* Of an operator of today; ROLE_NONE: nobody who may log in. */
enum role who_may(const struct web *w, const char *code);
bool who_guarded(struct web *w);
/* Why nobody new logs in until the console mends it, a key: secrets cannot be read, or no coordinator has one. NULL */
const char *who_cannot(struct web *w);
/* Without them nobody who has a PIN would be a coordinator any more. "" : there are others, or is none. */
const char *who_is_last(const struct web *w);
/* Another catalogue, or the first one: whoever left keeps no secret. */
void who_let_go(struct web *w);
/* Its body names an operator where the site has nobody named. */
bool who_named_in_vain(struct exchange *x);
void who_cookie(const struct exchange *x, struct MHD_Response *response, const char *token);

/* ask.c: a call that only reads the ledger, in the worker where it belongs. */
void ask_call(struct exchange *x);
/*
 * first.c: a call that makes an entry and first looks at what may have changed, or that touches the
 * weighing that it names: next() comes only if its key has not written and it may.
 */
void first_ask(struct exchange *x, handle_fn next);
void first_call(struct exchange *x); /* the same, next being the handler of the call */

/*
 * learn.c: whoever does not know whether somebody learns here is refused what would come into the wrong
 * ledger, or be told of it: a status and its sentence, or 0. Only what a volunteer does is learned.
 */
/* kept.c: the socket that the one before listened on at that port (0: any), or -1. */
int kept_socket(struct web *w, enum where where, int port);
/* The next one is to go on with it; -1: with none. */
void kept_listens(struct web *w, enum where where, int fd);
int training_new(struct web *w, struct training **ret_training); /* reads [training] */
struct training *training_free(struct training *t);
unsigned training_refuses(const struct exchange *x, const char **ret_key);
bool training_is_not_of(const struct exchange *x, const struct call *call);
void training_touched(struct web *w);
bool training_is_open(const struct web *w); /* without staff, too */

/* guests.c: the desk itself (key ""), or the token or session that a guest came with. */
struct party {
	char key[1 + TOKEN_ID_SIZE + SESSION_ID_SIZE];
	struct door_key address;
};
void party_of(struct exchange *x, struct party *ret_party);
bool same_party(const struct party *a, const struct party *b);

/* guard.c: NULL, or the key of the sentence that says why the request is refused (403). */
const char *guard_refuses(const struct exchange *x);
bool guard_hosts_are_fine(const char *hosts);

/*
 * connections.c: who is connected, what is awaited from them (STAGE_HEAD, _BODY), and that
 * nobody is waited for for ever.
 */
enum stage { STAGE_HEAD, STAGE_BODY, STAGE_WORK, STAGE_ANSWER };
int connections_new(struct web *w, struct connections **ret_connections);
/* After MHD_stop_daemon(). */
struct connections *connections_free(struct connections *all);
void connections_notify(void *data, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code);
/* false: it has been ended, and nothing more may be done for it. */
bool connection_stage(struct connections *all, struct MHD_Connection *connection, enum stage stage);
/* In which language it is told, should it have to be. */
void connection_lang(struct MHD_Connection *connection, enum lang lang);
/* By which it came in. */
struct MHD_Daemon *connection_daemon(struct MHD_Connection *connection);
size_t connections_count(const struct connections *all);
/* From another machine, of that address. */
size_t connections_from(const struct connections *all, const struct door_key *key);

/* frame.c: NULL, or the key of the sentence that says why nobody can tell where it ends (400). */
const char *frame_refuses(const struct exchange *x);
/* 0, or the status of a head that is too long, and why. */
unsigned frame_is_too_long(const struct exchange *x, const char *url, struct sentence *ret_why);
/* For MHD_OPTION_UNESCAPE_CALLBACK: %00 becomes a character that no name of ours has. */
size_t frame_unescape(void *data, struct MHD_Connection *connection, char *text);

/* reply.c: each answers the exchange, once. */
void reply_json(struct exchange *x, unsigned status, json_t *json); /* takes json over */
void reply_text(struct exchange *x, unsigned status, const char *type, char *text, size_t size);
void reply_json_text(struct exchange *x, unsigned status, char *text); /* takes text over */
void reply_response(struct exchange *x, unsigned status, struct MHD_Response *response);
void reply_refusal(struct exchange *x, unsigned status, const struct sentence *why);
/* The JSON of a refusal; free it. NULL: no memory. */
char *refusal_text(enum lang lang, const struct sentence *why);
void reply_key(struct exchange *x, unsigned status, const char *sentence_key);
/* What a write came to: status and body of the contract. made: status of a first success. */
void reply_written(struct exchange *x, const struct ledger_result *result, unsigned made);
/* A negative errno of the store. */
void reply_errno(struct exchange *x, int error);
/* true: the store is down and the exchange has been answered so. */
bool reply_if_down(struct exchange *x);
void reply_headers(struct MHD_Response *response);

/* body.c: of what api_body.h reads. false: it was answered with the fault. */
bool body_open(struct exchange *x, struct body *ret_body);
bool body_done(struct body *b);
/* entry.c: the moment, key and digest of a job. */
void job_begin(const struct exchange *x, struct ledger_job *job);
/* Answers if it cannot be sent; else done() has x as its data, job_made() answers with 201. */
void job_send(struct exchange *x, const struct ledger_job *job, store_written_fn done);
void job_made(void *data, const struct ledger_job *job, const struct ledger_result *result);
/* value is of the call's kind: what the body says is added to it, and it is written. */
void entry_make(struct exchange *x, void *value);
/* A call that needs nothing but the ledger: its body becomes an entry. */
/* entry.c: what was sent, as drafts; false: it was refused, and is answered. */
struct making;
bool entry_read(struct exchange *x, struct making *m);
void api_make(struct exchange *x);
/* api_station.c */
unsigned api_status_of(enum station_reply reply);
/* api_write.c: a category that can be weighed that day; kilograms within the site's maximum. */
void body_category(struct body *b, const char *day, char ret_code[CODE_SIZE]);
/* body_net() within what the station's scales bear. */
void body_station_net(struct body *b, int64_t *ret_net_mg);
/* Who signs it: whoever is logged in, else whom the request names; never who stands at the scale. */
void body_operator(struct body *b, const char *day, char ret_code[CODE_SIZE]);
/* An entry of that day at this station is made or seen to: 403 for a kiosk if it is not today. */
void body_touches(struct body *b, const char *day);

/* api_first_day.c: whether somebody should be led through it. */
bool first_day_unfinished(struct web *w);
/* first_day_try.c */
const char *first_day_site(const struct web *w, const char *key, const char *otherwise);
bool first_day_nameless(const struct web *w);
/* Codes are said for good: by station.conf, or by a ledger that is there or was. */
bool first_day_settled(const struct web *w);
/* Whether the station would start with that day and station.conf as it stands now; else a status and why. */
int first_day_try(const struct exchange *x, const json_t *day, struct sentence *ret_why);

/* first_day_key.c: true: its key was there before, and it is answered. */
bool first_day_repeated(struct exchange *x);
/* In the day that is then kept. */
void first_day_remember(const struct exchange *x, json_t *day, const char *answer);

/* json_station.c, json_devices.c */
json_t *json_station(struct web *w, enum lang lang);
json_t *json_question(const struct station *s);
json_t *json_devices(const struct web *w, enum lang lang);
json_t *json_scale(const struct web *w, size_t index, enum lang lang);
/* json_scale.c: null when its driver knows of none, or the head has not been read. */
json_t *json_scale_detail(const struct scales *all, size_t index);
/* Its register map and the weight in every order of bytes; null: it is not read by one. */
json_t *json_scale_map(const struct scales *all, size_t index);

/* events.c */
int events_new(struct web *w, struct events **ret_events);
struct events *events_free(struct events *e);
CLEANUP_OF(struct events, events_free);
void events_end(struct events *e); /* every listener is let go */
size_t events_listeners(const struct events *e);
json_t *events_codes(const struct events *e);
void events_ask_codes(struct events *e); /* they changed: the pages are told */

/* api_scale.c: the scale of the path, whose service then goes on. false: answered with 404. */
bool scale_of(struct exchange *x, size_t *ret_index);

/* service.c: scales that are being set and do not weigh. */
int services_new(struct web *w, struct services **ret_services);
/* Whoever still waits for a command is answered: the daemon ends. */
void services_end(struct services *s);
struct services *services_free(struct services *s);
bool services_on(const struct services *s, size_t scale);
/* Somebody spoke of the scale: its service goes on for another minute. */
void services_touch(struct services *s, size_t scale);
void services_set(struct services *s, size_t scale, bool on);
/* Gives the command to the head; the exchange is answered when it is done. */
void services_command(
	struct services *s, size_t scale, const struct scale_command *command, struct exchange *x);

/* pages.c */
int pages_new(struct web *w, struct pages **ret_pages);
struct pages *pages_free(struct pages *p);
/* What Accept-Encoding says, or NULL. */
bool pages_gzip_wanted(const char *accepted);
/* Whether who asks has what is tagged so ("…", with its quotes): If-None-Match. */
bool pages_known(const struct exchange *x, const char *tag);
void pages_handle(struct exchange *x);

/* Those of calls without a run(): name of the call, and who answers it. */
#define HANDLERS(X)                                   \
	X("openapi", api_openapi)                     \
	X("health", api_health)                       \
	X("devices", api_devices)                     \
	X("metrics", api_metrics)                     \
	X("station", api_station)                     \
	X("events", api_events)                       \
	X("intent", api_intent)                       \
	X("training", api_training)                   \
	X("training-end", api_training_end)           \
	X("typed", api_typed)                         \
	X("code-seen", api_code_seen)                 \
	X("label", api_label)                         \
	X("label-print", api_label_print)             \
	X("item-keys", api_item_keys)                 \
	X("pack", api_pack)                           \
	X("lot-input", api_lot_input)                 \
	X("slip-line", api_slip_line)                 \
	X("pack-print", api_pack_print)               \
	X("strip-print", api_strip_print)             \
	X("strip-stop", api_strip_stop)               \
	X("start-label", api_start_label)             \
	X("day-seen", api_day_seen)                   \
	X("day-print", api_day_print)                 \
	X("first-day", api_first_day)                 \
	X("first-day-step", api_first_day_step)       \
	X("label-dismiss", api_label_dismiss)         \
	X("food-preview", api_food_preview)           \
	X("food-receipt", api_food_receipt)           \
	X("food-receiving", api_food_receiving)       \
	X("left-weighing", api_left_weighing)         \
	X("left-dismiss", api_left_dismiss)           \
	X("scales", api_scales)                       \
	X("scale", api_scale)                         \
	X("scale-service", api_scale_service)         \
	X("scale-command", api_scale_command)         \
	X("scale-calibration", api_scale_calibration) \
	X("scale-check", api_scale_check)             \
	X("session", api_session)                     \
	X("log-in", api_log_in)                       \
	X("log-out", api_log_out)                     \
	X("touch", api_touch)                         \
	X("people", api_people)                       \
	X("secret", api_secret)                       \
	X("erase", api_erase)                         \
	X("sessions", api_sessions)                   \
	X("session-end", api_session_end)             \
	X("tokens", api_tokens)                       \
	X("token-make", api_token_make)               \
	X("token-end", api_token_end)                 \
	X("catalogue-edit", api_catalogue_edit)       \
	X("export-weighings", api_export)             \
	X("catalogue-import", api_catalogue_import)

#define HANDLER_DECLARED(name_, handle_) void handle_(struct exchange *x);
HANDLERS(HANDLER_DECLARED)
