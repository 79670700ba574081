#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Several pages of one browser (truth 22): one connection for live events, a touch on any of
 * them is answered, all see it, and when the page that listens is closed another takes over.
 * Where a browser has no locks a page that nobody sees lets its connection go.
 */
import assert from "node:assert/strict";
import {faceOf} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {finish, open, tap, test, tone, until} from "./lib.mjs";

const TABS = 8;

async function tabs(feed, first) {
	const pages = [first];
	while (pages.length < TABS) {
		const page = await first.context().newPage();
		await page.goto(`${feed.url}/?lang=fr`);
		pages.push(page);
	}
	return pages;
}

const feed = await Feed.start();
feed.send(faceOf("ready5", "fr"));
feed.answers["POST /station/category"] = () => {
	feed.send(faceOf("recorded5", "fr"));
	return {status: 201, data: {}};
};
const first = await open(feed, {});
let pages = [];

await test("truth 22: eight pages hold one connection, and all see the load", async () => {
	pages = await tabs(feed, first);
	for (const page of pages)
		await tone(page, "ready");
	assert.equal(feed.listeners.size, 1);
});

await test("truth 22: a touch on the last page is answered, every page sees it", async () => {
	const last = pages.at(-1);
	await tap(last, '#tiles [data-code="TLC"]');
	await tap(last, '#tiles [data-code="TLC-VET"]');
	for (const page of pages)
		await tone(page, "saved");
});

await test("truth 22: when the page that listens is closed, another takes over", async () => {
	await first.close();
	await until("another listener", async () => feed.listeners.size === 1);
	feed.send(faceOf("armed", "fr"));
	for (const page of pages.slice(1))
		await tone(page, "armed");
	assert.equal(feed.listeners.size, 1);
});

await test("truth 22: another language has its own connection", async () => {
	const page = pages.at(-1);
	await tap(page, "#tools-button");
	await tap(page, "#language-button");
	await page.waitForSelector('html[lang="en"]');
	await until("a second listener", async () => feed.listeners.size === 2);
	await tone(page, "armed");
});
await pages.at(-1).context().close();

await test("truth 22: without locks a page that is hidden lets go", async () => {
	await until("nobody listens", async () => feed.listeners.size === 0);
	const page = await open(feed, {});
	await page.addInitScript(() => {
		Object.defineProperty(Navigator.prototype, "locks", {value: undefined});
		Object.defineProperty(Document.prototype, "hidden", {get: () => globalThis.hides === true});
	});
	await page.reload();
	await tone(page, "armed");
	await until("it listens", async () => feed.listeners.size === 1);
	const hide = (hidden) => page.evaluate((value) => {
		globalThis.hides = value;
		document.dispatchEvent(new Event("visibilitychange"));
	}, hidden);
	await hide(true);
	await until("it has let go", async () => feed.listeners.size === 0);
	await hide(false);
	await tone(page, "armed");
	await page.context().close();
});
await feed.done();
await finish();
