// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/settings/KIND/CODE: one row as a form, with the tile that it makes; hidden or shown again; what
 * it was before. "new" in place of a code: one more, in the family PARENT
 * (#/settings/KIND/new/PARENT). Before anything is saved, all that changes is shown.
 */
import {bigButton, buttonContent, el, go, keyed, looksOf, rows, state, trade} from "/base/kernel.js";
import {appeared} from "/base/hands.js";
import {language, longName, shortName, t} from "/base/lang.js";
import {form} from "/parts/form.js";
import {reasonPicture} from "/parts/reasons.js";
import {bar, fieldName, goOnFrom, told, wordName} from "/screens/settings/bar.js";
import {keepLoaded, preview, rowsChange, save} from "/screens/settings/calls.js";
import {differences, history} from "/screens/settings/changes.js";
import {allOf, beforeFirst, brothers, changedOf, fieldsOf, goodCode, KINDS, lastPlace, onTiles, proposedCode, valuesOf}
	from "/screens/settings/model.js";

const CLASSES = ["reuse", "transfer", "recycling", "energy", "disposal", "correction"];
const HINTS = ["short_fr", "short_en", "code", "from", "unit_kg", "class", "counts_as_intake", "person", "trade", "nobody_named",
	"waste", "pinned", "allergens", "emphasise", "raw", "life_days", "gtin", "lines", "share_ppm", "window_days", "columns",
	"source", "substitution_ppm", "g_per_kilo"];
const USUAL = {"scheme-map": {flow: "all", share_ppm: 1000000}};
const FLOWS = ["all", "in", "reuse", "recycling"];

const asked = ({args: [kind, code, parent = ""]}) => ({kind, code, isNew: code === "new", parent});
const oneOf = ({mine, ...place}) => mine.codes?.find(({code}) => code === asked(place).code);

// lang: page_new_*
export function title(place) {
	const {kind, code, isNew} = asked(place);
	return isNew ? t(`page_new_${kind}`) : longName(oneOf(place)?.row) || code;
}

/* ---- the form */

const current = (mine) => mine.codes.filter(({ended}) => !ended).map(({row}) => row);

/* What stands below a root cannot go into another; nothing goes into itself. */
function parentsOf(mine, code) {
	const rows = current(mine);
	return rows.some(({parent}) => parent === code) ? []
		: brothers(rows, null).filter((root) => root.code !== code && !root.hidden);
}

/* A body is a partner with that role, if any has it. */
function rowsOf(name, catalogue) {
	const all = rows(KINDS[catalogue].many);
	const bodies = name === "eco_organisme" ? all.filter(({roles}) => (roles ?? "").includes("eco_organisme")) : [];
	return bodies.length > 0 ? bodies : all;
}

function choicesOf({name, type, words, catalogue}, mine, code) {
	if (words)
		return words.map((one) => ({code: one, word: wordName(name, one)}));
	if (name === "flow" && type === "choice")
		return FLOWS.map((one) => ({code: one, word: wordName(name, one)}));
	if (catalogue)
		return rowsOf(name, catalogue).map((row) => ({code: row.code, word: longName(row)}));
	if (name === "class")
		return CLASSES.map((one) => ({code: one, word: t(`page_class_${one}`)}));
	if (name === "scheme")
		return [...new Set([...current(mine), ...rows("categories")].map(({scheme}) => scheme).filter(Boolean))].sort()
			.map((one) => ({code: one, word: one}));
	return name !== "parent" ? undefined : [
		{code: "", picture: "cancel", word: t("page_settings_no_parent")},
		...parentsOf(mine, code).map((row) => ({code: row.code, picture: row.code, word: shortName(row)}))];
}

// lang: page_hint_*
function fields(kind, mine, {code, isNew}) {
	const all = [
		...fieldsOf(kind),
		...(isNew ? [{name: "code", type: "text", most: 12, needed: true}] : []),
		{name: "from", type: "day"},
	].map((field) => ({...field, label: fieldName(field.name), choices: choicesOf(field, mine, code),
		hint: HINTS.includes(field.name) ? t(`page_hint_${field.name}`) : ""}));
	return all.filter(({type, choices}) => type !== "picture" || choices.length > 1);
}

/* As it is written here: 1,25. */
const written = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) =>
	[name, name.endsWith("_kg") && language() === "fr" ? value.replace(".", ",") : value]));

/* The tile as reception will show it. */
function drawTile(node, kind, mine, code, values) {
	const root = values.parent || code;
	const roots = brothers(current(mine), null).map((row) => row.code);
	if (kind === "category")
		node.dataset.look = String(looksOf([...roots, root]).get(root));
	const word = values[`short_${language()}`] || values[`label_${language()}`] || values.label_fr || "";
	const picture = kind === "reason" ? reasonPicture(code) : [code, root, ...kind === "category" ? [] : [KINDS[kind].picture]];
	node.replaceChildren(...buttonContent({picture, word}));
}

/* The first site of the list is this one: its code is that of the station. */
const ownSite = (kind, mine) => (kind === "site" && mine.codes.length === 0 ? state.snapshot?.site : undefined);

function newForm(place) {
	const {mine} = place;
	const {kind, code, isNew, parent} = asked(place);
	const row = isNew ? {parent, food: trade() === "workshop", ...USUAL[kind]} : oneOf(place).row;
	const values = written(valuesOf(kind, row));
	const tile = el("div", {class: "choice settings-tile", "aria-hidden": "true"});
	let proposed = "";
	const typed = (now) => {
		const field = isNew ? questions.node.querySelector("#field-code") : null;
		if (field && field.value === proposed)
			field.value = proposed = proposedCode(ownSite(kind, mine) ?? now.label_fr, now.parent, mine.codes.map((one) => one.code));
		drawTile(tile, kind, mine, field?.value ?? code, now);
	};
	const questions = form({fields: fields(kind, mine, {code, isNew}), values: {...values, from: mine.day},
		word: t("page_settings_look"), picture: "shown", submit: () => look(place, questions), typed});
	typed(questions.values());
	return {questions, node: el("div", {class: "settings-form", "data-tile": onTiles(kind)},
		onTiles(kind) ? el("figure", {class: "settings-shown"}, tile,
			el("figcaption", {}, t("page_settings_tile"))) : null, questions.node)};
}

/* ---- what would change */

async function ask(place, change, questions) {
	place.set({said: null, asking: true});
	const found = await preview(change);
	place.set({asking: false});
	if (!found.refused)
		return view(place, {change: found});
	const [first] = found.mistakes;
	place.set({said: {tone: "refused", text: first?.message ?? found.refused}});
	return questions?.refuse(...found.mistakes.map(({field, message}) => ({message,
		field: field?.replace(/_mg$/, "_kg").replace("valid_from", "from")})));
}

function look(place, questions) {
	const {kind, code, isNew} = asked(place);
	const {from, code: typed, ...values} = questions.values();
	if (isNew && !goodCode(typed))
		return questions.refuse({field: "code", message: t("page_hint_code")});
	if (isNew && place.mine.codes.some((one) => one.code === typed && !one.ended))
		return questions.refuse({field: "code", message: t("page_settings_code_taken")});
	const one = oneOf(place);
	const whole = isNew || one.ended;
	const row = whole ? {...allOf(kind, values), sort: lastPlace(current(place.mine), values.parent)}
		: beforeFirst(one, from) ? {...allOf(kind, values), sort: one.row.sort} : changedOf(kind, one.row, values);
	return ask(place, rowsChange(kind, [{kind, code: isNew ? typed : code, ...row}], from), questions);
}

const hide = (place, {kind, code}, hidden) => ask(place, rowsChange(kind, [{kind, code, hidden}]));

/* Another view in the same place; what was typed stays. */
function view(place, now) {
	place.set({change: null, old: false, said: null, ...now});
	place.body.scrollTop = 0;
	appeared();
	goOnFrom(place.mine.main);
}

async function keep(place) {
	const {mine} = place;
	const {kind} = asked(place);
	place.set({asking: true, said: null});
	const {added, changed, closed} = mine.change.preview;
	const [row] = [...added, ...changed, ...closed];
	const refused = await save(mine.change, {name: row[`label_${language()}`] || row.label_fr, before: mine.rows});
	place.set({asking: false, said: refused ? {tone: "refused", text: refused} : null});
	if (!refused)
		go("settings", kind);
}

function changeView(place) {
	const {change, asking} = place.mine;
	const {counts} = change.preview;
	const some = counts.added + counts.changed + counts.closed > 0;
	return [
		told("news", t(some ? "page_settings_not_yet" : "page_settings_nothing")),
		differences(change.preview, {alone: true}),
		el("div", {class: "choices settings-decide"},
			bigButton({class: "choice", id: "settings-again", picture: "back", word: t("page_settings_again"),
				onclick: () => view(place, {})}),
			some ? bigButton({class: "choice strong", id: "settings-save", picture: "saved",
				word: t("page_settings_save"), disabled: Boolean(asking), onclick: () => keep(place)}) : null),
	];
}

/* ---- drawn */

export function open(place) {
	const top = el("div", {class: "settings-top"});
	const main = el("div", {class: "settings-main"});
	place.body.append(top, main);
	place.set({top, main, change: null, old: false, said: null, asking: false});
	return keepLoaded(place, asked(place).kind);
}

function tools(place) {
	const {isNew, ...which} = asked(place);
	const one = isNew ? null : oneOf(place);
	const {mine} = place;
	if (!one || mine.change)
		return [];
	const {hidden} = one.row;
	return [
		!one.ended && {id: "settings-hide", picture: hidden ? "shown" : "hidden",
			word: t(hidden ? "page_settings_unhide" : "page_settings_hide"), disabled: mine.asking,
			onclick: () => hide(place, which, !hidden)},
		{id: "settings-history", picture: "history", word: t("page_settings_history"), "aria-pressed": String(mine.old),
			onclick: () => view(place, {old: !mine.old})},
	];
}

function draw(place) {
	const {mine} = place;
	if (mine.change)
		return changeView(place);
	if (mine.old)
		return history(oneOf(place).versions);
	mine.form ??= newForm(place);
	return [mine.form.node];
}

export function paint(place) {
	const {mine} = place;
	const {kind, isNew} = asked(place);
	const one = oneOf(place);
	keyed(mine.top, [language(), mine.said, mine.refused, Boolean(mine.change), mine.old, mine.asking, one?.row.hidden,
		Boolean(mine.codes), Boolean(one)],
		() => [mine.change ? null : bar({back: ["settings", kind], tools: tools(place)}),
			told("refused", mine.refused), told(mine.said?.tone, mine.said?.text),
			mine.codes && !one && !isNew ? told("refused", t("page_settings_gone")) : null].filter(Boolean));
	if (!mine.codes || (!one && !isNew))
		return;
	keyed(mine.main, [mine.change?.key, mine.old, mine.change ? mine.asking : null], () => draw(place));
}
