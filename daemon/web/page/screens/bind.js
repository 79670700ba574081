// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/bind/ID: what a code that nobody knew stands for from now on. One touch on a row says it; a kind,
 * or a few letters, make the list short.
 */
import {el, go, icon, offered, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {language, longName, t} from "/base/lang.js";
import {holds, list} from "/parts/list.js";

const KINDS = {category: ["categories", "TLC-VET"], origin: ["origins", "in"], destination: ["destinations", "out"],
	container: ["containers", "container"], partner: ["partners", "partner"], place: ["places", "place"],
	operator: ["operators", "operator"]};
const SHOWN = 60; // of two thousand partners nobody waits for all

export const title = () => t("page_bind_which");
export const role = "staff";
export const flow = "rows";

async function bind({args: [id]}, kind, code) {
	const answer = await post(`/unknown-codes/${encodeURIComponent(id)}/bind`, {kind, code});
	if (answer?.ok)
		go("weighings");
}

/* A category that opens is never weighed. */
const rowsOf = (kind) => {
	const all = offered(KINDS[kind][0]);
	const parents = new Set(kind === "category" ? all.map((row) => row.parent) : []);
	return all.filter((row) => !parents.has(row.code));
};

export function open(place) {
	const lines = list({hint: "page_settings_search", search: (text) => place.set({text, most: SHOWN}), rest: 0,
		chosen: (kind) => place.set({kind: kind ?? "category", most: SHOWN}),
		more: () => place.set({most: place.mine.most + SHOWN})});
	place.body.append(...lines.nodes);
	place.set({list: lines, text: "", kind: "category", most: SHOWN});
}

const line = (place, kind) => (row) => el("li", {},
	el("button", {class: "line", "data-code": row.code, onclick: () => bind(place, kind, row.code)},
		el("span", {class: "line-swatch"}, icon(row.code, KINDS[kind][1])),
		el("span", {class: "line-name"}, longName(row))));

// lang: page_kind_*
export function paint(place) {
	const {kind, text, most} = place.mine;
	const found = rowsOf(kind).filter((row) => holds(`${row.code} ${longName(row)}`, text));
	return place.mine.list.paint({
		key: [kind, text, most, state.catalogue?.stamp, language()],
		rows: found.slice(0, most),
		row: line(place, kind),
		empty: t("page_bind_none"),
		next: found.length > most,
		choice: kind,
		choices: Object.entries(KINDS).filter(([one]) => rowsOf(one).length > 0).map(([one, [, picture]]) =>
			({code: one, picture, word: t(`page_kind_${one}`)})),
	});
}
