// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/new-slip, #/new-slip/TYPE, #/new-slip/TYPE/END: a slip begins. Which type, where its goods come from
 * or go to, who is on the other side, who carries them, from which place: each asked only where it is
 * needed, and what may be left out has a button for it. Then it is opened and in force.
 */
import {bigButton, el, findRow, go, home, icon, rows, setHidden, state} from "/base/kernel.js";
import {get, intent, newKey, post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, shortName, t} from "/base/lang.js";
import {loadOpenSlips, tell} from "/base/station.js";
import {form} from "/parts/form.js";
import {holds, list} from "/parts/list.js";
import {bodyOf, endRow, endsOf, hasRole, isOutside, lastFirst, mayBeUnknown, mustSay, nextStep, rolesOf, SLIPS,
	stepRefused, typesOffered, UNKNOWN} from "/parts/slips.js";

export const role = "kiosk";
export const flow = "rows";

const SHOWN = 60; // at a time: of two thousand partners nobody waits for all
const LAST = 50; // slips whose partners are offered first
const LAST_MS = 1500; // for so long they are waited for: rows never move under a finger
const REF_MOST = 31;
const KINDS = {partner: "partners", carrier: "partners", place: "places"};

/* In full, in whichever language it was given. */
const properLong = (row) => row[`label_${language()}`] || row.label_fr || row.code;

/* Meanwhile, by another page, too: a second slip could not be taken, and would stand open for nobody. */
const slipInForce = () => state.snapshot?.context?.slip;

const endOf = ({mine: {type, chosen}}) => endRow(type, chosen.end);
const stepOf = ({mine: {type, chosen}}) => (SLIPS[type] ? nextStep(type, chosen) : "type");

// lang: page_new_slip_type page_new_slip_end_in page_new_slip_end_out page_new_slip_from page_new_slip_to
// lang: page_new_slip_carrier page_new_slip_place page_new_slip_ref
function question(place) {
	const {type} = place.mine;
	const step = stepOf(place);
	const comes = SLIPS[type]?.end === "origin";
	if (step === "end")
		return t(comes ? "page_new_slip_end_in" : "page_new_slip_end_out");
	return t(step === "partner" ? (comes ? "page_new_slip_from" : "page_new_slip_to") : `page_new_slip_${step}`);
}

export function title(place) {
	const {type, chosen} = place.mine;
	if (!chosen || (SLIPS[type] && !stepOf(place)))
		return t("page_new_slip");
	return SLIPS[type] ? `${t(`page_slip_${type}`)}\u00a0· ${question(place)}` : question(place);
}

/*
 * One key for one slip, however often it is asked for while nobody knows whether it was written. What was
 * refused is asked again, and the rest of what was said stays.
 */
async function begin(place) {
	const {type, chosen, key, sent} = place.mine;
	if (slipInForce())
		return go("slip", slipInForce());
	if (sent)
		return null;
	place.set({sent: true});
	const answer = await post("/slips", bodyOf(type, chosen), {key});
	const step = answer && !answer.ok ? stepRefused(type, answer.data.field) : null;
	if (step) {
		const {[step]: refused, ...rest} = chosen;
		return place.set({sent: false, chosen: rest, refused, key: newKey()});
	}
	if (answer?.ok)
		await intent("slip", {code: answer.data.id});
	loadOpenSlips();
	return home(); // what was refused is said on the face
}

/* Who was on the other side of the last slips of that type, by each step. */
async function recall(place) {
	const {type} = place.mine;
	if (!SLIPS[type])
		return;
	const late = setTimeout(() => place.set({last: place.mine.last ?? []}), LAST_MS);
	const answer = await get(`/slips?${new URLSearchParams({type, limit: LAST})}`);
	clearTimeout(late);
	place.set({last: place.mine.last ?? answer?.data.slips ?? []});
}

function say(place, patch) {
	place.set({...patch, text: "", all: false, most: SHOWN});
	if (patch.type)
		recall(place);
	if (!stepOf(place))
		begin(place);
}

const choose = (place, step, code) => say(place, {chosen: {...place.mine.chosen, [step]: code}});

/* Of one wrong touch only that is lost: the answer before is asked again, at last for the type. */
function back(place) {
	const {type, chosen} = place.mine;
	const last = Object.keys(chosen).at(-1);
	const {[last]: undone, ...rest} = chosen;
	say(place, {type: last === undefined ? "" : type, chosen: rest});
}

/* What the address says itself was answered before this screen came. */
function backWay(place, style) {
	const {args: [given, end], mine: {type, chosen}} = place;
	const answered = Object.keys(chosen).length;
	return SLIPS[type] && (answered > (end ? 1 : 0) || (answered === 0 && !given))
		? [bigButton({class: style, id: "slip-back", picture: "back", word: t("page_back"), onclick: () => back(place)})] : [];
}

/* ---- tiles: which type, from or to where */

const tile = (props) => bigButton({class: "choice", ...props});

function tiles(place) {
	const {type} = place.mine;
	if (!SLIPS[type])
		return typesOffered().map((code) => tile({"data-type": code, picture: `slip-${code}`,
			word: t(`page_slip_${code}`), onclick: () => say(place, {type: code})}));
	const {end} = SLIPS[type];
	return [
		...(mustSay(type, null, "end") ? [] : [tile({id: "slip-each", picture: "order", word: t("page_new_slip_each"),
			onclick: () => choose(place, "end", "")})]),
		...endsOf(type).map((row) => tile({"data-code": row.code, picture: [row.code, end === "origin" ? "in" : "out"],
			word: shortName(row), onclick: () => choose(place, "end", row.code)})),
		...backWay(place, "choice"),
	];
}

/* ---- lists: who, by whom, from which place */

// lang: page_word_roles_* page_word_place_type_*
const wordsOf = (field, codes) => (codes ?? "").split(" ").filter(Boolean).map((code) => t(`page_word_${field}_${code}`)).join(", ");

/* A carrier of waste has a receipt; where none is known a person sees so before the lorry leaves. */
function about(row, step) {
	if (step === "carrier")
		return t(row.permit ? "page_new_slip_permit" : "page_new_slip_no_permit", {permit: row.permit ?? ""});
	return step === "place" ? wordsOf("place_type", row.place_type) : wordsOf("roles", row.roles);
}

const line = (place, step) => (row) => el("li", {},
	el("button", {class: "line", "data-code": row.code, onclick: () => choose(place, step, row.code)},
		el("span", {class: "line-swatch"}, icon(row.code, step === "carrier" ? "slip-removal" : step)),
		el("span", {class: "line-name"}, properLong(row), el("span", {class: "line-time"}, about(row, step)))));

/* A site that has no such row is told how it gets one: nothing is invented. */
function unknown(place) {
	if (findRow("partners", UNKNOWN))
		choose(place, "partner", UNKNOWN);
	else
		tell("news", t("page_new_slip_no_unknown"));
}

function ways(place, step, hidden) {
	const {type} = place.mine;
	const end = endOf(place);
	const way = (props) => bigButton({class: "list-choice", ...props});
	return [
		mayBeUnknown(type, end, step) ? way({id: "slip-unknown", picture: "question", word: t("page_new_slip_unknown"),
			onclick: () => unknown(place)}) : null,
		mustSay(type, end, step) ? null : way({id: "slip-skip", picture: "question",
			word: t(step === "partner" ? "page_new_slip_unknown" : "page_deposit_skip"),
			onclick: () => choose(place, step, "")}),
		hidden > 0 ? way({id: "slip-all", picture: "shown", word: t("page_new_slip_all", {n: hidden}),
			onclick: () => place.set({all: true})}) : null,
		...backWay(place, "list-choice"),
	].filter(Boolean);
}

const said = (row) => [row.code, row.label_fr, row.label_en, row.short_fr, row.short_en].filter(Boolean).join(" ");

/* {rows, hidden}: those of the role, unless all are wanted; how many are not shown because of it. */
function offers({type, chosen, all, last}, step) {
	const every = rows(KINDS[step]).filter((row) => (step === "place" ? isOutside(row) : row.code !== UNKNOWN));
	const wanted = step === "place" || all ? every
		: every.filter((row) => hasRole(row, rolesOf(type, endRow(type, chosen.end), step)));
	return {rows: lastFirst(wanted, last.map((slip) => slip[step])), hidden: every.length - wanted.length};
}

/* Their number, as it stands on their paper. */
const number = (place) => [
	tile({id: "slip-skip", picture: "question", word: t("page_deposit_skip"), onclick: () => choose(place, "ref", "")}),
	form({fields: [{name: "ref", type: "text", most: REF_MOST, needed: true, label: t("page_new_slip_ref")}],
		values: {ref: place.mine.refused}, word: t("page_new_slip_begin"), submit: ({ref}) => choose(place, "ref", ref)}).node,
	...backWay(place, "choice"),
];

export function open(place) {
	const [type = "", end] = place.args;
	const choices = el("div", {class: "choices"});
	const beside = el("div", {class: "list-choices"});
	const lines = list({hint: "page_settings_search", rest: 0, search: (text) => place.set({text, most: SHOWN}),
		more: () => place.set({most: place.mine.most + SHOWN})});
	place.body.append(choices, beside, ...lines.nodes);
	place.set({type, chosen: end ? {end} : {}, list: lines, choices, beside, text: "", most: SHOWN, all: false,
		key: newKey()});
	recall(place);
	if (slipInForce())
		go("slip", slipInForce());
	else if (!stepOf(place))
		home(); // an address alone writes nothing: only a touch does
}

export function paint(place) {
	const {list: lines, choices, beside, text, most, sent, type, chosen} = place.mine;
	if (state.link === "lost")
		return home();
	const step = stepOf(place);
	if (!step || sent)
		return null;
	const asksTile = ["type", "end", "ref"].includes(step) || !place.mine.last; // else the list, once it is known
	const [field, , found] = lines.nodes;
	touchable(choices, [language(), type, chosen, asksTile, state.catalogue?.stamp],
		() => (step === "ref" ? number(place) : ["type", "end"].includes(step) ? tiles(place) : []));
	setHidden(choices, !asksTile);
	for (const node of [field, found])
		setHidden(node, asksTile);
	if (asksTile)
		return [beside, ...lines.nodes].forEach((node) => setHidden(node, true));
	const offer = offers(place.mine, step);
	const shown = offer.rows.filter((row) => !text || holds(said(row), text));
	touchable(beside, [language(), step, chosen, offer.hidden], () => ways(place, step, offer.hidden));
	setHidden(beside, beside.childElementCount === 0);
	return lines.paint({key: [step, shown.slice(0, most).map(({code}) => code), state.catalogue?.stamp, language()],
		rows: shown.slice(0, most), row: line(place, step), next: shown.length > most,
		empty: t(text ? "page_bind_none" : `page_deposit_no_${step === "place" ? "place" : "partner"}`)});
} // lang: page_deposit_no_partner page_deposit_no_place
