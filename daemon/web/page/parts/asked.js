// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a call takes, as GET /openapi.json says it, in the form's own terms: fields, their words, bounds
 * and choices. A field of a table in the daemon is asked by it, so that no screen names it.
 */
import {rows} from "/base/kernel.js";
import {language, longName} from "/base/lang.js";

export const MG = /_mg$/;
export const wordsOf = (words, lang = language()) => words?.[lang];
export const listOf = (kind) => (kind === "category" ? "categories" : `${kind}s`);
export const asked = (call) => call.requestBody.content["application/json"].schema;

function choicesOf(schema, lang) {
	if (schema["x-catalogue"])
		return rows(listOf(schema["x-catalogue"])).map((row) => ({code: row.code, word: longName(row)}));
	return schema.enum?.filter((code) => code !== null)
		.map((code) => ({code, word: wordsOf(schema["x-words"]?.[code], lang) ?? code}));
}

function typeOf(name, schema) {
	const is = (type) => [schema.type].flat().includes(type);
	if (schema["x-catalogue"] || schema.enum)
		return "choice";
	if (schema.format)
		return {date: "day", period: "period"}[schema.format] ?? "text";
	if (is("array"))
		return null;
	if (is("boolean"))
		return "yes";
	return is("integer") ? "count" : /_kg$/.test(name) ? "kg" : "text";
}

/* What a form asks, from the schema of what the call takes. */
export function fieldsOf({properties, required = []}, lang = language()) {
	const kgOf = (name) => name.replace(MG, "_kg");
	return Object.entries(properties)
		.filter(([name]) => !MG.test(name) || !properties[kgOf(name)])
		.map(([name, schema]) => {
			const mg = properties[name.replace(/_kg$/, "_mg")];
			const [bounds, scale] = /_kg$/.test(name) && mg ? [mg, 1e6] : [schema, 1];
			const unit = schema["x-unit"];
			const label = wordsOf(schema["x-label"], lang) ?? name;
			const within = (bound) => (bound === undefined ? undefined : bound / scale);
			return {name, type: typeOf(name, schema), choices: choicesOf(schema, lang), unchosen: true,
				label: unit && !label.endsWith(`(${unit})`) ? `${label} (${unit})` : label,
				needed: required.includes(name) || schema["x-needed"] === true,
				least: within(bounds.minimum), most: within(bounds.maximum ?? bounds.maxLength)};
		}).filter(({type}) => type);
}
