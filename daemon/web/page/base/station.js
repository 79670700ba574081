// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the station says, for every place of the page: the weight of this moment, the note that
 * came of the last act, what is wrong beside the scale, and the copies
 * that the page keeps of what the daemon knows.
 */
import {get, intent, onRefusal} from "/base/daemon.js";
import {change, findRow, home, keep, kept, state} from "/base/kernel.js";
import {dayOf, kg, shortName, t} from "/base/lang.js";

/*
 * ---- the weight of this moment: its figures, and in a few words what the station thinks of the
 * load. Never a number where the scale is in doubt.
 */

const NUMBER_STATES = ["zero", "stable", "moving"];
const finest = {}; // decimals that each scale has needed: figures do not jump to and fro
const LEAST = 2;
const MOST = 3;

export function doubtful(snapshot) {
	return !NUMBER_STATES.includes(snapshot?.scale?.state);
}

/* A weight that stands is shown exactly; one that moves with the decimals known so far. */
export function figures(mg, scale, moves) {
	const known = finest[scale] ?? LEAST;
	if (moves) {
		const step = 10 ** (6 - known);
		return kg(Math.round(mg / step) * step, known);
	}
	const needed = kg(mg, LEAST).split(/[.,]/)[1].length;
	finest[scale] = Math.min(Math.max(known, needed), MOST);
	return kg(mg, finest[scale]);
}

// lang: page_live_*
function phaseWords(snapshot) {
	const moving = snapshot.scale.state === "moving" && snapshot.phase !== "recorded";
	return t(`page_live_${moving ? "settling" : snapshot.phase}`);
}

/* The store's own sentence when weighing is refused, else null. */
export function refusal(s) {
	const store = s.snapshot?.store ?? s.health;
	return store && store.ok === false ? (store.message ?? t("page_store_down")) : null;
}

export function armedCode(snapshot) {
	const armed = snapshot?.armed;
	return (typeof armed === "object" ? armed?.category ?? armed?.code : armed) || null;
}

/* {kg, words}: null when nothing is known. */
export function liveWeight(s = state) {
	if (s.link !== "up" || !s.snapshot?.scale)
		return null;
	const {scale} = s.snapshot;
	if (doubtful(s.snapshot))
		return {kg: "", words: t("page_live_doubt")};
	if (!Number.isInteger(scale.net_mg))
		return null;
	return {kg: `${figures(scale.net_mg, scale.name, scale.state === "moving")} kg`,
		words: phaseWords(s.snapshot)};
}

/*
 * ---- a note is what came of the last act: {tone, text, badge}. "refused" is red, "news" is not.
 * It is about what was there when it was said, and ends with the next success, undo, load or
 * change of context; what undo took back is said for five seconds.
 */

const UNDONE_MS = 5000;

/* What a note is about, as one text that changes when it is over. */
function about(snapshot) {
	const {phase, armed, last, undone, plate, question, context = {}} = snapshot ?? {};
	return JSON.stringify([phase, doubtful(snapshot), armed, last?.id, last?.undone, undone?.id,
		(plate?.weighings ?? []).map((weighing) => weighing.id), question?.kind,
		context.direction, context.origin, context.destination, snapshot?.scale?.name]);
}

/* An answer may come before the snapshot in which nothing is being written any more: early until that comes. */
const isWriting = (snapshot) => snapshot?.phase === "recording";

/* facts: {badge, id, until}; id: it is of this weighing, and not over when that arrives. */
export function tell(tone, text, facts = {}) {
	const note = {tone, text, about: about(state.snapshot), early: isWriting(state.snapshot), ...facts};
	change({note});
	return note;
}

onRefusal(tell);

/* The note that is left when that snapshot comes. */
export function noteAfter(note, snapshot) {
	if (!note)
		return null;
	if (note.until)
		return snapshot.last?.id === state.snapshot?.last?.id || snapshot.last?.undone ? note : null;
	if (note.id && !note.arrived) {
		const arrived = snapshot.last?.id === note.id;
		return arrived ? {...note, arrived, about: about(snapshot)} : note;
	}
	if (note.early)
		return {...note, about: about(snapshot), early: isWriting(snapshot)};
	return note.about === about(snapshot) ? note : null;
}

export const named = (weighing) =>
	shortName(findRow("categories", weighing.category)) || weighing.category || "";

export const destinationOf = (weighing) =>
	shortName(findRow("destinations", weighing.destination)) || weighing.destination || "";

/* What the tare in force is composed of: "Roll 1 + 4 × Bac bleu"; behind it what was tared without a name. */
export function composed({context, scale} = {}) {
	const kinds = context?.containers ?? [];
	const rest = (scale?.tare_mg ?? 0) - kinds.reduce((sum, {tare_mg: mg}) => sum + mg, 0);
	return [...kinds.map(({code, units}) =>
		(units > 1 ? `${units}\u00a0×\u00a0` : "") + (shortName(findRow("containers", code)) || code)),
	...(kinds.length > 0 && rest > 0 ? [`${kg(rest)}\u00a0kg`] : [])].join(" + ");
}

/* Out, or in where the page is out by now, and its day where that is not today. */
export function whither(weighing) {
	const day = weighing.at ? dayOf(weighing.at) : "";
	const outward = state.snapshot?.context?.direction === "out";
	return [
		weighing.direction === "out" ? t("page_saved_out", {destination: destinationOf(weighing)})
			: outward ? t("page_saved_in") : "",
		day ? t("page_saved_day", {day}) : "",
	].filter(Boolean);
}

/* Said for a while, whatever is in force meanwhile. */
export function tellAWhile(tone, text, facts = {}, ms = UNDONE_MS) {
	const note = tell(tone, text, {...facts, until: performance.now() + ms});
	setTimeout(() => state.note === note && change({note: null}), ms);
}

const sayUndone = (weighing) => tellAWhile("news",
	t("page_undone", {category: named(weighing), kg: kg(weighing.net_mg)}), {badge: weighing.category, undone: weighing.id});

/* The station says what undo took back, by whatever way it was asked. */
function hearUndone(before, after) {
	if (before && after.undone?.id && after.undone.id !== before.undone?.id
		&& state.note?.undone !== after.undone.id)
		sayUndone(after.undone);
}

/* What somebody at scanner or buttons was told or refused: nobody else can tell them. */
export function noticed(snapshot) {
	const notice = snapshot?.notice;
	const text = notice?.text ?? notice?.message;
	return text ? {tone: notice.kind === "news" ? "news" : "refused", text} : null;
}

/*
 * ---- what is wrong beside the scale, which speaks on the large face: {kind, picture, sentence}
 * each, `count` where they are counted, from the devices, the clock, the labels, and whatever
 * else the station names in `troubles`.
 */

const GOOD = ["ready", "printing", "open", "ok"];
const PICTURES = {paper_out: "printer-paper-out", unplugged: "printer-unplugged",
	mute: "printer-unplugged"};

const deviceList = (kind) =>
	(state.health?.devices ?? []).filter((device) => device.kind === kind);

function printerTrouble(device) {
	return GOOD.includes(device.state) ? null : {
		kind: "printer",
		picture: PICTURES[device.state] ?? "printer",
		sentence: device.text || t("page_printer_trouble"),
	};
}

function scannerTrouble(device) {
	const silent = device.kind === "scanner" && !GOOD.includes(device.state);

	return device.open === false || silent ? {
		kind: device.kind,
		picture: device.kind === "scanner" ? "scanner" : "warning",
		sentence: device.text || t("page_scanner_trouble"),
	} : null;
}

/* Perhaps printed, else waited too long to be printed by itself: a person decides. */
function labelTrouble() {
	const count = (word) => Object.values(state.labels).filter((label) => label === word).length;
	const unknown = count("unknown"), late = count("late");
	if (unknown > 0)
		return {kind: "labels", picture: "question", sentence: t("page_labels_unknown", {n: unknown})};
	return late > 0 ? {kind: "labels", picture: "question", sentence: t("page_labels_late", {n: late})}
		: null;
}

function leftTrouble() {
	const n = state.left.length;
	return n > 0 ? {kind: "left", picture: "left", count: n,
		sentence: t("page_left_waiting", {n})} : null;
}

/* An origin that needs a partner or a place opens a deposit; one that only may say it does not. */
export const opensDeposit = (row) => row?.needs_partner === "yes" || row?.needs_place === "yes";

const DUE_MS = 30 * 60000;

/* Open for so long that somebody may have forgotten it. */
export const slipIsDue = ({at}, now = Date.now()) => now - Date.parse(at) >= DUE_MS;

function slipTrouble() {
	const due = state.openSlips.filter((slip) => slipIsDue(slip));
	return due.length > 0 ? {kind: "slips", picture: "file", count: due.length,
		sentence: t("page_slips_due", {n: due.length})} : null;
}

function clockTrouble() {
	return state.snapshot?.clock === "doubtful" ? {kind: "clock", picture: "clock-doubtful",
		sentence: t("page_clock_doubtful")} : null;
}

export function troubles() {
	if (state.link !== "up" || !state.snapshot)
		return [];
	return [
		...(state.snapshot.troubles ?? []),
		...(state.health?.troubles ?? []),
		leftTrouble(),
		slipTrouble(),
		...deviceList("printer").map(printerTrouble),
		...["scanner", "panel"].flatMap(deviceList).map(scannerTrouble),
		labelTrouble(),
		clockTrouble(),
	].filter(Boolean);
}

/*
 * ---- what a day begins with: what was left of the one before, until somebody has seen it, and a scale that is checked
 * with a known mass each day, until it was or is put off for today. Who checks none is asked for none.
 */
const LATER = "check-later";

export const isMorning = () => Boolean(state.morning?.day) && !state.morning.seen && state.morning.left > 0;

/* The first scale that is due: one that was checked before, or is approved. */
function dueScale() {
	const {scales = [], scale, day} = state.snapshot;
	const last = (name) => state.morning.checks.find((check) => check.scale === name);
	return kept(LATER) === day ? null : scales.find(({name}) => (last(name) ? last(name).day !== day
		: scale?.name === name && scale.approved));
}

export const checkLater = () => keep(LATER, state.snapshot.day);

/* What stands in place of the day's sum: {picture, caption, word, to}; null: nothing. */
export function morningCall() {
	if (!state.morning || state.link !== "up" || !state.snapshot?.day || state.snapshot.training)
		return null;
	if (isMorning())
		return {picture: "calendar", caption: t("page_morning"), word: t("page_morning_left", {n: state.morning.left}),
			to: ["day", state.morning.day]};
	const due = dueScale();
	return due ? {picture: "scale", caption: due.name, word: t("page_check_due"), to: ["check", due.name]} : null;
}

/* ---- the copies: whole after each opening of the live events, then by event */

const SHOWN = 30;

let slipAsked = 0;

/* The slip in force, with what it comes to. */
async function loadSlip(id) {
	const asked = ++slipAsked;
	const answer = id ? await get(`/slips/${encodeURIComponent(id)}`) : null;
	if (asked !== slipAsked || (id && !answer?.ok))
		return;
	if (id || state.slip)
		change({slip: id ? answer.data : null});
}

const slipKey = ({context, today, last} = {}) => JSON.stringify([context?.slip, today, last?.id, last?.undone]);

const OPEN_MOST = 50;
const OPEN_MS = 60000;
let openAsked = -Infinity;

/* Those that somebody began and nobody ended, at whatever station. */
export async function loadOpenSlips() {
	openAsked = performance.now();
	const answer = await get(`/slips?state=open&limit=${OPEN_MOST}`);
	if (answer?.ok && JSON.stringify(answer.data.slips) !== JSON.stringify(state.openSlips))
		change({openSlips: answer.data.slips ?? []});
}

let catalogueText = "";
let catalogueAsked = 0;

/* The same rows again redraw nothing under a finger; of several answers the newest asked for counts. */
export async function loadCatalogue() {
	const asked = ++catalogueAsked;
	const answer = await get("/catalogue", "no-cache");
	const text = JSON.stringify(answer?.data);
	if (!answer?.ok || asked !== catalogueAsked || text === catalogueText)
		return;
	catalogueText = text;
	change({catalogue: {...answer.data, stamp: performance.now()}});
}

/* Which rows are of today may be as it was: what shows all of them looks at the number. */
export function hearCatalogue({seq}) {
	change({catalogueTold: seq});
	return loadCatalogue();
}

let taken = 0; // weighings that came otherwise

/* What was written while the answer came may be missing in it. */
export async function loadLines() {
	const before = taken;
	const answer = await get(`/weighings?limit=${SHOWN}`);
	if (!answer?.ok)
		return;
	change({lines: answer.data.weighings ?? []});
	if (taken !== before)
		await loadLines();
}

export async function loadHealth() {
	const answer = await get("/health");
	if (!answer)
		return;
	const version = state.health?.version;
	if (version && answer.data.version && version !== answer.data.version && state.pending === 0)
		location.reload(); // a newer daemon has a newer page
	change({health: answer.data});
}

/* Labels that may or may not have been printed: a person decides, never the station. No printer, none. */
async function loadLabels() {
	if (!deviceList("printer").length)
		return;
	const before = state.labels;
	const answer = await get("/labels/unknown");
	if (answer?.ok)
		change({labels: labelsAfter(before, answer.data.labels ?? [])});
}

/* What a label was is kept while its line is shown; what came meanwhile is newer than the answer. */
const isOpen = (label) => label === "unknown" || label === "late";

function labelsAfter(before, open) {
	const shown = new Set(state.lines.map(({id}) => id));
	const all = Object.entries(state.labels);
	return Object.fromEntries([
		...all.filter(([id, label]) => shown.has(id) && !isOpen(label)),
		...open.map(({id, weighing, state: word = "unknown"}) => [id ?? weighing, word]),
		...all.filter(([id, label]) => before[id] !== label),
	]);
}

const MORNING_MS = 60000;
let morningAsked = -Infinity;

/* What the working day before left, when scales were checked: as seen at whatever screen. Not among the first things asked. */
export async function loadMorning() {
	morningAsked = performance.now();
	const answer = await get("/morning");
	if (answer?.ok && JSON.stringify(answer.data) !== JSON.stringify(state.morning))
		change({morning: answer.data});
}

export const loadAll = () =>
	Promise.all([loadCatalogue(), loadLines(), loadHealth().then(loadLabels)]);

/* Every few seconds. */
export async function lookAgain() {
	await loadHealth();
	if (performance.now() - openAsked > OPEN_MS)
		await loadOpenSlips();
	if (performance.now() - morningAsked > MORNING_MS)
		await loadMorning();
	if (Object.values(state.labels).some(isOpen))
		await loadLabels(); // until somebody has seen to it, wherever
}

const order = ({seq}) => seq ?? Number.MAX_SAFE_INTEGER;
const newestFirst = (a, b) => order(b) - order(a);

/* A weighing that is new or changed, from an answer or a live event. One of long ago has no place here. */
export function takeWeighing(weighing) {
	if (!weighing?.id)
		return;
	taken++;
	const known = state.lines.some((line) => line.id === weighing.id);
	change({lines: known
		? state.lines.map((line) => (line.id === weighing.id ? weighing : line))
		: [weighing, ...state.lines].sort(newestFirst).slice(0, SHOWN)});
}

export function takePrint(print) {
	if (print?.id && print?.state)
		change({labels: {...state.labels, [print.id]: print.state}});
	loadHealth();
}

/* Unknown codes that nobody has said to have seen, at any screen. */
export function takeCodes(codes) {
	if (JSON.stringify(codes) !== JSON.stringify(state.codes))
		change({codes});
}

export function takeLeft(left) {
	if (JSON.stringify(left) !== JSON.stringify(state.left))
		change({left});
}

export function takeSnapshot(snapshot) {
	const before = state.snapshot;
	change({snapshot, note: noteAfter(state.note, snapshot), link: "up"});
	if (snapshot.context?.slip !== (state.slip?.id ?? null) || slipKey(snapshot) !== slipKey(before ?? {}))
		loadSlip(snapshot.context?.slip);
	hearUndone(before, snapshot);
	if (before && before.day !== snapshot.day)
		loadMorning();
	if (Array.isArray(snapshot.codes))
		takeCodes(snapshot.codes);
	if (Array.isArray(snapshot.left))
		takeLeft(snapshot.left);
}

/* What has just been written, when the face is another load's: the band says so. */
export function showSaved(weighing) {
	takeWeighing(weighing);
	tell("saved", [t("page_saved", {category: named(weighing), kg: kg(weighing.net_mg)}), ...whither(weighing)].join(" "),
		{badge: weighing.category, id: weighing.id});
}

export async function undo() {
	const taken = state.snapshot?.last;
	const answer = await intent("undo");
	home();
	if (!answer?.ok)
		return;
	if (!state.snapshot?.undone)
		sayUndone(taken);
	loadLines();
}
