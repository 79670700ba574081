#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the page says of a load, and for how long (truth 3 to 11): snapshots over its own
 * events, touches as a person makes them, and what the page then asks of the station.
 */
import assert from "node:assert/strict";
import {faceOf, weighing} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {bounce, finish, open, soon, tap, test, text, tone, until} from "./lib.mjs";

const feed = await Feed.start();
let page = null;
const calls = () => feed.asked.splice(0).map(({call}) => call);
const note = (name) => page.waitForSelector(`body[data-note="${name}"]`);
const face = (...names) => feed.send(faceOf(names[0], "fr", ...names.slice(1)));
const tick = () => page.locator('#mark[data-mark="saved"] .icon').count();
const closed = () => page.waitForSelector("#drawer", {state: "hidden"});
const colour = (selector) => page.locator(selector).first().evaluate((node) => getComputedStyle(node).color);
const typed = {...weighing("HRP-LIV", 7, {id: "HD-MS-W-7", method: "typed"})};

/* Each on a page of its own: nothing of the one before is left. */
async function on(name, run, options = {}) {
	await test(name, async () => {
		feed.send(faceOf("ready5", "fr"));
		page = await open(feed, {size: "800x480", ...options});
		await tone(page, "ready");
		calls();
		try {
			await run();
			assert.deepEqual(page.faults, []);
		} finally {
			await page.context().close();
		}
	});
}

await on("truth 3: undo says what it undid, for five seconds", async () => {
	feed.answers["POST /station/undo"] = () => {
		feed.send({...faceOf("ready5", "fr"), undone: {id: "x", category: "HRP-LIV", net_mg: 7000000,
			age_ms: 0}});
		return {data: {}};
	};
	await tap(page, "#undo");
	await note("news");
	const began = performance.now();
	await soon.match(() => text(page, "#sentence"), /Livres, 7,00/);
	await soon.equal(() => page.locator('#badge[data-root="HRP"]').count(), 1);
	await page.waitForSelector('body[data-note=""]');
	const took = performance.now() - began;
	assert.ok(took > 3000 && took < 8000, `${took.toFixed(0)} ms`);
});

await on("truth 3: what is not of this load is seen before it is undone", async () => {
	feed.send({...faceOf("recorded5", "fr"), last: {...typed, on_plate: false}});
	await tone(page, "saved");
	await tap(page, "#undo");
	await page.waitForSelector("#undo-sure");
	await soon.match(() => text(page, ".undo-what"), /7,00 kg · Livres · Entrée · /);
	assert.deepEqual(calls(), []);
	await tap(page, "#undo-sure");
	await until("the undo", async () => calls().includes("/station/undo"));
});

await on("truth 4: news is not red, and a refusal ends with the next load", async () => {
	feed.answers["POST /station/category"] = {status: 409, data: {error: "scale_doubt", message: "Non."}};
	await tap(page, '#tiles [data-code="TLC"]');
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await note("refused");
	face("moving");
	await page.waitForSelector('body[data-note=""]');
	face("ready5", "news");
	await note("news");
	const band = () => page.locator("#say").evaluate((node) => getComputedStyle(node).backgroundColor);
	const news = await band();
	face("ready5", "refusal");
	await note("refused");
	assert.notEqual(await band(), news);
});

await on("truth 5: the number is the load's own, and an unsure one has no tick", async () => {
	feed.send({...faceOf("recorded5", "fr"), last: typed});
	await tone(page, "saved");
	await soon.equal(() => text(page, "#number"), "123,45");
	assert.equal(await tick(), 1);
	face("unsure");
	await tone(page, "unsure");
	await soon.equal(() => text(page, "#number"), "90,00");
	assert.equal(await tick(), 0);
	await soon.match(() => text(page, "#sentence"), /60,00/);
});

await on("truth 6: each answer shows what it makes and what it takes back", async () => {
	face("changed_load");
	await tone(page, "ask");
	const replace = page.locator('[data-answer="replace"]');
	await soon.match(() => replace.locator(".makes").innerText(), /32,00\skg/);
	await soon.match(() => replace.locator(".voids").innerText(), /20,00\skg/);
	await soon.equal(() => replace.locator(".makes").getAttribute("data-category"), "EEE-GEMH-AUT");
	await soon.equal(() => replace.locator(".voids .icon svg").count(), 1);
	await tap(page, '[data-answer="replace"]');
	await until("the answer", async () => feed.asked.length > 0);
	assert.deepEqual(feed.asked.pop().body, {code: "replace", to_mg: 32000000});
	face("recorded5");
	await tone(page, "saved"); // the question wore it, too
	await soon.equal(() => page.locator('#badge[data-root="EEE"]').count(), 1);
});

await on("truth 7: a load that left is listed, and seen to by a category", async () => {
	face("empty", "left");
	await page.waitForSelector('#strip [data-kind="left"]');
	await tap(page, "#today-button");
	await soon.match(() => text(page, ".left-loads li b"), /30,00 à 50,00 kg/);
	await tap(page, ".left-loads button >> nth=0");
	await tap(page, '#drawer [data-mg="50000000"]');
	await closed();
	await soon.equal(() => text(page, "#number"), "50,00");
	feed.answers["POST /left/1/weighing"] = {status: 201, data: weighing("TLC-VET", 50, {id: "new"})};
	await tap(page, '#tiles [data-code="TLC"]');
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await note("saved");
	assert.deepEqual(feed.asked.pop(), {call: "/left/1/weighing",
		body: {category: "TLC-VET", net_kg: "50.000"}});
	await soon.equal(() => page.locator('#strip [data-kind="left"]').count(), 0);
});

await on("truth 7: or dismissed", async () => {
	face("empty", "left");
	await page.waitForSelector('#strip [data-kind="left"]');
	await tap(page, "#about");
	await tap(page, ".left-loads button >> nth=1");
	await until("the dismissal", async () => calls().includes("/left/1/dismiss"));
});

await on("truth 8: typing shows the live load, and ends after 45 s without an act", async () => {
	await page.clock.install();
	await tap(page, "#tools-button");
	await tap(page, "#type");
	await soon.match(() => text(page, "#drawer-live"), /123,45 kg\s+pas enregistré/);
	await tap(page, '#drawer [data-key="7"]');
	await page.clock.runFor(44000);
	await soon.equal(() => page.locator("#drawer").isVisible(), true);
	await tap(page, "#typed-next");
	await tone(page, "typed");
	await until("the live load beside it", async () => /123,45 kg/.test(await text(page, "#live")));
	await page.clock.runFor(46000);
	await tone(page, "ready");
});

await on("truth 8: changing a category shows its line large, and ends with a new load", async () => {
	feed.weighings = [weighing("EEE-PAM-CUI", 20)];
	face("empty");
	await page.reload();
	await tone(page, "calm");
	await tap(page, "#today-button");
	await tap(page, "#drawer .line");
	await tap(page, "#correct");
	await tap(page, "#reclassify");
	await tone(page, "typed");
	await soon.equal(() => text(page, "#number"), "20,00");
	await soon.equal(() => page.locator('#badge[data-root="EEE"]').count(), 1);
	face("ready5");
	await tone(page, "ready");
	await note("news");
});

await on("truth 8: Sortie asks where to, colours the frame, and goes back when nobody says", async () => {
	const out = {...faceOf("empty", "fr"), context: {direction: "out", destination: null}};
	feed.answers["POST /station/direction"] = (body) => {
		feed.send(body.code === "out" ? out : faceOf("empty", "fr"));
		return {data: {}};
	};
	const frame = () => page.locator("#app").evaluate((node) => getComputedStyle(node).backgroundColor);
	const before = await frame();
	await tap(page, "#direction-button");
	await page.waitForSelector("#drawer [data-class]");
	assert.notEqual(await frame(), before);
	await tap(page, "#drawer-close");
	await page.waitForSelector('body[data-direction="in"]');
	assert.deepEqual(feed.asked.splice(0).map(({body}) => body.code), ["out", "in"]);
});

await on("truth 8: a destination scanned while the list is open stays in force", async () => {
	const out = (destination) => ({...faceOf("empty", "fr"), context: {direction: "out", destination}});
	feed.answers["POST /station/direction"] = () => {
		feed.send(out(null));
		return {data: {}};
	};
	await tap(page, "#direction-button");
	await page.waitForSelector("#drawer [data-class]", {timeout: 3000}); // before health is asked again
	feed.send(out("DECH_TV"));
	await page.waitForFunction(() => /→ \S/.test(document.getElementById("bound").textContent));
	await tap(page, "#drawer-close");
	await closed();
	await page.evaluate(() => fetch("/api/v1/mark", {method: "POST"}));
	assert.deepEqual(calls(), ["/station/direction", "/mark"]);
});

await on("truth 8: one typed number is one weighing, however often it is sent", async () => {
	const refuse = (status, error) => {
		feed.answers["POST /weighings"] = {status, data: {error, message: "Non."}};
	};
	await tap(page, "#tools-button");
	await tap(page, "#type");
	await tap(page, '#drawer [data-key="7"]');
	await tap(page, "#typed-next");
	await tone(page, "typed");
	feed.keys.splice(0);
	refuse(503, "unknown");
	await tap(page, '#tiles [data-code="TLC"]');
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await note("refused");
	refuse(409, "key_reused");
	await tap(page, '#tiles [data-code="HRP"]');
	await tap(page, '#tiles [data-code="HRP-LIV"]');
	await until("the second touch", async () => feed.keys.length === 2);
	assert.equal(feed.keys[0], feed.keys[1]);
	await note("news");
	await tone(page, "ready");
});

await on("truth 7: a glove that bounces dismisses one load of two", async () => {
	const {left: [load], ...rest} = faceOf("empty", "fr", "left");
	feed.send({...rest, left: [load, {...load, id: "2"}]});
	await page.waitForSelector('#strip [data-kind="left"]');
	await tap(page, "#about");
	await bounce(page, '[data-left="1"] button >> nth=1', "[data-left] button:last-child", 1);
	await page.evaluate(() => fetch("/api/v1/mark", {method: "POST"}));
	assert.deepEqual(calls(), ["/left/1/dismiss", "/mark"]);
});

await on("truth 3: a glove that bounces voids for no reason that nobody chose", async () => {
	feed.weighings = [weighing("TLC-VET", 12.5)];
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#today-button");
	await tap(page, "#drawer .line");
	await bounce(page, "#void", "#drawer [data-reason]", 4);
	await page.evaluate(() => fetch("/api/v1/mark", {method: "POST"}));
	assert.deepEqual(calls(), ["/mark"]);
});

await on("truth 3: a glove that bounces on \"give up\" undoes no weighing", async () => {
	face("armed");
	await tone(page, "armed");
	feed.answers["POST /station/cancel"] = () => {
		face("ready5");
		return {data: {}};
	};
	await bounce(page, "#disarm", "#undo");
	await page.evaluate(() => fetch("/api/v1/mark", {method: "POST"}));
	assert.deepEqual(calls(), ["/station/cancel", "/mark"]);
});

await on("truth 3: what is shown to be undone is what is undone", async () => {
	feed.send({...faceOf("recorded5", "fr"), last: {...typed, on_plate: false}});
	await tone(page, "saved");
	await tap(page, "#undo");
	await page.waitForSelector("#undo-sure");
	feed.send({...faceOf("recorded5", "fr"), last: {...typed, id: "HD-MS-W-8", on_plate: false}});
	await closed();
	assert.deepEqual(calls(), []);
});

await on("truth 6: an answer stays where it is while its weights change", async () => {
	const heavier = (mg) => {
		const s = faceOf("other_scale", "fr");
		s.question.choices[0].net_mg = mg;
		s.scales = [...s.scales, {name: "plateforme", state: "stable", net_mg: mg, text: ""}];
		feed.send(s);
	};
	heavier(99000000);
	const stays = async (selector) => {
		const node = await page.waitForSelector(selector);
		heavier(98500000);
		await page.waitForFunction((what) => document.querySelector(what).textContent.includes("98,50"), selector);
		assert.equal(await node.evaluate((one) => one.isConnected), true, selector);
		heavier(99000000);
	};
	await stays('[data-answer="change"]');
	await tap(page, "#about");
	await stays('#drawer [data-code="plateforme"]');
});

await on("truth 11: a label that somebody has seen to is no trouble any more", async () => {
	feed.health = {...feed.health, devices: [{kind: "printer", name: "p", state: "ready"}]};
	feed.answers["GET /labels/unknown"] = {data: {labels: [{id: "HD-MS-W-1"}]}};
	await page.reload();
	await page.waitForSelector('#strip [data-kind="labels"]', {state: "attached"});
	delete feed.answers["GET /labels/unknown"];
	await page.waitForSelector('#strip [data-kind="labels"]', {state: "detached"});
});

/* It was never sent: nobody has to look whether it came out. */
await on("truth 32: a label that waited too long is said not to be printed", async () => {
	feed.answers["GET /labels/unknown"] = {data: {labels: [{id: "HD-MS-W-1", state: "late"}]}};
	await page.reload();
	await page.waitForSelector('#strip [data-kind="labels"]', {state: "attached"});
	assert.match(await page.getAttribute('#strip [data-kind="labels"]', "aria-label") ?? await text(page, "#strip"), /pas imprimées/);
	delete feed.answers["GET /labels/unknown"];
	await page.waitForSelector('#strip [data-kind="labels"]', {state: "detached"});
});

await on("truth 9: the tick says which scale recorded", async () => {
	face("recorded5", "second");
	await tone(page, "saved");
	await soon.match(() => text(page, "#detail"), /Balance quai/);
});

await on("truth 11: an unknown code is no trouble of the face, and is put away", async () => {
	feed.send({...faceOf("ready5", "fr"),
		codes: [{id: "7", text: "3760123456789", at: "2026-01-05T10:00:00Z"}]});
	await tap(page, "#today-button");
	await page.waitForSelector(".codes .seen");
	await soon.equal(() => page.locator("#strip .trouble").count(), 0);
	await tap(page, ".codes .seen");
	await page.waitForSelector(".codes", {state: "detached"});
});

await on("truth 11: the focus stays where it was after a tile", async () => {
	feed.answers["POST /station/category"] = () => {
		feed.send(faceOf("recorded5", "fr"));
		return {status: 201, data: {}};
	};
	await tap(page, '#tiles [data-code="TLC"]');
	await page.locator('#tiles [data-code="TLC-VET"]').focus();
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await tone(page, "saved");
	await page.waitForFunction(() => document.activeElement.dataset.code === "TLC");
});

for (const [theme, green] of [["light", "rgb(10, 107, 60)"], ["dark", "rgb(87, 201, 140)"]])
	await on(`truth 11: the tick of a saved line is green (${theme})`, async () => {
		feed.weighings = [weighing("TLC-VET", 12.5)];
		await page.reload();
		await page.waitForSelector("#line-list .line-tick");
		assert.equal(await colour("#line-list .line-tick"), green);
	}, {size: "1280x800", theme});

await on("truth 11: four reasons have four pictures, a list that goes on shows it", async () => {
	feed.weighings = Array.from({length: 12}, (_, i) => weighing("TLC-VET", i + 1, {id: `l${i}`}));
	await page.reload();
	await tone(page, "ready");
	await tap(page, "#today-button");
	await page.waitForSelector("#drawer-body.goes-on");
	await tap(page, "#drawer .line >> nth=0");
	await tap(page, "#void");
	await page.waitForSelector("#drawer [data-reason] .icon");
	const names = await page.locator("#drawer [data-reason] .icon").evaluateAll((icons) =>
		icons.map((icon) => icon.dataset.name));
	assert.equal(new Set(names).size, 4);
});

await on("truth 11: the picture of a lost station is there when the station is not", async () => {
	await page.waitForLoadState("networkidle").catch(() => {});
	await page.route(/pictograms/, (route) => route.abort());
	clearInterval(feed.beat);
	await tone(page, "lost");
	await page.waitForSelector("#pictogram .icon svg");
});
await feed.done();
await finish();
