#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A pot is filled at the page, on a real daemon with a scale and a scanner (issue 11, parts 4 and 7): product,
 * kind of making, inputs by the plate, typed, all that is left and by scan; what nobody read is read at the
 * pot; an input comes out again; the label's text is seen as it will be frozen, what differs from the recipe
 * in red, and closed by a touch; what is refused is a sentence. Pictures of each step in build/web/cook-*.
 */
import assert from "node:assert/strict";
import {finish, tap, test, text, until} from "./lib.mjs";
import {leave, look as lookAt, step, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "partner", code: "SUPER", label_fr: "Supermarché du Haut-Doubs", short_fr: "Super", donor_type: "retail", roles: "donor"},
	{kind: "ingredient", code: "CAROTTE", label_fr: "Carotte", label_en: "Carrot", raw: true},
	{kind: "ingredient", code: "OIGNON", label_fr: "Oignon", label_en: "Onion", raw: true},
	{kind: "ingredient", code: "HOUMOUS", label_fr: "Houmous", label_en: "Hummus"},
	{kind: "ingredient", code: "CREME", label_fr: "Crème", label_en: "Cream", allergens: "LAI"},
	{kind: "product", code: "SOUPE", label_fr: "Soupe", label_en: "Soup", name_legal: "Soupe de légumes", category: "ALI-PLA", storage: "FROID_3", channel: "A"},
	{kind: "product", code: "SOUPE-G", label_fr: "Soupe surgelée", label_en: "Frozen soup", category: "ALI-SUR", storage: "CONGEL", life_days: 180, freezable: true, channel: "A"},
	{kind: "recipe", code: "R1", label_fr: "Soupe de carottes", label_en: "Carrot soup", product: "SOUPE", lines: "CAROTTE=10 OIGNON=2,5"},
], {bench: true});
const {station, bench, send, put, touch, at, dayIn} = shop;
const look = (page, name) => lookAt(page, `cook-${name}`);
const enter = (lang) => shop.enter("cook", {lang});
const receive = async (kg, more = {}) => (await send("/food/receipts", {at, category: "ALI-FEL", origin: "ALIM_GMS", partner: "SUPER",
	net_kg: kg, date_kind: "none", ...more})).lot;
const carrots = await receive("12", {ingredient: "CAROTTE", date_kind: "dlc", date: dayIn(9)});
const older = await receive("4", {ingredient: "CAROTTE", date_kind: "dlc", date: dayIn(5)});
const onions = await receive("3", {ingredient: "OIGNON"});
const hummus = await receive("5", {ingredient: "HOUMOUS", prepacked: true, gtin: "09521234543213", date_kind: "dlc", date: dayIn(6)});
const pots = async (state = "open") => (await station.get(`/lots?of=made&state=${state}`)).lots;
const pot = (id) => station.get(`/lots/${id}`);
const inputs = async (id) => (await pot(id)).inputs.filter(({voided_by: by}) => !by);

const inPot = (page, n) => page.waitForFunction((many) => document.querySelectorAll("[data-input]").length === many, n);

for (const lang of ["fr", "en"])
	await test(`issue 11: a pot from its product to its frozen text, each step looked at (${lang})`, async () => {
		await put(0);
		const page = await enter(lang);
		await step(page, "product");
		await look(page, `product-${lang}`);
		await touch(page, '[data-code="SOUPE"]');
		await step(page, "process");
		assert.equal(await page.locator('[data-code="freeze"]').count(), 0); // it is not to be frozen
		await look(page, `process-${lang}`);
		await touch(page, '[data-code="cook"]');
		await step(page, "inputs");
		const [{id}] = await pots();
		assert.deepEqual(await pot(id).then(({process: of, recipe}) => [of, recipe]), ["cook", "R1"]);
		const offered = await page.evaluate(() => [...document.querySelectorAll(".receive-main .choice[data-code]")].map(({dataset}) => dataset.code));
		const want = lang === "fr" ? [older, carrots, onions, hummus] : [carrots, onions, hummus];
		assert.deepEqual(offered, want); // the oldest date first, what the recipe wants before the rest
		await look(page, `inputs-${lang}`);
		/* All of it; what lies on the plate; typed; water. */
		await touch(page, `[data-code="${want[0]}"]`);
		await step(page, "mass");
		await look(page, `mass-${lang}`);
		if (lang === "fr")
			await touch(page, "#mass-all");
		else {
			await touch(page, "#mass-typed");
			await touch(page, '[data-key="1"]');
			await look(page, `typed-${lang}`);
			await touch(page, "#typed-put");
		}
		await inPot(page, 1);
		assert.deepEqual((await inputs(id)).map(({from, mass_mg: mg}) => [from, mg]), [[want[0], lang === "fr" ? 4e6 : 1e6]]);
		await put(1.25);
		await touch(page, `[data-code="${onions}"]`);
		await step(page, "mass");
		await touch(page, "#mass-plate");
		await inPot(page, 2);
		assert.deepEqual((await inputs(id)).at(-1).mass_mg, 1250000);
		await touch(page, `[data-code="${onions}"]`);
		await step(page, "mass");
		await touch(page, "#mass-plate"); // the same load is no second input
		await page.waitForFunction(() => /(déjà enregistré|already recorded)/i.test(document.getElementById("drawer-note").textContent));
		assert.equal((await inputs(id)).length, 2);
		await page.evaluate(() => {
			location.hash = "#/cook";
		});
		await step(page, "pots"); // an open pot is found again
		await look(page, `pots-${lang}`);
		await touch(page, `[data-code="${id}"]`);
		await step(page, "inputs");
		/* What nobody has read is read at the pot. */
		await touch(page, `[data-code="${hummus}"]`);
		await step(page, "mass");
		await touch(page, "#mass-typed");
		await touch(page, '[data-key="1"]');
		await touch(page, "#typed-put");
		if (lang === "fr") {
			await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
			await page.evaluate((of) => {
				location.hash = `#/cook/${of}`;
			}, id);
			await inPot(page, 3);
			await tap(page, "#cook-text");
			await step(page, "text");
			await page.waitForSelector(".cook-refused");
			assert.match(await text(page, ".cook-refused"), new RegExp(hummus));
			assert.equal(await page.locator("#text-confirm").count(), 0);
			await look(page, "unread");
			await touch(page, "#text-read");
			await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
			await touch(page, '[data-code="SES"]');
			await touch(page, "#allergens-done");
			await page.waitForSelector('#drawer[data-screen="cook"]');
		}
		await inPot(page, 3);
		/* Out again, and the text. */
		await put(0);
		await touch(page, "#input-water");
		await step(page, "mass");
		await touch(page, "#mass-typed");
		await touch(page, '[data-key="7"]');
		await touch(page, "#typed-put");
		await inPot(page, 4);
		const water = (await inputs(id)).find(({source}) => source === "water");
		await touch(page, `[data-input="${water.id}"]`);
		await step(page, "off");
		await look(page, `off-${lang}`);
		await touch(page, "#off-yes");
		await inPot(page, 3);
		assert.equal((await inputs(id)).length, 3);
		await tap(page, "#cook-text");
		await step(page, "text");
		await page.waitForSelector("#text-confirm");
		await look(page, `text-${lang}`);
		assert.match(await text(page, ".cook-label"), lang === "fr" ? /Dans la marmite.*Houmous/ : /In the pot.*Hummus/);
		assert.match(await text(page, ".cook-label"), /SÉSAME|SESAME/);
		await touch(page, "#text-confirm");
		const closed = await until("the text is frozen", async () => (await pot(id)).closed.find(({voided_by: by}) => !by));
		assert.deepEqual([closed.allergens, closed.date], ["SES", dayIn(3)]);
		await step(page, "done");
		await look(page, `done-${lang}`);
		await touch(page, "#cook-cool"); // it is kept cold
		await page.waitForSelector('#drawer[data-screen="cold"] [data-degrees="70"]');
		await leave(page);
	});

await test("issue 11: what is bought says whose it is, its lot and what its pack says", async () => {
	const page = await enter("fr");
	await touch(page, '[data-code="SOUPE"]');
	await step(page, "process");
	await touch(page, '[data-code="mix"]');
	await step(page, "inputs");
	const [{id}] = await pots();
	await touch(page, "#input-bought");
	await step(page, "ingredient");
	await look(page, "ingredient");
	await touch(page, '[data-code="CREME"]');
	await step(page, "supplier");
	await touch(page, '[data-code="SUPER"]');
	await step(page, "mark");
	await page.fill("#cook-mark", "C-7");
	await look(page, "mark");
	await touch(page, "#mark-done");
	await step(page, "read");
	await page.waitForSelector('.allergen.proposed.contains[data-code="LAI"]');
	await look(page, "read");
	await touch(page, "#read-done");
	await step(page, "mass");
	await touch(page, "#mass-typed");
	await touch(page, '[data-key="2"]');
	await touch(page, "#typed-put");
	await inPot(page, 1);
	const [cream] = await inputs(id);
	assert.deepEqual([cream.source, cream.ingredient, cream.partner, cream.supplier_lot, cream.allergens, cream.mass_mg],
		["bought", "CREME", "SUPER", "C-7", "LAI", 2e6]);
	await tap(page, "#cook-text");
	await step(page, "text");
	await page.waitForSelector("#text-confirm");
	const label = await text(page, ".cook-label");
	assert.match(label, /LAIT/); // the recipe has none
	assert.match(label, /Allergènes que la recette n.a pas\s: LAIT/);
	assert.match(label, /pas dans la marmite\s: Carotte, Oignon/);
	await tap(page, "#text-back");
	await step(page, "inputs");
	/* By scan of its mark: what lies on the plate goes in by it; without a load, asked, and again: all of it. */
	await put(0.5);
	bench.do("scan", carrots);
	await inPot(page, 2);
	assert.deepEqual((await inputs(id)).map(({from, mass_mg: mg}) => [from, mg])[1], [carrots, 500000]);
	await put(0);
	bench.do("scan", "]C10109521234543213");
	await step(page, "mass");
	bench.do("scan", hummus);
	await inPot(page, 3);
	assert.equal((await pot(hummus)).left_mg, 0);
	await until("a mark of nothing here is named", async () => {
		bench.do("scan", onions.replace(/.$/, onions.endsWith("0") ? "1" : "0"));
		return (await station.get("/station")).notice;
	});
	assert.equal((await inputs(id)).length, 3);
	await leave(page);
});

await shop.done();
await finish();
