// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {state} from "/base/kernel.js";
import {bodyOf, endsOf, hasRole, isOutside, lastFirst, mayBeUnknown, mustSay, nextStep, rolesOf,
	stepRefused, typesOffered} from "/parts/slips.js";

const ORIGINS = [{code: "APP_VOL", reuse_word: "reemploi", needs_place: "optional"},
	{code: "DECH_ZONE", reuse_word: "reemploi", needs_place: "yes"}, {code: "MAGASIN", reuse_word: "reemploi", needs_partner: "yes"},
	{code: "ECO_ORG", reuse_word: "reutilisation", needs_partner: "optional"},
	{code: "TRANSFERT", reuse_word: "inherits", needs_partner: "yes"}, {code: "ALIM_BA", food: true, needs_partner: "yes"}];
const DESTINATIONS = [{code: "VENTE", class: "reuse"}, {code: "DON_ASSO", class: "reuse", needs_partner: "yes"},
	{code: "TRANSF_POLE", class: "transfer", needs_partner: "yes"},
	{code: "TRI_TLC", class: "transfer", needs_partner: "yes", waste_code: "yes"},
	{code: "REC_METAL", class: "recycling", needs_partner: "yes", waste_code: "yes"},
	{code: "OMR", class: "disposal", waste_code: "yes"}, {code: "VOL_CASSE", class: "correction"}];
const catalogue = (trade = "both") => ({origins: ORIGINS, destinations: DESTINATIONS, sites: [{code: "MS", trade}]});
const end = (code) => [...ORIGINS, ...DESTINATIONS].find((row) => row.code === code);
const codes = (type) => endsOf(type).map(({code}) => code);

test("each type has its own ends, and the other trade's types are hidden", () => {
	state.catalogue = catalogue();
	assert.deepEqual(codes("removal"), ["TRI_TLC", "REC_METAL", "OMR"]);
	assert.deepEqual(codes("transfer"), ["TRANSF_POLE"]);
	assert.deepEqual(codes("delivery"), ["DON_ASSO"]);
	assert.deepEqual(codes("pickup"), ["ALIM_BA"]);
	assert.ok(!codes("deposit").includes("ALIM_BA"));
	assert.deepEqual(typesOffered(), ["deposit", "pickup", "removal", "transfer", "delivery"]);
	state.catalogue = catalogue("recyclerie");
	assert.deepEqual(typesOffered(), ["deposit", "removal", "transfer", "delivery"]);
	state.catalogue = catalogue("workshop");
	assert.ok(typesOffered().includes("pickup"));
});

test("a slip asks for what its origin or destination needs, and for whom it is for", () => {
	state.catalogue = catalogue();
	assert.equal(nextStep("deposit", {}), "end");
	assert.equal(nextStep("deposit", {end: "DECH_ZONE"}), "place");
	assert.equal(nextStep("deposit", {end: "DECH_ZONE", place: "P1"}), null);
	assert.equal(nextStep("deposit", {end: "ECO_ORG"}), "partner");
	assert.equal(nextStep("deposit", {end: "ECO_ORG", partner: ""}), null);
	assert.equal(nextStep("removal", {end: "REC_METAL"}), "partner");
	assert.equal(nextStep("removal", {end: "REC_METAL", partner: "P"}), "carrier");
	assert.equal(nextStep("removal", {end: "REC_METAL", partner: "P", carrier: ""}), null);
	assert.equal(nextStep("transfer", {end: ""}), "partner");
	assert.equal(nextStep("deposit", {end: "TRANSFERT", partner: "P"}), "ref");
	assert.equal(nextStep("deposit", {end: "TRANSFERT", partner: "P", ref: ""}), null);
	assert.equal(nextStep("transfer", {end: "TRANSF_POLE", partner: "P"}), null);
});

test("what may be left out, and who may stay unknown: never who gave food", () => {
	assert.equal(mustSay("deposit", null, "end"), true);
	assert.equal(mustSay("removal", null, "end"), false);
	assert.equal(mustSay("deposit", end("ECO_ORG"), "partner"), false);
	assert.equal(mustSay("deposit", end("MAGASIN"), "partner"), true);
	assert.equal(mustSay("removal", null, "partner"), true);
	assert.equal(mustSay("removal", end("OMR"), "partner"), false);
	assert.equal(mustSay("deposit", end("DECH_ZONE"), "place"), true);
	assert.equal(mayBeUnknown("deposit", end("MAGASIN"), "partner"), true);
	assert.equal(mayBeUnknown("deposit", end("ECO_ORG"), "partner"), false); // it may be left out
	assert.equal(mayBeUnknown("pickup", end("ALIM_BA"), "partner"), false);
	assert.equal(mayBeUnknown("removal", end("REC_METAL"), "partner"), false);
});

test("partners are offered by their role, and who has none said is always offered", () => {
	assert.deepEqual(rolesOf("deposit", end("MAGASIN"), "partner"), ["donor"]);
	assert.deepEqual(rolesOf("deposit", end("TRANSFERT"), "partner"), ["member"]);
	assert.deepEqual(rolesOf("deposit", end("ECO_ORG"), "partner"), ["donor", "eco_organisme"]);
	assert.deepEqual(rolesOf("removal", end("REC_METAL"), "carrier"), ["carrier"]);
	assert.deepEqual(rolesOf("delivery", end("DON_ASSO"), "partner"), ["recipient"]);
	assert.equal(hasRole({roles: "donor carrier"}, ["carrier"]), true);
	assert.equal(hasRole({roles: "donor"}, ["carrier"]), false);
	assert.equal(hasRole({}, ["carrier"]), true);
	assert.equal(isOutside({place_type: "cold_room"}), false);
	assert.equal(isOutside({place_type: "dechetterie"}), true);
});

test("a call says what was said, and nothing else", () => {
	assert.deepEqual(bodyOf("removal", {end: "REC_METAL", partner: "A", carrier: ""}),
		{type: "removal", destination: "REC_METAL", partner: "A"});
	assert.deepEqual(bodyOf("deposit", {end: "DECH_ZONE", place: "P"}), {type: "deposit", origin: "DECH_ZONE", place: "P"});
});

test("whom one last had to do with is offered first, and the rest keep their order", () => {
	const codes = (rows) => rows.map(({code}) => code);
	const all = ["A", "B", "C", "D"].map((code) => ({code}));
	assert.deepEqual(codes(lastFirst(all, ["C", null, "A", "C", "GONE"])), ["C", "A", "B", "D"]);
	assert.deepEqual(codes(lastFirst(all, [])), ["A", "B", "C", "D"]);
});

test("what was refused is asked again", () => {
	assert.equal(stepRefused("removal", "destination"), "end");
	assert.equal(stepRefused("deposit", "ref"), "ref");
	assert.equal(stepRefused("deposit", "note"), null);
	assert.equal(stepRefused("deposit", undefined), null);
});
