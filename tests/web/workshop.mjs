// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the tests of a workshop's screens stand on: a site of that trade on a real daemon, loads that rest,
 * touches that are counted, and each step looked at, at four sizes, in build/web/NAME-*.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, open, settled, SIZES, Station, tap, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
const GLOVE = {choice: [100, 76], row: [64, 60], letters: 12};

/* Each that it has: what is cut, too small for a glove, hard to read. */
export async function look(page, name) {
	fs.mkdirSync(OUT, {recursive: true});
	for (const [size, box] of Object.entries(SIZES)) {
		await page.setViewportSize(box);
		await settled(page);
		await page.evaluate(() => document.fonts.ready.then(() => null));
		await page.screenshot({path: path.join(OUT, `${name}-${size}.png`)});
		await page.evaluate(`${BOXES}; globalThis.drawerFaults = drawerFaults;`);
		assert.deepEqual(await page.evaluate((least) => globalThis.drawerFaults(least), GLOVE), [], `${name} ${size}`);
	}
	await page.setViewportSize(SIZES["800x480"]);
	await checkAccess(page, "#drawer");
}

export async function leave(page) {
	assert.deepEqual(page.faults, []);
	await page.context().close();
}

/* The question that is asked now. */
export const step = (page, name) => page.waitForSelector(`.receive-main[data-step="${name}"]`);

export class Workshop {
	/* rows: of the catalogue beside the site's own, which `site` completes. */
	static async start(rows, {site = {}, ...devices} = {}) {
		const shop = new Workshop();
		shop.station = await Station.start(devices);
		shop.bench = shop.station.scale;
		shop.at = new Date().toISOString(); // said by a person: the clock of a machine that tests may be doubtful
		shop.touches = 0;
		await until("a station that weighs", async () => (await fetch(`${shop.station.url}/api/v1/health`)).ok);
		await shop.send("/catalogue", {from: "2020-01-01", rows: [{kind: "site", code: "MS", label_fr: "La Marmite", trade: "workshop", ...site}, ...rows]});
		({day: shop.day} = await shop.get("/station"));
		return shop;
	}

	get = (call) => this.station.get(call);

	send = async (call, body = {}) => {
		const answer = await fetch(`${this.station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)});
		const data = await answer.json();
		assert.ok(answer.ok, `${call}: ${JSON.stringify(data)}`);
		return data;
	};

	/* Cooked, and cold in time: without that it goes nowhere. */
	cooled = async (lot) => {
		const ago = (minutes) => new Date(Date.now() - minutes * 60000).toISOString();
		await this.send("/cooling", {lot, start_mc: 70000, at: ago(90)});
		await this.send(`/cooling/${lot}/end`, {end_mc: 8000, at: ago(0)});
	};

	dayIn = (n) => new Date(Date.parse(this.day) + n * 86400000).toISOString().slice(0, 10);

	scan = (code) => this.bench.do("scan", code);

	/* Of an empty plate, at rest; 0: nothing. */
	put = async (kg) => {
		this.bench.lift();
		await until("an empty plate", async () => {
			const {phase, scale} = await this.get("/station");
			return phase === "empty" && scale.state === "zero";
		});
		if (!kg)
			return;
		this.bench.put(kg);
		await until(`${kg} kg at rest`, async () => {
			const {phase, scale} = await this.get("/station");
			return phase === "ready" && scale.state === "stable" && scale.net_mg === Math.round(kg * 1e6);
		});
	};

	touch = async (page, selector) => {
		this.touches++;
		await tap(page, selector);
	};

	/* A person vouches once for the clock of a machine that does not know the time; it is no touch of the work. */
	sureOfClock = async (page, screen) => {
		await page.waitForSelector(`#drawer[data-screen="${screen}"] :is(.receive-main, .label-main) > *`);
		if (await page.locator("#clock-sure").count() > 0)
			await tap(page, "#clock-sure");
		await page.waitForSelector("#clock-sure", {state: "detached"});
	};

	/* By its tile, the first touch. */
	enter = async (screen, options) => {
		const page = await open(this.station, options);
		await tap(page, `#tiles [data-screen="${screen}"]`);
		await this.sureOfClock(page, screen);
		this.touches = 1;
		return page;
	};

	done = () => this.station.done();
}
