// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is wrong with a face, by its boxes: parts that overlap, text that is cut or broken in
 * the middle of a word, a number or a mark that is too small. Runs in the page.
 */
const LEAVES = ["#which", "#tare-in-force", "#live", "#strip > *", "#number", "#mark > *", "#unit",
	"#worth", "#badge > *", "#sentence", "#detail", "#actions > *", "#pictogram > *",
	"#context > *", "#tiles > *"];
const WORDS = ["#sentence", "#detail", ".word", ".of", "#unit", "#worth", ".count", ".caption", "#live"];
const LONG_NAME = "#which"; // ends in an ellipsis; the drawer has all of it

const shown = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 0;

/* The part of a box that its scrolling list lets be seen. */
function seen(node) {
	const b = node.getBoundingClientRect();
	const list = node.closest("#tiles")?.getBoundingClientRect()
		?? {top: -Infinity, bottom: Infinity, left: -Infinity, right: Infinity};
	return {left: Math.max(b.left, list.left), right: Math.min(b.right, list.right),
		top: Math.max(b.top, list.top), bottom: Math.min(b.bottom, list.bottom)};
}

const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
	&& a.top < b.bottom - 1 && b.top < a.bottom - 1;

function overlaps(parts, say) {
	parts.forEach((a, i) => parts.slice(i + 1).forEach((b) =>
		meet(a.box, b.box) && say(`${a.name} and ${b.name} overlap`)));
}

function outside(parts, say) {
	for (const {node, name, box} of parts) {
		const place = node.closest("#face, #head, #say, #weight")?.getBoundingClientRect()
			?? {left: 0, top: 0, right: innerWidth, bottom: Infinity};
		if (box.left < place.left - 1 || box.right > place.right + 1 || box.top < place.top - 1
			|| box.bottom > place.bottom + 1)
			say(`${name} leaves its place`);
	}
}

/* A word on two lines, or words beyond the box that holds them. */
function words(node, say, of = node.closest("button") ?? node.closest("#say") ?? node.closest("#weight"),
	slack = 1.5) {
	const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
	const holder = of.getBoundingClientRect();
	for (let text = walk.nextNode(); text; text = walk.nextNode())
		for (const {0: word, index} of text.data.matchAll(/[^\s\u00ad-]+/g)) {
			const range = document.createRange();
			range.setStart(text, index);
			range.setEnd(text, index + word.length);
			const rects = [...range.getClientRects()].filter((r) => r.width > 0);
			if (new Set(rects.map((r) => Math.round(r.top))).size > 1)
				say(`"${word}" is broken`);
			if (rects.some((r) => r.right > holder.right + 1 || r.left < holder.left - 1
				|| r.bottom > holder.bottom + slack || r.top < holder.top - slack))
				say(`"${word}" is cut`);
		}
}

function cut(say) {
	for (const node of document.querySelectorAll("#live > *"))
		if (shown(node) && node.scrollWidth > node.clientWidth + 1)
			say(`"${node.textContent}" is cut`);
	for (const node of document.querySelectorAll("button, #say, #head"))
		if (shown(node) && (node.scrollWidth > node.clientWidth + 1
			|| node.scrollHeight > node.clientHeight + 1))
			say(`${node.id || node.dataset.code || node.dataset.answer} is cut`);
}

/* Figures and comma as they are inked, below the line too, stay above what stands beneath. */
function inked(say) {
	const number = document.getElementById("number");
	if (!shown(number) || !number.firstChild)
		return;
	const range = document.createRange();
	range.selectNodeContents(number);
	const pen = document.createElement("canvas").getContext("2d");
	const {fontWeight, fontSize, fontFamily} = getComputedStyle(number);
	pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
	const ink = pen.measureText(number.textContent);
	const line = range.getBoundingClientRect().top + ink.fontBoundingBoxAscent;
	const place = document.getElementById("face").getBoundingClientRect();
	if (line + ink.actualBoundingBoxDescent > place.bottom + 0.5)
		say("the comma is cut");
	if (line - ink.actualBoundingBoxAscent < place.top - 0.5)
		say("the figures are cut");
}

function sizes(least, say) {
	const number = document.getElementById("number");
	const px = (node) => parseFloat(getComputedStyle(node).fontSize);
	if (shown(number)) {
		const figures = number.textContent.replace(/\D/g, "").length;
		const wanted = figures > 5 ? least.seven : least.five;
		if (px(number) < wanted)
			say(`${figures} figures of ${px(number).toFixed(1)} px, ${wanted} wanted`);
		const text = number.getBoundingClientRect();
		const box = document.getElementById("mass").getBoundingClientRect();
		if (text.left < box.left - 1 || text.right > box.right + 1)
			say("the number leaves its box");
	}
	const mark = document.querySelector("#mark > *");
	if (mark && shown(mark) && mark.getBoundingClientRect().width < least.mark)
		say(`a mark of ${mark.getBoundingClientRect().width} px`);
	const sentence = document.getElementById("sentence");
	if (px(sentence) < least.text)
		say(`a sentence of ${px(sentence).toFixed(1)} px`);
}

/* What stays in sight where the rest scrolls. */
function inSight(say) {
	for (const id of ["number", "mark", "sentence"]) {
		const node = document.getElementById(id);
		const box = node.getBoundingClientRect();
		if (shown(node) && (box.top < 0 || box.bottom > innerHeight))
			say(`${id} is not in sight`);
	}
}

export function faults(least) {
	const found = new Set();
	const say = (what) => found.add(what);
	const parts = LEAVES.flatMap((selector) => [...document.querySelectorAll(selector)])
		.filter(shown).map((node) => ({node, box: seen(node),
			name: `#${node.closest("[id]").id}${node.dataset.code ?? node.dataset.answer ?? ""}`}))
		.filter(({box}) => box.bottom > box.top);
	overlaps(parts, say);
	outside(parts, say);
	for (const node of document.querySelectorAll(WORDS.join()))
		if (shown(node) && !node.closest(LONG_NAME))
			words(node, say);
	cut(say);
	sizes(least, say);
	inked(say);
	inSight(say);
	if (document.documentElement.scrollWidth > innerWidth
		|| document.documentElement.scrollHeight > innerHeight)
		say("the page scrolls");
	return [...found];
}

/* ---- of a screen in the drawer */

const TIGHT_PX = 10; // lines may stand closer than their letters are high
const TOUCHED = "button, input:not([type=file]), select, a.choice, a.file, label.choice, .settings-grip";
const SAID = "h2, h3, .word, .caption, .form-label, .field-said, .line-name, td, th, li > b, p";

/* The part of a box that the lists around it, which scroll, let be seen. */
function inLists(node) {
	const box = node.getBoundingClientRect();
	const seenBox = {left: box.left, right: box.right, top: box.top, bottom: box.bottom};
	for (let list = node.parentElement; list && list.id !== "drawer"; list = list.parentElement)
		if (getComputedStyle(list).overflowY !== "visible") {
			const edge = list.getBoundingClientRect();
			seenBox.left = Math.max(seenBox.left, edge.left);
			seenBox.right = Math.min(seenBox.right, edge.right);
			seenBox.top = Math.max(seenBox.top, edge.top);
			seenBox.bottom = Math.min(seenBox.bottom, edge.bottom);
		}
	return seenBox;
}

function small(node, least, say) {
	const {width, height} = node.getBoundingClientRect();
	const wanted = node.matches(".choice, #drawer-close") ? least.choice
		: node.matches("input, select") ? [64, 64] : least.row;
	if (width < wanted[0] - 0.5 || height < wanted[1] - 0.5)
		say(`${node.id || node.dataset.code || node.textContent} is ${width.toFixed(0)}x${height.toFixed(0)}`);
}

/* Letters that nobody reads at arm's length. */
function letters(node, least, say) {
	const size = parseFloat(getComputedStyle(node).fontSize);
	if (size < least - 0.1)
		say(`"${node.textContent}" in letters of ${size.toFixed(1)} px`);
}

/* least: {choice: [width, height], row: [width, height]} of what a glove touches; letters: of what is read, px. */
export function drawerFaults(least) {
	const found = new Set();
	const say = (what) => found.add(what);
	const drawer = document.getElementById("drawer");
	const touched = [...drawer.querySelectorAll(TOUCHED)].filter(shown);
	overlaps(touched.map((node) => ({node, box: inLists(node), name: node.id || node.dataset.code || node.textContent}))
		.filter(({box}) => box.bottom > box.top && box.right > box.left), say);
	for (const node of touched)
		small(node, least, say);
	for (const node of drawer.querySelectorAll(SAID))
		if (shown(node) && node.textContent.trim()) {
			words(node, say, node.closest("button, a, label.choice") ?? node, TIGHT_PX);
			letters(node, least.letters ?? 0, say);
		}
	for (const node of drawer.querySelectorAll("#drawer-body, .settings-seen, .settings-main .table-place, button"))
		if (shown(node) && node.scrollWidth > node.clientWidth + 1)
			say(`${node.id || node.className} is cut`);
	if (document.documentElement.scrollWidth > innerWidth)
		say("the page scrolls");
	return [...found];
}
