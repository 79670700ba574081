// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Behind one button, what is seldom needed: typed entry from a paper sheet, tare and zero of
 * the scale, the screen's colours, the language. The theme follows the system until somebody
 * chooses.
 */
import {$, bigButton, buttonContent, keyed} from "/dom.js";
import {change, state} from "/state.js";
import {language, otherLanguage, t, useLanguage} from "/lang.js";
import {intent} from "/api.js";
import {closeSheet, openSheet, refillSheet} from "/sheet.js";
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
	refillSheet("tools");
}

async function turnLanguage() {
	await useLanguage(otherLanguage());
	listenAgain();
	loadHealth();
	change({note: null});
	closeSheet();
}

const act = (action) => async () => {
	await intent(action); // what is refused is said on the face
	closeSheet();
};

const tool = (id, picture, word, onclick) =>
	bigButton({class: "choice", id, picture, word, onclick});

export const untareButton = () => tool("untare", "tare", t("page_untare"), act("cancel"));

function toolButtons() {
	const isDark = document.documentElement.dataset.theme === "dark";
	const other = bigButton({class: "choice", id: "language-button", picture: "language",
		word: NAMES[otherLanguage()], onclick: turnLanguage});
	other.lang = otherLanguage();
	return [
		tool("type", "keyboard", t("page_type"), openTyped),
		tool("tare", "tare", t("page_take_tare"), act("tare")),
		...(state.snapshot?.scale?.tare_mg > 0 ? [untareButton()] : []),
		tool("zero", "scale", t("page_zero"), act("zero")),
		tool("theme", isDark ? "sun" : "moon", t(isDark ? "page_light" : "page_dark"), turnTheme),
		other,
	];
}

export function paintTools() {
	keyed($("tools-button"), [language()], () => buttonContent({
		picture: "tools",
		caption: `${language().toUpperCase()} / ${otherLanguage().toUpperCase()}`,
		word: t("page_tools"),
	}));
}

export function startTools() {
	useTheme(keptTheme());
	dark.addEventListener("change", () => useTheme(keptTheme()));
	$("tools-button").addEventListener("click", () =>
		openSheet("tools", () => t("page_tools"), toolButtons));
}
