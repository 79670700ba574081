// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/pack/LOT: the packs of a lot; staff take the end of its packing back, its text, or a pot in which nothing is. #/pack/PACK: where a pack is, and what became of it: it came back, was tasted, was
 * destroyed, or staff put it among the others again, or say that it never was one.
 */
import {bigButton, el, go, home, icon, mayOpen, offered, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";

export const role = "kiosk";
export const flow = "rows";
export const css = "recall";

const WASTE = ["COMPOST", "METHA"];
const idOf = ({args: [id]}) => id ?? "";
const isLot = (id) => /-L-/i.test(id);

export const title = (place) => (isLot(idOf(place)) ? `${t("page_recall_its_packs")} ${idOf(place)}` : t("page_pack", {id: idOf(place)}));

async function load(place) {
	const id = encodeURIComponent(idOf(place));
	const answer = await get(isLot(idOf(place)) ? `/lots/${id}` : `/packs/${id}`);
	place.set(answer?.ok ? {[isLot(idOf(place)) ? "lot" : "pack"]: answer.data, refused: null}
		: {refused: answer?.data?.message ?? t("page_lost")});
}

async function move(place, body) {
	const answer = await post(`/packs/${encodeURIComponent(idOf(place))}/state`, body);
	place.set({doing: null});
	if (!answer?.ok)
		return;
	tell("saved", t(`page_pack_${body.state}`));
	await load(place);
}

const act = (id, picture, word, onclick, more = {}) => bigButton({class: "choice", id, picture, word: t(word), onclick, ...more});

/* ---- a mistake: its entry is void, and says so itself where something stands on it */

// lang: page_pack_void_lot page_pack_void_lot_closed page_pack_void_lot_packed page_pack_void_pack
const wordOf = (kind) => `page_pack_void_${kind.replace("-", "_")}`;
const standing = (list = []) => list.findLast(({voided_by: by}) => !by);

/* What was done of a lot last, the newest first: its packs have a screen of their own. */
function lastOf({sort, state: is, inputs, closed, packs, packed, ...lot}) {
	if (sort !== "made" || is === "void")
		return null;
	if (standing(packed))
		return {...standing(packed), kind: "lot-packed"};
	if (standing(closed))
		return standing(packs) ? null : {...standing(closed), kind: "lot-closed"};
	return standing(inputs) ? null : {...lot, kind: "lot"};
}

async function takeBack(place, {kind, journal, seq}) {
	const answer = await post(`/entries/${kind}/${journal}/${seq}/void`, {reason: "UNDO"});
	place.set({doing: null});
	if (!answer?.ok)
		return null;
	tell("saved", t("page_pack_void_done"));
	return kind === "pack" ? go("pack", place.mine.pack.lot) : load(place);
}

const voidAct = (place, entry) => (entry && mayOpen("staff")
	? [act("pack-void", "undo", wordOf(entry.kind), () => place.set({doing: entry}))] : []);

const sureActs = (place, entry) => [el("p", {class: "line-said"}, t("page_pack_void_sure")),
	el("div", {class: "choices"}, act("void-sure", "undo", wordOf(entry.kind), () => takeBack(place, entry), {class: "choice strong"}),
		act("pack-back", "back", "page_back", () => place.set({doing: null})))];

/* What may become of it, by where it is. */
function acts(place, {state: where, journal, seq}) {
	const here = ["stock", "returned"].includes(where);
	return [
		...(where === "delivered" ? [act("pack-returned", "in", "page_pack_do_returned", () => move(place, {state: "returned"}))] : []),
		...(where === "returned" && mayOpen("staff") ? [act("pack-stock", "undo", "page_pack_do_stock", () => move(place, {state: "stock"}))] : []),
		...(here ? [act("pack-tasted", "question", "page_pack_do_tasted", () => move(place, {state: "tasted"})),
			act("pack-destroyed", "cancel", "page_pack_do_destroyed", () => place.set({doing: "destroyed"}))] : []),
		...(where === "stock" ? voidAct(place, {kind: "pack", journal, seq}) : []),
	];
}

const ways = (place) => [...offered("destinations").filter(({code}) => WASTE.includes(code)).map((row) => bigButton({class: "choice",
	"data-code": row.code, picture: [row.code, "out"], word: shortName(row), onclick: () => move(place, {state: "destroyed", destination: row.code})})),
act("pack-back", "back", "page_back", () => place.set({doing: null}))];

const drawPack = (place, pack, doing) => [
	el("p", {class: "pack-where", id: "pack-where", "data-state": pack.state}, icon("pack"),
		`${t(`page_pack_${pack.state}`)} · ${kg(pack.net_mg)} kg`),
	el("div", {class: "choices"}, ...(doing ? ways(place) : acts(place, pack)),
		...(doing ? [] : [act("pack-lot", "lots", "page_recall_lot", () => go("recall", pack.lot))])),
];

const drawLot = (place, lot) => [el("div", {class: "choices"}, ...voidAct(place, lastOf(lot))), el("ol", {class: "line-list"}, ...(lot.packs ?? []).filter(({voided_by: by}) => !by).map((pack) => el("li", {},
	el("button", {class: "line", "data-pack": pack.id, onclick: () => go("pack", pack.id)},
		el("span", {class: "line-swatch"}, icon("pack")),
		el("span", {class: "line-name"}, pack.id, el("span", {class: "line-time"}, t(`page_pack_${pack.state}`))),
		el("span", {class: "line-mass"}, `${kg(pack.net_mg)} kg`)))))];

export const open = load;

export function paint(place) {
	const {lot, pack, refused, doing} = place.mine;
	if (state.link === "lost")
		return home();
	return touchable(place.body, [language(), lot, pack, refused, doing, state.catalogue?.stamp, state.session], () => {
		if (!lot && !pack)
			return [el("p", {class: "line-said"}, refused ?? "")];
		if (doing?.kind)
			return sureActs(place, doing);
		return lot ? drawLot(place, lot) : drawPack(place, pack, doing);
	});
}
