// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/weighings/SEARCH, or #/weighings//QUERY of GET /weighings: the day's drawer: its sums, what
 * a person must see to (loads that left, codes that nobody knows, labels, the clock), and all weighings,
 * newest first, page by page. They are searched by what it is, by day, or by any word of a line;
 * nothing is ever taken away, a voided line stays and says so.
 */
import {bigButton, el, findRow, go, home, icon, keyed, rows, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {clockTime, count, kg, language, longName, shortName, t, total} from "/base/lang.js";
import {destinationOf, tell} from "/base/station.js";
import {codeList} from "/parts/codes.js";
import {figure} from "/parts/figure.js";
import {outward} from "/parts/flows.js";
import {leftList} from "/parts/left.js";
import {folded, holds, list} from "/parts/list.js";
import {dayAfter, periodName, spanName} from "/parts/period.js";
import {lineOf} from "/screens/reception.js";

export const title = ({args: [, query]}) => t(query ? "page_behind" : "page_lines");
export const role = "kiosk";
export const flow = "rows";
export const css = true;

const PAGE = 30;
const TO_SEE = ["waiting", "unknown", "late", "dropped"]; // labels
const two = (digits) => digits.padStart(2, "0");

/* A day, a month or a year as people write it, as the daemon reads it; null: none. */
export function periodOf(text, year = String(new Date().getFullYear())) {
	const words = text.trim();
	const day = words.match(/^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$/);
	const month = words.match(/^(\d{1,2})[/.](\d{4})$/);
	if (/^20\d\d(-\d\d(-\d\d)?)?$/.test(words))
		return words;
	if (month)
		return `${month[2]}-${two(month[1])}`;
	return day ? `${day[3] ?? year}-${two(day[2])}-${two(day[1])}` : null;
}

/* The category that is called so, by code or in either language; null: none, or more than one. */
export function categoryOf(text, categories) {
	const names = (row) => [row.code, row.short_fr, row.short_en, row.label_fr, row.label_en]
		.filter(Boolean).map(folded);
	const exact = categories.filter((row) => names(row).includes(folded(text)));
	const begun = categories.filter((row) => names(row).some((name) => name.startsWith(folded(text))));
	const found = exact.length > 0 ? exact.slice(0, 1) : begun;
	return folded(text).length > 2 && found.length === 1 ? found[0].code : null;
}

/* What is asked of the daemon, and what is looked for in the lines that it gave. */
export function searchOf(text, choice, categories) {
	const period = periodOf(text);
	const category = period ? null : categoryOf(text, categories);
	const query = {...(period ? {period} : {}), ...(category ?? choice ? {category: category ?? choice} : {})};
	return {query, words: period || category ? "" : text.trim()};
}

/* Newest first: what came by live events, then what was fetched; a line once, as it is now. */
export function merged(fresh, fetched, filtered) {
	const now = new Map(fresh.map((line) => [line.id, line]));
	const older = fetched.map((line) => now.get(line.id) ?? line);
	if (filtered)
		return older;
	const ids = new Set(older.map((line) => line.id));
	return [...fresh.filter((line) => !ids.has(line.id)), ...older];
}

const said = (weighing) => [weighing.id, weighing.category, weighing.at, clockTime(weighing.at),
	longName(findRow("categories", weighing.category)),
	shortName(findRow("categories", weighing.category)), kg(weighing.net_mg), destinationOf(weighing),
	weighing.operator ?? "", weighing.origin ?? ""].join(" ");

/* Behind a figure of a report stand the weighings that its address asks for. */
function askedOf({args: [, fixed], mine: {text = "", choice = null}}) {
	return fixed ? {query: Object.fromEntries(new URLSearchParams(fixed)), words: text.trim()}
		: searchOf(text, choice, rows("categories"));
}

async function fetchPage(place, after) {
	const {query} = askedOf(place);
	const search = new URLSearchParams({limit: PAGE, ...query, ...(after ? {after} : {})});
	const turn = {};
	place.set({turn});
	const answer = await get(`/weighings?${search}`);
	if (place.mine.turn !== turn)
		return; // something else was asked for meanwhile
	const lines = answer?.ok ? answer.data.weighings : [];
	place.set({lines: after ? [...place.mine.lines, ...lines] : lines,
		next: answer?.ok ? answer.data.next : null,
		refused: answer?.ok ? null : answer?.data.message ?? t("page_lost")});
}

function lookFor(place, what) {
	place.set({...what, lines: [], next: null});
	return fetchPage(place, null);
}

export function open(place) {
	const {body, args: [text = ""]} = place;
	const top = el("div", {class: "weighings-top"});
	const lines = list({
		text,
		search: (words) => lookFor(place, {text: words}),
		chosen: (choice) => lookFor(place, {choice}),
		more: () => fetchPage(place, place.mine.next),
	});
	body.append(top, ...lines.nodes);
	place.set({top, text, list: lines, lines: [], next: null});
	if (place.args[1])
		sumBehind(place);
	return fetchPage(place, null);
}

/* What the address of a figure asks for, as keys and days of the report that has its sum. */
export function sumOf(query) {
	const keys = Object.entries({category: "code", root: "root", origin: "origin", destination: "destination"})
		.filter(([, asked]) => query[asked] !== undefined);
	const {period, from, to, flow, direction, site} = query;
	const days = period ? {period} : {from, to};
	const is = (row) => keys.every(([key, asked]) => row[key] === query[asked]) && (!flow || row.flow === flow)
		&& (!direction || (direction === "in") === ["in", "neutral_in"].includes(row.flow));
	return {search: {...days, ...(site ? {site} : {}), by: [...keys.map(([key]) => key), "flow"].join()},
		add: (report) => report.rows.filter(is).reduce((sum, row) => ({weighings: sum.weighings + row.weighings,
			mg: sum.mg + row.in_mg + row.neutral_in_mg + outward(row)}), {weighings: 0, mg: 0})};
}

const KINDS = {code: "categories", category: "categories", root: "categories", origin: "origins", destination: "destinations"};

/* Of what: what came in and when, in words. lang: page_flow_* */
function ofWhat(query) {
	const {period, from, to, flow, direction} = query;
	const word = flow ?? (direction === "out" ? "out" : null);
	const asked = Object.entries(KINDS).filter(([name]) => query[name] !== undefined);
	return [...(word ? [t(`page_flow_${word}`)] : []),
		...asked.filter(([name]) => query[name] || asked.length === 1)
			.map(([name, kind]) => longName(findRow(kind, query[name])) || query[name] || t("page_behind_none")),
		...(period ? [periodName(period)] : from && to ? [spanName(from, dayAfter(to, -1))] : [])].join(" · ");
}

/* The figure itself stands above its weighings: whoever came from it sees that it is the same. */
async function sumBehind(place) {
	const {query} = askedOf(place);
	const {search, add} = sumOf(query);
	const got = query.category === undefined ? await get(`/reports/tonnage?${new URLSearchParams(search)}`) : null;
	if (got?.ok)
		place.set({behind: add(got.data)});
}

function paintBehind({mine: {top, behind}, args: [, fixed]}) {
	keyed(top, [language(), behind, state.catalogue?.stamp], () => [
		el("p", {class: "behind-what"}, ofWhat(Object.fromEntries(new URLSearchParams(fixed)))),
		...(behind ? [el("div", {class: "figures"}, figure(t("page_behind_mass"), `${total(behind.mg, 3)} kg`),
			figure(t("page_bilan_weighings"), count(behind.weighings)))] : [])]);
}

/* The day is summed up by the daemon, anew when a line came or changed. */
async function sumUp(place) {
	const summed = JSON.stringify([state.snapshot?.today, state.lines.map(({id, voided_by: by}) => [id, by])]);
	if (place.mine.summed === summed || !state.snapshot?.day)
		return;
	place.mine.summed = summed;
	const got = await get(`/reports/tonnage?period=${state.snapshot.day}&by=month`);
	if (got?.ok && place.mine.summed === summed)
		place.set({sums: got.data.total});
}

function dayFigures(sums) {
	const {in_mg: came, weighings} = sums;
	return el("div", {class: "figures"}, figure(t("page_bilan_in"), `${total(came)} kg`),
		figure(t("page_bilan_out"), `${total(outward(sums))} kg`), figure(t("page_bilan_weighings"), count(weighings)),
		bigButton({class: "to-bilan", id: "to-bilan", picture: "reports", word: t("page_bilan"),
			onclick: () => go("bilan")}));
}

/* The day's end: looked at, or printed at once. */
async function printDay() {
	const answer = await post(`/days/${state.snapshot.day}/print`);
	if (answer?.ok)
		tell("news", t("page_day_prints"));
}

const dayEnd = () => el("div", {class: "files"},
	bigButton({class: "file", id: "to-day", picture: "finish", word: t("page_day"), onclick: () => go("day")}),
	bigButton({class: "file", id: "to-day-label", picture: "printer", word: t("page_day_label"), onclick: printDay}));

function paintTop({mine: {top, sums}}) {
	const doubtful = state.snapshot?.clock === "doubtful";
	const waiting = Object.values(state.labels).filter((label) => TO_SEE.includes(label)).length;
	touchable(top, [language(), doubtful, state.left, state.codes, waiting, sums], () => [
		...(sums ? [dayFigures(sums), dayEnd()] : []),
		...(waiting > 0 ? [el("p", {class: "trouble"}, icon("printer"),
			el("span", {}, t("page_labels_wait", {n: waiting})))] : []),
		...(doubtful ? [el("p", {class: "trouble"}, icon("clock-doubtful"),
			el("span", {}, t("page_clock_doubtful")))] : []),
		...leftList(),
		...codeList(),
	]);
}

export function paint(place) {
	const {mine, args} = place;
	if (state.link === "lost")
		return home();
	const {choice = null} = mine;
	const {query, words} = askedOf(place);
	const filtered = Object.keys(query).length > 0;
	const shown = merged(state.lines, mine.lines, filtered)
		.filter((line) => !words || holds(said(line), words));
	if (args[1]) {
		paintBehind(place);
	} else {
		sumUp(place);
		paintTop(place);
	}
	return mine.list.paint({
		key: [shown, state.labels, state.catalogue?.stamp, mine.refused],
		rows: shown,
		row: lineOf,
		empty: mine.refused ?? t(filtered || words ? "page_none_found" : "page_no_lines"),
		next: Boolean(mine.next),
		choice,
		choices: args[1] ? [] : rows("categories").filter((row) => !row.parent).map((row) =>
			({code: row.code, picture: row.code, word: shortName(row)})),
	});
}
