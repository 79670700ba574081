#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is lighter than the least on the plate of the scale: the page asks to weigh several together,
 * keeps what is there if one says so, and takes what is put with it. Typed facts count at once, void
 * ones no more, and after a start as before it. Both sizes, both languages; pictures in build/web/.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start();
await until("the ledger", async () => (await station.get("/station")).store.ok);
const {scale: {name}} = await station.get("/station");
const post = async (call, body) => {
	const answer = await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body),
		headers: {"Idempotency-Key": `light-${Date.now()}`}});
	assert.ok(answer.ok, `${call}: ${answer.status} ${answer.ok ? "" : await answer.text()}`);
	return answer.json();
};
const facts = await post("/entries/scale-facts", {scale: name, class: "III", max_kg: "150", min_kg: "1", e_kg: "0,05"});

for (const [size, lang, words] of [["800x480", "fr", /Moins de 1,00 kg/], ["390x844", "en", /Less than 1\.00 kg/]])
	await test(`several are weighed together (${size}, ${lang})`, async () => {
		const page = await open(station, {size, lang});
		const before = (await station.weighings()).length;
		station.scale.put(0.3);
		await tone(page, "ready");
		await tapCategory(page, "TLC", "TLC-VET");
		await tone(page, "ask");
		await soon.match(() => text(page, "#sentence"), words);
		await soon.deepEqual(() => page.locator("#tiles .answer").evaluateAll((answers) =>
			answers.map((answer) => answer.dataset.answer)), ["keep", "leave"]);
		await page.screenshot({path: path.join(OUT, `light-${size}-${lang}.png`)});
		await checkFit(page, size);
		await checkAccess(page);
		await tap(page, '#tiles [data-answer="leave"]');
		await tone(page, "ready");
		assert.equal((await station.weighings()).length, before, "asked, and nothing written");
		station.scale.put(1.2);
		await until("the larger load", async () => (await station.get("/station")).scale.net_mg === 1200000);
		await tapCategory(page, "TLC", "TLC-VET");
		await tone(page, "saved");
		assert.equal((await station.weighings())[0].net_mg, 1200000);
		station.scale.lift();
		await station.phase("empty", page);
		station.scale.put(0.4);
		await tone(page, "ready");
		await tapCategory(page, "HRP", "HRP-LIV");
		await tone(page, "ask");
		await tap(page, '#tiles [data-answer="keep"]');
		await tone(page, "saved");
		const [kept] = await station.weighings();
		assert.deepEqual([kept.net_mg, kept.category, kept.method], [400000, "HRP-LIV", "weighed"]);
		station.scale.lift();
		await station.phase("empty", page);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("so it is after a start, and no more once the facts are void", async () => {
	await station.kill("SIGTERM");
	await station.run();
	const page = await open(station);
	await station.phase("empty", page);
	station.scale.put(0.3);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "ask");
	await tap(page, '#tiles [data-answer="leave"]');
	await post(`/entries/scale-facts/${facts.journal}/${facts.seq}/void`, {reason: "MISTAKE"});
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	assert.equal((await station.weighings())[0].net_mg, 300000);
	await page.context().close();
});
await station.done();
await finish();
