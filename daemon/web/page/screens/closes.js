// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/closes: periods whose figures were handed over. #/closes/2026-Q1: one of them, with its figures then and
 * what was rectified since, and its evidence pack. #/closes/new and #/closes/new/2026-Q1: which period is
 * closed, and what is looked at before.
 */
import {bigButton, el, go, icon, keyed, linkTo, mayOpen, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {count, language, t, total} from "/base/lang.js";
import {figure} from "/parts/figure.js";
import {dayAfter, dayFigures, periodName} from "/parts/period.js";
import {table} from "/parts/table.js";

export const role = "staff";
export const flow = "rows";
export const reading = true;
export const css = true;

const NEW = "new";
const PERIOD = /^\d{4}(-([QS]\d|\d\d(-\d\d)?))?$/;
const today = () => state.snapshot?.day ?? new Date().toISOString().slice(0, 10);
const periodOf = ({args}) => (args[0] === NEW ? args[1] : args[0]);
const isNew = ({args}) => args[0] === NEW;

export function title(place) {
	const period = periodOf(place);
	if (period && PERIOD.test(period))
		return t(isNew(place) ? "page_close_title" : "page_closes_one", {period: periodName(period)});
	return t(isNew(place) ? "page_closes_new" : "page_closes");
}

/* Those that are over, newest first: three months, two quarters, a half, two years. */
export function periodsOver(day) {
	const [year, month] = day.split("-").map(Number);
	const back = (n, size) => {
		const at = year * 12 / size + Math.floor((month - 1) / size) - n;
		return {year: Math.floor(at * size / 12), n: at % (12 / size) + 1};
	};
	return [
		...[1, 2, 3].map((n) => back(n, 1)).map((one) => `${one.year}-${String(one.n).padStart(2, "0")}`),
		...[1, 2].map((n) => back(n, 3)).map((one) => `${one.year}-Q${one.n}`),
		...[1].map((n) => back(n, 6)).map((one) => `${one.year}-S${one.n}`),
		`${year - 1}`, `${year - 2}`,
	];
}

/* ---- the list ---- */

const short = (hash) => (hash ?? "").slice(0, 16);

const line = (close) => el("li", {}, el("button", {class: "line", "data-period": close.period,
	onclick: () => go("closes", close.period)},
el("span", {class: "line-swatch"}, icon(close.rectified ? "warning" : "saved")),
el("span", {class: "line-name"}, periodName(close.period), el("span", {class: "line-time"},
	[t("page_closes_on", {day: periodName(close.day)}), t(close.rectified ? "page_closes_rectified" : "page_closes_same"),
		short(close.pack_hash)].filter(Boolean).join(" · ")))));

const listOf = ({mine}) => [
	...(mayOpen("coordinator") ? [el("div", {class: "files"}, bigButton({class: "file", id: "close-new", picture: "plus",
		word: t("page_closes_new"), onclick: () => go("closes", NEW)}))] : []),
	mine.closes.length > 0 ? el("ul", {class: "closes"}, ...mine.closes.map(line))
		: el("p", {class: "line-none"}, t("page_closes_none")),
];

/* ---- one of them ---- */

const sumOf = (changes, direction) => changes.filter((one) => one.direction === direction)
	.reduce((sum, one) => sum + one.net_mg, 0);
const signed = (mg) => `${mg > 0 ? "+" : mg < 0 ? "−" : ""}${total(Math.abs(mg), 3)} kg`;

/* As it was handed over: what is there today, less what has come since. */
function then(place, word, direction, now) {
	const difference = sumOf(place.mine.close.changes, direction);
	return figure(word, `${total(now - difference)} kg`,
		difference === 0 ? null : t("page_closes_since", {change: signed(difference)}));
}

const COLUMNS = [["on", "day"], ["id", "text"], ["category", "code"], ["way", "text"], ["difference_mg", "mg"]];

/* lang: page_closes_col_* page_closes_act_* page_closes_lost page_closes_gained */
function changesOf({mine: {close}}) {
	if (close.changes.length === 0)
		return [el("p", {class: "line-none"}, t(close.rectified ? "page_closes_names" : "page_closes_nothing"))];
	const rows = close.changes.map((one) => ({...one, on: one.on || null, way: [t(`page_closes_${one.change}`), one.direction ? "" : t(`page_closes_act_${one.flow}`),
		one.flow === "figure" ? count(Math.abs(one.units)) : ""].filter(Boolean).join(" · "), difference_mg: one.net_mg}));
	const sum = rows.reduce((all, one) => all + one.difference_mg, 0);
	return [el("h2", {class: "report-part"}, t("page_closes_changes")),
		table({title: t("page_closes_changes"), rows, total: {difference_mg: sum},
			columns: COLUMNS.map(([name, type]) => ({name, type, title: t(`page_closes_col_${name}`)}))},
		{link: ({name}, row) => (name === "id" && row.id && row.direction ? linkTo("weighing", row.id) : null)})];
}

/* In groups that are compared one by one; none is broken, and nothing stands between them when it is copied. */
const hashLine = (word, hash) => el("p", {class: "hash"}, el("span", {}, word),
	el("code", {}, ...hash.match(/.{8}/g).map((group) => el("span", {}, group))));

function oneOf(place) {
	const {close, tonnage} = place.mine;
	const {total: now} = tonnage;
	const out = ["reuse_mg", "transfer_mg", "recycling_mg", "energy_mg", "disposal_mg", "correction_mg"]
		.reduce((sum, name) => sum + (now[name] ?? 0), 0);
	return [
		el("p", {class: close.rectified ? "trouble" : "line-none", id: "close-state"}, close.rectified ? icon("warning") : "",
			t(close.rectified ? "page_closes_said_rectified" : "page_closes_said", {day: periodName(close.day)})),
		el("div", {class: "figures"}, then(place, t("page_closes_in"), "in", now.in_mg + (now.neutral_in_mg ?? 0)),
			then(place, t("page_closes_out"), "out", out)),
		el("div", {class: "files"}, el("a", {class: "file", id: "close-pack", download: `preuve-${close.period}.zip`,
			href: `/api/v1/closes/${encodeURIComponent(close.period)}.zip`}, icon("save-file"), t("page_closes_pack")),
		...(close.changes.length > 0 ? [el("a", {class: "file", "data-file": "xlsx", download: "",
			href: `/api/v1/reports/rectified?period=${encodeURIComponent(close.period)}&format=xlsx&lang=${language()}`},
		icon("save-file"), t("page_file_xlsx"))] : [])),
		...(close.pack_hash ? [hashLine(t("page_closes_hash"), close.pack_hash), hashLine(t("page_closes_root"), close.merkle_root)] : []),
		...changesOf(place),
	];
}

/* ---- closing one ---- */

const choose = () => periodsOver(today()).map((period) => bigButton({class: "choice", "data-period": period, picture: "calendar",
	word: periodName(period), onclick: () => go("closes", NEW, period)}));

const look = (good, words) => el("li", {class: good ? null : "look"}, icon(good ? "saved" : "warning"), el("span", {}, words));

/* lang: page_close_* */
const looks = (check) => [
	look(check.weighings > 0, t("page_close_weighings", {n: count(check.weighings)})),
	...[["open_slips", "slips"], ["doubtful", "clocks"], ["unapproved", "scales"]].map(([name, word]) =>
		look(check[name] === 0, check[name] === 0 ? t(`page_close_no_${word}`) : t(`page_close_${word}`, {n: count(check[name])}))),
	look(check.missing_mg === 0, check.missing_mg === 0 ? t("page_close_explained")
		: t("page_close_missing", {kg: total(check.missing_mg)})),
];

async function close(place) {
	if (place.mine.busy)
		return;
	place.set({busy: true});
	const answer = await post("/closes", {period: periodOf(place)});
	place.set({busy: false});
	if (answer?.ok)
		go("closes", periodOf(place));
	else
		place.set({refused: answer?.data.message ?? t("page_gave_up")});
}

function before(place) {
	const {check} = place.mine;
	return [
		el("p", {class: "line-none"}, t("page_close_days", {from: dayFigures(check.first_day), to: dayFigures(check.last_day)})),
		el("ul", {class: "looks"}, ...looks(check)),
		el("p", {class: "line-none"}, t("page_close_for_ever")),
		...(check.weighings > 0 && dayAfter(check.last_day) <= today() && mayOpen("coordinator")
			? [bigButton({class: "file", id: "close-it", picture: "saved", word: t("page_close_it", {period: periodName(periodOf(place))}),
				onclick: () => close(place)})] : []),
	];
}

/* ---- what it shows ---- */

const CALLS = (place) => {
	const period = encodeURIComponent(periodOf(place) ?? "");
	if (isNew(place))
		return period ? {check: `/closes/check?period=${period}`} : {};
	return period ? {close: `/closes/${period}`, tonnage: `/reports/tonnage?period=${period}`} : {closes: "/closes"};
};

export async function open(place) {
	const answer = el("div", {class: "report"});
	place.body.append(answer);
	place.set({answer});
	for (const [name, call] of Object.entries(CALLS(place))) {
		const got = await get(call);
		if (!got?.ok)
			return place.set({refused: got?.data.message ?? t("page_lost")});
		place.set({[name]: name === "closes" ? got.data.closes : got.data});
	}
	return place.set({whole: true});
}

const shown = (place) => {
	if (isNew(place))
		return periodOf(place) ? before(place) : [el("div", {class: "choices"}, ...choose())];
	return periodOf(place) ? oneOf(place) : listOf(place);
};

export function paint(place) {
	const {answer, whole, refused} = place.mine;
	keyed(answer, [language(), whole, refused, today(), state.catalogue?.stamp], () => [
		...(refused ? [el("p", {class: "trouble", role: "status"}, icon("warning"), refused)] : []),
		...(whole ? shown(place) : refused ? [] : [el("p", {class: "line-none", role: "status"}, t("page_bilan_wait"))])]);
}
