#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Log-in on the page (issue 13): whoever says nothing weighs; what is not for them asks a tile and a PIN, and
 * then opens; who is logged in stands above the face and leaves by one touch; five wrong PINs lock the name
 * and not the station; sessions and tokens are listed and taken back. At four sizes, in both languages.
 */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, freePort, goTo, open, settled, SIZES, soon, Station, tap, tapCategory, test, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
fs.mkdirSync(OUT, {recursive: true});
const lanPort = await freePort();
const station = await Station.start({http: [`lan_port = ${lanPort}`]});

function user(words, typed = "") {
	const done = spawnSync(path.join(BUILD, "bascule"), ["--url", station.url, "user", ...words],
		{input: typed, env: {...process.env, BASCULE_PEOPLE: path.join(station.dir, "people")}});
	assert.equal(done.status, 0, String(done.stderr));
}

let page = null;
const screen = (name) => page.waitForSelector(`#drawer[data-screen="${name}"]`, {state: "visible"});
const visit = (to) => goTo(page, to);
const said = (id) => page.evaluate((name) => document.getElementById(name)?.textContent ?? "", id);
const fresh = () => page.waitForFunction(() => !("fresh" in document.documentElement.dataset));
const press = async (what) => {
	await page.waitForSelector(what, {state: "visible"});
	await fresh();
	await tap(page, what);
};

async function pin(digits) {
	for (const digit of digits)
		await press(`[data-key="${digit}"]`);
	await press("#pin-send");
}

async function logIn(code, digits) {
	await press(`.choice[data-code="${code}"]`);
	await page.waitForSelector('[data-key="1"]');
	await pin(digits);
}

/* Nothing of the page lies over something else that can be touched, or out of the window. */
const laid = () => page.evaluate(() => {
	const bad = [];
	const open = document.querySelector("#drawer[open]");
	for (const node of (open ?? document.body).querySelectorAll("button")) {
		if (!node.checkVisibility() || node.id === "about")
			continue;
		if (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
			bad.push(`${node.id || node.textContent} is cut`);
	}
	if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight)
		bad.push("the page scrolls");
	return bad;
});

/* At its own size; in French on the 7-inch screen and in English on a phone, at all of them. */
async function look(name, size, lang) {
	const sizes = size === "1280x800" ? [size] : ["800x480", "1024x600", "1280x800", "390x844"];
	for (const each of [...sizes.filter((other) => other !== size), size]) {
		await page.setViewportSize(SIZES[each]);
		await settled(page);
		await page.screenshot({path: path.join(OUT, `log-in-${name}-${each}-${lang}.png`)});
		assert.deepEqual(await laid(), [], `${name} ${each} ${lang}`);
	}
	await checkAccess(page);
}

await test("nobody has a PIN: everything opens as before", async () => {
	page = await open(station);
	await page.waitForSelector("#tools-button", {state: "visible"});
	await visit("#/settings");
	await screen("settings");
	assert.equal(await page.isVisible("#who"), false);
	await page.context().close();
});

user(["add", "ANNE", "Anne", "--role", "coordinator"]);
user(["add", "STEF", "Stéphanie Vuillemin", "--role", "staff"]);
user(["pin", "ANNE"], "271828\n");
user(["pin", "STEF"], "1414\n");
user(["add", "VERA", "Vera"]);

for (const [size, lang] of [["800x480", "fr"], ["390x844", "en"], ["1280x800", "fr"]]) {
	page = await open(station, {size, lang});
	await until("who is there", () => page.evaluate(async () => (await import("/base/kernel.js")).state.session?.guarded));

	await test(`${size} ${lang}: a setting asks who it is, and opens then`, async () => {
		await visit("#/settings");
		await screen("log-in");
		await look("people", size, lang);
		await press('.choice[data-code="ANNE"]');
		await page.waitForSelector('[data-key="1"]');
		assert.equal(await page.isDisabled("#pin-send"), true);
		await pin("111111");
		await page.waitForFunction(() => /PIN/.test(document.getElementById("pin-said").textContent));
		await look("pin", size, lang);
		assert.equal(await said("pin"), "–");
		await pin("271828");
		await screen("settings");
		assert.equal(await page.evaluate(() => location.hash), "#/settings");
	});

	await test(`${size} ${lang}: who it is stands above the face, and leaves by one touch`, async () => {
		await press("#drawer-close");
		await page.waitForSelector("#drawer", {state: "hidden"});
		assert.match(await said("who"), /^Anne /);
		assert.equal(await page.evaluate(() => document.cookie), "");
		await look("face", size, lang);
		await press("#leave");
		await page.waitForSelector("#who", {state: "hidden"});
		await visit("#/settings");
		await screen("log-in");
		await press("#drawer-close");
		await page.waitForSelector("#drawer", {state: "hidden"});
	});

	await test(`${size} ${lang}: what staff may not is asked of somebody else`, async () => {
		await visit("#/log-in");
		await screen("log-in");
		await logIn("STEF", "1414");
		await page.waitForSelector("#who", {state: "visible"});
		await visit("#/entry");
		await screen("entry");
		await visit("#/people");
		await screen("log-in");
		await logIn("ANNE", "271828");
		await screen("people");
	});

	await test(`${size} ${lang}: sessions and tokens are listed and taken back`, async () => {
		await page.waitForSelector("#people-there li");
		await soon.equal(() => page.locator("#people-there li").count(), 3);
		await soon.equal(() => page.locator("#people-sessions li[data-session]").count(), 1);
		await look("list", size, lang);
		await page.fill("#field-name", "Mur");
		await press(".form-send");
		const token = await until("the token", async () => /[0-9a-f]{64}/.exec(await said("token-made")));
		const by = {headers: {Authorization: `Bearer ${token[0]}`}};
		assert.equal((await fetch(`${station.url}/api/v1/weighings`, by)).status, 200);
		await press('#people-tokens [data-act="end"]');
		await page.waitForSelector("#people-tokens li[data-token]", {state: "detached"});
		assert.equal((await fetch(`${station.url}/api/v1/weighings`, by)).status, 401);
		await press('#people-sessions [data-act="end"]'); // one's own
		await page.waitForSelector("#drawer", {state: "hidden"});
		await page.waitForSelector("#who", {state: "hidden"});
	});

	await test(`${size} ${lang}: a session that ends leads back to weighing`, async () => {
		await visit("#/people");
		await screen("log-in");
		await logIn("ANNE", "271828");
		await screen("people");
		user(["reset", "ANNE"], "271828\n");
		await page.evaluate(async () => (await import("/base/session.js")).loadSession());
		await page.waitForSelector("#drawer", {state: "hidden"});
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});
}

/* As the scanner says it: from elsewhere than this page. */
const scanCard = (code) => fetch(`${station.url}/api/v1/station/operator`, {method: "POST", body: JSON.stringify({code})})
	.then(({status}) => assert.equal(status, 200));

for (const [size, lang] of [["800x480", "fr"], ["390x844", "en"], ["1280x800", "fr"]]) {
	await test(`${size} ${lang}: a card changes who weighs, and asks the PIN of who may more`, async () => {
		await scanCard("");
		page = await open(station, {size, lang});
		await until("who is there", () => page.evaluate(async () => (await import("/base/kernel.js")).state.session?.guarded));
		await until("nobody weighs", () => page.evaluate(async () => (await import("/base/kernel.js")).state.snapshot?.context?.operator === null));
		await scanCard("ANNE");
		await screen("log-in");
		await page.waitForSelector('[data-key="1"]');
		await look("card", size, lang);
		await pin("271828");
		await page.waitForSelector("#who", {state: "visible"});
		await soon.match(() => said("who"), /^Anne /);
		await scanCard("VERA"); // a volunteer: Anne is no longer there, and nothing is asked
		await page.waitForSelector("#who", {state: "hidden"});
		await page.waitForFunction(() => /Vera/.test(document.getElementById("tools-button").textContent));
		await page.waitForSelector("#drawer", {state: "hidden"});
		await scanCard("STEF");
		await screen("log-in");
		await page.waitForSelector('[data-key="1"]');
		await pin("1414");
		await page.waitForSelector("#who", {state: "visible"});
		await page.waitForSelector("#drawer", {state: "hidden"});
		await scanCard("");
		await until("the card is off", () => page.evaluate(async () => (await import("/base/kernel.js")).state.snapshot?.context?.operator === null));
		assert.equal(await page.isVisible("#who"), true);
	});

	await test(`${size} ${lang}: who is logged in changes their own password`, async () => {
		await visit("#/secret");
		await screen("secret");
		await page.waitForSelector('[data-secret="password"]');
		await look("secret", size, lang);
		await press('[data-secret="password"]');
		await page.waitForSelector("#field-again");
		await page.fill("#field-password", "une phrase longue");
		await page.fill("#field-again", "une autre phrase");
		await press(".form-send");
		await page.waitForSelector("[role=alert]:not(:empty), .form-said:not(:empty), .trouble:not(:empty)");
		await look("password", size, lang);
		await page.fill("#field-again", "une phrase longue");
		await press(".form-send");
		await page.waitForSelector("#who", {state: "hidden"}); // their sessions end
		await page.waitForSelector("#drawer", {state: "hidden"});
		const people = await (await fetch(`${station.url}/api/v1/people`)).json();
		assert.equal(people.people.find(({code}) => code === "STEF").password, true);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});
}

await test("a password that a coordinator gives", async () => {
	page = await open(station);
	await until("who is there", () => page.evaluate(async () => (await import("/base/kernel.js")).state.session?.guarded));
	await visit("#/people");
	await screen("log-in");
	await logIn("ANNE", "271828");
	await screen("people");
	await press('li[data-code="STEF"] [data-act="password"]');
	await screen("secret");
	await page.waitForSelector("#field-again");
	await page.fill("#field-password", "encore une phrase");
	await page.fill("#field-again", "encore une phrase");
	await press(".form-send");
	await screen("people");
	await soon.equal(() => page.evaluate(() => location.hash), "#/people");
	await press("#people-sessions [data-act='end']");
	await page.waitForSelector("#who", {state: "hidden"});
	await page.context().close();
});

await test("a new PIN by the page", async () => {
	page = await open(station);
	await until("who is there", () => page.evaluate(async () => (await import("/base/kernel.js")).state.session?.guarded));
	await visit("#/people/STEF");
	await screen("log-in");
	await logIn("ANNE", "271828");
	await screen("people");
	await pin("1732");
	await page.waitForFunction(() => location.hash === "#/people");
	await press("#people-sessions [data-act='end']");
	await page.waitForSelector("#who", {state: "hidden"});
	await visit("#/log-in");
	await screen("log-in");
	await logIn("STEF", "1732");
	await page.waitForSelector("#who", {state: "visible"});
	await press("#leave");
	await page.waitForSelector("#who", {state: "hidden"});
});

/* Anew, however long the machine took since: there is time to type a PIN while it lasts. */
const lock = (code) => until(`${code} is locked`, async () => {
	const answer = await fetch(`${station.url}/api/v1/session`, {method: "POST", body: JSON.stringify({operator: code, pin: "0000"})});
	return answer.status === 429 && (await answer.json()).seconds > 20;
});

await test("five wrong PINs lock the name, and weighing goes on", async () => {
	await visit("#/log-in");
	await screen("log-in");
	await press('.choice[data-code="STEF"]');
	for (let i = 0; i < 5; i++) {
		await page.waitForFunction(() => document.getElementById("pin")?.textContent === "–");
		await pin("0000");
		await page.waitForFunction(() => /bon PIN/.test(document.getElementById("pin-said").textContent));
	}
	await lock("STEF");
	await pin("1732");
	await page.waitForFunction(() => /attendez \d+ s/.test(document.getElementById("pin-said").textContent));
	await look("locked", "800x480", "fr");
	const first = page;
	page = await open(station, {size: "390x844", lang: "en"});
	await until("who is there", () => page.evaluate(async () => (await import("/base/kernel.js")).state.session?.guarded));
	await visit("#/log-in");
	await screen("log-in");
	await lock("STEF");
	await logIn("STEF", "1732");
	await page.waitForFunction(() => /wait \d+ s/.test(document.getElementById("pin-said").textContent));
	await look("locked", "390x844", "en");
	await page.context().close();
	page = first;
	await press("#drawer-close");
	await page.waitForSelector("#drawer", {state: "hidden"});
	station.scale.put(12.5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	assert.equal((await station.weighings()).length, 1);
	assert.deepEqual(page.faults, []);
});

/* The same page over TLS: nobody is told anything before a name and a password. */
for (const [size, lang] of [["1280x800", "en"], ["390x844", "fr"]])
	await test(`${size} ${lang}: from another machine by name and password`, async () => {
		user(["pin", "ANNE", "--password"], "correct horse\n");
		page = await open({url: `https://127.0.0.1:${lanPort}`}, {size, lang, secure: false});
		await screen("log-in");
		await page.waitForSelector("#field-password");
		await soon.equal(() => page.getAttribute("#field-password", "type"), "password");
		await look("lan", size, lang);
		await page.fill("#field-operator", "anne");
		await page.fill("#field-password", "wrong horse");
		await press(".form-send");
		await page.waitForFunction(() => document.querySelector(".form-said").textContent.length > 10);
		await page.fill("#field-password", "correct horse");
		await press(".form-send");
		await page.waitForSelector("#drawer", {state: "hidden"});
		await page.waitForSelector("#who", {state: "visible"});
		await page.waitForSelector("#today-button:not([disabled])");
		assert.doesNotMatch(await said("app"), /page_[a-z]/);
		await press("#leave");
		await screen("log-in");
		await page.context().close();
	});

await station.done();
await finish();
