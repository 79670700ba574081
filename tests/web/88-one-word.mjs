#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * "Annuler" (undo, void, cancel) means one act (truth 11): on no screen and no face do two acts with
 * different words carry it. And the question where goods go to is read in both themes.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {Catalogue} from "./catalogue.mjs";
import {begunOf, faceOf, FACES, toneOf, weighing} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {BUILD, finish, goTo, open, settled, tap, test, tone, until} from "./lib.mjs";
import {AXE} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const WORD = {fr: /annul/i, en: /\b(undo|void|cancel)/i};
const SCREENS = new URL("../../daemon/web/page/screens/", import.meta.url);
const line = weighing("EEE-PAM-CUI", 20);
const voided = weighing("TLC-VET", 3, {id: "HD-MS-W-v", voided_by: "HD-MS-V-1"});

const slip = {id: "HD-MS-S-1", number: "HD-MS-S-1-X", type: "deposit", state: "open", origin: "MAGASIN", at: line.at,
	day: line.day, mass_mg: 0, weighings: 0, lines: [], refused: []};

const feed = await Feed.start();
const said = feed.data.bind(feed);
const heard = {count: 1, text: "undo"};
const day = {steps: ["scale", "printer", "scanner", "panel", "person", "stick", "sheets"].map((step) => ({step, state: "later"})), unfinished: false,
	language: "fr", zone: "Europe/Paris", pole: "HD", site: "MS", station: "R1", name: "", found: [], scanned: heard, pressed: heard};
feed.data = (call) => (call === "/first-day" ? day : call.startsWith("/slips?") ? {slips: [slip], next: null} : call === `/slips/${slip.id}` ? slip : said(call));
let page = null;

/* The words of all that can be touched, of the open drawer, else of reception; a line says what it is, no act. */
const acts = () => page.evaluate(() => {
	const place = document.querySelector("#drawer[open]") ?? document.getElementById("app");
	return [...place.querySelectorAll("button:not(.line), a, [role=button]")].filter((node) => node.checkVisibility())
		.map((node) => (node.getAttribute("aria-label") ?? node.innerText).replace(/\s+/g, " ").trim());
});

/* How many acts wear the word: none or one. */
async function wearers(where, lang) {
	const all = [...new Set(await acts())].filter((words) => WORD[lang].test(words));
	assert.ok(all.length <= 1, `${where}: ${all.join(" | ")}`);
	return all.length;
}

/* Once more where a busy machine's page went home, because it had heard nothing for a while. */
const visit = (...route) => async () => {
	await until(`the screen ${route[0]}`, async () => {
		await goTo(page, `#/${route.join("/")}`);
		return page.waitForSelector(`#drawer[data-screen="${route[0]}"] .drawer-body > *`, {state: "attached", timeout: 5000});
	});
	await settled(page);
};

async function changed() {
	await visit("settings", "category", "TLC-VET")();
	await page.locator("#field-label_fr").fill("Habits");
	await tap(page, ".form-send");
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
}

/* name of a screen: how it is opened, in each of its states that has other acts; wears: those with the word. */
const PLACES = [
	["allergens", "HD-MS-L-1"], ["lots"], ["items"], ["items", "keys"], ["items", "new", "bind"], ["stock"], ["day"], ["check"], ["stock-act", "count"], ["receive"], ["cook"], ["label"], ["deliver"], ["cold"], ["cold", "new"], ["which-lot", "ALI-PAI"],
	["recall"], ["first-day"], ...day.steps.map(({step}) => ["first-day", step]), ["recall", "HD-MS-L-1"], ["pack", "HD-MS-L-1"],
	["bilan"], ["bind", "1"], ["correct", line.id], ["container"], ["retare"], ["new-slip"], ["operator"], ["new-slip", "removal", "REC_METAL"], ["refuse", "S"], ["closes"], ["declare"], ["devices"], ["entry"], ["entry", "figure"], ["entry", "population"], ["left", "1"], ["place"], ["partner"], ["report"], ["settings"],
	["settings", "category"], ["settings", "category", "EEE-GEMH-AUT"], ["settings", "factor-set"], ["settings", "factor", "new"], ["sheet", "action"], ["sheets"],
	["slips"], ["paper"], ["find"], ["pins"], ["tools"], ["training"], ["log-in"], ["people"], ["secret", "password", "ANNE"],
	["typed"], ["undo", line.id], ["void", line.id], ["weighing", line.id], ["weighing", voided.id], ["weighings"],
].map((route) => ({name: route[0], where: route.join("/"), begin: visit(...route)}));
PLACES.push({name: "slip", where: "a slip", begin: async () => {
	await visit("slip", slip.id)();
	await page.waitForSelector("#slip-void");
}});
PLACES.push({name: "settings", where: "a change that is saved", begin: changed});
const WEARERS = ["slips", `undo/${line.id}`, `weighing/${line.id}`, "a slip", "a change that is saved"];

async function on(lang, name, run, options = {}) {
	await test(`truth 11: ${name} (${lang})`, async () => {
		feed.weighings = [line, voided];
		feed.send({...faceOf("ready5", lang, "left"), last: {...line, on_plate: false}});
		page = await open(feed, {lang, size: "1280x800", ...options});
		await page.route("**/api/v1/labels/**", (route) => route.fulfill({contentType: "image/svg+xml",
			body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}));
		await tone(page, "ready");
		try {
			await run();
			assert.deepEqual(page.faults, []);
		} finally {
			await page.context().close();
		}
	});
}

/* As 80-faces shows it. */
async function show(face, lang) {
	feed.send({...faceOf(face, lang), stamp: face});
	await page.waitForFunction(async ([stamp, begun, wanted]) => {
		const {change, state} = await import("/base/kernel.js");
		if (state.snapshot?.stamp === stamp)
			change(begun);
		await Promise.resolve();
		return state.snapshot?.stamp === stamp && document.body.dataset.tone === wanted;
	}, [face, begunOf(face, lang), toneOf(face)]);
}

await test("truth 11: every screen is tried", () => {
	const there = fs.readdirSync(SCREENS).filter((file) => file.endsWith(".js")).map((file) => file.slice(0, -3));
	assert.deepEqual(there.filter((name) => name !== "reception" && !PLACES.some((one) => one.name === name)), []);
});

for (const [lang, words] of [["fr", [/annul/i]], ["en", [/undo/i, /void/i, /cancel/i]]])
	await test(`truth 11: one code of a sheet carries the word (${lang})`, () => {
		for (const [room, keys] of [["label", /^act_/], ["sim", /^bench_code_/]]) {
			const said = Object.entries(JSON.parse(fs.readFileSync(new URL(`../../daemon/lang/${lang}/${room}.json`,
				import.meta.url), "utf8"))).filter(([key]) => keys.test(key)).map(([, text]) => text);
			assert.ok(said.length > 3);
			for (const word of words)
				assert.ok(said.filter((text) => word.test(text)).length <= 1, `${room}: ${word}`);
		}
	});

fs.mkdirSync(OUT, {recursive: true});
for (const lang of ["fr", "en"]) {
	await on(lang, "one act of a screen carries the word", async () => {
		feed.catalogue = new Catalogue(feed);
		const wearing = [];
		for (const {where, begin} of PLACES) {
			await begin();
			if (await wearers(where, lang) > 0)
				wearing.push(where);
		}
		assert.deepEqual(wearing, WEARERS);
	});
	await on(lang, "one act of a face carries the word", async () => {
		let wearing = 0;
		for (const face of Object.keys(FACES)) {
			await show(face, lang);
			wearing += await wearers(face, lang);
		}
		assert.ok(wearing > 10, `undo is offered on ${wearing} faces`);
		await show("ready5", lang);
		await tap(page, '#tiles [data-code="TLC"]');
		await wearers("the leaves", lang);
	});
}

/* Of the question; not of what a page shows that looked so long that it no longer knows the weight. */
async function contrast(lang) {
	await show("destination", lang);
	await page.evaluate(AXE);
	const found = await page.evaluate(() => globalThis.axe.run("html", {runOnly: ["color-contrast"]}));
	return await page.locator('body[data-tone="ask"]').count() > 0 ? found : contrast(lang);
}

for (const theme of ["light", "dark"])
	for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
		await on(lang, `the question where goods go to is read (${theme} ${size})`, async () => {
			await show("destination", lang);
			await page.waitForFunction(() => [...document.querySelectorAll(".icon")].every((icon) => icon.firstChild));
			await page.screenshot({path: path.join(OUT, `destination-${size}-${lang}-${theme}.png`)});
			const {violations, incomplete, passes} = await contrast(lang);
			const targets = (list) => list.flatMap(({nodes}) => nodes.flatMap(({target}) => target));
			assert.deepEqual(targets([...violations, ...incomplete]), []);
			for (const what of ["#sentence", "#number", '[data-answer="leave"]', '[data-answer="choose"]'])
				assert.ok(targets(passes).some((one) => one.includes(what)), `${what} was not tried: ${targets(passes)}`);
		}, {theme, size});
await feed.done();
await finish();
