// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/container: what the load lies in, by a tile with its tare; or what stands on the plate now, weighed
 * as it is. One chosen here takes the place of what was deducted: two of them are never added unseen.
 */
import {bigButton, el, home, rows, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";

export const title = () => t("page_container_which");
export const role = "kiosk";

const TARES_MOST = 8; // more than a plate holds: an end, whatever is answered

const inForce = (snapshot = state.snapshot) => snapshot?.context?.container ?? "";
const isTared = (snapshot = state.snapshot) => Boolean(inForce(snapshot)) || snapshot?.scale?.tare_mg > 0;

/* false: it stays, and the face says why. */
async function takeOff() {
	let now = state.snapshot;
	for (let n = 0; isTared(now) && n < TARES_MOST; n++) {
		const answer = await intent("container", {code: ""});
		if (!answer?.ok)
			return false;
		now = answer.data;
	}
	return true;
}

async function choose(code) {
	const isOther = code !== inForce();
	if (await takeOff() && isOther)
		await intent("container", {code});
	home();
}

const tool = (id, picture, word, onclick) => bigButton({class: "choice plain", id, picture, word, onclick});

const tile = (row) => bigButton({class: "choice", "data-code": row.code, "aria-pressed": String(row.code === inForce()),
	picture: [row.code, "container"], caption: `${kg(row.tare_mg ?? 0)} kg`, word: shortName(row),
	onclick: () => choose(row.code)});

export function paint({body}) {
	const tared = isTared();
	if (state.link === "lost")
		return home();
	return touchable(body, [language(), inForce(), tared, state.catalogue?.stamp], () => [
		tared ? tool("container-none", "cancel", t("page_untare"), async () => {
			await takeOff();
			home();
		}) : tool("container-weigh", "tare", t("page_take_tare"), async () => {
			await intent("tare");
			home();
		}),
		...rows("containers").map(tile),
		...(rows("containers").length === 0 ? [el("p", {class: "line-none"}, t("page_container_no_row"))] : []),
	]);
}
