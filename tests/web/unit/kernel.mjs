// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import {bound, change, linkTo, LOOKS, looksOf, mayOpen, offered, routeOf} from "/base/kernel.js";
import {reasonPicture, reasonsFor} from "/parts/reasons.js";
import {CATALOGUE} from "../feed.mjs";

const NINE = ["TLC", "HRP", "DEA", "EEE", "JOU", "ASL", "ABJ", "PMCB", "ALI"];
const tokens = fs.readFileSync(new URL("../../../daemon/web/page/css/tokens.css", import.meta.url), "utf8");

test("a route is a name and its arguments, anything else is reception", () => {
	assert.deepEqual(routeOf("#/weighing/HD-MS-W-1-%2F"), {name: "weighing", args: ["HD-MS-W-1-/"]});
	for (const hash of ["", "#", "#/", "#x", "#/../api", "#/Weighing", "#/weighing/%", "#//x"])
		assert.deepEqual(routeOf(hash), {name: "reception", args: []}, hash);
});

test("a link leads to its route", () => {
	const args = ["a/b", "é %", "#"];
	assert.deepEqual(routeOf(linkTo("void", ...args)), {name: "void", args});
});

test("a unit stays on the line of its figure", () => {
	assert.equal(bound("12,50 kg · Livres, 3 t"), "12,50\u00a0kg · Livres, 3\u00a0t");
	assert.equal(bound(" kg en trop"), "\u00a0kg en trop");
	for (const text of ["12 tables", "3 grands sacs", "à 5 kgs", "le kg"])
		assert.equal(bound(text), text);
	assert.equal(bound(7), 7);
});

test("a role opens its screens and those below", () => {
	assert.equal(mayOpen("staff"), true);
	assert.equal(mayOpen("staff", "kiosk"), false);
	assert.equal(mayOpen("kiosk", "kiosk"), true);
	assert.equal(mayOpen("nobody-knows"), false);
	assert.equal(mayOpen(undefined, "anyone"), true);
});

test("every look is drawn, by day and by night, with a pattern and no other's", () => {
	const patterns = new Set();
	for (let look = 0; look < LOOKS; look++) {
		const block = tokens.match(new RegExp(`^\\[data-look="${look}"\\] {([^}]*)}`, "m"))[1];
		for (const name of ["bg", "ink", "mark", "pattern"])
			assert.match(block, new RegExp(`--root-${name}:`));
		patterns.add(block.match(/--root-pattern:([^;]*);/)[1].trim());
		assert.match(tokens, new RegExp(`^\\[data-theme="dark"\\] \\[data-look="${look}"\\]`, "m"));
	}
	assert.equal(patterns.size, LOOKS);
	assert.equal(tokens.includes(`[data-look="${LOOKS}"]`), false);
});

/* Relative luminance and contrast: WCAG 2.2, 1.4.3. */
function luminance(colour) {
	const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
		.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("the ink of every look is read on it", () => {
	const found = [...tokens.matchAll(/--root-bg: (#\w{6});\s*--root-ink: (#\w{6});/g)];
	assert.equal(found.length, 2 * LOOKS + 1); // and in print
	for (const [, ground, ink] of found) {
		const [dark, light] = [luminance(ground), luminance(ink)].sort((a, b) => a - b);
		assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, `${ink} on ${ground}`);
	}
});

test("the nine roots keep their looks, and a tenth has one of its own", () => {
	const looks = looksOf(NINE);
	assert.deepEqual(NINE.map((code) => looks.get(code)), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
	const ten = looksOf([...NINE, "VELO"]);
	assert.deepEqual(NINE.map((code) => ten.get(code)), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
	assert.ok(ten.get("VELO") > 8);
});

test("no colour moves with the order, and six more roots are all different", () => {
	const more = ["VELO", "BOIS", "LIVRE", "METAL", "DIVERS", "AUTRE"];
	const looks = looksOf([...NINE, ...more]);
	assert.equal(new Set([...NINE, ...more].map((code) => looks.get(code))).size, LOOKS);
	assert.deepEqual(looksOf([...more].reverse().concat(NINE)), looks);
	assert.equal(looksOf([...NINE, ...more, "ZZZ", "YYY"]).size, LOOKS + 2);
});

test("a catalogue of other roots has looks for all of them", () => {
	const own = Array.from({length: 12}, (_, i) => `R${i}`);
	const looks = looksOf(own);
	assert.equal(new Set(own.map((code) => looks.get(code))).size, 12);
});

test("the trade of the site hides what is only of the other one", () => {
	const codes = (trade, kind, more = {}) => {
		change({snapshot: {site: "MS"}, catalogue: {...CATALOGUE, sites: [{code: "MS", trade}], ...more}});
		return offered(kind).map(({code}) => code);
	};
	for (const kind of ["categories", "origins", "destinations"]) {
		assert.equal(codes("both", kind).length, CATALOGUE[kind].filter(({hidden}) => !hidden).length);
		assert.deepEqual(codes("recyclerie", kind).filter((code) => code.startsWith("ALI")), []);
	}
	assert.deepEqual(codes("workshop", "categories").filter((code) => !code.startsWith("ALI")), []);
	assert.equal(codes("workshop", "categories").includes("ALI-FRO"), true); // of its family
	assert.deepEqual(codes("workshop", "origins").filter((code) => !code.startsWith("ALIM")), ["TRANSFERT", "RETOUR"]);
	const ways = codes("workshop", "destinations");
	assert.deepEqual([ways.includes("COMPOST"), ways.includes("OMR"), ways.includes("ALIM_DIST"), ways.includes("VENTE")],
		[true, true, true, false]);
	const two = [{code: "XX", trade: "workshop"}, {code: "MS", trade: "recyclerie"}];
	assert.equal(codes("", "categories", {sites: two}).includes("ALI"), false); // that of the station
	assert.equal(codes("", "categories", {sites: []}).includes("ALI"), true);
	change({snapshot: null, catalogue: null});
});

test("reasons are those of the use, each with a drawing; there is always one", () => {
	change({catalogue: CATALOGUE});
	assert.deepEqual(reasonsFor("void").map(({code}) => code), ["MISTAKE", "DOUBLE", "WRONG_WEIGHT", "TEST"]);
	assert.equal(reasonsFor("refuse").some(({code}) => code === "DATE"), true);
	const drawn = (name) => fs.existsSync(new URL(`../../../daemon/web/page/pictograms/${name}.svg`, import.meta.url));
	for (const {code} of [...CATALOGUE.reasons, {code: "OF_A_SITE"}])
		assert.equal(reasonPicture(code).some(drawn), true, code);
	change({catalogue: {reasons: []}});
	assert.deepEqual(reasonsFor("void").map(({code}) => code), ["OTHER"]);
	change({catalogue: null});
});
