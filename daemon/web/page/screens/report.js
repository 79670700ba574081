// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/report/NAME/PERIOD: a report as a table with its chart. Which one and of when are in the
 * address, so that it can be kept and sent; a month leads to that month, a day to its weighings.
 */
import {el, go, keyed, linkTo} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {chart} from "/parts/chart.js";
import {form} from "/parts/form.js";
import {table} from "/parts/table.js";

export const role = "staff";
export const reading = true;
export const flow = "rows";

// lang: page_report_tonnage, page_report_r-days
const REPORTS = {"tonnage": {by: "month,root"}, "R-days": {}};
// lang: page_period_*
const PERIODS = ["this-month", "this-year", "last-year"];

const asked = ({args: [name = "tonnage", period = PERIODS[0]]}) => ({name, period});

export const title = ({mine}) => mine.report?.title ?? t("page_reports");

/* What may be asked: the period by its name, or any one day. */
const fields = () => [
	{name: "name", type: "choice", needed: true, label: t("page_report"),
		choices: Object.keys(REPORTS).map((code) => ({code, word: t(`page_report_${code.toLowerCase()}`)}))},
	{name: "period", type: "choice", label: t("page_period"),
		choices: PERIODS.map((code) => ({code, word: t(`page_period_${code.replace("-", "_")}`)}))},
	{name: "day", type: "day", label: t("page_period_day")},
];

/* A month or a day leads on. */
export function behind(name) {
	return (column, row) => {
		const value = row[column.name];
		if (column.type === "month" && value)
			return linkTo("report", name, value);
		return column.type === "day" && value ? linkTo("weighings", value) : null;
	};
}

export async function open(place) {
	const {name, period} = asked(place);
	const day = /^\d{4}-\d\d-\d\d$/.test(period) ? period : "";
	const questions = form({fields: fields(), word: t("page_show"),
		values: {name, period: PERIODS.includes(period) ? period : "", day},
		submit: (body) => go("report", body.name, body.day ?? body.period ?? PERIODS[0])});
	const answer = el("div", {class: "report"});
	place.body.append(questions.node, answer);
	place.set({answer});
	const query = new URLSearchParams({...REPORTS[name], period});
	const got = await get(`/reports/${encodeURIComponent(name)}?${query}`);
	if (got?.ok)
		place.set({report: got.data});
	else
		questions.refuse({field: got?.data.field, message: got?.data.message ?? t("page_lost")});
}

export function paint(place) {
	const {answer, report} = place.mine;
	const {name, period} = asked(place);
	keyed(answer, [language(), report?.title, report?.rows.length], () => (report ? [
		chart({name, query: {...REPORTS[name], period}, title: report.title}),
		report.rows.length > 0 ? table(report, {link: behind(name)})
			: el("p", {class: "line-none"}, t("page_report_none")),
	] : []));
}
