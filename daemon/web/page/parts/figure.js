// SPDX-License-Identifier: GPL-3.0-or-later
/* One figure that is looked for: what it is, itself, what it stands beside, where it leads. */
import {el} from "/base/kernel.js";

export const figure = (word, value, beside = null, href = null) => el("p", {class: "figure"}, el("span", {}, word),
	el("b", {}, href ? el("a", {href}, value) : value), beside ? el("small", {}, beside) : null);
