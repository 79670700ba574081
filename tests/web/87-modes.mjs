#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whoever comes next meets nothing that another has begun (truth 8): it ends 45 s after the last
 * touch, scan or button, by the page's own clock, which the test turns. Sortie does not end so.
 * And what was saved says whether it came in or went out, and its day.
 */
import assert from "node:assert/strict";
import {faceOf, weighing} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {finish, open, soon, tap, test, text, tone, until} from "./lib.mjs";

const feed = await Feed.start();
let page = null;
let stamp = 0;
const calls = () => feed.asked.splice(0).map(({call}) => call);
const line = weighing("EEE-PAM-CUI", 20);
const seen = (selector) => page.locator(selector).isVisible();

/* Sent, and painted. */
async function say(snapshot) {
	feed.send({...snapshot, stamp: ++stamp});
	const end = performance.now() + 10000;
	while (!await page.evaluate(async (n) =>
		(await import("/base/kernel.js")).state.snapshot?.stamp === n, stamp))
		assert.ok(performance.now() < end, "the snapshot never came");
}

/* The station is heard all the while. */
async function pass(seconds) {
	for (let past = 0; past < seconds; past += 2) {
		await page.clock.runFor(Math.min(2, seconds - past) * 1000);
		await say(feed.snapshot);
	}
}

/* Time stands still, but for pass(). */
async function hold() {
	await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
	await touch();
	await say(feed.snapshot);
}

const touch = () => page.locator("html").dispatchEvent("pointerdown");

async function on(name, run, snapshot = faceOf("ready5", "fr")) {
	if (!name.includes(process.env.ONLY ?? ""))
		return;
	await test(`truth 8: ${name}`, async () => {
		feed.answers = {[`GET /weighings/${line.id}`]: {data: line}};
		feed.weighings = [line];
		feed.send(snapshot);
		page = await open(feed, {watch: (one) => one.clock.install()});
		await page.waitForSelector("#undo");
		calls();
		try {
			await run();
			assert.deepEqual(page.faults, []);
		} finally {
			await page.context().close();
		}
	});
}

const screen = (name, ...args) => async () => {
	await page.evaluate((hash) => {
		location.hash = hash;
	}, `#/${[name, ...args].join("/")}`);
	await page.waitForSelector(`#drawer[data-screen="${name}"]`);
};

async function type(ready) {
	await screen("typed")();
	await tap(page, '#drawer [data-key="7"]');
	if (ready)
		await tap(page, "#typed-next");
}

/* begin: what somebody does; there: what then is seen, and no longer when it has ended. */
const MODES = {
	"a category that is being changed": {there: '[data-tone="typed"] #drop', begin: async () => {
		await screen("correct", line.id)();
		await tap(page, "#reclassify");
	}},
	"a number that is being typed": {there: "#typed-number", begin: () => type(false)},
	"a typed number without its tile": {there: '[data-tone="typed"] #drop', begin: () => type(true)},
	"an open root": {there: "#back", begin: () => tap(page, '#tiles [data-code="TLC"]')},
	"a load that is seen to": {there: '[data-tone="typed"] #drop', snapshot: faceOf("empty", "fr", "left"),
		begin: async () => {
			await tap(page, "#today-button");
			await tap(page, ".left-loads button >> nth=0");
			await tap(page, '#drawer [data-mg="50000000"]');
		}},
	"a list that is read": {there: "#drawer", begin: screen("weighings")},
	...Object.fromEntries([["tools"], ["place"], ["devices"], ["weighing", line.id], ["void", line.id]]
		.map((route) => [`an open drawer (${route[0]})`, {there: "#drawer", begin: screen(...route)}])),
};

/* What a hand does: on the page, at the scanner, at the buttons. */
const ACTS = {
	touch,
	key: () => page.keyboard.press("Shift"),
	"a scan that is refused": () => say({...feed.snapshot, notice: {kind: "refusal", key: "x", text: "Non."}}),
	"a scan of goods": () => say({...feed.snapshot, codes: [{id: "7", text: "3760123456789", at: line.at}]}),
	"a button for the origin": () => say({...feed.snapshot, context: {...feed.snapshot.context, origin: "DECH_BENNE"}}),
	"a button for the tare": () => say({...feed.snapshot, scale: {...feed.snapshot.scale, tare_mg: 500000}}),
};

for (const [name, {there, begin, snapshot, }] of Object.entries(MODES))
	await on(`${name} ends after 45 s without an act`, async () => {
		await begin();
		await page.waitForSelector(there);
		await hold();
		await pass(44);
		assert.equal(await seen(there), true, "it ended too early");
		await pass(2);
		await page.waitForSelector(there, {state: "hidden"});
		assert.equal(await seen("#undo"), true);
		assert.deepEqual(calls(), []);
	}, snapshot);

for (const [name, acts] of [["an open root", Object.keys(ACTS)],
	["an open drawer (tools)", ["touch", "a scan of goods", "a button for the tare"]]])
	await on(`${name}: each act begins the 45 s anew`, async () => {
		const {there, begin} = MODES[name];
		await begin();
		await page.waitForSelector(there);
		await hold();
		for (const what of acts) {
			await pass(30);
			assert.equal(await seen(there), true, `before ${what}`);
			await ACTS[what]();
		}
		await pass(44);
		assert.equal(await seen(there), true);
		await pass(2);
		await page.waitForSelector(there, {state: "hidden"});
	});

await on("a notice that is over is nobody's act", async () => {
	await MODES["an open root"].begin();
	await hold();
	await ACTS["a scan that is refused"]();
	await pass(10);
	await say({...feed.snapshot, notice: null});
	await pass(34);
	assert.equal(await seen("#back"), true);
	await pass(2);
	await page.waitForSelector("#back", {state: "hidden"});
});

for (const [phase, after] of [["ready", faceOf("ready5", "fr")], ["recorded", faceOf("recorded5", "fr")],
	["question", faceOf("again", "fr")]])
	await on(`changing a category ends with a new load, and says so (${phase})`, async () => {
		await MODES["a category that is being changed"].begin();
		await tone(page, "typed");
		await say(faceOf("moving", "fr"));
		assert.equal(await seen("#drop"), true);
		await say(after);
		await page.waitForSelector('body:not([data-tone="typed"])[data-note="news"]');
		await soon.match(() => text(page, "#sentence"), /Nouvelle charge/);
		assert.deepEqual(calls(), []);
	}, faceOf("empty", "fr"));

const out = (name, more = {}) => ({...faceOf(name, "fr"), ...more,
	context: {direction: "out", category: null, origin: null, destination: "VENTE"}});

await on("Sortie never ends by itself: after its pause the station asks, and it goes on", async () => {
	await tap(page, "#place-button");
	await page.waitForSelector("#drawer [data-class]");
	await hold();
	await pass(50);
	await page.waitForSelector("#drawer", {state: "hidden"});
	await pass(180);
	assert.deepEqual(calls(), []);
	await say(out("destination"));
	await tone(page, "ask");
	await soon.match(() => text(page, "#sentence"), /Toujours en sortie, vers\s: Vente/);
	await page.clock.runFor(400);
	await tap(page, '[data-answer="leave"]');
	await until("the answer", async () => feed.asked.length > 0);
	assert.equal(feed.asked.pop().body.code, "leave");
	await soon.equal(() => page.locator('body[data-direction="out"]').count(), 1);
}, out("ready5"));

await on("Sortie of which nobody said where to goes back to in after 45 s", async () => {
	feed.answers["POST /station/direction"] = (body) => {
		feed.send(body.code === "out" ? {...out("empty"), context: {direction: "out", destination: null}} : faceOf("empty", "fr"));
		return {data: {}};
	};
	await tap(page, "#direction-button");
	await page.waitForSelector("#drawer [data-class]");
	await hold();
	await pass(46);
	await page.waitForSelector('body[data-direction="in"]');
	assert.deepEqual(feed.asked.splice(0).map(({body}) => body.code), ["out", "in"]);
}, faceOf("empty", "fr"));

const OLD = "2026-01-05T10:00:00+01:00";

await on("a saved line says in or out, and its day", async () => {
	feed.weighings = [weighing("TLC-VET", 1, {id: "a"}), weighing("TLC-VET", 2, {id: "b", at: OLD}),
		weighing("TLC-VET", 3, {id: "c", at: OLD, direction: "out", destination: "VENTE"})];
	await page.reload();
	await tap(page, "#today-button");
	await page.waitForSelector("#drawer .line-time");
	const said = (await page.locator("#drawer .line-time").allInnerTexts()).map((one) => one.replace(/\s+/g, " "));
	assert.match(said[0], /^Entrée · \d\d:\d\d$/);
	assert.equal(said[1], "Entrée · 5 janv. · 10:00");
	assert.match(said[2], /^Sortie → Vente\S* ?\S* 5 janv\. · 10:00$/);
});

await on("what is saved says where it went, and its day where that is another", async () => {
	const recorded = (more) => ({...faceOf("recorded5", "fr"), last: {...faceOf("recorded5", "fr").last, ...more}});
	await say(recorded({}));
	assert.doesNotMatch(await text(page, "#detail"), /Entrée|Sortie|Du /);
	await say(recorded({direction: "out", destination: "VENTE", at: OLD}));
	await soon.match(() => text(page, "#detail"), /Sortie\s: Vente.* Du 5 janv\. /);
	await say({...recorded({}), context: out("empty").context});
	await soon.match(() => text(page, "#detail"), /Entrée\./);
	feed.answers["POST /weighings"] = {status: 201, data: weighing("TLC-VET", 7, {id: "new", direction: "out", destination: "VENTE"})};
	await say(out("empty"));
	await type(true);
	await tap(page, '#tiles [data-code="TLC"]');
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await page.waitForSelector('body[data-note="saved"]');
	await soon.match(() => text(page, "#sentence"), /7,00 kg\. Sortie\s: Vente/);
});
await feed.done();
await finish();
