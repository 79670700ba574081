// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A form draws itself from a description of its fields: {name, type, label, needed, least, most,
 * choices, hint} each. type: "text" (most: letters), "kg" (as people type it, comma or dot; least
 * and most in kilograms), "count" (a whole number), "day", "period", "choice" (choices: {code, word}
 * each; unchosen: none is until somebody does), "picture" (the same with pictures, all in sight),
 * "several" (any of the choices, as codes with a space between), "lines" (lines.js), "yes". What a person meets at once is
 * told beside the field; whether it is right is the daemon's to say, whose refusal stands beside the
 * field that it names.
 */
import {bigButton, el, sayMore, setText} from "/base/kernel.js";
import {t} from "/base/lang.js";
import {dayField, dayOf} from "/parts/day.js";
import {goodLines, lines} from "/parts/lines.js";

const KG = /^\d{1,7}([.,]\d{1,3})?$/;
const COUNT = /^-?\d{1,9}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const PERIOD = /^\d{4}(-(Q[1-4]|S[12]|\d\d(-\d\d)?))?$/;
const SHAPES = {kg: KG, count: COUNT, day: DAY, period: PERIOD};

// lang: page_form_kg, page_form_count, page_form_day, page_form_period
function outside({type, least, most}, text) {
	const size = type === "text" ? text.length : Number(text.replace(",", "."));
	if (type === "text")
		return most !== undefined && size > most ? t("page_form_long", {most}) : null;
	if (!["kg", "count"].includes(type))
		return null;
	if (least !== undefined && size < least)
		return t("page_form_least", {least});
	return most !== undefined && size > most ? t("page_form_most", {most}) : null;
}

/* A period as people write it, as the daemon reads it: 2026-T1 or T1 2026, 03/2026, 31/03/2026. */
export function periodOf(text) {
	const two = (digits) => digits.padStart(2, "0");
	const [, year, first] = text.match(/^(\d{4})[ -]?[TQ]([1-4])$/i) ?? [];
	const [, last, after] = text.match(/^[TQ]([1-4])[ -]?(\d{4})$/i) ?? [];
	const [, day, month, of] = text.match(/^(?:(\d{1,2})\/)?(\d{1,2})\/(\d{4})$/) ?? [];
	if (year || after)
		return `${year ?? after}-Q${first ?? last}`;
	return of ? [of, two(month), ...(day ? [two(day)] : [])].join("-") : text.toUpperCase();
}

/* What was typed, as the call takes it. */
function textOf({type}, value) {
	const text = String(value ?? "").trim();
	return type === "period" ? periodOf(text) : type === "day" ? dayOf(text) : text;
}

/* What is wrong with a text in that field, as a sentence; null: nothing. */
export function wrongWith(field, value) {
	const text = textOf(field, value);
	if (text === "" || (field.type === "yes" && !value))
		return field.needed && field.type !== "yes" ? t("page_form_needed") : null;
	if (field.type === "lines")
		return goodLines(text) ? outside({...field, type: "text"}, text) : t("page_form_lines");
	if (field.choices && field.type !== "several")
		return field.choices.some(({code}) => code === text) ? null : t("page_form_needed");
	if (SHAPES[field.type] && !SHAPES[field.type].test(text))
		return t(`page_form_${field.type}`);
	return outside(field, text);
}

/* {body, wrong}: what a call takes, without what was left empty; name -> sentence. */
export function bodyOf(fields, values) {
	const body = {};
	const wrong = {};
	for (const field of fields) {
		const value = values[field.name];
		const text = textOf(field, value);
		const sentence = wrongWith(field, value);
		if (sentence)
			wrong[field.name] = sentence;
		else if (field.type === "yes")
			body[field.name] = Boolean(value);
		else if (text !== "")
			body[field.name] = field.type === "count" ? Number(text) : text;
	}
	return {body, wrong};
}

/* One of them is chosen, always: the code of none is "". It has a value as an input has. */
function pictures({choices}, common, value) {
	const group = el("div", {...common, class: "form-pictures", role: "radiogroup"});
	const choose = (code) => {
		group.value = code;
		for (const button of group.children)
			button.setAttribute("aria-checked", String(button.dataset.code === code));
		group.dispatchEvent(new Event("input", {bubbles: true}));
	};
	group.append(...choices.map(({code, ...props}) => bigButton({class: "list-choice", role: "radio",
		"data-code": code, ...props, onclick: () => choose(code)})));
	choose(value ?? "");
	return group;
}

/* Any of them, in the order of the choices. It has a value as an input has. */
function several({choices}, common, value) {
	const group = el("div", {...common, class: "form-several", role: "group"});
	const read = () => {
		group.value = [...group.children].filter((button) => button.getAttribute("aria-checked") === "true")
			.map((button) => button.dataset.code).join(" ");
	};
	const turn = ({currentTarget: button}) => {
		button.setAttribute("aria-checked", String(button.getAttribute("aria-checked") !== "true"));
		read();
		group.dispatchEvent(new Event("input", {bubbles: true}));
	};
	const held = String(value ?? "").split(" ");
	group.append(...choices.map(({code, word}) => el("button", {class: "form-one", role: "checkbox", "data-code": code,
		"aria-checked": String(held.includes(code)), onclick: turn}, word)));
	read();
	return group;
}

function input(field, value) {
	const id = `field-${field.name}`;
	const common = {id, name: field.name, class: "field", "aria-describedby": `${id}-said`,
		"aria-required": field.needed ? "true" : null};
	if (field.type === "picture")
		return pictures(field, {...common, "aria-label": field.label}, value);
	if (field.type === "several")
		return several(field, {...common, "aria-label": field.label}, value);
	if (field.type === "lines")
		return lines(field, {...common, "aria-label": field.label}, value);
	if (field.type === "choice")
		return el("select", common, ...(field.needed && !field.unchosen ? [] : [el("option", {value: ""}, "")]),
			...field.choices.map(({code, word}) =>
				el("option", {value: code, selected: code === value}, word)));
	if (field.type === "yes")
		return el("input", {...common, type: "checkbox", checked: Boolean(value)});
	if (field.type === "day")
		return dayField(common, value);
	return el("input", {...common, value: value ?? "", autocomplete: "off", type: "text",
		placeholder: field.type === "period" ? t("page_form_period_like") : null,
		inputmode: {kg: "decimal", count: "numeric"}[field.type] ?? null});
}

/* With what stands beside it, as a day has a button. */
const wholeOf = (field) => field.parentElement ?? field;

/*
 * {node, values(), refuse(…answers)}: submit(body) when nothing is wrong; typed(values) at each change.
 * refuse() shows what the daemon said, each beside the field that it names, else below.
 */
export function form({fields, values = {}, word, picture = "saved", submit, typed = () => {}}) {
	const inputs = new Map(fields.map((field) => [field.name, input(field, values[field.name])]));
	const said = new Map(fields.map((field) => [field.name, el("small", {class: "field-said",
		id: `field-${field.name}-said`, role: "status"}, field.hint ?? "")]));
	const below = el("p", {class: "form-said", role: "status"});
	const now = () => Object.fromEntries(fields.map(({name, type}) => {
		const {checked, value} = inputs.get(name);
		return [name, type === "yes" ? checked : type === "day" ? dayOf(value) : value];
	}));
	function tell(wrong, rest = "") {
		for (const {name, hint} of fields) {
			setText(said.get(name), wrong[name] ?? hint ?? "");
			inputs.get(name).setAttribute("aria-invalid", String(Boolean(wrong[name])));
		}
		setText(below, rest);
	}
	function refuse(...answers) {
		const wrong = {};
		const rest = [];
		for (const {field, message} of answers) {
			if (inputs.has(field))
				wrong[field] ??= message;
			else
				rest.push(message);
		}
		tell(wrong, rest.join(" "));
		const first = inputs.get(Object.keys(wrong)[0]);
		first?.focus();
		requestAnimationFrame(() => // with what is said of it, once the screen has drawn what it says above
			first?.closest(".form-field").scrollIntoView({block: "nearest"}));
	}
	function send(event) {
		event.preventDefault();
		const {body, wrong} = bodyOf(fields, now());
		tell(wrong);
		const [first] = Object.keys(wrong);
		if (first)
			inputs.get(first).focus();
		else
			submit(body);
	}
	const all = el("div", {class: "form-fields"}, ...fields.map((field) =>
		el("div", {class: "form-field", "data-type": field.type},
			["picture", "several", "lines"].includes(field.type) ? el("span", {class: "form-label"}, field.label)
				: el("label", {class: "form-label", for: `field-${field.name}`}, field.label),
			wholeOf(inputs.get(field.name)), said.get(field.name))));
	sayMore(all);
	const button = bigButton({class: "choice strong form-send", picture, word});
	button.type = "submit";
	return {
		node: el("form", {class: "form", novalidate: true, onsubmit: send,
			oninput: () => typed(now())},
			all, button, below),
		values: now,
		refuse,
	};
}
