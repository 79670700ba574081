// SPDX-License-Identifier: GPL-3.0-or-later
/* #/settings: which list of the catalogue. */
import {bigButton, el, go, state, trade} from "/base/kernel.js";
import {touchable} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {bar} from "/screens/settings/bar.js";
import {KINDS} from "/screens/settings/model.js";

export const title = () => t("page_settings");
export const open = () => {};

const rowsIn = (many) => (state.catalogue?.[many] ?? []).filter((row) => !row.hidden).length;

// lang: page_kind_*
const choice = ([kind, {many, picture}]) => bigButton({class: "choice", "data-kind": kind, picture,
	word: t(`page_kind_${kind}`), caption: String(rowsIn(many)), onclick: () => go("settings", kind)});

export function paint({body}) {
	const shown = Object.entries(KINDS).filter(([, {of}]) => !of || trade() !== "recyclerie");
	touchable(body, [language(), state.catalogue?.stamp, shown.length], () => [
		bar({back: ["tools"]}),
		el("div", {class: "choices settings-kinds"}, ...shown.map(choice)),
	]);
}
