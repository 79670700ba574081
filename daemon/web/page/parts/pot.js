// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What goes into a pot, as pure functions: what a recipe proposes, what differs from it, which food is
 * offered. Recipe and ingredient only propose; what the label says is read of each pack (issue 11).
 */
import {byDate, codesOf, dueOf} from "/parts/food.js";

/* The ways of making, and their drawings. */
export const PROCESSES = {cook: "ALIM_REPAS", portion: "pack", freeze: "ALI-SUR", thaw: "thermometer", mix: "plus"};

/* "CAROTTE=30 OIGNON=2,5": codes of ingredients and kilograms. */
export const recipeLines = (recipe) => (recipe?.lines ?? "").split(" ").filter(Boolean).map((line) => {
	const [ingredient, text] = line.split("=");
	return {ingredient, mass_mg: Math.round(Number((text ?? "0").replace(",", ".")) * 1e6)};
});

/* Cooked and kept cold: it is cooled first, as nobody has said yet. */
export const asksCooling = ({process, cooling}, product) => process === "cook" && !cooling && ["FROID_3", "FROID_4"].includes(product?.storage);

export const countsIn = ({inputs}) => inputs.filter(({voided_by: by}) => !by);

/* Which ingredient an input is of; null: of a lot that was made, or nobody said. */
export const ingredientOf = (input, lots) => (input.source === "bought" ? input.ingredient : lots[input.from]?.ingredient) ?? null;

/* Of that ingredient, what the recipe still wants. */
export function wanted(recipe, pot, lots, ingredient) {
	const line = recipeLines(recipe).find((one) => one.ingredient === ingredient);
	const there = countsIn(pot).filter((input) => ingredientOf(input, lots) === ingredient)
		.reduce((sum, {mass_mg: mg}) => sum + mg, 0);
	return line ? Math.max(0, line.mass_mg - there) : 0;
}

/*
 * {missing: ingredients that the recipe has and the pot has not, more: inputs that it has not, allergens: what
 * none of its ingredients usually has}; null without a recipe. ingredients: rows of the catalogue.
 */
export function differences({recipe, pot, lots, ingredients, allergens}) {
	if (!recipe)
		return null;
	const lines = recipeLines(recipe).map(({ingredient}) => ingredient);
	const inputs = countsIn(pot).filter(({source}) => source !== "water");
	const there = inputs.map((input) => ingredientOf(input, lots));
	const usual = ingredients.filter(({code}) => lines.includes(code)).flatMap((row) => codesOf(row.allergens));
	return {
		missing: lines.filter((code) => !there.includes(code)),
		more: inputs.filter((_, i) => !lines.includes(there[i])),
		allergens: allergens.filter((code) => !usual.includes(code)),
	};
}

/* Oldest date first, what the recipe wants before the rest; nothing that is past its use-by date, held or being cooled. */
export function offeredFood({received, made, recipe, today}) {
	const lines = recipeLines(recipe).map(({ingredient}) => ingredient);
	const good = (lot) => dueOf(lot, today) !== "past" && !lot.held && lot.cooling !== "open";
	const first = byDate(received.filter(good));
	const asked = first.filter(({ingredient}) => lines.includes(ingredient));
	return [...asked, ...byDate(made.filter((lot) => good(lot) && lot.bulk_left_mg > 0)),
		...first.filter((lot) => !asked.includes(lot))];
}

/* The words of an ingredient on the label; what is an allergen is in capitals. */
export function labelWords({name, emphasise}) {
	const words = (emphasise ?? "").split(",").map((word) => word.trim()).filter(Boolean);
	const at = words.map((word) => [name.toLowerCase().indexOf(word.toLowerCase()), word.length]).filter(([i]) => i >= 0)
		.sort(([a], [b]) => a - b);
	const parts = [];
	let from = 0;
	for (const [i, length] of at.filter(([start]) => start >= from)) {
		parts.push([name.slice(from, i), false], [name.slice(i, i + length).toUpperCase(), true]);
		from = i + length;
	}
	return [...parts, [name.slice(from), false]].filter(([text]) => text);
}
