#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/* The guides are made with pictures of today's page, fill their paper, and name commands that exist. */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, skip, test} from "./lib.mjs";

const SOURCES = "tools/guides";
const bascule = (...args) => spawnSync(path.join(BUILD, "bascule"), args, {encoding: "utf8"});

if (spawnSync("pdfinfo", ["-v"]).error)
	skip("no pdfinfo");

await test("each guide is made, in both languages", () => {
	const out = path.join(BUILD, "guides");
	fs.rmSync(out, {recursive: true, force: true});
	const made = spawnSync(`${SOURCES}/make.mjs`, [out], {encoding: "utf8"});
	assert.equal(made.status, 0, made.stderr);
	const sources = fs.readdirSync(SOURCES).filter((name) => name.endsWith(".html"));
	assert.equal(sources.length, 8);
	assert.deepEqual(fs.readdirSync(out).sort(), sources.map((name) => name.replace(".html", ".pdf")).sort());
});

await test("a page that is older than its code is not taken", () => {
	const copy = fs.mkdtempSync(path.join(BUILD, "page-"));
	fs.cpSync("daemon/web/page", copy, {recursive: true});
	fs.appendFileSync(path.join(copy, "app.js"), "// tomorrow\n");
	const made = spawnSync(`${SOURCES}/make.mjs`, [path.join(copy, "guides")], {encoding: "utf8", env: {...process.env, PAGE_SOURCE: copy}});
	fs.rmSync(copy, {recursive: true});
	assert.equal(made.status, 1);
	assert.match(made.stderr, /app\.js: .*older than its code/);
});

await test("each command that a guide names is one", () => {
	const named = new Set();
	for (const file of fs.readdirSync(SOURCES).filter((name) => name.endsWith(".html")))
		for (const [, command] of fs.readFileSync(path.join(SOURCES, file), "utf8").matchAll(/\bbascule ((?!_)[a-z]+)/g))
			named.add(command);
	assert.ok(named.size > 8, [...named].join(" "));
	for (const command of named)
		assert.equal(bascule("help", command).status, 0, command);
});

await finish();
