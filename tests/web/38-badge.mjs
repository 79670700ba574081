#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A card under the scanner while a PIN is typed (issue 13): the pad is whose card it is, and empty; nothing of
 * what was typed for somebody else is theirs, by touches, keys, or an answer that was under way; who is asked for no
 * PIN only weighs. And a site where nobody is named: no card, no tile, no name. By a scanner that speaks its protocol.
 */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, soon, Station, tap, tapCategory, test, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({bench: true});
const people = path.join(station.dir, "people");

function user(words, typed = "") {
	const done = spawnSync(path.join(BUILD, "bascule"), ["--url", station.url, "user", ...words],
		{input: typed, env: {...process.env, BASCULE_PEOPLE: people}});
	assert.equal(done.status, 0, String(done.stderr));
}

user(["add", "ANNE", "Anne", "--role", "coordinator"]);
user(["add", "STEF", "Stéphanie Vuillemin", "--role", "staff"]);
user(["add", "VERA", "Vera"]);
user(["pin", "ANNE"], "271828\n");
user(["pin", "STEF"], "1414\n");
const cards = Object.fromEntries((await station.get("/catalogue")).operators.map(({code, control}) => [code, control]));
const scan = (code) => station.scale.do("scan", cards[code]);
const sites = (rows) => fetch(`${station.url}/api/v1/catalogue`, {method: "POST", body: JSON.stringify({from: "2020-01-01", rows}),
	headers: {Authorization: `Bearer ${fs.readFileSync(path.join(people, "console"), "utf8").trim()}`}})
	.then(({status}) => assert.equal(status, 201));
const wrongOnes = () => fs.readFileSync(path.join(people, "log-ins"), "utf8").split("\n").filter((line) => /wrong/.test(line));

let page = null;
const said = (id) => page.evaluate((name) => document.getElementById(name)?.textContent ?? "", id);
const fresh = () => page.waitForFunction(() => !("fresh" in document.documentElement.dataset));
const screen = (name) => page.waitForSelector(`#drawer[data-screen="${name}"]`, {state: "visible"});
const padOf = (name) => page.waitForFunction((who) => document.getElementById("drawer-title")?.textContent.includes(who)
	&& document.getElementById("pin"), name);
const closed = () => page.waitForSelector("#drawer", {state: "hidden"});
const press = async (what) => {
	await page.waitForSelector(what, {state: "visible"});
	await fresh();
	await tap(page, what);
};
async function type(digits) {
	for (const digit of digits)
		await press(`[data-key="${digit}"]`);
}
async function ready(size, lang, watch = () => {}) {
	page = await open(station, {size, lang, watch});
	await until("who is there", () => page.evaluate(async () => (await import("/base/kernel.js")).state.session?.guarded));
	await page.waitForFunction(async () => (await import("/base/kernel.js")).state.snapshot?.context);
}
async function look(name, size, lang) {
	await settled(page);
	await page.screenshot({path: path.join(OUT, `badge-${name}-${size}-${lang}.png`)});
	await checkAccess(page);
}
async function leave() {
	assert.deepEqual(page.faults, []);
	await page.context().close();
}

for (const [size, lang] of [["800x480", "fr"], ["390x844", "en"], ["1280x800", "en"]])
	await test(`${size} ${lang}: another card while a PIN is typed`, async () => {
		await ready(size, lang);
		scan("ANNE");
		await padOf("Anne");
		await type("1414"); // it is Stef's, typed for Anne
		assert.equal(await said("pin"), "●●●●");
		scan("STEF");
		await padOf("Stéphanie");
		await soon.equal(() => said("pin"), "–");
		await soon.match(() => said("drawer-note"), /Stéphanie/);
		await look("other", size, lang);
		assert.equal(await page.isDisabled("#pin-send"), true);
		assert.equal((await station.get("/station")).context.operator, "STEF");
		assert.equal(await page.isVisible("#who"), false);
		await type("1414");
		await press("#pin-send");
		await closed();
		await soon.match(() => said("who"), /Stéphanie|Vuillemin/);
		scan("ANNE"); // Stef leaves by it
		await padOf("Anne");
		await page.waitForSelector("#who", {state: "hidden"});
		await type("27");
		scan("VERA"); // is asked for nothing
		await closed();
		await page.waitForFunction(() => /Vera/.test(document.getElementById("tools-button").textContent));
		assert.equal(await page.isVisible("#who"), false);
		await leave();
	});

await test("a card that is scanned before the page knows who may what asks its PIN all the same", async () => {
	let letGo = null;
	const held = new Promise((resolve) => { letGo = resolve; });
	scan("VERA");
	await until("Vera weighs", async () => (await station.get("/station")).context.operator === "VERA");
	await ready("800x480", "fr", (one) => one.route(/\/catalogue$/, async (route) => {
		await held;
		await route.continue();
	}));
	scan("ANNE");
	await page.waitForFunction(async () => (await import("/base/kernel.js")).state.snapshot.context.operator === "ANNE");
	assert.equal(await page.evaluate(async () => (await import("/base/kernel.js")).state.catalogue), null);
	letGo();
	await padOf("Anne");
	await press("#drawer-close");
	await leave();
});

await test("the same card once more: the pad of a tile is theirs, their own stays as it is", async () => {
	await ready("800x480", "fr");
	scan("STEF");
	await padOf("Stéphanie");
	await press("#drawer-close");
	await closed();
	await goTo(page, "#/log-in");
	await press('.choice[data-code="ANNE"]');
	await padOf("Anne");
	await type("1414");
	scan("STEF"); // in force already
	await padOf("Stéphanie");
	await soon.equal(() => said("pin"), "–");
	await type("14");
	const turns = (await station.get("/station")).context.operator_turns;
	scan("STEF");
	await page.waitForFunction(async (n) => (await import("/base/kernel.js")).state.snapshot.context.operator_turns > n, turns);
	assert.equal(await said("pin"), "●●");
	await type("14");
	await press("#pin-send");
	await closed();
	await soon.match(() => said("who"), /Stéphanie|Vuillemin/);
	await press("#leave");
	await page.waitForSelector("#who", {state: "hidden"});
	await leave();
});

await test("keys and an answer that are under way are nobody else's", async () => {
	await ready("800x480", "fr");
	scan("ANNE");
	await padOf("Anne");
	await fresh();
	const tried = wrongOnes().length;
	await type("271828");
	let letGo = null;
	const held = new Promise((resolve) => {
		letGo = resolve;
	});
	await page.route("**/api/v1/session", async (route) => {
		const answer = route.request().method() === "POST" ? await route.fetch() : null;
		if (!answer)
			return route.continue();
		await held;
		return route.fulfill({response: answer});
	});
	await press("#pin-send");
	await page.waitForFunction(() => document.getElementById("pin-send").disabled);
	scan("STEF");
	await padOf("Stéphanie");
	await fresh();
	await type("14");
	letGo();
	await until("Anne has left again", async () => {
		const {sessions} = await (await fetch(`${station.url}/api/v1/sessions`,
			{headers: {Authorization: `Bearer ${fs.readFileSync(path.join(people, "console"), "utf8").trim()}`}})).json();
		return sessions.length === 0;
	});
	await page.unroute("**/api/v1/session");
	await soon.equal(() => said("pin"), "●●");
	assert.equal(await page.isVisible("#who"), false);
	assert.match(await said("drawer-title"), /Stéphanie/);
	assert.equal(wrongOnes().length, tried);
	await press("#drawer-close");
	await closed();
	await leave();
});

for (const [size, lang] of [["800x480", "fr"], ["390x844", "en"], ["1280x800", "fr"]])
	await test(`${size} ${lang}: where nobody is named, no card, no tile, no name`, async () => {
		await until("Vera weighs", async () => { // once the desk has the catalogue by which she may be named
			const named = (await station.get("/station")).context.operator === "VERA";
			if (!named)
				scan("VERA");
			return named;
		});
		await ready(size, lang);
		await page.waitForFunction(() => /Vera/.test(document.getElementById("tools-button").textContent));
		await sites([{kind: "site", code: "MS", label_fr: "La Marmite", nobody_named: true}]);
		await page.waitForFunction(() => !/Vera/.test(document.getElementById("tools-button").textContent));
		assert.equal((await station.get("/station")).context.operator, null);
		scan("ANNE");
		await page.waitForFunction((word) => document.body.textContent.includes(word),
			lang === "fr" ? "personne n'est nommé" : "Nobody is named");
		await look("nobody-scan", size, lang);
		assert.equal(await page.isVisible("#drawer"), false);
		assert.equal((await station.get("/station")).context.operator, null);
		await press("#tools-button");
		await screen("tools");
		await page.waitForSelector("#log-in");
		assert.equal(await page.locator("#operator").count(), 0);
		await goTo(page, "#/operator");
		await closed();
		await goTo(page, "#/sheets");
		await page.waitForSelector('[data-kind="partner"]');
		assert.equal(await page.locator('[data-kind="operator"]').count(), 0);
		await goTo(page, "#/log-in"); // a PIN still opens what is for a coordinator
		await press('.choice[data-code="ANNE"]');
		await padOf("Anne");
		await type("271828");
		await press("#pin-send");
		await page.waitForSelector("#who", {state: "visible"});
		await closed();
		station.scale.put(12.5);
		await tone(page, "ready");
		await tapCategory(page, "TLC", "TLC-VET");
		await tone(page, "saved");
		assert.equal((await station.weighings())[0].operator ?? null, null);
		station.scale.lift();
		await goTo(page, "#/settings/site/MS");
		await page.waitForSelector("#field-nobody_named");
		await page.locator("#field-nobody_named").scrollIntoViewIfNeeded();
		await look("nobody-setting", size, lang);
		await goTo(page, "#/");
		await closed();
		await press("#leave");
		await page.waitForSelector("#who", {state: "hidden"});
		await sites([{kind: "site", code: "MS", nobody_named: false}]);
		await until("it is as before", async () => !(await station.get("/catalogue")).sites[0].nobody_named);
		await leave();
	});

await station.done();
await finish();
