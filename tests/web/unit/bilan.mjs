// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import test from "node:test";
import {periodName, queryOf, usualPeriods, yearBefore} from "/parts/period.js";
import {behind, compared} from "/screens/bilan.js";

test("usual periods go over the turn of a year", () => {
	assert.deepEqual(usualPeriods("2026-01-31").map(({period}) => period),
		["2026-01", "2025-12", "2026-Q1", "2026", "2025"]);
	assert.equal(usualPeriods("2026-12-01")[2].period, "2026-Q4");
});

test("both days of a span are part of it", () => {
	assert.deepEqual(queryOf("2024-02-28..2024-02-29"), {from: "2024-02-28", to: "2024-03-01"});
	assert.deepEqual(queryOf("2026-Q4"), {period: "2026-Q4"});
});

test("a half year has a name, as a quarter has", () => {
	for (const period of ["2026-S1", "2026-Q3"])
		assert.doesNotMatch(periodName(period), /^2026-/);
	assert.notEqual(periodName("2026-S1"), periodName("2026-Q1"));
});

test("a year that goes on is held against as many days", () => {
	assert.deepEqual(yearBefore("2026-01-01", "2026-12-31", "2026-11-29"), {from: "2025-01-01", to: "2025-11-30"});
	assert.deepEqual(yearBefore("2025-01-01", "2025-12-31", "2026-11-29"), {from: "2024-01-01", to: "2025-01-01"});
	assert.deepEqual(yearBefore("2025-02-01", "2025-02-28", "2026-11-29"), {from: "2024-02-01", to: "2024-03-01"});
	assert.deepEqual(yearBefore("2024-02-29", "2024-02-29", "2026-11-29"), {from: "2023-02-28", to: "2023-03-01"});
});

const columns = [{name: "month", type: "month"}, {name: "in_mg", type: "mg"}, {name: "energy_mg", type: "mg"},
	{name: "reuse_mg", type: "mg"}];
const report = (rows) => ({columns, rows, total: {in_mg: rows.reduce((sum, row) => sum + row.in_mg, 0),
	energy_mg: 0, reuse_mg: rows.reduce((sum, row) => sum + row.reuse_mg, 0)}});

test("a month is held against that of the year before, and no row is left out", () => {
	const now = report([{month: "2026-01", in_mg: 30, reuse_mg: 5, energy_mg: 0}, {month: "2026-02", in_mg: 10, reuse_mg: 0, energy_mg: 0}]);
	const all = compared(now, report([{month: "2025-01", in_mg: 20, reuse_mg: 0, energy_mg: 0}]), "month");
	assert.deepEqual(all.rows.map(({share, before_mg, change, out_mg}) => [share, before_mg, change, out_mg]),
		[[0.75, 20, 0.5, 5], [0.25, 0, null, 0]]);
	assert.deepEqual(all.columns.map(({name}) => name), ["month", "in_mg", "share", "before_mg", "change", "out_mg", "reuse_mg"]);
	assert.equal(all.total.change, 1);
});

test("what had weight in the year before alone is a row, too", () => {
	const all = compared(report([{month: "2026-02", in_mg: 10, reuse_mg: 0, energy_mg: 0}]),
		report([{month: "2025-01", in_mg: 20, reuse_mg: 0, energy_mg: 0}]), "month");
	assert.deepEqual(all.rows.map(({month, in_mg: mg, change}) => [month, mg, change]),
		[["2026-01", 0, -1], ["2026-02", 10, null]]);
});

test("where things go, shares are of what went out", () => {
	const now = {columns: [{name: "destination", type: "code"}, ...columns.slice(1)],
		...report([{destination: "", in_mg: 90, reuse_mg: 0}, {destination: "A", in_mg: 0, reuse_mg: 40},
			{destination: "B", in_mg: 0, reuse_mg: 60}])};
	now.columns = [{name: "destination", type: "code"}, ...columns.slice(1)];
	const all = compared(now, null, "destination");
	assert.deepEqual(all.rows.map(({destination, share}) => [destination, share]), [["B", 0.6], ["A", 0.4], ["", 0]]);
	assert.deepEqual(all.columns.slice(0, 3).map(({name}) => name), ["destination", "out_mg", "share"]);
});

test("behind a figure stand its own weighings", () => {
	const link = behind("2026-01-05..2026-02-03", "root");
	assert.equal(decodeURIComponent(link({name: "reuse_mg"}, {root: "TLC", reuse_mg: 5})),
		"#/weighings//from=2026-01-05&to=2026-02-04&root=TLC&flow=reuse");
	assert.equal(link({name: "reuse_mg"}, {root: "TLC", reuse_mg: 0}), null);
	assert.equal(link({name: "share"}, {root: "TLC", share: 0.5}), null);
	const part = behind("2026-01-05..2026-02-03", "month", {first_day: "2026-01-05", last_day: "2026-02-03"});
	assert.equal(decodeURIComponent(part({name: "in_mg"}, {month: "2026-01", in_mg: 5})), "#/weighings//from=2026-01-05&to=2026-02-01&flow=in");
	assert.equal(decodeURIComponent(part({name: "in_mg"}, {month: "2026-02", in_mg: 5})), "#/weighings//from=2026-02-01&to=2026-02-04&flow=in");
	assert.equal(behind("2026", "month")({name: "month"}, {month: "2026-03"}), "#/bilan/2026-03/root");
});
