// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The text of the label, of what went into the pot, as it will be frozen: what differs from the recipe is in
 * red, what keeps it from being frozen is a sentence with what to do, and a person confirms it.
 */
import {bigButton, el, findRow, go, home, rows} from "/base/kernel.js";
import {get, newKey, post} from "/base/daemon.js";
import {longName, shortName, t} from "/base/lang.js";
import {tell, tellAWhile} from "/base/station.js";
import {at} from "/parts/clock.js";
import {isSure} from "/parts/food.js";
import {dayFigures} from "/parts/period.js";
import {asksCooling, differences, labelWords} from "/parts/pot.js";
import {load} from "/screens/cook.js";
import {foodName} from "/screens/cook/inputs.js";

const SAID_MS = 10000;
const call = ({pot}, act) => `/lots/${encodeURIComponent(pot.id)}/${act}`;

export async function loadText(place) {
	const answer = await get(call(place.mine, "text"));
	if (answer?.ok)
		place.set({text: answer.data, take: null, off: null, typing: undefined, search: null});
}

async function confirm(place) {
	const {pot, key, sent} = place.mine;
	if (sent)
		return;
	place.set({sent: true});
	const answer = await post(call(place.mine, "close"), at(), {key});
	place.set({sent: false, key: isSure(answer) ? newKey() : key});
	if (!answer?.ok)
		return loadText(place);
	if (asksCooling(pot, findRow("products", pot.product)))
		await load(place); // and the way to the cold is offered
	else
		home();
	tellAWhile("saved", t("page_cook_closed", {food: shortName(findRow("products", pot.product)) || pot.product, id: pot.id,
		date: `${answer.data.date_kind.toUpperCase()} ${dayFigures(answer.data.date)}`}), {}, SAID_MS);
}

/* By a card, as by its touch: what is to be done first stands there. */
export function confirmText(place) {
	const {pot, lots, text: {refusal, unread}} = place.mine;
	if (!refusal)
		return confirm(place);
	return unread && lots[unread] ? go("allergens", unread, "cook", pot.id) : tell("refused", refusal.message);
}

// lang: page_allergen_*
const allergenNames = (codes) => codes.map((code) => t(`page_allergen_${code.toLowerCase()}`)).join(", ");
/* As it is printed: an allergen that no word of the name tells stands behind it. */
function words(ingredient) {
	const parts = labelWords(ingredient).map(([text, strong]) => (strong ? el("b", {}, text) : text));
	const named = parts.some((part) => typeof part !== "string");
	return named || ingredient.allergens.length === 0 ? parts : [...parts, " (", el("b", {}, allergenNames(ingredient.allergens).toUpperCase()), ")"];
}

const ingredientLine = ({ingredients}) => el("p", {class: "cook-ingredients"}, `${t("page_cook_ingredients")} `,
	...ingredients.flatMap((one, i) => [...(i > 0 ? [", "] : []), ...words(one)]), ".");

const dateLine = ({date_kind: kind, date, frozen_on: frozen, thawed}) => (date ? el("p", {class: "cook-date"}, [`${kind.toUpperCase()} ${dayFigures(date)}`,
	frozen ? t("page_cook_frozen_on", {date: dayFigures(frozen)}) : "", thawed ? t("page_cook_thawed") : ""].filter(Boolean).join(" · ")) : null);

function differenceLines({pot, lots, text}) {
	const recipe = findRow("recipes", pot.recipe ?? "");
	const found = differences({recipe, pot, lots, ingredients: rows("ingredients"), allergens: text.allergens});
	const red = (key, names) => (names ? el("p", {class: "cook-differs"}, t(key, {names})) : null);
	return found ? [
		red("page_cook_missing", found.missing.map((code) => shortName(findRow("ingredients", code)) || code).join(", ")),
		red("page_cook_more", found.more.map((input) => foodName(input, lots)).join(", ")),
		red("page_cook_more_allergens", allergenNames(found.allergens).toUpperCase()),
	] : [];
}

/* What to do: its pack is read here. */
const readAct = ({pot, lots, text: {unread}}) => (unread && lots[unread] ? bigButton({class: "choice strong", id: "text-read", picture: "ALI",
	word: t("page_cook_read_lot", {food: shortName(findRow("ingredients", lots[unread].ingredient ?? "")) || shortName(findRow("categories", lots[unread].category))}),
	onclick: () => go("allergens", unread, "cook", pot.id)}) : null);

export function textTiles(place) {
	const {pot, text} = place.mine;
	const product = findRow("products", pot.product);
	return [el("div", {class: "cook-text"},
		el("section", {class: "cook-label", "aria-label": t("page_cook_text")},
			el("h2", {}, product?.name_legal || longName(product) || pot.product),
			text.ingredients.length > 0 ? ingredientLine(text) : null,
			text.traces.length > 0 ? el("p", {}, t("page_cook_traces", {names: allergenNames(text.traces)})) : null,
			dateLine(text),
			...differenceLines(place.mine),
			text.refusal ? el("p", {class: "cook-refused", role: "alert"}, text.refusal.message) : null),
		el("div", {class: "cook-acts"},
			text.refusal ? readAct(place.mine) : bigButton({class: "choice strong", id: "text-confirm", picture: "saved", word: t("page_cook_confirm"), onclick: () => confirm(place)}),
			bigButton({class: "choice", id: "text-back", picture: "back", word: t("page_back"), onclick: () => place.set({text: null})})))];
}
