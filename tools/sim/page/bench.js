// SPDX-License-Identifier: GPL-3.0-or-later
// The bench page: shows the simulated devices four times a second and sends commands. The
// words come from the same language files as everything else.

// Things to put on the plate: catalogue code (for pictogram and colour), kilograms, sentence key.
const things = [
	["TLC-VET", 12.5, "bench_thing_clothes"],
	["HRP-LIV", 8.24, "bench_thing_books"],
	["HRP-VAI", 0.285, "bench_thing_cup"],
	["DEA-ASS", 4.35, "bench_thing_chair"],
	["EEE-PAM-CUI", 11.9, "bench_thing_oven"],
	["JOU-JOU", 2.16, "bench_thing_toys"],
	["ASL-CYC", 13.8, "bench_thing_bike"],
	["DEA-MAT", 21.4, "bench_thing_mattress"],
	["", 165, "bench_thing_piano"],
	["", -0.4, "bench_thing_pull"],
];
const loads = [20, 60, 100, 120]; // of the platform; one of them may set its span
const light = ["TLC", "DEA", "ASL", "ABJ"]; // roots whose ink is white

const $ = (id) => document.getElementById(id);
const root = (code) => code.split("-")[0] || "NONE";
let words = {};
let language = new URLSearchParams(location.search).get("lang") ?? (navigator.language.startsWith("en") ? "en" : "fr");
let codes = [];
let state = null;
let onPlate = null; // what this page put there: the scale itself knows only a mass
let heard = 0, soundUntil = 0, said = 0;

function t(key, values = {}) {
	return (words[key] ?? key).replace(/\{([a-z_]+)\}/g, (all, name) => values[name] ?? all);
}

function kg(value) {
	return value.toLocaleString(language, { maximumFractionDigits: 3 });
}

async function command(line) {
	await fetch("do", { method: "POST", headers: { "X-Bench": "1" }, body: line });
	await refresh();
}

function put(mg, code) {
	onPlate = { mg, code };
	return command(`put ${mg}`);
}

// One thing takes the place of another, as hands do it: the plate is empty in between.
async function swap(value, code) {
	if (state?.scale.load_mg) await command("lift");
	for (let i = 0; i < 40 && state?.scale.plugged && !/^ST.*[+]0*[.]0*kg/.test(state.scale.frame); i++)
		await new Promise((done) => setTimeout(done, 100)).then(refresh);
	await put(Math.round(value * 1e6), code);
}

function typed(field = "kg") {
	const value = Number($(field).value.replace(",", "."));
	return Number.isFinite(value) ? value : 0;
}

function element(name, attributes, ...children) {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (key.startsWith("on")) e.addEventListener(key.slice(2), value);
		else e.setAttribute(key, value);
	}
	e.append(...children);
	return e;
}

function picture(code) {
	return element("img", { src: `pictograms/${code || "scale"}.svg`, alt: "" });
}

function look(code) {
	return { "data-root": root(code), "data-ink": light.includes(root(code)) ? "light" : "dark" };
}

function drawThings() {
	$("things").replaceChildren(...things.map(([code, value, key]) => element("button",
		{ type: "button", ...look(code), onclick: () => swap(value, code) },
		picture(code), element("span", {}, t(key)), element("b", {}, `${kg(value)} kg`))));
}

// The plate is empty in between here too.
async function load(value) {
	if (state?.head.load_mg) await command("platform lift");
	for (let i = 0; i < 100 && state?.head.plugged && state.head.read && !(state.head.stable && Math.abs(state.head.net_g) < 50); i++) {
		if (!state.head.calibrated) break;
		await new Promise((done) => setTimeout(done, 100)).then(refresh);
	}
	await command(`platform put ${Math.round(value * 1e6)}`);
}

function drawLoads() {
	$("head-loads").replaceChildren(...loads.map((value) => element("button",
		{ type: "button", onclick: () => load(value) }, `${kg(value)} kg`)));
}

function drawCodes() {
	// lang: bench_code_*
	$("codes").replaceChildren(...codes.map((c) => element("button",
		{ type: "button", onclick: () => command(`scan ${c.scan}`) },
		picture(c.type === "A" ? c.code.toLowerCase() : c.code),
		element("span", {}, t(`bench_code_${c.code.toLowerCase()}`)), element("code", {}, c.scan))));
}

function drawWords() {
	document.documentElement.lang = language;
	for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
	$("language").textContent = t("bench_language");
	drawThings();
	drawLoads();
	drawCodes();
	state = null; // what is kept of it was in the other language
}

function drawPlug(name, device) {
	const section = $(name), plug = section.querySelector(".plug");
	const key = !device.plugged ? "bench_unplugged" : device.read === false ? "bench_unread" : "bench_plugged";
	section.classList.toggle("off", !device.plugged);
	if (plug.dataset.key === key + language) return;
	plug.dataset.key = key + language;
	plug.replaceChildren(element("span", {}, t(key)), element("button", {
		type: "button", onclick: () => command(`${device.plugged ? "unplug" : "plug"} ${name}`),
	}, t(device.plugged ? "bench_unplug" : "bench_plug")));
}

function drawLoad(mg) {
	const code = onPlate && onPlate.mg === mg ? onPlate.code : "";
	const crate = element("div", { class: "crate", ...look(code) }, picture(code || "container"), `${kg(mg / 1e6)} kg`);
	$("load").replaceChildren(...(mg > 0 ? [crate] : []));
}

function drawScale(scale, before) {
	const over = scale.frame.startsWith("OL");
	const number = scale.frame.match(/([+-])0*(\d+\.\d+)/);
	$("shown").textContent = over ? "------" : number ? (number[1] === "-" ? "−" : "") + number[2].replace(".", language === "fr" ? "," : ".") : "";
	$("lamp-stable").classList.toggle("on", scale.frame.startsWith("ST"));
	$("lamp-moving").classList.toggle("on", scale.frame.startsWith("US"));
	$("lamp-over").classList.toggle("on", over);
	if (before?.load_mg !== scale.load_mg) drawLoad(scale.load_mg);
}

function headSays(head) {
	const jumper = t(head.jumper ? "bench_jumper_is_closed" : "bench_jumper_is_open");
	const busy = head.progress ? ` · ${t("bench_capturing", { percent: head.progress })}` : "";
	return t("bench_platform_load", { kg: kg(head.load_mg / 1e6), jumper }) + busy;
}

function drawHead(head) {
	$("head").hidden = !head;
	if (!head) return;
	drawPlug("head", head);
	const weighs = head.plugged && head.net_g !== null;
	$("head-shown").textContent = head.over ? "------" : weighs
		? (head.net_g / 1000).toLocaleString(language, { minimumFractionDigits: 2 }).replace("-", "−") : "——";
	$("head-stable").classList.toggle("on", head.stable);
	$("head-moving").classList.toggle("on", head.plugged && !head.stable);
	$("head-over").classList.toggle("on", head.over);
	$("head-says").textContent = headSays(head);
	$("jumper").textContent = t(head.jumper ? "bench_jumper_open" : "bench_jumper_closed");
	$("jumper").setAttribute("aria-pressed", head.jumper);
	$("wires").textContent = t(head.reversed ? "bench_wires_right" : "bench_wires_reversed");
	$("wires").setAttribute("aria-pressed", head.reversed);
}

function drawPanel(panel) {
	for (const lamp of document.querySelectorAll("[data-lamp]"))
		lamp.dataset.state = panel.lamps[lamp.dataset.lamp] ?? "off";
	if (panel.sounds !== heard) {
		if (panel.sounds > heard) soundUntil = Date.now() + 900;
		heard = panel.sounds;
	}
	$("buzzer").classList.toggle("on", Date.now() < soundUntil);
}

function drawPrinter(printer, before) {
	$("label").hidden = printer.labels === 0;
	$("no-label").hidden = printer.labels > 0;
	if (printer.labels && before?.labels !== printer.labels) $("label").src = `label.png?${printer.labels}`;
	$("label").alt = t("bench_label_alt");
	$("queue").textContent = t("bench_queue", { labels: printer.labels, waiting: printer.waiting });
	$("paper").textContent = t(printer.paper_out ? "bench_paper_in" : "bench_paper_out");
	$("paper").setAttribute("aria-pressed", printer.paper_out);
	$("cover").textContent = t(printer.cover_open ? "bench_cover_closed" : "bench_cover_open");
	$("cover").setAttribute("aria-pressed", printer.cover_open);
}

function drawSaid(now) {
	if (!now || now.number === said) return;
	said = now.number;
	$("said").textContent = t(now.key, { device: now.device });
	$("said").hidden = false;
	setTimeout(() => { if (said === now.number) $("said").hidden = true; }, 8000);
}

function draw(now) {
	for (const name of ["scale", "scanner", "panel", "printer"]) drawPlug(name, now[name]);
	drawScale(now.scale, state?.scale);
	drawHead(now.head);
	drawPanel(now.panel);
	drawPrinter(now.printer, state?.printer);
	drawSaid(now.said);
	$("station").hidden = !now.page;
	$("station").href = now.page;
	state = now;
}

async function refresh() {
	try {
		draw(await (await fetch("state")).json());
	} catch {
		$("said").textContent = t("bench_gone");
		$("said").hidden = false;
	}
}

async function speak() {
	words = await (await fetch(`lang/${language}/sim.json`)).json();
	drawWords();
	await refresh();
}

$("language").addEventListener("click", () => {
	language = language === "fr" ? "en" : "fr";
	speak();
});
$("head-lift").addEventListener("click", () => command("platform lift"));
$("head-other").addEventListener("submit", (e) => {
	e.preventDefault();
	load(typed("head-kg"));
});
$("jumper").addEventListener("click", () => command(`jumper ${state.head.jumper ? "open" : "closed"}`));
$("wires").addEventListener("click", () => command(`wires ${state.head.reversed ? "right" : "reversed"}`));
$("lift").addEventListener("click", () => command("lift"));
$("other").addEventListener("submit", (e) => {
	e.preventDefault();
	swap(typed(), "");
});
$("add").addEventListener("click", () => put(state.scale.load_mg + Math.round(typed() * 1e6), ""));
$("scan").addEventListener("submit", (e) => {
	e.preventDefault();
	command(`scan ${$("code").value}`);
});
$("paper").addEventListener("click", () => command(`paper ${state.printer.paper_out ? "in" : "out"}`));
$("cover").addEventListener("click", () => command(`cover ${state.printer.cover_open ? "closed" : "open"}`));
for (const b of document.querySelectorAll("[data-press]"))
	b.addEventListener("click", () => command(`press ${b.dataset.press}`));

codes = await (await fetch("codes")).json();
await speak();
setInterval(refresh, 250);
