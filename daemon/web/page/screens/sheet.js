// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/sheet/KIND: the codes of a kind as they will lie on paper, and the file to print, or one a label. All of it stands in
 * the drawer: a screen that weighs has no tabs, and no way back out of one. Whatever there is none of says
 * so itself.
 */
import {bigButton, el, go, icon, keyed, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {tell} from "/base/station.js";

export const role = "anyone";
export const reading = true;
export const flow = "rows";

// lang: page_sheets_*
export const title = ({args: [kind]}) => `${t("page_sheets")} · ${t(`page_sheets_${kind}`)}`;

const call = (kind, format) => `/labels/control-sheet?${new URLSearchParams({kind, format})}`;
const address = (kind, format) => `/api/v1${call(kind, format)}&lang=${language()}`;

async function onLabels(kind) {
	const answer = await post(`/labels/control-sheet/print?lang=${language()}`, {kind});
	if (answer?.ok)
		tell("news", t("page_strip_sent", {count: answer.data.count}));
}

const tools = (kind) => el("div", {class: "files"},
	bigButton({class: "file", id: "sheet-back", picture: "back", word: t("page_back"), onclick: () => go("sheets")}),
	el("a", {class: "file", "data-file": "pdf", download: `${kind}.pdf`, href: address(kind, "pdf")},
		icon("save-file"), t("page_sheets_file")),
	bigButton({class: "file", id: "on-labels", picture: "printer", word: t("page_strip"), onclick: () => onLabels(kind)}));

async function sayWhy(place, kind) {
	const answer = await get(call(kind, "svg"));
	place.set({refused: answer && !answer.ok ? answer.data.message : t("page_lost")});
}

const picture = (place, kind) => el("figure", {class: "chart"}, el("img", {src: address(kind, "svg"),
	alt: title(place), onerror: () => sayWhy(place, kind)}));

export function paint(place) {
	const {body, mine: {refused}, args: [kind = ""]} = place;
	keyed(body, [language(), refused, state.catalogue?.stamp], () => [tools(kind),
		refused ? el("p", {class: "line-none", role: "status"}, refused) : picture(place, kind)]);
}
