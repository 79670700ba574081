// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/partner/CODE/PERIOD: what one partner gave, to be attested, and what it was handed, line by line, each as a paper
 * on A4 and as rows for a spreadsheet. Who and of when are in the address; a line leads to its slip or its weighing.
 */
import {el, findRow, go, icon, keyed, linkTo, rows, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {kg, language, longName, shortName, t} from "/base/lang.js";
import {form} from "/parts/form.js";
import {dayFigures, periodName, queryOf, usualPeriods} from "/parts/period.js";
import {table} from "/parts/table.js";

export const role = "staff";
export const flow = "rows";

const PARTS = {given: "attestations", handed: "statements"};
const FILES = {pdf: "file", csv: "save-file"};
const today = () => state.snapshot?.day ?? new Date().toISOString().slice(0, 10);
const asked = ({args: [partner = "", period = today().slice(0, 4)]}) => ({partner, period});
const nameOf = (code) => longName(findRow("partners", code)) || code;

export const title = (place) => (asked(place).partner ? nameOf(asked(place).partner) : t("page_partner"));

/* lang: page_period_* */
function fields(period) {
	const usual = usualPeriods(today()).map(({name, period: code}) => ({code, word: t(`page_period_${name}`)}));
	return [{name: "partner", type: "choice", needed: true, label: t("page_partner_who"),
		choices: rows("partners").map((row) => ({code: row.code, word: longName(row)}))},
	{name: "period", type: "choice", label: t("page_period"),
		choices: usual.some(({code}) => code === period) ? usual : [...usual, {code: period, word: periodName(period)}]}];
}

const addressOf = (part, {partner, period}, format = "") =>
	`/${PARTS[part]}/${encodeURIComponent(partner)}${format && `.${format}`}?${new URLSearchParams(queryOf(period))}`;

export async function open(place) {
	const of = asked(place);
	const questions = form({fields: fields(of.period), word: t("page_show"), values: of,
		submit: (body) => go("partner", body.partner, body.period ?? of.period)});
	const answer = el("div", {class: "report"});
	place.body.append(questions.node, answer);
	place.set({answer});
	if (!of.partner)
		return;
	const [given, handed] = await Promise.all(Object.keys(PARTS).map((part) => get(addressOf(part, of))));
	if (given?.ok && handed?.ok)
		place.set({given: given.data, handed: handed.data});
	else
		questions.refuse({message: (given?.ok ? handed : given)?.data.message ?? t("page_lost")});
}

/* ---- one part */

const foodOf = (line) => shortName(findRow("products", line.product)) || shortName(findRow("ingredients", line.ingredient))
	|| line.description || "";
const dateOf = ({date, date_kind: kind}) => (date ? `${kind.toUpperCase()} ${dayFigures(date)}` : "");

// lang: page_partner_day page_partner_slip page_partner_family page_partner_food page_partner_lot page_partner_date
// lang: page_partner_units page_partner_mass page_partner_last_days page_partner_returned
const COLUMNS = [["day", "day", "day"], ["slip", "text", "slip"], ["category", "code", "family"], ["food", "text", "food"],
	["lot", "text", "lot"], ["date", "text", "date"], ["units", "count", "units"], ["mass_mg", "mg", "mass"]];
const LAST = {given: ["last_days_mg", "mg", "last_days"], handed: ["returned_mg", "mg", "returned"]};

const rowOf = (line) => ({...line, units: line.units || null, food: foodOf(line), lot: line.lot.split("-").at(-2) ?? "", date: dateOf(line), slip: line.slip || line.weighing});
const totalOf = (part, {lines, units, mass_mg}) => ({units: units || null, mass_mg,
	[LAST[part][0]]: lines.reduce((sum, line) => sum + line[LAST[part][0]], 0)});
const behind = (column, row) => (column.name !== "slip" || !row.weighing ? null
	: row.slip === row.weighing ? linkTo("weighing", row.weighing) : linkTo("slip", row.slip));

// lang: page_partner_pdf page_partner_csv
const files = (part, of) => el("div", {class: "files"}, ...Object.entries(FILES).map(([format, picture]) => el("a", {class: "file",
	"data-file": `${part}-${format}`, download: "", href: `/api/v1${addressOf(part, of, format)}&lang=${language()}`}, icon(picture),
t(`page_partner_${format}`))));

// lang: page_partner_given page_partner_handed
function partOf(part, place) {
	const answer = place.mine[part];
	const head = t(`page_partner_${part}`);
	if (answer.lines.length === 0)
		return [];
	return [el("h2", {class: "report-part", "data-part": part}, `${head} · ${kg(answer.mass_mg)} kg`), files(part, asked(place)),
		table({title: head, columns: [...COLUMNS, LAST[part]].map(([name, type, word]) => ({name, type, title: t(`page_partner_${word}`)})),
			rows: answer.lines.map(rowOf), total: totalOf(part, answer)}, {link: behind})];
}

export function paint(place) {
	const {answer, given, handed} = place.mine;
	if (!answer)
		return;
	keyed(answer, [language(), given, handed, state.catalogue?.stamp], () => {
		const parts = given ? Object.keys(PARTS).flatMap((part) => partOf(part, place)) : [];
		return given && parts.length === 0 ? [el("p", {class: "line-none"}, t("page_partner_none"))] : parts;
	});
}
