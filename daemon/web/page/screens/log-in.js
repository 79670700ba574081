// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/log-in/SCREEN/…: who is there; then the screen that asked for it opens. At the station a tile of the
 * person, or their card (state.badge), and the keypad for the PIN; from another machine a name and a password.
 */
import {bigButton, change, el, home, keyed, linkTo, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {appeared, forgetKeys, touchable} from "/base/hands.js";
import {language, longName, t} from "/base/lang.js";
import {leave, logIn, nameOf} from "/base/session.js";
import {tell} from "/base/station.js";
import {form} from "/parts/form.js";
import {noPin, paintPin, pinKey} from "/parts/pin.js";

export const title = ({mine}) => (mine.person ? t("page_log_in_pin", {name: longName(mine.person)}) : t("page_log_in"));
export const role = "anyone";
export const css = "typed";

export async function open(place) {
	place.set({...noPin, people: null, person: null});
	const answer = state.session?.from === "lan" ? null : await get("/people");
	place.set({people: answer?.ok ? answer.data.people.filter(({pin}) => pin) : []});
}

/* Whose card was just scanned: the pad is theirs, and empty. Who is asked for no PIN only weighs. */
function takeBadge(place) {
	const {badge} = state;
	const {people, person} = place.mine;
	if (!badge || !people)
		return;
	change({badge: null});
	if (person?.code === badge)
		return;
	forgetKeys();
	appeared();
	if (person)
		tell("news", t("page_log_in_other_card", {name: nameOf(badge)}));
	const theirs = people.find(({code, role: of}) => code === badge && of !== "volunteer");
	place.set({...noPin, person: theirs ?? null});
	if (!theirs)
		home();
}

/* What was asked for opens; why it does not, if it does not. */
async function enter({args, mine}, operator, secret) {
	const {person} = mine;
	const answer = await logIn(operator, secret);
	if (!answer?.ok)
		return answer?.data.message ?? t("page_gave_up");
	if (mine.person !== person) // another card was scanned meanwhile
		return leave();
	if (args.length > 0)
		location.replace(linkTo(...args));
	else
		home();
	return null;
}

const ask = (place) => (pin) => enter(place, place.mine.person.code, {pin});

// lang: page_role_volunteer page_role_staff page_role_coordinator
const tile = (place, person) => bigButton({class: "choice", "data-code": person.code, picture: [person.code, "operator"],
	caption: t(`page_role_${person.role}`), word: longName(person), onclick: () => place.set({person})});

function paintPeople(place) {
	const {people} = place.mine;
	touchable(place.body, ["people", language(), people], () => [
		...(people ?? []).map((person) => tile(place, person)),
		...(people?.length === 0 ? [el("p", {class: "line-none"}, t("page_log_in_nobody"))] : []),
	]);
}

function passwordForm(place) {
	const asked = form({
		fields: [{name: "operator", type: "text", label: t("page_log_in_name"), needed: true},
			{name: "password", type: "text", label: t("page_log_in_password"), needed: true}],
		word: t("page_log_in_send"),
		submit: async ({operator, password}) => {
			const message = await enter(place, operator.trim().toUpperCase(), {password});
			if (message)
				asked.refuse({message});
		},
	});
	const [name, password] = ["operator", "password"].map((field) => asked.node.querySelector(`#field-${field}`));
	name.autocomplete = "username";
	password.type = "password";
	password.autocomplete = "current-password";
	return [el("div", {class: "from-afar"}, asked.node)];
}

export function paint(place) {
	takeBadge(place);
	if (state.session?.from !== "lan" && state.link === "lost")
		return home();
	if (state.session?.from === "lan")
		return keyed(place.body, ["lan", language()], () => passwordForm(place));
	return place.mine.person ? paintPin(place, t("page_log_in_send"), ask(place)) : paintPeople(place);
}

export function key(place, name) {
	if (place.mine.person)
		pinKey(place, name, ask(place));
}
