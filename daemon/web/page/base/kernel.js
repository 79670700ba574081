// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What every module stands on: one state, drawn again when it changes; nodes made of text,
 * never of markup; where the page is. Nothing here is a truth of its own: all facts come from
 * the daemon, the rest is what somebody has begun. One module, because a page is opened with
 * few requests.
 */

export const state = {
	link: "opening", // "opening", "up", "lost": beats of the live events
	snapshot: null, // GET /station
	catalogue: null, // GET /catalogue, by kind
	health: null, // GET /health
	session: null, // GET /session: who is logged in, where somebody can be
	badge: null, // code of the operator whose card was just scanned
	lines: [], // last weighings, newest first
	labels: {}, // weighing id -> state of its label
	codes: [], // unknown codes
	food: null, // what a scanner said last to a page that receives food
	slip: null, // the slip in force, with what it comes to
	openSlips: [], // all that are open, here or not
	left: [], // loads that left without being recorded
	morning: null, // GET /morning: what the working day before left
	root: null, // the category that is open, or null
	typed: null, // {text, ready}: a weight typed by hand
	note: null, // {tone, text, …}: what came of the last touch (station.js)
	pending: 0, // requests without an answer yet
	retrying: false, // one of them had to be sent again
	reclassify: null, // a weighing whose category is being changed
	seeTo: null, // {id, text}: a load that left and that somebody is seeing to
	screens: {}, // name -> what that screen alone knows, while it is open
};

const painters = [];
let planned = false;

export function onChange(paint) {
	painters.push(paint);
}

/* Several changes in one turn are drawn once. */
export function change(patch) {
	Object.assign(state, patch);
	if (planned)
		return;
	planned = true;
	queueMicrotask(() => {
		planned = false;
		for (const paint of painters)
			paint(state);
	});
}

/* Rows of a kind that may be offered: shown ones, in their order. */
export function rows(kind) {
	return (state.catalogue?.[kind] ?? []).filter((row) => !row.hidden);
}

export function findRow(kind, code) {
	return (state.catalogue?.[kind] ?? []).find((row) => row.code === code);
}

/* ---- the trade of this site hides what is only of the other one */

/* Its row is that of the station's own code; where there is one only, it needs no name. */
function ownSite() {
	const sites = rows("sites");
	return sites.find(({code}) => code === state.snapshot?.site) ?? (sites.length === 1 ? sites[0] : null);
}

const ownTrade = () => ownSite()?.trade;

/* The site has it so that nobody is named at the desk: nobody is asked. */
export const nobodyNamed = () => Boolean(ownSite()?.nobody_named);

export const trade = () => ownTrade() ?? "both";

/* Where nobody has said so, food is weighed as goods are. */
export const hasWorkshop = () => ["workshop", "both"].includes(ownTrade());

/*
 * What only reuse does: goods, their ways in that the law calls one, and ways back into use. What
 * comes from the cluster, and what leaves as waste, is of both trades.
 */
const ONLY_REUSE = {
	categories: () => true,
	origins: (row) => ["reemploi", "reutilisation"].includes(row.reuse_word),
	destinations: (row) => row.class === "reuse",
};

export const isFood = (kind, row) => Boolean(row.food || (kind === "categories" && findRow(kind, row.parent ?? "")?.food));

/* Categories, origins, destinations that this site has a tile for. */
export function offered(kind) {
	const of = trade();
	return of === "both" ? rows(kind) : rows(kind).filter((row) => (isFood(kind, row) ? of === "workshop"
		: of === "recyclerie" || !ONLY_REUSE[kind](row)));
}

/* The root of a category: itself when it has no parent. */
export function rootOf(code) {
	return findRow("categories", code)?.parent || code;
}

/* ---- where the page is: #/name/arg/… */

const NAME = /^[a-z][a-z-]*$/;

/* What cannot be a screen is reception. */
export function routeOf(hash) {
	const [, name, ...args] = hash.split("/");
	try {
		return NAME.test(name ?? "") ? {name, args: args.map(decodeURIComponent)}
			: {name: "reception", args: []};
	} catch {
		return {name: "reception", args: []}; // a % that is no code
	}
}

export const linkTo = (name, ...args) => `#/${[name, ...args].map(encodeURIComponent).join("/")}`;

export function go(name, ...args) {
	location.hash = linkTo(name, ...args);
}

/* Back to weighing. What was open is left out of the browser's history. */
export function home() {
	if (routeOf(location.hash).name !== "reception")
		location.replace("#/");
}

/* Likewise, when an answer comes; whoever has gone elsewhere meanwhile stays there. */
export function homeFrom({name, args}) {
	const now = routeOf(location.hash);
	if (now.name === name && now.args[0] === args[0])
		home();
}

const ROLES = ["anyone", "kiosk", "staff", "coordinator"];

/* As calls have them. Until the daemon has said who is there, its answers say what is not for them. */
const ROLE_OF = {nobody: "anyone", volunteer: "kiosk", staff: "staff", coordinator: "coordinator"};
const roleNow = () => ROLE_OF[state.session?.role] ?? (state.snapshot?.guarded ? "kiosk" : "coordinator");

export const mayOpen = (role = "anyone", who = roleNow()) => ROLES.indexOf(role) >= 0
	&& ROLES.indexOf(role) <= ROLES.indexOf(who);

/* ---- what a browser keeps; one that keeps nothing asks again next time */

export function kept(name) {
	try {
		return localStorage.getItem(`bascule-${name}`);
	} catch {
		return null;
	}
}

export function keep(name, value) {
	try {
		localStorage.setItem(`bascule-${name}`, value);
	} catch {
		// see kept()
	}
}

/*
 * ---- a module that did not come is never asked for again by the same page: only a new page does.
 * Nothing that somebody has begun is lost so, and one that never comes is no endless turning.
 */

const ANEW_MS = 60000;

export function beginAnew() {
	if (state.pending > 0 || state.typed || state.reclassify || state.seeTo)
		return false;
	try {
		if (Date.now() - Number(sessionStorage.getItem("bascule-anew")) < ANEW_MS)
			return false;
		sessionStorage.setItem("bascule-anew", String(Date.now()));
	} catch {
		return false; // a browser that keeps nothing would turn for ever
	}
	location.reload();
	return true;
}

/* ---- light or dark: as the system until somebody chooses */

const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

export function useTheme() {
	document.documentElement.dataset.theme = kept("theme") ?? (dark.matches ? "dark" : "light");
	dark.onchange = useTheme;
}

export function turnTheme() {
	keep("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
	useTheme();
	change({});
}

/* ---- nodes */

export const $ = (id) => document.getElementById(id);

/* A unit stays on the line of its figure: between them stands a space that does not break. */
export const bound = (text) => (typeof text === "string"
	? text.replace(/(^|\d) (?=(?:kg|mg|g|t)(?![\p{L}\d]))/gu, "$1\u00a0") : text);

/* el("button", {class: "tile", onclick: f, "aria-label": "x"}, child, "text") */
export function el(tag, props = {}, ...children) {
	const node = document.createElement(tag);
	if (tag === "button")
		node.type = "button";
	for (const [name, value] of Object.entries(props)) {
		if (name.startsWith("on"))
			node.addEventListener(name.slice(2), value);
		else if (value !== null && value !== undefined && value !== false)
			node.setAttribute(name, value === true ? "" : value);
	}
	node.append(...children.filter((child) => child !== null && child !== undefined).map(bound));
	return node;
}

/* Writes only what changed: a screen reader speaks when a node changes. */
export function setText(node, text) {
	if (node.textContent !== bound(text))
		node.textContent = bound(text);
}

export function setHidden(node, hidden) {
	if (node.hidden !== hidden)
		node.hidden = hidden;
}

/* Draws again only when what it depends on is another. */
export function keyed(node, key, draw) {
	const text = JSON.stringify(key);
	if (node.dataset.key === text)
		return;
	node.dataset.key = text;
	node.replaceChildren(...draw());
}

let drawings = null; // the file of all pictograms, once somebody wants one

/* Fetched while the daemon is there: what is shown when it is not. */
export function fetchDrawings() {
	drawings ??= fetch("/pictograms.svg")
		.then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
		.then((text) => new DOMParser().parseFromString(text, "image/svg+xml"))
		.catch(() => {
			drawings = null; // the daemon is away: asked again next time
			return null;
		});
	return drawings;
}

function copyOf(symbol) {
	const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	for (const {name, value} of symbol.attributes)
		if (name !== "id")
			svg.setAttribute(name, value);
	svg.append(...document.importNode(symbol, true).childNodes);
	return svg;
}

/* The pictogram of that name, or of the next one when there is no such drawing. */
export function icon(...names) {
	const holder = el("span", {class: "icon", "aria-hidden": "true", "data-name": names[0]});
	fetchDrawings().then((all) => {
		const symbol = all && names.filter(Boolean).map((name) => all.getElementById(name)).find(Boolean);
		if (symbol)
			holder.replaceChildren(copyOf(symbol));
	});
	return holder;
}

/* A large button: pictogram, a small caption, a word. */
export function bigButton({picture, caption, word, ...props}) {
	return el("button", props, ...buttonContent({picture, caption, word}));
}

export function buttonContent({picture, caption, word}) {
	const letters = Math.max(1, ...word.split(/[ \-\u00ad]/).map((part) => part.length));
	const letter = el("span", {class: "word"}, word);
	letter.style.setProperty("--letters", String(letters)); // an attribute would be refused (CSP)
	const words = el("span", {class: "words"},
		caption ? el("span", {class: "caption"}, caption) : null, letter);
	return picture ? [icon(...[picture].flat()), words] : [words];
}

/* ---- the colour of a root: one of the looks of css/tokens.css */

/* The roots of the default catalogue keep the looks they were drawn for. */
const SEATS = ["TLC", "HRP", "DEA", "EEE", "JOU", "ASL", "ABJ", "PMCB", "ALI"];
export const LOOKS = 15; // blocks [data-look] of tokens.css

function hash(text) {
	let sum = 0x811c9dc5; // FNV-1a, 32 bits: the same look on every screen and after every start
	for (const letter of text)
		sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193) >>> 0;
	return sum;
}

/*
 * root -> look. Another root sits by a hash of its code, or beside it where that is taken, in the
 * order of codes: neither a new place in the list nor a new name changes a colour. More roots
 * than looks share them.
 */
export function looksOf(roots) {
	const looks = new Map(SEATS.map((code, seat) => [code, seat]));
	const taken = new Set(roots.filter((code) => looks.has(code)).map((code) => looks.get(code)));
	for (const code of roots.filter((root) => !looks.has(root)).sort()) {
		let seat = hash(code) % LOOKS;
		while (taken.size < LOOKS && taken.has(seat))
			seat = (seat + 1) % LOOKS;
		taken.add(seat);
		looks.set(code, seat);
	}
	return looks;
}

let known = null;
let looks = looksOf([]);

function lookOf(root) {
	if (known !== state.catalogue) {
		known = state.catalogue;
		looks = looksOf((known?.categories ?? []).filter((row) => !row.parent).map((row) => row.code));
	}
	return String(looks.get(root) ?? hash(root) % LOOKS);
}

/* Properties of a node that wears the colour of a category's root; none without a category. */
export const colours = (code) => (code ? {"data-root": rootOf(code), "data-look": lookOf(rootOf(code))}
	: {"data-root": null, "data-look": null});

export function wear(node, code) {
	for (const [name, value] of Object.entries(colours(code)))
		if (value === null)
			node.removeAttribute(name);
		else
			node.setAttribute(name, value);
}

/* ---- a text that is long for its place is written smaller, until all of it stands there */

const STEPS = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.54];

function inside(place) {
	const style = getComputedStyle(place);
	return place.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
}

export function fit(place, text) {
	for (const step of STEPS) {
		place.style.setProperty("--fit", String(step));
		if (text.scrollHeight <= inside(place) && text.scrollWidth <= text.clientWidth)
			return;
	}
}

/* Measured again when the place or the font changes. */
export function keepFit(place, text) {
	const again = () => fit(place, text);
	new ResizeObserver(again).observe(place);
	document.fonts.ready.then(again);
}

/* ---- a list that goes on below its edge says so (class goes-on), until its end is in sight */

const NEAR_PX = 12;

export function sayMore(list) {
	const look = () => {
		const below = list.scrollHeight - list.clientHeight - list.scrollTop;
		list.classList.toggle("goes-on", list.clientHeight > 0 && below > NEAR_PX
			&& getComputedStyle(list).overflowY === "auto");
	};
	const again = () => requestAnimationFrame(look);
	list.addEventListener("scroll", again, {passive: true});
	new ResizeObserver(again).observe(list);
	new MutationObserver(again).observe(list, {childList: true, subtree: true});
}
