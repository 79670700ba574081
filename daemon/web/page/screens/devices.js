// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/devices: what stands in the strip beside the number, in words: what is wrong with each
 * device, loads that left, the tare; when the ledger was last copied; and, where there are several
 * scales, which one is in force.
 * What the station refuses is said on the face.
 */
import {bigButton, buttonContent, el, go, home, icon, keyed, state} from "/base/kernel.js";
import {get, intent} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {ago, count, kg, language, t} from "/base/lang.js";
import {troubles} from "/base/station.js";
import {leftList} from "/parts/left.js";
import {PICTOGRAMS} from "/screens/reception/face.js";
import {untareButton} from "/screens/tools.js";

const up = () => state.link === "up" && Boolean(state.snapshot);
const scales = () => (up() ? state.snapshot.scales ?? [] : []);
const several = () => scales().length > 1;
const tared = () => up() && state.snapshot.scale?.tare_mg > 0;
const inForce = () => state.snapshot?.scale?.name ?? "";

export const title = () => t(several() ? "page_choose_scale" : "page_about");
export const role = "anyone";
export const flow = "rows";

async function choose(name) {
	if (name !== inForce())
		await intent("scale", {code: name});
	home();
}

function scaleChoice({name}) {
	return el("button", {
		class: "choice",
		"data-code": name,
		"aria-pressed": String(name === inForce()),
		onclick: () => choose(name),
	});
}

/* The button stays while its weight changes: one drawn anew under a finger loses its touch. */
function fillChoice(button) {
	const {name, state: how, net_mg: net, text} = scales().find((one) => one.name === button.dataset.code);
	keyed(button, [how, net, text], () => buttonContent({
		picture: [PICTOGRAMS[how] ?? "scale", "scale"],
		word: name,
		caption: Number.isInteger(net) ? `${kg(net)} kg` : text,
	}));
}

function trouble({kind, picture, sentence}) {
	return el("p", {class: "trouble", "data-kind": kind}, icon(picture, "warning"),
		el("span", {}, sentence), kind === "slips" ? bigButton({class: "list-choice", id: "to-slips",
			picture: "file", word: t("page_slips"), onclick: () => go("slips")}) : null);
}

/* What lies on this machine alone. Two days without a copy elsewhere are amiss, and so is a ledger that has none. */
const LATE_MS = 2 * 86400000;

function backupWord({last, away, entries}) {
	if (!last)
		return "page_backup_never";
	if (!away)
		return "page_backup_here";
	return Date.now() - Date.parse(away.at) > LATE_MS && entries > away.entries ? "page_backup_late" : "page_backup_last";
}

/* lang: page_backup_never page_backup_here page_backup_late page_backup_last */
function backup(copies) {
	const {last, away, entries} = copies, word = backupWord(copies), newest = away ?? last;
	const said = newest ? {when: ago(newest.at), n: count(Math.max(0, entries - newest.entries))} : {};

	return el("p", {class: "trouble", id: "backup", "data-kind": "backup"},
		icon(word === "page_backup_last" ? "file" : "warning"), el("span", {}, t(word, said)));
}

export async function open(place) {
	const answer = await get("/backup");
	if (answer?.status === 200)
		place.set({backup: answer.data});
}

export function paint({body, mine}) {
	const names = scales().map(({name}) => name);
	touchable(body, [language(), troubles(), names, inForce(), tared(), state.left, mine.backup], () => [
		...troubles().map(trouble),
		...leftList(),
		...(mine.backup ? [backup(mine.backup)] : []),
		...(several() || tared() ? [el("div", {class: "choices"},
			...(several() ? scales().map(scaleChoice) : []), ...(tared() ? [untareButton()] : []))] : []),
	]);
	for (const button of body.querySelectorAll(".choice[data-code]"))
		fillChoice(button);
}
