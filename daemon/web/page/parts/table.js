// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The table of a report, from its JSON: {columns: {name, type, title}…, rows, total}. Masses are
 * kilograms with three decimals, counts have their thousands apart; a code is called by
 * its name in the catalogue.
 * link(column, row) gives the address of what lies behind a cell, or null; the total is such a row, without keys.
 */
import {el, findRow} from "/base/kernel.js";
import {count, longName, percent, t, total as sum} from "/base/lang.js";
import {dayFigures, periodName} from "/parts/period.js";

const NUMBERS = ["mg", "tonnes", "count", "ppm", "percent", "change"];
const KINDS = {root: "categories", category: "categories", origin: "origins", destination: "destinations",
	store: "places", place: "places", partner: "partners", site: "sites"};

/* As it is read: null and what is not there are empty. */
export function cellOf({name, type}, row) {
	const value = row[name];
	if (value === null || value === undefined)
		return "";
	if (type === "mg")
		return sum(value, 3);
	if (type === "tonnes") // whole kilograms, half away from zero
		return sum(Math.sign(value) * Math.round(Math.abs(value) / 1e6) * 1000, 3);
	if (type === "count")
		return count(value);
	if (type === "month")
		return periodName(value);
	if (type === "day")
		return dayFigures(value);
	if (type === "ppm")
		return percent(value / 1000000);
	if (type === "percent" || type === "change")
		return percent(value, type === "change");
	if (typeof row[`${name}_label`] === "string" && row[`${name}_label`])
		return row[`${name}_label`];
	return longName(findRow(KINDS[name] ?? "", value)) || String(value) || "–";
}

const WORDS = ["code", "text"];
const classOf = ({type}) => (NUMBERS.includes(type) ? "number" : WORDS.includes(type) ? "said" : null);

function cell(column, row, link) {
	const words = cellOf(column, row);
	const href = link?.(column, row) ?? null;
	return el("td", {class: classOf(column)}, href ? el("a", {href}, words) : words);
}

/* Nothing stands under the keys but the word for all of it. */
function totalRow(columns, total, link) {
	const first = columns.findIndex((column) => !NUMBERS.includes(column.type));
	return el("tr", {}, ...columns.map((column, i) => (i === first
		? el("th", {scope: "row"}, t("page_total"))
		: cell(column, total, link))));
}

/* Masses of a report in tonnes are milligrams all the same. */
const read = (columns, tonnes) => columns.map((column) => (tonnes && column.type === "mg" ? {...column, type: "tonnes"} : column));

/* Of rows of facts: the columns in which any of them says something. */
export const said = (report) => ({...report, columns: report.columns.filter(({name}) =>
	report.rows.some((row) => row[name] !== null && row[name] !== ""))});

export function table({columns: told, rows, total, title, tonnes}, {link} = {}) {
	const columns = read(told, tonnes);
	const place = el("div", {class: "table-place", tabindex: "0", role: "region", "aria-label": title ?? ""},
		el("table", {class: "table"},
			el("thead", {}, el("tr", {}, ...columns.map((column) =>
				el("th", {scope: "col", class: classOf(column)}, column.title ?? column.name)))),
			el("tbody", {}, ...rows.map((row) =>
				el("tr", {}, ...columns.map((column) => cell(column, row, link))))),
			Object.values(total ?? {}).some((figure) => figure !== null) ? el("tfoot", {}, totalRow(columns, total, link)) : null));
	place.addEventListener("focusin", ({target}) => // a browser is content with its edge
		target.closest("td")?.scrollIntoView({block: "nearest", inline: "nearest"}));
	return place;
}
