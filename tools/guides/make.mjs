#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * make.mjs [FOLDER]: the guides as PDF, in both languages, with pictures of today's page: they are taken
 * here, of a station with a simulated scale and a year of sample data, and kept nowhere. A guide that
 * wants a picture which is not taken, or fills more paper than it may, is a mistake; so is a build whose page is
 * older than its code.
 */
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {pathToFileURL} from "node:url";
import {BUILD, close, open, settled, Station, tap, tapCategory, tone, until} from "../../tests/web/lib.mjs";

const HERE = path.dirname(new URL(import.meta.url).pathname);
const OUT = path.resolve(process.argv[2] ?? path.join(BUILD, "guides"));
const SOURCE = process.env.PAGE_SOURCE ?? path.join(HERE, "../../daemon/web/page"); // a test says another
const PAGES = {volunteer: 1, coordinator: 2, installer: 1, privacy: 2};

/* A picture is of today's page when the station serves, byte for byte, what stands in the sources. index.html is
 * the only one that the daemon writes itself. */
async function holdToday(station) {
	for (const name of fs.readdirSync(SOURCE, {recursive: true})) {
		const file = path.join(SOURCE, name);
		if (name === "index.html" || fs.statSync(file).isDirectory())
			continue;
		const served = await fetch(`${station.url}/${name}`);
		if (!served.ok || !Buffer.from(await served.arrayBuffer()).equals(fs.readFileSync(file)))
			throw new Error(`${name}: the station's page is older than its code (make all)`);
	}
}

async function picture(page) {
	await settled(page);
	await page.evaluate(() => document.fonts.ready.then(() => null));
	return `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
}

/* What is seen at each step of a weighing. */
async function weighing(station, lang) {
	const taken = {};
	const page = await open(station, {lang, size: "800x480"});
	const shoot = async (name) => {
		taken[name] = await picture(page);
	};

	await tone(page, "calm");
	await shoot("empty");
	station.scale.put(12.5);
	await tone(page, "ready");
	await shoot("ready");
	await tap(page, '#tiles [data-code="TLC"]');
	await page.waitForSelector('#tiles [data-code="TLC-VET"]', {state: "visible"});
	await shoot("leaves");
	await tap(page, '#tiles [data-code="TLC-VET"]');
	await tone(page, "saved");
	await shoot("recorded");
	station.scale.put(30);
	await tone(page, "unsure");
	await until("a load that rests", async () => (await station.get("/station")).scale.state === "stable");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "ask");
	await shoot("question");
	await tap(page, '#tiles [data-answer="leave"]');
	station.scale.lift();
	await station.phase("empty");
	await page.context().close();
	return taken;
}

/* The coordinator's screens. */
async function screens(station, lang) {
	const year = (await station.get("/station")).day.slice(0, 4);
	const taken = {};
	const page = await open(station, {lang, size: "1024x600"});
	const ways = {day: ["#/weighings", "#drawer .line"], bilan: ["#/bilan", '#drawer [data-file="xlsx"]'],
		reports: [`#/report/tonnage/${year}`, "#drawer table"], settings: ["#/settings", "#drawer-body button"]};

	await settled(page);
	for (const [name, [to, ready]] of Object.entries(ways)) {
		await page.evaluate((hash) => {
			location.hash = hash;
		}, to);
		await page.waitForSelector(ready, {state: "visible"});
		await page.waitForFunction(() => [...document.images].every((image) => image.complete));
		taken[name] = await picture(page);
	}
	await page.context().close();
	return taken;
}

async function print(printer, name, lang, taken) {
	const file = path.join(OUT, `${name}.${lang}.pdf`);
	await printer.goto(pathToFileURL(path.join(HERE, `${name}.${lang}.html`)).href);
	const missing = await printer.evaluate((all) => [...document.querySelectorAll("[data-picture]")].filter((image) => {
		image.src = all[image.dataset.picture] ?? "";
		return !all[image.dataset.picture];
	}).map((image) => image.dataset.picture), taken);
	if (missing.length > 0)
		throw new Error(`${name}.${lang}: no picture ${missing}`);
	await printer.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
	await printer.pdf({path: file, preferCSSPageSize: true, printBackground: true});
	const pages = Number(/^Pages: +(\d+)/m.exec(spawnSync("pdfinfo", [file], {encoding: "utf8"}).stdout)?.[1]);
	if (pages !== PAGES[name])
		throw new Error(`${file}: ${pages} pages, not ${PAGES[name]}`);
	console.log(file);
}

fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({sample: "full"});
try {
	await holdToday(station);
	for (const lang of ["fr", "en"]) {
		const taken = {...await weighing(station, lang), ...await screens(station, lang)};
		const printer = await open(station, {lang});
		for (const name of Object.keys(PAGES))
			await print(printer, name, lang, taken);
		await printer.context().close();
	}
} finally {
	await station.done();
	await close();
}
