// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/sheets: codes for the scanner on A4, each kind a PDF of its own, to be printed by whoever
 * looks at the page. A kind of which there is none says so itself.
 */
import {bigButton, keyed} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

const PICTURES = {action: "undo", category: "TLC-VET", origin: "in", destination: "out",
	container: "container"};

export const title = () => t("page_sheets");
export const role = "anyone";

const address = (kind) => `/api/v1/labels/control-sheet?kind=${kind}&lang=${language()}`;

// lang: page_sheets_*
const sheet = ([kind, picture]) => bigButton({
	class: "choice",
	"data-kind": kind,
	picture,
	word: t(`page_sheets_${kind}`),
	onclick: () => window.open(address(kind), "_blank", "noopener"),
});

export function paint({body}) {
	keyed(body, language(), () => Object.entries(PICTURES).map(sheet));
}
