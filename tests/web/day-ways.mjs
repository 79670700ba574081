// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The three ways a day is lived (day.mjs), each part at a station of its own with devices of bascule-sim: by touches on its
 * page, by scanner alone, by buttons alone. Whoever does an act waits for what it should come to, never for a time.
 */
import net from "node:net";
import path from "node:path";
import {ACTS, CATEGORIES, CONTAINER, ITEMS, knows, lineOf, Oracle, PARTS} from "./day.mjs";
import {goTo, open, Station, tap, until} from "./lib.mjs";


/* One line to bascule-sim, as its command does it, without a process for each of a thousand. */
const command = (control, line) => new Promise((resolve, reject) => {
	let said = "";
	net.connect(control).on("error", reject).on("data", (data) => {
		said += data;
	}).on("close", () => (said.startsWith("0 ") ? resolve() : reject(new Error(`bascule-sim ${line}: ${said}`)))).write(`${line}\n`);
});

const ENDS = {o: ["APP_VOL", "COL_DOM", "DEBARRAS"], d: ["VENTE", "DON_PART", "REC_METAL"]};
const buttonOf = (name) => name.toLowerCase().replace("_", "-"); // at most 15 letters
const BUTTONS = [...CATEGORIES.map((code) => `button.${buttonOf(`k-${code}`)} = category ${code}`),
	...ENDS.o.map((code) => `button.${buttonOf(`o-${code}`)} = origin ${code}`),
	...ENDS.d.map((code) => `button.${buttonOf(`d-${code}`)} = destination ${code}`),
	"button.in = direction in", "button.out = direction out",
	...["undo", "print", "cancel", "tare"].map((word) => `button.${word} = ${word}`)];

/* ---- what hands do on a page */

class Touches {
	constructor(way, page) {
		Object.assign(this, {way, page});
	}

	tap = (selector) => tap(this.page, selector);
	tile = (category) => this.tap(`#tiles [data-code="${category}"]`);
	cancel = () => this.tap("#disarm");
	closeSlip = () => this.tap("#direction-button.ends");
	last = () => this.way.id();

	async undo() {
		await this.tap("#undo:not(:disabled)");
		if (!this.way.oracle.loadMg)
			await this.tap("#undo-sure");
	}

	async line() {
		const id = await this.last();
		await this.tap(`#line-list .line[data-id="${id}"]:not(.voided)`);
	}

	async print() {
		await this.line();
		await this.tap("#drawer #print");
		await this.away();
	}

	away = () => this.page.waitForSelector("#drawer", {state: "hidden"});

	async origin(code) {
		await this.tap("#place-button");
		await this.tap(`#drawer [data-code="${code}"]`);
		await this.away();
	}

	async destination(code) {
		await this.tap("#place-button");
		await this.endOf(code);
	}

	async endOf(code) {
		await this.tap(`#drawer [data-class="${code === "REC_METAL" ? "recycling" : "reuse"}"]`);
		await this.tap(`#drawer [data-code="${code}"]`);
		await this.away();
	}

	async out(code) {
		await this.tap("#direction-button");
		await this.endOf(code);
	}

	in = () => this.tap("#direction-button");

	async tare() {
		await this.tap("#tools-button");
		await this.tap("#tare");
		await this.away();
	}

	/* A page counts pieces of what is weighed already. */
	async pieces(category, units) {
		await this.tile(category);
		await this.way.settledAs(() => this.way.oracle.weigh(category), (o) => o.weighings.pop());
		await this.correctUnits(units);
	}

	async container(code) {
		await this.tap("#box-button");
		await this.tap(`#drawer [data-code="${code}"]`);
		await this.away();
	}

	async correct(field) {
		await this.line();
		await this.tap("#correct");
		await this.tap(field);
	}

	async because() {
		await this.tap('#drawer [data-reason="MISTAKE"]');
		await this.away();
	}

	async correctCategory(category) {
		await this.correct("#reclassify");
		await this.away();
		await this.tile(category);
	}

	async correctOrigin(code) {
		await this.correct('#drawer [data-field="origin"]');
		await this.tap(`#drawer [data-code="${code}"]`);
		await this.because();
	}

	async keys(text) {
		for (const key of text)
			await this.tap(`#drawer [data-key="${key}"]`);
	}

	async correctUnits(units) {
		await this.correct('#drawer [data-field="units"]');
		await this.keys(String(units));
		await this.tap("#correct-next");
		await this.because();
	}

	async correctKg(kg) {
		await this.correct('#drawer [data-field="net_kg"]');
		await this.keys(String(kg).replace(".", ","));
		await this.tap("#correct-next");
		await this.because();
	}

	async void() {
		await this.line();
		await this.tap("#drawer #void");
		await this.because();
	}

	async item(n) {
		await goTo(this.page, `#/items/${this.way.facts.items[n].id}`);
		await this.tap("#item-sold");
		await this.page.waitForSelector("#item-return");
		await this.tap("#drawer-close");
		await this.away();
	}

	async slip() {
		await goTo(this.page, `#/slip/${this.way.facts.slip}`);
		await this.tap("#slip-take");
		await this.page.waitForSelector("#place-button.slip");
		await goTo(this.page, "#/");
		await this.away();
	}

	async typed(category, kg) {
		await this.tap("#tools-button");
		await this.tap("#type");
		await this.keys(String(kg).replace(".", ","));
		await this.tap("#typed-next");
		await this.away();
		await this.tile(category);
	}
}

/* ---- a day */

export class Way {
	static async start(name, part) {
		const way = new Way();
		Object.assign(way, {name, part, oracle: new Oracle(), done: 0, broken: 0});
		way.station = await Station.start({bench: true, more: name === "buttons" ? ["[panel boutons]", "driver = serial", `device = $DIR/sim/dev/panel`,
			...BUTTONS] : []});
		await way.prepare();
		if (name === "page") {
			way.browser = await open(way.station, {lang: "fr", size: "1280x800"});
			way.touches = new Touches(way, way.browser);
			await way.browser.waitForSelector("#place-button:not(:disabled)");
		}
		return way;
	}

	async send(call, body) {
		const answer = await fetch(`${this.station.url}/api/v1${call}`, {method: "POST", body: JSON.stringify(body)});
		if (!answer.ok)
			throw new Error(`${call}: ${await answer.text()}`);
		return answer.json();
	}

	/* What is there before the day: tiles, a crate, things that have a label, the paper of a deposit. */
	async prepare() {
		const {categories} = await this.station.get("/catalogue");
		await this.send("/catalogue", {from: "2020-01-01", rows: [{kind: "container", code: CONTAINER.code, label_fr: "Bac", tare_kg: "1.5"}]});
		await this.send("/catalogue", {rows: CATEGORIES.map((code, i) => {
			const {parent, label_fr, label_en, short_fr, short_en, order} = categories.find((row) => row.code === code);
			return {kind: "category", code, parent, label_fr, label_en, short_fr, short_en, order, pinned: i + 1};
		})});
		const items = [];
		for (let n = 0; n < ITEMS; n++)
			items.push(await this.send("/items", {category: CATEGORIES[n % CATEGORIES.length], net_kg: String(3 + n)}));
		const slip = await this.send("/slips", {type: "deposit", origin: "DEBARRAS"});
		this.facts = {items, slip: slip.id};
		const all = await this.station.get("/catalogue");
		this.controls = Object.fromEntries(["categories", "origins", "destinations", "containers"].flatMap((kind) =>
			all[kind].map((row) => [`${row.control?.[0]} ${row.code}`, row.control])));
		await this.sim("lift");
		await this.station.phase("empty");
		await this.printerReady();
	}

	sim = (...words) => command(path.join(this.station.dir, "sim/control"), words.join(" "));

	printerReady = () => until("the printer", async () => (await this.station.get("/devices")).devices
		.some(({kind, state}) => kind === "printer" && state === "ready"));

	/* The newest weighing that counts. */
	newest = async () => (await this.station.get("/weighings?limit=20")).weighings.find(({voided_by: by}) => !by);
	id = async () => (await this.newest()).id;

	agrees = async () => this.oracle.agrees(await this.station.get("/station"), await this.newest());

	/* The daemon has come to what is so in between; then the oracle forgets it again. */
	async settledAs(make, forget) {
		make();
		await until(`${this.name}: in between`, this.agrees);
		forget(this.oracle);
	}

	async put(kg) {
		const under = this.oracle.tareMg;
		await this.sim("put", String(Math.round(kg * 1000000)));
		this.oracle.put(Math.round(kg * 1000000));
		await until(`${this.name}: ${kg} kg`, async () => {
			const {phase, scale} = await this.station.get("/station");
			return phase === "ready" && scale.net_mg === this.oracle.loadMg - under;
		}).catch(this.saysMore);
		await this.browser?.waitForSelector('body[data-tone="ready"]');
	}

	saysMore = async (error) => {
		const {scales, ...station} = await this.station.get("/station");
		const {weighings, ...oracle} = this.oracle;
		error.message += `\n${JSON.stringify(station)}\nbut ${JSON.stringify({...oracle, last: this.oracle.last(), n: weighings.length})}`;
		throw error;
	};

	async lift() {
		await this.sim("lift");
		this.oracle.lift();
		await this.station.phase("empty", this.browser);
	}

	codeOf = async (code) => (code === "label" ? this.id() : typeof code === "string" ? code
		: ["A", "Q"].includes(code[0]) ? controlOf(code.join("")) : this.controls[code.join(" ")]);

	async hands(row, act) {
		if (this.name === "page")
			return row.page(this.touches, act);
		const facts = {...this.facts, label: "label"};
		const list = this.name === "scanner" ? await Promise.all(row.scan(act, facts).map(this.codeOf)) : row.press(act);
		for (const one of list)
			await this.sim(this.name === "scanner" ? "scan" : "press", this.name === "scanner" ? one : buttonOf(one));
		return list;
	}

	async act(act) {
		const row = ACTS[act.act];
		if (this.oracle.loadMg && !row.types && (act.kg || row.lift))
			await this.lift();
		if (!row.types && (act.kg || act.on))
			await this.put(act.kg ?? act.on);
		if (act.kill)
			await this.killed(row, act);
		else
			await this.hands(row, act);
		row.truth(this.oracle, act, this.facts);
		await until(`${this.name}: ${JSON.stringify(act)} (act ${this.done})`, this.agrees).catch(this.saysMore);
		this.done++;
	}

	/* The power goes with the act. Who scans or presses looks whether it is there; a page asks for it again by itself. */
	async killed(row, act) {
		const before = (await this.station.get("/station")).today;
		await this.hands(row, act);
		await this.station.kill();
		await this.station.run();
		this.broken++;
		await until("the scale", async () => ["stable", "zero"].includes((await this.station.get("/station")).scale?.state));
		await this.printerReady();
		if (this.name === "page")
			return this.browser.waitForSelector('body:not([data-tone="lost"])');
		const {today} = await this.station.get("/station");
		if (today.weighings === before.weighings)
			await until("hands", () => this.hands(row, act)); // scanner and buttons are opened again, too
	}

	async breaks(what) {
		if (what === "unplug") {
			await this.lift();
			await this.sim("unplug", "scale");
			await until("an unplugged scale", async () => (await this.station.get("/station")).scale.state === "unplugged");
			await this.sim("plug", "scale");
			await this.station.phase("empty", this.browser);
		} else {
			await this.sim(...what.split(" "));
		}
		this.broken += what !== "paper in";
	}

	async lives() {
		for (const step of PARTS[this.part])
			await (step.broken ? this.breaks(step.broken) : this.act(step));
	}

	/* Everything of these parts that this way knows. */
	static knowsAll = (name, part) => PARTS[part].every(({act}) => !act || knows[name](ACTS[act]));

	async figures() {
		const day = (await this.station.get("/station")).day ?? (await this.station.get("/catalogue")).day;
		const rows = async (call) => (await this.station.get(call)).rows;
		return {
			tonnage: await rows(`/tonnage?from=${day}&to=${nextDay(day)}&by=category,origin,destination`),
			balance: await rows(`/reports/balance?from=${day}&to=${nextDay(day)}`),
			stock: await rows("/stock"),
		};
	}

	async lines() {
		const {weighings} = await this.station.get("/weighings?limit=1000");
		return weighings.filter(({voided_by: by}) => !by).map(lineOf).sort();
	}

	async end() {
		await this.browser?.context().close();
		await this.station.done();
	}
}

const nextDay = (day) => new Date(Date.parse(day) + 24 * 3600000).toISOString().slice(0, 10);

/* With its check character, as a sheet has it (ISO/IEC 7064, MOD 37,36). */
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
function controlOf(text) {
	const p = [...text].reduce((sum, letter) => (((sum + LETTERS.indexOf(letter)) % 36 || 36) * 2) % 37, 36);
	return text + LETTERS[(37 - p) % 36];
}
