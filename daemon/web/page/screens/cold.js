// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/cold: two readings a day of each cold place, by tiles: which place, how it is kept (asked once; then as the
 * last time), what its thermometer shows. What is too warm is said at once, and stays red until it is read again.
 * #/cold/new, #/cold/LOT: the rapid cooling of what was cooked, which is in screens/cold/. By scanner: the card of the
 * place or the mark of the lot, then that of the degrees, of which only those that have a tile are taken.
 */
import {bigButton, el, go, home, icon, rows, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {clockTime, dayOf, language, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {degreesText, readYesterday} from "/parts/food.js";
import {choosesLot, COOLING, coolingStep, coolingTiles, endedTiles, hearCooling, hearLot, loadCoolings, ofLot, paintClocks} from "/screens/cold/cooling.js";

export const role = "kiosk";
export const css = true;

const READINGS = 2; // a day
const SECOND_MS = 1000;
const ASK_MS = 60000; // what others noted meanwhile
const span = (from, to, step = 1) => Array.from({length: (to - from) / step + 1}, (_, i) => from + i * step);
const DEGREES = {FROID_3: span(-2, 9), FROID_4: span(-2, 9), CONGEL: span(-26, -15)};
const WARMER = {FROID_3: span(10, 23), FROID_4: span(10, 23), CONGEL: [...span(-14, 4, 2), 8, 12, 16, 20]}; // broken down, left open

const places = () => rows("places").filter(({place_type: type}) => type === "cold_room");
const today = () => state.snapshot?.day ?? "";
const newest = ({mine}, code) => (mine.readings ?? []).find(({place}) => place === code);
const profileOf = (place) => place.mine.profile ?? newest(place, place.mine.at)?.profile;
const stepOf = (place) => (!place.mine.at ? "place" : profileOf(place) && !place.mine.otherwise ? "degrees" : "profile");
const BEGIN = {at: null, profile: undefined, otherwise: false, warmer: false};

const isCooling = (place) => choosesLot(place) || ofLot(place) !== "";

// lang: page_cold_place page_cold_profile page_cold_degrees
// lang: page_cooling_step_wait page_cooling_step_lots page_cooling_step_start page_cooling_step_end page_cooling_step_done page_cooling_step_undo page_cooling_step_clock
export const title = (place) => (isCooling(place) ? t(`page_cooling_step_${coolingStep(place)}`) : placeTitle(place));
const placeTitle = (place) => t(`page_cold_${stepOf(place)}`, {place: shortName(places().find(({code}) => code === place.mine.at))});

async function load(place) {
	const answer = await get("/temperatures");
	place.set({readings: answer?.ok ? answer.data.temperatures.filter(({voided_by: by}) => !by) : []});
}

async function read(place, degrees) {
	const {at, key, sent} = place.mine;
	if (sent)
		return;
	place.set({sent: true});
	const operator = state.snapshot?.context?.operator;
	const answer = await post("/temperatures", {place: at, profile: profileOf(place), value_mc: degrees * 1000,
		...(operator ? {operator} : {})}, {key});
	place.set({sent: false});
	if (!answer?.ok)
		return;
	place.set({...BEGIN, key: newKey()});
	await load(place);
	const {value_mc: mc, limit_mc: limit, out} = answer.data;
	tell(out ? "refused" : "saved", t(out ? "page_cold_out" : "page_cold_read",
		{degrees: degreesText(mc / 1000), limit: degreesText(limit / 1000)}));
}

const tile = (props) => bigButton({class: "choice", ...props});

/* What yesterday lacks is said until the day is over. */
function missing({mine}, code) {
	const n = readYesterday(mine.readings ?? [], code, today());
	return n !== null && n < READINGS ? t("page_cold_missed", {n, of: READINGS}) : "";
}

function placeTile(place, row) {
	const last = newest(place, row.code);
	const n = (place.mine.readings ?? []).filter(({place: code, day}) => code === row.code && day === today()).length;
	const when = last ? [dayOf(last.at), clockTime(last.at)].filter(Boolean).join(" ") : "";
	const button = tile({class: `choice cold${last?.out ? " out" : ""}${n >= READINGS ? " done" : ""}`, "data-code": row.code,
		picture: [row.code, "thermometer"], caption: t("page_cold_today", {n, of: READINGS}), word: shortName(row),
		onclick: () => place.set({at: row.code})});
	const gap = missing(place, row.code);
	if (gap)
		button.append(el("small", {class: "cold-missed"}, gap));
	button.append(el("b", {class: "cold-last"}, last ? `${degreesText(last.value_mc / 1000)} · ${when}` : t("page_cold_never")));
	return button;
}

const back = (place) => tile({id: "cold-back", picture: "back", word: t("page_back"), onclick: () => place.set(BEGIN)});

// lang: page_word_storage_froid_3 page_word_storage_froid_4 page_word_storage_congel
const DRAW = {
	place: (place) => [...coolingTiles(place), ...(places().length > 0 ? places().map((row) => placeTile(place, row))
		: [el("p", {class: "screen-sorry"}, icon("thermometer"), t("page_cold_none"))]), ...endedTiles(place)],
	profile: (place) => [...Object.keys(DEGREES).map((code) => tile({"data-profile": code, picture: "thermometer",
		word: t(`page_word_storage_${code.toLowerCase()}`), onclick: () => place.set({profile: code, otherwise: false, warmer: false})})), back(place)],
	degrees: (place) => [...(place.mine.warmer ? WARMER : DEGREES)[profileOf(place)].map((degrees) => tile({class: "choice degrees",
		"data-degrees": degrees, word: degreesText(degrees), onclick: () => read(place, degrees)})),
	...(place.mine.warmer ? [] : [tile({id: "cold-warmer", picture: "up", word: t("page_cold_warmer"),
		onclick: () => place.set({warmer: true})}),
	tile({id: "cold-otherwise", picture: "pencil", word: t("page_cold_otherwise"), onclick: () => place.set({otherwise: true})})]),
	back(place)],
};

/* ---- by scanner */

function hearPlace(place, code) {
	if (isCooling(place))
		return go("cold");
	return place.set({...BEGIN, at: code});
}

function hearStorage(place, profile) {
	if (!place.mine.at || isCooling(place))
		return tell("refused", t("page_cold_scan"));
	return place.set({profile, otherwise: false, warmer: false});
}

function hearDegrees(place, degrees) {
	const profile = profileOf(place);
	if (stepOf(place) !== "degrees")
		return tell("refused", t(place.mine.at ? "page_cold_scan_profile" : "page_cold_scan"));
	if (![...DEGREES[profile], ...WARMER[profile]].includes(degrees))
		return tell("refused", t("page_cold_scan_degrees", {degrees: degreesText(degrees)}));
	return read(place, degrees);
}

function hear(place, {act, place: code, degrees, key}) {
	if (code)
		return hearPlace(place, code);
	if (key)
		return hearLot(place, key);
	if (act?.startsWith("storage/"))
		return hearStorage(place, act.slice("storage/".length));
	if (act === "done" || act === "cold")
		return isCooling(place) ? go("cold") : place.set(BEGIN);
	if (degrees === null)
		return tell("refused", t("page_cold_scan"));
	return isCooling(place) ? hearCooling(place, degrees) : hearDegrees(place, degrees);
}

export function open(place) {
	place.set({key: newKey(), coolKey: newKey(), readings: null, ...BEGIN, timers: [setInterval(() => paintClocks(place), SECOND_MS),
		setInterval(() => loadCoolings(place), ASK_MS)]});
	return startListening(place, hear, () => Promise.all([load(place), loadCoolings(place)]));
}

export function close({mine: {timers}}) {
	timers.forEach(clearInterval);
	stopListening();
}

/* A cooling goes on while the station is lost, and is asked for anew when it is back. */
function followLink(place) {
	const lost = state.link === "lost";
	if (place.mine.lost && !lost)
		loadCoolings(place);
	place.mine.lost = lost;
	return lost;
}

export function paint(place) {
	followScanner(place);
	const cooling = isCooling(place) ? coolingStep(place) : "";
	if (followLink(place) && !cooling)
		return home();
	const {warmer, readings, coolings, lots} = place.mine;
	const about = cooling ? [warmer, state.snapshot?.clock] : [stepOf(place), warmer, readings, today()];
	touchable(place.body, [language(), cooling, ...about, (coolings ?? []).map(({lot, verdict, seq}) => [lot, verdict === "late" ? "open" : verdict, seq]),
		(lots ?? []).map(({id, cooling: of, state: is}) => [id, of === "late" ? "open" : of, is]), state.catalogue?.stamp],
	() => (cooling ? COOLING[cooling] : DRAW[stepOf(place)])(place));
	return paintClocks(place);
}
