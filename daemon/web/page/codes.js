// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes that nobody knows: the daemon keeps them all; the day's drawer shows those that nobody has
 * said to have seen, at any screen. One that is scanned again is shown again.
 */
import {bigButton, el, icon} from "/dom.js";
import {change, state} from "/state.js";
import {clockTime, t} from "/lang.js";
import {post} from "/api.js";
import {refillSheet} from "/sheet.js";

export function takeCodes(codes) {
	if (!Array.isArray(codes) || JSON.stringify(codes) === JSON.stringify(state.codes))
		return;
	change({codes});
	refillSheet("lines");
}

async function dismiss(code) {
	const answer = await post(`/unknown-codes/${encodeURIComponent(code.id)}/seen`);
	if (!answer?.ok)
		return;
	change({codes: state.codes.filter((other) => other.id !== code.id)});
	refillSheet("lines");
}

function row(code) {
	return el("li", {},
		el("b", {}, code.text ?? code.code ?? ""),
		el("span", {}, code.at ? clockTime(code.at) : ""),
		code.count > 1 ? el("span", {}, `× ${code.count}`) : null,
		bigButton({class: "seen", picture: "saved", word: t("page_code_seen"),
			onclick: () => dismiss(code)}));
}

export function codeList() {
	if (state.codes.length === 0)
		return [];
	return [el("section", {class: "codes"},
		el("h3", {}, icon("scanner"), t("page_codes")),
		el("ul", {}, ...state.codes.map(row)))];
}
