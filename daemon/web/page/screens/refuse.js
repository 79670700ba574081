// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/refuse/SLIP: what is turned away of a slip, or that nothing was brought: why, of which family, about
 * how much. Tiles only: an estimate is a round number, never a weight, and never intake.
 */
import {bigButton, colours, go, home, offered, state} from "/base/kernel.js";
import {newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {reasonTiles} from "/parts/reasons.js";

export const role = "kiosk";
export const css = true;

const ESTIMATES_KG = [1, 2, 5, 10, 20, 50, 100, 200];

export const stepOf = ({reason, category}) => (!reason ? "why" : category === undefined ? "what" : "kg");

// lang: page_refuse_why page_refuse_what page_refuse_kg
export const title = ({mine}) => t(`page_refuse_${stepOf(mine)}`);

async function send(place, estimated) {
	const {reason, category, key, sent} = place.mine;
	const [slip = ""] = place.args;
	if (sent)
		return;
	place.set({sent: true});
	const answer = await post(`/slips/${encodeURIComponent(slip)}/refuse`, {reason, ...(category ? {category} : {}),
		...(estimated ? {estimated_kg: String(estimated)} : {})}, {key});
	go("slip", slip);
	if (answer?.ok)
		tell("saved", t("page_refused"));
}

const tile = (props) => bigButton({class: "choice", ...props});

const families = (place) => [
	tile({id: "refuse-nothing", picture: "cancel", word: t("page_refuse_nothing"), onclick: () => place.set({category: ""})}),
	...offered("categories").filter(({parent}) => !parent).map((row) => tile({...colours(row.code), "data-code": row.code,
		picture: row.code, word: shortName(row), onclick: () => place.set({category: row.code})})),
];

const estimates = (place) => [
	...ESTIMATES_KG.map((kg) => tile({class: "choice amount", "data-kg": kg, word: `${kg} kg`, onclick: () => send(place, kg)})),
	tile({id: "refuse-unsaid", picture: "question", word: t("page_refuse_unsaid"), onclick: () => send(place, 0)}),
];

const DRAW = {
	why: (place) => reasonTiles("refuse", (reason) => place.set({reason})),
	what: families,
	kg: estimates,
};

export function open(place) {
	place.set({key: newKey()});
}

export function paint(place) {
	const step = stepOf(place.mine);
	if (state.link === "lost")
		return home();
	return touchable(place.body, [language(), step, state.catalogue?.stamp], () => DRAW[step](place));
}
