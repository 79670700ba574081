#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Beside a weighing, on a real daemon: what the load lies in, one container or several with their numbers,
 * and who weighs, each chosen by a tile and shown at reception; a container weighed anew; a container that is added in the settings while people weigh is offered by a page
 * that is open (ground 10). Reception with all that in force is whole at each size, also under a slip.
 * Pictures in build/web/container-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, settled, SIZES, sleep, soon, Station, tap, tapCategory, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}, "360x640": {width: 360, height: 640},
	"844x390": {width: 844, height: 390}, "640x400": {width: 640, height: 400}});
const LEAST = {five: 40, seven: 30, mark: 30, text: 12};
const station = await Station.start();
const api = `${station.url}/api/v1`;

async function send(call, body) {
	const answer = await fetch(`${api}${call}`, {method: "POST", body: JSON.stringify(body)});
	const data = await answer.json();
	return {status: answer.status, ...data};
}

const now = () => station.get("/station");
const row = (kind, code, label, more) => ({kind, code, label_fr: label, short_fr: label, ...more});
await until("a station that weighs", async () => (await fetch(`${api}/health`)).ok);

async function picture(page, name) {
	await settled(page);
	await page.screenshot({path: path.join(OUT, `container-${name}.png`)});
}

/* Weighs until it is told to end, by paper and by nobody's hand. */
function storm() {
	let going = true, made = 0;
	const work = (async () => {
		while (going) {
			const {status} = await send("/weighings", {direction: "in", category: "DEA-ASS", origin: "APP_VOL", net_kg: "1",
				reason: "PAPER"});
			assert.equal(status, 201);
			made++;
			await sleep(20);
		}
	})();
	return {end: async () => {
		going = false;
		await work;
		return made;
	}};
}

await test("ground 10: a container that is added during a storm is offered without a reload", async () => {
	const page = await open(station);
	await page.waitForSelector("#place-button:not(:disabled)");
	await page.evaluate(() => {
		globalThis.sameDocument = true;
	});
	assert.equal(await page.locator("#box-button").isVisible(), false); // this site has none yet
	const going = storm();
	const {status} = await send("/catalogue", {rows: [{kind: "container", code: "ROLL1", label_fr: "Roll 1", tare_kg: "21,4"}]});
	assert.equal(status, 201);
	await tap(page, "#box-button");
	await page.waitForSelector('#drawer [data-code="ROLL1"]');
	/* Another one, while the tiles are open. */
	assert.equal((await send("/catalogue", {rows: [{kind: "container", code: "BAC", label_fr: "Bac bleu", tare_kg: "1,5"}]})).status, 201);
	await page.waitForSelector('#drawer [data-code="BAC"]');
	await soon.match(() => text(page, '[data-code="ROLL1"]'), /21,40 kg/);
	assert.ok(await going.end() > 0);
	assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`a container by a tile, and its tare on the face, ${lang}, ${size}`, async () => {
		const page = await open(station, {lang, size});
		await tap(page, "#box-button");
		await page.waitForSelector('#drawer [data-code="BAC"]');
		await picture(page, `tiles-${size}-${lang}`);
		await checkAccess(page, "#drawer");
		await tap(page, '#drawer [data-code="ROLL1"]');
		await page.waitForSelector('#box-button[aria-pressed="true"]');
		await soon.match(() => text(page, "#box-button"), /Roll 1/);
		await until("the tare on the face", async () => /21[,.]40/.test(await text(page, "#tare-in-force")));
		/* Another adds to it, and what they come to is read. */
		await tap(page, "#box-button");
		await tap(page, '#drawer [data-code="BAC"]');
		await until("both", async () => (await now()).scale.tare_mg === 22900000);
		await soon.match(() => text(page, "#said"), /Roll 1 \+ Bac bleu = 22[,.]90 kg/);
		/* Its own tile takes one more at each touch: Roll 1 and four crates are 27.4 kg. */
		await tap(page, "#box-button");
		for (const units of [2, 3, 4, 5]) {
			await soon.match(() => text(page, '#drawer [data-code="BAC"]'), new RegExp(`^${units - 1} × 1[,.]50 kg`));
			await tap(page, '#drawer [data-code="BAC"]');
			await until("one more", async () => (await now()).context.containers[1].units === units);
		}
		await settled(page);
		await tap(page, "#container-back");
		await until("one less", async () => (await now()).context.containers[1].units === 4);
		await soon.match(() => text(page, ".container-sum"), /Roll 1 \+ 4\s×\sBac bleu = 27[,.]40 kg/);
		await picture(page, `composed-${size}-${lang}`);
		await checkAccess(page, "#drawer");
		await tap(page, "#drawer-close");
		await soon.match(() => text(page, "#said"), /4\s×\sBac bleu = 27[,.]40 kg/);
		station.scale.put(27.4);
		await until("nothing but the containers", async () => (await now()).scale.tares_only);
		await soon.match(() => text(page, "#said"), lang === "fr" ? /^Rien que les contenants/ : /^Nothing but the containers/);
		await settled(page);
		await picture(page, `only-${size}-${lang}`);
		station.scale.put(37.4);
		await station.phase("ready", page);
		await tapCategory(page, "TLC", "TLC-VET");
		await station.phase("recorded", page);
		await picture(page, `recorded-${size}-${lang}`);
		const [last] = await station.weighings();
		assert.deepEqual([last.net_mg, last.tare_mg, last.containers, last.container], [10000000, 27400000, "ROLL1=1 BAC=4", "BAC"]);
		/* Recorded over it: it goes with the load, and the face says why it stays. */
		await tap(page, "#box-button");
		await tap(page, "#container-none");
		await page.waitForSelector('body[data-note="refused"]');
		station.scale.lift();
		await until("no tare", async () => (await now()).context.container === null);
		await page.waitForSelector('#box-button[aria-pressed="false"]');
		/* Read twice by a scanner: one more, or the same one. Taken off again, all of it. */
		assert.equal((await send("/station/container", {code: "BAC"})).status, 200);
		assert.equal((await send("/station/container", {code: "BAC"})).error, "one_more");
		await soon.match(() => text(page, "#said"), /Bac bleu.*\?/s);
		await settled(page);
		await picture(page, `one-more-${size}-${lang}`);
		await checkAccess(page);
		await tap(page, '[data-answer="add"]');
		await until("two", async () => (await now()).context.containers[0].units === 2);
		await page.waitForSelector('#box-button[aria-pressed="true"]');
		await tap(page, "#box-button");
		await tap(page, "#container-none");
		await page.waitForSelector('#box-button[aria-pressed="false"]');
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

/* Nobody chose it: 21.4 kg of iron would be counted as clothes. */
for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`a container alone is asked about, and is the tare, ${lang}, ${size}`, async () => {
		const page = await open(station, {lang, size});
		const before = (await station.weighings()).length;
		station.scale.put(21.4);
		await station.phase("ready", page);
		await tapCategory(page, "TLC", "TLC-VET");
		await station.phase("question", page);
		assert.equal((await now()).question.container, "ROLL1");
		await soon.match(() => text(page, "#said"), /21[,.]40 kg.*Roll 1/s);
		await picture(page, `empty-${size}-${lang}`);
		await checkAccess(page);
		await tap(page, '[data-answer="fix"]');
		await page.waitForSelector('#box-button[aria-pressed="true"]');
		station.scale.put(22.4);
		await station.phase("ready", page);
		await tapCategory(page, "TLC", "TLC-VET");
		await station.phase("recorded", page);
		const made = await station.weighings();
		assert.equal(made.length, before + 1);
		assert.deepEqual([made[0].net_mg, made[0].tare_mg, made[0].container], [1000000, 21400000, "ROLL1"]);
		station.scale.lift();
		await station.phase("empty", page);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

/* 21.4 kg by the catalogue, 21.5 by now: from today on, and nothing that was weighed before moves. */
for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`a container is weighed empty and has that tare from today on, ${lang}, ${size}`, async () => {
		const page = await open(station, {lang, size}), mass = lang === "fr" ? 21.5 : 21.6;
		const before = await station.weighings();
		station.scale.lift();
		await station.phase("empty", page);
		await tap(page, "#box-button");
		await tap(page, "#container-retare");
		await soon.match(() => text(page, ".container-sum"), /[.]$/);
		await picture(page, `retare-put-${size}-${lang}`);
		station.scale.put(mass);
		await soon.match(() => text(page, '#drawer [data-code="ROLL1"]'), new RegExp(`→ ${String(mass).replace(".", "[,.]")}0 kg`));
		await settled(page);
		await picture(page, `retare-${size}-${lang}`);
		await checkAccess(page, "#drawer");
		await tap(page, '#drawer [data-code="ROLL1"]');
		await soon.match(() => text(page, "#said"), /Roll 1/);
		const {containers, day} = await station.get("/catalogue?kind=container&all=1");
		const row1 = containers.find(({code, current}) => code === "ROLL1" && current);
		assert.deepEqual([row1.tare_mg, row1.valid_from, row1.tare_day, row1.scale, row1.label_fr],
			[mass * 1e6, day, day, (await now()).scale.name, "Roll 1"]);
		assert.deepEqual(await station.weighings(), before);
		station.scale.lift();
		await station.phase("empty", page);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("four kilograms where sixty are usual are asked about: kept, or not", async () => {
	const page = await open(station);
	for (let i = 0; i < 10; i++) {
		station.scale.put(60 + i / 10);
		await station.phase("ready", page);
		assert.equal((await send("/station/category", {code: "DEA-RAN"})).status, 201);
		station.scale.lift();
		await station.phase("empty", page);
	}
	station.scale.put(4);
	await station.phase("ready", page);
	assert.equal((await send("/station/category", {code: "DEA-RAN"})).error, "unusual");
	await soon.match(() => text(page, "#said"), /4,00 kg.*60,50 kg/s);
	await picture(page, "unusual-800x480-fr");
	await tap(page, '[data-answer="fix"]');
	await station.phase("ready", page);
	assert.equal((await station.weighings())[0].net_mg, 60900000);
	assert.equal((await send("/station/category", {code: "DEA-RAN"})).status, 409);
	await tap(page, '[data-answer="keep"]');
	await station.phase("recorded", page);
	assert.equal((await station.weighings())[0].net_mg, 4000000);
	station.scale.lift();
	await station.phase("empty", page);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`who weighs is seen, chosen and ended, ${lang}, ${size}`, async () => {
		await send("/catalogue", {rows: [row("operator", "MARIE", "Marie"), row("operator", "JB", "Jean-Baptiste Dubois")]});
		const page = await open(station, {lang, size});
		await tap(page, "#tools-button");
		await tap(page, "#operator");
		await page.waitForSelector('#drawer [data-code="MARIE"]');
		await picture(page, `who-${size}-${lang}`);
		await checkAccess(page, "#drawer");
		await tap(page, '#drawer [data-code="MARIE"]');
		await page.waitForSelector("#tools-button.who");
		await soon.match(() => text(page, "#tools-button"), /Marie/);
		assert.equal((await now()).context.operator, "MARIE");
		station.scale.put(3);
		await station.phase("ready", page);
		await tapCategory(page, "TLC", "TLC-VET");
		await station.phase("recorded", page);
		assert.equal((await station.weighings())[0].operator, "MARIE");
		station.scale.lift();
		await station.phase("empty", page);
		await tap(page, "#tools-button");
		await soon.match(() => text(page, "#operator"), /Marie/);
		await picture(page, `tools-${size}-${lang}`);
		await tap(page, "#operator");
		await tap(page, "#operator-none");
		await page.waitForSelector("#tools-button:not(.who)");
		assert.equal((await now()).context.operator, null);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("reception is whole with box, person and slip at each size", async () => {
	const bad = [];
	await send("/catalogue", {from: "2020-01-01", rows: [row("partner", "REC", "Récup des Hauts")]});
	const {id} = await send("/slips", {type: "removal", destination: "REC_METAL", partner: "REC"});
	for (const lang of ["fr", "en"]) {
		const page = await open(station, {lang});
		await page.waitForSelector("#place-button:not(:disabled)");
		await page.evaluate(`${BOXES}; globalThis.faults = faults;`);
		await page.evaluate(() => document.fonts.ready.then(() => null));
		for (const [name, acts] of [["plain", []], ["held", [["operator", "JB"], ["container", "ROLL1"], ["container", "BAC", 4]]], ["slip", [["slip", id]]]]) {
			for (const [action, code, units] of acts)
				await send(`/station/${action}`, {code, ...(units ? {units} : {})});
			await until("what is in force", () => page.evaluate((what) => (what === "slip"
				? document.getElementById("direction-button").classList.contains("ends") && /\(0\)/.test(document.getElementById("place-button").textContent)
				: (document.getElementById("box-button").getAttribute("aria-pressed") === "true") === (what === "held")), name));
			for (const [each, size] of Object.entries(SIZES)) {
				await page.setViewportSize(size);
				await settled(page);
				await sleep(50);
				bad.push(...(await page.evaluate((least) => globalThis.faults(least), LEAST)).map((what) => `${lang} ${name} ${each}: ${what}`));
				await page.screenshot({path: path.join(OUT, `container-face-${name}-${each}-${lang}.png`)});
			}
			await page.setViewportSize(SIZES["800x480"]);
			await checkAccess(page);
		}
		await send("/station/slip", {code: ""});
		await send("/station/operator", {code: ""});
		await send("/station/container", {code: ""});
		await send("/station/container", {code: ""});
		assert.deepEqual(page.faults, []);
		await page.context().close();
	}
	assert.deepEqual(bad, []);
});

await station.done();
await finish();
