// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Starts the page: words, then live events, and one painter for each part. Whatever the
 * daemon says at any moment is drawn from the state alone, so that a page opened late, or
 * one that lost its daemon, shows the same as any other.
 */
import {change, onChange, state} from "/state.js";
import {get} from "/api.js";
import {fetchDrawings} from "/dom.js";
import {listen} from "/live.js";
import {useLanguage} from "/lang.js";
import {paintSheet, startSheet} from "/sheet.js";
import {paintWeight, startWeight} from "/weight.js";
import {paintAbout, startAbout} from "/about.js";
import {paintTiles, startTiles} from "/tiles.js";
import {paintContext, startContext} from "/context.js";
import {loadLines, paintLines, startLines, takeWeighing} from "/lines.js";
import {loadHealth, loadLabels} from "/devices.js";
import {takeCodes} from "/codes.js";
import {takeLeft} from "/left.js";
import {hearUndone, noteAfter} from "/notes.js";
import {modesAfter, startModes} from "/modes.js";
import {paintTools, startTools} from "/tools.js";
import {startKeys} from "/keys.js";
import {startMore} from "/more.js";

const HEALTH_MS = 5000;

async function loadCatalogue() {
	const answer = await get("/catalogue");
	if (answer?.ok)
		change({catalogue: {...answer.data, stamp: performance.now()}});
}

async function loadAll() {
	await Promise.all([loadCatalogue(), loadLines(), loadHealth(), loadLabels()]);
}

function takeSnapshot(snapshot) {
	const before = state.snapshot;
	change({snapshot, note: noteAfter(state.note, snapshot), link: "up"});
	hearUndone(before, snapshot);
	modesAfter(before, snapshot);
	takeCodes(snapshot.codes);
	takeLeft(snapshot.left);
}

function takePrint(print) {
	if (print?.id && print?.state)
		change({labels: {...state.labels, [print.id]: print.state}});
	loadHealth();
}

async function start() {
	for (const part of [startTools, startSheet, startWeight, startAbout, startContext, startTiles,
		startLines, startKeys, startModes, startMore])
		part();
	for (const paint of [paintWeight, paintAbout, paintTiles, paintContext, paintLines, paintTools,
		paintSheet])
		onChange(paint);
	fetchDrawings();
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
