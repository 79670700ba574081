// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A chart: the daemon draws it (GET /api/v1/charts/NAME.svg, the same that is printed). Its figures
 * stand in the table beside it, which the alternative text says; a chart that does not come
 * leaves the table alone.
 */
import {el} from "/base/kernel.js";
import {language, t} from "/base/lang.js";

export const chartAddress = (name, query) =>
	`/api/v1/charts/${encodeURIComponent(name)}.svg?${new URLSearchParams(query)}&lang=${language()}`;

export function chart({name, query, title}) {
	const figure = el("figure", {class: "chart"});
	figure.append(el("img", {src: chartAddress(name, query), alt: t("page_chart_alt", {title}),
		onerror: () => figure.remove()}));
	return figure;
}
