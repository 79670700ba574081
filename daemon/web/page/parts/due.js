// SPDX-License-Identifier: GPL-3.0-or-later
/* How long one has to declare a period: said by Déclarer and by Bilan. */
import {count, t} from "/base/lang.js";
import {periodName} from "/parts/period.js";

/* What was filed waits for nobody. */
export function timeLeft({days_left: left, due}) {
	if (left === null)
		return "";
	return left < 0 ? t("page_declare_late", {n: count(-left)}) : t("page_declare_left", {n: count(left), day: periodName(due)});
}
