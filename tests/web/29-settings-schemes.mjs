#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * To whom what is declared, on a real daemon (issue 12): a convention, a category of the body and its
 * mapping, by touch; a category that goes to two is refused beside its share.
 */
import assert from "node:assert/strict";
import path from "node:path";
import {BUILD, finish, open, settled, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const station = await Station.start();
await until("a station", async () => (await fetch(`${station.url}/api/v1/health`)).ok);
const of = async (kind, many) => (await station.get(`/catalogue?kind=${kind}`))[many];

async function visit(page, ...args) {
	await page.evaluate((hash) => {
		location.hash = hash;
	}, ["#/settings", ...args].join("/"));
	await settled(page);
	await page.waitForSelector("#field-label_fr");
}

async function save(page) {
	await tap(page, ".form-send");
	await page.waitForSelector("#settings-save");
	await tap(page, "#settings-save");
	await page.waitForSelector("#settings-undo");
}

async function write(rows) {
	const answer = await fetch(`${station.url}/api/v1/catalogue`, {method: "POST", body: JSON.stringify(rows),
		headers: {"Content-Type": "application/json", "Idempotency-Key": "schemes-1"}});
	assert.equal(answer.status, 201, await answer.text());
}

const shot = (page, name) => page.screenshot({path: path.join(BUILD, "web", `scheme-${name}.png`)});
const fill = (page, name, value) => page.locator(`#field-${name}`).fill(value);
const choose = (page, name, value) => page.locator(`#field-${name}`).selectOption(value);

await write({rows: [
	{kind: "partner", code: "ECOMAISON", label_fr: "Ecomaison", roles: "eco_organisme"},
	{kind: "partner", code: "VALDELIA", label_fr: "Valdelia", roles: "eco_organisme"},
	{kind: "partner", code: "CARREFOUR", label_fr: "Carrefour", roles: "donor"},
	{kind: "scheme-category", code: "V1", label_fr: "Mobilier pro", eco_organisme: "VALDELIA"}]});

const page = await open(station, {lang: "fr", size: "800x480"});

await test("figures 2: a convention names its body, its number and how long one has to declare", async () => {
	await visit(page, "scheme-site", "new");
	await fill(page, "label_fr", "Ecomaison, meubles");
	await choose(page, "scheme", "DEA");
	const bodies = await page.locator("#field-eco_organisme option").allTextContents();
	assert.ok(bodies.includes("Ecomaison") && !bodies.includes("Carrefour"), bodies.join());
	await choose(page, "eco_organisme", "ECOMAISON");
	await fill(page, "convention", "2026-017");
	await fill(page, "columns", "Tonnes=own_in");
	await tap(page, ".form-send");
	await page.waitForSelector('#field-columns[aria-invalid="true"]');
	await fill(page, "columns", "SIRET=siret;Tonnes=own_in_t");
	await shot(page, "site");
	await save(page);
	const [site] = await of("scheme-site", "scheme_sites");
	assert.equal(site.scheme, "DEA");
	assert.equal(site.eco_organisme, "ECOMAISON");
});

await test("figures 2: its category, and what goes there", async () => {
	await visit(page, "scheme-category", "new");
	await fill(page, "label_fr", "Sièges");
	await choose(page, "eco_organisme", "ECOMAISON");
	await save(page);
	await visit(page, "scheme-map", "new");
	assert.equal(await page.locator("#field-share_ppm").inputValue(), "1000000");
	await fill(page, "label_fr", "Chaises");
	await choose(page, "category", "DEA-ASS");
	await choose(page, "eco_organisme", "ECOMAISON");
	await choose(page, "scheme_category", "SIEGES");
	await shot(page, "map");
	await save(page);
	const [map] = await of("scheme-map", "scheme_maps");
	assert.deepEqual([map.category, map.flow, map.share_ppm], ["DEA-ASS", "all", 1000000]);
});

await test("figures 2: one category goes whole to one body only", async () => {
	const other = await open(station, {lang: "en", size: "390x844"});
	await visit(other, "scheme-map", "new");
	await fill(other, "label_fr", "Chaises pro");
	await choose(other, "category", "DEA-ASS");
	await choose(other, "eco_organisme", "VALDELIA");
	await choose(other, "scheme_category", "V1");
	await tap(other, ".form-send");
	await other.waitForSelector('#field-share_ppm[aria-invalid="true"]');
	assert.match(await text(other, "#field-share_ppm-said"), /more than once/);
	await shot(other, "overlap");
	await checkAccess(other, "#drawer");
	assert.equal((await of("scheme-map", "scheme_maps")).length, 1);
	await other.context().close();
});

await station.done();
await finish();
