// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daemon: calls to it, and its live events.
 *
 * Every POST carries an Idempotency-Key; when no answer comes, it is sent again with the same
 * key, so that one touch is at most one weighing. An answer, good or bad, is not asked again: a
 * person decides. Only after a touch that was lost is a daemon given time to find its scale and
 * its store (a refusal binds no key).
 */
import {change, state} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

const BASE = "/api/v1";
const PATIENCE_MS = 30000; // as long as the station keeps an armed category
const SETTLE_MS = 5000;
const PAUSE_MS = 500;
const ANSWER_MS = 8000;

/* crypto.randomUUID() is missing where the page is not from localhost: 128 bits by hand. */
export function newKey() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Of several pages, also of one browser, a scan is of one: by this name. */
export const pageName = newKey();

/* Refusals that are questions: the station asks, the question itself is the answer. */
const QUESTIONS = ["again", "choose", "changed_load", "choose_scale", "other_scale", "origin_old", "return_whose",
	"destination_old", "slip_old", "too_light", "unusual", "empty_container", "one_more",
	"question_changed"];

/* A file goes as its bytes are; read whole before, as it may be sent again. */
const isFile = (body) => body instanceof Blob;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/* Whether somebody learns here, as this page knows it: what is sent twice never comes into the other ledger. */
const trains = () => Boolean(state.snapshot?.training);

async function once(method, path, body, {key, stands, cache = "no-store", keepalive = false, training = trains()} = {}) {
	const headers = {Accept: "application/json", "Accept-Language": language()};
	if (body !== undefined) {
		headers["Content-Type"] = isFile(body) ? body.type : "application/json";
		headers["Idempotency-Key"] = key;
	}
	if (training)
		headers["Bascule-Training"] = "yes";
	if (stands !== undefined)
		headers["If-Match"] = `"${stands}"`;
	const answer = await fetch(BASE + path, {
		method,
		headers,
		body: body === undefined || isFile(body) ? body : JSON.stringify(body),
		cache,
		keepalive,
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const text = await answer.text(); // a connection cut here counts as no answer
	let data = {};
	try {
		data = JSON.parse(text);
	} catch {
		data = {error: "bad_answer", message: t("page_bad_answer", {status: answer.status})};
	}
	return {status: answer.status, ok: answer.ok, data};
}

/* {status, ok, data}, or null when nothing answered. cache "no-cache": of what is here, only whether it still is so. */
export async function get(path, cache) {
	try {
		return await once("GET", path, undefined, {cache});
	} catch {
		return null;
	}
}

/* Once, and nothing is told of it: it writes no weighing. */
export const send = (path, body = {}) => once("POST", path, body, {key: newKey()}).catch(() => null);

/*
 * A daemon that has just come back has no scale and no store for a moment; what it arms
 * before the first frames of the scale are whole may be dropped again.
 */
const notYet = (answer) => answer.status === 202 || answer.status === 503
	|| /^(no_scale$|scale_)/.test(answer.data.error);

let touches = 0;

async function insist(path, body, by) {
	const touch = ++touches;
	let until = performance.now() + PATIENCE_MS;
	for (let lost = false; ; await pause(PAUSE_MS)) {
		const answer = await once("POST", path, body, by).catch(() => null);
		const again = answer ? lost && touch === touches && notYet(answer) : true;
		if (!again || performance.now() > until)
			return answer;
		if (answer?.status === 202)
			until = Math.min(until, performance.now() + SETTLE_MS);
		lost = true;
		change({retrying: true});
	}
}

let told = () => {};

/* tell(tone, text): how what came of a touch is told. */
export function onRefusal(tell) {
	told = tell;
}

/*
 * {status, ok, data}; null when it gave up: then nobody knows, and the note says so. by: {key} of what
 * a person may ask again, not knowing whether it was written; {stands}: the entry that what was seen
 * is as of, when nobody else is to be overruled.
 */
export async function post(path, body = {}, {key = newKey(), stands} = {}) {
	change({pending: state.pending + 1, note: null});
	const answer = await insist(path, body, {key, stands, training: trains()});
	const pending = state.pending - 1;
	change({pending, retrying: pending > 0 && state.retrying});
	if (answer === null)
		told("refused", t("page_gave_up"));
	else if (!answer.ok && !QUESTIONS.includes(answer.data.error))
		told(answer.data.error === "already_recorded" ? "news" : "refused",
			answer.data.message ?? answer.data.error ?? "");
	return answer;
}

/* These are of the load that was seen, however late they come; a category of its weight too, once that rests. */
function ofLoad(action) {
	const {load, scale} = state.snapshot ?? {};
	if (action === "category" && scale?.state === "stable")
		return {load, to_mg: scale.net_mg};
	return action === "category" || action === "tare" ? {load} : {};
}

/* The new snapshot comes by the live events, always in order: a late answer never undoes one. */
export const intent = (action, body = {}) => post(`/station/${action}`, {...body, ...ofLoad(action)});

/* Of what nobody touched: it tells nobody anything, is not asked again, and goes out also while the page closes. */
export const whisper = (path, body) => once("POST", path, body, {key: newKey(), keepalive: true}).catch(() => null);

/* ---- live events */

/*
 * One connection a browser and language: a browser opens at most six to one address, and as many
 * pages that each held one would leave none for a touch. The page that holds the lock listens
 * and passes on what it hears; when it closes, the next has the lock. Where there is no secure
 * context there are no locks: there a page that nobody sees lets go.
 */
const RETRY_MS = 1000;
const KINDS = ["station", "weighing", "print", "probe", "alarm", "codes", "catalogue", "food", "beat"];

/* The daemon's connection; hear(kind, data), lose() when it breaks. */
class Source {
	constructor({hear, lose}) {
		this.hear = hear;
		this.lose = lose;
		this.open();
	}

	open() {
		clearTimeout(this.retry);
		this.source?.close();
		const mine = new EventSource(`${BASE}/events?lang=${language()}`);
		this.source = mine;
		mine.onopen = () => this.hear("beat", "");
		mine.onerror = () => mine === this.source && this.lose();
		for (const kind of KINDS)
			mine.addEventListener(kind, (event) => this.hear(kind, event.data));
	}

	later() {
		this.source?.close();
		this.source = null;
		clearTimeout(this.retry);
		this.retry = setTimeout(() => this.open(), RETRY_MS);
	}

	close() {
		clearTimeout(this.retry);
		this.source?.close();
		this.source = null;
	}
}

/* No locks: connected while somebody sees the page. */
function alone(handlers) {
	let source = null;
	const look = () => {
		if (document.hidden) {
			source?.close();
			source = null;
		} else {
			source ??= new Source(handlers);
		}
	};
	document.addEventListener("visibilitychange", look);
	look();
	return {again: () => source?.later(), restart: () => source?.open()};
}

/* What a page that comes later has missed: the newest snapshot. */
class Leader {
	constructor(channel, {hear, lose}) {
		this.channel = channel;
		this.source = new Source({
			hear: (kind, data) => {
				if (kind === "station")
					this.newest = data;
				channel.postMessage({kind, data});
				hear(kind, data);
			},
			lose: () => {
				this.newest = null; // what was true before is no news
				channel.postMessage({lost: true});
				lose();
			},
		});
	}

	greet() {
		if (this.newest)
			this.channel.postMessage({kind: "station", data: this.newest});
	}
}

class Shared {
	constructor(handlers) {
		this.handlers = handlers;
		this.join();
	}

	join() {
		const name = `bascule-events-${language()}`;
		this.channel = new BroadcastChannel(name);
		this.channel.onmessage = ({data}) => this.passed(data);
		this.leaving = new AbortController();
		const held = new Promise((resolve) => {
			this.release = resolve;
		});
		navigator.locks.request(name, {signal: this.leaving.signal}, () => {
			this.leader = new Leader(this.channel, this.handlers);
			return held;
		}).catch(() => {}); // another language was chosen before it was our turn
		this.channel.postMessage({hello: true});
	}

	passed(message) {
		if (message.hello)
			this.leader?.greet();
		else if (message.lost)
			this.handlers.lose();
		else
			this.handlers.hear(message.kind, message.data);
	}

	again() {
		this.leader?.source.later();
	}

	restart() {
		this.leader?.source.close();
		this.leader = null;
		this.leaving.abort();
		this.release();
		this.channel.close();
		this.join();
	}
}

const startShared = (handlers) =>
	(navigator.locks && globalThis.BroadcastChannel ? new Shared(handlers) : alone(handlers));

/*
 * The daemon beats at least every 2 s; when nothing has come for 3 s the page no longer knows the
 * weight and says so, whatever the connection looks like (a stopped process keeps its socket
 * open). Then it connects again until somebody answers.
 */
const SILENCE_MS = 2600; // under the 3 s of the contract, watch and drawing included
const WATCH_MS = 100;

let shared = null;
let lastBeat = -Infinity;
let waiting = true; // for the first word after an opening
let handlers = {};

function lose() {
	waiting = true;
	if (state.link !== "lost")
		change({link: "lost"});
	shared.again();
}

function hear(kind, data) {
	lastBeat = performance.now();
	if (waiting) {
		waiting = false;
		handlers.open?.();
	}
	if (kind === "beat" || !data)
		return;
	try {
		handlers[kind]?.(JSON.parse(data));
	} catch (error) {
		console.error(`event ${kind}: ${error}`);
	}
}

function watch() {
	if (!waiting && performance.now() - lastBeat > SILENCE_MS)
		lose();
}

/* handlers: a function for each kind of event, and open(). */
export function listen(given) {
	handlers = given;
	shared = startShared({hear, lose});
	setInterval(watch, WATCH_MS);
}

/* In another language: the sentences of the events change with it. */
export function listenAgain() {
	waiting = true;
	shared.restart();
}
