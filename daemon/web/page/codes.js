// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes that nobody knows: the daemon keeps them, the page shows them until somebody has
 * seen to them. None is ever lost, none is guessed.
 */
import {el, icon} from "/dom.js";
import {change, state} from "/state.js";
import {clockTime, t} from "/lang.js";

export function takeCodes(codes) {
	if (Array.isArray(codes))
		change({codes});
}

export function codeList() {
	if (state.codes.length === 0)
		return [];
	return [el("section", {class: "codes"},
		el("h3", {}, icon("scanner"), t("page_codes")),
		el("ul", {}, ...state.codes.map((code) => el("li", {},
			el("code", {}, code.text ?? code.code ?? ""),
			el("span", {}, code.at ? clockTime(code.at) : ""),
			code.count > 1 ? el("span", {}, `× ${code.count}`) : null))))];
}
