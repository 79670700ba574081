// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the large face says, as a pure function of the state: {tone, pictogram, mg, dim,
 * tick, sentence, detail, can}. The order of the questions is the promise: first whether
 * anything is known at all, then whether the store and the scale are to be believed, and
 * only then a number; a tick only for what the daemon calls recorded.
 */
import {findRow, state} from "/state.js";
import {kg, shortName, t} from "/lang.js";

const NUMBER_STATES = ["zero", "stable", "moving"];
export const PICTOGRAMS = {
	asleep: "scale-asleep",
	overload: "scale-overload",
	out_of_range: "scale-overload",
	under_zero: "scale-below-zero",
	unplugged: "scale-unplugged",
	silent: "scale-unplugged",
	fault: "warning",
};
/* A load that is too heavy or a plate below zero is put right; a dead scale is typed around. */
const TYPE_STATES = ["unplugged", "silent", "fault", "asleep", "out_of_range"];

export function doubtful(snapshot) {
	return !NUMBER_STATES.includes(snapshot?.scale?.state);
}

/* The store's own sentence when weighing is refused, else null. */
export function refusal(s) {
	const store = s.snapshot?.store ?? s.health;
	return store && store.ok === false ? (store.message ?? t("page_store_down")) : null;
}

function away(s) {
	const waiting = s.link === "opening";
	return {
		tone: "lost",
		pictogram: waiting ? "scale" : "warning",
		sentence: waiting ? t("page_opening") : t("page_lost"),
		detail: s.pending > 0 ? t("page_lost_pending") : waiting ? "" : t("page_lost_why"),
	};
}

function typing(s) {
	return {
		tone: "typed",
		pictogram: "pencil",
		text: s.typed.text,
		sentence: t("page_typed_choose"),
		can: ["drop-typed"],
	};
}

function broken(s) {
	const scale = s.snapshot.scale;
	return {
		tone: "doubt",
		pictogram: PICTOGRAMS[scale?.state] ?? "warning",
		sentence: scale?.text || t("page_no_scale"),
		can: scale?.state === "under_zero" || scale?.reason === "needs_zero" ? ["zero"]
			: !scale || TYPE_STATES.includes(scale.state) ? ["type"] : [],
	};
}

/* The words of the tile that was touched. */
const categoryName = (code) => shortName(findRow("categories", code)) || code;

function recorded(s, scale) {
	const last = s.snapshot.last;
	const category = last?.category ? categoryName(last.category) : "";
	return {
		tone: "saved",
		mg: last?.net_mg ?? scale.net_mg,
		tick: true,
		sentence: category ? t("page_recorded", {category}) : t("page_recorded_plain"),
		detail: t("page_recorded_next"),
	};
}

export function armedCode(snapshot) {
	const armed = snapshot?.armed;
	return (typeof armed === "object" ? armed?.category ?? armed?.code : armed) || null;
}

function waiting(s, scale) {
	const armed = armedCode(s.snapshot);
	const tare = scale.tare_mg > 0 ? t("page_tare", {kg: kg(scale.tare_mg)}) : "";
	const face = {mg: scale.net_mg, dim: scale.state === "moving", detail: tare,
		can: tare ? ["disarm"] : []};
	if (armed) {
		const category = categoryName(armed);
		return {...face, tone: "armed", armed, can: ["disarm"], sentence: category, detail:
			t(s.snapshot.phase === "empty" ? "page_empty" : "page_settling")};
	}
	if (s.snapshot.phase === "ready" && scale.state !== "moving")
		return {...face, tone: "ready", sentence: t("page_ready")};
	if (scale.state === "moving" || s.snapshot.phase === "settling")
		return {...face, tone: "calm", pictogram: "scale-moving", sentence: t("page_settling")};
	return {...face, tone: "calm", sentence: t("page_empty")};
}

export function panel(s = state) {
	if (s.link !== "up" || !s.snapshot)
		return away(s);
	const refused = refusal(s);
	if (refused)
		return {tone: "lost", pictogram: "disk-full", sentence: refused, detail: t("page_store_why")};
	if (s.typed?.ready)
		return typing(s);
	const scale = s.snapshot.scale;
	if (doubtful(s.snapshot))
		return broken(s);
	if (s.reclassify)
		return {tone: "typed", pictogram: "pencil", sentence: t("page_reclassify_choose")};
	switch (s.snapshot.phase) {
	case "question":
		return {tone: "ask", pictogram: "question", mg: scale.net_mg, dim: true, sentence: ""};
	case "recording":
		return {tone: "calm", mg: scale.net_mg, dim: true, sentence: t("page_recording")};
	case "recorded":
		return recorded(s, scale);
	default:
		return waiting(s, scale);
	}
}
