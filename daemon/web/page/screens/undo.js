// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/undo/ID: what the last thing written was, when it is not of the load on the plate. Once another
 * is the last, a touch here would be of what nobody has seen.
 */
import {bigButton, colours, el, home, icon, rootOf, state} from "/base/kernel.js";
import {touchable} from "/base/hands.js";
import {clockTime, dayOf, kg, language, t} from "/base/lang.js";
import {destinationOf, named, undo} from "/base/station.js";

export const title = () => t("page_undo");
export const role = "kiosk";

const whither = (weighing) => (weighing.direction === "out"
	? `${t("page_out")} → ${destinationOf(weighing)}` : t("page_in"));

function said({category, net_mg: net, method, ...weighing}) {
	return el("p", {class: "line-said undo-what"},
		el("span", {class: "line-swatch", ...colours(category)}, icon(category, rootOf(category))),
		el("span", {}, [`${kg(net)} kg`, named({category}), whither(weighing),
			dayOf(weighing.at), clockTime(weighing.at),
			method === "typed" ? t("page_typed_word") : ""].filter(Boolean).join(" · ")));
}

export function paint({args, body, mine}) {
	const last = state.snapshot?.last;
	mine.id ??= args[0] ?? last?.id;
	if (state.snapshot && last?.id !== mine.id)
		return home();
	return touchable(body, [language(), last, state.catalogue?.stamp], () => (last?.id ? [
		said(last),
		bigButton({class: "choice", id: "undo-sure", picture: "undo", word: t("page_void"),
			onclick: undo}),
	] : []));
}
