// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The drawer: the frame of every screen but reception, a modal <dialog> over it. Its head is the
 * screen's title, the news and the weight of this moment, and the way back to weighing; so the
 * scale is in sight whatever is open. Escape and the button only close, they never decide. A
 * screen that fails says so in a sentence, and weighing goes on.
 *
 * A screen exports title(place); role; open(place), which may fetch; paint(place), called at each
 * change of the state; close(place); and, where it has them, key(place, name) for a person's keys,
 * css (true: css/NAME.css, else whose; a list of them), flow ("rows" instead of "cells").
 * place: {name, args, body, mine, set(patch)}; `mine` is what only this screen knows.
 */
import {$, beginAnew, bigButton, buttonContent, change, el, home, keyed, linkTo, mayOpen, sayMore, setText,
	state} from "/base/kernel.js";
import {appeared, keysTo} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {liveWeight, noticed, troubles} from "/base/station.js";

const CELLS_MOST = 16;
let open = null; // {screen, place}
let known = new Set(); // sorts of trouble that were there before
let turns = 0;

const sort = ({kind, picture}) => `${kind} ${picture}`;

function fetchStyle(name) {
	if (document.querySelector(`link[href="/css/${name}.css"]`))
		return null;
	return new Promise((resolve, reject) => {
		document.head.append(el("link", {rel: "stylesheet", href: `/css/${name}.css`, onload: resolve,
			onerror: ({target}) => {
				target.remove(); // asked for again next time
				reject(new Error(`/css/${name}.css`));
			}}));
	});
}

/* A screen that says why there is none. */
const sorry = (sentence) => ({
	title: () => t("page_screen_none"),
	paint: ({body}) => keyed(body, [language(), sentence], () => [
		el("p", {class: "screen-sorry"}, t(sentence)),
		bigButton({class: "choice", id: "drawer-back", picture: "back",
			word: t("page_back_to_weighing"), onclick: home}),
	]),
});

/* It is not for whoever is here: they say who they are, and it opens then. */
const askedFirst = {};

/* null: there is no such screen. */
async function load(name) {
	let screen = null;
	try {
		screen = await import(`/screens/${name}.js`);
		if (!mayOpen(screen.role))
			return state.session?.guarded ? askedFirst : sorry("page_screen_role");
		if (screen.css)
			await Promise.all([screen.css].flat().map((sheet) => fetchStyle(sheet === true ? name : sheet)));
		return screen;
	} catch (error) {
		const there = await fetch(`/screens/${name}.js`).catch(() => null);
		if (there?.status === 404)
			return null;
		if (there?.ok && !screen)
			beginAnew();
		console.error(error);
		return sorry("page_screen_failed");
	}
}

function fail(failed, error) {
	console.error(error);
	if (open?.place !== failed)
		return;
	open.screen = sorry("page_screen_failed");
	delete failed.body.dataset.key;
	paint();
}

function leave() {
	if (!open)
		return;
	const {screen, place} = open;
	open = null;
	delete state.screens[place.name];
	try {
		screen.close?.(place);
	} catch (error) {
		console.error(error);
	}
}

function placeOf({name, args}) {
	const place = {name, args, body: $("drawer-body"), mine: {}, set: (patch) => {
		Object.assign(place.mine, patch);
		if (open?.place === place)
			change({screens: {...state.screens, [name]: place.mine}});
	}};
	return place;
}

function enter(screen, place) {
	const {body} = place;
	open = {screen, place};
	delete body.dataset.key;
	body.replaceChildren();
	$("drawer").dataset.screen = place.name;
	$("drawer").dataset.flow = screen.flow ?? "cells";
	change({screens: {[place.name]: place.mine}});
	if (!$("drawer").open) {
		known = new Set(troubles().map(sort));
		$("drawer").showModal();
	}
	try {
		Promise.resolve(screen.open?.(place)).catch((error) => fail(place, error));
		paint();
	} catch (error) {
		fail(place, error);
	}
	body.scrollTop = 0;
	appeared();
	if (!body.contains(document.activeElement))
		$("drawer-title").focus();
}

export async function show(route) {
	const turn = ++turns;
	if (route.name === "reception") {
		leave();
		if ($("drawer").open)
			appeared();
		$("drawer").close();
		return;
	}
	const screen = await load(route.name);
	if (turn !== turns)
		return; // another was asked for meanwhile
	leave();
	if (screen === askedFirst)
		location.replace(linkTo("log-in", route.name, ...route.args));
	else if (screen)
		enter(screen, placeOf(route));
	else
		home();
}

/* The news of this moment: a note, or a trouble that came since the drawer was opened. */
function paintNote() {
	const heard = state.link === "up" ? state.note ?? noticed(state.snapshot) : null;
	const trouble = state.link === "up" && open.place.name !== "devices"
		? troubles().find((one) => !known.has(sort(one))) : null;
	$("drawer-note").dataset.note = heard?.tone ?? (trouble ? "trouble" : "");
	setText($("drawer-note"), heard?.text ?? trouble?.sentence ?? "");
}

/* Whatever is open, the weight stays in sight. */
/* What is touched in cells; a note beside them takes none. */
const cellsOf = (body) => body.querySelectorAll(":scope > :not(.reason-note)").length;

export function paint() {
	if (!open)
		return;
	const {screen, place} = open;
	if (!mayOpen(screen.role))
		return home(); // the session has ended
	const live = liveWeight();
	keyed($("drawer-live"), live, () => (live ? [el("b", {}, live.kg), " ", live.words] : []));
	keyed($("drawer-close"), language(), () =>
		buttonContent({picture: "cancel", word: t("page_close")}));
	paintNote();
	try {
		screen.paint(place);
		setText($("drawer-title"), state.snapshot?.training && place.name !== "training" ? t("page_training_head", {title: screen.title(place)}) : screen.title(place));
	} catch (error) {
		fail(place, error);
	}
	place.body.dataset.cells = String(Math.min(cellsOf(place.body), CELLS_MOST));
}

$("drawer-close").addEventListener("click", home);
$("drawer").addEventListener("close", () => {
	if (!$("drawer").open && open)
		home(); // by Escape
});
keysTo((name) => open?.screen.key?.(open.place, name));
sayMore($("drawer-body"));
