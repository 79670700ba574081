#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The figures of a year on the page (first fruits 1): those of `bascule tonnage` to the gram, for each
 * period and each key, and on the chart beside them; the weighings behind one; a workbook of last year in
 * four touches, the other files, and paper. Each size, both languages; pictures in build/web/.
 */
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, SIZES, skip, sleep, soon, Station, tap, test} from "./lib.mjs";
import {checkAccess, checkFit} from "./look.mjs";

const OUT = path.join(BUILD, "web");
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}, "360x640": {width: 360, height: 640},
	"844x390": {width: 844, height: 390}, "640x400": {width: 640, height: 400}});
const TITLES = {in_kg: "Entrées (kg)", neutral_in_kg: "Retours (kg)", reuse_kg: "Réemploi (kg)",
	transfer_kg: "Transfert (kg)", recycling_kg: "Recyclage (kg)", energy_kg: "Énergie (kg)",
	disposal_kg: "Élimination (kg)", correction_kg: "Correction (kg)", units: "Unités", weighings: "Pesées"};

for (const tool of ["pdfinfo", "pdftotext"])
	if (spawnSync(tool, ["-v"]).error)
		skip(`no ${tool}`);
fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({sample: true});
/* What the days before left is seen to: the first screen then leads to the weighings. */
const {day: morning} = await station.get("/morning");
await fetch(`${station.url}/api/v1/days/${morning}/seen`, {method: "POST", body: "{}"});
const {day} = await station.get("/station");
const year = Number(day.slice(0, 4));
const month = new Date(Date.UTC(year, Number(day.slice(5, 7)) - 2, 1)).toISOString().slice(0, 7);
const PERIODS = {[year]: ["--period", year], [year - 1]: ["--period", year - 1], [month]: ["--period", month],
	[`${year - 1}-Q4`]: ["--period", `${year - 1}-Q4`],
	[`${month}-03..${month}-17`]: ["--from", `${month}-03`, "--to", `${month}-18`]};

/* What a program says. */
function run(program, ...args) {
	const done = spawnSync(program, args.map(String), {encoding: "utf8"});
	assert.equal(done.status, 0, done.stderr);
	return done.stdout;
}

const tonnage = (period, key, format) => run(path.join(BUILD, "bascule"), "--lang", "fr", "--url", station.url, "tonnage",
	...PERIODS[period], "--by", key, "--format", format);

/* The rows of the command, by their key. */
function command(period, key) {
	const [head, ...lines] = tonnage(period, key, "csv").trim().split(/\r?\n/).map((line) =>
		[...line.matchAll(/("([^"]*)"|([^,]*))(,|$)/g)].map((m) => m[2] ?? m[3]));
	return lines.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
}

/* What the page calls a key. */
const named = (row, key) => row[`${key}_label`] || (key === "month" && row.month ? new Date(`${row.month}-01T00:00:00Z`)
	.toLocaleDateString("fr", {month: "long", year: "numeric", timeZone: "UTC"}) : row[key]) || "–";
const plain = (words) => words.replaceAll("\u202f", "").replace(",", ".");
const visit = async (page, period, key) => {
	await goTo(page, `#/bilan/${period}/${key}`);
	await page.waitForFunction(([p, k]) => {
		const [file] = document.querySelectorAll('#drawer [data-file="xlsx"]');
		return file?.download.startsWith(`bilan-${p}-${k}.`) || document.querySelector("#drawer .report .line-none:not([role])");
	}, [period, key]);
};

const read = (page) => page.evaluate(() => {
	const texts = (row) => [...row.cells].map((cell) => cell.textContent);
	const [head, ...rows] = [...document.querySelectorAll("#drawer .table tr")].map(texts);
	return rows.map((cells) => Object.fromEntries(head.map((name, i) => [i ? name : "key", cells[i]])));
});

const page = await open(station, {size: "1280x800"});
for (const period of Object.keys(PERIODS))
	for (const key of ["root", "category", "origin", "destination", "month"])
		await test(`the figures of ${period} by ${key} are those of the command`, async () => {
			await visit(page, period, key);
			const shown = new Map((await read(page)).map((row) => [row.key, row]));
			const rows = command(period, key);
			assert.ok(shown.size >= (rows.length > 0 ? rows.length + 1 : 0));
			for (const row of rows)
				for (const [name, title] of Object.entries(TITLES)) {
					const there = shown.get(named(row, key));
					assert.equal(Number(plain(there[title] ?? "0")), Number(row[name]), `${row[key]} ${name}`);
				}
		});

/* The bars of a chart: how long each is, and the glyphs that stand behind it. */
const barsOf = (svg) => [...svg.matchAll(/<path [^>]*d="M (\S+) (\S+) L (\S+) \2 L [^"]*Z[^"]*"\/>\s*<g[^>]*>(.*?)<\/g>/gs)]
	.map(([, from, , to, words]) => ({length: to - from, glyphs: [...words.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)}));

await test("the chart beside the table draws and writes its figures", async () => {
	await visit(page, year - 1, "root");
	await page.waitForFunction(() => document.querySelector("#drawer .chart img")?.naturalWidth > 100);
	const asked = await page.locator("#drawer .chart img").evaluate((img) => img.src);
	assert.equal(new URL(asked).pathname, "/api/v1/charts/tonnage.svg");
	const answer = await fetch(asked);
	assert.equal(answer.headers.get("content-type"), "image/svg+xml");
	const bars = barsOf(await answer.text()).filter(({length}) => length > 0);
	const texts = (await read(page)).filter((row) => row.key !== "Total").map((row) => plain(row[TITLES.in_kg]));
	const masses = await page.evaluate(async () => { // in the order of the chart, which is the catalogue's
		const {rows, state} = await import("/base/kernel.js");
		const of = new Map(state.screens.bilan.report.rows.map((row) => [row.root, row.in_mg]));
		return rows("categories").map(({code}) => of.get(code)).filter((mg) => mg > 0);
	});
	const shown = masses.map((mg) => texts.find((kg) => Math.round(kg * 1e3) === Math.round(mg / 1e3)));
	assert.ok(shown.length > 4);
	assert.equal(bars.length, shown.length);
	const [longest, most] = [Math.max(...bars.map(({length}) => length)), Math.max(...shown)];
	const letters = new Map(); // a glyph is one character, wherever it stands
	for (const [i, kg] of shown.entries()) {
		assert.ok(Math.abs(bars[i].length / longest - kg / most) < 0.001, `the bar of ${kg}`);
		assert.equal(bars[i].glyphs.length, kg.length, `the figure of ${kg}`);
		for (const [at, glyph] of bars[i].glyphs.entries())
			assert.equal(letters.get(glyph) ?? (letters.set(glyph, kg[at]), kg[at]), kg[at], `the figure of ${kg}`);
	}
	assert.equal(new Set(letters.values()).size, letters.size);
	await visit(page, year - 1, "destination");
	await page.waitForFunction(() => document.querySelector("#drawer .chart img")?.src.includes("chart=sankey")
		&& document.querySelector("#drawer .chart img").naturalWidth > 100);
});

await test("behind a figure stand the weighings that it is the sum of", async () => {
	await visit(page, month, "category");
	const {href, mg} = await page.evaluate(async () => {
		const {state} = await import("/base/kernel.js");
		const {behind} = await import("/screens/bilan.js");
		const {report} = state.screens.bilan;
		const row = report.rows.find((one) => one.weighings < 25 && one.reuse_mg > 0);
		const [, period] = location.hash.slice(2).split("/");
		return {href: behind(period, "category", report)({name: "reuse_mg"}, row), mg: row.reuse_mg};
	});
	await tap(page, `#drawer .table a[href="${href}"]`);
	await page.waitForSelector("#drawer .line");
	const sum = await page.evaluate(async () => (await import("/base/kernel.js")).state.screens.weighings.lines
		.filter((line) => !line.voided_by).reduce((all, line) => all + line.net_mg, 0));
	assert.equal(sum, mg);
	await page.goBack();
	await page.waitForSelector('#drawer[data-screen="bilan"] .table');
});

/* ---- the year in pictures */

const PICTURES = ["bilan-months", "bilan-destinations", "bilan-reuse", "bilan-top", "bilan-ways"];
const visitPictures = async (on, period) => {
	await goTo(on, `#/bilan/${period}/pictures`);
	await on.waitForFunction((count) => document.querySelector('#drawer [data-table="bilan"] .table')
		&& [...document.querySelectorAll("#drawer .picture .chart img")].filter((img) => img.naturalWidth > 100).length === count, PICTURES.length);
};

await test("the year stands there in pictures, each with its table when it is asked for", async () => {
	await visitPictures(page, year);
	assert.equal(await page.locator("#drawer .picture details .table").count(), 0); // facts stand open
	for (const name of PICTURES) {
		await settled(page); // pictures that come soon: else it is a bounce of what led here
		await page.locator(`[data-table="${name}"] summary`).click();
		await page.waitForSelector(`[data-table="${name}"] .table`);
		const {rows} = await station.get(`/reports/${name}?period=${year}`);
		await soon.equal(() => page.locator(`[data-table="${name}"] tbody tr`).count(), rows.length, name);
		assert.ok(rows.length > 3, name);
	}
	const {total} = await station.get(`/reports/tonnage?period=${year}`);
	for (const name of ["bilan-months", "bilan-top", "bilan-ways"])
		assert.equal((await station.get(`/reports/${name}?period=${year}`)).total.in_mg, total.in_mg, name);
});

/* All pages of what an address asks for, of which the page shows the first. */
async function allBehind(hash) {
	const query = new URLSearchParams(decodeURIComponent(hash.split("/").at(-1)));
	const sum = {mg: 0, weighings: 0};
	for (let after = ""; after !== null;) {
		const got = await station.get(`/weighings?${query}&limit=200${after && `&after=${after}`}`);
		for (const line of got.weighings.filter((one) => !one.voided_by)) {
			sum.mg += line.net_mg;
			sum.weighings++;
		}
		after = got.next;
	}
	return sum;
}

await test("each figure of a picture's table is the sum of the weighings behind it, which say so; and back", async () => {
	for (const name of ["bilan-ways", "bilan-months", "bilan-destinations", "bilan-top", "bilan"]) {
		await visitPictures(page, year);
		if (name !== "bilan")
			await page.locator(`[data-table="${name}"]`).evaluate((details) => {
				details.open = true;
			});
		await page.waitForSelector(`[data-table="${name}"] .table`);
		const links = page.locator(`[data-table="${name}"] .table a`);
		const count = await links.count();
		assert.ok(count > 5, name);
		for (const at of [0, Math.floor(count / 2), count - 1]) {
			const [href, words] = await links.nth(at).evaluate((a) => [a.getAttribute("href"), a.textContent]);
			const sum = await allBehind(href);
			assert.equal(Math.round(Number(plain(words)) * 1000), Math.round(sum.mg / 1000), `${name} ${href}`);
			assert.ok(sum.weighings > 0);
		}
		const [href, words] = await links.first().evaluate((a) => [a.getAttribute("href"), a.textContent]);
		const {weighings} = await allBehind(href);
		await tap(page, `[data-table="${name}"] .table a >> nth=0`);
		await page.waitForSelector("#drawer .behind-what");
		await page.waitForSelector("#drawer .line");
		await page.waitForSelector("#drawer .figures");
		assert.deepEqual((await page.locator("#drawer .figure > b").allInnerTexts()).map((text) => Number(plain(text).replace(/[^\d.]/g, ""))),
			[Number(plain(words)), weighings]);
		await soon.equal(() => page.locator("#drawer .list-more").isVisible(), weighings > 30);
		await page.goBack();
		await page.waitForSelector(`#drawer[data-screen="bilan"] [data-table="${name}"] .table`);
	}
	assert.deepEqual(page.faults, []);
});

await test("four touches from weighing to a workbook of last year", async () => {
	await goTo(page, "#/");
	await page.waitForSelector("#drawer", {state: "hidden"});
	const came = page.waitForEvent("download");
	for (const touch of ["#tools-button", "#bilan", '[data-period="last_year"]'])
		await tap(page, touch);
	await page.waitForSelector(`[data-file="xlsx"][download^="bilan-${year - 1}-"]`);
	await tap(page, '[data-file="xlsx"]');
	const file = await came;
	assert.equal(file.suggestedFilename(), `${day}_MS_tonnage_${year - 1}_v1.xlsx`);
	assert.equal(fs.readFileSync(await file.path()).subarray(0, 2).toString(), "PK");
});

await test("the files for a spreadsheet and for paper are those of the command, with names in French", async () => {
	await visit(page, year - 1, "category");
	const take = async (format) => {
		const came = page.waitForEvent("download");
		await tap(page, `[data-file="${format}"]`);
		const file = await came;
		assert.equal(file.suggestedFilename(), `${day}_MS_tonnage_${year - 1}_v1${format === "csv-fr" ? "_fr.csv" : `.${format}`}`);
		return file.path();
	};
	const csv = fs.readFileSync(await take("csv-fr"), "utf8");
	assert.equal(csv, tonnage(year - 1, "category", "csv-fr"));
	assert.match(csv, /;Vaisselle;/);
	const pdf = await take("pdf");
	assert.equal(fs.readFileSync(pdf).subarray(0, 5).toString(), "%PDF-");
	const words = run("pdftotext", "-layout", pdf, "-");
	for (const row of command(year - 1, "category"))
		assert.ok(words.includes(row.category_label.slice(0, 20)), `no ${row.category_label} on paper`);
});

await test("one touch leads from the day to the figures of the year", async () => {
	await goTo(page, "#/");
	await page.waitForSelector("#drawer", {state: "hidden"});
	await tap(page, "#today-button");
	await tap(page, "#to-bilan");
	await page.waitForSelector('#drawer[data-screen="bilan"] .table');
	await soon.match(() => page.locator("#drawer-title").innerText(), new RegExp(String(year)));
});

await test("any days, and a span that runs backwards", async () => {
	await tap(page, '[data-period="other"]');
	await page.fill("#field-from", `${month}-17`);
	await page.fill("#field-last", `${month}-03`);
	await tap(page, ".form-send");
	await page.waitForFunction(() => /avant/.test(document.getElementById("field-last-said").textContent));
	await page.fill("#field-from", `${month}-03`);
	await page.fill("#field-last", `${month}-17`);
	await tap(page, ".form-send");
	await page.waitForSelector(`[data-file="xlsx"][download^="bilan-${month}-03..${month}-17"]`);
	assert.deepEqual(page.faults, []);
});

await test("on paper stand the figures alone", async () => {
	await page.emulateMedia({media: "print"});
	const seen = await page.evaluate(() => ["#drawer-close", ".files", "#app", ".list-choices"]
		.filter((what) => document.querySelector(what).checkVisibility()));
	assert.deepEqual(seen, []);
	await soon.equal(() => page.locator("#drawer .table").isVisible(), true);
	await page.emulateMedia({media: null});
});

await test("a printed page is A4, and nothing that is touched stands on it", async () => {
	await visit(page, year - 1, "root");
	const {kept, touched} = await page.evaluate(() => {
		const words = (where) => [...document.querySelectorAll(where)].flatMap((node) => node.innerText.split("\n"))
			.map((word) => word.trim()).filter((word) => /\p{L}{3}/u.test(word));
		const told = words("#drawer-title, #drawer .figures, #drawer .table").join("\n");
		return {kept: words("#drawer .table tbody td:first-child"), touched: [...words("#drawer .list-choices, #drawer .files"),
			...words("#drawer-live, #drawer-close, body > :not(dialog, script)")].filter((word) => !told.includes(word))};
	});
	const file = path.join(OUT, "bilan-printed.pdf");
	await page.pdf({path: file, preferCSSPageSize: true});
	const pages = Number(/^Pages: +(\d+)/m.exec(run("pdfinfo", file))[1]);
	const sizes = run("pdfinfo", "-l", pages, file).match(/^Page +\d+ size: .*$/gm);
	assert.equal(sizes.length, pages);
	assert.ok(sizes.every((size) => /\(A4\)$/.test(size)), sizes.join());
	const packed = (words) => words.replace(/\s+/g, ""); // a cell may be wrapped
	const printed = packed(run("pdftotext", "-raw", file, "-"));
	assert.ok(kept.length > 4 && touched.length > 8);
	assert.deepEqual(kept.filter((word) => !printed.includes(packed(word))), []);
	assert.deepEqual(touched.filter((word) => printed.includes(packed(word))), []);
});

/* The same days closed: by whom asks for figures it is seen, and so is what changed since. */
const post = async (call, body) => {
	const answer = await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body),
		headers: {"Idempotency-Key": `${call}-${Date.now()}`}});
	assert.ok(answer.ok, `${call}: ${answer.status}`);
	return answer.json();
};
const footnotes = () => page.locator("#drawer-body").innerText();

await test("a closed period says so, and that it was rectified since; how often a scale was checked", async () => {
	await visit(page, month, "root");
	const {scales} = await station.get(`/reports/tonnage?period=${month}&lang=fr`);
	assert.ok(scales.length > 0);
	for (const {text} of scales)
		assert.ok((await footnotes()).includes(text), text);
	assert.doesNotMatch(await footnotes(), /clos le/);
	const pdf = path.join(OUT, "bilan-checked.pdf");
	const paper = await fetch(`${station.url}/api/v1/reports/tonnage?period=${month}&by=root&format=pdf&lang=fr`);
	fs.writeFileSync(pdf, Buffer.from(await paper.arrayBuffer()));
	const printed = run("pdftotext", "-layout", pdf, "-");
	for (const {text} of scales)
		assert.ok(printed.includes(text), `${text} on paper`);
	await post("/closes", {period: month});
	await visit(page, month, "category");
	assert.match(await footnotes(), /clos le/);
	assert.doesNotMatch(await footnotes(), /rectifié/);
	const late = {direction: "in", category: "TLC-VET", origin: "APP_VOL", net_kg: "1", at: `${month}-10T10:00:00Z`, reason: "PAPER"};
	assert.deepEqual((await post("/weighings", late)).rectifies, [month]);
	await visit(page, month, "root");
	assert.match(await footnotes(), /clos le .*rectifié depuis/);
});

await test("undo in a closed period is refused in words", async () => {
	for (const [lang, words] of [["fr", /est clos : seul un coordinateur/], ["en", /only a coordinator/]]) {
		const asked = await open(station, {size: "800x480", lang});
		await asked.waitForSelector("#undo:not(:disabled)");
		await tap(asked, "#undo");
		await tap(asked, "#undo-sure"); // it is of no load that lies there
		await asked.waitForFunction((source) => new RegExp(source).test(document.body.innerText), words.source);
		await settled(asked);
		await sleep(500); // nor does a later snapshot take it away
		await soon.match(() => asked.locator("body").innerText(), words);
		await asked.screenshot({path: path.join(OUT, `bilan-undo-refused-${lang}.png`)});
		await asked.context().close();
	}
});
await page.context().close();

for (const [i, size] of Object.keys(SIZES).entries())
	await test(`looked at (${size})`, async () => {
		const lang = i % 2 ? "en" : "fr";
		const looked = await open(station, {size, lang, theme: i % 3 ? "light" : "dark"});
		await visit(looked, year, "root");
		await looked.screenshot({path: path.join(OUT, `bilan-${size}-${lang}.png`)});
		if (["800x480", "1024x600", "1280x800", "390x844"].includes(size))
			await checkFit(looked, size);
		assert.deepEqual(await looked.evaluate(() => [...document.querySelectorAll("#drawer :is(button, .file, .figure)")]
			.filter((node) => node.checkVisibility() && (node.scrollWidth > node.clientWidth + 1
				|| node.scrollHeight > node.clientHeight + 1)).map((node) => node.textContent)), []);
		if (i < 2)
			await checkAccess(looked);
		assert.deepEqual(looked.faults, []);
		await visitPictures(looked, year);
		if (["800x480", "1024x600", "1280x800", "390x844"].includes(size))
			await checkFit(looked, size);
		if (i < 2)
			await checkAccess(looked);
		await looked.screenshot({path: path.join(OUT, `bilan-pictures-${size}-${lang}.png`)});
		await looked.context().close();
	});
await station.done();
await finish();
