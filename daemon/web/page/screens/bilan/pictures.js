// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The year in pictures, each beside the year before: the daemon draws them (reports bilan-…), and their
 * table is fetched when it is asked for. Each figure of a table leads to the weighings behind it,
 * those of the year before too.
 */
import {el, icon, linkTo} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {chart} from "/parts/chart.js";
import {monthDays, queryOf} from "/parts/period.js";
import {said, table} from "/parts/table.js";

// lang: page_bilan_months page_bilan_destinations page_bilan_rate24 page_bilan_top page_bilan_ways
const PICTURES = {"bilan-months": "months", "bilan-destinations": "destinations", "bilan-reuse": "rate24",
	"bilan-top": "top", "bilan-ways": "ways"};
const FILES = ["pdf", "xlsx"];
const FIGURE = /^(in|neutral_in|out|moved)(_before)?_mg$/;

/* The days of a figure: those of its report or of a year before, within its month if it has one. */
function daysOf(report, row, before) {
	const {first_day: first, last_day: last, before_first_day: from, before_last_day: end} = report;
	const span = before ? {first_day: from, last_day: end} : {first_day: first, last_day: last};
	const month = row.month && before ? `${Number(row.month.slice(0, 4)) - 1}${row.month.slice(4)}` : row.month;
	return monthDays(month, span);
}

/* The address of the weighings that a figure is the sum of; null: it is of none. */
export function behindPicture(report) {
	return (column, row) => {
		const [, what, before] = FIGURE.exec(column.name) ?? [];
		if (!what || !row[column.name] || report.name === "bilan-reuse" || row.flow === "reuse_net")
			return null;
		const query = new URLSearchParams(daysOf(report, row, before));
		for (const [key, asked] of Object.entries({category: "code", root: "root", origin: "origin", destination: "destination"}))
			if (typeof row[key] === "string")
				query.set(asked, row[key]);
		if (what === "out")
			query.set("direction", "out");
		else
			query.set("flow", what === "moved" ? row.flow : what);
		return linkTo("weighings", "", query);
	};
}

const AGAIN_MS = 2000;

/* No answer in time: a station that draws for somebody else; asked again as long as it is looked at. */
async function fetched(place, name, period) {
	const got = await get(`/reports/${name}?${new URLSearchParams(queryOf(period))}`);
	if (!got)
		setTimeout(() => place.isConnected && fetched(place, name, period), AGAIN_MS);
	if (!got?.ok)
		return place.replaceChildren(el("p", {class: "line-none", role: "status"}, got?.data.message ?? t("page_lost")));
	const report = {...got.data, name};
	return place.replaceChildren(report.rows.length > 0 ? table(report, {link: behindPicture(report)})
		: el("p", {class: "line-none"}, t("page_report_none")));
}

const opened = new Set(); // whoever comes back from weighings finds the table open

function onDemand(name, period) {
	const place = el("div", {class: "report"});
	const details = el("details", {class: "on-demand", "data-table": name},
		el("summary", {}, t("page_bilan_table")), place);
	details.addEventListener("toggle", () => {
		opened[details.open ? "add" : "delete"](name);
		if (details.open && place.childElementCount === 0)
			fetched(place, name, period);
	});
	details.open = opened.has(name);
	return details;
}

function picture(name, period) {
	const title = t(`page_bilan_${PICTURES[name]}`);
	return el("section", {class: "picture", "data-picture": name}, el("h2", {class: "report-part"}, title),
		chart({name, query: queryOf(period), title}), onDemand(name, period));
}

/* What is no mass, and CO2e: with where it comes from, and where it is typed. */
async function indicators(place, period) {
	const got = await get(`/reports/R10?${new URLSearchParams(queryOf(period))}`);
	if (!got)
		setTimeout(() => place.isConnected && indicators(place, period), AGAIN_MS);
	if (!got?.ok)
		return place.replaceChildren(el("p", {class: "line-none", role: "status"}, got?.data.message ?? t("page_lost")));
	const parts = [got.data, ...got.data.tables.filter(({name}) => name === "T10")].filter(({rows}) => rows.length > 0);
	return place.replaceChildren(...parts.map((one) => table(said(one))));
}

function figures(period) {
	const place = el("div", {class: "report", "data-table": "R10"});
	indicators(place, period);
	return el("section", {class: "picture", "data-picture": "R10"}, el("h2", {class: "report-part"}, t("page_report_r10")), place,
		el("div", {class: "files"}, ...[["report", "R10", period], ["entry", "figure"], ["entry", "population"]].map((to) =>
			el("a", {class: "file", "data-to": to[1], href: linkTo(...to)}, t(`page_indicators_${to[1].toLowerCase()}`)))));
}

// lang: page_indicators_*
const file = (format, period) => el("a", {class: "file", "data-file": format, download: "",
	href: `/api/v1/reports/bilan?${new URLSearchParams({...queryOf(period), format})}&lang=${language()}`},
icon("save-file"), t(format === "pdf" ? "page_bilan_paper" : "page_file_xlsx"));

export function pictures(period) {
	const sums = el("div", {class: "report", "data-table": "bilan"});
	fetched(sums, "bilan", period);
	return [el("div", {class: "files"}, ...FILES.map((format) => file(format, period))), sums,
		...Object.keys(PICTURES).map((name) => picture(name, period)), figures(period)];
}
