// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is wrong with printer, scanner, clock or the codes read: one sentence and its
 * pictogram each, only when there is something to say. The scale speaks on the large face.
 */
import {$, el, icon, keyed} from "/dom.js";
import {change, state} from "/state.js";
import {language, t} from "/lang.js";
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
		picture: PICTURES[device.state] ?? "printer",
		text: device.text || t("page_printer_trouble"),
	};
}

function scannerTrouble(device) {
	return device.open === false ? {
		picture: device.kind === "scanner" ? "scanner" : "warning",
		text: device.text || t("page_scanner_trouble"),
	} : null;
}

function troubles() {
	if (state.link !== "up")
		return [];
	const list = [
		...deviceList("printer").map(printerTrouble),
		...["scanner", "panel"].flatMap(deviceList).map(scannerTrouble),
	].filter(Boolean);
	const doubts = Object.values(state.labels).filter((label) => label === "unknown").length;
	if (doubts > 0)
		list.push({picture: "question", text: t("page_labels_unknown", {n: doubts})});
	if (state.codes.length > 0)
		list.push({picture: "scanner", text: t("page_codes_waiting", {n: state.codes.length})});
	return list;
}

export function paintDevices() {
	const list = troubles();
	const bench = state.link === "up" ? state.health?.bench : null;
	keyed($("devices"), [language(), list, bench], () => [
		...list.map((trouble) =>
			el("p", {class: "trouble"}, icon(trouble.picture), el("span", {}, trouble.text))),
		...(bench ? [el("a", {class: "bench", href: bench, target: "_blank", rel: "noopener"},
			t("page_bench"))] : []),
	]);
}
