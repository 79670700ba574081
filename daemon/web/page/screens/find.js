// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/find: a category that is weighed so seldom that nobody knows where it stands: by the letter that one of its words
 * begins with, by what is typed where there is a keyboard. It is touched as its tile would be.
 */
import {home, offered, rootOf, state} from "/base/kernel.js";
import {longName, shortName, t} from "/base/lang.js";
import {lineOf} from "/parts/choices.js";
import {folded, holds, list} from "/parts/list.js";
import {touch} from "/screens/reception/tiles.js";

export const title = () => t("page_find");
export const role = "anyone";
export const css = "find";
export const flow = "rows";

const LEAST = 3; // letters of a word that is looked for: "de", "et" are none

const saidOf = (row) => `${shortName(row)} ${longName(row)}`.replaceAll("\u00ad", "");
const wordsOf = (row) => folded(saidOf(row)).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= LEAST);

function leaves() {
	const all = offered("categories");
	const parents = new Set(all.map(({parent}) => parent));
	return all.filter(({code}) => !parents.has(code));
}

const begins = (row, letter) => !letter || wordsOf(row).some((word) => word.startsWith(letter));
const lettersOf = (rows) => [...new Set(rows.flatMap(wordsOf).map((word) => word[0]))].sort();

export function open(place) {
	const lines = list({hint: "page_find_hint", rest: 0, search: (search) => place.set({search}),
		chosen: (letter) => place.set({letter})});
	place.body.append(...lines.nodes);
	place.set({lines, search: "", letter: null});
}

function choose(row) {
	home();
	touch(row);
}

const line = (row) => lineOf({code: row.code, category: row.code, picture: [row.code, rootOf(row.code)], word: longName(row),
	caption: shortName(row), onclick: () => choose(row)});

export function paint({mine: {lines, search, letter}}) {
	const all = leaves();
	const found = all.filter((row) => begins(row, letter) && (!search || holds(saidOf(row), search)));
	lines?.paint({key: [search, letter, state.catalogue?.stamp], rows: letter || search ? found : [], row: line,
		empty: t(letter || search ? "page_find_none" : "page_find_hint"), choice: letter,
		choices: lettersOf(all).map((code) => ({code, word: code.toUpperCase()}))});
}
