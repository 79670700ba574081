// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/settings/KIND/order/PARENT: another order of one level of tiles. A row is touched, then moved by
 * two large buttons that stay under the finger, or dragged by its handle; arrow keys move it too.
 * Nothing is saved before the button says so.
 */
import {bigButton, el, go, icon, keyed, sayMore, setText} from "/base/kernel.js";
import {language, longName, t} from "/base/lang.js";
import {bar, told} from "/screens/settings/bar.js";
import {keepLoaded, preview, rowsChange, save} from "/screens/settings/calls.js";
import {swatch} from "/screens/settings/list.js";
import {brothers, moved, placesOf} from "/screens/settings/model.js";

const EDGE_PX = 40; // near an edge a dragged row pulls the list along
const asked = ({args: [kind, , parent]}) => ({kind, parent: parent ?? null});

export const title = (place) => t("page_settings_order_of", {name: t(`page_kind_${asked(place).kind}`)});

const current = ({codes}) => codes.filter(({ended}) => !ended).map(({row}) => row);
const level = (place) => brothers(current(place.mine), asked(place).parent).filter(({hidden}) => !hidden)
	.map(({code}) => code);
/* Of a row that somebody else has added or hidden meanwhile the order knows nothing: it is begun anew. */
function orderOf(place) {
	const now = level(place);
	const {order} = place.mine;
	return order && [...order].sort().join() === [...now].sort().join() ? order : now;
}
const changed = (place) => orderOf(place).join() !== level(place).join();

/* ---- moved */

/* focus: by a key of the row itself, which keeps the keys. */
function move(place, code, by, focus = false) {
	place.set({order: moved(orderOf(place), code, by), picked: code, follow: {code, focus}});
}

/* Where it is now: in sight, and told. */
function follow(place) {
	const {follow: now, rowsNode, heard} = place.mine;
	if (!now)
		return;
	place.mine.follow = null;
	const order = orderOf(place);
	const row = rowsNode.querySelector(`[data-code="${now.code}"]`);
	row.scrollIntoView({block: "nearest"});
	if (now.focus)
		row.querySelector(".line").focus();
	setText(heard, t("page_settings_place", {name: row.textContent, n: order.indexOf(now.code) + 1,
		of: order.length}));
}

function pull(list, y) {
	const {top, bottom} = list.getBoundingClientRect();
	list.scrollTop += y < top + EDGE_PX ? -EDGE_PX / 4 : y > bottom - EDGE_PX ? EDGE_PX / 4 : 0;
}

/* The row follows the finger: it takes the place of the one that lies under it. */
function drag(place, event) {
	const handle = event.currentTarget;
	const item = handle.closest("li");
	const list = item.parentNode;
	const codes = () => [...list.children].map((one) => one.dataset.code);
	const follow = ({clientY: y}) => {
		pull(list, y);
		const over = [...list.children].find((one) => {
			const box = one.getBoundingClientRect();
			return one !== item && y > box.top && y < box.bottom;
		});
		if (!over)
			return;
		const {top, height} = over.getBoundingClientRect();
		const below = item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
		if (below ? y > top + height / 2 : y < top + height / 2)
			list.insertBefore(item, below ? over.nextSibling : over);
	};
	const end = () => {
		removeEventListener("pointermove", follow);
		item.classList.remove("dragged");
		place.set({order: codes(), picked: item.dataset.code});
	};
	event.preventDefault();
	item.classList.add("dragged");
	addEventListener("pointermove", follow);
	for (const over of ["pointerup", "pointercancel"])
		addEventListener(over, end, {once: true});
}

function byKey(place, code, event) {
	const by = {ArrowUp: -1, ArrowDown: 1}[event.key];
	if (!by)
		return;
	event.preventDefault();
	move(place, code, by, true);
}

/* ---- saved */

async function keep(place) {
	const {mine} = place;
	const {kind, parent} = asked(place);
	const rows = placesOf(current(mine), [...orderOf(place), ...brothers(current(mine), parent)
		.filter(({hidden}) => hidden).map(({code}) => code)]).map((row) => ({kind, ...row}));
	place.set({busy: true, said: null});
	mine.change ??= await preview(rowsChange(kind, rows));
	const {key} = mine.change;
	const refused = mine.change.refused ?? await save(mine.change, {name: title(place), before: mine.rows});
	if (mine.change.refused || mine.change.key !== key)
		mine.change = null;
	place.set({busy: false, said: refused});
	if (!refused)
		go("settings", kind);
}

export function open(place) {
	const top = el("div", {class: "settings-top"});
	const rowsNode = el("ol", {class: "line-list settings-rows arrow"});
	const side = el("div", {class: "settings-side"});
	const heard = el("p", {class: "heard", role: "status", "aria-live": "polite"});
	sayMore(rowsNode);
	place.body.append(top, el("div", {class: "settings-sort"}, rowsNode, side), heard);
	place.set({top, rowsNode, side, heard, order: null, picked: null, said: null, busy: false, change: null});
	return keepLoaded(place, asked(place).kind);
}

function line(place, kind, row) {
	const {code} = row;
	const handle = el("span", {class: "settings-grip", "aria-hidden": "true",
		onpointerdown: (event) => drag(place, event)}, icon("grip"));
	return el("li", {"data-code": code},
		el("button", {class: "line", "aria-pressed": "false",
			onclick: () => place.set({picked: code}), onkeydown: (event) => byKey(place, code, event)},
		swatch(kind, code), el("span", {class: "line-name"}, longName(row))),
		handle);
}

/* What stands there is moved, never drawn anew: of two thousand rows one touch moves one. */
function drawRows(place, kind) {
	const {mine} = place;
	const order = orderOf(place);
	const byCode = new Map(current(mine).map((row) => [row.code, row]));
	keyed(mine.rowsNode, [language(), [...order].sort().map((code) => longName(byCode.get(code)))], () =>
		order.map((code) => line(place, kind, byCode.get(code))));
	const nodes = new Map([...mine.rowsNode.children].map((node) => [node.dataset.code, node]));
	let at = mine.rowsNode.firstElementChild;
	for (const node of order.map((code) => nodes.get(code))) {
		if (node === at)
			at = at.nextElementSibling;
		else
			mine.rowsNode.insertBefore(node, at);
	}
	for (const code of new Set([mine.pressed, mine.picked]))
		nodes.get(code)?.firstElementChild.setAttribute("aria-pressed", String(code === mine.picked));
	mine.pressed = mine.picked;
}

function sideButtons(place) {
	const {picked, busy} = place.mine;
	const order = orderOf(place);
	const at = order.indexOf(picked);
	const button = (id, picture, by, disabled) => bigButton({class: "choice", id, picture, disabled,
		word: t(`page_${id.replace("-", "_")}`), onclick: () => move(place, picked, by)});
	return [
		button("settings-up", "up", -1, at < 1), // lang: page_settings_up
		button("settings-down", "down", 1, at < 0 || at === order.length - 1), // lang: page_settings_down
		bigButton({class: "choice strong", id: "settings-save", picture: "saved", disabled: busy || !changed(place),
			word: t("page_settings_save_order"), onclick: () => keep(place)}),
	];
}

/* A button that is pressed again and again keeps the focus. */
function drawSide(place) {
	const focused = document.activeElement?.id;
	const {picked, busy} = place.mine;
	keyed(place.mine.side, [language(), picked, orderOf(place), busy], () => sideButtons(place));
	if (focused && document.activeElement?.id !== focused)
		place.mine.side.querySelector(`#${focused}`)?.focus();
}

export function paint(place) {
	const {mine} = place;
	const {kind} = asked(place);
	keyed(mine.top, [language(), mine.said, mine.refused], () => [bar({back: ["settings", kind]}),
		told("refused", mine.refused ?? mine.said) ?? el("p", {class: "settings-hint"}, t("page_settings_order_how"))]);
	if (!mine.codes)
		return;
	drawRows(place, kind);
	follow(place);
	drawSide(place);
}
