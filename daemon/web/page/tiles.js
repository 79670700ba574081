// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tiles, two levels: roots, then what is in one. A tile with children opens, a leaf is
 * an intention (or the category of a typed entry, or of a weighing that is put right).
 * When the level changes, touches are ignored for a moment: the second tap of a heavy
 * glove must not choose what has just appeared under it.
 */
import {$, bigButton, keyed, setHidden} from "/dom.js";
import {change, findRow, rootOf, rows, state} from "/state.js";
import {language, longName, shortName, t} from "/lang.js";
import {intent} from "/api.js";
import {answerTiles} from "/question.js";
import {armedCode, refusal} from "/panel.js";
import {saveTyped} from "/typed.js";
import {finishReclassify, showSaved, undo, undoable} from "/lines.js";

const GUARD_MS = 350;
let level = ""; // which tiles stand there
let levelAt = -Infinity; // and since when

const children = (code) => rows("categories").filter((row) => (row.parent || null) === code);

export function openRoot(code) {
	change({root: code});
}

/* After a restart the daemon may not know the load any more; its answer says that it is saved. */
async function weigh(code) {
	const answer = await intent("category", {code});
	if (answer?.status === 201)
		showSaved(answer.data);
}

async function choose(code) {
	if (state.reclassify)
		await finishReclassify(code);
	else if (state.typed?.ready)
		await saveTyped(code);
	else
		await weigh(code);
	change({root: null});
}

function touch(row) {
	if (children(row.code).length > 0)
		openRoot(row.code);
	else if (state.pending === 0)
		choose(row.code);
}

function tile(row) {
	const armed = armedCode(state.snapshot) === row.code;
	return bigButton({
		class: "tile",
		"data-root": rootOf(row.code),
		"data-code": row.code,
		"aria-pressed": armed ? "true" : null,
		title: longName(row),
		picture: [row.code, rootOf(row.code)],
		word: shortName(row),
		onclick: () => touch(row),
	});
}

/* The last cell: back from a root, out of a correction, or undo. */
function cornerTile() {
	if (state.root || state.reclassify)
		return bigButton({class: "tile plain", id: "back", picture: "back", word: t("page_back"),
			onclick: () => change(state.root ? {root: null} : {reclassify: null})});
	return bigButton({class: "tile plain", id: "undo", picture: "undo", word: t("page_undo"),
		disabled: !undoable(), onclick: undo});
}

function fill() {
	const now = asking() ? "question" : `category ${state.root ?? ""}`;
	if (now !== level)
		levelAt = performance.now();
	level = now;
	if (asking())
		return answerTiles();
	return [...children(state.root).map(tile), cornerTile()];
}

const asking = () => state.snapshot?.phase === "question" && !state.typed?.ready
	&& !state.reclassify;

export function startTiles() {
	$("tiles").addEventListener("click", (event) => {
		if (performance.now() - levelAt < GUARD_MS)
			event.stopImmediatePropagation();
	}, true);
}

export function paintTiles() {
	const nav = $("tiles");
	setHidden(nav, state.link !== "up" || !state.catalogue || Boolean(refusal(state)));
	if (state.root && !findRow("categories", state.root))
		change({root: null});
	const focused = document.activeElement?.dataset?.code;
	const question = asking();
	nav.dataset.level = question ? "question" : state.root ? "leaves" : "roots";
	const cells = state.root && !question ? children(state.root).length + 1 : 0;
	nav.dataset.many = document.body.dataset.many =
		cells > 18 ? "7" : cells > 10 ? "6" : cells > 0 && cells < 6 ? "few" : "";
	keyed(nav, [language(), state.root, question && state.snapshot.question,
		armedCode(state.snapshot), undoable(), Boolean(state.reclassify), state.catalogue?.stamp],
	fill);
	if (focused && nav.querySelector(`[data-code="${focused}"]`) !== document.activeElement)
		nav.querySelector(`[data-code="${focused}"]`)?.focus();
}
