// SPDX-License-Identifier: GPL-3.0-or-later
/* A list that goes on below its edge says so (class goes-on), until its end is in sight. */
const LISTS = ["sheet-body", "tiles", "lines"];
const NEAR_PX = 12;

function look(list) {
	const below = list.scrollHeight - list.clientHeight - list.scrollTop;
	list.classList.toggle("goes-on", list.clientHeight > 0 && below > NEAR_PX
		&& getComputedStyle(list).overflowY === "auto");
}

export function startMore() {
	for (const id of LISTS) {
		const list = document.getElementById(id);
		const again = () => requestAnimationFrame(() => look(list));
		list.addEventListener("scroll", again, {passive: true});
		new ResizeObserver(again).observe(list);
		new MutationObserver(again).observe(list, {childList: true, subtree: true});
	}
}
