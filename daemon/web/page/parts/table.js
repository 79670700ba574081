// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The table of a report, from its JSON: {columns: {name, type, title}…, rows, total}. Masses are
 * kilograms with three decimals, counts have their thousands apart; a code is called by
 * its name in the catalogue.
 * link(column, row) gives the address of what lies behind a cell, or null.
 */
import {el, findRow} from "/base/kernel.js";
import {count, longName, percent, t, total as sum} from "/base/lang.js";
import {dayFigures, periodName} from "/parts/period.js";

const NUMBERS = ["mg", "count", "percent", "change"];
const KINDS = {root: "categories", category: "categories", origin: "origins", destination: "destinations",
	store: "places"};

/* As it is read: null and what is not there are empty. */
export function cellOf({name, type}, row) {
	const value = row[name];
	if (value === null || value === undefined)
		return "";
	if (type === "mg")
		return sum(value, 3);
	if (type === "count")
		return count(value);
	if (type === "month")
		return periodName(value);
	if (type === "day")
		return dayFigures(value);
	if (type === "percent" || type === "change")
		return percent(value, type === "change");
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
function totalRow(columns, total) {
	const first = columns.findIndex((column) => !NUMBERS.includes(column.type));
	return el("tr", {}, ...columns.map((column, i) => (i === first
		? el("th", {scope: "row"}, t("page_total"))
		: el("td", {class: classOf(column)}, cellOf(column, total)))));
}

export function table({columns, rows, total, title}, {link} = {}) {
	const place = el("div", {class: "table-place", tabindex: "0", role: "region", "aria-label": title ?? ""},
		el("table", {class: "table"},
			el("thead", {}, el("tr", {}, ...columns.map((column) =>
				el("th", {scope: "col", class: classOf(column)}, column.title ?? column.name)))),
			el("tbody", {}, ...rows.map((row) =>
				el("tr", {}, ...columns.map((column) => cell(column, row, link))))),
			total ? el("tfoot", {}, totalRow(columns, total)) : null));
	place.addEventListener("focusin", ({target}) => // a browser is content with its edge
		target.closest("td")?.scrollIntoView({block: "nearest", inline: "nearest"}));
	return place;
}
