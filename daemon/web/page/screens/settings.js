// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/settings/KIND/CODE: what may be weighed, where it comes from and goes to, in what, by whom: the
 * catalogue, for coordinators. First the kind, then its list (#/settings/KIND), then one row
 * (CODE; "new": one more); "order" puts the list in another order, "file" reads a
 * spreadsheet. Nothing is saved before a person has seen what changes, nothing past changes with it.
 */
import * as file from "/screens/settings/file.js";
import * as kinds from "/screens/settings/kinds.js";
import * as list from "/screens/settings/list.js";
import {KINDS} from "/screens/settings/model.js";
import * as order from "/screens/settings/order.js";
import * as row from "/screens/settings/row.js";

export const role = "coordinator";
export const flow = "rows";
export const css = true;

function partOf({args: [kind, what]}) {
	if (!Object.hasOwn(KINDS, kind ?? ""))
		return kinds;
	return what ? {file, order}[what] ?? row : list;
}

export const title = (place) => partOf(place).title(place);
export const open = (place) => partOf(place).open(place);
export const paint = (place) => partOf(place).paint(place);
