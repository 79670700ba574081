// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why: one tile for each reason that the catalogue offers for a use (void, correct, typed, count,
 * refuse, alarm, hold, left). One that is added, hidden or renamed in the settings is so here at
 * once. Words of one's own are a note beside it, which can be erased.
 */
import {bigButton, el, findRow, rows} from "/base/kernel.js";
import {shortName, t} from "/base/lang.js";

/* What is shipped has a drawing; what a site adds has that of its code, if there is one, else a common one. */
const PICTURES = {UNDO: "undo", CATEGORY: "pencil", LOAD_CHANGED: "scale-moving", LEFT: "left", PAPER: "file",
	SCALE: "scale-unplugged", MISTAKE: "question", DOUBLE: "twice", WRONG_WEIGHT: "wrong-weight", TEST: "test",
	DATE: "calendar", TEMPERATURE: "thermometer", PACK: "pack"};
const NOTE_MOST = 120;

export const reasonPicture = (code) => [PICTURES[code] ?? code, "reason"];

/* At least one, whatever was hidden: who has to say why is never without an answer. */
export function reasonsFor(use) {
	const offered = rows("reasons").filter(({uses}) => (uses ?? "").split(" ").includes(use));
	return offered.length > 0 ? offered : [findRow("reasons", "OTHER") ?? {code: "OTHER"}];
}

/* chosen(code) at a touch. */
export const reasonTiles = (use, chosen) => reasonsFor(use).map((row) => bigButton({class: "choice",
	"data-reason": row.code, picture: reasonPicture(row.code), word: shortName(row), onclick: () => chosen(row.code)}));

/* typed(text) at each letter. */
export const reasonNote = (text, typed) => el("label", {class: "reason-note"},
	el("span", {}, t("page_reason_note")),
	el("input", {class: "field", id: "reason-note", value: text, maxlength: NOTE_MOST, autocomplete: "off",
		oninput: ({target}) => typed(target.value)}));
