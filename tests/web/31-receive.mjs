#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Food is received at the page, on a real daemon with a scale and a scanner (issue 11, trades 6): at most 4
 * touches with a code and 7 without from Recevoir to the recorded lot, none by scanner alone; the load is
 * recorded by it; what the law asks is a sentence with its answers, a refusal is a fact; the allergens of the
 * pack are proposed, and read by a person. Pictures of each step, at four sizes, in build/web/receive-*.
 */
import assert from "node:assert/strict";
import {finish, goTo, open, soon, tap, test, text, until} from "./lib.mjs";
import {leave, look as lookAt, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "partner", code: "SUPER", label_fr: "Supermarché du Haut-Doubs", short_fr: "Super", donor_type: "retail", roles: "donor"},
	{kind: "partner", code: "CANTINE", label_fr: "Cantine du collège", short_fr: "Cantine", donor_type: "catering", roles: "donor"},
	{kind: "ingredient", code: "PAIN", label_fr: "Pain de mie", allergens: "GLU"},
], {bench: true});
const {station, bench, send, put, touch, dayIn} = shop;
const look = (page, name) => lookAt(page, `receive-${name}`);
const packOf = (gtin, date, lot) => `]C101${gtin}17${date.slice(2).replaceAll("-", "")}10${lot}`;
const lots = async () => (await station.get("/lots?limit=1000")).lots;
const intake = async () => (await station.weighings()).filter(({direction, voided_by: by}) => direction === "in" && !by);

/* The way there is no touch of a reception. */
async function toReceive(page) {
	await goTo(page, "#/receive");
	await shop.sureOfClock(page, "receive");
	shop.touches = 0;
}

async function enter(options) {
	const page = await shop.enter("receive", options);
	shop.touches = 0;
	return page;
}

const heard = async (page) => page.waitForFunction(() => document.querySelectorAll(".receive-one").length > 1);

for (const lang of ["fr", "en"])
	await test(`issue 11: received without a code in 7 touches at the most, each question looked at (${lang})`, async () => {
		await put(12.5);
		const page = await enter({lang});
		const before = (await lots()).length;
		await look(page, `donor-${lang}`);
		await touch(page, '[data-code="SUPER"]');
		await look(page, `family-${lang}`);
		await touch(page, '[data-code="ALI-VOL"]');
		await look(page, `kind-${lang}`);
		await touch(page, '[data-kind="dlc"]');
		await look(page, `date-${lang}`);
		await touch(page, `[data-day="${dayIn(5)}"]`);
		await look(page, `packing-${lang}`);
		await touch(page, '[data-packing="pack"]');
		await look(page, `degrees-${lang}`);
		await touch(page, '[data-degrees="3"]');
		await look(page, `take-${lang}`);
		await touch(page, "#take");
		await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
		assert.ok(shop.touches <= 7, `${shop.touches} touches`);
		const [lot] = await lots();
		assert.equal((await lots()).length, before + 1);
		assert.deepEqual([lot.category, lot.net_mg, lot.date_kind, lot.date, lot.temp_mc, lot.animal, lot.prepacked, lot.partner],
			["ALI-VOL", 12500000, "dlc", dayIn(5), 3000, true, true, "SUPER"]);
		assert.equal((await station.get(`/weighings/${lot.weighing}`)).method, "weighed");
		/* The load is recorded by it: nothing counts it again. */
		await station.phase("recorded", page);
		assert.equal((await station.get(`/slips/${lot.slip}`)).type, "pickup");
		await look(page, `allergens-${lang}`);
		await tap(page, '[data-code="SOJ"]');
		await tap(page, "#mode-traces");
		await tap(page, '[data-code="LAI"]');
		await page.waitForSelector(".allergen.traces");
		await look(page, `allergens-read-${lang}`);
		await tap(page, "#allergens-done");
		await page.waitForSelector('#drawer[data-screen="receive"]');
		const read = (await lots()).find(({lot: mark}) => mark === lot.lot);
		assert.deepEqual([read.known, read.allergens, read.traces], [true, "SOJ", "LAI"]);
		/* The donor stays for the next pack, on the same paper. */
		await put(3);
		await touch(page, '[data-code="ALI-FEL"]');
		await touch(page, '[data-kind="none"]');
		await touch(page, "#take");
		const other = await until("the second lot", async () => {
			const [newest] = await lots();
			return newest.lot !== lot.lot && newest;
		});
		assert.equal(other.slip, lot.slip);
		await page.waitForSelector('#drawer[data-screen="allergens"] #allergens-done');
		await tap(page, "#allergens-done"); // nothing to declare is said, never assumed
		await page.waitForSelector("#receive-end");
		await tap(page, "#receive-end");
		await page.waitForSelector("#slip-close");
		await tap(page, "#slip-close");
		await until("the paper is closed", async () => (await station.get(`/slips/${lot.slip}`)).state === "closed");
		await leave(page);
	});

await test("issue 11: with the code of its pack in 4 touches, and what it said the last time is proposed", async () => {
	await put(4);
	const page = await enter({lang: "fr"});
	await touch(page, '[data-code="SUPER"]');
	bench.do("scan", packOf("09521234543213", dayIn(6), "D1"));
	await heard(page);
	await touch(page, '[data-code="ALI-LAI"]');
	await touch(page, '[data-degrees="4"]');
	await touch(page, "#take");
	await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
	assert.ok(shop.touches <= 4, `${shop.touches} touches`);
	const [lot] = await lots();
	assert.deepEqual([lot.gtin, lot.donor_lot, lot.date_kind, lot.date, lot.prepacked], ["09521234543213", "D1", "dlc", dayIn(6), true]);
	assert.deepEqual((await station.get("/station")).codes, []); // it is none that nobody knows
	await tap(page, '[data-code="LAI"]');
	await tap(page, "#allergens-done");
	await page.waitForSelector('#drawer[data-screen="receive"]');
	await put(5);
	bench.do("scan", packOf("09521234543213", dayIn(8), "D2"));
	await page.waitForSelector(".receive-main[data-step='degrees']");
	shop.touches = 0;
	await touch(page, '[data-degrees="4"]');
	await touch(page, "#take");
	await page.waitForSelector('.allergen.proposed[data-code="LAI"]');
	assert.equal(shop.touches, 2);
	assert.equal((await lots())[0].known, false); // proposed is not read
	await soon.match(() => text(page, ".allergens-about"), /vérifiez/);
	await tap(page, "#allergens-done");
	await until("read", async () => (await lots())[0].known);
	await leave(page);
});

await test("issue 11: a card of goods is for the station, also while a page receives", async () => {
	bench.lift();
	await until("an empty plate", async () => (await station.get("/station")).phase === "empty");
	const page = await enter({lang: "fr"});
	await page.waitForSelector(".receive-main > *");
	bench.do("scan", (await station.get("/catalogue")).categories.find(({code}) => code === "TLC-VET").control);
	await until("it waits for its load", async () => (await station.get("/station")).armed === "TLC-VET");
	assert.equal(await page.locator(".receive-one[data-step='family']").count(), 0);
	await send("/station/cancel", {});
	await leave(page);
});

await test("issue 11: by scanner alone: donor's card, pack, family", async () => {
	await put(6);
	const rows = await station.get("/catalogue");
	const control = (kind, code) => rows[kind].find((row) => row.code === code).control;
	const page = await enter({lang: "fr"});
	const before = await intake();
	await page.waitForSelector(".receive-main > *");
	bench.do("scan", control("partners", "CANTINE"));
	await page.waitForSelector(".receive-one[data-step='donor']");
	bench.do("scan", packOf("03011234500003", dayIn(9), "E7"));
	await page.waitForSelector(".receive-one[data-step='kind']");
	bench.do("scan", control("categories", "ALI-PAI"));
	await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
	const [lot] = await lots();
	assert.deepEqual([lot.category, lot.partner, lot.net_mg, lot.date], ["ALI-PAI", "CANTINE", 6000000, dayIn(9)]);
	assert.equal((await intake()).length, before.length + 1);
	await leave(page);
});

await test("issue 11: what the law asks is a sentence with its answers; a refusal is a fact, never intake", async () => {
	await put(2);
	const page = await enter({lang: "fr"});
	const before = await intake();
	await tap(page, '[data-code="SUPER"]');
	await tap(page, '[data-code="ALI-POI"]');
	await tap(page, '[data-kind="dlc"]');
	await tap(page, `[data-day="${dayIn(1)}"]`);
	await tap(page, '[data-packing="loose"]');
	await tap(page, '[data-degrees="5"]');
	await tap(page, "#take");
	await page.waitForSelector("#ask-change");
	await soon.match(() => text(page, ".receive-main .line-said"), /non préemballée/);
	await look(page, "ask-loose");
	await tap(page, "#ask-change");
	await tap(page, '[data-packing="pack"]');
	await tap(page, "#take");
	await page.waitForFunction(() => /Trop chaud/.test(document.querySelector(".receive-main .line-said")?.textContent));
	await tap(page, "#ask-change");
	await tap(page, '[data-degrees="2"]');
	await tap(page, "#take");
	await page.waitForSelector("#ask-yes");
	await soon.match(() => text(page, ".receive-main .line-said"), /48 heures/);
	await look(page, "ask-48h");
	assert.equal((await intake()).length, before.length);
	await tap(page, "#ask-yes");
	await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
	assert.equal((await lots())[0].commitment, true);
	await tap(page, '[data-code="POI"]');
	await tap(page, "#allergens-done");
	await page.waitForSelector('#drawer[data-screen="receive"] [data-code="ALI-LAI"]');
	await put(9);
	await tap(page, '[data-code="ALI-LAI"]');
	await tap(page, "#receive-refuse");
	await page.waitForSelector("[data-reason]");
	await look(page, "refuse");
	await tap(page, '[data-reason="PACK"]');
	const refused = await until("the refusal", async () => (await station.get("/entries/food-refused")).entries[0]);
	assert.deepEqual([refused.category, refused.reason, refused.partner, refused.net_mg], ["ALI-LAI", "PACK", "SUPER", 9000000]);
	assert.equal((await intake()).length, before.length + 1);
	await leave(page);
});

await test("issue 11: a load that is still to come is waited for; what lies there recorded is not received", async () => {
	bench.lift();
	await station.phase("empty");
	const page = await enter({lang: "fr"});
	await tap(page, '[data-code="SUPER"]');
	await tap(page, '[data-code="ALI-PAI"]');
	await tap(page, '[data-kind="none"]');
	await tap(page, "#take");
	await page.waitForFunction(() => /dès que/.test(document.getElementById("take-said")?.textContent));
	const before = (await lots()).length;
	bench.put(1.5);
	await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
	assert.equal((await lots()).length, before + 1);
	await tap(page, "#allergens-done");
	await tap(page, '#drawer[data-screen="receive"] [data-code="ALI-FEL"]');
	await tap(page, '[data-kind="none"]');
	await tap(page, "#take");
	await page.waitForFunction(() => /Déjà enregistré/.test(document.getElementById("drawer-note").textContent));
	assert.equal((await lots()).length, before + 1);
	/* By hand, where the scale is out of order. */
	await tap(page, "#take-typed");
	await look(page, "typed");
	for (const figure of ["2", ",", "5"])
		await tap(page, `[data-key="${figure}"]`);
	await tap(page, "#typed-take");
	await until("a typed lot", async () => (await lots())[0].net_mg === 2500000);
	await leave(page);
});

await test("issue 11: lots in stock, the oldest date first, what is past and what nobody has read", async () => {
	await send("/food/receipts", {at: new Date(Date.now() - 3 * 86400000).toISOString(), category: "ALI-FEL", origin: "ALIM_GMS",
		partner: "SUPER", net_kg: "2", date_kind: "dlc", date: dayIn(-1)});
	for (const lang of ["fr", "en"]) {
		const page = await open(station, {lang});
		await page.waitForSelector('#tiles [data-screen="lots"]');
		await tap(page, '#tiles [data-screen="lots"]');
		await page.waitForSelector(".line.lot");
		await look(page, `lots-${lang}`);
		const dates = await page.evaluate(() => [...document.querySelectorAll(".line.lot")].map(({dataset}) => dataset.lot));
		const all = await lots();
		const dated = dates.map((mark) => all.find(({lot}) => lot === mark).date).filter(Boolean);
		assert.deepEqual(dated, dated.toSorted());
		await soon.equal(() => page.locator('.line.lot[data-due="past"]').count(), 1);
		const {lot: traced} = all.find(({known, allergens, traces}) => known && allergens === "SOJ" && traces === "LAI");
		await soon.match(() => text(page, `.line.lot[data-lot="${traced}"] .line-time`),
			lang === "fr" ? /Soja · traces : Lait$/ : /Soya · traces: Milk$/);
		await tap(page, '.list-choice[data-code="unread"]');
		await page.waitForFunction((n) => document.querySelectorAll(".line.lot").length === n,
			all.filter(({state, known}) => state === "open" && !known).length);
		await tap(page, '.list-choice[data-code="unread"]');
		await tap(page, '.line.lot[data-due="past"]');
		await page.waitForSelector('#drawer[data-screen="allergens"] .allergen');
		await leave(page);
	}
});

await test("issue 11: where a site has both trades the family of food leads here; out, it leads to its lot", async () => {
	await send("/catalogue", {from: "2020-01-01", rows: [{kind: "site", code: "MS", label_fr: "La Marmite", trade: "both"}]});
	const page = await open(station, {lang: "fr"});
	await tap(page, '#tiles [data-code="ALI"]');
	await page.waitForSelector('#tiles [data-screen="receive"]');
	await soon.equal(() => page.locator('#tiles [data-code="ALI-FEL"]').count(), 0);
	await tap(page, '#tiles [data-screen="receive"]');
	await toReceive(page);
	await soon.equal(() => page.locator('.receive-main [data-code="SUPER"]').count(), 1);
	await tap(page, "#drawer-close");
	await send("/station/direction", {code: "out"});
	await send("/station/destination", {code: "ALIM_DIST"});
	await put(2.5);
	await page.waitForSelector('body[data-direction="out"]');
	await page.waitForSelector('#tiles [data-code="ALI-FEL"], #tiles [data-code="ALI"]');
	if (await page.locator('#tiles [data-code="ALI"]').count() > 0)
		await tap(page, '#tiles [data-code="ALI"]');
	await page.waitForSelector('#tiles [data-code="ALI-FEL"]');
	await soon.equal(() => page.locator('#tiles [data-screen="receive"]').count(), 0);
	const oldest = (await lots()).find(({category, state, left_mg: left}) => category === "ALI-FEL" && state === "open" && left > 2.5e6);
	await tap(page, '#tiles [data-code="ALI-FEL"]');
	await page.waitForSelector(`[data-lot="${oldest.lot}"]`);
	await look(page, "which-lot-fr");
	await tap(page, `[data-lot="${oldest.lot}"]`);
	await until("a weighing out of its lot", async () => (await station.weighings())
		.some(({direction, lot, net_mg: net}) => direction === "out" && lot === oldest.lot && net === 2.5e6));
	await page.waitForSelector("#drawer", {state: "hidden"});
	await leave(page);
	await put(0.5);
	const english = await open(station, {lang: "en"});
	await english.evaluate(() => {
		location.hash = "#/which-lot/ALI-FEL";
	});
	await english.waitForSelector(`[data-lot="${oldest.lot}"]`);
	await look(english, "which-lot-en");
	await send("/station/direction", {code: "in"});
	await leave(english);
});

/* Whose origin is no intake brings back: the family leads to the lots of which something was handed on. */
for (const trade of ["both", "workshop"])
	await test(`issue 11: what comes back goes back into its lot (${trade})`, async () => {
		await send("/catalogue", {from: "2020-01-01", rows: [{kind: "site", code: "MS", label_fr: "La Marmite", trade}]});
		const out = async () => (await lots()).find(({returnable_mg: mg}) => mg > 0);
		const {lot, returnable_mg: before} = await out();
		await send("/station/direction", {code: "in"});
		await send("/station/origin", {code: "RETOUR"});
		await put(0.75);
		const page = await open(station, {lang: trade === "both" ? "fr" : "en"});
		await page.waitForSelector('body[data-direction="in"]');
		await page.waitForSelector('#tiles [data-code="ALI"], #tiles [data-code="ALI-FEL"]');
		if (trade === "workshop") // what a kitchen does is still there
			await page.waitForSelector('#tiles [data-screen="receive"]');
		if (await page.locator('#tiles [data-code="ALI"]').count() > 0)
			await tap(page, '#tiles [data-code="ALI"]');
		await page.waitForSelector('#tiles [data-code="ALI-FEL"]');
		await soon.equal(() => page.locator('#tiles [data-screen="receive"]').count(), 0);
		await tap(page, '#tiles [data-code="ALI-FEL"]');
		await page.waitForSelector(`[data-lot="${lot}"]`);
		await soon.equal(() => page.locator(".which-lot").count(), 1);
		await look(page, `which-lot-back-${trade}`);
		await tap(page, `[data-lot="${lot}"]`);
		await until("a return in its lot", async () => (await station.weighings())
			.some(({direction, origin, lot: of, net_mg: net}) => direction === "in" && origin === "RETOUR" && of === lot && net === 0.75e6));
		assert.equal((await out()).returnable_mg, before - 0.75e6);
		await page.waitForSelector("#drawer", {state: "hidden"});
		await send("/station/origin", {code: "ALIM_GMS"});
		await leave(page);
	});

await shop.done();
await finish();
