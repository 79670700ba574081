// SPDX-License-Identifier: GPL-3.0-or-later
/* #/left/ID: which of two weights a load had that left the plate without being recorded. */
import {bigButton, home, keyed, state} from "/base/kernel.js";
import {kg, language, t} from "/base/lang.js";
import {chooseLeft} from "/parts/left.js";

export const title = () => t("page_left_which");
export const role = "kiosk";

export function paint({body, args: [id]}) {
	const load = state.left.find((one) => one.id === id);
	if (!load)
		return home(); // somebody else has seen to it
	return keyed(body, [language(), load], () => [load.low_mg, load.high_mg].map((mg) =>
		bigButton({class: "choice", "data-mg": String(mg), picture: "scale", word: `${kg(mg)} kg`,
			onclick: () => chooseLeft(load, mg)})));
}
