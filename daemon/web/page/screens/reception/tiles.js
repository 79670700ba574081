// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tiles, two levels: roots, then what is in one. A tile with children opens, a leaf is
 * an intention (or the category of a typed entry, of a weighing that is put right, of a load
 * that left). Where the site has pinned categories (pinned 1 to 12), those come first, each always
 * in its own cell, because a hand remembers where; "Tout" leads to the roots. When the level changes, what appears takes no touch for a moment (hands.js).
 *
 * A question of the station stands in their place: one large button for each answer it allows,
 * with what the answer makes and what it takes back. Nothing here answers by itself; no answer
 * changes nothing.
 */
import {$, bigButton, buttonContent, change, colours, el, findRow, go, hasWorkshop, icon, isFood, keyed, offered, rootOf,
	routeOf, setHidden, state, trade} from "/base/kernel.js";
import {intent, post} from "/base/daemon.js";
import {appeared} from "/base/hands.js";
import {kg, language, longName, shortName, t} from "/base/lang.js";
import {armedCode, loadLines, named, refusal, takeWeighing, undo} from "/base/station.js";

const PICTURES = {add: "plus", add_all: "plus", new: "scale", replace: "pencil", leave: "cancel", keep: "saved",
	change: "pencil", choose: "in", fix: "pencil"};
const PLACES = {origin: "origins", destination: "destinations"};

const question = () => state.snapshot?.question ?? {};
const mass = (mg) => (Number.isInteger(mg) ? kg(mg) : "");

function placeName() {
	const code = state.snapshot?.context?.[question().kind] ?? "";
	return shortName(findRow(PLACES[question().kind], code)) || code;
}

/* The mass that a question is about: of what is doubted, what would be recorded. */
const asked = (q) => (q.choices ?? []).find(({code}) => code === "keep")?.makes?.net_mg ?? q.to_mg;

function facts() {
	const q = question();
	return {
		from: mass(q.from_mg),
		to: mass(asked(q)),
		more: Number.isInteger(q.to_mg) && Number.isInteger(q.from_mg)
			? kg(Math.abs(q.to_mg - q.from_mg)) : "",
		category: q.category ? named(q) : "",
		place: PLACES[q.kind] ? placeName() : "",
		scale: q.scale ?? "",
		container: [q.container, q.with].filter(Boolean)
			.map((code) => shortName(findRow("containers", code)) || code).join(" + "),
	};
}

/* A station of before gave the bare code of a choice. */
const answers = () => (question().choices ?? []).map((choice) =>
	(typeof choice === "string" ? {code: choice, bare: true} : choice));

// lang: page_question_*
export function questionSentence() {
	const f = facts();
	switch (question().kind) {
	case "again":
	case "changed_load":
	case "choose":
	case "other_category":
	case "other_scale":
	case "light":
	case "empty_container":
	case "one_more":
	case "origin":
	case "destination":
		if (question().slip)
			return t("page_question_slip", {...f, slip: question().slip});
		return t(`page_question_${question().kind}`, f);
	case "unusual":
		return t(`page_question_unusual_${asked(question()) > question().from_mg ? "more" : "less"}`, f);
	default:
		return question().text ?? t("page_question");
	}
}

/* The words of an answer: those of this question where it has its own. */
// lang: page_answer_*
function answerWord(choice) {
	const f = {...facts(), scale: choice.scale ?? question().scale ?? "",
		category: choice.makes ? named(choice.makes) : facts().category};
	const bare = choice.bare && ["add", "replace"].includes(choice.code);
	if (question().kind === "other_scale" && Number.isInteger(choice.net_mg))
		return t("page_answer_other_scale_record", {...f, kg: kg(choice.net_mg)});
	for (const key of [`page_answer_${question().kind}_${choice.code}`,
		`page_answer_${choice.code}${bare ? "_kg" : ""}`])
		if (t(key, f) !== key)
			return t(key, f);
	return choice.code;
}

function deed(kind, {category, net_mg: net}, sign) {
	const row = findRow("categories", category);
	return el("span", {class: `deed ${kind}`, "data-category": category},
		el("b", {}, `${sign}\u202f${mass(net)} kg`),
		el("span", {class: "of", title: longName(row)}, icon(category, rootOf(category ?? "")),
			shortName(row) || category || ""));
}

// lang: page_live_*
function scaleDeed({scale, net_mg: net, state: how, phase}) {
	return el("span", {class: "deed weighs"},
		el("b", {}, Number.isInteger(net) ? `${mass(net)} kg` : scale),
		el("span", {class: "of"}, icon("scale"), [Number.isInteger(net) ? scale : null, t(`page_live_${phase
			?? (["zero", "stable", "moving"].includes(how) ? how : "doubt")}`)]
			.filter(Boolean).join(" · ")));
}

function deeds(choice) {
	return [
		choice.makes ? deed("makes", choice.makes, "+") : null,
		choice.voids ? deed("voids", choice.voids, "−") : null,
		...(choice.scales ?? (choice.scale ? [choice] : [])).map(scaleDeed),
	].filter(Boolean);
}

/* The station compares the load with the one that was asked about. */
function answer(choice) {
	const seen = !choice.bare && Number.isInteger(question().to_mg)
		? {to_mg: question().to_mg} : {};
	intent("answer", {code: choice.code, ...seen});
}

const answerTile = (choice) => el("button", {class: "tile answer", "data-answer": choice.code,
	onclick: () => answer(choice)});

/* The button stays while its weights change: one drawn anew under a finger loses its touch. */
function fillAnswer(choice, i) {
	const records = question().kind === "other_scale"
		|| (PLACES[question().kind] && choice.code === "leave");
	const own = {light: {leave: "plus"}, empty_container: {fix: "container"}}[question().kind]?.[choice.code];
	keyed($("tiles").children[i], [choice, facts()], () => [
		...buttonContent({picture: records ? "saved" : own ?? PICTURES[choice.code] ?? "question",
			word: answerWord(choice)}),
		...deeds(choice)]);
}

/* Under a slip nothing is chosen but what it leaves open: if it does not go on, it is put aside. */
function otherAnswer({slip}) {
	return slip
		? {"data-answer": "aside", picture: "down", word: t("page_slip_aside"),
			onclick: () => intent("slip", {code: "", instead_of: slip})}
		: {"data-answer": "choose", picture: "pencil", word: t("page_answer_origin_choose"),
			onclick: () => go("place")};
}

function answerTiles() {
	const tiles = answers().map(answerTile);
	if (PLACES[question().kind])
		tiles.push(bigButton({class: "tile answer", ...otherAnswer(question())}));
	return tiles;
}

/* Which buttons those are, without what they say. */
const questionKey = () => [question().kind, question().slip, ...answers().map(({code, bare}) => [code, bare])];

/* ---- categories */

let level = ""; // which tiles stand there
const ALL = "*"; // no code of a category: the roots, where pinned ones stand before them

const children = (code) => offered("categories").filter((row) => (row.parent || null) === code);

/*
 * What comes into a workshop becomes a lot, so its family leads to the reception of food; and where a site
 * is a workshop alone, its screens are the first thing that one sees. Out, food leads to the lot that it is of;
 * with an origin that is no intake it comes back into one.
 */
const SCREENS = [{screen: "receive", picture: "receive"}, {screen: "cook", picture: "cook"},
	{screen: "label", picture: "pack"}, {screen: "deliver", picture: "slip-delivery"}, {screen: "lots", picture: "lots"},
	{screen: "cold", picture: "thermometer"}, {screen: "recall", picture: "recall"}];
const isKitchen = () => hasWorkshop() && state.snapshot?.context?.direction === "in" && !inMode();
const isBack = () => isKitchen() && findRow("origins", state.snapshot.context.origin ?? "")?.counts_as_intake === false;
export const showsScreens = () => isKitchen() && !(isBack() && state.root)
	&& (state.root && state.root !== ALL ? isFood("categories", findRow("categories", state.root) ?? {}) : trade() === "workshop");
const pinned = () => offered("categories").filter((row) => row.pinned > 0);

/* What stands there now: rows, and null for the cell of a pinned one that is not offered today. */
function cells() {
	if (showsScreens())
		return isBack() ? [...children(null), ...SCREENS] : SCREENS;
	const first = state.root ? [] : pinned();
	if (first.length === 0)
		return children(state.root === ALL ? null : state.root);
	return Array.from({length: Math.max(...first.map((row) => row.pinned))},
		(_, i) => first.find((row) => row.pinned === i + 1) ?? null);
}

const showsPinned = () => !state.root && pinned().length > 0 && !showsScreens();
const inMode = () => Boolean(state.typed?.ready || state.reclassify || state.seeTo);

async function weigh(code) {
	const answer = await intent("category", {code});
	if (answer?.status === 201)
		takeWeighing(answer.data);
}

async function finishReclassify(category) {
	const {id} = state.reclassify;
	change({reclassify: null});
	const answer = await post(`/weighings/${encodeURIComponent(id)}/reclassify`,
		{reason: "CATEGORY", category});
	if (answer?.ok)
		await loadLines();
}

/* What somebody has begun ends with a category; who began it knows how. */
async function choose(code) {
	if (state.reclassify)
		await finishReclassify(code);
	else if (state.typed?.ready)
		await (await import("/screens/typed.js")).saveTyped(code);
	else if (state.seeTo)
		await (await import("/parts/left.js")).finishLeft(code);
	else
		await weigh(code);
	change({root: null});
}

const takesFromLot = () => hasWorkshop() && (isBack() || state.snapshot?.context?.direction === "out") && !state.reclassify && !state.seeTo;

export function touch(row) {
	if (takesFromLot() && isFood("categories", row) && children(row.code).length === 0)
		go("which-lot", row.code);
	else if (isKitchen() && isFood("categories", row) && children(row.code).length === 0)
		go("receive", row.code);
	else if (children(row.code).length > 0)
		change({root: row.code});
	else if (state.pending === 0)
		choose(row.code);
}

// lang: page_screen_receive page_screen_cook page_screen_label page_screen_deliver page_screen_lots page_screen_cold page_screen_recall
const screenTile = ({screen, picture}) => bigButton({class: "tile", "data-screen": screen, picture,
	word: t(`page_screen_${screen}`), onclick: () => go(screen)});

function tile(row) {
	if (row.screen)
		return screenTile(row);
	const armed = armedCode(state.snapshot) === row.code;
	return bigButton({
		class: "tile",
		...colours(row.code),
		"data-code": row.code,
		"aria-pressed": armed ? "true" : null,
		title: longName(row),
		picture: [row.code, rootOf(row.code)],
		word: shortName(row),
		onclick: () => touch(row),
	});
}

const findTile = () => bigButton({class: "tile", id: "find", picture: "shown", word: t("page_find"), onclick: () => go("find")});
const allTile = () => bigButton({class: "tile", id: "all", picture: "all", word: t("page_all_categories"),
	onclick: () => change({root: ALL})});

const UNDO_MS = 10 * 60 * 1000; // the station decides; this only spares a refusal

function undoable() {
	const last = state.snapshot?.last;
	return Boolean(last?.id) && !last.voided_by && !last.undone
		&& (last.on_plate !== undefined || Date.now() - Date.parse(last.at) < UNDO_MS);
}

/* What is not of this load is seen first, then touched again. */
const takeBack = () => (state.snapshot?.last?.on_plate === false
	? go("undo", state.snapshot.last.id) : undo());

/* The last cell: out of what was begun, or undo. */
function corner() {
	const plain = (id, picture, word, onclick) => ({class: "tile plain", id, picture, word, onclick});
	if (state.root)
		return plain("back", "back", t("page_back"), () => change({root: null}));
	if (inMode())
		return plain("drop", "back", t("page_drop"),
			() => change({reclassify: null, typed: null, seeTo: null}));
	if (armedCode(state.snapshot))
		return plain("disarm", "back", t("page_disarm"), () => intent("cancel"));
	return {...plain("undo", "undo", t("page_undo"), takeBack), disabled: !undoable()};
}

function fill() {
	const now = JSON.stringify(asking() ? questionKey() : [state.root, inMode(), corner().id, showsScreens(), isBack()]);
	if (now !== level && routeOf(location.hash).name === "reception")
		appeared();
	level = now;
	if (asking())
		return answerTiles();
	return [...cells().map((row) => (row ? tile(row) : el("span", {class: "gap"}))),
		...(showsPinned() ? [allTile()] : []), ...(state.root === ALL ? [findTile()] : []), bigButton(corner())];
}

const asking = () => state.snapshot?.phase === "question" && !inMode();

/* Where the focus was: the tile itself, else the root that holds it, else the corner. */
function focusAgain(nav, was) {
	const wanted = [was.code, was.code && rootOf(was.code)].filter(Boolean)
		.map((code) => nav.querySelector(`[data-code="${code}"]`)).find(Boolean);
	(wanted ?? nav.querySelector(`[data-answer="${was.answer}"]`)
		?? (state.root ? nav.firstElementChild : nav.querySelector(".plain:not(:disabled)"))
		?? nav.firstElementChild)?.focus();
}

/* How many cells: two rows of five, six or seven; leaves may take three. The face never gives way. */
function manyOf(many, roots) {
	if (many > 14 && !roots)
		return "more";
	if (many > 10)
		return many > 12 ? "7" : "6";
	return !roots && many > 0 && many < 6 ? "few" : "";
}

export function paintTiles() {
	const nav = $("tiles");
	setHidden(nav, state.link !== "up" || !state.catalogue || Boolean(refusal(state)));
	if (state.root && state.root !== ALL && children(state.root).length === 0)
		change({root: null});
	const focused = nav.contains(document.activeElement) ? {...document.activeElement.dataset} : null;
	const question = asking();
	const roots = !state.root || state.root === ALL;
	nav.dataset.level = question ? "question" : roots ? "roots" : "leaves";
	const many = question ? 0 : cells().length + showsPinned() + (state.root === ALL) + 1;
	nav.dataset.many = document.body.dataset.many = manyOf(many, roots);
	nav.classList.toggle("over", many > (roots ? 14 : 21));
	document.body.dataset.level = nav.dataset.level;
	const {id, word, disabled} = corner();
	keyed(nav, [language(), state.root, question && questionKey(), armedCode(state.snapshot),
		id, word, disabled, isKitchen(), isBack(), state.catalogue?.stamp], fill);
	if (question)
		answers().forEach(fillAnswer);
	if (focused && !nav.contains(document.activeElement))
		focusAgain(nav, focused);
}
