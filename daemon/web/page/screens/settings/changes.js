// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a change would do, before it is saved: what is new, what was and what will be, what is no
 * longer offered; what is wrong with a file, line by line; and what a row has been.
 */
import {el, sayMore} from "/base/kernel.js";
import {count, language, t} from "/base/lang.js";
import {table} from "/parts/table.js";
import {dayName, fieldName, said} from "/screens/settings/bar.js";
import {historyOf} from "/screens/settings/model.js";

const SHOWN = 200; // of a long list; the counts are of all

const nameOf = (row) => row[`label_${language()}`] || row.label_fr || row.code;
const called = (row) => `${nameOf(row)} (${row.code})`;
const column = (name) => ({name, type: "text", title: t(`page_settings_col_${name}`)});
// lang: page_settings_col_*

const section = (picture, heading, n, ...nodes) => (n > 0 ? el("section", {class: "settings-part", "data-part": picture},
	el("h3", {}, heading, n > 1 ? ` (${count(n)})` : ""), ...nodes) : null);

const rest = (n) => (n > SHOWN ? el("p", {class: "line-none"}, t("page_settings_and_more", {n: count(n - SHOWN)})) : null);

const names = (rows) => el("ul", {class: "settings-names"}, ...rows.slice(0, SHOWN).map((row) => el("li", {}, called(row))));

const changesTable = (changes, title, named = () => "") => table({title, columns: ["field", "old", "new"].map(column),
	rows: changes.map(({field, old, new: now, ...row}) => ({field: named(row) + fieldName(field),
		old: said(field, old), new: said(field, now)}))});

/* alone: of one row, which the title names. What is long scrolls in its place. */
export function differences({counts, added, changed, closed, from}, {alone = false} = {}) {
	const node = el("div", {class: "settings-seen arrow"}, ...[
		section("added", t("page_settings_added"), counts.added, names(added), rest(counts.added)),
		section("changed", t("page_settings_changed"), counts.changed, changesTable(changed.slice(0, SHOWN),
			t("page_settings_changed"), alone ? undefined : (row) => `${called(row)} · `), rest(changed.length)),
		section("closed", t("page_settings_closed"), counts.closed, names(closed), rest(counts.closed)),
		counts.added + counts.changed + counts.closed === 0 ? el("p", {class: "settings-none"}, t("page_settings_no_change"))
			: el("p", {class: "settings-from"}, t("page_settings_from", {day: dayName(from)})),
	].filter(Boolean));
	sayMore(node);
	return node;
}

/* Each with the line that it is on. */
export const mistakeList = (mistakes) => el("ol", {class: "settings-mistakes"}, ...mistakes.slice(0, SHOWN).map(
	({row, message}) => el("li", {}, el("b", {}, t("page_settings_line", {n: row})), ` ${message}`)));

/* Newest first; the first version says nothing of its fields. */
export function history(versions) {
	return historyOf(versions).map(({day, first, changes}) => el("section", {class: "settings-part"},
		el("h3", {}, t(day === "1970-01-01" ? "page_settings_always" : "page_settings_since", {day: dayName(day)})),
		first || changes.length === 0 ? el("p", {class: "settings-hint"}, t(first ? "page_settings_first" : "page_settings_no_change"))
			: changesTable(changes, t("page_settings_history"))));
}
