// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/stock: what lies there, by category: what came and went this year, since when the oldest of it lies, when it
 * was counted; which lines have gaps; whether the balance closes. What is done with it is #/stock-act.
 */
import {bigButton, colours, el, findRow, go, home, icon, linkTo, rootOf, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {count, language, longName, shortName, t, total as sum} from "/base/lang.js";
import {daysBetween} from "/parts/items.js";
import {holds, list} from "/parts/list.js";
import {dayFigures} from "/parts/period.js";
import {hasGap} from "/parts/stock.js";

export const title = () => t("page_stock");
export const role = "kiosk";
export const flow = "rows";
export const reading = true;
export const css = true;

const PICTURES = {count: "scanner", sort: "order", move: "place", loss: "VOL_CASSE"};
const OLD_DAYS = 180;
const PERIOD = "this-year";

// lang: page_stock_count page_stock_sort page_stock_move page_stock_loss
const acts = () => Object.entries(PICTURES).map(([act, picture]) => bigButton({class: "choice", id: `stock-${act}`, picture,
	word: t(`page_stock_${act}`), onclick: () => go("stock-act", act)}));

const today = () => state.snapshot?.day ?? "";
const nameOf = (code) => longName(findRow("categories", code)) || code;
const age = ({since}) => (since ? daysBetween(since, today()) : 0);
const kg = (mg) => sum(mg, 2);
const signed = (mg) => `${mg > 0 ? "+" : ""}${kg(mg)}`;

function facts(row) {
	const days = age(row);
	return [t("page_stock_flow", {in: kg(row.in_mg), out: kg(row.out_mg)}),
		row.since ? t(days > 1 ? "page_stock_age" : "page_stock_fresh", {n: count(days)}) : null,
		row.last_count ? t("page_stock_counted", {day: dayFigures(row.last_count)}) : t("page_stock_uncounted"),
		row.items_now > 0 ? t("page_stock_items", {n: count(row.items_now)}) : null].filter(Boolean).join(" · ");
}

const gapWords = (row) => [row.counted_mg !== 0 ? t("page_stock_gap", {kg: signed(row.counted_mg)}) : null,
	row.stock_mg < 0 ? t("page_stock_below") : null].filter(Boolean).join(" · ");

const line = (row) => el("li", {}, el("button", {class: "line stock", "data-category": row.category, "data-gap": hasGap(row),
	onclick: () => go("weighings", "", String(new URLSearchParams({period: today().slice(0, 4), code: row.category})))},
el("span", {class: "line-swatch", ...colours(row.category)}, icon(row.category, rootOf(row.category))),
el("span", {class: "line-name"}, nameOf(row.category), el("span", {class: "line-time"}, facts(row)),
	hasGap(row) ? el("span", {class: "stock-gap"}, icon("warning"), gapWords(row)) : null),
el("span", {class: "line-mass"}, `${kg(row.stock_mg)} kg`)));

async function load(place) {
	const answer = await get(`/reports/stock-lines?period=${PERIOD}`);
	place.set(answer?.ok ? {report: answer.data, refused: null} : {report: null, refused: answer?.data.message ?? t("page_lost")});
}

export function open(place) {
	const lines = list({hint: "page_settings_search", rest: 0, search: (text) => place.set({text}), more: () => {},
		chosen: (choice) => place.set({choice})});
	const top = el("div", {class: "choices"});
	const sums = el("div", {class: "stock-sums"});
	place.body.append(top, sums, ...lines.nodes);
	place.set({top, sums, list: lines, text: "", choice: null, report: null, refused: null});
	return load(place);
}

/* The balance stands beside it: whether it closes, and all of it behind a touch. */
const sumsOf = ({total, closes}) => [
	closes === "no" ? el("p", {class: "trouble"}, icon("warning"), t("page_report_open")) : null,
	el("p", {class: "stock-sum"}, t("page_stock_sum", {in: kg(total.in_mg), out: kg(total.out_mg), gap: signed(total.counted_mg), kg: kg(total.stock_mg)})),
	el("a", {class: "file", id: "stock-balance", href: linkTo("report", "balance", PERIOD)}, icon("table"),
		t(closes === "no" ? "page_stock_open" : "page_stock_closes")),
];

const FILTERS = {gaps: hasGap, old: (row) => row.stock_mg > 0 && age(row) >= OLD_DAYS};

export function paint({mine}) {
	const {top, sums, list: lines, report, refused, text, choice} = mine;
	if (state.link === "lost")
		return home();
	if (!lines)
		return null;
	const rows = (report?.rows ?? []).filter(FILTERS[choice] ?? (() => true))
		.filter((row) => !text || holds(`${row.category} ${nameOf(row.category)} ${shortName(findRow("categories", row.category))}`, text));
	touchable(top, language(), acts);
	touchable(sums, [language(), report?.total, report?.closes], () => (report ? sumsOf(report).filter(Boolean) : []));
	return lines.paint({key: [rows, today(), state.catalogue?.stamp, report === null], rows, row: line, choice,
		empty: refused ?? t(report ? "page_stock_none" : "page_lots_wait"),
		choices: [{code: "gaps", picture: "warning", word: t("page_stock_only_gaps")},
			{code: "old", picture: "calendar", word: t("page_stock_only_old", {n: OLD_DAYS})}]});
}
