// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A note is what came of the last act: {tone, text, badge}. "refused" is red, "news" is not.
 * It is about what was there when it was said, and ends with the next success, undo, load or
 * change of context; what undo took back is said for five seconds.
 */
import {change, findRow, state} from "/state.js";
import {kg, shortName, t} from "/lang.js";
import {doubtful} from "/now.js";

const UNDONE_MS = 5000;

/* What a note is about, as one text that changes when it is over. */
function about(snapshot) {
	const {phase, armed, last, undone, plate, question, context = {}} = snapshot ?? {};
	return JSON.stringify([phase, doubtful(snapshot), armed, last?.id, last?.undone, undone?.id,
		(plate?.weighings ?? []).map((weighing) => weighing.id), question?.kind,
		context.direction, context.origin, context.destination, snapshot?.scale?.name]);
}

/* facts: {badge, id, until}; id: it is of this weighing, and not over when that arrives. */
export function tell(tone, text, facts = {}) {
	const note = {tone, text, about: about(state.snapshot), ...facts};
	change({note});
	return note;
}

/* The note that is left when that snapshot comes. */
export function noteAfter(note, snapshot) {
	if (!note)
		return null;
	if (note.until)
		return snapshot.last?.id === state.snapshot?.last?.id || snapshot.last?.undone ? note : null;
	if (note.id && !note.arrived) {
		const arrived = snapshot.last?.id === note.id;
		return arrived ? {...note, arrived, about: about(snapshot)} : note;
	}
	return note.about === about(snapshot) ? note : null;
}

export const named = (weighing) =>
	shortName(findRow("categories", weighing.category)) || weighing.category || "";

export function sayUndone(weighing) {
	const note = tell("news", t("page_undone", {category: named(weighing), kg: kg(weighing.net_mg)}),
		{badge: weighing.category, until: performance.now() + UNDONE_MS, undone: weighing.id});
	setTimeout(() => state.note === note && change({note: null}), UNDONE_MS);
}

/* The station says what undo took back, by whatever way it was asked. */
export function hearUndone(before, after) {
	if (before && after.undone?.id && after.undone.id !== before.undone?.id
		&& state.note?.undone !== after.undone.id)
		sayUndone(after.undone);
}

/* What somebody at scanner or buttons was told or refused: nobody else can tell them. */
export function noticed(snapshot) {
	const notice = snapshot?.notice;
	const text = notice?.text ?? notice?.message;
	return text ? {tone: notice.kind === "news" ? "news" : "refused", text} : null;
}
