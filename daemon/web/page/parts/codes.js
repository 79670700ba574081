// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes that nobody knows: the daemon keeps them all; shown are those that nobody has said to
 * have seen, at any screen. One that is scanned again is shown again.
 */
import {bigButton, el, go, icon, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {clockTime, t} from "/base/lang.js";
import {takeCodes} from "/base/station.js";

async function dismiss(code) {
	const answer = await post(`/unknown-codes/${encodeURIComponent(code.id)}/seen`);
	if (answer?.ok)
		takeCodes(state.codes.filter((other) => other.id !== code.id));
}

function row(code) {
	return el("li", {},
		el("b", {}, code.text ?? code.code ?? ""),
		el("span", {}, code.at ? clockTime(code.at) : ""),
		code.count > 1 ? el("span", {}, `× ${code.count}`) : null,
		bigButton({class: "bind", picture: "pencil", word: t("page_code_bind"),
			onclick: () => go("bind", code.id)}),
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
