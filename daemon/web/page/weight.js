// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Draws the large face: number or pictogram, tick, sentence, and the few buttons that
 * belong to it. What it says is decided in panel.js.
 */
import {$, bigButton, icon, keyed, setHidden, setText} from "/dom.js";
import {change, rootOf, state} from "/state.js";
import {kg, t} from "/lang.js";
import {intent} from "/api.js";
import {panel} from "/panel.js";
import {questionSentence} from "/question.js";
import {openTyped} from "/typed.js";

const finest = {}; // decimals that each scale has needed: figures do not jump to and fro
const LEAST = 2;
const MOST = 3;
const LONG = 64; // letters that fit beside a pictogram of full size

/* A weight that stands is shown exactly; one that moves with the decimals known so far. */
function figures(mg, scale, moves) {
	const known = finest[scale] ?? LEAST;
	if (moves) {
		const step = 10 ** (6 - known);
		return kg(Math.round(mg / step) * step, known);
	}
	const needed = kg(mg, LEAST).split(/[.,]/)[1].length;
	finest[scale] = Math.min(Math.max(known, needed), MOST);
	return kg(mg, finest[scale]);
}

const buttons = {
	type: () => bigButton({class: "act", picture: "keyboard", word: t("page_type"),
		onclick: openTyped}),
	"drop-typed": () => bigButton({class: "act", picture: "cancel", word: t("page_drop"),
		onclick: () => change({typed: null, root: null})}),
	zero: () => bigButton({class: "act", picture: "scale", word: t("page_zero"),
		onclick: () => intent("zero")}),
	disarm: () => bigButton({class: "act", picture: "cancel", word: t("page_disarm"),
		onclick: () => intent("cancel")}),
};

/* What the scale shows is not for transactions unless it is approved; a typed number says typed. */
function isIndicative(face) {
	return face.text === undefined && state.snapshot?.scale?.approved === false;
}

function drawFace(face, scale) {
	const text = face.text ?? (face.mg === undefined || face.mg === null ? null
		: figures(face.mg, scale, face.dim));
	setHidden($("mass"), text === null);
	if (text !== null && $("number").textContent !== text) {
		$("number").textContent = text;
		$("face").style.setProperty("--figures", String(text.replace(/[.,]/, "").length));
	}
	if (text === null)
		setText($("number"), "");
	setHidden($("worth"), !isIndicative(face));
	$("mass").classList.toggle("dim", Boolean(face.dim));
	setHidden($("tick"), !face.tick);
	keyed($("tick"), Boolean(face.tick), () => (face.tick ? [icon("saved")] : []));
	const picture = face.armed ?? face.pictogram ?? null;
	keyed($("pictogram"), picture, () => (picture ? [icon(picture, rootOf(picture))] : []));
	$("face").toggleAttribute("data-mark", Boolean(face.tick) || (text !== null && Boolean(picture)));
	$("weight").dataset.face = face.armed ? "armed" : text === null ? "picture" : "number";
	if (face.armed)
		$("weight").dataset.root = rootOf(face.armed);
	else
		delete $("weight").dataset.root;
}

/* What somebody at scanner or buttons was refused: nobody else can tell them. */
function noticed() {
	const notice = state.snapshot?.notice;
	return notice?.text ? {tone: notice.kind === "news" ? "told" : "refused", text: notice.text} : null;
}

function say(sentence) {
	setText($("sentence"), sentence);
	$("sentence").classList.toggle("long", sentence.length > LONG);
}

export function paintWeight() {
	const face = panel(state);
	const note = ["lost"].includes(face.tone) ? null : state.note ?? noticed();
	const tone = note?.tone === "saved" ? "saved" : face.tone;
	document.body.dataset.tone = tone;
	document.body.dataset.note = note?.tone ?? "";
	drawFace(note?.face ? {...face, ...note.face} : face, state.snapshot?.scale?.name ?? "");
	const sentence = face.tone === "ask" ? questionSentence() : face.sentence;
	say(note?.text || sentence);
	setText($("detail"), note && note.tone !== "saved" ? "" : face.detail ?? "");
	keyed($("actions"), [face.can ?? [], document.documentElement.lang],
		() => (face.can ?? []).map((name) => buttons[name]()));
}
