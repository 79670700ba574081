// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Starts the page: words, then live events, and one painter for each part. Whatever the
 * daemon says at any moment is drawn from the state alone, so that a page opened late, or
 * one that lost its daemon, shows the same as any other.
 */
import {change, onChange, state} from "/state.js";
import {get} from "/api.js";
import {listen} from "/live.js";
import {useLanguage} from "/lang.js";
import {startSheet} from "/sheet.js";
import {paintWeight} from "/weight.js";
import {paintTiles, startTiles} from "/tiles.js";
import {paintContext, startContext} from "/context.js";
import {loadLines, paintLines, startLines, takeWeighing} from "/lines.js";
import {loadHealth, loadLabels, paintDevices} from "/devices.js";
import {takeCodes} from "/codes.js";
import {paintScales, startScales} from "/scales.js";
import {paintTools, startTools} from "/tools.js";
import {startKeys} from "/keys.js";

const HEALTH_MS = 5000;

async function loadCatalogue() {
	const answer = await get("/catalogue");
	if (answer?.ok)
		change({catalogue: {...answer.data, stamp: performance.now()}});
}

async function loadAll() {
	await Promise.all([loadCatalogue(), loadLines(), loadHealth(), loadLabels()]);
}

/* A note stands until the load or the phase changes: it is about what was there. */
function noteFits(before, after) {
	return before?.phase === after.phase && before?.scale?.state === after.scale?.state
		&& before?.context?.origin === after.context?.origin
		&& before?.context?.direction === after.context?.direction;
}

function takeSnapshot(snapshot) {
	const note = noteFits(state.snapshot, snapshot) ? state.note : null;
	change({snapshot, note, link: "up"});
	takeCodes(snapshot.codes);
}

function takePrint(print) {
	if (print?.id && print?.state)
		change({labels: {...state.labels, [print.id]: print.state}});
	loadHealth();
}

async function start() {
	startTools();
	startSheet();
	startContext();
	startScales();
	startTiles();
	startLines();
	startKeys();
	for (const paint of [paintWeight, paintScales, paintTiles, paintContext, paintLines, paintDevices, paintTools])
		onChange(paint);
	await useLanguage();
	change({});
	listen({
		open: loadAll,
		station: takeSnapshot,
		weighing: takeWeighing,
		print: takePrint,
	});
	setInterval(() => state.link === "up" && loadHealth(), HEALTH_MS);
}

start();
