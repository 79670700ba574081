// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The settings' calls: the whole of one kind with every version, and a change: first what it
 * would do, then the same again, to be kept, under one key. The last change that was saved can be taken
 * back while this page is open.
 */
import {change, state} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {t} from "/base/lang.js";
import {loadCatalogue, tell} from "/base/station.js";
import {codesOf, KINDS, stillSo, undoOf, useFacts} from "/screens/settings/model.js";

let factsLoaded = false; // a daemon does not change them while it runs

async function loadFacts() {
	const answer = factsLoaded ? null : await get("/catalogue/facts");
	if (answer?.ok) {
		useFacts(answer.data.kinds);
		factsLoaded = true;
	}
	return factsLoaded ? null : answer;
}

/* {rows, codes, day, stands}, or {refused: sentence}. */
export async function load(kind) {
	const [answer, lost] = await Promise.all([get(`/catalogue?kind=${kind}&all=1`), loadFacts()]);
	if (!answer?.ok || !factsLoaded)
		return {refused: (answer?.ok ? lost : answer)?.data.message ?? t("page_lost")};
	const rows = answer.data[KINDS[kind].many] ?? [];
	const {day, stands} = answer.data;
	return {rows, day, stands, codes: codesOf(rows, day), refused: null};
}

/* Into the screen, and again when somebody, here or elsewhere, has changed the catalogue. */
export async function keepLoaded(place, kind) {
	const stamp = `${state.catalogue?.stamp} ${state.catalogueTold}`;
	if (place.mine.stamp === stamp && place.mine.loading !== undefined)
		return;
	place.mine.stamp = stamp;
	place.mine.loading = true;
	const found = await load(kind);
	place.set({...found, loading: false});
}

/* ---- a change: {path, body, kind, rows, preview, key}; path and body as the daemon takes them */

export const rowsChange = (kind, rows, from) => ({kind, path: "/catalogue",
	body: {rows, ...(from ? {from} : {})}});

export const fileChange = (kind, file, from) => ({kind, body: file, name: file.name,
	path: `/catalogue/csv?kind=${kind}${from ? `&from=${from}` : ""}`});

const askedWith = (what) => (what.body instanceof Blob ? [`${what.path}&preview=1`, what.body]
	: [what.path, {...what.body, preview: true}]);

/* The change with what it would do and the key to save it by; or {refused, mistakes}. */
export async function preview(what) {
	const answer = await post(...askedWith(what));
	change({note: null}); // what is wrong is said where it was written
	if (!answer)
		return {refused: t("page_settings_no_answer"), mistakes: []};
	return answer.ok ? {...what, key: newKey(), preview: answer.data}
		: {refused: answer.data.message ?? answer.data.error, mistakes: answer.data.mistakes ?? []};
}

let saved = null; // {kind, name, preview, undo}: the last change of this page

export const lastSaved = () => saved;

export function forgetSaved() {
	saved = null;
}

/*
 * Asked again by the same key, one change is saved once. null: done; else a sentence. What somebody
 * else was faster with is looked at anew: what it would do now is shown, and saved by a new key.
 */
export async function save(what, {name, before}) {
	const answer = await post(what.path, what.body, {key: what.key, stands: what.preview.stands});
	if (!answer) {
		tell("refused", t("page_settings_gave_up"));
		return t("page_settings_gave_up");
	}
	if (answer.status === 412)
		Object.assign(what, await preview(what));
	if (!answer.ok)
		return answer.data.message ?? answer.data.error;
	saved = {kind: what.kind, name, preview: what.preview, rows: undoOf(what.preview, before)};
	await loadCatalogue();
	return null;
}

/* null: taken back; else a sentence. */
export async function undoSaved() {
	const {kind, preview: was, rows} = saved;
	const now = await load(kind);
	if (now.refused)
		return now.refused;
	if (!stillSo(was, now.rows))
		return t("page_settings_changed_since");
	const answer = await post("/catalogue", {rows}, {key: saved.undoKey ??= newKey(), stands: now.stands});
	if (!answer)
		return t("page_settings_gave_up");
	if (!answer.ok)
		return answer.data.message ?? answer.data.error;
	saved = null;
	await loadCatalogue();
	return null;
}
