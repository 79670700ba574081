// SPDX-License-Identifier: GPL-3.0-or-later
/* The first steps: language and zone, whose station it is, what it does. */
import {bigButton, el} from "/base/kernel.js";
import {listenAgain, post} from "/base/daemon.js";
import {t, useLanguage} from "/base/lang.js";
import {loadCatalogue} from "/base/station.js";
import {form} from "/parts/form.js";
import {back, codesOf, take} from "/screens/first-day/model.js";

const NAMES = {fr: "Français", en: "English"};
const ZONES = ["Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion",
	"Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti"];

/* ---- language and zone */

const zoneOf = ({mine: {zone, day}}) => zone ?? day.zone;
const SPELT = {"Indian/Reunion": "La Réunion", "Pacific/Noumea": "Nouméa"};
const placeOf = (zone) => SPELT[zone] ?? zone.split("/").at(-1).replaceAll("_", " ");

async function speak(place, code) {
	await useLanguage(code);
	listenAgain();
	await take(place, {language: code, zone: zoneOf(place)});
}

const tongue = (place) => ([code, word]) => bigButton({class: "choice", id: `first-${code}`, "lang": code, picture: "language", word,
	onclick: () => speak(place, code)});

const zoneButton = (place) => (zone) => bigButton({class: "list-choice", "data-zone": zone, word: placeOf(zone),
	"aria-pressed": String(zone === zoneOf(place)), onclick: () => place.set({zone})});

const languages = (place) => [
	el("div", {class: "choices"}, ...Object.entries(NAMES).map(tongue(place))),
	el("p", {class: "first-hint"}, t("page_first_day_zone")),
	el("div", {class: "first-zones"}, ...[...new Set([place.mine.day.zone, ...ZONES])].map(zoneButton(place))),
];

/* ---- name and codes */

const codeField = (name) => ({name, type: "text", label: t(`page_first_day_${name}_code`), needed: true, most: 15,
	hint: t(`page_first_day_${name}_hint`)}); // lang: page_first_day_pole_* page_first_day_site_* page_first_day_station_*

function suggest(node, own) {
	const name = node.querySelector("#field-name").value;
	for (const [key, code] of Object.entries(codesOf(name)))
		if (!own.has(key))
			node.querySelector(`#field-${key}`).value = code;
}

function codes(place) {
	const {day} = place.mine;
	const own = new Set(day.pole ? ["pole", "site"] : []); // those that somebody has chosen
	const asked = form({
		fields: [{name: "name", type: "text", label: t("page_first_day_name"), needed: true, most: 63},
			...["pole", "site", "station"].map(codeField)],
		values: {name: day.name, pole: day.pole, site: day.site, station: day.station || "P1"},
		word: t("page_first_day_next"),
		submit: async ({pole, site, station, ...body}) => {
			const upper = {pole: pole.toUpperCase(), site: site.toUpperCase(), station: station.toUpperCase()};
			const answer = await post("/first-day", {...body, ...upper});
			if (!answer?.ok)
				return asked.refuse(answer?.data ?? {message: t("page_gave_up")});
			place.set({said: t("page_first_day_begins")});
			await back();
			return place.set({said: "", day: answer.data});
		},
	});
	asked.node.addEventListener("input", ({target}) => {
		if (["pole", "site"].includes(target.name))
			own.add(target.name);
		else
			suggest(asked.node, own);
	});
	return [asked.node];
}

/* ---- trade and SIRET: the site's row of the catalogue */

const TRADES = {recyclerie: "TLC-VET", workshop: "cook", both: "all"};

// lang: page_word_trade_*
const trades = () => Object.entries(TRADES).map(([code, picture]) => ({code, picture, word: t(`page_word_trade_${code}`)}));

function facts(place) {
	const {day} = place.mine;
	const asked = form({
		fields: [...(day.name ? [] : [{name: "name", type: "text", label: t("page_first_day_name"), needed: true, most: 63}]),
			{name: "trade", type: "picture", label: t("page_first_day_trade"), needed: true, choices: trades()},
			{name: "siret", type: "text", label: t("page_first_day_siret"), most: 14, hint: t("page_first_day_siret_hint")}],
		values: {trade: "recyclerie"},
		word: t("page_first_day_next"),
		submit: async ({name = day.name, ...row}) => {
			const answer = await post("/catalogue", {rows: [{kind: "site", code: day.site, label_fr: name, label_en: name, ...row}]});
			if (!answer?.ok)
				return asked.refuse(answer?.data ?? {message: t("page_gave_up")});
			await loadCatalogue();
			return take(place, {name});
		},
	});
	return [asked.node];
}

export const parts = {
	language: {draw: languages},
	codes: {draw: codes, key: () => "codes"},
	site: {draw: facts, key: () => "site"},
};
