// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one drawer of the page, a modal <dialog>: title, the weight of this moment, close
 * button, content. Opening another replaces it; Escape and the close button only close, they
 * never decide.
 */
import {$, buttonContent, el, keyed} from "/dom.js";
import {language, t} from "/lang.js";
import {liveWeight} from "/now.js";

let refill = null;

/* fill() returns nodes; called again by refillSheet() when facts change. closed(): when it went. */
export function openSheet(name, title, fill, closed = null) {
	const sheet = $("sheet");
	refill?.closed?.();
	refill = {title, fill, closed};
	sheet.dataset.sheet = name;
	draw();
	if (!sheet.open)
		sheet.showModal();
	$("sheet-body").scrollTop = 0;
	$("sheet-title").focus();
}

function draw() {
	$("sheet-title").textContent = refill.title();
	keyed($("sheet-close"), language(), () => buttonContent({picture: "cancel", word: t("page_close")}));
	const nodes = refill.fill();
	$("sheet-body").dataset.cells = String(Math.min(nodes.length, 16));
	$("sheet-body").replaceChildren(...nodes);
}

export const sheetName = () => ($("sheet").open ? $("sheet").dataset.sheet : null);

export function refillSheet(name) {
	if (sheetName() === name)
		draw();
}

export function closeSheet() {
	if ($("sheet").open)
		$("sheet").close();
}

/* Whatever is open, the weight stays in sight. */
export function paintSheet() {
	const live = liveWeight();
	keyed($("sheet-live"), live, () => (live ? [el("b", {}, live.kg), live.words] : []));
}

export function startSheet() {
	$("sheet-close").addEventListener("click", closeSheet);
	$("sheet").addEventListener("close", () => {
		const closed = refill?.closed;
		refill = null;
		closed?.();
	});
}
