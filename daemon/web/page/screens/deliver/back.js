// SPDX-License-Identifier: GPL-3.0-or-later
/* Packs that come back: of which delivery, which of its packs. What becomes of one is said on its own screen. */
import {bigButton, findRow, go} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {clockTime, kg, shortName, t} from "/base/lang.js";
import {dayFigures} from "/parts/period.js";

export const backStep = ({back}) => (!back ? null : back.packs ? "backs" : "back");

const nameOf = (kind, code) => shortName(findRow(kind, code ?? "")) || code || "";

/* Those that are with the recipient still, the first of each lot first. */
async function chooseSlip(place, id) {
	const answer = await get(`/slips/${encodeURIComponent(id)}`);
	if (!answer?.ok)
		return;
	const packs = answer.data.packs.filter(({state}) => state === "delivered");
	const of = [...new Set(packs.map(({lot}) => lot))];
	const lots = await Promise.all(of.map((lot) => get(`/lots/${encodeURIComponent(lot)}`)));
	place.set({back: {packs, lots: Object.fromEntries(of.map((lot, i) => [lot, lots[i]?.data]))}, search: null});
}

const slipChoice = (place) => (slip) => ({code: slip.id, picture: [slip.partner ?? "partner", "partner"], title: slip.id,
	caption: `${dayFigures(slip.day).slice(0, 5)} ${clockTime(slip.at)}`, word: nameOf("partners", slip.partner) || slip.id,
	said: `${slip.id} ${slip.partner ?? ""} ${nameOf("partners", slip.partner)}`, onclick: () => chooseSlip(place, slip.id)});

/* The end of its number is what its label is found by. */
function packChoice(pack, lot) {
	const food = nameOf("products", lot?.product);
	return {code: pack.id, category: lot?.category, picture: [lot?.category ?? "pack", "pack"], title: pack.id,
		caption: pack.id.split("-").slice(-2).join("-"), word: food || pack.lot,
		said: `${pack.id} ${pack.lot} ${food} ${kg(pack.net_mg)}`, onclick: () => go("pack", pack.id)};
}

const other = (place, back) => [bigButton({class: "choice", id: "back-away", picture: "back", word: t("page_back"), onclick: () => place.set({back, search: null})})];

export const backTile = (place) => bigButton({class: "choice", id: "deliver-back", picture: "RETOUR", word: t("page_deliver_back"),
	onclick: () => place.set({back: {}, search: null})});

export const BACK = {
	back: (place) => ({choices: place.mine.last.filter(({state}) => state === "closed").map(slipChoice(place)),
		none: t("page_deliver_back_none"), more: other(place, null)}),
	backs: (place) => ({choices: place.mine.back.packs.map((pack) => packChoice(pack, place.mine.back.lots[pack.lot])), none: t("page_deliver_backs_none"), more: other(place, {})}),
};
