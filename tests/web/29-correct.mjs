#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/correct/ID by touch (issue 10): what was wrong with a weighing, what it is instead and why. The
 * old one stays, struck through; nothing is written before the reason is touched; what is in force at
 * the station stays as it is.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, open, settled, soon, Station, tap, tapCategory, test, text, tone, until} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start();
const newest = async () => (await station.get("/weighings?limit=1")).weighings[0];
const send = async (call, body) => {
	const answer = await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)});
	assert.ok(answer.ok, await answer.clone().text());
	return answer.json();
};
await send("/catalogue", {rows: [{kind: "place", code: "RESERVE", label_fr: "La réserve", label_en: "Back store",
	place_type: "room", valid_from: "2020-01-01"}, {kind: "container", code: "BAC", label_fr: "Bac", label_en: "Box", tare_kg: "1,5",
	valid_from: "2020-01-01"}, {kind: "partner", code: "REBON", label_fr: "Re Bon", label_en: "Re Bon", valid_from: "2020-01-01"}]});
const typed = (way) => send("/weighings", {category: "TLC-VET", net_kg: "12,5", reason: "SCALE", ...way});

/* From the list of the day, as a person finds it. */
async function find(page, id) {
	await tap(page, "#today-button");
	await tap(page, `#drawer .line[data-id="${id}"]`);
	await tap(page, "#correct");
	await page.waitForSelector('#drawer[data-screen="correct"] #reclassify');
	await settled(page);
}

/* After the reason: the new one, which says what it corrects. */
async function made(id, wanted) {
	const w = await until("the correction", async () => {
		const one = await newest();
		return one.corrects === id && one;
	});
	assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((name) => [name, w[name]])), wanted);
	assert.ok((await station.get(`/weighings/${id}`)).voided_by);
	return w.id;
}

/* What it lay in is said later: the gross weight stays, the goods are what is left. */
async function inABox(page) {
	station.scale.put(5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-CHA");
	await tone(page, "saved");
	let {id} = await newest();
	await find(page, id);
	await tap(page, '[data-field="container"]');
	await tap(page, '#drawer [data-code="BAC"]');
	await tap(page, '[data-reason="MISTAKE"]');
	id = await made(id, {gross_mg: 5000000, tare_mg: 1500000, net_mg: 3500000, containers: "BAC=1", method: "weighed"});
	station.scale.lift();
	await station.phase("empty", page);
	await find(page, id);
	await tap(page, '[data-field="container"]');
	await tap(page, "#correct-none");
	await tap(page, '[data-reason="MISTAKE"]');
	await made(id, {net_mg: 5000000, containers: null, method: "weighed"});
}

async function correct(page, lang, size) {
	const shot = async (name) => {
		await settled(page);
		await checkAccess(page);
		await checkFit(page, size);
		await page.screenshot({path: path.join(OUT, `correct-${name}-${size}-${lang}.png`)});
	};
	const context = JSON.stringify((await station.get("/station")).context);
	let {id} = await typed({direction: "in", origin: "APP_VOL"});
	await find(page, id);
	await shot("what");
	await tap(page, '[data-field="origin"]');
	await shot("origin");
	await tap(page, '#drawer [data-code="MAGASIN"]');
	await page.waitForSelector('[data-reason="MISTAKE"]');
	await shot("why");
	await soon.match(() => text(page, "#drawer-title"), lang === "fr" ? /: pourquoi \?$/ : /: why\?$/);
	assert.equal((await newest()).id, id, "nothing before the reason");
	await page.fill("#reason-note", "vu avec l'équipe");
	await tap(page, '[data-reason="MISTAKE"]');
	id = await made(id, {origin: "MAGASIN", reason: "MISTAKE", net_mg: 12500000, method: "typed"});
	await page.waitForFunction((number) => document.body.textContent.includes(number), id);

	await find(page, id);
	await tap(page, '[data-field="units"]');
	for (const key of ["0", "4"]) // no number begins so: the 4 is none
		await tap(page, `[data-key="${key}"]`);
	await soon.equal(() => text(page, "#correct-number"), "0");
	await tap(page, '[data-key="erase"]');
	for (const key of ["1", "2"])
		await tap(page, `[data-key="${key}"]`);
	await shot("units");
	await tap(page, "#correct-next");
	await tap(page, '[data-reason="MISTAKE"]');
	id = await made(id, {units: 12, origin: "MAGASIN"});

	await find(page, id);
	await tap(page, '[data-field="net_kg"]');
	for (const key of ["8", ",", "2", "5"])
		await tap(page, `[data-key="${key}"]`);
	await shot("kg");
	await tap(page, "#correct-next");
	await tap(page, "#correct-back");
	await soon.equal(() => text(page, "#correct-number"), lang === "fr" ? "8,25" : "8.25", "what was typed is there still");
	await tap(page, "#correct-next");
	await tap(page, '[data-reason="WRONG_WEIGHT"]');
	id = await made(id, {net_mg: 8250000, units: 12, method: "typed", reason: "WRONG_WEIGHT"});

	await find(page, id); // facts of the daemon's table, none of which the screen names
	await tap(page, '[data-field="more"]');
	await page.waitForSelector("#field-store");
	await page.selectOption("#field-store", "RESERVE");
	await shot("more");
	await tap(page, ".form-send");
	await soon.match(() => text(page, "#drawer-title"), lang === "fr" ? /^Rangé à : pourquoi/ : /^Lies in: why/);
	await tap(page, '[data-reason="MISTAKE"]');
	await made(id, {store: "RESERVE", net_mg: 8250000, units: 12, waste_code: null});

	({id} = await typed({direction: "out", destination: "VENTE"}));
	await find(page, id);
	await tap(page, '[data-field="destination"]');
	await tap(page, '[data-class="reuse"]');
	await shot("destination");
	await tap(page, '#drawer [data-code="DON_PART"]');
	await tap(page, '[data-reason="MISTAKE"]');
	id = await made(id, {destination: "DON_PART"});

	await find(page, id); // its category, on the tiles as ever
	await tap(page, "#reclassify");
	await tap(page, '#tiles [data-code="HRP"]');
	await tap(page, '#tiles [data-code="HRP-LIV"]');
	id = await made(id, {category: "HRP-LIV", destination: "DON_PART", reason: "CATEGORY"});
	await page.waitForSelector('#tiles[data-level="roots"]'); // the page knows it, too

	await find(page, id); // for whom, and for nobody
	await tap(page, '[data-field="partner"]');
	await shot("partner");
	await tap(page, '#drawer [data-code="REBON"]');
	await tap(page, '[data-reason="MISTAKE"]');
	id = await made(id, {partner: "REBON"});
	await find(page, id);
	await tap(page, '[data-field="partner"]');
	await tap(page, "#correct-none");
	await tap(page, '[data-reason="MISTAKE"]');
	id = await made(id, {partner: null, destination: "DON_PART"});

	await find(page, id); // what it is already
	await tap(page, '[data-field="destination"]');
	await tap(page, '[data-class="reuse"]');
	await tap(page, '#drawer [data-code="DON_PART"]');
	await tap(page, '[data-reason="MISTAKE"]');
	await page.waitForFunction(() => document.getElementById("drawer-note").textContent);
	await page.waitForSelector("#reclassify");
	assert.equal((await newest()).id, id, "nothing is written");
	await tap(page, "#drawer-close");
	await inABox(page);
	assert.equal(JSON.stringify((await station.get("/station")).context), context, "the context is as it was");
}

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`a weighing is corrected by touch (${lang}, ${size})`, async () => {
		const page = await open(station, {lang, size});
		try {
			await correct(page, lang, size);
			assert.deepEqual(page.faults.filter((fault) => !/422/.test(fault)), []);
		} finally {
			await page.context().close();
		}
	});

await station.done();
await finish();
