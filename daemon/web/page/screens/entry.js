// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/entry/KIND: entries of a kind, the newest in a table, and a form that makes one; #/entry: which
 * kind, where there are several. Nothing here is of a kind: fields, bounds, words and who may make one are what
 * GET /openapi.json says of POST /entries/KIND.
 */
import {bigButton, el, findRow, go, keyed, mayOpen} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {clockTime, dayOf, language, longName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {asked, fieldsOf, listOf, MG, wordsOf} from "/parts/asked.js";
import {form} from "/parts/form.js";
import {periodName} from "/parts/period.js";
import {table} from "/parts/table.js";

export const role = "staff";
export const flow = "rows";
export const css = true;

const LIMIT = 20;
const PATH = "/entries/";

/* That of the address; of one alone nobody is asked. */
function nameOf({mine: {kinds = {}}, args: [name]}) {
	const names = Object.keys(kinds);
	return name || names.length !== 1 ? name : names[0];
}

export const title = (place) => wordsOf(place.mine.kinds?.[nameOf(place)]?.["x-title"]) ?? t("page_entries");


/* Kinds that whoever asks may make: name -> what is said of the call. One of any kind ({entry}) is no kind. */
export function kindsOf(description, who) {
	return Object.fromEntries(Object.entries(description.paths)
		.filter(([path, {post: call}]) => path.startsWith(PATH) && !path.includes("{") && call && mayOpen(call["x-role"], who))
		.map(([path, {post: call}]) => [path.slice(PATH.length), call]));
}

/* A cell as people read it; masses and numbers are the table's to write. */
function read(value, schema) {
	if (typeof value === "boolean")
		return t(value ? "page_yes" : "page_no");
	if (schema["x-catalogue"] && value)
		return longName(findRow(listOf(schema["x-catalogue"]), value)) || value;
	if (schema.format === "period" && value)
		return periodName(value);
	return wordsOf(schema["x-words"]?.[value]) ?? value;
}

/* {columns, rows} for parts/table.js: when it was entered, and what was asked. */
export function tableOf(schema, entries, lang = language()) {
	const names = Object.keys(schema.properties).filter((name) => !/_kg$/.test(name));
	const typeFor = (name) => ([schema.properties[name].type].flat().includes("integer")
		? MG.test(name) ? "mg" : "count" : "text");
	return {
		columns: [{name: "at", type: "text", title: t("page_entry_at")}, ...names.map((name) => ({name,
			type: typeFor(name), title: wordsOf(schema.properties[name]["x-label"], lang) ?? name}))],
		rows: entries.map((entry) => ({at: dayOf(entry.at) || clockTime(entry.at),
			...Object.fromEntries(names.map((name) => [name, read(entry[name], schema.properties[name])]))})),
	};
}

async function loadEntries(place, name) {
	const answer = await get(`${PATH}${name}?limit=${LIMIT}`);
	place.set({entries: answer?.ok ? answer.data.entries : [],
		lost: answer?.ok ? null : answer?.data.message ?? t("page_lost")});
}

/* The same again, not knowing whether it was written, goes under the same key. */
async function send(place, name, body, asking) {
	const text = JSON.stringify(body);
	if (place.mine.sending)
		return;
	place.set({sending: true, key: place.mine.sent === text ? place.mine.key : newKey(), sent: text});
	const answer = await post(PATH + name, body, {key: place.mine.key});
	place.set({sending: false, sent: answer ? null : text});
	if (answer?.ok) {
		tell("news", t("page_entry_saved"));
		place.set({written: (place.mine.written ?? 0) + 1});
		await loadEntries(place, name);
	} else if (answer) {
		asking.refuse(answer.data);
	}
}

export async function open(place) {
	const answer = await get("/openapi.json");
	if (!answer?.ok)
		return place.set({lost: answer?.data.message ?? t("page_lost"), entries: []});
	const kinds = kindsOf(answer.data);
	place.set({kinds});
	const name = nameOf(place);
	return kinds[name] ? loadEntries(place, name) : null;
}

function ask(place, name) {
	const asking = form({fields: fieldsOf(asked(place.mine.kinds[name])), word: t("page_entry_send"),
		submit: (body) => send(place, name, body, asking)});
	return asking.node;
}

function entered({kinds, entries, lost}, name) {
	if (lost || !entries)
		return el("p", {class: "line-none"}, lost ?? "…");
	return entries.length > 0
		? table({...tableOf(asked(kinds[name]), entries), title: t("page_entry_shown")})
		: el("p", {class: "line-none"}, t("page_entry_none"));
}

const choose = (kinds) => Object.entries(kinds).map(([name, call]) => bigButton({class: "choice",
	"data-kind": name, picture: [`entry-${name}`, "pencil"], word: wordsOf(call["x-title"]) ?? name,
	onclick: () => go("entry", name)}));

export function paint(place) {
	const {body, mine} = place;
	const name = nameOf(place);
	const kind = mine.kinds?.[name];
	keyed(body, [language(), Boolean(mine.kinds), kind ? name : null, mine.lost], () => {
		if (!mine.kinds)
			return [el("p", {class: "line-none"}, mine.lost ?? "…")];
		return kind ? [el("div", {class: "entry-ask"}), el("div", {class: "entry-list"})]
			: [el("div", {class: "entry-kinds"}, ...choose(mine.kinds))];
	});
	if (!kind)
		return;
	keyed(body.querySelector(".entry-ask"), [mine.written], () => [ask(place, name)]);
	keyed(body.querySelector(".entry-list"), [mine.entries, mine.lost], () => [entered(mine, name)]);
}
