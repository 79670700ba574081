#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Slips that a hand begins, on a real daemon (trades 4): removal with its carrier, transfer, delivery,
 * pickup, a deposit from a place, one of somebody whom nobody knows; what is weighed under each goes the
 * right way; one is ended by one touch on the face, another with a name; something is turned away of one.
 * Pictures in build/web/new-slip-*.
 */
import assert from "node:assert/strict";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, soon, Station, tap, tapCategory, test, text, until} from "./lib.mjs";

const OUT = path.join(BUILD, "web");
const station = await Station.start();
const api = `${station.url}/api/v1`;

async function send(call, body) {
	const answer = await fetch(`${api}${call}`, {method: "POST", body: JSON.stringify(body)});
	const data = await answer.json();
	assert.ok(answer.ok, `${call}: ${JSON.stringify(data)}`);
	return data;
}

const partner = (code, label, roles, more = {}) => ({kind: "partner", code, label_fr: label, short_fr: label, roles, ...more});
await until("a station that weighs", async () => (await fetch(`${api}/health`)).ok);
await send("/catalogue", {from: "2020-01-01", rows: [
	partner("FERBACH", "Ferrailles Bach", "recycler"),
	partner("TRANSDO", "Transports Doubs", "carrier", {permit: "25-2026-041"}),
	partner("LOUEUR", "Camions du Haut", "carrier"),
	partner("MEMBRE", "Ressourcerie du Lac", "member"),
	partner("CCAS", "CCAS de Morteau", "recipient"),
	partner("SUPER", "Super Frais", "donor"),
	{kind: "place", code: "MORTEAU", label_fr: "Déchèterie de Morteau", place_type: "dechetterie"},
	{kind: "place", code: "CAVE", label_fr: "Cave", place_type: "room"}]});

const context = async () => (await station.get("/station")).context;
const slips = async () => (await station.get("/slips?limit=1000")).slips;
const codes = (page) => page.evaluate(() => [...document.querySelectorAll("#drawer .line")].map((node) => node.dataset.code));
const visit = goTo;

async function picture(page, name) {
	await settled(page);
	await page.screenshot({path: path.join(OUT, `new-slip-${name}.png`)});
}

async function fresh(page, type) {
	await visit(page, "#/slips");
	await tap(page, "#slip-new");
	await page.waitForSelector("[data-type]");
	await picture(page, "types");
	await tap(page, `[data-type="${type}"]`);
}

async function weigh(page, kg, root = "TLC", leaf = "TLC-VET") {
	station.scale.put(kg);
	await station.phase("ready", page);
	await tapCategory(page, root, leaf);
	await station.phase("recorded", page);
	station.scale.lift();
	await station.phase("empty", page);
}

async function inForce(page) {
	await page.waitForSelector("#direction-button.ends");
	return (await context()).slip;
}

async function aside(page) {
	await send("/station/slip", {code: ""});
	await page.waitForSelector("#direction-button:not(.ends)");
}

/* By the touch on the face. */
async function endHere(page, id) {
	await page.waitForFunction(() => !document.querySelector("#drawer[open]"));
	await until("what it comes to", async () => /\(\d/.test(await text(page, "#place-button")));
	await tap(page, "#direction-button");
	await until("its end", async () => (await station.get(`/slips/${id}`)).state === "closed");
	await page.waitForSelector("#direction-button:not(.ends)");
	await soon.equal(() => page.locator("#drawer[open]").count(), 0);
}

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`trades 4: a removal with its carrier, ended by one touch, ${lang}, ${size}`, async () => {
		const page = await open(station, {lang, size});
		await page.waitForSelector("#place-button:not(:disabled)");
		await fresh(page, "removal");
		await page.waitForSelector('[data-code="REC_METAL"]');
		await picture(page, `ends-${size}-${lang}`);
		await tap(page, '[data-code="REC_METAL"]');
		await page.waitForSelector('.line[data-code="FERBACH"]');
		assert.deepEqual(await codes(page), ["FERBACH"]); // the others have other roles
		await picture(page, `partner-${size}-${lang}`);
		await tap(page, "#slip-all");
		await page.waitForSelector('.line[data-code="CCAS"]');
		await tap(page, '.line[data-code="FERBACH"]');
		await page.waitForSelector('.line[data-code="TRANSDO"]');
		await tap(page, "#slip-back"); // a wrong touch: who is asked again, then where to
		await page.waitForSelector('.line[data-code="FERBACH"]');
		await tap(page, "#slip-back");
		await tap(page, '[data-code="REC_METAL"]');
		await tap(page, '.line[data-code="FERBACH"]');
		await page.waitForSelector('.line[data-code="TRANSDO"]');
		assert.deepEqual((await codes(page)).sort(), ["LOUEUR", "TRANSDO"]);
		await soon.match(() => text(page, '.line[data-code="TRANSDO"]'), /25-2026-041/);
		await picture(page, `carrier-${size}-${lang}`);
		await tap(page, '.line[data-code="TRANSDO"]');
		const id = await inForce(page);
		const {direction, destination} = await context();
		assert.deepEqual([direction, destination], ["out", "REC_METAL"]);
		await weigh(page, 40, "DEA", "DEA-ASS");
		await page.waitForFunction(() => /40[,.]00/.test(document.getElementById("place-button").textContent));
		await picture(page, `face-${size}-${lang}`);
		const slip = await station.get(`/slips/${id}`);
		assert.deepEqual([slip.type, slip.partner, slip.carrier], ["removal", "FERBACH", "TRANSDO"]);
		assert.deepEqual(slip.lines.map((line) => [line.direction, line.destination, line.partner, line.net_mg]),
			[["out", "REC_METAL", "FERBACH", 40000000]]);
		await visit(page, `#/slip/${id}`);
		await page.waitForSelector("#slip-close");
		await picture(page, `slip-${size}-${lang}`);
		await visit(page, "#/");
		await endHere(page, id);
		await soon.match(() => text(page, "#say"), /Ferrailles Bach.*40[,.]00/);
		assert.equal((await context()).direction, "in");
		await picture(page, `ended-${size}-${lang}`);
		/* Ended too early: it goes on as another of the same. */
		await visit(page, `#/slip/${id}`);
		await tap(page, "#slip-again");
		const next = await inForce(page);
		assert.notEqual(next, id);
		const other = await station.get(`/slips/${next}`);
		assert.deepEqual([other.type, other.partner, other.carrier, other.destination], ["removal", "FERBACH", "TRANSDO", "REC_METAL"]);
		await send(`/slips/${next}/void`, {reason: "TEST"});
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("trades 4: transfer, delivery and pickup go their way", async () => {
	const page = await open(station);
	await page.waitForSelector("#place-button:not(:disabled)");
	for (const [type, end, code, way] of [["transfer", "TRANSF_POLE", "MEMBRE", "out"], ["delivery", "DON_ASSO", "CCAS", "out"],
		["pickup", "ALIM_GMS", "SUPER", "in"]]) {
		await fresh(page, type);
		await tap(page, `#drawer [data-code="${end}"]`);
		await page.waitForSelector(`.line[data-code="${code}"]`);
		assert.ok(!(await codes(page)).includes("FERBACH"), type);
		await tap(page, `.line[data-code="${code}"]`);
		const id = await inForce(page);
		assert.equal((await context()).direction, way);
		await (type === "pickup" ? weigh(page, 3, "ALI", "ALI-PAI") : weigh(page, 3));
		const slip = await station.get(`/slips/${id}`);
		assert.deepEqual([slip.type, slip.partner, slip.lines.length], [type, code, 1]);
		assert.equal(slip.lines[0][way === "out" ? "destination" : "origin"], end);
		await endHere(page, id);
	}
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

await test("trades 4: a deposit from a place, and somebody whom nobody knows", async () => {
	const page = await open(station);
	await tap(page, "#place-button");
	await tap(page, '#drawer [data-code="DECH_ZONE"]');
	await page.waitForSelector('.line[data-code="MORTEAU"]');
	assert.deepEqual(await codes(page), ["MORTEAU"]); // a room of the site is no place to come from
	await picture(page, "place");
	await tap(page, '.line[data-code="MORTEAU"]');
	const id = await inForce(page);
	assert.equal((await context()).place, "MORTEAU");
	await weigh(page, 7);
	assert.deepEqual((await station.get(`/slips/${id}`)).lines.map(({place}) => place), ["MORTEAU"]);
	await endHere(page, id);
	/* Who gives food is known. */
	await visit(page, "#/new-slip/pickup/ALIM_GMS");
	await page.waitForSelector('.line[data-code="SUPER"]');
	assert.equal(await page.locator("#slip-unknown, #slip-skip").count(), 0);
	/* An address that leaves nothing to ask writes nothing: it may be a reload. */
	const before = (await slips()).length;
	await visit(page, "#/new-slip/deposit/DEBARRAS");
	await page.waitForFunction(() => location.hash === "#/");
	assert.equal((await slips()).length, before);
	/* A site that has no row for it says so, and writes nothing. */
	await visit(page, "#/new-slip/deposit/MAGASIN");
	await tap(page, "#slip-unknown");
	await until("what is lacking", async () => (await text(page, "#drawer-note")).includes("AUTRE"));
	assert.equal((await slips()).length, before);
	await send("/catalogue", {from: "2020-01-01", rows: [partner("AUTRE", "Autre, inconnu", "donor")]});
	await until("its row", () => page.evaluate(async () =>
		(await import("/base/kernel.js")).findRow("partners", "AUTRE") !== undefined));
	await tap(page, "#slip-unknown");
	assert.equal((await station.get(`/slips/${await inForce(page)}`)).partner, "AUTRE");
	await aside(page);
	/* Where it is asked for but not needed it may be left out. */
	await visit(page, "#/new-slip/deposit/ECO_ORG");
	await tap(page, "#slip-skip");
	const without = await inForce(page);
	assert.equal((await station.get(`/slips/${without}`)).partner, null);
	await aside(page);
	assert.deepEqual(page.faults, []);
	await page.context().close();
});

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`trades 4: what comes from a member has its paper's number, ${lang}, ${size}`, async () => {
		const page = await open(station, {lang, size});
		await page.waitForSelector("#place-button:not(:disabled)");
		await visit(page, "#/new-slip/deposit/TRANSFERT");
		await tap(page, '.line[data-code="MEMBRE"]');
		await page.waitForSelector("#field-ref");
		await picture(page, `ref-${size}-${lang}`);
		await page.fill("#field-ref", "Vuillemin"); // perhaps somebody's name: refused, and asked again
		await tap(page, ".form-send");
		await page.waitForSelector('#drawer-note[data-note="refused"]');
		await soon.equal(() => page.inputValue("#field-ref"), "Vuillemin");
		await picture(page, `ref-refused-${size}-${lang}`);
		await page.fill("#field-ref", "BT-2026-17");
		await tap(page, ".form-send");
		const slip = await station.get(`/slips/${await inForce(page)}`);
		assert.deepEqual([slip.origin, slip.partner, slip.ref], ["TRANSFERT", "MEMBRE", "BT-2026-17"]);
		await aside(page);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await test("trades 4: whom one last had to do with is offered first", async () => {
	await send("/catalogue", {from: "2020-01-01", rows: [partner("AAA", "Aaa", "donor"), partner("ZZZ", "Zzz", "donor")]});
	await send("/slips", {type: "deposit", origin: "MAGASIN", partner: "ZZZ"});
	await send("/station/slip", {code: ""}); // under one no deposit begins
	const page = await open(station);
	await page.waitForSelector("#place-button:not(:disabled)");
	await page.waitForSelector("#direction-button:not(.ends)");
	await settled(page);
	await visit(page, "#/new-slip/deposit/MAGASIN");
	await page.waitForSelector('.line[data-code="AAA"]');
	const [first] = await codes(page);
	assert.equal(first, "ZZZ");
	await page.context().close();
});

for (const [lang, size] of [["fr", "800x480"], ["en", "390x844"]])
	await test(`trades 4: something is turned away, and somebody signs, ${lang}, ${size}`, async () => {
		const {id} = await send("/slips", {type: "deposit", origin: "MAGASIN", partner: "SUPER"});
		await send("/station/slip", {code: id});
		const page = await open(station, {lang, size});
		await page.waitForSelector("#direction-button.ends");
		await tap(page, "#direction-button"); // of nothing weighed: looked at first
		await tap(page, "#slip-refuse");
		await tap(page, '[data-reason="PACK"]');
		await page.waitForSelector("#refuse-nothing");
		await picture(page, `refuse-what-${size}-${lang}`);
		await tap(page, '#drawer [data-code="DEA"]');
		await page.waitForSelector("[data-kg]");
		await picture(page, `refuse-kg-${size}-${lang}`);
		await tap(page, '[data-kg="20"]');
		await page.waitForSelector("#slip-sign");
		const [refused] = (await station.get(`/slips/${id}`)).refused;
		assert.deepEqual([refused.reason, refused.category, refused.estimated_mg], ["PACK", "DEA", 20000000]);
		/* A load that nobody recorded: the slip is looked at, not ended. */
		await visit(page, "#/");
		await weigh(page, 2);
		station.scale.put(9);
		await station.phase("ready", page);
		await tap(page, "#direction-button");
		await page.waitForSelector('#drawer[data-screen="slip"]');
		assert.equal((await station.get(`/slips/${id}`)).state, "open");
		station.scale.lift();
		await station.phase("empty", page);
		await tap(page, "#slip-sign");
		await tap(page, "#slip-back"); // nobody signs after all
		await tap(page, "#slip-sign");
		await page.waitForSelector("#field-signed");
		/* No two acts of a screen have the same words. */
		const words = await page.locator("#drawer button").evaluateAll((all) => all.map((node) => node.textContent.trim()));
		assert.deepEqual(words.filter((word, i) => words.indexOf(word) < i), []);
		await tap(page, ".form-send"); // without a name it is not signed
		await soon.equal(() => page.getAttribute("#field-signed", "aria-invalid"), "true");
		await page.fill("#field-signed", "Mme Vuillemin");
		await picture(page, `sign-${size}-${lang}`);
		await tap(page, ".form-send");
		await until("its end", async () => (await station.get(`/slips/${id}`)).signed === "Mme Vuillemin");
		await page.waitForSelector("#drawer", {state: "hidden"});
		await visit(page, `#/slip/${id}`);
		await until("who signed", async () => (await text(page, "#drawer-body")).includes("Mme Vuillemin"));
		await picture(page, `signed-${size}-${lang}`);
		assert.deepEqual(page.faults, []);
		await page.context().close();
	});

await station.done();
await finish();
