// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Language, theme and what is seldom needed: typed entry from a paper sheet, zero and tare
 * of the scale. The theme follows the system until somebody chooses.
 */
import {$, bigButton, buttonContent, keyed} from "/dom.js";
import {change, state} from "/state.js";
import {language, otherLanguage, t, useLanguage} from "/lang.js";
import {intent} from "/api.js";
import {closeSheet, refillSheet} from "/sheet.js";
import {listenAgain} from "/live.js";
import {loadHealth} from "/devices.js";
import {openTyped} from "/typed.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const NAMES = {fr: "Français", en: "English"};

function keptTheme() {
	try {
		return localStorage.getItem("bascule-theme");
	} catch {
		return null;
	}
}

function useTheme(name) {
	document.documentElement.dataset.theme = name ?? (dark.matches ? "dark" : "light");
}

function turnTheme() {
	const name = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
	useTheme(name);
	try {
		localStorage.setItem("bascule-theme", name);
	} catch {
		// a browser that keeps nothing: the system's theme next time
	}
	refillSheet("lines");
}

async function turnLanguage() {
	await useLanguage(otherLanguage());
	listenAgain();
	loadHealth();
	change({note: null});
}

export function toolButtons() {
	const isDark = document.documentElement.dataset.theme === "dark";
	const act = (action) => async () => (await intent(action))?.ok && closeSheet();
	return [
		bigButton({class: "choice", id: "type", picture: "keyboard", word: t("page_type"),
			onclick: openTyped}),
		bigButton({class: "choice", id: "tare", picture: "tare", word: t("page_take_tare"),
			onclick: act("tare")}),
		bigButton({class: "choice", id: "zero", picture: "scale", word: t("page_zero"),
			onclick: act("zero")}),
		bigButton({class: "choice", id: "theme", picture: isDark ? "sun" : "moon",
			word: t(isDark ? "page_light" : "page_dark"), onclick: turnTheme}),
	];
}

export function paintTools() {
	keyed($("language-button"), [language(), state.link], () => buttonContent({
		picture: "language",
		word: otherLanguage().toUpperCase(),
	}));
	$("language-button").setAttribute("aria-label",
		`${otherLanguage().toUpperCase()} ${NAMES[otherLanguage()]}`);
	$("language-button").lang = otherLanguage();
}

export function startTools() {
	useTheme(keptTheme());
	dark.addEventListener("change", () => useTheme(keptTheme()));
	$("language-button").addEventListener("click", turnLanguage);
}
