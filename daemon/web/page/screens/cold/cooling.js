// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The cooling of cooked lots: which one, the temperature of its core at the start, a clock of what is left of
 * two hours, the temperature at the end, and what follows. It goes on in the daemon whatever becomes of the page.
 */
import {bigButton, el, findRow, go, icon, setText, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {clockTime, dayOf, shortName, t} from "/base/lang.js";
import {tell, tellAWhile} from "/base/station.js";
import {at, clockAsks, clockTiles} from "/parts/clock.js";
import {clockOf, COLD, cookedLots, isOpen, spanText, START, WARM} from "/parts/cooling.js";
import {degreesText, isSure} from "/parts/food.js";

const DAYS_BACK = 7;
const MOST = 14; // tiles
const SAID_MS = 10000;
const PICTURES = {calm: "cooling", soon: "warning", late: "refuse"};

const idOf = ({args: [id]}) => id ?? "";
export const choosesLot = (place) => idOf(place) === "new";
export const ofLot = (place) => (choosesLot(place) ? "" : idOf(place));
const foodOf = (lot) => shortName(findRow("products", lot?.product ?? "")) || lot?.product || "";
const markOf = (id) => id.split("-").at(-2);
const madeAt = (iso) => [dayOf(iso), clockTime(iso)].filter(Boolean).join(" ");
const newest = ({mine: {coolings}}, id) => (coolings ?? []).find(({lot}) => lot === id);

const dayIn = (day, n) => new Date(Date.parse(day) + n * 86400000).toISOString().slice(0, 10);

/* ---- what the daemon knows */

/* Those of this week, and the lots of them and that may be cooled. */
export async function loadCoolings(place) {
	const {day} = state.snapshot ?? {};
	const [began, made] = await Promise.all([get(day ? `/cooling?from=${dayIn(day, -DAYS_BACK)}&to=${dayIn(day, 1)}` : "/cooling"), get("/lots?of=made&limit=200")]);
	const heardMs = performance.now();
	place.set({coolings: began?.ok ? began.data.coolings.filter(({voided_by: by}) => !by).map((one) => ({...one, heardMs})) : place.mine.coolings ?? [],
		lots: made?.ok ? made.data.lots : place.mine.lots ?? []});
}

async function send(place, path, body, said) {
	const {coolKey, sent} = place.mine;
	if (sent)
		return;
	place.set({sent: true});
	const answer = await post(path, body, {key: coolKey});
	place.set({sent: false, coolKey: isSure(answer) ? newKey() : coolKey});
	if (!answer?.ok)
		return;
	place.set({warmer: false, undoing: false});
	await loadCoolings(place);
	said(answer.data);
}

const start = (place, degrees) => send(place, "/cooling", {lot: ofLot(place), start_mc: degrees * 1000},
	() => tell("saved", t("page_cooling_begun", {degrees: degreesText(degrees)})));

const end = (place, degrees, cooling) => send(place, `/cooling/${encodeURIComponent(ofLot(place))}/end`,
	{end_mc: degrees * 1000, ...(cooling.said ? at() : {})}, ({verdict}) => (verdict === "good"
		? tellAWhile("saved", t("page_cooling_ended_good"), {}, SAID_MS) : tellAWhile("refused", t("page_cooling_ended_bad"), {}, SAID_MS)));

const undo = (place) => send(place, `/cooling/${encodeURIComponent(ofLot(place))}/undo`, {reason: "UNDO"}, () => tell("saved", t("page_cooling_undone")));

/* ---- which step of one lot */

export function coolingStep(place) {
	if (choosesLot(place))
		return "lots";
	const cooling = newest(place, ofLot(place));
	if (!place.mine.coolings)
		return "wait";
	if (place.mine.undoing)
		return "undo";
	if (!cooling)
		return "start";
	if (!isOpen(cooling))
		return "done";
	return cooling.said && clockAsks() ? "clock" : "end";
}

/* ---- by scanner: the mark of a lot, then what its core is at */

/* One that is cooling or was this week, or that may be cooled. */
const isKnown = (place, key) => newest(place, key) || cookedLots(place.mine.lots ?? []).some(({id}) => id === key);

/* It may have been cooked since this was opened. */
export async function hearLot(place, key) {
	if (!isKnown(place, key))
		await loadCoolings(place);
	return isKnown(place, key) ? go("cold", key) : tell("refused", t("page_cold_scan_lot", {lot: key}));
}

const OFFERED = {start: START, end: [...COLD, ...WARM]};

export function hearCooling(place, degrees) {
	const is = coolingStep(place);
	if (!OFFERED[is])
		return tell("refused", t("page_cold_scan"));
	if (is === "start" && degrees < START[0])
		return tell("refused", t("page_cooling_low_said"));
	if (!OFFERED[is].includes(degrees))
		return tell("refused", t("page_cold_scan_degrees", {degrees: degreesText(degrees)}));
	return is === "start" ? start(place, degrees) : end(place, degrees, newest(place, ofLot(place)));
}

/* ---- the clock: drawn once, its words change each second */

// lang: page_cooling_calm page_cooling_soon page_cooling_late page_cooling_tile_calm page_cooling_tile_soon page_cooling_tile_late
function wordsOf({tone, minutes}) {
	return minutes === null ? t("page_cooling_unknown") : t(`page_cooling_${tone}`, {left: spanText(minutes)});
}

const leftText = ({tone, minutes}) => (minutes === null ? "?" : `${tone === "late" ? "+" : ""}${spanText(minutes)}`);

export function paintClocks(place) {
	for (const node of place.body.querySelectorAll("[data-cooling]")) {
		const cooling = newest(place, node.dataset.cooling);
		const clock = cooling && isOpen(cooling) ? clockOf(cooling, performance.now()) : null;
		if (!clock)
			continue;
		if (node.dataset.tone !== clock.tone) {
			node.dataset.tone = clock.tone;
			node.querySelector(".icon").replaceWith(icon(PICTURES[clock.tone]));
		}
		setText(node.querySelector(".cooling-left"), leftText(clock));
		const words = node.querySelector(".cooling-words"), short = node.querySelector(".cooling-said");
		if (words)
			setText(words, wordsOf(clock));
		if (short)
			setText(short, t(`page_cooling_tile_${clock.tone}`));
	}
}

/* ---- the first screen of Froid: those that run, those of today, and the way to a new one */

function openTile(place, {lot}) {
	const button = bigButton({class: "choice cooling", "data-cooling": lot, "data-tone": "", picture: "cooling", caption: markOf(lot),
		word: foodOf((place.mine.lots ?? []).find(({id}) => id === lot)) || lot, onclick: () => go("cold", lot)});
	button.append(el("b", {class: "cooling-left"}), el("small", {class: "cooling-said"}));
	return button;
}

function endedTile(place, {lot, verdict, minutes}) {
	const button = bigButton({class: "choice cooling", "data-lot": lot, "data-tone": verdict === "good" ? "good" : "late",
		picture: verdict === "good" ? "finish" : "refuse", caption: markOf(lot),
		word: foodOf((place.mine.lots ?? []).find(({id}) => id === lot)) || lot, onclick: () => go("cold", lot)});
	button.append(el("b", {class: "cooling-left"}, minutes ? spanText(minutes) : "?"));
	return button;
}

export const coolingTiles = (place) => [
	...(place.mine.coolings ?? []).filter(isOpen).map((one) => openTile(place, one)),
	bigButton({class: "choice strong", id: "cold-cool", picture: "cooling", word: t("page_cooling_new"), onclick: () => go("cold", "new")}),
];
export const endedTiles = (place) => (place.mine.coolings ?? []).filter((one) => !isOpen(one) && one.day === state.snapshot?.day)
	.map((one) => endedTile(place, one));

/* ---- the steps of one lot */

const back = (onclick) => bigButton({class: "choice", id: "cooling-back", picture: "back", word: t("page_back"), onclick});
const degreeTile = (degrees, onclick) => bigButton({class: "choice degrees", "data-degrees": degrees, word: degreesText(degrees), onclick});

function lotTiles(place) {
	const lots = cookedLots(place.mine.lots ?? []).slice(0, MOST);
	return [...(lots.length > 0 ? [] : [el("p", {class: "line-said"}, t("page_cooling_none"))]),
		...lots.map((lot) => bigButton({class: "choice", "data-lot": lot.id, picture: [lot.category, "ALI-PLA"],
			caption: `${markOf(lot.id)} · ${madeAt(lot.at)}`, word: foodOf(lot), onclick: () => go("cold", lot.id)})),
		back(() => go("cold"))];
}

function face(place, tone, ...said) {
	const lot = ofLot(place);
	const found = (place.mine.lots ?? []).find(({id}) => id === lot);
	return el("section", {class: "cooling-face", "data-tone": tone, ...(tone === "run" ? {"data-cooling": lot} : {}), role: "status"},
		el("p", {class: "cooling-food"}, [foodOf(found), markOf(lot)].filter(Boolean).join(" · ")), ...said.filter(Boolean));
}

const doubt = (cooling) => (state.snapshot?.clock === "doubtful" && !cooling?.said
	? el("p", {class: "cooling-clock"}, icon("clock-doubtful"), t("page_cooling_clock")) : null);
const screen = (shown, ...tiles) => [el("div", {class: "cooling-one"}, shown, el("div", {class: "cooling-tiles"}, ...tiles))];

const startTiles = (place) => screen(face(place, "ask", el("p", {class: "cooling-words"}, t("page_cooling_start_said")), doubt()),
	...START.map((degrees) => degreeTile(degrees, () => start(place, degrees))),
	bigButton({class: "choice", id: "cooling-low", picture: "down", word: t("page_cooling_low"), onclick: () => tell("refused", t("page_cooling_low_said"))}),
	back(() => go("cold", "new")));

const undoTile = (place, word) => bigButton({class: "choice", id: "cooling-undo", picture: "undo", word, onclick: () => place.set({undoing: true})});

function endTiles(place) {
	const cooling = newest(place, ofLot(place));
	const {warmer} = place.mine;
	return screen(face(place, "run", el("p", {class: "cooling-big"}, icon("cooling"), el("b", {class: "cooling-left"})),
		el("p", {class: "cooling-words"}), el("p", {class: "cooling-since"}, t("page_cooling_since", {time: madeAt(cooling.started), degrees: degreesText(cooling.start_mc / 1000)})),
		doubt(cooling)),
	...(warmer ? WARM : COLD).map((degrees) => degreeTile(degrees, () => end(place, degrees, cooling))),
	...(warmer ? [] : [bigButton({class: "choice", id: "cooling-warmer", picture: "up", word: t("page_cold_warmer"), onclick: () => place.set({warmer: true})})]),
	undoTile(place, t("page_cooling_undo_start")), back(() => (warmer ? place.set({warmer: false}) : go("cold"))));
}

function doneTiles(place) {
	const {verdict, minutes, unsure, end_mc: mc} = newest(place, ofLot(place));
	const good = verdict === "good";
	return screen(face(place, good ? "good" : "late", el("p", {class: "cooling-big"}, icon(good ? "finish" : "refuse"), el("b", {class: "cooling-left"}, unsure ? "?" : spanText(minutes))),
		el("p", {class: "cooling-words"}, unsure ? t("page_cooling_was_unsure") : t(good ? "page_cooling_was_good" : "page_cooling_was_bad",
			{left: spanText(minutes), degrees: degreesText(mc / 1000)})), good ? null : el("p", {class: "cooling-since"}, t("page_cooling_who"))),
	good ? bigButton({class: "choice strong", id: "cooling-label", picture: "pack", word: t("page_cooling_label"), onclick: () => go("label", ofLot(place))})
		: bigButton({class: "choice strong", id: "cooling-decide", picture: "recall", word: t("page_cooling_decide"), onclick: () => go("recall", ofLot(place))}),
	undoTile(place, t("page_cooling_undo_end")), back(() => go("cold")));
}

function undoTiles(place) {
	const ended = !isOpen(newest(place, ofLot(place)) ?? {verdict: "open"});
	return screen(face(place, "ask", el("p", {class: "cooling-words"}, t(ended ? "page_cooling_sure_end" : "page_cooling_sure_start"))),
		bigButton({class: "choice strong", id: "cooling-undo-yes", picture: "undo", word: t(ended ? "page_cooling_undo_end" : "page_cooling_undo_start"), onclick: () => undo(place)}),
		back(() => place.set({undoing: false})));
}

export const COOLING = {wait: () => [el("p", {class: "line-said"}, t("page_lots_wait"))], lots: lotTiles, start: startTiles, end: endTiles, done: doneTiles,
	undo: undoTiles, clock: clockTiles};
