// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/paper: a sheet to print for the day the power is off; #/paper/SHEET: its lines are typed in, each once, whoever
 * does it and on whichever machine: how many there are, what they come to beside the sheet's own sum, and
 * the next one.
 */
import {el, findRow, go, icon, keyed, nobodyNamed, rows, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {clockTime, count, language, longName, plainKg, t, total} from "/base/lang.js";
import {tell} from "/base/station.js";
import {form} from "/parts/form.js";
import {table} from "/parts/table.js";

export const role = "staff";
export const flow = "rows";
export const css = "entry";

export const title = ({args: [sheet]}) => (sheet ? `${t("page_paper")} ${sheet}` : t("page_paper"));

const TIME = /^([01]?\d|2[0-3])[:hH.]?([0-5]\d)$/;

/* As people write it, "9h05", "9:05", "0905"; null: it is no time. */
export function timeOf(text) {
	const [, hour, minute] = String(text ?? "").trim().match(TIME) ?? [];
	return hour === undefined ? null : `${hour.padStart(2, "0")}:${minute}`;
}

export const netMg = (gross, tareMg) => Math.round(Number(gross.replace(",", ".")) * 1e6) - tareMg;

/* What is pinned has the letter that stands for it on the sheet. */
const letterOf = ({pinned}) => (pinned ? `${String.fromCharCode(64 + pinned)} ` : "");
const leaves = () => rows("categories").filter(({code, parent}) => parent && !rows("categories").some((row) => row.parent === code))
	.sort((a, b) => (a.pinned || 99) - (b.pinned || 99));

const named = (list, head = "") => list.map((row) => ({code: head + row.code, word: longName(row)}));

const fieldsOf = (free) => [
	{name: "line", type: "choice", label: t("page_paper_line"), needed: true, choices: free.map((n) => ({code: String(n), word: count(n)}))},
	{name: "day", type: "day", label: t("page_paper_day"), needed: true},
	{name: "time", type: "text", label: t("page_paper_time"), needed: true, most: 5},
	{name: "way", type: "choice", label: t("page_paper_way"), needed: true, unchosen: true, choices: [
		...named(rows("origins"), "in:").map(({code, word}) => ({code, word: `${t("page_in")} · ${word}`})),
		...named(rows("destinations"), "out:").map(({code, word}) => ({code, word: `${t("page_out")} · ${word}`}))]},
	{name: "category", type: "choice", label: t("page_paper_category"), needed: true, unchosen: true,
		choices: leaves().map((row) => ({code: row.code, word: letterOf(row) + longName(row)}))},
	{name: "container", type: "choice", label: t("page_paper_container"), choices: named(rows("containers"))},
	{name: "gross", type: "kg", label: t("page_paper_gross"), needed: true},
	...(nobodyNamed() || state.session?.operator ? [] : [{name: "operator", type: "choice", label: t("page_operator"), choices: named(rows("operators"))}]),
];

/* As the call takes it; a sentence beside its field where it cannot be. */
export function bodyFor(sheet, {line, day, time, way, category, container, gross, operator}) {
	const at = timeOf(time);
	const mg = netMg(gross, container ? findRow("containers", container)?.tare_mg ?? 0 : 0);
	const [direction, code] = way.split(":");
	if (!at)
		return {refused: {field: "time", message: t("page_paper_no_time")}};
	if (mg <= 0)
		return {refused: {field: "gross", message: t("page_paper_below")}};
	return {body: {direction, category, [direction === "in" ? "origin" : "destination"]: code, net_kg: plainKg(mg),
		at: new Date(`${day}T${at}:00`).toISOString(), reason: "PAPER", sheet, line: Number(line), ...(operator ? {operator} : {})}};
}

async function load(place, sheet) {
	const answer = await get(`/paper/${encodeURIComponent(sheet)}`);
	place.set(answer?.ok ? {paper: answer.data, lost: null} : {paper: null, lost: answer?.data.message ?? t("page_lost")});
}

/* The same again, not knowing whether it was written, goes under the same key. */
async function send(place, asking, values) {
	const {body, refused} = bodyFor(place.mine.paper.sheet, values);
	const text = JSON.stringify(body);
	if (refused)
		return asking.refuse(refused);
	if (place.mine.sending)
		return;
	place.set({sending: true, key: place.mine.sent === text ? place.mine.key : newKey(), sent: text});
	const answer = await post("/weighings", body, {key: place.mine.key});
	place.set({sending: false, sent: answer ? null : text, });
	if (!answer)
		return;
	if (!answer.ok && answer.data.error !== "line_used")
		return asking.refuse(answer.data);
	tell(answer.ok ? "news" : "trouble", answer.ok ? t("page_paper_taken", {line: count(body.line)}) : answer.data.message);
	place.mine.draft = {day: values.day, way: values.way}; // the next line is most often of the same
	await load(place, body.sheet);
}

const printed = () => el("div", {class: "files"}, el("a", {class: "file", id: "paper-print", download: "",
	href: `/api/v1/paper/sheet?lang=${language()}`}, icon("save-file"), t("page_paper_print")));

/* What was typed stays, whatever else is drawn anew. */
const kept = (place) => (values) => {
	place.mine.draft = values;
};

function choose(place) {
	const asking = form({fields: [{name: "sheet", type: "text", label: t("page_paper_number"), needed: true, most: 12}],
		values: place.mine.draft, typed: kept(place), word: t("page_paper_begin"), picture: "pencil", submit: ({sheet}) => go("paper", sheet.toUpperCase())});
	return [el("p", {class: "line-none"}, t("page_paper_say")), printed(), el("div", {class: "entry-ask"}, asking.node)];
}

const taken = (entries) => table({title: t("page_paper"), columns: [{name: "line", type: "count", title: t("page_paper_line")},
	{name: "time", type: "text", title: t("page_paper_time")}, {name: "category", type: "text", title: t("page_paper_category")},
	{name: "net", type: "text", title: "kg"}],
rows: [...entries].reverse().map(({line, weighing}) => ({line, time: clockTime(weighing.at),
	category: longName(findRow("categories", weighing.category)) || weighing.category,
	net: weighing.voided_by ? t("page_voided") : total(weighing.net_mg, 2)}))});

function lines(place, {lines: all, entered, net_mg: sum, entries}) {
	const free = Array.from({length: all}, (_, i) => i + 1).filter((n) => !entries.some(({line}) => line === n));
	const head = el("p", {class: "stock-sum", id: "paper-progress", role: "status"},
		t("page_paper_progress", {n: count(entered), all: count(all), kg: total(sum, 2)}));
	const asking = free.length > 0 ? form({fields: fieldsOf(free), values: {line: String(free[0]), day: state.snapshot?.day ?? "", ...place.mine.draft},
		typed: kept(place), word: t("page_paper_send"), submit: (values) => send(place, asking, values)}) : null;
	return [head, ...(asking ? [el("div", {class: "entry-ask"}, asking.node)] : []), ...(entries.length > 0 ? [taken(entries)] : [])];
}

export const open = (place) => (place.args[0] ? load(place, place.args[0]) : null);

export function paint(place) {
	const {body, args: [sheet], mine: {paper, lost}} = place;
	keyed(body, [language(), sheet, lost, paper?.sheet, paper?.entered, paper?.net_mg, state.catalogue?.stamp], () => {
		if (!sheet)
			return choose(place);
		return paper ? lines(place, paper) : [el("p", {class: "line-none"}, lost ?? "…"), ...(lost ? choose(place).slice(2) : [])];
	});
}
