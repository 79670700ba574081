// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A screen that asks one question after the other: what was said stands beside it, each to be asked again;
 * its choices are large tiles, and where there are more than fit they are searched for by their words.
 * A choice: {code, word, picture, onclick} and perhaps category, caption, title, said (what is searched).
 */
import {bigButton, colours, el, icon} from "/base/kernel.js";
import {t} from "/base/lang.js";
import {holds, list} from "/parts/list.js";

const TILES = 12; // the others are searched for
const SHOWN = 60;

/* Their nodes, into the screen, and no search. */
export function asksIn(place) {
	const ticket = el("div", {class: "receive-ticket"});
	const main = el("div", {class: "receive-main"});
	const lines = list({hint: "page_settings_search", rest: 0, search: (search) => place.set({search}), more: () => {}});
	const found = el("div", {class: "receive-found"}, ...lines.nodes);
	place.body.append(ticket, main, found);
	return {ticket, main, found, list: lines, search: null};
}

const tileOf = ({code, category, said, ...props}) => bigButton({class: "choice", "data-code": code, ...(category ? colours(category) : {}), ...props});

export function choiceTiles(place, {choices, more = [], none = null}) {
	const shown = choices.length > TILES ? choices.slice(0, TILES - 1) : choices;
	return [...(choices.length === 0 && none ? [el("p", {class: "line-said"}, none)] : []), ...shown.map(tileOf),
		...(shown.length < choices.length ? [bigButton({class: "choice", id: "choice-search", picture: "shown",
			word: t("page_new_slip_all", {n: choices.length - shown.length}), onclick: () => place.set({search: ""})})] : []), ...more];
}

export const lineOf = ({code, category, picture, word, caption, onclick}) => el("li", {}, el("button", {class: "line", "data-code": code, onclick},
	el("span", {class: "line-swatch", ...(category ? colours(category) : {})}, icon(...[picture].flat())),
	el("span", {class: "line-name"}, word, el("span", {class: "line-time"}, caption ?? ""))));

/* At each change; offered: the choices of this step, null where there are none. true: they are searched in. */
export function paintSearch({mine: {found, main, list: lines, search}}, step, offered) {
	const searches = search !== null && Boolean(offered);
	found.hidden = !searches;
	main.hidden = searches;
	main.dataset.step = step;
	if (searches) {
		const shown = offered().choices.filter(({said}) => !search || holds(said, search)).slice(0, SHOWN);
		lines.paint({key: [step, shown.map(({code, caption}) => [code, caption])], rows: shown, row: lineOf, empty: t("page_bind_none")});
	}
	return searches;
}
