// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/pins: what stands on the first screen, and what is weighed so often that it could. Only proposed: nothing gets a
 * place, or another one, before somebody touches it here, because a hand remembers where it was.
 */
import {bigButton, colours, el, findRow, icon, offered, rootOf, rows, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {count, language, longName, shortName, t} from "/base/lang.js";
import {loadCatalogue, tell} from "/base/station.js";

export const title = () => t("page_pins");
export const role = "staff";
export const flow = "rows";
export const css = "pins";

const CELLS = 12;
const OF_LAST = 200; // weighings that a proposal stands on

/* [{code, n, cell}]: the most weighed of what has no place yet, each with the next free one. */
export function proposals(weighings, pinned, leaves) {
	const free = Array.from({length: CELLS}, (_, i) => i + 1).filter((cell) => !pinned.some((row) => row.pinned === cell));
	const times = new Map();
	for (const {category, voided_by: voided} of weighings)
		if (!voided && leaves.includes(category) && !pinned.some(({code}) => code === category))
			times.set(category, (times.get(category) ?? 0) + 1);
	return [...times].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, free.length)
		.map(([code, n], i) => ({code, n, cell: free[i]}));
}

const pinnedRows = () => rows("categories").filter((row) => row.pinned > 0).sort((a, b) => a.pinned - b.pinned);

function leaves() {
	const all = offered("categories");
	const parents = new Set(all.map(({parent}) => parent));
	return all.map(({code}) => code).filter((code) => !parents.has(code));
}

async function pin(code, cell) {
	const {parent, label_fr, label_en, short_fr, short_en, order} = findRow("categories", code);
	const answer = await post("/catalogue", {rows: [{kind: "category", code, parent, label_fr, label_en, short_fr, short_en, order,
		pinned: cell}]});
	if (!answer?.ok)
		return; // why is said above
	await loadCatalogue();
	tell("news", t(cell ? "page_pins_done" : "page_pins_gone", {name: shortName(findRow("categories", code)), cell: cell ?? ""}));
}

export async function open(place) {
	const answer = await get(`/weighings?limit=${OF_LAST}`);
	if (answer)
		place.set(answer.ok ? {weighings: answer.data.weighings} : {refused: answer.data.message});
}

const line = (code, said, button) => el("li", {class: "pin-line", "data-code": code},
	el("span", {class: "line-swatch", ...colours(code)}, icon(code, rootOf(code))),
	el("span", {class: "line-name"}, longName(findRow("categories", code)), el("span", {class: "line-time"}, said)), button);

const proposed = ({code, n, cell}) => line(code, t("page_pins_times", {n: count(n)}), bigButton({class: "choice strong",
	"data-pin": code, picture: "plus", word: t("page_pins_put", {cell}), onclick: () => pin(code, cell)}));

const standing = (row) => line(row.code, t("page_pins_cell", {cell: row.pinned}), bigButton({class: "choice plain",
	"data-unpin": row.code, picture: "cancel", word: t("page_pins_take"), onclick: () => pin(row.code, null)}));

const part = (heading, lines, none) => [el("h2", {class: "report-part"}, heading), lines.length > 0
	? el("ol", {class: "line-list"}, ...lines) : el("p", {class: "line-none"}, none)];

export function paint({body, mine: {weighings, refused}}) {
	const missing = OF_LAST - (weighings?.length ?? OF_LAST);
	touchable(body, [language(), Boolean(weighings), refused, state.catalogue?.stamp], () => [
		...(refused ? [el("p", {class: "line-none"}, refused)] : part(t("page_pins_proposed"),
			missing > 0 ? [] : proposals(weighings ?? [], pinnedRows(), leaves()).map(proposed),
			missing > 0 ? t("page_pins_few", {n: count(missing)}) : t("page_pins_none"))),
		...part(t("page_pins_now"), pinnedRows().map(standing), t("page_pins_nothing"))]);
}
