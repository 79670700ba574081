// SPDX-License-Identifier: GPL-3.0-or-later
/* Before anything goes in: which pot, which product, how it is made, of which recipe. */
import {findRow, go, rows} from "/base/kernel.js";
import {newKey, post} from "/base/daemon.js";
import {kg, longName, shortName, t} from "/base/lang.js";
import {at} from "/parts/clock.js";
import {isSure} from "/parts/food.js";
import {PROCESSES, recipeLines} from "/parts/pot.js";

/* To be frozen, and kept so. */
const isFrozen = (product) => Boolean(product?.freezable) && product.storage === "CONGEL";
const recipesOf = (product) => rows("recipes").filter((row) => row.product === product);

export function beginStep({mine: {begin, pots}}) {
	if (pots.length > 0 && !begin.fresh && !begin.product)
		return "pots";
	return !begin.product ? "product" : !begin.process ? "process" : "recipe";
}

async function start(place, begin) {
	if (place.mine.sent)
		return;
	place.set({begin, sent: true});
	const answer = await post("/lots", {process: begin.process, product: begin.product,
		...(begin.recipe ? {recipe: begin.recipe} : {}), ...at()}, {key: place.mine.key});
	if (answer?.ok)
		return go("cook", answer.data.id);
	place.set({sent: false, begin: {...begin, process: undefined, recipe: undefined}, key: isSure(answer) ? newKey() : place.mine.key});
}

/* One recipe is proposed by itself; of several one is chosen, or none. */
export function chooseProcess(place, process) {
	const begin = {...place.mine.begin, process};
	const recipes = process === "cook" || process === "mix" ? recipesOf(begin.product) : [];
	if (recipes.length > 1)
		return place.set({begin});
	return start(place, {...begin, recipe: recipes[0]?.code});
}

/* How it is made a card may have said before. */
export function chooseProduct(place, product) {
	const {process} = place.mine.begin;
	place.set({begin: {fresh: true, product, process}, search: null});
	return process ? chooseProcess(place, process) : null;
}

export function chooseRecipe(place, code) {
	const {product} = findRow("recipes", code) ?? {};
	return product ? start(place, {fresh: true, product, process: place.mine.begin.process ?? "cook", recipe: code}) : null;
}

/* What is made of that food, by itself or by a recipe; null: nothing, or more than one. */
export function productsOf(food) {
	const made = rows("recipes").filter(({lines}) => food?.ingredient && recipeLines({lines}).some(({ingredient}) => ingredient === food.ingredient))
		.map(({product}) => product);
	const all = new Set(food?.product ? [food.product] : made);
	return all.size === 1 ? [...all][0] : null;
}

const named = (row) => [row.code, row.label_fr, row.label_en, row.short_fr, row.short_en, row.name_legal].filter(Boolean).join(" ");

// lang: page_word_storage_*
const storage = ({storage: code}) => (code ? t(`page_word_storage_${code.toLowerCase()}`) : null);

// lang: page_process_cook page_process_portion page_process_freeze page_process_thaw page_process_mix
export const BEGIN = {
	pots: ({mine, set}) => ({
		choices: mine.pots.map((pot) => ({code: pot.id, category: pot.category, picture: [PROCESSES[pot.process]],
			caption: `${t(`page_process_${pot.process}`)} · ${kg(pot.in_mg)} kg`,
			word: shortName(findRow("products", pot.product)) || pot.product,
			said: `${pot.id} ${pot.product}`, onclick: () => go("cook", pot.id)}))
			.concat([{code: "new", class: "choice strong", picture: "plus", word: t("page_cook_new"), said: "",
				onclick: () => set({begin: {fresh: true}})}]),
	}),
	product: (place) => ({
		choices: rows("products").map((row) => ({code: row.code, category: row.category, picture: [row.category, "ALI-PLA"],
			caption: storage(row), word: shortName(row), title: longName(row), said: named(row), onclick: () => chooseProduct(place, row.code)})),
	}),
	process: (place) => ({
		choices: Object.entries(PROCESSES).filter(([code]) => code !== "freeze" || isFrozen(findRow("products", place.mine.begin.product)))
			.map(([code, picture]) => ({code, picture, word: t(`page_process_${code}`), said: code, onclick: () => chooseProcess(place, code)})),
	}),
	recipe: (place) => ({
		choices: recipesOf(place.mine.begin.product).map((row) => ({code: row.code, picture: "order", word: shortName(row), said: named(row),
			onclick: () => start(place, {...place.mine.begin, recipe: row.code})}))
			.concat([{code: "none", picture: "cancel", word: t("page_cook_no_recipe"), said: "", onclick: () => start(place, place.mine.begin)}]),
	}),
};
