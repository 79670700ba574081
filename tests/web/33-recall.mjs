#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A recall at the page (issue 11): three touches from the tile hold everything that was made of a lot, what is where
 * sums to what was made, the notice is at hand; a pack that comes back is destroyed; staff let the rest go again. A
 * drill holds nothing. Pictures in build/web/recall-*.
 */
import assert from "node:assert/strict";
import {finish, open, test, text} from "./lib.mjs";
import {look as lookAt, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "partner", code: "SUPER", label_fr: "Super", roles: "donor", donor_type: "retail"},
	{kind: "partner", code: "AIDE", label_fr: "Aide du Coin", roles: "recipient"},
	{kind: "partner", code: "RESTO", label_fr: "Restaurant solidaire de la vallée", roles: "recipient"},
	{kind: "ingredient", code: "CAROTTE", label_fr: "carotte", label_en: "carrot", raw: true},
	{kind: "product", code: "SOUPE", label_fr: "Soupe de carottes", label_en: "Carrot soup", category: "ALI-PLA", storage: "FROID_3", channel: "A"}]);
const {station, send, touch, at} = shop;
const look = (page, name) => lookAt(page, `recall-${name}`);

/* 24 packs of soup: 17 delivered to two recipients, 3 on an open slip, 4 in stock. */
async function kitchen() {
	const carrots = await send("/food/receipts", {at, category: "ALI-FEL", origin: "ALIM_GMS", partner: "SUPER", net_kg: "60", date_kind: "none",
		ingredient: "CAROTTE", donor_lot: "D-60"});
	const soup = await send("/lots", {at, process: "cook", product: "SOUPE"});
	await send(`/lots/${soup.id}/inputs`, {at, from: carrots.lot});
	await send(`/lots/${soup.id}/inputs`, {at, source: "water", mass_kg: "40"});
	await send(`/lots/${soup.id}/close`, {at});
	await shop.cooled(soup.id);
	for (let i = 0; i < 24; i++)
		await send(`/lots/${soup.id}/packs`, {at, net_kg: "3.75"});
	await send(`/lots/${soup.id}/pack-end`, {at, losses: [{destination: "COMPOST", mass_kg: "10"}]});
	const slips = [];
	for (const [partner, units] of [["AIDE", 10], ["RESTO", 7], ["AIDE", 3]]) {
		const slip = await send("/slips", {type: "delivery", destination: "ALIM_DIST", partner});
		await send(`/slips/${slip.id}/lines`, {lot: soup.id, units});
		slips.push(slip.id);
	}
	await send(`/slips/${slips[0]}/close`);
	await send(`/slips/${slips[1]}/close`);
	return {carrots: carrots.lot, soup: soup.id, slip: slips[2]};
}

const closing = async (slip) => (await fetch(`${station.url}/api/v1/slips/${slip}/close`, {method: "POST", body: "{}"})).status;
const shown = (page) => page.locator(".figure > b").allInnerTexts();

for (const lang of ["fr", "en"])
	await test(`issue 11: a recall holds everything in three touches (${lang})`, async () => {
		const food = await kitchen();
		const page = await open(station, {lang});
		shop.touches = 0;
		await touch(page, '#tiles [data-screen="recall"]');
		await page.waitForSelector(`.line[data-lot="${food.carrots}"]`);
		await look(page, `list-${lang}`);
		await touch(page, `.line[data-lot="${food.carrots}"]`);
		await page.waitForSelector("#recall-begin");
		await look(page, `lot-${lang}`);
		await touch(page, "#recall-begin");
		await page.waitForSelector("#recall-how.trouble");
		assert.equal(shop.touches, 3);
		const [recall] = (await station.get("/recalls")).recalls;
		assert.deepEqual([recall.about, recall.drill, recall.lot_count], [food.carrots, false, 2]);
		assert.deepEqual(await shown(page), ["24", "4", "3", "17"]); // made, in stock, on an open slip, delivered
		assert.match(await text(page, "#drawer-body"), /Aide du Coin[^]*10 ×[^]*vallée[^]*7 ×/);
		assert.equal(await closing(food.slip), 409);
		await look(page, `held-${lang}`);

		const notice = await fetch(new URL(await page.locator('[data-file="pdf"]').getAttribute("href"), station.url));
		assert.equal(Buffer.from(await notice.arrayBuffer()).subarray(0, 5).toString(), "%PDF-");

		const {packs} = await station.get(`/lots/${food.soup}`);
		const back = packs.find(({state}) => state === "delivered");
		await page.evaluate((id) => { location.hash = `#/pack/${id}`; }, back.id);
		await page.waitForSelector('#pack-where[data-state="delivered"]');
		await look(page, `pack-${lang}`);
		await touch(page, "#pack-returned");
		await page.waitForSelector('#pack-where[data-state="returned"]');
		await touch(page, "#pack-destroyed");
		await page.waitForSelector('[data-code="COMPOST"]');
		await look(page, `pack-way-${lang}`);
		await touch(page, '[data-code="COMPOST"]');
		await page.waitForSelector('#pack-where[data-state="destroyed"]');

		await page.evaluate((n) => { location.hash = `#/recall/${n}`; }, recall.number);
		await page.waitForSelector("#recall-good");
		assert.deepEqual(await shown(page), ["24", "4", "3", "16", "1"]);
		await touch(page, "#recall-good");
		await page.waitForSelector("#recall-sure");
		await look(page, `sure-${lang}`);
		await touch(page, "#recall-sure");
		await page.waitForSelector("#recall-how:not(.trouble)");
		await page.waitForSelector("#recall-good", {state: "detached"});
		assert.equal(await closing(food.slip), 201);
		await look(page, `over-${lang}`);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("issue 11: a drill finds and counts, and holds nothing", async () => {
	const food = await kitchen();
	const page = await open(station);
	await touch(page, '#tiles [data-screen="recall"]');
	await touch(page, `.line[data-lot="${food.soup}"]`);
	await touch(page, "#recall-drill");
	await page.waitForSelector("#recall-end");
	await look(page, "drill");
	assert.equal(await closing(food.slip), 201);
	await touch(page, "#recall-end");
	await page.waitForSelector("#recall-end", {state: "detached"});
	const [drill] = (await station.get("/recalls")).recalls;
	const {count} = await station.get(`/recalls/${drill.number}`);
	assert.deepEqual([drill.drill, count.made, count.delivered, count.minutes >= 1], [true, 24, 20, true]);
	await page.evaluate((id) => { location.hash = `#/pack/${id}`; }, food.soup);
	await page.waitForSelector(".line[data-pack]");
	await look(page, "packs");
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("staff hold one lot and let it go again", async () => {
	const food = await kitchen();
	const page = await open(station);
	await page.evaluate((id) => { location.hash = `#/recall/${id}`; }, food.soup);
	await touch(page, "#lot-hold");
	await page.waitForSelector('[data-why="allergen"]');
	await look(page, "hold");
	await touch(page, '[data-why="allergen"]');
	await page.waitForSelector("#lot-release");
	assert.equal((await station.get(`/lots/${food.soup}`)).held, "allergen");
	await touch(page, "#lot-release");
	await touch(page, "#release-good");
	await page.waitForSelector("#lot-hold");
	assert.equal((await station.get(`/lots/${food.soup}`)).held, null);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await shop.done();
await finish();
