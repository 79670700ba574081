#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a fresh eye found on the page: a face that gave way to tiles, figures cut by a band,
 * words under pictograms, news that a drawer hid. Snapshots over the page's own events; a
 * picture of each lies in build/web/.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {faceOf, weighing} from "./faces.mjs";
import {CATALOGUE, Feed} from "./feed.mjs";
import {BUILD, finish, goTo, open, SIZES, soon, tap, test, text, tone} from "./lib.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8");
const LEAST = {five: 56, seven: 40, mark: 44, text: 12};
const SHAPES = [["800x480", "fr"], ["1024x600", "en"], ["390x844", "fr"]];
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}, "640x400": {width: 640, height: 400},
	"400x240": {width: 400, height: 240}});

const feed = await Feed.start();
let page = null;
let lang = "fr";
const face = (name, more = {}, ...beside) => feed.send({...faceOf(name, lang, ...beside), ...more});
const height = (selector) => page.locator(selector).evaluate((node) => node.getBoundingClientRect().height);
const OUTWARD = {context: {direction: "out", origin: null, destination: "VENTE"}};
const THREE = {troubles: ["printer", "scanner", "labels"].map((kind) =>
	({kind, picture: "printer-paper-out", sentence: `Plus de papier (${kind}).`}))};

async function rightly(name) {
	await page.evaluate(async () => {
		await document.fonts.ready;
		await new Promise(requestAnimationFrame);
	});
	await page.waitForFunction(() => [...document.querySelectorAll(".icon")]
		.every((icon) => icon.firstChild || icon.dataset.name.startsWith("NEW")));
	await page.screenshot({path: path.join(OUT, `seen-${name}-${page.shape}-${lang}.png`)});
	assert.deepEqual(await page.evaluate((least) => globalThis.faults(least), LEAST), []);
}

async function on(name, shapes, run) {
	for (const [size, tongue] of shapes)
		await test(`seen: ${name} (${size} ${tongue})`, async () => {
			lang = tongue;
			face("ready5");
			page = await open(feed, {size, lang});
			page.shape = size;
			await page.evaluate(`${BOXES.replaceAll("export function", "function")}; globalThis.faults = faults;`);
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

/* The catalogue with that many roots more, or leaves more of a root. */
function catalogueWith(count, parent = undefined) {
	const more = Array.from({length: count}, (_, i) => ({code: `NEW-${i}`, parent, label_fr: `Habits usés ${i}`,
		label_en: `Used clothes ${i}`, short_fr: "Habits usés", short_en: "Used clothes"}));
	feed.answers["GET /catalogue"] = {data: {...CATALOGUE, categories: [...CATALOGUE.categories, ...more]}};
}

async function again() {
	await page.reload();
	await page.evaluate(`${BOXES.replaceAll("export function", "function")}; globalThis.faults = faults;`);
	await tone(page, "ready");
	await page.waitForSelector("#undo");
}

await on("the face keeps its height whatever the number of tiles", SHAPES, async () => {
	await page.waitForSelector("#undo");
	const before = await height("#weight");
	for (const count of [1, 4, 12]) {
		catalogueWith(count);
		await again();
		await page.waitForSelector('#tiles [data-code="NEW-0"]');
		assert.ok(await height("#weight") >= Math.min(before, page.shape === "390x844" ? 190 : before));
		await rightly(`roots-${9 + count}`);
		if (count === 12)
			await soon.equal(() => page.locator("#tiles.goes-on").count(), 1);
	}
	catalogueWith(30, "EEE");
	await again();
	await tap(page, '#tiles [data-code="EEE"]');
	await page.waitForSelector('#tiles [data-code="NEW-0"]');
	await page.waitForSelector("#tiles.goes-on");
	assert.ok(await height("#weight") >= 138);
	await rightly("leaves-30");
});

await on("Sortie and where to stay in sight beside the leaves", SHAPES, async () => {
	face("ready5", OUTWARD);
	for (const root of ["DEA", "HRP", "EEE"]) {
		await tap(page, `#tiles [data-code="${root}"]`);
		await page.waitForSelector("#back");
		const said = await page.locator("#place-button, #bound").filter({visible: true}).allInnerTexts();
		assert.match(said.join(" "), lang === "fr" ? /Vente/ : /sale/i);
		const heights = await page.locator("#tiles .tile").evaluateAll((tiles) =>
			tiles.map((tile) => tile.getBoundingClientRect().height));
		assert.ok(Math.min(...heights) >= (page.shape === "390x844" ? 76 : 100), `${root}: a glove needs 2 cm, not ${heights}`);
		face("unsure", {...OUTWARD, ...THREE});
		await tone(page, "unsure");
		await rightly(`leaves-${root}-unsure`);
		face("ready5", OUTWARD);
		await tone(page, "ready");
		await tap(page, "#back");
	}
});

await on("a typed weight, its live weight and four troubles stand side by side", SHAPES, async () => {
	face("empty", {...THREE, ...OUTWARD}, "second", "left");
	await page.waitForSelector('#strip [data-kind="left"]');
	await soon.equal(() => text(page, '#strip [data-kind="left"] b'), "1");
	await rightly("left");
	await tap(page, "#tools-button");
	await tap(page, "#type");
	await soon.match(() => text(page, "#drawer-live"), lang === "fr" ? /kg\s+plateau vide/ : /kg\s+plate empty/);
	for (const key of ["8", ",", "4"])
		await tap(page, `#drawer [data-key="${key}"]`);
	await tap(page, "#typed-next");
	await tone(page, "typed");
	await rightly("typed");
	await soon.match(() => text(page, "#live"), /0[,.]00 kg\s+\S/);
});

await on("today's sum is that of the direction in force", SHAPES, async () => {
	const said = async () => (await text(page, "#today-button")).replace(/\s/g, "");
	assert.match(await said(), /^(Aujourd'hui|Today)1,?934[.,]959kg[\p{L}]+:1,?000$/u);
	face("ready5", OUTWARD);
	await page.waitForSelector('body[data-direction="out"]');
	assert.match(await said(), /^(Sorticejour|Outtoday)1,?207[.,]5kg[\p{L}]+:312$/u);
	await rightly("today-out");
});

await on("a weighing and why it is voided are whole, at 200 % too", [...SHAPES, ["640x400", "en"], ["400x240", "fr"]], async () => {
	const one = weighing("ABJ-JAR", 9.953);
	feed.answers[`GET /weighings/${one.id}`] = {data: one};
	await page.route("**/labels/*.png", (route) => route.fulfill({contentType: "image/svg+xml",
		body: '<svg xmlns="http://www.w3.org/2000/svg" width="456" height="240"><rect width="456" height="240"/></svg>'}));
	for (const name of ["weighing", "void"]) {
		await goTo(page, `#/${name}/${one.id}`);
		await page.waitForSelector(`#drawer[data-screen="${name}"] .choice`);
		await page.waitForFunction(() => [...document.querySelectorAll("#drawer img")].every((img) => img.naturalWidth > 0));
		const bad = await page.evaluate(() => [...document.querySelectorAll("#drawer :is(h2, .choice, img, #drawer-close)")]
			.filter((node) => {
				node.scrollIntoView({block: "nearest"});
				const box = node.getBoundingClientRect();
				return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 2 || box.left < 0
					|| box.right > innerWidth || box.top < -1 || box.bottom > innerHeight + 1;
			}).map((node) => node.id || node.className || node.tagName));
		assert.deepEqual(bad, [], name);
		await page.screenshot({path: path.join(OUT, `seen-${name}-${page.shape}-${lang}.png`)});
	}
});

await on("undo says weight, category, direction, place and hour", SHAPES, async () => {
	const at = `${new Date(Date.now() + 11 * 3600000).toISOString().slice(0, 10)}T20:42:07+11:00`;
	const last = weighing("TLC-CHA", 6.1, {on_plate: false, at, direction: "out", destination: "VENTE"});
	face("ready5", {last});
	await tap(page, "#undo");
	await page.waitForSelector("#undo-sure");
	await soon.match(() => text(page, ".undo-what"), lang === "fr"
		? /^\s*6,10 kg · Chaussures · Sortie → Vente.* · 20:42\s*$/ : /^\s*6\.10 kg · Shoes · Out → .* · 20:42\s*$/);
	const [swatch, icon] = await Promise.all([".line-swatch", ".line-swatch .icon"].map((part) =>
		page.locator(`.undo-what ${part}`).boundingBox()));
	assert.ok(swatch.width > icon.width && swatch.height > icon.height, "the pictogram leaves its colour");
	face("ready5", {last: {...last, direction: "in"}});
	await tap(page, "#drawer-close");
	await tap(page, "#undo");
	await soon.match(() => text(page, ".undo-what"), lang === "fr" ? /· Entrée ·/ : /· In ·/);
	await rightly("undo");
});

await on("hours and days are the site's", [["800x480", "fr"]], async () => {
	const said = await page.evaluate(async () => {
		const {clockTime, dayOf} = await import("/base/lang.js");
		const now = (offset) => new Date(Date.now() + offset * 3600000).toISOString().slice(0, 19);
		return [clockTime("2026-01-05T23:10:00+11:00"), dayOf(`${now(14)}+14:00`), dayOf(`${now(-10)}-10:00`),
			dayOf("2026-01-05T23:10:00+11:00"), dayOf("2026-01-05T00:10:00-04:00")];
	});
	assert.deepEqual(said, ["23:10", "", "", "5 janv.", "5 janv."]);
});

await on("each answer of two scales says that it records, what and from where", SHAPES, async () => {
	face("other_scale");
	await tone(page, "ask");
	const words = await page.locator("#tiles .word").allInnerTexts();
	assert.deepEqual(words, lang === "fr"
		? ["Enregistrer 99,90\u00a0kg de la balance plateforme", "Enregistrer 12,50\u00a0kg de la balance quai"]
		: ["Record 99.90\u00a0kg of scale plateforme", "Record 12.50\u00a0kg of scale quai"]);
	await soon.deepEqual(() => page.locator("#tiles .answer > .icon").evaluateAll((icons) =>
		icons.map((icon) => icon.dataset.name)), ["saved", "saved"]);
	await rightly("scales");
});

await on("in Sortie a question stands out, and what cannot be undone is read", SHAPES, async () => {
	const ground = (selector) => page.locator(selector).evaluate((node) => getComputedStyle(node).backgroundColor);
	face("ready5", {...OUTWARD, last: null});
	await page.waitForSelector("#undo:disabled");
	assert.equal(await page.locator("#undo").evaluate((node) => getComputedStyle(node).color), "rgb(255, 255, 255)");
	await rightly("disabled");
	face("changed_load", OUTWARD);
	await tone(page, "ask");
	assert.notEqual(await ground("#weight"), await ground("#app"));
	assert.equal(await page.locator(".voids b").first().evaluate((node) =>
		getComputedStyle(node).textDecorationLine), "none");
	await rightly("question");
});

await on("news is seen over an open drawer", SHAPES, async () => {
	await tap(page, "#tools-button");
	await tap(page, "#type");
	assert.equal(await page.locator("#drawer-note").isVisible(), false);
	face("ready5", THREE);
	await page.waitForSelector('#drawer-note[data-note="trouble"]');
	await soon.match(() => text(page, "#drawer-note"), /Plus de papier/);
	face("ready5", {}, "refusal");
	await page.waitForSelector('#drawer-note[data-note="refused"]');
	await rightly("drawer");
	const next = await page.locator("#typed-next").boundingBox();
	assert.ok(next.y + next.height <= SIZES[page.shape].height, "the keypad is cut");
	face("ready5");
	await page.waitForSelector("#drawer-note", {state: "hidden"});
});
await feed.done();
await finish();
