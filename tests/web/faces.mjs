// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The faces that a station can show, and what can stand beside each: as changes to a plain
 * snapshot, and of what the page alone knows (begunOf). Longest words of the default catalogue,
 * five and seven figures.
 */
import fs from "node:fs";

const words = {};
for (const lang of ["fr", "en"])
	words[lang] = Object.assign({}, ...["sentence", "page"].map((room) => JSON.parse(
		fs.readFileSync(new URL(`../../daemon/lang/${lang}/${room}.json`, import.meta.url), "utf8"))));

const KG = 1000000;
const scale = (state, net, more = {}) => ({name: "quai", state, reason: null, gross_mg: net,
	tare_mg: 0, net_mg: net, approved: false, text: "", ...more});
export const weighing = (category, kg, more = {}) => ({id: `HD-MS-W-${category}-1`, category,
	net_mg: Math.round(kg * KG), method: "weighed", direction: "in", origin: "APP_VOL",
	at: new Date().toISOString(), scale: "quai", voided_by: null, ...more});
const plate = (...weighings) => ({weighings,
	counted_mg: weighings.reduce((sum, w) => sum + w.net_mg, 0)});

export function plain() {
	return {
		site: "MS", station: "R1", clock: "trusted", scale: scale("zero", 0), phase: "empty",
		scales: [{name: "quai", state: "zero", text: ""}], question: null, armed: null,
		context: {direction: "in", category: null, origin: "APP_VOL", destination: null},
		last: weighing("TLC-VET", 12.5), plate: plate(), today: {in_mg: 1934959000,
			weighings: 1000, out_mg: 1207500000, out_weighings: 312},
		store: {ok: true}, notice: null, codes: [], left: [],
	};
}

const loaded = (phase, kg, more = {}) => ({phase, scale: scale("stable", Math.round(kg * KG)), ...more});
const recorded = (kg, ...weighings) =>
	loaded("recorded", kg, {plate: plate(...weighings), last: weighings.at(-1)});
const made = (category, kg) => ({category, net_mg: Math.round(kg * KG)});
const asked = (kg, question) => loaded("question", kg,
	{question: {from_mg: 20 * KG, to_mg: Math.round(kg * KG), ...question},
		plate: plate(weighing("EEE-PAM-CUI", 20))});
const voids = (category, kg) => ({id: `HD-MS-W-${category}-1`, ...made(category, kg)});

export const QUESTIONS = {
	again: asked(20, {kind: "again", category: "EEE-GEMH-AUT", choices: [
		{code: "new", makes: made("EEE-GEMH-AUT", 20)}, {code: "leave"}]}),
	changed_load: asked(32, {kind: "changed_load", category: "EEE-GEMH-AUT", choices: [
		{code: "new", makes: made("EEE-GEMH-AUT", 32)}, {code: "add", makes: made("EEE-GEMH-AUT", 12)},
		{code: "add_all", makes: made("EEE-GEMH-AUT", 14.5)},
		{code: "replace", makes: made("EEE-GEMH-AUT", 32), voids: voids("EEE-PAM-CUI", 20)},
		{code: "leave"}]}),
	choose: asked(20, {kind: "choose", category: "ALI-FEL", choices: [
		{code: "change", makes: made("ALI-FEL", 20), voids: voids("EEE-PAM-CUI", 20)},
		{code: "new", makes: made("ALI-FEL", 20)}, {code: "leave"}]}),
	other_scale: asked(12.5, {kind: "other_scale", category: "TLC-VET", choices: [
		{code: "change", scale: "plateforme", net_mg: 99.9 * KG, state: "stable"},
		{code: "leave", scale: "quai", net_mg: 12.5 * KG, state: "stable"}]}),
	light: {...asked(0.3, {kind: "light", category: "TLC-VET", from_mg: 2 * KG, choices: [
		{code: "keep", makes: made("TLC-VET", 0.3)}, {code: "leave"}]}), plate: plate()},
	unusual: {...asked(4, {kind: "unusual", category: "TLC-VET", from_mg: 60 * KG, choices: [
		{code: "keep", makes: made("TLC-VET", 4)}, {code: "fix"}]}), plate: plate()},
	empty_container: {...asked(21.4, {kind: "empty_container", category: "TLC-VET", from_mg: 21.4 * KG, container: "ROLL1",
		choices: [{code: "keep", makes: made("TLC-VET", 21.4)}, {code: "fix"}]}), plate: plate()},
	one_more: {phase: "question", question: {kind: "one_more", category: null, from_mg: null, to_mg: null, container: "CAISSE-GRISE",
		choices: [{code: "add"}, {code: "leave"}]}, plate: plate()},
	origin: asked(12.5, {kind: "origin", category: "TLC-VET", choices: [{code: "leave"}]}),
	destination: {...asked(12.5, {kind: "destination", category: "TLC-VET", choices: [{code: "leave"}]}),
		context: {direction: "out", category: null, origin: null, destination: "PIECES"}},
};

const doubt = (key, state) => (lang) => ({phase: "empty",
	scale: {...scale(state, null), text: words[lang][key]}});

/* Three kinds, one of them without a name here. */
const BOXES = {direction: "in", category: null, origin: "APP_VOL", destination: null, container: "CAISSE-GRISE", containers: [
	{code: "ROLL-GRILLAGE", units: 1, tare_mg: 21.4 * KG}, {code: "CAISSE-GRISE", units: 12, tare_mg: 28.2 * KG},
	{code: "COUVERCLE", units: 12, tare_mg: 6 * KG}]};

export const FACES = {
	empty: {},
	tares_only: (lang) => ({scale: scale("stable", 0, {tare_mg: 57.6 * KG, tares_only: true, text: words[lang].containers_only}),
		context: BOXES}),
	moving: {phase: "settling", scale: scale("moving", 8.742 * KG)},
	ready5: loaded("ready", 123.45),
	ready7: loaded("ready", 1934.959),
	armed: {armed: "EEE-GEMH-AUT"},
	recording: loaded("recording", 12.5),
	recorded5: recorded(123.45, weighing("EEE-PAM-CUI", 123.45)),
	recorded7: recorded(1934.959, weighing("TLC-VET", 1934), weighing("HRP-LIV", 0.959)),
	sent: {...recorded(12.5, weighing("EEE-GEMH-AUT", 12.5,
		{direction: "out", destination: "DECH_TV", at: "2026-01-05T10:00:00+01:00"})),
	context: {direction: "out", destination: "DECH_TV"}},
	unsure: {...recorded(90, weighing("EEE-PAM-CUI", 60)), phase: "unsure"},
	unsure7: {...recorded(1934.959, weighing("EEE-GEMH-AUT", 60)), phase: "unsure"},
	...QUESTIONS,
	overload: doubt("scale_overload", "overload"),
	unplugged: doubt("scale_unplugged", "unplugged"),
	under: doubt("scale_under_zero", "under_zero"),
	range: doubt("scale_out_of_range", "out_of_range"),
	asleep: doubt("scale_asleep", "asleep"),
	silent: doubt("scale_silent", "silent"),
	longest: doubt("scale_fault_cell_broken", "fault"),
	typed: loaded("ready", 123.45),
	lost: loaded("recorded", 12.5),
};

/* What somebody has begun, or what the page no longer knows, on that face. */
export function begunOf(name, lang) {
	const typed = name === "typed" ? {text: lang === "fr" ? "1934,959" : "1934.959", ready: true} : null;
	return {typed, link: name === "lost" ? "lost" : "up"};
}

const TONES = {empty: "calm", tares_only: "calm", moving: "calm", recording: "calm", armed: "armed", sent: "saved", ready5: "ready",
	ready7: "ready", recorded5: "saved", recorded7: "saved", unsure: "unsure", unsure7: "unsure",
	typed: "typed", lost: "lost"};

export const toneOf = (name) => TONES[name] ?? (name in QUESTIONS ? "ask" : "doubt");

/* The sentences that core/station*.c says: what a scale without a weight says, what is refused. */
const SOURCES = fs.readdirSync(new URL("../../daemon/core/", import.meta.url))
	.filter((file) => /^station.*\.c$/.test(file))
	.map((file) => fs.readFileSync(new URL(`../../daemon/core/${file}`, import.meta.url), "utf8")).join("");
const SAID = [...new Set(SOURCES.match(/"[a-z_0-9]+"/g).map((key) => key.slice(1, -1)))]
	.filter((key) => key in words.fr);
export const DOUBTS = SAID.filter((key) => /^scale_(?!loaded)/.test(key));
export const REFUSALS = SAID.filter((key) => !DOUBTS.includes(key));

export const doubtOf = (key, lang) => ({...plain(), ...doubt(key, "fault")(lang)});
export const refusalOf = (key, lang) => ({...faceOf("ready5", lang), notice: {kind: "refusal", key,
	text: words[lang][key].replaceAll("{category}", "Gros électroménager hors froid")}});

/* Beside a face; health: what GET /health says of the devices. */
export const BESIDE = {
	tare: (s) => (s.scale.net_mg === null ? s
		: {...s, scale: {...s.scale, tare_mg: 1.25 * KG, gross_mg: s.scale.net_mg + 1.25 * KG}}),
	devices: (s, lang) => ({...s, troubles: ["printer", "scanner", "panel"].map((kind) =>
		({kind, picture: kind === "scanner" ? "scanner" : "printer-paper-out",
			sentence: words[lang].page_printer_trouble}))}),
	labels: (s, lang) => ({...s, troubles: [...s.troubles ?? [], {kind: "labels", picture: "question",
		sentence: words[lang].page_labels_unknown.replace("{n}", "12")}]}),
	news: (s, lang) => ({...s, notice: {kind: "news", key: "x", text: words[lang].page_left_waiting}}),
	refusal: (s, lang) => ({...s, notice: {kind: "refusal", key: "x",
		text: words[lang].page_foreign_scanner}}),
	second: (s) => ({...s, scales: [{name: "quai", state: s.scale.state, text: ""},
		{name: "plateforme", state: "stable", net_mg: 60 * KG, text: ""}]}),
	names: (s) => ({...s, scale: {...s.scale, name: "grande bascule du quai"},
		scales: [{name: "grande bascule du quai", state: s.scale.state, text: ""},
			{name: "plateforme", state: "zero", text: ""}],
		context: {...s.context, origin: "DECH_BENNE"}}),
	left: (s) => ({...s, left: [{id: "1", scale: "quai", at: "2026-01-05T10:00:00+01:00",
		low_mg: 30 * KG, high_mg: 50 * KG}]}),
	clock: (s) => ({...s, clock: "doubtful"}),
};

export function faceOf(name, lang, ...beside) {
	const change = typeof FACES[name] === "function" ? FACES[name](lang) : FACES[name];
	return beside.reduce((s, what) => BESIDE[what](s, lang), {...plain(), ...structuredClone(change)});
}
