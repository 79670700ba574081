// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/declare: what is due to which éco-organisme, with the days that are left. #/declare/BODY/2026-Q1: one of
 * them, as it would be filed today beside what was filed, what is looked at before, its sheet, and the next step.
 */
import {bigButton, el, go, icon, keyed, linkTo, mayOpen, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {count, language, t, total} from "/base/lang.js";
import {timeLeft} from "/parts/due.js";
import {form} from "/parts/form.js";
import {periodName} from "/parts/period.js";
import {table} from "/parts/table.js";

export const role = "staff";
export const flow = "rows";
export const reading = true;
export const css = true;

const asked = ({args: [body, period]}) => ({body, period});

export function title({args: [body, period], mine}) {
	return period ? t("page_declare_one", {body: mine.one?.label ?? body, period: periodName(period)}) : t("page_declare");
}

/* "1 200,50" -> 120050; null: no amount. */
export function centsOf(text) {
	const plain = text.replace(/[\s  €]/g, "").replace(",", ".");
	return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

export const euros = (cents) => (cents / 100).toLocaleString(language(), {style: "currency", currency: "EUR"});

// lang: page_declare_balance page_declare_expected page_declare_paid
const moneyOf = (one) => ["expected", "paid", ...(one.paid_cents ? ["balance"] : [])].filter((sort) => one[`${sort}_cents`] !== 0)
	.map((sort) => t(`page_declare_${sort}`, {sum: euros(one[`${sort}_cents`])}));

// lang: page_declare_state_*
const stateOf = ({state: step, version}) => t(`page_declare_state_${step}`, {n: version});

/* Whether figures that were filed are others today, and why; "": they are not. */
const changed = (one) => (one.rectified ? t("page_declare_others") : one.formula_changed ? t("page_declare_formula") : "");

/* ---- the list ---- */

const line = (one) => el("li", {}, el("button", {class: "line", "data-declaration": `${one.eco_organisme}/${one.period}`,
	onclick: () => go("declare", one.eco_organisme, one.period)},
el("span", {class: "line-swatch"}, icon(one.rectified || (one.days_left ?? 0) < 0 ? "warning" : one.state === "draft" ? "pencil" : "saved")),
el("span", {class: "line-name"}, `${one.label} · ${periodName(one.period)}`, el("span", {class: "line-time"},
	[stateOf(one), timeLeft(one), changed(one),
		...moneyOf(one)].filter(Boolean).join(" · ")))));

const listOf = ({mine}) => [mine.all.length > 0 ? el("ul", {class: "closes"}, ...mine.all.map(line))
	: el("p", {class: "line-none"}, t("page_declare_none"))];

/* ---- one of them ---- */

const look = (good, words) => el("li", {class: good ? null : "look"}, icon(good ? "saved" : "warning"), el("span", {}, words));

// lang: page_close_*
const looks = ({check}, period) => el("ul", {class: "looks"},
	...[["open_slips", "slips"], ["doubtful", "clocks"], ["unapproved", "scales"]].map(([name, word]) =>
		look(check[name] === 0, check[name] === 0 ? t(`page_close_no_${word}`) : t(`page_close_${word}`, {n: count(check[name])}))),
	look(check.missing_mg === 0, check.missing_mg === 0 ? t("page_close_explained")
		: t("page_close_missing", {kg: total(check.missing_mg)})),
	look(check.unmapped_mg === 0, check.unmapped_mg === 0 ? t("page_declare_all_mapped") : el("a", {href: linkTo("report", "R2", period)},
		t("page_declare_unmapped", {kg: total(check.unmapped_mg)}))));

const net = (figures) => figures.reuse_mg - figures.neutral_in_mg;
const COLUMNS = [["label", "text"], ["own_in_mg", "mg"], ["reuse_net_mg", "mg"], ["recycling_mg", "mg"], ["other_mg", "mg"],
	["units_in", "count"], ["units_reuse", "count"]];
const rowOf = (label, figures) => ({...figures, label, reuse_net_mg: net(figures), units_reuse: figures.units_reuse - figures.units_back});

// lang: page_declare_col_*
const figuresOf = (heading, rows) => [el("h2", {class: "report-part"}, heading),
	table({title: heading, rows, columns: COLUMNS.map(([name, type]) => ({name, type, title: t(`page_declare_col_${name}`)}))})];

const differs = ({filed, now}) => filed && Object.keys(now).some((name) => now[name] !== filed[name]);

/* As it was filed; where today's figures are others they stand beside it. */
function linesOf({lines, state: step}) {
	const others = lines.filter(differs);
	if (step === "draft")
		return figuresOf(t("page_declare_today"), lines.map(({label, now}) => rowOf(label, now)));
	return [...figuresOf(t("page_declare_filed"), lines.map(({label, filed}) => rowOf(label, filed))),
		...(others.length > 0 ? figuresOf(t("page_declare_changed"), others.map(({label, now}) => rowOf(label, now))) : [])];
}

/* ---- the next step ---- */

/* What may follow: filing, also once more where figures are others; then accepted and paid. */
export function stepsOf({state: step, rectified, formula_changed: otherwise}) {
	return [...(step === "draft" || rectified || otherwise ? ["filed"] : []), ...(step === "filed" ? ["accepted"] : []),
		...(["filed", "accepted"].includes(step) ? ["paid"] : [])];
}

async function send(place, step, {reference, amount}) {
	const {body, period} = asked(place);
	const cents = amount ? centsOf(amount) : 0;
	if (cents === null)
		return place.mine.form.refuse({field: "amount", message: t("page_declare_bad_amount")});
	place.set({busy: true});
	const answer = await post(`/declarations/${encodeURIComponent(body)}/state`, {period, state: step,
		...(reference ? {reference} : {}), ...(cents ? {amount_cents: cents} : {})});
	place.set({busy: false, refused: answer?.ok ? null : answer?.data.message ?? t("page_gave_up")});
	return answer?.ok ? load(place) : undefined;
}

// lang: page_declare_to_*
function stepsNode(place) {
	const steps = stepsOf(place.mine.one);
	if (steps.length === 0 || !mayOpen("coordinator"))
		return [];
	const questions = form({fields: [{name: "reference", type: "text", most: 63, label: t("page_declare_reference")},
		{name: "amount", type: "text", most: 15, label: t("page_declare_amount")}], values: {reference: "", amount: ""},
	word: t(`page_declare_to_${steps[0]}`), picture: "saved", submit: () => send(place, steps[0], questions.values()), typed: () => {}});
	place.mine.form = questions;
	return [questions.node, ...steps.slice(1).map((step) => bigButton({class: "file", id: `declare-${step}`, picture: "saved",
		word: t(`page_declare_to_${step}`), onclick: () => send(place, step, questions.values())}))];
}

/* A step that was a mistake: the one before it stands again. */
async function takeBack(place) {
	place.set({busy: true});
	const answer = await post(`/entries/${place.mine.one.entry}/void`, {reason: "UNDO"});
	place.set({busy: false, refused: answer?.ok ? null : answer?.data.message ?? t("page_gave_up")});
	return answer?.ok ? load(place) : undefined;
}

const backNode = (place) => (place.mine.one.state === "draft" || !mayOpen("coordinator") ? []
	: [bigButton({class: "file", id: "declare-undo", picture: "cancel", word: t("page_declare_undo"),
		onclick: () => takeBack(place)})]);

function oneOf(place) {
	const {one} = place.mine;
	const {body, period} = asked(place);
	return [
		el("p", {class: one.rectified ? "trouble" : "line-none", id: "declare-state", "data-state": one.state},
			one.rectified ? icon("warning") : "", [stateOf(one), one.reference, timeLeft(one), ...moneyOf(one),
				changed(one)].filter(Boolean).join(" · ")),
		el("div", {class: "files"}, el("a", {class: "file", id: "declare-sheet", download: "",
			href: `/api/v1/declarations/${encodeURIComponent(body)}/sheet?period=${encodeURIComponent(period)}`}, icon("save-file"),
		t("page_declare_sheet"))),
		...(one.state === "draft" || changed(one) ? [looks(one, period)] : []),
		...linesOf(one),
		...stepsNode(place),
		...backNode(place),
	];
}

/* ---- what it shows ---- */

async function load(place) {
	const {body, period} = asked(place);
	const got = await get(period ? `/declarations/${encodeURIComponent(body)}?period=${encodeURIComponent(period)}` : "/declarations");
	if (!got?.ok)
		return place.set({refused: got?.data.message ?? t("page_lost")});
	return place.set(period ? {one: got.data, seen: (place.mine.seen ?? 0) + 1} : {all: got.data.declarations});
}

export async function open(place) {
	const answer = el("div", {class: "report"});
	place.body.append(answer);
	place.set({answer});
	return load(place);
}

export function paint(place) {
	const {answer, one, all, seen, refused} = place.mine;
	keyed(answer, [language(), Boolean(all), seen, refused, state.catalogue?.stamp], () => [
		...(refused ? [el("p", {class: "trouble", role: "status"}, icon("warning"), refused)] : []),
		...(one ? oneOf(place) : all ? listOf(place) : refused ? [] : [el("p", {class: "line-none", role: "status"}, t("page_bilan_wait"))])]);
}
