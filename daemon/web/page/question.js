// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A question of the station as large buttons, one for each answer it allows. Nothing here
 * answers by itself; no answer means "leave".
 */
import {bigButton} from "/dom.js";
import {findRow, state} from "/state.js";
import {kg, shortName, t} from "/lang.js";
import {intent} from "/api.js";
import {openContext} from "/context.js";

const PICTURES = {add: "plus", replace: "pencil", leave: "cancel", change: "pencil", choose: "in"};

function facts() {
	const q = state.snapshot.question ?? {};
	const context = state.snapshot.context ?? {};
	return {
		kind: q.kind,
		from: q.from_mg === undefined || q.from_mg === null ? "" : kg(q.from_mg),
		to: q.to_mg === undefined || q.to_mg === null ? "" : kg(q.to_mg),
		more: Number.isInteger(q.to_mg) && Number.isInteger(q.from_mg)
			? kg(Math.abs(q.to_mg - q.from_mg)) : "",
		category: shortName(findRow("categories", q.category)) || q.category || "",
		origin: shortName(findRow("origins", context.origin)) || context.origin || "",
	};
}

export function questionSentence() {
	const f = facts();
	switch (f.kind) {
	case "changed_load":
		return t("page_question_changed_load", f);
	case "other_category":
		return t("page_question_other_category", f);
	case "other_scale":
		return t("page_question_other_scale", f);
	case "origin":
		return t("page_question_origin", f);
	default:
		return state.snapshot.question?.text ?? t("page_question");
	}
}

// lang: page_answer_*
function answerWord(choice, f) {
	return t(`page_answer_${f.kind === "origin" ? "origin_" : ""}${choice}`, f);
}

export function answerTiles() {
	const f = facts();
	const tiles = (state.snapshot.question?.choices ?? []).map((choice) => bigButton({
		class: "tile answer",
		"data-answer": choice,
		picture: f.kind === "origin" && choice === "leave" ? "saved" : PICTURES[choice] ?? "question",
		word: answerWord(choice, f),
		onclick: () => intent("answer", {code: choice}),
	}));
	if (f.kind === "origin")
		tiles.push(bigButton({class: "tile answer", "data-answer": "choose", picture: "pencil",
			word: t("page_answer_origin_choose"), onclick: openContext}));
	return tiles;
}
