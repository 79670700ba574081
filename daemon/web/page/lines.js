// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The last weighings: each line came back from the journal, so each has its tick. A line
 * opens to print its label again, to change its category or to void it with a reason;
 * nothing is ever taken away, a voided line stays and says so.
 */
import {$, bigButton, buttonContent, el, icon, keyed, setHidden} from "/dom.js";
import {change, findRow, rootOf, state} from "/state.js";
import {clockTime, count, dayOf, kg, language, longName, shortName, t, total} from "/lang.js";
import {get, post} from "/api.js";
import {named, tell} from "/notes.js";
import {closeSheet, openSheet, refillSheet, sheetName} from "/sheet.js";
import {codeList} from "/codes.js";
import {leftList} from "/left.js";

const SHOWN = 30;
// lang: page_reason_*
const REASONS = {MISTAKE: "question", DOUBLE: "twice", WRONG_WEIGHT: "wrong-weight", TEST: "test"};
// lang: page_label_*
const LABEL_PICTURES = {waiting: "printer", sending: "printer", done: "printer", handed: "printer",
	unknown: "question", dropped: "warning"};

export async function loadLines() {
	const answer = await get(`/weighings?limit=${SHOWN}`);
	if (answer?.ok)
		change({lines: answer.data.weighings ?? answer.data.rows ?? []});
}

/* A weighing that is new or changed, from an answer or a live event. */
export function takeWeighing(weighing) {
	if (!weighing?.id)
		return;
	const others = state.lines.filter((line) => line.id !== weighing.id);
	const known = others.length < state.lines.length;
	const lines = known
		? state.lines.map((line) => (line.id === weighing.id ? weighing : line))
		: [weighing, ...others].slice(0, SHOWN);
	change({lines});
	refillSheet("lines");
}

/* What has just been written, when the face is another load's: the band says so. */
export function showSaved(weighing) {
	takeWeighing(weighing);
	tell("saved", t("page_saved", {category: named(weighing), kg: kg(weighing.net_mg)}),
		{badge: weighing.category, id: weighing.id});
}

/* Its hour, its day where that is another; what went out says where to. */
function when(weighing) {
	const out = weighing.direction === "out";
	return [
		out ? el("b", {class: "line-out"}, `${t("page_out")} → ${placeOf(weighing)} `) : "",
		[dayOf(weighing.at), clockTime(weighing.at), weighing.voided_by ? t("page_voided") : ""]
			.filter(Boolean).join(" · "),
	];
}

export const placeOf = (weighing) => shortName(findRow("destinations", weighing.destination))
	|| weighing.destination || "";

function row(weighing) {
	const category = findRow("categories", weighing.category);
	const label = weighing.label?.state ?? weighing.label ?? state.labels[weighing.id];
	const open = !weighing.voided_by;
	return el("li", {},
		el("button", {class: open ? "line" : "line voided", "data-id": weighing.id,
			onclick: () => openLine(weighing.id)},
		el("span", {class: "line-swatch", "data-root": rootOf(weighing.category)},
			icon(weighing.category, rootOf(weighing.category))),
		el("span", {class: "line-name"}, shortName(category) || weighing.category,
			el("span", {class: "line-time"}, ...when(weighing))),
		el("span", {class: "line-mass"}, `${kg(weighing.net_mg)} kg`),
		LABEL_PICTURES[label] ? el("span", {class: `line-label ${label}`, role: "img",
			"aria-label": t(`page_label_${label}`)}, icon(LABEL_PICTURES[label])) : null,
		el("span", {class: "line-tick", role: "img", "aria-label": t(open
			? "page_on_disk" : "page_voided")}, icon(open ? "saved" : "cancel"))));
}

function list() {
	return state.lines.length > 0 ? state.lines.map(row)
		: [el("li", {class: "line-none"}, t("page_no_lines"))];
}

const clockDoubtful = () => state.snapshot?.clock === "doubtful";

export function openLines() {
	openSheet("lines", () => t("page_lines"), () => [
		...(clockDoubtful() ? [el("p", {class: "trouble"}, icon("clock-doubtful"),
			el("span", {}, t("page_clock_doubtful")))] : []),
		...leftList(),
		...codeList(),
		el("ol", {class: "line-list"}, ...list()),
	]);
}

function lineTitle(weighing) {
	const name = longName(findRow("categories", weighing.category)) || weighing.category;
	return `${clockTime(weighing.at)} · ${name} · ${kg(weighing.net_mg)} kg`;
}

function openLine(id) {
	const find = () => state.lines.find((line) => line.id === id);
	const act = (props) => bigButton({class: "choice", ...props});
	openSheet("line", () => lineTitle(find()), () => {
		const nodes = [el("p", {class: "line-id"}, find().id,
			el("img", {class: "line-picture", alt: t("page_label_picture"),
				src: `/api/v1/labels/${encodeURIComponent(id)}.png`}))];
		if (find().voided_by)
			return [...nodes, el("p", {class: "line-said"}, t("page_voided_stays"))];
		nodes.push(act({picture: "printer", word: t("page_print"), id: "print",
			onclick: async () => (await post(`/labels/${encodeURIComponent(id)}/print`))?.ok
				&& closeSheet()}));
		nodes.push(act({picture: "pencil", word: t("page_reclassify"), id: "reclassify",
			onclick: () => {
				change({reclassify: id, typed: null, seeTo: null, root: null});
				closeSheet();
			}}));
		nodes.push(act({picture: "cancel", word: t("page_void"), id: "void",
			onclick: () => openReasons(id)}));
		return nodes;
	});
}

function openReasons(id) {
	openSheet("reasons", () => t("page_why_void"), () => Object.keys(REASONS).map((reason) => bigButton({
		class: "choice",
		"data-reason": reason,
		picture: REASONS[reason],
		word: t(`page_reason_${reason.toLowerCase()}`),
		onclick: () => voidLine(id, reason),
	})));
}

async function voidLine(id, reason) {
	const answer = await post(`/weighings/${encodeURIComponent(id)}/void`, {reason});
	closeSheet();
	if (answer?.ok)
		await loadLines();
}

export async function finishReclassify(category) {
	const id = state.reclassify;
	change({reclassify: null});
	const answer = await post(`/weighings/${encodeURIComponent(id)}/reclassify`,
		{reason: "CATEGORY", category});
	if (answer?.ok)
		await loadLines();
}

export function paintLines() {
	const known = state.link === "up" && state.snapshot;
	const today = state.snapshot?.today ?? {in_mg: 0, weighings: 0};
	setHidden($("lines"), !known);
	keyed($("line-list"), [language(), state.lines, state.labels, Boolean(state.catalogue)], list);
	keyed($("today-button"), [language(), today, Boolean(known)],
		() => buttonContent({
			picture: null,
			caption: t("page_today"),
			word: known ? `${total(today.in_mg)}\u00a0kg` : "",
		}).concat(el("span", {class: "words"}, el("span", {class: "count"},
			known ? t("page_weighings", {n: count(today.weighings)}) : ""))));
	$("today-button").disabled = !known;
	if (!known && ["lines", "line", "reasons"].includes(sheetName()))
		closeSheet();
}

export function startLines() {
	$("today-button").addEventListener("click", openLines);
}
