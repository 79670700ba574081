// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one drawer of the page, a modal <dialog>: title, close button, content. Opening
 * another replaces it; Escape and the close button only close, they never decide.
 */
import {$, buttonContent} from "/dom.js";
import {t} from "/lang.js";

let refill = null;

/* fill() returns nodes; called again by refillSheet() when facts change. */
export function openSheet(name, title, fill) {
	const sheet = $("sheet");
	refill = {title, fill};
	sheet.dataset.sheet = name;
	draw();
	if (!sheet.open)
		sheet.showModal();
	$("sheet-body").scrollTop = 0;
	$("sheet-title").focus();
}

function draw() {
	$("sheet-title").textContent = refill.title();
	$("sheet-close").replaceChildren(...buttonContent({picture: "cancel", word: t("page_close")}));
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

export function startSheet() {
	$("sheet-close").addEventListener("click", closeSheet);
}
