// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {codesOf} from "/screens/first-day/model.js";

test("a name suggests codes that fit onto a label", () => {
	assert.deepEqual(codesOf("Recyclerie du Haut-Doubs"), {site: "RHD", pole: "HD"});
	assert.deepEqual(codesOf("L'Étable à l'œuvre"), {site: "EO", pole: "OE"});
	assert.deepEqual(codesOf("Mirabelle"), {site: "MIR", pole: "MI"});
	assert.deepEqual(codesOf("  "), {site: "", pole: ""});
	for (const name of ["Association pour la Réduction et le Réemploi des Objets", "Été", "12 rue"]) {
		const {site, pole} = codesOf(name);
		assert.match(site + pole, /^[A-Z0-9]{2,6}$/, name);
	}
});
