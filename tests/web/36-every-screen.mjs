#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every screen of the drawer (first fruits): at seven sizes, one of them a large screen at 200 %, in both
 * languages, nothing overlaps, is cut or too small; accessible, in the light and in the dark; and by
 * keyboard alone: Tab goes to each control in its order and is seen there, Enter does it, Escape leads back.
 * A real station with a year of weighings. ONLY=NAME looks at one screen;
 * pictures lie in build/web/screen-*, with PICTURES=1 of each size.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {BUILD, finish, goTo, open, settled, SIZES, sleep, Station, tap, tapCategory, test, tone, until} from "./lib.mjs";
import {checkAccess} from "./look.mjs";

const OUT = path.join(BUILD, "web");
const BOXES = fs.readFileSync(new URL("boxes.mjs", import.meta.url), "utf8").replaceAll("export function", "function");
const SOURCES = new URL("../../daemon/web/page/screens/", import.meta.url);
const NO_DRAWER = "reception.js";
const GLOVE = {choice: [105, 100], row: [64, 76], letters: 12};
Object.assign(SIZES, {"1024x600": {width: 1024, height: 600}, "360x640": {width: 360, height: 640},
	"844x390": {width: 844, height: 390}, "640x400": {width: 640, height: 400}}); // the last: 1280x800 at 200 %
const PICTURES = process.env.PICTURES ? Object.keys(SIZES) : ["800x480", "390x844"];
const leastAt = ({width, height}) => ({...GLOVE, choice: [width < 400 ? 100 : 105, Math.min(width, height) < 440 ? 76 : 100],
	row: [64, width < 400 ? 60 : 76]}); // a phone's pixels are larger on its glass

fs.mkdirSync(OUT, {recursive: true});
const station = await Station.start({bench: true, sample: true});
const lines = await until("the ledger", async () => (await station.get("/weighings?limit=2")).weighings);
const send = async (call, body) => (await fetch(`${station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)})).json();
await send("/catalogue", {rows: [{kind: "partner", code: "REBON", label_fr: "Re Bon", label_en: "Re Bon"},
	{kind: "operator", code: "ANNE", label_fr: "Anne"},
	{kind: "place", code: "MORTEAU", label_fr: "Déchèterie de Morteau"}], from: "2020-01-01"});
await send("/people/ANNE/secret", {pin: "1234"}); // no coordinator's: who is here may do all
await send("/catalogue", {rows: [{kind: "place", code: "CHAMBRE", label_fr: "Chambre froide",
	label_en: "Cold room", place_type: "cold_room"}, {kind: "partner", code: "SUPER", label_fr: "Super", label_en: "Super", donor_type: "retail",
	roles: "donor"}], from: "2020-01-01"});
const {lot} = await send("/food/receipts", {at: new Date().toISOString(), category: "ALI-PAI", origin: "ALIM_GMS", partner: "SUPER",
	net_kg: "4", date_kind: "none"});
await send("/catalogue", {rows: [{kind: "ingredient", code: "CAROTTE", label_fr: "Carotte", label_en: "Carrot", raw: true},
	{kind: "product", code: "SOUPE", label_fr: "Soupe", label_en: "Soup", category: "ALI-PLA", storage: "FROID_3", channel: "A"}], from: "2020-01-01"});
const at = new Date().toISOString();
const {id: soup} = await send("/lots", {at, process: "cook", product: "SOUPE"});
await send(`/lots/${soup}/inputs`, {at, source: "bought", ingredient: "CAROTTE", mass_kg: "5"});
await send(`/lots/${soup}/close`, {at});
const {id: pack} = await send(`/lots/${soup}/packs`, {at, net_kg: "2"});
const {id: slip} = await send("/slips", {type: "deposit", partner: "REBON"});
const {day} = await station.get("/station");
const year = day.slice(0, 4);
// On the first of a month the sample's last weighings are of the month before: they stay open.
const month = new Date(Date.UTC(Number(year), Number(day.slice(5, 7)) - 3, 1)).toISOString().slice(0, 7);
await send("/closes", {period: month});
await send("/catalogue", {from: "2020-01-01", rows: [{kind: "partner", code: "REFASHION", label_fr: "Refashion"},
	{kind: "scheme-site", code: "RF", label_fr: "Refashion", scheme: "TLC", eco_organisme: "REFASHION"}]});
const {weighings: [handedOver]} = await station.get(`/weighings?period=${month}&limit=1`);
await send(`/weighings/${handedOver.id}/void`, {reason: "TEST"});

/* to: its address; has: what it waits for; enter: what Enter is pressed on, and the address or the thing that comes. */
const screens = (id, left, slip) => ({
	bind: {to: "bind/1", has: ".line", enter: ['.list-choice[data-code="origin"]', '.line[data-code="APP_VOL"]']},
	slip: {to: `slip/${slip}`, has: "#slip-close", enter: ["#slip-void", "[data-reason]"]},
	slips: {to: "slips", has: ".slip-row", enter: [".slip-row .line", "#/slip/"]},
	"first-day": {to: "first-day/steps", has: ".choices .choice", enter: ['[data-step="scale"]', "#/first-day/scale"]}, // 12-first-day has its steps
	bilan: {to: `bilan/${year}/root`, has: ".table", enter: ['[data-by="month"]', `#/bilan/${year}/month`]},
	closes: {to: "closes", has: ".line", enter: ["#close-new", "#/closes/new"]},
	declare: {to: "declare", has: ".line", enter: [".line", "#/declare/"]},
	devices: {to: "devices", has: ".trouble", enter: ["#drawer-close", "#/"]},
	entry: {to: "entry/figure", has: "#field-value", enter: [".form-send", '.field[aria-invalid="true"]']},
	left: {to: `left/${left}`, has: "[data-mg]", enter: ["[data-mg]", "#/"]},
	report: {to: `report/R-days/${year}`, has: ".table a", enter: [".table a", `#/report/R-days/${year}-`]},
	partner: {to: `partner/SUPER/${year}`, has: ".table a", enter: [".table a", "#/weighing/"]},
	place: {to: "place", has: ".choice", enter: ['[data-code="DEBARRAS"]', "#/"]},
	settings: {to: "settings", has: ".choice", enter: [".choice", "#/settings/category"]},
	"log-in": {to: "log-in", has: '[data-code="ANNE"]', enter: ['[data-code="ANNE"]', "[data-key]"]},
	people: {to: "people", has: ".people-part", enter: ['[data-act="pin"]', "#/people/ANNE"]},
	secret: {to: "secret/password/ANNE", has: "#field-password", enter: [".form-send", '.field[aria-invalid="true"]']},
	operator: {to: "operator", has: ".choice", enter: ['[data-code="ANNE"]', "#/"]},
	container: {to: "container", has: ".choice", enter: ["#drawer-close", "#/"]}, // a refusal would stand on those that follow
	retare: {to: "retare", has: ".container-sum", enter: ["#drawer-close", "#/"]},
	sheet: {to: "sheet/category", has: ".chart img", enter: ["#sheet-back", "#/sheets"]},
	sheets: {to: "sheets", has: ".choice", enter: ['[data-kind="origin"]', "#/sheet/origin"]},
	paper: {to: "paper", has: "#field-sheet", enter: [".form-send", '.field[aria-invalid="true"]']}, // 49-paper types a sheet in
	find: {to: "find", has: ".list-choice", enter: ['.list-choice[data-code="m"]', ".line"]},
	pins: {to: "pins", has: "[data-pin]", enter: ["#drawer-close", "#/"]}, // a place of its own would hide the families from the others
	tools: {to: "tools", has: "#tare", enter: ["#bilan", "#/bilan"]},
	training: {to: "training", has: "#training-act", enter: ["#drawer-close", "#/"]}, // 38-training begins and ends it
	typed: {to: "typed", has: "[data-key]", enter: ['[data-key="8"]', '#typed-number:text("8")']},
	weighing: {to: `weighing/${id}`, has: "#print", enter: ["#void", `#/void/${id}`]},
	correct: {to: `correct/${id}`, has: "#reclassify", enter: ['[data-field="units"]', "#correct-next"]},
	weighings: {to: "weighings", has: ".line", enter: [".line", "#/weighing/"]},
	void: {to: `void/${id}`, has: "[data-reason]", enter: ['[data-reason="TEST"]', "#/"]},
	undo: {to: "undo", has: "#undo-sure", enter: ["#undo-sure", "#/"]},
	refuse: {to: `refuse/${slip}`, has: "[data-reason]", enter: ['[data-reason="PACK"]', "#refuse-nothing"]},
	receive: {to: "receive", has: ".choice", enter: ["#drawer-close", "#/"]}, // each of its questions is looked at in 31-receive
	cook: {to: "cook", has: "#drawer-close", enter: ["#drawer-close", "#/"]}, // 33-cook has its steps
	deliver: {to: "deliver", has: "#drawer-close", enter: ["#drawer-close", "#/"]}, // and 34-deliver these
	label: {to: "label", has: ".label-main > *", enter: ["#drawer-close", "#/"]}, // each of its steps is looked at in 34-label
	allergens: {to: `allergens/${lot}/lots`, has: ".allergen", enter: ["#mode-traces", '#mode-traces[aria-pressed="true"]']},
	cold: {to: "cold", has: ".choice.cold", enter: ["#cold-cool", "#/cold/new"]},
	items: {to: "items", has: "#items-count", enter: ["#items-keys", "#/items/keys"]}, // 33-items has the others
	day: {to: "day", has: ".day-line", enter: ['.day-line[data-todo="backup_none"]', "#/devices"]}, // 33-day-end has the rest
	check: {to: "check", has: ".choice[data-mg]", enter: ["#check-later", "#/"]},
	stock: {to: "stock", has: ".line.stock", enter: ["#stock-count", "#/stock-act/count"]}, // 33-stock has its steps
	"stock-act": {to: "stock-act/loss", has: ".choice", enter: ["#drawer-close", "#/"]}, // a clock that nobody is sure of is asked about first
	lots: {to: "lots", has: ".line.lot", enter: [".line.lot", "#/allergens/"]},
	"which-lot": {to: "which-lot/ALI-PAI", way: "out", has: ".choice[data-lot]", enter: [".choice[data-lot]", "#/which-lot/ALI-PAI"]},
	recall: {to: "recall", has: ".line[data-lot]", enter: [".line[data-lot]", "#/recall/"]},
	pack: {to: `pack/${pack}`, has: "#pack-where", enter: ["#pack-destroyed", '[data-code="COMPOST"]']},
	"new-slip": {to: "new-slip/deposit/MAGASIN", has: ".line", enter: ['.line[data-code="REBON"]', "#/"]},
});

/* What a slip asks, one after the other. */
const asked = [
	{to: "new-slip", has: "[data-type]", enter: ['[data-type="removal"]', '[data-code="REC_METAL"]']},
	{to: "new-slip/removal", has: ".choice", enter: ["#slip-each", ".line"]},
	{to: "new-slip/removal/REC_METAL", has: ".line", enter: [".line", ".line"]},
	{to: "new-slip/deposit/TRANSFERT", has: ".line", enter: [".line", "#field-ref"]},
	{to: "new-slip/deposit/DECH_ZONE", has: ".line", enter: [".list-search", ".line"]},
];

/* Of rapid cooling; each step is 32-cooling's to say. */
const cooling = [
	{to: "cold/new", has: ".choice[data-lot]", enter: [".choice[data-lot]", "[data-degrees]"]},
	{to: `cold/${soup}`, has: "[data-degrees]", enter: ["#cooling-back", "#/cold/new"]},
];

/* What stands behind the list of closed periods. */
const closed = [
	{to: `closes/${month}`, has: ".table a", enter: [".table a", "#/weighing/"]},
	{to: "closes/new", has: ".choice", enter: [".choice", "#/closes/new/"]},
	{to: `closes/new/${month}`, has: ".looks", enter: ["#close-it", ".trouble[role=status]"]},
];

/* What stands behind the list of lists; how each looks is 25-settings' to say. */
const settings = (kinds) => [
	{to: "settings/category", has: ".line", enter: [".line", "#/settings/category/"]},
	{to: "settings/category/TLC-VET", has: "#field-label_fr", enter: ["#settings-history", ".settings-part"]},
	{to: "settings/category/order/TLC", has: ".settings-rows .line", enter: [".settings-rows .line", '.line[aria-pressed="true"]']},
	{to: "settings/category/file", has: "#settings-export", enter: ["#settings-back", "#/settings/category"]},
	...kinds.map((kind) => ({to: `settings/${kind}/new${kind === "category" ? "/TLC" : ""}`, has: "#field-label_fr",
		enter: [".form-send", '.field[aria-invalid="true"]']})),
];

/* What is asked of a lot is asked of the way that is in force. */
async function turn(page, way) {
	if (!way)
		return;
	await send("/station/direction", {code: way});
	await page.waitForSelector(`body[data-direction="${way}"]`, {state: "attached"});
}

async function visit(page, {to, has, way}) {
	await turn(page, way);
	await goTo(page, `#/${to}`);
	await page.waitForSelector(`#drawer[data-screen="${to.split("/")[0]}"] ${has}`);
	await page.waitForFunction(() => [...document.querySelectorAll("#drawer img, #drawer .icon")].every((one) =>
		(one.tagName === "IMG" ? one.naturalWidth > 0 : one.firstChild)));
	await settled(page);
}

/* At its top and at its end, at each size. */
async function look(page, name, lang) {
	const bad = [];
	for (const [each, size] of Object.entries(SIZES)) {
		await page.setViewportSize(size);
		for (const end of [0, 1e6]) {
			const found = await page.evaluate(([least, top]) => {
				document.getElementById("drawer-body").scrollTop = top;
				return globalThis.drawerFaults(least);
			}, [leastAt(size), end]);
			bad.push(...found.map((what) => `${each}: ${what}`));
		}
		await page.locator("#drawer-body").evaluate((body) => {
			body.scrollTop = 0;
		});
		if (PICTURES.includes(each))
			await page.screenshot({path: path.join(OUT, `screen-${name}-${each}-${lang}.png`)});
	}
	assert.deepEqual([...new Set(bad)], []);
}

/* Which stop has the focus, and why it is not seen there. A list scrolls to it within a few frames. */
async function focused() {
	const node = document.activeElement;
	const at = globalThis.stops.indexOf(node);
	const where = `${node.tagName} ${node.id || node.textContent}`;
	const {outlineStyle, outlineWidth} = getComputedStyle(node);
	if (outlineStyle === "none" || parseFloat(outlineWidth) < 2)
		return {at, why: `${where} has no ring`};
	for (let frame = 0; frame < 60; frame++) {
		const box = node.getBoundingClientRect();
		const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		if (node.matches(".table-place, [type=file]") || node.contains(over))
			return {at, why: ""};
		await new Promise(requestAnimationFrame);
	}
	return {at, why: `${where} is out of sight`};
}

/* Where Tab goes, from the title to the last control: in the order in which they are read, each in sight. */
async function walk(page) {
	const wanted = await page.evaluate(() => {
		document.getElementById("drawer-title").focus();
		globalThis.stops = [...document.querySelectorAll("#drawer :is(a[href], button, input, select, [tabindex='0'])")]
			.filter((node) => !node.disabled && node.tabIndex >= 0 && node.checkVisibility());
		return globalThis.stops.map((_, i) => i);
	});
	const gone = [];
	for (let i = 0; i < 4 * wanted.length && gone.at(-1) !== wanted.at(-1); i++) {
		await page.keyboard.press("Tab");
		const {at, why} = await page.evaluate(focused);
		if (at < 0 || at === gone.at(-1)) // a day has three fields and its own button
			continue;
		assert.equal(why, "");
		gone.push(at);
	}
	assert.deepEqual(gone, wanted);
}

async function keys(page, screen) {
	const [on, comes] = screen.enter;
	await walk(page);
	await page.keyboard.press("Escape");
	await page.waitForSelector("#drawer", {state: "hidden"});
	await page.waitForFunction(() => location.hash === "#/");
	await visit(page, screen);
	await page.locator(`#drawer ${on}`).first().focus();
	await page.keyboard.press("Enter");
	if (comes.startsWith("#/"))
		await page.waitForFunction((hash) => location.hash === hash || (hash !== "#/" && location.hash.startsWith(hash)), comes);
	else
		await page.waitForSelector(`#drawer ${comes}`);
}

/* What can be undone, a label that waits, and a load that left as one of two weights. */
async function bringAbout(page) {
	await station.phase("empty", page); // what lies there before the plate was seen empty is asked about
	station.scale.do("paper", "out");
	station.scale.put(12.5);
	await tone(page, "ready");
	await tapCategory(page, "TLC", "TLC-VET");
	await tone(page, "saved");
	station.scale.lift();
	await station.phase("empty", page);
	for (const kg of [50, 30]) {
		station.scale.put(kg);
		await until(`${kg} kg`, async () => (await station.get("/station")).scale.net_mg === kg * 1e6);
		await tone(page, "ready");
		await sleep(1300); // it lay there, and did not pass
	}
	station.scale.lift();
	const {left: [{id}]} = await until("a load that left", async () => {
		const got = await station.get("/left");
		return got.left.length > 0 && got;
	});
	return id;
}

await test("each screen of the page is looked at here", () => {
	const files = fs.readdirSync(SOURCES).filter((file) => file.endsWith(".js") && file !== NO_DRAWER);
	assert.deepEqual(files.sort(), Object.keys(screens()).map((name) => `${name}.js`).sort());
});

for (const [i, [lang, theme]] of [["fr", "light"], ["en", "dark"]].entries()) {
	const page = await open(station, {lang, theme});
	await page.evaluate(`${BOXES}; globalThis.drawerFaults = drawerFaults;`);
	await page.evaluate(() => document.fonts.ready.then(() => null));
	await send("/station/slip", {code: ""}); // under one no deposit begins
	const left = await bringAbout(page);
	for (const [name, screen] of Object.entries(screens(lines[i].id, left, slip)))
		if (!process.env.ONLY || process.env.ONLY === name) {
			await test(`${name} is whole at each size (${lang})`, async () => {
				await visit(page, screen);
				await look(page, name, lang);
			});
			await page.setViewportSize(SIZES["800x480"]);
			await test(`${name} is accessible (${lang}, ${theme})`, () => checkAccess(page, "#drawer"));
			await test(`${name} by keyboard alone (${lang})`, async () => {
				await visit(page, screen);
				await keys(page, screen);
			});
			await turn(page, screen.way && "in");
		}
	if (!process.env.ONLY || process.env.ONLY === "new-slip") {
		await send("/station/slip", {code: ""});
		await page.waitForSelector("#direction-button:not(.ends)", {state: "attached"}); // under one none begins
		for (const screen of asked)
			await test(`${screen.to} is whole at each size, accessible, by keyboard (${lang})`, async () => {
				await visit(page, screen);
				await look(page, screen.to.replaceAll("/", "-"), lang);
				await page.setViewportSize(SIZES["800x480"]);
				await checkAccess(page, "#drawer");
				await keys(page, screen);
			});
	}
	if (!process.env.ONLY || process.env.ONLY === "closes")
		for (const screen of [...closed, ...cooling])
			await test(`${screen.to} is whole at each size, accessible, by keyboard (${lang})`, async () => {
				await visit(page, screen);
				await look(page, screen.to.replaceAll("/", "-"), lang);
				await page.setViewportSize(SIZES["800x480"]);
				await checkAccess(page, "#drawer");
				await visit(page, screen);
				await keys(page, screen);
			});
	if (lang === "fr" && (!process.env.ONLY || process.env.ONLY === "settings"))
		for (const screen of settings(Object.keys((await station.get("/catalogue/facts")).kinds)))
			await test(`ground 10: ${screen.to} by keyboard alone`, async () => {
				await visit(page, screen);
				await keys(page, screen);
			});
	await test(`a strip that is being printed can be stopped (${lang})`, async () => {
		await visit(page, screens().sheet);
		await tap(page, "#on-labels");
		await tap(page, "#strip-stop");
		await page.waitForFunction(() => /^(Arrêté : |Stopped: )[1-9]/.test(document.getElementById("drawer-note").textContent));
		await page.waitForSelector("#on-labels");
	});
	await test(`nothing failed on the page (${lang})`, () => assert.deepEqual(page.faults, []));
	await page.context().close();
}
await station.done();
await finish();
