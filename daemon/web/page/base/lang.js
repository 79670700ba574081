// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words: t(KEY, {name: value}) from /lang/fr/page.json, the page's own; what the daemon
 * says comes as sentences. French first; the choice is kept by the browser. A key that is not
 * there is shown as it is, so that a mistake is seen.
 */
import {keep, kept} from "/base/kernel.js";

const LANGUAGES = ["fr", "en"];
let words = {};
let current = "fr";

export const language = () => current;
export const otherLanguage = () => LANGUAGES.find((name) => name !== current);

function chosen() {
	const asked = new URLSearchParams(location.search).get("lang");
	return LANGUAGES.find((name) => name === asked)
		?? LANGUAGES.find((name) => name === kept("lang")) ?? "fr";
}

/* Loads a language and puts its words into the page's fixed places. */
export async function useLanguage(name = chosen()) {
	const answer = await fetch(`/lang/${name}/page.json`);
	if (!answer.ok)
		throw new Error(`/lang/${name}/page.json: ${answer.status}`);
	words = await answer.json();
	current = name;
	document.documentElement.lang = name;
	keep("lang", name);
	for (const node of document.querySelectorAll("[data-t]"))
		node.textContent = t(node.dataset.t);
	for (const node of document.querySelectorAll("[data-t-label]"))
		node.setAttribute("aria-label", t(node.dataset.tLabel));
}

export function t(key, params = {}) {
	const template = words[key] ?? key;
	return template.replace(/\{([a-z0-9_]+)\}/g, (all, name) => params[name] ?? all)
		.replace(/(?<!\.)\.\.(?!\.)/g, "."); // a name that ends in a dot ends its sentence
}

/* The words of a catalogue row: short ones for tiles, long ones for everything else. */
export const shortName = (row) => row?.[`short_${current}`] || row?.[`label_${current}`]
	|| row?.label_fr || row?.code || "";
export const longName = (row) => row?.[`label_${current}`] || shortName(row);

/* Integer milligrams -> "12,50": exact, by digits; at least `least` decimals. */
export function kg(mg, least = 2) {
	const negative = mg < 0 ? "−" : "";
	const digits = String(Math.abs(mg)).padStart(7, "0");
	const whole = digits.slice(0, -6);
	let rest = digits.slice(-6);
	while (rest.length > least && rest.endsWith("0"))
		rest = rest.slice(0, -1);
	return negative + whole + (rest ? (current === "fr" ? "," : ".") + rest : "");
}

export const count = (n) => grouped(String(n));

/* 1934 -> "1 934" (a thin space that does not break), in English "1,934". */
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, current === "fr" ? "\u202f" : ",");

/* A sum: its thousands apart. */
export const total = (mg, least = 1) => kg(mg, least).replace(/\d+/, grouped);

/* 0.123 -> "12,3 %"; signed: "+12,3 %", and from ten times as much on "× 12". */
export const percent = (ratio, signed = false) => (signed && ratio >= 9 ? `× ${Math.round(ratio + 1)}` : new Intl.NumberFormat(current, {style: "percent",
	minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: signed ? "exceptZero" : "auto"}).format(ratio));

/* What a call takes, in no language. */
export const plainKg = (mg) => (mg / 1e6).toFixed(3);

/* The station writes its own zone's hour; that of the browser may be another. */
export const clockTime = (iso) => iso.slice(11, 16);

/* The day it is now where that was written. */
function todayOf(iso) {
	const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):?(\d\d)$/) ?? ["", "+", 0, 0];
	const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000;
	return new Date(Date.now() + offset).toISOString().slice(0, 10);
}

/* "hier", "il y a 3 jours". */
export function ago(iso) {
	const days = (Date.parse(todayOf(iso)) - Date.parse(iso.slice(0, 10))) / 86400000;
	return new Intl.RelativeTimeFormat(current, {numeric: "auto"}).format(-days, "day");
}

/* Its day where that is not today. */
export function dayOf(iso) {
	const day = iso.slice(0, 10);
	return day === todayOf(iso) ? ""
		: new Date(day).toLocaleDateString(current, {day: "numeric", month: "short", timeZone: "UTC"});
}
