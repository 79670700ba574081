// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/settings/KIND/file: the list as a spreadsheet: one to take away, and one to bring back. What it
 * would change, or each mistake with its line, is shown before anything is saved.
 */
import {bigButton, el, go, icon} from "/base/kernel.js";
import {appeared, touchable} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {bar, goOnFrom, told} from "/screens/settings/bar.js";
import {fileChange, load, preview, save} from "/screens/settings/calls.js";
import {differences, mistakeList} from "/screens/settings/changes.js";

const kindOf = ({args: [kind]}) => kind;
export const title = (place) => t("page_settings_file_of", {name: t(`page_kind_${kindOf(place)}`)});

export function open(place) {
	place.set({change: null, said: null, mistakes: [], busy: false});
}

/* Read whole at once: the same bytes are shown and saved, whatever becomes of the file meanwhile. */
async function chosen(place, input) {
	const [given] = input.files;
	if (!given)
		return;
	place.set({change: null, said: null, mistakes: [], busy: true});
	const file = new File([await given.arrayBuffer()], given.name, {type: "text/csv"});
	const found = await preview(fileChange(kindOf(place), file));
	place.set({busy: false, change: found.refused ? null : found, said: found.refused ?? null,
		mistakes: found.mistakes ?? []});
	goOnFrom(place.body);
	appeared();
}

async function keep(place) {
	const {change} = place.mine;
	place.set({busy: true, said: null});
	const {rows, refused: away} = await load(kindOf(place));
	const refused = away ?? await save(change, {name: change.name, before: rows});
	place.set({busy: false, said: refused});
	if (!refused)
		go("settings", kindOf(place));
}

function takeAway(kind) {
	const href = `/api/v1/catalogue/csv?kind=${kind}&format=${language() === "fr" ? "csv-fr" : "csv"}`;
	return el("a", {class: "choice", id: "settings-export", href, download: `${kind}.csv`}, icon("save-file"),
		el("span", {class: "words"}, el("span", {class: "word"}, t("page_settings_export"))));
}

function bringBack(place) {
	const input = el("input", {type: "file", id: "settings-input", class: "heard", accept: ".csv,.txt,text/csv",
		onchange: ({target}) => chosen(place, target)});
	return el("label", {class: "choice", for: "settings-input"}, input, icon("file"),
		el("span", {class: "words"}, el("span", {class: "word"}, t("page_settings_import"))));
}

/* Another file, or this one to be kept: always in sight. */
function decide(place, some) {
	const {change, busy} = place.mine;
	return el("div", {class: "choices settings-decide"},
		bigButton({class: "choice", id: "settings-again", picture: "back", word: t("page_settings_other_file"),
			onclick: () => place.set({change: null})}),
		some ? bigButton({class: "choice strong", id: "settings-save", picture: "saved", disabled: busy,
			caption: change.name, word: t("page_settings_save"), onclick: () => keep(place)}) : null);
}

function changeView(place) {
	const {change, said} = place.mine;
	const {counts} = change.preview;
	const some = counts.added + counts.changed + counts.closed > 0;
	return [told("refused", said), told("news", t(some ? "page_settings_not_yet" : "page_settings_nothing")),
		differences(change.preview), decide(place, some)].filter(Boolean);
}

function choiceView(place) {
	const {mistakes, said} = place.mine;
	return [
		bar({back: ["settings", kindOf(place)]}),
		told("refused", said),
		mistakes.length > 0 ? mistakeList(mistakes) : el("p", {class: "settings-hint"}, t("page_settings_file_how")),
		el("div", {class: "choices"}, takeAway(kindOf(place)), bringBack(place)),
	].filter(Boolean);
}

export function paint(place) {
	const {change, mistakes, said, busy} = place.mine;
	touchable(place.body, [language(), change?.key, mistakes, said, busy], () => (change ? changeView(place) : choiceView(place)));
}
