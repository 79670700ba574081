// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A text that is long for its place is written smaller, step by step, until all of it stands
 * there; measured again when the place or the font changes.
 */
const STEPS = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.54];

function fits(place, text) {
	return text.scrollHeight <= inside(place) && text.scrollWidth <= text.clientWidth;
}

function inside(place) {
	const style = getComputedStyle(place);
	return place.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
}

export function fit(place, text) {
	for (const step of STEPS) {
		place.style.setProperty("--fit", String(step));
		if (fits(place, text))
			return;
	}
}

export function keepFit(place, text) {
	const again = () => fit(place, text);
	new ResizeObserver(again).observe(place);
	document.fonts.ready.then(again);
}
