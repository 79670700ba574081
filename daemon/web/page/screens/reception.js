// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reception: one large number, one sentence, tiles. Its nodes are in index.html, so that they are
 * there before any module. This is the screen that is always open: here is what stands around
 * face and tiles, which are modules of their own: what is in force, what is wrong, the last
 * weighings. Each of them opens a screen that tells more.
 */
import {$, bigButton, buttonContent, change, colours, el, findRow, go, icon, keep, kept, keyed, offered, rootOf, rows, sayMore,
	setHidden, state} from "/base/kernel.js";
import {intent} from "/base/daemon.js";
import {clockTime, count, dayOf, kg, language, otherLanguage, shortName, t, total} from "/base/lang.js";
import {appeared} from "/base/hands.js";
import {armedCode, destinationOf, liveWeight, morningCall, slipIsDue, troubles} from "/base/station.js";
import {paintFace, panel, startFace} from "/screens/reception/face.js";
import {paintTiles} from "/screens/reception/tiles.js";

export const title = () => t("page_weight");
export const role = "anyone";

const up = () => state.link === "up" && Boolean(state.snapshot);

/* ---- what is in force: origin or destination, and the direction */

const outward = () => state.snapshot?.context?.direction === "out";
let wantDestination = false; // opened once the snapshot says "out"

async function turn() {
	const wanted = outward() ? "in" : "out";
	const answer = await intent("direction", {code: wanted});
	if (answer?.ok && wanted === "out") {
		wantDestination = true;
		change({}); // the snapshot may have come before the answer
	}
}

/*
 * Under a slip, which holds its direction, the same button ends it. Not over a load that nobody recorded,
 * nor before anything was weighed: then the slip is looked at first.
 */
async function endSlip() {
	const {phase, context} = state.snapshot;
	const isDone = state.slip?.id === context.slip && state.slip.weighings > 0;
	if (!isDone || armedCode(state.snapshot) || !["empty", "recorded"].includes(phase))
		return go("slip", context.slip);
	return (await import("/parts/end-slip.js")).endSlip(state.slip);
}

function paintTurn(out, slip) {
	const button = $("direction-button");
	if (button.classList.contains("ends") !== slip) {
		button.classList.toggle("ends", slip);
		appeared(); // a second tap of a glove would do what now lies under it
	}
	keyed(button, [language(), out, slip], () => buttonContent(slip
		? {picture: "finish", caption: t("page_slip"), word: t("page_slip_close")}
		: {picture: out ? "out" : "in", caption: t("page_direction"), word: t(out ? "page_out" : "page_in")}));
}

/* A slip in force stands where its origin would: whose it is, what it comes to. */
function paintSlip(code) {
	const slip = state.slip?.id === code ? state.slip : null;
	const {partner, place, origin, destination} = state.snapshot.context;
	const end = (outward() ? shortName(findRow("destinations", destination)) || destination
		: shortName(findRow("origins", origin)) || origin) ?? "";
	const name = shortName(findRow("partners", partner)) || shortName(findRow("places", place))
		|| (slip ? t(`page_slip_${slip.type}`) : code);
	const sum = slip ? t("page_slip_sum", {kg: kg(slip.mass_mg), n: count(slip.weighings)}) : "";
	const due = Boolean(slip) && slipIsDue(slip);
	keyed($("place-button"), [language(), code, name, end, sum, due], () => buttonContent({
		picture: [partner ? "partner" : "place"],
		caption: [t(due ? "page_slip_due" : slip && slip.type !== "deposit" ? `page_slip_${slip.type}` : "page_slip_in_force"), end, sum]
			.filter(Boolean).join(" · "),
		word: name,
	}));
	keyed($("bound"), [language(), code, name, sum], () => [icon("file"), el("b", {}, [name, sum].filter(Boolean).join(" · "))]);
}

function paintPlace() {
	const out = outward();
	const slip = up() ? state.snapshot.context?.slip : null;
	$("place-button").classList.toggle("slip", Boolean(slip));
	if (slip)
		return paintSlip(slip);
	const code = state.snapshot?.context?.[out ? "destination" : "origin"] ?? "";
	const name = shortName(findRow(out ? "destinations" : "origins", code)) || code;
	const {partner, place} = state.snapshot?.context ?? {};
	const whose = up() ? shortName(findRow("partners", partner)) || shortName(findRow("places", place)) : "";
	keyed($("place-button"), [language(), out, code, name, whose, up()], () => buttonContent({
		picture: [code, out ? "out" : "in"],
		caption: [t(out ? "page_destination" : "page_origin"), whose].filter(Boolean).join(" · "),
		word: up() ? name || t("page_nothing_chosen") : "",
	}));
	keyed($("bound"), [language(), out, code, name, up()], () => (up() ? [
		icon(out ? "out" : "in"),
		el("b", {}, `${t(out ? "page_out" : "page_in")} ${out ? "→" : "·"} ${name}`)] : []));
}

/*
 * The last four origins, or destinations: the one in force, and three others a touch away. Whichever is chosen
 * leaves its place to the one that it follows, and no other moves. A browser that keeps nothing has those
 * of the last weighings.
 */
const RECENT = 4;

export function recentAfter(recent, now) {
	const [before] = recent;
	if (!now || before === now)
		return recent;
	return recent.includes(now) ? recent.map((code) => ({[before]: now, [now]: before})[code] ?? code)
		: [now, ...recent].slice(0, RECENT);
}

function recentOf(end, now) {
	const known = kept(`recent-${end}`)?.split(" ").filter(Boolean)
		?? [...new Set(state.lines.map((line) => line[end]).filter(Boolean))].slice(0, RECENT);
	const recent = recentAfter(known, now);
	if (now && recent !== known)
		keep(`recent-${end}`, recent.join(" "));
	return recent.filter((code) => code !== now && offered(`${end}s`).some((row) => row.code === code));
}

const recentChip = (code) => bigButton({class: "chip", "data-recent": code, picture: [code, outward() ? "out" : "in"],
	word: shortName(findRow(outward() ? "destinations" : "origins", code)),
	onclick: async () => (await import("/screens/place.js")).chooseEnd(code)});

function paintRecent() {
	const {context = {}} = up() ? state.snapshot : {};
	const ends = Object.fromEntries(["origin", "destination"].map((end) => [end, up() ? recentOf(end, context[end]) : []]));
	const none = Boolean(context.slip) || (ends.origin.length === 0 && ends.destination.length === 0); // one place for both directions
	const chips = ends[outward() ? "destination" : "origin"];
	if ($("recent").hidden !== none)
		appeared();
	setHidden($("recent"), none);
	keyed($("recent"), [language(), outward(), chips, state.catalogue?.stamp], () => chips.map(recentChip));
}

/* What the load lies in: where the site has any, or a tare is deducted. */
function paintBox() {
	const {context, scale} = up() ? state.snapshot : {};
	const tared = Boolean(context?.container) || scale?.tare_mg > 0;
	const units = (context?.containers ?? []).reduce((sum, one) => sum + one.units, 0); // the face names them all
	const name = units > 1 ? t("page_container_several", {n: count(units)})
		: (units > 0 && shortName(findRow("containers", context.container))) || context?.container
		|| t(tared ? "page_container_tare" : "page_container");
	setHidden($("box-button"), rows("containers").length === 0 && !tared);
	$("box-button").setAttribute("aria-pressed", String(tared));
	keyed($("box-button"), [language(), tared, name, scale?.tare_mg], () => buttonContent({picture: "container",
		caption: scale?.tare_mg > 0 ? `${kg(scale.tare_mg)} kg` : null, word: name}));
}

function paintContext() {
	const out = outward();
	document.body.dataset.direction = out ? "out" : "in";
	paintPlace();
	paintRecent();
	paintTurn(out, Boolean(up() && state.snapshot.context?.slip));
	paintBox();
	for (const id of ["place-button", "direction-button", "box-button"])
		$(id).disabled = !up();
	if (wantDestination && out) {
		wantDestination = false;
		go("place");
	}
}

/* ---- beside the number: scale, tare, live weight, pictograms of what is wrong */

const SHOWN = 4; // pictograms in the strip; the rest is a number
const SHOWN_BESIDE = 2; // beside a live weight, which needs the place

function small({kind, picture, count: n, sentence}) {
	return el("span", {class: "trouble", "data-kind": kind}, icon(picture, "warning"),
		n ? el("b", {"aria-hidden": "true"}, String(n)) : null,
		el("span", {class: "heard"}, sentence));
}

function paintStrip(list, bench, shown) {
	keyed($("strip"), [language(), list, bench, shown], () => [
		...list.slice(0, shown).map(small),
		list.length > shown ? el("span", {class: "trouble"}, `+${list.length - shown}`) : null,
		bench ? el("a", {class: "bench", href: bench, target: "_blank", rel: "noopener"},
			t("page_bench")) : null,
	].filter(Boolean));
}

function paintHead() {
	const list = troubles();
	const live = panel(state).live ? liveWeight() : null;
	const several = up() && (state.snapshot.scales ?? []).length > 1;
	const tareMg = up() ? state.snapshot.scale?.tare_mg ?? 0 : 0;
	const name = state.snapshot?.scale?.name ?? "";
	setHidden($("which"), !several || Boolean(live));
	keyed($("which"), name, () => [icon("scale"), el("b", {}, name)]);
	setHidden($("tare-in-force"), !(tareMg > 0) || Boolean(live)); // what is live is net, and its state comes first
	keyed($("tare-in-force"), [language(), tareMg], () => [icon("tare"), `${kg(tareMg)} kg`]);
	setHidden($("live"), !live);
	keyed($("live"), live, () => (live ? [icon("scale"), el("b", {}, live.kg), el("span", {}, live.words)]
		: []));
	paintStrip(list, up() && !live ? state.health?.bench : null, live ? SHOWN_BESIDE : SHOWN);
	setHidden($("about"), !up() || (!several && list.length === 0 && !(tareMg > 0)));
	$("about").setAttribute("aria-label", several ? t("page_which_scale", {name}) : t("page_about"));
}

/* ---- the last weighings: each line came back from the journal, so each has its tick */

// lang: page_label_*
const LABEL_PICTURES = {waiting: "printer", sending: "printer", done: "printer", handed: "printer",
	unknown: "question", late: "question", dropped: "warning"};

/* In, or out and where to; its hour, its day where that is another. */
function when(weighing) {
	return [
		weighing.direction === "out"
			? el("b", {class: "line-out"}, `${t("page_out")} → ${destinationOf(weighing)} `) : `${t("page_in")}\u00a0· `,
		[dayOf(weighing.at), clockTime(weighing.at), weighing.voided_by ? t("page_voided") : ""]
			.filter(Boolean).join("\u00a0· "),
	];
}

function labelMark(weighing) {
	const label = weighing.label?.state ?? weighing.label ?? state.labels[weighing.id];
	return LABEL_PICTURES[label] ? el("span", {class: `line-label ${label}`, role: "img",
		"aria-label": t(`page_label_${label}`)}, icon(LABEL_PICTURES[label])) : null;
}

/* On the disk, but where somebody learns. */
const tickOf = (open) => (state.snapshot?.training && open
	? el("span", {class: "line-tick", role: "img", "aria-label": t("page_training_bar")}, icon("training"))
	: el("span", {class: "line-tick", role: "img", "aria-label": t(open ? "page_on_disk" : "page_voided")},
		icon(open ? "saved" : "cancel")));

export function lineOf(weighing) {
	const open = !weighing.voided_by;
	return el("li", {},
		el("button", {class: open ? "line" : "line voided", "data-id": weighing.id,
			onclick: () => go("weighing", weighing.id)},
		el("span", {class: "line-swatch", ...colours(weighing.category)},
			icon(weighing.category, rootOf(weighing.category))),
		el("span", {class: "line-name"},
			shortName(findRow("categories", weighing.category)) || weighing.category,
			el("span", {class: "line-time"}, ...when(weighing))),
		el("span", {class: "line-mass"}, `${kg(weighing.net_mg)} kg`),
		labelMark(weighing),
		tickOf(open)));
}

function paintLines() {
	const today = state.snapshot?.today ?? {};
	const out = outward();
	const [mg, n] = out ? [today.out_mg, today.out_weighings] : [today.in_mg, today.weighings];
	setHidden($("lines"), !up());
	keyed($("line-list"), [language(), state.lines, state.labels, state.catalogue?.stamp], () =>
		(state.lines.length > 0 ? state.lines.map(lineOf)
			: [el("li", {class: "line-none"}, t("page_no_lines"))]));
	const call = morningCall();
	keyed($("today-button"), [language(), out, mg, n, up(), call],
		() => (call ? buttonContent(call) : buttonContent({
			picture: null,
			caption: t(out ? "page_today_out" : "page_today"),
			word: up() ? `${total(mg ?? 0)}\u00a0kg` : "",
		}).concat(el("span", {class: "words"}, el("span", {class: "count"},
			up() ? t("page_weighings", {n: count(n ?? 0)}) : "")))));
	$("today-button").disabled = !up();
}

const NAME_MOST = 12; // letters that fit beside the tools

/* Who weighs, where the station knows; behind the tools another is chosen. */
function paintTools() {
	const code = up() ? state.snapshot.context?.operator : null;
	const name = code ? shortName(findRow("operators", code)) || code : "";
	$("tools-button").classList.toggle("who", name !== "");
	keyed($("tools-button"), [language(), name], () => buttonContent({
		picture: name ? "operator" : "tools",
		caption: name ? name.length > NAME_MOST ? `${name.slice(0, NAME_MOST - 1)}…` : name
			: `${language().toUpperCase()} / ${otherLanguage().toUpperCase()}`,
		word: t("page_tools"),
	}));
}

export function open() {
	startFace();
	$("direction-button").addEventListener("click", () =>
		(state.snapshot?.context?.slip ? endSlip() : turn()));
	$("place-button").addEventListener("click", () => {
		const slip = state.snapshot?.context?.slip;
		return slip ? go("slip", slip) : go("place");
	});
	$("today-button").addEventListener("click", () => go(...(morningCall()?.to ?? ["weighings"])));
	const screens = {"tools-button": "tools", "box-button": "container",
		about: "devices"};
	for (const [id, name] of Object.entries(screens))
		$(id).addEventListener("click", () => go(name));
	for (const id of ["tiles", "lines"])
		sayMore($(id));
}

export function paint() {
	for (const part of [paintFace, paintHead, paintTiles, paintContext, paintLines, paintTools])
		part();
}

export function close() {} // it is always open
