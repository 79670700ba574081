// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/slip/ID: one slip: whose it is, what it comes to, its weighings, its paper. An open one is ended
 * here, with the name of who signs where one is wanted, or taken up again; what is turned away of it is
 * said from here; a mistake is voided with all its weighings, for a reason.
 */
import {bigButton, el, findRow, go, hasWorkshop, home, icon, state} from "/base/kernel.js";
import {get, intent, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {clockTime, count, dayOf, kg, language, longName, shortName, t} from "/base/lang.js";
import {loadLines, loadOpenSlips} from "/base/station.js";
import {again, endSlip} from "/parts/end-slip.js";
import {figure} from "/parts/figure.js";
import {form} from "/parts/form.js";
import {reasonTiles} from "/parts/reasons.js";
import {lineOf} from "/screens/reception.js";

export const role = "kiosk";
export const flow = "rows";
export const css = true;

const idOf = ({args: [id]}) => id ?? "";
const call = (place, act = "") => `/slips/${encodeURIComponent(idOf(place))}${act}`;

export const partyOf = ({partner, place, origin, destination}) => [["partners", partner], ["places", place],
	["origins", origin], ["destinations", destination]].filter(([, code]) => code)
	.map(([kind, code]) => shortName(findRow(kind, code)) || code);

// lang: page_slip_deposit page_slip_pickup page_slip_removal page_slip_transfer page_slip_delivery
export const typeOf = ({type}) => t(`page_slip_${type}`);

export const title = (place) => (place.mine.slip ? `${typeOf(place.mine.slip)} ${place.mine.slip.id}` : idOf(place));

async function load(place) {
	const answer = await get(call(place));
	if (answer?.ok)
		place.set({slip: answer.data, refused: null});
	else if (answer)
		place.set({refused: answer.data.message});
}

/* Anew when a weighing came or changed. */
function follow(place) {
	const seen = JSON.stringify([state.snapshot?.today, state.lines.map(({id, voided_by: by}) => [id, by]),
		state.snapshot?.context?.slip]);
	if (place.mine.seen === seen)
		return;
	place.mine.seen = seen;
	load(place);
}

/* With no code the one that this page shows is put aside, not another page's. */
async function take(code, aside) {
	await intent("slip", code ? {code} : {code, instead_of: aside});
	loadOpenSlips();
	home();
}

async function voidIt(place, reason) {
	const answer = await post(call(place, "/void"), {reason});
	place.set({doing: null});
	if (!answer?.ok)
		return;
	loadOpenSlips();
	await Promise.all([load(place), loadLines()]);
}

const act = (props) => bigButton({class: "choice", ...props});

/* A link, because a browser shows or keeps a file by itself. */
const paper = (slip) => el("a", {class: "choice", id: "slip-paper", target: "_blank", rel: "noopener",
	href: `/api/v1/slips/${encodeURIComponent(slip.id)}.pdf?lang=${language()}`},
icon("file"), el("span", {class: "words"}, el("span", {class: "word"}, t("page_slip_paper"))));

/* Where it goes or comes from is left open: said for what is weighed under it. */
function endAct({origin, destination}) {
	const out = state.snapshot.context.direction === "out";
	return (out ? destination : origin) ? null
		: act({id: "slip-end", picture: out ? "out" : "in",
			word: t(out ? "page_choose_destination" : "page_choose_origin"), onclick: () => go("place")});
}

const notNow = (place) => act({class: "choice plain", id: "slip-back", picture: "back", word: t("page_back"),
	onclick: () => place.set({doing: null})});

const SIGNED_MOST = 63;

/* Who hands over or takes away writes the name of whom the paper says to have signed. */
const signature = (place, slip) => [
	form({word: t("page_slip_close"), submit: (said) => endSlip(slip, said),
		picture: "finish",
		fields: [{name: "signed", type: "text", most: SIGNED_MOST, needed: true, label: t("page_slip_signed")}]}).node,
	el("div", {class: "choices"}, notNow(place)),
];

const isIn = ({type}) => ["deposit", "pickup"].includes(type);

const openActs = (place, slip) => [
	act({class: "choice strong", id: "slip-close", picture: "finish", word: t("page_slip_close"),
		onclick: () => endSlip(slip)}),
	act({id: "slip-sign", picture: "pencil", word: t("page_slip_sign"), onclick: () => place.set({doing: "sign"})}),
	...(isIn(slip) ? [act({id: "slip-refuse", picture: "refuse", word: t("page_slip_refuse"),
		onclick: () => go("refuse", slip.id)})] : []),
];

/* What was ended too early goes on as another of the same. */
const againAct = ({mine}, slip) => (state.snapshot?.context?.slip ? [] : [act({id: "slip-again", picture: "plus",
	word: t("page_slip_again"), onclick: () => again(slip, mine.key)})]);

function acts(place, slip) {
	const here = state.snapshot?.context?.slip === slip.id;
	const isOpen = slip.state === "open";
	return el("div", {class: "choices"},
		isOpen && slip.type === "delivery" && hasWorkshop() ? act({id: "slip-packs", picture: "pack", word: t("page_slip_packs"),
			onclick: () => go("deliver", slip.id)}) : null,
		isOpen && here ? endAct(slip) : null,
		...(isOpen ? openActs(place, slip) : againAct(place, slip)),
		here ? act({id: "slip-aside", picture: "down", word: t("page_slip_aside"),
			onclick: () => take("", slip.id)}) : null, // ended or not: the station holds to it
		isOpen && !here ? act({id: "slip-take", picture: "scale", word: t("page_slip_take"),
			onclick: () => take(slip.id)}) : null,
		paper(slip),
		...(slip.state !== "void" ? [act({id: "slip-void", picture: "cancel", word: t("page_slip_void"),
			onclick: () => place.set({doing: "void"})})] : []));
}

const reasons = (place) => el("div", {class: "choices"},
	...reasonTiles("void", (reason) => voidIt(place, reason)),
	notNow(place));

const moment = (at) => [dayOf(at), clockTime(at)].filter(Boolean).join(" ");

/* What became of it, where there is something to say; in one line, so that on a low screen its acts are in sight. */
function said({state: how, closed_at: closed, void_at: voided, rectified, refused, carrier, signed}) {
	const by = findRow("partners", carrier);
	return [
		carrier ? t("page_slip_carrier", {name: longName(by) || carrier,
			permit: t(by?.permit ? "page_new_slip_permit" : "page_new_slip_no_permit", {permit: by?.permit ?? ""})}) : "",
		how === "void" ? t("page_slip_voided", {when: moment(voided)}) : "",
		closed && how !== "void" ? t("page_slip_closed_at", {when: moment(closed)}) : "",
		rectified && how !== "void" ? t("page_slip_rectified", {when: moment(rectified)}) : "",
		signed ? t("page_slip_signed_by", {name: signed}) : "",
		refused.length > 0 ? t("page_slip_refused", {n: refused.length}) : "",
	].filter(Boolean).join(" ");
}

const figures = (slip) => el("div", {class: "figures"},
	figure(t("page_slip_mass"), `${kg(slip.mass_mg)} kg`),
	figure(t("page_bilan_weighings"), count(slip.weighings)),
	figure(t("page_slip_since"), moment(slip.at)));

/* On a low screen all reasons, and the way back, are seen: nothing else stands there. */
const DOING = {
	void: (place) => [reasons(place)],
	sign: signature,
};

const told = (place, slip) => [figures(slip), said(slip) ? el("p", {class: "line-said"}, said(slip)) : null,
	acts(place, slip)].filter(Boolean);

const draw = (place, slip) => [
	el("p", {class: "slip-party"}, icon(slip.partner ? "partner" : "place"), partyOf(slip).join(" · ")),
	...(DOING[place.mine.doing] ?? told)(place, slip),
	el("ol", {class: "line-list"}, ...slip.lines.toReversed().map(lineOf)),
];

export function open(place) {
	place.set({key: newKey()});
	return load(place);
}

export function paint(place) {
	const {slip, refused, doing} = place.mine;
	if (state.link === "lost")
		return home();
	follow(place);
	/* A name that is being written stays, whatever is weighed meanwhile. */
	const seen = doing === "sign" ? slip.id : [slip, refused, state.snapshot?.context?.slip, state.catalogue?.stamp, state.labels];
	return touchable(place.body, [language(), doing, seen], () => (slip ? draw(place, slip)
		: [el("p", {class: "line-said"}, refused ?? "")]));
}
