#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the page says of copies of the ledger: none; only on the station's own card; on another disk,
 * lately or too long ago. Where something is to be done, it says what: the stick, or the command.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, Station, test} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const station = await Station.start();
const db = path.join(station.dir, "bascule.db");
const hour = 3600;
const now = Math.floor(Date.now() / 1000);
const note = (end, ageS, entries) => fs.writeFileSync(`${db}-backup${end}`, `${now - ageS} ${entries} /media/x.db\n`);

/* What it says of it now, in that language, at that size; and whether something is amiss. */
async function said(size, lang, name) {
	const page = await open(station, {size, lang});
	await goTo(page, "#/devices");
	await page.waitForSelector("#backup");
	const words = await page.locator("#backup").textContent();
	const box = await page.locator("#backup").evaluate((one) => one.scrollWidth <= one.clientWidth);
	const amiss = await page.locator("#backup").evaluate((one) => one.innerHTML.includes("warning"));
	await page.screenshot({path: path.join(BUILD, "web", `backup-${name}-${size}-${lang}.png`)});
	assert.doesNotMatch(words, / [:;!?]/, "a line would begin with it");
	if (size === "800x480")
		await checkAccess(page);
	assert.ok(box, `${size} ${lang}: cut off: ${words}`);
	assert.deepEqual(page.faults, []);
	await page.context().close();
	return {words, amiss};
}

const states = [
	["none", () => {}, /Aucune sauvegarde.*BASCULE/, /No backup.*BASCULE/, true],
	["here", () => note("", hour, 1), /seulement sur la carte.*BASCULE/, /own card.*BASCULE/, true],
	["away", () => note("-away", hour, 1), /Dernière sauvegarde/, /Last backup/, false],
	["late", () => note("-away", 72 * hour, 1), /hors de ce poste.*BASCULE.*bascule backup/, /outside this station.*BASCULE.*bascule backup/, true],
];
for (const [name, make, fr, en, amiss] of states) {
	await test(`copies: ${name}`, async () => {
		make();
		for (const size of ["800x480", "1024x600", "1280x800", "390x844"]) {
			for (const [lang, words] of [["fr", fr], ["en", en]]) {
				const got = await said(size, lang, name);
				assert.match(got.words, words);
				assert.equal(got.amiss, amiss, got.words);
			}
		}
	});
}
await station.done();
await finish();
