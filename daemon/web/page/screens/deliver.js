// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/deliver, #/deliver/SLIP: packs to a partner. Who, by a tile or a card, opens the delivery slip or goes on
 * with the open one; each touch of a lot, or scan of a pack, lays packs on it, the oldest date first; its end
 * weighs them out, and its paper is there. What the daemon refuses is named; in its last 48 hours a lot leaves
 * for a reason. The card of the same partner again is the end. What comes back is in screens/deliver/.
 */
import {bigButton, el, findRow, go, icon, offered, rows, setText, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {count, kg, language, longName, shortName, t} from "/base/lang.js";
import {loadOpenSlips, tell} from "/base/station.js";
import {asksIn, choiceTiles, paintSearch} from "/parts/choices.js";
import {byDate, dueOf, isSure} from "/parts/food.js";
import {keyOf, keypad, typedText, typeKey} from "/parts/keypad.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {dayFigures} from "/parts/period.js";
import {endsOf, hasRole, lastFirst} from "/parts/slips.js";
import {BACK, backStep, backTile} from "/screens/deliver/back.js";

export const role = "kiosk";
export const css = ["receive", "typed", true];

const USUAL = "ALIM_DIST";
const MOST = 1000;
const LAST = 50;
const REASON_MOST = 120;

const idOf = ({args: [id]}) => id ?? "";
const call = (place, act = "") => `/slips/${encodeURIComponent(idOf(place))}${act}`;
const today = () => state.snapshot?.day ?? "";

function stepOf(place) {
	const {mine} = place;
	if (state.link === "lost")
		return "lost";
	if (!mine.loaded)
		return "wait";
	if (!idOf(place))
		return backStep(mine) ?? (mine.partner ? "end" : "partner");
	if (mine.slip?.state !== "open" || mine.slip.type !== "delivery")
		return "closed";
	return mine.ask ? "ask" : mine.typing === undefined ? "packs" : "units";
}

// lang: page_deliver_lost page_deliver_wait page_deliver_partner page_deliver_end page_deliver_closed page_deliver_ask
// lang: page_deliver_packs page_deliver_units page_deliver_back page_deliver_backs
export const title = (place) => t(`page_deliver_${stepOf(place)}`);

/* ---- what the daemon knows */

const listOf = async (path, query, member) => {
	const answer = await get(`${path}?${new URLSearchParams(query)}`);
	return answer?.ok ? answer.data[member] : [];
};

async function load(place) {
	const id = idOf(place);
	const [made, open, last, slip] = await Promise.all([listOf("/lots", {of: "made", state: "packed", limit: MOST}, "lots"),
		id ? [] : listOf("/slips", {type: "delivery", state: "open", limit: LAST}, "slips"),
		id ? [] : listOf("/slips", {type: "delivery", limit: LAST}, "slips"), id ? get(call(place)) : null]);
	const there = slip?.ok ? slip.data : null;
	const known = Object.fromEntries(made.map((lot) => [lot.id, lot]));
	const gone = [...new Set((there?.packs ?? []).map(({lot}) => lot).filter((lot) => !known[lot]))];
	const others = await Promise.all(gone.map((lot) => get(`/lots/${encodeURIComponent(lot)}`)));
	for (const answer of others)
		if (answer?.ok)
			known[answer.data.id] = answer.data;
	place.set({made, open, last, slip: there, lots: known, loaded: true});
}

/* ---- whose */

/* Not knowing whether it was written, the same is asked again by its key; another thing by one of its own. */
async function write(place, path, body) {
	const asked = JSON.stringify([path, body]);
	const key = place.mine.unsure && place.mine.unsure !== asked ? newKey() : place.mine.key;
	place.set({sent: true});
	const answer = await post(path, body, {key});
	const sure = isSure(answer);
	place.set({sent: false, key: sure ? newKey() : key, unsure: sure ? null : asked});
	return answer;
}

async function openSlip(place, {partner, destination}) {
	const known = place.mine.open.find((slip) => slip.partner === partner && (!destination || slip.destination === destination));
	if (known)
		return go("deliver", known.id);
	if (place.mine.sent)
		return;
	const answer = await write(place, "/slips", {type: "delivery", partner, destination: destination ?? USUAL});
	if (answer?.ok)
		return loadOpenSlips(), go("deliver", answer.data.id);
	place.set({partner: null});
}

/* Given away where nothing else is offered or was chosen the last time. */
function choosePartner(place, partner) {
	const ends = endsOf("delivery").map(({code}) => code);
	const before = place.mine.last.find((slip) => slip.partner === partner && slip.state !== "void")?.destination;
	const destination = ends.includes(before) ? before : ends.includes(USUAL) ? USUAL : ends.length === 1 ? ends[0] : null;
	return destination ? openSlip(place, {partner, destination}) : place.set({partner, search: null});
}

/* ---- packs on the slip, and off it again */

const packsOn = ({slip}) => slip?.packs ?? [];

async function lay(place, what) {
	const {sent, units} = place.mine;
	if (sent)
		return;
	const body = what.pack || what.units ? what : {...what, units};
	const answer = await write(place, call(place, "/lines"), body);
	if (answer?.ok) {
		place.set({ask: null, units: 1});
		return load(place);
	}
	if (answer?.data.error === "delivery_48h")
		place.set({ask: {body, text: answer.data.message}});
}

const takeOff = (place, lot) => lay(place, {pack: packsOn(place.mine).findLast((pack) => pack.lot === lot).id, off: true});

async function end(place) {
	if (place.mine.sent)
		return;
	const answer = await write(place, call(place, "/close"), {});
	if (!answer?.ok)
		return load(place);
	loadOpenSlips();
	go("slip", idOf(place));
	tell("saved", t("page_deliver_done", {n: count(answer.data.units), kg: kg(answer.data.mass_mg)}));
}

/* ---- what a scanner said */

function hearPartner(place, partner) {
	if (!hasRole(findRow("partners", partner) ?? {}, ["recipient"]))
		return tell("refused", t("page_deliver_no_recipient"));
	if (place.mine.slip?.partner === partner && stepOf(place) === "packs")
		return packsOn(place.mine).length > 0 ? end(place) : tell("news", t("page_deliver_empty"));
	return idOf(place) ? go("deliver") : choosePartner(place, partner);
}

/* B a pack, L a lot of ours. */
const sortOf = (key) => key.split("-").at(-3);

/* Before anybody is chosen: a pack that is with somebody comes back. */
async function hearBack(key) {
	const answer = await get(`/packs/${encodeURIComponent(key)}`);
	return answer?.ok && ["delivered", "returned"].includes(answer.data.state) ? go("pack", key) : tell("refused", t("page_deliver_first"));
}

function hear(place, {partner, key, act}) {
	if (act === "deliver")
		return go("deliver");
	if (act === "done" && stepOf(place) === "packs")
		return packsOn(place.mine).length > 0 ? end(place) : tell("news", t("page_deliver_empty"));
	if (partner)
		return hearPartner(place, partner);
	if (!key)
		return tell("refused", t("page_deliver_scan"));
	if (stepOf(place) !== "packs")
		return hearBack(key);
	return lay(place, sortOf(key) === "B" ? {pack: key} : {lot: key});
}

/* ---- tiles */

const tile = (props) => bigButton({class: "choice", ...props});
const named = (row) => [row.code, row.label_fr, row.label_en, row.short_fr, row.short_en].filter(Boolean).join(" ");
const productOf = (lot) => shortName(findRow("products", lot?.product ?? "")) || lot?.product || "";
const dateOf = (lot) => (lot?.date ? `${lot.date_kind.toUpperCase()} ${dayFigures(lot.date).slice(0, 5)}` : "");

const partners = (place) => lastFirst(rows("partners").filter((row) => hasRole(row, ["recipient"])), place.mine.last.map(({partner}) => partner))
	.map((row) => ({code: row.code, picture: [row.code, "partner"], word: shortName(row), title: longName(row), said: named(row),
		caption: place.mine.open.some(({partner}) => partner === row.code) ? t("page_deliver_open") : null, onclick: () => choosePartner(place, row.code)}));

/* Oldest date first; what is past or held stands there and is refused by name, so that nobody looks for it. */
const packLots = (place) => byDate(place.mine.made.filter(({packs_left: n}) => n > 0)).map((lot) => ({code: lot.id, category: lot.category,
	picture: [lot.category, "ALI-PLA"], "data-due": lot.held ? "past" : dueOf(lot, today()), title: lot.id,
	caption: [lot.held ? t("page_deliver_held") : dateOf(lot), t("page_deliver_left", {n: count(lot.packs_left)})].join(" · "),
	word: productOf(lot), said: [lot.id, productOf(lot), dateOf(lot)].join(" "), onclick: () => lay(place, {lot: lot.id})}));

const CHOICES = {...BACK, partner: (place) => ({choices: partners(place), none: t("page_deliver_none_partner"), more: [backTile(place)]}),
	packs: (place) => ({choices: packLots(place), none: t("page_deliver_none_packs")})};

function unitsTiles(place) {
	const press = (name) => place.set({typing: typeKey("units", place.mine.typing, name)});
	const done = () => Number(place.mine.typing) > 0 && place.set({units: Number(typedText(place.mine.typing)), typing: undefined});
	return [el("div", {class: "typed"},
		el("div", {class: "typed-say"},
			el("p", {class: "typed-face"}, el("output", {id: "deliver-number", "aria-live": "polite"})),
			tile({class: "choice strong", id: "units-done", picture: "saved", word: t("page_deliver_units_done"), onclick: done}),
			tile({id: "units-back", picture: "back", word: t("page_back"), onclick: () => place.set({typing: undefined})})),
		keypad("units", press))];
}

function askTiles(place) {
	const {ask} = place.mine;
	const field = el("input", {class: "field", id: "deliver-reason", maxlength: REASON_MOST, autocomplete: "off", "aria-label": t("page_deliver_reason")});
	const say = (reason) => (reason ? lay(place, {...ask.body, reason}) : field.focus());
	return [el("p", {class: "line-said"}, ask.text),
		tile({class: "choice strong", id: "ask-eaten", picture: "saved", word: t("page_deliver_eaten"), onclick: () => say(t("page_deliver_eaten"))}),
		tile({id: "ask-no", picture: "cancel", word: t("page_deliver_leave"), onclick: () => place.set({ask: null})}),
		el("div", {class: "deliver-reason"}, el("label", {}, t("page_deliver_reason"), field),
			tile({id: "ask-said", picture: "pencil", word: t("page_deliver_say"), onclick: () => say(field.value.trim())}))];
}

const sayOnly = (key) => () => [el("p", {class: "line-said"}, t(key))];
const DRAW = {
	lost: sayOnly("page_lost"),
	wait: sayOnly("page_lots_wait"),
	closed: (place) => [el("p", {class: "line-said"}, t("page_deliver_closed_said")),
		tile({id: "deliver-paper", picture: "file", word: idOf(place), onclick: () => go("slip", idOf(place))}),
		tile({class: "choice strong", id: "deliver-new", picture: "plus", word: t("page_deliver_new"), onclick: () => go("deliver")})],
	end: (place) => offered("destinations").filter(({code}) => endsOf("delivery").some((row) => row.code === code)).map((row) => tile({"data-code": row.code,
		picture: [row.code, "out"], word: shortName(row), onclick: () => openSlip(place, {partner: place.mine.partner, destination: row.code})})),
	ask: askTiles,
	units: unitsTiles,
};

/* ---- beside them: whose, and what lies on the slip, each line its lot */

function linesOf({slip, lots}) {
	const sums = new Map();
	for (const {lot, net_mg: mg} of slip.packs) {
		const sum = sums.get(lot) ?? {lot, n: 0, mg: 0};
		sums.set(lot, {lot, n: sum.n + 1, mg: sum.mg + mg});
	}
	return [...sums.values()].map((sum) => ({...sum, made: lots[sum.lot]}));
}

const lineButton = (place) => ({lot, n, mg, made}) => el("button", {class: "receive-one", "data-lot": lot, title: t("page_deliver_off"),
	onclick: () => takeOff(place, lot)}, icon("minus"), el("span", {}, `${count(n)} × ${productOf(made)}`,
	el("small", {}, [dateOf(made), `${kg(mg)} kg`, lot].filter(Boolean).join(" · "))));

function ticket(place, step) {
	const {slip, units} = place.mine;
	if (!slip || step === "closed")
		return [];
	const whose = el("p", {class: "receive-one deliver-whose"}, icon(slip.partner ?? "partner", "partner"),
		el("span", {}, shortName(findRow("partners", slip.partner ?? "")) || slip.id));
	return [whose, tile({class: "receive-one", id: "deliver-units", picture: "keyboard", word: t("page_deliver_each", {n: count(units)}),
		onclick: () => place.set({typing: "", search: null})}),
	...linesOf(place.mine).map(lineButton(place)),
	slip.packs.length > 0 && step === "packs" ? tile({class: "choice strong", id: "deliver-end", picture: "finish", word: t("page_slip_close"),
		onclick: () => end(place)}) : null].filter(Boolean);
}

/* ---- the screen */

export async function open(place) {
	place.set({...asksIn(place), units: 1, ask: null, key: newKey(), made: [], open: [], last: []});
	await startListening(place, hear, load);
}

export const close = stopListening;

export function paint(place) {
	const {mine} = place;
	if (!mine.main)
		return;
	followScanner(place);
	const step = stepOf(place);
	const searches = paintSearch(place, step, CHOICES[step] && (() => CHOICES[step](place)));
	touchable(mine.ticket, [language(), step, mine.slip, mine.units, state.catalogue?.stamp], () => ticket(place, step));
	mine.ticket.hidden = mine.ticket.childElementCount === 0 || step === "units";
	touchable(mine.main, [language(), step, mine.made.map(({id, packs_left: n, held}) => [id, n, held]), mine.open, mine.last, mine.ask, mine.partner, mine.back,
		state.catalogue?.stamp, today()], () => (searches ? [] : DRAW[step]?.(place) ?? choiceTiles(place, CHOICES[step](place))));
	const number = document.getElementById("deliver-number");
	if (number)
		setText(number, mine.typing || "0");
}

export function key(place, name) {
	if (place.mine.typing !== undefined && keyOf(name))
		place.set({typing: typeKey("units", place.mine.typing, keyOf(name))});
}
