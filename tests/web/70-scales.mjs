#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two scales: the page names the one in force, a touch on the large face chooses another, and
 * a load that is not recorded is not left behind. One scale: nothing is named.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, settled, SIZES, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const named = (page, name) => until(`${name} in force`, async () =>
	(await page.locator("#which").textContent()) === name);

/* A finger on that part of the face, whatever it meets there. */
async function touch(page, selector) {
	await page.waitForSelector("#drawer", {state: "hidden"});
	await page.waitForSelector(selector, {state: "visible"});
	await settled(page);
	const box = await page.locator(selector).boundingBox();
	await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

/* A touch is ignored while something has just appeared; whoever meets that touches again. */
async function choose(page, name) {
	await until("the drawer", async () => {
		await tap(page, "#about");
		return page.waitForSelector("#drawer", {state: "visible", timeout: 2000});
	});
	await tap(page, `#drawer [data-code="${name}"]`);
	await page.waitForSelector("#drawer", {state: "hidden"});
}

async function look(page, name, size) {
	await page.screenshot({path: path.join(OUT, `scales-${name}-${size}.png`)});
	await checkFit(page, size);
	await checkAccess(page);
}

async function both(station, page, size) {
	await named(page, "quai");
	await look(page, "empty", size);
	for (const part of ["#worth", "#unit", "#number"]) {
		await touch(page, part);
		await page.waitForSelector("#drawer", {state: "visible"});
		await tap(page, "#drawer-close");
	}
	await tap(page, "#about");
	await look(page, "sheet", size);
	await soon.equal(() => text(page, '#drawer [aria-pressed="true"] .word'), "quai");
	await tap(page, '#drawer [data-code="plateforme"]');
	await named(page, "plateforme");
	station.scale.do("platform", "put", "60");
	await tone(page, "ready");
	await soon.match(() => text(page, "#number"), /^60/);
	await look(page, "ready", size);
	await choose(page, "quai");
	await page.waitForSelector('body[data-note="refused"]');
	await soon.equal(() => text(page, "#which"), "plateforme", "its load is not recorded yet");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	assert.equal((await station.weighings())[0].scale, "plateforme");
	station.scale.do("platform", "lift");
	await station.phase("empty");
	await choose(page, "quai");
	await named(page, "quai");
	assert.equal((await station.get("/station")).scale.name, "quai");
	station.scale.do("unplug", "scale");
	await tone(page, "doubt");
	await soon.equal(() => text(page, "#which"), "quai", "which one is unplugged");
	await look(page, "unplugged", size);
	station.scale.do("plug", "scale");
	await tone(page, "calm");
}

fs.mkdirSync(OUT, {recursive: true});
const two = await Station.start({bench: true, head: true});
await until("both scales", async () =>
	(await two.get("/station")).scales.every((scale) => scale.state === "zero"));
for (const size of Object.keys(SIZES)) {
	const page = await open(two, {size});
	await test(`two scales at ${size}`, () => both(two, page, size));
	await test(`no fault at ${size}`, () => assert.deepEqual(page.faults, []));
	await page.context().close();
}
await two.done();

const one = await Station.start();
const page = await open(one, {});
await test("one scale has no name", async () => {
	await tone(page, "calm");
	assert.equal(await page.locator("#which").isVisible(), false);
});
await one.done();
await finish();
