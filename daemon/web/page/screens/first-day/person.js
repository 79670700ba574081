// SPDX-License-Identifier: GPL-3.0-or-later
/* The first coordinator, who gets a PIN and is logged in by it; and the stick that copies of the ledger go to. */
import {bigButton, el, go} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {logIn} from "/base/session.js";
import {t} from "/base/lang.js";
import {loadCatalogue} from "/base/station.js";
import {form} from "/parts/form.js";
import {noPin, paintPin, pinKey} from "/parts/pin.js";
import {take} from "/screens/first-day/model.js";

/* "Anne-Lise" -> ANNELISE */
export const personCode = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 12) || "COORD";

function nameForm(place) {
	const asked = form({fields: [{name: "name", type: "text", label: t("page_first_day_person_name"), needed: true, most: 40}],
		word: t("page_first_day_next"),
		submit: async ({name}) => {
			const code = personCode(name);
			const answer = await post("/catalogue", {rows: [{kind: "operator", code, label_fr: name, label_en: name, role: "coordinator"}]});
			if (!answer?.ok)
				return asked.refuse(answer?.data ?? {message: t("page_gave_up")});
			await loadCatalogue();
			return place.set({...noPin, asking: "pin", code});
		}});
	return [asked.node];
}

/* From then on who says nothing is a volunteer: they are logged in at once, and go on here. */
const setPin = (place) => async (pin) => {
	const {code} = place.mine;
	const answer = await post(`/people/${encodeURIComponent(code)}/secret`, {pin});
	if (!answer?.ok)
		return answer?.data.message ?? t("page_gave_up");
	await logIn(code, {pin});
	place.set({asking: null, code: null});
	go("first-day");
	return null;
};

const person = {
	whole: (place) => {
		if (place.mine.asking === "pin")
			paintPin(place, t("page_people_pin_send"), setPin(place));
		return place.mine.asking === "pin";
	},
	typed: (place, name) => place.mine.asking === "pin" && pinKey(place, name, setPin(place)),
	draw: (place) => (place.mine.asking === "name" ? nameForm(place) : []),
	acts: (place) => (place.mine.asking === "name" ? [] : [bigButton({class: "choice strong", id: "first-person", picture: "key",
		word: t("page_first_day_somebody"), onclick: () => place.set({asking: "name"})})]),
};

const hasStick = ({mine: {day}}) => day.steps.some(({step, state}) => step === "stick" && state === "done");

/* Copied is what counts: a stick that is only plugged in keeps nothing. */
const stick = {
	key: hasStick,
	draw: (place) => [el("p", {class: "first-weight"}, t(hasStick(place) ? "page_first_day_copied" : "page_first_day_not_copied"))],
	acts: (place) => (hasStick(place) ? [bigButton({class: "choice strong", id: "first-seen", picture: "saved",
		word: t("page_first_day_next"), onclick: () => take(place, {seen: "stick"})})] : []),
};

export const parts = {person, stick};
