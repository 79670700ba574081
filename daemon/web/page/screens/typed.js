// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/typed: a weight typed by hand, when the scale is broken or a paper sheet is entered: keypad,
 * then the tiles as ever. The daemon reads the text that was typed, and says what is wrong with it.
 */
import {$, bigButton, change, el, home, keyed, setText, state} from "/base/kernel.js";
import {newKey, post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {doubtful, loadLines, showSaved, tell} from "/base/station.js";
import {appeared} from "/base/hands.js";
import {comma, isMuch, keyOf, keypad, typedText, typeKey} from "/parts/keypad.js";

export const title = () => t("page_type");
export const role = "kiosk";
export const css = true;

const press = (key) => change({typed: {text: typeKey("kg", state.typed?.text ?? "", key), ready: false}});

function pad() {
	const next = bigButton({class: "choice strong", id: "typed-next", picture: "saved",
		word: t("page_typed_next"), disabled: true, onclick: finish});
	return [el("div", {class: "typed"},
		el("div", {class: "typed-say"},
			el("p", {class: "typed-face"},
				el("output", {id: "typed-number", "aria-live": "polite"}), " kg"),
			el("p", {class: "typed-hint", id: "typed-hint", role: "status"}),
			next),
		keypad("kg", press))];
}

function finish() {
	const {text, asked} = state.typed;
	if (isMuch("kg", text) && !asked) {
		appeared(); // the second tap of a glove is no answer
		change({typed: {text, ready: false, asked: true}});
		return;
	}
	change({typed: {text: typedText(text), ready: true, key: newKey()}});
	home();
}

export function open() {
	change({typed: {text: "", ready: false}, root: null, reclassify: null, seeTo: null});
}

export function paint({body}) {
	const text = state.typed?.text ?? "";
	keyed(body, language(), pad);
	setText($("typed-number"), text || `0${comma()}00`);
	$("typed-number").classList.toggle("dim", text === "");
	setText($("typed-hint"), state.typed?.asked ? t("page_typed_much", {much: `${typedText(text)} kg`}) : t("page_typed_hint"));
	$("typed-hint").classList.toggle("ask", Boolean(state.typed?.asked));
	$("typed-next").disabled = !/[1-9]/.test(text);
}

/* Closed without a number to go on with, nothing was begun. */
export function close() {
	if (!state.typed?.ready)
		change({typed: null});
}

export function key(place, name) {
	if (name === "Enter")
		$("typed-next").click();
	else if (keyOf(name))
		press(keyOf(name));
}

/*
 * One number is one weighing, however often a tile is touched while nobody knows whether the first
 * touch was written: all carry the number's key. Refused as key_reused, it was written, as another
 * category than the last one touched.
 */
export async function saveTyped(category, lot, partner) {
	const {typed} = state;
	const context = state.snapshot.context;
	const side = context.direction === "out" ? "destination" : "origin";
	const answer = await post("/weighings", {
		direction: context.direction,
		category,
		...(lot ? {lot} : {}),
		[side]: context[side],
		...Object.fromEntries(["slip", "partner", "place", ...(state.session?.operator ? [] : ["operator"])].filter((name) => context[name])
			.map((name) => [name, context[name]])),
		...(partner ? {partner} : {}),
		net_kg: typed.text,
		reason: doubtful(state.snapshot) ? "SCALE" : "PAPER",
	}, {key: typed.key});
	const known = answer?.data.error === "key_reused";
	if (!answer?.ok && !known)
		return answer; // the number stays: nothing typed is lost
	if (state.typed === typed)
		change({typed: null}); // else it is the next person's
	if (answer.ok) {
		showSaved(answer.data);
	} else {
		tell("news", t("page_typed_known"));
		await loadLines();
	}
	return answer;
}
