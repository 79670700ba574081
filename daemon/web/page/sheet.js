// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one drawer of the page, a modal <dialog>: title, the weight of this moment, close
 * button, content. Opening another replaces it; Escape and the close button only close, they
 * never decide.
 */
import {$, buttonContent, el, keyed, setText} from "/dom.js";
import {state} from "/state.js";
import {troubles} from "/devices.js";
import {noticed} from "/notes.js";
import {language, t} from "/lang.js";
import {liveWeight} from "/now.js";

let refill = null;
let known = new Set(); // sorts of trouble that were there before
const sort = ({kind, picture}) => `${kind} ${picture}`;

/* fill() returns nodes; called again by refillSheet() when facts change. closed(): when it went. */
export function openSheet(name, title, fill, closed = null) {
	const sheet = $("sheet");
	refill?.closed?.();
	refill = {title, fill, closed};
	sheet.dataset.sheet = name;
	draw();
	if (!sheet.open) {
		known = new Set(troubles().map(sort));
		sheet.showModal();
	}
	paintNote();
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

/* The news of this moment: a note, or a trouble that came since the sheet was opened. */
function paintNote() {
	const open = $("sheet").open && state.link === "up";
	const note = open ? state.note ?? noticed(state.snapshot) : null;
	const trouble = open && $("sheet").dataset.sheet !== "about"
		? troubles().find((one) => !known.has(sort(one))) : null;
	$("sheet-note").dataset.note = note?.tone ?? (trouble ? "trouble" : "");
	setText($("sheet-note"), note?.text ?? trouble?.sentence ?? "");
}

/* Whatever is open, the weight stays in sight. */
export function paintSheet() {
	const live = liveWeight();
	keyed($("sheet-live"), live, () => (live ? [el("b", {}, live.kg), " ", live.words] : []));
	paintNote();
}

export function startSheet() {
	$("sheet-close").addEventListener("click", closeSheet);
	$("sheet").addEventListener("close", () => {
		const closed = refill?.closed;
		refill = null;
		closed?.();
	});
}
