// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/sheets: codes for the scanner on A4, each kind on sheets of its own (#/sheet/KIND).
 */
import {bigButton, go, hasWorkshop, keyed, nobodyNamed, state} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

const PICTURES = {action: "undo", category: "TLC-VET", origin: "in", destination: "out",
	container: "container", operator: "operator", partner: "partner", place: "place", product: "cook", recipe: "order", ingredient: "ALI",
	item: "lots", quantity: "plus", degrees: "thermometer"};

export const title = () => t("page_sheets");
export const role = "anyone";

// lang: page_sheets_*
const sheet = ([kind, picture]) => bigButton({
	class: "choice",
	"data-kind": kind,
	picture,
	word: t(`page_sheets_${kind}`),
	onclick: () => go("sheet", kind),
});

export function paint({body}) {
	keyed(body, [language(), state.catalogue?.stamp], () => Object.entries(PICTURES)
		.filter(([kind]) => kind !== "operator" || !nobodyNamed())
		.filter(([kind]) => hasWorkshop() || !["product", "recipe", "ingredient", "degrees"].includes(kind)).map(sheet));
}
