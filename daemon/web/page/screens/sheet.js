// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/sheet/KIND: the codes of a kind as they will lie on paper, and the file to print, or one a label. All of it stands in
 * the drawer: a screen that weighs has no tabs, and no way back out of one. Whatever there is none of says
 * so itself.
 */
import {bigButton, el, go, icon, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {tell} from "/base/station.js";

export const role = "anyone";
export const flow = "rows";

// lang: page_sheets_*
export const title = ({args: [kind]}) => `${t("page_sheets")} · ${t(`page_sheets_${kind}`)}`;

const call = (kind, format) => `/labels/control-sheet?${new URLSearchParams({kind, format})}`;
const address = (kind, format) => `/api/v1${call(kind, format)}&lang=${language()}`;

async function onLabels(place, kind) {
	const answer = await post(`/labels/control-sheet/print?lang=${language()}`, {kind});
	if (answer?.ok)
		tell("news", t("page_strip_sent", {count: answer.data.count}));
	place.set({printing: Boolean(answer?.ok || answer?.data.error === "strip_running")});
}

async function stop(place) {
	const answer = await post("/labels/control-sheet/stop");
	if (!answer?.ok)
		return;
	const {count} = answer.data;
	tell("news", count > 0 ? t("page_strip_stopped", {count}) : t("page_strip_over"));
	place.set({printing: false});
}

const printButton = (place, kind) => (place.mine.printing
	? bigButton({class: "file", id: "strip-stop", picture: "cancel", word: t("page_strip_stop"), onclick: () => stop(place)})
	: bigButton({class: "file", id: "on-labels", picture: "printer", word: t("page_strip"), onclick: () => onLabels(place, kind)}));

const tools = (place, kind) => el("div", {class: "files"},
	bigButton({class: "file", id: "sheet-back", picture: "back", word: t("page_back"), onclick: () => go("sheets")}),
	el("a", {class: "file", "data-file": "pdf", download: `${kind}.pdf`, href: address(kind, "pdf")},
		icon("save-file"), t("page_sheets_file")),
	kind === "item" ? null : printButton(place, kind));

async function sayWhy(place, kind) {
	const answer = await get(call(kind, "svg"));
	place.set({refused: answer && !answer.ok ? answer.data.message : t("page_lost")});
}

const picture = (place, kind) => el("figure", {class: "chart"}, el("img", {src: address(kind, "svg"),
	alt: title(place), onerror: () => sayWhy(place, kind)}));

export function paint(place) {
	const {body, mine: {refused, printing}, args: [kind = ""]} = place;
	touchable(body, [language(), refused, printing, state.catalogue?.stamp], () => [tools(place, kind),
		refused ? el("p", {class: "line-none", role: "status"}, refused) : picture(place, kind)]);
}
