// SPDX-License-Identifier: GPL-3.0-or-later
/* Each device is tried by a hand: a mass, a label, a code, a button; and what is plugged in is taken by a touch. */
import {$, bigButton, el, icon, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {doubtful, liveWeight, loadHealth} from "/base/station.js";
import {take} from "/screens/first-day/model.js";

const ours = (kind) => (state.health?.devices ?? []).filter((device) => device.kind === kind);

const device = ({name, text, open}) => el("p", {class: "first-device", "data-open": String(open)},
	icon(open ? "saved" : "warning"), el("span", {}, text?.includes(name) ? text : `${name} · ${text ?? ""}`));

async function own(place, {kind, device: which}) {
	if (await take(place, {kind, device: which}, {anew: true}))
		await loadHealth();
}

// lang: page_first_day_is_*
const candidate = (place) => (found) => bigButton({class: "choice", "data-found": found.device, picture: "plus",
	caption: found.device, word: t(`page_first_day_is_${found.kind}`), onclick: () => own(place, found)});

const found = ({mine: {day}}, kind) => day.found.filter((one) => one.kind === kind);

/* None is there, and none could be one: what is to be plugged in. lang: page_first_day_no_* */
function there(place, kind) {
	const mine = ours(kind), plugged = found(place, kind);
	return [...mine.map(device),
		...(mine.length + plugged.length === 0 ? [el("p", {class: "first-hint"}, t(`page_first_day_no_${kind}`))] : []),
		...(plugged.length > 0 ? [el("div", {class: "choices"}, ...plugged.map(candidate(place)))] : [])];
}

const seen = (place, step, props) => bigButton({class: "choice strong", id: "first-seen", picture: "saved", ...props,
	onclick: () => take(place, {seen: step})});

const keyOf = (kind) => (place) => [ours(kind), found(place, kind)];

/* ---- the scale: a mass that is known */

const rests = () => state.link === "up" && state.snapshot?.scale?.state === "stable" && !doubtful(state.snapshot)
	&& state.snapshot.scale.net_mg > 0;

function weightNow() {
	const live = liveWeight();
	const text = live ? live.kg || live.words : t("page_first_day_no_weight");
	if ($("first-weight").textContent !== text)
		$("first-weight").textContent = text;
	$("first-seen").disabled = !rests();
}

const scale = {
	key: (place) => [keyOf("scale")(place)],
	draw: (place) => [...there(place, "scale"), el("p", {class: "first-weight"}, el("output", {id: "first-weight", "aria-live": "off"}))],
	acts: (place) => [seen(place, "scale", {word: t("page_first_day_right")})],
	live: weightNow,
};

/* ---- the printer: the start label */

async function print(place) {
	const answer = await post("/labels/start/print");
	place.set({asking: answer?.ok ? "printed" : null, said: answer?.ok ? "" : answer?.data.message ?? t("page_gave_up")});
}

const printer = {
	key: keyOf("printer"),
	draw: (place) => [...there(place, "printer"),
		...(place.mine.asking === "printed" ? [el("p", {class: "first-weight"}, t("page_first_day_came"))] : [])],
	acts: (place) => [...(ours("printer").length === 0 ? []
		: [bigButton({class: place.mine.asking ? "choice" : "choice strong", id: "first-print", picture: "printer",
			word: t(place.mine.asking ? "page_first_day_print_again" : "page_first_day_print"), onclick: () => print(place)})]),
	...(place.mine.asking === "printed" ? [seen(place, "printer", {word: t("page_first_day_it_came")})] : [])],
};

/* ---- scanner and buttons: what they said since they were asked */

const listening = (kind, what, empty) => ({
	key: (place) => [keyOf(kind)(place), place.mine.day[what]],
	draw: (place) => {
		const {count, text} = place.mine.day[what];
		return [...there(place, kind), el("p", {class: "first-weight", id: "first-heard"},
			count > 0 ? t("page_first_day_heard", {text}) : t(empty))];
	},
	acts: (place) => (place.mine.day[what].count > 0 ? [seen(place, kind, {word: t("page_first_day_next")})] : []),
});

/* ---- paper */

const sheet = (kind) => el("a", {class: "file", "data-file": kind, download: `${kind}.pdf`,
	href: `/api/v1/labels/control-sheet?kind=${kind}&format=pdf&lang=${language()}`}, icon("save-file"), t(`page_sheets_${kind}`));

const sheets = {
	key: () => ours("printer").length,
	draw: () => [el("div", {class: "files"}, ...["category", "action", "origin"].map(sheet))], // lang: page_sheets_*
	acts: (place) => [...(ours("printer").length > 0 ? [bigButton({class: "choice", id: "first-print", picture: "printer",
		word: t("page_first_day_print"), onclick: () => print(place)})] : []),
	seen(place, "sheets", {word: t("page_first_day_end")})],
};

export const parts = {scale, printer, sheets,
	scanner: listening("scanner", "scanned", "page_first_day_scan"),
	panel: listening("panel", "pressed", "page_first_day_press")};
