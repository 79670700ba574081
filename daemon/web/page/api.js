// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls to the daemon. Every POST carries an Idempotency-Key; when no answer comes, it is
 * sent again with the same key, so that one touch is at most one weighing. An answer, good
 * or bad, is not asked again: a person decides. Only after a touch that was lost is a daemon
 * given time to find its scale and its store (a refusal binds no key).
 */
import {change, state} from "/state.js";
import {language, t} from "/lang.js";
import {tell} from "/notes.js";

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

/* Refusals that are questions: the station asks, the question itself is the answer. */
const QUESTIONS = ["again", "choose", "changed_load", "choose_scale", "other_scale", "origin_old",
	"destination_old", "question_changed"];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function once(method, path, body, key) {
	const headers = {Accept: "application/json", "Accept-Language": language()};
	if (body !== undefined) {
		headers["Content-Type"] = "application/json";
		headers["Idempotency-Key"] = key;
	}
	const answer = await fetch(BASE + path, {
		method,
		headers,
		body: body === undefined ? undefined : JSON.stringify(body),
		cache: "no-store",
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

/* {status, ok, data}, or null when nothing answered. */
export async function get(path) {
	try {
		return await once("GET", path);
	} catch {
		return null;
	}
}

/*
 * A daemon that has just come back has no scale and no store for a moment; what it arms
 * before the first frames of the scale are whole may be dropped again.
 */
const notYet = (answer) => answer.status === 202 || answer.status === 503
	|| /^(no_scale$|scale_)/.test(answer.data.error);

let touches = 0;

async function insist(path, body, key) {
	const touch = ++touches;
	let until = performance.now() + PATIENCE_MS;
	for (let lost = false; ; await pause(PAUSE_MS)) {
		const answer = await once("POST", path, body, key).catch(() => null);
		const again = answer ? lost && touch === touches && notYet(answer) : true;
		if (!again || performance.now() > until)
			return answer;
		if (answer?.status === 202)
			until = Math.min(until, performance.now() + SETTLE_MS);
		lost = true;
		change({retrying: true});
	}
}

/* {status, ok, data}; null when it gave up: then nobody knows, and the note says so. */
export async function post(path, body = {}) {
	change({pending: state.pending + 1, note: null});
	const answer = await insist(path, body, newKey());
	const pending = state.pending - 1;
	change({pending, retrying: pending > 0 && state.retrying});
	if (answer === null)
		tell("refused", t("page_gave_up"));
	else if (!answer.ok && !QUESTIONS.includes(answer.data.error))
		tell(answer.data.error === "already_recorded" ? "news" : "refused",
			answer.data.message ?? answer.data.error ?? "");
	return answer;
}

/* The new snapshot comes by the live events, always in order: a late answer never undoes one. */
export const intent = (action, body = {}) => post(`/station/${action}`, body);
