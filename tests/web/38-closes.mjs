#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A coordinator closes a month: from the first screen by touches alone to a pack in the downloads, which
 * bascule proof checks by the fingerprint that the page shows; then a weighing of it is void, and the page
 * says by how much it was rectified, while the pack has the same bytes. Closed twice is refused in words.
 * On a large screen and on a phone; pictures lie in build/web/closes-*.
 */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, soon, Station, tap, test, text, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const FIRST = "#tools-button";
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({sample: true});
const {day} = await station.get("/station");
const before = (n) => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - n, 1)).toISOString().slice(0, 7);
const sha = (file) => crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex");
const bare = (words) => words.replace(/[\s\u202f]/g, "");

async function picture(page, name) {
	await settled(page);
	await page.screenshot({path: path.join(OUT, `closes-${name}.png`)});
}

async function download(page, name) {
	const file = path.join(station.dir, name);
	const [got] = await Promise.all([page.waitForEvent("download"), tap(page, "#close-pack")]);
	await got.saveAs(file);
	return {file, suggested: got.suggestedFilename()};
}

/* From the first screen; once more where a busy machine's page went home, because it had heard nothing for a while. */
async function openCloses(page) {
	const comes = (what) => page.waitForSelector(what, {timeout: 5000}).then(() => true, () => false);
	await until("the closed periods", async () => {
		if (!await page.locator("#closes").isVisible())
			await page.locator(FIRST).tap({timeout: 5000}).catch(() => null);
		if (!await comes("#closes"))
			return false;
		await tap(page, "#closes");
		return comes("#close-new");
	});
}

/* From there to what is looked at before. */
async function choosePeriod(page, period) {
	await openCloses(page);
	await tap(page, "#close-new");
	await tap(page, `.choice[data-period="${period}"]`);
	await page.waitForSelector(".looks");
}

for (const [n, size] of ["1280x800", "390x844"].entries()) {
	const period = before(n + 1);
	await until("the scale", async () => ["zero", "stable"].includes((await station.get("/station")).scale?.state));
	const page = await open(station, {size});
	let hash = "", file = "", figures = null;

	await test(`what is looked at before ${period} is closed (${size})`, async () => {
		await choosePeriod(page, period);
		const check = await station.get(`/closes/check?period=${period}`);
		assert.ok(check.weighings > 100);
		const said = bare(await text(page, ".looks"));
		assert.ok(said.includes(`Pesées:${check.weighings}`), said);
		assert.ok(said.includes(`nonhomologuée:${check.unapproved}.`), said);
		await soon.equal(() => page.locator(".looks > .look").count(), 1 + (check.open_slips > 0) + (check.missing_mg > 0));
		await checkAccess(page, "#drawer");
		await picture(page, `before-${size}`);
	});

	await test(`it is closed, and its pack is whole (${size})`, async () => {
		await tap(page, "#close-it");
		await page.waitForFunction((hash_) => location.hash === hash_, `#/closes/${period}`);
		await page.waitForSelector("#close-pack");
		({closes: [{pack_hash: hash}]} = await station.get(`/closes?period=${period}`));
		assert.match(hash, /^[0-9a-f]{64}$/);
		assert.equal(bare(await page.locator(".hash code").first().textContent()), hash);
		const {total: now} = await station.get(`/reports/tonnage?period=${period}`);
		figures = await page.locator(".figure b").allInnerTexts();
		assert.equal(bare(figures[0]), `${((now.in_mg + now.neutral_in_mg) / 1e6).toFixed(3).replace(".", ",")
			.replace(/0{1,2}$/, "")}kg`);
		const got = await download(page, `pack-${n}.zip`);
		file = got.file;
		assert.equal(got.suggested, `preuve-${period}.zip`);
		const done = spawnSync(path.join(BUILD, "bascule"), ["proof", file, "--hash", hash], {encoding: "utf8", env: {}, cwd: "/"});
		assert.equal(done.status, 0, done.stderr);
		await checkAccess(page, "#drawer");
		await picture(page, `closed-${size}`);
	});

	await test(`a void inside is a dated rectification; the pack stays (${size})`, async () => {
		const {weighings: [one]} = await station.get(`/weighings?period=${period}&direction=in&limit=1`);
		const answer = await fetch(`${station.url}/api/v1/weighings/${one.id}/void`, {method: "POST", body: '{"reason":"MISTAKE"}'});
		assert.deepEqual((await answer.json()).rectifies, [period]);
		await until("what was rectified", async () => {
			await goTo(page, `#/closes/${period}`); // a page that nobody touches goes home
			await page.reload();
			return page.waitForSelector(".table", {timeout: 5000});
		});
		assert.deepEqual(await page.locator(".figure b").allInnerTexts(), figures, "as it was handed over");
		const kg = (one.net_mg / 1e6).toFixed(3).replace(".", ",");
		const cells = await page.locator(".table tbody td").allInnerTexts();
		assert.equal(cells.length, 5);
		assert.equal(cells[0], day.split("-").reverse().join("/"));
		assert.equal(cells[1], one.id);
		assert.equal(bare(cells[4]).replace("−", "-"), `-${kg}`);
		assert.match(bare(await page.locator(".figure").first().innerText()), new RegExp(`−${kg}kgdepuis`));
		const again = await download(page, `again-${n}.zip`);
		assert.equal(sha(again.file), sha(file));
		await checkAccess(page, "#drawer");
		await picture(page, `rectified-${size}`);
	});

	await test(`it is in the list, and is not closed twice (${size})`, async () => {
		await tap(page, "#drawer-close");
		await choosePeriod(page, period);
		await tap(page, "#close-it");
		await page.waitForSelector(".trouble[role=status]");
		await soon.match(() => text(page, ".trouble[role=status]"), /déjà clos/);
		await tap(page, "#drawer-close");
		await openCloses(page);
		await page.waitForSelector(`.line[data-period="${period}"]`);
		await soon.equal(() => page.locator(".closes .line").count(), n + 1);
		await soon.match(() => text(page, `.line[data-period="${period}"]`), /rectifiée/);
		await checkAccess(page, "#drawer");
		await picture(page, `list-${size}`);
	});
	await test(`nothing failed on the page (${size})`, () => assert.deepEqual(page.faults, []));
	await page.context().close();
}
await station.done();
await finish();
