// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands above each settings screen: the way back first, always in the same place, then
 * what can be done here; and the cells of a change in words.
 */
import {bigButton, el, findRow, go} from "/base/kernel.js";
import {kg, language, longName, t} from "/base/lang.js";
import {linesOf} from "/parts/lines.js";
import {factNamed, KINDS} from "/screens/settings/model.js";

/* back: where to; tools: {id, picture, word, …} each. */
export const barButtons = ({back, tools = []}) => [
	bigButton({class: "list-choice", id: "settings-back", picture: "back", word: t("page_back"),
		onclick: () => go(...back)}),
	...tools.filter(Boolean).map((tool) => bigButton({class: "list-choice", ...tool})),
];

export const bar = (what) => el("div", {class: "settings-bar"}, ...barButtons(what));

/* 2026-11-29 -> "29 novembre 2026" */
export const dayName = (day) => new Date(day).toLocaleDateString(language(),
	{day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});

// lang: page_field_*
export const fieldName = (field) => t(`page_field_${field.replace(/_(kg|mg)$/, "")}`);

// lang: page_word_*
export const wordName = (field, word) => t(`page_word_${field}_${word.toLowerCase()}`);

const FLOWS = ["in", "reuse", "recycling", "all"];
const named = (catalogue, code) => longName(findRow(KINDS[catalogue].many, code)) || code;

/* A fact as a person reads it. */
function saidFact({name, type, words, catalogue}, value) {
	if (type === "lines")
		return linesOf(value).map(([code, kilograms]) => `${named(catalogue, code)} ${kg(Number(kilograms) * 1e6)} kg`).join(", ");
	if (words)
		return String(value).split(" ").map((word) => wordName(name, word)).join(", ");
	return catalogue ? named(catalogue, value) : String(value);
}

/* As a person reads it: yes and no, kilograms, the name of a class or a family. */
// lang: page_class_*
export function said(field, value) {
	if (value === null || value === undefined || value === "")
		return "–";
	if (typeof value === "boolean")
		return t(value ? "page_yes" : "page_no");
	if (field.endsWith("_mg"))
		return value > 0 ? `${kg(value)} kg` : "–";
	if (field === "flow" && FLOWS.includes(value))
		return wordName(field, value);
	if (field === "class")
		return t(`page_class_${value}`);
	if (field === "parent")
		return longName(findRow("categories", value)) || value;
	return saidFact(factNamed(field) ?? {}, value);
}

/* A sentence that says what is wrong, or what was done; nothing when there is none. */
export const told = (tone, sentence) => (sentence
	? el("p", {class: "settings-said", "data-tone": tone, tabindex: "-1", role: tone === "refused" ? "alert" : "status"}, sentence)
	: null);

/* Once all is drawn: what was pressed is gone, and keys go on from what is said in its place. */
export const goOnFrom = (node) => queueMicrotask(() => node.querySelector(".settings-said")?.focus());
