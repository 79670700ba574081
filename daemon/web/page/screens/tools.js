// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/tools: what is seldom needed: who weighs, typed entry from a paper sheet, tare and zero of the scale,
 * reports, figures that are entered, codes for the scanner to print, settings for coordinators, the
 * screen's colours, the language.
 */
import {bigButton, change, findRow, go, home, keyed, mayOpen, nobodyNamed, rows, state, turnTheme} from "/base/kernel.js";
import {intent, listenAgain} from "/base/daemon.js";
import {language, otherLanguage, shortName, t, useLanguage} from "/base/lang.js";
import {leave} from "/base/session.js";
import {loadHealth} from "/base/station.js";

const NAMES = {fr: "Français", en: "English"};

export const title = () => t("page_tools");
export const role = "anyone";

async function turnLanguage() {
	await useLanguage(otherLanguage());
	listenAgain();
	loadHealth();
	change({note: null});
	home();
}

const act = (action) => async () => {
	await intent(action); // what is refused is said on the face
	home();
};

const tool = (id, picture, word, onclick) =>
	bigButton({class: "choice", id, picture, word, onclick});

export const untareButton = () => tool("untare", "tare", t("page_untare"), act("cancel"));

const operator = () => state.snapshot?.context?.operator ?? "";

/* Where the site names nobody, nobody is asked. */
const who = () => (!nobodyNamed() && (operator() || rows("operators").length > 0) ? [bigButton({class: "choice", id: "operator",
	picture: "operator", caption: operator() ? t("page_operator") : null, "aria-pressed": String(Boolean(operator())),
	word: operator() ? shortName(findRow("operators", operator())) || operator() : t("page_operator"),
	onclick: () => go("operator")})] : []);

/* Where somebody is named as coordinator, others can be named too. */
const coordinated = () => rows("operators").some(({role: of}) => of === "coordinator");

/* Until every step of it was seen or left for later, and wherever nobody has said what the site does. */
const firstDay = () => (mayOpen("coordinator") && (state.snapshot?.first_day || rows("sites").length === 0)
	? [tool("first-day", "touch", t("page_first_day"), () => go("first-day"))] : []);

const loggedIn = () => (state.session.operator ? tool("log-out", "cancel", t("page_leave"), leave)
	: tool("log-in", "enter", t("page_log_in_send"), () => go("log-in")));

function tools(isDark, tared) {
	const other = tool("language-button", "language", NAMES[otherLanguage()], turnLanguage);
	other.lang = otherLanguage();
	return [
		...firstDay(),
		...who(),
		tool("type", "keyboard", t("page_type"), () => go("typed")),
		tool("paper", "file", t("page_paper"), () => go("paper")),
		tool("tare", "tare", t("page_take_tare"), act("tare")),
		...(tared ? [untareButton()] : []),
		tool("zero", "scale", t("page_zero"), act("zero")),
		tool("slips", "file", t("page_slips"), () => go("slips")),
		tool("items", "lots", t("page_items_list"), () => go("items")),
		tool("stock", "shown", t("page_stock"), () => go("stock")),
		tool("day", "finish", t("page_day"), () => go("day")),
		tool("bilan", "reports", t("page_bilan"), () => go("bilan")),
		tool("reports", "table", t("page_reports"), () => go("report")),
		tool("partners", "partner", t("page_partner"), () => go("partner")),
		tool("declare", "ECO_ORG", t("page_declare"), () => go("declare")),
		tool("closes", "lock", t("page_closes"), () => go("closes")),
		tool("check", "scale", t("page_check"), () => go("check")),
		tool("sheets", "scanner", t("page_sheets"), () => go("sheets")),
		tool("entries", "pencil", t("page_entries"), () => go("entry")),
		...(mayOpen("staff") ? [tool("pins", "all", t("page_pins"), () => go("pins"))] : []),
		tool("settings", "settings", t("page_settings"), () => go("settings")),
		...(coordinated() ? [tool("people", "key", t("page_people"), () => go("people"))] : []),
		...(state.session?.guarded ? [loggedIn()] : []),
		...(state.session?.operator && state.session.role !== "volunteer"
			? [tool("secret", "key", t("page_secret"), () => go("secret"))] : []),
		tool("training", "training", t("page_training"), () => go("training")),
		tool("theme", isDark ? "sun" : "moon", t(isDark ? "page_light" : "page_dark"), turnTheme),
		other,
	];
}

export function paint({body}) {
	const isDark = document.documentElement.dataset.theme === "dark";
	const tared = state.snapshot?.scale?.tare_mg > 0;
	keyed(body, [language(), isDark, tared, operator(), state.catalogue?.stamp, state.session,
		state.snapshot?.first_day], () => tools(isDark, tared));
}
