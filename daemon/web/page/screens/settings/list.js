// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/settings/KIND: its rows in their order, categories family by family; searched by any of their
 * words. Rows that are hidden or ended are shown when asked for. What was saved last can be
 * taken back here.
 */
import {bigButton, colours, el, go, icon, keyed, rootOf, state} from "/base/kernel.js";
import {touchable} from "/base/hands.js";
import {language, longName, shortName, t} from "/base/lang.js";
import {folded, list} from "/parts/list.js";
import {reasonPicture} from "/parts/reasons.js";
import {barButtons, dayName, goOnFrom, told} from "/screens/settings/bar.js";
import {forgetSaved, keepLoaded, lastSaved, undoSaved} from "/screens/settings/calls.js";
import {brothers, KINDS, textsOf} from "/screens/settings/model.js";

const kindOf = ({args: [kind]}) => kind;
export const title = (place) => t(`page_kind_${kindOf(place)}`);

const away = ({row, ended}) => row.hidden || ended;
const SHOWN = 60; // lines at a time: of two thousand partners nobody waits for all

/* All that a row can be found by, once for each row: its names, and texts among its facts. */
const found = new WeakMap();
function words(kind, {row}) {
	if (!found.has(row))
		found.set(row, folded([row.code, row.label_fr, row.label_en, row.short_fr, row.short_en,
			...textsOf(kind, row)].filter(Boolean).join(" ")));
	return found.get(row);
}

/* What a row looks like, wherever it stands. */
export const swatch = (kind, code) => el("span", {class: "line-swatch", ...(kind === "category" ? colours(code) : {})},
	icon(...(kind === "reason" ? reasonPicture(code) : [code, rootOf(code), KINDS[kind].picture])));

/* Hidden, ended, another version to come: what a glance should tell. */
export function stateOf({row, ended, next}) {
	if (row.hidden)
		return t("page_settings_hidden");
	if (next)
		return t("page_settings_next", {day: dayName(next)});
	return ended ? t("page_settings_ended") : "";
}

const line = (kind) => (one) => el("li", {},
	el("button", {class: away(one) ? "line settings-away" : "line", "data-code": one.code,
		onclick: () => go("settings", kind, one.code)},
	swatch(kind, one.code),
	el("span", {class: "line-name"}, longName(one.row),
		el("span", {class: "line-time"}, [one.code, stateOf(one)].filter(Boolean).join(" · "))),
	away(one) ? icon("hidden") : null, icon("pencil")));

export function open(place) {
	const above = el("div", {class: "settings-bar"});
	const top = el("div", {class: "settings-top"});
	const lines = list({hint: "page_settings_search", rest: 0, search: (text) => place.set({text, most: SHOWN}),
		chosen: (root) => place.set({root, most: SHOWN}), more: () => place.set({most: place.mine.most + SHOWN})});
	const [field, ...rest] = lines.nodes;
	place.body.append(top, el("div", {class: "settings-head"}, above, field), ...rest);
	place.set({above, top, list: lines, text: "", root: null, most: SHOWN, hidden: false, said: null});
	return keepLoaded(place, kindOf(place));
}

async function undo(place) {
	place.set({said: null, undoing: true});
	const refused = await undoSaved();
	place.mine.loading = undefined;
	place.set({undoing: false, said: refused ? {tone: "refused", text: refused}
		: {tone: "saved", text: t("page_settings_undone")}});
	goOnFrom(place.mine.top);
	return keepLoaded(place, kindOf(place));
}

function savedBand(place, kind) {
	const saved = lastSaved();
	if (saved?.kind !== kind)
		return null;
	return el("div", {class: "settings-saved", role: "status"}, icon("saved"),
		el("span", {}, t("page_settings_saved", {name: saved.name})),
		bigButton({class: "list-choice", id: "settings-undo", picture: "undo",
			word: t("page_settings_undo"), disabled: Boolean(place.mine.undoing), onclick: () => undo(place)}),
		bigButton({class: "list-choice", id: "settings-good", picture: "cancel",
			word: t("page_settings_seen"), onclick: () => {
				forgetSaved();
				place.set({});
			}}));
}

function tools(place, kind, count) {
	const {root, hidden} = place.mine;
	return [
		{id: "settings-new", picture: "plus", word: t("page_settings_new"),
			onclick: () => go("settings", kind, "new", ...(root ? [root] : []))},
		{id: "settings-order", picture: "order", word: t("page_settings_order"),
			onclick: () => go("settings", kind, "order", ...(root ? [root] : []))},
		{id: "settings-file", picture: "file", word: t("page_settings_file"),
			onclick: () => go("settings", kind, "file")},
		count > 0 && {id: "settings-hidden", picture: "hidden", "aria-pressed": String(hidden),
			word: t("page_settings_show_hidden", {n: count}), onclick: () => place.set({hidden: !hidden})},
	];
}

function paintTop(place, kind) {
	const {mine} = place;
	const count = mine.codes.filter(away).length;
	touchable(mine.above, [language(), count, mine.hidden, mine.root], () =>
		barButtons({back: ["settings"], tools: tools(place, kind, count)}));
	touchable(mine.top, [language(), mine.said, mine.undoing, lastSaved()?.preview, mine.refused], () => [
		told("refused", mine.refused),
		told(mine.said?.tone, mine.said?.text),
		savedBand(place, kind),
	].filter(Boolean));
}

/* Those of an open family, under it; all that a search finds; else the first level. */
function shownOf(kind, {codes, text, root, hidden}) {
	const some = codes.filter((one) => hidden || !away(one));
	const asked = folded(text).split(/\s+/).filter(Boolean);
	if (asked.length > 0)
		return some.filter((one) => asked.every((word) => words(kind, one).includes(word)));
	const level = brothers(some, root);
	return root ? [...codes.filter(({code}) => code === root), ...level] : level;
}

export function paint(place) {
	const {mine} = place;
	const kind = kindOf(place);
	keepLoaded(place, kind);
	if (!mine.codes) {
		keyed(mine.above, language(), () => barButtons({back: ["settings"]}));
		return keyed(mine.top, [language(), mine.refused], () => [told("refused", mine.refused)].filter(Boolean));
	}
	const shown = shownOf(kind, mine);
	paintTop(place, kind);
	return mine.list.paint({
		key: [shown.length, shown.slice(0, mine.most), state.catalogue?.stamp],
		rows: shown.slice(0, mine.most),
		next: shown.length > mine.most,
		row: line(kind),
		empty: t(mine.text ? "page_settings_none_found" : "page_settings_none"),
		choice: mine.root,
		choices: kind === "category" ? brothers(mine.codes, null).filter((one) => mine.hidden || !away(one))
			.map(({code, row}) => ({code, picture: code, word: shortName(row)})) : [],
	});
}
