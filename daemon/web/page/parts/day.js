// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A day as people write it, in the page's language: a browser's own field follows the browser's. It is
 * typed, in figures; the button beside it opens the browser's calendar, where there is one.
 */
import {el, icon} from "/base/kernel.js";
import {t} from "/base/lang.js";
import {dayFigures} from "/parts/period.js";

const ISO = /^\d{4}-\d\d-\d\d$/;
const two = (digits) => digits.padStart(2, "0");

/* A keypad of figures may have no sign to stand between them: 31032026. */
const WRITTEN = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$|^(\d\d)(\d\d)(\d{4})$/;

/* 31/3/2026, 31.03.2026, 31032026 or 2026-03-31 -> 2026-03-31; what is no day stays as it is. */
export function dayOf(text) {
	const [day, month, year] = (text.match(WRITTEN) ?? []).slice(1).filter(Boolean);
	return year ? `${year}-${two(month)}-${two(day)}` : text;
}

const isDay = (text) => ISO.test(text) && !Number.isNaN(Date.parse(text));
export const dayText = (iso) => (isDay(iso) ? dayFigures(iso) : iso);

/* Only there while it is open: of two fields for one day nobody knows which counts. */
function openCalendar(field) {
	const own = el("input", {type: "date", class: "day-own", tabindex: "-1", "aria-hidden": "true",
		value: isDay(dayOf(field.value)) ? dayOf(field.value) : null});
	own.addEventListener("change", () => {
		field.value = dayText(own.value);
		field.dispatchEvent(new Event("input", {bubbles: true}));
	});
	own.addEventListener("blur", () => own.remove());
	field.after(own);
	try {
		own.showPicker();
	} catch {
		own.remove(); // a browser without one: a day is typed
	}
}

/* The field that has the value, in a node of its own with its button. common: properties of the field. */
export function dayField(common, value) {
	const field = el("input", {...common, type: "text", inputmode: "numeric", autocomplete: "off",
		placeholder: t("page_form_day_like"), value: dayText(value ?? "")});
	el("div", {class: "day-field"}, field, el("button", {class: "day-calendar", "aria-label": t("page_form_calendar"),
		onclick: () => openCalendar(field)}, icon("day")));
	return field;
}
