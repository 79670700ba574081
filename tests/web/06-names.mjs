#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each name in the page and in its tests is one that somebody defines, each that is imported is used, and is one
 * that its module gives: two changes that are right each by itself can meet in a screen that does not open, and
 * only a touch would tell.
 */
import fs from "node:fs";
import path from "node:path";
import {Linter} from "eslint";
import globals from "globals";

const TOP = path.resolve(path.dirname(new URL(import.meta.url).pathname), "../..");
const PAGE = path.join(TOP, "daemon/web/page");
const ROOMS = [[PAGE, globals.browser], [path.join(TOP, "tests/web"), {...globals.node, ...globals.browser}]];
const rules = {"no-undef": "error", "no-unused-vars": ["error", {args: "none", ignoreRestSiblings: true}], "no-dupe-keys": "error",
	"no-const-assign": "error", "no-unreachable": "error"};
const linter = new Linter();
const trees = new Map();

/* What is wrong in a file by itself; its tree is kept. */
function readFile(file, known) {
	const said = linter.verify(fs.readFileSync(file, "utf8"), {languageOptions: {globals: known}, rules}, {filename: "one.js"});
	trees.set(file, linter.getSourceCode().ast.body);
	return said.map(({line, message}) => `${path.relative(TOP, file)}:${line}: ${message}`);
}

const givenBy = (file) => trees.get(file).filter(({type}) => type === "ExportNamedDeclaration").flatMap(({declaration: of, specifiers}) =>
	[...specifiers.map(({exported}) => exported.name), ...of?.id ? [of.id.name] : [],
		...(of?.declarations ?? []).flatMap(({id}) => id.name ?? id.properties.map(({value}) => value.name))]);

const isAt = (file, source) => (source.startsWith("/") ? path.join(PAGE, source) : path.resolve(path.dirname(file), source));

/* What a file asks of another of ours that does not give it. */
const askedInVain = (file) => trees.get(file).filter(({type, source}) => type === "ImportDeclaration" && /^[./]/.test(source.value))
	.flatMap(({source, specifiers, loc}) => specifiers.filter(({imported}) => imported
		&& !(trees.has(isAt(file, source.value)) && givenBy(isAt(file, source.value)).includes(imported.name)))
		.map(({imported}) => `${path.relative(TOP, file)}:${loc.start.line}: ${source.value} gives no ${imported.name}`));

const faults = ROOMS.flatMap(([room, known]) => fs.readdirSync(room, {recursive: true})
	.filter((name) => /\.m?js$/.test(name) && !name.startsWith("node_modules")).flatMap((name) => readFile(path.join(room, name), known)));
for (const file of trees.keys())
	faults.push(...askedInVain(file));
for (const fault of faults)
	console.log(fault);
const wrong = new Set(faults.map((fault) => fault.split(":")[0])).size;
console.log(`${trees.size - wrong} passed, ${wrong} failed, 0 skipped`);
process.exit(wrong > 0 || trees.size < 50 ? 1 : 0);
