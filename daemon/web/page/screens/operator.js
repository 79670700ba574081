// SPDX-License-Identifier: GPL-3.0-or-later
/* #/operator: who weighs, so that each weighing says so; or nobody more. */
import {bigButton, el, home, nobodyNamed, rows, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {choose as chosen} from "/base/session.js";
import {touchable} from "/base/hands.js";
import {language, shortName, t} from "/base/lang.js";

export const title = () => t("page_operator_who");
export const role = "kiosk";

const inForce = () => state.snapshot?.context?.operator ?? "";

async function choose(code) {
	chosen(code);
	const answer = await intent("operator", {code});
	if (!answer?.ok)
		chosen(null);
	home(); // what was refused is said on the face
}

const tile = (row) => bigButton({class: "choice", "data-code": row.code, "aria-pressed": String(row.code === inForce()),
	picture: [row.code, "operator"], word: shortName(row), onclick: () => choose(row.code)});

const nobody = () => bigButton({class: "choice plain", id: "operator-none", picture: "cancel", word: t("page_operator_none"),
	onclick: () => choose("")});

export function paint({body}) {
	if (state.link === "lost" || nobodyNamed())
		return home();
	return touchable(body, [language(), inForce(), state.catalogue?.stamp], () => [
		...(inForce() ? [nobody()] : []),
		...rows("operators").map(tile),
		...(rows("operators").length === 0 ? [el("p", {class: "line-none"}, t("page_operator_no_row"))] : []),
	]);
}
