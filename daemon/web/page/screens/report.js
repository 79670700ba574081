// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/report/NAME/PERIOD: a report as a table with its chart. Which one and of when are in the
 * address, so that it can be kept and sent; a month leads to that month, a day to its weighings.
 */
import {el, go, icon, keyed, linkTo, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {chart} from "/parts/chart.js";
import {form} from "/parts/form.js";
import {periodName, queryOf, spanName, usualPeriods} from "/parts/period.js";
import {said, table} from "/parts/table.js";

export const role = "staff";
export const flow = "rows";

// lang: page_report_tonnage, page_report_balance, page_report_counts, page_report_stock-lines, page_report_r-days, page_report_stock, page_report_r*
const REPORTS = {"tonnage": {by: "month,root"}, "R1": {}, "R2": {}, "R3": {}, "R4": {}, "R5": {}, "R6": {}, "R7": {}, "R10": {},
	"balance": {}, "counts": {}, "stock-lines": {}, "R-days": {}, "stock": {}};
// lang: page_file_*
const SPARSE = ["R10", "T6", "T9", "T10", "T11"]; // columns in which nothing stands are left out
const UNDRAWN = ["stock", "R10"]; // of one day; of facts that have no common measure
const FILES = ["xlsx", "csv-fr", "pdf"];
// lang: page_period_*
const PERIODS = ["this-month", "this-year", "last-year"];

const isDay = (period) => /^\d{4}-\d\d-\d\d$/.test(period);
const today = () => state.snapshot?.day ?? new Date().toISOString().slice(0, 10);
const wordOf = (period) => (PERIODS.includes(period) ? t(`page_period_${period.replace("-", "_")}`) : periodName(period));

/* The quarter before one: of 2026-Q1 it is 2025-Q4. */
function quarterBefore(quarter) {
	const [year, n] = quarter.split("-Q").map(Number);
	return n > 1 ? `${year}-Q${n - 1}` : `${year - 1}-Q4`;
}

/* What one asks for first on that day, and what the address asks for, whatever that is. */
export function periodsOf(day, period) {
	const of = Object.fromEntries(usualPeriods(day).map((one) => [one.name, one.period]));
	const quarter = of.this_quarter;
	const usual = ["this-month", of.last_month, quarter, quarterBefore(quarter),
		`${quarter.slice(0, 4)}-S${Number(quarter.at(-1)) > 2 ? 2 : 1}`, "this-year", "last-year"];
	return isDay(period) || usual.includes(period) ? usual : [...usual, period];
}

const asked = ({args: [name = "tonnage", period = PERIODS[0]]}) => ({name, period});

/* What it is and of when, in the words of the page: the daemon's own title is that of a file. */
function titleOf(name, {day, first_day: first, last_day: last, title: own, tonnes}) {
	const when = first && last ? spanName(first, last) : day ? periodName(day) : null;
	return when ? t(tonnes ? "page_report_of_t" : "page_report_of", {name: t(`page_report_${name.toLowerCase()}`), when}) : own;
}

export const title = (place) => (place.mine.report ? titleOf(asked(place).name, place.mine.report) : t("page_reports"));

/* Stock is of the end of one day: of a year that has passed its last, else today. It has no chart. */
export function addressOf(name, period, year = new Date().getFullYear()) {
	if (name !== "stock")
		return `/reports/${encodeURIComponent(name)}?${new URLSearchParams({...REPORTS[name], ...queryOf(period)})}`;
	const day = isDay(period) ? period : period === "last-year" ? `${year - 1}-12-31` : "";
	return day ? `/stock?day=${day}` : "/stock";
}

/* What may be asked: the period by its name, or any one day. */
const fields = (period) => [
	{name: "name", type: "choice", needed: true, label: t("page_report"),
		choices: Object.keys(REPORTS).map((code) => ({code, word: t(`page_report_${code.toLowerCase()}`)}))},
	{name: "period", type: "choice", label: t("page_period"),
		choices: periodsOf(today(), period).map((code) => ({code, word: wordOf(code)}))},
	{name: "day", type: "day", label: t("page_period_day")},
];

/* A month or a day leads on; a category of R2 to its weighings, to see why it has no body. */
export function behind(name, period) {
	return (column, row) => {
		const value = row[column.name];
		if (name === "R2" && column.name === "category" && value)
			return linkTo("weighings", "", new URLSearchParams({...queryOf(period), code: value}));
		if (column.type === "month" && value)
			return linkTo("report", name, value);
		return column.type === "day" && value ? linkTo("weighings", value) : null;
	};
}

export async function open(place) {
	const {name, period} = asked(place);
	const day = isDay(period) ? period : "";
	const questions = form({fields: fields(period), word: t("page_show"), values: {name, period: day ? "" : period, day},
		submit: (body) => go("report", body.name, body.day ?? body.period ?? PERIODS[0])});
	const answer = el("div", {class: "report"});
	place.body.append(questions.node, answer);
	place.set({answer});
	const got = await get(addressOf(name, period));
	if (got?.ok)
		place.set({report: got.data});
	else
		questions.refuse({field: got?.data.field, message: got?.data.message ?? t("page_lost")});
}

/* The daemon says what each is called: 2027-01-12_MS_R3_2026_v1.xlsx. */
const fileOf = (id, address, word) => el("a", {class: "file", "data-file": id, download: "", href: `/api/v1${address}&lang=${language()}`},
	icon("save-file"), word);
const files = (name, period) => el("div", {class: "files"}, ...FILES.map((format) =>
	fileOf(format, `${addressOf(name, period)}&format=${format}`, t(`page_file_${format.replace("-", "_")}`))));

/* What all figures of these days are made of, for who counts otherwise, and what its columns are. */
const lines = (period) => [el("h2", {class: "report-part"}, t("page_export_weighings")),
	el("div", {class: "files", id: "weighing-files"}, ...["xlsx", "csv-fr"].map((format) => fileOf(`lines-${format}`,
		`/export/weighings?${new URLSearchParams({...queryOf(period), format})}`, t(`page_file_${format.replace("-", "_")}`))),
	fileOf("dictionary", "/export/weighings/dictionary?format=csv-fr", t("page_export_dictionary")))];

/* What a rate is of stands below it. */
const formulas = ({columns}) => {
	const rates = columns.filter(({formula}) => formula).map(({formula}) => el("li", {}, formula));
	return rates.length > 0 ? [el("ul", {class: "footnotes"}, ...rates)] : [];
};

const tableOf = ({name, period}, report, heading) => [
	report.rows.length > 0 ? table({...(SPARSE.includes(report.name ?? name) ? said(report) : report), title: heading}, {link: behind(name, period)})
		: el("p", {class: "line-none"}, t("page_report_none")), ...formulas(report)];

/* Those that belong to it, each under its own title without the days, which the first one says. */
const others = (place, {tables = []}) => tables.flatMap((one) =>
	[el("h2", {class: "report-part"}, one.heading), ...tableOf(asked(place), one, one.heading)]);

export function paint(place) {
	const {answer, report} = place.mine;
	const {name, period} = asked(place);
	keyed(answer, [language(), report?.title, report?.rows.length], () => (report ? [
		...(report.closes === "no" ? [el("p", {class: "trouble"}, icon("warning"), t("page_report_open"))] : []),
		...(name === "stock" ? [] : [files(name, period)]),
		...(UNDRAWN.includes(name) ? [] : [chart({name, query: {...REPORTS[name], ...queryOf(period)}, title: title(place)})]),
		...tableOf(asked(place), report, title(place)), ...others(place, report),
		...(name === "stock" ? [] : lines(period)),
	] : []));
}
