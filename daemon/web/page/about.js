// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands beside the number: the name of the scale in force when there are several, the
 * tare, the live weight when the number is another, the pictograms of what is wrong. A touch
 * on the face reads it all in words, and there another scale is chosen.
 */
import {$, bigButton, el, icon, keyed, setHidden} from "/dom.js";
import {state} from "/state.js";
import {kg, language, t} from "/lang.js";
import {liveWeight} from "/now.js";
import {panel} from "/panel.js";
import {openSheet, refillSheet} from "/sheet.js";
import {scaleChoices, scales} from "/scales.js";
import {troubles} from "/devices.js";
import {leftList} from "/left.js";
import {untareButton} from "/tools.js";

const SHOWN = 4; // pictograms in the strip; the rest is a number
const SHOWN_BESIDE = 2; // beside a live weight, which needs the place
let drawn = ""; // in the drawer

const up = () => state.link === "up" && Boolean(state.snapshot);
const several = () => up() && scales().length > 1;
const tareMg = () => (up() ? state.snapshot.scale?.tare_mg ?? 0 : 0);
const name = () => state.snapshot?.scale?.name ?? "";

function trouble({kind, picture, sentence}) {
	return el("p", {class: "trouble", "data-kind": kind}, icon(picture, "warning"),
		el("span", {}, sentence));
}

function small({kind, picture, count, sentence}) {
	return el("span", {class: "trouble", "data-kind": kind}, icon(picture, "warning"),
		count ? el("b", {"aria-hidden": "true"}, String(count)) : null,
		el("span", {class: "heard"}, sentence));
}

function fill() {
	return [
		...troubles().map(trouble),
		...leftList(),
		...(several() || tareMg() > 0 ? [el("div", {class: "choices"},
			...(several() ? scaleChoices() : []), ...(tareMg() > 0 ? [untareButton()] : []))] : []),
	];
}

function openAbout() {
	openSheet("about", () => t(several() ? "page_choose_scale" : "page_about"), fill);
}

function paintStrip(list, bench, shown) {
	keyed($("strip"), [language(), list, bench, shown], () => [
		...list.slice(0, shown).map(small),
		list.length > shown ? el("span", {class: "trouble"}, `+${list.length - shown}`) : null,
		bench ? el("a", {class: "bench", href: bench, target: "_blank", rel: "noopener"},
			t("page_bench")) : null,
	].filter(Boolean));
}

export function paintAbout() {
	const list = troubles();
	const live = panel(state).live ? liveWeight() : null;
	setHidden($("which"), !several() || Boolean(live));
	keyed($("which"), name(), () => [icon("scale"), el("b", {}, name())]);
	setHidden($("tare-in-force"), !(tareMg() > 0));
	keyed($("tare-in-force"), [language(), tareMg()], () => [icon("tare"), `${kg(tareMg())} kg`]);
	setHidden($("live"), !live);
	keyed($("live"), live, () => (live ? [icon("scale"), el("b", {}, live.kg), el("span", {}, live.words)]
		: []));
	paintStrip(list, up() && !live ? state.health?.bench : null, live ? SHOWN_BESIDE : SHOWN);
	setHidden($("about"), !up() || (!several() && list.length === 0 && !(tareMg() > 0)));
	$("about").setAttribute("aria-label", several() ? t("page_which_scale", {name: name()})
		: t("page_about"));
	const now = JSON.stringify([language(), list, scales(), name(), tareMg(), state.left]);
	if (now !== drawn) {
		drawn = now;
		refillSheet("about");
	}
}

export function startAbout() {
	$("about").addEventListener("click", openAbout);
}
