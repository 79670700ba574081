#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Packs are delivered at the page, on a real daemon with a scanner (issue 11, parts 6 and 7): 3 touches and one
 * a pack from Livrer to the ended slip, and none by scanner alone; of a lot so many at a time; off again; what
 * is held is refused by name; in its last 48 hours a lot leaves for a reason. Pictures in build/web/deliver-*.
 */
import assert from "node:assert/strict";
import {finish, tap, test, text, until} from "./lib.mjs";
import {leave, look as lookAt, step, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "partner", code: "SUPER", label_fr: "Supermarché du Haut-Doubs", short_fr: "Super", donor_type: "retail", roles: "donor"},
	{kind: "partner", code: "EPISOL", label_fr: "Épicerie solidaire", short_fr: "Épisol", roles: "recipient"},
	{kind: "partner", code: "FOYER", label_fr: "Foyer de la gare", short_fr: "Foyer", roles: "recipient"},
	{kind: "ingredient", code: "CAROTTE", label_fr: "Carotte", label_en: "Carrot", raw: true},
	{kind: "product", code: "SOUPE", label_fr: "Soupe", label_en: "Soup", category: "ALI-PLA", storage: "FROID_3", channel: "A"},
	{kind: "product", code: "PUREE", label_fr: "Purée", label_en: "Mash", category: "ALI-PLA", storage: "FROID_3", channel: "A"},
], {bench: true});
const {station, bench, send, touch, at, dayIn} = shop;
const look = (page, name) => lookAt(page, `deliver-${name}`);

/* A lot in so many packs of half a kilogram. */
async function made(product, packs, date, cooled = true) {
	const {lot} = await send("/food/receipts", {at, category: "ALI-FEL", origin: "ALIM_GMS", partner: "SUPER", net_kg: String(packs / 2),
		date_kind: "none", ingredient: "CAROTTE"});
	const {id} = await send("/lots", {at, process: "cook", product});
	await send(`/lots/${id}/inputs`, {at, from: lot});
	if (cooled)
		await shop.cooled(id);
	await send(`/lots/${id}/close`, {at, ...(date ? {date} : {})});
	const all = [];
	for (let i = 0; i < packs; i++)
		all.push((await send(`/lots/${id}/packs`, {at, net_kg: "0,5"})).id);
	await send(`/lots/${id}/pack-end`, {at});
	return {id, packs: all};
}
const soup = await made("SOUPE", 24);
const mash = await made("PUREE", 3, dayIn(2));
const soon = await made("PUREE", 2, dayIn(1));
const held = await made("SOUPE", 2);
const hot = await made("PUREE", 1, null, false); // nobody noted that it was cooled
await send(`/lots/${held.id}/hold`, {why: "cooling", reason: "TEMPERATURE"});
const slips = async (state) => (await station.get(`/slips?type=delivery&state=${state}`)).slips;
const slip = (id) => station.get(`/slips/${id}`);
const states = async ({id}) => (await station.get(`/lots/${id}`)).packs.map(({state}) => state);

async function enter(lang) {
	const page = await shop.enter("deliver", {lang});
	await page.waitForSelector('.receive-main[data-step="partner"] > .choice');
	return page;
}

const onSlip = (page, lot, n) => page.waitForFunction(([of, many]) =>
	(document.querySelector(`.receive-one[data-lot="${of}"]`)?.textContent ?? "0 ×").startsWith(`${many} ×`), [lot, n]);

await test("issue 11: four packs in 3 touches and one for each of them", async () => {
	const page = await enter("fr");
	await touch(page, '[data-code="EPISOL"]');
	await step(page, "packs");
	for (let n = 1; n <= 4; n++) {
		await touch(page, `.receive-main [data-code="${soup.id}"]`);
		await onSlip(page, soup.id, n);
	}
	await touch(page, "#deliver-end");
	await page.waitForSelector('#drawer[data-screen="slip"] #slip-paper');
	assert.equal(shop.touches, 3 + 4);
	const [{id}] = await slips("closed");
	const {partner, destination, mass_mg: mg, lines} = await slip(id);
	assert.deepEqual([partner, destination, mg, lines.length], ["EPISOL", "ALIM_DIST", 2e6, 1]);
	assert.equal((await states(soup)).filter((one) => one === "delivered").length, 4);
	await leave(page);
});

for (const lang of ["fr", "en"])
	await test(`issue 11: so many at a time, one off again, each step looked at (${lang})`, async () => {
		const page = await enter(lang);
		await look(page, `partner-${lang}`);
		await touch(page, '[data-code="FOYER"]');
		await step(page, "packs");
		const offered = await page.evaluate(() => [...document.querySelectorAll(".receive-main .choice")].map(({dataset}) => dataset.code));
		assert.equal(offered[0], soon.id); // the oldest date first
		assert.ok(offered.indexOf(mash.id) < offered.indexOf(soup.id));
		await touch(page, "#deliver-units");
		await step(page, "units");
		await touch(page, '[data-key="5"]');
		await look(page, `units-${lang}`);
		await touch(page, "#units-done");
		await step(page, "packs");
		await touch(page, `.receive-main [data-code="${soup.id}"]`);
		await onSlip(page, soup.id, 5);
		await look(page, `packs-${lang}`);
		await touch(page, `.receive-one[data-lot="${soup.id}"]`);
		await onSlip(page, soup.id, 4);
		/* What is held stands there and is refused by name. */
		await touch(page, `.receive-main [data-code="${held.id}"]`);
		await page.waitForFunction((id) => document.getElementById("drawer-note").textContent.includes(id), held.id);
		assert.deepEqual(await states(held), ["stock", "stock"]);
		await touch(page, `.receive-main [data-code="${hot.id}"]`);
		await page.waitForFunction((id) => document.getElementById("drawer-note").textContent.includes(id), hot.id);
		assert.deepEqual(await states(hot), ["stock"]);
		/* The last 48 hours: a reason, or it stays. */
		await touch(page, `.receive-main [data-code="${soon.id}"]`);
		await step(page, "ask");
		assert.match(await text(page, ".receive-main .line-said"), /48/);
		await look(page, `ask-${lang}`);
		if (lang === "fr") {
			await touch(page, "#ask-no");
			await step(page, "packs");
			assert.deepEqual(await states(soon), ["stock", "stock"]);
			await touch(page, `.receive-main [data-code="${soon.id}"]`);
			await step(page, "ask");
			await page.fill("#deliver-reason", "repas de ce soir");
			await touch(page, "#ask-said");
		} else {
			await touch(page, "#ask-eaten");
		}
		await onSlip(page, soon.id, 1);
		await page.evaluate(() => {
			location.hash = "#/deliver";
		});
		await step(page, "partner");
		const [{id}] = await slips("open");
		await touch(page, '[data-code="FOYER"]'); // the open one goes on
		await onSlip(page, soup.id, 4);
		assert.equal((await slips("open")).length, 1);
		await touch(page, "#deliver-end");
		await page.waitForSelector('#drawer[data-screen="slip"] #slip-paper');
		assert.equal((await slip(id)).mass_mg, 2500000);
		await leave(page);
	});

/* Which page a scan is of. */
const hears = (page) => page.evaluate(async () => {
	const [{state}, {pageName}] = await Promise.all([import("/base/kernel.js"), import("/base/daemon.js")]);
	return state.snapshot?.hears === pageName;
});
const stateOf = async (pack) => (await station.get(`/packs/${pack}`)).state;
const backOf = (page, state) => page.waitForSelector(`#pack-where[data-state="${state}"]`);

for (const lang of ["fr", "en"])
	await test(`issue 11: packs that come back, by touch and by scan (${lang})`, async () => {
		const of = (await slips("closed")).find(({partner}) => partner === "EPISOL").id;
		const [first, second] = (await slip(of)).packs.filter(({state}) => state === "delivered").map(({id}) => id);
		const page = await enter(lang);
		await touch(page, "#deliver-back");
		await page.waitForSelector(`.receive-main[data-step="back"] [data-code="${of}"]`);
		await look(page, `back-${lang}`);
		await touch(page, `.receive-main [data-code="${of}"]`);
		await page.waitForSelector(`.receive-main[data-step="backs"] [data-code="${first}"]`);
		await look(page, `backs-${lang}`);
		await touch(page, `.receive-main [data-code="${first}"]`);
		await backOf(page, "delivered");
		await touch(page, "#pack-returned");
		await backOf(page, "returned");
		await touch(page, "#pack-tasted");
		await backOf(page, "tasted");
		assert.equal(await stateOf(first), "tasted");
		/* Scanned where nobody is chosen it is one that comes back. */
		await page.evaluate(() => {
			location.hash = "#/deliver";
		});
		await step(page, "partner");
		await until("the page hears", () => hears(page));
		bench.do("scan", second);
		await backOf(page, "delivered");
		await touch(page, "#pack-returned");
		await backOf(page, "returned");
		await touch(page, "#pack-destroyed");
		await touch(page, '[data-code="COMPOST"]');
		await backOf(page, "destroyed");
		assert.equal(await stateOf(second), "destroyed");
		await leave(page);
	});

await test("an answer that is lost lays one pack, not two", async () => {
	const page = await enter("fr");
	await touch(page, '[data-code="EPISOL"]');
	await step(page, "packs");
	const before = (await states(soup)).filter((one) => one === "on_slip").length;
	let lost = 0;
	await page.route(/\/lines$/, async (route) => {
		if (lost++ > 0)
			return route.continue();
		await route.fetch();
		return route.fulfill({status: 503, contentType: "application/json", body: '{"error":"store_failed","message":"?"}'});
	});
	await touch(page, `.receive-main [data-code="${soup.id}"]`);
	await page.waitForFunction(() => document.getElementById("drawer-note").textContent.includes("?"));
	await touch(page, `.receive-main [data-code="${soup.id}"]`);
	await onSlip(page, soup.id, 1);
	assert.equal(lost, 2);
	assert.equal((await states(soup)).filter((one) => one === "on_slip").length, before + 1);
	await page.unroute(/\/lines$/);
	await touch(page, `.receive-main [data-code="${soup.id}"]`);
	await onSlip(page, soup.id, 2); // the next touch is another pack
	await touch(page, "#deliver-end");
	await page.waitForSelector('#drawer[data-screen="slip"] #slip-paper');
	await leave(page);
});

const onSlips = async () => (await states(soup)).filter((one) => one === "on_slip").length;

for (const tabs of [false, true])
	await test(`a scan is of one page: two that deliver lay one pack (${tabs ? "two tabs of one browser" : "two browsers"})`, async () => {
		const first = await enter("fr");
		await touch(first, '[data-code="FOYER"]');
		await step(first, "packs");
		await until("the first hears", () => hears(first));
		const second = tabs ? await first.context().newPage() : await enter("en");
		if (tabs)
			await second.goto(`${station.url}/?lang=fr#/deliver`);
		await second.waitForSelector('.receive-main[data-step="partner"] > .choice');
		await touch(second, '[data-code="FOYER"]'); // on the same slip
		await step(second, "packs");
		await until("the last that came hears", () => hears(second));
		await first.waitForFunction(() => /autre page/.test(document.getElementById("drawer-note").textContent));
		const before = await onSlips();
		for (const n of [1, 2]) {
			bench.do("scan", soup.id);
			await onSlip(second, soup.id, before + n);
		}
		assert.equal(await onSlips(), before + 2);
		/* A touch on the other takes the scanner over. */
		await tap(first, "#drawer-title");
		await until("the first hears again", () => hears(first));
		bench.do("scan", soup.id);
		await until("one more pack", async () => (await onSlips()) === before + 3);
		/* It is closed: the one before it hears. */
		await first.goto("about:blank");
		await until("the other hears", () => hears(second));
		bench.do("scan", soup.id);
		await onSlip(second, soup.id, before + 4);
		assert.equal(await onSlips(), before + 4);
		await second.goto("about:blank");
		await until("no page hears", async () => (await station.get("/station")).hears === null);
		await Promise.all([first, second].map((page) => page.context().close()));
	});

await test("issue 11: by scanner alone: card, packs, card", async () => {
	const {partners} = await station.get("/catalogue");
	const card = partners.find(({code}) => code === "EPISOL").control;
	const page = await enter("fr");
	bench.do("scan", partners.find(({code}) => code === "SUPER").control);
	await page.waitForFunction(() => /ne reçoit rien/.test(document.getElementById("drawer-note").textContent));
	bench.do("scan", card);
	await step(page, "packs");
	const [{id}] = await slips("open");
	bench.do("scan", mash.packs[1]);
	await onSlip(page, mash.id, 1);
	bench.do("scan", mash.packs[1]); // read twice: it lies there already
	await page.waitForFunction((pack) => document.getElementById("drawer-note").textContent.includes(pack), mash.packs[1]);
	bench.do("scan", mash.packs[2]);
	await onSlip(page, mash.id, 2);
	bench.do("scan", card);
	await page.waitForSelector('#drawer[data-screen="slip"] #slip-paper');
	assert.equal((await slip(id)).state, "closed");
	assert.deepEqual(await states(mash), ["stock", "delivered", "delivered"]);
	await leave(page);
});

await shop.done();
await finish();
