#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The first day (issue 14): from an empty folder to the first recorded weighing in at most 25 touches, with no
 * keyboard but for the site's name; killed after each step it goes on there; what is left for later is taken up
 * again, and a first coordinator gets a PIN and goes on. Each step is looked at, in both languages.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const TOUCHES = 25;
fs.mkdirSync(OUT, {recursive: true});

let station = null, page = null, touches = 0;

const touch = async (what) => {
	touches++;
	await tap(page, what);
};

const states = async () => Object.fromEntries((await station.get("/first-day")).steps.map(({step, state}) => [step, state]));

/* The page stands at that step, and draws what the daemon says of it. */
const at = async (step) => {
	await page.waitForSelector('#drawer[data-screen="first-day"] .first-say', {state: "visible"});
	await page.waitForSelector(`#drawer .first-say .icon[data-name="${PICTURES[step]}"]`);
	await settled(page);
};
const PICTURES = {language: "language", codes: "site", site: "TLC-VET", scale: "scale", printer: "printer",
	scanner: "scanner", panel: "touch", person: "operator", stick: "save-file", sheets: "table"};

async function look(step, lang) {
	for (const [size, view] of Object.entries({"800x480": {width: 800, height: 480}, "390x844": {width: 390, height: 844}})) {
		await page.setViewportSize(view);
		await settled(page);
		const wide = await page.locator("#drawer-body").evaluate((one) => one.scrollWidth - one.clientWidth);
		await page.screenshot({path: path.join(OUT, `first-day-${step}-${size}-${lang}.png`)});
		assert.ok(wide <= 0, `${step} ${size} ${lang}: wider than the screen by ${wide}`);
		await checkAccess(page);
	}
	await page.setViewportSize({width: 800, height: 480});
	await settled(page);
}

async function begin(options = {}) {
	station = await Station.start({bench: true, nameless: true, ...options});
	const panel = path.join(station.dir, "sim", "dev", "panel");
	fs.appendFileSync(path.join(station.dir, "station.conf"),
		`[panel boutons]\ndriver = serial\ndevice = ${panel}\nbutton.red = undo\n`);
	await station.kill();
	await station.run();
}

const steps = {
	language: (lang) => touch(`#first-${lang}`),
	codes: async () => {
		await page.locator("#field-name").pressSequentially("Recyclerie du Haut-Doubs");
		assert.deepEqual(await page.locator("#field-pole, #field-site, #field-station").evaluateAll((all) => all.map(({value}) => value)),
			["HD", "RHD", "P1"], "proposed by the name");
		await touch(".form-send");
		await until("the ledger", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
		station.broken = false;
	},
	site: async () => {
		await touch('#field-trade [data-code="recyclerie"]');
		await touch(".form-send");
		await until("the row of the site", async () => (await station.get("/catalogue?kind=site")).sites?.length > 0
			|| (await states()).site === "done");
	},
	scale: async () => {
		assert.equal(await page.locator("#first-seen").isDisabled(), true, "an empty plate is no proof");
		station.scale.put(1);
		await soon.match(() => text(page, "#first-weight"), /^1[,.]00 kg$/);
		await touch("#first-seen");
		await until("seen", async () => (await states()).scale === "done");
		station.scale.lift();
	},
	printer: async () => {
		await touch("#first-print");
		await until("a label", async () => fs.readdirSync(path.join(station.scale.dir, "labels")).some((name) => name.endsWith(".png")));
		await touch("#first-seen");
	},
	scanner: async () => {
		assert.equal(await page.locator("#first-seen").count(), 0, "nothing was scanned");
		station.scale.do("scan", "3017620422003");
		await soon.match(() => text(page, "#first-heard"), /3017620422003/);
		await touch("#first-seen");
	},
	panel: async () => {
		station.scale.do("press", "red");
		await soon.match(() => text(page, "#first-heard"), /undo/);
		await touch("#first-seen");
	},
	person: () => touch("#first-later"),
	stick: () => touch("#first-later"),
	sheets: async () => {
		for (const kind of ["category", "action", "origin"]) {
			const answer = await page.request.get(new URL(await page.locator(`[data-file="${kind}"]`).getAttribute("href"), station.url).href);
			assert.equal((await answer.body()).subarray(0, 5).toString(), "%PDF-", kind);
		}
		await touch("#first-seen");
	},
};
const LEFT = ["person", "stick"];

for (const lang of ["fr", "en"]) {
	await test(`from an empty folder to the first weighing, killed after each step (${lang})`, async () => {
		await begin();
		await soon.deepEqual(async () => {
			const health = await fetch(`${station.url}/api/v1/health`);
			return [health.status, (await health.json()).error];
		}, [503, "store_first_day"]); // before it, for a moment: the store is being opened
		assert.equal(fs.existsSync(path.join(station.dir, "bascule.db")), false, "no ledger before it has a name");
		touches = 0;
		page = await open(station, {lang});
		for (const step of Object.keys(steps)) {
			await at(step);
			await look(step, lang);
			await steps[step](lang);
			await until(`${step} is kept`, async () => (await states())[step] === (LEFT.includes(step) ? "later" : "done"));
			await station.kill();
			await station.run();
			await page.goto("about:blank");
			await page.goto(`${station.url}/`); // a page of its own, as the screen that was switched off
		}
		await station.phase("empty", page);
		station.scale.put(12.5);
		await tone(page, "ready");
		touches += 2;
		await tapCategory(page, "TLC", "TLC-VET");
		await tone(page, "saved");
		const [first] = await station.weighings();
		assert.equal(first.net_mg, 12500000);
		assert.match(first.id, /^HD-RHD-W-/);
		const {sites: [row]} = await station.get("/catalogue");
		assert.deepEqual([row.code, row.label_fr, row.trade], ["RHD", "Recyclerie du Haut-Doubs", "recyclerie"]);
		console.log(`note: ${touches} touches (${lang})`);
		assert.ok(touches <= TOUCHES, `${touches} touches`);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});
	if (lang === "fr")
		await station.done();
}

await test("what was left is taken up again: a first coordinator goes on by their PIN", async () => {
	page = await open(station, {lang: "en"});
	await goTo(page, "#/first-day/steps");
	await page.waitForSelector('[data-step="person"][data-state="later"]');
	await look("steps", "en");
	await tap(page, '[data-step="person"]');
	await tap(page, "#first-person");
	await page.locator("#field-name").pressSequentially("Anne");
	await tap(page, ".form-send");
	for (const digit of "4711")
		await tap(page, `[data-key="${digit}"]`);
	await tap(page, "#pin-send");
	await until("guarded", async () => (await station.get("/station")).guarded);
	await page.waitForSelector('#drawer[data-screen="first-day"] [data-step="person"][data-state="done"]');
	const refused = await fetch(`${station.url}/api/v1/first-day`, {method: "POST", body: '{"later":"stick"}'});
	assert.equal(refused.status, 401, "and from then on it is for them alone");
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await station.done();
await finish();
