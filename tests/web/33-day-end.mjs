#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The end of a day on a real daemon with a year of weighings: the next morning opens with what was left, once for
 * everybody and over a restart; each line of what needs seeing to leads to where it is mended; it is printed on one label,
 * and on one A4. Pictures in build/web/day-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, SIZES, sleep, soon, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}});
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({bench: true, sample: "full"});
const send = async (call, body = {}) => (await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)})).json();
const call = (page) => text(page, "#today-button");
const morning = () => station.get("/morning");
const before = (await until("a working day before", async () => (await morning()).day)) && (await morning()).day;

/* Asked for behind what weighs needs: a touch on the first screen's own way comes later. */
const awake = (page) => page.evaluate(async () => (await import("/base/station.js")).loadMorning());

for (const [lang, word] of [["fr", /à voir/], ["en", /\d+ left/]])
	await test(`the next morning opens with what was left (${lang})`, async () => {
		const page = await open(station, {lang, size: "800x480"});
		await awake(page);
		await soon.match(() => call(page), word);
		for (const [name, size] of Object.entries(SIZES)) {
			await page.setViewportSize(size);
			await settled(page);
			await checkFit(page, name);
			await page.screenshot({path: path.join(OUT, `day-morning-${name}-${lang}.png`)});
		}
		await page.setViewportSize(SIZES["800x480"]);
		await tap(page, "#today-button");
		await page.waitForSelector("#drawer .day-line");
		assert.equal(await page.evaluate(() => location.hash), `#/day/${before}`);
		const report = await station.get(`/reports/day?period=${before}`);
		const left = report.tables.find(({name}) => name === "day-left").rows;
		assert.deepEqual(await page.locator(".day-line").evaluateAll((all) => all.map((node) => node.dataset.todo)), left.map(({todo}) => todo));
		for (const [name, size] of Object.entries(SIZES)) {
			await page.setViewportSize(size);
			await settled(page);
			await checkFit(page, name);
			await page.screenshot({path: path.join(OUT, `day-end-${name}-${lang}.png`)});
		}
		await checkAccess(page, "#drawer");
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("each line leads to where it is mended", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	const ways = {scale: "check", backup_none: "devices", slip: "slips"};
	await send("/catalogue", {rows: [{kind: "partner", code: "REBON", label_fr: "Re Bon"}], from: "2020-01-01"});
	await send("/slips", {type: "deposit", origin: "APP_VOL", partner: "REBON"});
	for (const [todo, screen] of Object.entries(ways)) {
		const day = todo === "slip" ? (await station.get("/station")).day : before;
		await goTo(page, `#/day/${day}`);
		await tap(page, `.day-line[data-todo="${todo}"]`);
		await page.waitForSelector(`#drawer[data-screen="${screen}"]`);
	}
	await page.context().close();
});

await test("the day's end is printed on one label by one touch", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	const labels = () => {
		const at = path.join(station.dir, "sim", "labels");
		return fs.existsSync(at) ? fs.readdirSync(at).filter((file) => file.endsWith(".png")) : [];
	};
	await goTo(page, `#/day/${before}`);
	const had = labels().length;
	await tap(page, "#day-print");
	await soon.match(() => text(page, "#drawer-note"), /s'imprime/);
	await soon.equal(() => labels().length, had + 1);
	fs.copyFileSync(path.join(station.dir, "sim", "labels", labels().sort().at(-1)), path.join(OUT, "day-label.png"));
	await page.context().close();
});

await test("a known mass is checked by a touch, and is no load that left", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"});
	await station.phase("empty", page);
	await goTo(page, "#/check/quai");
	await tap(page, '[data-mg="10000000"]');
	await soon.match(() => text(page, "#drawer-note"), /repos/); // nothing rests there
	for (const [kg, word] of [[10, /La balance est juste/], [10.5, /n'est PAS juste/]]) {
		await page.waitForSelector("#drawer");
		station.scale.put(kg);
		await until(`${kg} kg at rest`, async () => (await station.get("/scales/quai")).state === "stable");
		await tap(page, '[data-mg="10000000"]');
		await soon.match(() => text(page, "#check-said"), word);
		await soon.equal(() => page.locator("#check-past li").count(), kg === 10 ? 1 : 2);
		if (kg === 10)
			await page.screenshot({path: path.join(OUT, "day-check-good.png")});
		await sleep(1300); // it lay there, and did not pass
		station.scale.lift();
		await station.phase("empty", page);
		await goTo(page, "#/");
		await soon.equal(async () => (await station.get("/left")).left.filter(({struck_by: by}) => !by).length, 0);
		await goTo(page, "#/check/quai");
	}
	await page.screenshot({path: path.join(OUT, "day-check-past.png")});
	const {checks} = await morning();
	assert.deepEqual(checks.map(({scale, passed}) => [scale, passed]), [["quai", false]]);
	await goTo(page, "#/");
	const turn = (patch) => page.evaluate(async (wanted) => {
		const {change, state} = await import("/base/kernel.js");
		change({morning: {...state.morning, seen: true, ...wanted}});
	}, patch);
	await turn({checks: checks.map((one) => ({...one, day: before}))}); // where it is done each day, the next one asks
	await soon.match(() => call(page), /quai\s*Contrôle/);
	await tap(page, "#today-button");
	await page.waitForFunction(() => location.hash === "#/check/quai");
	await tap(page, "#check-later");
	await soon.equal(async () => /Contrôle/.test(await call(page)), false);
	assert.deepEqual(page.faults.filter((fault) => !/409/.test(fault)), []);
	await page.context().close();
});

await test("seen once it is put away, at every browser and over a restart", async () => {
	const page = await open(station, {lang: "fr", size: "800x480"}), other = await open(station, {lang: "en", size: "390x844"});
	for (const one of [page, other])
		await awake(one);
	await tap(page, "#today-button");
	await tap(page, "#day-seen");
	await soon.equal(async () => /à voir/.test(await call(page)), false);
	await awake(other);
	await soon.equal(async () => /\d+ left/.test(await call(other)), false);
	await station.kill();
	await station.run();
	const {seen, left} = await morning();
	assert.deepEqual({seen, left}, {seen: true, left: 0});
	await page.context().close();
	await other.context().close();
});

await station.done();
await finish();
