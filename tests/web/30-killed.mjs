#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daemon dies between a touch and its answer, after the commit or before it: the page
 * sends the touch again with the same key, and exactly one weighing exists. What lay on the plate
 * over the restart of a recorded load is asked about, with no tick.
 */
import assert from "node:assert/strict";
import {finish, open, sleep, Station, tapCategory, test, tone, until} from "./lib.mjs";

const CALL = "**/api/v1/station/category";

/* after: the face that the restarted station has for the load that still lies there. */
async function once(lang, after, die) {
	const station = await Station.start();
	const page = await open(station, {lang});
	const keys = [];
	page.on("request", (request) => {
		if (request.url().endsWith("/station/category"))
			keys.push(request.headers()["idempotency-key"]);
	});
	try {
		station.scale.put(12.5);
		await tone(page, "ready");
		await page.route(CALL, (route) => die(station, route), {times: 1});
		await tapCategory(page, "TLC", "TLC-VET");
		await tone(page, "lost");
		await sleep(1500); // several tries find nobody
		await station.run();
		await tone(page, after);
		await until("an end of asking", async () =>
			await page.evaluate(() => import("/base/kernel.js").then((m) => m.state.pending)) === 0);
		const rows = await station.weighings();
		assert.equal(rows.length, 1);
		assert.equal(rows[0].net_mg, 12500000);
		assert.equal(rows[0].category, "TLC-VET");
		assert.ok(keys.length >= 2, "it was sent again");
		assert.equal(new Set(keys).size, 1, "with the same key");
		assert.deepEqual(page.faults, []);
	} catch (error) {
		console.log(`the page says: ${await page.locator("#sentence").innerText()}`);
		console.log(`sent ${keys.length} times; ${JSON.stringify(await station.get("/station"))}`);
		throw error;
	} finally {
		await page.context().close();
		await station.done();
	}
}

await test("killed after the commit, before the answer", () => once("fr", "unsure", async (station, route) => {
	const answer = await route.fetch();
	assert.equal(answer.status(), 201);
	await station.kill();
	await route.abort("connectionreset");
}));

await test("killed before the commit", () => once("en", "saved", async (station, route) => {
	station.signal("SIGSTOP");
	const sent = route.continue();
	await sleep(300); // the request lies in the socket of a daemon that does not move
	await station.kill();
	await sent;
}));

await finish();
