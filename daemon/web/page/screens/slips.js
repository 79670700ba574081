// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * #/slips: all slips, newest first, page by page; those of one state by a touch, others by any word of
 * their line. Each leads to the slip and to its paper. Here a new one begins.
 */
import {bigButton, el, go, home, icon, state} from "/base/kernel.js";
import {get} from "/base/daemon.js";
import {clockTime, dayOf, kg, language, t} from "/base/lang.js";
import {holds, list} from "/parts/list.js";
import {partyOf, typeOf} from "/screens/slip.js";

export const title = () => t("page_slips");
export const role = "kiosk";
export const flow = "rows";

const PAGE = 30;
const PICTURES = {open: "scale", closed: "saved", refused: "refuse", void: "cancel"};
// lang: page_slip_state_open page_slip_state_closed page_slip_state_refused page_slip_state_void
// lang: page_slip_is_open page_slip_is_closed page_slip_is_refused page_slip_is_void
const stateWord = (how) => t(`page_slip_state_${how}`);
const when = (slip) => [dayOf(slip.at), clockTime(slip.at)].filter(Boolean).join(" ");
const said = (slip) => [slip.id, typeOf(slip), ...partyOf(slip), stateWord(slip.state), when(slip), slip.day,
	kg(slip.mass_mg)].join(" ");

async function fetchPage(place, after) {
	const turn = {};
	place.set({turn});
	const {choice} = place.mine;
	const search = new URLSearchParams({limit: PAGE, ...(choice ? {state: choice} : {}), ...(after ? {after} : {})});
	const answer = await get(`/slips?${search}`);
	if (place.mine.turn !== turn)
		return; // something else was asked for meanwhile
	const slips = answer?.ok ? answer.data.slips : [];
	place.set({slips: after ? [...place.mine.slips, ...slips] : slips, next: answer?.ok ? answer.data.next : null,
		refused: answer?.ok ? null : answer?.data.message ?? t("page_lost")});
}

const line = (slip) => el("li", {class: "slip-row"},
	el("button", {class: slip.state === "void" ? "line voided" : "line", "data-id": slip.id,
		onclick: () => go("slip", slip.id)},
	el("span", {class: "line-swatch"}, icon(PICTURES[slip.state])),
	el("span", {class: "line-name"}, [typeOf(slip), ...partyOf(slip)].slice(0, 2).join(" · "),
		el("span", {class: "line-time"}, [slip.id, when(slip), t(`page_slip_is_${slip.state}`)].join(" · "))),
	el("span", {class: "line-mass"}, `${kg(slip.mass_mg)} kg`)),
	el("a", {class: "slip-pdf", target: "_blank", rel: "noopener", "aria-label": `PDF ${slip.id}`,
		href: `/api/v1/slips/${encodeURIComponent(slip.id)}.pdf?lang=${language()}`}, icon("file"), "PDF"));

export const css = true;

export function open(place) {
	const lines = list({rest: 0, search: (text) => place.set({text}),
		chosen: (choice) => {
			place.set({choice, slips: [], next: null});
			return fetchPage(place, null);
		},
		more: () => fetchPage(place, place.mine.next)});
	const [field, ...rest] = lines.nodes;
	const fresh = bigButton({class: "file", id: "slip-new", picture: "plus", word: t("page_new_slip"),
		onclick: () => go("new-slip")});
	place.body.append(el("div", {class: "slips-top"}, field, fresh), ...rest);
	place.set({list: lines, slips: [], next: null, text: "", choice: null});
	return fetchPage(place, null);
}

export function paint({mine}) {
	if (state.link === "lost")
		return home();
	const shown = mine.slips.filter((slip) => !mine.text || holds(said(slip), mine.text));
	return mine.list.paint({key: [shown, state.catalogue?.stamp, mine.refused], rows: shown, row: line,
		empty: mine.refused ?? t(mine.text || mine.choice ? "page_none_found" : "page_slip_none"),
		next: Boolean(mine.next), choice: mine.choice,
		choices: Object.keys(PICTURES).map((code) => ({code, picture: PICTURES[code], word: stateWord(code)}))});
}
