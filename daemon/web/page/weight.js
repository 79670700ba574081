// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Draws the large face: number or pictogram, mark, sentence with its pictogram, and the
 * button of a scale in doubt. What it says is decided in panel.js.
 */
import {$, bigButton, icon, keyed, setHidden, setText} from "/dom.js";
import {findRow, rootOf, state} from "/state.js";
import {t} from "/lang.js";
import {intent} from "/api.js";
import {figures} from "/now.js";
import {noticed} from "/notes.js";
import {panel} from "/panel.js";
import {questionSentence} from "/question.js";
import {openTyped} from "/typed.js";
import {fit, keepFit} from "/fit.js";

// what a note wears beside its words when it is of no category
const NOTE_PICTURES = {refused: "cancel", news: "news", saved: "saved"};

const buttons = {
	type: () => bigButton({class: "act", picture: "keyboard", word: t("page_type"),
		onclick: openTyped}),
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

function wear(node, code) {
	if (code && findRow("categories", code))
		node.dataset.root = rootOf(code);
	else
		delete node.dataset.root;
}

/* A category's pictogram stands on its colour, unless the whole face wears that. */
function drawBadge(name, armed) {
	keyed($("badge"), name ?? "", () => (name ? [icon(name, rootOf(name))] : []));
	wear($("badge"), armed ? null : name);
	wear($("weight"), armed);
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

export function paintWeight() {
	const face = panel(state);
	const note = face.tone === "lost" ? null : state.note ?? noticed(state.snapshot);
	document.body.dataset.tone = face.tone;
	document.body.dataset.note = note?.tone ?? "";
	drawNumber(face);
	keyed($("actions"), [face.can ?? [], document.documentElement.lang],
		() => (face.can ?? []).map((name) => buttons[name]()));
	const picture = $("weight").dataset.face === "picture";
	const badge = note ? note.badge ?? NOTE_PICTURES[note.tone] : face.badge;
	drawBadge(picture && !note?.badge ? null : badge, note ? null : face.armed);
	if (note && face.armed)
		wear($("weight"), face.armed);
	words(note?.text || (face.tone === "ask" ? questionSentence() : face.sentence),
		note ? "" : face.detail ?? "");
}

export function startWeight() {
	keepFit($("say"), $("said"));
}
