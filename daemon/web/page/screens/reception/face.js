// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The large face. First what it says, as a pure function of the state: {tone, pictogram, mg, text,
 * dim, mark, badge, sentence, detail, can, live}. The order of the questions is the promise: first
 * whether anything is known at all, then whether the store and the scale are to be believed,
 * and only then a number; a tick only for what the daemon calls recorded. live: the number is
 * not the load's own, which then stands beside it. Then how that is drawn.
 */
import {$, bigButton, findRow, fit, go, icon, keepFit, keyed, rootOf, setHidden, setText, state,
	wear} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {kg, shortName, t} from "/base/lang.js";
import {armedCode, composed, doubtful, figures, named, noticed, refusal, whither} from "/base/station.js";
import {questionSentence, showsScreens} from "/screens/reception/tiles.js";

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
	return {tone: "typed", mark: "pencil", text: s.typed.text, live: true,
		sentence: t("page_typed_choose")};
}

function changing(s) {
	const line = s.reclassify;
	return {tone: "typed", mark: "pencil", live: true, text: kg(line.net_mg),
		badge: line.category, sentence: t("page_reclassify_choose"), detail: named(line)};
}

function seeingTo(s) {
	return {tone: "typed", mark: "left", live: true, text: s.seeTo.text,
		sentence: t("page_left_choose")};
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

/* The newest weighing that is believed to lie on the plate. */
export function lying(snapshot) {
	const {plate, last} = snapshot;
	if (!plate)
		return last;
	return plate.weighings?.find((weighing) => weighing.id === last?.id)
		?? plate.weighings?.at(-1) ?? null;
}

/* Out or in, its day and which scale, where that is not plain. */
function whereabouts(s, weighing) {
	const {last, scales} = s.snapshot;
	if (weighing?.id !== last?.id)
		return [];
	const said = whither(last);
	if (scales?.length > 1 && last.scale)
		said.push(t("page_saved_scale", {name: last.scale}));
	return said;
}

function recorded(s, scale) {
	const weighing = lying(s.snapshot);
	const count = s.snapshot.plate?.weighings?.length ?? 1;
	return {
		tone: "saved",
		mg: s.snapshot.plate ? scale.net_mg : weighing?.net_mg ?? scale.net_mg,
		dim: Boolean(s.snapshot.plate) && scale.state === "moving",
		mark: "saved",
		badge: weighing?.category,
		sentence: weighing ? t(weighing.input ? "page_recorded_input" : weighing.pack ? "page_recorded_pack" : "page_recorded",
			{category: named(weighing)})
			: t("page_recorded_plain"),
		detail: [count > 1 ? t("page_plate_holds", {n: count,
			kg: kg(s.snapshot.plate.counted_mg)}) : null, ...whereabouts(s, weighing),
		t("page_recorded_next")].filter(Boolean).join(" "),
	};
}

function unsure(s, scale) {
	const weighing = lying(s.snapshot);
	return {
		tone: "unsure",
		mg: scale.net_mg,
		dim: scale.state === "moving",
		mark: "question",
		badge: weighing?.category,
		sentence: weighing ? t("page_unsure", {category: named(weighing),
			kg: kg(s.snapshot.plate?.counted_mg ?? weighing.net_mg)}) : t("page_unsure_plain"),
		detail: t("page_unsure_what"),
	};
}

function waiting(s, scale) {
	const armed = armedCode(s.snapshot);
	const of = composed(s.snapshot);
	const tare = !(scale.tare_mg > 0) ? "" : of ? t("page_tare_of", {of, kg: kg(scale.tare_mg)})
		: t("page_tare", {kg: kg(scale.tare_mg)});
	const over = (s.snapshot.troubles ?? []).find(({kind}) => kind === "approval_over")?.sentence ?? "";
	const face = {mg: scale.net_mg, dim: scale.state === "moving", detail: tare || over};
	const plain = s.snapshot.phase === "empty" ? "page_empty" : "page_settling";
	if (armed)
		return {...face, tone: "armed", armed, badge: armed, detail: t(plain),
			sentence: shortName(findRow("categories", armed)) || armed};
	if (s.snapshot.phase === "ready" && scale.state !== "moving")
		return {...face, tone: "ready", badge: "touch",
			sentence: t(showsScreens() ? "page_ready_food" : "page_ready")};
	if (scale.state === "moving" || s.snapshot.phase === "settling")
		return {...face, tone: "calm", badge: "scale-moving", sentence: t("page_settling")};
	if (scale.tares_only)
		return {...face, tone: "calm", badge: "container", sentence: scale.text};
	return {...face, tone: "calm", badge: "scale", sentence: t("page_empty")};
}

const PHASES = {
	question: (s, scale) => ({tone: "ask", mark: "question", mg: scale.net_mg, sentence: "",
		badge: s.snapshot.question?.category}),
	recording: (s, scale) => ({tone: "calm", mg: scale.net_mg, dim: true, badge: "scale",
		sentence: t("page_recording")}),
	recorded,
	unsure,
};

function mode(s) {
	if (s.typed?.ready)
		return typing(s);
	if (s.reclassify)
		return changing(s);
	return s.seeTo ? seeingTo(s) : null;
}

/* Nothing is saved where somebody learns: no tick, no green, and the sentence says so. */
const learned = (face) => ({...face, tone: "typed", mark: "training", sentence: t("page_training_sentence", {sentence: face.sentence})});

export function panel(s = state) {
	const face = plainPanel(s);
	return s.snapshot?.training && face.tone === "saved" ? learned(face) : face;
}

function plainPanel(s) {
	if (s.link !== "up" || !s.snapshot)
		return away(s);
	const refused = refusal(s);
	if (refused)
		return {tone: "lost", pictogram: "disk-full", sentence: refused, detail: t("page_store_why")};
	const begun = mode(s);
	if (begun)
		return begun;
	if (doubtful(s.snapshot) && s.snapshot.phase !== "question")
		return broken(s);
	return (PHASES[s.snapshot.phase] ?? waiting)(s, s.snapshot.scale ?? {});
}

/* ---- drawn */

// what a note wears beside its words when it is of no category
const NOTE_PICTURES = {refused: "cancel", news: "news", saved: "saved"};

const buttons = {
	type: () => bigButton({class: "act", picture: "keyboard", word: t("page_type"),
		onclick: () => go("typed")}),
	zero: () => bigButton({class: "act", picture: "scale", word: t("page_zero"),
		onclick: () => intent("zero")}),
};

/* What the scale shows is not for transactions unless it is approved; a typed number says typed. */
function isIndicative(face) {
	return face.text === undefined && state.snapshot?.scale?.approved === false;
}

function numberOf(face) {
	if (face.text !== undefined)
		return face.text;
	return Number.isInteger(face.mg) ? figures(face.mg, state.snapshot?.scale?.name ?? "", face.dim)
		: null;
}

function drawNumber(face) {
	const text = numberOf(face);
	setHidden($("mass"), text === null);
	setHidden($("side"), text === null);
	setText($("number"), text ?? "");
	$("face").style.setProperty("--figures", String((text ?? "").replace(/[.,]/, "").length));
	setHidden($("worth"), !isIndicative(face));
	$("mass").classList.toggle("dim", Boolean(face.dim));
	keyed($("mark"), face.mark ?? "", () => (face.mark ? [icon(face.mark)] : []));
	$("mark").dataset.mark = face.mark ?? "";
	keyed($("pictogram"), text === null && face.pictogram,
		() => (text === null && face.pictogram ? [icon(face.pictogram)] : []));
	$("weight").dataset.face = face.armed ? "armed" : text === null ? "picture" : "number";
}

const category = (code) => (findRow("categories", code ?? "") ? code : null);

/* A category's pictogram stands on its colour, unless the whole face wears that. */
function drawBadge(name, armed) {
	keyed($("badge"), name ?? "", () => (name ? [icon(name, rootOf(name))] : []));
	wear($("badge"), armed ? null : category(name));
	wear($("weight"), category(armed));
}

function words(sentence, detail) {
	const before = $("said").textContent;
	setText($("sentence"), sentence);
	setText($("detail"), detail);
	const shape = `${$("weight").dataset.face} ${$("badge").childElementCount} ${innerWidth}`;
	if ($("said").textContent === before && $("said").dataset.shape === shape)
		return;
	$("said").dataset.shape = shape;
	fit($("say"), $("said"));
}

const noteOf = (note) => (note?.tone === "saved" && state.snapshot?.training
	? {...note, tone: "news", text: t("page_training_sentence", {sentence: note.text})} : note);

export function paintFace() {
	const face = panel(state);
	const note = face.tone === "lost" ? null : noteOf(state.note ?? noticed(state.snapshot));
	document.body.dataset.tone = face.tone;
	document.body.dataset.note = note?.tone ?? "";
	drawNumber(face);
	keyed($("actions"), [face.can ?? [], document.documentElement.lang],
		() => (face.can ?? []).map((name) => buttons[name]()));
	const picture = $("weight").dataset.face === "picture";
	const badge = note ? note.badge ?? NOTE_PICTURES[note.tone] : face.badge;
	drawBadge(picture && !note?.badge ? null : badge, note ? null : face.armed);
	if (note && face.armed)
		wear($("weight"), category(face.armed));
	words(note?.text || (face.tone === "ask" ? questionSentence() : face.sentence),
		note ? "" : face.detail ?? "");
}

export function startFace() {
	keepFit($("say"), $("said"));
}
