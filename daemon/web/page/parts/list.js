// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A list that may be long: a search in words, one in pictures where there is no keyboard, rows,
 * a sentence when there are none, the next page. What is searched and fetched is the screen's:
 * search(text) is called once typing has rested (text: what it begins with, hint: the word that
 * says what may be looked for; rest 0: at each letter, where nobody is asked), chosen(code) at a
 * picture, more() at its end.
 */
import {bigButton, el, keyed, setHidden} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

const REST_MS = 250;

/* Small and large letters, with and without accents, are the same to who searches. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
	.replace(/œ/g, "oe").replace(/æ/g, "ae").trim();

/* Every word of the text stands somewhere in what is said of the row. */
export function holds(said, text) {
	const all = folded(said);
	return folded(text).split(/\s+/).every((word) => all.includes(word));
}

function searchField(search, text, restMs) {
	let rest = 0;
	const field = el("input", {type: "search", value: text, class: "list-search", autocomplete: "off",
		enterkeyhint: "search", oninput: () => {
			clearTimeout(rest);
			if (restMs === 0)
				search(field.value);
			else
				rest = setTimeout(() => search(field.value), restMs);
		}});
	return field;
}

/*
 * {nodes, paint}: nodes once into the screen; paint({key, rows, row, empty, next, choices, choice})
 * at each change. row(one) makes an <li>; next: there is another page; choices: {code, picture,
 * word, …} each, `choice` the code of the one that holds.
 */
export function list({search, text = "", rest = REST_MS, hint = "page_search", chosen, more}) {
	const field = search ? searchField(search, text, rest) : null;
	const choices = el("div", {class: "list-choices"});
	const rows = el("ol", {class: "line-list"});
	const next = el("div", {class: "list-next"});
	return {
		nodes: [field, choices, rows, next].filter(Boolean),
		paint(now) {
			if (field) {
				field.placeholder = t(hint);
				field.setAttribute("aria-label", t(hint));
			}
			setHidden(choices, !now.choices?.length);
			keyed(choices, [language(), now.choices, now.choice], () => (now.choices ?? []).map(
				({code, ...props}) => bigButton({class: "list-choice", "data-code": code,
					"aria-pressed": String(code === now.choice), ...props,
					onclick: () => chosen(code === now.choice ? null : code)})));
			keyed(rows, [language(), now.key], () => (now.rows.length > 0 ? now.rows.map(now.row)
				: [el("li", {class: "line-none"}, now.empty)]));
			setHidden(next, !now.next);
			keyed(next, language(), () => [bigButton({class: "list-more", picture: "down",
				word: t("page_next_rows"), onclick: more})]);
		},
	};
}
