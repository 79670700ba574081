// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/day, #/day/DAY: the end of a day, from the report of that name: what needs seeing to, each line leading to where it
 * is mended; what came in and went out by family, who weighed. On one label, or on A4, by a touch. What was
 * left of the working day before is seen here, and put away for everybody.
 */
import {bigButton, el, home, icon, keyed, linkTo, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {count, language, t, total} from "/base/lang.js";
import {isMorning, loadMorning, tell} from "/base/station.js";
import {figure} from "/parts/figure.js";
import {dayFigures, periodName} from "/parts/period.js";
import {cellOf, table} from "/parts/table.js";

export const role = "kiosk";
export const flow = "rows";
export const reading = true;
export const css = true;

const today = () => state.snapshot?.day ?? "";
const dayOf = ({args: [day]}) => day || today();

export const title = (place) => t("page_day_of", {day: dayOf(place) ? periodName(dayOf(place)) : ""});

/* Where it is mended. */
const WAYS = {load: () => linkTo("weighings"), code: () => linkTo("weighings"), label: () => linkTo("weighings"), slip: () => linkTo("slips"),
	clock: ({since}) => linkTo("weighings", since), scale: ({about}) => linkTo("check", about), backup: () => linkTo("devices"),
	backup_none: () => linkTo("devices"), stick: () => linkTo("devices"), stock: () => linkTo("stock")};
const PICTURES = {load: "left", code: "scanner", label: "printer", slip: "file", clock: "clock-doubtful", scale: "scale", stock: "warning"};

const line = (row) => el("li", {}, el("a", {class: "line day-line", href: WAYS[row.todo]?.(row) ?? linkTo("devices"), "data-todo": row.todo},
	icon(PICTURES[row.todo] ?? "save-file", "warning"),
	el("span", {class: "line-name"}, row.todo_label, el("span", {class: "line-time"},
		[row.about, row.since ? dayFigures(row.since) : null].filter(Boolean).join(" · "))),
	el("span", {class: "line-mass"}, row.number > 0 ? count(row.number) : "")));

async function print(day) {
	const answer = await post(`/days/${day}/print`);
	if (answer?.ok)
		tell("news", t("page_day_prints"));
}

async function see(day) {
	const answer = await post(`/days/${day}/seen`);
	if (!answer?.ok)
		return;
	await loadMorning();
	home();
}

const acts = (day, unseen) => [
	...(unseen ? [bigButton({class: "choice strong", id: "day-seen", picture: "saved", word: t("page_day_seen"), onclick: () => see(day)})] : []),
	bigButton({class: "choice", id: "day-print", picture: "printer", word: t("page_day_label"), onclick: () => print(day)}),
	el("a", {class: "file", id: "day-paper", download: "", href: `/api/v1/reports/day?period=${day}&format=pdf&lang=${language()}`},
		icon("save-file"), t("page_day_paper")),
];

const partOf = (report, name) => report.tables?.find((one) => one.name === name) ?? {rows: [], columns: []};

function names(report) {
	const {rows, columns} = partOf(report, "day-who");
	return rows.map((row) => cellOf(columns[0], row)).join(", ");
}

function body(report) {
	const left = partOf(report, "day-left").rows, who = names(report), {total: sum} = report;
	return [
		el("h3", {class: "report-part"}, t(left.length > 0 ? "page_day_left" : "page_day_none")),
		el("ul", {class: "line-list"}, ...left.map(line)),
		el("div", {class: "figures"}, figure(t("page_bilan_in"), `${total(sum.in_mg + sum.neutral_in_mg)} kg`),
			figure(t("page_bilan_out"), `${total(sum.out_mg)} kg`), figure(t("page_bilan_weighings"), count(sum.weighings))),
		...(who ? [el("p", {class: "day-who"}, icon("operator"), t("page_day_who", {names: who}))] : []),
		...(report.rows.length > 0 ? [table({...report, title: t("page_day")})] : []),
	];
}

export async function open(place) {
	const top = el("div", {class: "choices"}), rest = el("div", {class: "day-end"});
	place.body.append(top, rest);
	place.set({top, rest, report: null, refused: null});
	loadMorning();
	const answer = await get(`/reports/day?period=${dayOf(place)}`);
	place.set(answer?.ok ? {report: answer.data} : {refused: answer?.data.message ?? t("page_lost")});
}

export function paint(place) {
	const {top, rest, report, refused} = place.mine, day = dayOf(place);
	if (state.link === "lost")
		return home();
	if (!top)
		return null;
	const unseen = isMorning() && state.morning.day === day;
	touchable(top, [language(), day, unseen], () => acts(day, unseen));
	return keyed(rest, [language(), report, refused, state.catalogue?.stamp], () => (report ? body(report)
		: [el("p", {class: "line-none"}, refused ?? t("page_lots_wait"))]));
}
