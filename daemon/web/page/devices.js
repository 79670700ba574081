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
	if (answer)
		change({health: answer.data});
}

function deviceList(kind) {
	const devices = state.health?.devices;
	if (Array.isArray(devices))
		return devices.filter((device) => device.kind === kind);
	return devices?.[`${kind}s`] ?? [];
}

function printerTrouble(device) {
	return GOOD.includes(device.state) ? null : {
		picture: PICTURES[device.state] ?? "printer",
		text: device.text || t("page_printer_trouble"),
	};
}

function scannerTrouble(device) {
	return device.open === false || device.state === "unplugged" ? {
		picture: "scanner",
		text: device.text || t("page_scanner_trouble"),
	} : null;
}

function troubles() {
	if (state.link !== "up")
		return [];
	const list = [
		...deviceList("printer").map(printerTrouble),
		...deviceList("scanner").map(scannerTrouble),
	].filter(Boolean);
	if (state.snapshot?.clock === "doubtful")
		list.push({picture: "clock-doubtful", text: t("page_clock_doubtful")});
	if (state.codes.length > 0)
		list.push({picture: "scanner", text: t("page_codes_waiting", {n: state.codes.length})});
	return list;
}

export function paintDevices() {
	const list = troubles();
	keyed($("devices"), [language(), list], () => list.map((trouble) =>
		el("p", {class: "trouble"}, icon(trouble.picture), el("span", {}, trouble.text))));
}
