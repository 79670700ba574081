// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Codes that nobody knows: the daemon keeps them all; the day's drawer shows those that nobody
 * at this screen has said to have seen. One that is scanned again is shown again.
 */
import {bigButton, el, icon} from "/dom.js";
import {change, state} from "/state.js";
import {clockTime, t} from "/lang.js";
import {refillSheet} from "/sheet.js";

const KEPT = "bascule-codes-seen";
const MOST = 100;

function seen() {
	try {
		return JSON.parse(localStorage.getItem(KEPT)) ?? [];
	} catch {
		return [];
	}
}

const nameOf = (code) => `${code.text ?? code.code ?? ""} ${code.at ?? ""}`;

export function takeCodes(codes) {
	if (!Array.isArray(codes))
		return;
	const known = new Set(seen());
	change({codes: codes.filter((code) => !known.has(nameOf(code)))});
}

function dismiss(code) {
	try {
		localStorage.setItem(KEPT, JSON.stringify([...seen(), nameOf(code)].slice(-MOST)));
	} catch {
		// a browser that keeps nothing: shown again next time
	}
	change({codes: state.codes.filter((other) => other !== code)});
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
