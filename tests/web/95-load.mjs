#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the first screen costs: requests and bytes over the wire, headers included, with nothing
 * kept from before, and again with everything kept. A Pi on a site's wireless network is slow,
 * and each request is a way there and back. Fonts are counted apart: a kiosk has them installed.
 */
import assert from "node:assert/strict";
import {Station, finish, open, test, tone, until} from "./lib.mjs";

const MOST = {requests: 20, bytes: 120000};
const HASHED = /\?v=[0-9a-f]{16}$/;

/* Everything that the page asks for, as the browser's own network log has it. */
async function log(page) {
	const asked = new Map();
	const cdp = await page.context().newCDPSession(page);
	await cdp.send("Network.enable");
	cdp.on("Network.requestWillBeSent", ({requestId, request}) =>
		asked.set(requestId, {url: request.url, bytes: 0, kept: false, done: false}));
	cdp.on("Network.requestServedFromCache", ({requestId}) => {
		asked.get(requestId).kept = true;
	});
	cdp.on("Network.responseReceived", ({requestId, response}) => {
		const r = asked.get(requestId);
		r.kept ||= response.fromDiskCache && HASHED.test(r.url);
		r.bytes = response.encodedDataLength; // of its head; live events never finish
	});
	cdp.on("Network.loadingFinished", ({requestId, encodedDataLength}) => {
		Object.assign(asked.get(requestId), {bytes: encodedDataLength, done: true});
	});
	return asked;
}

async function visit(station, page, asked) {
	await tone(page, "ready");
	await page.waitForSelector("#tiles .icon svg");
	await page.evaluate(() => document.fonts.ready);
	await until("the end of all requests", async () => [...asked.values()].every((r) =>
		r.done || r.url.includes("/api/v1/events")));
	// what was preloaded is named twice and comes once: the second time without a byte
	// and on a slow machine health is asked for a second time before the end
	const came = [...asked.values()].filter((r) => !r.kept && r.bytes > 0);
	const all = came.filter((r, i) => !r.url.includes("/api/")
		|| came.findIndex(({url}) => url === r.url) === i);
	const without = all.filter((r) => !r.url.includes("/fonts/"));
	return {all: without, requests: without.length, fonts: all.length - without.length,
		bytes: without.reduce((sum, r) => sum + r.bytes, 0)};
}

const say = (name, {requests, bytes, fonts}) => console.log(
	`note: ${name}: ${requests} requests, ${(bytes / 1000).toFixed(1)} kB (and ${fonts} fonts)`);

const station = await Station.start();
station.scale.put(12.5);
await station.phase("ready");
let asked;
const page = await open(station, {watch: async (opened) => {
	asked = await log(opened);
}});

await test("house 4: the first visit is small", async () => {
	const first = await visit(station, page, asked);
	say("first visit", first);
	if (process.env.VERBOSE)
		for (const r of first.all)
			console.log(`  ${String(r.bytes).padStart(6)}  ${r.url.slice(station.url.length)}`);
	assert.ok(first.requests <= MOST.requests, `${first.requests} requests`);
	assert.ok(first.bytes <= MOST.bytes, `${first.bytes} bytes`);
});

await test("house 4: a second visit fetches no file again", async () => {
	const again = await page.context().newPage();
	const asks = await log(again);
	await again.goto(`${station.url}/?lang=fr`);
	const second = await visit(station, again, asks);
	say("second visit", second);
	for (const r of second.all.filter(({url}) => !url.includes("/api/"))) {
		assert.ok(!HASHED.test(r.url), `asked again: ${r.url}`);
		assert.ok(r.bytes < 1000, `${r.bytes} bytes again: ${r.url}`);
	}
});

await test("house 4: no fault on the page", async () => assert.deepEqual(page.faults, []));
await station.done();
await finish();
