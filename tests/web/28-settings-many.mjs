#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two thousand partners on a real daemon (issue 10): read from a sheet after a look at what they
 * change, searched, changed and hidden at 800x480 by touch, and by keys alone. How long a search takes
 * is told; only `make bench` judges it.
 */
import assert from "node:assert/strict";
import {finish, goTo, open, settled, soon, Station, tap, test, text, until} from "./lib.mjs";

const COUNT = 2000;
const station = await Station.start();
await until("a station that weighs", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
const page = await open(station, {lang: "fr", size: "800x480"});
const partners = async () => (await station.get("/catalogue?kind=partner")).partners;
const codes = () => page.locator("#drawer .line").evaluateAll((all) => all.map((node) => node.dataset.code));

async function visit(...args) {
	await goTo(page, ["#/settings", ...args].join("/"));
	await settled(page);
}

async function save() {
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
}

/* Of the history, newest first: what each version says besides its changes. */
const versions = () => page.locator("#drawer .settings-part").evaluateAll((all) => all.map((part) =>
	[/^À partir du \d/.test(part.querySelector("h3").textContent) ? "since" : part.querySelector("h3").textContent,
		part.querySelector("p")?.textContent ?? [...part.querySelectorAll("tbody tr")].map((row) =>
			[...row.children].map((cell) => cell.textContent))]));

const sheet = ["code;label_fr;roles;address", ...Array.from({length: COUNT}, (_, i) =>
	`P${String(i).padStart(4, "0")};Structure n° ${i};${i % 7 ? "" : "member "}donor;${i} rue de l'Église`)].join("\n");

await test("ground 10: two thousand partners are read from a sheet after a look at them", async () => {
	await visit("partner", "file");
	await page.locator("#settings-input").setInputFiles({name: "partenaires.csv", mimeType: "text/csv",
		buffer: Buffer.from(`${sheet}\n`)});
	await page.waitForSelector("#settings-save");
	await soon.match(() => text(page, ".settings-seen h3"), /2.000/);
	assert.equal((await partners()).length, 0);
	await save();
	assert.equal((await partners()).length, COUNT);
	assert.equal((await codes()).length, 60);
	await tap(page, "#drawer .list-more");
	await page.waitForFunction(() => document.querySelectorAll("#drawer .line").length === 120);
});

/* From the letter to the frame that shows what was found. */
const searched = (asked) => page.evaluate(async (value) => {
	const field = document.querySelector("#drawer .list-search");
	const begun = performance.now();
	field.value = value;
	field.dispatchEvent(new Event("input", {bubbles: true}));
	await new Promise((resolve) => {
		requestAnimationFrame(() => requestAnimationFrame(resolve));
	});
	return performance.now() - begun;
}, asked);

await test("ground 10: a search among them answers at each letter", async () => {
	await visit("partner");
	await page.waitForSelector("#drawer .line");
	const took = [];
	for (const asked of ["s", "st", "structure", "structure 19", "eglise 1999", "P1", "P12", "P123", "1234 rue", ""])
		took.push(await searched(asked));
	assert.ok(await searched("EGLISE 1999") >= 0);
	assert.deepEqual(await codes(), ["P1999"]); // by its address, without accents
	await searched("no such partner");
	await page.waitForSelector("#drawer .line-none");
	await searched("");
	took.sort((a, b) => a - b);
	console.log(`note: search among ${COUNT} partners: ${took[5].toFixed(1)} ms, ${took.at(-1).toFixed(1)} ms at most`);
});

await test("ground 10: one of them is found, changed and hidden by touch", async () => {
	await tap(page, "#drawer .list-search");
	await page.keyboard.type("1500", {delay: 30});
	await tap(page, '#drawer .line[data-code="P1500"]');
	await page.waitForSelector("#field-roles");
	await tap(page, '#field-roles [data-code="recipient"]');
	await tap(page, ".form-send");
	await page.waitForSelector("#settings-save");
	await soon.match(() => text(page, ".settings-seen"), /Donateur, Bénéficiaire/);
	await save();
	assert.equal((await partners()).find(({code}) => code === "P1500").roles, "donor recipient");
	await visit("partner", "P1500");
	await tap(page, "#settings-hide");
	await save();
	assert.equal((await partners()).find(({code}) => code === "P1500").hidden, true);
	await visit("partner", "P1500");
	await tap(page, "#settings-history");
	await page.waitForSelector("#drawer .settings-part");
	assert.deepEqual(await versions(), [["since", "Première version."]]); // all of it was on one day
});

/* Tab until that is reached: nothing is focused by hand. */
async function tabTo(selector, most = 100) {
	await settled(page);
	for (let i = 0; i < most; i++) {
		if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector))
			return;
		await page.keyboard.press("Tab");
	}
	assert.fail(`never reached by Tab: ${selector}`);
}

await test("ground 10: one of them is found, changed and saved by keys alone", async () => {
	await visit("partner");
	await tabTo(".list-search");
	await page.keyboard.type("0042", {delay: 150}); // slower than a scanner types
	await page.waitForSelector('#drawer .line[data-code="P0042"]');
	await tabTo('.line[data-code="P0042"]');
	await page.keyboard.press("Enter");
	await tabTo('#field-roles [data-code="carrier"]');
	await page.keyboard.press("Space");
	await tabTo("#field-siret");
	await page.keyboard.type("123", {delay: 150});
	await page.keyboard.press("Enter");
	await page.waitForSelector('#field-siret[aria-invalid="true"]');
	await soon.match(() => text(page, "#field-siret-said"), /14 chiffres/);
	assert.equal(await page.evaluate(() => document.activeElement.id), "field-siret");
	await page.keyboard.press("Control+a");
	await page.keyboard.press("Delete");
	await page.keyboard.press("Enter");
	await page.waitForSelector("#settings-save");
	await tabTo("#settings-save");
	await page.keyboard.press("Enter");
	await page.waitForSelector("#settings-undo");
	assert.equal((await partners()).find(({code}) => code === "P0042").roles, "donor carrier member");
});

const enter = async (selector) => {
	await tabTo(selector);
	await page.keyboard.press("Enter");
};
const saveByKeys = async () => {
	await page.waitForSelector("#settings-save:enabled");
	await enter("#settings-save");
	await page.waitForSelector("#settings-undo");
};

await test("ground 10: from reception to one of them, hidden and taken back by keys alone", async () => {
	await goTo(page, "#/");
	await page.waitForSelector("#drawer", {state: "hidden"});
	await enter("#tools-button");
	await page.waitForSelector("#settings");
	await enter("#settings");
	await page.waitForSelector('[data-kind="partner"]');
	await enter('[data-kind="partner"]');
	await page.waitForSelector("#drawer .line");
	await tabTo(".list-search");
	await page.keyboard.type("0043", {delay: 150});
	await page.waitForFunction(() => document.querySelectorAll("#drawer .line").length === 1);
	await enter('.line[data-code="P0043"]');
	await page.waitForSelector("#settings-hide");
	await enter("#settings-hide");
	await saveByKeys();
	const isHidden = async () => (await partners()).find(({code}) => code === "P0043").hidden;
	assert.equal(await isHidden(), true);
	await enter("#settings-undo");
	await page.waitForSelector('.settings-said[data-tone="saved"]');
	assert.equal(await isHidden(), false);
});

await test("ground 10: a change to come and the history that tells it, by keys alone", async () => {
	await visit("partner");
	await tabTo(".list-search");
	await page.keyboard.type("0044", {delay: 150});
	await page.waitForFunction(() => document.querySelectorAll("#drawer .line").length === 1);
	await enter('.line[data-code="P0044"]');
	await page.waitForSelector("#field-roles");
	await tabTo('#field-roles [data-code="carrier"]');
	await page.keyboard.press("Space");
	await tabTo("#field-from");
	const year = new Date().getFullYear() + 2;
	await page.keyboard.type(`0303${year}`, {delay: 150}); // whichever of day and month the browser asks for first
	await enter(".form-send");
	await saveByKeys();
	const [now, next] = (await station.get("/catalogue?kind=partner&all=1")).partners.filter(({code}) => code === "P0044")
		.sort((a, b) => a.valid_from.localeCompare(b.valid_from));
	assert.deepEqual([now.roles, now.current, next.roles, next.valid_from], ["donor", true, "donor carrier", `${year}-03-03`]);
	await soon.match(() => text(page, '.line[data-code="P0044"]'), new RegExp(`3 mars ${year}`));
	await enter('.line[data-code="P0044"]');
	await page.waitForSelector("#settings-history");
	await enter("#settings-history");
	await page.waitForSelector("#drawer .settings-part");
	await soon.match(() => text(page, "#drawer .settings-part h3 >> nth=0"), new RegExp(`3 mars ${year}`));
	assert.deepEqual(await versions(), [["since", [["Rôles", "Donateur", "Donateur, Transporteur"]]],
		["since", "Première version."]]);
});

await test("ground 10: a sheet is chosen, looked at and saved by keys alone", async () => {
	await visit("place");
	await page.waitForSelector("#settings-file");
	await enter("#settings-file");
	await page.waitForSelector("#settings-input", {state: "attached"});
	/* A browser that is busy may not open it at the first press; who sees none presses again. */
	let chooser = null;
	for (let tries = 0; !chooser && tries < 4; tries++) {
		await tabTo("#settings-input");
		[chooser] = await Promise.all([page.waitForEvent("filechooser", {timeout: 8000}).catch(() => null),
			page.keyboard.press("Enter")]);
	}
	assert.ok(chooser, "no window to choose a file");
	await chooser.setFiles({name: "lieux.csv", mimeType: "text/csv", buffer: Buffer.from("code;label_fr\nA1;Un\nA2;Deux\nA3;Trois\n")});
	await saveByKeys();
	assert.deepEqual((await station.get("/catalogue?kind=place")).places.map(({code}) => code), ["A1", "A2", "A3"]);
});

await test("ground 10: another order is made and saved by keys alone", async () => {
	const order = () => page.locator(".settings-rows li").evaluateAll((all) => all.map((li) => li.dataset.code));
	await visit("place");
	await page.waitForSelector("#settings-order");
	await enter("#settings-order");
	await page.waitForSelector(".settings-rows li");
	await tabTo('.settings-rows [data-code="A1"] .line');
	await page.keyboard.press("ArrowDown");
	assert.deepEqual(await order(), ["A2", "A1", "A3"]);
	await page.keyboard.press("ArrowDown"); // the keys stay with what is moved
	assert.deepEqual(await order(), ["A2", "A3", "A1"]);
	await enter('.settings-rows [data-code="A3"] .line'); // chosen, then moved by a button
	await enter("#settings-up");
	assert.deepEqual(await order(), ["A3", "A2", "A1"]);
	assert.deepEqual((await station.get("/catalogue?kind=place")).places.map(({code}) => code), ["A1", "A2", "A3"]);
	await saveByKeys();
	const places = (await station.get("/catalogue?kind=place")).places.sort((a, b) => a.sort - b.sort);
	assert.deepEqual(places.map(({code}) => code), ["A3", "A2", "A1"]);
});

await test("ground 10: one touch moves one of them, and draws no other anew", async () => {
	const order = () => page.locator(".settings-rows li").evaluateAll((all) => all.slice(0, 3).map((li) => li.dataset.code));
	await visit("partner", "order");
	await page.waitForSelector(".settings-rows li");
	const [first, second, third] = await order();
	await page.evaluate(() => {
		globalThis.was = [...document.querySelectorAll(".settings-rows li")];
	});
	await tap(page, `.settings-rows [data-code="${first}"] .line`);
	await tap(page, "#settings-down");
	assert.deepEqual(await order(), [second, first, third]);
	assert.equal(await page.evaluate(() => globalThis.was.every((li) => li.isConnected)), true);
	await page.locator(`.settings-rows [data-code="${first}"] .line`).focus();
	await page.keyboard.press("ArrowUp");
	assert.deepEqual(await order(), [first, second, third]);
	assert.equal(await page.locator("#settings-save").isDisabled(), true);
});

/* ---- every kind */

const choose = async (selector, code) => { // of a select, by arrows
	await tabTo(selector);
	const steps = await page.locator(selector).evaluate((node, wanted) =>
		[...node.options].findIndex(({value}) => value === wanted) - node.selectedIndex, code);
	assert.ok(steps >= 0, `${selector} offers no ${code}`);
	for (let i = 0; i < steps; i++)
		await page.keyboard.press("ArrowDown");
	assert.equal(await page.locator(selector).inputValue(), code);
};
const write = async (selector, words) => {
	await tabTo(selector);
	await page.keyboard.type(words, {delay: 60});
};
const turn = async (selector) => {
	await tabTo(selector);
	await page.keyboard.press("Space");
};

/* What each kind needs beside its name, in the order of its form; later ones name earlier ones. */
const NEEDED = [
	["category", []],
	["origin", []],
	["destination", [[choose, "#field-class", "reuse"]]],
	["container", [[write, "#field-tare_kg", "2,5"]]],
	["operator", [[choose, "#field-role", "volunteer"]]],
	["partner", [[turn, '#field-roles [data-code="eco_organisme"]']]],
	["place", [[choose, "#field-place_type", "room"]]],
	["reason", [[turn, '#field-uses [data-code="void"]']]],
	["waste-code", [[choose, "#field-category", "TLC-VET"], [write, "#field-waste", "20 01 10"]]],
	["ingredient", [[turn, "#field-raw"]]],
	["product", [[choose, "#field-category", "ALI-PLA"], [choose, "#field-storage", "FROID_3"]]],
	["recipe", [[choose, "#field-product", "QQ"], [choose, "#field-lines select", "QQ"], [write, "#field-lines input", "2"]]],
	["scheme-site", [[choose, "#field-scheme", "TLC"], [choose, "#field-eco_organisme", "QQ"], [write, "#field-convention", "7"]]],
	["scheme-category", [[choose, "#field-eco_organisme", "QQ"]]],
	["scheme-map", [[choose, "#field-category", "TLC-VET"], [choose, "#field-eco_organisme", "QQ"],
		[choose, "#field-scheme_category", "QQ"]]],
	["factor-set", [[write, "#field-source", "7 b"]]],
	["factor", [[choose, "#field-factor_set", "QQ"], [choose, "#field-category", "TLC-VET"], [write, "#field-g_per_kilo", "9"]]],
	["site", []],
];

await test("ground 10: there is no kind but these", async () =>
	assert.deepEqual(Object.keys((await station.get("/catalogue/facts")).kinds).sort(), NEEDED.map(([kind]) => kind).sort()));

for (const [kind, needed] of NEEDED)
	await test(`ground 10: of ${kind} a row is made by keys alone, found, changed and hidden by touch`, async () => {
		const rowOf = async () => Object.values(await station.get(`/catalogue?kind=${kind}`)).find(Array.isArray)
			.find(({label_fr: name}) => /^Q ?q/.test(name));
		await goTo(page, "#/settings");
		await page.waitForSelector(`[data-kind="${kind}"]`);
		await enter(`[data-kind="${kind}"]`);
		await page.waitForSelector("#settings-new");
		await enter("#settings-new");
		await page.waitForSelector("#field-label_fr");
		await write("#field-label_fr", "Q q");
		for (const [act, ...what] of needed)
			await act(...what);
		if (kind !== "site") {
			await tabTo("#field-code");
			await page.keyboard.press("Control+a");
			await page.keyboard.type("QQ", {delay: 60});
		}
		await enter(".form-send");
		await saveByKeys();
		const {code} = await rowOf();
		assert.equal(code, kind === "site" ? (await station.get("/station")).site : "QQ");

		const find = async (words) => {
			await tap(page, ".list-search");
			await page.keyboard.type(words, {delay: 60});
			await tap(page, `#drawer .line[data-code="${code}"]`);
			await page.waitForSelector("#field-label_fr");
		};
		await tap(page, "#settings-back");
		await page.waitForSelector(`[data-kind="${kind}"]`);
		await tap(page, `[data-kind="${kind}"]`);
		await page.waitForSelector(".list-search");
		await find("Q q");
		await page.locator("#field-label_fr").fill("Qqq");
		await tap(page, ".form-send");
		await save();
		assert.equal((await rowOf()).label_fr, "Qqq");
		if (kind === "site")
			return;
		await find("Qqq");
		await tap(page, "#settings-hide");
		await save();
		assert.equal((await rowOf()).hidden, true);
		await tap(page, "#settings-undo"); // later kinds name it
		await page.waitForSelector('.settings-said[data-tone="saved"]');
		assert.equal((await rowOf()).hidden, false);
	});

await test("ground 10: no fault on the page", async () => assert.deepEqual(page.faults, []));
await station.done();
await finish();
