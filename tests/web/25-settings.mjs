#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The settings screen (house 5): each state at each size in both languages: nothing cut, nothing
 * too small for a glove, accessible; and what a hand does there: a row changed, hidden, added, put
 * elsewhere, taken back; a spreadsheet read. The daemon is the feed's: 26-settings-live has a real one.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {Catalogue} from "./catalogue.mjs";
import {faceOf} from "./faces.mjs";
import {Feed} from "./feed.mjs";
import {bounce, BUILD, finish, goTo, open, settled, SIZES, soon, tap, test, text, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
const GLOVE = {choice: [105, 100], row: [64, 76]};
SIZES["1024x600"] = {width: 1024, height: 600};
fs.mkdirSync(OUT, {recursive: true});

const feed = await Feed.start();
const base = feed.data.bind(feed);
let page = null;
let catalogue = null;

const visit = async (...args) => {
	await goTo(page, ["#/settings", ...args].join("/"));
	await settled(page);
};
const codes = () => page.locator("#drawer .line-list [data-code]:not(li)").evaluateAll((all) =>
	all.map((node) => node.dataset.code));
const posted = (call) => feed.asked.filter((one) => one.call === call).map(({body}) => body);
const wait = (selector) => page.waitForSelector(selector);

async function on(name, run, options = {}) {
	if (process.env.ONLY && !name.includes(process.env.ONLY))
		return;
	await test(`house 5: ${name}`, async () => {
		feed.data = base;
		feed.answers = {};
		feed.asked.splice(0);
		catalogue = new Catalogue(feed);
		feed.send(faceOf("ready5", options.lang ?? "fr"));
		page = await open(feed, {size: "800x480", ...options});
		await tone(page, "ready");
		try {
			await run();
			assert.deepEqual(page.faults, []);
		} finally {
			await page.context().close();
		}
	});
}

/* ---- looks */

const MISTAKES = {status: 422, data: {error: "catalogue_mistakes", count: 2,
	message: "Rien n'est changé : 2 erreurs dans la liste. Corrigez-les, puis recommencez.", mistakes: [
		{row: 2, code: "OMR", error: "row_bad_class", message: "OMR : une destination a une classe (reuse, transfer, "
			+ "recycling, energy, disposal ou correction), le reste n'en a pas."},
		{row: 5, error: "csv_bad_mass", message: "tare_kg : « douze » n'est pas une masse. Écrivez un nombre sans unité "
			+ "ni espace, comme 0,25."}]}};

const give = (name) => page.locator("#settings-input").setInputFiles({name, mimeType: "text/csv",
	buffer: Buffer.from("code;label_fr\nTLC-LIN;Linge\n")});

const STATES = {
	async tools() {
		await tap(page, "#tools-button");
		await wait("#settings");
	},
	async kinds() {
		await tap(page, "#settings");
		await wait('[data-kind="place"]');
	},
	async list() {
		await tap(page, '[data-kind="category"]');
		await wait("#drawer .line");
	},
	async form() {
		await tap(page, '.list-choices [data-code="EEE"]');
		await tap(page, '.line[data-code="EEE-GEMH-AUT"]');
		await wait("#field-label_fr");
	},
	async wrong() {
		await page.locator("#field-label_fr").fill("");
		await page.locator("#field-unit_kg").fill("douze");
		await tap(page, ".form-send");
		await wait('#field-label_fr[aria-invalid="true"]');
	},
	async differences() {
		await page.locator("#field-label_fr").fill("Électroménager");
		await page.locator("#field-unit_kg").fill("0,125");
		await page.locator("#field-short_fr").fill("Électroménager");
		await tap(page, ".form-send");
		await wait("#settings-save");
	},
	async saved() {
		await tap(page, "#settings-save");
		await wait("#settings-undo");
	},
	async history() {
		await visit("category", "EEE-GEMH-AUT");
		await tap(page, "#settings-history");
		await wait("#drawer .settings-part");
	},
	async added() {
		await visit("destination", "new");
		await page.locator("#field-label_fr").fill("Matériauthèque");
		await wait("#field-code");
	},
	async order() {
		await visit("category", "order");
		await tap(page, `.settings-rows [data-code="EEE"] .line`);
	},
	async file() {
		await visit("category", "file");
		await wait("#settings-export");
	},
	async mistakes() {
		feed.answers["POST /catalogue/csv?kind=category&preview=1"] = MISTAKES;
		await give("mauvais.csv");
		await wait(".settings-mistakes");
	},
	async imported() {
		feed.answers["POST /catalogue/csv?kind=category&preview=1"] = {data: catalogue.preview({rows: [
			{kind: "category", code: "TLC-LIN", label_fr: "Linge"}, {kind: "category", code: "VELO", label_fr: "Vélos"},
			{kind: "category", code: "JOU-EXT", hidden: true}]})};
		await give("catégories de la ressourcerie 2026.csv");
		await wait("#settings-save");
	},
	async empty() {
		await visit("container");
		await wait("#drawer .line-none");
	},
	async partner() {
		await visit("partner", "new");
		await tap(page, '#field-roles [data-code="donor"]');
	},
	async reasons() {
		await visit("reason");
		await wait('.line[data-code="OTHER"]');
	},
	async site() {
		await visit("site", "new");
		await wait("#field-trade");
	},
	async codes() {
		await visit("waste-code", "200136");
		await wait("#field-category");
	},
};

/* At its top and at its end, at each size; a picture at the page's own. */
async function look(name, size, lang) {
	await settled(page);
	for (const [each, {width, height}] of Object.entries(SIZES)) {
		await page.setViewportSize({width, height});
		for (const end of [0, 1e6]) {
			const found = await page.evaluate(([least, top]) => {
				document.getElementById("drawer-body").scrollTop = top;
				return globalThis.drawerFaults(least);
			}, [each === "390x844" ? {...GLOVE, choice: [100, 76]} : GLOVE, end]);
			assert.deepEqual(found, [], `${name} at ${each}`);
			const [send] = await page.locator("#drawer .form-send").all();
			const foot = height > 520 ? null : await send?.boundingBox();
			assert.ok(!foot || (foot.y >= 0 && foot.y + foot.height <= height), `${name} at ${each}: what sends it is out of sight`);
		}
	}
	await page.setViewportSize(SIZES[size]);
	await page.locator("#drawer-body").evaluate((body) => {
		body.scrollTop = 0;
	});
	await page.screenshot({path: path.join(OUT, `settings-${name}-${size}-${lang}.png`)});
	await checkAccess(page, "#drawer");
}

for (const [lang, theme, size] of [["fr", "light", "800x480"], ["en", "dark", "390x844"]])
	await on(`each state is whole, large enough and accessible at each size (${lang})`, async () => {
		await page.evaluate(`${BOXES}; globalThis.drawerFaults = drawerFaults;`);
		await page.evaluate(() => document.fonts.ready.then(() => null));
		for (const [name, reach] of Object.entries(STATES)) {
			await reach();
			await look(name, size, lang);
		}
	}, {lang, theme, size});

/* ---- hands */

const lookAtChange = async (fields) => {
	for (const [name, value] of Object.entries(fields))
		await page.locator(`#field-${name}`).fill(value);
	await tap(page, ".form-send");
	await wait("#settings-save");
};
const changes = () => page.locator("#drawer .table tbody tr").evaluateAll((rows) =>
	rows.map((row) => [...row.children].map((cell) => cell.textContent)));
const tile = (code) => page.locator(`#tiles [data-code="${code}"]`);

await on("a row is changed after a look at what changes, and the change is taken back", async () => {
	await visit("category", "TLC-VET");
	await wait("#field-label_fr");
	await bounce(page, ".form-send", "#settings-again"); // nothing was changed: nothing to save
	assert.equal(await page.locator("#settings-save").count(), 0);
	await tap(page, "#settings-again");
	await page.locator("#field-label_fr").fill("Habits");
	await page.locator("#field-short_fr").fill("Habits");
	await soon.equal(() => text(page, ".settings-tile .word"), "Habits");
	await bounce(page, ".form-send", "#settings-save"); // the second tap of a glove saves nothing
	assert.deepEqual(await changes(), [["Nom en français", "Vêtements", "Habits"],
		["Sur la tuile, en français", "Vêtements", "Habits"]]);
	assert.ok(posted("/catalogue").every(({preview}) => preview));
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	assert.deepEqual(posted("/catalogue").at(-1), {from: "2026-11-29",
		rows: [{kind: "category", code: "TLC-VET", label_fr: "Habits", short_fr: "Habits"}]});
	await tap(page, "#settings-undo");
	await wait('.settings-said[data-tone="saved"]');
	assert.equal(catalogue.find({kind: "category", code: "TLC-VET"}).label_fr, "Vêtements");
	assert.deepEqual(posted("/catalogue").at(-1).rows, [{kind: "category", code: "TLC-VET",
		valid_from: "2026-11-29", label_fr: "Vêtements", short_fr: "Vêtements"}]);
}, {size: "1024x600"});

await on("what somebody else has changed since is not undone", async () => {
	await visit("category", "TLC-VET");
	await wait("#field-label_fr");
	await lookAtChange({label_fr: "Habits"});
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	catalogue.write({rows: [{kind: "category", code: "TLC-VET", label_fr: "Fripes"}]});
	const before = feed.asked.length;
	await tap(page, "#settings-undo");
	await wait('.settings-said[data-tone="refused"]');
	await soon.match(() => text(page, ".settings-said"), /depuis/);
	assert.equal(feed.asked.length, before);
}, {size: "390x844"});

await on("what somebody else was faster with is looked at anew before it is saved", async () => {
	await visit("category", "TLC-VET");
	await wait("#field-label_fr");
	await lookAtChange({label_fr: "Habits"});
	catalogue.write({rows: [{kind: "category", code: "TLC-VET", label_fr: "Fripes"}]});
	await tap(page, "#settings-save");
	await wait('.settings-said[data-tone="refused"]');
	await soon.match(() => text(page, '.settings-said[data-tone="refused"]'), /Somebody/);
	assert.deepEqual(await changes(), [["Nom en français", "Fripes", "Habits"]]);
	assert.equal(catalogue.find({kind: "category", code: "TLC-VET"}).label_fr, "Fripes");
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	assert.equal(catalogue.find({kind: "category", code: "TLC-VET"}).label_fr, "Habits");
	assert.equal(new Set(feed.keys).size, feed.keys.length, "a key was used twice");
});

await on("a change holds from the day that is said, and the history tells each version", async () => {
	await visit("category", "TLC-VET");
	await wait("#field-from");
	await soon.equal(() => page.locator("#field-from").inputValue(), "29/11/2026"); // today, unless somebody says more
	const preview = feed.answers["POST /catalogue"];
	feed.answers["POST /catalogue"] = {status: 422, data: {error: "catalogue_mistakes", count: 1, message: "Rien n'est changé.",
		mistakes: [{row: 1, code: "TLC-VET", field: "valid_from", error: "row_past", message: "Pas avant aujourd'hui."}]}};
	await page.locator("#field-label_fr").fill("Habits");
	await page.locator("#field-from").fill("2020-01-01");
	await tap(page, ".form-send");
	await page.waitForFunction(() => document.getElementById("field-from-said").textContent === "Pas avant aujourd'hui.");
	assert.deepEqual(posted("/catalogue").at(-1).from, "2020-01-01");
	feed.answers["POST /catalogue"] = preview;
	await page.locator("#field-from").fill("2027-01-02");
	await tap(page, ".form-send");
	await wait("#settings-save");
	await soon.match(() => text(page, ".settings-from"), /2 janvier 2027/);
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	assert.deepEqual(posted("/catalogue").at(-1), {from: "2027-01-02",
		rows: [{kind: "category", code: "TLC-VET", label_fr: "Habits"}]});
	assert.equal(catalogue.find({kind: "category", code: "TLC-VET"}).label_fr, "Vêtements"); // until then
	await visit("category", "TLC-VET");
	await wait("#field-label_fr");
	await soon.equal(() => page.locator("#field-label_fr").inputValue(), "Vêtements");
	await tap(page, "#settings-history");
	await wait("#drawer .settings-part");
	const parts = await page.locator("#drawer .settings-part").evaluateAll((all) => all.map((part) =>
		[part.querySelector("h3").textContent, part.querySelector("p")?.textContent ?? null]));
	assert.deepEqual(parts, [["À partir du 2 janvier 2027", null], ["Depuis toujours", "Première version."]]);
	assert.deepEqual(await changes(), [["Nom en français", "Vêtements", "Habits"]]);
	await tap(page, "#settings-history"); // and back to the form
	await wait("#field-label_fr");
});

await on("a hidden row leaves the tiles of an open page, and comes back", async () => {
	const other = await page.context().newPage();
	await other.goto(`${feed.url}/?lang=fr`);
	await other.waitForSelector('#tiles [data-code="ALI"]');
	await page.bringToFront(); // one that is not seen is slow
	await visit("category", "ALI");
	await tap(page, "#settings-hide");
	await wait("#settings-save");
	await soon.match(() => text(page, "#drawer-body"), /N'est plus proposé\s+Denrées/);
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	await other.waitForSelector('#tiles [data-code="ALI"]', {state: "detached"});
	assert.equal((await codes()).includes("ALI"), false);
	await tap(page, "#settings-hidden");
	await tap(page, '.line[data-code="ALI"]');
	await tap(page, "#settings-hide");
	await tap(page, "#settings-save");
	await other.waitForSelector('#tiles [data-code="ALI"]');
	await soon.equal(() => tile("ALI").count(), 1);
}, {size: "1280x800", lang: "fr"});

await on("a new row has a code proposed, its place after its brothers, and says what is wrong", async () => {
	await visit("category", "new", "ASL");
	await wait("#field-label_fr");
	await page.locator("#field-label_fr").pressSequentially("Trottinettes", {delay: 200 / 12});
	await page.waitForFunction(() => document.getElementById("field-code").value === "ASL-TRO");
	await page.locator("#field-code").fill("TLC-VET");
	await tap(page, ".form-send");
	await page.waitForFunction(() => /taken/.test(document.getElementById("field-code-said").textContent));
	await page.locator("#field-code").fill("ASL-TRO");
	const preview = feed.answers["POST /catalogue"];
	feed.answers["POST /catalogue"] = {status: 422, data: {error: "catalogue_mistakes", count: 1, message: "Nothing was changed.",
		mistakes: [{row: 1, code: "ASL-TRO", field: "unit_kg", error: "bad_kg", message: "Write kilograms, as 0.25."}]}};
	await tap(page, ".form-send");
	await page.waitForFunction(() => document.getElementById("field-unit_kg-said").textContent === "Write kilograms, as 0.25.");
	feed.answers["POST /catalogue"] = preview;
	await tap(page, ".form-send");
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	const [row] = posted("/catalogue").at(-1).rows;
	assert.deepEqual([row.code, row.parent, row.label_fr], ["ASL-TRO", "ASL", "Trottinettes"]);
	const brothers = catalogue.rows.category.filter(({parent, code}) => parent === "ASL" && code !== "ASL-TRO");
	assert.ok(row.sort > Math.max(...brothers.map(({sort}) => sort)));
}, {lang: "en"});

await on("facts are asked for as the daemon lists them, and each mistake stands at its field", async () => {
	await visit("partner", "new");
	await wait("#field-roles");
	await page.locator("#field-label_fr").fill("Ferme du Haut");
	await tap(page, '#field-roles [data-code="recipient"]');
	await tap(page, '#field-roles [data-code="donor"]');
	await page.locator("#field-siret").fill("123");
	await page.locator("#field-person").check();
	const preview = feed.answers["POST /catalogue"];
	feed.answers["POST /catalogue"] = {status: 422, data: {error: "catalogue_mistakes", count: 2, message: "Rien n'est changé.",
		mistakes: [{row: 1, field: "siret", error: "row_bad_siret", message: "Un SIRET a 14 chiffres."},
			{row: 1, field: "person", error: "row_was_clear", message: "Faites un nouveau partenaire."}]}};
	await tap(page, ".form-send");
	await page.waitForFunction(() => document.getElementById("field-siret-said").textContent === "Un SIRET a 14 chiffres.");
	await soon.equal(() => text(page, "#field-person-said"), "Faites un nouveau partenaire.");
	assert.equal(await page.evaluate(() => document.activeElement.id), "field-siret");
	await page.waitForFunction(() => {
		const said = document.getElementById("field-siret-said").getBoundingClientRect();
		return said.bottom <= innerHeight; // what is wrong is read without a scroll
	});
	feed.answers["POST /catalogue"] = preview;
	await page.locator("#field-siret").fill("");
	await tap(page, ".form-send");
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	const [row] = posted("/catalogue").at(-1).rows;
	assert.deepEqual([row.roles, row.person, row.siret], ["donor recipient", true, undefined]);
	await visit("partner", row.code);
	await tap(page, '#field-roles [data-code="donor"]');
	await tap(page, ".form-send");
	await wait("#settings-save");
	assert.deepEqual(await changes(), [["Rôles", "Donateur, Bénéficiaire", "Bénéficiaire"]]);
});

await on("the list is searched, and everything leads back", async () => {
	await visit("category");
	await wait("#drawer .line");
	await tap(page, ".list-search");
	await page.keyboard.type("chaussures", {delay: 30});
	await page.waitForFunction(() => document.querySelector('#drawer .line[data-code="TLC-CHA"]'));
	assert.deepEqual((await codes()).filter((code) => !/^(TLC|ASL)/.test(code)), []);
	for (const where of ["#/settings", "#/tools"]) {
		await tap(page, "#settings-back");
		await page.waitForFunction((hash) => location.hash === hash, where);
	}
	await visit("category", "NO-SUCH");
	await wait('.settings-said[data-tone="refused"]');
	await tap(page, "#settings-back");
	await wait("#drawer .line");
}, {size: "390x844"});

await on("by keys alone: a row is found, changed, looked at, saved and taken back", async () => {
	const press = async (selector, key = "Enter") => {
		await settled(page);
		await page.locator(selector).focus();
		await page.keyboard.press(key);
	};
	await visit("category");
	await press('.list-choices [data-code="TLC"]', "Space");
	await wait('.line[data-code="TLC-VET"]');
	await press('.line[data-code="TLC-VET"]');
	await wait("#field-label_fr");
	await page.locator("#field-label_fr").focus();
	await page.keyboard.press("Control+a");
	await page.keyboard.type("Habits", {delay: 200}); // slower than a scanner types
	await page.keyboard.press("Enter");
	await wait("#settings-save");
	assert.equal(await page.evaluate(() => document.activeElement.className), "settings-said");
	await settled(page);
	for (let i = 0; i < 8 && await page.evaluate(() => document.activeElement.id !== "settings-save"); i++)
		await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await wait("#settings-undo");
	await press("#settings-undo");
	await wait('.settings-said[data-tone="saved"]');
	assert.equal(catalogue.find({kind: "category", code: "TLC-VET"}).label_fr, "Vêtements");
}, {size: "1024x600"});

for (const size of ["800x480", "390x844"])
	await on(`rows are put in another order by buttons, keys and dragging (${size})`, async () => {
		const order = () => page.locator(".settings-rows li").evaluateAll((all) => all.map((li) => li.dataset.code));
		await visit("category", "order", "TLC");
		await tap(page, '.settings-rows [data-code="TLC-CHA"] .line');
		await tap(page, "#settings-up");
		assert.deepEqual(await order(), ["TLC-VET", "TLC-CHA", "TLC-LIN"]);
		await tap(page, "#settings-up");
		assert.deepEqual(await order(), ["TLC-CHA", "TLC-VET", "TLC-LIN"]);
		assert.equal(await page.locator("#settings-up").isDisabled(), true);
		await page.locator('[data-code="TLC-CHA"] .line').focus();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("ArrowDown");
		assert.deepEqual(await order(), ["TLC-VET", "TLC-LIN", "TLC-CHA"]);
		const middle = async (code) => {
			const {x, y, width, height} = await page.locator(`[data-code="${code}"] .settings-grip`).boundingBox();
			return [x + width / 2, y + height / 2];
		};
		await page.mouse.move(...await middle("TLC-LIN"));
		await page.mouse.down();
		const [x, y] = await middle("TLC-VET");
		await page.mouse.move(x, y, {steps: 5});
		await page.mouse.move(x, y - 20, {steps: 3});
		await page.mouse.up();
		await page.waitForFunction(() => document.querySelector(".settings-rows li").dataset.code === "TLC-LIN");
		assert.deepEqual(posted("/catalogue"), []);
		await tap(page, "#settings-save");
		await wait("#settings-undo");
		const {rows} = posted("/catalogue").at(-1);
		assert.deepEqual(rows.map(({code}) => code).sort(), ["TLC-LIN", "TLC-VET"]);
		await tap(page, '.list-choices [data-code="TLC"]');
		await page.waitForFunction(() => document.querySelectorAll("#drawer .line")[1].dataset.code === "TLC-LIN");
	}, {size});

await on("a file is read: its mistakes by line, then what it changes, then it is saved as it was shown", async () => {
	const call = "POST /catalogue/csv?kind=category";
	await visit("category", "file");
	await wait("#settings-export");
	await soon.equal(() => page.locator("#settings-export").getAttribute("href"),
		"/api/v1/catalogue/csv?kind=category&format=csv");
	feed.answers[`${call}&preview=1`] = MISTAKES;
	await give("bad.csv");
	await wait(".settings-mistakes");
	await soon.match(() => text(page, ".settings-mistakes li >> nth=1"), /^Line 5: tare_kg/);
	const said = catalogue.preview({rows: [{kind: "category", code: "TLC-LIN", label_fr: "Linge"}]});
	feed.answers[`${call}&preview=1`] = {data: said};
	feed.answers[call] = {status: 201, data: {kind: "catalogue", seq: 9, rows: 1}};
	await give("good.csv");
	await wait("#settings-save");
	assert.equal(posted("/catalogue/csv?kind=category").length, 0);
	await tap(page, "#settings-save");
	await wait("#settings-undo");
	assert.deepEqual(posted("/catalogue/csv?kind=category"), ["code;label_fr\nTLC-LIN;Linge\n"]);
	assert.equal(new Set(feed.keys).size, feed.keys.length, "a key was used twice");
}, {lang: "en", size: "1280x800"});

await on("nobody knows whether it was saved: the same key asks again", async () => {
	await visit("category", "TLC-VET");
	await wait("#field-label_fr");
	await lookAtChange({label_fr: "Habits"});
	await page.clock.install();
	await page.route(/\/api\/v1\/catalogue$/, (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
	const sent = [];
	page.on("request", (request) => request.method() === "POST" && sent.push(request.headers()["idempotency-key"]));
	await tap(page, "#settings-save");
	await until("the sentence", async () => {
		await page.clock.runFor(2000);
		return await page.locator('.settings-said[data-tone="refused"]').count();
	}, 30000);
	await soon.match(() => text(page, '.settings-said[data-tone="refused"]'), /deux fois/);
	await page.unroute(/\/api\/v1\/catalogue$/);
	await page.clock.runFor(1000);
	await tap(page, "#settings-save");
	await until("the list", async () => {
		await page.clock.runFor(500);
		return await page.locator("#settings-undo").count();
	});
	assert.equal(new Set(sent).size, 1);
	assert.equal(feed.keys.at(-1), sent[0]);
});

await feed.done();
await finish();
