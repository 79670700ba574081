// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/correct/ID: what is wrong with a weighing, what it is instead, and why. Nothing is sent before the
 * reason is touched; then the weighing is void and another one stands in its place. Its category is
 * touched on the tiles of the reception, as ever.
 */
import {$, bigButton, change, el, findRow, home, homeFrom, keyed, offered, setText, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {appeared, touchable} from "/base/hands.js";
import {kg, language, shortName, t} from "/base/lang.js";
import {destinationOf, loadLines, named, tell} from "/base/station.js";
import {asked, fieldsOf} from "/parts/asked.js";
import {form} from "/parts/form.js";
import {isMuch, keyOf, keypad, typedText, typeKey} from "/parts/keypad.js";
import {reasonNote, reasonsFor, reasonTiles} from "/parts/reasons.js";
import {classChoices} from "/screens/place.js";

export const role = "kiosk";
export const css = "typed";

const KINDS = {origin: "origins", destination: "destinations", partner: "partners", place: "places", container: "containers"};
const NONE = ["partner", "place", "container"]; // may be none
const TILES_MOST = 60; // of more partners one is looked for by words: `bascule correct --partner`
const find = ({args: [id], mine}) => state.lines.find((line) => line.id === id) ?? mine.weighing;
const endOf = ({direction}) => (direction === "out" ? "destination" : "origin");
const isNumber = (field) => field === "net_kg" || field === "units";
const CALL = "/weighings/{id}/correct";
const units = (count) => (count > 0 ? String(count) : t("page_correct_uncounted"));

/* What is said instead, in words. */
function said({field, value, facts}) {
	if (field === "more")
		return facts.filter(({name}) => name in value).map(({label}) => label).join(", ");
	if (field === "net_kg")
		return `${value} kg`;
	return field === "units" ? units(Number(value)) : shortName(findRow(KINDS[field], value)) || value || t("page_correct_none");
}

// lang: page_correct_*
export function title(place) {
	const {field, value} = place.mine;
	const old = find(place);
	if (!field)
		return t("page_correct_what");
	if (value !== undefined)
		return t("page_correct_why", {value: said(place.mine)});
	/* The number that is wrong stays in sight while the right one is typed. */
	const was = !old || !isNumber(field) ? "" : field === "net_kg" ? `${kg(old.net_mg)} kg` : units(old.units);
	return [t(`page_correct_${field}`), was].filter(Boolean).join("\u00a0: ");
}

/* As the call takes it: what it lies in is a sum of containers there. */
const asSaid = ({field, value}) => (field === "container" ? {containers: value && `${value}=1`}
	: {[field]: field === "units" ? Number(value) : value});

async function send(place, reason) {
	const {args: [id], mine: {field, value, note}} = place;
	const words = note?.trim();
	const answer = await post(CALL.replace("{id}", encodeURIComponent(id)), {reason, ...(words ? {note: words} : {}),
		...(field === "more" ? value : asSaid(place.mine))});
	if (!answer?.ok)
		return begin(place); // what was refused is said above
	homeFrom(place);
	tell("news", t("page_corrected", {id: answer.data.id}));
	await loadLines();
}

const begin = (place) => place.set({field: undefined, value: undefined, text: "", destinationClass: null});

/* ---- what is wrong */

const wrong = (place, field, picture, word) => bigButton({class: "choice", "data-field": field, picture,
	...(word ? {caption: t(`page_correct_${field}`), word} : {word: t(`page_correct_${field}`)}), onclick: () => {
		place.set({field, text: ""});
		if (field === "more")
			loadFacts(place);
	}});

function fields(place, weighing) {
	const end = endOf(weighing);
	const where = end === "origin" ? shortName(findRow("origins", weighing.origin)) || weighing.origin
		: destinationOf(weighing);
	return [
		bigButton({class: "choice", id: "reclassify", picture: [weighing.category, "pencil"],
			caption: t("page_correct_category"), word: named(weighing), onclick: () => {
				change({reclassify: weighing, typed: null, seeTo: null, root: null});
				home();
			}}),
		wrong(place, end, [weighing[end], end === "origin" ? "in" : "out"], where ?? ""),
		wrong(place, "net_kg", "scale", `${kg(weighing.net_mg)} kg`),
		wrong(place, "units", "plus", units(weighing.units)),
		...NONE.filter((field) => offered(KINDS[field]).length > 0 && offered(KINDS[field]).length <= TILES_MOST && (field !== "container" || Number.isInteger(weighing.gross_mg)))
			.map((field) => wrong(place, field, field, shortName(findRow(KINDS[field], weighing[field])) || t("page_correct_none"))),
		wrong(place, "more", "pencil", ""),
	];
}

/* ---- what it is instead */

const row = (place) => ({code}) => bigButton({class: "choice", "data-code": code,
	"aria-pressed": String(code === find(place)[place.mine.field]),
	picture: [code, {origin: "in", destination: "out"}[place.mine.field] ?? place.mine.field],
	word: shortName(findRow(KINDS[place.mine.field], code)), onclick: () => place.set({value: code})});

const back = (onclick) => bigButton({class: "choice plain", id: "correct-back", picture: "back",
	word: t("page_back"), onclick});

function rows(place) {
	const {field, destinationClass} = place.mine;
	if (field === "origin")
		return [...offered("origins").map(row(place)), back(() => begin(place))];
	if (NONE.includes(field))
		return [bigButton({class: "choice plain", id: "correct-none", picture: "cancel", word: t("page_correct_none"),
			onclick: () => place.set({value: ""})}), ...offered(KINDS[field]).map(row(place)), back(() => begin(place))];
	if (!destinationClass)
		return [...classChoices(place), back(() => begin(place))];
	return [...offered("destinations").filter((one) => one.class === destinationClass).map(row(place)),
		back(() => place.set({destinationClass: null}))];
}

/* What the call takes besides: facts of the daemon's table, none of which is named here. */
async function loadFacts(place) {
	const answer = await get("/openapi.json");
	if (!answer?.ok)
		return;
	const schema = asked(answer.data.paths[CALL].post);
	place.set({facts: fieldsOf(schema).filter(({name}) => schema.properties[name]["x-label"])});
}

/* Only what is another one now; what was emptied is none. */
function changed(facts, weighing, body) {
	return Object.fromEntries(facts.map(({name}) => [name, body[name] ?? (weighing[name] ? "" : null)])
		.filter(([name, value]) => value !== null && value !== weighing[name]));
}

function facts(place) {
	const weighing = find(place);
	const leave = back(() => begin(place));
	if (!place.mine.facts)
		return [leave];
	const {node} = form({fields: place.mine.facts, values: weighing, word: t("page_correct_next"),
		submit: (body) => place.set({value: changed(place.mine.facts, weighing, body)})});
	return [node, leave];
}

const kindOf = ({field}) => (field === "units" ? "units" : "kg");
const press = (place, name) => place.set({text: typeKey(kindOf(place.mine), place.mine.text ?? "", name)});
const isTyped = ({field, text}) => (field === "units" ? text !== "" : /[1-9]/.test(text));

/* Of much it is asked first; the second tap of a glove is no answer. */
function next(place) {
	const {text, asked} = place.mine;
	if (!isMuch(kindOf(place.mine), text) || asked === text)
		return place.set({value: typedText(text)});
	appeared();
	return place.set({asked: text});
}

function hint({field, text, asked}) {
	if (text !== "" && asked === text)
		return t("page_typed_much", {much: field === "units" ? text : `${typedText(text)} kg`});
	return t(field === "units" ? "page_correct_units_hint" : "page_typed_hint");
}

function pad(place) {
	return [el("div", {class: "typed"},
		el("div", {class: "typed-say"},
			el("p", {class: "typed-face"}, el("output", {id: "correct-number", "aria-live": "polite"}),
				place.mine.field === "units" ? "" : " kg"),
			el("p", {class: "typed-hint", id: "correct-hint", role: "status"}),
			bigButton({class: "choice strong", id: "correct-next", picture: "saved", word: t("page_correct_next"),
				disabled: true, onclick: () => next(place)})),
		keypad(kindOf(place.mine), (name) => press(place, name)))];
}

function paintPad(place) {
	const {text = ""} = place.mine;
	keyed(place.body, [language(), place.mine.field], () => pad(place));
	setText($("correct-number"), text || "0");
	setText($("correct-hint"), hint({...place.mine, text}));
	$("correct-hint").classList.toggle("ask", text !== "" && place.mine.asked === text);
	$("correct-number").classList.toggle("dim", text === "");
	$("correct-next").disabled = !isTyped({...place.mine, text});
}

/* ---- why */

const reasons = (place) => [
	...reasonTiles("correct", (reason) => send(place, reason)),
	back(() => place.set({value: undefined})),
	reasonNote(place.mine.note ?? "", (note) => {
		place.mine.note = note;
	}),
];

function draw(place, weighing) {
	const {field, value, refused} = place.mine;
	if (!weighing || weighing.voided_by)
		return [el("p", {class: "line-said"}, refused ?? (weighing ? t("page_voided_stays") : ""))];
	if (!field)
		return fields(place, weighing);
	if (value !== undefined)
		return reasons(place);
	return field === "more" ? facts(place) : rows(place);
}

/* An older one is not among those that the page keeps. */
export async function open(place) {
	if (find(place))
		return;
	const answer = await get(`/weighings/${encodeURIComponent(place.args[0] ?? "")}`);
	if (answer)
		place.set(answer.ok ? {weighing: answer.data} : {refused: answer.data.message});
}

export function paint(place) {
	const {field, value, destinationClass, refused, facts: known} = place.mine;
	const weighing = find(place);
	if (state.link === "lost")
		return home();
	if (weighing && !weighing.voided_by && isNumber(field) && value === undefined)
		return paintPad(place);
	return touchable(place.body, [language(), weighing, field, value, destinationClass, refused, known,
		reasonsFor("correct"), state.catalogue?.stamp], () => draw(place, weighing));
}

export function key(place, name) {
	const {field, value} = place.mine;
	if (!isNumber(field) || value !== undefined)
		return;
	if (name === "Enter")
		$("correct-next")?.click();
	else if (keyOf(name))
		press(place, keyOf(name));
}
