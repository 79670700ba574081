// SPDX-License-Identifier: GPL-3.0-or-later
/* #/void/ID: why a weighing is voided. */
import {bigButton, home, keyed, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {language, t} from "/base/lang.js";
import {loadLines} from "/base/station.js";

// lang: page_reason_*
const REASONS = {MISTAKE: "question", DOUBLE: "twice", WRONG_WEIGHT: "wrong-weight", TEST: "test"};

export const title = () => t("page_why_void");
export const role = "kiosk";

async function voidIt(id, reason) {
	const answer = await post(`/weighings/${encodeURIComponent(id)}/void`, {reason});
	home();
	if (answer?.ok)
		await loadLines();
}

export function paint({body, args: [id]}) {
	if (state.link === "lost")
		return home();
	return keyed(body, language(), () => Object.keys(REASONS).map((reason) => bigButton({
		class: "choice",
		"data-reason": reason,
		picture: REASONS[reason],
		word: t(`page_reason_${reason.toLowerCase()}`),
		onclick: () => voidIt(id, reason),
	})));
}
