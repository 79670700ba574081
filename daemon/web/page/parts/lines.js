// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The lines of a recipe in a form: an ingredient and its kilograms each, one more when asked. Its value
 * is one text as the catalogue keeps it: "CAROTTE=30 OIGNON=2.5". choices: {code, word} each.
 */
import {bigButton, el} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

const GOOD = /^[A-Z0-9_-]+=\d{1,4}([.,]\d{1,6})?$/;

export const goodLines = (text) => text.split(" ").every((line) => GOOD.test(line)
	&& Number(line.split("=")[1].replace(",", ".")) > 0);

/* "CAROTTE=30 OIGNON=2.5" -> [["CAROTTE", "30"], ["OIGNON", "2.5"]] */
export const linesOf = (text) => String(text ?? "").split(" ").filter(Boolean).map((line) => line.split("="));

const written = (kilograms = "") => (language() === "fr" ? kilograms.replace(".", ",") : kilograms);

/* One line: what, how much, away with it. Numbered, so that each is called by a name of its own. */
function oneLine(choices, [code = "", kilograms = ""], {changed}) {
	const what = el("select", {class: "field"}, el("option", {value: ""}, ""),
		...choices.map((one) => el("option", {value: one.code, selected: one.code === code}, one.word)));
	const much = el("input", {class: "field", type: "text", inputmode: "decimal", autocomplete: "off", value: written(kilograms)});
	const node = el("div", {class: "form-line"}, what, much);
	node.append(bigButton({class: "list-choice", picture: "cancel", word: t("page_form_line_off"), onclick: () => {
		const next = node.nextElementSibling ?? node.previousElementSibling;
		node.remove();
		changed();
		next?.querySelector("select, button")?.focus();
	}}));
	node.read = () => (what.value || much.value.trim() ? `${what.value}=${much.value.trim().replace(",", ".")}` : "");
	node.name = (n) => {
		what.setAttribute("aria-label", t("page_form_line_what", {n}));
		much.setAttribute("aria-label", t("page_form_line_kg", {n}));
		node.lastChild.setAttribute("aria-label", `${t("page_form_line_off")} ${n}`);
	};
	return node;
}

export function lines({choices}, common, value) {
	const group = el("div", {...common, class: "form-lines", role: "group"});
	const all = el("div", {class: "form-lines-all"});
	const read = () => {
		group.value = [...all.children].map((line) => line.read()).filter(Boolean).join(" ");
		[...all.children].forEach((line, i) => line.name(i + 1));
	};
	const changed = () => group.dispatchEvent(new Event("input", {bubbles: true}));
	const put = (line) => all.append(oneLine(choices, line, {changed}));
	group.addEventListener("input", read); // before the form, which stands above it
	const held = linesOf(value);
	for (const line of held.length > 0 ? held : [[]])
		put(line);
	group.append(all, bigButton({class: "list-choice form-line-add", picture: "plus", word: t("page_form_line_add"),
		onclick: () => {
			put([]);
			read();
			all.lastChild.querySelector("select").focus();
		}}));
	read();
	return group;
}
