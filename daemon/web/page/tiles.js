// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tiles, two levels: roots, then what is in one. A tile with children opens, a leaf is
 * an intention (or the category of a typed entry, of a weighing that is put right, of a load
 * that left). When the level changes, touches are ignored for a moment: the second tap of a
 * heavy glove must not choose what has just appeared under it.
 */
import {$, bigButton, keyed, setHidden} from "/dom.js";
import {change, findRow, rootOf, rows, state} from "/state.js";
import {language, longName, shortName, t} from "/lang.js";
import {intent} from "/api.js";
import {answerTiles, questionKey} from "/question.js";
import {armedCode, refusal} from "/panel.js";
import {saveTyped} from "/typed.js";
import {finishLeft} from "/left.js";
import {finishReclassify, takeWeighing} from "/lines.js";
import {undo, undoable} from "/undo.js";

const GUARD_MS = 350;
let level = ""; // which tiles stand there
let levelAt = -Infinity; // and since when

const children = (code) => rows("categories").filter((row) => (row.parent || null) === code);
const inMode = () => Boolean(state.typed?.ready || state.reclassify || state.seeTo);

async function weigh(code) {
	const answer = await intent("category", {code});
	if (answer?.status === 201)
		takeWeighing(answer.data);
}

async function choose(code) {
	if (state.reclassify)
		await finishReclassify(code);
	else if (state.typed?.ready)
		await saveTyped(code);
	else if (state.seeTo)
		await finishLeft(code);
	else
		await weigh(code);
	change({root: null});
}

function touch(row) {
	if (children(row.code).length > 0)
		change({root: row.code});
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

/* The last cell: out of what was begun, or undo. */
function corner() {
	const plain = (id, picture, word, onclick) => ({class: "tile plain", id, picture, word, onclick});
	if (state.root)
		return plain("back", "back", t("page_back"), () => change({root: null}));
	if (inMode())
		return plain("drop", "back", t("page_drop"),
			() => change({reclassify: null, typed: null, seeTo: null}));
	if (armedCode(state.snapshot))
		return plain("disarm", "back", t("page_disarm"), () => intent("cancel"));
	return {...plain("undo", "undo", t("page_undo"), undo), disabled: !undoable()};
}

function fill() {
	const now = asking() ? "question" : `category ${state.root ?? ""}`;
	if (now !== level)
		levelAt = performance.now();
	level = now;
	if (asking())
		return answerTiles();
	return [...children(state.root).map(tile), bigButton(corner())];
}

const asking = () => state.snapshot?.phase === "question" && !inMode();

export function startTiles() {
	$("tiles").addEventListener("click", (event) => {
		if (performance.now() - levelAt < GUARD_MS)
			event.stopImmediatePropagation();
	}, true);
}

/* Where the focus was: the tile itself, else the root that holds it, else the corner. */
function focusAgain(nav, was) {
	const wanted = [was.code, was.code && rootOf(was.code)].filter(Boolean)
		.map((code) => nav.querySelector(`[data-code="${code}"]`)).find(Boolean);
	(wanted ?? nav.querySelector(`[data-answer="${was.answer}"]`)
		?? (state.root ? nav.firstElementChild : nav.querySelector(".plain:not(:disabled)"))
		?? nav.firstElementChild)?.focus();
}

/* How many cells: two rows of five, six or seven; leaves may take three. The face never gives way. */
function manyOf(cells) {
	if (cells > 14 && state.root)
		return "more";
	if (cells > 10)
		return cells > 12 ? "7" : "6";
	return state.root && cells > 0 && cells < 6 ? "few" : "";
}

export function paintTiles() {
	const nav = $("tiles");
	setHidden(nav, state.link !== "up" || !state.catalogue || Boolean(refusal(state)));
	if (state.root && !findRow("categories", state.root))
		change({root: null});
	const focused = nav.contains(document.activeElement) ? {...document.activeElement.dataset} : null;
	const question = asking();
	nav.dataset.level = question ? "question" : state.root ? "leaves" : "roots";
	const cells = question ? 0 : children(state.root).length + 1;
	nav.dataset.many = document.body.dataset.many = manyOf(cells);
	nav.classList.toggle("over", cells > (state.root ? 21 : 14));
	document.body.dataset.level = nav.dataset.level;
	const {id, word, disabled} = corner();
	keyed(nav, [language(), state.root, question && questionKey(), armedCode(state.snapshot),
		id, word, disabled, state.catalogue?.stamp], fill);
	if (focused && !nav.contains(document.activeElement))
		focusAgain(nav, focused);
}
