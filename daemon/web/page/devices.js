// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is wrong beside the scale, which speaks on the large face: {kind, picture, sentence}
 * each, `count` where they are counted, from the devices, the clock, the labels, and whatever
 * else the station names in `troubles`.
 */
import {change, state} from "/state.js";
import {t} from "/lang.js";
import {get} from "/api.js";

const GOOD = ["ready", "printing", "open", "ok"];
const PICTURES = {paper_out: "printer-paper-out", unplugged: "printer-unplugged",
	mute: "printer-unplugged"};

export async function loadHealth() {
	const answer = await get("/health");
	if (!answer)
		return;
	const version = state.health?.version;
	if (version && answer.data.version && version !== answer.data.version && state.pending === 0)
		location.reload(); // a newer daemon has a newer page
	change({health: answer.data});
}

/* Labels that may or may not have been printed: a person decides, never the station. */
export async function loadLabels() {
	const answer = await get("/labels/unknown");
	if (!answer?.ok)
		return;
	const labels = {};
	for (const label of answer.data.labels ?? [])
		labels[label.id ?? label.weighing] = "unknown";
	change({labels: {...labels, ...state.labels}});
}

const deviceList = (kind) =>
	(state.health?.devices ?? []).filter((device) => device.kind === kind);

function printerTrouble(device) {
	return GOOD.includes(device.state) ? null : {
		kind: "printer",
		picture: PICTURES[device.state] ?? "printer",
		sentence: device.text || t("page_printer_trouble"),
	};
}

function scannerTrouble(device) {
	const silent = device.kind === "scanner" && !GOOD.includes(device.state);

	return device.open === false || silent ? {
		kind: device.kind,
		picture: device.kind === "scanner" ? "scanner" : "warning",
		sentence: device.text || t("page_scanner_trouble"),
	} : null;
}

function labelTrouble() {
	const n = Object.values(state.labels).filter((label) => label === "unknown").length;
	return n > 0 ? {kind: "labels", picture: "question", sentence: t("page_labels_unknown", {n})}
		: null;
}

function leftTrouble() {
	const n = state.left.length;
	return n > 0 ? {kind: "left", picture: "left", count: n,
		sentence: t("page_left_waiting", {n})} : null;
}

function clockTrouble() {
	return state.snapshot?.clock === "doubtful" ? {kind: "clock", picture: "clock-doubtful",
		sentence: t("page_clock_doubtful")} : null;
}

export function troubles() {
	if (state.link !== "up" || !state.snapshot)
		return [];
	return [
		...(state.snapshot.troubles ?? []),
		...(state.health?.troubles ?? []),
		leftTrouble(),
		...deviceList("printer").map(printerTrouble),
		...["scanner", "panel"].flatMap(deviceList).map(scannerTrouble),
		labelTrouble(),
		clockTrouble(),
	].filter(Boolean);
}
