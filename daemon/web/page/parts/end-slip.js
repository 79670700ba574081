// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A slip ends, from the face or from its own screen: then one weighs again, and the band says what was
 * ended. What was ended too early goes on as another slip of the same (again), as a paper that was
 * handed over is never changed.
 */
import {findRow, home} from "/base/kernel.js";
import {intent, post} from "/base/daemon.js";
import {count, kg, shortName, t} from "/base/lang.js";
import {loadOpenSlips, tellAWhile} from "/base/station.js";
import {bodyOf} from "/parts/slips.js";

const SAID_MS = 10000;

const whose = ({partner, place, type}) => shortName(findRow("partners", partner)) || shortName(findRow("places", place))
	|| t(`page_slip_${type}`);

/* signed: {signed: name}, or nothing. */
export async function endSlip(slip, signed = {}) {
	const answer = await post(`/slips/${encodeURIComponent(slip.id)}/close`, signed);
	if (!answer?.ok)
		return;
	loadOpenSlips();
	home();
	const {mass_mg: mg = slip.mass_mg, weighings = slip.weighings} = answer.data;
	tellAWhile("saved", t("page_slip_ended", {name: whose(slip), sum: t("page_slip_sum", {kg: kg(mg), n: count(weighings)})}),
		{}, SAID_MS);
}

export async function again({type, origin, destination, partner, carrier, place}, key) {
	const answer = await post("/slips", bodyOf(type, {end: origin || destination, partner, carrier, place}), {key});
	if (!answer?.ok)
		return;
	await intent("slip", {code: answer.data.id});
	loadOpenSlips();
	home();
}
