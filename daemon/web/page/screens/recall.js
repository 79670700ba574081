// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/recall: which lot is called back: recalls that go on, then all lots, the newest first. #/recall/LOT (or a
 * pack, also scanned): where it comes from, what was made of it, who got that; one touch holds it all, another
 * only tries; staff hold that lot alone, or let it go. #/recall/3: a recall: where everything is, its notice, its end.
 */
import {bigButton, colours, el, findRow, go, home, icon, linkTo, mayOpen, rootOf, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {clockTime, count, kg, language, shortName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {figure} from "/parts/figure.js";
import {isSure} from "/parts/food.js";
import {holds, list} from "/parts/list.js";
import {followScanner, startListening, stopListening} from "/parts/listen.js";
import {dayFigures} from "/parts/period.js";

export const role = "kiosk";
export const flow = "rows";
export const css = true;

const MOST = 1000;
const PAGE = 40;
const STATES = ["stock", "on_slip", "delivered", "returned", "destroyed", "tasted"];

const idOf = ({args: [id]}) => id ?? "";
const isNumber = (id) => /^[1-9]\d{0,8}$/.test(id);
const nameOf = (kind, code) => shortName(findRow(kind, code ?? "")) || code || "";
const foodOf = (lot) => nameOf("products", lot.product) || nameOf("ingredients", lot.ingredient) || lot.description
	|| nameOf("categories", lot.category);
const keyOf = (lot) => lot.lot ?? lot.id;

export function title(place) {
	const {recall, trace} = place.mine;
	if (recall && isNumber(idOf(place)))
		return t(recall.drill ? "page_recall_drill_n" : "page_recall_n", {n: recall.number});
	return trace ? `${t("page_recall_lot")} ${trace.lot}` : t("page_recall");
}

/* ---- which lot ---- */

const recallLine = (recall) => el("li", {}, el("button", {class: "line going", "data-recall": recall.number,
	onclick: () => go("recall", String(recall.number))},
el("span", {class: "line-swatch"}, icon("recall")),
el("span", {class: "line-name"}, t(recall.drill ? "page_recall_drill_n" : "page_recall_n", {n: recall.number}),
	el("span", {class: "line-time"}, [dayFigures(recall.day), recall.about,
		t(recall.ended ? "page_recall_ended" : "page_recall_going")].join(" · ")))));

const lotLine = (lot) => el("li", {}, el("button", {class: "line", "data-lot": keyOf(lot), onclick: () => go("recall", keyOf(lot))},
	el("span", {class: "line-swatch", ...colours(lot.category)}, icon(lot.category, rootOf(lot.category))),
	el("span", {class: "line-name"}, foodOf(lot), el("span", {class: "line-time"},
		[dayFigures(lot.day), keyOf(lot), nameOf("partners", lot.partner), lot.donor_lot].filter(Boolean).join(" · "))),
	el("span", {class: "line-mass"}, `${kg(lot.net_mg ?? lot.in_mg)} kg`)));

const said = (lot) => [keyOf(lot), foodOf(lot), nameOf("partners", lot.partner), lot.donor_lot, lot.gtin].filter(Boolean).join(" ");

async function loadLots(place) {
	const [recalls, received, made] = await Promise.all([get("/recalls"), get(`/lots?limit=${MOST}`), get(`/lots?of=made&limit=${MOST}`)]);
	const lots = [...received?.data?.lots ?? [], ...made?.data?.lots ?? []].filter(({state: how}) => how !== "void");
	place.set({lots: lots.toSorted((a, b) => (a.at < b.at ? 1 : -1)), recalls: recalls?.data?.recalls ?? [],
		refused: received?.ok ? null : received?.data?.message ?? t("page_lost")});
}

function openList(place) {
	const lines = list({hint: "page_settings_search", rest: 0, search: (text) => place.set({text, most: PAGE}),
		more: () => place.set({most: place.mine.most + PAGE})});
	place.body.append(...lines.nodes);
	place.set({list: lines, text: "", lots: null, recalls: [], most: PAGE});
	return loadLots(place);
}

function paintList({mine}) {
	const {list: lines, lots, recalls, text, most, refused} = mine;
	const found = (lots ?? []).filter((lot) => !text || holds(said(lot), text));
	const shown = text ? [] : recalls.toSorted((a, b) => a.ended - b.ended).slice(0, 3);
	return lines.paint({key: [shown, found.slice(0, most), state.catalogue?.stamp, lots === null],
		rows: [...shown, ...found.slice(0, most)], row: (one) => (one.number && one.about ? recallLine(one) : lotLine(one)),
		next: found.length > most, empty: refused ?? t(lots === null ? "page_lots_wait" : "page_lots_none")});
}

/* ---- a lot ---- */

async function loadLot(place) {
	const call = `/lots/${encodeURIComponent(idOf(place))}/trace?direction=`;
	const [back, trace] = await Promise.all([get(`${call}back`), get(`${call}forward`)]);
	if (back?.ok && trace?.ok)
		place.set({back: back.data, trace: trace.data, refused: null});
	else
		place.set({refused: (back?.ok ? trace : back)?.data?.message ?? t("page_lost")});
}

async function begin(place, drill) {
	const answer = await post("/recalls", {lot: place.mine.trace.lot, drill}, {key: drill ? place.mine.drillKey : place.mine.key});
	if (answer?.data?.number) // its own, or the one that somebody else has begun
		go("recall", String(answer.data.number));
}

const row = (picture, words, beside, right, href) => el("li", {class: "trace"}, icon(...[picture].flat()),
	el("span", {class: "trace-words"}, href ? el("a", {href}, words) : words, beside ? el("small", {}, beside) : null),
	right ? el("b", {}, right) : null);

const HELD = (lot) => (lot.held ? t("page_recall_held") : "");
const lotRow = (lot) => row([lot.category, rootOf(lot.category)], `${foodOf(lot)} · ${lot.lot}`,
	[dayFigures(lot.day), nameOf("partners", lot.partner), lot.donor_lot, HELD(lot)].filter(Boolean).join(" · "),
	`${kg(lot.in_mg)} kg`, linkTo("recall", lot.lot));

/* What was bought, and water: no lot of ours. lang: page_recall_bought page_recall_water */
const inputRow = (input) => row("in", input.ingredient ? nameOf("ingredients", input.ingredient) : t(`page_recall_${input.source}`),
	[nameOf("partners", input.partner), input.supplier_lot].filter(Boolean).join(" · "), `${kg(input.mass_mg)} kg`);

/* lang: page_pack_stock page_pack_on_slip page_pack_delivered page_pack_returned page_pack_destroyed page_pack_tasted */
const packRow = (of) => row("pack", [t(`page_pack_${of.state}`), nameOf("partners", of.partner)].filter(Boolean).join(" · "),
	[of.lot, of.slip, of.slip ? dayFigures(of.day) : ""].filter(Boolean).join(" · "), `${count(of.units)} × · ${kg(of.mass_mg)} kg`,
	of.slip ? linkTo("slip", of.slip) : null);

/* What left unpacked, or came back so. */
const exitRow = (exit) => row(exit.direction, [nameOf(exit.direction === "in" ? "origins" : "destinations", exit.way), nameOf("partners", exit.partner)].filter(Boolean).join(" · "),
	[exit.lot, dayFigures(exit.day)].join(" · "), `${kg(exit.mass_mg)} kg`, linkTo("weighing", exit.weighing));

const HANDED_ON = ["reuse", "transfer"];
const packed = ({packs}) => Boolean(packs);
/* Whoever has some is asked for it; what is compost is with nobody, what came back is here. */
const WAYS = {
	page_recall_bulk: ({direction, flow}) => direction === "out" && HANDED_ON.includes(flow),
	page_recall_lost: ({direction, flow}) => direction === "out" && !HANDED_ON.includes(flow),
	page_recall_returned: ({direction}) => direction === "in",
}; // lang: page_recall_bulk page_recall_lost page_recall_returned

const part = (word, rows) => (rows.length > 0 ? [el("h2", {class: "trace-part"}, t(word)), el("ul", {class: "traces"}, ...rows)] : []);

const whither = (trace) => [
	...part("page_recall_packs", trace.packs.map(packRow)),
	...Object.entries(WAYS).flatMap(([word, holds]) => part(word, trace.exits.filter((exit) => !packed(exit) && holds(exit)).map(exitRow))),
];

const act = (props) => bigButton({class: "choice", ...props});

/* ---- staff hold one lot, or let it go: others ask them to */

// lang: page_hold_allergen page_hold_cooling page_hold_date page_hold_temperature
const HOLDS = {allergen: ["ALI", "OTHER"], cooling: ["thermometer", "TEMPERATURE"], date: ["calendar", "DATE"], temperature: ["thermometer", "TEMPERATURE"]};

async function decide(place, how, body) {
	const answer = await post(`/lots/${encodeURIComponent(place.mine.trace.lot)}/${how}`, body, {key: place.mine.holdKey});
	place.set({doing: null, holdKey: isSure(answer) ? newKey() : place.mine.holdKey});
	if (answer?.ok)
		await loadLot(place);
}

const backAct = (place) => act({class: "choice plain", id: "recall-back", picture: "back", word: t("page_back"), onclick: () => place.set({doing: null})});

const decideTiles = (place, doing) => el("div", {class: "choices"}, ...(doing === "hold"
	? Object.entries(HOLDS).map(([why, [picture, reason]]) => act({"data-why": why, picture, word: t(`page_hold_${why}`),
		onclick: () => decide(place, "hold", {why, reason})}))
	: [act({id: "release-good", picture: "undo", word: t("page_recall_good"), onclick: () => decide(place, "release", {decision: "good", reason: "OTHER"})}),
		act({id: "release-destroy", picture: "cancel", word: t("page_recall_destroy"), onclick: () => decide(place, "release", {decision: "destroy", reason: "OTHER"})})]),
backAct(place));

const selfOf = ({back, trace}) => back.lots.find(({lot}) => lot === trace.lot);

function staffActs(place, self) {
	if (!self || !mayOpen("staff"))
		return [];
	return [self.held ? act({id: "lot-release", picture: "undo", word: t("page_lot_release"), onclick: () => place.set({doing: "release"})})
		: act({id: "lot-hold", picture: "recall", word: t("page_lot_hold"), onclick: () => place.set({doing: "hold"})})];
}

/* Also of a lot without packs: there its text or its end is taken back. */
const hasPacks = ({lot, packs}, self) => packs.some((pack) => pack.lot === lot) || Boolean(self?.product && mayOpen("staff"));

const drawLot = (place, {back, trace, doing}) => [
	doing ? decideTiles(place, doing) : el("div", {class: "choices"},
		act({class: "choice danger", id: "recall-begin", picture: "recall", word: t("page_recall_begin"), onclick: () => begin(place, false)}),
		act({id: "recall-drill", picture: "test", word: t("page_recall_drill"), onclick: () => begin(place, true)}),
		...staffActs(place, selfOf({back, trace})),
		...(hasPacks(trace, selfOf({back, trace})) ? [act({id: "recall-packs", picture: "pack", word: t("page_recall_its_packs"),
			onclick: () => go("pack", trace.lot)})] : [])),
	...part("page_recall_from", [...back.lots.filter(({lot}) => lot !== trace.lot).map(lotRow),
		...back.inputs.filter(({from}) => !from).map(inputRow)]),
	...part("page_recall_made", trace.lots.map(lotRow)),
	...whither(trace),
];

/* ---- a recall ---- */

async function loadRecall(place) {
	const answer = await get(`/recalls/${idOf(place)}`);
	place.set(answer?.ok ? {recall: answer.data, refused: null} : {refused: answer?.data?.message ?? t("page_lost")});
}

async function end(place, decision) {
	const answer = await post(`/recalls/${idOf(place)}/end`, decision ? {decision} : {}, {key: place.mine.key});
	place.set({doing: null});
	if (answer?.ok)
		await loadRecall(place);
}

const figures = ({sums}) => el("div", {class: "figures"},
	figure(t("page_recall_sum_made"), count(sums.made.units), `${kg(sums.made.mass_mg)} kg`),
	...STATES.filter((of) => sums[of].units > 0 || ["stock", "on_slip", "delivered"].includes(of))
		.map((of) => figure(t(`page_pack_${of}`), count(sums[of].units), `${kg(sums[of].mass_mg)} kg`)));

const file = (recall, kind, word) => el("a", {class: "file", "data-file": kind, target: "_blank", rel: "noopener",
	href: `/api/v1/recalls/${recall.number}.${kind}?lang=${language()}`}, icon(kind === "pdf" ? "file" : "table"), t(word));

const ends = (place, {drill}) => (drill
	? [act({class: "choice strong", id: "recall-end", picture: "finish", word: t("page_recall_end_drill"), onclick: () => end(place, null)})]
	: [act({id: "recall-good", picture: "undo", word: t("page_recall_good"), onclick: () => place.set({doing: "good"})}),
		act({id: "recall-destroy", picture: "cancel", word: t("page_recall_destroy"), onclick: () => place.set({doing: "destroy"})})]);

/* Letting food go again is asked twice: whoever decides says it with a second touch. lang: page_recall_sure_good page_recall_sure_destroy */
const sure = (place, doing) => el("div", {class: "choices"},
	act({class: "choice strong", id: "recall-sure", picture: "finish", word: t(`page_recall_sure_${doing}`), onclick: () => end(place, doing)}),
	backAct(place));

/* lang: page_recall_now page_recall_now_drill page_recall_over page_recall_over_drill */
function how({drill, ended, count: counted, at, lots}) {
	const held = lots.filter(({held: why}) => why).length;
	return t(`page_recall_${ended ? "over" : "now"}${drill ? "_drill" : ""}`,
		{time: clockTime(at), n: lots.length, held, minutes: counted?.minutes ?? 0});
}

const drawRecall = (place, recall, doing) => [
	el("p", {class: recall.drill || recall.ended ? "line-said" : "trouble", id: "recall-how"},
		recall.drill || recall.ended ? "" : icon("recall"), how(recall)),
	figures(recall),
	...(doing ? [sure(place, doing)] : [el("div", {class: "files"}, file(recall, "pdf", "page_recall_notice"), file(recall, "csv", "page_recall_rows")),
		...(recall.ended || !(recall.drill || mayOpen("staff")) ? [] : [el("div", {class: "choices"}, ...ends(place, recall))])]),
	...whither(recall),
	...part("page_recall_lots", recall.lots.map(lotRow)),
];

/* ---- all of them ---- */

export function open(place) {
	startListening(place, hear);
	place.set({key: newKey(), drillKey: newKey(), holdKey: newKey()});
	if (!idOf(place))
		return openList(place);
	return isNumber(idOf(place)) ? loadRecall(place) : loadLot(place);
}

export const close = stopListening;

/* By the code of a donor's pack: that lot of it, or where none is said the newest of the article. */
async function lotOfPack({gtin, donor_lot: mark}) {
	const answer = gtin ? await get(`/lots?${new URLSearchParams({gtin, limit: MOST})}`) : null;
	const lots = (answer?.data?.lots ?? []).filter((lot) => lot.state !== "void" && (!mark || lot.donor_lot === mark));
	return lots.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]?.lot;
}

/* A lot or a pack that is scanned is the one that is asked for; then a card holds it all, as the first touch. */
async function hear(place, heard) {
	const {trace} = place.mine;
	const key = heard.key ?? await lotOfPack(heard);
	if (key)
		return go("recall", key);
	return heard.act === "done" && trace && !isNumber(idOf(place)) ? begin(place, false) : tell("refused", t("page_recall_scan"));
}

/* Anew when something was weighed, or a slip was closed. */
function follow(place) {
	const seen = JSON.stringify([state.snapshot?.today, state.lines[0]?.id]);
	if (place.mine.seen && place.mine.seen !== seen)
		(isNumber(idOf(place)) ? loadRecall : loadLot)(place);
	place.mine.seen = seen;
}

export function paint(place) {
	const {recall, trace, back, refused, doing} = place.mine;
	if (state.link === "lost")
		return home();
	followScanner(place);
	if (!idOf(place))
		return place.mine.list ? paintList(place) : null;
	follow(place);
	const drawn = isNumber(idOf(place)) ? recall : trace;
	return touchable(place.body, [language(), doing, drawn, back, refused, state.catalogue?.stamp, state.session], () => (!drawn
		? [el("p", {class: "line-said"}, refused ?? "")]
		: isNumber(idOf(place)) ? drawRecall(place, recall, doing) : drawLot(place, place.mine)));
}
