// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/first-day: from an empty folder to the first weighing, a step at a time: language, codes, trade, each
 * device tried, the first person, the backup stick, paper. What is done the daemon says (GET /first-day); what
 * is left for later can be taken up from the list (#/first-day/steps), and a machine that was switched off goes
 * on where it was.
 */
import {bigButton, el, go, home, icon, keyed, setText, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {acted, touchable} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {openSteps, PICTURES, take} from "/screens/first-day/model.js";
import * as devices from "/screens/first-day/devices.js";
import * as person from "/screens/first-day/person.js";
import * as site from "/screens/first-day/site.js";

export const role = "coordinator";
export const css = ["first-day", "typed"];
export const flow = "rows";

const LOOK_MS = 1000;
const PARTS = {...site.parts, ...devices.parts, ...person.parts};

/* The one that is asked for, else the first that is open; "steps": the list of them. */
function stepOf({args: [step], mine: {day}}) {
	if (!day)
		return null;
	return PARTS[step] || step === "steps" ? step : openSteps(day)[0] ?? "steps";
}

// lang: page_first_day_*
export function title(place) {
	const step = stepOf(place);
	const {day} = place.mine;
	if (!step || step === "steps")
		return t("page_first_day");
	const at = day.steps.findIndex((one) => one.step === step) + 1;
	return `${t("page_first_day_at", {at, of: day.steps.length})} ${t(`page_first_day_${step}`)}`;
}

async function look(place) {
	acted(); // who puts a mass on, or fetches a stick, touches nothing
	const answer = await get("/first-day");
	if (answer?.ok && JSON.stringify(answer.data) !== JSON.stringify(place.mine.day))
		place.set({day: answer.data});
	else if (answer && !answer.ok && !place.mine.day)
		place.set({said: answer.data.message});
}

export function open(place) {
	place.timer = setInterval(() => look(place), LOOK_MS);
	return look(place);
}

export function close(place) {
	clearInterval(place.timer);
}

/* ---- the list */

// lang: page_first_day_state_*
const tile = ({step, state: how}) => bigButton({class: "choice", "data-step": step, "data-state": how,
	picture: how === "done" ? "saved" : PICTURES[step], caption: t(`page_first_day_state_${how}`),
	word: t(`page_first_day_${step}`), onclick: () => go("first-day", step)});

const list = ({day}) => [
	el("p", {class: "first-say"}, icon(openSteps(day).length > 0 ? "question" : "saved"),
		el("span", {}, t(openSteps(day).length > 0 ? "page_first_day_some" : "page_first_day_all"))),
	el("div", {class: "first-acts"}, bigButton({class: "choice strong", id: "first-weigh", picture: "scale",
		word: t("page_back_to_weighing"), onclick: home})),
	el("div", {class: "choices"}, ...day.steps.map(tile)),
];

/* ---- one step */

const later = (place, step) => bigButton({class: "choice", id: "first-later", picture: "clock-doubtful",
	word: t("page_first_day_later"), onclick: () => take(place, {later: step})});

/* What a step needs to begin is not left for later. */
const CANNOT_WAIT = ["language", "codes"];

const acts = (place, step, own) => el("div", {class: "first-acts"}, ...own,
	...(CANNOT_WAIT.includes(step) ? [] : [later(place, step), bigButton({class: "choice", id: "first-steps", picture: "order",
		word: t("page_first_day_steps"), onclick: () => go("first-day", "steps")})]));

const said = (place) => el("p", {class: "first-said", role: "status"}, place.mine.said ?? "");

export function paint(place) {
	const step = stepOf(place);
	if (!step) {
		keyed(place.body, ["first-day", language(), place.mine.said], () => [said(place)]);
		return;
	}
	const {day, said: why, zone, asking, code} = place.mine;
	const part = PARTS[step];
	if (part?.whole?.(place))
		return;
	touchable(place.body, [step, language(), step === "steps" ? day : null, zone, asking, code, why, part?.key?.(place) ?? null],
		() => (step === "steps" ? list(place.mine) : [
			el("p", {class: "first-say"}, icon(PICTURES[step]), el("span", {}, t(`page_first_day_say_${step}`))),
			...part.draw(place), said(place), acts(place, step, part.acts?.(place) ?? [])]));
	part?.live?.(place, setText);
}

export function key(place, name) {
	PARTS[stepOf(place)]?.typed?.(place, name, state);
}
