// SPDX-License-Identifier: GPL-3.0-or-later
/* The steps of the first day: how one is taken, and codes that a name suggests. */
import {go} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {t} from "/base/lang.js";

export const PICTURES = {language: "language", codes: "site", site: "TLC-VET", scale: "scale", printer: "printer",
	scanner: "scanner", panel: "touch", person: "operator", stick: "save-file", sheets: "table"};

export const openSteps = (day) => day.steps.filter(({state}) => state === "open").map(({step}) => step);

const PAUSE_MS = 250;
const PATIENCE_MS = 40000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* With codes or a device the daemon begins anew: it is there again when its ledger is open. */
export async function back() {
	for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(PAUSE_MS)) {
		const health = await get("/health");
		if (health?.ok)
			return true;
	}
	return false;
}

/* true: it was taken, and the next one comes. */
export async function take(place, body, {anew = false} = {}) {
	const answer = await post("/first-day", body);
	if (!answer?.ok) {
		place.set({said: answer?.data.message ?? t("page_gave_up")});
		return false;
	}
	if (anew) {
		place.set({said: t("page_first_day_begins")});
		await back();
	}
	place.set({day: anew ? (await get("/first-day"))?.data ?? answer.data : answer.data, said: "", asking: null});
	if (place.args.length > 0 && !anew)
		go("first-day");
	return true;
}

/* ---- codes: pole and site have six characters between them */

const SMALL = ["DE", "DU", "DES", "LA", "LE", "LES", "ET", "L", "D", "A", "AU", "AUX", "THE", "OF", "AND", "IN", "SUR", "EN"];

const wordsOf = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase().replaceAll("Œ", "OE")
	.replaceAll("Æ", "AE").split(/[^A-Z0-9]+/).filter((word) => word && !SMALL.includes(word));

const initials = (words) => words.map(([first]) => first).join("").slice(0, 3);

/* "Recyclerie du Haut-Doubs" -> RHD, in the pole HD. */
export function codesOf(name) {
	const words = wordsOf(name);
	if (words.length === 0)
		return {pole: "", site: ""};
	const site = words.length > 1 ? initials(words) : words[0].slice(0, 3);
	return {site, pole: words.length > 2 ? initials(words.slice(1)) : words.at(-1).slice(0, 2)};
}
