// SPDX-License-Identifier: GPL-3.0-or-later
/* #/training: begins and ends it; #/training/scan: its card was scanned, which is the touch. */
import {bigButton, el, keyed, linkTo, mayOpen, state} from "/base/kernel.js";
import {language, t} from "/base/lang.js";
import {beginTraining, endTraining} from "/parts/training.js";

export const title = () => t("page_training");
export const role = "anyone";
export const flow = "rows";

const trains = () => Boolean(state.snapshot?.training);
const may = () => state.snapshot?.training_open || mayOpen("staff");

function act() {
	if (trains())
		return endTraining();
	return may() ? beginTraining() : location.replace(linkTo("log-in", "training"));
}

export const open = ({args: [how]}) => (how === "scan" ? act() : null);

export const paint = ({body}) => keyed(body, [language(), trains()], () => [
	el("p", {class: "line-said"}, t("page_training_why")),
	bigButton({class: "choice strong", id: "training-act", picture: trains() ? "cancel" : "training",
		word: t(trains() ? "page_training_end" : "page_training_begin"), onclick: act}),
]);
