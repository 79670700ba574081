#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The pure parts of the page, without a browser: every unit/*.mjs in one node. A module is asked
 * for by the path that it has on the page.
 */
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const HERE = path.dirname(new URL(import.meta.url).pathname);
const files = fs.readdirSync(path.join(HERE, "unit")).filter((name) => name.endsWith(".mjs"))
	.map((name) => path.join(HERE, "unit", name));

if (process.allowedNodeEnvironmentFlags.has("--import") === false) {
	console.log("skip: node is older than 18.18");
	process.exit(77);
}
const done = spawnSync(process.execPath, ["--no-warnings", "--import", path.join(HERE, "page.mjs"),
	"--test-reporter=tap", "--test", ...files], {encoding: "utf8"});
const count = (what) => Number(done.stdout.match(new RegExp(`^# ${what} (\\d+)$`, "m"))?.[1] ?? 0);
if (done.status !== 0 || count("pass") === 0)
	console.log(done.stdout + done.stderr);
console.log(`${count("pass")} passed, ${count("fail")} failed, 0 skipped`);
process.exit(done.status !== 0 || count("pass") === 0 ? 1 : 0);
