// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/retare: a container is weighed empty, and has that tare from today on: a row of the catalogue with its
 * day and its scale. What was weighed in it before keeps the tare of then.
 */
import {bigButton, change, el, home, homeFrom, rows, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {kg, language, plainKg, shortName, t} from "/base/lang.js";
import {loadCatalogue, tell} from "/base/station.js";

export const title = () => t("page_retare");
export const role = "coordinator";

/* Of what rests there alone, without any tare; 0: there is nothing to be taken. */
export function emptyMg(snapshot) {
	const {phase, scale} = snapshot ?? {};
	return phase === "ready" && scale?.state === "stable" && scale.tare_mg === 0 ? scale.gross_mg : 0;
}

async function keep(place, row, mg) {
	const {day, scale} = state.snapshot;
	const answer = await post("/catalogue", {from: day, rows: [
		{kind: "container", code: row.code, tare_kg: plainKg(mg), tare_day: day, scale: scale.name}]});
	homeFrom(place);
	if (!answer?.ok)
		return;
	await loadCatalogue();
	tell("news", t("page_retared", {container: shortName(row), kg: kg(mg)}));
	change({});
}

const tile = (place, mg) => (row) => bigButton({class: "choice", "data-code": row.code, picture: [row.code, "container"],
	caption: `${kg(row.tare_mg ?? 0)} kg → ${kg(mg)} kg`, word: shortName(row), onclick: () => keep(place, row, mg)});

/* What it weighed until now tells best which one it is. */
const likeliest = (mg) => [...rows("containers")].sort((a, b) => Math.abs(a.tare_mg - mg) - Math.abs(b.tare_mg - mg));

const say = (words) => el("p", {class: "container-sum"}, words);

export function paint(place) {
	const mg = emptyMg(state.snapshot);
	if (state.link === "lost")
		return home();
	return touchable(place.body, [language(), mg, state.catalogue?.stamp], () => (mg > 0
		? [say(t("page_retare_which", {kg: kg(mg)})), ...likeliest(mg).map(tile(place, mg))]
		: [say(t("page_retare_put"))]));
}
