// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the browser tests share: a basculed of their own on a free port, with a serial scale
 * at the other end of a pty (the real driver reads it), and Debian's chromium. Every helper
 * waits for a fact, never for a time.
 */
import assert from "node:assert/strict";
import {spawn, spawnSync} from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export const BUILD = path.resolve(process.env.BUILD ?? "build");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((f) => fs.existsSync(f));
const HERE = path.dirname(new URL(import.meta.url).pathname);

export function skip(why) {
	console.log(`skip: ${why}`);
	process.exit(77);
}

if (!CHROMIUM)
	skip("no chromium");
if (!fs.existsSync(path.join(HERE, "node_modules/playwright-core")))
	skip("no node modules: npm ci in tests/web");
if (!fs.existsSync(path.join(BUILD, "basculed")))
	skip("basculed is not built");
if (spawnSync("socat", ["-V"]).error)
	skip("no socat");
const {chromium} = await import("playwright-core");

/* No time is judged by it: a busy machine stands still for more than ten seconds at a time. */
const PATIENCE_MS = 40000;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* A cooked lot that became cold in time, as somebody says: send(CALL, BODY) posts. */
export async function cooled(send, lot) {
	const now = Date.now(), ago = (minutes) => new Date(now - minutes * 60000).toISOString();
	await send("/cooling", {lot, start_mc: 70000, at: ago(95)});
	await send(`/cooling/${lot}/end`, {end_mc: 6000, at: ago(0)});
}

/* Asks until ask() gives something; fails with what was wanted. */
export async function until(what, ask, limitMs = PATIENCE_MS) {
	const end = performance.now() + limitMs;
	for (;;) {
		const got = await ask().catch(() => null);
		if (got)
			return got;
		if (performance.now() > end)
			throw new Error(`never came: ${what}`);
		await sleep(25);
	}
}

/*
 * What the page shows follows what the daemon knows: soon.equal(ask, wanted) asks until it is so, and
 * fails as assert.equal does. What must never be seen, not even for a moment, is for assert itself.
 */
export const soon = Object.fromEntries(["equal", "deepEqual", "match"].map((how) => [how, async (ask, ...wanted) => {
	let got = null;
	await until(how, async () => {
		got = await ask();
		assert[how](got, ...wanted);
		return true;
	}).catch(() => assert[how](got, ...wanted));
}]));

/* A platform scale that says ST,GS frames ten times a second, as such scales do. */
class Scale {
	constructor(link) {
		this.link = link;
		this.frame = "ST,GS,+00000.00kg";
		this.plug();
		this.timer = setInterval(() => this.say(), 100);
	}

	plug() {
		this.line = spawn("socat", [`PTY,link=${this.link},rawer,echo=0`, "STDIO"],
			{stdio: ["pipe", "ignore", "inherit"]});
		this.line.stdin.on("error", () => {});
	}

	say() {
		if (this.line?.exitCode === null)
			this.line.stdin.write(`${this.frame}\r\n`);
	}

	put(kg) {
		this.frame = `ST,GS,+${kg.toFixed(2).padStart(8, "0")}kg`;
	}

	move(kg) {
		this.frame = `US,GS,+${kg.toFixed(2).padStart(8, "0")}kg`;
	}

	lift() {
		this.put(0);
	}

	overload() {
		this.frame = "OL,GS,+99999.99kg";
	}

	under() {
		this.frame = "ST,GS,-00000.20kg";
	}

	async unplug() {
		const line = this.line;
		this.line = null;
		line.kill();
		await new Promise((resolve) => line.once("exit", resolve));
	}

	conf() {
		return ["[scale quai]", "driver = serial", "protocol = st-gs", `device = ${this.link}`,
			"e = 0,02", "max = 150"];
	}

	async done() {
		clearInterval(this.timer);
		if (this.line)
			await this.unplug();
	}
}

/* Below those that clients get: until the daemon listens, nobody else comes by it. */
export function freePort() {
	const port = 20000 + Math.floor(Math.random() * 12000);
	return new Promise((resolve) => {
		const server = net.createServer()
			.on("error", () => resolve(freePort()))
			.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
	});
}

/* bascule-sim: scale, scanner and printer as processes that speak the real protocols. */
export class Bench {
	static async start(dir, {head = false, food = false} = {}) {
		const bench = new Bench();
		bench.food = food;
		bench.dir = path.join(dir, "sim");
		bench.head = head;
		fs.mkdirSync(bench.dir);
		bench.process = spawn(path.join(BUILD, "bascule-sim"),
			["--state", bench.dir, "serve", ...(head ? ["--head"] : [])], {stdio: "ignore"});
		bench.port = await until("the simulated printer", async () =>
			fs.existsSync(path.join(bench.dir, "control")) &&
			fs.readFileSync(path.join(bench.dir, "printer.port"), "utf8").trim());
		return bench;
	}

	do(...words) {
		const done = spawnSync(path.join(BUILD, "bascule-sim"), ["--state", this.dir, ...words]);
		if (done.status !== 0)
			throw new Error(`bascule-sim ${words.join(" ")}: ${done.stderr}`);
	}

	put(kg) {
		this.do("put", String(kg));
	}

	lift() {
		this.do("lift");
	}

	conf() {
		const device = (name) => path.join(this.dir, "dev", name);
		return ["[scale quai]", "driver = serial", `device = ${device("scale")}`, "max = 150",
			...(this.food ? ["approved = yes"] : []), ...(this.head ? ["[scale plateforme]", "driver = modbus", `device = ${device("head")}`,
				"max = 200"] : []),
			"[scanner douchette]", "driver = serial", `device = ${device("scanner")}`,
			"[printer etiquettes]", "driver = tcp", `address = 127.0.0.1:${this.port}`,
			...(this.food ? ["width_mm = 100", "height_mm = 75"] : [])];
	}

	async done() {
		const gone = new Promise((resolve) => this.process.once("exit", resolve));
		this.process.kill();
		await gone;
	}
}

export class Station {
	/*
	 * bench: bascule-sim's devices; head: with its platform, a second scale; food: its scale is approved, its
	 * printer has labels for food; sample: a year of weighings,
	 * "full": and all that goes with it. nameless: nobody has said whose station it is; more: lines of station.conf.
	 */
	static async start({ledger = null, bench = false, head = false, food = false, sample = false, http = [],
		nameless = false, more = []} = {}) {
		const s = new Station();
		s.dir = fs.mkdtempSync(path.join(os.tmpdir(), "bascule-web-"));
		s.port = await freePort();
		s.url = `http://127.0.0.1:${s.port}`;
		s.broken = ledger !== null || nameless;
		if (ledger !== null)
			fs.writeFileSync(path.join(s.dir, "bascule.db"), ledger);
		s.scale = bench ? await Bench.start(s.dir, {head, food}) : new Scale(path.join(s.dir, "scale"));
		if (!bench)
			await until("the pty of the scale", async () => fs.existsSync(s.scale.link));
		fs.writeFileSync(path.join(s.dir, "station.conf"), [
			"[site]", ...(nameless ? [] : ["pole = HD", "site = MS", "station = R1", "language = fr"]),
			"[store]", `path = ${s.dir}/bascule.db`,
			"[http]", `port = ${s.port}`, ...http,
			...s.scale.conf(), ...more.map((line) => line.replace("$DIR", s.dir)), ""].join("\n"));
		if (sample && spawnSync(path.join(BUILD, "bascule-sim"), ["sample", ...(sample === "full" ? ["--full"] : []), "--config",
			path.join(s.dir, "station.conf")]).status !== 0)
			throw new Error("bascule-sim sample");
		await s.run();
		return s;
	}

	async run() {
		const log = fs.openSync(path.join(this.dir, "log"), "a");
		this.daemon = spawn(path.join(BUILD, "basculed"),
			["--config", path.join(this.dir, "station.conf")], {stdio: ["ignore", log, log]});
		fs.closeSync(log);
		await until("an answer of basculed", () => fetch(`${this.url}/api/v1/health`));
		if (!this.broken)
			await until("a ledger that is open", async () => (await fetch(`${this.url}/api/v1/health`)).ok);
	}

	signal(name) {
		this.daemon.kill(name);
	}

	async kill(name = "SIGKILL") {
		if (this.daemon.exitCode !== null || this.daemon.signalCode !== null)
			return;
		const gone = new Promise((resolve) => this.daemon.once("exit", resolve));
		this.daemon.kill(name);
		if (name !== "SIGKILL")
			this.daemon.kill("SIGCONT"); // a stopped one must go on to end
		await gone;
	}

	async get(call) {
		return (await fetch(`${this.url}/api/v1${call}`)).json();
	}

	async weighings() {
		const answer = await this.get("/weighings?limit=1000");
		return answer.weighings;
	}

	/* As the scale shows it: one that nobody has read yet is "empty", too. page: and as that one has drawn it. */
	async phase(name, page = null) {
		await until(`phase ${name}`, async () => {
			const {phase, scale} = await this.get("/station");
			return phase === name && ["zero", "stable", "moving"].includes(scale?.state);
		});
		await page?.waitForFunction(async (wanted) =>
			(await import("/base/kernel.js")).state.snapshot?.phase === wanted, name);
	}

	log() {
		return fs.readFileSync(path.join(this.dir, "log"), "utf8");
	}

	async done() {
		await this.kill("SIGTERM");
		await this.scale.done();
		fs.rmSync(this.dir, {recursive: true});
	}
}

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"];
let browser = null;

export const SIZES = {
	"800x480": {width: 800, height: 480},
	"1024x600": {width: 1024, height: 600},
	"1280x800": {width: 1280, height: 800},
	"390x844": {width: 390, height: 844},
};

/* PAGE_LATE_MS=300: each page hears of what happened, and gets each answer, so much later: as on a slow machine. */
const LATE_MS = Number(process.env.PAGE_LATE_MS ?? 0);

function late(ms) {
	const {fetch, setTimeout} = globalThis; // a clock of the test's own comes later
	const {addEventListener} = EventSource.prototype;
	globalThis.fetch = (...asked) => fetch(...asked).finally(() => new Promise((resolve) => setTimeout(resolve, ms)));
	EventSource.prototype.addEventListener = function addLateListener(kind, hear) {
		addEventListener.call(this, kind, (event) => setTimeout(hear, ms, event));
	};
}

/*
 * A page that takes touches; anything it says on the console or fails at is a failure. watch: is
 * given the page before it loads anything.
 */
export async function open(station, {lang = "fr", size = "800x480", theme = "light",
	watch = () => {}, secure = true} = {}) {
	browser ??= await chromium.launch({executablePath: CHROMIUM, args: ARGUMENTS});
	const context = await browser.newContext({viewport: SIZES[size], hasTouch: true,
		colorScheme: theme, locale: "fr-FR", timezoneId: "Europe/Paris", ignoreHTTPSErrors: !secure});
	await context.addInitScript(noteClicks);
	if (LATE_MS > 0)
		await context.addInitScript(late, LATE_MS);
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	page.faults = [];
	page.on("pageerror", (error) => page.faults.push(String(error)));
	page.on("request", (request) => {
		if (!request.url().startsWith(station.url))
			page.faults.push(`asked the network: ${request.url()}`);
	});
	await watch(page);
	await page.goto(`${station.url}/?lang=${lang}`);
	return page;
}

export const tone = (page, name) => page.waitForSelector(`body[data-tone="${name}"]`);
/* As people read it: a unit behind a space, which does not break there (unit/kernel.mjs). */
export const text = async (page, selector) => (await page.locator(selector).innerText()).replace(/(\d)\u00a0(?=(?:kg|t)\b)/g, "$1 ");

/* Later than the second bounce of a glove, which the page ignores. */
export const settled = (page) => page.waitForSelector("html:not([data-fresh])");

/* Not behind a drawer that is still to close: it closes, and for a moment touches are bounces. */
const inFront = (page, selector) => until(`${selector}, in front`, () => page.locator(selector).evaluate((node) => {
	const drawer = document.querySelector("dialog[open]");
	return !drawer || drawer.contains(node);
}));

/* Whether the page took the click for a bounce; false, too, where none came or the page went. */
function noteClicks() {
	globalThis.bounced = null;
	addEventListener("click", ({isTrusted, detail}) => {
		if (isTrusted) // none that a test made
			globalThis.bounced ??= detail > 0 && "fresh" in document.documentElement.dataset;
	}, true);
}

async function wasBounce(page) {
	for (const end = performance.now() + 5000; performance.now() < end; await sleep(25)) {
		const bounced = await page.evaluate(() => globalThis.bounced).catch(() => false);
		if (bounced !== null)
			return bounced;
	}
	return false;
}

/* Again, as a hand does it, where something came onto the page just before the finger did. */
export async function tap(page, selector) {
	do {
		await page.waitForSelector(selector, {state: "visible"});
		await inFront(page, selector);
		await settled(page);
		await page.evaluate(() => {
			globalThis.bounced = null;
		});
		await page.locator(selector).tap();
	} while (await wasBounce(page));
}

/* A tap, and one that bounces on what then stands there, in the moment when there are `count`. */
export async function bounce(page, selector, under, count = 1) {
	const bounced = page.evaluate(([what, many]) => new Promise((resolve) => {
		const look = () => {
			const found = document.querySelectorAll(what);
			if (found.length !== many)
				return;
			watch.disconnect();
			found[0].dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail: 2}));
			resolve();
		};
		const watch = new MutationObserver(look);
		watch.observe(document.body, {subtree: true, childList: true});
	}), [under, count]);
	await tap(page, selector);
	await bounced;
}

/*
 * To an address, and with it a sign of life: what nobody touches for 45 s ends by itself, and on a slow
 * machine a few pages that are only looked at take as long.
 */
export const goTo = (page, address) => page.evaluate((hash) => {
	dispatchEvent(new Event("wheel"));
	location.hash = hash;
}, address);

/* Root, then leaf. */
export async function tapCategory(page, root, leaf) {
	await tap(page, `#tiles [data-code="${root}"]`);
	await tap(page, `#tiles [data-code="${leaf}"]`);
}

/* What this process and all that it started (the browser, too) have used of the processor. */
export function processorSeconds() {
	const all = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
		try {
			const [parent, ...rest] = fs.readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) \S /s, "").split(" ");
			return [{pid, parent, ticks: rest.slice(9, 13).reduce((sum, n) => sum + Number(n), 0)}];
		} catch {
			return []; // ended meanwhile
		}
	});
	const of = (pid) => all.filter(({parent}) => parent === pid).reduce((sum, child) => sum + of(child.pid), 0)
		+ (all.find((one) => one.pid === pid)?.ticks ?? 0);
	return of(String(process.pid)) / 100; // sysconf(_SC_CLK_TCK) of Linux
}

let passed = 0;
const failed = [];

export async function test(name, run) {
	try {
		await run();
		passed++;
		console.log(`ok ${name}`);
	} catch (error) {
		failed.push(name);
		console.log(`FAILED ${name}\n${error.stack}`);
	}
}

export async function close() {
	await browser?.close();
	browser = null;
}

export async function finish() {
	await close();
	console.log(`[  PASSED  ] ${passed} tests.`);
	if (failed.length > 0)
		console.log(`[  FAILED  ] ${failed.length} tests, listed below: ${failed.join(", ")}`);
	process.exit(failed.length > 0 ? 1 : 0);
}
