#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A day of 300 acts (day.mjs) by page, by scanner alone and by buttons alone, each part at a station of its own; in each
 * way the scale is unplugged, the paper ends and the power goes. What each pair knows comes to the same tonnage,
 * balance and stock, to the milligram, and to what an oracle outside the daemon knows of the plate.
 */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import path from "node:path";
import {ACTS, count, knows, PARTS} from "./day.mjs";
import {BUILD, finish, test} from "./lib.mjs";
import {Way} from "./day-ways.mjs";

const LEAST = {page: 300, scanner: 240, buttons: 150};

/* Of rows, what the oracle has: {category: {in_mg, reuse_mg, recycling_mg}}, without those of nothing. */
function byCategory(rows, names) {
	const all = {};
	for (const row of rows)
		for (const name of names) {
			all[row.category] ??= Object.fromEntries(names.map((one) => [one, 0]));
			all[row.category][name] += row[name];
		}
	return Object.fromEntries(Object.entries(all).filter(([, row]) => Object.values(row).some((mg) => mg !== 0)).sort());
}

const wanted = (figures, names) => Object.fromEntries(Object.entries(figures).map(([code, row]) =>
	[code, Object.fromEntries(names.map((name) => [name, row[name]]))]).filter(([, row]) => Object.values(row).some((mg) => mg !== 0)).sort());

/* All that this way has written is what the oracle knows. */
async function judge(way) {
	const truth = way.oracle.figures();
	const {tonnage, balance, stock} = await way.figures();
	const flows = ["in_mg", "reuse_mg", "recycling_mg"];
	assert.deepEqual(await way.lines(), way.oracle.lines(), `${way.name}: weighings that count`);
	assert.deepEqual(byCategory(tonnage, flows), wanted(truth, flows), `${way.name}: tonnage`);
	assert.deepEqual(byCategory(balance, [...flows, "dk_mg"]), Object.fromEntries(Object.entries(wanted(truth, [...flows, "stock_mg"]))
		.map(([code, {stock_mg: dk, ...row}]) => [code, {...row, dk_mg: dk}])), `${way.name}: balance`);
	assert.deepEqual(byCategory(stock, ["stock_mg"]), wanted(truth, ["stock_mg"]), `${way.name}: stock`);
	return {tonnage, balance, stock};
}

/* A part by a way that knows all of it: how many acts, and what stands behind them. */
async function live(name, part) {
	const way = await Way.start(name, part);
	const begun = performance.now();
	try {
		await way.lives();
		way.after = await judge(way);
		console.log(`note: part ${part + 1} of a day by ${name}: ${way.done} acts, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
		await way.station.kill("SIGTERM");
		for (const check of [["verify"], ["rebuild", "--check"]]) {
			const said = spawnSync(path.join(BUILD, "bascule"), ["--db", path.join(way.station.dir, "bascule.db"), ...check], {encoding: "utf8"});
			assert.equal(said.status, 0, said.stdout + said.stderr);
		}
	} finally {
		await way.end();
	}
	return way;
}

const days = {};
const names = (process.env.WAYS ?? "page scanner buttons").split(" ");
const partsOf = (name) => PARTS.map((part, i) => i).filter((i) => Way.knowsAll(name, i));
const lived = Object.fromEntries(names.map((name) => [name, partsOf(name).map((part) => live(name, part))]));
await Promise.allSettled(Object.values(lived).flat());
const sum = (list) => list.reduce((all, n) => all + n, 0);
for (const name of names)
	await test(`issue 15: a day of ${LEAST[name]} acts by ${name} is what lay on the plate`, async () => {
		const parts = await Promise.all(lived[name]);
		days[name] = parts.map((way) => way.after);
		assert.ok(sum(parts.map((way) => way.done)) >= LEAST[name]);
		assert.equal(sum(parts.map((way) => way.broken)), 3, "scale, paper, power");
		const known = Object.entries(ACTS).filter(([, row]) => knows[name](row)).map(([act]) => act);
		console.log(`note: known by ${name}: ${known.join(", ")}`);
	});
for (const [one, other] of [["page", "scanner"], ["page", "buttons"], ["scanner", "buttons"]].filter((pair) => pair.every((name) => days[name])))
	await test(`issue 15: ${one} and ${other} come to the same tonnage, balance and stock`, async () => {
		const parts = Math.min(days[one].length, days[other].length);
		assert.ok(sum(PARTS.slice(0, parts).map(count)) >= Math.min(LEAST[one], LEAST[other]));
		for (let part = 0; part < parts; part++)
			assert.deepEqual(days[one][part], days[other][part]);
	});
await finish();
