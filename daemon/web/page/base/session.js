// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who is logged in on this page, as the daemon says it: the cookie is out of our reach. A session is
 * kept by touches, and ends by itself; the page then asks who is there, and what is no longer for them
 * closes.
 */
import {$, bigButton, change, el, findRow, go, keyed, linkTo, routeOf, setHidden, state} from "/base/kernel.js";
import {get, send} from "/base/daemon.js";
import {language, shortName, t} from "/base/lang.js";

const TOUCH_MS = 20000; // more often nobody needs to know
const AFTER_MS = 1500; // the session has surely ended by then
let waiting = 0;
let told = -Infinity;

function take(session) {
	change({session});
	clearTimeout(waiting);
	if (session.ends_in_s !== null)
		waiting = setTimeout(loadSession, session.ends_in_s * 1000 + AFTER_MS);
}

export async function loadSession() {
	const answer = await get("/session");
	if (answer?.ok)
		take(answer.data);
}

/* Its answer; null: none came. */
export async function logIn(operator, secret) {
	const answer = await send("/session", {operator, ...secret});
	if (answer?.ok) {
		told = performance.now();
		take(answer.data);
	}
	return answer;
}

export async function leave() {
	const answer = await send("/session/end");
	if (answer?.ok)
		take(answer.data);
}

async function touched() {
	if (!state.session?.operator || performance.now() - told < TOUCH_MS)
		return;
	told = performance.now();
	const answer = await send("/session/touch");
	if (answer?.ok)
		take(answer.data);
}

export const nameOf = (code) => shortName(findRow("operators", code)) || code;

/* lang: page_role_volunteer page_role_staff page_role_coordinator */
const bar = ({operator, role}) => [
	el("span", {class: "who-name"}, el("b", {}, nameOf(operator)), ` ${t(`page_role_${role}`)}`),
	bigButton({class: "who-leave", id: "leave", picture: "cancel", word: t("page_leave"), onclick: leave}),
];

/* From another machine nobody is told anything: there is only the log-in. */
function askNobody() {
	if (state.session?.role === "nobody" && routeOf(location.hash).name !== "log-in")
		location.replace(linkTo("log-in"));
}

let turns = null; // how often an operator had been named at the station; null: nobody has said
let chosen = null; // on this page, just now: no badge

/* null: it was refused. */
export function choose(code) {
	chosen = code;
}

/* The code of whoever was named at the station since we looked last, by the same card too; once their role is known. */
function namedNow() {
	const {operator: code, operator_turns: now} = state.snapshot?.context ?? {};
	turns ??= now ?? null;
	if (!state.session || !state.catalogue)
		return null;
	const isNews = turns !== null && now > turns; // less: the daemon began anew
	turns = now ?? turns;
	if (!isNews || !code)
		return null;
	const own = code === chosen;
	chosen = null;
	return own ? null : code;
}

/*
 * A person's card was scanned: whoever was logged in is no longer, and who may more than weigh is asked their
 * PIN. Without it they weigh, under their name. A PIN that somebody else is typing is no longer asked for.
 */
async function watchBadge() {
	const code = namedNow();
	const asking = routeOf(location.hash).name === "log-in";
	if (!code || state.session?.from !== "here" || (state.session.operator === code && !asking))
		return;
	await (state.session.operator && state.session.operator !== code ? leave() : null); // and not while things are painted
	if (asking || ["staff", "coordinator"].includes(findRow("operators", code)?.role)) {
		change({badge: code});
		go("log-in");
	}
}

/* On the face, whatever it shows: who is logged in, and the way out by one touch. */
export function paintWho() {
	askNobody();
	watchBadge();
	const {session} = state;
	const shown = Boolean(session?.operator) && state.link !== "lost";
	setHidden($("who"), !shown);
	keyed($("who"), [language(), session?.operator, session?.role, state.catalogue?.stamp], () =>
		(shown ? bar(session) : []));
}

/* When there are words. */
export function startSession() {
	for (const kind of ["pointerdown", "keydown"])
		addEventListener(kind, touched, {capture: true, passive: true});
}
