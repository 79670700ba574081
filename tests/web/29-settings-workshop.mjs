#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a workshop makes, on a real daemon (issue 11): an ingredient with its allergens, a product and a
 * recipe of lines, by touch at 800x480 and 390x844; what cannot be is said beside its field; a
 * recyclerie does not see them.
 */
import assert from "node:assert/strict";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, soon, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const station = await Station.start();
await until("a station", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
const of = async (kind, many) => (await station.get(`/catalogue?kind=${kind}`))[many];

async function visit(page, ...args) {
	await goTo(page, ["#/settings", ...args].join("/"));
	await settled(page);
}

async function save(page) {
	await tap(page, ".form-send");
	await page.waitForSelector("#settings-save");
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
}

async function shot(page, name) {
	await page.screenshot({path: path.join(BUILD, "web", `workshop-${name}.png`)});
}

const fill = (page, name, value) => page.locator(`#field-${name}`).fill(value);
const line = (page, n) => page.locator(`.form-line >> nth=${n}`);

const page = await open(station, {lang: "fr", size: "800x480"});

await test("workshop 11: an ingredient has its allergens, each a button", async () => {
	for (const [name, chosen] of [["Carotte", []], ["Crème", ["LAI", "GLU"]]]) {
		await visit(page, "ingredient", "new");
		await page.waitForSelector("#field-label_fr");
		await fill(page, "label_fr", name);
		for (const code of chosen)
			await tap(page, `#field-allergens [data-code="${code}"]`);
		await shot(page, "ingredient");
		await save(page);
	}
	assert.deepEqual((await of("ingredient", "ingredients")).map(({code, allergens}) => [code, allergens ?? null]),
		[["CAROTTE", null], ["CREME", "GLU LAI"]]);
});

await test("workshop 11: a product kept without cold is refused beside its field, and so is a life without a study", async () => {
	await visit(page, "product", "new");
	await page.waitForSelector("#field-label_fr");
	await fill(page, "label_fr", "Soupe");
	await tap(page, ".form-send");
	await page.waitForSelector('#field-storage[aria-invalid="true"]');
	await soon.match(() => text(page, "#field-storage-said"), /sans froid/);
	await page.locator("#field-storage").selectOption("FROID_3");
	await fill(page, "life_days", "5");
	await tap(page, ".form-send");
	await page.waitForSelector('#field-study_ref[aria-invalid="true"]');
	await soon.match(() => text(page, "#field-study_ref-said"), /étude/);
	await shot(page, "product");
	await fill(page, "life_days", "3");
	await save(page);
	assert.equal((await of("product", "products"))[0].storage, "FROID_3");
});

await test("workshop 11: a recipe is made of lines, and read again as they were written", async () => {
	await visit(page, "recipe", "new");
	await page.waitForSelector("#field-label_fr");
	await fill(page, "label_fr", "Soupe de saison");
	await page.locator("#field-product").selectOption("SOUPE");
	await line(page, 0).locator("select").selectOption("CAROTTE");
	await tap(page, ".form-send");
	await page.waitForSelector('#field-lines[aria-invalid="true"]');
	await line(page, 0).locator("input").fill("30");
	await tap(page, ".form-line-add");
	await line(page, 1).locator("select").selectOption("CREME");
	await line(page, 1).locator("input").fill("2,5");
	await tap(page, ".form-line-add");
	await shot(page, "recipe");
	await tap(page, ".form-line >> nth=2 >> button");
	await tap(page, ".form-send");
	await page.waitForSelector("#settings-save");
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
	assert.equal((await of("recipe", "recipes"))[0].lines, "CAROTTE=30 CREME=2.5");
	const other = await open(station, {lang: "en", size: "390x844"});
	await visit(other, "recipe", "SOUPE_DE_SAI");
	await other.waitForSelector(".form-line");
	await soon.equal(() => line(other, 1).locator("input").inputValue(), "2.5");
	await shot(other, "recipe-phone");
	await checkAccess(other, "#drawer");
	await line(other, 1).locator("input").fill("3.25");
	await tap(other, ".form-send");
	await other.waitForSelector("#settings-save");
	await soon.match(() => text(other, ".settings-seen"), /Crème 3\.25/);
	await shot(other, "recipe-change");
	assert.deepEqual(other.faults, []);
	await other.context().close();
});

await test("workshop 11: what a recipe names is not ended alone, and says which recipe", async () => {
	const answer = await fetch(`${station.url}/api/v1/catalogue`, {method: "POST",
		body: JSON.stringify({rows: [{kind: "ingredient", code: "CREME", valid_until: "2099-01-01"}]})});
	const {mistakes: [{error, message}]} = await answer.json();
	assert.equal(`${answer.status} ${error}`, "422 row_still_named");
	assert.match(message, /SOUPE_DE_SAI/);
});

await test("workshop 11: a recyclerie does not see them", async () => {
	const kinds = () => page.locator("#drawer [data-kind]").evaluateAll((all) => all.map((node) => node.dataset.kind));
	await visit(page);
	assert.ok((await kinds()).includes("recipe"));
	await shot(page, "kinds");
	await fetch(`${station.url}/api/v1/catalogue`, {method: "POST",
		body: JSON.stringify({rows: [{kind: "site", code: "MS", label_fr: "Site", trade: "recyclerie"}]})});
	await page.waitForFunction(() => !document.querySelector('#drawer [data-kind="recipe"]'));
	assert.ok((await kinds()).includes("site"));
	assert.deepEqual(page.faults, []);
});

await station.done();
await finish();
