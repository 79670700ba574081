// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/bilan/PERIOD/KEY: what came in and where it went, for who answers to a funder: a chart beside its
 * table, each row's share, the same days a year before, the weighings behind each figure, files to
 * take away; as key "pictures", the year at a glance. The figures are those of `bascule tonnage`, which the daemon makes; shares and
 * changes alone are reckoned here.
 */
import {bigButton, el, go, icon, keyed, linkTo, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {language, percent, t, total} from "/base/lang.js";
import {chart} from "/parts/chart.js";
import {figure} from "/parts/figure.js";
import {FLOWS, outward} from "/parts/flows.js";
import {form} from "/parts/form.js";
import {monthDays, periodName, queryOf, usualPeriods, yearBefore} from "/parts/period.js";
import {table} from "/parts/table.js";
import {timeLeft} from "/parts/due.js";
import {pictures} from "/screens/bilan/pictures.js";

export const role = "staff";
export const flow = "rows";
export const css = true;

// lang: page_by_*, page_period_*, page_file_*
const KEYS = ["root", "category", "origin", "destination", "month"];
const PICTURES = "pictures"; // no key: the year at a glance
/* Where things go is drawn as a flow; all else as bars of what came in. */
const chartOf = (key) => (key === "destination" ? "sankey" : "bars");
const FILES = ["xlsx", "csv-fr", "pdf"];

const today = () => state.snapshot?.day ?? new Date().toISOString().slice(0, 10);

function asked({args: [period, key]}) {
	return {period: period || usualPeriods(today())[3].period, key: [...KEYS, PICTURES].includes(key) ? key : KEYS[0]};
}

/* Settled when the screen is opened: a year that turns meanwhile is not put over old figures. */
const settled = (place) => place.mine.what ?? asked(place);

export const title = (place) => t("page_bilan_of", {period: periodName(settled(place).period)});

/* What a row weighs: where it goes to, all that went out; else what came in. */
const weight = (key) => (key === "destination" ? outward : (row) => row.in_mg);

/* The month a year earlier is the one to be held beside a month. */
const sameKey = (key, value) => (key === "month" ? `${Number(value.slice(0, 4)) + 1}${value.slice(4)}` : value);

/* How much more or less than before; null: there was nothing. */
const change = (now, before) => (before > 0 ? (now - before) / before : null);

/* What had weight in the year before and has no row now: a year that ended is seen, too. */
function onlyBefore(report, earlier, key) {
	const there = new Set(report.rows.map((row) => row[key]));
	const nothing = Object.fromEntries(Object.keys(report.total).map((name) => [name, 0]));
	return [...earlier].filter(([value, mg]) => mg > 0 && !there.has(value))
		.map(([value]) => ({...nothing, [key]: value}));
}

/*
 * The report of a period, with what the page adds: share of the whole, the year before and the
 * change. Columns without any figure are left out, no row is.
 */
export function compared(report, before, key) {
	const of = weight(key);
	const earlier = new Map((before?.rows ?? []).map((row) => [sameKey(key, row[key]), of(row)]));
	const whole = of(report.total);
	const add = (row, was) => ({...row, out_mg: outward(row), before_mg: was ?? 0,
		share: whole > 0 ? of(row) / whole : null, change: change(of(row), was ?? 0)});
	const rows = [...report.rows, ...onlyBefore(report, earlier, key)];
	const own = [{name: "share", type: "percent", title: t("page_bilan_share")},
		...(before ? [{name: "before_mg", type: "mg", title: t("page_bilan_before")},
			{name: "change", type: "change", title: t("page_bilan_change")}] : [])];
	const all = report.columns.filter(({name, type}) => type === "code" || type === "month"
		|| name === "in_mg" || report.total[name] > 0);
	const at = all.findIndex(({name}) => name === "in_mg") + 1;
	const outs = {name: "out_mg", type: "mg", title: t("page_bilan_out_kg")};
	return {...report, columns: key === "destination"
		? [...all.slice(0, at - 1), outs, ...own, ...all.slice(at - 1)]
		: [...all.slice(0, at), ...own, outs, ...all.slice(at)],
	rows: rows.map((row) => add(row, earlier.get(row[key]))).sort((a, b) => (key === "month"
		? a.month.localeCompare(b.month) : of(b) - of(a) || b.before_mg - a.before_mg)),
	total: add(report.total, before ? of(before.total) : 0)};
}

/* The address of the weighings that a figure is the sum of; null: it is of none. */
export function behind(period, key, report) {
	return (column, row) => {
		if (column.name === "month" && row.month)
			return linkTo("bilan", row.month, KEYS[0]);
		if (!row[column.name] || !(FLOWS.includes(column.name) || ["weighings", "out_mg"].includes(column.name)))
			return null;
		const query = new URLSearchParams(key === "month" ? monthDays(row.month, report) : queryOf(period));
		if (key !== "month" && typeof row[key] === "string")
			query.set(key === "category" ? "code" : key, row[key]);
		if (FLOWS.includes(column.name))
			query.set("flow", column.name.replace(/_mg$/, ""));
		if (column.name === "out_mg")
			query.set("direction", "out");
		return linkTo("weighings", "", query);
	};
}

const chip = (word, pressed, onclick, props = {}) => bigButton({class: "list-choice",
	"aria-pressed": String(pressed), word, onclick, ...props});

function periodChips(place) {
	const {period, key} = settled(place);
	const usual = usualPeriods(today());
	return [...usual.map(({name, period: other}) => chip(t(`page_period_${name}`), other === period,
		() => go("bilan", other, key), {"data-period": name})),
	chip(t("page_period_other"), Boolean(place.mine.days) || !usual.some((one) => one.period === period),
		() => place.set({days: !place.mine.days}), {"data-period": "other"})];
}

function keyChips({period, key}) {
	return [...KEYS, PICTURES].map((other) => chip(t(`page_by_${other}`), other === key, () => go("bilan", period, other),
		{"data-by": other}));
}

function daysForm({period, key}) {
	const [from, last = ""] = period.split("..");
	const questions = form({word: t("page_show"), values: last ? {from, last} : {},
		fields: [{name: "from", type: "day", needed: true, label: t("page_period_from")},
			{name: "last", type: "day", needed: true, label: t("page_period_last")}],
		submit: (body) => (body.from > body.last
			? questions.refuse({field: "last", message: t("page_period_backwards")})
			: go("bilan", `${body.from}..${body.last}`, key))});
	return questions.node;
}

/* As its table below has it: a share of food that was rescued may be of less than a gram. */
const toGrams = (mg) => total(Math.round(mg / 1000) * 1000);

/* What was reused is T1's word, not reckoned here: net of what came back, food as what of it was rescued. */
function figures({report, before, summary}, period) {
	const to = behind(period, KEYS[0], report);
	const all = {...report.total, out_mg: outward(report.total)};
	const grown = before ? change(report.total.in_mg, before.total.in_mg) : null;
	const {reuse_net_mg: reused = 0, out_mg: gone = 0, added_mg: added = 0} = summary?.total ?? {};
	return el("div", {class: "figures"},
		figure(t("page_bilan_in"), `${total(report.total.in_mg)} kg`,
			grown === null ? null : t("page_bilan_than_before", {change: percent(grown, true)}), to({name: "in_mg"}, all)),
		figure(t("page_bilan_out"), `${total(outward(report.total))} kg`, added > 0 ? t("page_bilan_added", {added: toGrams(added)}) : null, to({name: "out_mg"}, all)),
		figure(t("page_bilan_reuse"), gone > 0 ? percent(reused / gone) : "–",
			t("page_bilan_rate", {reuse: toGrams(reused), out: toGrams(gone)}), to({name: "reuse_mg"}, all)));
}

function files({period, key}) {
	const query = (format) => new URLSearchParams({...queryOf(period), by: key, format,
		chart: chartOf(key)});
	return el("div", {class: "files"},
		...FILES.map((format) => el("a", {class: "file", "data-file": format,
			download: `bilan-${period}-${key}.${format.replace("-fr", "")}`,
			href: `/api/v1/reports/tonnage?${query(format)}&lang=${language()}`},
		icon("save-file"), t(`page_file_${format.replace("-", "_")}`))),
		bigButton({class: "file", "data-file": "print", picture: "printer", word: t("page_file_print"),
			onclick: () => print()}));
}

/* What was handed over of these days, and whether something changed since. */
export const closedWords = (closes) => closes.map(({period, day, rectified}) => t(rectified ? "page_bilan_rectified"
	: "page_bilan_closed", {period: periodName(period), day: periodName(day)}));

/* What is still to be declared, and how long one has. */
export const dueWords = (declarations) => declarations.filter(({days_left: left}) => left !== null)
	.map((one) => t("page_bilan_declare", {body: one.label, period: periodName(one.period), left: timeLeft(one)}));

const lines = (words, props) => (words.length > 0
	? el("ul", {class: "footnotes", ...props}, ...words.map((said) => el("li", {}, said))) : "");

/* Whether the figures were handed over comes before them, how the scales were checked behind. */
const closedLines = (closes) => lines(closedWords(closes), {id: "bilan-closed"});
const dueLines = (declarations) => lines(dueWords(declarations), {id: "bilan-due"});
const scaleLines = (report) => lines((report.scales ?? []).map(({text}) => text), {id: "bilan-scales"});

function answerOf(place) {
	const {report, before, closes, due} = place.mine;
	const {period, key} = settled(place);
	if (!report)
		return [el("p", {class: "line-none", role: "status"}, place.mine.refused ?? t("page_bilan_wait"))];
	if (report.rows.length === 0)
		return [el("p", {class: "line-none"}, t("page_report_none")), closedLines(closes), dueLines(due)];
	if (key === PICTURES)
		return [closedLines(closes), dueLines(due), figures(place.mine, period), ...pictures(period), scaleLines(report)];
	return [closedLines(closes), dueLines(due), figures(place.mine, period),
		place.mine.alone ? el("p", {class: "line-none", role: "status"},
			t("page_bilan_alone", {why: place.mine.alone})) : "", files({period, key}),
		table(compared(report, before, key), {link: behind(period, key, report)}),
		chart({name: "tonnage", query: {...queryOf(period), by: key, chart: chartOf(key)}, title: report.title}),
		scaleLines(report)];
}

export async function open(place) {
	const {period, key} = asked(place);
	const parts = ["list-choices", "list-choices", "days", "report"].map((name) => el("div", {class: name}));
	place.body.append(...parts);
	place.set({parts, what: {period, key}});
	const by = key === PICTURES ? KEYS[0] : key;
	const ask = (days) => get(`/reports/tonnage?${new URLSearchParams({...days, by})}`);
	const got = await ask(queryOf(period));
	if (!got?.ok)
		return place.set({refused: got?.data.message ?? t("page_lost")});
	const {first_day: first, last_day: last} = got.data;
	const [earlier, summary, closed, declared] = await Promise.all([ask(yearBefore(first, last, today())), get(`/reports/T1?${new URLSearchParams(queryOf(period))}`),
		get(`/closes?${new URLSearchParams(queryOf(period))}`), get("/declarations")]);
	return place.set({report: got.data, summary: summary?.ok ? summary.data : null, due: declared?.ok ? declared.data.declarations : [], closes: closed?.ok ? closed.data.closes : [], before: earlier?.ok && earlier.data.rows.length > 0 ? earlier.data : null,
		alone: earlier?.ok ? null : earlier?.data.message ?? t("page_lost")});
}

export function paint(place) {
	const {parts: [periods, keys, days, answer], report, before, refused} = place.mine;
	const what = settled(place);
	keyed(periods, [language(), what, today(), place.mine.days], () => periodChips(place));
	keyed(keys, [language(), what], () => keyChips(what));
	keyed(days, [language(), what, Boolean(place.mine.days)], () => (place.mine.days ? [daysForm(what)] : []));
	keyed(answer, [language(), what, Boolean(report), Boolean(before), refused, place.mine.alone, state.catalogue?.stamp],
		() => answerOf(place));
}
