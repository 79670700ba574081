// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The shell: words, live events, and which screen is open. Reception is always there and always
 * painted, so that no weight and no alarm is missed; every other screen is a module that is
 * fetched when it is asked for by #/NAME/ARGUMENT, and lies over reception in the drawer
 * (CONTRIBUTING.md, "To add a screen"). Whatever the daemon says at any moment is drawn from the
 * state alone: a page opened late, or one that lost its daemon, shows the same as any other.
 */
import {beginAnew, change, fetchDrawings, go, home, onChange, routeOf, state, useTheme} from "/base/kernel.js";
import {listen, pageName} from "/base/daemon.js";
import {useLanguage} from "/base/lang.js";
import {hearCatalogue, loadAll, lookAgain, takePrint, takeSnapshot, takeWeighing} from "/base/station.js";
import {modesAfter, startHands} from "/base/hands.js";
import * as reception from "/screens/reception.js";

const HEALTH_MS = 5000;
let drawer = null; // its module, once a screen was asked for

async function withoutDrawer() {
	const there = await fetch("/parts/drawer.js").catch(() => null);
	if (!there?.ok || !beginAnew())
		home();
	return null;
}

async function follow() {
	const route = routeOf(location.hash);
	if (route.name !== "reception" && !drawer)
		drawer = await import("/parts/drawer.js").catch(withoutDrawer);
	drawer?.show(routeOf(location.hash));
}

/* Who is logged in matters where somebody can be: at a station with a coordinator's PIN, and from another machine. */
let people = null;
async function askWho() {
	people ??= import("/base/session.js").then((session) => {
		session.startSession();
		onChange(session.paintWho);
		return session;
	}).catch(() => {
		people = null; // asked again with what is heard next
	});
	await (await people)?.loadSession();
}

/* A station that nobody has named yet, or whose first day was broken off, leads through it; once a page. */
let led = false;
function lead({first_day: begun, guarded}) {
	if (!begun || guarded || led)
		return;
	led = true;
	if (routeOf(location.hash).name === "reception")
		go("first-day");
}

/* The frame of training, and nothing of before or after it. */
let training = null;
async function followTraining(before, {training: on}) {
	if (!on && !training)
		return;
	training ??= import("/parts/training.js").then((part) => {
		onChange(part.paintTraining);
		return part;
	});
	if (before && Boolean(before.training) !== on)
		(await training).forget();
	(await training).paintTraining();
}

function hearStation(snapshot) {
	const before = state.snapshot;
	if (people ? before && before.guarded !== snapshot.guarded : snapshot.guarded)
		askWho();
	takeSnapshot(snapshot);
	followTraining(before, snapshot);
	modesAfter(before, snapshot);
	lead(snapshot);
}

/* Cards that say something to the screen that asks; all others open one (act.h). */
const ANSWERS = ["done", "none", "water", "bought", "traces", "allergen", "storage"];

/* A scan is of one page; where none listens, a card of a screen opens it on each that weighs and is seen. */
function hearFood(food) {
	const {name} = routeOf(location.hash);
	if (food.page ? food.page !== pageName : food.act && (document.hidden || name !== "reception"))
		return;
	const [screen = name] = food.act?.split("/") ?? [];
	if ([name, ...ANSWERS].includes(screen))
		change({food});
	else
		location.hash = `#/${food.act}`;
}

async function start() {
	useTheme();
	reception.open();
	startHands();
	onChange(reception.paint);
	onChange(() => drawer?.paint());
	fetchDrawings();
	await useLanguage();
	if (location.protocol === "https:")
		askWho();
	change({});
	addEventListener("hashchange", follow);
	follow();
	listen({
		open: () => Promise.all([people && askWho(), loadAll()]),
		station: hearStation,
		weighing: takeWeighing,
		print: takePrint,
		catalogue: hearCatalogue,
		food: hearFood,
	});
	setInterval(() => state.link === "up" && lookAgain(), HEALTH_MS);
}

start();
