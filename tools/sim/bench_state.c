// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The devices as JSON for the bench page. Masses are what the plate carries, in milligrams;
 * "frame" is what the scale says on its line.
 */
#include "bench_state.h"
#include <jansson.h>
#include <string.h>
#include "code.h"

static json_t *line_state(struct sim_line *l)
{
	return json_pack(
		"{sb sb}", "plugged", sim_line_plugged(l), "read", sim_line_read_by_somebody(l));
}

static json_t *scale_state(struct sim_scale *s)
{
	json_t *o = line_state(&s->line);

	json_object_set_new(o, "load_mg", json_integer(s->load_mg));
	json_object_set_new(o, "frame", json_string(s->frame));
	return o;
}

static json_t *scanner_state(struct sim_scanner *s)
{
	json_t *o = line_state(&s->line), *last = json_string(s->last);

	json_object_set_new(o, "last", last ? last : json_null());
	return o;
}

static json_t *panel_state(struct sim_panel *p)
{
	json_t *o = line_state(&p->line), *lamps = json_object();

	for (size_t i = 0; i < PANEL_LAMPS && p->lamps[i].name[0]; i++)
		json_object_set_new(lamps, p->lamps[i].name, json_string(p->lamps[i].state));
	json_object_set_new(o, "lamps", lamps);
	json_object_set_new(o, "sound", json_string(p->sound));
	json_object_set_new(o, "sounds", json_integer((json_int_t)p->sounds));
	return o;
}

static json_t *printer_state(struct sim_printer *p)
{
	return json_pack("{sb si sb sb sb si si}", "plugged", p->fd >= 0, "port", (int)p->port,
		"paper_out", p->paper_out, "cover_open", p->cover_open, "printing", p->printing > 0,
		"waiting", (int)p->waiting, "labels", (int)p->labels);
}

/* What the head says of itself on its line; net_g: null while it gives no weight. */
static json_t *head_state(struct sim_head *h)
{
	json_t *o = line_state(&h->line);
	bool on = sim_line_plugged(&h->line);
	uint16_t status = on ? h->head.status : 0;
	int32_t g = on ? h->head.weight.net_g : HEAD_NO_VALUE;

	json_object_set_new(o, "load_mg", json_integer(h->platform.load_mg));
	json_object_set_new(o, "net_g", g == HEAD_NO_VALUE ? json_null() : json_integer(g));
	json_object_set_new(o, "stable", json_boolean(status & HEAD_STABLE));
	json_object_set_new(o, "over", json_boolean(status & HEAD_OVER));
	json_object_set_new(o, "calibrated", json_boolean(!(status & HEAD_NOT_CALIBRATED)));
	json_object_set_new(o, "progress", json_integer(on ? h->head.task.progress : 0));
	json_object_set_new(o, "jumper", json_boolean(h->jumper));
	json_object_set_new(o, "reversed", json_boolean(h->platform.reversed));
	return o;
}

char *bench_state(struct sim *sim, const struct outcome *said, unsigned number)
{
	json_t *o = json_object();
	char *text;

	json_object_set_new(o, "page", json_string(sim->page));
	json_object_set_new(o, "scale", scale_state(&sim->scale));
	json_object_set_new(o, "scanner", scanner_state(&sim->scanner));
	json_object_set_new(o, "panel", panel_state(&sim->panel));
	json_object_set_new(o, "printer", printer_state(&sim->printer));
	if (sim->has_head)
		json_object_set_new(o, "head", head_state(&sim->head));
	json_object_set_new(o, "said",
		said ? json_pack("{si ss ss?}", "number", (int)number, "key", said->key, "device",
			       said->device)
		     : json_null());
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	return text;
}

/* Control barcodes as they hang on the wall, by type letter and catalogue code. */
static const struct {
	char type;
	const char *code;
} wall[] = {
	{ 'K', "TLC-VET" },
	{ 'K', "HRP-LIV" },
	{ 'K', "HRP-VAI" },
	{ 'K', "EEE-PAM-CUI" },
	{ 'K', "DEA-ASS" },
	{ 'K', "JOU-JOU" },
	{ 'O', "APP_VOL" },
	{ 'O', "COL_DOM" },
	{ 'D', "VENTE" },
	{ 'A', "IN" },
	{ 'A', "OUT" },
	{ 'A', "UNDO" },
	{ 'A', "CANCEL" },
	{ 'A', "TARE" },
};

char *bench_codes(void)
{
	json_t *list = json_array();
	char *text;

	for (size_t i = 0; i < ARRAY_SIZE(wall); i++) {
		char control[PRIVATE_KEY_SIZE], type[2] = { wall[i].type, '\0' };

		if (code_control_make(wall[i].type, wall[i].code, control, sizeof(control)) == 0)
			json_array_append_new(list, json_pack("{ss ss ss}", "type", type, "code",
							    wall[i].code, "scan", control));
	}
	text = json_dumps(list, JSON_COMPACT);
	json_decref(list);
	return text;
}
