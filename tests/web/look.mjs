// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person would see at a glance: words cut, buttons too small for a glove, poor contrast. */
import assert from "node:assert/strict";
import fs from "node:fs";

export const AXE = fs.readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TARGET_PX = 105; // 2 cm on a 7-inch panel of 800x480

/* Looking takes a busy machine long, and what nobody touches for 45 s ends by itself: a sign of life before and after. */
export async function checkAccess(page, part = "html") {
	if (!await page.evaluate(() => Boolean(globalThis.axe)))
		await page.evaluate(AXE);
	const found = await page.evaluate((selector) => {
		const alive = () => dispatchEvent(new Event("wheel"));
		alive();
		return globalThis.axe.run(selector).finally(alive);
	}, part);
	const bad = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
	assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), []);
}

/* Words that do not fit their button, and buttons too small for a glove. */
export async function checkFit(page, size) {
	await page.evaluate(() => document.fonts.ready.then(() => null)); // a stand-in is wider
	const bad = await page.evaluate((least) => {
		const found = [];
		const overlaps = (box, other) => {
			const o = other.getBoundingClientRect();
			return o.height > 0 && box.left < o.right && o.left < box.right &&
				box.top < o.bottom - 1 && o.top < box.bottom - 1;
		};
		for (const node of document.querySelectorAll("button")) {
			if (!node.checkVisibility())
				continue;
			const box = node.getBoundingClientRect();
			const name = node.id || node.dataset.code || node.textContent;
			if (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
				found.push(`${name} is cut`);
			if (node.matches("#tiles button, #context button, #drawer-close, .act, .choice, .key") &&
				(box.width < least.width || box.height < least.height))
				found.push(`${name} is ${box.width.toFixed(0)}x${box.height.toFixed(0)}`);
		}
		const face = document.getElementById("weight").getBoundingClientRect();
		for (const id of ["mass", "mark", "sentence", "detail", "actions"]) {
			const box = document.getElementById(id).getBoundingClientRect();
			if (box.width === 0 || box.height === 0)
				continue;
			if (id === "sentence" && overlaps(box, document.getElementById("actions")))
				found.push("the sentence lies under its button");
			if (box.right > face.right || box.bottom > face.bottom || box.top < face.top)
				found.push(`${id} leaves the face`);
		}
		if (document.documentElement.scrollWidth > innerWidth ||
			document.documentElement.scrollHeight > innerHeight)
			found.push("the page scrolls");
		return found;
	}, size === "390x844" ? {width: 100, height: 76} : {width: TARGET_PX, height: TARGET_PX - 5});
	assert.deepEqual(bad, []);
}
