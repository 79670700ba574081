// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Dates of consumption follow from the day, so a clock that nobody is sure of is vouched for by a person
 * first, once; then what is sent says its moment.
 */
import {bigButton, el, state} from "/base/kernel.js";
import {language, t} from "/base/lang.js";
import {tell, tellAWhile} from "/base/station.js";

let sure = false;

const isDoubtful = () => state.snapshot?.clock === "doubtful";
export const clockAsks = () => isDoubtful() && !sure;
export const at = () => (isDoubtful() ? {at: new Date().toISOString()} : {});

export const clockTiles = () => [
	el("p", {class: "line-said"}, t("page_clock_is", {now: new Date().toLocaleString(language(),
		{dateStyle: "full", timeStyle: "short"})})),
	bigButton({class: "choice strong", id: "clock-sure", picture: "saved", word: t("page_clock_sure"), onclick: () => {
		sure = true;
		tellAWhile("news", t("page_clock_vouched"));
	}}),
	bigButton({class: "choice", id: "clock-wrong", picture: "cancel", word: t("page_clock_wrong"),
		onclick: () => tell("refused", t("page_clock_call"))}),
];
