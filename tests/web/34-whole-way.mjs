#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From two receptions to a delivered slip (issue 11), on a real daemon with an approved scale, a scanner and a
 * printer: by touches, which are counted (Recevoir 7 without a code and 4 with one, tray to label 1, Livrer 3
 * and one a pack), and again by scans alone, with the cards of a workshop and not one touch.
 */
import assert from "node:assert/strict";
import {finish, goTo, open, tap, test, until} from "./lib.mjs";
import {leave, look, step, Workshop} from "./workshop.mjs";

const shop = await Workshop.start([
	{kind: "partner", code: "SUPER", label_fr: "Supermarché du Haut-Doubs", short_fr: "Super", donor_type: "retail", roles: "donor"},
	{kind: "partner", code: "EPISOL", label_fr: "Épicerie solidaire", short_fr: "Épisol", roles: "recipient"},
	{kind: "ingredient", code: "CAROTTE", label_fr: "Carotte", label_en: "Carrot", raw: true},
	{kind: "ingredient", code: "HOUMOUS", label_fr: "Houmous", label_en: "Hummus"},
	{kind: "product", code: "SOUPE", label_fr: "Soupe", label_en: "Soup", name_legal: "Soupe de légumes", category: "ALI-PLA", storage: "FROID_3", channel: "A"},
	{kind: "place", code: "CHAMBRE", label_fr: "Chambre froide", label_en: "Cold room", place_type: "cold_room"},
	{kind: "place", code: "CONGEL", label_fr: "Congélateur", label_en: "Freezer", place_type: "cold_room"},
	{kind: "recipe", code: "R-1", label_fr: "Soupe de carottes", label_en: "Carrot soup", product: "SOUPE", lines: "CAROTTE=6 HOUMOUS=3"},
], {bench: true, food: true, site: {legal_name: "La Marmite Solidaire", address: "1 rue du Four, 25300 Pontarlier"}});
const {get, send, scan, put, touch, at, day, dayIn} = shop;
const CARROTS = "09521234543213", HUMMUS = "03011234500003";
const packOf = (gtin, lot) => `]C101${gtin}17${dayIn(9).slice(2).replaceAll("-", "")}10${lot}`;
const rows = await get("/catalogue");
const card = (kind, code) => rows[kind].find((row) => row.code === code).control;
const received = async () => (await get("/lots?limit=100")).lots;
const made = async (state) => (await get(`/lots?of=made&state=${state}&limit=100`)).lots;
const delivered = async () => (await get("/slips?type=delivery&state=closed")).slips;

/* Cards of acts: a letter, a word, its check character (ISO/IEC 7064 MOD 37,36). */
function actCard(word, letter = "A") {
	const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	let p = 36;
	for (const sign of letter + word) {
		p = (p + signs.indexOf(sign)) % 36;
		p = (p === 0 ? 36 : p) * 2 % 37;
	}
	return `${letter}${word}${signs[(37 - p) % 36]}`;
}

const onScreen = (page, name) => page.waitForSelector(`#drawer[data-screen="${name}"]`);
/* The daemon knows that codes are for that page, on that screen. */
async function listens(page, name) {
	await onScreen(page, name);
	await until(`${name} hears`, () => page.evaluate(async () => {
		const [{state}, {pageName}] = await Promise.all([import("/base/kernel.js"), import("/base/daemon.js")]);
		return state.snapshot?.hears === pageName;
	}));
}
const counted = (page, n) => page.waitForFunction((word) => document.getElementById("label-count")?.textContent.includes(word), `: ${n} ·`);
const inPot = (page, n) => page.waitForFunction((many) => document.querySelectorAll("[data-input]").length === many, n);
const onSlip = (page, n) => page.waitForFunction((many) => document.querySelector(".receive-one[data-lot]")?.textContent.startsWith(`${many} ×`), n);

/* What came of it: 9 kg of two receptions, two packs of 4.4 kg delivered. */
async function check(before) {
	const [slip] = await delivered();
	assert.equal((await delivered()).length, before + 1);
	assert.deepEqual([slip.partner, slip.destination, slip.mass_mg], ["EPISOL", "ALIM_DIST", 8800000]);
	const {total} = await get(`/tonnage?period=${day}`);
	assert.deepEqual([total.in_mg, total.reuse_mg], [9000000 * (before + 1) + 2000000, 8800000 * (before + 1)]);
}

/* Both articles were received before, and read; a person vouches for the clock where the machine does not know it. */
await send("/food/receipts", {at, category: "ALI-FEL", origin: "ALIM_GMS", partner: "SUPER", net_kg: "1", scanned: packOf(CARROTS, "C0"), ingredient: "CAROTTE"});
const {lot: hummus} = await send("/food/receipts", {at, category: "ALI-EPI", origin: "ALIM_GMS", partner: "SUPER", net_kg: "1", scanned: packOf(HUMMUS, "H0"), ingredient: "HOUMOUS"});
await send(`/food/${hummus}/read`, {allergens: "SES"});

await test("issue 11: from two receptions to a delivered slip by touches, each way counted", async () => {
	const page = await shop.enter("receive", {lang: "fr"});
	await put(6);
	shop.touches = 0;
	await touch(page, '[data-code="SUPER"]');
	await touch(page, '[data-code="ALI-FEL"]');
	await touch(page, '[data-kind="dlc"]');
	await touch(page, `[data-day="${dayIn(9)}"]`);
	await touch(page, "#take");
	await onScreen(page, "allergens");
	assert.ok(shop.touches <= 7, `without a code: ${shop.touches} touches`);
	await tap(page, "#allergens-done");
	await onScreen(page, "receive");
	const [first] = await received();
	await put(3);
	shop.touches = 1; // the donor stays from one pack to the next
	scan(packOf(HUMMUS, "H1"));
	await page.waitForSelector(".receive-one[data-step='kind']");
	await page.waitForSelector('.receive-main[data-step="take"]');
	await touch(page, "#take");
	await onScreen(page, "allergens");
	assert.ok(shop.touches <= 4, `with a code: ${shop.touches} touches`);
	await tap(page, "#allergens-done");
	await onScreen(page, "receive");
	const [second] = await received();
	await tap(page, "#receive-end");
	await tap(page, "#slip-close");
	await page.waitForSelector("#drawer", {state: "hidden"});
	await tap(page, '#tiles [data-screen="cook"]');
	await tap(page, '[data-code="SOUPE"]');
	await tap(page, '[data-code="mix"]'); // what is cooked is cooled before its label: 32-cooling
	for (const [i, {lot}] of [first, second].entries()) {
		await step(page, "inputs");
		await tap(page, `[data-code="${lot}"]`);
		await tap(page, "#mass-all");
		await inPot(page, i + 1);
	}
	await tap(page, "#cook-text");
	await tap(page, "#text-confirm");
	await page.waitForSelector("#drawer", {state: "hidden"});
	const [{id}] = await made("closed");
	await put(4.4);
	await tap(page, '#tiles [data-screen="label"]');
	shop.touches = 0;
	await page.waitForFunction(() => document.querySelector(".label-picture")?.naturalWidth > 0); // of the one lot there is
	await touch(page, "#pack");
	await counted(page, 1);
	assert.equal(shop.touches, 1, "from a tray to its label");
	await put(4.4);
	await touch(page, "#pack");
	await counted(page, 2);
	assert.equal(shop.touches, 2, "the next tray is one more");
	await tap(page, "#label-end");
	await tap(page, '[data-rest="steam"]');
	await tap(page, "#label-sure");
	await page.waitForSelector('.label-main[data-step="lots"]');
	await tap(page, "#drawer-close");
	shop.touches = 0;
	await touch(page, '#tiles [data-screen="deliver"]');
	await touch(page, '[data-code="EPISOL"]');
	for (let n = 1; n <= 2; n++) {
		await touch(page, `.receive-main [data-code="${id}"]`);
		await onSlip(page, n);
	}
	await touch(page, "#deliver-end");
	await page.waitForSelector('#drawer[data-screen="slip"] #slip-paper');
	assert.equal(shop.touches, 3 + 2, "Livrer");
	await check(0);
	await leave(page);
});

await test("issue 11: the same by scanner alone, without one touch", async () => {
	const page = await open(shop.station, {lang: "fr"});
	await page.waitForSelector('#tiles [data-screen="receive"]');
	await goTo(page, "#/receive");
	await shop.sureOfClock(page, "receive");
	await goTo(page, "#/");
	await until("nobody hears", async () => (await get("/station")).hears === null);
	await page.evaluate(() => {
		globalThis.touched = 0;
		addEventListener("pointerdown", () => globalThis.touched++, true);
	});
	await put(6);
	scan(actCard("RECEIVE"));
	await listens(page, "receive");
	scan(card("partners", "SUPER"));
	await page.waitForSelector(".receive-one[data-step='donor']");
	scan(packOf(CARROTS, "C2"));
	await page.waitForSelector('.receive-main[data-step="take"]'); // as it was received the last time
	scan(actCard("DONE"));
	const first = await until("carrots", async () => (await received()).find(({donor_lot: mark}) => mark === "C2"));
	assert.deepEqual([first.net_mg, first.category, first.partner, first.known], [6000000, "ALI-FEL", "SUPER", true]);
	await page.waitForSelector('.receive-main[data-step="family"]');
	await put(3);
	scan(packOf(HUMMUS, "H2"));
	await page.waitForSelector('.receive-main[data-step="take"]');
	scan(card("categories", "ALI-EPI"));
	await listens(page, "allergens");
	await page.waitForSelector('.allergen.proposed.contains[data-code="SES"]');
	scan(card("partners", "SUPER")); // first this lot's
	await page.waitForFunction(() => /Ce lot d.abord/.test(document.getElementById("drawer-note").textContent));
	scan(actCard("DONE"));
	await listens(page, "receive");
	const second = (await received()).find(({donor_lot: mark}) => mark === "H2");
	assert.deepEqual([second.known, second.allergens, second.slip], [true, "SES", first.slip]);
	await page.waitForSelector("#receive-end");
	scan(actCard("DONE"));
	await until("the slip of the visit is finished", async () => (await get(`/slips/${first.slip}`)).state === "closed");
	await page.waitForSelector('.receive-main[data-step="donor"]');
	/* Into the pot: what lies on the plate by the mark of its lot, all that is left by a pack of its article. */
	scan(actCard("MIX"));
	await listens(page, "cook");
	await step(page, "product");
	scan(card("products", "SOUPE"));
	await step(page, "inputs");
	await until("the pot", async () => (await made("open")).length === 1);
	await put(6);
	scan(first.lot);
	await inPot(page, 1);
	await put(0);
	scan(packOf(HUMMUS, "H2"));
	await step(page, "mass");
	scan(packOf(HUMMUS, "H2"));
	await inPot(page, 2);
	scan(actCard("DONE"));
	await page.waitForSelector("#text-confirm");
	scan(actCard("DONE"));
	await page.waitForSelector("#drawer", {state: "hidden"});
	const [lot] = await made("closed");
	assert.deepEqual([lot.product, lot.in_mg], ["SOUPE", 9000000]);
	/* A tray is a scan of its product's card. */
	await put(4.4);
	await until("no page hears", async () => (await get("/station")).hears === null);
	scan(actCard("LABEL"));
	await listens(page, "label");
	scan(card("products", "SOUPE"));
	await page.waitForFunction(() => document.querySelector(".label-picture")?.naturalWidth > 0);
	for (const n of [1, 2]) {
		await put(4.4);
		scan(card("products", "SOUPE"));
		await counted(page, n);
	}
	for (const asked of ["end", "sure", "lots"]) {
		scan(actCard("DONE"));
		await page.waitForSelector(`.label-main[data-step="${asked}"]`);
	}
	const {packs, state} = await get(`/lots/${lot.id}`);
	assert.equal(state, "packed");
	scan(actCard("DELIVER"));
	await listens(page, "deliver");
	await step(page, "partner");
	scan(card("partners", "EPISOL"));
	await step(page, "packs");
	for (const [i, {id}] of packs.entries()) {
		scan(id);
		await onSlip(page, i + 1);
	}
	scan(actCard("DONE"));
	await page.waitForSelector('#drawer[data-screen="slip"] #slip-paper');
	await check(1);
	assert.equal(await page.evaluate(() => globalThis.touched), 0);
	assert.deepEqual((await get("/station")).codes, []); // each code meant something
	await leave(page);
});

await test("a card that no open screen waits for is refused with what to do; a recipe's card opens its pot", async () => {
	const page = await open(shop.station, {lang: "fr"});
	await page.waitForSelector('#tiles [data-screen="receive"]');
	await until("nobody hears", async () => (await get("/station")).hears === null);
	scan(card("products", "SOUPE"));
	await until("it is refused", async () => (await get("/station")).notice?.key === "no_page_asks");
	await goTo(page, "#/cook/new/portion");
	await shop.sureOfClock(page, "cook");
	await listens(page, "cook");
	await step(page, "product");
	scan(card("recipes", "R-1"));
	await step(page, "inputs");
	const [{id, process, recipe}] = await made("open");
	assert.deepEqual([process, recipe], ["portion", "R-1"]);
	scan(actCard("DONE")); // nothing is in it
	await page.waitForSelector('#drawer-note[data-note="refused"]');
	await goTo(page, "#/cook");
	await step(page, "pots");
	scan(id);
	await step(page, "inputs");
	await leave(page);
});

/* That page hears once it is open, and the note says what is in its way. */
const noteOf = (page, pattern) => page.waitForFunction((said) => new RegExp(said).test(document.getElementById("drawer-note").textContent), pattern);

await test("issue 11: water, what is bought and single allergens by cards alone", async () => {
	const page = await open(shop.station, {lang: "fr"});
	await goTo(page, "#/cook/new/mix");
	await shop.sureOfClock(page, "cook");
	await listens(page, "cook");
	await step(page, "product");
	scan(card("products", "SOUPE"));
	await step(page, "inputs");
	const {id} = (await made("open")).find(({process}) => process === "mix");
	await put(2);
	scan(actCard("WATER"));
	await inPot(page, 1);
	await put(1);
	scan(actCard("BOUGHT"));
	await step(page, "ingredient");
	scan(card("ingredients", "HOUMOUS"));
	await step(page, "supplier");
	scan(card("partners", "EPISOL")); // who receives supplies nothing
	await page.waitForSelector('#drawer-note[data-note="refused"]');
	scan(card("partners", "SUPER"));
	await step(page, "mark");
	scan(packOf(HUMMUS, "B7"));
	await step(page, "read");
	scan(actCard("SES"));
	await page.waitForSelector('.allergen.contains[data-code="SES"]');
	scan(actCard("TRACES"));
	scan(actCard("LAI"));
	await page.waitForSelector('.allergen.traces[data-code="LAI"]');
	scan(actCard("DONE"));
	await inPot(page, 2);
	const {inputs, in_mg: mg} = await get(`/lots/${id}`);
	assert.equal(mg, 3000000);
	const {source, ingredient, partner, supplier_lot: mark, allergens, traces, mass_mg: of} = inputs.find((one) => one.source === "bought");
	assert.deepEqual([source, ingredient, partner, mark, allergens, traces, of], ["bought", "HOUMOUS", "SUPER", "B7", "SES", "LAI", 1000000]);
	await put(0);
	/* Of a received lot, too: each that its pack says, and no proposal. */
	const {lot} = await send("/food/receipts", {at, category: "ALI-EPI", origin: "ALIM_GMS", partner: "SUPER", net_kg: "1", date_kind: "none"});
	await goTo(page, `#/allergens/${lot}`);
	await listens(page, "allergens");
	await page.waitForSelector(".allergen");
	scan(actCard("DONE")); // nothing was read yet
	await page.waitForSelector('#drawer-note[data-note="refused"]');
	scan(actCard("GLU"));
	await page.waitForSelector('.allergen.contains[data-code="GLU"]');
	scan(actCard("DONE"));
	await until("it is read", async () => (await get(`/lots/${lot}`)).known);
	assert.equal((await get(`/lots/${lot}`)).allergens, "GLU");
	await leave(page);
});

/* A letter, what it says, its check character. */
const degreesCard = (degrees) => actCard(degrees < 0 ? `M${-degrees}` : `${degrees}`, "T");

await test("issue 11: Froid by cards alone: its places twice a day, and a cooling by the mark of its lot", async () => {
	const page = await open(shop.station, {lang: "fr"});
	await page.waitForSelector('#tiles [data-screen="cold"]');
	await until("nobody hears", async () => (await get("/station")).hears === null);
	scan(degreesCard(3));
	await until("no screen waits for it", async () => (await get("/station")).notice?.key === "no_page_asks");
	scan(actCard("COLD"));
	await listens(page, "cold");
	scan(degreesCard(3)); // of which place?
	await noteOf(page, "carte du lieu froid");
	for (const [code, profile, degrees] of [["CHAMBRE", "FROID3", 2], ["CONGEL", "CONGEL", -19]]) {
		scan(card("places", code));
		await page.waitForSelector("[data-profile]");
		scan(degreesCard(degrees)); // how it is kept is said once
		await noteOf(page, "comment ce lieu est gardé");
		scan(actCard(profile));
		await page.waitForSelector(`[data-degrees="${degrees}"]`);
		scan(degreesCard(63));
		await noteOf(page, "ne se lit pas ici");
		scan(degreesCard(degrees));
		await page.waitForSelector(`.choice.cold[data-code="${code}"]`);
		await until("its reading", async () => (await get(`/temperatures?place=${code}`)).temperatures[0]?.value_mc === degrees * 1000);
	}
	scan(card("places", "CHAMBRE")); // then as the last time
	await page.waitForSelector('[data-degrees="5"]');
	scan(degreesCard(5));
	await page.waitForSelector('.choice.cold.out[data-code="CHAMBRE"]');
	const [warm, first] = (await get("/temperatures?place=CHAMBRE")).temperatures;
	assert.deepEqual([warm.profile, warm.value_mc, warm.out, first.out], ["FROID_3", 5000, true, false]);
	/* What was cooked becomes cold. */
	const {id} = await send("/lots", {at, process: "cook", product: "SOUPE"});
	await send(`/lots/${id}/inputs`, {at, source: "water", mass_kg: "2"});
	await goTo(page, "#/cold");
	await listens(page, "cold");
	await page.waitForSelector("#cold-cool");
	scan(id);
	await listens(page, "cold");
	await page.waitForSelector(".cooling-face[data-tone='ask']");
	scan(degreesCard(40)); // it began before
	await page.waitForSelector('#drawer-note[data-note="refused"]');
	scan(degreesCard(70));
	await page.waitForSelector(".cooling-face[data-cooling]");
	scan(degreesCard(8));
	await page.waitForSelector(".cooling-face[data-tone='good']");
	const [cooling] = (await get("/cooling")).coolings;
	assert.deepEqual([cooling.lot, cooling.start_mc, cooling.end_mc, cooling.verdict], [id, 70000, 8000, "good"]);
	scan(actCard("DONE"));
	await page.waitForSelector("#cold-cool");
	await leave(page);
});

await test("issue 11: loose food, and food that is kept cold, by cards alone", async () => {
	const page = await open(shop.station, {lang: "fr"});
	await goTo(page, "#/receive");
	await shop.sureOfClock(page, "receive");
	await listens(page, "receive");
	await put(5);
	scan(card("partners", "SUPER"));
	await step(page, "family");
	scan(card("categories", "ALI-FEL"));
	await step(page, "kind");
	scan(actCard("NONE"));
	await step(page, "take");
	scan(actCard("DONE"));
	const loose = await until("what is loose", async () => (await received()).find(({net_mg: mg}) => mg === 5000000));
	assert.deepEqual([loose.category, loose.date_kind], ["ALI-FEL", "none"]);
	await listens(page, "allergens");
	await goTo(page, "#/receive");
	await listens(page, "receive");
	await put(4.2);
	scan(packOf("03011234500010", "P1"));
	await page.waitForSelector(".receive-one[data-step='kind']");
	scan(card("categories", "ALI-VOL"));
	await step(page, "degrees");
	scan(degreesCard(63));
	await page.waitForSelector('#drawer-note[data-note="refused"]');
	scan(degreesCard(3));
	await step(page, "take");
	scan(actCard("DONE"));
	const cold = await until("what is cold", async () => (await received()).find(({donor_lot: mark}) => mark === "P1"));
	assert.deepEqual([cold.category, cold.temp_mc, cold.net_mg], ["ALI-VOL", 3000, 4200000]);
	await leave(page);
});

await test("issue 11: a recall by three scans", async () => {
	const page = await open(shop.station, {lang: "fr"});
	await page.waitForSelector('#tiles [data-screen="receive"]');
	await until("nobody hears", async () => (await get("/station")).hears === null);
	scan(actCard("RECALL"));
	await listens(page, "recall");
	scan(actCard("DONE")); // of nothing
	await noteOf(page, "Scannez la marque");
	scan(packOf(CARROTS, "C2")); // the crate of the donor
	await page.waitForSelector("#recall-begin");
	scan(actCard("DONE"));
	await page.waitForSelector("#recall-how.trouble");
	const [recall] = (await get("/recalls")).recalls;
	const carrots = (await received()).find(({donor_lot: mark}) => mark === "C2");
	assert.deepEqual([recall.about, recall.drill], [carrots.lot, false]);
	assert.equal((await get(`/lots/${carrots.lot}`)).held, "recall");
	await leave(page);
});

for (const lang of ["fr", "en"])
	await test(`the cards of a workshop on their sheets (${lang})`, async () => {
		const page = await open(shop.station, {lang});
		await goTo(page, "#/sheets");
		await page.waitForSelector('[data-kind="product"]');
		await look(page, `cards-kinds-${lang}`);
		for (const kind of ["product", "recipe", "ingredient", "action"]) {
			await goTo(page, `#/sheet/${kind}`);
			await page.waitForFunction((name) => document.querySelector(`#drawer img[src*="kind=${name}"]`)?.naturalWidth > 0, kind);
			await look(page, `cards-${kind}-${lang}`);
		}
		await leave(page);
	});

await shop.done();
await finish();
