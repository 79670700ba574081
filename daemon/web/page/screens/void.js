// SPDX-License-Identifier: GPL-3.0-or-later
/* #/void/ID: why a weighing is voided. */
import {home, homeFrom, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {loadLines} from "/base/station.js";
import {reasonNote, reasonsFor, reasonTiles} from "/parts/reasons.js";

export const title = () => t("page_why_void");
export const role = "staff";

async function voidIt(place, reason) {
	const {args: [id], mine} = place;
	const note = mine.note?.trim();
	const answer = await post(`/weighings/${encodeURIComponent(id)}/void`, {reason, ...(note ? {note} : {})});
	homeFrom(place);
	if (answer?.ok)
		await loadLines();
}

export function paint(place) {
	if (state.link === "lost")
		return home();
	return touchable(place.body, [language(), reasonsFor("void")], () => [
		...reasonTiles("void", (reason) => voidIt(place, reason)),
		reasonNote(place.mine.note ?? "", (note) => {
			place.mine.note = note;
		}),
	]);
}
