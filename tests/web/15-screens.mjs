#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Screens beside reception (house 4): addresses, back and forward, Escape; what cannot be opened;
 * the weight that goes on while one is open; the way back after 45 s. And the list of
 * weighings with its search and its older pages, what stands above it, and the colours of a tenth root.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {faceOf, weighing} from "./faces.mjs";
import {CATALOGUE, Feed} from "./feed.mjs";
import {BUILD, finish, open, sleep, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const feed = await Feed.start();
let page = null;
const face = (name, more = {}) => feed.send({...faceOf(name, "fr"), ...more});
const screen = (name) => page.waitForSelector(`#drawer[data-screen="${name}"]`, {state: "visible"});
const closed = () => page.waitForSelector("#drawer", {state: "hidden"});
const hash = () => page.evaluate(() => location.hash);
const visit = (to) => page.evaluate((there) => {
	location.hash = there;
}, to);

async function on(name, run, options = {}) {
	await test(`house 4: ${name}`, async () => {
		face("ready5");
		page = await open(feed, {size: "800x480", ...options});
		await tone(page, "ready");
		try {
			await run();
			assert.deepEqual(page.faults, []);
		} finally {
			await page.context().close();
			feed.answers = {};
			feed.weighings = [];
		}
	});
}

/* The answer of GET /weighings, page by page, as the daemon gives it. */
function serve(lines) {
	const asked = [];
	const base = feed.data.bind(feed);
	feed.data = (call) => {
		const url = new URL(call, feed.url);
		if (url.pathname.startsWith("/weighings/"))
			return lines.find(({id}) => id === url.pathname.slice(11));
		if (url.pathname !== "/weighings")
			return base(call);
		asked.push(url.search);
		const {category, after, limit} = Object.fromEntries(url.searchParams);
		const all = lines.filter((line) => (!category || line.category.startsWith(category))
			&& (!after || line.seq < Number(after)));
		const rows = all.slice(0, Number(limit));
		return {weighings: rows, next: all.length > rows.length ? rows.at(-1).seq : null};
	};
	return asked;
}

const many = (count) => Array.from({length: count}, (_, i) => weighing(
	i % 2 ? "TLC-VET" : "EEE-PAM-CUI", count - i, {id: `HD-MS-W-${count - i}`, seq: count - i}));

await on("back, forward and Escape go where one expects", async () => {
	feed.weighings = many(3);
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#today-button");
	await screen("weighings");
	await tap(page, "#drawer .line >> nth=0");
	await screen("weighing");
	assert.equal(await hash(), "#/weighing/HD-MS-W-3");
	await page.goBack();
	await screen("weighings");
	await page.goForward();
	await screen("weighing");
	await page.keyboard.press("Escape");
	await closed();
	await until("the address of reception", async () => await hash() === "#/");
	await page.goBack();
	await screen("weighings");
	await tap(page, "#drawer-close");
	await closed();
});

await on("a screen has an address, and an unknown one is reception", async () => {
	await visit("#/tools");
	await screen("tools");
	assert.equal(await page.evaluate(() => document.activeElement.id), "drawer-title");
	for (const unknown of ["#/no-such-screen", "#/../api", "#/Tools"]) {
		await visit(unknown);
		await closed();
	}
	await until("reception", async () => await page.locator("#drawer").isHidden());
	await tap(page, "#tools-button");
	await screen("tools");
});

await on("a screen that fails says so, and weighing goes on", async () => {
	await page.route(/\/screens\/tools\.js/, (route) => route.fulfill({contentType: "text/javascript",
		body: "export const title = () => 'x'; export const role = 'anyone';"
			+ "export function paint() { throw new Error('broken on purpose'); }"}));
	await tap(page, "#tools-button");
	await page.waitForSelector(".screen-sorry");
	await soon.match(() => text(page, ".screen-sorry"), /La pesée continue/);
	face("recorded5");
	await tone(page, "saved");
	await tap(page, "#drawer-back");
	await closed();
});

await on("a screen that does not come says so too", async () => {
	await page.route(/\/screens\/tools\.js/, (route) => route.abort());
	await tap(page, "#tools-button");
	await page.waitForSelector(".screen-sorry");
	await page.keyboard.press("Escape");
	await closed();
});

await on("a screen or the drawer that did not come once comes with a new page", async () => {
	await page.route(/\/screens\/tools\.js/, (route) => route.abort(), {times: 1});
	await tap(page, "#tools-button");
	await page.waitForSelector("#type");
	await page.evaluate(() => sessionStorage.clear());
	await page.route(/\/parts\/drawer\.js/, (route) => route.abort(), {times: 1});
	await visit("#/");
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#tools-button");
	await page.waitForSelector("#type");
});

await on("a style sheet that did not come is asked for again", async () => {
	await page.route(/\/css\/weighings\.css/, (route) => route.abort(), {times: 1});
	await tap(page, "#today-button");
	await page.waitForSelector(".screen-sorry");
	await page.keyboard.press("Escape");
	await closed();
	await tap(page, "#today-button");
	await page.waitForSelector("#drawer .list-search");
	await page.waitForFunction(() => [...document.styleSheets].some(({href, cssRules}) =>
		href?.includes("/css/weighings.css") && cssRules.length > 0));
});

await on("an address survives a reload", async () => {
	feed.weighings = many(3);
	await page.route(/\/events/, async (route) => {
		await screen(/\/(.*?)(\/|$)/.exec(await hash())[1]).catch(() => {}); // drawn before it says anything
		await route.continue();
	});
	for (const to of ["#/weighings", "#/weighing/HD-MS-W-2", "#/void/HD-MS-W-2"]) {
		await visit(to);
		await page.reload();
		await tone(page, "ready");
		await page.waitForFunction(async () => (await import("/base/kernel.js")).state.lines.length === 3);
		assert.equal(await hash(), to);
		await page.waitForSelector("#drawer", {state: "visible"});
	}
});

await on("what the scale does is seen over an open screen, and nothing of it is lost", async () => {
	await tap(page, "#today-button");
	await screen("weighings");
	face("recorded5");
	await page.waitForFunction(() => /123,45\skg\s+enregistré/.test(
		document.getElementById("drawer-live").innerText));
	feed.all(`event: weighing\ndata: ${JSON.stringify(weighing("HRP-LIV", 9, {id: "HD-MS-W-77"}))}\n\n`);
	await page.waitForSelector('#drawer [data-id="HD-MS-W-77"]');
	face("unplugged");
	await tone(page, "doubt");
	assert.equal(/\d/.test(await text(page, "#drawer-live")), false, "a number in doubt");
	face("empty", {troubles: [{kind: "printer", picture: "printer", sentence: "Plus de papier."}]});
	await page.waitForSelector('#drawer-note[data-note="trouble"]');
	await tap(page, "#drawer-close");
	await closed();
	await tone(page, "calm");
});

/* Seconds pass on the page, and the station goes on speaking. */
async function pass(seconds) {
	for (let past = 0; past < seconds; past += 2) {
		const stamp = `${performance.now()}`;
		face("ready5", {stamp});
		await until("the snapshot", () => page.evaluate(async (wanted) => {
			const {state} = await import("/base/kernel.js");
			return state.snapshot?.stamp === wanted;
		}, stamp));
		await page.clock.runFor(2000);
	}
}

await on("45 s without a touch lead back to weighing, a touch keeps it open", async () => {
	await page.clock.install();
	await tap(page, "#today-button");
	await screen("weighings");
	await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000)); // a slow machine adds no time
	await pass(40);
	await tap(page, "#drawer-title");
	await pass(40);
	await soon.equal(() => page.locator("#drawer").isVisible(), true);
	await pass(6);
	await closed();
	assert.equal(await hash(), "#/");
});

await on("the day is summed up, in and out, and anew at each line", async () => {
	const station = await Station.start();
	const other = await open(station, {size: "1280x800"});
	const weighed = async (more) => {
		const answer = await fetch(`${station.url}/api/v1/weighings`, {method: "POST", body: JSON.stringify({direction: "in",
			category: "TLC-VET", origin: "APP_VOL", reason: "scale_broken", ...more})});
		const {id, message} = await answer.json();
		assert.equal(answer.status, 201, message);
		return id;
	};
	const out = (destination, kg) => weighed({direction: "out", origin: undefined, destination, net_kg: kg});
	const figures = () => other.locator("#drawer .weighings-top .figure").evaluateAll((nodes) =>
		nodes.map(({innerText}) => innerText.split("\n").map((word) => word.trim().replace(/\u00a0(?=kg)/, " ")).filter(Boolean)));
	const sums = (came, went, count) => until(`${came} ${went} ${count}`, async () => JSON.stringify(await figures())
		=== JSON.stringify([["Entrées", `${came} kg`], ["Sorties", `${went} kg`], ["Pesées", count]]));
	try {
		await weighed({net_kg: "934.5"});
		await weighed({net_kg: "300"});
		await out("VENTE", "4"); // two of what is called out
		const id = await out("DECH_TV", "2.25");
		await tap(other, "#today-button");
		await sums("1\u202f234,5", "6,25", "4");
		await weighed({net_kg: "3"});
		await sums("1\u202f237,5", "6,25", "5");
		await fetch(`${station.url}/api/v1/weighings/${id}/void`, {method: "POST", body: '{"reason":"MISTAKE"}'});
		await sums("1\u202f237,5", "4,0", "4");
		assert.deepEqual(other.faults, []);
	} finally {
		await other.context().close();
		await station.done();
	}
});

await on("labels that wait and a clock in doubt stand above the lines of the day", async () => {
	const label = (id, now) => feed.all(`event: print\ndata: ${JSON.stringify({id: `HD-MS-W-${id}`, state: now})}\n\n`);
	const seen = (...words) => until(words.join() || "nothing to see to", async () => {
		const shown = await page.locator("#drawer .weighings-top .trouble").allInnerTexts();
		return shown.length === words.length && words.every((word, i) => shown[i].includes(word));
	});
	feed.weighings = many(5);
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#today-button");
	await screen("weighings");
	await seen();
	for (const [i, now] of ["waiting", "unknown", "late", "dropped", "printed"].entries())
		label(i + 1, now);
	await seen("Étiquettes à voir : 4.");
	face("ready5", {clock: "doubtful"});
	await seen("Étiquettes à voir : 4.", "L'heure n'est pas sûre");
	for (const i of [1, 2, 3, 4])
		label(i, "printed");
	await seen("L'heure n'est pas sûre");
	face("ready5");
	await seen();
});

await on("weighings are shown page by page", async () => {
	const asked = serve(many(70));
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#today-button");
	const count = (n) => page.waitForFunction((wanted) =>
		document.querySelectorAll("#drawer .line").length === wanted, n);
	await count(30);
	await tap(page, ".list-more");
	await count(60);
	await tap(page, ".list-more");
	await count(70);
	await page.waitForSelector(".list-more", {state: "hidden"});
	assert.ok(asked.includes("?limit=30&after=41"));
	const ids = await page.locator("#drawer .line").evaluateAll((lines) => lines.map((line) => line.dataset.id));
	assert.equal(new Set(ids).size, 70, "a line stands twice");
	await tap(page, '#drawer [data-id="HD-MS-W-1"]');
	await screen("weighing");
	await page.waitForSelector("#print");
});

await on("weighings are searched by word, by day and by picture", async () => {
	const asked = serve(many(40));
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#today-button");
	await page.waitForSelector(".list-more");
	await tap(page, ".list-search");
	await page.keyboard.type("vêtements", {delay: 30});
	await page.waitForFunction(() => document.querySelectorAll("#drawer .line").length === 20);
	assert.ok(asked.some((query) => query.includes("category=TLC-VET")));
	await soon.equal(() => page.locator('#drawer [data-look="3"]').count(), 0);
	await page.locator(".list-search").fill("14/3/2025");
	await until("the day", async () => asked.some((query) => query.includes("period=2025-03-14")));
	await page.locator(".list-search").fill("W-39");
	await page.waitForFunction(() => document.querySelectorAll("#drawer .line").length === 1);
	await page.locator(".list-search").fill("nothing of the kind");
	await page.waitForSelector("#drawer .line-none");
	await page.locator(".list-search").fill("");
	await tap(page, '.list-choice[data-code="EEE"]');
	await until("the root", async () => asked.at(-1).includes("category=EEE"));
	await page.waitForSelector('.list-choice[data-code="EEE"][aria-pressed="true"]');
	await checkFit(page, "800x480");
	await checkAccess(page);
	fs.mkdirSync(OUT, {recursive: true});
	await page.screenshot({path: path.join(OUT, "weighings-800x480-fr.png")});
});

await on("a scan into the search presses nothing", async () => {
	feed.weighings = many(3);
	await tap(page, "#today-button");
	await tap(page, ".list-search");
	feed.asked.splice(0);
	await page.keyboard.type("3760123456789", {delay: 2});
	await page.keyboard.press("Enter");
	await sleep(500); // nothing comes of it
	assert.deepEqual(feed.asked, []);
	await soon.equal(() => page.locator("#drawer").isVisible(), true);
});

await on("a report is a form, a table with links, and a chart", async () => {
	const asked = [];
	const base = feed.data.bind(feed);
	feed.data = (call) => {
		asked.push(call);
		return !call.startsWith("/reports/") ? base(call) : {title: "Jours de pesée", rows:
			[{month: "2026-03", days: 2, weighed_mg: 12500000}], total: {days: 2, weighed_mg: 12500000},
		columns: [{name: "month", type: "month", title: "Mois"}, {name: "days", type: "count", title: "Jours"},
			{name: "weighed_mg", type: "mg", title: "Pesé (kg)"}]};
	};
	await tap(page, "#tools-button");
	await tap(page, "#reports");
	await page.locator("#field-name").selectOption("R-days");
	await page.locator("#field-period").selectOption("last-year");
	await tap(page, ".form-send");
	await page.waitForFunction(() => location.hash === "#/report/R-days/last-year");
	await until("the report", async () => asked.includes("/reports/R-days?period=last-year"));
	await page.waitForSelector(".table td.number");
	assert.deepEqual(await page.locator(".table tbody tr >> td").allInnerTexts(), ["mars 2026", "2", "12,500"]);
	await soon.deepEqual(() => page.locator(".table tfoot tr >> th, td").last().innerText(), "12,500");
	await checkAccess(page);
	await tap(page, ".table a");
	await page.waitForFunction(() => location.hash === "#/report/R-days/2026-03");
	feed.answers["GET /reports/R-days?period=2026-13"] = {status: 422,
		data: {error: "bad_period", field: "period", message: "Période illisible."}};
	await visit("#/report/R-days/2026-13");
	await page.waitForFunction(() =>
		document.getElementById("field-period-said")?.textContent === "Période illisible.");
});

await on("a chart that comes stands above its table, one that does not leaves it alone", async () => {
	const station = await Station.start();
	const other = await open(station, {size: "1280x800"});
	try {
		station.scale.put(12.5);
		await tone(other, "ready");
		await tapCategory(other, "TLC", "TLC-VET");
		await tone(other, "saved");
		await tap(other, "#tools-button");
		await tap(other, "#reports");
		await other.waitForFunction(() => document.querySelector(".chart img")?.naturalWidth > 100);
		await soon.match(() => other.locator(".chart img").getAttribute("alt"), /tableau/);
		await soon.match(() => other.locator(".table tbody").innerText(), /Textiles[^]*12,500/);
		await checkAccess(other);
		await other.screenshot({path: path.join(OUT, "report-1280x800-fr.png")});
		await other.route(/\/charts\//, (route) => route.abort());
		await other.evaluate(() => {
			location.hash = "#/report/tonnage/this-year";
		});
		await other.waitForFunction(() => !document.querySelector(".chart")
			&& document.querySelector(".table"));
		/* Stock is asked for elsewhere, and is a report to the page. */
		await other.locator("#field-name").selectOption("stock");
		await tap(other, ".form-send");
		await other.waitForFunction(() => location.hash.startsWith("#/report/stock/"));
		await other.waitForFunction(() => /^Stock/.test(document.getElementById("drawer-title")?.textContent ?? "")
			&& document.querySelector("#drawer .table, #drawer .line-none"));
		await soon.equal(() => other.locator(".form-said:not(:empty)").count(), 0);
		assert.deepEqual(other.faults, []);
	} finally {
		await other.context().close();
		await station.done();
	}
});

await on("a catalogue edited meanwhile is shown without a reload, the same again redraws nothing", async () => {
	const tile = page.locator("#nav-tiles button, #tiles button").filter({hasText: "Habits neufs"});
	const told = () => feed.all('event: catalogue\nid: 9\ndata: {"seq":9}\n\n');
	const more = {code: "NEW", label_fr: "Habits neufs", label_en: "New clothes", short_fr: "Habits neufs", short_en: "New clothes"};
	await page.evaluate(() => {
		globalThis.notReloaded = true;
	});
	feed.answers["GET /catalogue"] = {data: {...CATALOGUE, categories: [more, ...CATALOGUE.categories]}};
	told();
	await tile.waitFor();
	await tile.evaluate((node) => {
		node.same = true;
	});
	const again = page.waitForResponse(/\/catalogue$/);
	told();
	await again;
	face("ready5");
	await sleep(100);
	assert.equal(await tile.evaluate((node) => node.same), true);
	assert.equal(await page.evaluate(() => globalThis.notReloaded), true);
});

await on("a tenth root has a colour and a pattern of its own", async () => {
	const root = {code: "VELO", label_fr: "Vélos", label_en: "Bicycles", short_fr: "Vélos", short_en: "Bicycles"};
	feed.answers["GET /catalogue"] = {data: {...CATALOGUE, categories: [...CATALOGUE.categories, root]}};
	await page.reload();
	await page.waitForSelector('#tiles [data-code="VELO"]');
	const grounds = await page.locator("#tiles .tile[data-code]").evaluateAll((tiles) => tiles.map((tile) => {
		const {backgroundColor, backgroundImage} = getComputedStyle(tile);
		return [tile.dataset.code, backgroundColor, backgroundImage];
	}));
	assert.equal(grounds.length, 10);
	assert.equal(new Set(grounds.map(([, colour]) => colour)).size, 10);
	assert.ok(grounds.every(([, , pattern]) => pattern.includes("gradient")));
	assert.deepEqual(Object.fromEntries(grounds).TLC, "rgb(147, 53, 140)");
	face("armed", {armed: "VELO"});
	await tone(page, "armed");
	assert.equal(await page.locator("#weight").evaluate((node) => getComputedStyle(node).backgroundColor),
		grounds.find(([code]) => code === "VELO")[1]);
	await page.screenshot({path: path.join(OUT, "tenth-root-800x480-fr.png")});
});
await feed.done();
await finish();
