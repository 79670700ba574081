// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/people: who may log in, who is logged in, and tokens of programs, for coordinators; each session and
 * token is taken back by its button. #/people/CODE: a new PIN for somebody. Who there is stands in the settings.
 */
import {bigButton, el, go, home, icon, keyed, state} from "/base/kernel.js";
import {get, post} from "/base/daemon.js";
import {clockTime, dayOf, language, longName, t} from "/base/lang.js";
import {tell} from "/base/station.js";
import {form} from "/parts/form.js";
import {noPin, paintPin, pinKey} from "/parts/pin.js";
import {loadSession, nameOf} from "/base/session.js";

export const role = "coordinator";
export const css = "typed";
export const flow = "rows";
export const reading = true;
export const title = ({args: [code]}) => (code ? t("page_people_pin", {name: nameOf(code)}) : t("page_people"));

const listOf = async (name) => {
	const answer = await get(`/${name}`);
	return answer?.ok ? answer.data[name] : [];
};

async function load(place) {
	const [there, sessions, tokens] = await Promise.all([get("/people"), listOf("sessions"), listOf("tokens")]);
	place.set({people: there?.data.people ?? [], lan: there?.data.lan ?? null, sessions, tokens});
}

export function open(place) {
	place.set({...noPin, made: null});
	return load(place);
}

/* A new PIN ends the sessions of whom it is for: perhaps one's own. */
async function setPin(code, pin) {
	const answer = await post(`/people/${encodeURIComponent(code)}/secret`, {pin});
	if (!answer?.ok)
		return answer?.data.message ?? t("page_gave_up");
	tell("news", t("page_people_pin_set", {name: nameOf(code)}));
	await loadSession();
	go("people");
	return null;
}

async function end(place, path) {
	const answer = await post(`${path}/end`);
	if (answer?.ok)
		await loadSession();
	await load(place);
}

const row = (props, picture, name, said, ...beside) => el("li", props, el("span", {class: "line-swatch"}, icon(picture)),
	el("b", {}, name, el("span", {class: "line-time"}, said)), ...beside);

const act = (id, word, onclick) => bigButton({class: "choices-act", "data-act": id, word, onclick});

// lang: page_role_volunteer page_role_staff page_role_coordinator
const personRow = (person) => row({"data-code": person.code}, "operator", longName(person),
	[t(`page_role_${person.role}`), person.pin ? t("page_people_has_pin") : null,
		person.password ? t("page_people_has_password") : null].filter(Boolean).join(" · "),
	act("pin", t(person.pin ? "page_people_new_pin" : "page_people_first_pin"), () => go("people", person.code)),
	...(person.role === "volunteer" ? [] : [act("password",
		t(person.password ? "page_people_new_password" : "page_people_first_password"),
		() => go("secret", "password", person.code))]));

// lang: page_from_here page_from_lan
const sessionRow = (place) => (one) => row({"data-session": one.id}, "operator", nameOf(one.operator),
	[t(`page_from_${one.from}`), dayOf(one.since), clockTime(one.since)].filter(Boolean).join(" · "),
	act("end", t(one.mine ? "page_leave" : "page_people_end"), () => end(place, `/sessions/${one.id}`)));

const tokenRow = (place) => (one) => row({"data-token": one.id}, "keyboard", one.name,
	one.calls.join(", ") || t("page_people_reads"), act("end", t("page_people_end"), () => end(place, `/tokens/${one.id}`)));

const part = (id, word, rows, none) => el("section", {class: "people-part", id},
	el("h3", {}, word), el("ul", {}, ...(rows.length > 0 ? rows : [el("li", {class: "line-none"}, none)])));

function tokenForm(place) {
	const asked = form({fields: [{name: "name", type: "text", label: t("page_people_token_name"), needed: true, most: 47,
		hint: t("page_people_token_hint")}], word: t("page_people_token_make"), picture: "plus",
	submit: async (body) => {
		const answer = await post("/tokens", body);
		if (answer?.ok) {
			place.set({made: answer.data.token});
			await load(place);
			place.body.scrollTop = 0;
		} else if (answer) {
			asked.refuse(answer.data);
		}
	}});
	return asked.node;
}

/* The token itself is seen this once. */
const madeToken = (token) => el("p", {class: "people-token", id: "token-made", role: "status"},
	t("page_people_token_made"), el("code", {}, token));

const lanSaid = ({fingerprint, ...lan}) => el("p", {class: "people-token plain", id: "lan"}, t("page_people_lan", lan),
	el("code", {}, fingerprint));

export function paint(place) {
	const {lan, people, sessions, tokens, made} = place.mine;
	const [code] = place.args;
	if (state.link === "lost")
		return home();
	if (code)
		return paintPin(place, t("page_people_pin_send"), (pin) => setPin(code, pin));
	return keyed(place.body, [language(), people, sessions, tokens, made, state.catalogue?.stamp], () => (people ? [
		...(made ? [madeToken(made)] : []),
		part("people-there", t("page_people_who"), people.map(personRow), t("page_people_none")),
		part("people-sessions", t("page_people_sessions"), sessions.map(sessionRow(place)), t("page_people_no_session")),
		part("people-tokens", t("page_people_tokens"), tokens.map(tokenRow(place)), t("page_people_no_token")),
		tokenForm(place),
		...(lan ? [lanSaid(lan)] : []),
	] : []));
}

export function key(place, name) {
	const [code] = place.args;
	if (code)
		pinKey(place, name, (pin) => setPin(code, pin));
}
