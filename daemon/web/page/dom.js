// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Small helpers to make nodes. Content is always text or nodes, never markup from a
 * string; pictograms are one SVG file of our own, fetched once and copied from.
 */

export const $ = (id) => document.getElementById(id);

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
	node.append(...children.filter((child) => child !== null && child !== undefined));
	return node;
}

/* Writes only what changed: a screen reader speaks when a node changes. */
export function setText(node, text) {
	if (node.textContent !== text)
		node.textContent = text;
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
