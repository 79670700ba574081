// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/container: what the load lies in, by tiles with their tares, or what stands on the plate now, weighed
 * as it is. Each adds to what is deducted already; one that is chosen wears its number and takes one more
 * at each touch. What they come to stands above them, so that none is added unseen.
 */
import {bigButton, el, go, home, mayOpen, rows, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {composed} from "/base/station.js";

export const title = () => t("page_container_which");
export const role = "kiosk";

const TARES_MOST = 16; // more than a plate holds: an end, whatever is answered

const chosen = () => state.snapshot?.context?.containers ?? [];
const unitsOf = (code) => chosen().find((one) => one.code === code)?.units ?? 0;
const isTared = (snapshot) => Boolean(snapshot?.context?.container) || snapshot?.scale?.tare_mg > 0;

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

/* One more stays here, for the next one; what was refused is said on the face. */
async function add(code) {
	const more = unitsOf(code) > 0;
	const answer = await intent("container", {code, units: 1});
	if (!more || !answer?.ok)
		home();
}

async function takeBack() {
	if (!(await intent("container", {code: ""}))?.ok)
		home();
}

const tool = (id, picture, word, onclick) => bigButton({class: "choice plain", id, picture, word, onclick});

function tile(row) {
	const units = unitsOf(row.code), mass = `${kg(row.tare_mg ?? 0)} kg`;
	return bigButton({class: "choice", "data-code": row.code, "aria-pressed": String(units > 0),
		picture: units > 0 ? "plus" : [row.code, "container"], caption: units > 0 ? `${units} × ${mass}` : mass,
		word: shortName(row), onclick: () => add(row.code)});
}

const tools = (tared, several) => [
	tared ? tool("container-none", "cancel", t("page_untare"), async () => {
		await takeOff();
		home();
	}) : tool("container-weigh", "tare", t("page_take_tare"), async () => {
		await intent("tare");
		home();
	}),
	several ? tool("container-back", "undo", t("page_container_back"), takeBack) : null,
	!tared && mayOpen("coordinator") && rows("containers").length > 0
		? tool("container-retare", "scale", t("page_container_retare"), () => go("retare")) : null,
].filter(Boolean);

const sum = (of) => el("p", {class: "container-sum"}, t("page_tare_of", {of, kg: kg(state.snapshot.scale?.tare_mg ?? 0)}));

export function paint({body}) {
	const tared = isTared(state.snapshot);
	const several = chosen().reduce((all, {units}) => all + units, 0) > 1;
	if (state.link === "lost")
		return home();
	return touchable(body, [language(), chosen(), tared, mayOpen("coordinator"), state.catalogue?.stamp], () => [
		...(chosen().length > 0 ? [sum(composed(state.snapshot))] : []),
		...tools(tared, several),
		...rows("containers").map(tile),
		...(rows("containers").length === 0 ? [el("p", {class: "line-none"}, t("page_container_no_row"))] : []),
	]);
}
