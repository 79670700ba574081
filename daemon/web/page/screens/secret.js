// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/secret: another PIN or password of one's own; #/secret/password/CODE: a password that a coordinator gives
 * somebody. Whose is changed must log in anew, on each machine.
 */
import {bigButton, el, go, home, keyed, state} from "/base/kernel.js";
import {post} from "/base/daemon.js";
import {touchable} from "/base/hands.js";
import {language, t} from "/base/lang.js";
import {loadSession, nameOf} from "/base/session.js";
import {tell} from "/base/station.js";
import {form} from "/parts/form.js";
import {noPin, paintPin, pinKey} from "/parts/pin.js";

export const role = "staff";
export const css = "typed";
export const title = ({args: [what, code]}) => (code ? t("page_secret_of", {name: nameOf(code)})
	: t(what === "pin" ? "page_secret_pin" : what ? "page_secret_password" : "page_secret"));

export const open = (place) => place.set(noPin);

const whose = ({args: [, code]}) => code ?? state.session?.operator ?? "";

/* null, or why not. lang: page_people_pin_set page_secret_password_set */
async function change(place, secret) {
	const answer = await post(`/people/${encodeURIComponent(whose(place))}/secret`, secret);
	if (!answer?.ok)
		return answer?.data.message ?? t("page_gave_up");
	tell("news", t(secret.pin ? "page_people_pin_set" : "page_secret_password_set", {name: nameOf(whose(place))}));
	await loadSession();
	if (place.args[1])
		go("people");
	else
		home();
	return null;
}

function passwordForm(place) {
	const names = ["password", "again"];
	const asked = form({
		fields: [{name: "password", type: "text", label: t("page_secret_new"), needed: true, most: 128,
			hint: t("page_secret_hint")},
		{name: "again", type: "text", label: t("page_secret_again"), needed: true, most: 128}],
		word: t("page_secret_send"), picture: "key",
		submit: async ({password, again}) => {
			const message = password === again ? await change(place, {password}) : t("page_secret_differs");
			if (message)
				asked.refuse({message});
		},
	});
	for (const name of names) {
		const input = asked.node.querySelector(`#field-${name}`);
		input.type = "password";
		input.autocomplete = "new-password";
	}
	return [el("div", {class: "from-afar"}, asked.node)];
}

const choice = (what, word, picture) => bigButton({class: "choice", "data-secret": what, picture, word,
	onclick: () => go("secret", what)});

const setPin = (place) => (pin) => change(place, {pin});

export function paint(place) {
	const [what] = place.args;
	if (state.link === "lost" || !whose(place))
		return home();
	if (what === "pin")
		return paintPin(place, t("page_secret_send"), setPin(place));
	if (what === "password")
		return keyed(place.body, ["password", language(), place.args], () => passwordForm(place));
	return touchable(place.body, ["secret", language()], () => [
		choice("pin", t("page_secret_pin"), "keyboard"), choice("password", t("page_secret_password"), "key")]);
}

export function key(place, name) {
	if (place.args[0] === "pin")
		pinKey(place, name, setPin(place));
}
