// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/check, #/check/SCALE: a known mass on a scale, as each morning: which mass it is, by a touch, once it rests there; then whether
 * that is right enough, with a tick or a sentence; then what was checked and set before, and until when the scale is
 * approved. The mass is no load that left: it is seen to when it is lifted.
 */
import {bigButton, el, go, home, icon, state} from "/base/kernel.js";
import {get, post, send} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, t} from "/base/lang.js";
import {checkLater, loadMorning, takeLeft} from "/base/station.js";
import {dayFigures} from "/parts/period.js";

export const role = "staff";
export const flow = "rows";
export const reading = true;
export const css = "day";

const MASSES_MG = [1, 2, 5, 10, 20].map((mass) => mass * 1e6);
const scales = () => (state.snapshot?.scales ?? []).map(({name}) => name);
const scaleOf = ({args: [name]}) => name || (scales().length === 1 ? scales()[0] : "");
const deviceOf = (name) => (state.health?.devices ?? []).find((one) => one.kind === "scale" && one.name === name);

export const title = (place) => t("page_check_of", {scale: scaleOf(place)});

/* ---- the mass leaves again: no load that left (contract, Station: c, as bascule scale daily) ---- */

const lies = {check: null};

export function isOurs(load, {scale, at, reading_mg: reading, e_mg: e}) {
	const near = 5 * e <= 100000 ? 5 * e : Math.max(2 * e, 100000);
	return load.scale === scale && load.at > at && Math.abs(load.high_mg - reading) < near;
}

async function seeTo(load) {
	lies.check = null;
	const answer = await send(`/left/${encodeURIComponent(load.id)}/dismiss`, {reason: "TEST"});
	if (answer?.ok)
		takeLeft(state.left.filter(({id}) => id !== load.id));
}

function followMass() {
	const load = lies.check && state.left.find((one) => isOurs(one, lies.check));
	if (load)
		seeTo(load);
}

/* ---- the check ---- */

const masses = (place) => {
	const last = place.mine.checks?.[0]?.mass_mg;
	return [...new Set([...(last ? [last] : []), ...MASSES_MG])];
};

async function check(place, mg) {
	place.set({waits: true, result: null});
	const answer = await post(`/scales/${encodeURIComponent(scaleOf(place))}/check`, {mass_mg: mg});
	if (answer?.ok)
		lies.check = answer.data;
	place.set({waits: false, result: answer?.ok ? answer.data : null});
	if (answer?.ok)
		await Promise.all([load(place), loadMorning()]);
}

function later() {
	checkLater();
	home();
}

const mass = (place, mg) => bigButton({class: "choice", "data-mg": String(mg), picture: "scale", word: `${kg(mg)}\u00a0kg`,
	disabled: place.mine.waits, onclick: () => check(place, mg)});

function verdict({passed, error_mg: error, allowed_mg: allowed, reading_mg: reading}) {
	const words = {kg: kg(reading), error: kg(Math.abs(error)), allowed: kg(allowed)};
	return el("p", {class: passed ? "check-said good" : "check-said bad", id: "check-said", role: "status"}, icon(passed ? "saved" : "warning"),
		el("span", {}, t(passed ? "page_check_good" : "page_check_bad", words), " ", t("page_check_lift")));
}

/* ---- what was before ---- */

async function list(kind, name) {
	const answer = await get(`/entries/${kind}?about=${encodeURIComponent(name)}&limit=50`);
	return answer?.ok ? answer.data.entries : [];
}

async function load(place) {
	const name = scaleOf(place);
	const [checks, facts, set] = await Promise.all(["scale-check", "scale-facts", "calibration"].map((kind) => list(kind, name)));
	place.set({checks, facts, set});
}

const pastLine = (picture, day, words, bad = false) => el("li", {class: "check-past", "data-bad": bad}, icon(bad ? "warning" : picture), el("b", {}, dayFigures(day)), el("span", {}, words));

function past({checks = [], facts = [], set = []}) {
	const all = [...checks.map((one) => [one, pastLine("saved", one.day, t(one.passed ? "page_check_was_good" : "page_check_was_bad",
		{mass: kg(one.mass_mg), kg: kg(one.reading_mg ?? 0)}), !one.passed)]),
	...facts.map((one) => [one, pastLine("file", one.day, t("page_check_plate", {plate: [one.maker, one.model, one.serial, one.class].filter(Boolean).join(" ")}))]),
	...set.map((one) => [one, pastLine("settings", one.day, t(one.passed ? "page_check_set" : "page_check_set_bad"), !one.passed)])];
	return all.sort(([a], [b]) => (a.at < b.at ? 1 : -1)).map(([, line]) => line);
}

export function open(place) {
	const top = el("div", {}), choices = el("div", {class: "choices"}), rest = el("div", {class: "day-end"});
	place.body.append(top, choices, rest);
	place.set({top, choices, rest, waits: false, result: null});
	return scaleOf(place) ? load(place) : null;
}

const whichScale = () => scales().map((name) => bigButton({class: "choice", "data-scale": name, picture: "scale", word: name, onclick: () => go("check", name)}));

const said = ({mine}, name) => [mine.result ? verdict(mine.result)
	: el("p", {class: "check-said"}, icon("scale"), el("span", {}, t(mine.waits ? "page_check_waits" : name ? "page_check_put" : "page_check_which")))];

export function paint(place) {
	const {top, choices, rest, waits, result, checks, facts, set} = place.mine, name = scaleOf(place);
	if (state.link === "lost")
		return home();
	if (!top)
		return null;
	followMass();
	const due = state.morning?.checks.find(({scale}) => scale === name)?.day !== state.snapshot?.day;
	touchable(top, [language(), waits, result, name], () => said(place, name));
	touchable(choices, [language(), waits, result, name, scales(), checks?.[0]?.mass_mg, due], () => (!name ? whichScale() : [
		...(result ? [] : masses(place).map((mg) => mass(place, mg))),
		...(result || !due ? [bigButton({class: "choice", id: "check-back", picture: "back", word: t("page_back_to_weighing"), onclick: home})]
			: [bigButton({class: "choice", id: "check-later", picture: "down", word: t("page_check_later"), onclick: later})])]));
	return touchable(rest, [language(), checks, facts, set, deviceOf(name)?.approval], () => (name ? [
		el("p", {class: "check-approval"}, deviceOf(name)?.approval ?? ""),
		el("h3", {class: "report-part"}, t("page_check_past")),
		...(checks && past(place.mine).length === 0 ? [el("p", {class: "line-none"}, t("page_check_none"))]
			: [el("ul", {class: "line-list", id: "check-past"}, ...past(place.mine))])] : []));
}
