// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A question of the station as large buttons, one for each answer it allows, with what the
 * answer makes and what it takes back: pictogram, kilograms, category. Nothing here answers
 * by itself; no answer changes nothing.
 */
import {bigButton, el, icon} from "/dom.js";
import {findRow, rootOf, state} from "/state.js";
import {kg, language, longName, shortName, t} from "/lang.js";
import {intent} from "/api.js";
import {named} from "/notes.js";
import {openContext} from "/context.js";

const PICTURES = {add: "plus", add_all: "plus", new: "scale", replace: "pencil", leave: "cancel",
	change: "pencil", choose: "in"};
const PLACES = {origin: "origins", destination: "destinations"};

const question = () => state.snapshot?.question ?? {};
const mass = (mg) => (Number.isInteger(mg) ? kg(mg) : "");

function placeName() {
	const code = state.snapshot?.context?.[question().kind] ?? "";
	return shortName(findRow(PLACES[question().kind], code)) || code;
}

function facts() {
	const q = question();
	return {
		from: mass(q.from_mg),
		to: mass(q.to_mg),
		more: Number.isInteger(q.to_mg) && Number.isInteger(q.from_mg)
			? kg(Math.abs(q.to_mg - q.from_mg)) : "",
		category: q.category ? named(q) : "",
		place: PLACES[q.kind] ? placeName() : "",
		scale: q.scale ?? "",
	};
}

/* A station of before gave the bare code of a choice. */
const choices = () => (question().choices ?? []).map((choice) =>
	(typeof choice === "string" ? {code: choice, bare: true} : choice));

// lang: page_question_*
export function questionSentence() {
	const f = facts();
	switch (question().kind) {
	case "again":
	case "changed_load":
	case "choose":
	case "other_category":
	case "other_scale":
	case "origin":
	case "destination":
		return t(`page_question_${question().kind}`, f);
	default:
		return question().text ?? t("page_question");
	}
}

/* The words of an answer: those of this question where it has its own. */
// lang: page_answer_*
function answerWord(choice) {
	const f = {...facts(), scale: choice.scale ?? question().scale ?? "",
		category: choice.makes ? named(choice.makes) : facts().category};
	const bare = choice.bare && ["add", "replace"].includes(choice.code);
	if (question().kind === "other_scale" && Number.isInteger(choice.net_mg))
		return t("page_answer_other_scale_record", {...f, kg: kg(choice.net_mg)});
	for (const key of [`page_answer_${question().kind}_${choice.code}`,
		`page_answer_${choice.code}${bare ? "_kg" : ""}`])
		if (t(key, f) !== key)
			return t(key, f);
	return choice.code;
}

function deed(kind, {category, net_mg: net}, sign) {
	const row = findRow("categories", category);
	return el("span", {class: `deed ${kind}`, "data-category": category},
		el("b", {}, `${sign}\u202f${mass(net)} kg`),
		el("span", {class: "of", title: longName(row)}, icon(category, rootOf(category ?? "")),
			shortName(row) || category || ""));
}

// lang: page_live_*
function scaleDeed({scale, net_mg: net, state: how, phase}) {
	return el("span", {class: "deed weighs"},
		el("b", {}, Number.isInteger(net) ? `${mass(net)} kg` : scale),
		el("span", {class: "of"}, icon("scale"), [Number.isInteger(net) ? scale : null, t(`page_live_${phase
			?? (["zero", "stable", "moving"].includes(how) ? how : "doubt")}`)]
			.filter(Boolean).join(" · ")));
}

function deeds(choice) {
	return [
		choice.makes ? deed("makes", choice.makes, "+") : null,
		choice.voids ? deed("voids", choice.voids, "−") : null,
		...(choice.scales ?? (choice.scale ? [choice] : [])).map(scaleDeed),
	].filter(Boolean);
}

/* The station compares the load with the one that was asked about. */
function answer(choice) {
	const seen = !choice.bare && Number.isInteger(question().to_mg)
		? {to_mg: question().to_mg} : {};
	intent("answer", {code: choice.code, ...seen});
}

function answerTile(choice) {
	const records = question().kind === "other_scale"
		|| (PLACES[question().kind] && choice.code === "leave");
	const button = bigButton({
		class: "tile answer",
		"data-answer": choice.code,
		picture: records ? "saved" : PICTURES[choice.code] ?? "question",
		word: answerWord(choice),
		onclick: () => answer(choice),
	});
	button.append(...deeds(choice));
	return button;
}

export function answerTiles() {
	const tiles = choices().map(answerTile);
	if (PLACES[question().kind])
		tiles.push(bigButton({class: "tile answer", "data-answer": "choose", picture: "pencil",
			word: t("page_answer_origin_choose"), onclick: openContext}));
	return tiles;
}

export const questionKey = () => [language(), question(), state.snapshot?.context];
